//! Customer master data of any size, drawn from a seed, with the truth about which records are the same firm.

use super::customer_dirt::{address, contact, credit, date, landline, mobile, name, status_and_name, tax_id};
use super::firm::Firm;
use super::random::Random;
use std::io::Write;

/// The columns, as a Chinese ERP exports them.
pub const CUSTOMER_HEADER: [&str; 14] = [
    "客户编码",
    "客户名称",
    "统一社会信用代码",
    "联系人",
    "手机",
    "电话",
    "省份",
    "城市",
    "地址",
    "邮箱",
    "工厂",
    "信用额度",
    "状态",
    "更新日期",
];

/// One record and the firm that it is about.
#[derive(Clone, Debug)]
pub struct Customer {
    /// One text a column of [`CUSTOMER_HEADER`]; empty: missing.
    pub fields: [String; 14],
    /// The firm's number: records of equal number are duplicates.
    pub firm: u32,
}

/// Draws `rows` customer records: about 22 % are further copies of another, spread over the whole file.
pub fn customers(rows: usize, seed: u64) -> impl ExactSizeIterator<Item = Customer> {
    plan(rows, seed).into_iter().enumerate().map(move |(row, (firm, copy))| record(seed, row, firm, copy))
}

/// Writes `rows` customer records as UTF-8 CSV to `out` and `客户编码,firm` to `truth`.
///
/// # Errors
/// If one of them cannot be written.
pub fn generate_customers(rows: usize, seed: u64, out: impl Write, truth: impl Write) -> csv::Result<()> {
    let mut out = csv::Writer::from_writer(out);
    let mut truth = csv::Writer::from_writer(truth);
    out.write_record(CUSTOMER_HEADER)?;
    truth.write_record([CUSTOMER_HEADER[0], "firm"])?;
    for c in customers(rows, seed) {
        out.write_record(&c.fields)?;
        truth.write_record([&c.fields[0], &c.firm.to_string()])?;
    }
    out.flush()?;
    truth.flush()?;
    Ok(())
}

/// Says which firm each record is about and which copy of it: 0 for the first.
fn plan(rows: usize, seed: u64) -> Vec<(u32, u8)> {
    let mut plan = Vec::with_capacity(rows + 4);
    let mut firm = 0;
    while plan.len() < rows {
        let copies = Random::new(seed, 10, u64::from(firm)).weighted(&[834, 86, 52, 28]);
        plan.extend((0..=copies as u8).map(|copy| (firm, copy)));
        firm += 1;
    }
    plan.truncate(rows);
    Random::new(seed, 11, 0).shuffle(&mut plan);
    plan
}

fn record(seed: u64, row: usize, number: u32, copy: u8) -> Customer {
    let firm = Firm::new(seed, number as usize);
    let mut r = Random::new(seed, 12, u64::from(number) << 8 | u64::from(copy));
    let wear = if copy == 0 { Wear::First } else { Wear::Copy };
    let (status, name) = status_and_name(name(&firm, wear, &mut r), wear, &mut r);
    let keep = |share: usize, text: String, r: &mut Random| if r.chance(share) { text } else { String::new() };
    let place = firm.place;
    let tax = tax_id(&firm, wear, &mut r);
    let person = contact(&firm, wear, &mut r);
    let cell = mobile(&firm, wear, &mut r);
    let line = landline(&firm, wear, &mut r);
    let street = address(&firm, wear, &mut r);
    let province = if r.chance(70) { place.province_full() } else { place.province.to_owned() };
    let city = if r.chance(120) { place.city.to_owned() } else { format!("{}市", place.city) };
    let fields = [
        old_code(row, &mut r),
        name,
        keep(430, tax, &mut r),
        keep(680, person, &mut r),
        keep(630, cell, &mut r),
        keep(540, line, &mut r),
        keep(960, province, &mut r),
        keep(960, city, &mut r),
        keep(690, street, &mut r),
        keep(300, firm.email.clone(), &mut r),
        (*r.pick(&["1000", "1100", "2000", "3000"])).to_owned(),
        credit(&firm, &mut r),
        status,
        date(&mut r),
    ];
    Customer { fields, firm: number }
}

/// Whether a record is the first one of its firm or one that somebody entered again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wear {
    /// The first record: mostly clean.
    First,
    /// A further one: mostly not.
    Copy,
}

/// Writes the code of a row in one of three schemes; no two rows share one.
fn old_code(row: usize, r: &mut Random) -> String {
    match r.below(3) {
        0 => format!("C{row:06}"),
        1 => format!("KH-{row:06}"),
        _ => format!("{row:08}"),
    }
}
