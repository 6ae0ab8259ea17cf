//! Guards zip packages before anybody parses them: what is inside, and how large it really is once inflated.

use super::feed::is_worksheet;
use super::gauge::Measured;
use super::parts::key;
use super::watch::Watch;
use crate::read::error::Fault;
use crate::read::file::Format;
use crate::read::options::Limits;
use std::collections::{HashMap, HashSet};
use std::io::{Cursor, Read};
use zip::ZipArchive;

/// Recognises which workbook a zip package is.
pub(crate) fn recognise(bytes: &[u8]) -> Result<Format, Fault> {
    let archive = open(bytes)?;
    let names: Vec<String> = archive.file_names().flatten().map(|n| n.replace('\\', "/").to_lowercase()).collect();
    let has = |part: &str| names.iter().any(|n| n == part || n.ends_with(&format!("/{part}")));
    let under = |folder: &str| names.iter().any(|n| n.starts_with(folder));
    if has("workbook.bin") {
        return Ok(Format::Xlsb);
    }
    if has("workbook.xml") || under("xl/worksheets/") {
        return Ok(Format::Xlsx);
    }
    if under("word/") {
        return Err(Fault::NotATable("a Word document"));
    }
    if under("ppt/") {
        return Err(Fault::NotATable("a PowerPoint presentation"));
    }
    if has("content.xml") {
        return Ok(Format::Ods);
    }
    if names.iter().any(|n| n.starts_with("index/") || n.ends_with(".iwa")) {
        return Err(Fault::NotATable("an Apple Numbers document (export it as xlsx or csv)"));
    }
    if has("[content_types].xml") {
        return Ok(Format::Xlsx);
    }
    Err(Fault::NotATable("a zip archive (unpack it first)"))
}

fn open(bytes: &[u8]) -> Result<ZipArchive<Cursor<&[u8]>>, Fault> {
    ZipArchive::new(Cursor::new(bytes)).map_err(|e| Fault::Corrupt("zip", e.to_string()))
}

/// Inflates every part of markup once, counting: total bytes, ratio, the longest run of text, nesting and attributes.
///
/// What a package declares about its sizes is not believed.
pub(super) fn guard(bytes: &[u8], limits: &Limits) -> Result<(), Fault> {
    guard_but(bytes, limits, &HashSet::new()).map(drop)
}

/// Guards all parts but those that are guarded later; gives the bytes that they inflate to, and what was seen on worksheets.
pub(super) fn guard_but(bytes: &[u8], limits: &Limits, later: &HashSet<usize>) -> Result<(u64, HashMap<String, Watch>), Fault> {
    let mut seen = HashMap::new();
    let mut archive = open(bytes)?;
    if archive.len() as u64 > limits.parts {
        return Err(Fault::Limit("parts", limits.parts, format!("{} parts", archive.len())));
    }
    let mut total = 0u64;
    let mut buffer = vec![0u8; 64 << 10];
    for i in (0..archive.len()).filter(|i| !later.contains(i)) {
        let Ok(mut part) = archive.by_index(i) else { continue };
        let name = part.name().map(|n| n.into_owned()).unwrap_or_default();
        let lower = name.to_lowercase();
        if !(lower.ends_with(".xml") || lower.ends_with(".rels") || lower.ends_with(".bin")) {
            continue;
        }
        let key = key(&name);
        let sheet = is_worksheet(&key);
        let begin = if sheet { Measured::sheet } else { Measured::new };
        let mut measured = begin(limits, name, part.compressed_size(), total);
        // Where a part breaks off, its reader will say what is wrong with it.
        while let Ok(n) = part.read(&mut buffer)
            && n > 0
        {
            measured.feed(buffer.get(..n).unwrap_or(&[]))?;
        }
        let watch;
        (total, watch) = measured.end()?;
        if sheet {
            seen.insert(key, watch);
        }
    }
    Ok((total, seen))
}
