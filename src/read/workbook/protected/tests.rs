//! Workbooks encrypted by other programs, and what of them is damaged.

use super::*;
use crate::read::{ReadError, ReadFile, ReadOptions, read_bytes};

const AGILE: &[u8] = include_bytes!("../../../../fixtures/protected/agile.xlsx");
const STANDARD: &[u8] = include_bytes!("../../../../fixtures/protected/standard.xlsx");
const RC4: &[u8] = include_bytes!("../../../../fixtures/protected/rc4.xls");
const CRYPTO_API: &[u8] = include_bytes!("../../../../fixtures/protected/cryptoapi.xls");
/// Those whose password is "secret".
const OTHERS: [&[u8]; 2] =
    [include_bytes!("../../../../fixtures/protected/other.xlsx"), include_bytes!("../../../../fixtures/protected/other.xls")];

fn read(bytes: &[u8]) -> Result<ReadFile, ReadError> {
    read_bytes("test", bytes, &ReadOptions::default())
}

#[test]
fn workbooks_that_excel_opens_without_asking_are_read() {
    for (way, bytes) in [("agile", AGILE), ("standard", STANDARD), ("RC4", RC4), ("RC4 of CryptoAPI", CRYPTO_API)] {
        let file = read(bytes).unwrap();
        let table = &file.sheets[0];
        assert_eq!((table.sheet.as_deref(), table.header.as_slice()), (Some("S"), ["code".into(), "name".into()].as_slice()), "{way}");
        assert_eq!(table.height(), 40, "{way}");
        for row in 0..40 {
            let expected = (format!("{:06}", row + 1), format!("物料 {}, protected and of some length", (row + 1) * 7919));
            assert_eq!((table.columns[0].text(row), table.columns[1].text(row)), (&*expected.0, &*expected.1), "{way}");
        }
        // The checksum is that of the file that people have.
        assert_eq!((file.bytes, file.sha256), (bytes.len() as u64, crate::read::checksum(bytes)), "{way}");
    }
}

#[test]
fn another_password_is_told_and_not_guessed() {
    for bytes in OTHERS {
        assert!(matches!(read(bytes), Err(ReadError::Encrypted { .. })));
    }
    let container = Container::open(OTHERS[0]).unwrap();
    let stream = |name| container.stream(name).unwrap().unwrap();
    let opened = |password| open(&stream("EncryptionInfo"), stream("EncryptedPackage"), password, &Limits::default());
    assert!(opened("secret").unwrap().starts_with(b"PK"));
    assert_eq!((opened("Secret"), opened("")), (None, None));
}

#[test]
fn a_description_that_would_take_hours_is_not_followed() {
    let container = Container::open(AGILE).unwrap();
    let stream = |name| container.stream(name).unwrap().unwrap();
    let info = String::from_utf8(stream("EncryptionInfo")).unwrap();
    let with = |rounds: &str| info.replace("spinCount=\"100000\"", &format!("spinCount=\"{rounds}\""));
    assert!(open(with("100000").as_bytes(), stream("EncryptedPackage"), PASSWORD, &Limits::default()).is_some());
    // A second key behind one that does not fit is not tried.
    let start = info.find("<p:encryptedKey").or_else(|| info.find("<encryptedKey")).unwrap();
    let rest = &info[start..];
    let element = &rest[..=rest.find("/>").unwrap() + 1];
    let twice = with("100000").replacen(element, &format!("{}{element}", element.replace("spinCount=\"100000\"", "spinCount=\"1\"")), 1);
    assert!(open(twice.as_bytes(), stream("EncryptedPackage"), PASSWORD, &Limits::default()).is_none());
    for rounds in ["4294967295", "1000001", "-1", "x"] {
        assert!(open(with(rounds).as_bytes(), stream("EncryptedPackage"), PASSWORD, &Limits::default()).is_none(), "{rounds}");
    }
}

#[test]
fn what_is_damaged_gives_an_error_or_a_table_and_never_a_panic() {
    for bytes in [AGILE, STANDARD, RC4, CRYPTO_API] {
        for at in (0..bytes.len()).step_by(bytes.len() / 12) {
            let mut damaged = bytes.to_vec();
            damaged[at] ^= 0x5A;
            let _ = read(&damaged);
            let _ = read(&bytes[..at]);
        }
    }
    // Information that ends early, of every length.
    let container = Container::open(STANDARD).unwrap();
    let info = container.stream("EncryptionInfo").unwrap().unwrap();
    for end in 0..200 {
        let _ = open(&info[..end], vec![1; 64], "secret", &Limits::default());
    }
}

/// The keys that msoffcrypto-tool documents for its own tests.
#[test]
fn keys_of_rc4_are_those_of_the_specification() {
    let salt = *b"\xe8w,\x1d\x91\xc5j7\x96Ga\xb2\x80\x182\x17";
    let pass = [
        &[1, 0, 1, 0, 1, 0][..],
        &salt,
        b"\xc9\xe9\x97\xd4T\x97=1\x0b\xb1\xbap\x14&\x83~\xb1\xde\x17\x8f\x07\xe9\x89\xc4M\xae^L\xf9j\xc4\x07",
    ]
    .concat();
    let record = |kind: u16, data: &[u8]| [&kind.to_le_bytes(), &(data.len() as u16).to_le_bytes()[..], data].concat();
    let stream = [record(0x0809, &[0; 16]), record(0x002F, &pass), record(0x0042, &[0, 0]), record(0x000A, &[])].concat();
    let opened = |password| {
        let mut opened = stream.clone();
        biff::open_with(&mut opened, password);
        opened != stream
    };
    assert_eq!((opened("password1"), opened("password2")), (true, false));
}
