//! Text in an encoding that the caller names: the first byte chooses it.

#![no_main]

use cutover::read::ReadOptions;
use libfuzzer_sys::fuzz_target;

const LABELS: [&str; 10] =
    ["utf-8", "gb18030", "big5", "shift_jis", "euc-kr", "euc-jp", "utf-16le", "utf-16be", "windows-1252", "iso-2022-jp"];

fuzz_target!(|input: &[u8]| {
    if let Some((&chosen, text)) = input.split_first() {
        let encoding = LABELS.get(usize::from(chosen) % (LABELS.len() + 1)).map(|l| (*l).to_owned());
        cutover_fuzz::check(text, ReadOptions { encoding, ..ReadOptions::default() });
    }
});
