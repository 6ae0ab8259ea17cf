//! Customers and suppliers of the demo company: clean records, second records of the same firm, and what both share.

use super::record::{Fate, Need, Record, mark_shared};
use crate::support::code::bank_branch_code;
use crate::support::customer_dirt::traditional;
use crate::support::firm::{Firm, Region};
use crate::support::place::Place;
use crate::support::random::Random;
use crate::support::sheet::Cell;
use crate::support::vocabulary::SOUNDS;

/// Banks with the prefix of their 联行号.
const BANKS: [(&str, &str); 6] = [
    ("中国工商银行", "102"),
    ("中国农业银行", "103"),
    ("中国银行", "104"),
    ("中国建设银行", "105"),
    ("交通银行", "301"),
    ("招商银行", "308"),
];

/// Writes the clean record of a firm, without a code: every field filled and in agreement with the others.
pub fn record(firm: &Firm, group: &str, r: &mut Random) -> Record {
    let Place { province, city, district, postcode, bank_city, .. } = *firm.place;
    let (bank, prefix) = *r.pick(&BANKS);
    let mut record = Record::new([
        ("name", firm.name()),
        ("tax_id", firm.tax_id.clone()),
        ("group", group.to_owned()),
        ("contact", firm.contact.clone()),
        ("mobile", firm.mobile.clone()),
        ("phone", firm.phone()),
        ("province", province.to_owned()),
        ("city", format!("{city}市")),
        ("address", firm.address()),
        ("postcode", postcode.to_owned()),
        ("email", firm.email.clone()),
        ("bank_name", format!("{bank}{city}{}支行", district.trim_end_matches("新区").trim_end_matches('区'))),
        ("bank_account", format!("{}{}{}", r.between(11, 48), r.digits(14), r.between(1, 9))),
        ("bank_holder", firm.name()),
        ("cnaps", bank_branch_code(prefix, bank_city, r)),
        ("payment_terms", (*r.pick(&["月结30天", "月结60天", "款到发货"])).to_owned()),
        ("currency", "CNY".to_owned()),
        ("status", "启用".to_owned()),
    ]);
    record.put("credit_limit", Cell::money(i64::from(firm.credit) * 100 + 1_000_000));
    record.put("updated_on", Cell::Day(r.between(2023, 2025) as u16, r.between(1, 12) as u8, r.between(1, 28) as u8));
    record
}

/// Writes a second record of the firm that `first` is about: this often it is told by name, by number, or by where it is.
pub fn again(firm: &Firm, first: &Record, kind: usize) -> Record {
    let mut second = first.clone();
    second.put("updated_on", Cell::Day(2022, 1 + (kind % 12) as u8, 15));
    match kind % 10 {
        // The same name and number, another contact.
        0 => second.set("contact", "").set("mobile", ""),
        1 => second.set("name", firm.name_with(firm.region, firm.trade.0, other_form(firm.form))).set("tax_id", ""),
        2 => second.set("name", firm.name_with(Region::Bracket, firm.trade.0, firm.form).replace('（', "(").replace('）', ")")),
        3 => second.set("name", traditional(&firm.name())),
        4 => second.set("name", firm.name_with(firm.region, firm.trade.1, firm.form)).set("tax_id", ""),
        5 => second.set("name", homophone(firm)),
        6 => second.set("name", format!("{}*", firm.name())),
        7 => second.set("name", firm.name_with(Region::Both, firm.trade.0, firm.form)).set("tax_id", ""),
        // The number before the three were put together.
        8 => second.set("tax_id", &firm.tax_id[2..17]).fails("tax_id", "old-tax-id").may("name", "same-name-other-tax-id"),
        _ => second.set("name", spaced(&firm.name())).set("tax_id", ""),
    };
    second
}

fn other_form(form: &str) -> &'static str {
    match form {
        "有限公司" => "有限责任公司",
        "有限责任公司" => "有限公司",
        "股份有限公司" => "股份公司",
        "集团有限公司" => "集团有限责任公司",
        "厂" => "工厂",
        "经营部" => "经营部（个体工商户）",
        _ => "商行（个体工商户）",
    }
}

fn homophone(firm: &Firm) -> String {
    let swap = firm.brand.chars().find_map(|c| {
        let group = SOUNDS.iter().find(|s| s.contains(c) && s.chars().count() > 1)?;
        group.chars().find(|&o| o != c).map(|o| (c, o))
    });
    swap.map_or_else(|| firm.name(), |(old, new)| firm.name().replacen(old, &new.to_string(), 1))
}

fn spaced(name: &str) -> String {
    let at = name.char_indices().nth(2).map_or(name.len(), |c| c.0);
    format!("{}　{}", &name[..at], &name[at..])
}

/// Says that a record is retired, and so left out.
pub fn retire(record: &mut Record) {
    record.set("status", "停用").fails("status", "inactive-record").ends(Fate::Skipped);
}

/// Marks what only shows when all records of both plants lie side by side.
pub fn mark_across(records: &mut [&mut Record]) {
    for r in records.iter_mut().filter(|r| r.text("tax_id").is_empty()) {
        r.fails("tax_id", "missing-tax-id");
    }
    // Where the name was changed the holder of the account was not.
    for r in records.iter_mut().filter(|r| r.text("name") != r.text("bank_holder")) {
        r.may("bank_holder", "account-holder");
    }
    mark_shared(records.iter_mut().map(|r| &mut **r), "tax_id", "same-tax-id", Need::Must);
    // Two records of one firm share these because they are of one firm.
    mark_shared(records.iter_mut().map(|r| &mut **r), "bank_account", "same-bank-account", Need::May);
    mark_shared(records.iter_mut().map(|r| &mut **r), "mobile", "same-mobile", Need::May);
}
