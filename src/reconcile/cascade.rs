//! Rewrites references to other records through the crosswalk.

use super::index::{CodeIndex, Resolution};
use crate::model::{Change, RowId, RuleCode, Table, TextColumn};
use crate::plan::Reference;
use std::sync::Arc;

/// A reference that leads to nothing that is loaded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unresolved {
    /// The referring row.
    pub row: RowId,
    /// The old code it refers to.
    pub code: String,
    /// What was found.
    pub found: Resolution,
}

/// A table with its references rewritten.
#[derive(Debug)]
pub struct Cascaded {
    /// The table; unresolved references keep their old code.
    pub table: Table,
    /// Rewritten cells.
    pub changes: Vec<Change>,
    /// References to nothing, to several records, or to a record that is not loaded.
    pub unresolved: Vec<Unresolved>,
    /// References found only after folding the code or restoring its zeros: row and code as it stood.
    pub repaired: Vec<(RowId, String)>,
    /// Position in the table and the row referred to, for every reference that was rewritten.
    pub links: Vec<(usize, RowId)>,
}

/// Rewrites one reference field. `new_code` gives the new code of a record that will be loaded, `None` for one that will not.
pub fn cascade(
    reference: &Reference,
    table: Table,
    index: &CodeIndex,
    system_of: &dyn Fn(RowId) -> String,
    new_code: &dyn Fn(RowId) -> Option<String>,
) -> Cascaded {
    let field: Arc<str> = reference.field.clone();
    let rule = RuleCode::new("crosswalk");
    let mut out = Cascaded { changes: vec![], unresolved: vec![], repaired: vec![], links: vec![], table };
    let Some(column) = out.table.column(&field) else { return out };
    let mut rewritten: Vec<Option<String>> = Vec::with_capacity(column.len());
    for (position, &row) in out.table.rows().iter().enumerate() {
        let Some(old) = column.get(position) else {
            rewritten.push(None);
            continue;
        };
        let found = index.resolve(&system_of(row), old);
        let target = if let Resolution::Record { row, .. } = &found { new_code(*row).map(|c| (*row, c)) } else { None };
        let Some((to, code)) = target else {
            out.unresolved.push(Unresolved { row, code: old.to_owned(), found });
            rewritten.push(Some(old.to_owned()));
            continue;
        };
        if matches!(found, Resolution::Record { repaired: true, .. }) {
            out.repaired.push((row, old.to_owned()));
        }
        out.links.push((position, to));
        if code != old {
            out.changes.push(Change { row, field: field.clone(), rule: rule.clone(), before: old.into(), after: code.as_str().into() });
        }
        rewritten.push(Some(code));
    }
    let column: TextColumn = rewritten.into_iter().collect();
    out.table = out.table.with_column(&field, column).expect("a rewritten column has the length of its table");
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Entity;
    use crate::plan::{Effect, Relation};

    #[test]
    fn references_are_rewritten_and_what_leads_nowhere_is_named() {
        let column: TextColumn = ["M1", "m2", "none", "held", ""].iter().map(|v| Some(*v)).collect();
        let table = Table::new(vec![("part".into(), column)], (10..15).map(RowId).collect()).unwrap();
        let index = CodeIndex::new([("a", "M1", RowId(1)), ("a", "M2", RowId(2)), ("a", "held", RowId(3))].into_iter());
        let reference = Reference { field: "part".into(), to: Entity::new("material"), effect: Effect::Hold, relation: Relation::Owns };
        let new = |r: RowId| (r != RowId(3)).then(|| format!("N{}", r.0));
        let c = cascade(&reference, table, &index, &|_| "a".into(), &new);
        assert_eq!(c.table.column("part").unwrap().iter().collect::<Vec<_>>(), [Some("N1"), Some("N2"), Some("none"), Some("held"), None]);
        assert_eq!(c.repaired, [(RowId(11), "m2".to_owned())]);
        assert_eq!(
            c.unresolved.iter().map(|u| (u.row, &u.found)).collect::<Vec<_>>(),
            [(RowId(12), &Resolution::Missing), (RowId(13), &Resolution::Record { row: RowId(3), repaired: false })]
        );
        assert_eq!((c.changes.len(), c.links.len()), (2, 2));
    }
}
