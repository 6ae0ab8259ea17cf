//! Finds versions of one thing that are in force at the same time.

use super::super::case::Case;
use super::super::doc::{CheckDoc, Example, Kind, Parameter};
use super::super::grouping::{RowKey, groups};
use super::super::judgement::{Failure, Outcome, Why};
use super::super::keys::Fold;
use super::super::quantity::day;
use super::super::row::date_limit::is_for_ever;
use foldhash::{HashMap, HashMapExt};
use jiff::civil::Date;

pub(in super::super) const DOC: CheckDoc = CheckDoc {
    name: "overlapping_validity",
    does: (
        "同一对象的两个版本有效期重叠。每个版本取各行最早的生效日和最晚的失效日，报在该版本的第一行；没有任何日期的版本不判断。",
        "Two versions of one thing are valid at the same time. A version lasts from the earliest valid-from to the latest valid-to of its rows and is reported at its first row; versions without any date are not judged.",
    ),
    needs_field: true,
    parameters: &[
        Parameter::new("to", Kind::Field, "失效日期字段", "the field of the last day"),
        Parameter::new("by", Kind::Fields, "对象", "the fields of the thing"),
        Parameter::new("version", Kind::Field, "版本字段", "the field of the version"),
    ],
    example: Example {
        field: "valid_from",
        params: "to = \"valid_to\"\nby = [\"parent_code\"]\nversion = \"version\"",
        table: "parent_code|version|valid_from|valid_to\nP-1|A|2020-01-01|\nP-1|B|2022-01-01|\nP-2|A|2020-01-01|2021-12-31\nP-2|B|2022-01-01|\nP-3|A||\nP-3|B||",
        others: &[],
        fails: &[1, 2],
    },
    run,
};

/// One version of a thing.
struct Version {
    key: String,
    row: usize,
    from: Option<Date>,
    to: Option<Date>,
    /// Whether one of its rows has no end.
    open: bool,
}

fn run(case: &Case<'_>) -> Outcome {
    let by = case.listed("by");
    let (Some((first, more)), Some(from), Some(names)) = (by.split_first(), case.column(), case.named("version")) else {
        return Outcome::default();
    };
    let to = case.named("to");
    let key = RowKey::new(first, more, Fold::Code, true);
    let found = groups(case, |row, out| names.get(row).is_some() && key.write(case, row, out));
    let mut outcome = Outcome::default();
    for group in &found.shared {
        let (mut versions, mut index): (Vec<Version>, HashMap<String, usize>) = (Vec::new(), HashMap::new());
        for &row in group {
            let start = from.get(row).and_then(day);
            let end = to.and_then(|c| c.get(row)).and_then(day).filter(|d| !is_for_ever(*d));
            let key = Fold::Code.key(names.text(row));
            let at = *index.entry(key.clone()).or_insert(versions.len());
            match versions.get_mut(at) {
                Some(version) => version.extend(start, end),
                None => versions.push(Version { key, row, from: start, to: end, open: end.is_none() }),
            }
        }
        // One version cannot overlap with itself, and one without dates says nothing.
        versions.retain(|v| v.from.is_some() || !v.open);
        if versions.len() < 2 {
            continue;
        }
        outcome.applicable += versions.len() as u64;
        for v in &versions {
            if let Some(other) = versions.iter().find(|o| o.row != v.row && overlap(v, o)) {
                let why = if case.explain { Why::expected(format!("{} × {}", span(v), span(other))) } else { Why::default() };
                outcome.failures.push(Failure { row: v.row, why });
            }
        }
    }
    outcome.failures.sort_unstable_by_key(|f| f.row);
    outcome
}

impl Version {
    /// Takes in another row of the version.
    fn extend(&mut self, from: Option<Date>, to: Option<Date>) {
        self.from = match (self.from, from) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        };
        self.to = self.to.max(to);
        self.open |= to.is_none();
    }
}

fn overlap(a: &Version, b: &Version) -> bool {
    let ends_before = |x: &Version, y: &Version| !x.open && x.to.zip(y.from).is_some_and(|(to, from)| to <= from);
    !ends_before(a, b) && !ends_before(b, a)
}

fn span(v: &Version) -> String {
    let written = |d: Option<Date>| d.map_or_else(String::new, |d| d.to_string());
    format!("{} {}…{}", v.key, written(v.from), if v.open { String::new() } else { written(v.to) })
}
