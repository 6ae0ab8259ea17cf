//! Names of persons, in any script: order, initials, titles and slips.

use super::{Compare, Keys, Level, level};
use crate::domain::nickname::Nicknames;
use crate::domain::similarity::{distance_within, is_cjk, jaro_winkler, romanise, similar_char, sound_key};
use crate::matching::chance::mix;

const LEVELS: &[Level] = &[
    level("missing"),
    level("different"),
    level("one part"),
    level("initials"),
    level("alike"),
    level("short form"),
    level("part of"),
    level("one slip"),
    level("other order"),
    level("equal"),
];

#[derive(Debug, Default)]
struct Person {
    parts: Vec<Vec<char>>,
    /// The full names that each part may be short for.
    full: Vec<&'static [u16]>,
    /// Only the surname is known: `王总`, `李经理`.
    titled: bool,
}

/// Folded names.
#[derive(Debug)]
pub struct Persons {
    values: Vec<Person>,
}

const TITLES: [&str; 12] = ["先生", "女士", "小姐", "经理", "主任", "老师", "师傅", "厂长", "老板", "总", "工", "董"];
const FORMS: [&str; 14] = ["mr", "mrs", "ms", "miss", "dr", "sir", "prof", "rev", "jr", "sr", "ii", "iii", "lord", "lady"];

/// Offices that stand where somebody's name is not known.
const OFFICES: [&str; 12] = ["未知", "不详", "联系人", "财务", "采购", "销售", "前台", "客服", "门卫", "办公室", "财务部", "采购部"];
/// Words that stand where somebody's name is not known; none of them is a name as well.
const NOBODY: [&str; 36] = [
    "unknown",
    "resident",
    "occupant",
    "householder",
    "tenant",
    "person",
    "adult",
    "gentleman",
    "husband",
    "wife",
    "spouse",
    "daughter",
    "dau",
    "mother",
    "father",
    "mom",
    "mum",
    "dad",
    "child",
    "baby",
    "infant",
    "boy",
    "girl",
    "male",
    "female",
    "senor",
    "senora",
    "hijo",
    "hija",
    "esposo",
    "esposa",
    "madre",
    "padre",
    "sir",
    "madam",
    "contact",
];

/// Says whether words tell of somebody without a name: `mr`, `baby boy`, `lady of the house`.
fn of_nobody(words: &[&str]) -> bool {
    let small = |w: &&str| matches!(*w, "of" | "the" | "house" | "mr" | "mrs" | "ms" | "miss" | "dr" | "prof" | "rev");
    words.iter().all(|w| small(w) || NOBODY.contains(w)) && words.iter().any(|w| w.len() > 1)
}

fn read(folded: &str) -> Person {
    if folded.chars().next().is_some_and(is_cjk) {
        let name: String = folded.chars().filter(|c| is_cjk(*c)).collect();
        if TITLES.contains(&name.as_str()) || OFFICES.contains(&name.as_str()) {
            return Person::default();
        }
        let bare = TITLES.iter().find_map(|t| name.strip_suffix(t)).filter(|b| (1..=2).contains(&b.chars().count()));
        return match bare {
            Some(b) if b.chars().count() == 1 => Person { parts: vec![b.chars().collect()], titled: true, ..Person::default() },
            _ => Person { parts: vec![name.chars().collect()], ..Person::default() },
        };
    }
    let folded = romanise(folded);
    let words: Vec<&str> = folded.split(|c: char| !c.is_alphanumeric() && c != '\'').filter(|w| !w.is_empty()).collect();
    if of_nobody(&words) {
        return Person::default();
    }
    let named = words.iter().filter(|w| !FORMS.contains(w));
    let mut parts: Vec<Vec<char>> = named.map(|w| w.chars().filter(|c| *c != '\'').collect()).collect();
    if parts.is_empty() {
        parts.push(folded.chars().filter(|c| c.is_alphanumeric()).collect());
    }
    let full = parts.iter().map(|p| Nicknames::standard().full(&p.iter().collect::<String>())).collect();
    Person { parts, full, titled: false }
}

impl Person {
    /// Says whether a part of one name and a part of the other are short for the same, or one is short for the other.
    fn short_for(&self, i: usize, other: &Self, j: usize) -> bool {
        self.full.get(i).zip(other.full.get(j)).is_some_and(|(p, q)| p.iter().any(|n| q.contains(n)))
    }
}

impl Persons {
    /// Takes the distinct folded values.
    pub fn new(values: &[&str]) -> Self {
        Self { values: values.iter().map(|v| read(v)).collect() }
    }
}

/// Compares names written as one run of ideographs.
fn ideographs(x: &[char], y: &[char]) -> u8 {
    let differing = x.iter().zip(y).filter(|(a, b)| a != b).count();
    if x.len() == y.len() && differing == 1 && x.iter().zip(y).all(|(a, b)| similar_char(*a, *b)) {
        return 7;
    }
    if x.len() >= 3 && y.len() >= 3 && distance_within(x, y, 1).is_some() {
        return 4;
    }
    1 + u8::from(x.first() == y.first())
}

fn alike(x: &[char], y: &[char]) -> bool {
    x == y || (x.len() >= 4 && distance_within(x, y, 1).is_some()) || jaro_winkler(x, y) >= 0.92
}

fn initial(x: &[char], y: &[char]) -> bool {
    x.first() == y.first() && (x.len() == 1 || y.len() == 1)
}

/// Pairs each part of the shorter name with one of the longer; gives (equal, alike, initials).
fn pair_parts(x: &Person, y: &Person) -> (usize, usize, usize) {
    let mut free: Vec<usize> = (0..y.parts.len()).collect();
    let mut take = |f: &dyn Fn(&[char], &[char], (usize, usize)) -> bool, from: Vec<usize>| -> (usize, Vec<usize>) {
        let (all, mut rest) = (from.len(), Vec::new());
        for i in from {
            let fits = |j: &usize| x.parts.get(i).zip(y.parts.get(*j)).is_some_and(|(p, q)| f(p, q, (i, *j)));
            match free.iter().position(fits) {
                Some(k) => {
                    free.remove(k);
                }
                None => rest.push(i),
            }
        }
        (all - rest.len(), rest)
    };
    let (equal, rest) = take(&|p, q, _| p == q, (0..x.parts.len()).collect());
    let (near, rest) = take(&|p, q, (i, j)| alike(p, q) || x.short_for(i, y, j), rest);
    let (initials, _) = take(&|p, q, _| initial(p, q), rest);
    (equal, near, initials)
}

impl Compare for Persons {
    fn levels(&self) -> &'static [Level] {
        LEVELS
    }

    fn level(&self, a: u32, b: u32) -> u8 {
        let (Some(x), Some(y)) = (self.values.get(a as usize), self.values.get(b as usize)) else { return 0 };
        if x.parts.is_empty() || y.parts.is_empty() {
            return 0;
        }
        if a == b {
            return 9;
        }
        if x.titled || y.titled {
            let same = x.parts.first().and_then(|p| p.first()) == y.parts.first().and_then(|p| p.first());
            return if same { 3 } else { 1 };
        }
        if let ([p], [q]) = (x.parts.as_slice(), y.parts.as_slice()) {
            return match p == q {
                true => 9,
                false if p.first().is_some_and(|c| is_cjk(*c)) => ideographs(p, q),
                false if p.len() >= 4 && distance_within(p, q, 1).is_some() => 7,
                false if x.short_for(0, y, 0) => 5,
                false if jaro_winkler(p, q) >= 0.9 => 4,
                false => 1 + 2 * u8::from(initial(p, q)),
            };
        }
        let (x, y) = if x.parts.len() <= y.parts.len() { (x, y) } else { (y, x) };
        let (equal, near, initials) = pair_parts(x, y);
        let all = x.parts.len();
        match (equal, near, initials) {
            (e, ..) if e == all && all == y.parts.len() => 8 + u8::from(x.parts == y.parts),
            (e, n, _) if e + n == all && all == y.parts.len() => 7,
            (e, n, _) if e + n == all && all >= 2 => 6,
            (e, n, i) if e + n + i == all && e + n > 0 => 3,
            (e, n, _) if e + n + 1 >= all && all >= 3 => 4,
            (e, n, _) if e + n > 0 => 2,
            _ => 1,
        }
    }

    fn sketch(&self, value: u32) -> u64 {
        match self.values.get(value as usize).map(|p| (p.titled, p.parts.as_slice())) {
            Some((false, [name])) if name.len() > 1 && name.iter().all(|c| is_cjk(*c)) => {
                name.iter().fold(0, |bits, c| bits | 1 << (mix(u64::from(*c)) >> 58))
            }
            _ => 0,
        }
    }

    fn at_most(&self, a: u64, b: u64) -> u8 {
        // Whatever is alike has a character in common.
        if a & b == 0 && a != 0 && b != 0 { 1 } else { 9 }
    }

    fn keys(&self, value: u32, keys: &mut Keys) {
        let Some(p) = self.values.get(value as usize).filter(|p| !p.parts.is_empty()) else { return };
        let words: Vec<String> = p.parts.iter().map(|w| w.iter().collect()).collect();
        let mut sorted = words.clone();
        sorted.sort_unstable();
        keys.add(0, &sorted.join(" "));
        let mut sounds: Vec<String> = words.iter().map(|w| sound_key(w)).collect();
        keys.set_coarse(&sounds.join(" "));
        sounds.sort_unstable();
        if sounds.len() > 1 {
            keys.add(1, &sounds.join(" "));
            let first_last = [sounds.first(), sounds.last()].map(|s| s.map_or("", String::as_str)).join(" ");
            keys.add(2, &first_last);
        }
        if let [one] = p.parts.as_slice()
            && one.len() >= 3
        {
            keys.add_slips(3, one);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_persons_are_compared_part_by_part() {
        let p = Persons::new(&[
            "eustace budgell",
            "budgell, eustace",
            "e budgell",
            "eustace budgel",
            "john smith",
            "王强霞",
            "王总",
            "王强侠",
            "李总",
            "eustace m budgell",
            "bill budgell",
            "william budgell",
            "willie",
            "wm",
            "lady of the house",
            "财务部",
            "lord",
        ]);
        for (a, b, l) in [(0, 1, 8), (0, 2, 3), (0, 3, 7), (0, 4, 1), (5, 6, 3), (5, 7, 7), (6, 8, 1), (0, 9, 6), (10, 11, 7), (12, 13, 5)]
        {
            assert_eq!(p.level(a, b), l, "{a} {b}");
        }
    }
}
