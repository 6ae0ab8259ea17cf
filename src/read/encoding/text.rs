//! The text of a whole file.

use crate::read::encoding::decode::CHUNK;
use rayon::prelude::*;
use std::ops::Deref;
use std::sync::Arc;

/// The text of a whole file, shared by whoever points into it. Where the file is UTF-8 it is the file's own bytes.
#[derive(Clone, Debug)]
pub(crate) struct Text {
    /// UTF-8 from `from` on.
    bytes: Arc<Vec<u8>>,
    from: usize,
}

impl Text {
    /// Takes the bytes from `from` on for text, if they are UTF-8.
    pub(super) fn of(bytes: &Arc<Vec<u8>>, from: usize) -> Option<Self> {
        bytes.get(from..).is_some_and(is_utf8).then(|| Self { bytes: bytes.clone(), from })
    }
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        Self { bytes: Arc::new(text.into_bytes()), from: 0 }
    }
}

impl Deref for Text {
    type Target = str;

    fn deref(&self) -> &str {
        let bytes = self.bytes.get(self.from..).unwrap_or_default();
        #[expect(
            unsafe_code,
            reason = "checked when it was made, and nobody can change it since; checking anew at each look would cost more than reading"
        )]
        unsafe {
            std::str::from_utf8_unchecked(bytes)
        }
    }
}

impl AsRef<str> for Text {
    fn as_ref(&self) -> &str {
        self
    }
}

/// Says whether bytes are UTF-8; large ones are looked at side by side.
pub(super) fn is_utf8(bytes: &[u8]) -> bool {
    let (mut pieces, mut rest) = (Vec::new(), bytes);
    while rest.len() > CHUNK + 4 {
        // A character that begins before the cut belongs to the piece before it; four bytes that all continue one are no text.
        let begins = |i: &usize| rest.get(*i).is_some_and(|b| b & 0xC0 != 0x80);
        let Some(cut) = (CHUNK..CHUNK + 4).find(begins) else { return false };
        let (piece, after) = rest.split_at(cut);
        pieces.push(piece);
        rest = after;
    }
    pieces.push(rest);
    pieces.into_par_iter().all(|piece| simdutf8::basic::from_utf8(piece).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cuts_inside_characters_change_nothing() {
        for shift in 0..4 {
            let mut bytes = [&b"abc"[..shift.min(3)], "编码é𠀀,".repeat(CHUNK / 4).as_bytes()].concat();
            assert!(is_utf8(&bytes), "{shift}");
            for at in [0, CHUNK - 1, CHUNK, CHUNK + 1, bytes.len() - 2] {
                let before = std::mem::replace(&mut bytes[at], 0xFF);
                assert!(!is_utf8(&bytes), "{shift} {at}");
                bytes[at] = before;
            }
        }
        assert!(!is_utf8(&[0x80; 2 * CHUNK]));
        assert!(is_utf8(b""));
    }

    #[test]
    fn a_text_is_the_bytes_behind_its_mark() {
        let bytes = Arc::new(b"\xef\xbb\xbfa,b\n".to_vec());
        assert_eq!(&*Text::of(&bytes, 3).unwrap(), "a,b\n");
        assert!(Text::of(&Arc::new(vec![b'a', 0xFF]), 0).is_none());
    }
}
