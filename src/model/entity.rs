//! Kinds of master data, quality dimensions and severities.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::sync::Arc;

/// Names a kind of master data, such as `customer` or `bom`; rule packs declare which there are.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Entity(Arc<str>);

impl Entity {
    /// Makes the entity of this name.
    pub fn new(name: &str) -> Self {
        Self(Arc::from(name))
    }

    /// Gives the name as rule packs and run folders spell it.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Entity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A data quality dimension: GB/T 36344 (规范性 完整性 准确性 一致性 时效性) and uniqueness, mapped to ISO/IEC 25012.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Dimension {
    /// 完整性: is the value there.
    Completeness,
    /// 规范性: does the value have the declared form.
    Conformity,
    /// 唯一性: is one thing recorded once.
    Uniqueness,
    /// 准确性: is the value plausible in the real world.
    Accuracy,
    /// 一致性: do values agree with each other and with what they refer to.
    Consistency,
    /// 时效性: is the value still current.
    Timeliness,
}

impl Dimension {
    /// All dimensions in the order in which reports show them.
    pub const ALL: [Self; 6] =
        [Self::Completeness, Self::Conformity, Self::Uniqueness, Self::Accuracy, Self::Consistency, Self::Timeliness];

    /// Gives the stable name used in rule packs and run.json.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Completeness => "completeness",
            Self::Conformity => "conformity",
            Self::Uniqueness => "uniqueness",
            Self::Accuracy => "accuracy",
            Self::Consistency => "consistency",
            Self::Timeliness => "timeliness",
        }
    }
}

/// How bad a finding is. The order is from harmless to blocking.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing; costs no score.
    Info,
    /// Should be looked at; the record is loaded.
    Warning,
    /// Must be fixed by its owner.
    Error,
    /// Blocks go-live whatever the average score says.
    Critical,
}

impl Severity {
    /// Gives the stable name used in rule packs and run.json.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
            Self::Critical => "critical",
        }
    }
}
