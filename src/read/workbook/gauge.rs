//! Measures the parts of a package as they stream by: what they inflate to, the longest run of text, and what tags carry.

use super::declared::Declared;
use super::watch::Watch;
use crate::read::error::Fault;
use crate::read::options::Limits;

/// Parts under this size are not judged by their ratio.
const SMALL: u64 = 4 << 20;
/// Shared texts are each written once, so that they shrink far less than cells do.
const SHARED: u64 = 5;

/// Holds one part against the limits, piece by piece.
pub(super) struct Measured<'a> {
    limits: &'a Limits,
    name: String,
    packed: u64,
    ratio: u64,
    /// Bytes of the parts before it.
    before: u64,
    size: u64,
    gauge: Gauge<'a>,
}

impl<'a> Measured<'a> {
    /// Begins a part of so many compressed bytes, after others of `before` bytes inflated.
    pub(super) fn new(limits: &'a Limits, name: String, packed: u64, before: u64) -> Self {
        let lower = name.to_lowercase();
        let shared = lower.ends_with("sharedstrings.xml") || lower.ends_with("sharedstrings.bin");
        let ratio = limits.inflate_ratio / if shared { SHARED } else { 1 };
        let gauge = Gauge::new(limits, lower.ends_with(".bin"), Eye::Declared(Declared::default()));
        Self { limits, name, packed: packed.max(1), ratio, before, size: 0, gauge }
    }

    /// Begins a worksheet, on which more is looked at than its size.
    pub(super) fn sheet(limits: &'a Limits, name: String, packed: u64, before: u64) -> Self {
        let gauge = Gauge::new(limits, false, Eye::Watch(Box::default(), Declared::default()));
        Self { gauge, ..Self::new(limits, name, packed, before) }
    }

    /// Takes the next piece of the inflated part.
    pub(super) fn feed(&mut self, piece: &[u8]) -> Result<(), Fault> {
        self.size += piece.len() as u64;
        let over = |limit, allowed| Err(Fault::Limit(limit, allowed, self.name.clone()));
        if self.before + self.size > self.limits.inflated_bytes {
            return over("inflated_bytes", self.limits.inflated_bytes);
        }
        if self.size > SMALL && self.size / self.packed > self.ratio {
            return over("inflate_ratio", self.ratio);
        }
        self.gauge.feed(piece).or_else(|(limit, allowed)| over(limit, allowed))
    }

    /// Ends the part: gives the bytes that all parts so far have, and what was seen on a worksheet.
    pub(super) fn end(self) -> Result<(u64, Watch), Fault> {
        let total = self.before + self.size;
        match self.gauge.eye {
            // Also where a worksheet should be: a workbook says itself which part holds its strings.
            Eye::Declared(d) | Eye::Watch(_, d) if !d.fits(self.size) => {
                Err(Fault::Corrupt("xlsx", format!("{} declares more shared strings than it can hold", self.name)))
            }
            Eye::Declared(_) => Ok((total, Watch::default())),
            Eye::Watch(watch, _) => Ok((total, *watch)),
        }
    }
}

/// Measures markup that is not packed.
pub(super) fn guard_markup(bytes: &[u8], limits: &Limits) -> Result<(), Fault> {
    let mut gauge = Gauge::new(limits, false, Eye::Declared(Declared::default()));
    gauge.feed(bytes).map_err(|(limit, allowed)| Fault::Limit(limit, allowed, "markup".into()))
}

/// Who looks at the tags.
enum Eye {
    Declared(Declared),
    Watch(Box<Watch>, Declared),
}

/// Measures markup as it streams by.
struct Gauge<'a> {
    limits: &'a Limits,
    binary: bool,
    run: u64,
    inside_tag: bool,
    attributes: u64,
    tags: Tags,
    eye: Eye,
}

impl<'a> Gauge<'a> {
    fn new(limits: &'a Limits, binary: bool, eye: Eye) -> Self {
        let most = match eye {
            Eye::Declared(_) => super::declared::MOST,
            Eye::Watch(..) => super::watch::MOST,
        };
        Self { limits, binary, run: 0, inside_tag: false, attributes: 0, tags: Tags { most, begun: Vec::new(), over: false }, eye }
    }

    fn feed(&mut self, bytes: &[u8]) -> Result<(), (&'static str, u64)> {
        if self.binary {
            return Ok(());
        }
        let mut rest = bytes;
        while !rest.is_empty() {
            let wanted = if self.inside_tag { b'>' } else { b'<' };
            let (n, found) = memchr::memchr(wanted, rest).map_or((rest.len(), false), |i| (i + 1, true));
            let (piece, after) = rest.split_at(n);
            self.run += n as u64;
            if self.run > self.limits.cell_bytes {
                return Err(("cell_bytes", self.limits.cell_bytes));
            }
            if self.inside_tag {
                self.tag(piece, found)?;
            } else if let Eye::Watch(watch, _) = &mut self.eye {
                watch.text(piece.strip_suffix(b"<").unwrap_or(piece));
            }
            if found {
                self.inside_tag = !self.inside_tag;
                self.run = 0;
                self.attributes = 0;
            }
            rest = after;
        }
        Ok(())
    }

    fn tag(&mut self, piece: &[u8], ended: bool) -> Result<(), (&'static str, u64)> {
        let most = self.limits.attributes;
        // A whole tag that is shorter than the limit cannot have more attributes than bytes.
        if !ended || self.attributes > 0 || piece.len() as u64 > most {
            self.attributes += memchr::memchr_iter(b'=', piece).count() as u64;
            if self.attributes > most {
                return Err(("attributes", most));
            }
        }
        if let Some(tag) = self.tags.take(piece, ended) {
            match &mut self.eye {
                Eye::Declared(declared) => declared.tag(tag),
                Eye::Watch(watch, declared) => {
                    watch.tag(tag);
                    // Most tags of a sheet are cells and their values.
                    if tag.len() > 3 && !tag.starts_with(b"c ") {
                        declared.tag(tag);
                    }
                }
            }
        }
        Ok(())
    }
}

/// Puts tags together that buffers cut.
struct Tags {
    /// Bytes that are kept of a tag.
    most: usize,
    begun: Vec<u8>,
    /// Whether the tag in `begun` has ended.
    over: bool,
}

impl Tags {
    /// Takes a piece of a tag's inside; gives the tag where it ends with the piece.
    fn take<'a>(&'a mut self, piece: &'a [u8], ended: bool) -> Option<&'a [u8]> {
        if std::mem::take(&mut self.over) {
            self.begun.clear();
        }
        if self.begun.is_empty() && ended {
            return Some(piece);
        }
        let room = self.most.saturating_sub(self.begun.len()).min(piece.len());
        self.begun.extend_from_slice(piece.get(..room).unwrap_or(&[]));
        self.over = ended;
        ended.then_some(self.begun.as_slice())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_seen_does_not_depend_on_where_buffers_cut() {
        let limits = Limits::default();
        let sheet = r#"<row r="2" hidden="1"><c r="A2"><f>A1</f></c></row><mergeCells><mergeCell ref="B2:C4"/></mergeCells>"#;
        let strings = "<sst count='9' uniqueCount='7000'><si/></sst>";
        for step in 1..sheet.len() {
            let mut measured = Measured::sheet(&limits, "xl/worksheets/sheet1.xml".into(), 1, 0);
            sheet.as_bytes().chunks(step).for_each(|piece| measured.feed(piece).unwrap());
            let (total, mut watch) = measured.end().unwrap();
            assert_eq!((total, watch.merges.len()), (sheet.len() as u64, 1), "{step}");
            assert_eq!(watch.oddities.notes(|_| true, &std::collections::BTreeSet::new()).len(), 2, "{step}");
            let mut measured = Measured::new(&limits, "xl/sharedStrings.xml".into(), 1, 0);
            strings.as_bytes().chunks(step).for_each(|piece| measured.feed(piece).unwrap());
            assert!(measured.end().is_err(), "{step}");
        }
    }

    #[test]
    fn attributes_are_counted_across_pieces() {
        let limits = Limits { attributes: 3, ..Limits::default() };
        for step in [1, 5, 100] {
            let mut gauge = Gauge::new(&limits, false, Eye::Declared(Declared::default()));
            let mut feed = |text: &str| text.as_bytes().chunks(step).try_for_each(|piece| gauge.feed(piece));
            assert_eq!(feed("<a b='' c='' d=''><e f=''/>"), Ok(()), "{step}");
            assert_eq!(feed("<a b='' c='' d='' e=''>"), Err(("attributes", 3)), "{step}");
        }
    }
}
