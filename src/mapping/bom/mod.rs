//! Bills of materials whose lines do not name their parent: indented by level, continued below the parent's only cell, or all of the one
//! product that a title or the file names. The parents are derived where the sheet leaves no doubt, and every derived cell is a change.

mod continued;
mod level;
mod product;

pub use continued::{continued, is_continued};
pub use level::{Placed, depths_of, parents_from_levels};
pub use product::{Product, Told, product_of};

use super::recognition::{Note, NoteKind, SheetView};
use crate::model::{Change, Finding, RowId, RuleCode, Table, TextColumn};
use crate::plan::EntitySpec;
use std::sync::Arc;

/// The field of the parent's code; the derivations below look for these names.
const PARENT: &str = "parent_code";
const COMPONENT: &str = "component_code";
const LEVEL: &str = "level";

/// Says whether a field is the parent of an entity whose lines have a component: it may be derived.
pub(super) fn is_parent(spec: &EntitySpec, field: &str) -> bool {
    field == PARENT && spec.field(COMPONENT).is_some()
}

/// Says whether a field tells something of the parent of an entity whose lines have a component.
pub(super) fn is_parent_of_lines(spec: &EntitySpec, field: &str) -> bool {
    field.starts_with("parent_") && spec.field(PARENT).is_some() && spec.field(COMPONENT).is_some()
}

/// A table whose parents have been completed, with everything that was decided.
#[derive(Clone, Debug)]
pub struct Completed {
    /// The table.
    pub table: Table,
    /// Every cell that was derived.
    pub changes: Vec<Change>,
    /// Rows that are the product itself and no line (`bom-top-row`), and rows whose level makes no sense (`broken-bom-level`).
    pub findings: Vec<Finding>,
    /// How the parents were derived, for the sheet as a whole.
    pub notes: Vec<Note>,
}

/// Completes the parents of one sheet's lines, in their order in the sheet. Entities that are no bill of materials come back as they are.
///
/// 1. With a level and no parent, or a parent that only repeats the top product, parents follow from the levels.
/// 2. A parent that stands once, above blanks, holds for the blanks too.
/// 3. With neither, a title such as `产品编码：A-100`, or a file named by a code, names the parent of all lines.
pub fn complete_parents(spec: &EntitySpec, sheet: &SheetView, table: Table) -> Completed {
    let mut done = Completed { table, changes: Vec::new(), findings: Vec::new(), notes: Vec::new() };
    if !is_parent(spec, PARENT) || done.table.height() == 0 {
        return done;
    }
    let product = product_of(sheet);
    let components = done.table.column(COMPONENT).unwrap_or_else(|| TextColumn::nulls(done.table.height()));
    let parents = done.table.column(PARENT).filter(|p| p.missing() < p.len());
    let levels = done.table.column(LEVEL).filter(|l| depths_of(l).is_some());
    match (parents, levels) {
        (None, Some(levels)) => done.by_levels(&levels, &components, product.as_ref().and_then(|p| p.code.as_deref())),
        (Some(parents), Some(levels)) if level::repeats_top(&levels, &parents, &components) => {
            done.by_levels_below(&levels, &components, &parents);
        }
        (Some(parents), _) if is_continued(&parents, &components) => done.fill_down(spec, &parents),
        (None, None) => done.all_of(product, &components),
        _ => {}
    }
    done
}

impl Completed {
    fn by_levels(&mut self, levels: &TextColumn, components: &TextColumn, top: Option<&str>) {
        let placed = parents_from_levels(levels, components, top);
        self.place(&placed, None);
    }

    fn by_levels_below(&mut self, levels: &TextColumn, components: &TextColumn, tops: &TextColumn) {
        let placed = level::parents_below(levels, components, tops);
        self.place(&placed, Some(tops));
    }

    /// Writes the parents that levels gave, over those that were there.
    fn place(&mut self, placed: &[Placed], before: Option<&TextColumn>) {
        let old = |i: usize| before.map_or("", |b| b.text(i));
        let new: Vec<Option<String>> = placed
            .iter()
            .enumerate()
            .map(|(i, p)| match p {
                Placed::Line { parent } => Some(parent.clone()),
                Placed::Top | Placed::Empty => Some(old(i).to_owned()),
                Placed::Broken { .. } => None,
            })
            .collect();
        for ((i, p), row) in placed.iter().enumerate().zip(self.table.rows().to_vec()) {
            match p {
                Placed::Top => self.findings.push(Finding::at(&RuleCode::new("bom-top-row"), crate::model::Place::Row(row, None), old(i))),
                Placed::Broken { why } => {
                    let level = self.table.column(LEVEL).map(|l| l.text(i).to_owned()).unwrap_or_default();
                    let finding = Finding::cell(&RuleCode::new(NoteKind::BrokenLevel.code()), row, &Arc::from(LEVEL), &level);
                    self.findings.push(finding.expecting(why));
                }
                Placed::Line { .. } | Placed::Empty => {}
            }
        }
        self.write(PARENT, &new, "parent-from-level");
        self.note("level");
    }

    /// Repeats the parent, and what else stands in its row alone, down to the next parent.
    fn fill_down(&mut self, spec: &EntitySpec, parents: &TextColumn) {
        let source = continued(parents);
        let fields = spec.fields.iter().filter(|f| spec.header_fields.contains(&f.name) || f.name.starts_with("parent"));
        for field in fields {
            let Some(column) = self.table.column(&field.name) else { continue };
            let new: Vec<Option<String>> =
                source.iter().enumerate().map(|(i, s)| column.get(i).or_else(|| column.get((*s)?)).map(str::to_owned)).collect();
            self.write(&field.name, &new, "parent-filled-down");
        }
        self.note("blank cells below the parent");
    }

    fn all_of(&mut self, product: Option<Product>, components: &TextColumn) {
        let Some(Product { code: Some(code), told, .. }) = product else { return };
        // A product is no component of itself: the sheet may list it too.
        let line = |i: usize| components.get(i).is_none_or(|c| c.trim() != code);
        let new: Vec<Option<String>> = (0..components.len()).map(|i| Some(code.clone()).filter(|_| line(i))).collect();
        let rows = self.table.rows().to_vec();
        for (_, row) in rows.iter().enumerate().filter(|(i, _)| !line(*i)) {
            self.findings.push(Finding::at(&RuleCode::new("bom-top-row"), crate::model::Place::Row(*row, None), &code));
        }
        self.write(PARENT, &new, if told == Told::Title { "parent-from-title" } else { "parent-from-file-name" });
        self.note(&code);
    }

    /// Puts a column in place and keeps a change for every cell that differs.
    fn write(&mut self, field: &str, new: &[Option<String>], rule: &str) {
        let old = self.table.column(field).unwrap_or_else(|| TextColumn::nulls(self.table.height()));
        let (rule, name) = (RuleCode::new(rule), Arc::<str>::from(field));
        let rows: Vec<RowId> = self.table.rows().to_vec();
        for ((i, value), row) in new.iter().enumerate().zip(rows) {
            let (before, after) = (old.text(i), value.as_deref().unwrap_or(""));
            if before != after {
                let (before, after) = (before.into(), after.into());
                self.changes.push(Change { row, field: name.clone(), rule: rule.clone(), before, after });
            }
        }
        let column: TextColumn = new.iter().map(Option::as_deref).collect();
        self.table = self.table.clone().with_column(field, column).expect("a column of one value a row");
    }

    fn note(&mut self, by: &str) {
        if !self.changes.is_empty() {
            self.notes.push(Note::new(NoteKind::DerivedParent, None, by).expecting(PARENT));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mapping::testing::{PLAN, Sheet};
    use crate::mapping::{Recogniser, apply};

    /// Completes a sheet; gives the parent of every line, the rules that changed cells, and the codes of findings.
    fn completed(sheet: &Sheet) -> (Vec<String>, Vec<String>, Vec<String>) {
        let r = Recogniser::new(&PLAN).recognise(&sheet.view(), None);
        let spec = PLAN.entity(r.entity.as_ref().expect("a bill of materials")).expect("a pack");
        let rows = (0..sheet.columns[0].len()).map(|i| RowId(i as u32)).collect();
        let done = complete_parents(spec, &sheet.view(), apply(spec, &r, &sheet.columns, rows, &Default::default()));
        let parents = done.table.column(PARENT).map(|c| c.iter().map(|p| p.unwrap_or("").to_owned()).collect()).unwrap_or_default();
        let mut rules: Vec<String> = done.changes.iter().map(|c| c.rule.to_string()).collect();
        rules.dedup();
        (parents, rules, done.findings.iter().map(|f| f.rule.to_string()).collect())
    }

    fn check(sheet: &Sheet, parents: &[&str], rules: &[&str], findings: &[&str]) {
        let owned = |l: &[&str]| l.iter().map(|s| (*s).to_owned()).collect::<Vec<_>>();
        assert_eq!(completed(sheet), (owned(parents), owned(rules), owned(findings)));
    }

    #[test]
    fn indented_lists_get_their_parents() {
        let text = "层级|物料编码|物料名称|用量|单位\n0|P-100|水泵|1|台\n1|A-1|叶轮组件|1|套\n2|A-11|叶轮|1|个\n1|A-2|螺栓M8|4|个";
        check(&Sheet::of("BOM.csv", text), &["", "P-100", "A-1", "P-100"], &["parent-from-level"], &["bom-top-row"]);
        let text = "层级|物料编码|物料名称|用量|单位\n1|A-1|叶轮组件|1|套\n3|A-11|叶轮|1|个\n1|A-2|螺栓M8|4|个";
        let sheet = Sheet::of("BOM.csv", text).under(&["产品编码：P-100"]);
        check(&sheet, &["P-100", "", "P-100"], &["parent-from-level"], &["broken-bom-level"]);
    }

    #[test]
    fn exploded_lists_get_their_direct_parents() {
        let text = "成品编码|层级|子件编码|子件名称|用量\nP1|1|A-1|组件|1\nP1|2|A-11|叶轮|1\nP1|2|A-12|键|1\nP2|1|B-1|螺栓|4";
        check(&Sheet::of("BOM.csv", text), &["P1", "A-1", "A-1", "P2"], &["parent-from-level"], &[]);
    }

    #[test]
    fn a_parent_above_blanks_holds_for_them() {
        let text = "父项编码|父项名称|子项编码|子项名称|用量\nP1|水泵|A1|叶轮|1\n||A2|轴|1\nP2|风机|A1|叶轮|1\n||A3|壳|1";
        check(&Sheet::of("BOM.csv", text), &["P1", "P1", "P2", "P2"], &["parent-filled-down"], &[]);
        let text = "父项编码|子项编码|子项名称|用量\nP1|A1|叶轮|1\nP1|A2|轴|1\n|A4|键|1\nP2|A1|叶轮|1\nP2|A3|壳|1";
        check(&Sheet::of("BOM.csv", text), &["P1", "P1", "", "P2", "P2"], &[], &[]);
    }

    #[test]
    fn a_title_or_a_file_names_the_parent_of_all() {
        let text = "物料编码|物料名称|数量|单位\nA-1|叶轮|1|个\nA-2|螺栓M8|4|个";
        let sheet = Sheet::of("BOM.csv", text).under(&["物料清单", "产品编码：P-100"]);
        check(&sheet, &["P-100", "P-100"], &["parent-from-title"], &[]);
        check(&Sheet::of("PUMP100-20 BOM.csv", text), &["PUMP100-20", "PUMP100-20"], &["parent-from-file-name"], &[]);
        check(&Sheet::of("BOM.csv", text), &[], &[], &[]);
    }
}
