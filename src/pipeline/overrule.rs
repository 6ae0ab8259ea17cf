//! Values that people chose for merged records: they stand whatever survivorship would have taken.

use super::decide::Surviving;
use super::state::Run;
use crate::matching::survive::Survival;
use crate::model::{Change, Entity, RowId, RuleCode, Table, TextColumn};
use crate::plan::EntitySpec;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// The rule of a survivor's value that a person chose.
const CHOSEN: &str = "survivor-decided";

impl Run<'_> {
    /// Puts chosen values into the survivors; `table` is as it was before merging. What is about a record that is part of no merge waits
    /// for [`Run::unmerged`].
    pub(super) fn overrule(&mut self, spec: &EntitySpec, table: &Table, survival: &mut Survival) {
        let into: BTreeMap<RowId, RowId> = survival.merged.iter().copied().collect();
        let survivors: BTreeSet<RowId> = into.values().copied().collect();
        let survivor = |rows: &[RowId]| rows.iter().find_map(|r| into.get(r).copied().or_else(|| survivors.get(r).copied()));
        let (fitting, waiting): (Vec<_>, Vec<_>) = self.decided.take_surviving(&spec.entity).into_iter().partition(|s| {
            let known = spec.field(&s.decided.subject.field).is_some_and(|f| Some(&f.name) != spec.key.as_ref());
            known && survivor(&s.rows).is_some()
        });
        let mut chosen: BTreeMap<&str, BTreeMap<RowId, &str>> = BTreeMap::new();
        for s in &fitting {
            let row = survivor(&s.rows).expect("those that fit have a survivor");
            // Of several members of one merge, the last in the order of decisions speaks.
            chosen.entry(&s.decided.subject.field).or_default().insert(row, &s.decided.value);
            self.decided.summary.applied += 1;
        }
        for (field, values) in chosen {
            choose(survival, table, field, &values);
        }
        self.decided.keep_surviving(&spec.entity, waiting);
    }

    /// Lists the chosen values of an entity whose records are part of no merge any more.
    pub(super) fn unmerged(&mut self, entity: &Entity) {
        for Surviving { rows, decided } in self.decided.take_surviving(entity) {
            let seen = decided.subject.seen.clone();
            self.unfit(Some(entity), &decided, rows.first().copied(), &seen);
        }
    }
}

/// Writes the values of one field into the table of survivors, and notes what is different from a survivor's own value as a change.
fn choose(survival: &mut Survival, table: &Table, field: &str, values: &BTreeMap<RowId, &str>) {
    let height = survival.table.height();
    let column = survival.table.column(field).unwrap_or_else(|| TextColumn::nulls(height));
    let rows = survival.table.rows();
    let new: TextColumn = (0..height).map(|i| rows.get(i).and_then(|r| values.get(r).copied()).or_else(|| column.get(i))).collect();
    survival.table = survival.table.clone().with_column(field, new).expect("a chosen column has the length of its table");
    survival.changes.retain(|c| &*c.field != field || !values.contains_key(&c.row));
    let at: HashMap<RowId, usize> = table.rows().iter().enumerate().map(|(i, r)| (*r, i)).collect();
    let own = table.column(field);
    for (row, value) in values {
        let before = at.get(row).and_then(|&i| own.as_ref()?.get(i)).unwrap_or("");
        if before != *value {
            let (field, rule) = (field.into(), RuleCode::new(CHOSEN));
            survival.changes.push(Change { row: *row, field, rule, before: before.into(), after: (*value).into() });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(values: &[&str]) -> TextColumn {
        values.iter().map(|v| Some(*v)).collect()
    }

    #[test]
    fn a_chosen_value_takes_the_place_of_what_survivorship_took() {
        let row = RowId;
        let of = |rows: &[u32], names: &[&str]| {
            Table::new(vec![("name".to_owned(), column(names))], rows.iter().map(|r| row(*r)).collect()).unwrap()
        };
        let table = of(&[1, 2, 3], &["own", "other", "third"]);
        let change = |row, after: &str, rule| Change {
            row,
            field: "name".into(),
            rule: RuleCode::new(rule),
            before: "own".into(),
            after: after.into(),
        };
        let mut survival = Survival {
            table: of(&[1, 3], &["other", "third"]),
            merged: vec![(row(2), row(1))],
            changes: vec![change(row(1), "other", "survivor-preferred")],
        };
        choose(&mut survival, &table, "name", &[(row(1), "typed")].into());
        assert_eq!(survival.table.column("name").unwrap().text(0), "typed");
        assert_eq!(survival.table.column("name").unwrap().text(1), "third");
        assert_eq!(survival.changes, [change(row(1), "typed", CHOSEN)]);
        choose(&mut survival, &table, "name", &[(row(1), "own")].into());
        assert!(survival.changes.is_empty(), "a survivor that keeps its own value has not changed");
    }
}
