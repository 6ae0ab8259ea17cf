//! Text columns whose values point into shared text instead of being copied.

use super::TextColumn;
use polars::prelude::StringChunked;
use polars_arrow::array::{Array, Utf8ViewArray, View};
use polars_arrow::bitmap::Bitmap;
use polars_arrow::datatypes::ArrowDataType;
use polars_buffer::Buffer;
use std::ops::Range;
use std::sync::Arc;

/// Text that columns share: a part of a file, or what was written for its cells. Its bytes are UTF-8.
#[derive(Clone, Debug)]
pub struct SharedText(Buffer<u8>);

/// What a buffer of Arrow holds on to.
struct Owner<T>(T);

impl<T: AsRef<str>> AsRef<[u8]> for Owner<T> {
    fn as_ref(&self) -> &[u8] {
        self.0.as_ref().as_bytes()
    }
}

impl SharedText {
    /// Shares a text.
    pub fn new(text: impl AsRef<str> + Send + 'static) -> Self {
        Self(Buffer::from_owner(Owner(text)))
    }

    /// Gives a part of it, by bytes.
    ///
    /// # Panics
    /// If the part reaches beyond the text, or begins or ends inside a character.
    pub fn part(&self, bytes: Range<usize>) -> Self {
        assert!(self.parts_at(bytes.start) && self.parts_at(bytes.end), "parts are made of whole characters");
        Self(self.0.clone().sliced(bytes))
    }

    /// Says whether one character ends and another begins here.
    fn parts_at(&self, at: usize) -> bool {
        self.0.get(at).map_or(at == self.0.len(), |b| b & 0xC0 != 0x80)
    }

    /// Says where in it a text stands; `None` where it is a text of its own.
    fn position(&self, value: &str) -> Option<usize> {
        let at = (value.as_ptr() as usize).checked_sub(self.0.as_ptr() as usize)?;
        (at + value.len() <= self.0.len()).then_some(at)
    }

    /// Says whether a view that names this text shows whole characters of it.
    fn shows(&self, view: &View) -> bool {
        let (from, to) = (view.offset as usize, view.offset as usize + view.length as usize);
        let begins = self.0.get(from..to).is_some_and(|b| b.starts_with(&view.prefix.to_le_bytes()));
        begins && self.parts_at(from) && self.parts_at(to)
    }
}

/// The values of one column while they are put down: short text itself, or a place in a shared text. All are missing at first.
#[derive(Debug)]
pub struct Values {
    known: Arc<[SharedText]>,
    /// Every view of more bytes than it holds itself either shows whole characters of the known text that it names, or names none of them.
    views: Vec<View>,
}

impl Values {
    /// Makes so many missing values, which can point into known texts.
    pub fn missing(rows: usize, known: &Arc<[SharedText]>) -> Self {
        Self { known: known.clone(), views: bytemuck::zeroed_vec(rows) }
    }

    /// Gives all of them to be put down.
    pub fn slots(&mut self) -> Slots<'_> {
        Slots { known: &self.known, views: &mut self.views }
    }
}

/// Some neighbouring values of a column that one thread puts down.
#[derive(Debug, Default)]
pub struct Slots<'a> {
    known: &'a [SharedText],
    views: &'a mut [View],
}

impl Slots<'_> {
    /// Takes off the first so many.
    pub fn take(&mut self, n: usize) -> Self {
        let (head, tail) = std::mem::take(&mut self.views).split_at_mut(n);
        self.views = tail;
        Self { known: self.known, views: head }
    }

    /// Puts down a value that stands in the known text with this number.
    ///
    /// # Panics
    /// If it does not stand there.
    pub fn point(&mut self, at: usize, value: &str, text: u32) {
        let Some(slot) = self.views.get_mut(at) else { return };
        *slot = short(value).unwrap_or_else(|| {
            let offset =
                self.known.get(text as usize).and_then(|t| t.position(value)).expect("values are made from the texts that they name");
            View::new_from_bytes(value.as_bytes(), text, offset as u32)
        });
    }

    /// Puts down a value that will stand at a byte of a text which is not known yet; its number counts on from the known ones.
    pub fn point_behind(&mut self, at: usize, value: &str, text: u32, offset: u32) {
        let Some(slot) = self.views.get_mut(at) else { return };
        let text = text + self.known.len() as u32;
        *slot = short(value).unwrap_or_else(|| View::new_from_bytes(value.as_bytes(), text, offset));
    }
}

/// Makes the view of a text of twelve bytes at most, which is most cells, with a few loads in place of a copy of unknown length.
fn short(value: &str) -> Option<View> {
    let bytes = value.as_bytes();
    let n = bytes.len();
    let four = |b: Option<&[u8; 4]>| b.map_or(0, |b| u64::from(u32::from_le_bytes(*b)));
    let (low, high) = match n {
        0 => (0, 0),
        1..4 => {
            // First, middle and last byte are all that there are.
            let at = |i: usize| bytes.get(i).map_or(0, |b| u64::from(*b) << (8 * i));
            (at(0) | at(n / 2) | at(n - 1), 0)
        }
        4..8 => (four(bytes.first_chunk()) | four(bytes.last_chunk()) << (8 * (n - 4)), 0),
        8..=12 => (bytes.first_chunk().map_or(0, |b| u64::from_le_bytes(*b)), four(bytes.last_chunk()) >> (8 * (12 - n))),
        _ => return None,
    };
    let word = |w: u64| (w as u32).to_le();
    Some(View { length: n as u32, prefix: word(low), buffer_idx: word(low >> 32), offset: word(high) })
}

impl TextColumn {
    /// Makes a column of values; `behind` are the texts that were not known when they were put down. Empty values are missing.
    ///
    /// # Panics
    /// If a value does not lie in the text that it names: values are made from those texts.
    pub fn over(values: Values, behind: &[SharedText]) -> Self {
        let Values { known, views } = values;
        let mut sound = true;
        let filled = Bitmap::from_trusted_len_iter(views.iter().map(|v| {
            let behind = || (v.buffer_idx as usize).checked_sub(known.len()).is_none_or(|i| behind.get(i).is_some_and(|t| t.shows(v)));
            sound &= v.is_inline() || behind();
            v.length != 0
        }));
        assert!(sound, "values are made from the texts that they name");
        let validity = (filled.unset_bits() > 0).then_some(filled);
        let buffers: Buffer<Buffer<u8>> = known.iter().chain(behind).map(|t| t.0.clone()).collect();
        #[expect(
            unsafe_code,
            reason = "shared texts are UTF-8, and short views hold the bytes of a `str`; long ones stand at whole characters of the texts that they \
                      name: of known ones since they were put down, of others by the assertion above"
        )]
        let array = unsafe { Utf8ViewArray::new_unchecked_unknown_md(ArrowDataType::Utf8View, views.into(), buffers, validity, None) };
        Self::from_polars(StringChunked::with_chunk("".into(), array))
    }

    /// Gives the column with other values in some rows; an empty one is missing. The texts of all other rows are shared with this column.
    pub fn patched<'v>(&self, patches: impl Iterator<Item = (usize, &'v str)>) -> Self {
        let column = self.as_polars().downcast_as_array();
        let mut views = column.views().as_slice().to_vec();
        for (view, filled) in views.iter_mut().zip(column.validity().into_iter().flatten()) {
            if !filled {
                *view = View::default();
            }
        }
        let mut values = Values { known: column.data_buffers().iter().cloned().map(SharedText).collect(), views };
        let mut slots = values.slots();
        let (mut behind, mut text) = (Vec::new(), String::new());
        for (row, value) in patches {
            if text.len() + value.len() > MOST_BYTES {
                behind.push(SharedText::new(std::mem::take(&mut text)));
            }
            slots.point_behind(row, value, behind.len() as u32, text.len() as u32);
            text.push_str(value);
        }
        behind.push(SharedText::new(text));
        Self::over(values, &behind)
    }
}

/// What a text of patched values holds at most: places in it are numbers of 32 bits.
const MOST_BYTES: usize = 1 << 30;

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn values(rows: usize, text: &SharedText) -> Values {
        Values::missing(rows, &[text.clone()].into())
    }

    #[test]
    fn values_point_into_shared_texts() {
        let text = Arc::new("code;a name that is longer than twelve bytes;编码".to_owned());
        let shared = SharedText::new(text.to_string());
        let own = SharedText::new(Shared(text.clone()));
        let mut values = Values::missing(5, &[own.part(0..5), own.part(5..51)].into());
        let mut slots = values.slots();
        let mut head = slots.take(2);
        let long = &text[5..44];
        head.point(0, &text[0..4], 0);
        slots.point(0, long, 1);
        slots.point(1, &text[45..51], 1);
        slots.point_behind(2, "a name that is longer", 0, 5);
        let column = TextColumn::over(values, &[shared]);
        assert_eq!(column.iter().collect::<Vec<_>>(), [Some("code"), None, Some(long), Some("编码"), Some("a name that is longer")]);
        assert_eq!(column.missing(), 1);
    }

    struct Shared(Arc<String>);

    impl AsRef<str> for Shared {
        fn as_ref(&self) -> &str {
            &self.0
        }
    }

    #[test]
    #[should_panic(expected = "values are made from the texts")]
    fn a_value_of_another_text_is_refused() {
        let text = SharedText::new("nothing of the kind stands here".to_owned());
        values(1, &text).slots().point(0, "longer than twelve bytes", 0);
    }

    #[test]
    #[should_panic(expected = "values are made from the texts")]
    fn a_value_of_another_text_behind_is_refused() {
        let text = SharedText::new("nothing of the kind stands here".to_owned());
        let mut values = values(1, &text);
        values.slots().point_behind(0, "longer than twelve bytes", 0, 2);
        TextColumn::over(values, &[text]);
    }

    #[test]
    #[should_panic(expected = "whole characters")]
    fn a_text_is_not_parted_inside_a_character() {
        SharedText::new("编码".to_owned()).part(0..4);
    }

    #[test]
    fn patched_values_stand_in_their_rows_and_the_others_stay() {
        let long = ["a name that is longer than twelve bytes", "another name of that length"];
        let column: TextColumn = [Some(long[0]), None, Some("short"), Some(long[1]), None].into_iter().collect();
        let patched = column.patched([(0, "now short"), (1, "was missing and is long now"), (3, ""), (9, "past the end")].into_iter());
        let expected = [Some("now short"), Some("was missing and is long now"), Some("short"), None, None];
        assert_eq!(patched.iter().collect::<Vec<_>>(), expected);
        assert_eq!((patched.missing(), column.get(0)), (2, Some(long[0])));
        assert_eq!(patched.patched([(3, long[1])].into_iter()).iter().collect::<Vec<_>>()[1..4], [expected[1], expected[2], Some(long[1])]);
        assert_eq!(column.patched(std::iter::empty()).iter().collect::<Vec<_>>(), column.iter().collect::<Vec<_>>());
    }

    proptest! {
        #[test]
        fn short_values_are_kept_byte_by_byte(value in "[a-z0-9编é]{0,9}") {
            let text = SharedText::new(String::new());
            let mut values = values(1, &text);
            values.slots().point_behind(0, &value, 0, 0);
            let column = TextColumn::over(values, &[SharedText::new(value.clone())]);
            prop_assert_eq!(column.text(0), value.as_str());
            prop_assert_eq!(column.missing(), usize::from(value.is_empty()));
        }
    }
}
