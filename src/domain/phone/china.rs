//! The Chinese numbering plan: mobiles, landlines with area codes, service numbers.

use super::area::AreaCodes;
use super::{Phone, PhoneFault, PhoneKind};

/// The digits of one number as they were written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Dialled {
    /// Whether a `+` stood in front.
    pub plus: bool,
    /// All digits but the extension's.
    pub digits: String,
    /// The extension's digits.
    pub extension: String,
}

impl Dialled {
    /// Gives country code and number where another country's code stands in front (`+` or `00`).
    pub(super) fn foreign(&self) -> Option<String> {
        let digits = if self.plus { self.digits.trim_start_matches('0') } else { self.digits.strip_prefix("00")? };
        (!digits.starts_with("86") && !digits.starts_with('0') && digits.len() >= 7).then(|| digits.to_owned())
    }
}

/// Reads a Chinese number; `before` is the number in front of it in the same cell.
pub(super) fn read(number: &Dialled, areas: &AreaCodes, before: Option<&Phone>) -> Result<Phone, PhoneFault> {
    let national = national(number);
    let phone = |area: &str, subscriber: &str, kind| Phone {
        country: "86".to_owned(),
        area: area.to_owned(),
        subscriber: subscriber.to_owned(),
        extension: number.extension.clone(),
        kind,
        repaired: false,
    };
    let digits = national.as_str();
    if is_mobile(digits) {
        return Ok(phone("", digits, PhoneKind::Mobile));
    }
    if is_service(digits) {
        return Ok(phone("", digits, PhoneKind::Service));
    }
    if digits.starts_with('0') {
        return landline(digits, areas).map(|(area, rest)| phone(area, rest, PhoneKind::Landline));
    }
    if is_subscriber(digits) {
        let area = before.filter(|p| p.kind == PhoneKind::Landline).map(|p| p.area.as_str());
        return area.map(|a| phone(a, digits, PhoneKind::Landline)).ok_or(PhoneFault::MissingArea);
    }
    let zero = format!("0{digits}");
    match landline(&zero, areas) {
        // A number that begins with 1 and is no mobile is a mistyped mobile rather than 010 without its zero, unless the length says so.
        Ok((area, rest)) if !digits.starts_with('1') || digits.len() == 10 && rest.len() == 8 => {
            Ok(Phone { repaired: !number.plus && national.len() == number.digits.len(), ..phone(area, rest, PhoneKind::Landline) })
        }
        _ => Err(PhoneFault::Length),
    }
}

/// Takes the country code, the zeros in front of it and the zero in front of a mobile away.
fn national(number: &Dialled) -> String {
    let mut digits = number.digits.as_str();
    let international = digits.strip_prefix("0086").or_else(|| if number.plus { digits.strip_prefix("86") } else { None });
    if let Some(rest) = international {
        digits = rest;
    } else if let Some(rest) = digits.strip_prefix("86")
        && (is_mobile(rest) || rest.starts_with('0') || (10..=11).contains(&rest.len()) && !rest.starts_with('1'))
    {
        digits = rest;
    }
    match digits.strip_prefix('0') {
        Some(rest) if is_mobile(rest) && !digits.starts_with("010") => rest.to_owned(),
        _ => digits.to_owned(),
    }
}

pub(super) fn is_mobile(digits: &str) -> bool {
    let mut head = digits.bytes();
    digits.len() == 11 && head.next() == Some(b'1') && head.next().is_some_and(|b| (b'3'..=b'9').contains(&b))
}

/// 400 and 800 numbers have ten digits; 95xxx, 96xxx, 100xx and 12xxx are services of banks, utilities and carriers.
fn is_service(digits: &str) -> bool {
    match digits.len() {
        10 => digits.starts_with("400") || digits.starts_with("800"),
        5 => ["95", "96", "100", "12"].iter().any(|p| digits.starts_with(p)),
        6 => digits.starts_with("95") || digits.starts_with("96"),
        _ => false,
    }
}

pub(super) fn is_subscriber(digits: &str) -> bool {
    matches!(digits.len(), 7 | 8) && digits.bytes().next().is_some_and(|b| (b'2'..=b'9').contains(&b))
}

fn landline<'a>(digits: &'a str, areas: &AreaCodes) -> Result<(&'a str, &'a str), PhoneFault> {
    let (area, rest) = areas.split(digits).ok_or(if digits.len() < 10 { PhoneFault::Length } else { PhoneFault::UnknownArea })?;
    if is_subscriber(rest) { Ok((area, rest)) } else { Err(PhoneFault::Length) }
}
