//! Guards OLE compound files before anybody parses them: sector chains that loop or leave the file, and what is inside.
//!
//! Source: [MS-CFB], Compound File Binary File Format.

use crate::read::error::Fault;
use crate::read::file::Format;

const FREE: u32 = 0xFFFF_FFFF;
const END: u32 = 0xFFFF_FFFE;
const LARGEST: u32 = 0xFFFF_FFFA;

/// Recognises which document a compound file is.
pub(crate) fn recognise(bytes: &[u8]) -> Result<Format, Fault> {
    let container = Container::open(bytes)?;
    let names: Vec<String> = container.entries.iter().map(|e| e.name.to_lowercase()).collect();
    let has = |name: &str| names.iter().any(|n| n == name);
    if has("encryptedpackage") {
        return Err(Fault::Encrypted("workbook protected with a password"));
    }
    if has("workbook") || has("book") {
        // Following the stream once proves that its chain neither loops nor grows beyond the file.
        for name in ["Workbook", "Book"] {
            container.stream(name)?;
        }
        return Ok(Format::Xls);
    }
    if has("worddocument") {
        return Err(Fault::NotATable("a Word document"));
    }
    if has("powerpoint document") {
        return Err(Fault::NotATable("a PowerPoint presentation"));
    }
    if names.iter().any(|n| n.starts_with("__substg1.0")) {
        return Err(Fault::NotATable("an Outlook message"));
    }
    Err(Fault::NotATable("an OLE document without a workbook"))
}

/// One directory entry.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    pub(crate) name: String,
    start: u32,
    size: u64,
}

/// A compound file whose chains have been checked.
#[derive(Debug)]
pub(crate) struct Container<'a> {
    bytes: &'a [u8],
    sector: usize,
    fat: Vec<u32>,
    mini_fat: Vec<u32>,
    mini: Vec<u8>,
    cutoff: u64,
    pub(crate) entries: Vec<Entry>,
}

fn corrupt(detail: impl Into<String>) -> Fault {
    Fault::Corrupt("xls", detail.into())
}

impl<'a> Container<'a> {
    /// Reads header, allocation tables and directory; every chain is followed at most once per sector.
    pub(crate) fn open(bytes: &'a [u8]) -> Result<Self, Fault> {
        let u16_at = |at: usize| bytes.get(at..at + 2).and_then(|b| b.try_into().ok()).map(u16::from_le_bytes);
        let u32_at = |at: usize| bytes.get(at..at + 4).and_then(|b| b.try_into().ok()).map(u32::from_le_bytes);
        let short = || corrupt("the header of the container is cut off");
        let shift = u16_at(30).ok_or_else(short)?;
        if !(7..=16).contains(&shift) {
            return Err(corrupt(format!("sector size 2^{shift}, expected 2^9 or 2^12")));
        }
        let sector = 1usize << shift;
        let sectors = bytes.len() / sector + 1;
        let mut container =
            Self { bytes, sector, fat: Vec::new(), mini_fat: Vec::new(), mini: Vec::new(), cutoff: 4096, entries: Vec::new() };
        let mut tables: Vec<u32> = (0..109).filter_map(|i| u32_at(76 + 4 * i)).filter(|&s| s < LARGEST).collect();
        let (mut next, mut steps) = (u32_at(68).ok_or_else(short)?, 0usize);
        while next < LARGEST {
            steps += 1;
            if steps > sectors {
                return Err(corrupt("the list of allocation tables loops"));
            }
            let table = container.sector(next).ok_or_else(|| corrupt("the list of allocation tables leaves the file"))?;
            let words = words(table);
            let (last, list) = words.split_last().ok_or_else(short)?;
            tables.extend(list.iter().copied().filter(|&s| s < LARGEST));
            next = *last;
        }
        if tables.len() > sectors {
            return Err(corrupt("more allocation tables than sectors"));
        }
        for t in tables {
            let table = container.sector(t).map(words).unwrap_or_default();
            container.fat.extend(table);
        }
        let directory = container.chain(u32_at(48).ok_or_else(short)?)?;
        container.cutoff = u64::from(u32_at(56).unwrap_or(4096));
        let mini_fat = container.chain(u32_at(60).ok_or_else(short)?)?;
        container.mini_fat = words(&mini_fat);
        container.read_directory(&directory)?;
        Ok(container)
    }

    fn read_directory(&mut self, directory: &[u8]) -> Result<(), Fault> {
        for (i, record) in directory.as_chunks::<128>().0.iter().enumerate() {
            let units: Vec<u16> =
                record.get(..64).unwrap_or(&[]).as_chunks::<2>().0.iter().map(|&b| u16::from_le_bytes(b)).take_while(|&u| u != 0).collect();
            let kind = record.get(66).copied().unwrap_or(0);
            let word = |at: usize| record.get(at..at + 4).and_then(|b| b.try_into().ok()).map_or(0, u32::from_le_bytes);
            let entry = Entry { name: String::from_utf16_lossy(&units), start: word(116), size: u64::from(word(120)) };
            if i == 0 {
                self.mini = self.chain(entry.start).unwrap_or_default();
            } else if kind == 2 || kind == 1 {
                self.entries.push(entry);
            }
        }
        if self.entries.is_empty() {
            return Err(corrupt("the container holds no streams"));
        }
        Ok(())
    }

    fn sector(&self, id: u32) -> Option<&'a [u8]> {
        let from = (id as usize).checked_add(1)?.checked_mul(self.sector)?;
        let to = (from + self.sector).min(self.bytes.len());
        self.bytes.get(from..to).filter(|s| !s.is_empty())
    }

    /// Puts a chain of sectors together; a chain longer than the file loops.
    fn chain(&self, start: u32) -> Result<Vec<u8>, Fault> {
        let mut out = Vec::new();
        let (mut next, mut steps) = (start, 0usize);
        while next < LARGEST && next != END && next != FREE {
            steps += 1;
            if steps > self.bytes.len() / self.sector + 1 {
                return Err(corrupt("a chain of sectors loops"));
            }
            let Some(sector) = self.sector(next) else { break };
            out.extend_from_slice(sector);
            next = self.fat.get(next as usize).copied().unwrap_or(END);
        }
        Ok(out)
    }

    /// Gives the content of a stream by name, without regard to case.
    pub(crate) fn stream(&self, name: &str) -> Result<Option<Vec<u8>>, Fault> {
        let Some(entry) = self.entries.iter().find(|e| e.name.eq_ignore_ascii_case(name)) else { return Ok(None) };
        let size = usize::try_from(entry.size).unwrap_or(usize::MAX);
        let mut content = if entry.size >= self.cutoff { self.chain(entry.start)? } else { self.mini_chain(entry.start)? };
        content.truncate(size.max(if entry.size == 0 { content.len() } else { 0 }));
        Ok(Some(content))
    }

    fn mini_chain(&self, start: u32) -> Result<Vec<u8>, Fault> {
        let mut out = Vec::new();
        let (mut next, mut steps) = (start, 0usize);
        while next < LARGEST {
            steps += 1;
            if steps > self.mini.len() / 64 + 1 {
                return Err(corrupt("a chain of small sectors loops"));
            }
            let from = next as usize * 64;
            let Some(sector) = self.mini.get(from..(from + 64).min(self.mini.len())) else { break };
            out.extend_from_slice(sector);
            next = self.mini_fat.get(next as usize).copied().unwrap_or(END);
        }
        Ok(out)
    }
}

fn words(bytes: &[u8]) -> Vec<u32> {
    bytes.as_chunks::<4>().0.iter().map(|&b| u32::from_le_bytes(b)).collect()
}
