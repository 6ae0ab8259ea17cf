//! The table of markers, and what can be said about a name before it is looked at closely.

use super::{Chars, MarkerKind, Subject, fold, fold_one, person};
use crate::domain::lookup::{Lookup, pick};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

/// Where a token counts as a marker; every place includes those before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Place {
    /// It is the whole name, apart from digits behind it.
    Whole,
    /// It fills a bracket.
    Bracket,
    /// It stands at an end behind a dash or blank.
    Edge,
    /// It stands at an end.
    Glued,
}

/// One row of the table.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub(super) kind: MarkerKind,
    /// The token, folded; `~` stands for any words.
    pub(super) token: Vec<char>,
    pub(super) place: Place,
    subject: Option<Subject>,
}

impl Entry {
    pub(super) fn is_about(&self, subject: Subject) -> bool {
        self.subject.is_none_or(|s| s == subject)
    }
}

/// Stands for any words in a token.
pub(super) const ANY: char = '~';

/// The table of markers (`legacy_markers.csv`).
#[derive(Clone, Debug, Default)]
pub struct Markers {
    pub(super) entries: Vec<Entry>,
    firsts: BTreeSet<char>,
    /// The characters that end tokens and titles.
    lasts: BTreeSet<char>,
    /// Per kind a character of every token, one of which a name that says this must hold; [`ANY`]: some token has none.
    told_by: BTreeMap<MarkerKind, BTreeSet<char>>,
    /// The same of all kinds.
    told: BTreeSet<char>,
    /// The longest token that is a whole name, in characters.
    longest_whole: usize,
}

impl Markers {
    /// Gives the table compiled into the program.
    pub fn standard() -> &'static Self {
        static TABLE: OnceLock<Markers> = OnceLock::new();
        TABLE.get_or_init(|| {
            let t = Lookup::compiled_in(include_str!("../../../rules/tables/legacy_markers.csv"));
            Self::parse(&t.header, &t.rows)
        })
    }

    /// Reads a table with the columns `kind` (`inactive`, `duplicate`, `temporary`, `terms`, `rename`), `token` (`~` stands for any words),
    /// `place` (`whole`: is the whole name; `bracket`: fills a bracket; `edge`: also stands at an end behind a dash or blank; `glued`: also
    /// without a dash) and `subject` (`any`, `company`, `material`). Rows of an unknown kind or place are left out.
    pub fn parse(header: &[String], rows: &[Vec<String>]) -> Self {
        Self::of(pick(header, rows, ["kind", "token", "place", "subject"]).filter_map(entry).collect())
    }

    /// Adds the rows of another table.
    #[must_use]
    pub fn extended(self, other: Self) -> Self {
        Self::of(other.entries.into_iter().chain(self.entries).collect())
    }

    fn of(mut entries: Vec<Entry>) -> Self {
        // The longest token explains most: 已停用 before 停用. The sort is stable, so that the table's order decides among equals.
        entries.sort_by_key(|e| std::cmp::Reverse(e.token.len()));
        let at_ends = || entries.iter().filter(|e| e.place >= Place::Edge);
        let firsts = at_ends().filter_map(|e| e.token.first().copied()).collect();
        let lasts = at_ends().filter_map(|e| e.token.last().copied()).chain(person::title_ends()).collect();
        let mut told_by: BTreeMap<MarkerKind, BTreeSet<char>> = BTreeMap::new();
        for e in &entries {
            told_by.entry(e.kind).or_default().insert(e.token.iter().copied().find(|c| *c != ANY).unwrap_or(ANY));
        }
        let told = told_by.values().flatten().copied().collect();
        let longest_whole = entries.iter().filter(|e| e.place == Place::Whole).map(|e| e.token.len()).max().unwrap_or(0);
        Self { entries, firsts, lasts, told_by, told, longest_whole }
    }

    /// Says whether a closer look may find anything: a bracket, a short name, or an end that some token or title has. Most names stop here.
    pub(super) fn may_be_marked(&self, name: &str) -> bool {
        let (first, last) = (name.chars().next().map(fold_one), name.trim_end().chars().next_back().map(fold_one));
        name.chars().nth(self.longest_whole).is_none()
            || first.zip(last).is_some_and(|(first, last)| self.may_stand_at_ends(first, last))
            || name.contains(['(', '（', '[', '【', '〔', '<', '《', '「', '{'])
    }

    /// Says whether a name may hold a marker of this kind, in any writing: taking a name apart is dear, and hardly any name holds even one
    /// character of such a marker.
    pub fn may_say(&self, kind: MarkerKind, name: &str) -> bool {
        self.told_by.get(&kind).is_some_and(|told| told.contains(&ANY) || fold(name).chars().any(|c| told.contains(&c)))
    }

    /// Says whether a marker may begin or end with these characters, which are folded.
    pub(super) fn may_stand_at_ends(&self, first: char, last: char) -> bool {
        last.is_ascii_digit() || self.firsts.contains(&first) || self.lasts.contains(&last)
    }

    /// Says whether some token may stand in this text, which is folded: hardly any text holds even one character of a marker.
    pub(super) fn may_hold_token(&self, text: &[char]) -> bool {
        self.told.contains(&ANY) || text.iter().any(|c| self.told.contains(c))
    }

    /// Says whether the whole name, apart from digits behind it, is a marker.
    pub(super) fn whole(&self, text: &Chars, subject: Subject) -> Option<MarkerKind> {
        let end = text.folded.iter().rposition(|c| !c.is_ascii_digit() && *c != ' ')? + 1;
        let name = text.folded.get(..end)?;
        self.entries.iter().find(|e| e.place == Place::Whole && e.is_about(subject) && e.token == name).map(|e| e.kind)
    }
}

fn entry([kind, token, place, subject]: [&str; 4]) -> Option<Entry> {
    let kind = match kind {
        "inactive" => MarkerKind::Inactive,
        "duplicate" => MarkerKind::Duplicate,
        "temporary" => MarkerKind::Temporary,
        "terms" => MarkerKind::Terms,
        "rename" => MarkerKind::Rename,
        _ => return None,
    };
    let place = match place {
        "whole" => Place::Whole,
        "bracket" => Place::Bracket,
        "edge" => Place::Edge,
        "glued" => Place::Glued,
        _ => return None,
    };
    let subject = match subject {
        "company" => Some(Subject::Company),
        "material" => Some(Subject::Material),
        _ => None,
    };
    let token: Vec<char> = fold(token).chars().collect();
    (!token.is_empty()).then_some(Entry { kind, token, place, subject })
}
