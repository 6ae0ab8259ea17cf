//! Text that was read in a wrong encoding before it was exported: `MÃ¼ller`, `锟斤拷`.

use super::{Damage, Facts};
use crate::model::{TextColumn, both};

pub(super) fn find(column: &TextColumn, facts: &Facts) -> Vec<Damage> {
    facts.foreign.iter().filter_map(|&row| judge(row, column.text(row))).collect()
}

fn judge(row: usize, value: &str) -> Option<Damage> {
    if value.contains("锟斤拷") || value.contains("烫烫") || value.contains("屯屯屯") || value.contains('\u{fffd}') {
        return Some(Damage {
            code: "mojibake",
            row,
            expected: both("文字；字符在此前转换时已丢失", "text; the characters were lost when it was converted before"),
            suggestion: String::new(),
            certain: false,
        });
    }
    let text = undo(value)?;
    Some(Damage {
        code: "mojibake",
        row,
        expected: both("被当作 Windows-1252 读取的 UTF-8", "UTF-8 that was read as Windows-1252"),
        suggestion: text,
        certain: true,
    })
}

/// Reads the characters as bytes of Windows-1252 and these as UTF-8; only a text without any mistake is one that was misread.
fn undo(value: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(value.len());
    for c in value.chars() {
        match u32::from(c) {
            // Programs pass the five bytes that Windows-1252 leaves open as control characters.
            n @ (0..=0x7F | 0xA0..=0xFF | 0x81 | 0x8D | 0x8F | 0x90 | 0x9D) => bytes.push(u8::try_from(n).ok()?),
            _ => {
                let text = c.to_string();
                let (encoded, _, failed) = encoding_rs::WINDOWS_1252.encode(&text);
                if failed {
                    return None;
                }
                bytes.extend_from_slice(&encoded);
            }
        }
    }
    let text = String::from_utf8(bytes).ok()?;
    let gained = text.chars().filter(|c| !c.is_ascii()).count();
    (gained > 0 && !text.chars().any(|c| c.is_control() && !matches!(c, '\t' | '\n' | '\r'))).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::super::check;
    use super::*;

    #[test]
    fn misread_utf8_is_undone_and_lost_text_named() {
        check(
            find,
            &["MÃ¼ller", "Müller", "æ·±åœ³", "锟斤拷公司", "São Paulo"],
            &[(0, "mojibake", "Müller", true), (2, "mojibake", "深圳", true), (3, "mojibake", "", false)],
        );
    }
}
