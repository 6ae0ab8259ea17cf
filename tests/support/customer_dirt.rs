//! What people do to customer data when they type it in for the second time.

use super::code::scientific;
use super::customer::Wear;
use super::firm::{Firm, Region, person};
use super::random::Random;
use super::vocabulary::{SOUNDS, TRADITIONAL};

/// Writes the firm's name the way somebody might have.
pub fn name(firm: &Firm, wear: Wear, r: &mut Random) -> String {
    let clean = match wear {
        Wear::First => 820,
        Wear::Copy => 260,
    };
    if r.chance(clean) {
        return firm.name();
    }
    let mut region = firm.region;
    let mut trade = firm.trade.0;
    let mut form = firm.form;
    match r.weighted(&[230, 130, 110, 90, 440]) {
        0 => form = other_form(form),
        1 => form = "",
        2 => trade = firm.trade.1,
        3 => region = other_region(region),
        _ => {}
    }
    // A branch without the form of its parent would run into the region: it keeps it.
    if form.is_empty() && !firm.branch.is_empty() {
        form = firm.form;
    }
    let written = firm.name_with(region, trade, form);
    if r.chance(620) { mistyped(written, firm, r) } else { written }
}

fn other_form(form: &'static str) -> &'static str {
    match form {
        "有限公司" => "有限责任公司",
        "有限责任公司" => "有限公司",
        "股份有限公司" => "股份公司",
        "集团有限公司" => "集团有限责任公司",
        f => f,
    }
}

fn other_region(region: Region) -> Region {
    match region {
        Region::City => Region::CityFull,
        Region::CityFull | Region::Province => Region::Both,
        Region::Both => Region::CityFull,
        other => other,
    }
}

fn mistyped(name: String, firm: &Firm, r: &mut Random) -> String {
    match r.weighted(&[110, 130, 150, 120, 70, 60, 60, 90, 110]) {
        0 => homophone(&name, firm, r),
        1 => traditional(&name),
        2 => name.replace('（', "(").replace('）', ")"),
        3 => spaced(&name, r),
        4 => swapped(&name, r),
        5 => without_one(&name, r),
        6 => doubled(&name, r),
        7 => format!("{name}*"),
        _ => format!("{name}{}", r.pick(&["-张工", "（月结30天）", "_1", " ", "　"])),
    }
}

/// Puts a character of equal sound in place of one of the distinctive name, where there is one.
fn homophone(name: &str, firm: &Firm, r: &mut Random) -> String {
    let chars: Vec<char> = firm.brand.chars().collect();
    let Some(&old) = chars.get(r.below(chars.len())) else { return name.to_owned() };
    let group: Vec<char> = SOUNDS.iter().find(|s| s.contains(old)).map_or_else(Vec::new, |s| s.chars().filter(|&c| c != old).collect());
    if group.is_empty() { name.to_owned() } else { name.replacen(old, &r.pick(&group).to_string(), 1) }
}

/// Writes the name in traditional characters, as far as the table goes.
pub fn traditional(name: &str) -> String {
    name.chars().map(|c| TRADITIONAL.iter().find(|t| t.0 == c).map_or(c, |t| t.1)).collect()
}

fn spaced(name: &str, r: &mut Random) -> String {
    let chars: Vec<char> = name.chars().collect();
    let at = r.between(1, chars.len() - 1);
    let blank = if r.chance(500) { ' ' } else { '　' };
    let mut text: String = chars[..at].iter().collect();
    text.push(blank);
    text.extend(&chars[at..]);
    if r.chance(300) { format!("{blank}{text}") } else { text }
}

/// Swaps two neighbours behind the distinctive name, where the reader still sees what was meant.
fn swapped(name: &str, r: &mut Random) -> String {
    let mut chars: Vec<char> = name.chars().collect();
    let at = r.between(chars.len() / 2, chars.len() - 2);
    chars.swap(at, at + 1);
    chars.into_iter().collect()
}

fn without_one(name: &str, r: &mut Random) -> String {
    let mut chars: Vec<char> = name.chars().collect();
    chars.remove(r.between(chars.len() / 2, chars.len() - 1));
    chars.into_iter().collect()
}

fn doubled(name: &str, r: &mut Random) -> String {
    let mut chars: Vec<char> = name.chars().collect();
    let at = r.below(chars.len());
    chars.insert(at, chars[at]);
    chars.into_iter().collect()
}

/// Draws the status, and writes it into the name where people do that.
pub fn status_and_name(name: String, wear: Wear, r: &mut Random) -> (String, String) {
    let retired = r.chance(if wear == Wear::First { 70 } else { 160 });
    let marked = r.chance(if wear == Wear::First { 12 } else { 70 });
    let status = if retired { "停用" } else { "启用" };
    let name = if marked { format!("{name}{}", r.pick(&["（停用）", "(作废)", "（重复）", "（勿用）"])) } else { name };
    (status.to_owned(), name)
}

/// Writes the tax id, now and then damaged.
pub fn tax_id(firm: &Firm, wear: Wear, r: &mut Random) -> String {
    let id = &firm.tax_id;
    if !r.chance(if wear == Wear::First { 12 } else { 50 }) {
        return id.clone();
    }
    match r.below(5) {
        0 => id.chars().map(|c| char::from_u32(c as u32 + 0xFEE0).unwrap_or(c)).collect(),
        1 => id.to_lowercase(),
        // The id before the three were put together: region and organisation code.
        2 => id[2..17].to_owned(),
        3 => id[..17].to_owned(),
        _ => format!("{} {}", &id[..6], &id[6..]),
    }
}

/// Writes the contact person: somebody else, or just `张经理`, in later copies.
pub fn contact(firm: &Firm, wear: Wear, r: &mut Random) -> String {
    if wear == Wear::First {
        return firm.contact.clone();
    }
    match r.weighted(&[740, 170, 90]) {
        0 => firm.contact.clone(),
        1 => person(r),
        _ => firm.contact.chars().take(1).chain(r.pick(&["经理", "先生", "总"]).chars()).collect(),
    }
}

/// Writes the mobile number in one of its many shapes.
pub fn mobile(firm: &Firm, wear: Wear, r: &mut Random) -> String {
    let number = if wear == Wear::Copy && r.chance(110) { super::code::mobile(r) } else { firm.mobile.clone() };
    match r.weighted(&[940, 20, 15, 25]) {
        0 => number,
        1 => format!("{}-{}-{}", &number[..3], &number[3..7], &number[7..]),
        2 => format!("+86 {number}"),
        _ if wear == Wear::Copy => scientific(&number),
        _ => number,
    }
}

/// Writes the landline in one of its many shapes.
pub fn landline(firm: &Firm, wear: Wear, r: &mut Random) -> String {
    let (area, number) = (firm.place.area, &firm.landline);
    if wear == Wear::First {
        return format!("{area}-{number}");
    }
    match r.weighted(&[760, 80, 60, 60, 40]) {
        0 => format!("{area}-{number}"),
        1 => number.clone(),
        2 => format!("({area}){number}"),
        3 => format!("{area}{number}"),
        _ => format!("{area}-{number}-{}", r.between(801, 888)),
    }
}

/// Writes the address, shortened in later copies.
pub fn address(firm: &Firm, wear: Wear, r: &mut Random) -> String {
    let place = firm.place;
    let kind = if wear == Wear::First { 0 } else { r.weighted(&[560, 160, 120, 100, 60]) };
    match kind {
        0 => firm.address(),
        1 => format!("{}市{}{}", place.city, firm.street, firm.room),
        2 => format!("{}{}", firm.street, firm.room),
        3 => format!("{}{}市{}", place.province, place.city, firm.street).replacen(&format!("{0}{0}", place.city), place.city, 1),
        _ => firm.address().chars().map(|c| if c.is_ascii_digit() { char::from_u32(c as u32 + 0xFEE0).unwrap_or(c) } else { c }).collect(),
    }
}

/// Writes the credit limit with or without thousands separators.
pub fn credit(firm: &Firm, r: &mut Random) -> String {
    let plain = firm.credit.to_string();
    if firm.credit < 1000 || r.chance(500) { plain } else { grouped(&plain) }
}

/// Puts commas between thousands.
pub fn grouped(digits: &str) -> String {
    let mut text = String::new();
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            text.push(',');
        }
        text.push(c);
    }
    text
}

/// Draws a day of the last twenty years in one of three shapes.
pub fn date(r: &mut Random) -> String {
    let (y, m, d) = (r.between(2006, 2025), r.between(1, 12), r.between(1, 28));
    match r.below(3) {
        0 => format!("{y}-{m:02}-{d:02}"),
        1 => format!("{y}/{m:02}/{d:02}"),
        _ => format!("{y}.{m:02}.{d:02}"),
    }
}
