//! The canonical specification: the same words in the order in which engineers write them.

use super::attribute::{Attribute, Material};
use regex::Regex;
use std::sync::OnceLock;

/// Kinds of attributes in the order in which a specification names them; what is none of them stands last, in its own order.
const ORDER: [Attribute; 20] = [
    Attribute::Thread,
    Attribute::Pitch,
    Attribute::Length,
    Attribute::Size,
    Attribute::Thickness,
    Attribute::Number,
    Attribute::Strength,
    Attribute::Grade,
    Attribute::Standard,
    Attribute::Finish,
    Attribute::Value,
    Attribute::Percent,
    Attribute::Voltage,
    Attribute::Power,
    Attribute::Poles,
    Attribute::Choice,
    Attribute::Side,
    Attribute::Colour,
    Attribute::Brand,
    Attribute::Model,
];

/// Gives a specification with its words in their usual order: what it is, size, strength, grade, standard, finish, electric values, colour, brand and
/// type number. `None`: it stands so already, or other words would say something else in another place.
///
/// ```
/// use cutover::domain::material::ordered;
/// assert_eq!(ordered("镀锌, 8.8级 GB/T 5783 六角螺栓 M8×20").as_deref(), Some("六角螺栓 M8×20 8.8级 GB/T 5783 镀锌"));
/// assert_eq!(ordered("六角螺栓 M8×20 8.8级"), None);
/// ```
pub fn ordered(text: &str) -> Option<String> {
    let words = words(text);
    let mut ranked: Vec<(usize, &str)> = words.iter().map(|w| (rank(w), w.as_str())).collect();
    ranked.sort_by_key(|(rank, _)| *rank);
    let out = ranked.iter().map(|(_, w)| *w).collect::<Vec<_>>().join(" ");
    if out == text {
        return None;
    }
    let (before, after) = (Material::parse(text), Material::parse(&out));
    let nouns = |m: &Material| {
        let mut nouns = m.nouns.clone();
        nouns.sort_unstable();
        nouns
    };
    (before.attributes == after.attributes && nouns(&before) == nouns(&after)).then_some(out)
}

/// Parts a text at blanks and commas, but for the blanks inside standards.
fn words(text: &str) -> Vec<String> {
    static STANDARD: OnceLock<Regex> = OnceLock::new();
    let standard = STANDARD
        .get_or_init(|| Regex::new(r"(?i)\b((?:GB|JB|HG|SH|YB|QB)(?:/T)?|DIN|ISO|ASTM|ANSI|JIS|EN) +(\d)").expect("the pattern is valid"));
    let glued = standard.replace_all(text, "$1\u{a0}$2");
    let parted = glued.split([' ', ',', '，', ';', '；', '、']).filter(|w| !w.is_empty());
    parted.map(|w| w.replace('\u{a0}', " ")).collect()
}

fn rank(word: &str) -> usize {
    let parsed = Material::parse(word);
    if parsed.attributes.is_empty() && !parsed.nouns.is_empty() {
        return 0;
    }
    ORDER.iter().position(|a| parsed.attributes.contains_key(a)).map_or(ORDER.len() + 1, |at| at + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn one_specification_has_one_order() {
        let expected = "六角螺栓 M8×20 8.8级 GB/T 5783 镀锌";
        for text in
            ["M8×20 六角螺栓 8.8级 GB/T 5783 镀锌", "GB/T 5783 镀锌 8.8级 M8×20 六角螺栓", "六角螺栓，M8×20，镀锌，8.8级，GB/T 5783"]
        {
            assert_eq!(ordered(text).as_deref(), Some(expected), "{text}");
        }
        assert_eq!(ordered(expected), None);
        assert_eq!(ordered("黑色 24V 继电器").as_deref(), Some("继电器 24V 黑色"));
    }

    #[test]
    fn what_would_say_something_else_stays() {
        // A number before its unit, and a text of nothing that is known.
        for text in ["", "φ 20", "see drawing 7", "5 kg"] {
            let out = ordered(text);
            assert!(
                out.is_none() || out.as_deref().is_some_and(|o| Material::parse(o).attributes == Material::parse(text).attributes),
                "{text}"
            );
        }
    }

    proptest! {
        #[test]
        fn nothing_is_lost_and_twice_is_once(text in "(M8×20|304|镀锌|GB/T 5783|8\\.8级|螺栓|黑|24V|6205-2RS|[a-z0-9]{1,5})([ ,](M8×20|304|镀锌|GB/T 5783|8\\.8级|螺栓|黑|24V|6205-2RS|[a-z0-9]{1,5})){0,5}") {
            if let Some(out) = ordered(&text) {
                let sorted = |t: &str| {
                    let mut signs: Vec<char> = t.chars().filter(|c| !matches!(c, ' ' | ',')).collect();
                    signs.sort_unstable();
                    signs
                };
                prop_assert_eq!(sorted(&out), sorted(&text));
                prop_assert_eq!(ordered(&out), None);
            }
        }
    }
}
