//! The parts of run.json that look at a run from further away: where rows flow, how ready each wave is, what became of codes, earlier runs.

use super::Balance;
use serde::Serialize;
use std::collections::BTreeMap;

/// The rows of one legacy system that are one kind of record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FlowSummary {
    /// System tag; empty where the files stand in no folder of a system.
    pub system: String,
    /// Entity; `None`: not recognised.
    pub entity: Option<String>,
    /// Rows read.
    pub read: u64,
    /// What became of them.
    pub fates: Balance,
    /// Findings about them by severity: info, warning, error, critical.
    pub findings: [u64; 4],
}

/// How ready one wave is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct WaveSummary {
    /// Its name.
    pub wave: String,
    /// Records that would be loaded with it.
    pub records: u64,
    /// Those of them without a finding of severity error or critical.
    pub clean: u64,
    /// Rows of its systems that are held or rejected, and so go with no wave yet.
    pub waiting: u64,
    /// Per entity, in load order.
    pub entities: Vec<WaveEntity>,
}

/// One entity of a wave.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct WaveEntity {
    /// Entity.
    pub entity: String,
    /// Records that would be loaded.
    pub records: u64,
    /// Those of them without a finding of severity error or critical.
    pub clean: u64,
    /// Rows of the wave's systems that are held or rejected.
    pub waiting: u64,
}

/// What the codes of one entity looked like, and what they look like now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SchemeSummary {
    /// Entity.
    pub entity: String,
    /// Schemes of the legacy codes, system by system, the most used of each first.
    pub before: Vec<SchemeCount>,
    /// Schemes of the new codes.
    pub after: Vec<SchemeCount>,
}

/// Codes that are made in one way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SchemeCount {
    /// System tag; empty for new codes.
    pub system: String,
    /// Letters and separators as they stand, `9{5}` for five digits, `A` for any capital letter where prefixes are many; empty for codes that
    /// follow none, `…` for those of schemes beyond the most used.
    pub scheme: String,
    /// How many codes follow it.
    pub count: u64,
    /// One of them.
    pub example: String,
}

/// What is shown of an earlier run.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RunPoint {
    /// When it ended, `2026-01-31 08:15`.
    pub at: String,
    /// `go`, `conditional` or `no-go`.
    pub verdict: String,
    /// Rows read.
    pub read: u64,
    /// Rows that would have been loaded.
    pub ready: u64,
    /// Rows that waited for a person.
    pub held: u64,
    /// Overall score as read.
    pub before: Option<f64>,
    /// Overall score as it would have been loaded.
    pub after: Option<f64>,
    /// Findings by severity: info, warning, error, critical.
    pub findings: [u64; 4],
    /// Findings per rule, as `entity/rule`, without mere information.
    pub rules: BTreeMap<String, u64>,
    /// Open findings per owner, without mere information.
    pub owners: BTreeMap<String, u64>,
    /// Decisions of people that were there.
    pub decisions: u64,
}
