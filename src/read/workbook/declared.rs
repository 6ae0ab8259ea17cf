//! How many shared strings a part says that it holds: whoever believes it makes room for them.

use super::markup::attribute;

/// Bytes of a tag that buffers cut which are looked at; a longer one is not believed.
pub(super) const MOST: usize = 64 << 10;
/// The fewest bytes of a shared string: `<si/>`.
const FEWEST: u64 = 5;

/// The attribute that says how many.
const COUNT: &str = "uniqueCount";

/// Watches one part, tag by tag.
#[derive(Debug, Default)]
pub(super) struct Declared {
    strings: u64,
}

impl Declared {
    /// Says whether a part of so many bytes can hold what it declares.
    pub(super) fn fits(&self, bytes: u64) -> bool {
        self.strings <= bytes / FEWEST
    }

    /// Takes a tag's inside, at most the first bytes of it.
    pub(super) fn tag(&mut self, tag: &[u8]) {
        let end = tag.iter().position(|b| b.is_ascii_whitespace()).unwrap_or(tag.len());
        let (name, attributes) = tag.split_at(end);
        if name == b"sst" || name.ends_with(b":sst") {
            let text = String::from_utf8_lossy(attributes);
            // Which of two attributes of a local name is believed depends on the reader: two are one too many.
            let twice = text.match_indices(COUNT).nth(1).is_some();
            let count = attribute(&text, COUNT).and_then(|c| c.trim().parse().ok()).unwrap_or(0);
            self.strings = self.strings.max(if twice || tag.len() >= MOST { u64::MAX } else { count });
        }
    }
}
