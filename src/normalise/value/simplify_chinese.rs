//! Writes traditional Chinese characters as simplified ones.

use crate::domain::fold;
use crate::normalise::{Context, Evidence, Loss, Normaliser, Outcome};

pub(in crate::normalise) const NORMALISER: Normaliser = Normaliser {
    name: "simplify_chinese",
    does: ("繁体字改为简体字。", "Writes traditional characters as simplified ones."),
    why: (
        "同一名称繁简并存时便于统一；港台公司的法定名称是繁体，因此只在规则包要求时使用。",
        "One name may stand in both scripts. Legal names of Hong Kong and Taiwan are traditional, so that packs must ask for it.",
    ),
    example: ("臺灣積體電路", "台湾积体电路"),
    loses: Loss::Information,
    evidence: Evidence::None,
    checked_by: &[],
    apply: |value: &str, _: &Context<'_>| Outcome::of(value, fold::simplify(value)),
};
