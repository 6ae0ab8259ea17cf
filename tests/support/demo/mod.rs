//! The demo company: two plants with two schemes of codes, what they export, what is wrong with it, and the truth about it.

pub mod balance;
pub mod book;
pub mod company;
pub mod customer;
pub mod material;
pub mod partner;
pub mod record;
pub mod structure;
pub mod supplier;
pub mod truth;

use crate::support::sheet::write;
use std::io;
use std::path::Path;

/// Writes the exports to `fixtures/demo/exports` and the truth to `fixtures/demo_truth` below this folder.
///
/// # Errors
/// If a file cannot be written.
pub fn generate_demo(root: &Path) -> io::Result<()> {
    for (path, bytes) in demo_files() {
        let path = root.join(path);
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)?;
        }
        std::fs::write(path, bytes)?;
    }
    Ok(())
}

/// Gives every generated file: its path below the repository's root, and its bytes.
pub fn demo_files() -> Vec<(String, Vec<u8>)> {
    let books = company::books();
    let sheets = |b: &book::Book| b.pages.iter().map(book::Page::sheet).collect::<Vec<_>>();
    let exports = books.iter().map(|b| (format!("fixtures/demo/exports/{}", b.path), write(b.kind, &sheets(b))));
    let truth = truth::tables(&books).into_iter().map(|(name, text)| (format!("fixtures/demo_truth/{name}"), text.into_bytes()));
    exports.chain(truth).collect()
}
