//! What a load needs to know of the plan that a run was made by (`batches/load.json`), so that a run folder can be loaded on its own.

use super::Text;
use serde::{Deserialize, Serialize};

/// The version of `load.json` that this program writes and reads.
pub const LOAD_PLAN_SCHEMA: u32 = 1;

/// How the batches of a run folder are to be loaded (`batches/load.json`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LoadPlan {
    /// Version of this layout.
    pub schema: u32,
    /// The name under which a target's ledger keeps the run: the project's.
    pub run: String,
    /// How existing records and refusals are dealt with.
    pub settings: LoadSettings,
    /// Waves in their order.
    pub waves: Vec<WaveToLoad>,
    /// Entities that batches hold, parents first; headers of structures before their lines.
    pub entities: Vec<EntityToLoad>,
    /// Source tables in the order in which origins number them.
    pub sources: Vec<SourceOfRows>,
}

impl LoadPlan {
    /// Gives what is known of an entity.
    pub fn entity(&self, name: &str) -> Option<&EntityToLoad> {
        self.entities.iter().find(|e| e.entity == name)
    }
}

/// How existing records and refusals are dealt with: `[load]` of the project.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LoadSettings {
    /// What becomes of records whose key is in the target already, and of those whose key is not.
    pub mode: LoadMode,
    /// What becomes of a batch of which the target refuses records.
    pub refused: OnRefusal,
    /// Refused records of a wave at most, before the load stops.
    pub max_refused: u64,
}

impl Default for LoadSettings {
    fn default() -> Self {
        Self { mode: LoadMode::Insert, refused: OnRefusal::Stop, max_refused: 100 }
    }
}

/// Which records a load writes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LoadMode {
    /// New ones only; a key that is in the target already is refused.
    #[default]
    Insert,
    /// Existing ones only; a key that is not in the target is refused.
    Update,
    /// New ones are inserted, existing ones are updated.
    Upsert,
}

/// What becomes of a batch of which the target refuses records.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum OnRefusal {
    /// Nothing of it is loaded, and the load stops.
    #[default]
    Stop,
    /// The rest of it is loaded.
    LoadRest,
}

/// One wave: its name and what must hold before the next one may be loaded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WaveToLoad {
    /// Its name.
    pub name: String,
    /// Its acceptance criteria.
    #[serde(default)]
    pub accept: Vec<Criterion>,
}

/// One acceptance criterion of a wave.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Criterion {
    /// Its name for people.
    pub name: Text,
    /// What is measured.
    pub measure: Measure,
    /// The largest number that is accepted; `None` for what a person confirms.
    pub at_most: Option<u64>,
}

/// What an acceptance criterion measures in the target.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Measure {
    /// Records whose fields differ from what was loaded, or that are missing.
    Differences,
    /// Records that the target refused.
    Refused,
    /// References to records that are not in the target.
    Dangling,
    /// Control totals that do not agree.
    Totals,
    /// Something that a person has looked at and confirms by name.
    Confirmed,
}

/// One entity as the target takes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntityToLoad {
    /// Its name in batches.
    pub entity: String,
    /// The table of the target; `schema.table` names another schema.
    pub table: String,
    /// The fields that tell records apart.
    pub key: Vec<String>,
    /// Whether the key is one field that is always filled.
    pub key_is_code: bool,
    /// Fields in order.
    pub fields: Vec<FieldToLoad>,
    /// References to other entities.
    pub references: Vec<ReferenceToLoad>,
    /// Control totals.
    pub totals: Vec<TotalToLoad>,
}

/// One field as the target takes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldToLoad {
    /// Its name in batches.
    pub field: String,
    /// The column of the target.
    pub column: String,
    /// What its text stands for.
    pub kind: ColumnKind,
    /// The longest text, in characters.
    pub length: Option<usize>,
    /// Whether it must be there.
    pub required: bool,
    /// Whether people see it masked.
    pub personal: bool,
}

/// What the text of a field stands for, as far as a target cares.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ColumnKind {
    /// Text, codes included.
    Text,
    /// An exact decimal number.
    Decimal,
    /// A whole number.
    Integer,
    /// A calendar day.
    Date,
}

/// One reference of an entity.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReferenceToLoad {
    /// The field that holds the other's code.
    pub field: String,
    /// The other entity.
    pub to: String,
    /// Its key.
    pub key: String,
}

/// One control total of an entity.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TotalToLoad {
    /// The summed field.
    pub field: String,
    /// Grouping fields.
    pub by: Vec<String>,
}

/// One source table, for telling where a record came from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceOfRows {
    /// The file as the user named it.
    pub path: String,
    /// The sheet.
    pub sheet: Option<String>,
    /// SHA-256 of the file when it was read.
    pub sha256: String,
}
