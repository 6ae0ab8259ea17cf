//! Tables that a target lacks, made from the plan.

use super::error::{LoadError, Step};
use super::facts::{ColumnFacts, Facts};
use super::fit::unusable;
use super::ledger::run;
use super::package::{Batch, Package};
use super::sql::{name, table};
use super::staged::{full_name, shape_of};
use super::target::Target;
use crate::model::{ColumnKind, EntityToLoad, FieldToLoad, Manifest};
use std::collections::BTreeMap;

/// Makes the tables of a wave's batches that are not there, in one transaction; gives their names.
///
/// # Errors
/// If the target fails.
pub(super) fn missing(
    target: &mut dyn Target,
    package: &Package,
    wave: &Manifest,
    facts: &BTreeMap<String, Facts>,
) -> Result<Vec<String>, LoadError> {
    let mut made: Vec<String> = Vec::new();
    let mut all = String::new();
    for entry in &wave.batches {
        let Some(entity) = package.plan.entity(&entry.entity) else { continue };
        // Names that the target cannot have are told together with everything else that does not fit.
        let named = unusable(entity, entry, target.longest_name()).is_empty();
        if !named || made.contains(&entity.table) || shape_of(target, &entity.table)?.is_some() {
            continue;
        }
        let known: Vec<&Facts> = facts_of(package, facts, &entity.entity);
        all.push_str(&statement(target, package, entity, &known));
        made.push(entity.table.clone());
    }
    if made.is_empty() {
        return Ok(made);
    }
    let begun = format!("{};{all}COMMIT", target.begin());
    if let Err(e) = run(target, Step::Tables, &begun) {
        let _ = target.run("ROLLBACK");
        return Err(e);
    }
    Ok(made)
}

/// All fields of the entity become columns, so that later waves find what this one does not fill.
fn statement(target: &dyn Target, package: &Package, entity: &EntityToLoad, facts: &[&Facts]) -> String {
    let mut parts: Vec<String> = entity
        .fields
        .iter()
        .map(|f| {
            let key = entity.key_is_code && entity.key.contains(&f.field);
            let (kind, length) = taking(f, facts);
            format!("{} {}{}", name(&f.column), target.type_for(kind, length), if key { " NOT NULL PRIMARY KEY" } else { "" })
        })
        .collect();
    for r in &entity.references {
        // A reference inside one table cannot be held batch by batch.
        let parent = package.plan.entity(&r.to).filter(|p| p.table != entity.table && p.key_is_code && is_loaded(package, &p.entity));
        let column = |e: &EntityToLoad, field: &str| e.fields.iter().find(|f| f.field == field).map(|f| name(&f.column));
        if let Some((parent, from, to)) = parent.and_then(|p| Some((p, column(entity, &r.field)?, column(p, &r.key)?))) {
            parts.push(format!("FOREIGN KEY ({from}) REFERENCES {} ({to})", table(&parent.table)));
        }
    }
    let mut out = format!("CREATE TABLE {} ({});", table(&entity.table), parts.join(", "));
    if !entity.key_is_code
        && let Some(first) = entity.key.first().and_then(|k| entity.fields.iter().find(|f| f.field == *k))
    {
        let plain = entity.table.rsplit('.').next().unwrap_or(&entity.table);
        let index = name(&format!("{plain}_by_{}", first.column));
        out.push_str(&format!("CREATE INDEX {index} ON {} ({});", table(&entity.table), name(&first.column)));
    }
    out
}

/// Gives what is known of all batches of an entity.
fn facts_of<'f>(package: &Package, facts: &'f BTreeMap<String, Facts>, entity: &str) -> Vec<&'f Facts> {
    let batches = package.waves.iter().flat_map(|wave| wave.batches.iter().map(move |entry| Batch { wave, entry }));
    batches.filter(|b| b.entry.entity == entity).filter_map(|b| facts.get(&full_name(b))).collect()
}

/// Gives a type that takes every value of the batches: a table that is made for them must not refuse what the run let pass.
fn taking(field: &FieldToLoad, facts: &[&Facts]) -> (ColumnKind, Option<usize>) {
    let columns: Vec<&ColumnFacts> = facts.iter().filter_map(|f| f.column(&field.field)).collect();
    let all = |wrong: fn(&ColumnFacts) -> u64| columns.iter().all(|c| wrong(c) == 0);
    let fits = match field.kind {
        ColumnKind::Text => true,
        ColumnKind::Decimal => all(|c| c.no_decimal.rows),
        ColumnKind::Integer => all(|c| c.no_integer.rows),
        ColumnKind::Date => all(|c| c.no_date.rows),
    };
    let longest = columns.iter().map(|c| c.longest).max().unwrap_or(0);
    if fits { (field.kind, field.length.filter(|l| *l >= longest)) } else { (ColumnKind::Text, None) }
}

fn is_loaded(package: &Package, entity: &str) -> bool {
    package.waves.iter().flat_map(|w| &w.batches).any(|b| b.entity == entity)
}
