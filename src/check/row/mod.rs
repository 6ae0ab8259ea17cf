//! Checks that compare cells of one row with each other or with the plan.

pub(super) mod account_holder;
pub(super) mod address_region;
pub(super) mod attribute_contradiction;
pub(super) mod balance_side;
pub(super) mod bank_agrees;
pub(super) mod currency_decimals;
pub(super) mod date_form;
pub(super) mod date_limit;
pub(super) mod date_order;
pub(super) mod designator_count;
pub(super) mod incomplete_set;
pub(super) mod listed_together;
pub(super) mod marker_vs_status;
pub(super) mod not_above;
pub(super) mod phone_form;
pub(super) mod postcode_form;
pub(super) mod postcode_region;
pub(super) mod product_equals;
pub(super) mod region_agrees;
pub(super) mod section_title;
pub(super) mod self_reference;
pub(super) mod status_conflict;
pub(super) mod status_known;
pub(super) mod sum_equals;
pub(super) mod unit_fraction;
pub(super) mod zero_mismatch;
