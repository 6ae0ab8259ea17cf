//! OpenDocument spreadsheets, packed or flat.
//!
//! Source: OASIS OpenDocument 1.3, part 3, chapter 9 (tables) and chapter 6.1 (white space).

mod cell;
mod table;

use super::budget::Budget;
use super::gauge;
use super::parts::Package;
use super::sheet::Sheet;
use crate::read::error::Fault;
use crate::read::options::ReadOptions;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::io::BufRead;
use table::Tables;

fn corrupt(detail: impl Into<String>) -> Fault {
    Fault::Corrupt("ods", detail.into())
}

/// Reads the tables of a document.
pub(super) fn read(bytes: &[u8], options: &ReadOptions) -> Result<Vec<Sheet>, Fault> {
    let budget = Budget::new(&options.limits, bytes.len() as u64);
    if !bytes.starts_with(b"PK") {
        gauge::guard_markup(bytes, &options.limits)?;
        return tables(bytes, options, budget);
    }
    let mut package = Package::open(bytes)?;
    if package.text("META-INF/manifest.xml").is_some_and(|m| m.contains("encryption-data")) {
        return Err(Fault::Encrypted("document protected with a password"));
    }
    let content = package.part("content.xml").ok_or_else(|| corrupt("it has no part content.xml"))?;
    tables(content, options, budget)
}

fn tables(content: impl BufRead, options: &ReadOptions, budget: Budget<'_>) -> Result<Vec<Sheet>, Fault> {
    let mut reader = Reader::from_reader(content);
    let config = reader.config_mut();
    config.check_end_names = false;
    config.check_comments = false;
    let mut tables = Tables::new(options, budget);
    let mut buffer = Vec::new();
    let mut depth = 0u64;
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer).map_err(|e| corrupt(e.to_string()))? {
            Event::Start(e) => {
                depth += 1;
                if depth > options.limits.depth {
                    return Err(Fault::Limit("depth", options.limits.depth, format!("element {}", e.name().as_ref())));
                }
                tables.open(e.name().as_ref(), &e)?;
            }
            Event::Empty(e) => {
                tables.open(e.name().as_ref(), &e)?;
                tables.close(e.name().as_ref())?;
            }
            Event::End(e) => {
                depth = depth.saturating_sub(1);
                tables.close(e.name().as_ref())?;
            }
            Event::Text(t) => tables.text(&t),
            Event::CData(t) => tables.text(&t),
            Event::GeneralRef(name) => {
                let written = format!("&{};", &*name);
                tables.text(&super::markup::resolve(&written));
            }
            Event::DocType(t) if t.contains("<!ENTITY") => return Err(corrupt("it declares entities of its own, which are refused")),
            Event::Eof => break,
            _ => {}
        }
    }
    tables.finish()
}

/// Gives an attribute by its full name, references resolved.
fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = element.try_get_attribute(name).ok()??;
    Some(super::markup::resolve(&found.value))
}

/// Gives a number of repetitions, at least one.
fn count(element: &BytesStart<'_>, name: &str) -> u32 {
    attribute(element, name).and_then(|v| v.trim().parse::<u64>().ok()).map_or(1, |n| u32::try_from(n.max(1)).unwrap_or(u32::MAX))
}
