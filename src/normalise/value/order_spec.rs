//! Writes the words of specifications in one order.

use crate::domain::{material, notation};
use crate::normalise::{Context, Evidence, Loss, Normaliser, Outcome};
use std::borrow::Cow;

pub(in crate::normalise) const NORMALISER: Normaliser = Normaliser {
    name: "order_spec",
    does: (
        "规格的各部分按统一次序写出：名称、尺寸、强度、材质、标准、表面、电气参数、颜色、品牌、型号，以空格分隔；先统一尺寸写法。只调换次序，会改变含义时不动。",
        "Writes the parts of a specification in one order, parted by blanks: what it is, size, strength, grade, standard, finish, electric values, colour, \
         brand, type number; sizes as size_notation does. Words only change places, and stay where that would change what they say.",
    ),
    why: (
        "同一规格次序不同就认不出重复。按需在项目中启用。",
        "One specification in another order hides duplicates. A project names it where it wants it.",
    ),
    example: ("镀锌 8.8级 M8*20", "M8×20 8.8级 镀锌"),
    loses: Loss::Nothing,
    evidence: Evidence::None,
    checked_by: &[],
    apply: |value: &str, _: &Context<'_>| {
        let sized = notation::size(value);
        match material::ordered(&sized) {
            Some(ordered) => Outcome::of(value, Cow::Owned(ordered)),
            None => Outcome::of(value, sized),
        }
    },
};
