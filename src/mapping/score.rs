//! How well one column fits one field, by header and by values.

use super::bom::is_parent;
use super::candidate::Column;
use super::fitness::{by_values_alone, fitness};
use super::header::Header;
use super::shape::Look;
use crate::plan::{EntitySpec, FieldType};

/// What a column's score depends on besides the column.
#[derive(Clone, Copy)]
pub(super) struct Context<'a> {
    /// Whether the sheet has a header.
    pub has_header: bool,
    /// Fields that have a constant and need no column.
    pub fixed: &'a [usize],
    /// Fields of the parent for which another column is the component's and nothing else: only then a plain 物料编码 is the parent's.
    pub child_told: &'a [usize],
}

/// Gives the component's field that goes with a field of the parent: `component_name` with `parent_name`.
fn child_of(spec: &EntitySpec, field: usize) -> Option<usize> {
    let what = spec.fields.get(field)?.name.strip_prefix("parent_")?;
    spec.fields.iter().position(|f| f.name.strip_prefix("component_") == Some(what))
}

/// Says whether a column is a parent only by a header that means a component as well.
fn is_lent_parent(entity: usize, spec: &EntitySpec, field: usize, column: &Column) -> bool {
    let lent = column.likeness.get(entity).and_then(|e| e.get(field)).is_some_and(|l| l.same && l.score < 0.9);
    lent && child_of(spec, field).is_some()
}

/// Says whether a column is the component's counterpart of a field of the parent, and can be nothing else.
pub(super) fn tells_child(entity: usize, spec: &EntitySpec, field: usize, column: &Column) -> bool {
    let likeness = |f: usize| column.likeness.get(entity).and_then(|e| e.get(f)).map_or(0.0, |l| l.score);
    child_of(spec, field).is_some_and(|c| likeness(c) >= 0.9) && column.shape.filled > 0 && likeness(field) < 0.6
}

/// Scores a column for a field by header and values.
pub(super) fn score(entity: usize, spec: &EntitySpec, field: usize, column: &Column, sheet: &Context) -> f64 {
    let Context { has_header, fixed, child_told } = *sheet;
    let Some(f) = spec.fields.get(field) else { return 0.0 };
    if let Some(declared) = &column.declared {
        return if **declared == *f.name { 2.0 } else { 0.0 };
    }
    if fixed.contains(&field) || (!child_told.contains(&field) && is_lent_parent(entity, spec, field, column)) {
        return 0.0;
    }
    let alike = told(entity, spec, field, column);
    let is_key = spec.key.as_deref() == Some(&*f.name);
    let alike = if is_key && BARE_KEYS.contains(&column.header.key.as_str()) { alike.max(0.8) } else { alike };
    let base = if has_header && !column.header.is_blank() { alike } else { untold(spec, field, column) };
    // A key that repeats is hardly one, unless its header leaves no doubt.
    let repeats = is_key && alike < 0.85 && column.shape.sampled >= 5 && column.shape.distinct < 0.5;
    let fit = if repeats { -0.8 } else { fitness(f, &column.shape) };
    let empty = if column.shape.filled == 0 { 0.9 } else { 1.0 };
    empty * base * prefers(spec, field, &column.header) * if fit >= 0.0 { 1.0 + 0.12 * fit } else { 1.0 + 0.7 * fit }
}

/// Gives the likeness of a column's header to a field. An amount that does not say its currency is one in the document's currency as soon as
/// another column is the one in local currency.
fn told(entity: usize, spec: &EntitySpec, field: usize, column: &Column) -> f64 {
    let likeness = |f: usize| column.likeness.get(entity).and_then(|e| e.get(f)).map_or(0.0, |l| l.score);
    let foreign = spec.fields.get(field).and_then(|f| f.name.strip_suffix("_fc"));
    let local = foreign.and_then(|stem| spec.fields.iter().position(|f| f.name.strip_suffix("_lc") == Some(stem)));
    let unsaid = local.filter(|_| !LOCAL.iter().any(|w| column.header.key.contains(w)));
    likeness(field).max(unsaid.map_or(0.0, |l| 0.7 * likeness(l)))
}

/// Words of amounts in local currency.
const LOCAL: &[&str] = &["本位币", "本币", "local", "lcy", "lc", "dmbtr"];
/// Words of what is left: what opens a ledger is the balance, not the amount that once was invoiced.
const LEFT: &[&str] =
    &["余额", "未收", "未付", "未清", "未核销", "剩余", "结余", "结存", "balance", "outstanding", "remaining", "openamount"];
/// Words of the component's own columns in bills of materials, which also repeat the parent's.
const CHILD: &[&str] = &["子项", "子件", "子物料", "子级", "子阶", "下级", "组件", "元件", "child", "component"];

/// Words of the quantity that one parent takes: a list may carry another quantity beside it.
const USAGE: &[&str] = &["用量", "单耗", "定额", "单套", "单台", "单机", "per", "usage"];

/// Prefers, among headers that mean the same field, the one that means it most closely.
fn prefers(spec: &EntitySpec, field: usize, header: &Header) -> f64 {
    let Some(f) = spec.fields.get(field) else { return 1.0 };
    let says = |words: &[&str]| words.iter().any(|w| header.key.contains(w));
    let total = spec.totals.iter().any(|t| t.field == f.name);
    let left = if total && says(LEFT) { 1.06 } else { 1.0 };
    let local = if f.name.ends_with("_lc") && says(LOCAL) { 1.04 } else { 1.0 };
    let child = if spec.fields.iter().any(|f| is_parent(spec, &f.name)) && says(CHILD) { 1.05 } else { 1.0 };
    let usage = if &*f.name == "qty" && says(USAGE) { 1.05 } else { 1.0 };
    left * local * child * usage
}

/// Headers that mean the code of whatever the sheet holds.
const BARE_KEYS: &[&str] = &["id", "no", "nr", "number", "code", "key", "编号", "编码", "代码", "代号", "号码", "编码号", "ref"];

/// Scores a column without a header: by values that leave no doubt, and by being the only code or the only name.
fn untold(spec: &EntitySpec, field: usize, column: &Column) -> f64 {
    let Some(f) = spec.fields.get(field) else { return 0.0 };
    let shape = &column.shape;
    // Only the first field of its kind: nothing tells a base unit from a sales unit.
    let first = spec.fields.iter().position(|o| o.kind == f.kind && o.required == f.required) == Some(field);
    let sure = if first || f.kind == FieldType::Phone { by_values_alone(f, shape) } else { 0.0 };
    let unique = shape.sampled >= 3 && shape.is_full() && shape.distinct > 0.95;
    let is_key = spec.key.as_deref() == Some(&*f.name);
    let key = is_key && unique && shape.share(Look::MixedCode) > 0.8 && shape.share(Look::Machine) < 0.1;
    let surrogate = is_key && unique && shape.share(Look::Integer) > 0.95;
    let named = f.required && matches!(f.kind, FieldType::CompanyName | FieldType::Description);
    let name = named
        && shape.is_full()
        && shape.distinct > 0.7
        && shape.share(Look::Words) > 0.8
        && shape.share(Look::Code) < 0.4
        && shape.share(Look::Prose) < 0.2;
    let guess = if key {
        0.58
    } else if name {
        0.56
    } else if surrogate {
        0.52
    } else {
        0.0
    };
    sure.max(guess)
}
