//! Titles of goods cut into words, codes and measures: `2.40 ghz` and `2.4GHz` are one token, and so are `7.0` and `7`.

use super::hash;
use crate::domain::similarity::{TokenKind, tokens};

/// Units of measures and counts in titles of goods; `unit_of` knows their other spellings.
const UNITS: &[&str] = &[
    "gb", "mb", "tb", "kb", "ghz", "mhz", "khz", "hz", "mm", "cm", "m", "in", "ft", "w", "kw", "v", "mah", "rpm", "ml", "l", "oz", "kg",
    "g", "lb", "mp", "x", "p", "fps", "dpi", "ppm", "th", "st", "nd", "rd", "pack", "ct", "pcs", "core", "year", "user",
];

/// Words that exclude each other: a thing has one colour, side, size or reader of each row.
const ONE_OF: &[&[&str]] = &[
    &[
        "black", "white", "red", "blue", "green", "yellow", "silver", "grey", "gray", "gold", "pink", "purple", "orange", "brown", "beige",
        "bronze", "titanium", "navy", "ivory", "clear",
    ],
    &["xs", "s", "m", "l", "xl", "xxl", "xxxl", "small", "medium", "large"],
    &["left", "right"],
    &["front", "rear"],
    &["upper", "lower"],
    &["inner", "outer"],
    &["internal", "external"],
    &["male", "female"],
    &["men", "mens", "women", "womens", "boys", "girls", "kids"],
];

/// What a token is beside its spelling.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// A word.
    Word,
    /// A number with a unit.
    Measure,
    /// A number, or letters and digits.
    Code,
}

/// One token of a title.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Its spelling, one for equal measures.
    pub text: String,
    /// Its kind, as other texts have it.
    pub kind: TokenKind,
    /// What it is.
    pub role: Role,
    /// Tokens of one slot exclude each other: two measures in one unit, two codes of one pattern. 0: in no slot.
    pub slot: u64,
}

/// Cuts a folded title into its parts, in order.
pub fn parts(folded: &str) -> Vec<Part> {
    let chunks: Vec<&str> =
        folded.split(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '(' | ')' | ':' | '|')).flat_map(pieces).collect();
    let mut out = Vec::new();
    let mut rest = chunks.as_slice();
    while let [chunk, after @ ..] = rest {
        rest = after;
        match (measure(chunk), after) {
            (Some((number, "")), [unit, later @ ..]) if unit_of(unit).is_some() => {
                out.push(of_measure(number, unit_of(unit).unwrap_or_default()));
                rest = later;
            }
            (Some((number, "")), _) if chunk.contains('.') => out.push(of_text(plain(number), TokenKind::Number)),
            (Some((number, unit)), _) if !unit.is_empty() => out.push(of_measure(number, unit)),
            _ => out.extend(tokens(chunk).into_iter().map(|(text, kind)| of_text(text, kind))),
        }
    }
    out
}

/// Parts a run at strokes where one side is a measure: `2.93ghz/6`.
fn pieces(run: &str) -> Vec<&str> {
    let sides: Vec<&str> = run.split('/').collect();
    if sides.len() > 1 && sides.iter().any(|s| measure(s).is_some_and(|m| !m.1.is_empty())) { sides } else { vec![run] }
}

/// Reads a number and its unit, which is empty where there is none.
fn measure(chunk: &str) -> Option<(&str, &'static str)> {
    let chunk = chunk.trim_end_matches('.');
    let end = chunk.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(chunk.len());
    let (number, unit) = chunk.split_at_checked(end)?;
    let whole = number.starts_with(|c: char| c.is_ascii_digit()) && number.ends_with(|c: char| c.is_ascii_digit());
    if !whole || number.matches('.').count() > 1 {
        return None;
    }
    if unit.is_empty() { Some((number, "")) } else { unit_of(unit.trim_start_matches('-')).map(|u| (number, u)) }
}

fn unit_of(word: &str) -> Option<&'static str> {
    let unit = match word.trim_end_matches('.') {
        "\"" | "''" | "inch" | "inches" => "in",
        "feet" | "'" => "ft",
        "watt" | "watts" => "w",
        "volt" | "volts" => "v",
        "packs" | "pk" => "pack",
        "count" => "ct",
        "pieces" => "pcs",
        "cores" => "core",
        "years" => "year",
        "users" => "user",
        "lbs" => "lb",
        other => other,
    };
    UNITS.iter().find(|u| **u == unit).copied()
}

/// Gives a number without zeros that say nothing.
fn plain(number: &str) -> String {
    let short = if number.contains('.') { number.trim_end_matches('0').trim_end_matches('.') } else { number };
    let short = short.trim_start_matches('0');
    if short.is_empty() || short.starts_with('.') { format!("0{short}") } else { short.to_owned() }
}

fn of_measure(number: &str, unit: &str) -> Part {
    Part { text: format!("{}{unit}", plain(number)), kind: TokenKind::Code, role: Role::Measure, slot: hash(unit.as_bytes(), 1) }
}

fn of_text(text: String, kind: TokenKind) -> Part {
    let digits = text.chars().any(|c| c.is_ascii_digit());
    let letters = text.chars().any(char::is_alphabetic);
    let role = if digits && (letters && text.len() > 2 || text.len() > 3) { Role::Code } else { Role::Word };
    let row = || ONE_OF.iter().position(|row| row.contains(&text.as_str())).map_or(0, |row| hash(&[row as u8], 3));
    let slot = if digits { hash(pattern(&text).as_bytes(), 2) } else { row() };
    Part { text, kind, role, slot }
}

/// Gives the pattern of a code: runs of digits as one sign, short runs of letters as they are, longer ones as another sign.
fn pattern(text: &str) -> String {
    runs(text)
        .into_iter()
        .map(|r| {
            if r.starts_with(|c: char| c.is_ascii_digit()) {
                "9"
            } else if r.len() <= 2 {
                r
            } else {
                "a"
            }
        })
        .collect()
}

/// Cuts a code where letters and digits meet.
pub fn runs(text: &str) -> Vec<&str> {
    let digit = |c: char| c.is_ascii_digit() || c == '.';
    let mut out = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let end = rest.find(|c: char| digit(c) != digit(first)).unwrap_or(rest.len());
        let (run, after) = rest.split_at(end);
        out.push(run);
        rest = after;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(s: &str) -> Vec<String> {
        parts(s).into_iter().map(|p| p.text).collect()
    }

    #[test]
    fn measures_are_one_token_however_they_are_written() {
        assert_eq!(texts("xeon e5-2620 2.40 ghz, 6core"), ["xeon", "e52620", "2.4ghz", "6core"]);
        assert_eq!(texts("xeon e5 2620 2.4GHz".to_lowercase().as_str()), ["xeon", "e5", "2620", "2.4ghz"]);
        assert_eq!(texts("15.6-inch 15.6\" 7.0 7 2.93ghz/6 core/95w"), ["15.6in", "15.6in", "7", "7", "2.93ghz", "6core", "95w"]);
        assert_eq!(texts("0.50 oz. (pack of 6)"), ["0.5oz", "pack", "of", "6"]);
        assert_eq!(texts("1.2.3 1. 00"), ["1.2.3", "1", "00"]);
    }

    #[test]
    fn what_excludes_each_other_stands_in_one_slot() {
        let slot = |s: &str| parts(s).first().map(|p| p.slot).unwrap();
        assert_eq!(slot("v4"), slot("v5"));
        assert_eq!(slot("e5506"), slot("e5640"));
        assert_eq!(slot("4gb"), slot("16gb"));
        assert_ne!(slot("4gb"), slot("4mb"));
        assert_ne!(slot("x5670"), slot("e5506"));
        assert_eq!(slot("black"), slot("silver"));
        assert_ne!(slot("black"), slot("left"));
        assert_eq!(slot("bracket"), 0);
    }

    #[test]
    fn codes_fall_apart_where_letters_and_digits_meet() {
        assert_eq!(runs("e52609v4"), ["e", "52609", "v", "4"]);
        assert_eq!(runs(""), Vec::<&str>::new());
    }
}
