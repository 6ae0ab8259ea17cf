//! Replays what people decided about earlier runs on the records that are there now.

use super::identity::Identity;
use super::state::Run;
use super::{RunError, RunRequest};
use crate::matching::Label;
use crate::model::{Change, DecisionSummary, Entity, Finding, Place, RowId, RuleCode, Table, TextColumn};
use crate::plan::{Effect, EntitySpec};
use crate::review::{Answer, Decided, Decisions, Partner, SURVIVING};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::fs::File;
use std::io::ErrorKind;
use std::sync::Arc;

/// The rule of cells that a person corrected.
const CORRECTED: &str = "decision";
/// The rule of records that a person has retired.
const RETIRED: &str = "retired-by-decision";
/// The finding about a decision that can no longer be applied.
const UNFIT: &str = "decision-unfit";

/// What people decided, and what it means for the rows of this run.
#[derive(Default)]
pub(super) struct Replay {
    decisions: Decisions,
    pub summary: DecisionSummary,
    /// Rules that do not hold against a row, with the field that they were about.
    kept: HashMap<(RowId, RuleCode), HashSet<String>>,
    /// Pairs that are the same or not, per entity.
    pairs: BTreeMap<Entity, Vec<(RowId, RowId, bool)>>,
    /// Values that records have after merging, whatever survivorship says, per entity.
    surviving: BTreeMap<Entity, Vec<Surviving>>,
}

/// A value that a person chose for the record that survives a merge.
pub(super) struct Surviving {
    /// The rows that the decision speaks of.
    pub rows: Vec<RowId>,
    pub decided: Decided,
}

/// Where a decision leads.
enum Led {
    Applied,
    Done,
    /// Merging will show.
    Waits,
    /// Why it no longer fits: what stands there now; nothing where the record is gone.
    Unfit(Option<String>),
}

/// What the decisions about one entity ask for.
#[derive(Default)]
struct Asked {
    edits: BTreeMap<String, BTreeMap<usize, String>>,
    retired: Vec<RowId>,
    unfit: Vec<(Decided, Option<RowId>, String)>,
    surviving: Vec<Surviving>,
}

impl Replay {
    /// Reads the decisions; there need not be any yet.
    pub fn begin(request: &RunRequest) -> Result<Self, RunError> {
        let Some(path) = &request.decisions else { return Ok(Self::default()) };
        let failed = |source| RunError::Decisions { path: path.clone(), source };
        let decisions = match File::open(path) {
            Err(e) if e.kind() == ErrorKind::NotFound => Decisions::default(),
            Err(e) => return Err(failed(e.into())),
            Ok(file) => Decisions::read(file).map_err(failed)?,
        };
        let summary = DecisionSummary { given: decisions.len() as u64, ..DecisionSummary::default() };
        Ok(Self { decisions, summary, ..Self::default() })
    }

    /// Says whether somebody has looked at this finding and called the value right.
    pub fn waives(&self, finding: &Finding) -> bool {
        let Place::Row(row, field) = &finding.at else { return false };
        if self.kept.is_empty() {
            return false;
        }
        let Some(fields) = self.kept.get(&(*row, finding.rule.clone())) else { return false };
        fields.contains(field.as_deref().unwrap_or(""))
    }

    /// Says whether a rule does nothing to a row, since somebody has called its value right.
    pub fn lifts(&self, row: RowId, rule: &RuleCode) -> bool {
        !self.kept.is_empty() && self.kept.contains_key(&(row, rule.clone()))
    }

    /// Counts the rows on which a rule fails and of which a person has said that they are right.
    pub fn waived(&self, rule: &RuleCode, counts: impl Fn(RowId) -> bool) -> u64 {
        self.kept.keys().filter(|(row, r)| r == rule && counts(*row)).count() as u64
    }

    /// Gives the decided pairs of an entity by their positions among these rows.
    pub fn labels(&self, entity: &Entity, rows: &[RowId]) -> Vec<Label> {
        let Some(pairs) = self.pairs.get(entity) else { return Vec::new() };
        let at: HashMap<RowId, u32> = (0..).zip(rows).map(|(i, r)| (*r, i)).collect();
        let label = |(left, right, same): &(RowId, RowId, bool)| Some(Label { left: *at.get(left)?, right: *at.get(right)?, same: *same });
        pairs.iter().filter_map(label).collect()
    }

    /// Takes back what could not be settled yet.
    pub fn keep_surviving(&mut self, entity: &Entity, waiting: Vec<Surviving>) {
        self.surviving.insert(entity.clone(), waiting);
    }

    /// Hands out the values that people chose for merged records of an entity.
    pub fn take_surviving(&mut self, entity: &Entity) -> Vec<Surviving> {
        self.surviving.remove(entity).unwrap_or_default()
    }
}

impl Run<'_> {
    /// Applies decisions: cells are corrected, records retired, findings withdrawn, pairs settled. What no longer fits becomes a finding.
    pub fn decide(&mut self) -> Result<(), RunError> {
        let mut by_entity: BTreeMap<String, Vec<Decided>> = BTreeMap::new();
        for d in self.decided.decisions.iter() {
            by_entity.entry(d.subject.entity.clone()).or_default().push(d.clone());
        }
        for (entity, decisions) in by_entity {
            match self.entities.iter().position(|e| e.entity.as_str() == entity) {
                Some(position) => self.replay(position, &decisions),
                None => decisions.into_iter().for_each(|d| self.unfit(None, &d, None, "")),
            }
        }
        let findings = std::mem::take(&mut self.findings);
        let stands = |(e, f): &(Option<Entity>, Finding)| e.is_none() || !self.decided.waives(f);
        self.findings = findings.into_iter().filter(stands).collect();
        Ok(())
    }

    fn replay(&mut self, position: usize, decisions: &[Decided]) {
        let Some(e) = self.entities.get(position) else { return };
        let (entity, table) = (e.entity.clone(), e.clean.clone());
        let spec = self.plan.entity(&entity).expect("entities come from the plan");
        let places = Places::of(spec, &table, decisions);
        let mut asked = Asked::default();
        for d in decisions {
            let led = match d.answer {
                Answer::Same | Answer::Different => places.pair(d, &mut self.decided.pairs, &entity),
                Answer::Correct if d.subject.rule == SURVIVING => places.surviving(d, &mut asked),
                Answer::Use | Answer::Correct => places.correct(d, &mut asked),
                Answer::Keep => places.keep(d, &mut self.decided.kept),
                Answer::Retire => places.retire(d, &mut asked),
            };
            match led {
                Led::Applied => self.decided.summary.applied += 1,
                Led::Done => self.decided.summary.done += 1,
                Led::Waits => {}
                Led::Unfit(now) => {
                    let row = now.as_ref().and_then(|_| places.first(d));
                    asked.unfit.push((d.clone(), row, now.unwrap_or_default()));
                }
            }
        }
        self.correct(position, asked.edits);
        self.decided.surviving.insert(entity.clone(), asked.surviving);
        for (d, row, now) in &asked.unfit {
            self.unfit(Some(&entity), d, *row, now);
        }
        let effect = |run: &mut Self, row| run.notice(&entity, RETIRED, Place::Row(row, None), "", "");
        let effects: Vec<(RowId, RuleCode, Effect)> =
            asked.retired.into_iter().map(|row| (row, RuleCode::new(RETIRED), effect(self, row))).collect();
        self.settle(position, &effects);
    }

    /// Puts corrected values into the tables, and notes each as a change.
    fn correct(&mut self, position: usize, edits: BTreeMap<String, BTreeMap<usize, String>>) {
        let Some(e) = self.entities.get_mut(position) else { return };
        let rows = e.clean.rows().to_vec();
        for (field, cells) in edits {
            let column = e.clean.column(&field).unwrap_or_else(|| TextColumn::nulls(rows.len()));
            let name: Arc<str> = field.as_str().into();
            for (i, after) in &cells {
                let Some(&row) = rows.get(*i) else { continue };
                let before = column.text(*i).into();
                self.changes.push(Change {
                    row,
                    field: name.clone(),
                    rule: RuleCode::new(CORRECTED),
                    before,
                    after: after.as_str().into(),
                });
            }
            let new: TextColumn = (0..column.len()).map(|i| cells.get(&i).map(String::as_str).or_else(|| column.get(i))).collect();
            e.clean = e.clean.clone().with_column(&field, new).expect("a corrected column has the length of its table");
        }
        let alive: HashSet<RowId> = e.table.rows().iter().copied().collect();
        e.table = e.clean.filter(|i| rows.get(i).is_some_and(|r| alive.contains(r)));
    }

    pub(super) fn unfit(&mut self, entity: Option<&Entity>, d: &Decided, row: Option<RowId>, now: &str) {
        self.decided.summary.unfit += 1;
        let s = &d.subject;
        let field: Option<Arc<str>> = Some(s.field.as_str()).filter(|f| !f.is_empty()).map(Into::into);
        let at = row.map_or(Place::Run, |r| Place::Row(r, field));
        let other = s.other.as_ref().map(|o| format!(" + {} {}", o.system, o.code)).unwrap_or_default();
        let about = format!("{} {}{other} {} {}: {}", s.system, s.code, s.rule, s.field, d.answer.as_str());
        let about = about.split_whitespace().collect::<Vec<_>>().join(" ");
        let (value, expected) = if row.is_some() { (now.to_owned(), format!("{} ({about})", s.seen)) } else { (about, s.seen.clone()) };
        self.find(entity, Finding::at(&RuleCode::new(UNFIT), at, &value).expecting(&expected));
    }
}

/// Where the records that decisions speak of stand in a table.
struct Places<'a> {
    identity: Identity<'a>,
    table: &'a Table,
    at: HashMap<Partner, Vec<usize>>,
}

impl<'a> Places<'a> {
    fn of(spec: &'a EntitySpec, table: &'a Table, decisions: &[Decided]) -> Self {
        let identity = Identity::of(spec, table);
        let own = |d: &Decided| Partner { system: d.subject.system.clone(), code: d.subject.code.clone() };
        let wanted: HashSet<Partner> = decisions.iter().flat_map(|d| [Some(own(d)), d.subject.other.clone()]).flatten().collect();
        let mut at: HashMap<Partner, Vec<usize>> = HashMap::new();
        for i in 0..table.height() {
            let partner = identity.partner(i);
            if wanted.contains(&partner) {
                at.entry(partner).or_default().push(i);
            }
        }
        Self { identity, table, at }
    }

    fn rows(&self, partner: &Partner) -> &[usize] {
        self.at.get(partner).map_or(&[], Vec::as_slice)
    }

    fn own(&self, d: &Decided) -> &[usize] {
        self.rows(&Partner { system: d.subject.system.clone(), code: d.subject.code.clone() })
    }

    fn id(&self, position: usize) -> RowId {
        *self.table.rows().get(position).expect("places are positions of the table")
    }

    fn first(&self, d: &Decided) -> Option<RowId> {
        self.own(d).first().map(|&i| self.id(i))
    }

    /// Settles a pair, where both are there and still have the names that the person saw.
    fn pair(&self, d: &Decided, pairs: &mut BTreeMap<Entity, Vec<(RowId, RowId, bool)>>, entity: &Entity) -> Led {
        let other = d.subject.other.as_ref().map_or(&[][..], |o| self.rows(o));
        let (Some(&a), Some(&b)) = (self.own(d).first(), other.iter().find(|b| Some(*b) != self.own(d).first())) else {
            return Led::Unfit(None);
        };
        let now = format!("{} | {}", self.identity.name(a), self.identity.name(b));
        if now != d.subject.seen {
            return Led::Unfit(Some(now));
        }
        pairs.entry(entity.clone()).or_default().push((self.id(a), self.id(b), d.answer == Answer::Same));
        Led::Applied
    }

    fn correct(&self, d: &Decided, asked: &mut Asked) -> Led {
        let field = &d.subject.field;
        let column = self.table.column(field);
        let mut led = Led::Unfit(None);
        for &i in self.own(d) {
            let now = column.as_ref().map_or("", |c| c.text(i));
            if now == d.value {
                led = if matches!(led, Led::Applied) { led } else { Led::Done };
            } else if self.identity.seen(field, now) == d.subject.seen {
                asked.edits.entry(field.clone()).or_default().insert(i, d.value.clone());
                led = Led::Applied;
            } else if matches!(led, Led::Unfit(None)) {
                led = Led::Unfit(Some(self.identity.seen(field, now)));
            }
        }
        led
    }

    /// Remembers a value for after merging, where the record still has the value that the person saw.
    fn surviving(&self, d: &Decided, asked: &mut Asked) -> Led {
        let field = &d.subject.field;
        let column = self.table.column(field);
        let now = |i: usize| self.identity.seen(field, column.as_ref().map_or("", |c| c.text(i)));
        let own = self.own(d);
        if !own.iter().any(|&i| now(i) == d.subject.seen) {
            return Led::Unfit(own.first().map(|&i| now(i)));
        }
        asked.surviving.push(Surviving { rows: own.iter().map(|&i| self.id(i)).collect(), decided: d.clone() });
        Led::Waits
    }

    fn keep(&self, d: &Decided, kept: &mut HashMap<(RowId, RuleCode), HashSet<String>>) -> Led {
        let (field, rule) = (&d.subject.field, RuleCode::new(&d.subject.rule));
        let column = self.table.column(field);
        let mut led = Led::Unfit(None);
        for &i in self.own(d) {
            let now = self.identity.seen(field, column.as_ref().map_or("", |c| c.text(i)));
            if now == d.subject.seen {
                kept.entry((self.id(i), rule.clone())).or_default().insert(field.clone());
                led = Led::Applied;
            } else if !matches!(led, Led::Applied) {
                led = Led::Unfit(Some(now));
            }
        }
        led
    }

    /// Retires a record whatever its values have become: the decision is about the record.
    fn retire(&self, d: &Decided, asked: &mut Asked) -> Led {
        let rows = self.own(d);
        asked.retired.extend(rows.iter().map(|&i| self.id(i)));
        if rows.is_empty() { Led::Unfit(None) } else { Led::Applied }
    }
}
