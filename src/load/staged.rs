//! What is checked in the target before a staged batch is promoted: count, digest, control totals, keys, references.

use super::error::{LoadError, Step};
use super::fit::Mapping;
use super::ledger::{ask, count, number, text};
use super::package::Batch;
use super::records::ContentDigest;
use super::refusal::{Reason, Refusals, TooMany};
use super::sql::{name, table, value};
use super::target::Target;
use crate::model::EntityToLoad;
use rust_decimal::Decimal;

/// Holds what arrived against what was sent.
///
/// # Errors
/// If rows, digest or a control total differ, or the target fails.
pub(super) fn arrived(target: &mut dyn Target, batch: Batch<'_>, entity: &EntityToLoad, sent: ContentDigest) -> Result<(), LoadError> {
    let content = target.content(batch.entry.columns.len());
    let query = format!("SELECT count(*), {} FROM cutover_stage", target.add_up(&content));
    let lines = ask(target, Step::Check, &query)?;
    let line = lines.first().cloned().unwrap_or_default();
    let found = ContentDigest { rows: number(&line, 0), sum: text(&line, 1).parse().unwrap_or(0) };
    let differs =
        |what: &str, found: String, sent: String| LoadError::Arrived { batch: full_name(batch), what: what.to_owned(), found, sent };
    if found.rows != sent.rows {
        return Err(differs("rows", found.rows.to_string(), sent.rows.to_string()));
    }
    if found.sum != sent.sum {
        return Err(differs("digest", found.to_string(), sent.to_string()));
    }
    for (field, group, found, sent) in totals(target, batch, entity, "cutover_stage")? {
        if found != sent {
            return Err(differs(&format!("control total {field} {group}"), found.to_string(), sent.to_string()));
        }
    }
    Ok(())
}

/// A control total: field, group, found, as the manifest says.
pub(super) type TotalLine = (String, String, Decimal, Decimal);

/// Adds up the control totals of a batch over a table with the columns of the staging table.
pub(super) fn totals(target: &mut dyn Target, batch: Batch<'_>, entity: &EntityToLoad, from: &str) -> Result<Vec<TotalLine>, LoadError> {
    let at = |field: &str| batch.entry.columns.iter().position(|c| c == field).map(|i| format!("c{}", i + 1));
    let mut out = Vec::new();
    // Totals of one field by different groupings are told apart by their position, as the manifest lists them.
    let mut listed = batch.entry.control_totals.iter();
    for total in &entity.totals {
        let Some(column) = at(&total.field) else { continue };
        let by: Vec<String> = total.by.iter().filter_map(|b| at(b)).map(|c| format!("coalesce({c}, '')")).collect();
        let group = if by.is_empty() { "''".to_owned() } else { by.join(" || ' / ' || ") };
        let query = format!("SELECT {group}, {} FROM {from} GROUP BY 1", target.total(&column));
        let found = ask(target, Step::Check, &query)?;
        for line in &found {
            let sum = text(line, 1).parse().unwrap_or_default();
            let named = listed.clone().find(|t| t.field == total.field && t.group == text(line, 0));
            let sent = named.and_then(|t| t.sum.parse().ok()).unwrap_or_default();
            out.push((total.field.clone(), text(line, 0), sum, sent));
        }
        for _ in &found {
            listed.next();
        }
    }
    Ok(out)
}

/// Finds records whose key stands in the batch before them.
pub(super) fn repeated(target: &mut dyn Target, mapping: &Mapping, refusals: &mut Refusals) -> Result<Result<(), TooMany>, LoadError> {
    let key: Vec<String> = mapping.key.iter().map(|k| format!("c{}", k + 1)).collect();
    let key = key.join(", ");
    let any = format!("SELECT count(*) FROM (SELECT 1 FROM cutover_stage GROUP BY {key} HAVING count(*) > 1) AS x");
    if count(target, Step::Check, &any)? == 0 {
        return Ok(Ok(()));
    }
    let query = format!(
        "SELECT pos FROM (SELECT pos, row_number() OVER (PARTITION BY {key} ORDER BY pos) AS n FROM cutover_stage) AS x WHERE n > 1 ORDER BY pos LIMIT 100000"
    );
    let lines = ask(target, Step::Check, &query)?;
    Ok(lines.iter().try_for_each(|l| refusals.add(number(l, 0), Reason::Repeated)))
}

/// Finds records that refer to something that is not in the target. References inside one table wait for the verification of the wave:
/// what they refer to may stand in a later batch.
pub(super) fn dangling(target: &mut dyn Target, mapping: &Mapping, refusals: &mut Refusals) -> Result<Result<(), TooMany>, LoadError> {
    for reference in &mapping.layout.references {
        if reference.table == mapping.layout.table {
            continue;
        }
        let Some(shape) = shape_of(target, &reference.table)? else { continue };
        let Some(key) = shape.column(&reference.key) else { continue };
        let Some(at) = mapping.columns.iter().position(|c| c.name == reference.column) else { continue };
        let given = target.cast(&format!("s.c{}", at + 1), key);
        let query = format!(
            "SELECT s.pos, s.c{0} FROM cutover_stage AS s WHERE s.c{0} IS NOT NULL AND NOT EXISTS (SELECT 1 FROM {1} AS p WHERE p.{2} = {given}) \
             ORDER BY s.pos LIMIT 100000",
            at + 1,
            table(&reference.table),
            name(&reference.key)
        );
        for line in ask(target, Step::Check, &query)? {
            let reason = Reason::Dangling { column: reference.column.clone(), value: text(&line, 1), table: reference.table.clone() };
            if refusals.add(number(&line, 0), reason).is_err() {
                return Ok(Err(TooMany));
            }
        }
    }
    Ok(Ok(()))
}

/// Describes a table.
pub(super) fn shape_of(target: &mut dyn Target, name: &str) -> Result<Option<super::target::Shape>, LoadError> {
    target.shape(name).map_err(|e| super::ledger::failed(target, Step::Tables, e))
}

/// Gives the keys of staged records, for people.
pub(super) fn keys(target: &mut dyn Target, mapping: &Mapping, rows: &[u64]) -> Result<Vec<(u64, String)>, LoadError> {
    let parts: Vec<String> = mapping.key.iter().map(|k| format!("coalesce(c{}, '')", k + 1)).collect();
    let key = parts.join(&format!(" || {} || ", value(" / ")));
    let mut out = Vec::new();
    for some in rows.chunks(500) {
        let list = some.iter().map(u64::to_string).collect::<Vec<_>>().join(", ");
        let lines = ask(target, Step::Check, &format!("SELECT pos, {key} FROM cutover_stage WHERE pos IN ({list})"))?;
        out.extend(lines.iter().map(|l| (number(l, 0), text(l, 1))));
    }
    Ok(out)
}

/// Gives `wave/batch`.
pub(super) fn full_name(batch: Batch<'_>) -> String {
    format!("{}/{}", batch.wave.wave, batch.name())
}
