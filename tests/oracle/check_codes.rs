//! Judges codes from the standard input, a line `kind<TAB>code` each: `cargo run --release --example check_codes < codes.tsv`.
//!
//! Prints 1 for a code that may be used, with the way to write it, and 0 with the reason for any other; of phone numbers (`phone`) the international form,
//! several joined by `|`. Beside it, `compare.py` compares the answers with those of python-stdnum, `phones.py` with those of phonenumbers, and
//! `vectors.py` with a file of codes whose answers are known.

use cutover::domain::codes::{
    Verdict, bank_account, bic, business_registration, cnaps, duns, ein, eu_vat, gtin, iban, identity_card, lei, organisation, taxpayer,
    uscc,
};
use cutover::domain::phone::{self, AreaCodes};
use cutover::domain::postcode;
use std::error::Error;
use std::io::{BufWriter, Read, Write, stdin, stdout};

fn main() -> Result<(), Box<dyn Error>> {
    let mut text = String::new();
    stdin().read_to_string(&mut text)?;
    let mut out = BufWriter::new(stdout().lock());
    for line in text.lines() {
        let (kind, code) = line.split_once('\t').ok_or("a line is a kind, a tab and a code")?;
        if kind == "phone" {
            writeln!(out, "{}", phone(code))?;
            continue;
        }
        let verdict = judge(kind, code)?;
        match verdict.normalised() {
            Some(code) => writeln!(out, "1 {code}")?,
            None => writeln!(out, "0 {}", verdict.reason().map_or("", |r| r.as_str()))?,
        }
    }
    Ok(())
}

fn phone(text: &str) -> String {
    match phone::read(text, AreaCodes::standard()) {
        Ok(phones) => {
            let all: Vec<String> = phones.numbers.iter().map(phone::Phone::e164).collect();
            // A zero that was put back is for a person to confirm.
            let sure = u8::from(phones.numbers.iter().all(|n| !n.repaired));
            format!("{sure} {}", all.join("|"))
        }
        Err(fault) => format!("0 {}", fault.as_str()),
    }
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
        "cnaps" => cnaps::check(code),
        "licence" => business_registration::check(code),
        "tax" => taxpayer::check(code),
        "card" => bank_account::check_card(code),
        "account" => bank_account::check(code),
        "postcode" => postcode::check(code),
        "duns" => duns::check(code),
        _ => return Err(format!("no kind {kind}").into()),
    })
}
