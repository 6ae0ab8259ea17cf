//! Writes sizes in one way.

use crate::domain::notation;
use crate::normalise::{Context, Evidence, Loss, Normaliser, Outcome};

pub(in crate::normalise) const NORMALISER: Normaliser = Normaliser {
    name: "size_notation",
    does: (
        "尺寸中的 * x X 统一为 ×，Φ Ø ⌀ 统一为 φ，MM ㎜ 等统一为 mm，全角改为半角；料号里的 X 不动，数值不换算。",
        "Writes *, x and X between sizes as ×, Φ, Ø and ⌀ as φ, MM and ㎜ as mm, in usual width. An X in a part number stays; nothing is converted.",
    ),
    why: ("同一规格有多种写法，不统一就认不出重复。", "One size is written in many ways, which hides duplicates."),
    example: ("Ø20 * 3000 MM", "φ20×3000mm"),
    loses: Loss::Nothing,
    evidence: Evidence::None,
    checked_by: &[],
    apply: |value: &str, _: &Context<'_>| Outcome::of(value, notation::size(value)),
};
