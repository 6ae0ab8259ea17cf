//! Comma-separated text with Windows line ends, quoted only where it must be.

use super::Sheet;

pub fn utf8(sheet: &Sheet) -> Vec<u8> {
    let mut bytes = b"\xEF\xBB\xBF".to_vec();
    bytes.extend(lines(sheet).into_bytes());
    bytes
}

pub fn gbk(sheet: &Sheet) -> Vec<u8> {
    let text = lines(sheet);
    let (bytes, _, unmappable) = encoding_rs::GBK.encode(&text);
    assert!(!unmappable, "the sheet `{}` holds a character that GBK lacks", sheet.name);
    bytes.into_owned()
}

fn lines(sheet: &Sheet) -> String {
    let mut text = String::new();
    for row in &sheet.rows {
        let cells: Vec<String> = row.iter().map(|c| quoted(&c.shown())).collect();
        text.push_str(&cells.join(","));
        text.push_str("\r\n");
    }
    text
}

fn quoted(cell: &str) -> String {
    if cell.contains([',', '"', '\n', '\r']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell.to_owned() }
}
