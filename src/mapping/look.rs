//! What one value looks like. A value may look like several things; only a share of a column's values says something.

use super::words::Vocabulary;
use crate::domain::codes::uscc;
use crate::domain::fold::is_han;

/// A look that a value may have; a value may have several.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Look {
    /// Digits alone, with or without a sign.
    Integer,
    /// A number, also with thousands separators, currency sign or accountant's brackets.
    Number,
    /// A number followed by a short unit, `12个`.
    Quantity,
    /// A calendar day with or without a time, also `20231231`.
    Date,
    /// A Chinese mobile phone.
    Mobile,
    /// A phone number of any kind.
    Phone,
    /// An e-mail address.
    Email,
    /// A web address.
    Url,
    /// A GUID or another long machine id.
    Machine,
    /// A unified social credit code with a right check character.
    Uscc,
    /// A tax number by its length and alphabet.
    TaxLike,
    /// A long run of digits as bank accounts are, or an IBAN.
    Account,
    /// A code as people give them: no blanks, not prose.
    Code,
    /// A code with at least one letter and one digit.
    MixedCode,
    /// A unit of measure.
    Unit,
    /// A currency.
    Currency,
    /// A country.
    Country,
    /// A yes or a no, in whichever writing.
    Flag,
    /// The name of a company by its legal form.
    Company,
    /// A person's name by its length and alphabet.
    Person,
    /// An address by its parts.
    Address,
    /// A postcode by its form.
    Postcode,
    /// A size, a thread, a profile.
    Size,
    /// Words: letters of any script, and more than a code.
    Words,
    /// A sentence or more.
    Prose,
    /// Markup, a picture, or other content that nobody reads.
    Blob,
}

/// How many looks there are.
pub(super) const LOOKS: usize = Look::Blob as usize + 1;

/// The looks of one value.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Looks(u32);

impl Looks {
    fn set(&mut self, look: Look, yes: bool) {
        if yes {
            self.0 |= 1 << look as u8;
        }
    }

    /// Gives the looks as bits, in the order of [`Look`].
    pub fn bits(self) -> u32 {
        self.0
    }

    /// Says whether the value has this look.
    #[cfg(test)]
    pub fn has(self, look: Look) -> bool {
        self.0 & (1 << look as u8) != 0
    }
}

/// Looks at one value.
pub(super) fn looks_of(value: &str, vocabulary: &Vocabulary) -> Looks {
    let mut looks = Looks::default();
    let length = value.chars().count();
    if length > 200 || value.starts_with('<') || (value.starts_with("0x") && length > 40) {
        looks.set(Look::Blob, value.starts_with(['<', '0']) || length > 2000);
        looks.set(Look::Prose, !value.starts_with("0x"));
        return looks;
    }
    let kinds = Kinds::of(value);
    numbers(value, &kinds, &mut looks);
    contacts(value, &kinds, &mut looks);
    codes(value, length, &kinds, &mut looks);
    texts(value, length, &kinds, &mut looks, vocabulary);
    looks
}

/// Counts of the kinds of characters in a value.
#[derive(Debug, Default)]
struct Kinds {
    digits: usize,
    letters: usize,
    lower: usize,
    han: usize,
    blanks: usize,
    signs: usize,
}

impl Kinds {
    fn of(value: &str) -> Self {
        let mut k = Self::default();
        for c in value.chars() {
            match c {
                _ if c.is_ascii_digit() => k.digits += 1,
                _ if is_han(c) => k.han += 1,
                _ if c.is_alphabetic() => {
                    k.letters += 1;
                    k.lower += usize::from(c.is_lowercase());
                }
                _ if c.is_whitespace() => k.blanks += 1,
                _ => k.signs += 1,
            }
        }
        k
    }
}

fn numbers(value: &str, k: &Kinds, looks: &mut Looks) {
    let bare = value.trim_start_matches(['¥', '￥', '$', '€', '-', '+', '(', ' ']).trim_end_matches([')', '%', '-', ' ']);
    let digits_only = !bare.is_empty() && bare.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b',' | b' ' | b'\''));
    let number = digits_only && bare.bytes().filter(|b| *b == b'.').count() <= 1 && bare.bytes().any(|b| b.is_ascii_digit());
    let scientific = k.digits > 1 && k.letters == 1 && value.parse::<f64>().is_ok();
    looks.set(Look::Integer, number && k.signs == 0 && k.blanks == 0);
    looks.set(Look::Number, (number && k.digits < 19) || scientific);
    let unit = value.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | ' '));
    looks.set(Look::Quantity, number || (unit.len() < value.len() && !unit.is_empty() && unit.chars().count() <= 3 && k.digits > 0));
    looks.set(Look::Date, is_date(value));
}

/// Says whether a value reads as a day: year first, day or month first, Chinese, or eight digits.
fn is_date(value: &str) -> bool {
    let day = value.split(['T', ' ']).next().unwrap_or(value);
    let parts: Vec<&str> = day.split(['-', '/', '.', '年', '月', '日']).filter(|p| !p.is_empty()).collect();
    let numbers: Vec<u32> = parts.iter().filter_map(|p| p.parse().ok()).collect();
    match (numbers.as_slice(), parts.len()) {
        ([y, m, d], 3) => is_day(*y, *m, *d) || is_day(*d, *m, *y) || is_day(*d, *y, *m),
        ([y, m], 2) => day.contains('年') && is_day(*y, *m, 1),
        ([n], 1) => day.len() == 8 && is_day(n / 10000, n / 100 % 100, n % 100),
        ([_, _], 3) => parts.iter().any(|p| is_month(p)),
        _ => false,
    }
}

fn is_day(year: u32, month: u32, day: u32) -> bool {
    (1900..=2200).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day)
}

fn is_month(word: &str) -> bool {
    const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    word.get(..3).is_some_and(|w| MONTHS.contains(&w.to_ascii_lowercase().as_str()))
}

fn contacts(value: &str, k: &Kinds, looks: &mut Looks) {
    let digits: String = value.chars().filter(char::is_ascii_digit).collect();
    let national = digits.strip_prefix("0086").or_else(|| digits.strip_prefix("86").filter(|d| d.len() == 11)).unwrap_or(&digits);
    let plain = k.letters == 0 && k.han == 0;
    let mobile = plain && national.len() == 11 && national.starts_with('1') && !matches!(national.as_bytes().get(1), Some(b'0'..=b'2'));
    let marked = value.contains(['-', '(', '+', '/', ' ']) || value.starts_with('0');
    let extension = k.letters <= 4 && k.han <= 2;
    let phone = extension && (7..=24).contains(&digits.len()) && (marked || digits.len() <= 13) && !is_date(value) && !value.contains('.');
    looks.set(Look::Mobile, mobile);
    looks.set(Look::Phone, mobile || (phone && k.signs <= 6));
    let mail = value.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.') && k.blanks == 0);
    looks.set(Look::Email, mail);
    let low = value.to_ascii_lowercase();
    looks.set(Look::Url, ["http://", "https://", "www."].iter().any(|p| low.trim_start_matches('#').starts_with(p)));
    let postcode =
        k.han == 0 && k.lower == 0 && (4..=10).contains(&value.len()) && k.digits >= 2 && k.signs <= 1 && k.blanks <= 1 && k.letters <= 5;
    looks.set(Look::Postcode, postcode && !value.contains('.'));
}

fn codes(value: &str, length: usize, k: &Kinds, looks: &mut Looks) {
    let machine = (length == 36 && value.bytes().filter(|b| *b == b'-').count() == 4)
        || (length >= 24 && k.blanks == 0 && value.bytes().all(|b| b.is_ascii_hexdigit()) && k.letters > 4);
    looks.set(Look::Machine, machine);
    let compact: String = value.chars().filter(|c| !matches!(c, ' ' | '-')).collect();
    looks.set(Look::Uscc, compact.len() == 18 && uscc::check(&compact).is_usable());
    let alphabet = compact.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
    looks.set(Look::TaxLike, alphabet && k.digits >= 7 && matches!(compact.len(), 8..=12 | 15 | 17 | 18 | 20));
    let iban = compact.len() >= 12 && compact.bytes().take(2).all(|b| b.is_ascii_uppercase()) && k.digits >= 6;
    looks.set(Look::Account, alphabet && ((k.letters == 0 && (9..=32).contains(&k.digits)) || iban));
    let code = k.blanks == 0
        && length <= 40
        && !machine
        && k.han <= 3
        && k.signs <= 8
        && (k.digits > 0 || (k.lower == 0 && k.letters > 0 && length <= 12));
    looks.set(Look::Code, code && !value.contains(['@', ',', '，', ';', ':']) && !value.contains("//"));
    looks.set(Look::MixedCode, code && k.letters > 0 && k.digits > 0);
}

fn texts(value: &str, length: usize, k: &Kinds, looks: &mut Looks, vocabulary: &Vocabulary) {
    let low = value.trim().to_lowercase();
    looks.set(Look::Unit, length <= 12 && vocabulary.units.contains(&low));
    looks.set(Look::Currency, length <= 12 && vocabulary.currencies.contains(&low));
    looks.set(Look::Country, length <= 40 && vocabulary.countries.contains(&low));
    looks.set(Look::Flag, length <= 8 && vocabulary.flags.contains(&low));
    looks.set(Look::Company, (4..=80).contains(&length) && is_company(&low));
    let latin_name = k.han == 0 && k.digits == 0 && k.lower > 1 && (1..=3).contains(&k.blanks) && length <= 40 && k.signs <= 2;
    let chinese_name = k.han >= 2 && k.han == length && length <= 4;
    looks.set(Look::Person, chinese_name || latin_name);
    looks.set(Look::Address, is_address(&low, length, k));
    looks.set(Look::Size, k.digits > 0 && is_size(&low));
    looks.set(Look::Words, k.letters + k.han >= 2 && k.letters + k.han > k.digits && (k.han > 0 || k.lower > 0));
    looks.set(Look::Prose, length > 60 || value.contains(['。', '；', '\n']) || k.blanks > 9);
}

fn is_company(low: &str) -> bool {
    const ZH: &[&str] = &[
        "公司",
        "集团",
        "厂",
        "商行",
        "经营部",
        "门市部",
        "合作社",
        "事务所",
        "研究所",
        "研究院",
        "个体户",
        "商店",
        "中心",
        "医院",
        "大学",
        "学校",
    ];
    ZH.iter().any(|f| low.trim_end_matches([')', '）', ' ']).ends_with(f) || low.contains("公司"))
        || low.rsplit([' ', ',', '.']).find(|w| !w.is_empty()).is_some_and(is_company_form)
}

fn is_address(low: &str, length: usize, k: &Kinds) -> bool {
    const ZH: &[char] = &['省', '市', '区', '县', '镇', '路', '街', '道', '号', '村', '巷', '幢', '栋', '楼', '室'];
    if k.han >= 4 {
        return low.chars().filter(|c| ZH.contains(c)).count() >= 2;
    }
    let numbered = k.digits > 0 && k.blanks > 0 && k.letters >= 3 && length >= 6;
    numbered && low.split([' ', ',', '.']).any(|w| is_street_word(w) || w.ends_with("str") || w.ends_with("strasse"))
}

fn is_size(low: &str) -> bool {
    let times = low.split(['x', '×', '*']).collect::<Vec<_>>();
    let crossed = times.len() > 1
        && times.windows(2).any(|w| {
            w.first().is_some_and(|l| l.ends_with(|c: char| c.is_ascii_digit()))
                && w.get(1).is_some_and(|r| r.starts_with(|c: char| c.is_ascii_digit()))
        });
    crossed
        || low.contains(['φ', 'ø', '⌀', 'ω', 'ω', '±'])
        || ["mm", "gb/t", "din", "iso", "kω", "uf", "pf"].iter().any(|u| low.contains(u))
}

/// Says whether the last word of a name is a legal form, or a word that only firms end in.
fn is_company_form(word: &str) -> bool {
    const SHORT: &[&str] = &[
        "inc", "ltd", "llc", "co", "corp", "company", "gmbh", "ag", "sa", "bv", "plc", "limited", "group", "kg", "srl", "spa", "oy", "ab",
        "pty", "sarl", "nv", "as", "llp", "holdings", "trading", "stores",
    ];
    SHORT.contains(&word) || matches!(word, "corporation" | "industries" | "enterprises" | "international")
}

/// Says whether a word is a kind of street.
fn is_street_word(word: &str) -> bool {
    const SHORT: &[&str] = &[
        "st", "street", "ave", "avenue", "rd", "road", "blvd", "dr", "drive", "way", "lane", "ln", "court", "ct", "plaza", "box", "place",
        "pl", "str", "strasse", "straße", "rue", "via", "calle", "circle", "park", "hwy", "square", "highway", "parkway",
    ];
    SHORT.contains(&word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_seen_for_what_they_are() {
        let v = Vocabulary::bare();
        let check = |value: &str, look: Look, yes: bool| assert_eq!(looks_of(value, &v).has(look), yes, "{value} {look:?}");
        check("1,234.50", Look::Number, true);
        check("¥ 12.5", Look::Number, true);
        check("(45.00)", Look::Number, true);
        check("12个", Look::Number, false);
        check("12个", Look::Quantity, true);
        check("M8x20", Look::Number, false);
        check("1.2E+11", Look::Number, true);
        check("2024-02-03", Look::Date, true);
        check("2011-12-23 00:00:00", Look::Date, true);
        check("31/12/2023", Look::Date, true);
        check("2023年5月1日", Look::Date, true);
        check("20231231", Look::Date, true);
        check("20239931", Look::Date, false);
        check("14-Aug-08", Look::Date, true);
        check("01.02.0001", Look::Date, false);
        check("13812345678", Look::Mobile, true);
        check("175-7733-4281", Look::Mobile, true);
        check("021-62345678转801", Look::Phone, true);
        check("(5) 555-4729", Look::Phone, true);
        check("2024-02-03", Look::Phone, false);
        check("12.50", Look::Phone, false);
        check("a@b.com", Look::Email, true);
        check("91350100M000100Y43", Look::Uscc, true);
        check("91350100M000100Y44", Look::Uscc, false);
        check("6222021001112223334", Look::Account, true);
        check("DE89370400440532013000", Look::Account, true);
        check("MS10000144", Look::Code, true);
        check("MS10000144", Look::MixedCode, true);
        check("ALFKI", Look::Code, true);
        check("Chai", Look::Code, false);
        check("外六角螺栓 M3x6", Look::Code, false);
        check("3F5AE95E-B87D-4AED-95B4-C3797AFCB74F", Look::Machine, true);
        check("3F5AE95E-B87D-4AED-95B4-C3797AFCB74F", Look::Code, false);
        check("苏州精密机械有限公司", Look::Company, true);
        check("Trikes, Inc.", Look::Company, true);
        check("张三", Look::Person, true);
        check("Maria Anders", Look::Person, true);
        check("山东省济南市黄河路2516号", Look::Address, true);
        check("1970 Napa Ct.", Look::Address, true);
        check("Seattle", Look::Address, false);
        check("φ159x3.5-2342", Look::Size, true);
        check("M8×20", Look::Size, true);
        check("98011", Look::Postcode, true);
        check("EC1 4SD", Look::Postcode, true);
        check("<xml>", Look::Blob, true);
    }
}
