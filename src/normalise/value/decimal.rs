//! Writes numbers as exact decimals with a point.

use crate::domain::number::{self, Number, NumberFault, Quirk};
use crate::normalise::notice::{AMBIGUOUS_NUMBER, CURRENCY_IN_NUMBER, DIGITS_LOST, PERCENT_IN_NUMBER, UNREADABLE_NUMBER};
use crate::normalise::{Context, Evidence, Loss, Normaliser, Note, Outcome};
use rust_decimal::Decimal;

pub(in crate::normalise) const NORMALISER: Normaliser = Normaliser {
    name: "decimal",
    does: (
        "数字改为不含千分位、以点为小数点的精确小数；欧洲写法由全列决定；括号和末尾减号为负；去掉币种符号；全列都带百分号时换算为小数；\
         带单位的数字不改，只报告。",
        "Writes exact decimals with a point and without thousands marks. European commas are told by the column; brackets and a minus behind mean \
         negative; currency signs go; percentages become fractions where the whole column has them. Numbers with a unit are only reported.",
    ),
    why: ("金额和数量必须精确，写法必须一致。", "Amounts and quantities must be exact and written alike."),
    example: ("（1,234.50）", "-1234.50"),
    loses: Loss::Information,
    evidence: Evidence::Numbers,
    checked_by: &["number_form"],
    apply,
};

fn apply(value: &str, context: &Context<'_>) -> Outcome {
    if is_plain(value) {
        return Outcome::Unchanged;
    }
    match number::read(value, context.column.numbers.style()) {
        Ok(number) => written(value, &number),
        Err(NumberFault::Ambiguous { decimals, thousands }) => {
            Outcome::Noted(None, Note::new(&AMBIGUOUS_NUMBER).expecting(format!("{decimals} / {thousands}")))
        }
        Err(NumberFault::Percent(percent)) => percentage(value, percent, context),
        Err(fault) => Outcome::Failed(failure(&fault)),
    }
}

/// Digits with at most one point, without needless zeros in front: the form that is wanted.
fn is_plain(value: &str) -> bool {
    let digits = value.strip_prefix('-').unwrap_or(value);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let all = |s: &str| !s.is_empty() && s.len() <= 14 && s.bytes().all(|b| b.is_ascii_digit());
    // Three decimals may be thousands elsewhere in Europe, and zero has no sign.
    all(whole) && all(fraction) && fraction.len() != 3 && !(whole.len() > 1 && whole.starts_with('0')) && !value.starts_with("-0")
}

fn written(value: &str, number: &Number) -> Outcome {
    let text = text(number.value);
    if number.quirk == Some(Quirk::DigitsLost) {
        return Outcome::noted(value, &text, Note::new(&DIGITS_LOST));
    }
    if !number.currency.is_empty() {
        return Outcome::noted(value, &text, Note::new(&CURRENCY_IN_NUMBER).expecting(number.currency.as_str()));
    }
    Outcome::of(value, text.into())
}

/// Writes a decimal; zero has no sign.
pub(super) fn text(value: Decimal) -> String {
    if value.is_zero() { value.abs().to_string() } else { value.to_string() }
}

fn percentage(value: &str, percent: Decimal, context: &Context<'_>) -> Outcome {
    // A field that is a percentage by its name (`scrap_pct`) keeps the number in front of the sign.
    if context.field.name.ends_with("_pct") {
        return Outcome::of(value, text(percent.normalize()).into());
    }
    let fraction = percent.checked_mul(Decimal::new(1, 2)).map(|d| text(d.normalize()));
    match fraction {
        Some(fraction) if context.column.numbers.all_percent() => Outcome::of(value, fraction.into()),
        Some(fraction) => Outcome::Noted(None, Note::new(&PERCENT_IN_NUMBER).suggesting(fraction)),
        None => Outcome::Failed(Note::new(&UNREADABLE_NUMBER)),
    }
}

/// Says why a text is no number, with the number in it as suggestion where a unit follows.
pub(super) fn failure(fault: &NumberFault) -> Note {
    let note = Note::new(&UNREADABLE_NUMBER).expecting(fault.as_str());
    match fault {
        NumberFault::WithUnit(number, _) => note.suggesting(text(*number)),
        _ => note,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalise::value::tests::check_in;

    #[test]
    fn numbers_are_exact_and_plain() {
        for (column, expected) in [
            (&["12.50"][..], "12.50"),
            (&["1,234.50"], "1234.50"),
            (&["1.234,5", "1.234"], "1234"),
            (&["1,5", "1.5", "1,234"], "!ambiguous-number"),
            (&["1.5", "1.234"], "1.234"),
            (&["007"], "7"),
            (&[".5"], "0.5"),
            (&["-0.00"], "0.00"),
            (&["100-"], "-100"),
            (&["¥12"], "12 !currency-in-number"),
            (&["13%", "6%"], "0.06"),
            (&["13", "6%"], "!percent-in-number"),
            (&["1.2E+05"], "120000 !number-digits-lost"),
            (&["100 kg"], "!unreadable-number"),
            (&["0.30000000000000004"], "0.3"),
            (&["#DIV/0!"], "!unreadable-number"),
        ] {
            check_in(&NORMALISER, "amount", column, expected);
        }
    }
}
