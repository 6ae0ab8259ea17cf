//! Small workbooks, made by hand, through the whole reader.

mod binary;
mod bombs;
mod markup;

use crate::read::{Limits, ReadError, ReadFile, ReadOptions, read_bytes};
use std::io::{Cursor, Write};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// Packs parts into a zip package.
fn package(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(content).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// An xlsx workbook of one sheet with this markup.
fn xlsx(sheet: &str) -> Vec<u8> {
    xlsx_with(sheet, &[])
}

fn xlsx_with(sheet: &str, more: &[(&str, &[u8])]) -> Vec<u8> {
    let types = r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>"#;
    let root = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
    let rels = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>"#;
    let book = r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>"#;
    let sheet =
        format!(r#"<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{sheet}</worksheet>"#);
    let mut parts: Vec<(&str, &[u8])> = vec![
        ("[Content_Types].xml", types.as_bytes()),
        ("_rels/.rels", root.as_bytes()),
        ("xl/workbook.xml", book.as_bytes()),
        ("xl/_rels/workbook.xml.rels", rels.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
    ];
    parts.extend_from_slice(more);
    package(&parts)
}

/// An ods document whose spreadsheet has this markup.
fn ods(tables: &str) -> Vec<u8> {
    package(&[("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", flat(tables).as_bytes())])
}

fn flat(tables: &str) -> String {
    format!(
        "<?xml version=\"1.0\"?>\n<office:document-content>\n <office:body>\n  <office:spreadsheet>\n{tables}\n  </office:spreadsheet>\n </office:body>\n</office:document-content>"
    )
}

fn read(bytes: &[u8]) -> ReadFile {
    read_bytes("test", bytes, &ReadOptions::default()).unwrap()
}

fn refused(bytes: &[u8], limits: Limits) -> ReadError {
    read_bytes("test", bytes, &ReadOptions { limits, ..ReadOptions::default() }).unwrap_err()
}

/// The first table, header and rows, cells joined by bars.
fn rows(file: &ReadFile) -> Vec<String> {
    let table = &file.sheets[0];
    let mut rows = vec![table.header.join("|")];
    rows.extend((0..table.height()).map(|r| table.columns.iter().map(|c| c.text(r)).collect::<Vec<_>>().join("|")));
    rows
}

fn notes(file: &ReadFile) -> Vec<(&str, &str)> {
    file.sheets.iter().flat_map(|t| &t.notes).map(|n| (n.code, n.value.as_str())).collect()
}
