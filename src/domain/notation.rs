//! How sizes are written: one sign for "by", one for diameters, one spelling for units. What the size is does not change.

use super::fold::fold_width;
use std::borrow::Cow;

/// Writes sizes in one way: `M8*20`, `M8 X 20` and `M8×20` become `M8×20`; `Φ`, `Ø` and `⌀` before digits become `φ`; `MM`, `㎜` and the like
/// behind digits become `mm`; inch marks become `"`.
///
/// An `x` counts as "by" only between numbers that are plainly sizes, so that part numbers such as `74HC4051X3` stay.
///
/// ```
/// use cutover::domain::notation::size;
/// assert_eq!(size("Ｍ8 * 20 MM"), "M8×20mm");
/// assert_eq!(size("74HC4051X3"), "74HC4051X3");
/// ```
pub fn size(text: &str) -> Cow<'_, str> {
    let narrow = fold_width(text);
    let mut chars: Vec<char> = narrow.chars().collect();
    if !chars.iter().any(|c| c.is_numeric()) {
        return narrow;
    }
    spell_units(&mut chars);
    spell_signs(&mut chars);
    join_factors(&mut chars);
    let out: String = chars.into_iter().collect();
    if out == text { Cow::Borrowed(text) } else { Cow::Owned(out) }
}

const UNITS: [(&str, &str); 8] =
    [("㎜", "mm"), ("㎝", "cm"), ("㎞", "km"), ("㎏", "kg"), ("mm", "mm"), ("cm", "cm"), ("kg", "kg"), ("mpa", "MPa")];

/// Writes the units behind digits in their usual letters and without a blank before them.
fn spell_units(chars: &mut Vec<char>) {
    let mut at = 0;
    while at < chars.len() {
        let digits_end = chars.iter().take(at).rposition(|c| *c != ' ').filter(|i| chars.get(*i).is_some_and(char::is_ascii_digit));
        if let Some(digit) = digits_end
            && let Some((end, usual)) = unit_at(chars, at)
        {
            chars.splice(digit + 1..end, usual.chars());
            at = digit + 1 + usual.chars().count();
        } else {
            at += 1;
        }
    }
}

/// Gives the end of the unit that stands at a position, in any letters, and how it is usually written.
fn unit_at(chars: &[char], at: usize) -> Option<(usize, &'static str)> {
    // Most characters begin no unit in any letters: they are signs, digits, other letters, or Chinese.
    let begins_none =
        |c: &char| c.is_ascii() && !matches!(c, 'm' | 'M' | 'c' | 'C' | 'k' | 'K') || matches!(c, '\u{4e00}'..='\u{9fff}' | '×');
    chars.get(at).filter(|c| !begins_none(c))?;
    UNITS.iter().find_map(|(written, usual)| {
        let end = at + written.chars().count();
        let here = chars.get(at..end)?.iter().flat_map(|c| c.to_lowercase());
        let whole = !chars.get(end).is_some_and(|c| c.is_ascii_alphabetic());
        (here.eq(written.chars()) && whole).then_some((end, *usual))
    })
}

/// Writes diameters and inches with one sign each.
fn spell_signs(chars: &mut Vec<char>) {
    for at in (0..chars.len()).rev() {
        let before_digit = || chars.iter().skip(at + 1).find(|c| **c != ' ').is_some_and(char::is_ascii_digit);
        let after_digit = || at.checked_sub(1).and_then(|i| chars.get(i)).is_some_and(char::is_ascii_digit);
        let sign = match chars.get(at) {
            Some('Φ' | 'φ' | 'ϕ' | 'Ø' | 'ø' | '⌀' | '∅' | 'ɸ') if before_digit() => 'φ',
            Some('″' | '”' | '“') if after_digit() => '"',
            Some('º') if after_digit() => '°',
            _ => continue,
        };
        let next_word = chars.iter().skip(at + 1).position(|c| *c != ' ').unwrap_or(0);
        let end = if sign == 'φ' { at + 1 + next_word } else { at + 1 };
        chars.splice(at..end, [sign]);
    }
}

/// Writes "by" between two sizes as `×` without blanks around it.
fn join_factors(chars: &mut Vec<char>) {
    let mut at = 0;
    while at < chars.len() {
        let sure = match chars.get(at) {
            Some('*' | '×' | '✕' | '✖' | '╳') => true,
            Some('x' | 'X') => false,
            _ => {
                at += 1;
                continue;
            }
        };
        let left = chars.iter().take(at).rposition(|c| *c != ' ');
        let right = chars.iter().skip(at + 1).position(|c| *c != ' ').map(|i| at + 1 + i);
        if let (Some(left), Some(right)) = (left, right)
            && ends_size(chars.get(..=left).unwrap_or(&[]), sure)
            && begins_size(chars, right, sure)
        {
            chars.splice(left + 1..right, ['×']);
            at = left + 2;
        } else {
            at += 1;
        }
    }
}

/// Says whether a size ends a text: a number alone or behind letters that announce sizes, with or without a unit, or an inch mark.
fn ends_size(text: &[char], sure: bool) -> bool {
    if text.ends_with(&['"']) || sure && text.ends_with(&[')']) {
        return true;
    }
    let units: [&[char]; 9] = [&['m', 'm'], &['c', 'm'], &['m'], &['M'], &['L'], &['W'], &['H'], &['D'], &['T']];
    let number = units.iter().find_map(|u| text.strip_suffix(*u)).unwrap_or(text);
    if !number.last().is_some_and(char::is_ascii_digit) {
        return false;
    }
    let digits = number.iter().rev().take_while(|c| c.is_ascii_digit() || matches!(c, '.' | '/' | '-' | '~')).count();
    let front = number.get(..number.len() - digits).unwrap_or(&[]);
    sure || !front.last().is_some_and(char::is_ascii_alphabetic) || announces(front)
}

/// Says whether the letters that end a text announce a size: `M8`, `DN15`, `R5`, and no part number.
fn announces(text: &[char]) -> bool {
    let length = text.iter().rev().take_while(|c| c.is_ascii_alphanumeric() || **c == '-').count();
    let letters: String = text.iter().skip(text.len() - length).collect();
    matches!(letters.as_str(), "M" | "DN" | "D" | "R" | "G" | "L" | "W" | "H" | "T" | "B" | "S" | "ST" | "Tr" | "TR")
}

/// Says whether a size begins at a position: a digit, or where the sign is sure also a diameter or a letter before a digit.
fn begins_size(chars: &[char], at: usize, sure: bool) -> bool {
    let digit = |i: usize| chars.get(i).is_some_and(char::is_ascii_digit);
    digit(at) && (sure || !part_number_follows(chars, at))
        || chars.get(at) == Some(&'φ')
        || sure && chars.get(at).is_some_and(|c| c.is_ascii_alphabetic() || *c == '(') && digit(at + 1)
        || sure && chars.get(at) == Some(&'.') && digit(at + 1)
}

/// Says whether the digits at a position run into letters that are no unit.
fn part_number_follows(chars: &[char], at: usize) -> bool {
    let tail: String =
        chars.iter().skip(at).skip_while(|c| c.is_ascii_digit() || **c == '.').take_while(|c| c.is_ascii_alphanumeric()).collect();
    let unit = tail.split(['x', 'X']).next().unwrap_or("");
    !matches!(unit, "" | "mm" | "cm" | "m" | "M" | "L" | "W" | "H" | "T" | "D" | "t")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_written_in_one_way() {
        for (input, expected) in [
            ("M8*20", "M8×20"),
            ("M8x20", "M8×20"),
            ("M8 X 20", "M8×20"),
            ("M8×20", "M8×20"),
            ("Ｍ８＊２０", "M8×20"),
            ("100*50*5", "100×50×5"),
            ("100x50x5mm", "100×50×5mm"),
            ("10MM X 20MM", "10mm×20mm"),
            ("1200L*600W*300H", "1200L×600W×300H"),
            ("Φ20*3000", "φ20×3000"),
            ("Ø 20 x 3", "φ20×3"),
            ("⌀1.5", "φ1.5"),
            ("φ20*φ10", "φ20×φ10"),
            ("10㎜", "10mm"),
            ("5 KG", "5kg"),
            ("1/2”", "1/2\""),
            ("1/2\"*3", "1/2\"×3"),
            ("DN15X20", "DN15×20"),
            ("M10×1.5*30", "M10×1.5×30"),
            ("(20+5)*10", "(20+5)×10"),
            ("六角螺栓 M8*20 8.8级", "六角螺栓 M8×20 8.8级"),
            ("45º", "45°"),
        ] {
            assert_eq!(size(input), expected, "{input}");
        }
    }

    #[test]
    fn what_is_no_size_stays() {
        for input in ["74HC4051X3", "CR2032X5A", "BOX 12", "Φ相", "x", "*", "6205-2RS", "MAX232", "IPX7", "0805 X7R", "3PIN X", "PROXY", ""]
        {
            assert_eq!(size(input), input);
        }
    }

    proptest::proptest! {
        #[test]
        fn writing_again_changes_nothing(s in "[0-9MmxX*×φΦ .\"cLk(）㎜-]{0,14}") {
            let once = size(&s).into_owned();
            proptest::prop_assert_eq!(size(&once), once.as_str());
        }
    }
}
