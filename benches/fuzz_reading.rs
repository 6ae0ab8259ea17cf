//! Reads damaged files for as long as asked: `cargo bench --bench fuzz_reading -- [MINUTES [SEED [FOLDER]]]`, one minute by default.
//!
//! The files of FOLDER (the demo's by default) are damaged at random, parts of workbooks also from within, and read. A panic, a file that
//! takes longer than ten seconds, a NUL in a cell, or columns of unequal length end it with exit code 1, and the input is kept in
//! the build folder's `tmp/fuzz_reading/`, also where the program is killed. The same seed damages in the same order.

use cutover::read::{Limits, ReadOptions, read_bytes};
use std::error::Error;
use std::io::{Cursor, Read, Write};
use std::panic::catch_unwind;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use zip::write::SimpleFileOptions;

/// Longer than this on one file is a hang.
const SLOW: Duration = Duration::from_secs(10);
/// Files beyond this size only slow the search down.
const LARGEST: u64 = 200_000;

/// Draws numbers: xorshift64*, by Vigna, "An experimental exploration of Marsaglia's xorshift generators", 2016.
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D)
    }

    fn below(&mut self, n: usize) -> usize {
        (self.next() >> 33) as usize % n.max(1)
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1).filter(|a| a != "--bench");
    let minutes: f64 = arguments.next().map_or(Ok(1.0), |a| a.parse())?;
    let seed: u64 = arguments.next().map_or(Ok(1), |a| a.parse())?;
    let folder = arguments.next().map_or_else(|| PathBuf::from("fixtures/demo"), PathBuf::from);
    let mut seeds = Vec::new();
    collect(&folder, &mut seeds)?;
    seeds.sort();
    let seeds: Vec<Vec<u8>> = seeds.into_iter().map(|(_, bytes)| bytes).collect();
    if seeds.is_empty() {
        return Err(format!("{} has no files", folder.display()).into());
    }
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("fuzz_reading");
    std::fs::create_dir_all(&folder)?;
    let current = folder.join(format!("current-{seed}.bin"));
    std::panic::set_hook(Box::new(|_| {}));
    let mut chance = Chance(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
    let (start, mut files, mut read, mut slowest) = (Instant::now(), 0u64, 0u64, Duration::ZERO);
    while start.elapsed().as_secs_f64() < minutes * 60.0 {
        let input = damaged(&seeds, &mut chance);
        // What ends the whole program, such as running out of memory, leaves its input behind.
        std::fs::write(&current, &input)?;
        let began = Instant::now();
        let outcome = catch_unwind(|| judge(&input)).unwrap_or_else(|_| Err("panic".into()));
        let took = began.elapsed();
        slowest = slowest.max(took);
        files += 1;
        match outcome {
            Ok(table) if took < SLOW => read += u64::from(table),
            Ok(_) => return Err(format!("file {files}: {took:?} on one file; kept as {}", current.display()).into()),
            Err(why) => return Err(format!("file {files}: {why}; kept as {}", current.display()).into()),
        }
    }
    std::fs::remove_file(&current)?;
    writeln!(std::io::stdout(), "{files} damaged files, {read} of them read, the others refused; slowest {slowest:?}")?;
    Ok(())
}

/// Reads one input; says whether it is a table, or what is wrong with the answer.
fn judge(input: &[u8]) -> Result<bool, String> {
    let limits = Limits { inflated_bytes: 64 << 20, cells: 4_000_000, text_bytes: 64 << 20, ..Limits::default() };
    let Ok(file) = read_bytes("damaged", input, &ReadOptions { limits, ..ReadOptions::default() }) else { return Ok(false) };
    for table in &file.sheets {
        if table.columns.len() != table.header.len() || table.columns.iter().any(|c| c.len() != table.height()) {
            return Err("columns of unequal length".into());
        }
        if table.columns.iter().any(|c| c.iter().flatten().any(|v| v.contains('\0'))) {
            return Err("a NUL in a cell".into());
        }
    }
    Ok(true)
}

fn collect(folder: &Path, found: &mut Vec<(PathBuf, Vec<u8>)>) -> Result<(), Box<dyn Error>> {
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let meta = entry.metadata()?;
        if meta.is_dir() {
            collect(&entry.path(), found)?;
        } else if meta.is_file() && meta.len() <= LARGEST {
            found.push((entry.path(), std::fs::read(entry.path())?));
        }
    }
    Ok(())
}

/// Takes a file and damages it, in half of the workbooks one of its parts.
fn damaged(seeds: &[Vec<u8>], chance: &mut Chance) -> Vec<u8> {
    let pick = |chance: &mut Chance| seeds.get(chance.below(seeds.len())).cloned().unwrap_or_default();
    let mut bytes = pick(chance);
    let other = pick(chance);
    if bytes.starts_with(b"PK") && chance.below(2) == 0 {
        return inside(&bytes, &other, chance).unwrap_or(bytes);
    }
    for _ in 0..=chance.below(6) {
        damage(&mut bytes, &other, chance);
    }
    bytes
}

/// Damages one part of a zip file and packs it again.
fn inside(bytes: &[u8], other: &[u8], chance: &mut Chance) -> Option<Vec<u8>> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).ok()?;
    let chosen = chance.below(archive.len());
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for i in 0..archive.len() {
        let mut part = archive.by_index(i).ok()?;
        let mut content = Vec::new();
        part.read_to_end(&mut content).ok()?;
        if i == chosen {
            for _ in 0..=chance.below(6) {
                damage(&mut content, other, chance);
            }
        }
        out.start_file(part.name().ok()?.into_owned(), SimpleFileOptions::default()).ok()?;
        out.write_all(&content).ok()?;
    }
    Some(out.finish().ok()?.into_inner())
}

/// What numbers and markup break on.
const NASTY: [&[u8]; 14] = [
    b"\xff\xff\xff\xff",
    b"\0\0\0\0",
    b"\x7f\xff\xff\xff",
    b"4294967295",
    b"99999999999999999999",
    b"-1",
    b"\"",
    b"<![CDATA[",
    b"<row r=\"1048577\">",
    b"<c r=\"XFE9\"><v>1</v></c>",
    b"\xef\xbb\xbf",
    b"\r",
    b"&#0;",
    b"\xe4",
];

fn damage(bytes: &mut Vec<u8>, other: &[u8], chance: &mut Chance) {
    let at = chance.below(bytes.len() + 1);
    let end = (at + 1 + chance.below(64)).min(bytes.len());
    match chance.below(7) {
        0 => bytes.truncate(at),
        1 => drop(bytes.drain(at.min(end)..end)),
        2 => {
            let copy = bytes.get(at.min(end)..end).unwrap_or_default().to_vec();
            bytes.splice(at..at, copy.repeat(1 + chance.below(20)));
        }
        3 => {
            let from = chance.below(other.len() + 1);
            let to = (from + chance.below(400)).min(other.len());
            bytes.splice(at..at, other.get(from..to).unwrap_or_default().iter().copied());
        }
        4 => {
            let nasty = NASTY.get(chance.below(NASTY.len())).copied().unwrap_or_default();
            let to = (at + chance.below(nasty.len() + 1)).min(bytes.len());
            bytes.splice(at..to, nasty.iter().copied());
        }
        _ => {
            if let Some(b) = bytes.get_mut(at) {
                *b ^= 1 << chance.below(8);
            }
        }
    }
}
