//! Watches the markup of an xlsx sheet as it streams by, for what the cells' reader does not tell.

use super::markup::attribute;
use super::oddities::Oddities;

/// Bytes of a tag that are looked at; those that matter here are shorter.
const MOST: usize = 512;

/// Watches one sheet, tag by tag.
#[derive(Debug, Default)]
pub(super) struct Watch {
    pub(super) oddities: Oddities,
    /// A tag that a buffer has cut.
    begun: Vec<u8>,
    /// Row and column (0-based) of the cell or row before.
    row: u32,
    column: u32,
    formula: bool,
    value: bool,
    inside_value: bool,
    text_result: bool,
    filter: Option<(u32, u32)>,
}

impl Watch {
    /// Takes a piece of a tag's inside; `ended`: the tag ends with it.
    pub(super) fn tag(&mut self, piece: &[u8], ended: bool) {
        if self.begun.is_empty() && ended {
            return self.whole(piece);
        }
        let room = MOST.saturating_sub(self.begun.len()).min(piece.len());
        self.begun.extend_from_slice(piece.get(..room).unwrap_or(&[]));
        if ended {
            let tag = std::mem::take(&mut self.begun);
            self.whole(&tag);
        }
    }

    /// Takes text between tags.
    pub(super) fn text(&mut self, text: &[u8]) {
        if self.inside_value && !text.is_empty() {
            self.value = true;
        }
    }

    fn whole(&mut self, tag: &[u8]) {
        let tag = tag.strip_suffix(b">").unwrap_or(tag);
        let empty = tag.ends_with(b"/");
        let end = tag.iter().position(|b| b.is_ascii_whitespace()).unwrap_or(tag.len() - usize::from(empty && tag.len() > 1));
        let (name, attributes) = tag.split_at(end);
        let close = name.starts_with(b"/");
        let name = name.strip_prefix(b"/").unwrap_or(name);
        let name = memchr::memchr(b':', name).map_or(name, |i| name.get(i + 1..).unwrap_or(name));
        match name {
            b"c" if !close => {
                self.cell(attributes);
                if empty {
                    self.end_cell();
                }
            }
            b"c" => self.end_cell(),
            b"f" => self.formula = true,
            b"v" => self.inside_value = !close && !empty,
            b"row" if !close => self.begin_row(attributes),
            b"row" => self.row = self.row.saturating_add(1),
            b"col" => self.columns(attributes),
            b"autoFilter" if !close => self.filter = self.area(attributes),
            // A filter that filters nothing is only a row of buttons.
            b"filterColumn" => {
                if let Some((first, last)) = self.filter.take() {
                    self.oddities.filter(first, last);
                }
            }
            _ => {}
        }
    }

    fn cell(&mut self, attributes: &[u8]) {
        (self.formula, self.value, self.inside_value) = (false, false, false);
        self.column = match place(attributes) {
            Some((_, column)) => column,
            None => self.column.wrapping_add(1),
        };
        self.text_result = memchr::memmem::find(attributes, b"t=\"str\"").is_some();
    }

    fn end_cell(&mut self) {
        if self.formula && !self.value && !self.text_result {
            self.oddities.formula_without_value(self.row, self.column);
        }
        self.formula = false;
    }

    fn begin_row(&mut self, attributes: &[u8]) {
        let text = String::from_utf8_lossy(attributes);
        if let Some(row) = attribute(&text, "r").and_then(|r| r.parse::<u32>().ok()) {
            self.row = row.saturating_sub(1);
        }
        self.column = u32::MAX;
        if attribute(&text, "hidden").is_some_and(|h| matches!(h.as_str(), "1" | "true")) {
            self.oddities.hide_row(self.row);
        }
    }

    fn columns(&mut self, attributes: &[u8]) {
        let text = String::from_utf8_lossy(attributes);
        let number = |name| attribute(&text, name).and_then(|v| v.parse::<u32>().ok()).map(|n| n.saturating_sub(1));
        if let (Some(first), Some(last)) = (number("min"), number("max"))
            && attribute(&text, "hidden").is_some_and(|h| matches!(h.as_str(), "1" | "true"))
        {
            self.oddities.hide_columns(first, last);
        }
    }

    /// Gives the rows of an area such as `A1:D10`.
    fn area(&self, attributes: &[u8]) -> Option<(u32, u32)> {
        let area = attribute(&String::from_utf8_lossy(attributes), "ref")?;
        let (from, to) = area.split_once(':')?;
        Some((address(from.as_bytes())?.0, address(to.as_bytes())?.0))
    }
}

/// Gives the place that the attribute `r` of a cell names.
fn place(attributes: &[u8]) -> Option<(u32, u32)> {
    let rest = attributes.get(memchr::memmem::find(attributes, b" r=\"")? + 4..)?;
    address(rest.get(..memchr::memchr(b'"', rest)?)?)
}

/// Reads an address such as `AB12`, 0-based: row and column.
fn address(text: &[u8]) -> Option<(u32, u32)> {
    let letters = text.iter().filter(|&&b| b != b'$');
    let (mut row, mut column) = (0u32, 0u32);
    for &b in letters {
        match b {
            b'A'..=b'Z' => column = column.checked_mul(26)?.checked_add(u32::from(b - b'A') + 1)?,
            b'0'..=b'9' => row = row.checked_mul(10)?.checked_add(u32::from(b - b'0'))?,
            _ => return None,
        }
    }
    Some((row.checked_sub(1)?, column.checked_sub(1)?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn what_is_hidden_and_what_is_missing_is_seen() {
        let sheet = r#"<cols><col min="2" max="3" hidden="1"/></cols><row r="1"><c r="A1"><v>1</v></c></row>
            <row r="2" hidden="1"><c r="A2"><f>A1</f><v>1</v></c><c r="B2"><f>A1</f></c></row><row hidden="true"><c><f/><v></v></c><c t="str"><f/><v></v></c></row>
            <row r="9" hidden="1"><c r="A9"/></row><autoFilter ref="A1:C4"><filterColumn colId="0"/></autoFilter>"#;
        let mut watch = Watch::default();
        for (i, piece) in sheet.split('<').skip(1).enumerate() {
            let (tag, text) = piece.split_once('>').unwrap();
            // Every other tag comes in two pieces.
            let (a, b) = tag.split_at(if i % 2 == 0 { tag.len() / 2 } else { 0 });
            if !a.is_empty() {
                watch.tag(a.as_bytes(), false);
            }
            watch.tag(format!("{b}>").as_bytes(), true);
            watch.text(text.as_bytes());
        }
        let notes = watch.oddities.notes(|_| true, &BTreeSet::from([1]));
        let shown: Vec<_> = notes.iter().map(|n| (n.code, n.value.as_str())).collect();
        assert_eq!(
            shown,
            [("hidden-rows", "9:9"), ("filtered-rows", "2: 2:2 ..."), ("hidden-columns", "B:B"), ("formula-without-value", "2: B2 ...")]
        );
    }
}
