//! The command line of Cutover.

use std::ffi::{c_int, c_long};
use std::process::ExitCode;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// After how many milliseconds memory that is free goes back to the system; below zero: never (`mi_option_purge_delay` in mimalloc.h).
const PURGE_DELAY: c_int = 15;

#[expect(unsafe_code, reason = "mimalloc takes its options through C alone; this one takes two numbers and gives nothing")]
unsafe extern "C" {
    safe fn mi_option_set(option: c_int, value: c_long);
}

fn main() -> ExitCode {
    // Finding duplicates takes and frees most of its memory stage by stage: to give it back between them costs a sixth of its time.
    if std::env::args_os().any(|a| a == "dedupe") {
        mi_option_set(PURGE_DELAY, -1);
    }
    cutover::cli::main()
}
