//! Names of other scripts in Latin letters, roughly as people write them: enough to see that two spellings may be one name.

use super::is_cjk;
use pinyin::ToPinyin;
use std::borrow::Cow;

/// Cyrillic, Greek, Hebrew and Arabic letters (with the Persian ones) and what they are usually written as; folded texts have no accents.
const LETTERS: [(&str, &str); 118] = [
    ("а", "a"),
    ("б", "b"),
    ("в", "v"),
    ("г", "g"),
    ("ґ", "g"),
    ("д", "d"),
    ("е", "e"),
    ("ё", "e"),
    ("ж", "zh"),
    ("з", "z"),
    ("и", "i"),
    ("і", "i"),
    ("ї", "i"),
    ("й", "i"),
    ("ј", "j"),
    ("к", "k"),
    ("қ", "k"),
    ("л", "l"),
    ("љ", "lj"),
    ("м", "m"),
    ("н", "n"),
    ("њ", "nj"),
    ("о", "o"),
    ("п", "p"),
    ("р", "r"),
    ("с", "s"),
    ("т", "t"),
    ("ћ", "c"),
    ("у", "u"),
    ("ұ", "u"),
    ("ү", "u"),
    ("ф", "f"),
    ("х", "kh"),
    ("һ", "h"),
    ("ц", "ts"),
    ("ч", "ch"),
    ("џ", "dz"),
    ("ш", "sh"),
    ("щ", "shch"),
    ("ъ", ""),
    ("ы", "y"),
    ("ь", ""),
    ("э", "e"),
    ("ю", "iu"),
    ("я", "ia"),
    ("ђ", "dj"),
    ("є", "ie"),
    ("ә", "a"),
    ("ө", "o"),
    ("ң", "n"),
    ("ғ", "g"),
    ("α", "a"),
    ("β", "v"),
    ("γ", "g"),
    ("δ", "d"),
    ("ε", "e"),
    ("ζ", "z"),
    ("η", "i"),
    ("θ", "th"),
    ("ι", "i"),
    ("κ", "k"),
    ("λ", "l"),
    ("μ", "m"),
    ("ν", "n"),
    ("ξ", "x"),
    ("ο", "o"),
    ("π", "p"),
    ("ρ", "r"),
    ("σ", "s"),
    ("ς", "s"),
    ("τ", "t"),
    ("υ", "y"),
    ("χ", "ch"),
    ("ψ", "ps"),
    ("ω", "o"),
    ("ا", "a"),
    ("ب", "b"),
    ("پ", "p"),
    ("ت", "t"),
    ("ة", "a"),
    ("ث", "th"),
    ("ج", "j"),
    ("چ", "ch"),
    ("ح", "h"),
    ("خ", "kh"),
    ("د", "d"),
    ("ذ", "dh"),
    ("ر", "r"),
    ("ز", "z"),
    ("ژ", "zh"),
    ("س", "s"),
    ("ش", "sh"),
    ("ص", "s"),
    ("ض", "d"),
    ("ط", "t"),
    ("ظ", "z"),
    ("ع", "a"),
    ("غ", "gh"),
    ("ف", "f"),
    ("ق", "q"),
    ("ك", "k"),
    ("ک", "k"),
    ("گ", "g"),
    ("ل", "l"),
    ("م", "m"),
    ("ن", "n"),
    ("ه", "h"),
    ("و", "w"),
    ("ي", "y"),
    ("ی", "y"),
    ("ى", "a"),
    ("ء", ""),
    ("א", "a"),
    ("ב", "b"),
    ("ל", "l"),
    ("מ", "m"),
    ("ר", "r"),
    ("ש", "sh"),
];

/// Hangul syllables are built of these, in this order (Unicode, chapter 3.12; Revised Romanisation).
const INITIALS: [&str; 19] = ["g", "kk", "n", "d", "tt", "r", "m", "b", "pp", "s", "ss", "", "j", "jj", "ch", "k", "t", "p", "h"];
const VOWELS: [&str; 21] =
    ["a", "ae", "ya", "yae", "eo", "e", "yeo", "ye", "o", "wa", "wae", "oe", "yo", "u", "wo", "we", "wi", "yu", "eu", "ui", "i"];
const FINALS: [&str; 28] = [
    "", "k", "k", "k", "n", "n", "n", "t", "l", "k", "m", "l", "l", "l", "p", "l", "m", "p", "p", "t", "t", "ng", "t", "t", "k", "t", "p",
    "t",
];

/// Gives a folded text with the letters of other scripts written in Latin ones; what is Latin, or of a script that is not known, stays.
pub fn romanise(folded: &str) -> Cow<'_, str> {
    if folded.is_ascii() || !folded.chars().any(is_foreign) {
        return Cow::Borrowed(folded);
    }
    let mut out = String::with_capacity(folded.len());
    let mut after_ideograph = false;
    for c in folded.chars() {
        let ideograph = is_cjk(c);
        // Ideographs have no spaces between them; each is a word of its own where they meet Latin letters.
        if after_ideograph && c.is_alphanumeric() && !ideograph {
            out.push(' ');
        }
        after_ideograph = ideograph;
        write(c, &mut out);
    }
    Cow::Owned(out)
}

/// Says whether a letter can be written in Latin ones.
fn is_foreign(c: char) -> bool {
    is_cjk(c) || is_hangul(c) || letter(c).is_some()
}

fn is_hangul(c: char) -> bool {
    matches!(c, '\u{ac00}'..='\u{d7a3}')
}

fn letter(c: char) -> Option<&'static str> {
    LETTERS.iter().find(|(l, _)| l.starts_with(c)).map(|(_, latin)| *latin)
}

fn write(c: char, out: &mut String) {
    if is_hangul(c) {
        let place = c as usize - 0xac00;
        for part in [INITIALS.get(place / 588), VOWELS.get(place % 588 / 28), FINALS.get(place % 28)].into_iter().flatten() {
            out.push_str(part);
        }
    } else if let Some(latin) = letter(c) {
        out.push_str(latin);
    } else if let Some(p) = is_cjk(c).then(|| c.to_pinyin()).flatten() {
        out.push_str(p.plain());
    } else {
        out.push(c);
    }
}

#[cfg(test)]
mod tests {
    use super::super::fold;
    use super::*;

    #[test]
    fn names_of_other_scripts_are_written_in_latin_letters() {
        for (name, latin) in [
            ("Александр Лукашенко", "aleksandr lukashenko"),
            ("Κυριάκος Μητσοτάκης", "kyriakos mitsotakis"),
            ("محمد", "mhmd"),
            ("이재명", "ijaemyeong"),
            ("习近平", "xijinping"),
            ("Volkswagen", "volkswagen"),
            ("Société Générale", "societe generale"),
        ] {
            assert_eq!(romanise(&fold(name)), latin, "{name}");
        }
    }

    #[test]
    fn every_letter_stands_once() {
        for (i, (l, latin)) in LETTERS.iter().enumerate() {
            assert!(l.chars().count() == 1 && latin.is_ascii());
            assert!(LETTERS.iter().skip(i + 1).all(|(m, _)| m != l), "{l}");
        }
    }
}
