//! Puts lines of CSV together in memory.

use crate::report::neutral::neutral;
use crate::report::visible::visible;
use std::fmt::Write as _;

/// A growing block of CSV lines (RFC 4180, with line feeds).
pub(super) struct Lines {
    csv: csv::Writer<Vec<u8>>,
    number: String,
}

impl Lines {
    /// Starts with nothing.
    pub(super) fn new() -> Self {
        let csv = csv::WriterBuilder::new().flexible(true).buffer_capacity(1 << 16).from_writer(Vec::with_capacity(1 << 20));
        Self { csv, number: String::new() }
    }

    /// Adds a field of other people's data: invisible characters shown, formulas neutralised.
    pub(super) fn text(&mut self, text: &str) {
        let shown = visible(text);
        self.plain(&neutral(&shown));
    }

    /// Adds a field of our own, such as a rule's code.
    pub(super) fn plain(&mut self, text: &str) {
        self.csv.write_field(text).expect("memory takes every field");
    }

    /// Adds a whole number.
    pub(super) fn number(&mut self, n: impl Into<u64>) {
        self.number.clear();
        write!(self.number, "{}", n.into()).expect("a text takes every number");
        self.csv.write_field(&self.number).expect("memory takes every field");
    }

    /// Adds a number, or an empty field where there is none.
    pub(super) fn maybe(&mut self, n: Option<u32>) {
        match n {
            Some(n) => self.number(n),
            None => self.empty(),
        }
    }

    /// Adds an empty field.
    pub(super) fn empty(&mut self) {
        self.plain("");
    }

    /// Ends the line.
    pub(super) fn end(&mut self) {
        self.csv.write_record(None::<&[u8]>).expect("memory takes every line");
    }

    /// Gives what was put together.
    pub(super) fn into_bytes(self) -> Vec<u8> {
        self.csv.into_inner().expect("memory takes every line")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_quoted_neutralised_and_shown() {
        let mut l = Lines::new();
        l.text("a,\"b\"");
        l.text("=1+1");
        l.text("x\u{202e}y");
        l.text("line\nbreak");
        l.maybe(None);
        l.maybe(Some(1_234));
        l.end();
        assert_eq!(String::from_utf8(l.into_bytes()).unwrap(), "\"a,\"\"b\"\"\",'=1+1,x⟨U+202E⟩y,\"line\nbreak\",,1234\n");
    }
}
