//! Finds malformed e-mail addresses.

use super::super::case::Case;
use super::super::doc::{CheckDoc, Example};
use super::super::judgement::{Judgement, Outcome};

pub(in super::super) const DOC: CheckDoc = CheckDoc {
    name: "email_form",
    does: (
        "邮箱格式不对；用分号、逗号分开的多个地址逐个检查。",
        "The e-mail address is malformed; several addresses parted by semicolons or commas are judged one by one.",
    ),
    needs_field: true,
    parameters: &[],
    example: Example {
        field: "email",
        params: "",
        table: "email\nsales@example.com\nsales@example\nsales.example.com\na@x.cn; b@y.com\na@@x.cn\n李 <li@x.cn>",
        others: &[],
        fails: &[2, 3, 5, 6],
    },
    run,
};

fn run(case: &Case<'_>) -> Outcome {
    case.each_value(|_, value| {
        let mut addresses = value.split([';', ',', '；', '，', '、']).map(str::trim).filter(|a| !a.is_empty()).peekable();
        Judgement::good_if(addresses.peek().is_some() && addresses.all(is_address))
    })
}

/// Judges the usual form of addresses (RFC 5321 without quoted local parts and address literals).
fn is_address(address: &str) -> bool {
    let Some((local, domain)) = address.rsplit_once('@') else { return false };
    let local_char = |c: char| c.is_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.".contains(c);
    let label = |l: &str| {
        (1..=63).contains(&l.len()) && !l.starts_with('-') && !l.ends_with('-') && l.chars().all(|c| c.is_alphanumeric() || c == '-')
    };
    let dots = |s: &str| s.starts_with('.') || s.ends_with('.') || s.contains("..");
    let top = domain.rsplit('.').next().unwrap_or("");
    (1..=64).contains(&local.len())
        && local.chars().all(local_char)
        && !dots(local)
        && domain.contains('.')
        && domain.split('.').all(label)
        && top.chars().count() >= 2
        && top.chars().any(char::is_alphabetic)
}
