//! Seeded data with known truth: registers of any size to measure on, and the demo company that the tests run on.

pub mod code;
pub mod customer;
pub mod customer_dirt;
pub mod demo;
pub mod firm;
pub mod material;
pub mod material_dirt;
pub mod place;
pub mod random;
pub mod sheet;
pub mod vocabulary;
