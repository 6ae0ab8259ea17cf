//! One record's whole story, told from a finished run folder: where it stood, what was changed, found and decided, and what became of it.

mod told;

pub use told::{Change, Duplicate, Finding, Record, Standing, Story};

use crate::emit::{Line, RunFileError, each_line as each};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Whose story is told.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// An old or a new code.
    pub code: String,
    /// Only records of this entity.
    pub entity: Option<String>,
    /// Only records of this legacy system.
    pub system: Option<String>,
}

impl Wanted {
    fn fits(&self, entity: &str, system: &str) -> bool {
        self.entity.as_deref().is_none_or(|e| e == entity) && self.system.as_deref().is_none_or(|s| s == system)
    }
}

/// Tells the story of every record with a code, as far as the files of a run folder know it. Rows that were merged into it, and the one that it
/// was merged into, belong to it.
///
/// # Errors
/// If a file of the run folder is missing or is none of ours.
pub fn tell(run: &Path, wanted: &Wanted) -> Result<Story, RunFileError> {
    let codes = old_codes(run, wanted)?;
    let mut records = rows(run, wanted, &codes)?;
    let rows: BTreeMap<u64, usize> = records.iter().enumerate().flat_map(|(i, r)| r.standings.iter().map(move |s| (s.row, i))).collect();
    each(run, "changes.csv", |l| {
        if let Some(r) = rows.get(&l.number("row")).and_then(|i| records.get_mut(*i)) {
            r.changes.push(Change {
                row: l.number("row"),
                field: l.text("field"),
                rule: l.text("rule"),
                before: l.text("before"),
                after: l.text("after"),
                from: l.text("from"),
            });
        }
    })?;
    findings(run, &mut records)?;
    each(run, "duplicates.csv", |l| {
        let (left, right) = (l.number("left_row"), l.number("right_row"));
        let at: BTreeSet<usize> = [left, right].iter().filter_map(|row| rows.get(row)).copied().collect();
        for i in at {
            if let Some(r) = records.get_mut(i) {
                r.duplicates.push(duplicate(l));
            }
        }
    })?;
    Ok(Story { code: wanted.code.clone(), records })
}

/// Per entity, system and old code, the new code and the relation.
type Codes = BTreeMap<(String, String, String), (String, String)>;

/// Gives the old codes that the code stands for.
fn old_codes(run: &Path, wanted: &Wanted) -> Result<Codes, RunFileError> {
    let mut all: Codes = BTreeMap::new();
    let mut new: BTreeSet<(String, String)> = BTreeSet::new();
    each(run, "crosswalk.csv", |l| {
        let (entity, system) = (l.text("entity"), l.text("source_system"));
        let (old, code) = (l.text("old_code"), l.text("new_code"));
        if (old == wanted.code && wanted.fits(&entity, &system))
            || (code == wanted.code && wanted.entity.as_ref().is_none_or(|e| *e == entity))
        {
            new.insert((entity, code));
        }
    })?;
    each(run, "crosswalk.csv", |l| {
        let key = (l.text("entity"), l.text("new_code"));
        if new.contains(&key) {
            all.insert((key.0, l.text("source_system"), l.text("old_code")), (key.1, l.text("relation")));
        }
    })?;
    Ok(all)
}

/// Finds the rows of the codes, and those that were merged into one another with them.
fn rows(run: &Path, wanted: &Wanted, codes: &Codes) -> Result<Vec<Record>, RunFileError> {
    let mut records: BTreeMap<(String, String), Record> = BTreeMap::new();
    let mut named: BTreeMap<(String, String), ()> = BTreeMap::new();
    let mut into: BTreeSet<u64> = BTreeSet::new();
    let mut merged: BTreeSet<u64> = BTreeSet::new();
    let group = |entity: &str, system: &str, code: &str| {
        // Records that share a new code are one story; without one, the old code of a system is.
        let known = codes.get(&(entity.to_owned(), system.to_owned(), code.to_owned()));
        known.map_or_else(|| format!("{system}\u{1f}{code}"), |(new, _)| new.clone())
    };
    let asked = |l: &Line<'_>| {
        let (entity, system, code) = (l.text("entity"), l.text("system"), l.text("code"));
        let of_codes = codes.contains_key(&(entity.clone(), system.clone(), code.clone()));
        (of_codes || (code == wanted.code && wanted.fits(&entity, &system))).then_some((entity, system, code))
    };
    each(run, "fates.csv", |l| {
        let Some((entity, system, code)) = asked(l) else { return };
        let key = (entity.clone(), group(&entity, &system, &code));
        named.insert(key.clone(), ());
        into.extend(l.maybe("into_row"));
        merged.insert(l.number("row"));
        let new = codes.get(&(entity.clone(), system, code)).map(|(new, _)| new.clone()).unwrap_or_default();
        let record = records.entry(key).or_insert_with(|| Record::new(entity, new));
        record.standings.push(standing(l, codes));
    })?;
    // What was merged into one of them without a line in the crosswalk, such as a row repeated word for word.
    each(run, "fates.csv", |l| {
        let row = l.number("row");
        let related = into.contains(&row) || l.maybe("into_row").is_some_and(|i| merged.contains(&i));
        if related && !merged.contains(&row) {
            let home = |r: &&mut Record| r.standings.iter().any(|s| s.into == Some(row) || Some(s.row) == l.maybe("into_row"));
            if let Some(record) = records.values_mut().find(home) {
                record.standings.push(standing(l, codes));
            }
        }
    })?;
    Ok(records.into_values().collect())
}

fn standing(l: &Line<'_>, codes: &Codes) -> Standing {
    let (entity, system, code) = (l.text("entity"), l.text("system"), l.text("code"));
    let relation = codes.get(&(entity, system.clone(), code.clone())).map(|(_, r)| r.clone()).unwrap_or_default();
    Standing {
        row: l.number("row"),
        file: l.text("file"),
        sheet: l.text("sheet"),
        line: l.number("line"),
        system,
        code,
        relation,
        fate: l.text("fate"),
        rule: l.text("rule"),
        batch: l.text("batch"),
        into: l.maybe("into_row"),
        into_place: l.place("into_"),
    }
}

/// Findings name file, sheet and line; a row of the run has exactly one such place.
fn findings(run: &Path, records: &mut [Record]) -> Result<(), RunFileError> {
    let mut places: BTreeMap<(String, String, u64), (usize, u64)> = BTreeMap::new();
    for (i, r) in records.iter().enumerate() {
        places.extend(r.standings.iter().map(|s| ((s.file.clone(), s.sheet.clone(), s.line), (i, s.row))));
    }
    each(run, "findings.csv", |l| {
        let place = (l.text("file"), l.text("sheet"), l.number("line"));
        let Some((i, row)) = places.get(&place) else { return };
        let finding = Finding {
            row: *row,
            severity: l.text("severity"),
            rule: l.text("rule"),
            title: l.text("title"),
            field: l.text("field"),
            value: l.text("value"),
            expected: l.text("expected"),
            suggestion: l.text("suggestion"),
        };
        if let Some(r) = records.get_mut(*i) {
            r.findings.push(finding);
        }
    })
}

fn duplicate(l: &Line<'_>) -> Duplicate {
    Duplicate {
        decision: l.text("decision"),
        probability: l.text("probability"),
        evidence: l.text("evidence"),
        left: l.place("left_"),
        left_name: l.text("left_name"),
        right: l.place("right_"),
        right_name: l.text("right_name"),
    }
}
