//! The rules by which a text is cut into cells.

/// Delimiter, quote, escape and line ends of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Dialect {
    /// Delimiter, one byte or several; empty: one cell a line.
    pub(crate) delimiter: Vec<u8>,
    /// Quote, if any.
    pub(crate) quote: Option<u8>,
    /// Escape inside quotes other than the doubled quote.
    pub(crate) escape: Option<u8>,
    /// One space after each delimiter belongs to the delimiter.
    pub(crate) skip_space: bool,
    /// A carriage return alone ends a line.
    pub(crate) lone_cr: bool,
    /// A line feed ends a line; where carriage returns do, it may be content.
    pub(crate) line_feed: bool,
}

impl Default for Dialect {
    fn default() -> Self {
        Self { delimiter: vec![b','], quote: Some(b'"'), escape: None, skip_space: false, lone_cr: false, line_feed: true }
    }
}

impl Dialect {
    /// Gives the byte that every line ends with.
    pub(super) fn line_end(&self) -> u8 {
        if self.lone_cr { b'\r' } else { b'\n' }
    }

    /// Finds the next byte at or after `from` that may end a cell.
    pub(super) fn next_stop(&self, text: &[u8], from: usize) -> Option<usize> {
        let rest = text.get(from..)?;
        let found = match (self.delimiter.first(), self.lone_cr, self.line_feed) {
            (Some(&d), false, _) => memchr::memchr2(d, b'\n', rest),
            (Some(&d), true, true) => memchr::memchr3(d, b'\n', b'\r', rest),
            (Some(&d), true, false) => memchr::memchr2(d, b'\r', rest),
            (None, false, _) => memchr::memchr(b'\n', rest),
            (None, true, true) => memchr::memchr2(b'\n', b'\r', rest),
            (None, true, false) => memchr::memchr(b'\r', rest),
        };
        found.map(|i| from + i)
    }

    /// Says whether a cell ends at `at`: a line end or a whole delimiter.
    pub(super) fn ends_cell(&self, text: &[u8], at: usize) -> bool {
        match text.get(at) {
            None => true,
            Some(b'\n') if self.line_feed => true,
            Some(b'\r') if self.lone_cr => true,
            Some(_) => self.delimits(text, at),
        }
    }

    /// Says whether a delimiter begins at `at`.
    pub(super) fn delimits(&self, text: &[u8], at: usize) -> bool {
        match self.delimiter.as_slice() {
            [] => false,
            [d] => text.get(at) == Some(d),
            many => text.get(at..).is_some_and(|t| t.starts_with(many)),
        }
    }

    /// Says whether a delimiter ends right before `at`.
    pub(super) fn delimiter_ends_at(&self, text: &[u8], at: usize) -> bool {
        !self.delimiter.is_empty() && at.checked_sub(self.delimiter.len()).is_some_and(|i| self.delimits(text, i))
    }

    /// Resolves doubled quotes and escapes of a cell's content.
    pub(super) fn resolve(&self, raw: &str) -> String {
        let mut out = String::with_capacity(raw.len());
        let mut chars = raw.chars().peekable();
        while let Some(c) = chars.next() {
            let is = |b: Option<u8>| b.is_some_and(|b| c == char::from(b));
            if is(self.quote) && chars.peek() == Some(&c) {
                chars.next();
                out.push(c);
            } else if is(self.escape) {
                match chars.peek().copied() {
                    // Only quotes and the escape itself are escaped; `C:\new` keeps its backslash.
                    Some(next) if next == c || self.quote.is_some_and(|q| next == char::from(q)) => {
                        chars.next();
                        out.push(next);
                    }
                    _ => out.push(c),
                }
            } else {
                out.push(c);
            }
        }
        out
    }

    /// Gives the delimiter as people write it.
    pub(crate) fn shown(&self) -> Option<String> {
        let text = String::from_utf8_lossy(&self.delimiter).replace('\t', "\\t");
        (!text.is_empty()).then_some(text)
    }
}
