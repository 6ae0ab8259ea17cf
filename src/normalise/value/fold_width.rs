//! Gives full-width letters, digits and signs their usual width.

use crate::domain::fold;
use crate::normalise::{Context, Evidence, Loss, Normaliser, Outcome};

pub(in crate::normalise) const NORMALISER: Normaliser = Normaliser {
    name: "fold_width",
    does: (
        "全角字母、数字和符号改为半角，合成重音字符；保留 ㎡、①、½ 等有独立含义的字符。",
        "Gives full-width letters, digits and signs their usual width and composes accents; keeps characters such as ㎡, ① and ½.",
    ),
    why: ("输入法的全角状态使相同的值不相等。", "Input methods leave full-width characters behind."),
    example: ("ＡＢＣ－０１（Ａ）", "ABC-01(A)"),
    loses: Loss::Nothing,
    evidence: Evidence::None,
    checked_by: &[],
    apply: |value: &str, _: &Context<'_>| Outcome::of(value, fold::fold_width(value)),
};
