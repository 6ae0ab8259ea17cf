//! Texts of a BIFF stream.

use super::record::{Record, Version};
use crate::read::workbook::stored::Fields;
use encoding_rs::{Encoding, UTF_16LE, WINDOWS_1252};

/// Says how the texts of a workbook are written.
#[derive(Clone, Copy, Debug)]
pub(super) struct Writing {
    pub(super) version: Version,
    /// Code page of texts of bytes.
    pub(super) page: &'static Encoding,
}

impl Writing {
    /// Reads a text whose length stands before it in one byte.
    pub(super) fn short(&self, bytes: &[u8]) -> String {
        let length = usize::from(bytes.byte(0).unwrap_or(0));
        self.body(bytes.get(1..).unwrap_or(&[]), length)
    }

    /// Reads a text whose length stands before it in two bytes.
    pub(super) fn long(&self, bytes: &[u8]) -> String {
        let length = usize::from(bytes.half(0).unwrap_or(0));
        self.body(bytes.get(2..).unwrap_or(&[]), length)
    }

    fn body(&self, bytes: &[u8], length: usize) -> String {
        if !self.version.is_8() {
            return self.bytes(bytes.get(..length).unwrap_or(bytes));
        }
        let wide = bytes.byte(0).unwrap_or(0) & 1 != 0;
        let (text, _) = characters(bytes.get(1..).unwrap_or(&[]), length, wide);
        text
    }

    /// Decodes a text of bytes; some writers put two bytes a character there and count bytes.
    fn bytes(&self, bytes: &[u8]) -> String {
        let pairs = bytes.as_chunks::<2>().0;
        if bytes.len().is_multiple_of(2) && bytes.contains(&0) && pairs.iter().filter(|p| p[1] == 0 && p[0] != 0).count() * 2 > pairs.len()
        {
            return UTF_16LE.decode_without_bom_handling(bytes).0.trim_end_matches('\0').to_owned();
        }
        self.page.decode_without_bom_handling(bytes).0.into_owned()
    }
}

/// Decodes so many characters of one or two bytes; gives them and how many there were.
fn characters(bytes: &[u8], length: usize, wide: bool) -> (String, usize) {
    if wide {
        let n = length.min(bytes.len() / 2);
        (UTF_16LE.decode_without_bom_handling(bytes.get(..n * 2).unwrap_or(&[])).0.into_owned(), n)
    } else {
        let n = length.min(bytes.len());
        (bytes.iter().take(n).map(|&b| char::from(b)).collect(), n)
    }
}

/// Gives the encoding of a code page number.
pub(super) fn code_page(number: u16) -> &'static Encoding {
    let label = match number {
        874 => "windows-874",
        932 => "shift_jis",
        936 => "gbk",
        949 | 1361 => "euc-kr",
        950 | 951 => "big5",
        866 => "ibm866",
        1250..=1258 => return Encoding::for_label(format!("windows-{number}").as_bytes()).unwrap_or(WINDOWS_1252),
        10000 | 32768 => "macintosh",
        10001 => "shift_jis",
        10002 => "big5",
        10003 => "euc-kr",
        10007 => "x-mac-cyrillic",
        10008 => "gbk",
        20866 => "koi8-r",
        65001 => "utf-8",
        _ => return WINDOWS_1252,
    };
    Encoding::for_label(label.as_bytes()).unwrap_or(WINDOWS_1252)
}

/// Reads a record that may go on in continuations.
struct Pieces<'a, 'b> {
    rest: &'a [u8],
    more: &'b [&'a [u8]],
}

impl<'a> Pieces<'a, '_> {
    fn turn(&mut self) -> Option<()> {
        let (first, more) = self.more.split_first()?;
        (self.rest, self.more) = (first, more);
        Some(())
    }

    fn take(&mut self, n: usize) -> Option<&'a [u8]> {
        while self.rest.is_empty() {
            self.turn()?;
        }
        let (taken, rest) = self.rest.split_at_checked(n)?;
        self.rest = rest;
        Some(taken)
    }

    fn skip(&mut self, mut n: usize) -> Option<()> {
        while n > self.rest.len() {
            n -= self.rest.len();
            self.turn()?;
        }
        self.rest = self.rest.get(n..)?;
        Some(())
    }

    /// Reads characters; where they go on in a continuation, their width is said again.
    fn characters(&mut self, mut length: usize, mut wide: bool) -> Option<String> {
        let mut text = String::new();
        loop {
            let (part, n) = characters(self.rest, length, wide);
            text.push_str(&part);
            self.rest = self.rest.get(if wide { 2 * n } else { n }..)?;
            length -= n;
            if length == 0 {
                return Some(text);
            }
            if self.turn().is_none() {
                return (!text.is_empty()).then_some(text);
            }
            wide = self.rest.byte(0)? & 1 != 0;
            self.rest = self.rest.get(1..)?;
        }
    }

    fn text(&mut self) -> Option<String> {
        let head = self.take(3)?;
        let (length, flags) = (usize::from(head.half(0)?), head.byte(2)?);
        let runs = if flags & 8 != 0 { usize::from(self.take(2)?.half(0)?) } else { 0 };
        let extra = if flags & 4 != 0 { self.take(4)?.word(0)? as usize } else { 0 };
        let text = self.characters(length, flags & 1 != 0)?;
        // A text whose adornments are cut off is a text all the same.
        let _ = self.skip(runs * 4 + extra);
        Some(text)
    }
}

/// Reads the table of shared texts; one that is cut off holds those before the cut.
pub(super) fn shared(record: &Record<'_>) -> Vec<String> {
    let mut pieces = Pieces { rest: record.data.get(8..).unwrap_or(&[]), more: &record.more };
    let mut texts = Vec::new();
    while let Some(text) = pieces.text() {
        texts.push(text);
    }
    texts
}
