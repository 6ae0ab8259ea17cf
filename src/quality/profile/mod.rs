//! What is in a table, before anything is promised about it: fill, types, patterns, code schemes, check digits, ranges, keys, damage.
//!
//! One table in, one [`TableProfile`] out; nothing is read or printed here. Small tables are worked on column by column side by side, large
//! ones a range of rows beside the other, and memory stays bounded: different values are counted exactly up to a million a column, beyond it
//! estimated, which the profile says. The same table gives the same profile, whatever the number of threads.
//!
//! How hard a file is to migrate is a sum of points; see [`mod@difficulty`].

mod column;
pub mod difficulty;
mod keys;
mod pattern;
mod proof;
mod range;
mod scan;
mod scheme;
mod sketch;
mod value;

use crate::model::TextColumn;
use crate::model::profile::{ColumnProfile, Counted, TableProfile};
use column::ColumnView;
use jiff::civil::Date;
use rayon::prelude::*;
pub use scheme::schemes;
use std::collections::BTreeMap;

/// A table as its reader gives it.
#[derive(Clone, Debug)]
pub struct SheetView<'a> {
    /// The sheet; `None` in text files.
    pub sheet: Option<&'a str>,
    /// The table's number on its sheet, from 1.
    pub table_no: u32,
    /// Whether the sheet is hidden.
    pub hidden: bool,
    /// Encoding of the text.
    pub encoding: &'a str,
    /// Delimiter, where there is one.
    pub delimiter: Option<&'a str>,
    /// Line of the header; `None`: there is none.
    pub header_line: Option<u32>,
    /// Lines above the header.
    pub preamble_lines: usize,
    /// Column names.
    pub header: &'a [String],
    /// Columns, as many as names, all of the same length.
    pub columns: &'a [TextColumn],
    /// The line of each row.
    pub lines: &'a [u32],
    /// Codes of the lines that were set aside.
    pub set_aside: Vec<&'static str>,
    /// What the reader noted.
    pub notes: Vec<NoteView<'a>>,
}

impl<'a> SheetView<'a> {
    /// Sees a table of UTF-8 text whose header stands on line 1 and about which its reader noted nothing.
    pub fn plain(header: &'a [String], columns: &'a [TextColumn], lines: &'a [u32]) -> Self {
        Self {
            sheet: None,
            table_no: 1,
            hidden: false,
            encoding: "utf-8",
            delimiter: Some(","),
            header_line: Some(1),
            preamble_lines: 0,
            header,
            columns,
            lines,
            set_aside: Vec::new(),
            notes: Vec::new(),
        }
    }
}

/// A note of the reader.
#[derive(Clone, Copy, Debug)]
pub struct NoteView<'a> {
    /// Stable code.
    pub code: &'static str,
    /// The line that it is about.
    pub line: Option<u32>,
    /// The position of the column that it is about.
    pub column: Option<usize>,
    /// The value.
    pub value: &'a str,
    /// What it should be.
    pub suggestion: &'a str,
    /// Cells that it stands for.
    pub count: u64,
}

/// The longest value kept as an example, in characters.
const LONGEST: usize = 200;
/// Fewer rows tell nothing about keys.
const FEWEST_ROWS: u64 = 3;

/// Profiles a table. `as_of` is the day after which days are in the future.
///
/// ```
/// use cutover::model::TextColumn;
/// use cutover::model::profile::KeyKind;
/// use cutover::quality::profile::{SheetView, table};
/// let header = ["code".to_owned()];
/// let columns = [["K-001", "K-002", "K-003"].iter().map(|v| Some(*v)).collect::<TextColumn>()];
/// let view = SheetView::plain(&header, &columns, &[2, 3, 4]);
/// let profile = table(&view, jiff::civil::date(2026, 1, 1));
/// assert_eq!(profile.columns[0].key, KeyKind::Unique);
/// assert_eq!(profile.columns[0].schemes[0].scheme, "K-9{3}");
/// ```
pub fn table(view: &SheetView<'_>, as_of: Date) -> TableProfile {
    let one = |(position, (name, values)): (usize, (&String, &TextColumn))| {
        ColumnView { name, position, values, lines: view.lines, notes: &view.notes, as_of }.profile()
    };
    // Columns of a large table are taken one after the other, so that only one of them holds its counts; its ranges are side by side.
    let columns: Vec<ColumnProfile> = if view.lines.len() > scan::RANGE {
        view.header.iter().zip(view.columns).enumerate().map(one).collect()
    } else {
        view.header.par_iter().zip(view.columns).enumerate().map(one).collect()
    };
    let repeated_rows = keys::repeated_rows(view.columns, view.lines);
    TableProfile {
        sheet: view.sheet.map(str::to_owned),
        table_no: view.table_no,
        hidden: view.hidden,
        encoding: view.encoding.to_owned(),
        delimiter: view.delimiter.map(str::to_owned),
        header_line: view.header_line,
        preamble_lines: view.preamble_lines as u64,
        rows: view.lines.len() as u64,
        set_aside: counted(view.set_aside.iter().map(|code| (*code, 1))),
        keys: keys::keys(view.columns, &columns, view.lines.len()),
        repeated_rows,
        one_to_one: keys::one_to_one(view.columns, &columns),
        notes: counted(view.notes.iter().filter(|n| n.column.is_none()).map(|n| (n.code, n.count))),
        columns,
    }
}

/// Sums counts by code.
pub fn counted(codes: impl Iterator<Item = (&'static str, u64)>) -> Vec<Counted> {
    let mut by: BTreeMap<&'static str, u64> = BTreeMap::new();
    for (code, n) in codes {
        *by.entry(code).or_default() += n;
    }
    by.into_iter().map(|(code, count)| Counted { code, count }).collect()
}

#[cfg(test)]
mod testing;

#[cfg(test)]
mod tests {
    use super::testing::{column, profiled, table_of};
    use super::*;
    use crate::model::profile::Grade;
    use proptest::prelude::*;

    fn with_threads<T: Send>(n: usize, f: impl FnOnce() -> T + Send) -> T {
        rayon::ThreadPoolBuilder::new().num_threads(n).build().unwrap().install(f)
    }

    proptest! {
        #[test]
        fn threads_change_nothing(rows in prop::collection::vec(("[A-C]-?[0-9]{0,3}", "[0-9.,/-]{0,10}|无|是|2024-0[1-9]-11"), 0..60)) {
            let columns: Vec<TextColumn> =
                vec![rows.iter().map(|r| Some(&r.0)).collect(), rows.iter().map(|r| Some(&r.1)).collect()];
            let one = with_threads(1, || table_of(&["a", "b"], &columns));
            let many = with_threads(5, || table_of(&["a", "b"], &columns));
            prop_assert_eq!(one, many);
        }
    }

    #[test]
    fn threads_change_nothing_in_tables_of_many_ranges() {
        let values = |m: usize| (0..250_000usize).map(move |i| Some(format!("K{:06}", i * 7919 % m))).collect::<TextColumn>();
        let columns = [values(250_000), values(1_000)];
        let one = with_threads(1, || table_of(&["code", "group"], &columns));
        let many = with_threads(7, || table_of(&["code", "group"], &columns));
        assert_eq!(one, many);
        assert_eq!((one.columns[0].distinct, one.columns[1].distinct), (250_000, 1_000));
        assert_eq!(one.columns[1].top[0].count, 250);
        assert_eq!(one.keys[0].columns, ["code"]);
    }

    #[test]
    fn nothing_at_all_has_a_profile() {
        let t = table_of(&[], &[]);
        assert_eq!((t.rows, t.columns.len(), t.keys.len(), t.repeated_rows.rows), (0, 0, 0, 0));
        let t = profiled("a,b\n");
        assert_eq!((t.rows, t.columns.len(), t.columns[0].distinct), (0, 2, 0));
        assert_eq!(t.columns[0].lengths, None);
        assert_eq!(difficulty::judge(&[t], &[]).grade, Grade::Easy);
    }

    #[test]
    fn one_row_of_many_columns_claims_nothing() {
        let names: Vec<String> = (0..5_000).map(|i| format!("c{i}")).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let columns: Vec<TextColumn> = (0..5_000).map(|i| [Some(i.to_string())].into_iter().collect()).collect();
        let t = table_of(&names, &columns);
        assert_eq!((t.columns.len(), t.keys.len(), t.one_to_one.len()), (5_000, 0, 0));
        assert_eq!(t.columns[4_999].top[0].value, "4999");
    }

    #[test]
    fn hostile_values_are_only_values() {
        let p = column("<b>", &["=cmd|' /C calc'!A0", "<script>alert(1)</script>", "\u{202e}x", "\0"]);
        // A cell of nothing but a control character says nothing.
        assert_eq!((p.filled, p.distinct, p.placeholders), (3, 3, 1));
        assert_eq!(p.top[0].value, "=cmd|' /C calc'!A0");
    }
}
