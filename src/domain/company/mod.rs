//! Company names taken apart: region, distinctive part (字号), trade, legal form, branch; and whether two name the same firm.
//!
//! Anatomy of Chinese names: 行政区划 + 字号 + 行业 + 组织形式 (企业名称登记管理规定); the region may be absent or stand in brackets,
//! the trade may be absent, a branch carries its parent's name.

mod form;
mod latin;
mod lexicon;
mod likeness;
mod member;
#[cfg(test)]
mod near_names;
mod outline;
mod parse;
mod place;

pub use form::Kind;
pub use latin::Latin;
pub use lexicon::brand;
pub use likeness::{Likeness, likeness};
pub use member::{Kinship, Member};
pub use outline::Outline;
pub use parse::Company;
