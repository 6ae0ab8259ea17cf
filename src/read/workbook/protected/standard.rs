//! Standard encryption of packages: AES without chaining, keys by SHA-1.
//!
//! Source: [MS-OFFCRYPTO] 2.3.4.5 to 2.3.4.9.

use super::{Aes, utf16};
use crate::read::workbook::stored::Fields;
use sha1::{Digest, Sha1};

/// Rounds of hashing.
const ROUNDS: u32 = 50_000;

/// Makes the key of a password, and holds it against the verifier; `info` begins behind the version.
pub(super) fn key(info: &[u8], password: &str) -> Option<Aes> {
    let header = info.get(8..)?;
    let length = usize::try_from(info.word(4)?).ok()?;
    let bytes = usize::try_from(header.word(16)?).ok()? / 8;
    let verifier = header.get(length..)?;
    let salt = verifier.get(4..20)?;
    let aes = Aes::new(derived(salt, password).get(..bytes)?)?;
    let mut input: [u8; 16] = *verifier.get(20..)?.first_chunk()?;
    let mut hash: [u8; 32] = *verifier.get(40..)?.first_chunk()?;
    aes.each_block(&mut input);
    aes.each_block(&mut hash);
    hash.starts_with(&Sha1::digest(input)).then_some(aes)
}

fn derived(salt: &[u8], password: &str) -> Vec<u8> {
    let mut hash = Sha1::new().chain_update(salt).chain_update(utf16(password)).finalize();
    for round in 0..ROUNDS {
        hash = Sha1::new().chain_update(round.to_le_bytes()).chain_update(hash).finalize();
    }
    let last = Sha1::new().chain_update(hash).chain_update([0; 4]).finalize();
    let half = |fill: u8| {
        let mut block = [fill; 64];
        block.iter_mut().zip(last).for_each(|(b, h)| *b ^= h);
        Sha1::digest(block)
    };
    [half(0x36), half(0x5C)].concat()
}
