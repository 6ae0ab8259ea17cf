//! What is known of a material.

use std::collections::{BTreeMap, BTreeSet};

/// A kind of attribute of a material.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Attribute {
    /// Numbers joined by a multiplication sign, in millimetres: `20*1000*2500`.
    Size,
    /// Thickness where it is marked as one; joined with a size of two numbers.
    Thickness,
    /// Single numbers: a diameter, a series.
    Number,
    /// Nominal diameter of a thread: `M8`.
    Thread,
    /// Pitch of a thread; the coarse one where nothing is said.
    Pitch,
    /// Length of a threaded part.
    Length,
    /// Material grade: `304`, `Q235B`.
    Grade,
    /// Strength class: `8.8`.
    Strength,
    /// Standard without its year: `gb5783`.
    Standard,
    /// Surface: `镀锌`.
    Finish,
    /// Voltage with its kind: `dc24`.
    Voltage,
    /// Power in watts.
    Power,
    /// Number of poles.
    Poles,
    /// Tolerance or content in percent.
    Percent,
    /// Resistance in ohms or capacitance in picofarads.
    Value,
    /// What one package holds: `15kg`.
    Package,
    /// Colour.
    Colour,
    /// Left or right, upper or lower.
    Side,
    /// Other words that exclude each other, such as 常开 and 常闭.
    Choice,
    /// Maker or brand, where it is a well-known one.
    Brand,
    /// Part and type numbers without their separators.
    Model,
}

/// A material's description, taken apart; all text is folded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Material {
    /// What it is: `六角螺栓`; words of ideographs that are no attribute.
    pub nouns: Vec<String>,
    /// Attributes.
    pub attributes: BTreeMap<Attribute, BTreeSet<String>>,
    /// All letters and digits in their order, spellings unified: equal for texts that differ in separators alone.
    pub flat: String,
    /// The same without ideographs: type numbers and sizes alone.
    pub code: String,
}

impl Material {
    /// Gives the values of an attribute; empty where it is not known.
    pub fn values(&self, attribute: Attribute) -> impl Iterator<Item = &str> {
        self.attributes.get(&attribute).into_iter().flatten().map(String::as_str)
    }

    pub(super) fn add(&mut self, attribute: Attribute, value: impl Into<String>) {
        self.attributes.entry(attribute).or_default().insert(value.into());
    }
}
