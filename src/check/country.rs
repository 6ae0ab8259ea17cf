//! Whether a row is about mainland China, whose codes, phones and postcodes have rules of their own.

use super::case::Case;
use crate::domain::fold::fold_key;
use crate::model::TextColumn;

/// The country column that a check's parameter `country` names.
pub(super) struct Countries<'a>(Option<&'a TextColumn>);

impl<'a> Countries<'a> {
    /// Takes the column that the parameter names.
    pub(super) fn of(case: &Case<'a>) -> Self {
        Self(case.named("country"))
    }

    /// Says whether a row is about mainland China; `None` where no country is given.
    pub(super) fn mainland(&self, row: usize) -> Option<bool> {
        self.0?.get(row).map(is_mainland)
    }
}

fn is_mainland(country: &str) -> bool {
    matches!(country, "CN" | "中国") || {
        matches!(
            fold_key(country).trim_end_matches('.'),
            "cn" | "chn" | "prc" | "china" | "p.r.china" | "中国" | "中国大陆" | "中华人民共和国" | "大陆" | "86" | "156" | "chinamainland"
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_mainland_counts() {
        for (country, expected) in
            [("CN", true), ("china", true), ("中國", true), ("P.R. China", true), ("HK", false), ("中国台湾", false), ("US", false)]
        {
            assert_eq!(is_mainland(country), expected, "{country}");
        }
    }
}
