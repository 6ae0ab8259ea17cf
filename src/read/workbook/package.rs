//! Guards zip packages before anybody parses them: what is inside, and how large it really is once inflated.

use super::declared::Declared;
use super::parts::key;
use super::watch::Watch;
use crate::read::error::Fault;
use crate::read::file::Format;
use crate::read::options::Limits;
use std::collections::HashMap;
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

/// Parts under this size are not judged by their ratio.
const SMALL: u64 = 4 << 20;
/// Shared texts are each written once, so that they shrink far less than cells do.
const SHARED: u64 = 5;

/// Inflates every part of markup once, counting: total bytes, ratio, the longest run of text, nesting and attributes.
///
/// What a package declares about its sizes is not believed. Gives what was seen on the sheets of an xlsx workbook by the way.
pub(super) fn guard(bytes: &[u8], limits: &Limits) -> Result<HashMap<String, Watch>, Fault> {
    let mut seen = HashMap::new();
    let mut archive = open(bytes)?;
    if archive.len() as u64 > limits.parts {
        return Err(Fault::Limit("parts", limits.parts, format!("{} parts", archive.len())));
    }
    let mut total = 0u64;
    for i in 0..archive.len() {
        let Ok(mut part) = archive.by_index(i) else { continue };
        let name = part.name().map(|n| n.into_owned()).unwrap_or_default();
        let lower = name.to_lowercase();
        if !(lower.ends_with(".xml") || lower.ends_with(".rels") || lower.ends_with(".bin")) {
            continue;
        }
        let packed = part.compressed_size().max(1);
        let ratio =
            limits.inflate_ratio / if lower.ends_with("sharedstrings.xml") || lower.ends_with("sharedstrings.bin") { SHARED } else { 1 };
        let mut gauge = Gauge::new(limits, lower.ends_with(".bin"));
        gauge.watch = key(&name).starts_with("xl/worksheets/").then(Watch::default);
        let mut buffer = vec![0u8; 64 << 10];
        let mut size = 0u64;
        loop {
            let n = match part.read(&mut buffer) {
                Ok(0) => break,
                Ok(n) => n,
                // The reader of the part will say what is wrong with it.
                Err(_) => break,
            };
            size += n as u64;
            total += n as u64;
            if total > limits.inflated_bytes {
                return Err(Fault::Limit("inflated_bytes", limits.inflated_bytes, name));
            }
            if size > SMALL && size / packed > ratio {
                return Err(Fault::Limit("inflate_ratio", ratio, name));
            }
            gauge.feed(buffer.get(..n).unwrap_or(&[])).map_err(|(limit, allowed)| Fault::Limit(limit, allowed, name.clone()))?;
        }
        if !gauge.declared.fits(size) {
            return Err(Fault::Corrupt("xlsx", format!("{name} declares more shared strings than it can hold")));
        }
        if let Some(watch) = gauge.watch {
            seen.insert(key(&name), watch);
        }
    }
    Ok(seen)
}

/// Measures markup that is not packed.
pub(super) fn guard_markup(bytes: &[u8], limits: &Limits) -> Result<(), Fault> {
    Gauge::new(limits, false).feed(bytes).map_err(|(limit, allowed)| Fault::Limit(limit, allowed, "markup".into()))
}

/// Measures markup as it streams by.
struct Gauge<'a> {
    limits: &'a Limits,
    binary: bool,
    run: u64,
    inside_tag: bool,
    attributes: u64,
    watch: Option<Watch>,
    declared: Declared,
}

impl<'a> Gauge<'a> {
    fn new(limits: &'a Limits, binary: bool) -> Self {
        Self { limits, binary, run: 0, inside_tag: false, attributes: 0, watch: None, declared: Declared::default() }
    }

    fn feed(&mut self, bytes: &[u8]) -> Result<(), (&'static str, u64)> {
        if self.binary {
            return Ok(());
        }
        let mut at = 0;
        while at < bytes.len() {
            let rest = bytes.get(at..).unwrap_or(&[]);
            let wanted = if self.inside_tag { b'>' } else { b'<' };
            let (n, found) = memchr::memchr(wanted, rest).map_or((rest.len(), false), |i| (i + 1, true));
            if self.inside_tag {
                self.attributes += memchr::memchr_iter(b'=', rest.get(..n).unwrap_or(&[])).count() as u64;
                if self.attributes > self.limits.attributes {
                    return Err(("attributes", self.limits.attributes));
                }
            }
            self.run += n as u64;
            if self.run > self.limits.cell_bytes {
                return Err(("cell_bytes", self.limits.cell_bytes));
            }
            let piece = rest.get(..n).unwrap_or(&[]);
            if self.watch.is_none() && self.inside_tag {
                self.declared.tag(piece, found);
            }
            if let Some(watch) = &mut self.watch {
                if self.inside_tag { watch.tag(piece, found) } else { watch.text(piece.strip_suffix(b"<").unwrap_or(piece)) }
            }
            if found {
                self.inside_tag = !self.inside_tag;
                self.run = 0;
                self.attributes = 0;
            }
            at += n;
        }
        Ok(())
    }
}
