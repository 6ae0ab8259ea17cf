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

/// Gives every generated file of the demo: its path below the repository's root, and its bytes.
pub fn demo_files() -> Vec<(String, Vec<u8>)> {
    company_files(1)
}

/// Gives every file of a company of this size, about 2,240 rows times that, under the demo's paths.
pub fn company_files(size: usize) -> Vec<(String, Vec<u8>)> {
    let books = company::books(size);
    let sheets = |b: &book::Book| b.pages.iter().map(book::Page::sheet).collect::<Vec<_>>();
    let exports = books.iter().map(|b| (format!("fixtures/demo/exports/{}", b.path), write(b.kind, &sheets(b))));
    let truth = truth::tables(&books).into_iter().map(|(name, text)| (format!("fixtures/demo_truth/{name}"), text.into_bytes()));
    exports.chain(truth).collect()
}
