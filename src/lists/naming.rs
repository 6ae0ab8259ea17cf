//! Which column names the things in a table whose headers do not say so.

use super::columns::{Basis, Used, joined, sample};
use super::load::Lists;
use crate::domain::similarity::is_cjk;
use crate::matching::{Values, Why};
use crate::plan::MatchKind;
use std::collections::HashSet;

/// Finds what names the things in a table whose headers do not say so: with specifications the texts beside them, otherwise the texts that
/// differ most.
pub(super) fn name_something(lists: &Lists, used: &mut [Used]) {
    let vague = |u: &Used| u.kind == MatchKind::Text && u.basis == Basis::Seen(Why::Nothing);
    let texts = |u: &Used| Texts::of(&joined(lists, &u.columns));
    let named = used.iter().any(|u| match u.kind {
        MatchKind::CompanyName | MatchKind::PersonName => true,
        // A long text of digits says where or how many, not what.
        MatchKind::Description => texts(u).digits < 0.3,
        _ => false,
    });
    if named {
        return;
    }
    let specified = used.iter().any(|u| u.kind == MatchKind::Specification);
    let telling = |t: &Texts| if specified { t.chinese > 0.5 } else { t.digits < 0.2 && t.distinct > 0.2 };
    let read = used.iter().enumerate().filter(|(_, u)| vague(u)).map(|(i, u)| (i, texts(u))).filter(|(_, t)| telling(t));
    let Some((best, found)) = read.reduce(|a, b| if b.1.distinct > a.1.distinct { b } else { a }) else { return };
    if let Some(u) = used.get_mut(best) {
        (u.kind, u.basis) = match specified {
            true => (MatchKind::Description, Basis::Seen(Why::Specified)),
            // Firms, places and bodies are hardly called by one word throughout, as persons in a column of surnames are.
            false if found.words < 1.2 => (MatchKind::PersonName, Basis::Seen(Why::Telling)),
            false => (MatchKind::CompanyName, Basis::Seen(Why::Telling)),
        };
    }
}

/// What some texts look like.
struct Texts {
    /// Share of digits among their characters.
    digits: f64,
    /// Share of different ones.
    distinct: f64,
    /// Share of those with ideographs.
    chinese: f64,
    /// Words in each, on average.
    words: f64,
}

impl Texts {
    fn of(values: &Values) -> Self {
        let looked: Vec<&str> = sample(values).into_iter().filter(|v| !v.is_empty()).collect();
        let share = |part: usize, all: usize| part as f64 / all.max(1) as f64;
        let chars = |is: &dyn Fn(char) -> bool| looked.iter().flat_map(|v| v.chars()).filter(|c| is(*c)).count();
        Self {
            digits: share(chars(&|c| c.is_ascii_digit()), chars(&|_| true)),
            distinct: share(looked.iter().collect::<HashSet<_>>().len(), looked.len()),
            words: share(looked.iter().map(|v| v.split_whitespace().count()).sum(), looked.len()),
            chinese: share(looked.iter().filter(|v| v.chars().any(is_cjk)).count(), looked.len()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(columns: &[(MatchKind, Why, [&str; 4])]) -> Vec<MatchKind> {
        let names: Vec<String> = (0..columns.len()).map(|i| format!("c{i}")).collect();
        let lists =
            Lists { names: names.clone(), columns: columns.iter().map(|c| c.2.iter().copied().collect()).collect(), ..Lists::default() };
        let mut used: Vec<Used> = names
            .into_iter()
            .zip(columns)
            .map(|(name, c)| Used { columns: vec![name.clone()], name, kind: c.0, basis: Basis::Seen(c.1) })
            .collect();
        name_something(&lists, &mut used);
        used.into_iter().map(|u| u.kind).collect()
    }

    #[test]
    fn the_texts_that_differ_most_name_the_things() {
        let colours = (MatchKind::Text, Why::Nothing, ["red", "red", "red", "blue"]);
        let places = (MatchKind::Text, Why::Nothing, ["Blue Door", "Old Mill", "Blue Dor", "Harbour"]);
        assert_eq!(kinds(&[colours, places]), [MatchKind::Text, MatchKind::CompanyName]);
        let firm = (MatchKind::CompanyName, Why::Values(90), ["A Ltd", "B Ltd", "C Ltd", "D Ltd"]);
        assert_eq!(kinds(&[places, firm]), [MatchKind::Text, MatchKind::CompanyName]);
        let position = (MatchKind::Description, Why::Long, ["40.44 -79.99 n", "40.43 -79.97 n", "40.41 -79.91 n", "40.42 -79.92 n"]);
        assert_eq!(kinds(&[places, position]), [MatchKind::CompanyName, MatchKind::Description]);
    }

    #[test]
    fn texts_beside_specifications_are_parts() {
        let size = (MatchKind::Specification, Why::Values(90), ["M8*20", "M8*30", "M6*20", "M6*30"]);
        let part = (MatchKind::Text, Why::Nothing, ["六角螺栓", "内六角螺钉", "六角螺栓", "平垫圈"]);
        assert_eq!(kinds(&[size, part]), [MatchKind::Specification, MatchKind::Description]);
    }
}
