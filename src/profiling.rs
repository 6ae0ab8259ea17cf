//! Profiles of files without a project: reads them one after the other and judges each.

use crate::model::profile::{FileProfile, LeftOut, Profile};
use crate::quality::profile::{NoteView, SheetView, counted, difficulty, table};
use crate::read::{self, Discovered, ReadError, ReadFile, ReadNote, ReadOptions, SheetTable};
use jiff::civil::Date;
use std::path::Path;

/// Profiles files. `as_of` is the day after which days are in the future; `begin` hears before each file its number, how many there are and
/// its name; `reason` words why one could not be read.
///
/// One file is read after the other, so that only one of them is in memory; its columns are worked on side by side.
pub fn profile(found: &Discovered, as_of: Date, begin: &dyn Fn(usize, usize, &str), reason: &dyn Fn(&ReadError) -> String) -> Profile {
    let mut profile = Profile {
        schema: 1,
        version: env!("CARGO_PKG_VERSION").to_owned(),
        as_of: as_of.to_string(),
        raw: false,
        files: Vec::new(),
        unreadable: Vec::new(),
        ignored: found.ignored.iter().map(|i| LeftOut { path: shown(&i.path), reason: i.reason.to_owned() }).collect(),
    };
    for (at, path) in found.files.iter().enumerate() {
        begin(at + 1, found.files.len(), &shown(path));
        match read::read_path(path, &ReadOptions::default()) {
            Ok(read) => profile.files.push(file(path, &read, as_of)),
            Err(e) => profile.unreadable.push(LeftOut { path: shown(path), reason: reason(&e) }),
        }
    }
    profile
}

/// Profiles one file that has been read.
pub fn file(path: &Path, file: &ReadFile, as_of: Date) -> FileProfile {
    let tables: Vec<_> = file.sheets.iter().map(|sheet| table(&view(sheet), as_of)).collect();
    let notes = counted(file.notes.iter().map(|n| (n.code, 1)));
    FileProfile {
        path: shown(path),
        format: file.format.as_str().to_owned(),
        bytes: file.bytes,
        sha256: file.sha256.clone(),
        difficulty: difficulty::judge(&tables, &notes),
        notes,
        tables,
    }
}

/// Gives a table as a profile sees it.
pub fn view(sheet: &SheetTable) -> SheetView<'_> {
    SheetView {
        sheet: sheet.sheet.as_deref(),
        table_no: sheet.table_no,
        hidden: sheet.hidden,
        encoding: &sheet.encoding,
        delimiter: sheet.delimiter.as_deref(),
        header_line: sheet.header_line,
        preamble_lines: sheet.preamble.len(),
        set_aside: sheet.set_aside.iter().map(|a| a.code).collect(),
        notes: sheet.notes.iter().map(note).collect(),
        ..SheetView::plain(&sheet.header, &sheet.columns, &sheet.lines)
    }
}

/// Notes about names of columns are about the table: no cell is damaged.
fn note(n: &ReadNote) -> NoteView<'_> {
    let column = n.column.filter(|_| !n.code.ends_with("-header"));
    // Beyond a thousand the reader sums notes of one kind up as `234 more`.
    let more = n.line.is_none().then(|| n.value.strip_suffix(" more")).flatten();
    let count = more.and_then(|m| m.parse().ok()).unwrap_or(1);
    NoteView { code: n.code, line: n.line, column, value: &n.value, suggestion: &n.suggestion, count }
}

fn shown(path: &Path) -> String {
    let text = path.to_string_lossy().replace('\\', "/");
    text.strip_prefix("./").unwrap_or(&text).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::read_bytes;

    #[test]
    fn a_file_is_profiled_with_what_its_reader_noted() {
        let read = read_bytes("a.csv", b"code,name\nA1,x\nA2\nA3,z\n", &ReadOptions::default()).unwrap();
        let p = file(Path::new("./a.csv"), &read, Date::constant(2026, 1, 1));
        assert_eq!((p.path.as_str(), p.tables.len(), p.tables[0].rows), ("a.csv", 1, 3));
        assert_eq!(p.tables[0].notes.iter().map(|n| (n.code, n.count)).collect::<Vec<_>>(), [("short-row", 1)]);
        assert_eq!(p.difficulty.reasons.iter().map(|r| r.code).collect::<Vec<_>>(), ["broken-lines"]);
    }
}
