//! Encryption of BIFF streams: RC4 with keys by MD5 (40 bits) or by SHA-1.
//!
//! Source: [MS-OFFCRYPTO] 2.3.5 and 2.3.6.

use super::{PASSWORD, utf16};
use crate::read::workbook::stored::Fields;
use md5::Md5;
use sha1::{Digest, Sha1};

/// Bytes of the stream that are encrypted with one key.
const BLOCK: usize = 1024;
/// The records that say how the stream is encrypted, and where a sheet begins.
const FILE_PASS: u16 = 0x002F;
const SHEET: u16 = 0x0085;
/// The end of the workbook's part of the stream.
const END: u16 = 0x000A;
/// Records that stay as they are: beginnings, and who uses the file.
const PLAIN: [u16; 7] = [0x0809, FILE_PASS, 0x0194, 0x0195, 0x00E1, 0x0196, 0x0138];

/// Decrypts a stream of the password that everybody knows; any other one stays as it is.
pub(in crate::read::workbook) fn open(stream: &mut [u8]) {
    open_with(stream, PASSWORD);
}

pub(super) fn open_with(stream: &mut [u8], password: &str) {
    let first = record(stream, 0);
    let pass = std::iter::successors(first, |r| record(stream, r.2)).take_while(|r| r.0 != END).find(|r| r.0 == FILE_PASS);
    let Some((_, from, to)) = pass else { return };
    let Some(key) = stream.get(from..to).and_then(|data| Key::of(data, password)) else { return };
    if let Some(pass) = stream.get_mut(from..to) {
        pass.fill(0);
    }
    let mut block = Block::default();
    let mut at = 0;
    while let Some((kind, from, to)) = record(stream, at) {
        at = to;
        // Where a sheet begins is left readable.
        let from = if kind == SHEET { to.min(from + 4) } else { from };
        if !PLAIN.contains(&kind) {
            for (place, byte) in (from..to).zip(stream.get_mut(from..to).unwrap_or(&mut [])) {
                *byte ^= block.at(place, &key);
            }
        }
    }
}

/// Gives the kind of the record at a place, and where its data begins and ends.
fn record(stream: &[u8], at: usize) -> Option<(u16, usize, usize)> {
    let (kind, length) = (stream.half(at)?, stream.half(at + 2)?);
    Some((kind, at + 4, (at + 4 + usize::from(length)).min(stream.len())))
}

/// What the keys of all blocks are made from.
enum Key {
    /// Five bytes of a hash of the password and the salt.
    Md5([u8; 5]),
    /// A hash of them, and the bytes of a key.
    Sha1([u8; 20], usize),
}

impl Key {
    /// Makes the key of a password, and holds it against the verifier.
    fn of(pass: &[u8], password: &str) -> Option<Self> {
        match (pass.half(0)?, pass.half(2)?, pass.half(4)?) {
            (1, 1, 1) => {
                let key = Self::md5(pass.get(6..22)?, password);
                let opened = key.opened(pass.get(22..54)?);
                opened.ends_with(&Md5::digest(opened.get(..16)?)).then_some(key)
            }
            (1, 2..=4, 2) => {
                let header = pass.get(14..)?;
                let bits = header.word(16).map(|bits| if bits == 0 { 40 } else { bits })?;
                let verifier = header.get(usize::try_from(pass.word(10)?).ok()?..)?;
                let length = usize::try_from(bits / 8).ok().filter(|n| (5..=16).contains(n))?;
                let key = Self::sha1(verifier.get(4..20)?, password, length);
                let opened = key.opened(&[verifier.get(20..36)?, verifier.get(40..60)?].concat());
                opened.ends_with(&Sha1::digest(opened.get(..16)?)).then_some(key)
            }
            _ => None,
        }
    }

    fn md5(salt: &[u8], password: &str) -> Self {
        let first = Md5::digest(utf16(password));
        let short = first.first_chunk::<5>().copied().unwrap_or_default();
        let many = (0..16).fold(Md5::new(), |d, _| d.chain_update(short).chain_update(salt));
        Self::Md5(many.finalize().first_chunk().copied().unwrap_or_default())
    }

    fn sha1(salt: &[u8], password: &str, length: usize) -> Self {
        Self::Sha1(Sha1::new().chain_update(salt).chain_update(utf16(password)).finalize().into(), length)
    }

    /// Gives the key of a block.
    fn of_block(&self, number: u32) -> Vec<u8> {
        let number = number.to_le_bytes();
        match self {
            Self::Md5(hash) => Md5::new().chain_update(hash).chain_update(number).finalize().to_vec(),
            Self::Sha1(hash, length) => {
                let mut key = Sha1::new().chain_update(hash).chain_update(number).finalize().to_vec();
                key.truncate(*length);
                // Keys of 40 bits are filled up with zeros.
                key.resize(if *length == 5 { 16 } else { *length }, 0);
                key
            }
        }
    }

    /// Decrypts a verifier and its hash, which the key of the first block encrypts.
    fn opened(&self, bytes: &[u8]) -> Vec<u8> {
        let mut stream = Rc4::new(&self.of_block(0));
        bytes.iter().map(|b| b ^ stream.next()).collect()
    }
}

/// The stream of key bytes of the block at hand.
#[derive(Default)]
struct Block {
    number: Option<usize>,
    bytes: Vec<u8>,
}

impl Block {
    fn at(&mut self, place: usize, key: &Key) -> u8 {
        let number = place / BLOCK;
        if self.number != Some(number) {
            let mut stream = Rc4::new(&key.of_block(number as u32));
            self.number = Some(number);
            self.bytes.clear();
            self.bytes.extend((0..BLOCK).map(|_| stream.next()));
        }
        self.bytes.get(place % BLOCK).copied().unwrap_or(0)
    }
}

/// The stream cipher.
struct Rc4 {
    state: [u8; 256],
    i: u8,
    j: u8,
}

impl Rc4 {
    fn new(key: &[u8]) -> Self {
        let mut state: [u8; 256] = std::array::from_fn(|i| i as u8);
        let mut j = 0u8;
        for (i, k) in (0..256).zip(key.iter().cycle()) {
            j = j.wrapping_add(state[i]).wrapping_add(*k);
            state.swap(i, usize::from(j));
        }
        Self { state, i: 0, j: 0 }
    }

    fn next(&mut self) -> u8 {
        self.i = self.i.wrapping_add(1);
        let (i, a) = (usize::from(self.i), self.state[usize::from(self.i)]);
        self.j = self.j.wrapping_add(a);
        let b = self.state[usize::from(self.j)];
        self.state.swap(i, usize::from(self.j));
        self.state[usize::from(a.wrapping_add(b))]
    }
}
