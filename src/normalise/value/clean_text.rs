//! Removes what nobody sees and what stands for nothing.

use crate::domain::blank::{Blank, is_blank_word};
use crate::domain::fold;
use crate::normalise::{Context, Evidence, Loss, Normaliser, Outcome};
use crate::plan::FieldType;

pub(in crate::normalise) const NORMALISER: Normaliser = Normaliser {
    name: "clean_text",
    does: (
        "去掉零宽字符、控制字符和首尾空白，连续空白并为一个空格；“-”“无”“NULL”之类表示空的内容改为空（编码和国家字段只认符号和 NULL）。",
        "Removes zero-width and control characters and blanks at the ends, makes one space of each run of blanks, and empties cells that hold only a \
         sign or word for nothing (in codes and countries only signs and NULL).",
    ),
    why: ("看不见的字符使相同的值不相等。", "Invisible characters make equal values unequal."),
    example: ("\u{feff}华为\u{200b}　 技术 ", "华为 技术"),
    loses: Loss::Nothing,
    evidence: Evidence::None,
    checked_by: &[],
    apply,
};

fn apply(value: &str, context: &Context<'_>) -> Outcome {
    let clean = fold::clean(value);
    // `NA` is Namibia, and may be somebody's code.
    let how = if matches!(context.field.kind, FieldType::Code | FieldType::Country) { Blank::Strict } else { Blank::Spoken };
    if may_be_blank(&clean) && is_blank_word(&clean, how) {
        return Outcome::Changed(String::new());
    }
    Outcome::of(value, clean)
}

/// Most values are no word for nothing by their length or first character alone.
fn may_be_blank(text: &str) -> bool {
    text.len() <= 12 && !text.bytes().next().is_some_and(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalise::value::tests::check;

    #[test]
    fn values_are_cleaned_and_fillers_emptied() {
        for (input, expected) in [
            ("a\u{a0}b", "a b"),
            ("line\r\nbreak", "line break"),
            ("华为", "华为"),
            (" ", ""),
            ("-", ""),
            ("无", ""),
            ("NULL", ""),
            ("无锡", "无锡"),
        ] {
            check(&NORMALISER, FieldType::Text, input, expected);
        }
        for (input, expected) in [("NA", "NA"), ("无", "无"), ("--", ""), ("null", "")] {
            check(&NORMALISER, FieldType::Code, input, expected);
        }
    }
}
