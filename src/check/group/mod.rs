//! Checks that compare rows with each other.

pub(super) mod branch_without_head;
pub(super) mod duplicate_value;
pub(super) mod extreme_number;
pub(super) mod group_sum;
pub(super) mod mixed_units;
pub(super) mod old_tax_id;
pub(super) mod one_marked;
pub(super) mod overlapping_validity;
pub(super) mod quantity_off_peers;
pub(super) mod same_value_other_key;
