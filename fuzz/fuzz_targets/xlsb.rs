//! Binary Office Open XML workbooks: whole files, and the parts of one.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| cutover_fuzz::check_package(input, cutover_fuzz::packed::XLSB));
