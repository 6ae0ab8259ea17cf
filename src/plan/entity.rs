//! One entity of a rule pack, after all packs that speak of it have been laid over each other.

use super::check::checks;
use super::code;
use super::context::{Context, FieldNames};
use super::example::examples;
use super::file::Marked;
use super::problem::Kind;
use super::spec::{
    CodeScheme, Effect, EntitySpec, FieldSpec, FieldType, MatchField, MatchSpec, Prefer, Reference, Relation, Survivorship, Total,
};
use super::suggest;
use super::walk::{Walk, choices_of};
use crate::model::{Dimension, Entity, Text};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Pairs at or above this probability are merged where a pack says nothing.
const MERGE_FROM: f64 = 0.95;
/// Pairs at or above this probability are for review where a pack says nothing.
const REVIEW_FROM: f64 = 0.5;
/// Load order of an entity that says none: after the shipped ones.
const LAST: u64 = 1000;

/// An entity and its place in the load order, before references have their say.
pub(super) struct Ordered {
    pub(super) order: u64,
    pub(super) spec: EntitySpec,
}

/// Reads an entity; everything wrong with it is reported.
pub(super) fn entity(mut w: Walk<'_>, name: &str, pack: &str, c: Context<'_>) -> Ordered {
    let label = w.need_label("label");
    let order = w.count("order", 0..=1_000_000).map_or(LAST, |m| m.value);
    let fields = fields(&mut w, c);
    if fields.is_empty() {
        w.missing("[[field]]", Text::default());
    }
    let names = FieldNames::new(c, &fields);
    let spec = EntitySpec {
        entity: Entity::new(name),
        label,
        pack: pack.to_owned(),
        checks: checks(&mut w, &names, c),
        examples: examples(&mut w, &names, c),
        key: w.text("key").and_then(|k| names.find(k)),
        natural_key: names.find_all(w.texts("natural_key")),
        header_fields: names.find_all(w.texts("header_fields")),
        matching: matching(&mut w, &names),
        survivorship: survivorship(&mut w, &names),
        code_scheme: code_scheme(&mut w, &names),
        references: references(&mut w, &names, c),
        totals: totals(&mut w, &names, &fields),
        weights: weights(&mut w),
        weight: w.number("weight", 0.0..=1000.0).map_or(1.0, |m| m.value),
        fields,
    };
    w.done();
    Ordered { order, spec }
}

fn fields(w: &mut Walk<'_>, c: Context<'_>) -> Vec<FieldSpec> {
    w.tables("field").into_iter().filter_map(|w| field(w, c)).collect()
}

fn field(mut w: Walk<'_>, c: Context<'_>) -> Option<FieldSpec> {
    let name = w.need_text("name").filter(|n| is_name(n, c));
    let kind = w.need_choice("type");
    let label = w.label("label").unwrap_or_else(|| name.map_or_else(Text::default, |n| Text::new(n.value, n.value)));
    let values = w.text("values");
    if let Some(table) = values
        && c.known(table, c.tables.keys().map(String::as_str), "对照表", "lookup table")
        && c.tables.get(table.value).is_some_and(|t| t.column("canonical").is_none())
    {
        let message = Text::new("对照表没有 canonical 列", "the lookup table has no column `canonical`");
        c.problems.report(Kind::Form, table.at, message, Text::default());
    }
    let normalise = w.texts("normalise");
    for n in &normalise {
        c.known(*n, c.vocabulary.normalisers.iter().copied(), "规范化方法", "normaliser");
    }
    let spec = FieldSpec {
        name: Arc::from(name.map_or("", |n| n.value)),
        label,
        kind: kind.unwrap_or(FieldType::Text),
        required: w.flag("required").unwrap_or(false),
        length: w.count("length", 1..=100_000).map(|m| m.value as usize),
        values: values.map(|v| v.value.to_owned()),
        synonyms: distinct(w.texts("synonyms")),
        normalise: normalise.into_iter().map(|n| n.value.to_owned()).collect(),
        personal: w.choice("personal"),
    };
    w.done();
    // A field without a name cannot be spoken of; one of an unknown type still can.
    name.map(|_| spec)
}

fn distinct(texts: Vec<Marked<&str>>) -> Vec<String> {
    let mut seen = std::collections::BTreeSet::new();
    texts.into_iter().map(|t| t.value.trim()).filter(|t| !t.is_empty() && seen.insert(*t)).map(str::to_owned).collect()
}

/// Says whether a name is one that columns, files and SQL can carry without quotes.
pub(super) fn is_name(name: &Marked<&str>, c: Context<'_>) -> bool {
    let good = name.value.len() <= 64
        && name.value.starts_with(|ch: char| ch.is_ascii_lowercase())
        && name.value.chars().all(|ch| ch.is_ascii_lowercase() || ch.is_ascii_digit() || ch == '_');
    if !good {
        let message = Text::new("名称只能用小写英文字母、数字和下划线", "a name is made of a-z, 0-9 and _, and begins with a letter");
        let hint = Text::new("例如 tax_id；中文名称写在 label 里", "such as tax_id; names for people stand in label");
        c.problems.report(Kind::Form, name.at, message, hint);
    }
    good
}

fn matching(w: &mut Walk<'_>, names: &FieldNames<'_>) -> Option<MatchSpec> {
    let mut w = w.table("match")?;
    let threshold = w.number("threshold", 0.0..=1.0);
    let review = w.number("review", 0.0..=1.0);
    let merge_from = threshold.map_or(MERGE_FROM, |m| m.value);
    let review_from = review.map_or(REVIEW_FROM.min(merge_from), |m| m.value);
    if let Some(at) = review.or(threshold).filter(|_| review_from > merge_from) {
        let message = Text::new(
            format!("待审下限 {review_from} 大于合并下限 {merge_from}"),
            format!("review ({review_from}) is above the threshold for merging ({merge_from})"),
        );
        let hint = Text::new("待审下限要小于合并下限", "pairs between review and threshold go to a person: review is the lower one");
        w.problems().report(Kind::Form, at.at, message, hint);
    }
    let fields: Vec<MatchField> = w.tables("field").into_iter().filter_map(|w| match_field(w, names)).collect();
    if fields.is_empty() {
        w.missing("[[match.field]]", Text::default());
    }
    w.done();
    Some(MatchSpec { fields, threshold: merge_from, review: review_from })
}

fn match_field(mut w: Walk<'_>, names: &FieldNames<'_>) -> Option<MatchField> {
    let field = w.need_text("field").and_then(|f| names.find(f));
    let kind = w.need_choice("kind");
    w.done();
    Some(MatchField { field: field?, kind: kind? })
}

fn survivorship(w: &mut Walk<'_>, names: &FieldNames<'_>) -> Survivorship {
    let mut spec = Survivorship {
        record: Vec::new(),
        fields: BTreeMap::new(),
        recency: None,
        systems: Vec::new(),
        review: Vec::new(),
        conflicts: None,
    };
    if let Some(mut w) = w.table("survivorship") {
        spec.record = w.choices("record").unwrap_or_default();
        spec.recency = w.text("recency").and_then(|f| names.find(f));
        spec.review = names.find_all(w.texts("review"));
        spec.conflicts = w.count("conflicts", 0..=1000).map(|m| m.value as usize);
        spec.systems = w.texts("systems").into_iter().map(|s| s.value.to_owned()).collect();
        if let Some(fields) = w.table("fields") {
            for (key, node) in fields.entries() {
                let prefer = choices_of(w.problems(), &key.name, node);
                if let Some(f) = names.find(Marked { value: &key.name, at: key.at }) {
                    spec.fields.insert(f, prefer);
                }
            }
        }
        w.done();
    }
    if spec.record.is_empty() {
        spec.record = vec![Prefer::System, Prefer::Active, Prefer::Valid, Prefer::Complete, Prefer::Recent, Prefer::First];
    }
    spec
}

fn code_scheme(w: &mut Walk<'_>, names: &FieldNames<'_>) -> Option<CodeScheme> {
    let mut w = w.table("code")?;
    let pattern = w.need_text("pattern");
    let scheme = CodeScheme {
        pattern: pattern.map_or_else(String::new, |p| p.value.to_owned()),
        start: w.count("start", 0..=1_000_000_000_000_000).map_or(1, |m| m.value),
        keep_valid: w.flag("keep_valid").unwrap_or(false),
    };
    let pattern = pattern?;
    match code::parse(pattern.value) {
        Ok(parts) => {
            for part in parts {
                if let code::CodePart::Field { name, .. } = part {
                    names.find(Marked { value: &name, at: pattern.at });
                }
            }
        }
        Err(why) => {
            let message = Text::new(format!("编码规则有误：{}", why.zh), format!("the code pattern is wrong: {}", why.en));
            let hint = Text::new("例如 \"C{seq:06}\" 或 \"{group:2}-{seq:05}\"", "such as \"C{seq:06}\" or \"{group:2}-{seq:05}\"");
            w.problems().report(Kind::Form, pattern.at, message, hint);
        }
    }
    w.done();
    Some(scheme)
}

fn references(w: &mut Walk<'_>, names: &FieldNames<'_>, c: Context<'_>) -> Vec<Reference> {
    let read = |mut w: Walk<'_>| {
        let field = w.need_text("field").and_then(|f| names.find(f));
        let to = w.need_text("to").and_then(|e| c.entity(e));
        let effect = w.choice("effect").unwrap_or(Effect::Hold);
        let relation = w.choice("relation").unwrap_or(Relation::Mentions);
        w.done();
        Some(Reference { field: field?, to: to?, effect, relation })
    };
    w.tables("reference").into_iter().filter_map(read).collect()
}

fn totals(w: &mut Walk<'_>, names: &FieldNames<'_>, fields: &[FieldSpec]) -> Vec<Total> {
    let read = |mut w: Walk<'_>| {
        let written = w.need_text("field");
        let field = written.and_then(|f| names.find(f));
        let number = fields.iter().find(|f| Some(&f.name) == field.as_ref()).is_none_or(|f| f.kind.is_number());
        if let Some(written) = written.filter(|_| !number) {
            let message = Text::new("这个字段不是数字，不能求和", "the field is no number and has no sum");
            w.problems().report(Kind::Form, written.at, message, Text::new("字段类型应为 decimal", "its type must be decimal or integer"));
        }
        let by = names.find_all(w.texts("by"));
        w.done();
        Some(Total { field: field?, by })
    };
    w.tables("total").into_iter().filter_map(read).collect()
}

impl FieldType {
    fn is_number(self) -> bool {
        matches!(self, Self::Decimal | Self::Integer)
    }
}

fn weights(w: &mut Walk<'_>) -> BTreeMap<Dimension, f64> {
    let equal = || Dimension::ALL.iter().map(|d| (*d, 1.0)).collect();
    let Some(mut w) = w.table("weights") else { return equal() };
    let mut weights = BTreeMap::new();
    for d in Dimension::ALL {
        if let Some(m) = w.number(d.as_str(), 0.0..=1000.0) {
            weights.insert(d, m.value);
        }
    }
    if weights.values().sum::<f64>() <= 0.0 {
        let message = Text::new("至少一个维度的权重要大于 0", "one weight at least must be above 0");
        w.problems().report(Kind::Missing, w.at(), message, suggest::hint("", Dimension::ALL.map(Dimension::as_str)));
    }
    w.done();
    weights
}
