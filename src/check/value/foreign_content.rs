//! Finds content in a text that belongs into another field.

use super::super::case::Case;
use super::super::doc::{CheckDoc, Example, Kind, Parameter};
use super::super::judgement::{Judgement, Outcome, Why};
use crate::domain::codes::{identity_card, taxpayer};
use regex::Regex;
use std::sync::OnceLock;

pub(in super::super) const DOC: CheckDoc = CheckDoc {
    name: "foreign_content",
    does: (
        "文本里混有属于其他字段的内容：电话、税号、邮箱、身份证号、银行账号、账期、日期。",
        "The text holds what belongs into another field: a phone, tax or identity number, an e-mail address, a bank account, payment terms, a date.",
    ),
    needs_field: true,
    parameters: &[Parameter::new("kinds", Kind::SomeOf(KINDS), "要找的内容；默认全部", "what to look for; everything by default")],
    example: Example {
        field: "name",
        params: "kinds = [\"phone\", \"tax_id\", \"terms\"]",
        table: "name\n苏州华泰机械有限公司\n苏州华泰机械13812345678\n华泰914403001922038216\n华泰机械（月结30天）\n第7281厂",
        others: &[],
        fails: &[2, 3, 4],
    },
    run,
};

const KINDS: &[&str] = &["phone", "tax_id", "email", "id_card", "bank_account", "terms", "date"];

fn run(case: &Case<'_>) -> Outcome {
    let kinds = case.params.texts("kinds");
    let kinds: Vec<&str> = if kinds.is_empty() { KINDS.to_vec() } else { kinds };
    case.each_value(|_, value| {
        // All but terms and addresses have at least five digits; most texts have not.
        let few_digits = value.bytes().filter(u8::is_ascii_digit).count() < 5;
        let found = kinds.iter().filter(|kind| !few_digits || matches!(**kind, "terms" | "email")).find_map(|kind| find(kind, value));
        match found {
            None => Judgement::Good,
            Some(found) => case.bad(|| Why::expected(format!("≠ {found}"))),
        }
    })
}

/// Finds the first content of a kind.
fn find<'a>(kind: &str, text: &'a str) -> Option<&'a str> {
    match kind {
        // All of these terms have one of these characters.
        "terms" if text.contains(['结', '款', '账']) => first(&TERMS, TERMS_PATTERN, text),
        "email" if text.contains('@') => first(&EMAIL, EMAIL_PATTERN, text),
        "phone" => first(&PHONE, PHONE_PATTERN, text),
        "date" => first(&DATE, DATE_PATTERN, text),
        "tax_id" => runs(text).find(|run| run.len() >= 15 && taxpayer::check(run).is_usable()),
        "id_card" => runs(text).find(|run| run.len() == 18 && identity_card::check(run).is_usable()),
        "bank_account" => runs(text).find(|run| (16..=25).contains(&run.len()) && run.bytes().all(|b| b.is_ascii_digit())),
        _ => None,
    }
}

static TERMS: OnceLock<Regex> = OnceLock::new();
static EMAIL: OnceLock<Regex> = OnceLock::new();
static PHONE: OnceLock<Regex> = OnceLock::new();
static DATE: OnceLock<Regex> = OnceLock::new();

const TERMS_PATTERN: &str = "月结|现结|款到发货|货到付款|预付款|[0-9]+天账期|账期[0-9]+";
const EMAIL_PATTERN: &str = r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+";
/// A mainland mobile number, a landline with its area code, or a number after the word for telephone.
const PHONE_PATTERN: &str = r"(?:^|[^0-9A-Za-z.])(1[3-9][0-9]{9}|0[1-9][0-9]{1,2}[- ]?[2-9][0-9]{6,7}|400[- ]?[0-9]{3}[- ]?[0-9]{4})(?:[^0-9A-Za-z.]|$)|(?i:电话|手机|联系方式|tel|phone)[.:： ]*([0-9+][0-9 -]{6,})";
const DATE_PATTERN: &str = r"(?:^|[^0-9])((?:19|20)[0-9]{2}(?:年(?:1[0-2]|0?[1-9])月(?:[0-9]{1,2}日)?|[-/.](?:1[0-2]|0?[1-9])[-/.](?:3[01]|[12][0-9]|0?[1-9])))(?:[^0-9]|$)";

fn first<'a>(cell: &'static OnceLock<Regex>, pattern: &str, text: &'a str) -> Option<&'a str> {
    let found = cell.get_or_init(|| Regex::new(pattern).expect("the pattern is a constant")).captures(text)?;
    found.iter().skip(1).flatten().next().or_else(|| found.get(0)).map(|m| m.as_str())
}

/// Runs of letters and digits.
fn runs(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|run| !run.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_is_found_by_kind() {
        for (kind, text, expected) in [
            ("phone", "张工13812345678", Some("13812345678")),
            ("phone", "华泰 0512-65881234", Some("0512-65881234")),
            ("phone", "Tel: 555 0100 22", Some("555 0100 22")),
            ("phone", "轴承6205-2RS 113812345678", None),
            ("phone", "M8×20 GB/T 5783-2016", None),
            ("tax_id", "华泰（914403001922038216）", Some("914403001922038216")),
            ("tax_id", "型号914403001922038217", None),
            ("id_card", "身份证110101199003077571", Some("110101199003077571")),
            ("email", "联系 li@x.com.cn", Some("li@x.com.cn")),
            ("email", "M8@20", None),
            ("terms", "华泰-月结60天", Some("月结")),
            ("date", "支架2023年5月改", Some("2023年5月")),
            ("date", "GB/T 5783-2016", None),
            ("date", "样件2023-05-01", Some("2023-05-01")),
            ("bank_account", "账号6222020200112345679", Some("6222020200112345679")),
        ] {
            assert_eq!(find(kind, text), expected, "{kind} in {text}");
        }
    }
}
