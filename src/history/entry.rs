//! What is kept of a run.

use crate::model::{RunPoint, RunSummary, Severity};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// One run as the history keeps it; a line of `history.jsonl`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// Layout of the line.
    pub schema: u32,
    /// When the run ended, in UTC: `2026-01-31 08:15`.
    pub at: String,
    /// The run folder, as the user named it.
    pub run: String,
    /// The project, by its name; older histories do not tell.
    #[serde(default)]
    pub project: String,
    /// Digest over everything below: equal runs have equal digests.
    pub digest: String,
    /// `go`, `conditional` or `no-go`.
    pub verdict: String,
    /// Rows read.
    pub read: u64,
    /// Rows that would be loaded.
    pub ready: u64,
    /// Rows that wait for a person.
    pub held: u64,
    /// Overall score as read, 0 to 100.
    pub before: Option<f64>,
    /// Overall score as it would be loaded.
    pub after: Option<f64>,
    /// Findings by severity: info, warning, error, critical.
    pub findings: [u64; 4],
    /// Decisions of people that were there.
    pub decisions: u64,
    /// The day of the cut-over, where the project names one.
    pub cutover: Option<String>,
    /// Per entity.
    pub entities: BTreeMap<String, EntityPoint>,
    /// Findings per rule, as `entity/rule`, without mere information.
    pub rules: BTreeMap<String, u64>,
    /// Per owner; the empty name stands for nobody.
    pub owners: BTreeMap<String, OwnerPoint>,
}

/// One entity of a run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EntityPoint {
    /// Rows read.
    pub read: u64,
    /// Rows that would be loaded.
    pub ready: u64,
    /// Rows that wait for a person.
    pub held: u64,
    /// Pairs that wait for a person.
    pub undecided: u64,
    /// Score as it would be loaded.
    pub score: Option<f64>,
}

/// One owner of a run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OwnerPoint {
    /// Findings by severity: info, warning, error, critical.
    pub findings: [u64; 4],
    /// Rows that wait for a person.
    pub held: u64,
    /// Open findings that ask whether two records are one; older histories do not tell.
    #[serde(default)]
    pub pairs: u64,
}

impl OwnerPoint {
    /// Counts findings that somebody should answer: all but mere information.
    pub fn open(&self) -> u64 {
        self.findings.iter().skip(1).sum()
    }
}

impl Entry {
    /// Takes from a run what the history keeps.
    pub fn of(summary: &RunSummary, run: &str, at: &str, cutover: Option<&str>) -> Self {
        let mut findings = [0; 4];
        for f in &summary.findings {
            if let Some(n) = findings.get_mut(f.severity as usize) {
                *n += f.count;
            }
        }
        let mut entry = Self {
            schema: 1,
            at: at.to_owned(),
            run: run.to_owned(),
            project: summary.project.clone(),
            digest: String::new(),
            verdict: summary.verdict.clone(),
            read: summary.read,
            ready: summary.fates.emitted,
            held: summary.fates.held,
            before: summary.score.before,
            after: summary.score.after,
            findings,
            decisions: summary.decisions.given,
            cutover: cutover.map(str::to_owned),
            entities: summary.entities.iter().map(|(name, e)| (name.clone(), entity(e))).collect(),
            rules: summary
                .findings
                .iter()
                .filter(|f| f.severity != Severity::Info)
                .map(|f| (format!("{}/{}", f.entity, f.rule), f.count))
                .collect(),
            owners: summary
                .owners
                .iter()
                .map(|o| (o.owner.clone(), OwnerPoint { findings: o.findings, held: o.held, pairs: o.pairs }))
                .collect(),
        };
        entry.digest = entry.digested(summary);
        entry
    }

    /// Gives what a report shows of it.
    pub fn point(&self) -> RunPoint {
        RunPoint {
            at: self.at.clone(),
            verdict: self.verdict.clone(),
            read: self.read,
            ready: self.ready,
            held: self.held,
            before: self.before,
            after: self.after,
            findings: self.findings,
            rules: self.rules.clone(),
            owners: self.owners.iter().map(|(name, o)| (name.clone(), o.open())).collect(),
            decisions: self.decisions,
        }
    }

    /// Digests what the run gave and what it was given, but neither when nor where.
    fn digested(&self, summary: &RunSummary) -> String {
        let blank = Self { at: String::new(), run: String::new(), ..self.clone() };
        let mut hash = Sha256::new();
        hash.update(serde_json::to_vec(&blank).expect("an entry is plain text and numbers"));
        for text in summary.inputs.iter().map(|i| &i.sha256).chain(summary.batches.iter().map(|b| &b.sha256)) {
            hash.update(text.as_bytes());
        }
        hash.finalize().iter().take(16).map(|b| format!("{b:02x}")).collect()
    }
}

fn entity(e: &crate::model::EntitySummary) -> EntityPoint {
    EntityPoint { read: e.read, ready: e.fates.emitted, held: e.fates.held, undecided: e.duplicates.undecided, score: e.score.after }
}
