//! The short way of a batch: straight into its table, where what arrived can be held against what was sent as surely as by staging it.
//!
//! New records of text alone, for a table whose unique key tells by itself what is there twice, without triggers that might change them: the
//! target takes the records once, keeps keys and fingerprints that were made of what was sent, and reads back fingerprints of what stands there. Where
//! they are not the same, or the target refuses anything, nothing was written, and the long way finds out why.

use super::attempt::{Bounds, ended, entry};
use super::error::{LoadError, Step};
use super::existing::Existing;
use super::fault::point;
use super::fit::Mapping;
use super::ledger::{failed, insert, run};
use super::package::{Batch, PackageError};
use super::recipe::{BatchDone, LoadRequest, News};
use super::records::ContentDigest;
use super::target::{Class, Failure, Pour, StageError, Target, Triggers};
use super::wave::Attempt;
use crate::model::LoadMode;

/// Records of a batch at most: keys and fingerprints may wait in memory until the records are through.
const MOST: u64 = 1_000_000;

/// Says what to pour a batch into; `None`: it must go the long way.
pub(super) fn way<'m>(request: &LoadRequest<'_>, batch: Batch<'_>, mapping: &'m Mapping) -> Option<Pour<'m>> {
    let plain = request.mode == LoadMode::Insert && mapping.guarded() && mapping.shape.triggers == Triggers::None;
    let text = mapping.shape.columns.iter().all(|c| c.class == Class::Text && !c.computed);
    let counted = request.package.plan.entity(&batch.entry.entity)?.totals.is_empty();
    if !plain || !text || !counted || !mapping.layout.references.is_empty() || batch.entry.rows > MOST {
        return None;
    }
    let at = |name: &String| mapping.columns.iter().position(|c| c.name == *name);
    let printed = mapping.layout.printed.iter().map(at).collect::<Option<Vec<usize>>>()?;
    let columns = mapping.columns.iter().map(|c| c.name.as_str()).collect();
    Some(Pour { shape: &mapping.shape, columns, printed, key: &mapping.key, seq: 0 })
}

/// Loads a batch the short way, in one transaction with its line; `None`: it must go the long way, and nothing was written.
///
/// # Errors
/// If the batch cannot be read, or the target fails for another reason than a record.
pub(super) fn load(
    target: &mut dyn Target,
    request: &LoadRequest<'_>,
    batch: Batch<'_>,
    mapping: &Mapping,
    (mut way, token): (Pour<'_>, &str),
) -> Result<Option<Attempt>, LoadError> {
    let mut entry = entry(target, request, batch, mapping, ContentDigest::default())?;
    way.seq = entry.seq;
    let bounds = Bounds::of(target, request.purpose);
    run(target, Step::Promote, bounds.begin)?;
    point("promote.begun");
    let sent = match poured(target, request, batch, &way) {
        Ok(Some(sent)) => sent,
        other => {
            // What failed is the news; a connection that is gone has rolled back by itself.
            let undone = target.run(bounds.abort);
            return match other {
                Ok(_) => undone.map(|_| None).map_err(|e| failed(target, Step::Promote, e)),
                Err(e) => Err(e),
            };
        }
    };
    point("promote.inserted");
    (entry.created, entry.digest) = (sent.rows, sent.to_string());
    let written = run(target, Step::Promote, &insert(&entry, token));
    if let Err(e) = written {
        let _ = target.run(bounds.abort);
        return Err(e);
    }
    point("promote.ledger");
    ended(target, &bounds, &entry)?;
    Ok(Some(Attempt::Loaded(Box::new(BatchDone { entry, news: News::Loaded, existing: Existing::default() }), Vec::new())))
}

/// Pours the records and holds what the target reads back against them; `None`: the target does not take them, or not as they are.
fn poured(
    target: &mut dyn Target,
    request: &LoadRequest<'_>,
    batch: Batch<'_>,
    way: &Pour<'_>,
) -> Result<Option<ContentDigest>, LoadError> {
    let mut records = request.package.records(batch)?;
    match target.pour(way, &mut records) {
        Ok(Some(poured)) => Ok((poured.found == poured.sent && poured.sent.rows == batch.entry.rows).then_some(records.digest)),
        Ok(None) => Ok(None),
        // A refused record, or something that cannot be done to this table.
        Err(StageError::Target(e)) if matches!(e.kind, Failure::Refused(_) | Failure::Other) => Ok(None),
        Err(StageError::Target(e)) => Err(failed(target, Step::Promote, e)),
        Err(StageError::Records(source)) => Err(PackageError::Records { path: request.package.path(batch), source }.into()),
    }
}
