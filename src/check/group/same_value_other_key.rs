//! Finds values that several different records share.

use super::super::case::Case;
use super::super::doc::{CheckDoc, Example, Kind, Parameter};
use super::super::grouping::{RowKey, groups};
use super::super::judgement::{Failure, Outcome, Why};
use super::super::keys::{Fold, is_blank_word, names_agree};
use crate::model::TextColumn;
use rayon::prelude::*;

pub(in super::super) const DOC: CheckDoc = CheckDoc {
    name: "same_value_other_key",
    does: (
        "同一个值用在几个不同的对象上：一个银行账号两个供应商名、一个税号几个编码、一个编码几种名称规格。名称互为简写的不算不同；占位内容不看。",
        "One value stands on several different things: one bank account with two supplier names, one tax ID on several codes, one code with several names and specifications. Names that shorten each other are not different; fillers are left aside.",
    ),
    needs_field: true,
    parameters: &[
        Parameter::new("key", Kind::Fields, "用来区分对象的字段", "the fields that tell things apart"),
        Parameter::new("with", Kind::Fields, "与值合起来比较的字段", "fields that are compared together with the value"),
        Parameter::new("fold", Kind::OneOf(Fold::NAMES), "值的比较方式，默认 code", "how values are compared, code by default"),
        Parameter::new(
            "key_fold",
            Kind::OneOf(Fold::NAMES),
            "区分字段的比较方式，默认 code",
            "how the telling fields are compared, code by default",
        ),
        Parameter::new("per_system", Kind::Switch, "各旧系统分别比较", "whether each legacy system is looked at by itself"),
    ],
    example: Example {
        field: "bank_account",
        params: "key = [\"name\"]\nkey_fold = \"name\"",
        table: "name|bank_account\n华泰机械|44201501100052512345\n华泰机械有限公司|4420 1501 1000 5251 2345\n泰和五金|6222020200112345679\n新乐电子|6222020200112345679\n独立厂|6222020200112345000",
        others: &[],
        fails: &[3, 4],
    },
    run,
};

fn run(case: &Case<'_>) -> Outcome {
    let Some(column) = case.column() else { return Outcome::default() };
    let identity = Identity::of(case);
    if identity.columns.is_empty() {
        return Outcome::default();
    }
    let with = case.listed("with");
    let fold = Fold::named(case.params.text("fold"), Fold::Code);
    let key = RowKey::new(column, &with, fold, case.params.flag("per_system"));
    let found = groups(case, |row, out| !column.get(row).is_none_or(is_blank_word) && identity.is_given(row) && key.write(case, row, out));
    let mut failures: Vec<Failure> = found.shared.par_iter().flat_map_iter(|group| failures(case, &identity, group)).collect();
    failures.sort_unstable_by_key(|f| f.row);
    Outcome { applicable: found.keyed, failures }
}

/// Gives the rows of a group that holds different things.
fn failures(case: &Case<'_>, identity: &Identity<'_>, group: &[usize]) -> Vec<Failure> {
    let distinct = identity.distinct(case, group);
    if distinct.len() < 2 {
        return Vec::new();
    }
    let why = |row| if case.explain { Why::expected(identity.others(case, &distinct, row)) } else { Why::default() };
    group.iter().map(|&row| Failure { row, why: why(row) }).collect()
}

/// What tells records apart.
struct Identity<'a> {
    columns: Vec<&'a TextColumn>,
    fold: Fold,
    /// A record's own code tells it apart only within its system.
    with_system: bool,
}

impl<'a> Identity<'a> {
    fn of(case: &Case<'a>) -> Self {
        let names = case.params.texts("key");
        let own = case.subject.spec.key.as_deref();
        Self {
            columns: case.listed("key"),
            fold: Fold::named(case.params.text("key_fold"), Fold::Code),
            with_system: names.iter().any(|n| Some(*n) == own) && !case.params.flag("per_system"),
        }
    }

    fn is_given(&self, row: usize) -> bool {
        self.columns.iter().any(|c| c.get(row).is_some())
    }

    /// Gives one row for each different identity of a group, with its key.
    fn distinct(&self, case: &Case<'_>, group: &[usize]) -> Vec<(String, usize)> {
        let mut seen: Vec<(String, usize)> = Vec::new();
        for &row in group {
            let key = self.key(case, row);
            // Equal keys are cheap to find and the usual case; agreement of names is looked at only where they differ.
            let known = seen.iter().any(|(k, _)| *k == key) || seen.iter().any(|(_, other)| self.agree(*other, row));
            if !known {
                seen.push((key, row));
            }
            // A value shared by very many things is a stopgap: a few of them are proof enough.
            if seen.len() >= 20 {
                break;
            }
        }
        seen
    }

    fn key(&self, case: &Case<'_>, row: usize) -> String {
        let mut key = String::new();
        for column in &self.columns {
            self.fold.push(column.text(row), &mut key);
            key.push('\u{1f}');
        }
        if self.with_system {
            key.push_str(&case.system(row).to_string());
        }
        key
    }

    /// Names that shorten each other mean one thing.
    fn agree(&self, a: usize, b: usize) -> bool {
        self.fold == Fold::Name
            && self.columns.iter().all(|c| match (c.get(a), c.get(b)) {
                (Some(a), Some(b)) => names_agree(a, b),
                (None, None) => true,
                _ => false,
            })
    }

    /// Names the other identities of a group, the first three of them.
    fn others(&self, case: &Case<'_>, distinct: &[(String, usize)], row: usize) -> String {
        let own = self.key(case, row);
        let named = |r: usize| {
            let values: Vec<&str> = self.columns.iter().filter_map(|c| c.get(r)).collect();
            values.join(" ")
        };
        let others: Vec<String> = distinct.iter().filter(|(key, r)| *key != own && !self.agree(*r, row)).map(|(_, r)| named(*r)).collect();
        let more = others.len().saturating_sub(3);
        let listed = others.iter().take(3).map(String::as_str).collect::<Vec<_>>().join(" | ");
        if more > 0 { format!("= {listed} (+{more})") } else { format!("= {listed}") }
    }
}
