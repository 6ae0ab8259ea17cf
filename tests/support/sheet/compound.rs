//! The smallest compound file (MS-CFB, version 3) that holds one stream.

const SECTOR: usize = 512;
const FREE: u32 = 0xFFFF_FFFF;
const END: u32 = 0xFFFF_FFFE;
const FAT: u32 = 0xFFFF_FFFD;

/// Wraps the stream. It is filled up to 4096 bytes, below which it would have to go into the mini stream.
pub fn file(name: &str, stream: &[u8]) -> Vec<u8> {
    let mut data = stream.to_vec();
    data.resize(data.len().max(4096).next_multiple_of(SECTOR), 0);
    let sectors = data.len() / SECTOR;
    // Sectors: tables of sectors, directory, data. Each table says what follows 128 sectors.
    let tables = (1..).find(|n| n * (SECTOR / 4) > sectors + n).expect("some number of tables is enough");
    let directory = tables as u32;
    let first = directory + 1;
    let mut fat = vec![FAT; tables];
    fat.push(END);
    fat.extend((1..sectors as u32).map(|i| first + i));
    fat.push(END);
    fat.resize(tables * (SECTOR / 4), FREE);

    let mut out = header(tables, directory);
    out.extend(fat.iter().flat_map(|s| s.to_le_bytes()));
    out.extend(entry("Root Entry", 5, 1, END, 0));
    out.extend(entry(name, 2, FREE, first, data.len() as u32));
    out.extend(entry("", 0, FREE, 0, 0));
    out.extend(entry("", 0, FREE, 0, 0));
    out.extend(data);
    out
}

fn header(tables: usize, directory: u32) -> Vec<u8> {
    assert!(tables <= 109, "a fixture is far below the 6.8 MB that fit without further tables");
    let mut h = vec![0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
    h.extend([0; 16]);
    for short in [0x3E_u16, 3, 0xFFFE, 9, 6, 0, 0, 0] {
        h.extend(short.to_le_bytes());
    }
    // Directory sectors (0 in version 3), tables, directory, transaction, mini cut-off, mini tables (none), further tables (none).
    for long in [0, tables as u32, directory, 0, 4096, END, 0, END, 0] {
        h.extend(long.to_le_bytes());
    }
    for i in 0..109 {
        h.extend(if i < tables { i as u32 } else { FREE }.to_le_bytes());
    }
    h
}

/// Writes one directory entry: name, kind (5 root, 2 stream), child, first sector and size.
fn entry(name: &str, kind: u8, child: u32, first: u32, size: u32) -> Vec<u8> {
    let mut e: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let length = if name.is_empty() { 0 } else { e.len() as u16 + 2 };
    e.resize(64, 0);
    e.extend(length.to_le_bytes());
    e.extend([kind, 1]);
    for link in [FREE, FREE, child] {
        e.extend(link.to_le_bytes());
    }
    e.extend([0; 36]);
    e.extend(first.to_le_bytes());
    e.extend(u64::from(size).to_le_bytes());
    e
}
