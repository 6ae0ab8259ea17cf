//! BIFF8, as little of it as Excel 97 and its successors open (MS-XLS).

use super::{Cell, Sheet, Shown, compound, serial};

pub fn workbook(sheets: &[Sheet]) -> Vec<u8> {
    let mut strings = Strings::default();
    let pages: Vec<Vec<u8>> = sheets.iter().map(|s| page(s, &mut strings)).collect();
    let mut globals = globals_before_sheets();
    let tail = [strings.record(), record(0x000A, &[])].concat();
    let names: Vec<Vec<u8>> = sheets.iter().map(|s| short_string(s.name)).collect();
    // A sheet's record says where its page starts, so lengths come first.
    let mut at = globals.len() + names.iter().map(|n| 4 + 6 + n.len()).sum::<usize>() + tail.len();
    for ((sheet, name), page) in sheets.iter().zip(&names).zip(&pages) {
        let mut body = (at as u32).to_le_bytes().to_vec();
        body.extend([u8::from(sheet.hidden), 0]);
        body.extend(name);
        globals.extend(record(0x0085, &body));
        at += page.len();
    }
    globals.extend(tail);
    globals.extend(pages.concat());
    compound::file("Workbook", &globals)
}

/// The shared strings, each kept once, in order of appearance.
#[derive(Default)]
struct Strings {
    texts: Vec<String>,
    uses: u32,
}

impl Strings {
    fn index(&mut self, text: &str) -> u32 {
        self.uses += 1;
        let at = self.texts.iter().position(|t| t == text).unwrap_or_else(|| {
            self.texts.push(text.to_owned());
            self.texts.len() - 1
        });
        at as u32
    }

    /// Writes the string table, continued before a string that would not fit whole.
    fn record(&self) -> Vec<u8> {
        const MOST: usize = 8224;
        let mut parts = vec![[self.uses.to_le_bytes(), (self.texts.len() as u32).to_le_bytes()].concat()];
        for text in &self.texts {
            let string = long_string(text);
            match parts.last_mut() {
                Some(last) if last.len() + string.len() <= MOST => last.extend(string),
                _ => parts.push(string),
            }
        }
        parts.iter().enumerate().flat_map(|(i, p)| record(if i == 0 { 0x00FC } else { 0x003C }, p)).collect()
    }
}

fn record(kind: u16, body: &[u8]) -> Vec<u8> {
    let length = u16::try_from(body.len()).expect("a record is cut before 8224 bytes");
    [&kind.to_le_bytes()[..], &length.to_le_bytes(), body].concat()
}

fn shorts(values: &[u16]) -> Vec<u8> {
    values.iter().flat_map(|v| v.to_le_bytes()).collect()
}

fn utf16(text: &str) -> (u16, Vec<u8>) {
    let units: Vec<u16> = text.encode_utf16().collect();
    (units.len() as u16, shorts(&units))
}

fn short_string(text: &str) -> Vec<u8> {
    let (n, bytes) = utf16(text);
    [&[n as u8, 1], &bytes[..]].concat()
}

fn long_string(text: &str) -> Vec<u8> {
    let (n, bytes) = utf16(text);
    [&n.to_le_bytes()[..], &[1], &bytes].concat()
}

/// Cell formats in the order of their records: general, money, six digits, day.
const FORMATS: [(u16, &str); 4] = [(0, ""), (2, ""), (164, "000000"), (165, "yyyy-mm-dd")];
const STYLES: u16 = 15;

fn globals_before_sheets() -> Vec<u8> {
    let mut out = record(0x0809, &shorts(&[0x0600, 0x0005, 0x0DBB, 0x07CC, 0, 0, 6, 0]));
    out.extend(record(0x0042, &shorts(&[1200])));
    out.extend(record(0x003D, &shorts(&[0, 0, 0x4000, 0x2000, 0x38, 0, 0, 1, 600])));
    for _ in 0..5 {
        out.extend(record(0x0031, &[shorts(&[200, 0, 0x7FFF, 400, 0, 0, 0]), short_string("Arial")].concat()));
    }
    for (id, code) in FORMATS.iter().filter(|f| f.0 >= 164) {
        out.extend(record(0x041E, &[id.to_le_bytes().to_vec(), long_string(code)].concat()));
    }
    // The first fifteen are styles; cells use those behind them.
    for _ in 0..STYLES {
        out.extend(record(0x00E0, &shorts(&[0, 0, 0xFFF5, 0x0020, 0, 0, 0, 0, 0, 0x20C0])));
    }
    for (id, _) in FORMATS {
        out.extend(record(0x00E0, &shorts(&[0, id, 0x0001, 0x0020, 0x0400, 0, 0, 0, 0, 0x20C0])));
    }
    out.extend(record(0x0293, &[0x00, 0x80, 0x00, 0xFF]));
    out
}

fn page(sheet: &Sheet, strings: &mut Strings) -> Vec<u8> {
    let width = sheet.rows.iter().map(Vec::len).max().unwrap_or(0) as u16;
    let mut out = record(0x0809, &shorts(&[0x0600, 0x0010, 0x0DBB, 0x07CC, 0, 0, 6, 0]));
    out.extend(record(0x0200, &shorts(&[0, 0, sheet.rows.len() as u16, 0, 0, width, 0])));
    for (r, row) in sheet.rows.iter().enumerate() {
        for (c, cell) in row.iter().enumerate() {
            out.extend(cell_record(r as u16, c as u16, cell, strings));
        }
    }
    out.extend(record(0x023E, &shorts(&[0x06B6, 0, 0, 0x40, 0, 0, 0, 0, 0])));
    out.extend(record(0x000A, &[]));
    out
}

fn cell_record(row: u16, column: u16, cell: &Cell, strings: &mut Strings) -> Vec<u8> {
    let number = |n: f64, format: u16| {
        let body = [shorts(&[row, column, STYLES + format]), n.to_le_bytes().to_vec()].concat();
        record(0x0203, &body)
    };
    match cell {
        Cell::Empty => Vec::new(),
        Cell::Text(t) => record(0x00FD, &[shorts(&[row, column, STYLES]), strings.index(t).to_le_bytes().to_vec()].concat()),
        Cell::Number(n, Shown::General) => number(*n, 0),
        Cell::Number(n, Shown::Money) => number(*n, 1),
        Cell::Number(n, Shown::SixDigits) => number(*n, 2),
        Cell::Day(y, m, d) => number(serial(*y, *m, *d), 3),
    }
}
