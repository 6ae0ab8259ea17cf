//! Finds characters that codes and texts must not hold.

use super::super::case::Case;
use super::super::doc::{CheckDoc, Example, Kind, Parameter};
use super::super::judgement::{Judgement, Outcome, Why};
use crate::domain::fold::{clean, fold_width, is_blank, is_han};

pub(in super::super) const DOC: CheckDoc = CheckDoc {
    name: "allowed_characters",
    does: (
        "编码含空格、换行、全角或不可见字符（kind = \"code\"）；文本含不可见或控制字符、替换字符（kind = \"text\"）。",
        "A code holds blanks, line breaks, full-width or invisible characters (kind = \"code\"); a text holds invisible, control or replacement characters (kind = \"text\").",
    ),
    needs_field: true,
    parameters: &[
        Parameter::new("kind", Kind::OneOf(&["code", "text"]), "编码还是文本；默认编码", "codes or texts; codes by default"),
        Parameter::new("han", Kind::Switch, "编码是否允许汉字；默认允许", "whether codes may hold Chinese characters; they may by default"),
        Parameter::new("extra", Kind::Text, "另外不允许的字符", "further characters that are not allowed"),
    ],
    example: Example {
        field: "code", params: "kind = \"code\"", table: "code\nA-001\nA 001\nＡ001\n物料01", others: &[], fails: &[2, 3]
    },
    run,
};

fn run(case: &Case<'_>) -> Outcome {
    let extra = case.params.text("extra").unwrap_or("");
    let no_han = case.params.0.get("han").and_then(toml::Value::as_bool) == Some(false);
    let is_text = case.params.text("kind") == Some("text");
    case.each_value(|_, value| {
        let wrong = |c: char| extra.contains(c) || if is_text { is_wrong_in_text(c) } else { is_wrong_in_code(c) || (no_han && is_han(c)) };
        match value.chars().find(|c| wrong(*c)) {
            None => Judgement::Good,
            Some(c) => case.bad(|| {
                let mended = if is_text { clean(value).into_owned() } else { mend_code(value) };
                let why = Why::expected(format!("≠ U+{:04X}", c as u32));
                if mended.chars().any(wrong) { why } else { why.suggesting(mended) }
            }),
        }
    })
}

fn is_wrong_in_code(c: char) -> bool {
    is_blank(c) || c.is_control() || (!c.is_ascii() && (matches!(c, '\u{ff01}'..='\u{ff5e}') || is_invisible(c)))
}

fn is_wrong_in_text(c: char) -> bool {
    c != '\n' && c != '\t' && c != '\r' && (c.is_control() || is_invisible(c))
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fffd}')
}

fn mend_code(value: &str) -> String {
    fold_width(&clean(value)).chars().filter(|c| !is_blank(*c)).collect()
}
