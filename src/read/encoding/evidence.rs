//! Which of the older encodings a text is in: each candidate reads the bytes, and the one whose characters are the most plausible wins.
//!
//! The weights follow how the character sets are laid out: the first levels of GB 2312, Big5, JIS X 0208 and KS X 1001 hold the
//! characters that daily texts are made of, the later levels and the extensions hold the rare ones that wrong readings produce.

use encoding_rs::{BIG5, EUC_JP, EUC_KR, Encoding, GB18030, MACINTOSH, SHIFT_JIS, WINDOWS_1252};

/// Non-ASCII bytes that are looked at.
const ENOUGH: usize = 64 << 10;

/// What a candidate makes of the bytes.
#[derive(Default)]
struct Reading {
    weight: f64,
    characters: usize,
    errors: usize,
    /// Characters of the set's own script where two sets overlap (Hangul against Hanzi).
    native: usize,
}

impl Reading {
    fn add(&mut self, weight: f64) {
        self.weight += weight;
        self.characters += 1;
    }

    /// Mean weight per character, less a penalty for bytes that mean nothing.
    fn score(&self) -> f64 {
        if self.characters == 0 {
            return 0.0;
        }
        let n = self.characters as f64;
        self.weight / n - 3.0 * self.errors as f64 / n
    }
}

/// Names the most plausible encoding and why.
pub(super) fn best(bytes: &[u8]) -> (&'static Encoding, String) {
    let sample = high_lines(bytes);
    let gb = double(&sample, gb_weight);
    let kr = double(&sample, kr_weight);
    let mut scores: Vec<(&'static Encoding, f64)> = vec![
        (GB18030, gb.score()),
        (BIG5, double(&sample, big5_weight).score()),
        (SHIFT_JIS, shift_jis(&sample).score()),
        (EUC_JP, double(&sample, euc_jp_weight).score()),
        (EUC_KR, kr.score()),
        (WINDOWS_1252, single(&sample, windows_1252_weight)),
        (MACINTOSH, single(&sample, macintosh_weight)),
    ];
    // Hangul fills half of the first level of GB 2312: a text that never leaves that half, over many characters, is Korean.
    if kr.native >= 8 && kr.native * 20 >= kr.characters * 17 && kr.errors == 0 {
        bump(&mut scores, EUC_KR, 0.3);
    }
    let guess = statistical_guess(&sample);
    if scores.iter().any(|(e, _)| *e == guess) {
        bump(&mut scores, guess, 0.1);
    } else {
        scores.push((guess, if decodes(&sample, guess) { 0.75 } else { 0.0 }));
    }
    let (encoding, score) = scores.iter().copied().fold((GB18030, f64::MIN), |best, s| if s.1 > best.1 { s } else { best });
    (encoding, format!("not UTF-8; read as {} its characters are the most plausible ({score:.2})", encoding.name()))
}

fn bump(scores: &mut [(&'static Encoding, f64)], encoding: &'static Encoding, by: f64) {
    for s in scores.iter_mut().filter(|s| s.0 == encoding) {
        s.1 += by;
    }
}

/// Takes lines with non-ASCII bytes until there is enough of them, so that a long ASCII beginning hides nothing.
fn high_lines(bytes: &[u8]) -> Vec<u8> {
    let mut sample = Vec::new();
    let mut high = 0;
    for line in bytes.split_inclusive(|&b| b == b'\n') {
        let n = line.iter().filter(|b| !b.is_ascii()).count();
        if n > 0 {
            sample.extend_from_slice(line);
            high += n;
            if high >= ENOUGH {
                break;
            }
        }
    }
    sample
}

fn statistical_guess(sample: &[u8]) -> &'static Encoding {
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Allow);
    detector.feed(sample, true);
    let guess = detector.guess(None, chardetng::Utf8Detection::Deny);
    if guess == encoding_rs::GBK { GB18030 } else { guess }
}

fn decodes(sample: &[u8], encoding: &'static Encoding) -> bool {
    !encoding.decode_without_bom_handling(sample).1
}

/// Reads bytes in pairs of a lead byte (0x81 to 0xFE) and a trail byte; `weigh` gives the weight of a pair, `None` where it is no character.
fn double(sample: &[u8], weigh: fn(u8, u8) -> Option<(f64, bool)>) -> Reading {
    let mut reading = Reading::default();
    let mut i = 0;
    while let Some(&lead) = sample.get(i) {
        if lead < 0x80 {
            i += 1;
            continue;
        }
        match sample.get(i + 1).and_then(|&trail| weigh(lead, trail)) {
            Some((weight, native)) => {
                reading.add(weight);
                reading.native += usize::from(native);
                i += 2;
            }
            None if four_bytes(sample.get(i..i + 4)) && weigh(0xB0, 0xA1).is_some_and(|w| w.0 == 1.0 && !w.1) => {
                reading.add(0.3);
                i += 4;
            }
            None => {
                reading.characters += 1;
                reading.errors += 1;
                i += 1;
            }
        }
    }
    reading
}

/// Recognises a four-byte character of GB 18030.
fn four_bytes(bytes: Option<&[u8]>) -> bool {
    matches!(bytes, Some([0x81..=0xFE, 0x30..=0x39, 0x81..=0xFE, 0x30..=0x39]))
}

fn gb_weight(lead: u8, trail: u8) -> Option<(f64, bool)> {
    if !(0x81..=0xFE).contains(&lead) || !(0x40..=0xFE).contains(&trail) || trail == 0x7F {
        return None;
    }
    let weight = match (lead, trail) {
        (0xB0..=0xD7, 0xA1..) => 1.0,
        (0xA1 | 0xA3, 0xA1..) => 0.9,
        (0xD8..=0xF7, 0xA1..) => 0.45,
        (0xA2 | 0xA4..=0xA9, 0xA1..) => 0.3,
        _ => 0.15,
    };
    Some((weight, false))
}

fn big5_weight(lead: u8, trail: u8) -> Option<(f64, bool)> {
    if !(0x81..=0xFE).contains(&lead) || !matches!(trail, 0x40..=0x7E | 0xA1..=0xFE) {
        return None;
    }
    let weight = match (lead, trail) {
        (0xA4..=0xC5, _) | (0xC6, 0x40..=0x7E) => 1.0,
        (0xA1, _) => 0.9,
        (0xA2 | 0xA3, _) => 0.6,
        (0xC9..=0xF9, _) => 0.4,
        _ => 0.1,
    };
    // One step below GB for equal weights cannot happen by chance: the levels differ.
    Some((weight * 0.99, true))
}

fn kr_weight(lead: u8, trail: u8) -> Option<(f64, bool)> {
    if !(0x81..=0xFE).contains(&lead) || !matches!(trail, 0x41..=0x5A | 0x61..=0x7A | 0x81..=0xFE) {
        return None;
    }
    match (lead, trail) {
        (0xB0..=0xC8, 0xA1..) => Some((0.95, true)),
        (0xA1..=0xA3, 0xA1..) => Some((0.8, false)),
        (0xCA..=0xFD, 0xA1..) => Some((0.3, false)),
        _ => Some((0.1, false)),
    }
}

fn euc_jp_weight(lead: u8, trail: u8) -> Option<(f64, bool)> {
    if lead == 0x8E {
        return (0xA1..=0xDF).contains(&trail).then_some((0.3, false));
    }
    if !(0xA1..=0xFE).contains(&lead) || !(0xA1..=0xFE).contains(&trail) {
        return None;
    }
    let weight = match lead {
        0xA4 | 0xA5 => 1.2,
        0xA1 => 0.9,
        0xB0..=0xCF => 0.85,
        0xD0..=0xF4 => 0.35,
        0xA3 => 0.6,
        _ => 0.1,
    };
    Some((weight, true))
}

/// Reads Shift_JIS, whose half-width katakana are single bytes.
fn shift_jis(sample: &[u8]) -> Reading {
    let mut reading = Reading::default();
    let mut i = 0;
    while let Some(&lead) = sample.get(i) {
        let trail = sample.get(i + 1).copied().unwrap_or(0);
        let weight = match (lead, trail) {
            (0x00..=0x7F, _) => {
                i += 1;
                continue;
            }
            (0xA1..=0xDF, _) => {
                reading.add(0.3);
                i += 1;
                continue;
            }
            (0x82, 0x9F..=0xF1) | (0x83, 0x40..=0x96) => 1.2,
            (0x81, 0x40..=0xFC) => 0.9,
            (0x82, 0x40..=0xFC) => 0.7,
            (0x88..=0x97, 0x40..=0xFC) if trail != 0x7F => 0.85,
            (0x98..=0x9F | 0xE0..=0xEA, 0x40..=0xFC) if trail != 0x7F => 0.35,
            (0x84..=0x87 | 0xED..=0xEE | 0xFA..=0xFC, 0x40..=0xFC) if trail != 0x7F => 0.15,
            _ => {
                reading.characters += 1;
                reading.errors += 1;
                i += 1;
                continue;
            }
        };
        reading.add(weight);
        i += 2;
    }
    reading
}

/// Reads single bytes: letters among letters are plausible, signs alone less so.
fn single(sample: &[u8], weigh: fn(u8) -> f64) -> f64 {
    let (mut weight, mut n) = (0.0, 0usize);
    for (i, &b) in sample.iter().enumerate().filter(|(_, b)| !b.is_ascii()) {
        let before = i.checked_sub(1).and_then(|j| sample.get(j)).is_some_and(u8::is_ascii_alphabetic);
        let after = sample.get(i + 1).is_some_and(u8::is_ascii_alphabetic);
        // Runs of high bytes are words of another script.
        let near = if before || after { 1.0 } else { 0.6 };
        weight += weigh(b) * near;
        n += 1;
    }
    if n == 0 { 0.0 } else { weight / n as f64 }
}

fn windows_1252_weight(b: u8) -> f64 {
    match b {
        0xDF..=0xF6 | 0xF8..=0xFE => 1.0,
        0xC0..=0xD6 | 0xD8..=0xDE => 0.9,
        0x80 | 0x85 | 0x91..=0x97 | 0x99 | 0xA3 | 0xA7 | 0xA9 | 0xAE | 0xB0..=0xB3 | 0xB5 | 0xB7 | 0xBA | 0xBC..=0xBE | 0xA0 | 0xD7 => 0.75,
        0x8A | 0x8C | 0x8E | 0x9A | 0x9C | 0x9E | 0x9F => 0.3,
        0x81 | 0x8D | 0x8F | 0x90 | 0x9D => -1.0,
        _ => 0.4,
    }
}

fn macintosh_weight(b: u8) -> f64 {
    match b {
        0x87..=0x9F => 1.0,
        0x80..=0x86 | 0xA7 | 0xAE | 0xAF | 0xBE | 0xBF | 0xCB..=0xCF | 0xD8 => 0.8,
        0xA0..=0xA4 | 0xA8 | 0xA9 | 0xAA | 0xB1 | 0xC9 | 0xCA | 0xD0..=0xD5 | 0xDB => 0.6,
        0xE5..=0xEF | 0xF1..=0xF4 => 0.4,
        _ => 0.2,
    }
}
