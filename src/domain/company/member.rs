//! What tells the members of one family of names apart in Latin letters: numbers (`II`, `No. 5`, `First`), points of the compass, countries,
//! legal forms.

use super::latin::Latin;
use crate::domain::address::ordinal;
use crate::domain::country::Countries;

/// The numbers, points of the compass, countries and the legal form in a name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Member {
    numbers: Vec<u32>,
    compass: u8,
    countries: Vec<[u8; 2]>,
    law: Option<&'static str>,
}

/// Whether two names that are alike otherwise may be those of one firm.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kinship {
    /// Nothing parts them.
    One,
    /// One names a country and the other none, or their legal forms are those of different countries.
    Doubtful,
    /// Numbers, points of the compass or countries contradict each other.
    Relatives,
}

impl Member {
    /// Looks through a name.
    ///
    /// ```
    /// use cutover::domain::company::{Kinship, Latin, Member};
    /// let of = |name: &str| Member::of(&Latin::parse(name));
    /// let between = |a: &str, b: &str| of(a).kinship(&of(b));
    /// assert_eq!(between("little tykes i", "little tykes ii"), Kinship::Relatives);
    /// assert_eq!(between("siemens (italy)", "siemens portugal s.a."), Kinship::Relatives);
    /// assert_eq!(between("siemens ag", "siemens s.p.a."), Kinship::Doubtful);
    /// assert_eq!(between("1st bank", "first bank ltd"), Kinship::One);
    /// ```
    pub fn of(name: &Latin) -> Self {
        let mut out = Self { law: law(name.form), countries: countries(name), ..Self::default() };
        let open = name.words.iter().enumerate().map(|(i, word)| (word, i > 0 && i + 1 == name.words.len()));
        for (word, last) in open.chain(name.bracketed.iter().map(|word| (word, true))) {
            match ["north", "east", "south", "west"].iter().position(|point| point == word) {
                Some(point) => out.compass |= 1 << point,
                None => out.numbers.extend(number(word, last)),
            }
        }
        out
    }

    /// Gives how two names stand to each other.
    pub fn kinship(&self, other: &Self) -> Kinship {
        let apart = |a: &[u32], b: &[u32]| !a.is_empty() && !b.is_empty() && !a.iter().any(|n| b.contains(n));
        let countries = !self.countries.is_empty() && !other.countries.is_empty();
        if apart(&self.numbers, &other.numbers)
            || self.compass & other.compass == 0 && self.compass != 0 && other.compass != 0
            || countries && !self.countries.iter().any(|c| other.countries.contains(c))
        {
            return Kinship::Relatives;
        }
        let laws = self.law.zip(other.law).is_some_and(|(a, b)| a != b);
        if laws || self.countries.is_empty() != other.countries.is_empty() { Kinship::Doubtful } else { Kinship::One }
    }
}

/// Gives the law that a legal form belongs to; none for those that are used, or translated to, everywhere.
fn law(form: &str) -> Option<&'static str> {
    Some(match form {
        "gmbh" | "ag" | "kg" => "german",
        "sa" => "french",
        "bv" => "dutch",
        "spa" => "italian",
        "ab" => "nordic",
        "sro" => "czech",
        "spzoo" => "polish",
        "sacv" | "ltda" => "american spanish",
        "jsc" => "russian",
        "pty" => "australian",
        "bhd" => "malay",
        "pvt" => "indian",
        "pte" => "singapore",
        "co" | "plc" | "llp" => "english",
        _ => return None,
    })
}

/// Gives the countries in brackets and at the end of the name.
fn countries(name: &Latin) -> Vec<[u8; 2]> {
    let code = |words: &[String]| Countries::standard().in_words(words);
    let mut out: Vec<[u8; 2]> = (0..name.bracketed.len()).find_map(|i| code(name.bracketed.get(i..)?)).into_iter().collect();
    let n = name.words.len();
    // A name is not the country alone.
    out.extend((1..n).find_map(|i| code(name.words.get(i.max(n.saturating_sub(3))..)?)));
    out
}

fn number(word: &str, last: bool) -> Option<u32> {
    // `No.8` has lost its point.
    let figures = word.strip_prefix("no").or_else(|| word.strip_prefix("nr")).filter(|f| f.starts_with(|c: char| c.is_ascii_digit()));
    let word = figures.unwrap_or(word);
    // Longer ones are years of long names, postcodes and telephones.
    if word.len() <= 4 && word.bytes().all(|b| b.is_ascii_digit()) {
        return word.parse().ok();
    }
    ordinal(word).or_else(|| roman(word, last))
}

/// Reads a Roman numeral up to 20; one letter counts only as the last word.
fn roman(word: &str, last: bool) -> Option<u32> {
    const NUMERALS: [&str; 20] = [
        "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv", "xvi", "xvii", "xviii", "xix", "xx",
    ];
    (last || word.len() > 1).then(|| NUMERALS.iter().position(|n| *n == word).map(|n| n as u32 + 1)).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn between(a: &str, b: &str) -> Kinship {
        let (x, y) = (Member::of(&Latin::parse(a)), Member::of(&Latin::parse(b)));
        assert_eq!(x.kinship(&y), y.kinship(&x));
        x.kinship(&y)
    }

    #[test]
    fn what_is_numbered_or_seated_otherwise_is_a_relative() {
        for (a, b) in [
            ("public school 118", "public school 124"),
            ("henry works iv", "henry works 5"),
            ("railway no.8 engineering co., ltd.", "railway no. 2 engineering co., ltd."),
            ("crane center north", "crane center (east)"),
            ("allergan (germany)", "allergan finland oy"),
            ("hewlett packard (united kingdom)", "hewlett packard italia s.r.l."),
        ] {
            assert_eq!(between(a, b), Kinship::Relatives, "{a} {b}");
        }
    }

    #[test]
    fn one_country_or_another_law_leaves_a_doubt() {
        for (a, b) in [("fujitsu", "fujitsu (uk)"), ("pfizer ag", "pfizer aktiebolag"), ("pfizer limited", "pfizer sas")] {
            assert_eq!(between(a, b), Kinship::Doubtful, "{a} {b}");
        }
    }

    #[test]
    fn names_without_a_number_may_be_either() {
        for (a, b) in [
            ("second bank of ohio", "bank of ohio 2nd branch"),
            ("v i lenin works", "x y lenin works"),
            ("north west trading", "west trading"),
            ("works 12345", "works 54321"),
            ("medtronic inc", "medtronic plc"),
            ("bank of china", "bank of china ltd"),
            ("jordan", "jordan ltd"),
        ] {
            assert_eq!(between(a, b), Kinship::One, "{a} {b}");
        }
    }
}
