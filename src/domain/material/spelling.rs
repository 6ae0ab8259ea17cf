//! Unifies how sizes, signs and units are written before anything is extracted.

use crate::domain::similarity::{fold, is_cjk};

/// Words that are written for a sign or unit.
const WORDS: &[(&str, &str)] = &[
    ("直径", " φ"),
    ("千瓦", "kw "),
    ("平方毫米", "mm2"),
    ("平方", "mm2"),
    ("公分", "cm"),
    ("毫米", "mm"),
    ("厘米", "cm"),
    ("号钢", "# "),
    ("五层", " 5层 "),
    ("三层", " 3层 "),
    ("七层", " 7层 "),
    ("加玻纤", " gf "),
    ("加纤", " gf "),
    ("4分", " dn15 "),
    ("6分", " dn20 "),
    ("1寸", " dn25 "),
    ("2寸", " dn50 "),
    ("1型", " "),
    ("红色", "红"),
    ("黑色", "黑"),
    ("白色", "白"),
    ("蓝色", "蓝"),
    ("绿色", "绿"),
    ("黄色", "黄"),
    ("灰色", "灰"),
    ("(左)", "左件 "),
    ("(右)", "右件 "),
    ("npo", "c0g"),
];

/// Markers of a record's state, which are no part of the description.
const MARKERS: [&str; 10] = ["(停用)", "(作废)", "(重复)", "(已停用)", "(旧)", "(勿用)", "停用", "作废", "勿用", "(禁用)"];

/// Gives the unified spelling.
pub(super) fn unify(text: &str) -> String {
    let mut s = fold(text);
    for m in MARKERS {
        s = s.replace(m, " ");
    }
    for (word, sign) in WORDS.iter().copied() {
        if s.contains(word) {
            s = s.replace(word, sign);
        }
    }
    for steel in ["10", "15", "20", "25", "35", "40", "45", "50", "55", "60"] {
        for ending in ["钢", "号"] {
            s = s.replace(&format!("{steel}{ending}"), &format!("{steel}# "));
        }
    }
    for (alias, grade) in super::tables::chinese_grades() {
        if s.contains(alias) {
            s = s.replace(alias, &format!(" {grade} "));
        }
    }
    if s.contains("槽钢") || s.contains("工字钢") {
        s = s.replace('#', " ");
    }
    let s = s.trim().trim_end_matches(['*', ',', '.', '-']).to_owned();
    let chars: Vec<char> = s.chars().collect();
    space_scripts(&drop_units(&join_sizes(&chars)))
}

/// Parts ideographs from letters and digits, but for what counts after a number: 8.8级, 45号.
fn space_scripts(text: &str) -> String {
    let mut out = String::new();
    let mut last: Option<char> = None;
    for c in text.chars() {
        let counter = matches!(c, '级' | '号' | '层' | '极' | '芯' | '齿' | '孔') && last.is_some_and(|l| l.is_ascii_digit());
        let turn = last.is_some_and(|l| l != ' ' && c != ' ' && is_cjk(l) != is_cjk(c) && !counter);
        let sign = matches!(c, 'φ' | 'δ') && last.is_some_and(|l| l != ' ' && l != '*');
        if turn || sign {
            out.push(' ');
        }
        out.push(c);
        last = Some(c);
    }
    out
}

/// Writes every multiplication sign as `*` without spaces: `8 x 20`, `8X20`, `8×20`.
fn join_sizes(chars: &[char]) -> Vec<char> {
    let mut out: Vec<char> = Vec::with_capacity(chars.len());
    let mut i = 0;
    while let Some(&c) = chars.get(i) {
        let next = chars.get(i + 1..).unwrap_or_default().iter().copied().find(|n| *n != ' ');
        let last = out.iter().rev().copied().find(|l| *l != ' ');
        let sizes = |l: char| l.is_ascii_digit() || matches!(l, 'm' | 'φ' | ')');
        let operand = |n: char| n.is_ascii_digit() || n == 'φ' || n == 'c';
        let sign = c == '*' || (c == 'x' && next != Some('c') && !(chars.get(i.wrapping_sub(1)) == Some(&' ') && begins_a_code(chars, i)));
        if sign && last.is_some_and(sizes) && next.is_some_and(operand) {
            while out.last() == Some(&' ') {
                out.pop();
            }
            out.push('*');
            i += 1;
            while chars.get(i) == Some(&' ') {
                i += 1;
            }
            continue;
        }
        out.push(c);
        i += 1;
    }
    out
}

/// Says whether an `x` begins a code such as the dielectric `X7R`: digits stand right behind it, and behind them a letter that is no unit.
fn begins_a_code(chars: &[char], x: usize) -> bool {
    let behind = chars.get(x + 1..).unwrap_or_default();
    let digits = behind.iter().take_while(|c| c.is_ascii_digit()).count();
    digits > 0 && behind.get(digits).is_some_and(|c| c.is_ascii_alphabetic() && !matches!(c, 'm' | 'c' | 'x'))
}

/// Drops `mm` after numbers and turns centimetres of a whole size into millimetres.
fn drop_units(chars: &[char]) -> String {
    let mut out = String::new();
    let mut i = 0;
    while let Some(&c) = chars.get(i) {
        if !c.is_ascii_digit() {
            out.push(c);
            i += 1;
            continue;
        }
        let run: String =
            chars.get(i..).unwrap_or_default().iter().take_while(|c| c.is_ascii_digit() || matches!(c, '.' | '*' | 'φ')).collect();
        let mut end = i + run.chars().count();
        let after: String = chars.get(end..).unwrap_or_default().iter().take(4).collect();
        let spaced = after.trim_start();
        let gap = after.chars().count() - spaced.chars().count();
        let unit_ends = |n: usize| spaced.chars().nth(n).is_none_or(|c| !c.is_ascii_alphanumeric());
        if spaced.starts_with("mm") && unit_ends(2) {
            out.push_str(&run);
            end += gap + 2;
        } else if spaced.starts_with("cm") && unit_ends(2) {
            out.push_str(&run.split('*').map(ten_times).collect::<Vec<_>>().join("*"));
            end += gap + 2;
        } else {
            out.push_str(&run);
        }
        i = end;
    }
    out
}

fn ten_times(number: &str) -> String {
    number.parse::<f64>().map_or_else(|_| number.to_owned(), |x| format!("{}", x * 10.0))
}

/// Writes a number without zeros that say nothing: `2.0` -> `2`, `05` -> `5`.
pub(super) fn plain_number(text: &str) -> String {
    let t = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { text };
    let t = if t.is_empty() { "0" } else { t };
    t.to_owned()
}

/// Cuts the text into runs of ideographs and runs of everything else but spaces.
pub(super) fn runs(text: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut last_kind = None;
    for c in text.chars() {
        if c == ' ' || c == ',' || c == ';' || c == '(' || c == ')' {
            last_kind = None;
            continue;
        }
        let kind = is_cjk(c);
        match out.last_mut().filter(|_| last_kind == Some(kind)) {
            Some(run) => run.push(c),
            None => out.push(c.to_string()),
        }
        last_kind = Some(kind);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_written_one_way() {
        for (a, b) in [
            ("M8 x 20mm", "m8*20"),
            ("Φ18×8 MM", "φ18*8"),
            ("直径32x4.5mm", "φ32*4.5"),
            ("40×30×20cm", "400*300*200"),
            ("δ1.5＊1500＊3000", "δ1.5*1500*3000"),
            ("2.0mm×1219×2438", "2.0*1219*2438"),
        ] {
            assert_eq!(unify(a), b, "{a}");
        }
    }
}
