//! The search for divisions at the beginning of an address: every consistent chain of names, and of these the ones that explain most.

use super::division::{Division, Divisions, Index, Level, Named};

/// One way to read the beginning of an address: divisions from large to small, each inside the one before.
#[derive(Clone, Copy, Debug)]
pub(super) struct Found {
    /// The smallest division.
    pub(super) last: Option<Index>,
    /// Whether any of the divisions is one of former times.
    pub(super) former: bool,
    /// Where the rest begins.
    pub(super) end: usize,
    /// How many characters were explained by names in full.
    full: usize,
    /// How many divisions were named.
    named: usize,
}

impl Found {
    /// Says how much the reading explains.
    fn explains(&self) -> (usize, usize, usize) {
        (self.end, self.full, self.named)
    }
}

/// The readings that explain most so far, in the order in which they were found.
#[derive(Default)]
struct Best(Vec<Found>);

impl Best {
    fn add(&mut self, found: Found) {
        let most = self.0.first().map(Found::explains);
        if most < Some(found.explains()) {
            self.0.clear();
        }
        if most <= Some(found.explains()) {
            self.0.push(found);
        }
    }
}

/// Gives the position behind a label, a country and a postcode.
pub(super) fn preamble(chars: &[char]) -> usize {
    let mut at = behind_label(chars);
    // Few addresses begin with a character of these words.
    if matches!(chars.get(at), Some('地' | '住' | '注' | '联' | '中')) {
        for word in ["地址", "住所", "注册地址", "联系地址", "中华人民共和国", "中国"] {
            if starts_with(chars, at, word) {
                at = skip_gaps(chars, at + word.chars().count());
            }
        }
    }
    let digits = chars.iter().skip(at).take_while(|c| c.is_ascii_digit()).count();
    if digits == 6 { skip_gaps(chars, at + digits) } else { at }
}

/// Gives the position behind a label such as `公司总部地址：`, whatever it is called; a place in it is not where the address lies.
fn behind_label(chars: &[char]) -> usize {
    const LONGEST: usize = 12;
    let colon = chars.iter().take(LONGEST).position(|c| matches!(c, ':' | '：'));
    let labelled = |at: &usize| at.checked_sub(1).and_then(|l| chars.get(l)).is_some_and(|c| "址部置司厂处点".contains(*c));
    colon.filter(labelled).map_or(0, |at| skip_gaps(chars, at))
}

/// Says whether a character separates divisions.
pub(super) fn is_gap(c: char) -> bool {
    matches!(c, '-' | ',' | '，' | '、' | '/' | '.' | '·' | ':' | '：' | ';' | '|' | '_')
}

fn skip_gaps(chars: &[char], mut at: usize) -> usize {
    while chars.get(at).is_some_and(|c| is_gap(*c)) {
        at += 1;
    }
    at
}

/// Gives the readings that explain most: one, or several that nothing in the text tells apart.
pub(super) fn best(table: &Divisions, chars: &[char], from: usize) -> Vec<Found> {
    let mut best = Best::default();
    extend(table, chars, Found { last: None, former: false, end: from, full: 0, named: 0 }, &mut best);
    if best.0.len() < 2 {
        return best.0;
    }
    let mut kept: Vec<Found> = Vec::new();
    for found in best.0 {
        let same = |k: &Found| k.last.zip(found.last).is_some_and(|(a, b)| table.today(a) == table.today(b));
        if !kept.iter().any(same) {
            kept.push(found);
        }
    }
    // Short names alone are too weak to offer a choice.
    if kept.len() > 1 && kept.iter().all(|f| f.full == 0) { Vec::new() } else { kept }
}

/// Finds a division in full behind a reading that does not lie in it.
pub(super) fn conflict<'a>(table: &'a Divisions, chars: &[char], found: &Found) -> Option<&'a Division> {
    let at = skip_gaps(chars, found.end);
    let [first, second] = chars.get(at..at + 2)? else { return None };
    let fits = |d: &Named| d.level != Level::Province && d.full.len() > 2 && d.short < d.full.len() && stands_at(chars, at, &d.full);
    let mut named = table.starting(*first, *second).iter().filter(|i| table.search(**i).is_some_and(fits));
    // 新城区 and the like exist in many places and are used for quarters without rank.
    let only = *named.next()?;
    if named.next().is_none() { table.get(only) } else { None }
}

fn extend(table: &Divisions, chars: &[char], so_far: Found, best: &mut Best) {
    let at = skip_fillers(chars, so_far.end);
    let Some([first, second]) = chars.get(at..at + 2) else { return };
    for &index in table.starting(*first, *second) {
        let Some(division) = table.search(index) else { continue };
        // 广州市广州市越秀区: exports join two columns that both hold the city.
        if so_far.last.is_some_and(|last| table.holds(index, last)) && stands_at(chars, at, &division.full) {
            let next = Found { end: at + division.full.len(), ..so_far };
            best.add(next);
            extend(table, chars, next, best);
        }
        if so_far.last.is_some_and(|last| !table.lies_in(index, last)) {
            continue;
        }
        if let Some((length, full)) = matched(chars, at, division, so_far.last.is_none()) {
            let next = Found {
                last: Some(index),
                former: so_far.former || table.is_former(index),
                end: at + length,
                full: so_far.full + if full { length } else { 0 },
                named: so_far.named + 1,
            };
            best.add(next);
            extend(table, chars, next, best);
        }
    }
}

/// `市辖区` and `县` stand between a municipality and its districts in official lists.
fn skip_fillers(chars: &[char], from: usize) -> usize {
    let at = skip_gaps(chars, from);
    if from > 0 && starts_with(chars, at, "市辖区") { skip_gaps(chars, at + 3) } else { at }
}

/// Gives how many characters a division's name takes at a position, and whether it stands there in full.
fn matched(chars: &[char], at: usize, division: &Named, bare: bool) -> Option<(usize, bool)> {
    let full = division.full.len();
    let whole = stands_at(chars, at, &division.full);
    // Of Taiwan's towns alone nobody here speaks without their province or city: 永和区 is a quarter of many places.
    if bare && division.taiwanese && (division.level == Level::District || !whole) && division.level != Level::Province {
        return None;
    }
    if whole {
        // A full name of two characters, 东区 or 城区, says nothing unless its city stands before it.
        return (full > 2 || !bare || division.level != Level::District).then_some((full, true));
    }
    let n = division.short;
    let end = at + n;
    if n >= full || !stands_at(chars, at, division.short()) || is_road(chars, end) {
        return None;
    }
    let next = chars.get(end).copied();
    match division.level {
        Level::Province => (next != Some('市')).then_some((n, false)),
        Level::City => Some((n, false)),
        // Counties became districts and cities: 吴江市 is 吴江区 today.
        // Some districts were new ones before they had rank: 龙华新区 is 龙华区.
        Level::District if next == Some('新') && chars.get(end + 1) == Some(&'区') => Some((n + 2, false)),
        Level::District if next == Some('市') || !bare && matches!(next, Some('县' | '区')) => Some((n + 1, false)),
        Level::District => (!bare || division.full.ends_with(&['市'])).then_some((n, false)),
    }
}

/// Says whether what follows makes the name before it a part of a street's, a house's or a village's name.
fn is_road(chars: &[char], at: usize) -> bool {
    let houses = ["大厦", "大楼", "大酒店", "饭店", "宾馆", "广场", "花园", "小区", "大学", "银行", "村", "镇", "乡", "国际"];
    let inner = "东西南北中一二三四五六七八九十大环新老外内";
    let house = || houses.iter().any(|h| starts_with(chars, at, h));
    let road = || chars.iter().skip(at).take(4).find(|c| !inner.contains(**c));
    // Most characters begin no house's name, and asking for each of them is dear.
    let may_be_house = chars.get(at).is_some_and(|c| "大饭宾广花小银村镇乡国".contains(*c));
    may_be_house && house() || road().is_some_and(|c| matches!(c, '路' | '街' | '巷' | '弄' | '道' | '桥' | '里'))
}

fn stands_at(chars: &[char], at: usize, name: &[char]) -> bool {
    chars.get(at..).is_some_and(|here| here.starts_with(name))
}

fn starts_with(chars: &[char], at: usize, name: &str) -> bool {
    let mut here = chars.get(at..).unwrap_or(&[]).iter();
    name.chars().all(|c| here.next() == Some(&c))
}
