//! Which rows a check looks at: the parameters `if`, `unless` and `if_filled` that every check takes.

use super::Subject;
use super::case::Columns;
use super::memo;
use super::other::Meanings;
use super::params::Params;
use crate::domain::fold::fold_key;
use crate::model::TextColumn;

/// Gives for every row whether the conditions hold; `None` where there are no conditions.
///
/// A field that is not in the table counts as missing in every row.
pub(super) fn applicable_rows(subject: &Subject<'_>, columns: &Columns, params: Params<'_>) -> Option<Vec<bool>> {
    let (wanted, unwanted, filled) = (params.fields("if"), params.fields("unless"), params.texts("if_filled"));
    if wanted.is_empty() && unwanted.is_empty() && filled.is_empty() {
        return None;
    }
    let mut applies = vec![true; subject.table.height()];
    for (field, values) in wanted {
        keep(&mut applies, &matches(subject, columns.get(field), field, &values), true);
    }
    for (field, values) in unwanted {
        keep(&mut applies, &matches(subject, columns.get(field), field, &values), false);
    }
    if !filled.is_empty() {
        let filled: Vec<&TextColumn> = filled.into_iter().filter_map(|f| columns.get(f)).collect();
        for (row, applies) in applies.iter_mut().enumerate() {
            *applies &= filled.iter().any(|c| c.get(row).is_some());
        }
    }
    Some(applies)
}

fn keep(applies: &mut [bool], matches: &[bool], wanted: bool) {
    for (applies, matches) in applies.iter_mut().zip(matches) {
        *applies &= *matches == wanted;
    }
}

/// Says for every row whether the field has one of the values: equal when folded, or of the same meaning by the field's code list.
fn matches(subject: &Subject<'_>, column: Option<&TextColumn>, field: &str, values: &[&str]) -> Vec<bool> {
    let missing = values.iter().any(|v| v.is_empty());
    let Some(column) = column else { return vec![missing; subject.table.height()] };
    let meanings = Meanings::of_field(subject, field);
    let accepted: Vec<String> = values.iter().flat_map(|v| [fold_key(v), fold_key(meanings.canonical(v).unwrap_or(v))]).collect();
    let judge = |value: &str| {
        let key = fold_key(value);
        accepted.contains(&key) || meanings.canonical(value).is_some_and(|c| accepted.contains(&fold_key(c)))
    };
    memo::read_all(column, |value| Some(judge(value))).into_iter().map(|matches| matches.unwrap_or(missing)).collect()
}
