//! Builds the surviving record of every cluster of duplicates by declared survivorship.

use crate::model::{Change, RowId, RuleCode, Table, TextColumn};
use crate::plan::{EntitySpec, Prefer, Survivorship};
use std::cmp::{Ordering, Reverse};
use std::collections::HashMap;
use std::sync::Arc;

/// What survivorship knows about a row besides its fields.
pub struct RowFacts<'a> {
    /// The system tag of a row.
    pub system: &'a dyn Fn(RowId) -> &'a str,
    /// How many checks a row fails.
    pub failures: &'a dyn Fn(RowId) -> u32,
    /// How much speaks against a row's value of a field: 0 where it passes all of its checks.
    pub flaws: &'a dyn Fn(RowId, &str) -> u32,
}

/// What is left after merging.
pub struct Survival {
    /// The table without the rows that were merged away.
    pub table: Table,
    /// Each merged row and the row that survives it, in row order.
    pub merged: Vec<(RowId, RowId)>,
    /// Fields of survivors that come from another member.
    pub changes: Vec<Change>,
}

/// Merges each cluster (positions in `table`, two or more) into one surviving row.
pub fn survive(spec: &EntitySpec, table: &Table, clusters: &[Vec<usize>], facts: &RowFacts) -> Survival {
    let columns = Columns::of(spec, table);
    let mut edits: HashMap<usize, Vec<(usize, usize)>> = HashMap::new();
    let mut merged = Vec::new();
    let mut changes = Vec::new();
    let mut gone = vec![false; table.height()];
    for cluster in clusters {
        let ranked = columns.rank(&spec.survivorship, cluster, facts);
        let Some((&survivor, others)) = ranked.split_first() else { continue };
        for &o in others {
            if let Some(g) = gone.get_mut(o) {
                *g = true;
            }
            merged.push((columns.row(o), columns.row(survivor)));
        }
        for (field, from, rule) in columns.choose(&spec.survivorship, &ranked, facts) {
            changes.push(columns.change(field, survivor, from, rule));
            edits.entry(field).or_default().push((survivor, from));
        }
    }
    merged.sort_unstable();
    let table = columns.rewrite(table, edits).filter(|i| !gone.get(i).copied().unwrap_or(false));
    Survival { table, merged, changes }
}

/// The columns of the table that survivorship looks at.
struct Columns<'a> {
    rows: &'a [RowId],
    fields: Vec<(Arc<str>, TextColumn)>,
    key: Option<usize>,
    recency: Option<usize>,
    status: Option<usize>,
}

impl<'a> Columns<'a> {
    fn of(spec: &EntitySpec, table: &'a Table) -> Self {
        let fields: Vec<(Arc<str>, TextColumn)> =
            spec.fields.iter().filter_map(|f| Some((f.name.clone(), table.column(&f.name)?))).collect();
        let at = |name: Option<&str>| fields.iter().position(|(n, _)| Some(&**n) == name);
        Self {
            rows: table.rows(),
            key: at(spec.key.as_deref()),
            recency: at(spec.survivorship.recency.as_deref()),
            status: at(Some("status")),
            fields,
        }
    }

    fn row(&self, position: usize) -> RowId {
        *self.rows.get(position).expect("clusters hold positions of the table")
    }

    fn value(&self, field: usize, position: usize) -> &str {
        self.fields.get(field).map_or("", |(_, c)| c.text(position))
    }

    fn filled(&self, position: usize) -> usize {
        self.fields.iter().filter(|(_, c)| c.get(position).is_some()).count()
    }

    /// Orders the members of a cluster from most to least preferred.
    fn rank(&self, by: &Survivorship, cluster: &[usize], facts: &RowFacts) -> Vec<usize> {
        let mut ranked = cluster.to_vec();
        ranked.sort_by(|&a, &b| {
            by.record
                .iter()
                .map(|p| self.compare(*p, by, a, b, facts))
                .find(|o| o.is_ne())
                .unwrap_or(Ordering::Equal)
                .then_with(|| self.row(a).cmp(&self.row(b)))
        });
        ranked
    }

    /// Compares two records: `Less` means that `a` is preferred.
    fn compare(&self, prefer: Prefer, by: &Survivorship, a: usize, b: usize, facts: &RowFacts) -> Ordering {
        match prefer {
            Prefer::System => self.trust(by, a, facts).cmp(&self.trust(by, b, facts)),
            Prefer::Active => self.retired(a).cmp(&self.retired(b)),
            Prefer::Valid => (facts.failures)(self.row(a)).cmp(&(facts.failures)(self.row(b))),
            Prefer::Recent => {
                let day = |i| self.recency.map_or("", |r| self.value(r, i));
                day(b).cmp(day(a))
            }
            Prefer::Complete => self.filled(b).cmp(&self.filled(a)),
            Prefer::Longest | Prefer::Frequent => Ordering::Equal,
            Prefer::First => self.row(a).cmp(&self.row(b)),
        }
    }

    fn trust(&self, by: &Survivorship, position: usize, facts: &RowFacts) -> usize {
        let system = (facts.system)(self.row(position));
        by.systems.iter().position(|s| s == system).unwrap_or(usize::MAX)
    }

    fn retired(&self, position: usize) -> bool {
        self.status.is_some_and(|s| self.value(s, position) == "inactive")
    }

    /// Says which fields of the survivor come from another member, and by which preference.
    fn choose(&self, by: &Survivorship, ranked: &[usize], facts: &RowFacts) -> Vec<(usize, usize, &'static str)> {
        let Some(&survivor) = ranked.first() else { return Vec::new() };
        let mut chosen = Vec::new();
        for (field, (name, _)) in self.fields.iter().enumerate() {
            // The key stays the survivor's own: it is what the crosswalk leads back to.
            if Some(field) == self.key {
                continue;
            }
            let filled: Vec<usize> = ranked.iter().copied().filter(|&i| !self.value(field, i).is_empty()).collect();
            let Some(&next_best) = filled.first() else { continue };
            let (from, rule) = match by.fields.get(name) {
                Some(prefers) => (self.best(field, prefers, by, &filled, facts), "survivor-preferred"),
                None => (next_best, "survivor-filled"),
            };
            if self.value(field, from) != self.value(field, survivor) {
                chosen.push((field, from, rule));
            }
        }
        chosen
    }

    /// Picks the member whose value of a field is preferred; `filled` is not empty and ordered by record preference.
    fn best(&self, field: usize, prefers: &[Prefer], by: &Survivorship, filled: &[usize], facts: &RowFacts) -> usize {
        let mut votes: HashMap<&str, usize> = HashMap::new();
        for &i in filled {
            *votes.entry(self.value(field, i)).or_default() += 1;
        }
        let name = self.fields.get(field).map_or("", |(n, _)| n);
        let weigh = |p: Prefer, i: usize| -> usize {
            match p {
                Prefer::Longest => self.value(field, i).chars().count(),
                Prefer::Frequent => votes.get(self.value(field, i)).copied().unwrap_or(0),
                _ => 0,
            }
        };
        let mut order: Vec<(usize, usize)> = filled.iter().copied().enumerate().collect();
        order.sort_by(|&(ra, a), &(rb, b)| {
            prefers
                .iter()
                .map(|&p| match p {
                    Prefer::Longest | Prefer::Frequent => Reverse(weigh(p, a)).cmp(&Reverse(weigh(p, b))),
                    // A value is judged by its own checks: what is wrong elsewhere in its record says nothing about it.
                    Prefer::Valid => (facts.flaws)(self.row(a), name).cmp(&(facts.flaws)(self.row(b), name)),
                    _ => self.compare(p, by, a, b, facts),
                })
                .find(|o| o.is_ne())
                .unwrap_or(Ordering::Equal)
                .then(ra.cmp(&rb))
        });
        order.first().map_or(0, |&(_, i)| i)
    }

    fn change(&self, field: usize, survivor: usize, from: usize, rule: &str) -> Change {
        let name = self.fields.get(field).map(|(n, _)| n.clone()).expect("a chosen field is a column");
        Change {
            row: self.row(survivor),
            field: name,
            rule: RuleCode::new(rule),
            before: self.value(field, survivor).into(),
            after: self.value(field, from).into(),
        }
    }

    fn rewrite(&self, table: &Table, edits: HashMap<usize, Vec<(usize, usize)>>) -> Table {
        let mut out = table.clone();
        for (field, (name, column)) in self.fields.iter().enumerate() {
            let Some(pairs) = edits.get(&field) else { continue };
            let by_position: HashMap<usize, usize> = pairs.iter().copied().collect();
            let rewritten: TextColumn = (0..column.len()).map(|i| column.get(by_position.get(&i).copied().unwrap_or(i))).collect();
            out = out.with_column(name, rewritten).expect("a rewritten column has the length of its table");
        }
        out
    }
}
