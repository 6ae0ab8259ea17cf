//! How hard a file is to migrate: points with reasons.
//!
//! Each reason gives `least` points as soon as one of its things is there, and grows with their share up to `most` points where the share
//! reaches `full` percent: `least + (most - least) x min(1, share / full)`, rounded up. The points of a file are the sum, at most 100, and
//! give its [`Grade`]. The weights are judgement, not measurement: they order files by the work that such things made in migrations, and say
//! by what. Help and page word this table; the README repeats it, which a test holds.

use super::counted;
use crate::model::profile::{ColumnProfile, Counted, Difficulty, DifficultyReason, Grade, KeyKind, TableProfile};

/// A reason, its weight and how it is measured.
#[derive(Clone, Copy, Debug)]
pub struct Weight {
    /// Stable code.
    pub code: &'static str,
    /// Points as soon as it is there.
    pub least: u32,
    /// Points at most.
    pub most: u32,
    /// The share in percent at which it gives the most.
    pub full: u32,
    measure: fn(&Facts<'_>) -> Extent,
}

const fn weight(code: &'static str, least: u32, most: u32, full: u32, measure: fn(&Facts<'_>) -> Extent) -> Weight {
    Weight { code, least, most, full, measure }
}

/// All reasons, each with how many of how many it is about.
pub const WEIGHTS: [Weight; 16] = [
    weight("damage", 4, 20, 5, |f| f.sum(|c| (c.damage.iter().map(|d| d.count).sum(), c.filled))),
    weight("broken-lines", 3, 8, 2, |f| f.rows(broken_lines)),
    weight("unreadable-characters", 8, 8, 100, |f| f.unreadable()),
    weight("no-header", 8, 8, 100, |f| f.of_tables(|t| t.header_line.is_none() && t.rows > 0)),
    weight("no-key", 6, 10, 100, |f| f.of_tables(|t| t.rows >= super::FEWEST_ROWS && t.keys.is_empty() && !has_suspected_key(t))),
    weight("repeated-keys", 4, 12, 5, |f| f.sum(|c| c.repeats.as_ref().map_or((0, 0), |r| (r.rows, c.rows)))),
    weight("repeated-rows", 2, 6, 5, |f| f.rows(|t| t.repeated_rows.rows)),
    weight("mixed-schemes", 6, 12, 20, |f| f.of_columns(|c| c.mixed_schemes)),
    weight("check-digits", 4, 12, 20, |f| f.sum(|c| c.proofs.first().map_or((0, 0), |p| (p.invalid, p.valid + p.doubtful + p.invalid)))),
    weight("mixed-types", 3, 9, 20, |f| f.of_columns(|c| c.off_type > 0)),
    weight("low-fill", 2, 8, 50, |f| f.of_columns(|c| c.rows > 0 && c.filled * 2 < c.rows)),
    weight("several-tables", 4, 8, 100, |f| f.of_tables(|t| t.table_no > 1)),
    weight("preamble", 2, 2, 100, |f| f.of_tables(|t| t.preamble_lines > 0)),
    weight("set-aside", 2, 6, 2, |f| f.rows(|t| t.set_aside.iter().map(|s| s.count).sum())),
    weight("odd-values", 2, 5, 20, |f| f.of_columns(has_odd_values)),
    weight("personal", 3, 5, 20, |f| f.of_columns(|c| !c.personal.is_empty())),
];

/// Places named per reason.
const PLACES: usize = 5;

/// Judges a file by its tables and by the notes about it as a whole.
pub fn judge(tables: &[TableProfile], notes: &[Counted]) -> Difficulty {
    let facts = Facts { tables, notes };
    let mut reasons: Vec<DifficultyReason> = WEIGHTS.iter().filter_map(|w| facts.reason(*w)).collect();
    reasons.sort_by_key(|r| std::cmp::Reverse(r.points));
    let points = reasons.iter().map(|r| r.points).sum::<u32>().min(100);
    Difficulty { grade: Grade::of(points), points, reasons }
}

impl Weight {
    /// Gives the points of a share.
    fn points(self, count: u64, of: u64) -> u32 {
        let (count, of) = (u128::from(count), u128::from(of.max(1)));
        let span = u128::from(self.most - self.least);
        let grown = (span * count * 100).div_ceil(of * u128::from(self.full)).min(span);
        self.least + grown as u32
    }
}

struct Facts<'a> {
    tables: &'a [TableProfile],
    notes: &'a [Counted],
}

/// How many of how many, and where.
type Extent = (u64, u64, Vec<String>);

impl Facts<'_> {
    fn reason(&self, w: Weight) -> Option<DifficultyReason> {
        let (count, of, mut at) = (w.measure)(self);
        at.truncate(PLACES);
        (count > 0).then(|| DifficultyReason { code: w.code, points: w.points(count, of), count, of, at })
    }

    fn unreadable(&self) -> Extent {
        let all = self.notes.iter().chain(self.tables.iter().flat_map(|t| &t.notes));
        let broken = counted(all.filter(|n| matches!(n.code, "undecodable-bytes" | "nul-bytes")).map(|n| (n.code, n.count)));
        (broken.len().min(1) as u64, 1, Vec::new())
    }

    fn columns(&self) -> impl Iterator<Item = (&TableProfile, &ColumnProfile)> {
        self.tables.iter().flat_map(|t| t.columns.iter().map(move |c| (t, c)))
    }

    /// Adds up counts over columns, naming those that have any.
    fn sum(&self, of: impl Fn(&ColumnProfile) -> (u64, u64)) -> Extent {
        let mut extent = (0, 0, Vec::new());
        for (t, c) in self.columns() {
            let (count, whole) = of(c);
            extent.0 += count;
            extent.1 += whole;
            if count > 0 {
                extent.2.push(self.place(t, c));
            }
        }
        extent
    }

    fn of_columns(&self, is: impl Fn(&ColumnProfile) -> bool) -> Extent {
        self.sum(|c| (u64::from(is(c)), 1))
    }

    fn of_tables(&self, is: impl Fn(&TableProfile) -> bool) -> Extent {
        let found: Vec<String> = self.tables.iter().filter(|t| is(t)).filter_map(sheet).collect();
        (self.tables.iter().filter(|t| is(t)).count() as u64, self.tables.len() as u64, found)
    }

    fn rows(&self, of: impl Fn(&TableProfile) -> u64) -> Extent {
        let at = self.tables.iter().filter(|t| of(t) > 0).filter_map(sheet).collect();
        (self.tables.iter().map(&of).sum(), self.tables.iter().map(|t| t.rows).sum(), at)
    }

    fn place(&self, t: &TableProfile, c: &ColumnProfile) -> String {
        match sheet(t) {
            Some(sheet) if self.tables.len() > 1 => format!("{sheet}: {}", c.name),
            _ => c.name.clone(),
        }
    }
}

/// Notes of the reader about lines that do not have the shape of their table.
const BROKEN: &[&str] = &[
    "short-row",
    "surplus-delimiter",
    "stray-quote",
    "unquoted-delimiter",
    "missing-delimiter",
    "other-delimiter",
    "row-out-of-order",
    "rows-cut",
    "cut-off",
];

fn broken_lines(t: &TableProfile) -> u64 {
    t.notes.iter().filter(|n| BROKEN.contains(&n.code)).map(|n| n.count).sum()
}

fn has_odd_values(c: &ColumnProfile) -> bool {
    c.numbers.as_ref().is_some_and(|n| n.outliers > 0) || c.dates.as_ref().is_some_and(|d| !d.odd.is_empty())
}

fn has_suspected_key(t: &TableProfile) -> bool {
    t.columns.iter().any(|c| c.key == KeyKind::Suspected)
}

fn sheet(t: &TableProfile) -> Option<String> {
    match (&t.sheet, t.table_no) {
        (Some(s), 0 | 1) => Some(s.clone()),
        (Some(s), n) => Some(format!("{s}#{n}")),
        (None, 0 | 1) => None,
        (None, n) => Some(format!("#{n}")),
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::profiled;
    use super::*;
    use crate::model::profile::{Damage, Dates, Personal, PersonalKind, Proof, Repeats};

    #[test]
    fn points_grow_with_the_share_up_to_the_most() {
        let w = Weight { least: 4, most: 20, full: 5, ..WEIGHTS[0] };
        for (count, of, expected) in [(1, 1_000_000, 5), (1, 100, 8), (25, 1000, 12), (5, 100, 20), (100, 100, 20), (1, 0, 20)] {
            assert_eq!(w.points(count, of), expected, "{count} of {of}");
        }
        assert_eq!(Weight { least: 2, most: 2, full: 100, ..w }.points(1, 3), 2);
    }

    #[test]
    fn a_clean_table_is_easy() {
        let t = profiled("code,name\nC1,华为\nC2,中兴\nC3,比亚迪\n");
        assert_eq!(judge(&[t], &[]), Difficulty { grade: Grade::Easy, points: 0, reasons: Vec::new() });
    }

    #[test]
    fn each_reason_says_its_points_and_places() {
        // Two of five rows repeat the first, so that there is no key; one of two columns is filled to a fifth.
        let t = profiled("a,b\nx,\nx,\nx,\ny,\nz,1\n");
        let found = judge(&[t], &[Counted { code: "undecodable-bytes", count: 3 }]);
        let reasons: Vec<_> = found.reasons.iter().map(|r| (r.code, r.points, r.count, r.of)).collect();
        assert_eq!(reasons, [("no-key", 10, 1, 1), ("unreadable-characters", 8, 1, 1), ("low-fill", 8, 1, 2), ("repeated-rows", 6, 2, 5)]);
        assert_eq!((found.points, found.grade), (32, Grade::Moderate));
        assert_eq!(found.reasons[2].at, ["b"]);
    }

    #[test]
    fn grades_have_their_bounds() {
        let grades = [0, 14, 15, 34, 35, 59, 60, 100].map(Grade::of);
        use Grade::*;
        assert_eq!(grades, [Easy, Easy, Moderate, Moderate, Hard, Hard, VeryHard, VeryHard]);
    }

    #[test]
    fn every_reason_is_measured() {
        let mut t = profiled("code,born,amount\nA1,1990-01-01,1\nA1,1991-01-01,2\nA2,1992-01-01,3\n");
        let counted = |code| Counted { code, count: 1 };
        t.header_line = None;
        (t.preamble_lines, t.table_no) = (1, 2);
        (t.set_aside, t.notes) = (vec![counted("total-line")], vec![counted("surplus-delimiter"), counted("nul-bytes")]);
        let repeats = Repeats { values: 1, rows: 1, examples: Vec::new() };
        (t.repeated_rows, t.columns[0].repeats) = (repeats.clone(), Some(repeats));
        t.keys = Vec::new();
        t.columns.iter_mut().for_each(|c| c.key = KeyKind::No);
        (t.columns[0].mixed_schemes, t.columns[0].off_type, t.columns[0].filled) = (true, 1, 1);
        t.columns[0].personal = vec![Personal { kind: PersonalKind::Name, count: 1 }];
        t.columns[0].damage = vec![Damage { code: "leading-zeros-lost", count: 1, examples: Vec::new() }];
        let wrong = Proof { kind: "uscc", valid: 0, doubtful: 0, invalid: 1, other: 0, reasons: Vec::new(), examples: Vec::new() };
        t.columns[0].proofs = vec![wrong];
        t.columns[1].dates = Some(Dates { count: 3, min: None, max: None, odd: vec![counted("future")], examples: Vec::new() });
        let found = judge(&[t], &[]);
        let mut codes: Vec<&str> = found.reasons.iter().map(|r| r.code).collect();
        let mut all = WEIGHTS.map(|w| w.code);
        codes.sort_unstable();
        all.sort_unstable();
        assert_eq!(codes, all);
        assert!(WEIGHTS.iter().all(|w| w.least > 0 && w.least <= w.most && w.full > 0));
    }

    #[test]
    fn the_readme_repeats_the_table() {
        let readme = include_str!("../../../README.md");
        let said = |w: &Weight| if w.least == w.most { w.most.to_string() } else { format!("{}-{}", w.least, w.most) };
        // `|` reason `|` points `|` full at `|` twice a line.
        let rows =
            readme.lines().filter(|l| l.starts_with("| ")).map(|l| l.trim_matches('|').split('|').map(str::trim).collect::<Vec<_>>());
        let cells = rows.filter(|r| r.len() == 6).flat_map(|r| [[r[1].to_owned(), r[2].to_owned()], [r[4].to_owned(), r[5].to_owned()]]);
        let full = |text: &str| text.split('%').next().and_then(|n| n.parse().ok()).unwrap_or(100);
        let mut there: Vec<(String, u32)> = cells.filter(|c| c[0] != "points").map(|[points, at]| (points, full(&at))).collect();
        let mut expected: Vec<(String, u32)> = WEIGHTS.iter().map(|w| (said(w), w.full)).collect();
        there.sort();
        expected.sort();
        assert_eq!(there, expected);
        let [_, moderate, hard, very_hard] = Grade::ALL.map(Grade::least);
        let grades = format!("easy below {moderate}, moderate below {hard}, hard below {very_hard}, very hard from there on");
        assert!(readme.contains(&grades));
    }
}
