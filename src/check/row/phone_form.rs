//! Finds phone numbers that cannot be dialled.

use super::super::case::Case;
use super::super::country::Countries;
use super::super::doc::{CheckDoc, Example, Kind, Parameter};
use super::super::judgement::{Judgement, Outcome, Why};
use super::super::keys::is_blank_word;
use crate::domain::fold::fold_width;
use crate::domain::phone::{AreaCodes, PhoneFault, PhoneKind, is_domestic, read};
use crate::model::{TextColumn, both};

pub(in super::super) const DOC: CheckDoc = CheckDoc {
    name: "phone_form",
    does: (
        "电话号码不正确：位数、区号、手机号段不对，缺区号，或已成科学计数法。境外号码只看字符和位数；整列都不像大陆号码且没有国家时也按境外判断。",
        "The phone number is wrong: length, area code or prefix do not exist, the area code is missing, or it is in scientific notation. Foreign numbers are judged by characters and length alone; so are columns without a country in which hardly anything looks like a mainland number.",
    ),
    needs_field: true,
    parameters: &[
        Parameter::new("country", Kind::Field, "国家字段", "the field of the country"),
        Parameter::new("kind", Kind::OneOf(&["any", "mobile"]), "任何号码，或只能是手机", "any number, or mobile numbers only"),
    ],
    example: Example {
        field: "mobile",
        params: "kind = \"mobile\"",
        table: "mobile\n13800138000\n175-7733-4281\n1380013800\n0512-65881234\n1.38E+10",
        others: &[],
        fails: &[3, 4, 5],
    },
    run,
};

/// Values looked at to learn whether a column without countries holds mainland numbers.
const SAMPLE: usize = 1000;

fn run(case: &Case<'_>) -> Outcome {
    let Some(column) = case.column() else { return Outcome::default() };
    let own = case.subject.plan.table("area_codes");
    let areas = if own.rows.is_empty() { None } else { Some(AreaCodes::parse(&own.header, &own.rows)) };
    let areas = areas.as_ref().unwrap_or_else(|| AreaCodes::standard());
    let countries = Countries::of(case);
    let mobile_only = case.params.text("kind") == Some("mobile");
    let chinese = looks_chinese(column, areas);
    case.each_value(|row, value| {
        if is_blank_word(value) {
            return Judgement::NotApplicable;
        }
        if !countries.mainland(row).unwrap_or(chinese) {
            return Judgement::good_if(is_dialable(value));
        }
        // The usual case at once; a landline has a dash.
        if is_domestic(value, areas) && !(mobile_only && value.contains('-')) {
            return Judgement::Good;
        }
        match read(value, areas) {
            Ok(phones) if mobile_only && phones.numbers.iter().any(|p| !matches!(p.kind, PhoneKind::Mobile | PhoneKind::Foreign)) => {
                case.bad(|| Why::expected("1[3-9]xxxxxxxxx"))
            }
            Ok(_) => Judgement::Good,
            Err(fault) => case.bad(|| Why::expected(said(fault))),
        }
    })
}

/// Says whether at least half of the first values read as numbers of mainland China.
fn looks_chinese(column: &TextColumn, areas: &AreaCodes) -> bool {
    let (mut seen, mut chinese) = (0, 0);
    for value in column.iter().flatten().filter(|v| !is_blank_word(v)).take(SAMPLE) {
        seen += 1;
        chinese += usize::from(read(value, areas).is_ok_and(|p| p.numbers.iter().any(|n| n.country == "86")));
    }
    chinese * 2 >= seen
}

/// Judges a foreign number: signs that phone numbers have, and 5 to 15 digits for each (E.164 allows 15), extensions aside.
fn is_dialable(value: &str) -> bool {
    let text = fold_width(value).to_lowercase();
    let bare = text.replace("ext", "x").replace("tel", "").replace("fax", "").replace("phone", "");
    let number = |part: &str| {
        let dialled = part.split('x').next().unwrap_or("");
        let digits = dialled.bytes().filter(u8::is_ascii_digit).count();
        (5..=15).contains(&digits) && part.chars().all(|c| c.is_ascii_digit() || " +-.()[]x#:'/".contains(c))
    };
    let mut parts = bare.split([';', ',', '|']).map(str::trim).filter(|p| !p.is_empty()).peekable();
    parts.peek().is_some() && parts.all(number)
}

fn said(fault: PhoneFault) -> String {
    let (zh, en) = match fault {
        PhoneFault::NotAPhone => ("不是电话号码", "no phone number"),
        PhoneFault::Placeholder => ("占位号码", "a filler"),
        PhoneFault::Scientific => ("科学计数法", "scientific notation"),
        PhoneFault::MissingArea => ("缺区号", "area code missing"),
        PhoneFault::UnknownArea => ("区号不存在", "unknown area code"),
        PhoneFault::Length => ("位数不对", "wrong number of digits"),
        PhoneFault::Foreign => ("号码不在该国号段内", "not in the country's numbering plan"),
    };
    both(zh, en)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn foreign_numbers_are_judged_by_signs_and_length() {
        for (value, expected) in [
            ("(503) 555-9831", true),
            ("030-0074321", true),
            ("+49 711 555 2345 ext. 12", true),
            ("(5) 555-4729", true),
            ("n.n.", false),
            ("1234", false),
            ("call me", false),
            ("555-1100; 555-1200", true),
            ("1.38E+10", false),
        ] {
            assert_eq!(is_dialable(value), expected, "{value}");
        }
    }
}
