//! Masks the values in a profile before anybody sees them.

use crate::model::profile::{Cell, ColumnProfile, Profile};
use crate::plan::PersonalData;
use crate::report::mask::{Masking, mask_example};

/// Masks every value: those of columns with personal data by their kind, all others by their shape. [`Masking::Raw`] changes nothing.
#[must_use]
pub fn masked(mut profile: Profile, masking: Masking) -> Profile {
    profile.raw = masking == Masking::Raw;
    if masking == Masking::Masked {
        profile.files.iter_mut().flat_map(|f| &mut f.tables).flat_map(|t| &mut t.columns).for_each(mask_column);
    }
    profile
}

fn mask_column(c: &mut ColumnProfile) {
    let kind = c.personal.first().map(|p| PersonalData::from(p.kind));
    if kind.is_some() {
        // The range of personal data is personal too: the first and the last birthday are those of two persons.
        c.numbers = None;
        let ends = c.dates.iter_mut().flat_map(|d| [&mut d.min, &mut d.max]).flatten();
        ends.for_each(|day| *day = mask_example(day, Some(PersonalData::BirthDate), Masking::Masked));
    }
    let hide = |text: &mut String| *text = mask_example(text, kind, Masking::Masked);
    c.top.iter_mut().for_each(|v| hide(&mut v.value));
    c.patterns.iter_mut().for_each(|p| hide(&mut p.example));
    c.schemes.iter_mut().for_each(|s| hide(&mut s.example));
    c.repeats.iter_mut().flat_map(|r| &mut r.examples).for_each(|e| hide(&mut e.value));
    let proofs = c.proofs.iter_mut().flat_map(|p| &mut p.examples);
    let numbers = c.numbers.iter_mut().flat_map(|n| &mut n.outlier_examples);
    let dates = c.dates.iter_mut().flat_map(|d| &mut d.examples);
    let damage = c.damage.iter_mut().flat_map(|d| &mut d.examples);
    let both = |cell: &mut Cell| {
        hide(&mut cell.value);
        hide(&mut cell.suggestion);
    };
    proofs.chain(numbers).chain(dates).chain(damage).for_each(both);
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;

    #[test]
    fn values_are_masked_by_kind_unless_raw_is_asked_for() {
        let all = serde_json::to_string(&masked(sample::profile(), Masking::Raw)).unwrap();
        assert!(all.contains("13812345678") && all.contains("张三") && all.contains("\"raw\":true"));
        let hidden = serde_json::to_string(&masked(sample::profile(), Masking::Masked)).unwrap();
        assert!(!hidden.contains("13812345678") && !hidden.contains("张三"), "{hidden}");
        for born in ["1961-03-04", "2004-05-06"] {
            assert!(all.contains(born) && !hidden.contains(born), "{born}: {hidden}");
        }
        assert!(hidden.contains("138****5678") && hidden.contains("张*") && hidden.contains("\"raw\":false"));
    }
}
