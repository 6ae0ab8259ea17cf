//! Office Open XML workbooks through calamine, with its known ways to fall guarded.

use super::asked_for;
use super::budget::Budget;
use super::feed::{Feed, Seam, Streams};
use super::number_format::NumberFormat;
use super::package;
use super::parts::Package;
use super::sheet::Sheet;
use super::stored::truth;
use super::watch::Watch;
use crate::read::error::Fault;
use crate::read::options::ReadOptions;
use calamine::{DataRef, Reader, SheetVisible};
use std::borrow::Cow;
use std::cell::Cell;
use std::io::{Read, Seek};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Once;

/// Reads the sheets of a workbook; a panic of the parser is a damaged file.
pub(super) fn read(bytes: &[u8], options: &ReadOptions) -> Result<Vec<Sheet>, Fault> {
    let streams = Streams::of(bytes, &options.limits)?;
    let (total, mut seen) = package::guard_but(bytes, &options.limits, &streams.later())?;
    let parts = Package::open(bytes)?.sheet_parts(&options.limits)?;
    let mut seen = |sheet: &str| parts.get(sheet).and_then(|part| seen.remove(part));
    quietly(|| {
        std::thread::scope(|scope| {
            let seam = Seam::new(&streams, total);
            xlsx(Feed::new(&seam, scope), &seam, bytes.len() as u64, options, &mut seen)
        })
    })
    .unwrap_or_else(|| Err(Fault::Corrupt("xlsx", "its parts contradict each other".into())))
}

/// Bytes that a cell takes at least once it is compressed, nearly always.
const FEWEST: u64 = 4;

thread_local! {
    /// Whether a panic of this thread is nobody's concern.
    static QUIET: Cell<bool> = const { Cell::new(false) };
}

/// Does what may panic; a panic says nothing to the user, and gives `None`.
fn quietly<T>(work: impl FnOnce() -> T) -> Option<T> {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            if !QUIET.get() {
                before(info);
            }
        }));
    });
    QUIET.set(true);
    let outcome = catch_unwind(AssertUnwindSafe(work)).ok();
    QUIET.set(false);
    outcome
}

fn damaged(error: &impl std::fmt::Display) -> Fault {
    let text = error.to_string();
    if text.contains("password") { Fault::Encrypted("workbook protected with a password") } else { Fault::Corrupt("xlsx", text) }
}

/// Gives the worksheets asked for: name and whether it is hidden.
fn wanted(all: &[calamine::Sheet], options: &ReadOptions) -> Result<Vec<(String, bool)>, Fault> {
    let sheets: Vec<(String, bool)> = all.iter().map(|s| (s.name.clone(), s.visible != SheetVisible::Visible)).collect();
    asked_for(sheets, |s| &s.0, options)
}

/// Reads the sheets asked for; what was seen on those that do not stream is told by `seen`.
fn xlsx<'a>(
    feed: Feed<'a, '_, '_>,
    seam: &'a Seam<'_>,
    size: u64,
    options: &ReadOptions,
    seen: &mut dyn FnMut(&str) -> Option<Watch>,
) -> Result<Vec<Sheet>, Fault> {
    let mut book: calamine::Xlsx<_> = calamine::Xlsx::new(feed).map_err(|e| damaged(&e))?;
    seam.open();
    let epoch = book.has_1904_epoch();
    let mut budget = Budget::new(&options.limits, size);
    let mut sheets = Vec::new();
    for (name, hidden) in wanted(book.sheets_metadata(), options)? {
        budget.sheet(&name)?;
        let mut sheet = Sheet::new(&name, hidden);
        let cells = match book.worksheet_cells_reader(&name) {
            Ok(reader) => {
                sheet.expect(likely(reader.dimensions(), size));
                Some(fill(&mut sheet, reader, epoch, &mut budget))
            }
            // Charts and dialogs are sheets without cells.
            Err(calamine::XlsxError::NotAWorksheet(_)) => None,
            Err(e) => Some(Err(damaged(&e))),
        };
        // A fault of the guard ends the parser, which then says something else.
        if let Some(Err(e)) = cells {
            return Err(seam.fault().unwrap_or(e));
        }
        let streamed = seam.end()?;
        if cells.is_none() {
            continue;
        }
        if let Some(watch) = streamed.or_else(|| seen(&name)) {
            (sheet.oddities, sheet.merges) = (watch.oddities, watch.merges);
        }
        sheet.finish();
        sheets.push(sheet);
    }
    Ok(sheets)
}

/// Guesses how many cells a sheet has: as many as it says, where a file of so many bytes could hold them.
fn likely(declared: calamine::Dimensions, size: u64) -> usize {
    let span = |from: u32, to: u32| u64::from(to.saturating_sub(from)) + 1;
    let cells = span(declared.start.0, declared.end.0).saturating_mul(span(declared.start.1, declared.end.1));
    usize::try_from(cells.min(size / FEWEST)).unwrap_or(0)
}

/// Puts the cells of one sheet in.
fn fill<RS: Read + Seek>(
    sheet: &mut Sheet,
    mut reader: calamine::XlsxCellReader<'_, RS>,
    epoch: bool,
    budget: &mut Budget<'_>,
) -> Result<(), Fault> {
    let plain = NumberFormat::Plain { decimals: 0 };
    let formats: Vec<NumberFormat> = reader
        .styles()
        .iter()
        .map(|s| s.number_format.as_ref().map_or(NumberFormat::Plain { decimals: 0 }, |f| NumberFormat::parse(&f.format_code)))
        .collect();
    while let Some((cell, style)) = reader.next_cell_with_style_id().map_err(|e| damaged(&e))? {
        let (row, column) = cell.get_position();
        let format = formats.get(style).unwrap_or(&plain);
        let text = match cell.get_value() {
            DataRef::Empty => continue,
            value => shown(value, format, epoch),
        };
        budget.check(row, column, text.len(), &sheet.name)?;
        sheet.push(row, column, &text);
    }
    Ok(())
}

/// Gives a value as a person sees it.
fn shown<'a>(value: &'a DataRef<'_>, format: &NumberFormat, epoch: bool) -> Cow<'a, str> {
    Cow::Owned(match value {
        DataRef::Empty => return Cow::Borrowed(""),
        DataRef::String(s) => return Cow::Borrowed(s),
        DataRef::SharedString(s) => return Cow::Borrowed(s),
        DataRef::Bool(b) => return Cow::Borrowed(truth(*b)),
        DataRef::Float(v) => format.show(*v, epoch),
        DataRef::Int(v) => format.show(*v as f64, epoch),
        DataRef::DateTime(d) => format.show(d.as_f64(), epoch),
        DataRef::DateTimeIso(s) | DataRef::DurationIso(s) => s.replace('T', " "),
        DataRef::Error(e) => e.to_string(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_of_the_parser_is_no_answer() {
        let number = |text: &str| quietly(|| text.parse::<u8>().expect("a number"));
        assert_eq!((number("1"), QUIET.get()), (Some(1), false));
        assert_eq!((number("x"), QUIET.get()), (None, false));
    }
}
