//! The ledger of fates: every physical row has exactly one at the end of a run.

use super::{Origin, RowId, RuleCode, Source, SourceId};
use serde::Serialize;
use std::sync::Arc;

/// What became of one physical row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fate {
    /// The row is loaded with this batch (`WAVE/NNN-ENTITY`).
    Emitted {
        /// The batch's name.
        batch: Arc<str>,
    },
    /// The row is the same thing as another row, which survives.
    MergedInto {
        /// The survivor; follow it until a row that is not merged itself.
        row: RowId,
    },
    /// A person must decide before the row can be loaded.
    Held {
        /// The rule that holds it.
        why: RuleCode,
    },
    /// The row cannot be loaded as it is.
    Rejected {
        /// The rule that rejects it.
        rule: RuleCode,
    },
    /// The row is deliberately left out: retired in the old system, a total line, an unrecognised sheet.
    Skipped {
        /// The rule that leaves it out.
        rule: RuleCode,
    },
}

impl Fate {
    /// Gives the kind of this fate.
    pub fn kind(&self) -> FateKind {
        match self {
            Self::Emitted { .. } => FateKind::Emitted,
            Self::MergedInto { .. } => FateKind::Merged,
            Self::Held { .. } => FateKind::Held,
            Self::Rejected { .. } => FateKind::Rejected,
            Self::Skipped { .. } => FateKind::Skipped,
        }
    }
}

/// The kind of a fate, as counted in balances.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum FateKind {
    /// Loaded with a batch.
    Emitted,
    /// Merged into another row.
    Merged,
    /// Waits for a person.
    Held,
    /// Refused.
    Rejected,
    /// Deliberately left out.
    Skipped,
}

impl FateKind {
    /// Gives the stable name used in run.json and fates.csv.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Emitted => "emitted",
            Self::Merged => "merged",
            Self::Held => "held",
            Self::Rejected => "rejected",
            Self::Skipped => "skipped",
        }
    }
}

/// Counts fates: read = emitted + merged + held + rejected + skipped, or the run lost something.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Balance {
    /// Rows with an id.
    #[serde(skip)]
    pub read: u64,
    /// Rows loaded with a batch.
    pub emitted: u64,
    /// Rows merged into another.
    pub merged: u64,
    /// Rows that wait for a person.
    pub held: u64,
    /// Rows refused.
    pub rejected: u64,
    /// Rows deliberately left out.
    pub skipped: u64,
}

impl Balance {
    /// Counts one more row with this fate (`None`: read, but without a fate).
    pub fn add(&mut self, kind: Option<FateKind>) {
        self.read += 1;
        match kind {
            Some(FateKind::Emitted) => self.emitted += 1,
            Some(FateKind::Merged) => self.merged += 1,
            Some(FateKind::Held) => self.held += 1,
            Some(FateKind::Rejected) => self.rejected += 1,
            Some(FateKind::Skipped) => self.skipped += 1,
            None => {}
        }
    }

    /// Says whether every row read has a fate.
    pub fn balanced(&self) -> bool {
        self.read == self.emitted + self.merged + self.held + self.rejected + self.skipped
    }
}

/// Keeps the sources, their rows and what became of each; only the pipeline writes it.
#[derive(Clone, Debug, Default)]
pub struct Ledger {
    sources: Vec<Source>,
    fates: Vec<Option<Fate>>,
}

impl Ledger {
    /// Makes an empty ledger.
    pub fn new() -> Self {
        Self::default()
    }

    /// Gives ids to the rows of a new source, whose 1-based lines are given in order; `source.first` and `source.lines` are set here.
    ///
    /// # Panics
    /// If the run would have more than 2^32 - 1 rows.
    pub fn open(&mut self, mut source: Source, lines: Vec<u32>) -> SourceId {
        let first = u32::try_from(self.fates.len()).expect("a run has fewer than 2^32 rows");
        self.fates.resize(self.fates.len() + lines.len(), None);
        assert!(u32::try_from(self.fates.len()).is_ok(), "a run has fewer than 2^32 rows");
        source.first = RowId(first);
        source.lines = lines;
        let id = SourceId(u32::try_from(self.sources.len()).expect("fewer sources than rows"));
        self.sources.push(source);
        id
    }

    /// Gives the ids of a source's rows.
    pub fn rows_of(&self, id: SourceId) -> impl ExactSizeIterator<Item = RowId> + use<> {
        let source = self.source(id);
        let first = source.first.0;
        let n = u32::try_from(source.lines.len()).expect("checked when opened");
        (first..first + n).map(RowId)
    }

    /// Gives a source.
    ///
    /// # Panics
    /// If the id is not of this ledger.
    pub fn source(&self, id: SourceId) -> &Source {
        self.sources.get(id.index()).expect("a source id comes from this ledger")
    }

    /// Gives all sources in reading order.
    pub fn sources(&self) -> impl ExactSizeIterator<Item = (SourceId, &Source)> {
        self.sources.iter().enumerate().map(|(i, s)| (SourceId(i as u32), s))
    }

    /// Counts the rows read.
    pub fn len(&self) -> usize {
        self.fates.len()
    }

    /// Says whether nothing was read.
    pub fn is_empty(&self) -> bool {
        self.fates.is_empty()
    }

    /// Gives the source that a row belongs to.
    ///
    /// # Panics
    /// If the row is not of this ledger.
    pub fn source_of(&self, row: RowId) -> SourceId {
        let after = self.sources.partition_point(|s| s.first <= row);
        // Empty sources share their first id with the next one; the last of them is the owner.
        SourceId(u32::try_from(after.checked_sub(1).expect("a row belongs to a source")).expect("fewer sources than rows"))
    }

    /// Says where a row stands.
    ///
    /// # Panics
    /// If the row is not of this ledger.
    pub fn origin(&self, row: RowId) -> Origin {
        let source = self.source_of(row);
        let s = self.source(source);
        let line = *s.lines.get((row.0 - s.first.0) as usize).expect("a row id comes from this ledger");
        Origin { source, line }
    }

    /// Gives a row its fate.
    ///
    /// # Panics
    /// If it already has one: two stages both think they own the row, which is a bug.
    pub fn settle(&mut self, row: RowId, fate: Fate) {
        let slot = self.fates.get_mut(row.index()).expect("a row id comes from this ledger");
        assert!(slot.is_none(), "row {} already has the fate {slot:?} and would get {fate:?}", row.0);
        *slot = Some(fate);
    }

    /// Gives a row's fate, if it has one yet.
    pub fn fate(&self, row: RowId) -> Option<&Fate> {
        self.fates.get(row.index()).and_then(Option::as_ref)
    }

    /// Follows merges to the row that carries this row's content in the end.
    pub fn survivor_of(&self, row: RowId) -> RowId {
        let mut at = row;
        // A chain of merges is never longer than the number of rows; the bound makes a bug finite.
        for _ in 0..self.fates.len() {
            match self.fate(at) {
                Some(Fate::MergedInto { row: next }) if *next != at => at = *next,
                _ => return at,
            }
        }
        at
    }

    /// Counts the fates of all rows.
    pub fn balance(&self) -> Balance {
        let mut b = Balance::default();
        for f in &self.fates {
            b.add(f.as_ref().map(Fate::kind));
        }
        b
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source() -> Source {
        Source { path: "a.csv".into(), sheet: None, system: "A".into(), owner: String::new(), first: RowId(0), lines: vec![] }
    }

    #[test]
    fn rows_are_found_again_and_balance() {
        let mut l = Ledger::new();
        l.open(source(), vec![]);
        let a = l.open(source(), vec![2, 3]);
        l.open(source(), vec![]);
        let b = l.open(source(), vec![7]);
        assert_eq!(l.origin(RowId(1)), Origin { source: a, line: 3 });
        assert_eq!(l.origin(RowId(2)), Origin { source: b, line: 7 });
        l.settle(RowId(0), Fate::MergedInto { row: RowId(1) });
        l.settle(RowId(1), Fate::MergedInto { row: RowId(2) });
        assert!(!l.balance().balanced());
        l.settle(RowId(2), Fate::Emitted { batch: "w/1".into() });
        assert!(l.balance().balanced());
        assert_eq!(l.survivor_of(RowId(0)), RowId(2));
    }

    #[test]
    #[should_panic(expected = "already has the fate")]
    fn a_second_fate_is_a_bug() {
        let mut l = Ledger::new();
        l.open(source(), vec![2]);
        l.settle(RowId(0), Fate::Emitted { batch: "a".into() });
        l.settle(RowId(0), Fate::Emitted { batch: "b".into() });
    }
}
