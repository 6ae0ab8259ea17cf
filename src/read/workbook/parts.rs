//! Parts of a zip package by name, and the sheets that a workbook part points to.

use super::markup::{Piece, Scanner, attribute};
use crate::read::error::Fault;
use crate::read::options::Limits;
use std::collections::HashMap;
use std::io::{BufReader, Cursor, Read};
use zip::ZipArchive;
use zip::read::ZipFile;

/// Kinds of parts that a workbook points to and that are read.
const READ: [&str; 3] = ["/worksheet", "/sharedStrings", "/styles"];

/// A package whose parts are found without regard to case and to the direction of slashes.
pub(super) struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    names: HashMap<String, usize>,
}

/// The stream of one part.
pub(super) type Part<'a, 'b> = BufReader<ZipFile<'a, Cursor<&'b [u8]>>>;

/// Puts a name of a part into the form in which names are compared.
pub(super) fn key(name: &str) -> String {
    name.replace('\\', "/").trim_start_matches('/').to_lowercase()
}

impl<'a> Package<'a> {
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, Fault> {
        let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|e| Fault::Corrupt("zip", e.to_string()))?;
        let mut names = HashMap::new();
        for i in 0..archive.len() {
            if let Ok(Ok(name)) = archive.by_index_raw(i).map(|p| p.name().map(|n| n.into_owned())) {
                names.insert(key(&name), i);
            }
        }
        Ok(Self { archive, names })
    }

    /// Gives the archive itself, which costs nothing to copy.
    pub(super) fn archive(&self) -> ZipArchive<Cursor<&'a [u8]>> {
        self.archive.clone()
    }

    /// Opens a part.
    pub(super) fn part(&mut self, name: &str) -> Option<Part<'_, 'a>> {
        let index = *self.names.get(&key(name))?;
        self.archive.by_index(index).ok().map(|p| BufReader::with_capacity(1 << 16, p))
    }

    /// Reads a part of markup that is small by its nature.
    pub(super) fn text(&mut self, name: &str) -> Option<String> {
        let mut bytes = Vec::new();
        self.part(name)?.take(16 << 20).read_to_end(&mut bytes).ok()?;
        Some(String::from_utf8_lossy(&bytes).into_owned())
    }

    /// Gives the targets that a part of the folder `xl` points to, by their id.
    pub(super) fn relations(&mut self, name: &str, limits: &Limits) -> Result<HashMap<String, String>, Fault> {
        let mut targets = HashMap::new();
        let text = self.text(name).unwrap_or_default();
        let mut scanner = Scanner::new(&text, limits);
        while let Some(piece) = scanner.next()? {
            if let Piece::Open { name, attributes, .. } = piece
                && name == "relationship"
                && let (Some(id), Some(target)) = (attribute(attributes, "Id"), attribute(attributes, "Target"))
            {
                let path = if target.starts_with(['/', '\\']) { key(&target) } else { key(&format!("xl/{target}")) };
                // The guard measures parts by what their names say that they are.
                let read = attribute(attributes, "Type").is_some_and(|t| READ.iter().any(|kind| t.ends_with(kind)));
                if read && !path.ends_with(".xml") && !path.ends_with(".bin") {
                    return Err(Fault::Corrupt("zip", format!("{path} should be a part of markup")));
                }
                targets.insert(id, path);
            }
        }
        Ok(targets)
    }

    /// Gives the parts of the sheets of an xlsx workbook by the sheets' names.
    pub(super) fn sheet_parts(&mut self, limits: &Limits) -> Result<HashMap<String, String>, Fault> {
        let targets = self.relations("xl/_rels/workbook.xml.rels", limits)?;
        let mut parts = HashMap::new();
        let text = self.text("xl/workbook.xml").unwrap_or_default();
        let mut scanner = Scanner::new(&text, limits);
        while let Some(piece) = scanner.next()? {
            if let Piece::Open { name, attributes, .. } = piece
                && name == "sheet"
                && let (Some(name), Some(id)) = (attribute(attributes, "name"), attribute(attributes, "id"))
                && let Some(part) = targets.get(&id)
            {
                if parts.values().any(|p| p == part) {
                    return Err(Fault::Corrupt("xlsx", format!("two of its sheets are one part, {part}")));
                }
                parts.insert(name, part.clone());
            }
        }
        Ok(parts)
    }
}
