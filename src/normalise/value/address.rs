//! Writes addresses in one way.

use crate::domain::fold::{Beside, drop_han_spaces, fold_width, has_han};
use crate::normalise::{Context, Evidence, Loss, Normaliser, Outcome};

pub(in crate::normalise) const NORMALISER: Normaliser = Normaliser {
    name: "address",
    does: (
        "字母数字改为半角，中文地址用全角括号，去掉汉字旁的空格和末尾标点；省市区不补不改。",
        "Gives letters and digits their usual width and Chinese addresses full-width brackets, drops spaces beside Chinese characters and signs at \
         the end. Provinces and cities are neither added nor changed.",
    ),
    why: ("全半角和空格使相同的地址不相等。", "Width and blanks make equal addresses unequal."),
    example: ("深圳市 南山区 科技园１号 (Ａ座)。", "深圳市南山区科技园1号（A座）"),
    loses: Loss::Nothing,
    evidence: Evidence::None,
    checked_by: &[],
    apply,
};

fn apply(value: &str, _: &Context<'_>) -> Outcome {
    let narrow = fold_width(value);
    let text = narrow.trim_matches(|c: char| matches!(c, ' ' | ',' | ';' | '。' | '、' | '，'));
    if !text.contains(['(', ')', ',', ';', ' ']) || !has_han(text) {
        return Outcome::compared(value, text);
    }
    let chinese: String = text
        .chars()
        .map(|c| match c {
            '(' => '（',
            ')' => '）',
            ',' => '，',
            ';' => '；',
            _ => c,
        })
        .collect();
    Outcome::compared(value, &drop_han_spaces(&chinese, Beside::Either))
}
