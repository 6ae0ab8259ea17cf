//! Codes that prove themselves: a file a kind. Each `check` folds what people type (full width, lower case, blanks, hyphens) before it judges.

pub mod bank_account;
pub mod bic;
pub mod business_registration;
pub mod check_digit;
pub mod cnaps;
pub mod duns;
pub mod ein;
pub mod eu_vat;
pub mod gtin;
pub mod iban;
pub mod identity_card;
pub mod lei;
pub mod organisation;
pub mod repair;
pub mod taxpayer;
pub mod uscc;

use super::fold::{clean, fold_width};
use crate::model::Text;

/// What a check says about a code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The code is right.
    Valid {
        /// The code as it should be written.
        normalised: String,
    },
    /// The code is well formed, but something about it is implausible: a warning, not a refusal.
    Doubtful {
        /// The code as it should be written.
        normalised: String,
        /// What is implausible.
        reason: Reason,
    },
    /// The text is meant as this kind of code and is wrong.
    Invalid {
        /// What is wrong.
        reason: Reason,
    },
    /// The text does not look like this kind of code at all.
    NotThisKind,
}

impl Verdict {
    /// Says that the code is right.
    pub(crate) fn valid(code: impl Into<String>) -> Self {
        Self::Valid { normalised: code.into() }
    }

    /// Says that the code is well formed but implausible.
    pub(crate) fn doubtful(code: impl Into<String>, reason: Reason) -> Self {
        Self::Doubtful { normalised: code.into(), reason }
    }

    /// Says what is wrong.
    pub(crate) fn invalid(reason: Reason) -> Self {
        Self::Invalid { reason }
    }

    /// Says whether the code may be used: right, or only doubtful.
    pub fn is_usable(&self) -> bool {
        self.normalised().is_some()
    }

    /// Gives the code as it should be written, where it may be used.
    pub fn normalised(&self) -> Option<&str> {
        match self {
            Self::Valid { normalised } | Self::Doubtful { normalised, .. } => Some(normalised),
            Self::Invalid { .. } | Self::NotThisKind => None,
        }
    }

    /// Gives what is wrong or implausible.
    pub fn reason(&self) -> Option<Reason> {
        match self {
            Self::Doubtful { reason, .. } | Self::Invalid { reason } => Some(*reason),
            Self::Valid { .. } => None,
            Self::NotThisKind => Some(Reason::NotThisKind),
        }
    }
}

/// Why a code is wrong or implausible.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Reason {
    /// It is not this kind of code at all.
    NotThisKind,
    /// It has too few or too many characters.
    Length,
    /// It has characters that do not occur in this kind of code.
    Alphabet,
    /// Its check digit does not fit.
    CheckDigit,
    /// It is a filler such as eighteen zeros.
    Placeholder,
    /// A spreadsheet wrote it in scientific notation; its digits are lost.
    Scientific,
    /// A spreadsheet replaced its digits after the fifteenth by zeros.
    DigitsLost,
    /// The code of the kind of holder is not in the standard's table.
    UnknownKind,
    /// The region or country it begins with does not exist.
    UnknownRegion,
    /// The organisation code inside it does not fit its own check digit.
    InnerCheckDigit,
    /// The day inside it does not exist.
    Day,
    /// The country does not use this kind of code.
    Country,
    /// The form is an old one without check digit.
    Unprovable,
}

impl Reason {
    /// Gives the stable name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NotThisKind => "not-this-kind",
            Self::Length => "length",
            Self::Alphabet => "alphabet",
            Self::CheckDigit => "check-digit",
            Self::Placeholder => "placeholder",
            Self::Scientific => "scientific",
            Self::DigitsLost => "digits-lost",
            Self::UnknownKind => "unknown-kind",
            Self::UnknownRegion => "unknown-region",
            Self::InnerCheckDigit => "inner-check-digit",
            Self::Day => "day",
            Self::Country => "country",
            Self::Unprovable => "unprovable",
        }
    }

    /// Gives the reason for people.
    pub fn text(self) -> Text {
        let (zh, en) = match self {
            Self::NotThisKind => ("不是此类编码", "not this kind of code"),
            Self::Length => ("位数不对", "wrong number of characters"),
            Self::Alphabet => ("含有不允许的字符", "characters that do not occur in such a code"),
            Self::CheckDigit => ("校验位不符", "the check digit does not fit"),
            Self::Placeholder => ("占位符，不是真实编码", "a filler, not a real code"),
            Self::Scientific => ("科学计数法，数字已丢失", "scientific notation: its digits are lost"),
            Self::DigitsLost => ("第15位以后的数字被表格软件置零", "the digits after the fifteenth were lost in a spreadsheet"),
            Self::UnknownKind => ("机构类别代码不存在", "the code of the kind of holder does not exist"),
            Self::UnknownRegion => ("地区代码不存在", "the region or country does not exist"),
            Self::InnerCheckDigit => ("内含的组织机构代码校验位不符", "the organisation code inside it fails its own check digit"),
            Self::Day => ("内含的日期不存在", "the day inside it does not exist"),
            Self::Country => ("该国家或地区不使用此类编码", "the country does not use this kind of code"),
            Self::Unprovable => ("旧式编码，无校验位", "an old form without check digit"),
        };
        Text::new(zh, en)
    }
}

/// Folds a typed code: usual width, upper case, without blanks and the signs in `drop`.
pub(crate) fn fold_code(text: &str, drop: &[char]) -> String {
    if text.is_ascii() {
        let kept = text.bytes().filter(|b| b.is_ascii_graphic() && !drop.contains(&char::from(*b)));
        return kept.map(|b| char::from(b.to_ascii_uppercase())).collect();
    }
    let clean = clean(text);
    fold_width(&clean).chars().filter(|c| *c != ' ' && !drop.contains(c)).flat_map(char::to_uppercase).collect()
}

/// Writes a code in usual width and capitals, without blanks and separators, whatever it is.
pub fn folded(text: &str) -> String {
    fold_code(text, SEPARATORS)
}

/// Hyphens and points that people put between the groups of a code.
pub(crate) const SEPARATORS: &[char] = &['-', '.', '·', '/', '—', '–', '−', '\'', '’'];

/// Says whether a spreadsheet wrote a number in scientific notation, such as `9.144E+17`.
pub fn is_scientific(text: &str) -> bool {
    let Some((mantissa, exponent)) = text.trim().split_once(['e', 'E']) else { return false };
    let exponent = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
    let digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
    digits(exponent) && exponent.len() <= 3 && mantissa.split('.').count() <= 2 && mantissa.split('.').all(digits) && mantissa.contains('.')
}

/// Says whether a code of more than fifteen digits ends in zeros from the sixteenth on, as a spreadsheet leaves it.
pub fn lost_digits(code: &str) -> bool {
    code.len() > 15 && code.bytes().all(|b| b.is_ascii_digit()) && code.bytes().skip(15).all(|b| b == b'0')
}

/// Says whether a code is a filler: one character throughout, or digits counted up or down.
pub fn is_filler(code: &str) -> bool {
    let steps = || code.bytes().zip(code.bytes().skip(1)).map(|(a, b)| i16::from(b) - i16::from(a));
    let counted = |by: i16| steps().all(|s| s == by || s == -9 * by) && code.bytes().all(|b| b.is_ascii_digit());
    code.len() > 2 && (steps().all(|s| s == 0) || counted(1) || counted(-1))
}

/// Says whether a text is not empty and holds nothing but ASCII digits.
pub fn all_digits(code: &str) -> bool {
    !code.is_empty() && code.bytes().all(|b| b.is_ascii_digit())
}

/// The first two digits of the division codes of mainland China, Taiwan, Hong Kong and Macao (GB/T 2260).
pub(crate) fn is_province(prefix: &str) -> bool {
    matches!(
        prefix,
        "11" | "12"
            | "13"
            | "14"
            | "15"
            | "21"
            | "22"
            | "23"
            | "31"
            | "32"
            | "33"
            | "34"
            | "35"
            | "36"
            | "37"
            | "41"
            | "42"
            | "43"
            | "44"
            | "45"
            | "46"
            | "50"
            | "51"
            | "52"
            | "53"
            | "54"
            | "61"
            | "62"
            | "63"
            | "64"
            | "65"
            | "66"
            | "71"
            | "81"
            | "82"
    )
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// Checks one expectation written as `valid:CODE`, `doubtful:CODE reason`, `invalid:reason` or `other`.
    pub(crate) fn check(judge: fn(&str) -> Verdict, input: &str, expected: &str) {
        let actual = match judge(input) {
            Verdict::Valid { normalised } => format!("valid:{normalised}"),
            Verdict::Doubtful { normalised, reason } => format!("doubtful:{normalised} {}", reason.as_str()),
            Verdict::Invalid { reason } => format!("invalid:{}", reason.as_str()),
            Verdict::NotThisKind => "other".to_owned(),
        };
        assert_eq!(actual, expected, "{input:?}");
    }

    #[test]
    fn damage_and_fillers_are_seen() {
        for (text, expected) in [("9.144E+17", true), ("1.2e+11", true), ("5E1", false), ("E12", false), ("1.2.3E4", false), ("abc", false)]
        {
            assert_eq!(is_scientific(text), expected, "{text}");
        }
        for (text, expected) in
            [("0000", true), ("XXXX", true), ("123456789012", true), ("987654321", true), ("112", false), ("12", false), ("1357", false)]
        {
            assert_eq!(is_filler(text), expected, "{text}");
        }
        assert!(lost_digits("914403001922038000") && !lost_digits("914403001922038001") && !lost_digits("100000000000000"));
    }
}
