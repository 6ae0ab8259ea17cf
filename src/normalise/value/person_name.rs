//! Writes names of persons in one way.

use crate::domain::fold::{Beside, drop_han_spaces, fold_width};
use crate::normalise::{Context, Evidence, Loss, Normaliser, Outcome};

pub(in crate::normalise) const NORMALISER: Normaliser = Normaliser {
    name: "person_name",
    does: ("去掉汉字之间的空格，字母改为半角。", "Drops spaces between Chinese characters and gives letters their usual width."),
    why: ("两字姓名常为对齐而加空格。", "Names of two characters are often stretched by a space."),
    example: ("张　三", "张三"),
    loses: Loss::Nothing,
    evidence: Evidence::None,
    checked_by: &[],
    apply: |value: &str, _: &Context<'_>| {
        let narrow = fold_width(value);
        Outcome::compared(value, &drop_han_spaces(narrow.trim(), Beside::Both))
    },
};
