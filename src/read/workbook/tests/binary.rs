//! BIFF and xlsb.

use super::*;

/// A BIFF record.
fn record(kind: u16, data: &[u8]) -> Vec<u8> {
    [&kind.to_le_bytes(), &(data.len() as u16).to_le_bytes(), data].concat()
}

fn cell(row: u16, column: u16, style: u16, value: &[u8]) -> Vec<u8> {
    [&row.to_le_bytes(), &column.to_le_bytes(), &style.to_le_bytes(), value].concat()
}

/// A text of version 8 or 5, its length before it in two bytes.
fn text(value: &str, version: u16) -> Vec<u8> {
    let mark: &[u8] = if version == 0x0600 { &[0] } else { &[] };
    [&(value.len() as u16).to_le_bytes(), mark, value.as_bytes()].concat()
}

/// A bare workbook of one sheet: its globals after the beginning, and the records of the sheet.
fn biff(version: u16, globals: &[Vec<u8>], sheet: &[Vec<u8>]) -> Vec<u8> {
    let begin = |kind: u16| record(0x0809, &[&version.to_le_bytes()[..], &kind.to_le_bytes(), &[0; 4]].concat());
    let mut name = vec![1];
    name.extend(if version == 0x0600 { vec![0, b'S'] } else { vec![b'S'] });
    let place = |start: u32| record(0x0085, &[&start.to_le_bytes()[..], &[0, 0], &name].concat());
    let mut book = [begin(5), globals.concat()].concat();
    let start = (book.len() + place(0).len() + 4) as u32;
    book.extend([place(start), record(10, &[]), begin(16), sheet.concat(), record(10, &[])].concat());
    book
}

fn xf(format: u16) -> Vec<u8> {
    record(0x00E0, &[&[0, 0], &format.to_le_bytes()[..], &[0; 16]].concat())
}

fn format(number: u16, code: &str) -> Vec<u8> {
    record(0x041E, &[&number.to_le_bytes()[..], &text(code, 0x0600)].concat())
}

fn number(row: u16, column: u16, style: u16, value: f64) -> Vec<u8> {
    record(0x0203, &cell(row, column, style, &value.to_le_bytes()))
}

fn label(row: u16, column: u16, value: &str, version: u16) -> Vec<u8> {
    record(0x0204, &cell(row, column, 0, &text(value, version)))
}

#[test]
fn xls_shows_numbers_as_their_formats_say() {
    let globals = [record(0x0022, &[1, 0]), format(164, "000000"), xf(0), xf(164), xf(10), xf(14), xf(4), xf(49)];
    let packed = |v: i32| (v << 2 | 2).to_le_bytes();
    let several = [
        &1u16.to_le_bytes()[..],
        &0u16.to_le_bytes(),
        &1u16.to_le_bytes(),
        &packed(123),
        &2u16.to_le_bytes(),
        &packed(1),
        &1u16.to_le_bytes(),
    ];
    let mut sheet: Vec<_> =
        ["code", "share", "day", "sum", "text"].iter().enumerate().map(|(i, n)| label(0, i as u16, n, 0x0600)).collect();
    sheet.extend([record(0x00BD, &several.concat()), number(1, 2, 3, 43_830.0), number(1, 3, 4, 1234.5), number(1, 4, 5, 42.0)]);
    let file = read(&biff(0x0600, &globals, &sheet));
    assert_eq!(rows(&file), ["code|share|day|sum|text", "000123|100.00%|2024-01-01|1234.50|42"]);
}

#[test]
fn xls_says_what_is_hidden_and_what_has_no_value() {
    let row = |row: u16| record(0x0208, &[&row.to_le_bytes()[..], &[0; 10], &[0x20, 0, 0, 0]].concat());
    let column = record(0x007D, &[1, 0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0]);
    let formula = record(0x0006, &cell(2, 2, 0, &[&[0, 0, 0, 0, 0, 0, 0xFF, 0xFF][..], &[0; 8]].concat()));
    let mut sheet = vec![column, row(1), row(40)];
    sheet.extend(
        (0..3).flat_map(|r| [label(r, 0, ["code", "A1", "A2"][r as usize], 0x0600), label(r, 1, ["name", "x", "y"][r as usize], 0x0600)]),
    );
    sheet.push(formula);
    let file = read(&biff(0x0600, &[xf(0)], &sheet));
    assert_eq!(notes(&file), [("hidden-rows", "2:2"), ("hidden-columns", "B:B"), ("formula-without-value", "C3")]);
    assert_eq!(file.sheets[0].height(), 2);
}

#[test]
fn texts_of_bytes_hold_no_nul() {
    let version = 0x0500;
    let sheet: Vec<_> = [(0, "m\0p\0g\0"), (1, "2\x001\0")]
        .iter()
        .map(|&(r, t)| label(r, 0, t, version))
        .chain([label(0, 1, "n\0o", version), label(1, 1, "\0x", version)])
        .collect();
    let file = read(&biff(version, &[xf(0)], &sheet));
    assert_eq!(rows(&file), ["mpg|no", "21|x"]);
}

#[test]
fn texts_of_bytes_have_the_code_page_of_the_workbook() {
    let mut bytes = cell(0, 0, 0, &[4, 0]);
    bytes.extend([0xD6, 0xD0, 0xCE, 0xC4]);
    let sheet = [record(0x0204, &bytes), label(1, 0, "A-1", 0x0500)];
    let file = read(&biff(0x0500, &[record(0x0042, &936u16.to_le_bytes()), xf(0)], &sheet));
    assert!(rows(&file).iter().chain(&file.sheets[0].preamble.iter().map(|p| p.1.clone()).collect::<Vec<_>>()).any(|t| t == "中文"));
}

#[test]
fn shared_texts_go_on_in_continuations() {
    let first = [&2u32.to_le_bytes()[..], &2u32.to_le_bytes(), &[5, 0, 0], b"hel"].concat();
    let more = [&[1u8][..], &[b'l', 0, b'o', 0], &[2, 0, 0], b"ab"].concat();
    let globals = [xf(0), record(0x00FC, &first), record(0x003C, &more)];
    let shared = |row, i: u32| record(0x00FD, &cell(row, 0, 0, &i.to_le_bytes()));
    let file = read(&biff(0x0600, &globals, &[shared(0, 0), shared(1, 1), shared(2, 9)]));
    assert_eq!(rows(&file), ["hello", "ab"]);
}

/// A record of xlsb.
fn wide_record(kind: u16, data: &[u8]) -> Vec<u8> {
    let kind = if kind < 128 { vec![kind as u8] } else { vec![kind as u8 & 0x7F | 0x80, (kind >> 7) as u8] };
    [&kind[..], &[data.len() as u8], data].concat()
}

fn wide(text: &str) -> Vec<u8> {
    let units: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    [&(units.len() as u32 / 2).to_le_bytes()[..], &units].concat()
}

fn xlsb(sheet: &[Vec<u8>]) -> Vec<u8> {
    let rels = br#"<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.bin"/></Relationships>"#;
    let book = wide_record(156, &[&[0; 8], &wide("rId1")[..], &wide("S")].concat());
    let style = |format: u16| wide_record(47, &[&[0, 0], &format.to_le_bytes()[..], &[0; 12]].concat());
    let styles = [
        wide_record(44, &[&164u16.to_le_bytes()[..], &wide("000000")].concat()),
        style(9),
        wide_record(617, &[0; 4]),
        style(0),
        style(164),
        style(14),
    ];
    let styles = styles.concat();
    let parts: [(&str, &[u8]); 4] = [
        ("xl/workbook.bin", &book),
        ("xl/_rels/workbook.bin.rels", rels),
        ("xl/styles.bin", &styles),
        ("xl/worksheets/sheet1.bin", &sheet.concat()),
    ];
    package(&parts)
}

fn wide_row(row: u32, flags: u8) -> Vec<u8> {
    wide_record(0, &[&row.to_le_bytes()[..], &[0; 7], &[flags], &[0; 5]].concat())
}

fn wide_cell(kind: u16, column: u32, style: u32, value: &[u8]) -> Vec<u8> {
    wide_record(kind, &[&column.to_le_bytes()[..], &style.to_le_bytes(), value].concat())
}

#[test]
fn xlsb_shows_numbers_as_their_formats_say_and_says_what_is_hidden() {
    let sheet = [
        wide_row(0, 0),
        wide_cell(6, 0, 0, &wide("code")),
        wide_cell(6, 1, 0, &wide("day")),
        wide_row(1, 0x10),
        wide_cell(2, 0, 1, &(123i32 << 2 | 2).to_le_bytes()),
        wide_cell(5, 1, 2, &45_292f64.to_le_bytes()),
    ];
    let file = read(&xlsb(&sheet));
    assert_eq!(rows(&file), ["code|day", "000123|2024-01-01"]);
    assert_eq!(notes(&file), [("hidden-rows", "2:2")]);
}

#[test]
fn places_past_the_limits_are_refused() {
    let far = refused(&xlsb(&[wide_row(u32::MAX, 0), wide_cell(6, 0, 0, &wide("x"))]), Limits::default());
    assert!(matches!(far, ReadError::Limit { limit: "rows", .. }), "{far}");
    let far = refused(&biff(0x0600, &[xf(0)], &[label(60_000, 0, "x", 0x0600)]), Limits { rows: 1000, ..Limits::default() });
    assert!(matches!(far, ReadError::Limit { limit: "rows", .. }), "{far}");
}

#[test]
fn whatever_bytes_follow_a_beginning_end_in_a_table_or_an_error() {
    let whole = biff(0x0600, &[format(164, "000"), xf(164)], &[label(0, 0, "code", 0x0600), number(1, 0, 0, 7.0)]);
    for cut in 0..whole.len() {
        let _ = read_bytes("cut", &whole[..cut], &ReadOptions::default());
        let mut changed = whole.clone();
        changed[cut] ^= 0xFF;
        let _ = read_bytes("changed", &changed, &ReadOptions::default());
    }
}

#[test]
fn sheets_that_lie_inside_each_other_are_refused() {
    let cells: Vec<Vec<u8>> = (0..200).map(|row| number(row, 0, 0, f64::from(row))).collect();
    let sound = biff(0x0500, &[], &cells);
    assert!(read_bytes("test", &sound, &ReadOptions::default()).is_ok());
    let begin = record(0x0809, &[&0x0500u16.to_le_bytes()[..], &16u16.to_le_bytes(), &[0; 4]].concat());
    let start = sound.windows(begin.len()).position(|w| w == begin).unwrap();
    // As many sheets as make the globals short against the cells, all at the one place.
    let places = 40;
    let shift = (places - 1) * record(0x0085, &[&[0; 6][..], &[1, b'S']].concat()).len();
    let place = record(0x0085, &[&((start + shift) as u32).to_le_bytes()[..], &[0, 0, 1, b'S']].concat());
    let at = start - place.len() - record(10, &[]).len();
    let bytes = [&sound[..at], &place.repeat(places), &sound[at + place.len()..]].concat();
    assert!(matches!(refused(&bytes, Limits::default()), ReadError::Corrupt { .. }));
}
