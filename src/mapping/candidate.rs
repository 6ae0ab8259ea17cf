//! One entity tried on one sheet: which column would be which field, and how much speaks for it.

use super::dictionary::LikenessTable;
use super::header::Header;
use super::pairing::{drop_ties, drop_weak, pair};
use super::score::{Context, score, tells_child};
use super::shape::{Look, Shape};
use crate::plan::{EntitySpec, FieldType, Plan, Relation};

/// A column with everything that is known about it.
#[derive(Clone, Debug)]
pub(super) struct Column {
    /// The header.
    pub header: Header,
    /// The values.
    pub shape: Shape,
    /// Likeness of the header to the fields of all entities.
    pub likeness: LikenessTable,
    /// What the project says: a field by its name, or an empty text that leaves the column out.
    pub declared: Option<String>,
}

impl Column {
    /// Says whether the column should be something: it has values, and they are not a program's own bookkeeping.
    pub fn is_informative(&self) -> bool {
        self.shape.filled > 0
            && self.shape.share(Look::Machine) < 0.5
            && self.shape.share(Look::Blob) < 0.5
            && !BOOKKEEPING.contains(&self.header.key.as_str())
            && !(self.header.is_blank() && self.shape.counts_up)
    }
}

/// Headers of columns that programs keep for themselves: they say nothing about what a sheet is.
const BOOKKEEPING: &[&str] = &[
    "序号",
    "序",
    "行号",
    "排序",
    "rowguid",
    "guid",
    "rowid",
    "mandt",
    "client",
    "modifieddate",
    "createdby",
    "createdat",
    "changedby",
    "changedat",
    "ernam",
    "aenam",
    "laeda",
    "ersda",
    "language",
    "languagecode",
    "spras",
    "sourcesystemid",
    "recid",
    "timestamp",
    "sn",
    "seq",
    "version",
    "创建人",
    "修改人",
    "审核人",
    "制单人",
    "创建时间",
    "修改时间",
];

/// Pairs of a column and a field below this are never made.
pub(super) const LEAST: f64 = 0.5;

/// An entity tried on a sheet.
#[derive(Clone, Debug)]
pub(super) struct Candidate {
    /// Position of the entity in the plan.
    pub entity: usize,
    /// Score of every column for every field: 0 to about 1.1.
    pub scores: Vec<Vec<f64>>,
    /// The field of every column.
    pub fields: Vec<Option<usize>>,
    /// How much speaks for the entity, in points.
    pub points: f64,
    /// Share of the informative columns that the entity explains, 0 to 1.
    pub coverage: f64,
    /// Share of distinct values in the column of the key, where there are enough.
    pub distinct_keys: Option<f64>,
    /// Why the entity is impossible all the same.
    pub lacks: Option<Lack>,
}

/// What an entity cannot do without.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Lack {
    /// A column of this field, with values.
    Field(usize),
    /// Columns enough.
    Columns,
}

impl Candidate {
    /// Tries an entity on the columns of a sheet.
    ///
    /// # Panics
    /// If the plan has no such entity.
    pub fn new(plan: &Plan, entity: usize, columns: &[Column], has_header: bool, fixed: &[usize]) -> Self {
        let spec = plan.entities.get(entity).expect("entities are tried by their position in the plan");
        let told: Vec<usize> = (0..spec.fields.len()).filter(|f| columns.iter().any(|c| tells_child(entity, spec, *f, c))).collect();
        let context = Context { has_header, fixed, child_told: &told };
        let mut scores: Vec<Vec<f64>> =
            columns.iter().map(|c| (0..spec.fields.len()).map(|f| score(entity, spec, f, c, &context)).collect()).collect();
        drop_ties(&mut scores, columns, has_header);
        drop_weak(entity, &mut scores, columns);
        let fields = pair(spec, &scores, columns);
        let mut made = Self { entity, scores, fields, points: 0.0, coverage: 0.0, distinct_keys: None, lacks: None };
        if has_header {
            made.weigh(columns, &lenders_of(plan, spec));
            made.points -= made.named_otherwise(plan, columns).min(2.0);
        } else {
            made.weigh_values(spec, columns);
        }
        made.lacks = made.lacking(spec, columns);
        made
    }

    /// Gives the score of a column's own field.
    pub fn confidence(&self, column: usize) -> f64 {
        let field = self.fields.get(column).copied().flatten();
        field.and_then(|f| self.scores.get(column)?.get(f)).map_or(0.0, |s| s.min(0.99))
    }

    /// Gives the column of a field.
    pub fn column_of(&self, field: usize) -> Option<usize> {
        self.fields.iter().position(|f| *f == Some(field))
    }

    /// Counts points: every explained column counts by how sure it is and by how few other entities would explain it too.
    /// What describes the thing referred to (the 材质 of a BOM line's component) explains a column too, but less.
    fn weigh(&mut self, columns: &[Column], lenders: &[usize]) {
        let (mut points, mut explained, mut informative) = (0.0_f64, 0.0_f64, 0.0_f64);
        for (i, column) in columns.iter().enumerate().filter(|(_, c)| c.is_informative()) {
            informative += 1.0;
            let sure = self.confidence(i);
            let lent = if sure > 0.0 { 0.0 } else { lenders.iter().map(|e| best_likeness(column, *e)).fold(0.0, f64::max) };
            let lent = if lent >= 0.85 { lent } else { 0.0 };
            explained += sure + 0.5 * lent;
            points += sure * specific(self.entity, column) + 0.25 * lent;
        }
        self.coverage = if informative > 0.0 { explained / informative } else { 0.0 };
        self.points = points.min(5.0) + 1.5 * (self.coverage - 0.3);
    }

    /// Counts the columns that are the code or the name of other master data, and nothing to this entity: 客户名称 among suppliers.
    fn named_otherwise(&self, plan: &Plan, columns: &[Column]) -> f64 {
        let main = |e: &EntitySpec, f: usize| {
            e.key.is_some() && e.fields.get(f).is_some_and(|f| f.required && (is_name(f.kind) || e.key.as_deref() == Some(&*f.name)))
        };
        let another = |c: &Column| {
            let others = plan.entities.iter().zip(&c.likeness).enumerate().filter(|(i, _)| *i != self.entity);
            best_likeness(c, self.entity) < 0.5
                && others.into_iter().any(|(_, (e, l))| l.iter().enumerate().any(|(f, l)| l.score >= 0.95 && main(e, f)))
        };
        columns.iter().enumerate().filter(|(i, c)| c.shape.filled > 0 && self.confidence(*i) < LEAST && another(c)).count() as f64
    }

    /// Counts points without a header: a code and a name count, anything else hardly.
    fn weigh_values(&mut self, spec: &EntitySpec, columns: &[Column]) {
        let found = self.fields.iter().flatten().filter_map(|f| spec.fields.get(*f));
        self.points = found.map(|f| if f.required { 1.2 } else { 0.3 }).sum::<f64>().min(3.0);
        let informative = columns.iter().filter(|c| c.is_informative()).count().max(1);
        self.coverage = self.fields.iter().flatten().count() as f64 / informative as f64;
    }

    /// Says what the entity lacks to be possible at all: a name for master data; what is referred to and a number for lines.
    fn lacking(&self, spec: &EntitySpec, columns: &[Column]) -> Option<Lack> {
        let filled = |f: usize| self.column_of(f).and_then(|c| columns.get(c)).is_some_and(|c| c.shape.filled > 0);
        let any = |fields: &[usize]| fields.is_empty() || fields.iter().any(|f| filled(*f));
        let needs = needs_of(spec);
        if let Some(group) = needs.iter().find(|g| !any(g)) {
            return group.first().map(|f| Lack::Field(*f));
        }
        (self.fields.iter().enumerate().filter(|(i, f)| f.is_some() && columns.get(*i).is_some_and(|c| c.shape.filled > 0)).count() < 2)
            .then_some(Lack::Columns)
    }
}

fn is_name(kind: FieldType) -> bool {
    matches!(kind, FieldType::CompanyName | FieldType::Description)
}

/// Gives groups of fields of which one each must be there: for master data its name; for lines what they refer to, by code or by
/// name, and their number.
pub(super) fn needs_of(spec: &EntitySpec) -> Vec<Vec<usize>> {
    let all = || spec.fields.iter().enumerate();
    if spec.key.is_some() {
        return vec![all().filter(|(_, f)| f.required && is_name(f.kind)).map(|(i, _)| i).collect()];
    }
    let owned = |name: &str| spec.references.iter().any(|r| r.relation == Relation::Owns && &*r.field == name);
    let parts: Vec<usize> = all().filter(|(_, f)| owned(&f.name) && !super::bom::is_parent(spec, &f.name)).map(|(i, _)| i).collect();
    let is_told = |k: FieldType| is_name(k) || k == FieldType::Specification;
    let names = all().filter(|(_, f)| is_told(f.kind) && !f.name.starts_with("parent")).map(|(i, _)| i);
    let total = |name: &str| spec.totals.iter().any(|t| &*t.field == name);
    let numbers = all().filter(|(_, f)| f.kind == FieldType::Decimal && (f.required || total(&f.name))).map(|(i, _)| i);
    vec![parts.into_iter().chain(names).collect(), numbers.collect()]
}

/// Gives the entities whose things the lines of an entity refer to.
fn lenders_of(plan: &Plan, spec: &EntitySpec) -> Vec<usize> {
    if spec.key.is_some() {
        return Vec::new();
    }
    let referred = |e: &EntitySpec| spec.references.iter().any(|r| r.to == e.entity);
    plan.entities.iter().enumerate().filter(|(_, e)| referred(e)).map(|(i, _)| i).collect()
}

/// Gives the likeness of a column's header to the likest field of an entity.
fn best_likeness(column: &Column, entity: usize) -> f64 {
    column.likeness.get(entity).map_or(0.0, |fields| fields.iter().map(|l| l.score).fold(0.0, f64::max))
}

/// Gives the share of a column's meaning that is this entity's own: 1 over the number of entities whose fields are as like it.
fn specific(entity: usize, column: &Column) -> f64 {
    let own = best_likeness(column, entity);
    if own < 0.3 {
        return 0.25;
    }
    let rivals = (0..column.likeness.len()).filter(|e| best_likeness(column, *e) >= (own - 0.15).max(0.6)).count().max(1);
    1.0 / rivals as f64
}
