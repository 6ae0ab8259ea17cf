//! Records that have not the cells that their table has columns.

use super::records::Records;
use crate::read::assemble::{Fix, Fixes};
use crate::read::layout::regions::Region;

/// Says for every record with too few or too many cells what becomes of it.
pub(crate) fn mend(records: &Records, region: &Region) -> Fixes {
    let mut fixes = Fixes::default();
    for row in records.walk(region.from, region.to) {
        let spans = row.spans();
        let width = spans.len();
        if width == region.width || spans.iter().all(|s| s.is_empty()) || region.aside.contains_key(&row.row()) {
            continue;
        }
        if width > region.width {
            let surplus = spans.get(region.width..).unwrap_or(&[]);
            if surplus.iter().any(|s| !s.is_empty()) {
                fixes.insert(row.row(), Fix::Hold("surplus-cells"));
            }
        } else {
            fixes.insert(row.row(), Fix::Note("short-row"));
        }
    }
    fixes
}
