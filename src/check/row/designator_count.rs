//! Finds reference designators that do not add up to the quantity.

use super::super::case::Case;
use super::super::doc::{CheckDoc, Example, Kind, Parameter};
use super::super::judgement::{Judgement, Outcome, Why};
use super::super::quantity::{number, written};
use rust_decimal::Decimal;

pub(in super::super) const DOC: CheckDoc = CheckDoc {
    name: "designator_count",
    does: (
        "位号个数与用量不等；R1-R5 按五个计。用量按基准数量折算。",
        "The number of reference designators differs from the quantity; R1-R5 count as five. The quantity is taken per base quantity.",
    ),
    needs_field: true,
    parameters: &[
        Parameter::new("qty", Kind::Field, "用量字段", "the field of the quantity"),
        Parameter::new("base", Kind::Field, "基准数量字段", "the field of the base quantity"),
    ],
    example: Example {
        field: "designator",
        params: "qty = \"qty\"",
        table: "designator|qty\nR1,R2,R3|3\nR1,R2,R3|2\nC1-C5 C9|6\n见图|2",
        others: &[],
        fails: &[2],
    },
    run,
};

fn run(case: &Case<'_>) -> Outcome {
    let Some(quantities) = case.named("qty") else { return Outcome::default() };
    let bases = case.named("base");
    case.each_value(|row, value| {
        let base = bases.and_then(|c| c.get(row)).and_then(number).filter(|b| *b > Decimal::ZERO).unwrap_or(Decimal::ONE);
        let quantity = quantities.get(row).and_then(number).and_then(|q| q.checked_div(base));
        match (count(value), quantity) {
            (Some(n), Some(q)) if q == Decimal::from(n) => Judgement::Good,
            (Some(n), Some(q)) => case.bad(|| Why::expected(format!("{} = {n}?", written(q)))),
            _ => Judgement::NotApplicable,
        }
    })
}

/// Counts designators; `None` where the text is no list of them.
fn count(text: &str) -> Option<u64> {
    let parts = text.split([',', ';', '，', '；', '、', ' ', '\n', '\t', '\r', '/']).map(str::trim).filter(|p| !p.is_empty());
    let mut total = 0_u64;
    for part in parts {
        total += count_part(part)?;
    }
    (total > 0).then_some(total)
}

/// Counts one designator, or a range such as `R1-R5`, `R1~5`.
fn count_part(part: &str) -> Option<u64> {
    let Some((from, to)) = part.split_once(['-', '~', '～', '—', '–']) else { return designator(part).map(|_| 1) };
    let (prefix, first) = designator(from)?;
    let last = match designator(to) {
        Some((p, n)) if p == prefix => n,
        Some(_) => return None,
        None => to.parse().ok()?,
    };
    let n = last.checked_sub(first)?.checked_add(1)?;
    (n <= 1000).then_some(n)
}

/// Reads letters and a number, with a further letter where parts of one device are listed (`U1A`).
fn designator(text: &str) -> Option<(&str, u64)> {
    let letters = text.bytes().take_while(u8::is_ascii_alphabetic).count();
    let (prefix, rest) = text.split_at_checked(letters)?;
    let digits = rest.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    if prefix.is_empty() || prefix.len() > 5 || rest.len() > digits.len() + 1 { None } else { Some((prefix, digits.parse().ok()?)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn designators_are_counted() {
        for (text, expected) in [
            ("R1", Some(1)),
            ("R1,R2;R3 R4", Some(4)),
            ("C10~C12", Some(3)),
            ("C10-12", Some(3)),
            ("U1A", Some(1)),
            ("C3-R5", None),
            ("R5-R1", None),
            ("见图", None),
            ("", None),
            ("R1-R999999999", None),
        ] {
            assert_eq!(count(text), expected, "{text}");
        }
    }
}
