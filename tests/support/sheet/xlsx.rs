//! Office Open XML through rust_xlsxwriter, with fixed dates so that the same sheets give the same bytes.

use super::{Cell, Sheet, Shown, serial};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

pub fn workbook(sheets: &[Sheet]) -> Vec<u8> {
    build(sheets).expect("the sheets of the fixtures fit into a workbook")
}

fn build(sheets: &[Sheet]) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    book.set_properties(&DocProperties::new().set_creation_datetime(&ExcelDateTime::from_ymd(2026, 1, 5)?));
    for sheet in sheets {
        let page = book.add_worksheet();
        page.set_name(sheet.name)?.set_hidden(sheet.hidden);
        for (r, row) in sheet.rows.iter().enumerate() {
            for (c, cell) in row.iter().enumerate() {
                write(page, r as u32, c as u16, cell)?;
            }
        }
    }
    book.save_to_buffer()
}

fn write(page: &mut Worksheet, row: u32, column: u16, cell: &Cell) -> Result<(), XlsxError> {
    let format = |f| Format::new().set_num_format(f);
    match cell {
        Cell::Empty => return Ok(()),
        Cell::Text(t) => page.write_string(row, column, t)?,
        Cell::Number(n, Shown::General) => page.write_number(row, column, *n)?,
        Cell::Number(n, Shown::SixDigits) => page.write_number_with_format(row, column, *n, &format("000000"))?,
        Cell::Number(n, Shown::Money) => page.write_number_with_format(row, column, *n, &format("0.00"))?,
        Cell::Day(y, m, d) => page.write_number_with_format(row, column, serial(*y, *m, *d), &format("yyyy-mm-dd"))?,
    };
    Ok(())
}
