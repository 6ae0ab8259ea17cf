//! OpenDocument spreadsheets: packed, flat, and the content of one.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| cutover_fuzz::check_package(input, cutover_fuzz::packed::ODS));
