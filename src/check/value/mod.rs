//! Checks that look at one cell.

pub(super) mod allowed_characters;
pub(super) mod bank_account;
pub(super) mod bic;
pub(super) mod cnaps;
pub(super) mod email_form;
pub(super) mod foreign_content;
pub(super) mod gtin;
pub(super) mod historic_tax_rate;
pub(super) mod iban;
pub(super) mod in_table;
pub(super) mod meaningless_name;
pub(super) mod missing;
pub(super) mod number_form;
pub(super) mod organisation_code;
pub(super) mod pattern;
pub(super) mod person_name;
pub(super) mod placeholder_value;
pub(super) mod range;
pub(super) mod registration_number;
pub(super) mod standard_number;
pub(super) mod too_long;
pub(super) mod uscc;
pub(super) mod uscc_inner;
pub(super) mod uscc_region;
pub(super) mod uscc_type;
pub(super) mod unit_known;
