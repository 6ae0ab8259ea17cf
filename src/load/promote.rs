//! Promotion: from the staging table into the target, with images of what is changed, what is needed to take it back, and the ledger's line,
//! all in one transaction.

use super::error::{LoadError, Step};
use super::existing::Existing;
use super::fault::point;
use super::fit::Mapping;
use super::ledger::{Entry, ask, count, failed, insert, number, run};
use super::package::{Batch, Package};
use super::refusal::{Ended, Origin, Reason, Refusal, Refusals, TooMany, by_halves};
use super::sql::{name, table, value};
use super::staged;
use super::target::{Column, Failure, Target, Triggers};
use crate::model::{LoadMode, SourceOfRows};
use std::collections::BTreeMap;

/// A staged batch that is being promoted.
pub(super) struct Promotion<'a> {
    pub(super) target: &'a mut dyn Target,
    pub(super) package: &'a Package,
    pub(super) batch: Batch<'a>,
    pub(super) mapping: &'a Mapping,
    pub(super) mode: LoadMode,
    /// The line of the ledger, to be completed.
    pub(super) entry: Entry,
    pub(super) attempt: &'a str,
    pub(super) refusals: Refusals,
    /// Keys of refused records.
    pub(super) keys: BTreeMap<u64, String>,
}

impl Promotion<'_> {
    /// Inserts a batch in one go, as most are; where the target refuses anything nothing is done, and the long way finds out what.
    pub(super) fn quick(&mut self) -> Result<bool, Ended> {
        run(
            self.target,
            Step::Promote,
            "DROP TABLE IF EXISTS cutover_hits; CREATE TEMP TABLE cutover_hits (pos BIGINT, alike BIGINT); SAVEPOINT cutover_quick",
        )?;
        let columns = self.mapping.layout.printed(&self.mapping.shape)?;
        let insert = self.insert_statement("");
        let at_once = match self.mapping.shape.triggers {
            Triggers::None => {
                let keys: Vec<String> = self.mapping.layout.key.iter().map(|k| format!("t.{}", name(&k.column))).collect();
                self.target.insert_and_keep(&insert, &self.target.print("t", &columns), &keys, self.entry.seq)
            }
            Triggers::Some => None,
        };
        match self.target.run(at_once.as_ref().unwrap_or(&insert)) {
            Ok(n) => self.entry.created = n,
            Err(e) if matches!(e.kind, Failure::Refused(_)) => {
                run(self.target, Step::Promote, "ROLLBACK TO SAVEPOINT cutover_quick; RELEASE SAVEPOINT cutover_quick")?;
                return Ok(false);
            }
            Err(e) => return Err(failed(self.target, Step::Promote, e).into()),
        }
        run(self.target, Step::Promote, "RELEASE SAVEPOINT cutover_quick")?;
        point("promote.inserted");
        if at_once.is_none() {
            self.keep_rows()?;
        }
        point("promote.rows");
        self.finish()?;
        Ok(true)
    }

    fn insert_statement(&self, condition: &str) -> String {
        let columns: Vec<String> = self.pairs().map(|(c, _)| name(&c.name)).collect();
        let values: Vec<String> = self.pairs().map(|(_, s)| s).collect();
        format!(
            "INSERT INTO {} AS t ({}) SELECT {} FROM cutover_stage AS s{condition}",
            self.table(),
            columns.join(", "),
            values.join(", ")
        )
    }

    /// Does everything but the commit.
    pub(super) fn write(&mut self, existing: &Existing) -> Result<(), Ended> {
        self.refuse_by_mode(existing)?;
        self.apply_refusals()?;
        if self.mode != LoadMode::Insert && existing.other > 0 {
            self.keep_images()?;
            point("promote.images");
            self.entry.updated = self.update()?;
            point("promote.updated");
        }
        self.entry.unchanged = count(self.target, Step::Promote, "SELECT count(*) FROM cutover_hits WHERE alike = 1")?;
        if self.mode != LoadMode::Update {
            self.entry.created = self.insert(existing)?;
            point("promote.inserted");
        }
        self.apply_refusals()?;
        self.keep_rows()?;
        point("promote.rows");
        self.finish().map_err(Ended::from)
    }

    /// Keeps what was refused, and writes the ledger's line.
    fn finish(&mut self) -> Result<(), LoadError> {
        let refused = self.refused();
        self.entry.refused = refused.len() as u64;
        let seq = self.entry.seq;
        for some in refused.chunks(500) {
            let line = |r: &Refusal| format!("({seq}, {}, {})", r.row, value(&r.kept()));
            let lines: Vec<String> = some.iter().map(line).collect();
            run(self.target, Step::Promote, &format!("INSERT INTO cutover_refused (seq, pos, reason) VALUES {}", lines.join(", ")))?;
        }
        run(self.target, Step::Promote, &insert(&self.entry, self.attempt))?;
        point("promote.ledger");
        Ok(())
    }

    /// Gives the refused records in their order, each with where it came from.
    pub(super) fn refused(&self) -> Vec<Refusal> {
        let mut found: Vec<&(u64, Reason)> = self.refusals.found.iter().collect();
        found.sort_by_key(|(row, _)| *row);
        let rows: Vec<u64> = found.iter().map(|(row, _)| *row).collect();
        let origins = if rows.is_empty() { Vec::new() } else { self.package.origins(self.batch, &rows) };
        let one = |((row, reason), origin): (&(u64, Reason), Option<(&SourceOfRows, u64)>)| Refusal {
            row: *row,
            key: self.keys.get(row).cloned().unwrap_or_default(),
            origin: origin.map(|(s, line)| Origin { file: s.path.clone(), sheet: s.sheet.clone(), line }),
            reason: reason.clone(),
        };
        found.into_iter().zip(origins).map(one).collect()
    }

    pub(super) fn table(&self) -> String {
        table(&self.mapping.layout.table)
    }

    /// Columns of the target with the staged value as their type has it.
    pub(super) fn pairs(&self) -> impl Iterator<Item = (&Column, String)> {
        self.mapping.columns.iter().enumerate().map(|(i, c)| (c, self.target.cast(&format!("s.c{}", i + 1), c)))
    }

    pub(super) fn on_key(&self, alias: &str) -> String {
        let staged = |i: usize| format!("{alias}.c{}", self.mapping.key.get(i).map_or(0, |k| k + 1));
        self.mapping.layout.is(self.target, &self.mapping.shape, &staged)
    }

    fn refuse_by_mode(&mut self, existing: &Existing) -> Result<(), Ended> {
        let (query, reason) = match self.mode {
            LoadMode::Insert if existing.same + existing.other > 0 => {
                ("SELECT DISTINCT pos FROM cutover_hits ORDER BY pos LIMIT 100000", Reason::Exists)
            }
            LoadMode::Update => (
                "SELECT s.pos FROM cutover_stage AS s WHERE NOT EXISTS (SELECT 1 FROM cutover_hits AS h WHERE h.pos = s.pos) ORDER BY s.pos LIMIT 100000",
                Reason::Absent,
            ),
            _ => ("", Reason::Exists),
        };
        if !query.is_empty() {
            for line in ask(self.target, Step::Check, query)? {
                self.refusals.add(number(&line, 0), reason.clone())?;
            }
        }
        if self.mode != LoadMode::Insert && existing.same + existing.other > 0 {
            let twice = "SELECT pos FROM cutover_hits GROUP BY pos HAVING count(*) > 1 ORDER BY pos LIMIT 100000";
            for line in ask(self.target, Step::Check, twice)? {
                self.refusals.add(number(&line, 0), Reason::Ambiguous)?;
            }
        }
        Ok(())
    }

    /// Takes refused records out of what is to be written, and their images with them.
    fn apply_refusals(&mut self) -> Result<(), LoadError> {
        let seq = self.entry.seq;
        let rows: Vec<u64> = self.refusals.found.iter().map(|(r, _)| *r).filter(|r| !self.keys.contains_key(r)).collect();
        self.keys.extend(staged::keys(self.target, self.mapping, &rows)?);
        for some in rows.chunks(500) {
            let list = some.iter().map(u64::to_string).collect::<Vec<_>>().join(", ");
            let sql = format!(
                "DELETE FROM cutover_stage WHERE pos IN ({list}); DELETE FROM cutover_hits WHERE pos IN ({list}); \
                 DELETE FROM cutover_before WHERE seq = {seq} AND pos IN ({list})"
            );
            run(self.target, Step::Promote, &sql)?;
        }
        Ok(())
    }

    fn keep_images(&mut self) -> Result<(), LoadError> {
        let columns = self.mapping.layout.printed(&self.mapping.shape)?;
        let sql = format!(
            "INSERT INTO cutover_before (seq, pos, image) SELECT {}, h.pos, {} FROM cutover_hits AS h JOIN cutover_stage AS s ON s.pos = h.pos \
             JOIN {} AS t ON {} WHERE h.alike = 0",
            self.entry.seq,
            self.target.image("t", &columns),
            self.table(),
            self.on_key("s")
        );
        run(self.target, Step::Promote, &sql).map(drop)
    }

    fn update(&mut self) -> Result<u64, Ended> {
        let set: Vec<String> = self.pairs().map(|(c, s)| format!("{} = {s}", name(&c.name))).collect();
        let (t, set, on) = (self.table(), set.join(", "), self.on_key("s"));
        let statement = move |from: u64, to: u64| {
            format!(
                "UPDATE {t} AS t SET {set} FROM cutover_stage AS s, cutover_hits AS h WHERE h.pos = s.pos AND h.alike = 0 AND s.pos BETWEEN {from} AND {to} AND {on}"
            )
        };
        self.by_halves(&statement)
    }

    fn insert(&mut self, existing: &Existing) -> Result<u64, Ended> {
        let insert = self.insert_statement("");
        let new =
            if existing.same + existing.other > 0 { " AND NOT EXISTS (SELECT 1 FROM cutover_hits AS h WHERE h.pos = s.pos)" } else { "" };
        let rows = self.entry.rows;
        let statement = move |from: u64, to: u64| {
            // The whole batch needs no look at positions.
            let range = if (from, to) == (1, rows) { "1 = 1".to_owned() } else { format!("s.pos BETWEEN {from} AND {to}") };
            format!("{insert} WHERE {range}{new}")
        };
        self.by_halves(&statement)
    }

    fn by_halves(&mut self, statement: &dyn Fn(u64, u64) -> String) -> Result<u64, Ended> {
        if self.entry.rows == 0 {
            return Ok(0);
        }
        let refusals = &mut self.refusals;
        let mut at_fault = |row: u64, e: &super::target::TargetError| -> Result<(), TooMany> { refusals.add(row, Reason::of(e)) };
        by_halves(self.target, Step::Promote, (1, self.entry.rows), statement, &mut at_fault)
    }

    /// Keeps the keys and fingerprints of what was written, as triggers and defaults of the target left it.
    fn keep_rows(&mut self) -> Result<(), LoadError> {
        let columns = self.mapping.layout.printed(&self.mapping.shape)?;
        let keys: Vec<String> = (1..=self.mapping.key.len()).map(|i| format!("k{i}")).collect();
        let parts: Vec<String> = self.mapping.key.iter().map(|k| format!("s.c{}", k + 1)).collect();
        let written = self.entry.created + self.entry.updated;
        let hits = self.entry.updated + self.entry.unchanged > 0;
        let (made, join) = if hits {
            (
                "CASE WHEN h.pos IS NULL THEN 1 ELSE 0 END",
                " LEFT JOIN cutover_hits AS h ON h.pos = s.pos WHERE (h.pos IS NULL OR h.alike = 0)",
            )
        } else {
            ("1", "")
        };
        let sql = format!(
            "INSERT INTO cutover_rows (seq, pos, made, print, {}) SELECT {}, s.pos, {made}, {}, {} FROM cutover_stage AS s JOIN {} AS t ON {}{join}",
            keys.join(", "),
            self.entry.seq,
            self.target.print("t", &columns),
            parts.join(", "),
            self.table(),
            self.on_key("s")
        );
        let kept = run(self.target, Step::Promote, &sql)?;
        if kept == written {
            return Ok(());
        }
        let (batch, rows) = (self.entry.name(), written.abs_diff(kept));
        Err(LoadError::KeysChanged { batch, rows })
    }
}
