//! Phone numbers as people write them in master data: several in a cell, with extensions, names, lost zeros and inherited area codes.

mod area;
mod china;
mod split;

pub use area::{Area, AreaCodes};

use super::codes::{is_filler, is_scientific};
use super::fold::{clean, fold_width};
use china::Dialled;

/// One phone number.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Phone {
    /// Country calling code without `+`, such as `86`.
    pub country: String,
    /// Area code of a Chinese landline with its leading zero; empty for everything else.
    pub area: String,
    /// The digits of the subscriber; for foreign numbers all digits after the country code.
    pub subscriber: String,
    /// The extension; empty where there is none.
    pub extension: String,
    /// What kind of number it is.
    pub kind: PhoneKind,
    /// Whether a leading zero was put back, which a person or the rest of the column must confirm.
    pub repaired: bool,
}

/// The kind of a phone number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PhoneKind {
    /// A Chinese mobile number: `1[3-9]` and nine digits.
    Mobile,
    /// A Chinese landline.
    Landline,
    /// A Chinese service number: 400, 800, 95xxx and the like.
    Service,
    /// A number of another country.
    Foreign,
}

impl Phone {
    /// Gives the international form (E.164), with `;ext=` for an extension as in RFC 3966.
    pub fn e164(&self) -> String {
        let mut out = format!("+{}{}{}", self.country, self.area.trim_start_matches('0'), self.subscriber);
        if !self.extension.is_empty() {
            out.push_str(";ext=");
            out.push_str(&self.extension);
        }
        out
    }

    /// Gives the form that is dialled and written in China: `13800138000`, `0755-26780808-801`, `400-830-0200`; foreign numbers in the
    /// international form.
    pub fn domestic(&self) -> String {
        let mut out = match self.kind {
            PhoneKind::Mobile => self.subscriber.clone(),
            PhoneKind::Landline => format!("{}-{}", self.area, self.subscriber),
            PhoneKind::Service => match (self.subscriber.get(..3), self.subscriber.get(3..6), self.subscriber.get(6..10)) {
                (Some(a), Some(b), Some(c)) => format!("{a}-{b}-{c}"),
                _ => self.subscriber.clone(),
            },
            PhoneKind::Foreign => format!("+{}{}", self.country, self.subscriber),
        };
        if !self.extension.is_empty() {
            out.push_str(if self.kind == PhoneKind::Foreign { " ext " } else { "-" });
            out.push_str(&self.extension);
        }
        out
    }
}

/// What a cell of phone numbers holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Phones {
    /// The numbers, in order, none twice.
    pub numbers: Vec<Phone>,
    /// Words that stood beside them and are no label, such as a person's name.
    pub remark: String,
}

/// Why a cell holds no usable phone number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PhoneFault {
    /// No digits that could be a number.
    NotAPhone,
    /// A filler such as `0000-00000000`.
    Placeholder,
    /// A spreadsheet wrote it in scientific notation; its digits are lost.
    Scientific,
    /// A landline without area code; never guessed here.
    MissingArea,
    /// The area code does not exist.
    UnknownArea,
    /// Too few or too many digits.
    Length,
    /// The country's numbering plan does not know the number.
    Foreign,
}

impl PhoneFault {
    /// Gives the stable name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NotAPhone => "not-a-phone",
            Self::Placeholder => "placeholder",
            Self::Scientific => "scientific",
            Self::MissingArea => "missing-area",
            Self::UnknownArea => "unknown-area",
            Self::Length => "length",
            Self::Foreign => "foreign",
        }
    }
}

/// Reads all numbers of a cell. A later number without area code takes the area of the one before it (`0755-26780808/26780809`).
///
/// ```
/// use cutover::domain::phone::{AreaCodes, read};
/// let phones = read("张工 0512-57891234转8001", AreaCodes::standard()).unwrap();
/// assert_eq!(phones.numbers[0].domestic(), "0512-57891234-8001");
/// assert_eq!(phones.remark, "张工");
/// ```
///
/// # Errors
/// If any part of the cell that looks like a number cannot be read: nothing is dropped silently.
pub fn read(text: &str, areas: &AreaCodes) -> Result<Phones, PhoneFault> {
    let clean = clean(text);
    let text = fold_width(&clean);
    if is_scientific(&text) {
        return Err(PhoneFault::Scientific);
    }
    let mut phones = Phones::default();
    for part in split::parts(&text) {
        let (number, remark) = split::dialled(&part);
        if !remark.is_empty() {
            if !phones.remark.is_empty() {
                phones.remark.push(' ');
            }
            phones.remark.push_str(&remark);
        }
        if number.digits.is_empty() {
            continue;
        }
        let phone = read_one(&number, areas, phones.numbers.last())?;
        if !phones.numbers.contains(&phone) {
            phones.numbers.push(phone);
        }
    }
    if phones.numbers.is_empty() { Err(PhoneFault::NotAPhone) } else { Ok(phones) }
}

/// Says whether a cell holds one Chinese mobile or landline number in its [`Phone::domestic`] form, which is the usual case.
pub fn is_domestic(text: &str, areas: &AreaCodes) -> bool {
    let digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
    match text.split_once('-') {
        None => china::is_mobile(text) && digits(text) && !is_filler(text),
        Some((area, number)) => areas.get(area).is_some() && china::is_subscriber(number) && digits(number) && !is_filler(number),
    }
}

fn read_one(number: &Dialled, areas: &AreaCodes, before: Option<&Phone>) -> Result<Phone, PhoneFault> {
    if is_filler(&number.digits) || number.digits.trim_start_matches('0').is_empty() {
        return Err(PhoneFault::Placeholder);
    }
    match number.foreign() {
        Some(digits) => foreign(&digits, &number.extension),
        None => china::read(number, areas, before),
    }
}

fn foreign(digits: &str, extension: &str) -> Result<Phone, PhoneFault> {
    let parsed = phonenumber::parse(None, format!("+{digits}")).map_err(|_| PhoneFault::Foreign)?;
    if !phonenumber::is_valid(&parsed) {
        return Err(PhoneFault::Foreign);
    }
    let country = parsed.code().value().to_string();
    let subscriber = digits.strip_prefix(&country).unwrap_or(digits).to_owned();
    Ok(Phone { country, area: String::new(), subscriber, extension: extension.to_owned(), kind: PhoneKind::Foreign, repaired: false })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(input: &str, expected: &str) {
        let actual = match read(input, AreaCodes::standard()) {
            Ok(p) => {
                let numbers: Vec<String> =
                    p.numbers.iter().map(|n| if n.repaired { format!("{} repaired", n.e164()) } else { n.e164() }).collect();
                if p.remark.is_empty() { numbers.join("|") } else { format!("{} ({})", numbers.join("|"), p.remark) }
            }
            Err(e) => e.as_str().to_owned(),
        };
        assert_eq!(actual, expected, "{input:?}");
    }

    #[test]
    fn mobiles_are_read() {
        for (input, expected) in [
            ("13800138000", "+8613800138000"),
            ("138 0013 8000", "+8613800138000"),
            ("138-0013-8000", "+8613800138000"),
            ("+86 138 0013 8000", "+8613800138000"),
            ("0086-13800138000", "+8613800138000"),
            ("(86)13800138000", "+8613800138000"),
            ("8613800138000", "+8613800138000"),
            ("013800138000", "+8613800138000"),
            ("１３８００１３８０００", "+8613800138000"),
            ("手机：13800138000", "+8613800138000"),
            ("张工13800138000", "+8613800138000 (张工)"),
            ("13800138000（王经理）", "+8613800138000 (王经理)"),
            ("13800138000.0", "+8613800138000"),
            ("12345678901", "placeholder"),
            ("12845678901", "length"),
            ("1380013800", "length"),
            ("138001380000", "length"),
            ("1.38001E+10", "scientific"),
        ] {
            check(input, expected);
        }
    }

    #[test]
    fn landlines_are_read() {
        for (input, expected) in [
            ("0755-26780808", "+8675526780808"),
            ("（0755）2678 0808", "+8675526780808"),
            ("075526780808", "+8675526780808"),
            ("+86 (0)755 2678 0808", "+8675526780808"),
            ("86-755-26780808", "+8675526780808"),
            ("86-21-62782051", "+862162782051"),
            ("75526780808", "+8675526780808 repaired"),
            ("010-62782051", "+861062782051"),
            ("0512-57891234-8001", "+8651257891234;ext=8001"),
            ("0512-57891234转8001", "+8651257891234;ext=8001"),
            ("0512-57891234 ext. 8001", "+8651257891234;ext=8001"),
            ("0512-57891234分机8001", "+8651257891234;ext=8001"),
            ("0512-57891234 x801", "+8651257891234;ext=801"),
            ("电话:0512-57891234 传真:0512-57891235", "+8651257891234|+8651257891235"),
            ("0755-26780808/26780809", "+8675526780808|+8675526780809"),
            ("0755-26780808、13900139000", "+8675526780808|+8613900139000"),
            ("0755-26780808/09", "length"),
            ("26780808", "missing-area"),
            ("0111-26780808", "unknown-area"),
            ("0999-0000000", "length"),
            ("0000-00000000", "placeholder"),
        ] {
            check(input, expected);
        }
    }

    #[test]
    fn service_and_foreign_numbers_are_read() {
        for (input, expected) in [
            ("400-830-0200", "+864008300200"),
            ("4008300200转3", "+864008300200;ext=3"),
            ("95588", "+8695588"),
            ("+1 650-253-0000", "+16502530000"),
            ("0049 30 123456", "+4930123456"),
            ("+852 2345 6789", "+85223456789"),
            ("+1 000 000", "foreign"),
            ("13800138000;13900139000", "+8613800138000|+8613900139000"),
            ("13800138000 13900139000", "+8613800138000|+8613900139000"),
            ("13800138000/13800138000", "+8613800138000"),
            ("无", "not-a-phone"),
            ("", "not-a-phone"),
        ] {
            check(input, expected);
        }
    }

    #[test]
    fn domestic_writing_is_what_people_dial() {
        for (input, expected) in [
            ("+8613800138000", "13800138000"),
            ("075526780808", "0755-26780808"),
            ("0512-57891234转8001", "0512-57891234-8001"),
            ("4008300200", "400-830-0200"),
            ("+1 650-253-0000", "+16502530000"),
        ] {
            assert_eq!(read(input, AreaCodes::standard()).unwrap().numbers[0].domestic(), expected);
        }
    }

    #[test]
    fn the_usual_form_is_seen_at_once() {
        for (input, expected) in [
            ("13800138000", true),
            ("0755-26780808", true),
            ("010-62782051", true),
            ("075526780808", false),
            ("0755-26780808-1", false),
            ("12345678901", false),
            ("0111-26780808", false),
            ("138001380００", false),
        ] {
            assert_eq!(is_domestic(input, AreaCodes::standard()), expected, "{input}");
        }
    }

    proptest! {
        #[test]
        fn the_domestic_form_reads_back(s in "[0-9+() /转-]{5,16}") {
            if let Ok(p) = read(&s, AreaCodes::standard()) {
                for n in p.numbers {
                    let again = read(&n.domestic(), AreaCodes::standard()).map(|p| p.numbers);
                    if is_domestic(&s, AreaCodes::standard()) {
                        prop_assert_eq!(n.domestic(), s.as_str());
                    }
                    prop_assert_eq!(again, Ok(vec![Phone { repaired: false, ..n }]));
                }
            }
        }

        #[test]
        fn the_usual_form_is_read_as_what_it_looks_like(s in "(1[3-9][0-9]{9}|0[1-9][0-9]{1,2}-[0-9]{7,8})") {
            if is_domestic(&s, AreaCodes::standard()) {
                let kind = if s.contains('-') { PhoneKind::Landline } else { PhoneKind::Mobile };
                let kinds: Vec<PhoneKind> = read(&s, AreaCodes::standard()).unwrap().numbers.iter().map(|n| n.kind).collect();
                prop_assert_eq!(kinds, vec![kind]);
            }
        }

        #[test]
        fn nothing_panics(s in "\\PC{0,30}") {
            let _ = read(&s, AreaCodes::standard());
        }
    }
}
