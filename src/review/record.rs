//! `records.jsonl`: the records that questions are about, as they were before merging. The first line says what the values mean.

use crate::model::{Severity, Text};
use crate::plan::{FieldType, PersonalData};
use serde::{Deserialize, Serialize};

/// The run folder's file.
pub const RECORDS_FILE: &str = "records.jsonl";

/// The first line: what the others mean.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct RecordsHead {
    /// Version of the layout: 1.
    pub schema: u32,
    /// The project's name.
    pub project: String,
    /// Entities that records are of.
    pub entities: Vec<RecordsEntity>,
    /// Source tables.
    pub sources: Vec<RecordsSource>,
}

/// An entity: its fields, in the order of values, and the rules that asked.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct RecordsEntity {
    /// Name.
    pub name: String,
    /// Name for people.
    pub label: Text,
    /// The field that holds the old code.
    pub key: Option<String>,
    /// Fields.
    pub fields: Vec<RecordsField>,
    /// Rules.
    pub rules: Vec<RecordsRule>,
}

/// A field.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct RecordsField {
    /// Name.
    pub name: String,
    /// Name for people.
    pub label: Text,
    /// What its text stands for.
    pub kind: FieldType,
    /// Whether people see it masked.
    pub personal: Option<PersonalData>,
}

/// A rule that asked.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct RecordsRule {
    /// Code.
    pub code: String,
    /// How bad a failure is.
    pub severity: Severity,
    /// What it says.
    pub title: Text,
    /// What to do about it.
    pub hint: Text,
}

/// A source table.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct RecordsSource {
    /// File.
    pub path: String,
    /// Sheet; empty for text files.
    pub sheet: String,
    /// Legacy system.
    pub system: String,
    /// Who must fix its findings.
    pub owner: String,
}

/// A record: a row as it was before merging, or the survivor of several as it came out.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct RecordLine<V> {
    /// The row's number in the run.
    pub row: u32,
    /// Position of the entity in the head.
    pub entity: u32,
    /// Position of the source table in the head.
    pub source: u32,
    /// 1-based line there.
    pub line: u32,
    /// The first row of the set that the run merged it into or with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cluster: Option<u32>,
    /// Whether this is the surviving record; the row as it was has a line of its own.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub survivor: bool,
    /// The entity's fields in their order, empty where they are missing; not masked.
    pub values: V,
}
