//! Watches the markup of an xlsx sheet as it streams by, for what the cells' reader does not tell.

use super::markup::attribute;
use super::oddities::Oddities;
use super::sheet::Area;

/// Bytes of a tag that are looked at; those that matter here are shorter.
pub(super) const MOST: usize = 512;
/// Merged areas that are kept of one sheet; nobody merges more by hand.
const MOST_MERGES: usize = 1 << 20;

/// Watches one sheet, tag by tag.
#[derive(Debug, Default)]
pub(super) struct Watch {
    pub(super) oddities: Oddities,
    pub(super) merges: Vec<Area>,
    /// Row and column (0-based) of the cell or row before.
    row: u32,
    column: u32,
    formula: bool,
    value: bool,
    inside_value: bool,
    /// The attributes of the cell.
    attributes: Vec<u8>,
    filter: Option<(u32, u32)>,
}

impl Watch {
    /// Takes text between tags.
    pub(super) fn text(&mut self, text: &[u8]) {
        if self.inside_value && !text.is_empty() {
            self.value = true;
        }
    }

    /// Takes a tag's inside, at most the first bytes of it.
    pub(super) fn tag(&mut self, tag: &[u8]) {
        // Most tags hold the text of cells.
        if let [b't', b'>' | b' ', ..] | [b'/', b't', b'>', ..] | [b'i', b's', b'>', ..] | [b'/', b'i', b's', b'>', ..] = tag {
            return;
        }
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
            b"autoFilter" if !close => self.filter = area(attributes).map(|a| (a.top, a.bottom)),
            b"mergeCell" if !close && self.merges.len() < MOST_MERGES => self.merges.extend(area(attributes)),
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
        self.attributes.clear();
        self.attributes.extend_from_slice(attributes);
    }

    fn end_cell(&mut self) {
        // The result of a formula may be an empty text.
        if self.formula && !self.value && memchr::memmem::find(&self.attributes, b"t=\"str\"").is_none() {
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
}

/// Gives the area that the attribute `ref` names, such as `A1:D10`.
fn area(attributes: &[u8]) -> Option<Area> {
    let text = attribute(&String::from_utf8_lossy(attributes), "ref")?;
    let (from, to) = text.split_once(':').unwrap_or((&text, &text));
    let ((top, left), (bottom, right)) = (address(from.as_bytes())?, address(to.as_bytes())?);
    Some(Area { top, left, bottom, right })
}

/// Gives the place that the attribute `r` of a cell names.
fn place(attributes: &[u8]) -> Option<(u32, u32)> {
    let rest = match attributes.strip_prefix(b" r=\"") {
        Some(rest) => rest,
        None => attributes.get(memchr::memmem::find(attributes, b" r=\"")? + 4..)?,
    };
    address(rest.get(..memchr::memchr(b'"', rest)?)?)
}

/// Reads an address such as `AB12`, 0-based: row and column.
fn address(text: &[u8]) -> Option<(u32, u32)> {
    let letters = text.iter().filter(|&&b| b != b'$');
    let (mut row, mut column) = (0u32, 0u32);
    for &b in letters {
        match b {
            b'A'..=b'Z' | b'a'..=b'z' => column = column.checked_mul(26)?.checked_add(u32::from(b.to_ascii_uppercase() - b'A') + 1)?,
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
            <row r="9" hidden="1"><c r="A9"/></row><autoFilter ref="A1:C4"><filterColumn colId="0"/></autoFilter>
            <mergeCells><mergeCell ref="B2:$C$4"/><mergeCell ref="D5"/><mergeCell ref="2:4"/></mergeCells>"#;
        let mut watch = Watch::default();
        for piece in sheet.split('<').skip(1) {
            let (tag, text) = piece.split_once('>').unwrap();
            watch.tag(format!("{tag}>").as_bytes());
            watch.text(text.as_bytes());
        }
        let area = |top, left, bottom, right| Area { top, left, bottom, right };
        assert_eq!(watch.merges, [area(1, 1, 3, 2), area(4, 3, 4, 3)]);
        let notes = watch.oddities.notes(|_| true, &BTreeSet::from([1]));
        let shown: Vec<_> = notes.iter().map(|n| (n.code, n.value.as_str())).collect();
        assert_eq!(
            shown,
            [("hidden-rows", "9:9"), ("filtered-rows", "2: 2:2 ..."), ("hidden-columns", "B:B"), ("formula-without-value", "2: B2 ...")]
        );
    }
}
