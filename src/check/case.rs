//! One check at work: its field, its parameters, the rows it applies to, and how it goes through them.

use super::conditions::applicable_rows;
use super::credit_code::{CreditCode, read_all};
use super::judgement::{Judgement, Outcome, Why};
use super::keys::Fold;
use super::memo::Memo;
use super::other::Register;
use super::params::Params;
use super::place::{Locations, Whereabouts, divisions};
use super::row::section_title::titles;
use super::{Mode, Subject};
use crate::domain::address::Divisions;
use crate::domain::codes::{Reason, Verdict, repair};
use crate::model::{RowId, TextColumn};
use rayon::prelude::*;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// Rows that one task goes through: enough to repay the task, few enough to share the work.
const RANGE: usize = 16_384;

/// The columns of the checked table in one piece each, and the system of every row; made once for all checks.
pub(super) struct Columns {
    by_name: BTreeMap<String, TextColumn>,
    systems: OnceLock<Vec<u32>>,
    credit_codes: Mutex<BTreeMap<String, Arc<Vec<Option<CreditCode>>>>>,
    divisions: OnceLock<Cow<'static, Divisions>>,
    locations: Mutex<BTreeMap<[Option<String>; 3], Arc<Locations>>>,
    registers: Mutex<BTreeMap<(String, String, Fold), Option<Arc<Register>>>>,
    /// Which rows are titles of sections; empty where nobody asks.
    titles: Vec<bool>,
}

impl Columns {
    /// Takes the columns of the subject's table.
    pub(super) fn of(subject: &Subject<'_>) -> Self {
        let names = subject.table.names();
        let by_name = names.into_iter().filter_map(|n| Some((n.to_owned(), subject.table.column(n)?))).collect();
        let titles = titles(subject, &by_name);
        Self {
            by_name,
            systems: OnceLock::new(),
            credit_codes: Mutex::default(),
            divisions: OnceLock::new(),
            locations: Mutex::default(),
            registers: Mutex::default(),
            titles,
        }
    }

    /// Gives a column.
    pub(super) fn get(&self, name: &str) -> Option<&TextColumn> {
        self.by_name.get(name)
    }

    /// Says whether a row is the title of a section and no record.
    pub(super) fn is_title(&self, row: usize) -> bool {
        self.titles.get(row).copied().unwrap_or(false)
    }
}

/// One check with what it looks at.
pub(super) struct Case<'a> {
    /// What is checked.
    pub(super) subject: &'a Subject<'a>,
    /// The check's parameters.
    pub(super) params: Params<'a>,
    /// The field that findings name.
    pub(super) field: Option<Arc<str>>,
    /// Whether failures are explained.
    pub(super) explain: bool,
    columns: &'a Columns,
    applies: Option<Vec<bool>>,
}

impl<'a> Case<'a> {
    /// Prepares a check.
    pub(super) fn new(
        subject: &'a Subject<'a>,
        columns: &'a Columns,
        field: Option<Arc<str>>,
        params: &'a BTreeMap<String, toml::Value>,
    ) -> Self {
        let params = Params(params);
        let explain = subject.mode == Mode::Findings;
        Self { subject, params, field, explain, columns, applies: applicable_rows(subject, columns, params) }
    }

    /// Gives the column of the check's field; `None` makes the check not applicable.
    pub(super) fn column(&self) -> Option<&'a TextColumn> {
        self.columns.get(self.field.as_deref()?)
    }

    /// Gives another column of the same table.
    pub(super) fn other(&self, name: &str) -> Option<&'a TextColumn> {
        self.columns.get(name)
    }

    /// Gives the column that a parameter names.
    pub(super) fn named(&self, parameter: &str) -> Option<&'a TextColumn> {
        self.columns.get(self.params.text(parameter)?)
    }

    /// Gives the columns that a parameter lists, as far as they are there.
    pub(super) fn listed(&self, parameter: &str) -> Vec<&'a TextColumn> {
        self.params.texts(parameter).into_iter().filter_map(|n| self.columns.get(n)).collect()
    }

    /// Counts the rows of the table.
    pub(super) fn height(&self) -> usize {
        self.subject.table.height()
    }

    /// Gives a row's id.
    pub(super) fn row_id(&self, row: usize) -> Option<RowId> {
        self.subject.table.rows().get(row).copied()
    }

    /// Says whether the check's conditions let it look at this row.
    pub(super) fn applies(&self, row: usize) -> bool {
        self.applies.as_ref().is_none_or(|a| a.get(row).copied().unwrap_or(false))
    }

    /// Says whether a row is the title of a section and no record.
    pub(super) fn is_title(&self, row: usize) -> bool {
        self.columns.is_title(row)
    }

    /// Gives the number of the legacy system of a row; all rows are of one system once codes are the new ones.
    pub(super) fn system(&self, row: usize) -> u32 {
        let Some(ledger) = self.subject.ledger else { return 0 };
        let systems = self.columns.systems.get_or_init(|| super::other::systems(ledger, self.subject.table.rows()));
        systems.get(row).copied().unwrap_or(0)
    }

    /// Gives the records of an entity by one of their fields, filed once for all checks; `None` where entity or field are not there.
    pub(super) fn register(&self, entity: &str, field: &str, fold: Fold) -> Option<Arc<Register>> {
        let key = (entity.to_owned(), field.to_owned(), fold);
        let mut registers = self.columns.registers.lock().unwrap_or_else(PoisonError::into_inner);
        registers.entry(key).or_insert_with(|| Register::of(self.subject, entity, field, fold).map(Arc::new)).clone()
    }

    /// Gives what the credit codes of the check's field say of themselves, read once for all checks.
    pub(super) fn credit_codes(&self) -> Arc<Vec<Option<CreditCode>>> {
        let (Some(field), Some(column)) = (self.field.as_deref(), self.column()) else { return Arc::default() };
        let mut known = self.columns.credit_codes.lock().unwrap_or_else(PoisonError::into_inner);
        known.entry(field.to_owned()).or_insert_with(|| Arc::new(read_all(column))).clone()
    }

    /// Gives the table of divisions of China.
    pub(super) fn divisions(&self) -> &'a Divisions {
        self.columns.divisions.get_or_init(|| divisions(self.subject))
    }

    /// Gives where rows are by these fields, read once for all checks; fields that are not there say nothing.
    pub(super) fn locations(&self, address: Option<&str>, province: Option<&str>, city: Option<&str>) -> Arc<Locations> {
        let key = [address, province, city].map(|n| n.filter(|n| self.columns.get(n).is_some()).map(str::to_owned));
        let mut known = self.columns.locations.lock().unwrap_or_else(PoisonError::into_inner);
        let column = |name: Option<&str>| name.and_then(|n| self.columns.get(n));
        let columns = Whereabouts { address: column(address), province: column(province), city: column(city) };
        known.entry(key).or_insert_with(|| Arc::new(Locations::read(self.height(), columns, self.divisions()))).clone()
    }

    /// Says where a row stands, for people: file, sheet and line; empty where rows have no origin any more.
    pub(super) fn place(&self, row: usize) -> String {
        let (Some(ledger), Some(id)) = (self.subject.ledger, self.row_id(row)) else { return String::new() };
        let origin = ledger.origin(id);
        let source = ledger.source(origin.source);
        let file = source.path.rsplit('/').next().unwrap_or("");
        match &source.sheet {
            Some(sheet) => format!("{file} [{sheet}]:{}", origin.line),
            None => format!("{file}:{}", origin.line),
        }
    }

    /// Judges a failing row, explaining it only where somebody will read it.
    pub(super) fn bad(&self, why: impl FnOnce() -> Why) -> Judgement {
        Judgement::Bad(if self.explain { why() } else { Why::default() })
    }

    /// Judges a value by what its code's own check says: right and written as it should be, or not.
    pub(super) fn by_verdict(&self, verdict: &Verdict, value: &str, other_kind: Judgement) -> Judgement {
        match verdict {
            Verdict::Valid { normalised } | Verdict::Doubtful { normalised, .. } if normalised == value => Judgement::Good,
            Verdict::Valid { normalised } | Verdict::Doubtful { normalised, .. } => {
                self.bad(|| Why::expected(normalised.as_str()).suggesting(normalised.as_str()))
            }
            Verdict::Invalid { reason } => self.bad(|| Why::expected(both(*reason))),
            Verdict::NotThisKind => other_kind,
        }
    }

    /// Judges a value as [`Self::by_verdict`] does, and proposes what a single correction makes right.
    pub(super) fn by_repairable(&self, kind: &str, verdict: &Verdict, value: &str, other_kind: Judgement) -> Judgement {
        match (self.by_verdict(verdict, value, other_kind), self.explain) {
            (Judgement::Bad(why), true) if why.suggestion.is_empty() => Judgement::Bad(repaired(kind, value, why)),
            (judgement, _) => judgement,
        }
    }

    /// Goes through all rows that the check's conditions let it look at.
    pub(super) fn each_row(&self, judge: impl Fn(usize) -> Judgement + Sync) -> Outcome {
        self.ranges(|range, outcome| {
            for row in range.filter(|&row| self.applies(row)) {
                outcome.add(row, judge(row));
            }
        })
    }

    /// Goes through the filled cells of the check's field.
    pub(super) fn each_value(&self, judge: impl Fn(usize, &str) -> Judgement + Sync) -> Outcome {
        let Some(column) = self.column() else { return Outcome::default() };
        self.each_row(|row| column.get(row).map_or(Judgement::NotApplicable, |value| judge(row, value)))
    }

    /// Goes through the filled cells of a field whose judgement depends on the value alone, judging repeated values once.
    pub(super) fn each_distinct(&self, judge: impl Fn(&str) -> Judgement + Sync) -> Outcome {
        let Some(column) = self.column() else { return Outcome::default() };
        self.ranges(|range, outcome| {
            let mut memo = Memo::new();
            for row in range.filter(|&row| self.applies(row)) {
                if let Some(value) = column.get(row) {
                    outcome.add(row, memo.get(value, || judge(value)));
                }
            }
        })
    }

    /// Shares ranges of rows among threads and puts their outcomes together in order.
    fn ranges(&self, judge: impl Fn(std::ops::Range<usize>, &mut Outcome) + Sync) -> Outcome {
        let height = self.height();
        let parts: Vec<Outcome> = (0..height.div_ceil(RANGE))
            .into_par_iter()
            .map(|part| {
                let mut outcome = Outcome::default();
                judge(part * RANGE..((part + 1) * RANGE).min(height), &mut outcome);
                outcome
            })
            .collect();
        let mut all = Outcome::default();
        parts.into_iter().for_each(|part| all.append(part));
        all
    }
}

/// Adds to an explanation the only correction that makes a code right, with the evidence for it.
pub(super) fn repaired(kind: &str, value: &str, why: Why) -> Why {
    let Some(repair) = repair::repair(kind, value) else { return why };
    let text = repair.text();
    let expected = format!("{}{}{}", why.expected, if why.expected.is_empty() { "" } else { "; " }, text.both());
    Why::expected(expected).suggesting(repair.code)
}

/// Writes a reason in both languages: a finding has one text for all readers, who see theirs.
pub(super) fn both(reason: Reason) -> String {
    reason.text().both()
}
