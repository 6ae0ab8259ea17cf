//! What stands in the target under the keys of a staged batch, looked at before anything is written.

use super::error::{LoadError, Step};
use super::ledger::{ask, number, run};
use super::promote::Promotion;
use super::sql::name;
use crate::model::LoadMode;

/// Records with other content that are shown before they are changed.
const SHOWN: usize = 10;

/// What stands in the target under keys of a batch.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Existing {
    /// Records that are there with the same content.
    pub same: u64,
    /// Records that are there with other content.
    pub other: u64,
    /// Some of the latter: key, and each field with its value in the target and in the batch.
    pub examples: Vec<Change>,
}

/// One existing record with other content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Its key.
    pub key: String,
    /// Column, value in the target, value in the batch.
    pub fields: Vec<(String, Option<String>, Option<String>)>,
}

impl Promotion<'_> {
    /// Looks for records that exist already, before anything is written.
    pub(super) fn existing(&mut self) -> Result<Existing, LoadError> {
        let t = self.table();
        run(self.target, Step::Check, "DROP TABLE IF EXISTS cutover_hits")?;
        let empty = ask(self.target, Step::Check, &format!("SELECT 1 FROM {t} LIMIT 1"))?.is_empty();
        let same: Vec<String> = self.pairs().map(|(c, s)| self.target.same(&format!("t.{}", name(&c.name)), &s)).collect();
        let limit = if empty { " WHERE 1 = 0" } else { "" };
        let create = format!(
            "CREATE TEMP TABLE cutover_hits AS SELECT s.pos AS pos, CASE WHEN {} THEN 1 ELSE 0 END AS alike FROM cutover_stage AS s JOIN {t} AS t ON {}{limit}{}",
            same.join(" AND "),
            self.on_key("s"),
            if self.mode == LoadMode::Insert || empty { String::new() } else { self.target.holding("t") }
        );
        run(self.target, Step::Check, &create)?;
        let lines = ask(self.target, Step::Check, "SELECT count(*), coalesce(sum(alike), 0) FROM cutover_hits")?;
        let line = lines.first().cloned().unwrap_or_default();
        let same = number(&line, 1);
        let other = number(&line, 0) - same;
        let examples = if other > 0 { self.examples()? } else { Vec::new() };
        Ok(Existing { same, other, examples })
    }

    fn examples(&mut self) -> Result<Vec<Change>, LoadError> {
        let fields: Vec<String> = self.pairs().flat_map(|(c, _)| [format!("CAST(t.{} AS TEXT)", name(&c.name))]).collect();
        let staged: Vec<String> = (1..=self.mapping.columns.len()).map(|i| format!("s.c{i}")).collect();
        let differs: Vec<String> = self
            .pairs()
            .map(|(c, s)| format!("CASE WHEN {} THEN 0 ELSE 1 END", self.target.same(&format!("t.{}", name(&c.name)), &s)))
            .collect();
        let query = format!(
            "SELECT {}, {}, {} FROM cutover_hits AS h JOIN cutover_stage AS s ON s.pos = h.pos JOIN {} AS t ON {} WHERE h.alike = 0 ORDER BY s.pos LIMIT {SHOWN}",
            fields.join(", "),
            staged.join(", "),
            differs.join(", "),
            self.table(),
            self.on_key("s")
        );
        let lines = ask(self.target, Step::Check, &query)?;
        let n = self.mapping.columns.len();
        let one = |l: &Vec<Option<String>>| {
            let get = |i: usize| l.get(i).cloned().flatten();
            let key: Vec<String> = self.mapping.key.iter().map(|&k| get(n + k).unwrap_or_default()).collect();
            let columns = self.mapping.columns.iter().enumerate();
            let fields = columns.filter(|(i, _)| number(l, 2 * n + i) == 1).map(|(i, c)| (c.name.clone(), get(i), get(n + i))).collect();
            Change { key: key.join(" / "), fields }
        };
        Ok(lines.iter().map(one).collect())
    }
}
