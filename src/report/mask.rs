//! Masks personal data so that what leaves the building shows only what it must: `张*`, `138****5678`, `z***@example.com`.

use crate::plan::PersonalData;

/// Whether people see personal data as it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Masking {
    /// Names, phones, e-mail addresses, identity cards and bank accounts keep only enough to be told apart.
    #[default]
    Masked,
    /// Everything as it is; only for readers who may see it.
    Raw,
}

/// Masks the value of a field that the plan declares personal. Separators stay, so that a broken form is still recognised.
pub(super) fn mask(kind: PersonalData, text: &str) -> String {
    match kind {
        PersonalData::Name => each(text, mask_name),
        PersonalData::Phone => each(text, mask_phone),
        PersonalData::Email => each(text, mask_email),
        PersonalData::IdCard => each(text, |t| mask_code(t, if alphanumerics(t) >= 15 { (3, 4) } else { (1, 1) })),
        PersonalData::BankAccount => each(text, |t| mask_code(t, if alphanumerics(t) >= 12 { (4, 4) } else { (1, 2) })),
        PersonalData::Address => mask_address(text),
        PersonalData::BirthDate => hide(text),
    }
}

/// Masks an example value of a column: by its field where the plan declares it personal, by its shape otherwise.
pub fn mask_example(text: &str, personal: Option<PersonalData>, masking: Masking) -> String {
    match (masking, personal) {
        (Masking::Raw, _) => text.to_owned(),
        (Masking::Masked, Some(kind)) => mask(kind, text),
        (Masking::Masked, None) => super::scan::mask_shapes(text).into_owned(),
    }
}

/// Masks a text about a column, such as what was expected there: by its field where the plan declares it personal, by shapes otherwise.
pub fn mask_text_about(text: &str, personal: Option<PersonalData>, masking: Masking) -> String {
    match (masking, personal) {
        (Masking::Raw, _) => text.to_owned(),
        (Masking::Masked, Some(kind)) => mask_about(kind, text),
        (Masking::Masked, None) => super::scan::mask_shapes(text).into_owned(),
    }
}

/// Masks what could be personal in a text about a personal field, such as `also on supplier S-17: 6222…`: long digit runs, and names
/// where the field holds names.
pub(super) fn mask_about(kind: PersonalData, text: &str) -> String {
    match kind {
        PersonalData::Phone | PersonalData::IdCard | PersonalData::BankAccount => {
            let long = |run: &str| run.bytes().filter(u8::is_ascii_digit).count() >= 7;
            pieces(text, |c| c.is_ascii_digit() || c == ' ' || c == '-', |run| if long(run) { mask(kind, run) } else { run.to_owned() })
        }
        PersonalData::BirthDate => text.chars().map(|c| if c.is_numeric() { '*' } else { c }).collect(),
        kind => mask(kind, text),
    }
}

/// Keeps nothing but the separators: of a day of birth each part tells something.
fn hide(text: &str) -> String {
    text.chars().map(|c| if c.is_alphanumeric() { '*' } else { c }).collect()
}

/// Applies `masked` to each of several values in one cell, keeping what stands between them.
fn each(text: &str, masked: impl Fn(&str) -> String) -> String {
    pieces(text, |c| !matches!(c, '/' | '、' | ',' | '，' | ';' | '；' | '|' | '\n' | '\r' | '\t'), masked)
}

/// Applies `masked` to the runs of characters that `inside` accepts.
fn pieces(text: &str, inside: impl Fn(char) -> bool, masked: impl Fn(&str) -> String) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let within = inside(c);
        let end = rest.find(|c| inside(c) != within).unwrap_or(rest.len());
        let (run, next) = rest.split_at(end);
        if within {
            out.push_str(&masked(run))
        } else {
            out.push_str(run)
        }
        rest = next;
    }
    out
}

fn alphanumerics(text: &str) -> usize {
    text.chars().filter(|c| c.is_alphanumeric()).count()
}

/// Keeps the first and the last letters and digits and puts a star for each one between; short texts keep nothing.
fn mask_code(text: &str, (head, tail): (usize, usize)) -> String {
    let n = alphanumerics(text);
    let (head, tail) = if head + tail < n { (head, tail) } else { (0, 0) };
    let mut at = 0;
    text.chars()
        .map(|c| {
            if !c.is_alphanumeric() {
                return c;
            }
            at += 1;
            if at <= head || at > n - tail { c } else { '*' }
        })
        .collect()
}

/// Masks the middle of a phone number; a country code of China before it stays whole. Words beside it are masked as names.
fn mask_phone(text: &str) -> String {
    let words = |t: &str| pieces(t, |c: char| c.is_alphabetic(), |w| if w.is_ascii() { w.to_owned() } else { mask_name(w) });
    let trimmed = text.trim_start();
    let prefix = ["+86", "0086", "86"].into_iter().find(|p| {
        let rest = trimmed.strip_prefix(p).unwrap_or_default().trim_start_matches(['-', ' ', ')', '(']);
        rest.starts_with('1') && digits(rest) == 11 || p.starts_with(['+', '0']) && !rest.is_empty()
    });
    let Some(prefix) = prefix else {
        return words(&mask_digits(text));
    };
    let start = text.len() - trimmed.len() + prefix.len();
    let (kept, rest) = text.split_at(start);
    format!("{kept}{}", words(&mask_digits(rest)))
}

fn digits(text: &str) -> usize {
    text.chars().filter(|c| c.is_numeric()).count()
}

fn mask_digits(text: &str) -> String {
    let n = digits(text);
    let (head, tail) = match n {
        10.. => (3, 4),
        7..=9 => (2, 2),
        _ => (0, 0),
    };
    let mut at = 0;
    let star = |c: char| {
        if !c.is_numeric() {
            return c;
        }
        at += 1;
        if at <= head || at > n - tail { c } else { '*' }
    };
    text.chars().map(star).collect()
}

/// Keeps the first character of a Chinese name and the first letter of each other word; digits beside it are hidden.
fn mask_name(text: &str) -> String {
    pieces(text, char::is_alphanumeric, |word| {
        let mut chars = word.chars();
        match chars.next() {
            Some(first) if first.is_numeric() => "*".repeat(word.chars().count()),
            // Three stars whatever the length: a short Latin name would be guessed from it.
            Some(first) if first.is_ascii() || first < '\u{2e80}' => format!("{first}***"),
            Some(first) => std::iter::once(first).chain(chars.map(|_| '*')).collect(),
            None => String::new(),
        }
    })
}

fn mask_email(text: &str) -> String {
    match text.rsplit_once('@') {
        Some((local, domain)) => {
            let lead: String = local.chars().take_while(|c| c.is_whitespace() || *c == '<').collect();
            let first: String = local.chars().skip(lead.chars().count()).take(1).collect();
            format!("{lead}{first}***@{domain}")
        }
        None => mask_code(text, (1, 0)),
    }
}

/// Keeps the province, city and district of a Chinese address, or what stands after the last comma of another one.
fn mask_address(text: &str) -> String {
    let chinese = text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
    if !chinese {
        return text.rsplit_once(',').map_or_else(|| "****".to_owned(), |(_, place)| format!("****,{place}"));
    }
    // Divisions stand within the first characters; a later 区 or 市 belongs to a building or a market.
    let end = text.char_indices().take(12).filter(|(i, c)| *i > 0 && matches!(c, '省' | '市' | '区' | '县' | '旗' | '州')).last();
    let end = end.map(|(i, c)| i + c.len_utf8()).unwrap_or_else(|| text.char_indices().nth(2).map_or(0, |(i, _)| i));
    format!("{}****", text.get(..end).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use PersonalData::*;

    fn check(kind: PersonalData, text: &str, expected: &str) {
        assert_eq!(mask(kind, text), expected, "{text:?}");
    }

    #[test]
    fn names_keep_their_first_character() {
        check(Name, "张三", "张*");
        check(Name, "欧阳娜娜", "欧***");
        check(Name, "John Smith", "J*** S***");
        check(Name, "张三 13812345678", "张* ***********");
        check(Name, "张三、李四", "张*、李*");
        check(Name, "", "");
    }

    #[test]
    fn phones_keep_their_ends_and_separators() {
        check(Phone, "13812345678", "138****5678");
        check(Phone, "138-1234-5678", "138-****-5678");
        check(Phone, "+86 138 1234 5678", "+86 138 **** 5678");
        check(Phone, "8613812345678", "86138****5678");
        check(Phone, "0755-83212345", "075*-****2345");
        check(Phone, "83212345", "83****45");
        check(Phone, "13812345678/张工13912345678", "138****5678/张*139****5678");
        check(Phone, "12345", "*****");
    }

    #[test]
    fn cards_accounts_and_mail_keep_their_ends() {
        check(IdCard, "440301199001011234", "440***********1234");
        check(IdCard, "44030119", "4******9");
        check(BankAccount, "6222 0212 3456 7890 123", "6222 **** **** ***0 123");
        check(BankAccount, "12345", "1**45");
        check(Email, "zhang.san@example.com", "z***@example.com");
        check(Email, "wrong-address", "w****-*******");
        check(Email, "@x", "***@x");
    }

    #[test]
    fn addresses_keep_their_place() {
        check(Address, "广东省深圳市南山区科技园1号", "广东省深圳市南山区****");
        check(Address, "科技园1号", "科技****");
        check(Address, "1600 Pennsylvania Avenue, Washington", "****, Washington");
        check(Address, "somewhere", "****");
    }

    #[test]
    fn days_of_birth_keep_nothing() {
        check(BirthDate, "1990-01-05", "****-**-**");
        check(BirthDate, "1990年1月5日", "*********");
        check(BirthDate, "5 Jan 1990", "* *** ****");
        assert_eq!(mask_about(BirthDate, "1990-01-05: in the future"), "****-**-**: in the future");
    }

    #[test]
    fn texts_about_a_personal_field_lose_its_values() {
        assert_eq!(mask_about(BankAccount, "also on supplier S-17: 6222021234567890123"), "also on supplier S-17: 6222***********0123");
        assert_eq!(mask_about(Phone, "11 digits"), "11 digits");
        assert_eq!(mask_about(Name, "李四"), "李*");
    }

    proptest::proptest! {
        #[test]
        fn no_run_of_eight_digits_survives(text in "[0-9+/ -]{0,30}") {
            for kind in [Phone, IdCard, BankAccount] {
                let masked = mask(kind, &text);
                let longest = masked.split(|c: char| !c.is_ascii_digit()).map(str::len).max().unwrap_or(0);
                proptest::prop_assert!(longest < 12, "{masked}");
            }
        }
    }
}
