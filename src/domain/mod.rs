//! Pure kernels over text that know no table engine.

pub mod company;
pub mod material;
pub mod similarity;
