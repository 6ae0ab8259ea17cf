//! Web pages with tables and SpreadsheetML 2003.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| cutover_fuzz::check(input, Default::default()));
