//! What a file is, by its first bytes and never by its name.

use super::error::Fault;
use super::file::Format;

/// Magic numbers of files that are no tables, with what to call them.
const NOT_TABLES: &[(&[u8], &str)] = &[
    (b"%PDF", "a PDF document"),
    (b"\x1f\x8b", "a gzip archive (unpack it first)"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive (unpack it first)"),
    (b"Rar!", "a RAR archive (unpack it first)"),
    (b"BZh", "a bzip2 archive (unpack it first)"),
    (b"\xfd7zXZ", "an xz archive (unpack it first)"),
    (b"\x28\xb5\x2f\xfd", "a zstd archive (unpack it first)"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"{\\rtf", "a rich text document"),
    (b"SQLite format 3\0", "an SQLite database"),
    (b"PAR1", "a Parquet file"),
    (b"ARROW1", "an Arrow file"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"\0\x01\0\0Standard ", "an Access database"),
];

/// Recognises the format of a file by its content.
pub(crate) fn recognise(bytes: &[u8]) -> Result<Format, Fault> {
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") || bytes.starts_with(b"PK00PK") {
        return super::workbook::package::recognise(bytes);
    }
    if bytes.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
        return super::workbook::container::recognise(bytes);
    }
    if bare_biff(bytes) {
        return Ok(Format::Xls);
    }
    for (magic, what) in NOT_TABLES {
        if bytes.starts_with(magic) {
            return Err(Fault::NotATable(what));
        }
    }
    let head = start_of_text(bytes);
    if let Some(format) = markup(&head) {
        return Ok(format);
    }
    if binary(bytes) { Err(Fault::NotATable("binary data")) } else { Ok(Format::Text) }
}

/// Recognises a BIFF stream without a container by its first record.
fn bare_biff(bytes: &[u8]) -> bool {
    match bytes {
        [0x09, 0x00, 0x04, 0x00, _, _, kind, 0x00, ..] => matches!(kind, 0x10 | 0x20 | 0x40),
        [0x09, 0x02 | 0x04, 0x06 | 0x08, 0x00, _, _, kind, 0x00 | 0x01, ..] => matches!(kind, 0x10 | 0x20 | 0x40 | 0x00),
        [0x09, 0x08, 0x08 | 0x10, 0x00, _, 0x05 | 0x06, ..] => true,
        _ => false,
    }
}

/// Gives the first characters, lower case, of a text in any Unicode encoding.
fn start_of_text(bytes: &[u8]) -> String {
    let head = bytes.get(..4096).unwrap_or(bytes);
    let text: String = match head {
        [0xFF, 0xFE, rest @ ..] => encoding_rs::UTF_16LE.decode_without_bom_handling(rest).0.into_owned(),
        [0xFE, 0xFF, rest @ ..] => encoding_rs::UTF_16BE.decode_without_bom_handling(rest).0.into_owned(),
        _ => String::from_utf8_lossy(head).replace('\0', ""),
    };
    text.trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']).to_ascii_lowercase()
}

fn markup(head: &str) -> Option<Format> {
    if head.starts_with("mime-version:") && head.contains("multipart/related") {
        return Some(Format::Html);
    }
    if !head.starts_with('<') {
        return None;
    }
    if head.contains("urn:schemas-microsoft-com:office:spreadsheet")
        && (head.starts_with("<?xml") || head.starts_with("<workbook") || head.starts_with("<ss:"))
        && !head.contains("<html")
    {
        return Some(Format::Xml2003);
    }
    if head.contains("<office:document") {
        return Some(Format::Ods);
    }
    let html = ["<html", "<!doctype html", "<table", "<head", "<body", "<meta", "<style", "<div", "<tr"];
    html.iter().any(|t| head.contains(t)).then_some(Format::Html)
}

/// Says whether the bytes are no text in any encoding: many control characters, and NUL bytes that are not those of UTF-16.
fn binary(bytes: &[u8]) -> bool {
    let sample = bytes.get(..65_536).unwrap_or(bytes);
    if super::encoding::is_wide(sample) {
        return false;
    }
    let odd = sample.iter().filter(|&&b| b < 0x20 && !matches!(b, b'\t' | b'\n' | b'\r' | 0x0c | 0x1a | 0x1b | 0x01 | 0x1f)).count();
    odd * 10 > sample.len().max(1)
}
