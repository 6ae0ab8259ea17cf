//! Addresses in Latin letters: what is written in many ways brought to one, and rooms and floors set apart from streets and houses.

/// An address with its words in their short forms.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Latin {
    /// Street, house and town: `eighth avenue` is `8th ave`.
    pub text: String,
    /// Floors, rooms and flats, in their order: `4`, `315f`.
    pub units: Vec<String>,
}

/// Brings a folded address to one way of writing.
///
/// Short forms are those of the United States Postal Service, Publication 28, appendices C1 and C2; numbers of streets are ordinals with figures.
///
/// ```
/// use cutover::domain::address::latin;
/// let one = latin("520 eighth avenue, 4th floor new york, ny 10018");
/// assert_eq!((one.text.as_str(), one.units), ("520 8th ave new york ny 10018", vec!["4".to_owned()]));
/// assert_eq!(latin("520 8th av., new york, ny 10018").text, one.text);
/// ```
pub fn latin(folded: &str) -> Latin {
    let words: Vec<&str> = folded
        .split(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | ':' | '(' | ')'))
        .flat_map(hash_apart)
        .map(|w| w.trim_matches(['.', '"', '\'']))
        .filter(|w| !w.is_empty())
        .collect();
    let mut out = Latin::default();
    let mut at = 0;
    while let Some(word) = words.get(at) {
        let (taken, unit) = unit_at(&words, at);
        if let Some(unit) = unit {
            out.units.push(unit);
            at += taken;
            continue;
        }
        let (taken, figure) = figure(&words, at);
        if !out.text.is_empty() {
            out.text.push(' ');
        }
        match figure {
            Some(n) => out.text.push_str(&n),
            None => push_short(word, &mut out.text),
        }
        at += taken;
    }
    out
}

/// Sets the sign for a number apart from it: `#502`.
fn hash_apart(word: &str) -> impl Iterator<Item = &str> {
    let cut = word.find('#').unwrap_or(word.len());
    let (before, after) = word.split_at(cut);
    [before, after.get(..1).unwrap_or(""), after.get(1..).unwrap_or("")].into_iter()
}

/// Gives the floor, room or flat that begins at a word, and how many words it is told with.
fn unit_at(words: &[&str], at: usize) -> (usize, Option<String>) {
    let word = words.get(at).copied().unwrap_or("");
    let next = words.get(at + 1).copied().unwrap_or("");
    let value = |w: &str| {
        let w = w.trim_matches('-');
        // Five digits behind `fl` are a postcode of Florida.
        let fits = w.len() <= 5 && w.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
        let names = w.len() == 1 || w.chars().any(|c| c.is_ascii_digit()) && !(w.len() == 5 && w.bytes().all(|b| b.is_ascii_digit()));
        (fits && names).then(|| ordinal(w).map_or_else(|| w.replace('-', ""), |n| n.to_string()))
    };
    if matches!(word, "ste" | "suite" | "fl" | "flr" | "floor" | "apt" | "apartment" | "rm" | "room" | "unit" | "#")
        && let Some(v) = value(next)
    {
        return (2, Some(v));
    }
    // The house stands in front: a floor is never the first word.
    if at > 0
        && matches!(next, "fl" | "flr" | "floor")
        && let Some(n) = ordinal(word).or_else(|| word.parse().ok().filter(|n| *n < 200))
    {
        return (2, Some(n.to_string()));
    }
    match word.strip_suffix('f').map(str::parse::<u32>) {
        Some(Ok(n)) if at > 0 && n < 200 => (1, Some(n.to_string())),
        _ => (1, None),
    }
}

/// Gives the figures for words that name the number of a street or a house, and how many words they are.
fn figure(words: &[&str], at: usize) -> (usize, Option<String>) {
    let word = words.get(at).copied().unwrap_or("");
    let next = words.get(at + 1).copied().unwrap_or("");
    if let (Some(t), Some(n)) = (tens(word), ordinal_word(next).filter(|n| *n < 10)) {
        return (2, Some(format!("{}th", t + n)));
    }
    if let Some(n) = ordinal(word) {
        return (1, Some(format!("{n}th")));
    }
    // `51 st` is `51st st`; the first number is the house.
    if at > 0 && is_street(next) && word.len() <= 3 && word.bytes().all(|b| b.is_ascii_digit()) {
        return (1, Some(format!("{word}th")));
    }
    let one = if at == 0 { CARDINALS.iter().position(|c| *c == word).map(|n| (n + 1).to_string()) } else { None };
    (1, one)
}

const CARDINALS: [&str; 10] = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];

const ORDINALS: [&str; 19] = [
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
];

const TENS: [&str; 8] = ["twent", "thirt", "fort", "fift", "sixt", "sevent", "eight", "ninet"];

/// Gives the ten that a word such as `forty` names.
fn tens(word: &str) -> Option<u32> {
    let stem = word.strip_suffix('y')?;
    TENS.iter().position(|t| *t == stem).map(|i| 10 * (i as u32 + 2))
}

/// Gives the number of an ordinal in words.
fn ordinal_word(word: &str) -> Option<u32> {
    if let Some(i) = ORDINALS.iter().position(|o| *o == word) {
        return Some(i as u32 + 1);
    }
    if let Some(stem) = word.strip_suffix("ieth") {
        return TENS.iter().position(|t| *t == stem).map(|i| 10 * (i as u32 + 2));
    }
    let (ten, one) = word.split_once('-')?;
    Some(tens(ten)? + ordinal_word(one).filter(|n| *n < 10)?)
}

/// Gives the number of an ordinal, in figures or in words.
pub(in crate::domain) fn ordinal(word: &str) -> Option<u32> {
    if word.starts_with(|c: char| c.is_ascii_digit()) {
        let figures = ["st", "nd", "rd", "th"].iter().find_map(|end| word.strip_suffix(end))?;
        return figures.parse().ok();
    }
    ordinal_word(word)
}

fn is_street(word: &str) -> bool {
    matches!(short_form(word), "st" | "ave" | "rd" | "dr" | "blvd" | "pl" | "ln" | "ct" | "ter")
}

fn push_short(word: &str, out: &mut String) {
    // A street whose kind is a part of its name, as the German `Hauptstraße`.
    if let Some(name) = word.strip_suffix("strasse").filter(|n| !n.is_empty()) {
        out.push_str(name);
        out.push_str("str");
    } else {
        out.push_str(short_form(word));
    }
}

/// Gives the usual short form of a word of an address.
fn short_form(word: &str) -> &str {
    match word {
        "street" | "str" | "strasse" => "st",
        "avenue" | "av" => "ave",
        "road" => "rd",
        "drive" => "dr",
        "boulevard" | "blv" | "boul" => "blvd",
        "place" => "pl",
        "lane" => "ln",
        "court" => "ct",
        "square" => "sq",
        "highway" => "hwy",
        "parkway" => "pkwy",
        "terrace" => "ter",
        "circle" => "cir",
        "plaza" => "plz",
        "expressway" => "expy",
        "turnpike" => "tpke",
        "building" => "bldg",
        "centre" | "center" => "ctr",
        "mount" => "mt",
        "fort" => "ft",
        "heights" => "hts",
        "north" => "n",
        "south" => "s",
        "east" => "e",
        "west" => "w",
        "northeast" => "ne",
        "northwest" => "nw",
        "southeast" => "se",
        "southwest" => "sw",
        "suite" => "ste",
        "floor" | "flr" => "fl",
        "apartment" => "apt",
        "room" => "rm",
        w => w,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(address: &str, text: &str, units: &[&str]) {
        let got = latin(address);
        assert_eq!((got.text.as_str(), got.units.iter().map(String::as_str).collect::<Vec<_>>().as_slice()), (text, units), "{address}");
    }

    #[test]
    fn numbers_of_streets_are_ordinals_with_figures() {
        check("630 ninth avenue", "630 9th ave", &[]);
        check("122 e. 42nd street", "122 e 42th st", &[]);
        check("122 east forty-second st", "122 e 42th st", &[]);
        check("122 east forty second st", "122 e 42th st", &[]);
        check("122 e 42 st", "122 e 42th st", &[]);
        check("one liberty plaza", "1 liberty plz", &[]);
        check("1 thirtieth st", "1 30th st", &[]);
        check("45 st johns road", "45 st johns rd", &[]);
        check("12 fifty oaks", "12 fifty oaks", &[]);
    }

    #[test]
    fn floors_and_rooms_are_set_apart() {
        check("162-04 jamaica ave, third floor jamaica", "162-04 jamaica ave jamaica", &["3"]);
        check("136-18 39 ave 8th fl. flushing", "136-18 39th ave flushing", &["8"]);
        check("70 mulberry street 1f new york", "70 mulberry st new york", &["1"]);
        check("630 9th avenue, #502", "630 9th ave", &["502"]);
        check("65-21 main street - suite 315-f", "65-21 main st -", &["315f"]);
        check("9 ocean drive miami fl 33101", "9 ocean dr miami fl 33101", &[]);
        check("2 floor street", "2 fl st", &[]);
    }

    #[test]
    fn streets_of_other_countries() {
        check("hauptstrasse 5", "hauptstr 5", &[]);
        check("75 boulevard haussmann", "75 blvd haussmann", &[]);
    }

    #[test]
    fn every_number_is_the_same_in_words_and_in_figures() {
        let tens = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
        let word = |n: usize, joint: &str| match (n / 10, n % 10) {
            (0 | 1, _) => ORDINALS[n - 1].to_owned(),
            (t, 0) => tens[t - 2].replace('y', "ieth"),
            (t, one) => format!("{}{joint}{}", tens[t - 2], ORDINALS[one - 1]),
        };
        for n in 1..100 {
            let end = match (n / 10, n % 10) {
                (1, _) | (_, 0 | 4..) => "th",
                (_, 1) => "st",
                (_, 2) => "nd",
                _ => "rd",
            };
            let expected = format!("12 e {n}th st");
            for street in [word(n, "-"), word(n, " "), format!("{n}{end}"), n.to_string()] {
                assert_eq!(latin(&format!("12 east {street} street")).text, expected, "{street}");
            }
        }
    }

    proptest! {
        #[test]
        fn nothing_panics_and_nothing_is_invented(s in "\\PC{0,24}|(one|fifth|forty|second|42nd|42|floor|st|ave|#|5|suite| |,){0,9}") {
            let once = latin(&s);
            let letters = |t: &str| t.chars().filter(|c| !c.is_ascii()).count();
            prop_assert!(letters(&once.text) + once.units.iter().map(|u| letters(u)).sum::<usize>() <= letters(&s));
        }
    }
}
