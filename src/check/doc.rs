//! What is written about each built-in check, for `rules list`, `rules show` and `rules test`.

use super::case::Case;
use super::judgement::Outcome;
use crate::model::Text;

/// A built-in check: its documentation and its function.
pub struct CheckDoc {
    /// The name that packs use.
    pub name: &'static str,
    /// What it finds: Chinese, English.
    pub(super) does: (&'static str, &'static str),
    /// Whether it needs a field.
    pub(super) needs_field: bool,
    /// Its parameters, beside `if`, `unless` and `if_filled`, which every check takes.
    pub parameters: &'static [Parameter],
    /// A table with rows that pass and rows that fail.
    pub example: Example,
    pub(super) run: fn(&Case<'_>) -> Outcome,
}

impl CheckDoc {
    /// Says what the check finds, in both languages.
    pub fn text(&self) -> Text {
        Text::new(self.does.0, self.does.1)
    }
}

/// A parameter of a check.
pub struct Parameter {
    /// Its name.
    pub name: &'static str,
    /// What may be written.
    pub kind: Kind,
    pub(super) does: (&'static str, &'static str),
}

impl Parameter {
    pub(super) const fn new(name: &'static str, kind: Kind, zh: &'static str, en: &'static str) -> Self {
        Self { name, kind, does: (zh, en) }
    }

    /// Says what the parameter means, in both languages.
    pub fn text(&self) -> Text {
        Text::new(self.does.0, self.does.1)
    }
}

/// What may be written for a parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A field of the entity.
    Field,
    /// One or more fields of the entity.
    Fields,
    /// An entity.
    Entity,
    /// A field of another entity, named by the parameter `entity`.
    OtherField,
    /// One or more fields of that entity.
    OtherFields,
    /// `entity.field`, one or more.
    EntityFields,
    /// A number.
    Number,
    /// A list of numbers.
    Numbers,
    /// A text.
    Text,
    /// One or more texts.
    Texts,
    /// One of a few words.
    OneOf(&'static [&'static str]),
    /// One or more of a few words.
    SomeOf(&'static [&'static str]),
    /// A regular expression.
    Pattern,
    /// `true` or `false`.
    Switch,
    /// Field of the entity -> accepted values, `""` standing for a missing one.
    Values,
}

/// An example of a check: a small table, and which of its rows fail.
pub struct Example {
    /// The field that the check is about.
    pub field: &'static str,
    /// The parameters, as TOML.
    pub params: &'static str,
    /// A table, one line a row, cells parted by `|`, the first line naming the fields.
    pub table: &'static str,
    /// Tables of other entities: name, table.
    pub others: &'static [(&'static str, &'static str)],
    /// The failing rows, counted from 1.
    pub fails: &'static [usize],
}

/// The parameters that every check takes.
pub const COMMON: &[Parameter] = &[
    Parameter::new("if", Kind::Values, "只检查这些字段取所列值的行", "only rows whose fields have one of these values"),
    Parameter::new("unless", Kind::Values, "不检查这些字段取所列值的行", "no rows whose fields have one of these values"),
    Parameter::new("if_filled", Kind::Fields, "只检查至少填了其中一个字段的行", "only rows in which one of these fields is filled"),
    Parameter::new(
        "unless_most",
        Kind::Switch,
        "半数以上（至少 20 行）不合格时不适用：这一列在此来源另有含义",
        "not applicable where more than half of at least 20 rows fail: the column then means something else here",
    ),
];
