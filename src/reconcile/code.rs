//! New codes by a declared scheme; a record that had one in an earlier run keeps it.

use super::crosswalk::Crosswalk;
use crate::domain::codes::check_digit::{self, split_last};
use crate::model::{RowId, Table};
use crate::plan::{CheckDigit, CodeScheme, EntitySpec};
use std::collections::{BTreeMap, HashSet};

/// One record to be given a code: its row and all old codes that lead to it, the survivor's own first.
#[derive(Clone, Debug)]
pub struct Codable {
    /// The surviving row.
    pub row: RowId,
    /// (system, old code) of the survivor and of the records merged into it.
    pub old: Vec<(String, String)>,
}

/// The codes of one entity.
#[derive(Debug, Default)]
pub struct Assigned {
    /// New code of each record, in the order given.
    pub codes: Vec<String>,
    /// Records whose merged members had several new codes in the earlier run: row, the code kept, the codes given up.
    pub given_up: Vec<(RowId, String, Vec<String>)>,
    /// Records that keep the code of an earlier run.
    pub kept: usize,
}

/// Gives every record of `table` its new code. `records` are in the order of the table's rows.
pub fn assign_codes(spec: &EntitySpec, scheme: &CodeScheme, table: &Table, records: &[Codable], earlier: &Crosswalk) -> Assigned {
    let pattern = Pattern::parse(&scheme.pattern);
    let mut out = Assigned::default();
    // A code that any earlier record had is never given to another one, not even when its record is gone.
    let mut taken: HashSet<String> = earlier.entries().filter(|e| e.entity == spec.entity.as_str()).map(|e| e.new_code).collect();
    let mut given: Vec<Option<String>> = Vec::with_capacity(records.len());
    let mut used: HashSet<String> = HashSet::new();
    for r in records {
        let mut had: Vec<String> = Vec::new();
        for (system, old) in &r.old {
            if let Some(new) = earlier.new_code(spec.entity.as_str(), system, old)
                && !had.iter().any(|h| h == new)
            {
                had.push(new.to_owned());
            }
        }
        let free = had.iter().position(|h| !used.contains(h));
        let keep = free.map(|i| had.remove(i));
        if let Some(code) = &keep {
            used.insert(code.clone());
            out.kept += 1;
            if !had.is_empty() {
                out.given_up.push((r.row, code.clone(), had));
            }
        }
        given.push(keep);
    }
    taken.extend(used);
    if scheme.keep_valid {
        keep_own_codes(&pattern, records, &mut given, &mut taken);
    }
    let mut counters = Counters::new(&pattern, scheme.start, &taken);
    for (position, code) in given.into_iter().enumerate() {
        out.codes.push(code.unwrap_or_else(|| counters.next(&pattern, table, position, &mut taken)));
    }
    out
}

/// Lets records keep an old code that already has the target's form and is nobody else's.
fn keep_own_codes(pattern: &Pattern, records: &[Codable], given: &mut [Option<String>], taken: &mut HashSet<String>) {
    for (slot, record) in given.iter_mut().zip(records) {
        if slot.is_some() {
            continue;
        }
        let own = record.old.first().map(|(_, old)| old);
        if let Some(code) = own.filter(|c| pattern.fits(c) && !taken.contains(*c)) {
            taken.insert(code.clone());
            *slot = Some(code.clone());
        }
    }
}

/// A parsed code pattern: text before the number, its width, and text after it.
struct Pattern {
    before: Vec<Part>,
    width: usize,
    after: Vec<Part>,
    check: Option<CheckDigit>,
}

enum Part {
    Text(String),
    Field { name: String, chars: Option<usize> },
}

impl Pattern {
    /// Parses a pattern that the plan has checked; a pattern without `{seq}` gets one at its end.
    fn parse(pattern: &str) -> Self {
        let mut out = Self { before: Vec::new(), width: 0, after: Vec::new(), check: None };
        let mut seen_number = false;
        let mut rest = pattern;
        while let Some((text, tail)) = rest.split_once('{') {
            let (inside, tail) = tail.split_once('}').unwrap_or((tail, ""));
            let (name, arg) = inside.split_once(':').unwrap_or((inside, ""));
            let parts = if seen_number { &mut out.after } else { &mut out.before };
            parts.push(Part::Text(text.to_owned()));
            if name == "check" {
                out.check = Some(if arg == "luhn" { CheckDigit::Luhn } else { CheckDigit::Mod11 });
            } else if name == "seq" {
                seen_number = true;
                out.width = arg.parse().unwrap_or(0);
            } else {
                parts.push(Part::Field { name: name.to_owned(), chars: arg.parse().ok() });
            }
            rest = tail;
        }
        let parts = if seen_number { &mut out.after } else { &mut out.before };
        parts.push(Part::Text(rest.to_owned()));
        out
    }

    fn render(parts: &[Part], table: &Table, position: usize) -> String {
        let mut out = String::new();
        for p in parts {
            match p {
                Part::Text(t) => out.push_str(t),
                Part::Field { name, chars } => {
                    let column = table.column(name);
                    let value = column.as_ref().map_or("", |c| c.text(position));
                    out.extend(value.chars().filter(|c| c.is_alphanumeric()).take(chars.unwrap_or(usize::MAX)));
                }
            }
        }
        out
    }

    /// Takes the check digit off a code; `None` where the code has not the one that it must have.
    fn without_check<'c>(&self, code: &'c str) -> Option<&'c str> {
        let Some(check) = self.check else { return Some(code) };
        let (last, body) = split_last(code)?;
        (digit(check, body) == Some(last)).then_some(body)
    }

    /// Puts the check digit behind a code, where the pattern has one.
    fn with_check(&self, mut code: String) -> String {
        if let Some(digit) = self.check.and_then(|c| digit(c, &code)) {
            code.push(digit);
        }
        code
    }

    /// Says whether a code has this form, for patterns without fields.
    fn fits(&self, code: &str) -> bool {
        let fixed = |parts: &[Part]| -> Option<String> {
            parts.iter().map(|p| if let Part::Text(t) = p { Some(t.as_str()) } else { None }).collect()
        };
        let (Some(before), Some(after)) = (fixed(&self.before), fixed(&self.after)) else { return false };
        let Some(code) = self.without_check(code) else { return false };
        let number = code.strip_prefix(before.as_str()).and_then(|c| c.strip_suffix(after.as_str()));
        number.is_some_and(|n| n.len() == self.width.max(1) && n.bytes().all(|b| b.is_ascii_digit()))
    }
}

/// Computes a check digit over the digits of a code; letters and signs do not count. A code without digits has none.
fn digit(check: CheckDigit, code: &str) -> Option<char> {
    let digits: String = code.chars().filter(char::is_ascii_digit).collect();
    let holds = |c: &char| match check {
        CheckDigit::Luhn => check_digit::luhn(&format!("{digits}{c}")),
        CheckDigit::Mod11 => check_digit::mod_11_10(&format!("{digits}{c}")),
    };
    if digits.is_empty() { None } else { ('0'..='9').find(holds) }
}

/// The next free number for every distinct text around it.
struct Counters {
    next: BTreeMap<(String, String), u64>,
    start: u64,
    plain: bool,
}

impl Counters {
    fn new(pattern: &Pattern, start: u64, taken: &HashSet<String>) -> Self {
        let plain = !pattern.before.iter().chain(&pattern.after).any(|p| matches!(p, Part::Field { .. }));
        let mut counters = Self { next: BTreeMap::new(), start, plain };
        if plain {
            // Numbers go on after the highest one ever given, so that a gap never gets a second meaning.
            let (before, after) = counters.around(pattern, None);
            let highest = taken
                .iter()
                .filter_map(|c| pattern.without_check(c)?.strip_prefix(before.as_str())?.strip_suffix(after.as_str())?.parse::<u64>().ok())
                .max();
            let next = highest.map_or(start, |h| start.max(h.saturating_add(1)));
            counters.next.insert((before, after), next);
        }
        counters
    }

    fn around(&self, pattern: &Pattern, at: Option<(&Table, usize)>) -> (String, String) {
        let text = |parts: &[Part]| match at {
            Some((table, position)) if !self.plain => Pattern::render(parts, table, position),
            _ => parts.iter().filter_map(|p| if let Part::Text(t) = p { Some(t.as_str()) } else { None }).collect(),
        };
        (text(&pattern.before), text(&pattern.after))
    }

    fn next(&mut self, pattern: &Pattern, table: &Table, position: usize, taken: &mut HashSet<String>) -> String {
        let around = self.around(pattern, Some((table, position)));
        let number = self.next.entry(around.clone()).or_insert(self.start);
        loop {
            let code = pattern.with_check(format!("{}{:0width$}{}", around.0, *number, around.1, width = pattern.width));
            *number += 1;
            if taken.insert(code.clone()) {
                return code;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::crosswalk::{CrosswalkEntry, CrosswalkRelation};
    use super::*;

    fn record(row: u32, old: &[&str]) -> Codable {
        Codable { row: RowId(row), old: old.iter().map(|o| ("a".to_owned(), (*o).to_owned())).collect() }
    }

    fn spec() -> EntitySpec {
        super::super::lines::tests::spec("customer", &[])
    }

    fn assign(pattern: &str, keep_valid: bool, records: &[Codable], earlier: &[(&str, &str)]) -> Assigned {
        let mut crosswalk = Crosswalk::default();
        for (old, new) in earlier {
            crosswalk
                .insert(CrosswalkEntry {
                    entity: "customer".into(),
                    source_system: "a".into(),
                    old_code: (*old).into(),
                    new_code: (*new).into(),
                    relation: CrosswalkRelation::Same,
                })
                .unwrap();
        }
        let names = records.iter().map(|r| Some(format!("钢{}", r.row.0))).collect();
        let table = Table::new(vec![("group".into(), names)], records.iter().map(|r| r.row).collect()).unwrap();
        let scheme = CodeScheme { pattern: pattern.into(), start: 1, keep_valid };
        assign_codes(&spec(), &scheme, &table, records, &crosswalk)
    }

    #[test]
    fn a_code_once_given_stays_and_is_never_reused() {
        let a = assign("C{seq:04}", false, &[record(0, &["x"]), record(1, &["y"])], &[("y", "C0007"), ("gone", "C0009")]);
        assert_eq!(a.codes, ["C0010", "C0007"]);
        assert_eq!(a.kept, 1);
    }

    #[test]
    fn a_merge_keeps_one_earlier_code_and_names_the_other() {
        let a = assign("C{seq:04}", false, &[record(0, &["x", "y"])], &[("x", "C0001"), ("y", "C0002")]);
        assert_eq!(a.codes, ["C0001"]);
        assert_eq!(a.given_up, [(RowId(0), "C0001".to_owned(), vec!["C0002".to_owned()])]);
    }

    #[test]
    fn a_split_gives_the_earlier_code_to_one_record_only() {
        let a = assign("C{seq:04}", false, &[record(0, &["x"]), record(1, &["x"])], &[("x", "C0001")]);
        assert_eq!(a.codes, ["C0001", "C0002"]);
    }

    #[test]
    fn a_check_digit_stands_at_the_end_and_is_no_part_of_the_number() {
        let a = assign("C{seq:05}{check:luhn}", true, &[record(0, &["x"]), record(1, &["C000018"])], &[("old", "C000042")]);
        // 00001 has the check digit 8, 00004 the 2; the numbers go on after the fourth.
        assert_eq!(a.codes, ["C000059", "C000018"]);
        let a = assign("{seq:06}{check:mod11}", false, &[record(0, &["x"])], &[]);
        assert!(check_digit::mod_11_10(&a.codes[0]), "{:?}", a.codes);
    }

    #[test]
    fn fields_and_own_codes_take_part() {
        assert_eq!(assign("{group:1}-{seq:03}", false, &[record(5, &["x"]), record(6, &["y"])], &[]).codes, ["钢-001", "钢-002"]);
        assert_eq!(assign("C{seq:04}", true, &[record(0, &["z"]), record(1, &["C0001"])], &[]).codes, ["C0002", "C0001"]);
    }
}
