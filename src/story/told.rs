//! What a story holds; serialised, it is what `cutover explain --json` prints.

use serde::Serialize;

/// Everything about a code.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Story {
    /// The code that was asked for.
    pub code: String,
    /// Records with it, by entity; records that became one are one.
    pub records: Vec<Record>,
}

/// One record: all rows that became it.
#[derive(Clone, Debug, Serialize)]
pub struct Record {
    /// Entity; empty for rows of sheets that were left out.
    pub entity: String,
    /// Code in the target; empty where it has none.
    pub new_code: String,
    /// Its rows in the sources, in the order in which they were read.
    pub standings: Vec<Standing>,
    /// Changed cells, in the order in which they were changed.
    pub changes: Vec<Change>,
    /// What was found.
    pub findings: Vec<Finding>,
    /// Pairs that one of its rows belongs to.
    pub duplicates: Vec<Duplicate>,
}

impl Record {
    pub(super) fn new(entity: String, new_code: String) -> Self {
        Self { entity, new_code, standings: Vec::new(), changes: Vec::new(), findings: Vec::new(), duplicates: Vec::new() }
    }
}

/// One row of a source and what became of it.
#[derive(Clone, Debug, Serialize)]
pub struct Standing {
    /// Number of the row in the run.
    pub row: u64,
    /// File.
    pub file: String,
    /// Sheet, for workbooks.
    pub sheet: String,
    /// 1-based line or row number.
    pub line: u64,
    /// Legacy system.
    pub system: String,
    /// Old code.
    pub code: String,
    /// How it relates to the new code: `same`, `survivor`, `merged`, `carried`.
    pub relation: String,
    /// `emitted`, `merged`, `held`, `rejected` or `skipped`.
    pub fate: String,
    /// The rule that decided its fate, where one did.
    pub rule: String,
    /// The batch that holds it.
    pub batch: String,
    /// The row that it was merged into.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub into: Option<u64>,
    /// Where that row stands.
    pub into_place: String,
}

/// One changed cell.
#[derive(Clone, Debug, Serialize)]
pub struct Change {
    /// Number of the row in the run.
    pub row: u64,
    /// Field.
    pub field: String,
    /// Rules, joined by `+`.
    pub rule: String,
    /// Text before.
    pub before: String,
    /// Text after.
    pub after: String,
    /// Where the row stands that a survivor's value was taken from; empty where it is its own, or a person's.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub from: String,
}

/// One finding.
#[derive(Clone, Debug, Serialize)]
pub struct Finding {
    /// Number of the row in the run.
    pub row: u64,
    /// Severity.
    pub severity: String,
    /// Rule.
    pub rule: String,
    /// Title in the language of the run.
    pub title: String,
    /// Field.
    pub field: String,
    /// Value.
    pub value: String,
    /// What was expected.
    pub expected: String,
    /// What to put there instead.
    pub suggestion: String,
}

/// One pair.
#[derive(Clone, Debug, Serialize)]
pub struct Duplicate {
    /// `same` or `undecided`.
    pub decision: String,
    /// Probability that both are one thing.
    pub probability: String,
    /// Per field, the strongest first.
    pub evidence: String,
    /// Where one stands.
    pub left: String,
    /// Its name.
    pub left_name: String,
    /// Where the other stands.
    pub right: String,
    /// Its name.
    pub right_name: String,
}
