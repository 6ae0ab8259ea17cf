//! Writes names of materials in one way.

use crate::domain::fold::{Beside, drop_han_spaces};
use crate::domain::notation;
use crate::normalise::{Context, Evidence, Loss, Normaliser, Outcome};

pub(in crate::normalise) const NORMALISER: Normaliser = Normaliser {
    name: "material_name",
    does: (
        "全角改为半角，去掉汉字之间的空格，尺寸写法统一（见 size_notation）；“停用”“重复”等标记取出并记为发现。",
        "Gives characters their usual width, drops spaces between Chinese characters and writes sizes as size_notation does. Markers such as 停用 \
         or 重复 are taken out and become findings.",
    ),
    why: ("同一物料常只差全半角、空格和乘号。", "One material often differs only in width, blanks and the sign for by."),
    example: ("六角 螺栓 Ｍ8*20（304）", "六角螺栓 M8×20(304)"),
    loses: Loss::Nothing,
    evidence: Evidence::None,
    checked_by: &[],
    apply: |value: &str, _: &Context<'_>| {
        let sized = notation::size(value);
        Outcome::compared(value, &drop_han_spaces(sized.trim(), Beside::Both))
    },
};
