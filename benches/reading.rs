//! Measures reading and profiling 200,000 customers of our own making, in bytes of the file a second: `cargo bench --bench reading`.
//! The same bytes come as CSV in UTF-8, as CSV in GB 18030 and as a workbook.

#[expect(dead_code, reason = "only the register of customers is measured here")]
#[path = "../tests/support/mod.rs"]
mod support;

use cutover::quality::profile::{SheetView, table};
use cutover::read::{ReadFile, ReadOptions, read_bytes, table_to_csv};
use divan::Bencher;
use divan::counter::{BytesCount, ItemsCount};
use std::sync::OnceLock;

const ROWS: usize = 200_000;

fn main() {
    divan::main();
}

/// The register as CSV.
fn utf8() -> &'static [u8] {
    static CSV: OnceLock<Vec<u8>> = OnceLock::new();
    CSV.get_or_init(|| {
        let mut csv = Vec::new();
        support::customer::generate_customers(ROWS, 1, &mut csv, std::io::sink()).expect("memory takes everything");
        csv
    })
}

fn gb18030() -> Vec<u8> {
    let text = str::from_utf8(utf8()).expect("the register is UTF-8");
    encoding_rs::GB18030.encode(text).0.into_owned()
}

fn workbook() -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (row, record) in csv::ReaderBuilder::new().has_headers(false).from_reader(utf8()).records().enumerate() {
        for (column, cell) in record.expect("the register is a CSV file").iter().enumerate() {
            sheet.write_string(row as u32, column as u16, cell).expect("the register fits a sheet");
        }
    }
    book.save_to_buffer().expect("memory takes everything")
}

fn read(bytes: &[u8]) -> ReadFile {
    read_bytes("customers", bytes, &ReadOptions::default()).expect("the register is a table")
}

fn measured(bencher: Bencher, bytes: &[u8]) {
    bencher.counter(ItemsCount::new(ROWS)).counter(BytesCount::new(bytes.len())).bench(|| read(bytes));
}

#[divan::bench(sample_count = 10)]
fn csv_utf8(bencher: Bencher) {
    measured(bencher, utf8());
}

#[divan::bench(sample_count = 10)]
fn csv_gb18030(bencher: Bencher) {
    measured(bencher, &gb18030());
}

#[divan::bench(sample_count = 3)]
fn xlsx(bencher: Bencher) {
    measured(bencher, &workbook());
}

#[divan::bench(sample_count = 10)]
fn write_csv(bencher: Bencher) {
    let file = read(utf8());
    let sheet = file.sheets.first().expect("the register is one table");
    let counted = bencher.counter(ItemsCount::new(ROWS)).counter(BytesCount::new(utf8().len()));
    counted.bench(|| table_to_csv(sheet, &mut std::io::sink()).expect("nothing is written"));
}

#[divan::bench(sample_count = 5)]
fn profile(bencher: Bencher) {
    let file = read(utf8());
    let sheet = file.sheets.first().expect("the register is one table");
    let view = SheetView {
        sheet: None,
        table_no: 1,
        hidden: false,
        encoding: &sheet.encoding,
        delimiter: sheet.delimiter.as_deref(),
        header_line: sheet.header_line,
        preamble_lines: 0,
        header: &sheet.header,
        columns: &sheet.columns,
        lines: &sheet.lines,
        set_aside: Vec::new(),
        notes: Vec::new(),
    };
    let counted = bencher.counter(ItemsCount::new(ROWS)).counter(BytesCount::new(utf8().len()));
    counted.bench(|| table(&view, jiff::civil::date(2026, 1, 1)));
}
