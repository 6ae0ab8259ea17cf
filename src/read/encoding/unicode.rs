//! Evidence for the encodings of Unicode: byte order marks, NUL patterns, well-formed UTF-8.

use super::Charset;
use super::text::is_utf8;

/// Finds a byte order mark: the charset and the bytes of the mark.
pub(super) fn byte_order_mark(bytes: &[u8]) -> Option<(Charset, usize)> {
    match bytes {
        [0xEF, 0xBB, 0xBF, ..] => Some((Charset::Known(encoding_rs::UTF_8), 3)),
        [0xFF, 0xFE, 0, 0, ..] => Some((Charset::Utf32 { big: false }, 4)),
        [0, 0, 0xFE, 0xFF, ..] => Some((Charset::Utf32 { big: true }, 4)),
        [0xFF, 0xFE, ..] => Some((Charset::Known(encoding_rs::UTF_16LE), 2)),
        [0xFE, 0xFF, ..] => Some((Charset::Known(encoding_rs::UTF_16BE), 2)),
        _ => None,
    }
}

/// Recognises UTF-16 and UTF-32 without a mark by where their NUL bytes stand.
///
/// Delimiters and line ends are ASCII in every language, so their high bytes are NUL at one parity only.
pub(super) fn nul_pattern(sample: &[u8]) -> Option<Charset> {
    let mut nul = [0usize; 4];
    for (i, &b) in sample.iter().enumerate() {
        if b == 0
            && let Some(n) = nul.get_mut(i % 4)
        {
            *n += 1;
        }
    }
    let total: usize = nul.iter().sum();
    let quarter = sample.len() / 4;
    if total == 0 || sample.len() < 4 {
        return None;
    }
    let [a, b, c, d] = nul;
    if quarter >= 2 && b >= quarter * 9 / 10 && c >= quarter * 9 / 10 {
        if d >= quarter * 9 / 10 && a * 20 < quarter {
            return Some(Charset::Utf32 { big: false });
        }
        if a >= quarter * 9 / 10 && d * 20 < quarter {
            return Some(Charset::Utf32 { big: true });
        }
    }
    let (even, odd) = (a + c, b + d);
    // At least every tenth character is ASCII in any table, and a NUL at the other parity is as good as none.
    let few = sample.len() / 2 / 10;
    if odd > few && even * 50 <= odd && plausible_utf16(sample, false) {
        return Some(Charset::Known(encoding_rs::UTF_16LE));
    }
    if even > few && odd * 50 <= even && plausible_utf16(sample, true) {
        return Some(Charset::Known(encoding_rs::UTF_16BE));
    }
    None
}

/// Says whether the units are mostly assigned characters, with line ends or delimiters among them.
fn plausible_utf16(sample: &[u8], big: bool) -> bool {
    let units = sample.as_chunks::<2>().0.iter().map(|&b| if big { u16::from_be_bytes(b) } else { u16::from_le_bytes(b) });
    let (mut bad, mut all) = (0usize, 0usize);
    for r in char::decode_utf16(units) {
        all += 1;
        match r {
            Ok(c) if c.is_control() && !matches!(c, '\t' | '\n' | '\r') => bad += 1,
            Ok(_) => {}
            Err(_) => bad += 1,
        }
    }
    bad * 50 <= all
}

/// Says why the bytes are UTF-8, if they are: strictly, or with so few broken bytes that nothing else explains the rest.
pub(super) fn utf8(bytes: &[u8]) -> Option<String> {
    if is_utf8(bytes) {
        return Some(if bytes.is_ascii() { "plain ASCII" } else { "strictly valid UTF-8" }.into());
    }
    let error = match std::str::from_utf8(bytes) {
        Ok(_) => return Some("strictly valid UTF-8".into()),
        Err(e) => e,
    };
    let (mut rest, mut first) = (bytes, Some(error));
    let (mut good, mut bad) = (0usize, 0usize);
    while let Err(e) = first.take().map_or_else(|| std::str::from_utf8(rest), Err) {
        let (valid, after) = rest.split_at(e.valid_up_to());
        good += leads(valid);
        bad += 1;
        if bad > 1_000 && bad * 20 > good {
            return None;
        }
        rest = after.get(e.error_len().unwrap_or(after.len())..).unwrap_or(&[]);
    }
    good += leads(rest);
    (good >= 10 && bad * 20 <= good).then(|| format!("valid UTF-8 but for {bad} broken bytes among {good} characters"))
}

/// Counts the lead bytes of characters of two bytes and more.
fn leads(bytes: &[u8]) -> usize {
    bytes.iter().filter(|&&b| b >= 0xC2).count()
}
