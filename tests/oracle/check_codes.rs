//! Judges codes from the standard input, a line `kind<TAB>code` each: `cargo run --release --example check_codes < codes.tsv`.
//!
//! Prints 1 for a code that may be used and 0 for any other. `compare.py` beside it compares the answers with those of python-stdnum.

use cutover::domain::codes::{Verdict, bic, ein, eu_vat, gtin, iban, identity_card, lei, organisation, uscc};
use std::error::Error;
use std::io::{BufWriter, Read, Write, stdin, stdout};

fn main() -> Result<(), Box<dyn Error>> {
    let mut text = String::new();
    stdin().read_to_string(&mut text)?;
    let mut out = BufWriter::new(stdout().lock());
    for line in text.lines() {
        let (kind, code) = line.split_once('\t').ok_or("a line is a kind, a tab and a code")?;
        writeln!(out, "{}", u8::from(judge(kind, code)?.is_usable()))?;
    }
    Ok(())
}

fn judge(kind: &str, code: &str) -> Result<Verdict, Box<dyn Error>> {
    Ok(match kind {
        "uscc" => uscc::check(code),
        "ric" => identity_card::check(code),
        "lei" => lei::check(code),
        "iban" => iban::check(code),
        "ein" => ein::check(code),
        "org" => organisation::check(code),
        "vat" => eu_vat::check(code),
        "ean" => gtin::check(code),
        "bic" => bic::check(code),
        _ => return Err(format!("no kind {kind}").into()),
    })
}
