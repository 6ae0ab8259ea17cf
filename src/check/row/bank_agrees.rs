//! Finds bank codes that belong to another bank than the named one.

use super::super::case::Case;
use super::super::doc::{CheckDoc, Example, Kind, Parameter};
use super::super::judgement::{Judgement, Outcome, Why};
use crate::domain::codes::cnaps;
use crate::domain::fold::simplify;

pub(in super::super) const DOC: CheckDoc = CheckDoc {
    name: "bank_agrees",
    does: (
        "联行号前三位的行别与开户行名称是两家不同的银行。只判断全国性银行。",
        "The first three digits of the CNAPS code and the bank's name mean two different banks. Only nationwide banks are judged.",
    ),
    needs_field: true,
    parameters: &[Parameter::new("bank", Kind::Field, "开户行字段", "the field of the bank's name")],
    example: Example {
        field: "cnaps",
        params: "bank = \"bank_name\"",
        table: "cnaps|bank_name\n102100099996|中国工商银行北京分行\n102100099996|招商银行北京分行\n102100099996|苏州银行",
        others: &[],
        fails: &[2],
    },
    run,
};

/// The first three digits of CNAPS codes and what names of branches of that bank hold.
const BANKS: &[(&str, &[&str])] = &[
    ("102", &["工商银行", "工行", "ICBC"]),
    ("103", &["农业银行", "农行"]),
    ("104", &["中国银行", "中行"]),
    ("105", &["建设银行", "建行"]),
    ("201", &["国家开发银行"]),
    ("202", &["进出口银行"]),
    ("203", &["农业发展银行"]),
    ("301", &["交通银行", "交行"]),
    ("302", &["中信银行"]),
    ("303", &["光大银行"]),
    ("304", &["华夏银行"]),
    ("305", &["民生银行"]),
    ("306", &["广发银行", "广东发展银行"]),
    ("307", &["平安银行", "深圳发展银行"]),
    ("308", &["招商银行", "招行"]),
    ("309", &["兴业银行"]),
    ("310", &["浦发银行", "浦东发展银行"]),
    ("403", &["邮政储蓄", "邮储"]),
];

fn run(case: &Case<'_>) -> Outcome {
    let Some(banks) = case.named("bank") else { return Outcome::default() };
    case.each_value(|row, value| {
        let verdict = cnaps::check(value);
        let (Some(code), Some(bank)) = (verdict.normalised().and_then(|c| c.get(..3)), banks.get(row)) else {
            return Judgement::NotApplicable;
        };
        match (by_code(code), by_name(bank)) {
            (Some(of_code), Some((named, _))) if of_code.0 != *named => case.bad(|| Why::expected(format!("{named}…"))),
            (Some(_), Some(_)) => Judgement::Good,
            _ => Judgement::NotApplicable,
        }
    })
}

fn by_code(code: &str) -> Option<&'static (&'static str, &'static [&'static str])> {
    BANKS.iter().find(|(c, _)| *c == code)
}

/// Finds the one bank that a name means; names that mean two (a branch in a street named after another bank) are left alone.
fn by_name(name: &str) -> Option<&'static (&'static str, &'static [&'static str])> {
    let name = simplify(name);
    let mut found = BANKS.iter().filter(|(_, words)| words.iter().any(|w| name.contains(w)));
    found.next().filter(|_| found.next().is_none())
}
