//! Sounds and shapes: pinyin without tones, characters that look alike, and a rough sound of Latin names.

use super::is_cjk;
use foldhash::fast::FixedState;
use pinyin::ToPinyin;
use std::collections::HashMap;
use std::sync::OnceLock;

/// Says whether two ideographs are read alike, tones aside.
pub fn same_sound(a: char, b: char) -> bool {
    a == b || matches!((a.to_pinyin(), b.to_pinyin()), (Some(x), Some(y)) if x.plain() == y.plain())
}

/// Says whether one ideograph is easily taken or typed for the other: read alike or of similar shape.
///
/// Shapes: table `similar_shapes.csv`.
pub fn similar_char(a: char, b: char) -> bool {
    same_sound(a, b) || shapes().get(&a).is_some_and(|group| shapes().get(&b).is_some_and(|g| group.iter().any(|x| g.contains(x))))
}

/// Gives some of 64 bits for an ideograph, so that characters that are [`similar_char`] have one in common; numerals share one as well.
pub fn alike_bits(c: char) -> u64 {
    static COMMON: OnceLock<Box<[u64]>> = OnceLock::new();
    let common = || ('\u{4e00}'..='\u{9fff}').map(find_alike_bits).collect();
    match (c as usize).checked_sub(0x4e00).and_then(|at| COMMON.get_or_init(common).get(at)) {
        Some(bits) => *bits,
        None => find_alike_bits(c),
    }
}

fn find_alike_bits(c: char) -> u64 {
    let numeral = matches!(c, '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十' | '0'..='9');
    let sound = match c.to_pinyin() {
        Some(p) => p.plain().bytes().fold(7u64, |h, b| h.wrapping_mul(31).wrapping_add(u64::from(b))),
        None => u64::from(c),
    };
    let shapes = shapes().get(&c).map(Vec::as_slice).unwrap_or_default();
    shapes.iter().fold(1 << (sound % 63) | u64::from(numeral) << 63, |bits, g| bits | 1 << (u64::from(*g).wrapping_mul(37) % 63))
}

/// Gives a key that is equal for texts that sound alike: pinyin for ideographs, consonant classes for Latin words.
pub fn sound_key(folded: &str) -> String {
    let mut key = String::new();
    let mut last = ' ';
    for (i, c) in folded.chars().filter(|c| c.is_alphanumeric()).enumerate() {
        if is_cjk(c) {
            match c.to_pinyin() {
                Some(p) => key.push_str(p.plain()),
                None => key.push(c),
            }
            key.push('.');
            continue;
        }
        let class = if i == 0 { first_class(c) } else { consonant_class(c) };
        if class != ' ' && class != last {
            key.push(class);
        }
        last = class;
    }
    key
}

/// Consonant classes after Soundex, with vowels left out.
fn consonant_class(c: char) -> char {
    match c {
        'b' | 'p' | 'f' | 'v' | 'w' => '1',
        'c' | 'g' | 'j' | 'k' | 'q' | 's' | 'x' | 'z' => '2',
        'd' | 't' => '3',
        'l' => '4',
        'm' | 'n' => '5',
        'r' => '6',
        'a' | 'e' | 'i' | 'o' | 'u' | 'y' | 'h' => ' ',
        c => c,
    }
}

fn first_class(c: char) -> char {
    match c {
        'c' | 'k' | 'q' => 'k',
        'f' | 'v' => 'f',
        'j' | 'y' => 'j',
        'a' | 'e' | 'i' | 'o' | 'u' => 'a',
        's' | 'z' => 's',
        c => c,
    }
}

fn shapes() -> &'static HashMap<char, Vec<u16>, FixedState> {
    static SHAPES: OnceLock<HashMap<char, Vec<u16>, FixedState>> = OnceLock::new();
    SHAPES.get_or_init(|| {
        let mut groups: HashMap<char, Vec<u16>, FixedState> = HashMap::default();
        for (n, line) in include_str!("../../../rules/tables/similar_shapes.csv").lines().skip(1).enumerate() {
            for c in line.chars().filter(|c| is_cjk(*c)) {
                groups.entry(c).or_default().push(n as u16);
            }
        }
        groups
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn homophones_and_similar_shapes_are_alike() {
        for (a, b, yes) in [('钢', '纲', true), ('华', '桦', true), ('晖', '辉', true), ('未', '末', true), ('苏', '京', false)] {
            assert_eq!(similar_char(a, b), yes, "{a}{b}");
        }
    }

    #[test]
    fn what_is_similar_shares_a_bit() {
        for (c, groups) in shapes() {
            assert!(
                shapes().iter().filter(|(_, g)| g.iter().any(|x| groups.contains(x))).all(|(d, _)| alike_bits(*c) & alike_bits(*d) != 0)
            );
        }
        assert!(alike_bits('立') & alike_bits('力') != 0 && alike_bits('二') & alike_bits('3') != 0);
        assert_eq!(alike_bits('苏') & alike_bits('京'), 0);
    }

    #[test]
    fn names_that_sound_alike_share_a_key() {
        for (a, b) in [("meier", "meyer"), ("立辉", "力晖"), ("catherine", "katherine")] {
            assert_eq!(sound_key(a), sound_key(b));
        }
    }
}
