//! A tolerant scanner of HTML and XML: tags, attributes and text, whatever the page gets wrong.

use crate::read::error::Fault;
use crate::read::options::Limits;

/// One piece of markup.
#[derive(Debug, PartialEq)]
pub(super) enum Piece<'a> {
    /// A tag: its lower-case local name and its attributes as written.
    Open { name: String, attributes: &'a str, closed: bool },
    /// An end tag.
    Close(String),
    /// Text between tags, entities not resolved.
    Text(&'a str),
    /// Text of a CDATA section.
    Verbatim(&'a str),
}

/// Scans markup from left to right.
pub(super) struct Scanner<'a> {
    rest: &'a str,
    limits: &'a Limits,
}

impl<'a> Scanner<'a> {
    pub(super) fn new(text: &'a str, limits: &'a Limits) -> Self {
        Self { rest: text, limits }
    }

    /// Gives the next piece; comments, declarations, scripts and styles are passed over.
    pub(super) fn next(&mut self) -> Result<Option<Piece<'a>>, Fault> {
        loop {
            if self.rest.is_empty() {
                return Ok(None);
            }
            if !self.rest.starts_with('<') {
                let end = self.rest.find('<').unwrap_or(self.rest.len());
                return Ok(Some(Piece::Text(self.take(end)?)));
            }
            if let Some(inside) = self.rest.strip_prefix("<![CDATA[") {
                let end = inside.find("]]>").unwrap_or(inside.len());
                let (text, after) = inside.split_at(end);
                self.rest = after.get(3..).unwrap_or("");
                return Ok(Some(Piece::Verbatim(text)));
            }
            if self.skip("<!--", "-->") || self.skip("<?", ">") || self.skip("<!", ">") {
                continue;
            }
            if let Some(piece) = self.tag()? {
                return Ok(Some(piece));
            }
        }
    }

    fn take(&mut self, end: usize) -> Result<&'a str, Fault> {
        if end as u64 > self.limits.cell_bytes {
            return Err(Fault::Limit("cell_bytes", self.limits.cell_bytes, "text between tags".into()));
        }
        let (text, after) = self.rest.split_at(end);
        self.rest = after;
        Ok(text)
    }

    fn skip(&mut self, begin: &str, end: &str) -> bool {
        let Some(inside) = self.rest.strip_prefix(begin) else { return false };
        self.rest = inside.find(end).and_then(|i| inside.get(i + end.len()..)).unwrap_or("");
        true
    }

    /// Reads a tag; a `<` that begins none is text.
    fn tag(&mut self) -> Result<Option<Piece<'a>>, Fault> {
        let inside = self.rest.get(1..).unwrap_or("");
        let close = inside.starts_with('/');
        let name_at = usize::from(close);
        let name_len = inside
            .get(name_at..)
            .unwrap_or("")
            .find(|c: char| !(c.is_alphanumeric() || matches!(c, ':' | '-' | '_')))
            .unwrap_or(inside.len() - name_at);
        if name_len == 0 {
            let end = inside.find('<').map_or(self.rest.len(), |i| i + 1);
            return Ok(Some(Piece::Text(self.take(end)?)));
        }
        let full = inside.get(name_at..name_at + name_len).unwrap_or("");
        let name = full.rsplit(':').next().unwrap_or(full).to_ascii_lowercase();
        let after = inside.get(name_at + name_len..).unwrap_or("");
        let end = end_of_tag(after);
        let attributes = after.get(..end).unwrap_or("");
        if attributes.matches('=').count() as u64 > self.limits.attributes {
            return Err(Fault::Limit("attributes", self.limits.attributes, format!("element {name}")));
        }
        self.rest = after.get(end + 1..).unwrap_or("");
        if close {
            return Ok(Some(Piece::Close(name)));
        }
        let closed = attributes.trim_end().ends_with('/');
        if matches!(name.as_str(), "script" | "style") && full == name && !closed {
            self.rest = from_end_of(self.rest, &name);
            return Ok(None);
        }
        Ok(Some(Piece::Open { name, attributes, closed }))
    }
}

/// Gives the text from the end tag of this name on, in any case.
fn from_end_of<'a>(text: &'a str, name: &str) -> &'a str {
    let is_end = |i: &usize| {
        let after = text.as_bytes().get(i + 1..).unwrap_or(&[]);
        after.first() == Some(&b'/') && after.get(1..=name.len()).is_some_and(|n| n.eq_ignore_ascii_case(name.as_bytes()))
    };
    memchr::memchr_iter(b'<', text.as_bytes()).find(is_end).and_then(|i| text.get(i..)).unwrap_or("")
}

/// Finds the `>` that ends a tag, which quotes may hide.
fn end_of_tag(text: &str) -> usize {
    let mut quote = None;
    for (i, b) in text.bytes().enumerate() {
        match (quote, b) {
            (None, b'>') => return i,
            (None, b'"' | b'\'') => quote = Some(b),
            (Some(q), b) if q == b => quote = None,
            _ => {}
        }
    }
    text.find('>').unwrap_or(text.len())
}

/// Gives an attribute by local name, without regard to case, entities resolved.
pub(super) fn attribute(attributes: &str, name: &str) -> Option<String> {
    let mut rest = attributes;
    while let Some(at) = rest.find('=') {
        let key = rest.get(..at)?.trim_end();
        let key = key.rsplit(|c: char| c.is_whitespace() || c == ':').next().unwrap_or(key);
        let value = rest.get(at + 1..)?.trim_start();
        let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''));
        let (text, after) = match quote {
            Some(q) => {
                let inside = value.get(1..)?;
                let end = inside.find(q).unwrap_or(inside.len());
                (inside.get(..end)?, inside.get(end + 1..).unwrap_or(""))
            }
            None => value.split_at(value.find(|c: char| c.is_whitespace() || c == '/').unwrap_or(value.len())),
        };
        if key.eq_ignore_ascii_case(name) {
            return Some(resolve(text));
        }
        rest = after;
    }
    None
}

/// Bytes of a reference with its `&` and `;` at most.
const LONGEST_ENTITY: usize = 11;

/// Resolves character references and the entities that exports use.
pub(super) fn resolve(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(rest.get(..at).unwrap_or(""));
        let tail = rest.get(at..).unwrap_or("");
        // No name that is known is longer; looking on to the end for each `&` would take forever.
        let end = tail.bytes().take(LONGEST_ENTITY).position(|b| b == b';');
        match end.and_then(|e| tail.get(1..e)).and_then(entity) {
            Some(c) => {
                out.push(c);
                rest = tail.get(end.unwrap_or(0) + 1..).unwrap_or("");
            }
            None => {
                out.push('&');
                rest = tail.get(1..).unwrap_or("");
            }
        }
    }
    out.push_str(rest);
    out
}

fn entity(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        return char::from_u32(code).filter(|&c| c != '\0');
    }
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => '\u{a0}',
        "copy" => '©',
        "reg" => '®',
        "deg" => '°',
        "times" => '×',
        "yen" => '¥',
        "euro" => '€',
        "middot" => '·',
        "mdash" => '—',
        "ndash" => '–',
        "auml" => 'ä',
        "ouml" => 'ö',
        "uuml" => 'ü',
        "Auml" => 'Ä',
        "Ouml" => 'Ö',
        "Uuml" => 'Ü',
        "szlig" => 'ß',
        "eacute" => 'é',
        "egrave" => 'è',
        "agrave" => 'à',
        "ccedil" => 'ç',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_and_references_are_read() {
        assert_eq!(attribute(" ss:Index=\"3\" class='a b' width=10", "index").as_deref(), Some("3"));
        assert_eq!(attribute(" ss:Index=\"3\" class='a b' width=10", "class").as_deref(), Some("a b"));
        assert_eq!(attribute(" nowrap colspan=2", "colspan").as_deref(), Some("2"));
        assert_eq!(resolve("a&amp;b &#20013;&#x56fd; &nbsp;R&D &中文文字;"), "a&b 中国 \u{a0}R&D &中文文字;");
    }
}
