//! Takes off codes what spreadsheets and exports put around them.

use crate::domain::codes::all_digits;
use crate::domain::fold::fold_width;
use crate::normalise::{Context, Evidence, Loss, Normaliser, Outcome};
use std::borrow::Cow;

pub(in crate::normalise) const NORMALISER: Normaliser = Normaliser {
    name: "strip_code_decoration",
    does: (
        "去掉编码外面的 =\"…\"、引号、开头的撇号，以及数字编码末尾的 .0；同列有 1.2 这样的分级编码时保留 .0。",
        "Takes off =\"…\", quotes, a leading apostrophe, and the .0 behind codes of digits, unless the column has codes of levels such as 1.2.",
    ),
    why: ("表格软件把编码当作公式或数字保存。", "Spreadsheets keep codes as formulas or numbers."),
    example: ("=\"00123\"", "00123"),
    loses: Loss::Nothing,
    evidence: Evidence::Levels,
    checked_by: &[],
    apply,
};

fn apply(value: &str, context: &Context<'_>) -> Outcome {
    // Decoration may be written in full width, and that of one export be wrapped in that of another.
    let folded = fold_width(value);
    let mut code = folded.trim();
    loop {
        let bare = undecorated(code, context);
        if bare == code {
            break;
        }
        code = bare;
    }
    let after = if code == folded.trim() { value.trim() } else { code };
    Outcome::of(value, Cow::Borrowed(after))
}

fn undecorated<'v>(value: &'v str, context: &Context<'_>) -> &'v str {
    let mut code = value;
    if let Some(inner) = code.strip_prefix("=\"").and_then(|c| c.strip_suffix('"')) {
        code = inner;
    }
    if let Some(inner) = code.strip_prefix('"').and_then(|c| c.strip_suffix('"')).filter(|c| !c.is_empty()) {
        code = inner;
    }
    code = code.strip_prefix(['\'', '’', '`', '\u{ff07}']).unwrap_or(code);
    if let Some((whole, zeros)) = code.split_once('.').map(|(whole, zeros)| (whole.trim_end(), zeros.trim_start()))
        && all_digits(whole)
        && !zeros.is_empty()
        && zeros.bytes().all(|b| b == b'0')
        && !context.column.has_levels()
    {
        code = whole;
    }
    code.trim()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalise::value::tests::{check, check_in};
    use crate::plan::FieldType;

    #[test]
    fn decoration_goes_and_codes_stay() {
        for (input, expected) in [
            ("=\"00123\"", "00123"),
            ("'00123", "00123"),
            ("\"A01\"", "A01"),
            ("10023.0", "10023"),
            ("10023.00", "10023"),
            ("10023. 0", "10023"),
            ("01.02.0", "01.02.0"),
            ("A.0", "A.0"),
            ("1.5", "1.5"),
            ("C001", "C001"),
        ] {
            check(&NORMALISER, FieldType::Code, input, expected);
        }
        check_in(&NORMALISER, "code", &["1.2", "1.0"], "1.0");
    }
}
