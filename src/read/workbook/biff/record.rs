//! Records of a BIFF stream.

use crate::read::workbook::stored::Fields;

/// Version of the format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Version {
    Two,
    Three,
    Four,
    Five,
    Eight,
}

/// Beginnings of a workbook, a sheet or an embedded object.
pub(super) const BEGINNINGS: [u16; 4] = [0x0009, 0x0209, 0x0409, 0x0809];
/// The end of what has begun.
pub(super) const END: u16 = 0x000A;
/// More of the record before.
const CONTINUE: u16 = 0x003C;

/// Says which version a stream has, by its first record.
pub(super) fn version(stream: &[u8]) -> Option<Version> {
    Some(match stream.half(0)? {
        0x0009 => Version::Two,
        0x0209 => Version::Three,
        0x0409 => Version::Four,
        // Some writers leave the version out or make one up; texts of the shape of version 8 are then the rule.
        0x0809 => match (stream.half(4)?, stream.half(6)) {
            (0x0500, _) | (0, Some(0x1000)) => Version::Five,
            (0x0200 | 0x0002 | 0x0007, _) => Version::Two,
            (0x0300, _) => Version::Three,
            (0x0400, _) => Version::Four,
            _ => Version::Eight,
        },
        _ => return None,
    })
}

/// One record with its continuations.
pub(super) struct Record<'a> {
    pub(super) kind: u16,
    /// Where the record starts in the stream.
    pub(super) start: usize,
    pub(super) data: &'a [u8],
    pub(super) more: Vec<&'a [u8]>,
}

/// Goes over the records of a stream; one that is cut off ends it.
pub(super) struct Records<'a> {
    stream: &'a [u8],
    at: usize,
}

impl<'a> Records<'a> {
    pub(super) fn new(stream: &'a [u8], at: usize) -> Self {
        Self { stream, at }
    }

    fn one(&mut self) -> Option<(u16, &'a [u8])> {
        let kind = self.stream.half(self.at)?;
        let from = self.at + 4;
        let to = from + usize::from(self.stream.half(self.at + 2)?);
        let data = self.stream.get(from..to.min(self.stream.len()))?;
        self.at = to;
        Some((kind, data))
    }
}

impl<'a> Iterator for Records<'a> {
    type Item = Record<'a>;

    fn next(&mut self) -> Option<Record<'a>> {
        let start = self.at;
        let (kind, data) = self.one()?;
        let mut more = Vec::new();
        while self.stream.half(self.at) == Some(CONTINUE) {
            more.push(self.one()?.1);
        }
        Some(Record { kind, start, data, more })
    }
}
