//! Lines that stand there more than once: equal in the fields that identify them.

use crate::model::{Table, TextColumn};
use crate::plan::EntitySpec;
use std::collections::HashMap;

/// Lines with one natural key.
#[derive(Debug, PartialEq, Eq)]
pub struct RepeatedLines {
    /// Positions in the table, in order; two or more.
    pub positions: Vec<usize>,
    /// Whether the lines are equal in every field of the entity.
    pub identical: bool,
}

/// Finds lines of one scope (a system, say) that are equal in all natural key fields; ordered by their first position.
///
/// Lines without any key value are left alone, and so are entities without a natural key.
pub fn repeated_lines(spec: &EntitySpec, table: &Table, scope: &dyn Fn(usize) -> u32) -> Vec<RepeatedLines> {
    let keys: Vec<TextColumn> = spec.natural_key.iter().filter_map(|k| table.column(k)).collect();
    if keys.is_empty() {
        return Vec::new();
    }
    let mut groups: HashMap<(u32, Vec<&str>), Vec<usize>> = HashMap::new();
    for i in 0..table.height() {
        let key: Vec<&str> = keys.iter().map(|k| k.text(i)).collect();
        if key.iter().any(|k| !k.is_empty()) {
            groups.entry((scope(i), key)).or_default().push(i);
        }
    }
    let all: Vec<TextColumn> = spec.fields.iter().filter_map(|f| table.column(&f.name)).collect();
    let mut out: Vec<RepeatedLines> = groups
        .into_values()
        .filter(|positions| positions.len() > 1)
        .map(|positions| RepeatedLines {
            identical: all.iter().all(|c| positions.iter().all(|&p| c.get(p) == positions.first().and_then(|&f| c.get(f)))),
            positions,
        })
        .collect();
    out.sort_by_key(|r| r.positions.first().copied());
    out
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::model::RowId;
    use crate::plan::{FieldSpec, FieldType};

    pub(crate) fn spec(entity: &str, fields: &[&str]) -> EntitySpec {
        EntitySpec::bare(entity, fields.iter().map(|name| FieldSpec::bare(name, FieldType::Text)).collect())
    }

    #[test]
    fn repeated_lines_are_found_within_their_scope() {
        let mut spec = spec("bom", &["parent", "part", "qty"]);
        spec.natural_key = vec!["parent".into(), "part".into()];
        let column = |v: [&str; 6]| v.iter().map(|x| Some(*x)).collect();
        let table = Table::new(
            vec![
                ("parent".into(), column(["A", "A", "A", "", "B", "B"])),
                ("part".into(), column(["x", "x", "x", "", "y", "y"])),
                ("qty".into(), column(["1", "1", "2", "1", "3", "3"])),
            ],
            (0..6).map(RowId).collect(),
        )
        .unwrap();
        let found = repeated_lines(&spec, &table, &|i| u32::from(i == 2));
        assert_eq!(
            found,
            [RepeatedLines { positions: vec![0, 1], identical: true }, RepeatedLines { positions: vec![4, 5], identical: true }]
        );
        assert!(!repeated_lines(&spec, &table, &|_| 0)[0].identical);
    }
}
