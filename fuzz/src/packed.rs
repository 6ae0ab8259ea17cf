//! Packages put together from fuzzed parts, and taken apart into them.

use std::io::{Cursor, Read, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

/// Stands between the parts of an input that becomes a package.
pub const BETWEEN: &[u8] = b"\n--part--\n";

/// The parts of an xlsx workbook that are fuzzed.
pub const XLSX: &[&str] = &["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml", "xl/workbook.xml"];
/// The parts of an xlsb workbook that are fuzzed.
pub const XLSB: &[&str] = &["xl/worksheets/sheet1.bin", "xl/sharedStrings.bin", "xl/styles.bin", "xl/workbook.bin"];
/// The part of an ods document that is fuzzed.
pub const ODS: &[&str] = &["content.xml"];

/// Packs parts that stand one after the other, with those around them that say where they are.
///
/// # Panics
/// If memory cannot be written to.
pub fn package(input: &[u8], names: &[&str]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    let mut add = |name: &str, content: &[u8]| {
        zip.start_file(name, stored).expect("memory takes it");
        zip.write_all(content).expect("memory takes it");
    };
    let parts = split(input);
    for (name, content) in names.iter().zip(&parts) {
        add(name, content);
    }
    let kind = names.first().map_or("", |n| n.rsplit('.').next().unwrap_or(""));
    if names.len() > 1 {
        add("[Content_Types].xml", b"<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>");
        add("_rels/.rels", relations(&[("officeDocument", &format!("xl/workbook.{kind}"))]).as_bytes());
        let sheet = format!("worksheets/sheet1.{kind}");
        let strings = format!("sharedStrings.{kind}");
        let styles = format!("styles.{kind}");
        let targets = [("worksheet", sheet.as_str()), ("sharedStrings", strings.as_str()), ("styles", styles.as_str())];
        add(&format!("xl/_rels/workbook.{kind}.rels"), relations(&targets).as_bytes());
        if parts.len() < names.len() && kind == "xml" {
            add("xl/workbook.xml", WORKBOOK.as_bytes());
        }
    }
    zip.finish().expect("memory takes it").into_inner()
}

const WORKBOOK: &str = r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>"#;

fn relations(targets: &[(&str, &str)]) -> String {
    let head = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">".to_owned();
    let one = |(i, (kind, target)): (usize, &(&str, &str))| {
        let kind = format!("http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}");
        format!("<Relationship Id=\"rId{}\" Type=\"{kind}\" Target=\"{target}\"/>", i + 1)
    };
    head + &targets.iter().enumerate().map(one).collect::<String>() + "</Relationships>"
}

fn split(mut input: &[u8]) -> Vec<&[u8]> {
    let mut parts = Vec::new();
    while let Some(at) = input.windows(BETWEEN.len()).position(|w| w == BETWEEN) {
        let (part, rest) = input.split_at(at);
        parts.push(part);
        input = rest.get(BETWEEN.len()..).unwrap_or_default();
    }
    parts.push(input);
    parts
}

/// Takes the fuzzed parts out of a package: the input that `package` packs again.
pub fn unpack(bytes: &[u8], names: &[&str]) -> Option<Vec<u8>> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).ok()?;
    let mut parts = Vec::new();
    for name in names {
        let mut part = Vec::new();
        if let Ok(mut entry) = archive.by_name(name) {
            entry.read_to_end(&mut part).ok()?;
        }
        parts.push(part);
    }
    parts.first().is_some_and(|p| !p.is_empty()).then(|| parts.join(BETWEEN))
}
