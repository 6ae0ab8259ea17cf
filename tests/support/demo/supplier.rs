//! The demo company's suppliers, plant by plant, with their defects.

use super::partner::{again, mark_across, record, retire};
use super::record::{Defect, Fate, Need, Record, mark_shared, plant};
use crate::support::firm::{Firm, person};
use crate::support::random::Random;
use crate::support::sheet::Cell;

const SEED: u64 = 20_260_106;

/// Suppliers of both plants, in the order of their codes.
pub struct Suppliers {
    /// Plant A, Hangzhou: codes are `S` and four digits.
    pub a: Vec<Record>,
    /// Plant B, Suzhou: codes are `V` and six digits; the export speaks English.
    pub b: Vec<Record>,
}

/// Writes all suppliers. `buyers` are records of customers, some of which are suppliers too.
pub fn suppliers(buyers: &mut [Record], size: usize) -> Suppliers {
    let mut r = Random::new(SEED, 33, 0);
    let mut new = |n: usize| record(&Firm::new(SEED, n), ["原材料", "外协加工", "服务"][n % 3], &mut r);
    let mut a: Vec<Record> = (0..90 * size).map(&mut new).collect();
    let mut b: Vec<Record> = (90 * size..180 * size).map(&mut new).collect();
    for buyer in buyers.iter_mut().filter(|c| c.clean()).take(3) {
        let mut seller = buyer.clone();
        seller.set("group", "原材料").fails("tax_id", "also-customer");
        buyer.fails("tax_id", "also-supplier");
        a.push(seller);
    }
    plant(&mut a, DEFECTS_A, size);
    plant(&mut b, DEFECTS_B, size);
    one_account(&mut a);
    for n in 180 * size..220 * size {
        let firm = Firm::new(SEED, n);
        let mut first = new(n);
        first.thing = firm.name();
        let second = again(&firm, &first, n);
        match n / size {
            180..204 => {
                a.push(first);
                b.push(second);
            }
            204..212 => a.extend([first, second]),
            _ => b.extend([first, second]),
        }
    }
    Random::new(SEED, 34, 0).shuffle(&mut a);
    Random::new(SEED, 35, 0).shuffle(&mut b);
    for (i, s) in a.iter_mut().enumerate() {
        s.set("code", format!("S{:04}", 1 + i));
    }
    for (i, s) in b.iter_mut().enumerate() {
        s.set("code", format!("V{:06}", 200_001 + i));
    }
    mark_across(&mut a.iter_mut().chain(&mut b).collect::<Vec<_>>());
    b.iter_mut().for_each(as_plant_b);
    Suppliers { a, b }
}

/// Gives two different firms one bank account, twice.
fn one_account(a: &mut [Record]) {
    let mut two: Vec<&mut Record> = a.iter_mut().filter(|s| s.clean()).take(4).collect();
    for pair in two.chunks_mut(2) {
        let account = pair[0].text("bank_account");
        pair[1].set("bank_account", account);
        mark_shared(pair.iter_mut().map(|s| &mut **s), "bank_account", "same-bank-account", Need::Must);
    }
}

/// Plant B's export says Active and Inactive.
fn as_plant_b(s: &mut Record) {
    let status = if s.text("status") == "停用" { "Inactive" } else { "Active" };
    s.set("status", status);
}

const DEFECTS_A: &[Defect] = &[
    (5, retire),
    (2, |s| {
        let wrong = if s.text("cnaps").ends_with('3') { '4' } else { '3' };
        let code = format!("{}{wrong}", &s.text("cnaps")[..11]);
        s.set("cnaps", code).fails("cnaps", "invalid-cnaps");
    }),
    (3, |s| {
        let holder = person(&mut Random::new(SEED, 36, s.text("mobile").len() as u64));
        s.set("bank_holder", holder).fails("bank_holder", "account-holder");
    }),
    (1, |s| {
        s.set("bank_account", "6222-ABCD").fails("bank_account", "invalid-bank-account");
    }),
    (2, |s| {
        // Marked when all lie side by side.
        s.set("tax_id", "").ends(Fate::Emitted).may("tax_id", "incomplete-invoice-data");
    }),
    (1, |s| {
        s.set("name", "").fails("name", "missing-name").ends(Fate::Left);
    }),
    (2, |s| {
        s.set("email", "sales＠").fails("email", "invalid-email");
    }),
];

const DEFECTS_B: &[Defect] = &[
    (4, retire),
    (2, |s| {
        let other = if s.text("bank_name").starts_with("中国银行") { "中国农业银行" } else { "中国银行" };
        let branch = s.text("bank_name");
        let place = branch.split("银行").nth(1).unwrap_or("").to_owned();
        s.set("bank_name", format!("{other}{place}")).fails("cnaps", "bank-name-code");
    }),
    (2, |s| {
        s.set("phone", "123").fails("phone", "invalid-phone");
    }),
    (2, |s| {
        s.set("bank_name", "").fails("bank_account", "incomplete-bank-data").may("tax_id", "incomplete-invoice-data");
        s.may("bank_name", "incomplete-bank-data");
    }),
    (2, |s| {
        s.put("updated_on", Cell::text("31.02.2024")).fails("updated_on", "invalid-updated-on");
    }),
    (1, |s| {
        let mut id = s.text("tax_id");
        id.truncate(17);
        s.set("tax_id", id).fails("tax_id", "invalid-uscc");
    }),
];
