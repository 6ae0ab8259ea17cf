//! What the credit codes of a column say of themselves, read once for the checks that look at their parts.

use crate::domain::codes::{Verdict, is_province, organisation, uscc};
use crate::model::TextColumn;
use rayon::prelude::*;

/// The parts of one unified social credit code whose own check character fits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct CreditCode {
    /// Whether authority and type stand in the standard's table.
    pub(super) kind_known: bool,
    /// Whether the province exists, or is that of the national authority.
    pub(super) region_known: bool,
    /// Whether the organisation code inside fits its own check character.
    pub(super) inner_fits: bool,
    /// The two digits of the province.
    province: [u8; 2],
}

impl CreditCode {
    /// Reads a code; `None` where it is none.
    pub(super) fn read(value: &str) -> Option<Self> {
        let verdict = uscc::check(value);
        let code = verdict.normalised()?;
        let mut head = code.chars();
        let province = code.get(2..4)?;
        // Only a doubtful code has a part in which something is wrong.
        let sound = matches!(verdict, Verdict::Valid { .. });
        Some(Self {
            kind_known: sound || uscc::holder(head.next()?, head.next()?).is_some(),
            region_known: sound || province == "10" || is_province(province),
            inner_fits: sound || organisation::check(uscc::organisation_code(code)?).is_usable(),
            province: province.as_bytes().try_into().ok()?,
        })
    }

    /// Gives the two digits of the province.
    pub(super) fn province(&self) -> &str {
        std::str::from_utf8(&self.province).unwrap_or("")
    }
}

/// Reads the codes of a column.
pub(super) fn read_all(column: &TextColumn) -> Vec<Option<CreditCode>> {
    (0..column.len()).into_par_iter().with_min_len(4096).map(|row| column.get(row).and_then(CreditCode::read)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parts_of_a_code_are_read() {
        let code = CreditCode::read("914403001922038216").unwrap();
        assert_eq!((code.kind_known, code.region_known, code.inner_fits, code.province()), (true, true, true, "44"));
        assert_eq!(CreditCode::read("914403001922038217"), None);
    }
}
