//! Workbooks that Excel encrypts with a password of its own and opens without asking for one: those whose structure is protected.
//!
//! Any other password stays with who knows it: such a workbook is told to be encrypted, not guessed at.
//!
//! Source: [MS-OFFCRYPTO] 2.3 (encryption), [MS-XLS] 2.4.117 (FilePass) and 2.2.10 (what of a stream is encrypted).

mod agile;
pub(super) mod biff;
mod standard;

use super::container::Container;
use crate::read::error::Fault;
use crate::read::options::Limits;
use crate::read::workbook::stored::Fields;
use aes::cipher::{BlockCipherDecrypt, KeyInit};
use aes::{Aes128, Aes192, Aes256, Block};

/// The password that everybody knows.
const PASSWORD: &str = "VelvetSweatshop";

/// The signature of an OLE container.
const CONTAINER: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";

/// Gives the package inside an encrypted workbook of the password that everybody knows; `None` where the file is anything else.
pub(crate) fn package(bytes: &[u8], limits: &Limits) -> Result<Option<Vec<u8>>, Fault> {
    if !bytes.starts_with(CONTAINER) {
        return Ok(None);
    }
    let container = Container::open(bytes)?;
    let (Some(info), Some(package)) = (container.stream("EncryptionInfo")?, container.stream("EncryptedPackage")?) else {
        return Ok(None);
    };
    let Some(opened) = open(&info, package, PASSWORD, limits) else { return Ok(None) };
    if opened.starts_with(b"PK") { Ok(Some(opened)) } else { Err(Fault::Corrupt("xlsx", "it is no package once it is decrypted".into())) }
}

/// Decrypts a package; `None` where the password is not the one, or the way of encrypting is none that workbooks use.
fn open(info: &[u8], package: Vec<u8>, password: &str, limits: &Limits) -> Option<Vec<u8>> {
    let cipher = match (info.half(0)?, info.half(2)?) {
        (4, 4) => Cipher::Agile(agile::Agile::of(info.get(8..)?, password, limits)?),
        (2..=4, 2) => Cipher::Standard(standard::key(info.get(4..)?, password)?),
        _ => return None,
    };
    let size = u64::from_le_bytes(*package.first_chunk()?);
    let mut package = package;
    package.drain(..8);
    match cipher {
        Cipher::Standard(aes) => aes.each_block(&mut package),
        Cipher::Agile(agile) => agile.decrypt(&mut package),
    }
    // Whole blocks are encrypted; what a package has behind its end is padding.
    package.truncate(usize::try_from(size).unwrap_or(usize::MAX));
    Some(package)
}

/// How a package is encrypted, with its key.
enum Cipher {
    Standard(Aes),
    Agile(agile::Agile),
}

/// AES with keys of any length.
enum Aes {
    Short(Aes128),
    Middle(Aes192),
    Long(Aes256),
}

impl Aes {
    fn new(key: &[u8]) -> Option<Self> {
        let short = || Aes128::new_from_slice(key).ok().map(Self::Short);
        let middle = || Aes192::new_from_slice(key).ok().map(Self::Middle);
        short().or_else(middle).or_else(|| Aes256::new_from_slice(key).ok().map(Self::Long))
    }

    fn block(&self, block: &mut [u8; 16]) {
        let mut whole = Block::from(*block);
        match self {
            Self::Short(aes) => aes.decrypt_block(&mut whole),
            Self::Middle(aes) => aes.decrypt_block(&mut whole),
            Self::Long(aes) => aes.decrypt_block(&mut whole),
        }
        *block = whole.into();
    }

    /// Decrypts whole blocks, each for itself.
    fn each_block(&self, bytes: &mut [u8]) {
        bytes.as_chunks_mut().0.iter_mut().for_each(|b| self.block(b));
    }

    /// Decrypts whole blocks, each chained to the one before.
    fn chained(&self, mut before: [u8; 16], bytes: &mut [u8]) {
        for block in bytes.as_chunks_mut::<16>().0 {
            let own = *block;
            self.block(block);
            block.iter_mut().zip(before).for_each(|(b, v)| *b ^= v);
            before = own;
        }
    }
}

/// Gives a password as it is hashed.
fn utf16(password: &str) -> Vec<u8> {
    password.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

#[cfg(test)]
mod tests;
