//! Which columns of two linked lists mean the same though they are called differently.

use super::columns::recognised;
use super::load::Lists;
use crate::domain::similarity::fold;
use crate::matching::Values;
use crate::plan::MatchKind;
use std::collections::HashSet;

/// Share of the values of one column found in the other from which both mean the same.
const SHARED: f64 = 0.10;
/// The same where the headers have most words in common.
const SHARED_LIKE_NAMED: f64 = 0.01;
/// Share of words in common from which two headers are alike.
const LIKE_NAMED: f64 = 0.5;
/// Distinct values looked at in a column.
const LOOKED_AT: usize = 50_000;

/// A column that stands in one list alone.
struct Alone<'l> {
    name: &'l str,
    kind: MatchKind,
    words: HashSet<String>,
    values: HashSet<String>,
}

/// Gives pairs of columns, the one of the first list first, in the order of the first list; `open` says which columns may be taken.
pub fn align<'l>(lists: &'l Lists, open: &dyn Fn(&str) -> bool) -> Vec<(&'l str, &'l str)> {
    let sides = [0, 1].map(|side| alone(lists, side, open));
    let [left, right] = &sides;
    let mut found: Vec<(f64, usize, usize)> = Vec::new();
    for (i, a) in left.iter().enumerate() {
        for (j, b) in right.iter().enumerate().filter(|(_, b)| b.kind == a.kind) {
            let only = [left, right].iter().all(|side| side.iter().filter(|c| c.kind == a.kind).count() == 1);
            found.extend(likeness(a, b, only).map(|l| (l, i, j)));
        }
    }
    found.sort_by(|x, y| y.0.total_cmp(&x.0).then((x.1, x.2).cmp(&(y.1, y.2))));
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    for (_, i, j) in found {
        if pairs.iter().all(|p| p.0 != i && p.1 != j) {
            pairs.push((i, j));
        }
    }
    pairs.sort_unstable();
    pairs.into_iter().filter_map(|(i, j)| Some((left.get(i)?.name, right.get(j)?.name))).collect()
}

fn alone<'l>(lists: &'l Lists, side: u8, open: &dyn Fn(&str) -> bool) -> Vec<Alone<'l>> {
    let of = |values: &'l Values, side: u8| {
        values.iter().enumerate().filter(move |(i, v)| !v.is_empty() && lists.side(*i) == side).map(|(_, v)| v)
    };
    let here = |v: &'l Values| of(v, side).next().is_some() && of(v, 1 - side).next().is_none();
    let columns = lists.names.iter().zip(&lists.columns).filter(|(name, values)| open(name) && here(values));
    let read = |(name, values): (&'l String, &'l Values)| {
        let distinct: HashSet<String> = of(values, side).take(LOOKED_AT).map(fold).collect();
        let own: Values = of(values, side).collect();
        let words = fold(name).split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_owned).collect();
        Alone { name, kind: recognised(name, &own).0, words, values: distinct }
    };
    columns.map(read).filter(|c| c.values.len() > 1).collect()
}

/// Says how alike two columns of one kind are; `None` where nothing says that they mean the same.
fn likeness(a: &Alone<'_>, b: &Alone<'_>, only: bool) -> Option<f64> {
    let common = |x: &HashSet<String>, y: &HashSet<String>| x.intersection(y).count() as f64;
    let shared = common(&a.values, &b.values) / a.values.len().min(b.values.len()).max(1) as f64;
    let headers = common(&a.words, &b.words) / a.words.union(&b.words).count().max(1) as f64;
    // Numbers and classes of two columns coincide whatever they mean, and a wrong one would count as evidence.
    let telling = !matches!(a.kind, MatchKind::Number | MatchKind::Category | MatchKind::Date | MatchKind::Text);
    let like_named = !matches!(a.kind, MatchKind::Number | MatchKind::Category) && headers >= LIKE_NAMED;
    let alike = (like_named && shared >= SHARED_LIKE_NAMED) || (telling && (shared >= SHARED || only));
    alike.then_some(shared + 0.5 * headers)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lists(columns: &[(&str, [&str; 6])]) -> Lists {
        Lists {
            names: columns.iter().map(|c| c.0.to_owned()).collect(),
            columns: columns.iter().map(|c| c.1.iter().copied().collect()).collect(),
            file_of: vec![0, 0, 0, 1, 1, 1],
            link: true,
            ..Lists::default()
        }
    }

    #[test]
    fn columns_of_other_names_are_brought_together_by_what_they_hold() {
        let l = lists(&[
            ("客户名称", ["苏州宏达五金有限公司", "无锡鑫源电子厂", "宁波百丰模具有限公司", "", "", ""]),
            ("name", ["", "", "", "无锡鑫源电子厂", "上海立霸实业有限公司", "杭州金利包装有限公司"]),
            ("street", ["Main Street 1", "Oak Road 2", "Elm Road 7", "", "", ""]),
            ("employer_street", ["", "", "", "Bay Road 8", "Bay Road 9", "Hill Road 3"]),
            ("home_street", ["", "", "", "Oak Road 2", "Elm Road 7", "Hill Road 4"]),
            ("age", ["31", "42", "53", "", "", ""]),
            ("floor", ["", "", "", "31", "42", "53"]),
        ]);
        assert_eq!(align(&l, &|_| true), [("客户名称", "name"), ("street", "home_street")]);
        assert_eq!(align(&l, &|n| n != "name"), [("street", "home_street")]);
    }
}
