//! Agile encryption of packages: AES with chaining, in segments, as a piece of markup describes.
//!
//! Source: [MS-OFFCRYPTO] 2.3.4.10 to 2.3.4.15.

use super::{Aes, utf16};
use crate::read::options::Limits;
use crate::read::workbook::markup::{Piece, Scanner, attribute};
use sha1::Sha1;
use sha2::{Digest, Sha256, Sha384, Sha512};

/// Bytes that are chained together.
const SEGMENT: usize = 4096;
/// Rounds of hashing that are done for a file; Excel takes 100,000.
const MOST_ROUNDS: u32 = 1_000_000;
/// What the keys of the verifier and of the package's key are made from.
const INPUT: [u8; 8] = [0xFE, 0xA7, 0xD2, 0x76, 0x3B, 0x4B, 0x9E, 0x79];
const VALUE: [u8; 8] = [0xD7, 0xAA, 0x0F, 0x6D, 0x30, 0x61, 0x34, 0x4E];
const KEY: [u8; 8] = [0x14, 0x6E, 0x0B, 0xE7, 0xAB, 0xAC, 0xD0, 0xD6];

/// The key of a package and how its segments begin.
pub(super) struct Agile {
    aes: Aes,
    hash: Hash,
    salt: Vec<u8>,
}

#[derive(Clone, Copy)]
enum Hash {
    Sha1,
    Sha256,
    Sha384,
    Sha512,
}

impl Hash {
    fn of(self, parts: [&[u8]; 2]) -> Vec<u8> {
        fn digest<D: Digest>(parts: [&[u8]; 2]) -> Vec<u8> {
            parts.into_iter().fold(D::new(), |d, p| d.chain_update(p)).finalize().to_vec()
        }
        match self {
            Self::Sha1 => digest::<Sha1>(parts),
            Self::Sha256 => digest::<Sha256>(parts),
            Self::Sha384 => digest::<Sha384>(parts),
            Self::Sha512 => digest::<Sha512>(parts),
        }
    }
}

/// What the description says of one key.
struct Described {
    hash: Hash,
    salt: Vec<u8>,
    /// Bytes of the key.
    bytes: usize,
}

impl Described {
    fn of(attributes: &str) -> Option<Self> {
        let is = |name, value: &str| attribute(attributes, name).is_some_and(|v| v.eq_ignore_ascii_case(value));
        if !is("cipherAlgorithm", "AES") || !is("cipherChaining", "ChainingModeCBC") || !is("blockSize", "16") {
            return None;
        }
        let hash = match attribute(attributes, "hashAlgorithm")?.to_ascii_uppercase().as_str() {
            "SHA1" | "SHA-1" => Hash::Sha1,
            "SHA256" => Hash::Sha256,
            "SHA384" => Hash::Sha384,
            "SHA512" => Hash::Sha512,
            _ => return None,
        };
        let bits: usize = attribute(attributes, "keyBits")?.parse().ok()?;
        Some(Self { hash, salt: bytes(attributes, "saltValue")?, bytes: matches!(bits, 128 | 192 | 256).then_some(bits / 8)? })
    }
}

impl Agile {
    /// Reads a description, makes the key of a password, and holds it against the verifier.
    pub(super) fn of(description: &[u8], password: &str, limits: &Limits) -> Option<Self> {
        let text = std::str::from_utf8(description).ok()?;
        let (mut data, mut own, mut tried) = (None, None, false);
        let mut scanner = Scanner::new(text, limits);
        while let Ok(Some(piece)) = scanner.next() {
            match piece {
                Piece::Open { name, attributes, .. } if name == "keydata" => data = Described::of(attributes),
                // Each takes up to a million rounds, so that only the first is tried; Excel writes one for a password.
                Piece::Open { name, attributes, .. } if name == "encryptedkey" && !std::mem::replace(&mut tried, true) => {
                    own = key(attributes, password);
                }
                _ => {}
            }
        }
        let Described { hash, salt, .. } = data?;
        Some(Self { aes: Aes::new(&own?)?, hash, salt })
    }

    /// Decrypts a package.
    pub(super) fn decrypt(&self, package: &mut [u8]) {
        for (i, segment) in (0u32..).zip(package.chunks_mut(SEGMENT)) {
            let first = self.hash.of([&self.salt, &i.to_le_bytes()]);
            self.aes.chained(fitting(first, 16).first_chunk().copied().unwrap_or_default(), segment);
        }
    }
}

/// Takes the package's key out of what a password opens; `None` where it is another password.
fn key(attributes: &str, password: &str) -> Option<Vec<u8>> {
    let Described { hash, salt, bytes: length } = Described::of(attributes)?;
    let rounds: u32 = attribute(attributes, "spinCount")?.parse().ok().filter(|&n| n <= MOST_ROUNDS)?;
    let mut spun = hash.of([&salt, &utf16(password)]);
    for round in 0..rounds {
        spun = hash.of([&round.to_le_bytes(), &spun]);
    }
    let first = *fitting(salt, 16).first_chunk()?;
    let opened = |what: &str, key: [u8; 8]| {
        let mut value = bytes(attributes, what)?;
        Aes::new(&fitting(hash.of([&spun, &key]), length))?.chained(first, &mut value);
        Some(value)
    };
    let (input, value) = (opened("encryptedVerifierHashInput", INPUT)?, opened("encryptedVerifierHashValue", VALUE)?);
    let size = attribute(attributes, "saltSize")?.parse().ok()?;
    if !value.starts_with(&hash.of([input.get(..size)?, &[]])) {
        return None;
    }
    opened("encryptedKeyValue", KEY)?.get(..length).map(<[u8]>::to_vec)
}

/// Cuts bytes off, or fills them up as keys are.
fn fitting(mut bytes: Vec<u8>, length: usize) -> Vec<u8> {
    bytes.resize(length, 0x36);
    bytes
}

/// Gives an attribute that holds bytes in base 64.
fn bytes(attributes: &str, name: &str) -> Option<Vec<u8>> {
    let (mut out, mut held, mut bits) = (Vec::new(), 0u32, 0);
    for c in attribute(attributes, name)?.bytes().filter(|&c| c != b'=' && !c.is_ascii_whitespace()) {
        let value = match c {
            b'A'..=b'Z' => c - b'A',
            b'a'..=b'z' => c - b'a' + 26,
            b'0'..=b'9' => c - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => return None,
        };
        (held, bits) = (held << 6 | u32::from(value), bits + 6);
        if bits >= 8 {
            bits -= 8;
            out.push((held >> bits) as u8);
        }
    }
    Some(out)
}
