//! Text columns whose values point into shared text instead of being copied.

use super::TextColumn;
use polars::prelude::StringChunked;
use polars_arrow::array::{Utf8ViewArray, View};
use polars_arrow::bitmap::Bitmap;
use polars_buffer::Buffer;
use std::ops::Range;
use std::sync::Arc;

/// Text that columns share: a part of a file, or what was written for its cells.
#[derive(Clone, Debug)]
pub struct SharedText(Buffer<u8>);

/// One value of a column: short text itself, or a place in a shared text. The default is a missing value.
#[derive(Clone, Copy, Debug, Default)]
pub struct Shown(View);

/// What a buffer of Arrow holds on to.
struct Owner(Arc<String>);

impl AsRef<[u8]> for Owner {
    fn as_ref(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

impl SharedText {
    /// Shares a text.
    pub fn new(text: Arc<String>) -> Self {
        Self(Buffer::from_owner(Owner(text)))
    }

    /// Gives a part of it, by bytes.
    ///
    /// # Panics
    /// If the part reaches beyond the text.
    pub fn part(&self, bytes: Range<usize>) -> Self {
        Self(self.0.clone().sliced(bytes))
    }
}

impl Shown {
    /// Makes a value of what stands at byte `offset` of the shared text with number `text`.
    pub fn new(value: &str, text: u32, offset: u32) -> Self {
        Self(View::new_from_bytes(value.as_bytes(), text, offset))
    }
}

impl TextColumn {
    /// Makes a column of values in shared texts; empty ones are missing.
    ///
    /// # Panics
    /// If a value does not lie in the text that it names: values are made from those texts.
    pub fn over(values: Vec<Shown>, texts: &[SharedText]) -> Self {
        let views: Vec<View> = values.into_iter().map(|v| v.0).collect();
        let filled = Bitmap::from_trusted_len_iter(views.iter().map(|v| v.length != 0));
        let validity = (filled.unset_bits() > 0).then_some(filled);
        let buffers: Buffer<Buffer<u8>> = texts.iter().map(|t| t.0.clone()).collect();
        let array = Utf8ViewArray::try_new(polars_arrow::datatypes::ArrowDataType::Utf8View, views.into(), buffers, validity);
        Self::from_polars(StringChunked::with_chunk("".into(), array.expect("values are made from the texts that they name")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_point_into_shared_texts() {
        let text = SharedText::new(Arc::new("code;a name that is longer than twelve bytes;编码".to_owned()));
        let texts = [text.part(0..5), text.part(5..51)];
        let long = "a name that is longer than twelve bytes";
        let values =
            vec![Shown::new("code", 0, 0), Shown::default(), Shown::new(long, 1, 0), Shown::new("编码", 1, 40), Shown::new("", 0, 0)];
        let column = TextColumn::over(values, &texts);
        assert_eq!(column.iter().collect::<Vec<_>>(), [Some("code"), None, Some(long), Some("编码"), None]);
        assert_eq!(column.missing(), 2);
    }

    #[test]
    #[should_panic(expected = "values are made from the texts")]
    fn a_value_of_another_text_is_refused() {
        let text = SharedText::new(Arc::new("nothing of the kind stands here".to_owned()));
        TextColumn::over(vec![Shown::new("longer than twelve bytes", 0, 20)], &[text]);
    }
}
