//! Findings that came and went.

use super::RecordKey;
use crate::emit::{RunFileError, each_line};
use serde::Serialize;
use std::collections::BTreeMap;
use std::path::Path;

/// How the findings of one rule changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RuleChange {
    /// Entity; empty for findings about files.
    pub entity: String,
    /// Rule code.
    pub rule: String,
    /// Its title, in the language of the run that has it last.
    pub title: String,
    /// Severity.
    pub severity: String,
    /// Findings before.
    pub before: u64,
    /// Findings now.
    pub now: u64,
    /// Findings that were not there before.
    pub came: u64,
    /// Findings that are there no more.
    pub gone: u64,
    /// Where findings came, in order.
    pub came_at: Vec<FindingAt>,
    /// Where findings went, in order.
    pub gone_at: Vec<FindingAt>,
}

/// What one finding is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct FindingAt {
    /// The record.
    #[serde(flatten)]
    pub key: RecordKey,
    /// Column as its owner wrote it.
    pub column: String,
    /// The value, masked as in the run.
    pub value: String,
}

/// The findings of one rule in one run.
#[derive(Default)]
struct Of {
    title: String,
    severity: String,
    at: BTreeMap<FindingAt, u64>,
}

type Rules = BTreeMap<(String, String), Of>;

/// Severities, the worst first.
const RANKS: [&str; 4] = ["critical", "error", "warning", "info"];

/// Compares `findings.csv`, without values where `values` is false; the worst rules first, among them those with the greatest change.
pub(super) fn compare(before: &Path, now: &Path, values: bool) -> Result<Vec<RuleChange>, RunFileError> {
    let (mut before, mut now) = (findings(before, values)?, findings(now, values)?);
    let mut names: Vec<(String, String)> = before.keys().chain(now.keys()).cloned().collect();
    names.sort();
    names.dedup();
    let mut out: Vec<RuleChange> = names
        .into_iter()
        .map(|name| change(before.remove(&name).unwrap_or_default(), now.remove(&name).unwrap_or_default(), name))
        .collect();
    let rank = |c: &RuleChange| RANKS.iter().position(|r| *r == c.severity).unwrap_or(RANKS.len());
    out.sort_by_key(|c| (rank(c), std::cmp::Reverse(c.came + c.gone)));
    Ok(out)
}

fn change(was: Of, is: Of, (entity, rule): (String, String)) -> RuleChange {
    let beyond = |a: &BTreeMap<FindingAt, u64>, b: &BTreeMap<FindingAt, u64>| {
        let mut out = Vec::new();
        for (at, n) in a {
            let more = n.saturating_sub(b.get(at).copied().unwrap_or(0));
            out.extend((0..more).map(|_| at.clone()));
        }
        out
    };
    let (came_at, gone_at) = (beyond(&is.at, &was.at), beyond(&was.at, &is.at));
    let (before, now) = (was.at.values().sum(), is.at.values().sum());
    let last = if is.at.is_empty() { was } else { is };
    let (came, gone) = (came_at.len() as u64, gone_at.len() as u64);
    RuleChange { entity, rule, title: last.title, severity: last.severity, before, now, came, gone, came_at, gone_at }
}

fn findings(run: &Path, values: bool) -> Result<Rules, RunFileError> {
    let mut out = Rules::new();
    each_line(run, "findings.csv", |l| {
        let entity = l.text("entity");
        let key = RecordKey { entity: entity.clone(), system: l.text("system"), code: super::code(l) };
        let value = if values { super::placeless(&l.text("value")) } else { String::new() };
        let of = out.entry((entity, l.text("rule"))).or_default();
        of.title = l.text("title");
        of.severity = l.text("severity");
        *of.at.entry(FindingAt { key, column: l.text("column"), value }).or_default() += 1;
    })?;
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn findings_come_and_go_by_what_they_are_about() {
        let home = tempfile::tempdir().unwrap();
        let run = |name: &str, lines: &str| {
            let folder = home.path().join(name);
            fs::create_dir(&folder).unwrap();
            fs::write(folder.join("findings.csv"), format!("severity,rule,title,entity,file,line,column,code,value\n{lines}")).unwrap();
            folder
        };
        let before = run("a", "error,r,R,c,a,2,tax,1,x\nerror,r,R,c,a,3,tax,2,y\nwarning,s,S,c,a,3,tel,2,z\nwarning,s,S,c,a,4,tel,2,z\n");
        let now = run("b", "error,r,R,c,b,9,tax,1,x\nerror,r,R,c,b,9,tax,3,'=y\nwarning,s,S,c,b,3,tel,2,z\n");
        let seen = compare(&before, &now, true).unwrap();
        let counts: Vec<_> = seen.iter().map(|c| (c.rule.as_str(), c.before, c.now, c.came, c.gone)).collect();
        assert_eq!(counts, [("r", 2, 2, 1, 1), ("s", 2, 1, 0, 1)]);
        assert_eq!((seen[0].came_at[0].value.as_str(), seen[0].gone_at[0].key.code.as_str()), ("=y", "2"));
    }
}
