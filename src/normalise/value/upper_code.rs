//! Writes codes in capitals, without blanks and in usual width.

use crate::domain::fold::{fold_width, is_blank};
use crate::normalise::{Context, Evidence, Loss, Normaliser, Outcome};

pub(in crate::normalise) const NORMALISER: Normaliser = Normaliser {
    name: "upper_code",
    does: (
        "编码改为半角大写，去掉空白，各种横线统一为“-”。前导零和分隔符保留。",
        "Writes codes in usual width and capitals, without blanks and with one kind of hyphen. Leading zeros and separators stay.",
    ),
    why: (
        "引用处常有大小写、全半角和空格的差别，改后引用才能对上。",
        "References differ in case, width and blanks; only alike can they be joined.",
    ),
    example: ("ａ－01 b", "A-01B"),
    loses: Loss::Nothing,
    evidence: Evidence::None,
    checked_by: &[],
    apply,
};

fn apply(value: &str, _: &Context<'_>) -> Outcome {
    if value.bytes().all(|b| b.is_ascii_graphic() && !b.is_ascii_lowercase()) {
        return Outcome::Unchanged;
    }
    let code: String = fold_width(value)
        .chars()
        .filter(|c| !is_blank(*c))
        .map(|c| match c {
            '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
            _ => c.to_ascii_uppercase(),
        })
        .collect();
    Outcome::of(value, code.into())
}
