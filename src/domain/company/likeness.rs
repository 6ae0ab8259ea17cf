//! Whether two company names name the same firm.

use super::form::Kind;
use super::latin::Latin;
use super::parse::Company;
use super::place;
use crate::domain::similarity::{distance_within, is_cjk, similar_char};

/// How two names stand to each other, from worst to best.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Likeness {
    /// Something contradicts: branch, kind, trade, ordinal, region in brackets.
    Conflict,
    /// Nothing to speak of in common.
    Different,
    /// The distinctive parts overlap.
    Similar,
    /// One is a short name made of characters of the other, in order: 云煤能源 of 云南煤业能源.
    Abbreviated,
    /// The distinctive part is the same but something is missing on one side: trade, group.
    Related,
    /// One is a short name with the same distinctive part: 立霸股份 of 江苏立霸实业股份有限公司.
    Shortened,
    /// The same but for a slip, a homophone or a similar shape.
    Close,
    /// The same distinctive part, with a trade worded a little otherwise: 果敢机电 of 果敢机电设备.
    Varied,
    /// The same, with something weak differing: region missing, form missing or other.
    Same,
    /// The same in every part.
    Equal,
}

/// Compares two names.
pub fn likeness(a: &Company, b: &Company) -> Likeness {
    match (a.body.is_empty(), b.body.is_empty()) {
        (false, false) => chinese(a, b),
        (true, true) => a.latin.as_ref().zip(b.latin.as_ref()).map_or(Likeness::Different, |(x, y)| latin(x, y)),
        (false, true) => mixed(a, b),
        (true, false) => mixed(b, a),
    }
}

/// Compares a name in Chinese with one in Latin letters, through the lists or the Latin part of a bilingual name.
fn mixed(chinese_name: &Company, latin_name: &Company) -> Likeness {
    let Some(l) = &latin_name.latin else { return Likeness::Different };
    if let Some(own) = &chinese_name.latin {
        return latin(own, l);
    }
    let Some((core, trade)) = l.in_chinese() else { return Likeness::Different };
    let core: Vec<char> = core.chars().collect();
    let trade: Vec<char> = trade.chars().collect();
    if chinese_name.core != core && chinese_name.body != core {
        return Likeness::Different;
    }
    if l.group != chinese_name.group || l.holding != chinese_name.holding {
        return Likeness::Related;
    }
    let equal = chinese_name.trade == trade || (l.form.is_empty() && trade.is_empty());
    if equal && chinese_name.branch.is_empty() { Likeness::Same } else { Likeness::Related }
}

fn chinese(a: &Company, b: &Company) -> Likeness {
    // Other sounds are another name: mostly nothing else need be looked at.
    if a.sounds == b.sounds && a == b {
        return Likeness::Equal;
    }
    // One character in common that is no part of the other's name says nothing; a slip or homophone leaves more.
    if a.sounds & b.sounds == 0 && a.core != b.core {
        return Likeness::Different;
    }
    let likeness = bodies(a, b);
    let likeness = if likeness <= Likeness::Similar && (abbreviates(a, b) || abbreviates(b, a)) { Likeness::Abbreviated } else { likeness };
    if likeness < Likeness::Similar {
        return likeness;
    }
    if a.branch != b.branch && !one_slip_apart(&a.branch, &b.branch) {
        return Likeness::Conflict;
    }
    if kinds_conflict(a.kind, b.kind) || regions_conflict(a, b) {
        return Likeness::Conflict;
    }
    flags(a, b, likeness)
}

/// Weighs 集团, 控股 and regions that only one side has.
fn flags(a: &Company, b: &Company, likeness: Likeness) -> Likeness {
    let short = |c: &Company| c.kind == Kind::Unknown && !c.group && !c.holding;
    if (a.holding != b.holding || a.group != b.group) && (short(a) || short(b)) {
        return likeness.min(Likeness::Shortened);
    }
    if a.holding != b.holding || (a.state && b.stock) || (a.stock && b.state) {
        return Likeness::Conflict;
    }
    if a.group != b.group {
        // A parent and its member differ in nothing else; but a slip may have broken 集团.
        let broken = a.body.iter().chain(&b.body).any(|c| matches!(c, '集' | '团'));
        return if broken { likeness.min(Likeness::Close) } else { likeness.min(Likeness::Related) };
    }
    if likeness == Likeness::Equal && (a.regions != b.regions || a.kind != b.kind || a.seat != b.seat) {
        return Likeness::Same;
    }
    likeness
}

fn kinds_conflict(a: Kind, b: Kind) -> bool {
    a != b && a != Kind::Unknown && b != Kind::Unknown
}

/// Says whether regions contradict; a region in brackets counts as where the firm sits.
fn regions_conflict(a: &Company, b: &Company) -> bool {
    if let (Some(x), Some(y)) = (&a.seat, &b.seat) {
        return x != y;
    }
    // The smallest region says most; two chains agree when the smallest of one fits something of the other.
    match (a.region(), b.region()) {
        (Some(p), Some(q)) => !place::compatible(p, q),
        _ => false,
    }
}

/// Compares core and trade.
fn bodies(a: &Company, b: &Company) -> Likeness {
    let (x, y) = (&a.core, &b.core);
    let cores_equal = x == y || a.bare_core().eq(b.bare_core()) || with_region(a, b);
    if cores_equal {
        return trades(a, b);
    }
    if a.body == b.body {
        return Likeness::Equal;
    }
    if ordinals_differ(&a.body, &b.body) {
        return Likeness::Conflict;
    }
    let slip = slip_between(a, b);
    if slip != Likeness::Different {
        return slip;
    }
    if overlap(x, y) { Likeness::Similar } else { Likeness::Different }
}

/// Says whether one core is the other with its town or district in front.
fn with_region(a: &Company, b: &Company) -> bool {
    let (n, m) = (a.bare_core().count(), b.bare_core().count());
    let (short, long) = if n < m { (a, b) } else { (b, a) };
    if n.min(m) < 2 || !short.bare_core().rev().eq(long.bare_core().rev().take(n.min(m))) {
        return false;
    }
    let before: Vec<char> = long.bare_core().collect();
    let Some((region, end)) = place::leading(&before) else { return false };
    end == n.max(m) - n.min(m) && short.regions.last().is_none_or(|r| place::compatible(r, region))
}

/// Says whether the names count differently: 第二 / 第三, 一局 / 十一局.
fn ordinals_differ(a: &[char], b: &[char]) -> bool {
    fn numerals(t: &[char]) -> impl Iterator<Item = char> {
        t.iter().copied().filter_map(as_numeral)
    }
    fn plain(t: &[char]) -> impl Iterator<Item = char> {
        t.iter().copied().filter(|c| as_numeral(*c).is_none())
    }
    !numerals(a).eq(numerals(b)) && plain(a).eq(plain(b))
}

/// Says whether a character counts: 第二, 3.
pub(super) fn is_numeral(c: char) -> bool {
    as_numeral(c).is_some()
}

fn as_numeral(c: char) -> Option<char> {
    match c {
        '一' | '1' => Some('1'),
        '二' | '2' => Some('2'),
        '三' | '3' => Some('3'),
        '四' | '4' => Some('4'),
        '五' | '5' => Some('5'),
        '六' | '6' => Some('6'),
        '七' | '7' => Some('7'),
        '八' | '8' => Some('8'),
        '九' | '9' => Some('9'),
        '十' | '0' => Some('0'),
        _ => None,
    }
}

/// Words that may end a trade without changing it.
const WEAK_ENDS: [&str; 8] = ["设备", "制品", "件", "产品", "用品", "器材", "品", "材料"];

/// Compares trades of names whose distinctive parts agree.
fn trades(a: &Company, b: &Company) -> Likeness {
    if a.trade == b.trade {
        return Likeness::Equal;
    }
    let missing = a.trade.is_empty() || b.trade.is_empty();
    if missing {
        return short_of(a, b).unwrap_or(Likeness::Conflict);
    }
    if strip_weak_end(&a.trade) == strip_weak_end(&b.trade) {
        return Likeness::Varied;
    }
    let prefix = a.trade.starts_with(&b.trade) || b.trade.starts_with(&a.trade);
    if prefix {
        return short_of(a, b).unwrap_or(Likeness::Related);
    }
    if a.trade_known && b.trade_known {
        // 电器 / 电气: two words that sound alike are as often a slip as two firms.
        let sound = a.trade.len() == b.trade.len() && a.trade.iter().zip(&b.trade).all(|(p, q)| similar_char(*p, *q));
        let swapped = sorted(&a.trade) == sorted(&b.trade);
        return if sound || swapped { Likeness::Related } else { Likeness::Conflict };
    }
    if one_slip_apart(&a.trade, &b.trade) { Likeness::Varied } else { Likeness::Conflict }
}

fn sorted(t: &[char]) -> Vec<char> {
    let mut t = t.to_vec();
    t.sort_unstable();
    t
}

fn strip_weak_end(trade: &[char]) -> &[char] {
    super::form::ends_with(trade, &WEAK_ENDS).and_then(|n| trade.get(..trade.len() - n)).unwrap_or(trade)
}

/// Says how a name without form stands to one whose trade says more.
fn short_of(a: &Company, b: &Company) -> Option<Likeness> {
    let (short, _) = if a.trade.len() < b.trade.len() { (a, b) } else { (b, a) };
    match (short.is_short(), short.kind) {
        (true, _) => Some(Likeness::Shortened),
        (_, Kind::Unknown) if short.trade.is_empty() => Some(Likeness::Related),
        _ => None,
    }
}

/// Looks for one slip, homophone or similar shape in the whole of core and trade.
fn slip_between(a: &Company, b: &Company) -> Likeness {
    let (x, y) = (&a.body, &b.body);
    let shorter = x.len().min(y.len());
    if x.len() == y.len() {
        let differing: Vec<(char, char)> = x.iter().zip(y).filter(|(p, q)| p != q).map(|(p, q)| (*p, *q)).collect();
        let alike = differing.iter().filter(|(p, q)| is_cjk(*p) && similar_char(*p, *q)).count();
        if alike == differing.len()
            && (differing.len() * 3 <= x.len()
                || differing.len() == 1 && x.len() >= 3
                || differing.len() == 2 && a.trade == b.trade && x.len() >= 4)
        {
            let long_core = a.core.len() >= 3 && differing.len() == 1;
            return match a.trade == b.trade {
                true if long_core => Likeness::Same,
                false if a.core.len() == b.core.len() => Likeness::Related,
                _ => Likeness::Close,
            };
        }
    }
    if shorter >= 4 && swapped_or_dropped(x, y) {
        return if names_another(x, y) { Likeness::Related } else { Likeness::Close };
    }
    Likeness::Different
}

/// Says whether one is the other with a character dropped, doubled, or two neighbours swapped (not replaced: that is another name).
fn swapped_or_dropped(x: &[char], y: &[char]) -> bool {
    one_slip_apart(x, y) && (x.len() != y.len() || sorted(x) == sorted(y))
}

/// Characters that make another name of a name: 中兴新 is not 中兴.
const OTHERS: [char; 12] = ['新', '老', '大', '小', '上', '下', '东', '西', '南', '北', '中', '前'];

/// Says whether the character that one name has more than the other makes another name.
fn names_another(x: &[char], y: &[char]) -> bool {
    let (short, long) = if x.len() < y.len() { (x, y) } else { (y, x) };
    let more = long.iter().zip(short.iter().map(Some).chain(std::iter::once(None))).find(|(l, s)| Some(*l) != *s).map(|(l, _)| l);
    // A character written twice is a slip.
    x.len() != y.len() && more.is_some_and(|c| OTHERS.contains(c) && !short.contains(c))
}

/// Says whether a short name without form is made of characters of the other, in order, beginning where the name, its region or its core begins.
fn abbreviates(short: &Company, long: &Company) -> bool {
    let s = &short.whole;
    if !short.is_short() || s.len() >= long.whole.len() {
        return false;
    }
    let first = s.first();
    let begins = first == long.whole.first() || first == long.body.first();
    let mut rest = long.whole.iter();
    let in_order = s.iter().all(|c| rest.any(|l| l == c));
    begins && in_order
}

fn one_slip_apart(x: &[char], y: &[char]) -> bool {
    !x.is_empty() && !y.is_empty() && distance_within(x, y, 1).is_some()
}

fn overlap(x: &[char], y: &[char]) -> bool {
    let (short, long) = if x.len() <= y.len() { (x, y) } else { (y, x) };
    short.len() >= 2 && long.windows(short.len()).any(|w| w == short)
}

/// Compares names in Latin letters.
fn latin(a: &Latin, b: &Latin) -> Likeness {
    let forms =
        a.form == b.form || a.form.is_empty() || b.form.is_empty() || [a.form, b.form].iter().all(|f| matches!(*f, "co" | "inc" | "firm"));
    let same = a.words == b.words || a.words.concat() == b.words.concat();
    match same {
        true if !forms || a.bracketed != b.bracketed || a.holding != b.holding => Likeness::Conflict,
        true if a.group != b.group => Likeness::Related,
        true if a.form == b.form => Likeness::Equal,
        true => Likeness::Same,
        false => latin_words(a, b),
    }
}

fn latin_words(a: &Latin, b: &Latin) -> Likeness {
    let shared = a.words.iter().filter(|w| b.words.contains(w)).count();
    let slips = a.words.len() == b.words.len()
        && a.words.iter().zip(&b.words).all(|(x, y)| {
            let (x, y): (Vec<char>, Vec<char>) = (x.chars().collect(), y.chars().collect());
            x == y || (x.len() >= 5 && one_slip_apart(&x, &y))
        });
    match () {
        () if slips => Likeness::Close,
        () if shared > 0 && shared == a.words.len().min(b.words.len()) => Likeness::Similar,
        () => Likeness::Different,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn between(a: &str, b: &str) -> Likeness {
        likeness(&Company::parse(a), &Company::parse(b))
    }

    #[test]
    fn slips_and_other_names_are_told_apart() {
        let pairs = [
            ("苏州果敢机电有限公司", "苏州果敢机电设备有限公司", Likeness::Varied),
            ("中兴通讯股份有限公司", "中兴新通讯有限公司", Likeness::Related),
            ("佛山吉信越顺科技有限公司", "佛山吉信越科技有限公司", Likeness::Close),
            ("苏州宏达五金有限公司", "苏州宏达五金有限责任公司", Likeness::Equal),
            ("苏州宏达五金有限公司", "苏州宏达五金有限公司昆山分公司", Likeness::Conflict),
        ];
        for (a, b, expected) in pairs {
            assert_eq!(between(a, b), expected, "{a} {b}");
            assert_eq!(between(b, a), expected, "{b} {a}");
        }
    }
}
