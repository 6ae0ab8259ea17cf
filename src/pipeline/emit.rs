//! Writes the batches of every wave with their chained manifest.

use super::cascade::{LEGACY_CODE, LEGACY_SYSTEM};
use super::state::Run;
use super::{RunError, entity::EntityRun};
use crate::emit::{BatchPlan, RunFolder, first_wave, load_plan, plan_batches, write_batch, write_origins};
use crate::model::{BatchSummary, ControlTotal, Fate, Manifest, ManifestEntry, RowId, Source, SourceOfRows, Table, TextColumn, chain};
use crate::plan::EntitySpec;
use crate::reconcile::control_totals;
use std::collections::{BTreeMap, HashMap};
use std::io::Write;
use std::sync::Arc;

/// A manifest being written.
struct Wave {
    manifest: Manifest,
    last: String,
}

impl Run<'_> {
    /// Emits every row that is left, wave by wave and in load order.
    pub fn emit(&mut self, folder: &RunFolder) -> Result<(), RunError> {
        self.assign_waves();
        let planned: Vec<Vec<BatchPlan>> = self.entities.iter().map(|e| self.plan_entity(e)).collect();
        let mut last = "0".repeat(64);
        for (w, spec) in self.plan.waves.iter().enumerate() {
            let manifest = Manifest { schema: 1, wave: spec.name.clone(), order: w + 1, previous: last.clone(), batches: Vec::new() };
            let mut wave = Wave { manifest, last };
            for (position, plans) in planned.iter().enumerate() {
                for plan in plans.iter().filter(|p| p.wave == w) {
                    self.emit_batch(folder, &mut wave, position, plan)?;
                }
            }
            last = wave.last.clone();
            if !wave.manifest.batches.is_empty() {
                write_json(folder, &format!("batches/{}/manifest.json", wave.manifest.wave), &wave.manifest)?;
            }
        }
        write_json(folder, "batches/load.json", &load_plan(self.plan, &[LEGACY_SYSTEM, LEGACY_CODE], self.sources_of_rows()))
    }

    /// Gives the source tables in the order of their ids, with the checksums of their files.
    fn sources_of_rows(&self) -> Vec<SourceOfRows> {
        let sums: HashMap<&str, &str> = self.inputs.iter().map(|i| (i.path.as_str(), i.sha256.as_str())).collect();
        let one = |s: &Source| SourceOfRows {
            path: s.path.clone(),
            sheet: s.sheet.clone(),
            sha256: sums.get(s.path.as_str()).copied().unwrap_or_default().to_owned(),
        };
        self.ledger.sources().map(|(_, s)| one(s)).collect()
    }

    /// A record goes with the earliest wave that needs it: of its own systems, or of a record that refers to it.
    fn assign_waves(&mut self) {
        let mut wave: HashMap<RowId, usize> = HashMap::new();
        for e in &self.entities {
            for &row in e.table.rows() {
                let members = e.members.get(&row).map(Vec::as_slice).unwrap_or_default();
                let systems: Vec<&str> = std::iter::once(row).chain(members.iter().copied()).map(|r| self.system(r)).collect();
                wave.insert(row, first_wave(&self.plan.waves, &e.entity, systems.iter().copied()));
            }
        }
        for e in self.entities.iter().rev() {
            self.keep_groups_in_one_wave(e, &mut wave);
            for (row, target) in &e.links {
                let Some(w) = wave.get(row).copied() else { continue };
                if let Some(t) = wave.get_mut(target) {
                    *t = (*t).min(w);
                }
            }
        }
        for e in &mut self.entities {
            e.wave = e.table.rows().iter().filter_map(|r| Some((*r, *wave.get(r)?))).collect();
        }
    }

    fn keep_groups_in_one_wave(&self, e: &EntityRun, wave: &mut HashMap<RowId, usize>) {
        let mut first: HashMap<u64, usize> = HashMap::new();
        let groups = self.groups(e);
        for (row, group) in e.table.rows().iter().zip(&groups) {
            if let (Some(g), Some(&w)) = (group, wave.get(row)) {
                let slot = first.entry(*g).or_insert(w);
                *slot = (*slot).min(w);
            }
        }
        for (row, group) in e.table.rows().iter().zip(&groups) {
            if let Some(w) = group.and_then(|g| first.get(&g).copied()) {
                wave.insert(*row, w);
            }
        }
    }

    /// Numbers the structures of an entity with a header (parent and version); `None` for other entities.
    fn groups(&self, e: &EntityRun) -> Vec<Option<u64>> {
        let fields = self.plan.entity(&e.entity).map(|s| s.header_fields.as_slice()).unwrap_or_default();
        let columns: Vec<TextColumn> = fields.iter().take(2).filter_map(|f| e.table.column(f)).collect();
        if columns.is_empty() {
            return vec![None; e.table.height()];
        }
        let mut seen: HashMap<Vec<&str>, u64> = HashMap::new();
        (0..e.table.height())
            .map(|i| {
                let next = seen.len() as u64;
                Some(*seen.entry(columns.iter().map(|c| c.text(i)).collect()).or_insert(next))
            })
            .collect()
    }

    fn plan_entity(&self, e: &EntityRun) -> Vec<BatchPlan> {
        let groups = self.groups(e);
        let rows = e.table.rows();
        let wave = |i: usize| rows.get(i).and_then(|r| e.wave.get(r)).copied().unwrap_or(0);
        plan_batches(e.table.height(), self.plan.batch_rows, &wave, &|i| groups.get(i).copied().flatten())
    }

    fn emit_batch(&mut self, folder: &RunFolder, wave: &mut Wave, position: usize, plan: &BatchPlan) -> Result<(), RunError> {
        let Some(e) = self.entities.get(position) else { return Ok(()) };
        let spec = self.plan.entity(&e.entity).expect("entities come from the plan");
        let (table, columns, entity) = (e.table.clone(), batch_columns(spec, &e.table), e.entity.clone());
        if !spec.header_fields.is_empty() {
            let (headers, positions) = headers(spec, &table, &plan.positions);
            let name = format!("{entity}_header");
            self.write(folder, wave, &name, &table, &headers, &positions, spec, false)?;
        }
        let batch = self.write(folder, wave, entity.as_str(), &table, &columns, &plan.positions, spec, true)?;
        for row in plan.positions.iter().filter_map(|&p| table.rows().get(p)) {
            self.ledger.settle(*row, Fate::Emitted { batch: batch.clone() });
        }
        Ok(())
    }

    #[expect(clippy::too_many_arguments, reason = "one batch is all of these things, and they are named at the two calls above")]
    fn write(
        &mut self,
        folder: &RunFolder,
        wave: &mut Wave,
        entity: &str,
        table: &Table,
        columns: &[String],
        positions: &[usize],
        spec: &EntitySpec,
        totals: bool,
    ) -> Result<Arc<str>, RunError> {
        let order = wave.manifest.batches.len() + 1;
        let file = format!("{order:03}-{entity}.csv");
        let path = format!("batches/{}/{file}", wave.manifest.wave);
        let failed = folder.failed(&path);
        let mut out = folder.file(&path)?;
        let written = write_batch(table, columns, positions, &mut out).and_then(|b| out.flush().map(|()| b)).map_err(failed)?;
        self.write_origins(folder, &path, table, positions)?;
        let control_totals = if totals { batch_totals(spec, &table.take(positions)) } else { Vec::new() };
        let link = chain(&wave.last, &wave.manifest.wave, &file, written.rows, &written.sha256);
        wave.last.clone_from(&link);
        let name = format!("{}/{order:03}-{entity}", wave.manifest.wave);
        self.batches.push(BatchSummary {
            name: name.clone(),
            wave: wave.manifest.wave.clone(),
            entity: entity.to_owned(),
            rows: written.rows,
            sha256: written.sha256.clone(),
        });
        wave.manifest.batches.push(ManifestEntry {
            order,
            file,
            entity: entity.to_owned(),
            rows: written.rows,
            columns: columns.to_vec(),
            control_totals,
            bytes: written.bytes,
            sha256: written.sha256,
            chain: link,
        });
        Ok(name.into())
    }

    /// Says beside a batch where its records came from, so that a refused one can be told by file, sheet and line.
    fn write_origins(&self, folder: &RunFolder, batch: &str, table: &Table, positions: &[usize]) -> Result<(), RunError> {
        let path = format!("{}.origins", batch.trim_end_matches(".csv"));
        let rows = positions.iter().filter_map(|&p| table.rows().get(p));
        let mut out = folder.file(&path)?;
        Ok(write_origins(rows.map(|&r| self.ledger.origin(r)), &mut out).map_err(folder.failed(&path))?)
    }
}

/// Columns of a batch: the fields that any record fills, in the order of the pack, then where the record came from.
fn batch_columns(spec: &EntitySpec, table: &Table) -> Vec<String> {
    let filled = |name: &str| table.column(name).is_some_and(|c| c.missing() < c.len());
    let legacy = [LEGACY_SYSTEM, LEGACY_CODE];
    spec.fields.iter().map(|f| &*f.name).chain(legacy).filter(|n| filled(n)).map(str::to_owned).collect()
}

/// The header columns that any line fills, and the first line of each structure.
fn headers(spec: &EntitySpec, table: &Table, positions: &[usize]) -> (Vec<String>, Vec<usize>) {
    let filled = |name: &&str| table.column(name).is_some_and(|c| c.missing() < c.len());
    let columns: Vec<String> = spec.header_fields.iter().map(|f| &**f).filter(filled).map(str::to_owned).collect();
    let keys: Vec<TextColumn> = spec.header_fields.iter().take(2).filter_map(|f| table.column(f)).collect();
    let mut seen: BTreeMap<Vec<&str>, ()> = BTreeMap::new();
    let first = positions.iter().copied().filter(|&p| seen.insert(keys.iter().map(|k| k.text(p)).collect(), ()).is_none()).collect();
    (columns, first)
}

fn batch_totals(spec: &EntitySpec, table: &Table) -> Vec<ControlTotal> {
    let mut out = Vec::new();
    for total in &spec.totals {
        for (group, sum) in control_totals(total, table, &|_| true) {
            out.push(ControlTotal { field: total.field.to_string(), group, sum: sum.inside.to_string() });
        }
    }
    out
}

fn write_json(folder: &RunFolder, path: &str, content: &impl serde::Serialize) -> Result<(), RunError> {
    let failed = folder.failed(path);
    let mut out = folder.file(path)?;
    let done = serde_json::to_writer_pretty(&mut out, content).map_err(std::io::Error::from).and_then(|()| {
        out.write_all(b"\n")?;
        out.flush()
    });
    done.map_err(|e| RunError::from(failed(e)))
}
