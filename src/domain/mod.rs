//! Pure kernels over text: folding, codes with check digits, phones, dates, numbers, units, addresses. None of them knows a table engine,
//! reads a file or keeps state, so that the same kernel serves every stage and any number of threads.

pub mod address;
pub mod blank;
pub mod codes;
pub mod company;
pub mod country;
pub mod currency;
pub mod date;
pub mod fold;
pub mod lookup;
pub mod marker;
pub mod material;
pub mod nickname;
pub mod notation;
pub mod number;
pub mod personal;
pub mod phone;
pub mod postcode;
pub mod similarity;
pub mod synonym;
pub mod unit;
