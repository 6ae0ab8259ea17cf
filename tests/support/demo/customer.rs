//! The demo company's customers, plant by plant, with their defects.

use super::partner::{again, mark_across, record, retire};
use super::record::{ANY_RULE, Defect, Fate, Record, Shape, plant};
use crate::support::code::{credit_check, credit_code_of};
use crate::support::customer_dirt::grouped;
use crate::support::firm::Firm;
use crate::support::random::Random;
use crate::support::sheet::{Cell, Shown};

const SEED: u64 = 20_260_105;

/// Customers of both plants, in the order of their codes.
pub struct Customers {
    /// Plant A, Hangzhou: codes are numbers of six digits.
    pub a: Vec<Record>,
    /// Plant B, Suzhou: codes are `KH-` and five digits.
    pub b: Vec<Record>,
}

/// Writes all customers of a company of this size; the demo's is 1.
pub fn customers(size: usize) -> Customers {
    let mut r = Random::new(SEED, 30, 0);
    let mut new = |n: usize| record(&Firm::new(SEED, n), ["直销客户", "经销商", "整机厂"][n % 3], &mut r);
    let mut a: Vec<Record> = (0..130 * size).map(&mut new).collect();
    let mut b: Vec<Record> = (130 * size..250 * size).map(&mut new).collect();
    plant(&mut a, DEFECTS_A, size);
    plant(&mut b, DEFECTS_B, size);
    // Firms that both plants know, and firms that one plant knows twice.
    for n in 250 * size..310 * size {
        let firm = Firm::new(SEED, n);
        let mut first = new(n);
        first.thing = firm.name();
        let second = again(&firm, &first, n);
        match n / size {
            250..286 => {
                a.push(first);
                b.push(second);
            }
            286..298 => a.extend([first, second]),
            _ => b.extend([first, second]),
        }
    }
    Random::new(SEED, 31, 0).shuffle(&mut a);
    Random::new(SEED, 32, 0).shuffle(&mut b);
    for (i, c) in a.iter_mut().enumerate().filter(|(_, c)| c.text("code") != "-") {
        c.put("code", Cell::Number((100 + i) as f64, Shown::SixDigits));
    }
    for (i, c) in b.iter_mut().enumerate() {
        c.set("code", format!("KH-{:05}", 1 + i));
    }
    same_code(&mut b);
    a.iter_mut().filter(|c| c.text("code") == "-").for_each(|c| {
        c.put("code", Cell::Empty);
    });
    mark_across(&mut a.iter_mut().chain(&mut b).collect::<Vec<_>>());
    b.iter_mut().for_each(as_plant_b);
    Customers { a, b }
}

/// Gives two different firms one code.
fn same_code(b: &mut [Record]) {
    let mut two = b.iter_mut().filter(|c| c.clean());
    if let (Some(first), Some(second)) = (two.next(), two.next()) {
        let code = first.text("code");
        second.set("code", code);
        for c in [first, second] {
            c.shares("code", "duplicate-code", "duplicate-code:customer").may("code", "code-collision").ends(Fate::Any);
        }
    }
}

/// Plant B says 是 and 否 where plant A has a status, and writes amounts with thousands separators.
fn as_plant_b(c: &mut Record) {
    let disabled = if c.text("status") == "停用" { "是" } else { "否" };
    c.set("disabled", disabled);
    for mark in &mut c.marks {
        if mark.rule == "inactive-record" {
            mark.field = "disabled";
        }
    }
    if let Some(Cell::Number(n, Shown::Money)) = c.fields.get("credit_limit") {
        let amount = format!("{}.00", grouped(&format!("{n:.0}")));
        c.set("credit_limit", amount);
    }
    if let Some(Cell::Day(y, m, d)) = c.fields.get("updated_on") {
        let day = format!("{y}/{m}/{d}");
        c.set("updated_on", day);
    }
}

const DEFECTS_A: &[Defect] = &[
    (6, retire),
    (4, wrong_check_character),
    (2, |c| {
        // Digits only, kept as a number: Excel has forgotten the last three.
        c.put("tax_id", Cell::Number(digits_only(c) as f64, Shown::General))
            .fails_one_of("tax_id", &["digits-lost", "scientific-notation"]);
        c.may("tax_id", "invalid-uscc").may("tax_id", "uscc-inner-code").ends(Fate::Any);
    }),
    (2, |c| {
        c.set("name", "").fails("name", "missing-name").ends(Fate::Left);
    }),
    (1, |c| {
        c.set("name", "测试客户")
            .fails("name", "placeholder-name")
            .may("name", "meaningless-name")
            .may("name", "temporary-record")
            .ends(Fate::Left);
    }),
    (1, |c| {
        // A mark for the numbering, which leaves it without a code.
        c.set("code", "-").fails("code", "missing-code").ends(Fate::Any);
    }),
    (3, |c| {
        let email = c.text("email").replace('@', ".");
        c.set("email", email).fails("email", "invalid-email");
    }),
    (3, |c| {
        let mobile = c.text("mobile")[..10].to_owned();
        c.set("mobile", mobile).fails("mobile", "invalid-mobile").may("mobile", "leading-zero-lost");
    }),
    (2, |c| {
        c.set("phone", "0571-12").fails("phone", "invalid-phone");
    }),
    (2, |c| {
        c.set("currency", "XXB").fails("currency", "unknown-currency");
    }),
    (5, |c| {
        c.set("currency", "RMB").may("currency", "unknown-currency");
    }),
    (2, |c| {
        c.put("credit_limit", Cell::money(-500_000)).fails("credit_limit", "negative-credit-limit");
    }),
    (2, |c| {
        c.set("updated_on", "2024-02-30").fails("updated_on", "invalid-updated-on");
    }),
    (1, |c| {
        c.put("updated_on", Cell::Day(2027, 3, 1)).fails("updated_on", "future-date");
    }),
    (2, |c| {
        let name = format!("{} 13800001234", c.text("name"));
        c.set("name", name).fails("name", "foreign-content-name").ends(Fate::Any);
    }),
    (2, |c| {
        let other = if c.text("postcode").starts_with("53") { "100020" } else { "530022" };
        c.set("postcode", other).fails("postcode", "postcode-region");
    }),
    (2, |c| {
        c.set("address", "")
            .fails("address", "missing-address")
            .may("tax_id", "incomplete-invoice-data")
            .may("address", "incomplete-invoice-data");
    }),
    (1, |c| {
        c.set("status", "观察期").fails("status", "unknown-status").ends(Fate::Any);
    }),
    (2, |c| {
        let name = format!("{}（停用）", c.text("name"));
        c.set("name", name).fails("name", "marker-but-active").ends(Fate::Any);
    }),
    (2, |c| {
        let outer = c.text("tax_id");
        c.set("tax_id", with_wrong_inner(&outer)).fails("tax_id", "uscc-inner-code");
    }),
];

const DEFECTS_B: &[Defect] = &[
    (6, retire),
    (3, wrong_check_character),
    (3, |c| {
        let digits = digits_only(c).to_string();
        c.set("tax_id", crate::support::code::scientific(&digits)).fails_one_of("tax_id", &["scientific-notation", "digits-lost"]);
        c.may("tax_id", "invalid-uscc").ends(Fate::Any);
    }),
    (2, |c| {
        let mobile = crate::support::code::scientific(&c.text("mobile"));
        c.set("mobile", mobile).fails_one_of("mobile", &["scientific-notation", "digits-lost"]).may("mobile", "invalid-mobile");
    }),
    (1, |c| {
        c.shape = Shape::Short(4);
        c.fails_one_of("", &["short-row", "missing-cells"]).may("", ANY_RULE).ends(Fate::Any);
    }),
    (1, |c| {
        let address = c.text("address").replacen('市', "市,", 1);
        c.set("address", address)
            .fails_one_of("", &["surplus-cells", "unquoted-delimiter", "surplus-delimiter"])
            .may("", ANY_RULE)
            .ends(Fate::Any);
        c.shape = Shape::Split("address");
    }),
    (2, |c| {
        c.set("name", "锟斤拷锟斤拷锟斤拷锟斤拷公司").fails("name", "mojibake").may("", ANY_RULE).ends(Fate::Any);
    }),
    (3, |c| {
        let email = c.text("email").replace('@', "@@");
        c.set("email", email).fails("email", "invalid-email");
    }),
    (2, |c| {
        let mobile = format!("2{}", &c.text("mobile")[1..]);
        c.set("mobile", mobile).fails("mobile", "invalid-mobile").may("mobile", "leading-zero-lost");
    }),
    (1, |c| {
        let far = if c.text("province") == "云南" { "福建" } else { "云南" };
        c.set("province", far).fails("province", "province-address");
    }),
    (1, |c| {
        let far = if c.text("city") == "昆明市" { "厦门市" } else { "昆明市" };
        c.set("city", far).fails("city", "city-address").may("province", "province-address");
    }),
    (2, |c| {
        c.set("updated_on", "2024/13/5").fails("updated_on", "invalid-updated-on");
    }),
    (1, |c| {
        let outer = format!("99{}", &c.text("tax_id")[2..17]);
        c.set("tax_id", format!("{outer}{}", credit_check(&outer))).fails("tax_id", "uscc-type");
    }),
    (1, |c| {
        let outer = format!("91990000{}", &c.text("tax_id")[8..17]);
        c.set("tax_id", format!("{outer}{}", credit_check(&outer))).fails("tax_id", "uscc-region");
    }),
    (2, |c| {
        let tax_id: String = c.text("tax_id").chars().map(|d| char::from_u32(d as u32 + 0xFEE0).unwrap_or(d)).collect();
        c.set("tax_id", tax_id).may("tax_id", "invalid-uscc");
    }),
    (1, |c| {
        // A line break inside quotes: the lines below count one more.
        let address = c.text("address").replacen('市', "市\n", 1);
        c.set("address", address).may("address", "control-characters");
    }),
];

fn wrong_check_character(c: &mut Record) {
    let mut id = c.text("tax_id");
    let wrong = if id.pop() == Some('7') { '8' } else { '7' };
    id.push(wrong);
    c.set("tax_id", id).fails("tax_id", "invalid-uscc");
}

/// Makes the record's number one of digits alone, valid as it stood in the licence.
fn digits_only(c: &Record) -> u64 {
    let id = c.text("tax_id");
    let serial: u64 = c.text("mobile")[3..].parse().expect("a clean mobile number is made of digits");
    (0..)
        .map(|n| credit_code_of("91", &id[2..8], &format!("{:08}", (serial + n) % 100_000_000)))
        .find_map(|code| code.parse().ok())
        .expect("one serial in a few has digits for both check characters")
}

/// Breaks the inner check character and mends the outer one.
fn with_wrong_inner(id: &str) -> String {
    let inner = if id.ends_with('0') || &id[16..17] == "5" { '6' } else { '5' };
    let outer = format!("{}{inner}", &id[..16]);
    format!("{outer}{}", credit_check(&outer))
}
