//! What became of records before and now.

use crate::emit::{RunFileError, each_line};
use serde::Serialize;
use std::collections::BTreeMap;
use std::path::Path;

/// Which record it is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct RecordKey {
    /// Entity; empty for sheets that were left out.
    pub entity: String,
    /// Legacy system.
    pub system: String,
    /// Old code; without one the file and the sheet.
    pub code: String,
}

/// A record that met another fate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RecordChange {
    /// The record.
    #[serde(flatten)]
    pub key: RecordKey,
    /// Fates before, as `held (rule)`, `emitted [wave]` or `merged → code`; several rows joined by ` + `; empty where the record was not there.
    pub before: String,
    /// Fates now; empty where the record is gone.
    pub now: String,
}

type Fates = BTreeMap<RecordKey, BTreeMap<String, u64>>;

/// Compares `fates.csv`; gives the changes in the order of the keys, and how many records are the same.
pub(super) fn compare(before: &Path, now: &Path) -> Result<(Vec<RecordChange>, u64), RunFileError> {
    let (mut before, now) = (fates(before)?, fates(now)?);
    let mut same = 0;
    let mut out = Vec::new();
    for (key, fates) in now {
        match before.remove(&key) {
            Some(was) if was == fates => same += 1,
            was => out.push(RecordChange { key, before: was.map(|w| joined(&w)).unwrap_or_default(), now: joined(&fates) }),
        }
    }
    out.extend(before.into_iter().map(|(key, fates)| RecordChange { key, before: joined(&fates), now: String::new() }));
    out.sort_by(|a, b| a.key.cmp(&b.key));
    Ok((out, same))
}

fn fates(run: &Path) -> Result<Fates, RunFileError> {
    let mut out = Fates::new();
    each_line(run, "fates.csv", |l| {
        let key = RecordKey { entity: l.text("entity"), system: l.text("system"), code: super::code(l) };
        let told = told(&l.text("fate"), &l.text("rule"), &l.text("batch"), &l.text("into_code"));
        *out.entry(key).or_default().entry(told).or_default() += 1;
    })?;
    Ok(out)
}

/// Says what became of a row: `held (rule)`, `emitted [wave]`, `merged → code`.
fn told(fate: &str, rule: &str, batch: &str, into: &str) -> String {
    match fate {
        "merged" if !into.is_empty() => format!("{fate} → {into}"),
        "emitted" => format!("{fate} [{}]", batch.split('/').next().unwrap_or(batch)),
        _ if rule.is_empty() => fate.to_owned(),
        _ => format!("{fate} ({rule})"),
    }
}

fn joined(fates: &BTreeMap<String, u64>) -> String {
    let one = |(fate, n): (&String, &u64)| if *n == 1 { fate.clone() } else { format!("{n} × {fate}") };
    fates.iter().map(one).collect::<Vec<_>>().join(" + ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn records_are_told_apart_by_code_and_not_by_row() {
        let home = tempfile::tempdir().unwrap();
        let run = |name: &str, lines: &str| {
            let folder = home.path().join(name);
            fs::create_dir(&folder).unwrap();
            let header = "\u{feff}row,file,sheet,line,system,entity,code,fate,batch,rule\n";
            fs::write(folder.join("fates.csv"), format!("{header}{lines}")).unwrap();
            folder
        };
        let before = run(
            "a",
            "0,a.csv,,2,s,customer,1,emitted,w/1,\n1,a.csv,,3,s,customer,2,held,,bad\n2,a.csv,,4,s,customer,3,emitted,w/1,\n3,a.csv,,5,s,customer,4,merged,,\n4,a.csv,,6,s,customer,4,emitted,w/1,\n",
        );
        let now = run(
            "b",
            "0,b.csv,,9,s,customer,2,emitted,w/2,\n1,b.csv,,8,s,customer,1,emitted,w/7,\n2,b.csv,,3,s,customer,4,emitted,w/1,\n3,b.csv,,4,s,customer,4,merged,,\n4,b.csv,,5,s,customer,,skipped,,total-line\n",
        );
        let (changes, same) = compare(&before, &now).unwrap();
        assert_eq!(same, 2);
        let seen: Vec<_> = changes.iter().map(|c| (c.key.code.as_str(), c.before.as_str(), c.now.as_str())).collect();
        assert_eq!(seen, [("2", "held (bad)", "emitted [w]"), ("3", "emitted [w]", ""), ("b.csv", "", "skipped (total-line)")]);
    }
}
