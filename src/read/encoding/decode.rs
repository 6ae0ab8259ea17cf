//! Bytes to UTF-8, large files in parallel.

use super::text::Text;
use super::{Charset, Detected};
use rayon::prelude::*;
use std::borrow::Cow;
use std::sync::Arc;

/// Chunks of about this many bytes are decoded side by side.
pub(super) const CHUNK: usize = 1 << 20;

/// Decodes a whole file; the number of characters that could not be decoded comes with it.
///
/// UTF-8 that is well-formed is taken over without copying.
pub(crate) fn share(bytes: Arc<Vec<u8>>, detected: &Detected) -> (Text, usize) {
    let utf8 = detected.charset == Charset::Known(encoding_rs::UTF_8);
    if let Some(text) = utf8.then(|| Text::of(&bytes, detected.bom)).flatten() {
        return (text, 0);
    }
    let (text, broken) = decoded(&bytes, detected);
    (text.into(), broken)
}

/// Decodes a part of a file that is text, as [`share`] does.
pub(crate) fn decode(bytes: Vec<u8>, detected: &Detected) -> (String, usize) {
    decoded(&bytes, detected)
}

fn decoded(bytes: &[u8], detected: &Detected) -> (String, usize) {
    let body = bytes.get(detected.bom..).unwrap_or(&[]);
    match detected.charset {
        Charset::Utf32 { big } => utf32(body, big),
        Charset::Known(e) if e == encoding_rs::UTF_8 => match String::from_utf8_lossy(body) {
            Cow::Borrowed(text) => (text.to_owned(), 0),
            Cow::Owned(text) => {
                let broken = lost(&text);
                (text, broken)
            }
        },
        Charset::Known(encoding) => {
            let wide = encoding == encoding_rs::UTF_16LE || encoding == encoding_rs::UTF_16BE;
            let parts: Vec<(String, usize)> = pieces(body, encoding, wide)
                .into_par_iter()
                .map(|piece| {
                    let (text, had_errors) = encoding.decode_without_bom_handling(piece);
                    let broken = if had_errors { lost(&text) } else { 0 };
                    (text.into_owned(), broken)
                })
                .collect();
            let mut text = String::with_capacity(parts.iter().map(|p| p.0.len()).sum());
            let mut broken = 0;
            for (part, n) in parts {
                text.push_str(&part);
                broken += n;
            }
            (text, broken)
        }
    }
}

fn lost(text: &str) -> usize {
    text.chars().filter(|&c| c == char::REPLACEMENT_CHARACTER).count()
}

/// Cuts after line feeds, which are never part of a longer character in any of these encodings.
fn pieces<'a>(body: &'a [u8], encoding: &'static encoding_rs::Encoding, wide: bool) -> Vec<&'a [u8]> {
    if encoding == encoding_rs::ISO_2022_JP {
        return vec![body];
    }
    let mut cuts = Vec::new();
    let mut rest = body;
    while rest.len() > CHUNK {
        let Some(at) = line_feed(rest, CHUNK, encoding, wide) else { break };
        let (piece, after) = rest.split_at(at);
        cuts.push(piece);
        rest = after;
    }
    cuts.push(rest);
    cuts
}

/// Finds the place after the first line feed at or after `from`.
fn line_feed(bytes: &[u8], from: usize, encoding: &'static encoding_rs::Encoding, wide: bool) -> Option<usize> {
    if !wide {
        return memchr::memchr(b'\n', bytes.get(from..)?).map(|i| from + i + 1);
    }
    let feed: [u8; 2] = if encoding == encoding_rs::UTF_16BE { [0, b'\n'] } else { [b'\n', 0] };
    let even = from & !1;
    bytes.get(even..)?.as_chunks::<2>().0.iter().position(|unit| *unit == feed).map(|i| even + 2 * (i + 1))
}

fn utf32(bytes: &[u8], big: bool) -> (String, usize) {
    let mut broken = 0;
    let text = bytes
        .as_chunks::<4>()
        .0
        .iter()
        .map(|&b| {
            char::from_u32(if big { u32::from_be_bytes(b) } else { u32::from_le_bytes(b) }).unwrap_or_else(|| {
                broken += 1;
                char::REPLACEMENT_CHARACTER
            })
        })
        .collect();
    (text, broken)
}

#[cfg(test)]
mod tests {
    use super::super::detect;
    use super::*;

    #[test]
    fn chunks_decode_as_the_whole_does() {
        let text = "编码,名称,规格\r\n".repeat(200_000);
        for encoding in [encoding_rs::GB18030, encoding_rs::BIG5] {
            let source = if encoding == encoding_rs::BIG5 { text.replace(['编', '码', '称', '规'], "字") } else { text.clone() };
            let (bytes, _, _) = encoding.encode(&source);
            let detected = detect(&bytes, Some(encoding.name())).unwrap();
            assert_eq!(decode(bytes.into_owned(), &detected), (source, 0));
        }
        for big in [false, true] {
            let bytes: Vec<u8> = text.encode_utf16().flat_map(|u| if big { u.to_be_bytes() } else { u.to_le_bytes() }).collect();
            let detected = detect(&bytes, None).unwrap();
            assert_eq!(decode(bytes, &detected), (text.clone(), 0));
        }
    }
}
