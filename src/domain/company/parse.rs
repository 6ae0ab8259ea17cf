//! Takes a company name apart.

use super::form::{self, Form, Kind};
use super::latin::Latin;
use super::likeness::is_numeral;
use super::{lexicon, place};
use crate::domain::similarity::{alike_bits, folded, is_cjk, is_letter};
use std::borrow::Cow;

/// A company name in its parts; all text is folded.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Company {
    /// The distinctive part (字号), with towns and districts below the known regions in front of it.
    pub core: Vec<char>,
    /// What the firm does, as written.
    pub trade: Vec<char>,
    /// Regions in front, from large to small.
    pub regions: Vec<&'static str>,
    /// A region in brackets: part of the name's identity.
    pub seat: Option<&'static str>,
    /// What kind of organisation the form speaks of.
    pub kind: Kind,
    /// Whether the trade is made of nothing but known words.
    pub trade_known: bool,
    /// Whether the name says 集团 or group.
    pub group: bool,
    /// Whether the name says 控股 or holding.
    pub holding: bool,
    /// Whether the form is that of a company limited by shares.
    pub stock: bool,
    /// Whether the form is 总公司, an old state company.
    pub state: bool,
    /// The sounds and shapes that occur in the body, as bits: bodies without a common one have nothing in common.
    pub sounds: u64,
    /// The part that names a branch, such as `重庆分公司`; empty for the firm itself.
    pub branch: Vec<char>,
    /// The whole name of the firm before anything was peeled, but for the ending of a company: what abbreviations are made of.
    pub whole: Vec<char>,
    /// Core and trade with everything between, as written: what slips are looked for in.
    pub body: Vec<char>,
    /// What the name says in Latin letters, where it does.
    pub latin: Option<Latin>,
}

const MARKERS: [&str; 24] = [
    "停用",
    "已停用",
    "作废",
    "已作废",
    "重复",
    "勿用",
    "请勿使用",
    "不用",
    "禁用",
    "注销",
    "已注销",
    "吊销",
    "关闭",
    "失效",
    "淘汰",
    "取消",
    "旧",
    "新",
    "副本",
    "临时",
    "测试",
    "总部",
    "本部",
    "个体",
];
const BRANCHES: [&str; 22] = [
    "分公司",
    "分厂",
    "办事处",
    "代表处",
    "分店",
    "支公司",
    "营业部",
    "门市部",
    "专卖店",
    "直营店",
    "销售部",
    "服务部",
    "分行",
    "支行",
    "分理处",
    "营业所",
    "项目部",
    "分部",
    "事业部",
    "分院",
    "分校",
    "联络处",
];

impl Company {
    /// Takes a name apart; nothing fails, unknown parts end up in the core.
    pub fn parse(name: &str) -> Self {
        let folded = folded(name);
        if !folded.chars().any(is_cjk) {
            return Self { latin: Some(Latin::parse(&folded)), ..Self::default() };
        }
        let (chinese, foreign) = split_scripts(&folded);
        let latin = foreign.map(Latin::parse);
        let (plain, seat) = open_brackets(chinese);
        let text: Vec<char> = drop_markers(&plain).chars().filter(|c| is_letter(*c) || *c == '&').map(numeral).collect();
        let text = ordinal_digits(text);
        let (firm, branch) = split_branch(&text);
        let mut out = of_firm(firm);
        out.branch = branch.to_vec();
        out.seat = seat;
        out.latin = latin;
        out
    }

    /// Gives some of 64 bits for the distinctive part: names whose bits have nothing in common are [`super::Likeness::Different`].
    /// 0 where nothing can be said: short names, which may abbreviate anything, and names in Latin letters.
    pub fn sketch(&self) -> u64 {
        if self.body.is_empty() || self.is_short() || self.bare_core().next().is_none() {
            return 0;
        }
        // A slip may have dropped or swapped the first character, which parts core and trade elsewhere; names that count differently
        // have the rest in common. Mostly all of these stand in the core.
        let begin = self.body.iter().take(2);
        let plain = self.body.iter().find(|c| !is_numeral(**c));
        self.core.iter().chain(begin).chain(plain).fold(0, |bits, c| bits | alike_bits(*c))
    }
}

/// Takes apart a name without brackets, markers and branch.
fn of_firm(firm: &[char]) -> Company {
    let (form, end) = form::peel(firm);
    let (mut text, inner_group) = inner_group(firm.get(..end).unwrap_or(firm));
    text.extend(form.stray);
    let famous = famous_core(&text);
    let (regions, start) = if famous.is_some() { (Vec::new(), 0) } else { peel_regions(&text) };
    let body: Vec<char> = text.get(start..).unwrap_or_default().to_vec();
    let (core, trade) = match famous {
        Some((core, n)) => (core, body.get(n..).unwrap_or_default().to_vec()),
        None => {
            let at = lexicon::peel_trades(&body);
            // Where all is trade, the first word is what distinguishes.
            let at = if at == 0 { lexicon::first_word(&body) } else { at };
            (body.get(..at).unwrap_or_default().to_vec(), body.get(at..).unwrap_or_default().to_vec())
        }
    };
    let Form { kind, group, holding, stock, state, .. } = form;
    let sounds = body.iter().fold(0, |bits, c| bits | alike_bits(*c));
    let whole = firm
        .get(..firm.len() - form::ends_with(firm, &["有限责任公司", "股份有限公司", "有限公司", "公司"]).unwrap_or(0))
        .unwrap_or(firm)
        .to_vec();
    let trade_known = lexicon::is_trades(&trade);
    Company {
        whole,
        core,
        trade,
        trade_known,
        regions,
        kind,
        group: group || inner_group,
        holding,
        stock,
        state,
        sounds,
        body,
        ..Company::default()
    }
}

/// Finds a well-known name at the beginning, so that 宁德时代 is not taken for a firm 时代 in 宁德; gives it in full with the length found.
fn famous_core(text: &[char]) -> Option<(Vec<char>, usize)> {
    if !lexicon::may_begin_famous(text) {
        return None;
    }
    let head = |n: usize| text.get(..n).map(|h| h.iter().collect::<String>());
    (3..=9.min(text.len())).rev().find_map(|n| {
        let head = head(n)?;
        let full = lexicon::aliases().get(&head).cloned().or_else(|| lexicon::is_famous(&head).then_some(head))?;
        Some((full.chars().collect(), n))
    })
}

/// Reads digits after 第 as numerals: 第2 -> 第二.
fn ordinal_digits(mut text: Vec<char>) -> Vec<char> {
    const NUMERALS: [char; 10] = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
    for i in 1..text.len() {
        if text.get(i - 1) == Some(&'第')
            && let Some(c) = text.get_mut(i)
            && let Some(n) = c.to_digit(10).and_then(|d| NUMERALS.get(d as usize))
        {
            *c = *n;
        }
    }
    text
}

/// Takes 集团 out of the middle: 金田集团工贸.
fn inner_group(text: &[char]) -> (Vec<char>, bool) {
    match text.windows(2).position(|w| w == ['集', '团']) {
        Some(at) if at >= 2 => (text.iter().enumerate().filter(|(i, _)| *i != at && *i != at + 1).map(|(_, c)| *c).collect(), true),
        _ => (text.to_vec(), false),
    }
}

/// Says whether a character is what towns and districts are called.
pub(super) fn is_place_word(c: char) -> bool {
    matches!(c, '镇' | '乡' | '区' | '县' | '市')
}

/// Reads what stands for a numeral as the numeral: 壹 -> 一, 2 -> 二 after 第.
fn numeral(c: char) -> char {
    match c {
        '壹' | '弌' => '一',
        '贰' => '二',
        '叁' => '三',
        '肆' => '四',
        '伍' => '五',
        '陆' => '六',
        '柒' => '七',
        '捌' => '八',
        '玖' => '九',
        '拾' => '十',
        c => c,
    }
}

/// Parts a bilingual name: `比亚迪股份有限公司 BYD Company Limited`.
fn split_scripts(folded: &str) -> (&str, Option<&str>) {
    let last = folded.rfind(is_cjk).map_or(0, |i| i + folded.get(i..).and_then(|s| s.chars().next()).map_or(0, char::len_utf8));
    let tail = folded.get(last..).unwrap_or("").trim_matches(|c: char| !c.is_alphanumeric());
    let words = tail.chars().filter(|c| c.is_ascii_alphabetic()).count();
    if words >= 4 && folded.contains("公司") { (folded.get(..last).unwrap_or(folded), Some(tail)) } else { (folded, None) }
}

/// Opens brackets: a region becomes the seat, forms and groups stay in the text, markers and comments go.
fn open_brackets(text: &str) -> (Cow<'_, str>, Option<&'static str>) {
    if !text.contains(['(', ')']) {
        return (Cow::Borrowed(text), None);
    }
    let mut out = String::new();
    let mut seat = None;
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('(') {
        out.push_str(before);
        let (inside, tail) = after.split_once(')').unwrap_or((after, ""));
        let chars: Vec<char> = inside.chars().filter(|c| c.is_alphanumeric()).collect();
        let formal = ["集团", "股份", "控股", "有限责任公司", "有限公司", "有限责任", "总公司"];
        if formal.contains(&inside) {
            out.push_str(inside);
        } else if let Some(region) = place::named(&chars) {
            seat = seat.or(Some(region));
        } else if chars.len() >= 2 && cut_region(&chars).is_some() && !tail.is_empty() {
            seat = seat.or_else(|| cut_region(&chars));
        }
        rest = tail;
    }
    out.push_str(rest);
    (Cow::Owned(out.replace(')', "")), seat)
}

/// Sees a region from which a slip dropped something, such as 广 for 广州: kept as written, compared loosely.
fn cut_region(chars: &[char]) -> Option<&'static str> {
    place::leading(chars).map(|(r, _)| r)
}

fn drop_markers(text: &str) -> &str {
    let mut t = text;
    loop {
        let trimmed = t.trim_end_matches(['*', '.', ',', '-', '_', ' ', '#']);
        let bare = MARKERS.iter().find_map(|m| trimmed.strip_suffix(m).filter(|b| b.chars().count() >= 4 && (m.chars().count() > 1)));
        match bare {
            Some(b) => t = b,
            None => return trimmed,
        }
    }
}

/// Splits head office and branch: what follows the first company form and ends like a branch.
fn split_branch(text: &[char]) -> (&[char], &[char]) {
    let whole = (text, &[][..]);
    let Some(n) = form::ends_with(text, &BRANCHES) else { return drop_trade_name(text) };
    let forms = ["公司", "集团", "厂", "银行", "经营部", "经销部", "商行", "中心", "研究院", "研究所", "大学", "学院", "医院", "事务所"]
        .map(|f| f.chars().collect::<Vec<char>>());
    let end = forms
        .iter()
        .filter_map(|f| text.windows(f.len()).position(|w| w == f.as_slice()).map(|p| p + f.len()))
        .filter(|e| *e < text.len() && *e >= 4)
        .min();
    match end {
        Some(e) if e <= text.len() - n => text.split_at(e),
        _ => whole,
    }
}

/// Drops what is appended after a complete name: 深圳市立创电子商务有限公司立创商城.
fn drop_trade_name(text: &[char]) -> (&[char], &[char]) {
    let form = ['有', '限', '公', '司'];
    let end = text.windows(4).position(|w| w == form).map(|p| p + 4);
    match end {
        Some(e) if e >= 8 && e < text.len() => (text.get(..e).unwrap_or(text), &[]),
        _ => (text, &[]),
    }
}

/// Peels regions from the left as long as something distinctive remains.
fn peel_regions(text: &[char]) -> (Vec<&'static str>, usize) {
    let mut regions = Vec::new();
    let mut at = 0;
    while let Some((region, n)) = place::leading(text.get(at..).unwrap_or_default()) {
        let rest = text.get(at + n..).unwrap_or_default();
        // 中山 may be a city or a name: a region only where more than trade words follow, or nothing has been peeled.
        if rest.len() < 2 || lexicon::first_word(rest) == rest.len() {
            break;
        }
        if !regions.contains(&region) {
            regions.push(region);
        }
        at += n;
    }
    // Most names have one or two regions: a million of them must not keep room for more.
    regions.shrink_to_fit();
    (regions, at)
}

impl Company {
    /// Says whether this is a short name: a few characters without a form.
    pub fn is_short(&self) -> bool {
        self.kind == Kind::Unknown && (2..=6).contains(&self.whole.len()) && self.branch.is_empty()
    }

    /// Gives the distinctive part without what towns and districts are called.
    pub fn bare_core(&self) -> impl DoubleEndedIterator<Item = char> + Clone {
        self.core.iter().copied().filter(|c| !is_place_word(*c))
    }

    /// Gives the smallest region that the name speaks of; one in brackets is where the firm sits.
    pub fn region(&self) -> Option<&'static str> {
        self.seat.or(self.regions.last().copied())
    }
}

#[cfg(test)]
mod tests {
    use super::super::near_names::{NAME, slip};
    use super::super::{Likeness, likeness};
    use super::*;

    fn check(name: &str, expected: [&str; 4]) {
        let c = Company::parse(name);
        let text = |v: &[char]| v.iter().collect::<String>();
        let got = [c.regions.join("+"), text(&c.core), text(&c.trade), text(&c.branch)];
        assert_eq!(got, expected.map(str::to_owned), "{name}");
    }

    #[test]
    fn names_fall_apart() {
        check("苏州市宏达五金有限公司", ["苏州", "宏达", "五金", ""]);
        check("江苏昆山市锐中塑胶集团有限公司", ["江苏+昆山", "锐中", "塑胶", ""]);
        check("腾讯科技（深圳）有限公司", ["", "腾讯", "科技", ""]);
        check("顺亚（昆明）模具有限责任公司常州分公司", ["", "顺亚", "模具", "常州分公司"]);
        check("昆山灵明工贸有限公司(作废)(作废)", ["昆山", "灵明", "工贸", ""]);
        check("合肥云南模具有限任公司", ["合肥", "云南", "模具", ""]);
        check("深圳市立创电子商务有限公司 立创商城", ["深圳", "立创", "电子商务", ""]);
        check("上海宝冶（集团）有限公司", ["上海", "宝冶", "", ""]);
    }

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig::with_cases(20_000))]
        #[test]
        fn names_whose_sketches_have_nothing_in_common_are_different(a in NAME, b in NAME, at in 0usize..20, how in 0u8..4) {
            let parsed = Company::parse(&a);
            for other in [b, slip(&a, at, how)] {
                let o = Company::parse(&other);
                if parsed.sketch() != 0 && o.sketch() != 0 && parsed.sketch() & o.sketch() == 0 {
                    proptest::prop_assert_eq!(likeness(&parsed, &o), Likeness::Different, "{} {}", a, other);
                }
            }
        }
    }

    #[test]
    fn a_slip_at_the_beginning_leaves_something_in_common() {
        for (a, b) in [("宏五金机械有限公司", "五金机械有限公司"), ("一二三机床有限公司", "机床有限公司")] {
            let (x, y) = (Company::parse(a), Company::parse(b));
            assert!(likeness(&x, &y) == Likeness::Different || x.sketch() & y.sketch() != 0, "{a} {b}");
        }
    }

    #[test]
    fn a_region_in_brackets_is_the_seat() {
        assert_eq!(Company::parse("友达光电（昆山）有限公司").seat, Some("昆山"));
        assert_eq!(Company::parse("ABC Trading (HK) Co., Limited").seat, None);
    }
}
