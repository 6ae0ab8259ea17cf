//! Checks records by the rules of their entity: one check a file, and one row in the [`CHECKS`] table.
//!
//! A check says for every row whether the rule applies to it and whether it holds. A row that lacks what the rule looks at is *not
//! applicable*: it counts neither as passing nor as failing. Checks print nothing, change nothing and never fail on data.

mod activity;
mod case;
mod catalogue;
mod conditions;
mod country;
mod credit_code;
mod doc;
mod examples;
mod grouping;
mod judgement;
mod keys;
mod measure;
mod memo;
mod other;
mod params;
mod place;
mod problems;
mod quantity;
mod sql;
mod unit;
mod whole_sources;

mod cross;
mod group;
mod ledger;
mod row;
mod tree;
mod value;

pub use catalogue::CHECKS;
pub use doc::{CheckDoc, Example, Kind, Parameter};
pub use examples::{Contradiction, Tried, try_examples};
pub use problems::{problems, sql_problem};

use crate::model::{Entity, Finding, Ledger, Place, RowId, RuleCode, Severity, Table, Watch};
use crate::plan::{CheckSpec, CheckUse, Effect, EntitySpec, Metric, Plan};
use case::{Case, Columns};
use judgement::{Failure, Outcome};
use params::Params;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::sync::Arc;
use whole_sources::Share;

/// Whether a run of checks says what it found or only counts it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Count applicable and failing rows for the scores. Checks for information, which cost no score, are counted only where a gate asks.
    Tally,
    /// Count them, and describe every failure for the people who must mend it.
    Findings,
}

/// What is checked, and what it is compared with.
#[derive(Clone, Copy)]
pub struct Subject<'a> {
    /// The entity's fields and checks.
    pub spec: &'a EntitySpec,
    /// The plan, for its lookup tables and its cut-over date.
    pub plan: &'a Plan,
    /// The records. A column that is not there makes the checks that need it not applicable.
    pub table: &'a Table,
    /// The tables of the other entities at the same stage, as far as there are any.
    pub others: &'a BTreeMap<Entity, Table>,
    /// Where rows come from: given while codes are those of the old systems, which are unique and known only within their own system;
    /// `None` once they are the new codes, which hold everywhere.
    pub ledger: Option<&'a Ledger>,
    /// How much is said.
    pub mode: Mode,
}

/// How many rows a rule applied to, and how many of them failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tally {
    /// The rule.
    pub rule: RuleCode,
    /// Rows that have what the rule looks at.
    pub applicable: u64,
    /// Rows among them that fail.
    pub failing: u64,
}

/// What the checks of one entity found.
#[derive(Clone, Debug, Default)]
pub struct Checked {
    /// One finding for each failing row and rule, by rule in the pack's order, then by row; empty when only counting. What a whole source
    /// lacks is one finding at its first row.
    pub findings: Vec<Finding>,
    /// One tally for each check, in the pack's order.
    pub tallies: Vec<Tally>,
    /// Failing rows of the checks whose effect is more than a note, by rule, then by row.
    pub failing_rows: Vec<(RowId, RuleCode, Effect)>,
}

/// Gives the names of the built-in checks, in the order of their documentation.
pub fn names() -> Vec<&'static str> {
    CHECKS.iter().map(|c| c.name).collect()
}

/// Runs all checks of an entity over its table.
///
/// The result depends on the data alone: findings come in the order of rules and rows whatever the number of threads. A check that
/// [`problems()`] complains about is not applicable to any row. When the watch asks to stop, the checks so far are given.
pub fn run(subject: &Subject<'_>, watch: &dyn Watch) -> Checked {
    let columns = Columns::of(subject);
    let mut checked = Checked::default();
    watch.begin("check", Some(subject.spec.checks.len() as u64));
    for check in &subject.spec.checks {
        if watch.cancelled() {
            break;
        }
        if let Some((field, outcome)) = if counts(subject, check) { outcome(subject, &columns, check) } else { uncounted(check) } {
            record(subject, &columns, (check, field.as_ref()), outcome, &mut checked);
        }
        watch.advance(1);
    }
    checked
}

/// Says whether anybody looks at what a check finds: when only counting, nobody does at what costs no score and is no gate's.
fn counts(subject: &Subject<'_>, check: &CheckSpec) -> bool {
    let gated = || subject.plan.gates.iter().any(|g| g.metric == Metric::Rule(check.code.clone()));
    subject.mode == Mode::Findings || check.severity != Severity::Info || check.effect != Effect::Note || gated()
}

/// Gives an outcome without rows, so that every check has its tally.
fn uncounted(check: &CheckSpec) -> Option<(Option<Arc<str>>, Outcome)> {
    (!matches!(check.does, CheckUse::Stage)).then(|| (None, Outcome::default()))
}

/// Runs one check; `None` for the texts of findings that other stages make.
fn outcome(subject: &Subject<'_>, columns: &Columns, check: &CheckSpec) -> Option<(Option<Arc<str>>, Outcome)> {
    match &check.does {
        CheckUse::Builtin { name, field, params } => {
            let field = field.clone();
            let found = catalogue::find(name);
            let outcome = found.map(|doc| (doc.run)(&Case::new(subject, columns, field.clone(), params))).unwrap_or_default();
            let out_of_place = Params(params).flag("unless_most") && outcome.mostly_fails();
            Some((field, if out_of_place { Outcome::default() } else { outcome }))
        }
        CheckUse::Sql { passes, when, field } => Some((field.clone(), sql::run(subject, passes, when.as_deref()))),
        CheckUse::Stage => None,
    }
}

/// Says how many rows of a source must fail a check that is then about the source: a field that it lacks, or a code list that it does not
/// use. Rows that lack a field and are not only noted stand among the fates with the rule, so that nobody misses their findings.
fn told_of_sources(check: &CheckSpec) -> Option<Share> {
    let CheckUse::Builtin { name, .. } = &check.does else { return None };
    match (name.as_str(), check.effect) {
        (name, Effect::Note) if name == value::missing::DOC.name || name == value::in_table::DOC.name => Some(Share::All),
        (name, _) if name == value::missing::DOC.name => Some(Share::Most),
        _ => None,
    }
}

fn record(
    subject: &Subject<'_>,
    columns: &Columns,
    (check, field): (&CheckSpec, Option<&Arc<str>>),
    mut outcome: Outcome,
    checked: &mut Checked,
) {
    let failing = outcome.failures.len() as u64;
    checked.tallies.push(Tally { rule: check.code.clone(), applicable: outcome.applicable, failing });
    let ids = subject.table.rows();
    let rows = outcome.failures.iter().filter_map(|f| ids.get(f.row).copied());
    if check.effect != Effect::Note {
        checked.failing_rows.extend(rows.map(|row| (row, check.code.clone(), check.effect)));
    }
    if subject.mode == Mode::Findings {
        if let (Some(ledger), Some(share)) = (subject.ledger, told_of_sources(check)) {
            whole_sources::told_once(ledger, ids, |row| !columns.is_title(row), &mut outcome.failures, share);
        }
        findings(subject, check, field, outcome.failures, &mut checked.findings);
    }
}

/// Describes the failures of a check.
fn findings(subject: &Subject<'_>, check: &CheckSpec, field: Option<&Arc<str>>, failures: Vec<Failure>, findings: &mut Vec<Finding>) {
    let (ids, column) = (subject.table.rows(), field.and_then(|f| subject.table.column(f)));
    // Threads that count the references to one name are in each other's way: each task has names of its own.
    let names = || (RuleCode::new(check.code.as_str()), field.map(|f| Arc::<str>::from(&**f)));
    let describe = |(rule, field): &mut (RuleCode, Option<Arc<str>>), f: Failure| Finding {
        rule: rule.clone(),
        at: Place::Row(*ids.get(f.row).expect("failures are about rows of the table"), field.clone()),
        value: column.as_ref().map_or("", |c| c.text(f.row)).into(),
        expected: f.why.expected,
        suggestion: f.why.suggestion,
        other: None,
    };
    findings.par_extend(failures.into_par_iter().with_min_len(4096).map_init(names, describe));
}
