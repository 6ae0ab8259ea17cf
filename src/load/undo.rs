//! Taking back one batch in one transaction.

use super::error::{LoadError, Step};
use super::fault::point;
use super::ledger::{self, Entry, Layout, ask, count, failed, number, run, text};
use super::refusal::{Ended, Reason, by_halves};
use super::rollback::{Edited, KeptBecause, KeptRow, TakenBack};
use super::sql::{name, table, value};
use super::staged::shape_of;
use super::target::{Shape, Target};

/// Kept rows of a batch that are listed; all are counted.
const LISTED: usize = 1000;

/// Takes a batch back, or leaves everything as it is.
pub(super) fn in_transaction(target: &mut dyn Target, e: &Entry, undo: u64, edited: Edited) -> Result<TakenBack, LoadError> {
    let Some(shape) = shape_of(target, &e.layout.table)? else {
        return Err(LoadError::Drift { table: e.layout.table.clone(), column: String::new() });
    };
    let begin = target.begin();
    run(target, Step::Rollback, begin)?;
    let taken = Undoing { target, e, shape: &shape, undo, edited }.take_back();
    match taken {
        Ok(taken) => {
            point("rollback.commit");
            if let Err(error) = target.run("COMMIT") {
                let _ = target.run("ROLLBACK");
                return Err(failed(target, Step::Rollback, error));
            }
            point("rollback.committed");
            Ok(taken)
        }
        Err(error) => {
            let _ = target.run("ROLLBACK");
            Err(error)
        }
    }
}

/// A batch that is being taken back.
struct Undoing<'a> {
    target: &'a mut dyn Target,
    e: &'a Entry,
    shape: &'a Shape,
    undo: u64,
    edited: Edited,
}

/// What a row of the batch is now, as `cutover_now.fate` has it.
const OURS: u8 = 0;
const EDITED: u8 = 1;
const GONE: u8 = 2;
const REFUSED: u8 = 3;
const ALTERED: u8 = 4;

/// Where a statement takes its range of records: no name can hold a NUL.
const FIRST: &str = "\0first\0";
const LAST: &str = "\0last\0";

impl Undoing<'_> {
    fn layout(&self) -> &Layout {
        &self.e.layout
    }

    /// The condition that `t` is the row that `r` tells.
    fn on(&self) -> String {
        self.layout().is(self.target, self.shape, &|i| format!("r.k{}", i + 1))
    }

    /// The rows of the batch that may be taken back now.
    fn from(&self) -> String {
        format!("cutover_now AS n JOIN cutover_rows AS r ON r.seq = {} AND r.pos = n.pos", self.e.seq)
    }

    fn free(&self) -> String {
        match self.edited {
            Edited::Keep => format!("n.fate = {OURS}"),
            Edited::Override => format!("n.fate IN ({OURS}, {EDITED})"),
        }
    }

    fn run(&mut self, sql: &str) -> Result<u64, LoadError> {
        run(self.target, Step::Rollback, sql)
    }

    fn count(&mut self, condition: &str) -> Result<u64, LoadError> {
        count(self.target, Step::Rollback, &format!("SELECT count(*) FROM cutover_now AS n WHERE {condition}"))
    }

    fn take_back(mut self) -> Result<TakenBack, LoadError> {
        let shut = self.target.shut(&self.layout().table);
        if !shut.is_empty() {
            self.run(&shut)?;
        }
        self.look()?;
        point("rollback.looked");
        let overridden = if self.edited == Edited::Override { self.count(&format!("n.fate = {EDITED}"))? } else { 0 };
        let mut said = Vec::new();
        let removed = self.remove(&mut said)?;
        point("rollback.removed");
        let restored = self.restore(&mut said)?;
        point("rollback.restored");
        let altered = self.altered()?;
        let gone = self.count(&format!("n.fate = {GONE}"))?;
        let rows = self.kept(&said)?;
        let stays = match self.edited {
            Edited::Keep => format!("n.fate IN ({EDITED}, {REFUSED})"),
            Edited::Override => format!("n.fate = {REFUSED}"),
        };
        let kept = self.count(&stays)? + altered;
        self.clean(&stays, kept, removed + restored)?;
        let batch = self.e.name();
        Ok(TakenBack { batch, reversed: removed + restored - altered, gone, kept, overridden, rows })
    }

    /// Tells rows that are as they were loaded from those that were edited or are gone.
    fn look(&mut self) -> Result<(), LoadError> {
        let columns = self.layout().printed(self.shape)?;
        let sql = format!(
            "DROP TABLE IF EXISTS cutover_now; CREATE TEMP TABLE cutover_now AS SELECT r.pos AS pos, r.made AS made, \
             CASE WHEN {} IS NULL THEN {GONE} WHEN {} = r.print THEN {OURS} ELSE {EDITED} END AS fate \
             FROM cutover_rows AS r LEFT JOIN {} AS t ON {} WHERE r.seq = {}",
            self.layout().witness(),
            self.target.print("t", &columns),
            table(&self.layout().table),
            self.on(),
            self.e.seq
        );
        self.run(&sql)?;
        // Two rows under one key: nobody can say which of them is ours.
        self.run(&format!(
            "UPDATE cutover_now SET fate = {EDITED} WHERE pos IN (SELECT pos FROM cutover_now GROUP BY pos HAVING count(*) > 1)"
        ))
        .map(drop)
    }

    fn remove(&mut self, said: &mut Vec<(u64, String)>) -> Result<u64, LoadError> {
        let (shape, from, on, free) = (self.shape, self.from(), self.on(), self.free());
        let delete = self.target.delete(shape, &from, &format!("n.made = 1 AND {free} AND n.pos BETWEEN {FIRST} AND {LAST} AND {on}"));
        self.halves(&delete, said)
    }

    fn restore(&mut self, said: &mut Vec<(u64, String)>) -> Result<u64, LoadError> {
        let t = &self.layout().table;
        let set: Vec<String> = self
            .layout()
            .printed(self.shape)?
            .iter()
            .enumerate()
            .filter(|(_, c)| !c.computed)
            .map(|(at, c)| format!("{} = {}", name(&c.name), self.target.restored("i.image", t, c, at)))
            .collect();
        let update = format!(
            "UPDATE {} AS t SET {} FROM cutover_now AS n, cutover_rows AS r, cutover_before AS i WHERE r.seq = {2} AND r.pos = n.pos AND i.seq = {2} \
             AND i.pos = n.pos AND n.made = 0 AND {3} AND n.pos BETWEEN {FIRST} AND {LAST} AND {4}",
            table(t),
            set.join(", "),
            self.e.seq,
            self.free(),
            self.on()
        );
        if self.e.updated == 0 { Ok(0) } else { self.halves(&update, said) }
    }

    /// Runs a statement over all rows; those that the target refuses are found and marked.
    fn halves(&mut self, statement: &str, said: &mut Vec<(u64, String)>) -> Result<u64, LoadError> {
        if self.e.rows == 0 {
            return Ok(0);
        }
        let mut bad = Vec::new();
        let ranged = |from: u64, to: u64| statement.replace(FIRST, &from.to_string()).replace(LAST, &to.to_string());
        let done = by_halves(self.target, Step::Rollback, (1, self.e.rows), &ranged, &mut |row, e| {
            let words = match Reason::of(e) {
                Reason::Target { said, .. } => said,
                _ => String::new(),
            };
            bad.push((row, words));
            Ok(())
        });
        let done = match done {
            Ok(done) => done,
            Err(Ended::Failed(e)) => return Err(e),
            Err(Ended::TooMany) => 0,
        };
        for some in bad.chunks(500) {
            let list = some.iter().map(|(r, _)| r.to_string()).collect::<Vec<_>>().join(", ");
            self.run(&format!("UPDATE cutover_now SET fate = {REFUSED} WHERE pos IN ({list})"))?;
        }
        said.extend(bad);
        Ok(done)
    }

    /// Marks restored rows that are not what their image says: a trigger had a hand in it.
    fn altered(&mut self) -> Result<u64, LoadError> {
        if self.e.updated == 0 {
            return Ok(0);
        }
        let columns = self.layout().printed(self.shape)?;
        let sql = format!(
            "UPDATE cutover_now SET fate = {ALTERED} WHERE pos IN (SELECT n.pos FROM {} JOIN cutover_before AS i ON i.seq = r.seq AND i.pos = r.pos \
             JOIN {} AS t ON {} WHERE n.made = 0 AND {} AND {} <> i.image)",
            self.from(),
            table(&self.layout().table),
            self.on(),
            self.free(),
            self.target.image("t", &columns)
        );
        self.run(&sql)
    }

    /// Writes down and lists rows that stay.
    fn kept(&mut self, said: &[(u64, String)]) -> Result<Vec<KeptRow>, LoadError> {
        let edited = if self.edited == Edited::Keep { EDITED } else { REFUSED };
        let keys: Vec<String> = (1..=self.layout().key.len()).map(|i| format!("coalesce(r.k{i}, '')")).collect();
        let query = format!(
            "SELECT DISTINCT n.pos, n.fate, {} FROM {} WHERE n.fate IN ({edited}, {REFUSED}, {ALTERED}) ORDER BY n.pos LIMIT {LISTED}",
            keys.join(" || ' / ' || "),
            self.from()
        );
        let mut out = Vec::new();
        for l in ask(self.target, Step::Rollback, &query)? {
            let row = number(&l, 0);
            let why = match number(&l, 1) as u8 {
                EDITED => KeptBecause::Edited,
                ALTERED => KeptBecause::Altered,
                _ => KeptBecause::Refused(said.iter().find(|(r, _)| *r == row).map(|(_, s)| s.clone()).unwrap_or_default()),
            };
            out.push(KeptRow { row, key: text(&l, 2), why });
        }
        for some in out.chunks(500) {
            let one = |k: &KeptRow| format!("({}, {}, {}, {}, {})", self.undo, self.e.seq, k.row, value(&k.key), value(&k.why.as_text()));
            let lines: Vec<String> = some.iter().map(one).collect();
            run(self.target, Step::Rollback, &format!("INSERT INTO cutover_kept (undo, seq, pos, key, why) VALUES {}", lines.join(", ")))?;
        }
        Ok(out)
    }

    /// Forgets what is taken back, and writes the batch's new state.
    fn clean(&mut self, stays: &str, kept: u64, reversed: u64) -> Result<(), LoadError> {
        let seq = self.e.seq;
        let keep = format!("seq = {seq} AND pos NOT IN (SELECT n.pos FROM cutover_now AS n WHERE {stays})");
        self.run(&format!("DELETE FROM cutover_rows WHERE {keep}; DELETE FROM cutover_before WHERE {keep}"))?;
        let state = if kept > 0 { ledger::State::Kept } else { ledger::State::RolledBack };
        let update = format!(
            "UPDATE cutover_ledger SET state = {}, reversed = reversed + {reversed}, kept = {kept} WHERE seq = {seq}",
            value(state.as_str())
        );
        self.run(&update).map(drop)
    }
}
