//! Writes the reports of the run folder, and run.json last.

use super::RunError;
use super::state::Run;
use crate::emit::RunFolder;
use crate::model::{
    Dimension, DimensionSummary, Entity, Fate, FateKind, Finding, FindingSummary, OwnerSummary, Place, RowId, RuleCode, RunSummary,
    Severity,
};
use crate::quality::{GateFacts, judge, verdict};
use crate::report::{self, EntityFinding, ReportError, ReportInput, TableNames};
use crate::review::RECORDS_FILE;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::io::Write;

impl Run<'_> {
    /// Writes everything that people and machines read, but for run.json.
    pub fn report(&mut self, folder: &RunFolder) -> Result<(), RunError> {
        self.sort_findings();
        let summary = self.summary();
        let (questions, asked) = self.questions();
        let findings: Vec<EntityFinding> = self
            .findings
            .iter()
            .zip(&asked)
            .map(|((e, finding), q)| EntityFinding { entity: e.as_ref(), finding, question: q.as_ref().map(|q| q.as_str()) })
            .collect();
        let names = TableNames::new(self.plan, self.entities.iter().map(|e| (&e.entity, &e.clean)));
        let input = ReportInput {
            plan: self.plan,
            ledger: &self.ledger,
            summary: &summary,
            findings: &findings,
            duplicates: &self.duplicates,
            records: &names,
            earlier: &self.request.earlier,
            lang: self.request.lang,
            masking: self.request.masking,
        };
        let crosswalk = || {
            let path = "crosswalk.csv";
            let mut out = folder.file(path)?;
            self.crosswalk.write(&mut out).map_err(|source| RunError::Crosswalk { path: path.into(), source })?;
            Ok(out.flush().map_err(folder.failed(path))?)
        };
        let ask = || {
            let path = "questions.csv";
            let mut out = folder.file(path)?;
            questions.write(&mut out).map_err(|e| folder.failed(path)(std::io::Error::other(e)))?;
            Ok(out.flush().map_err(folder.failed(path))?)
        };
        // Each artefact is a file of its own; the one that takes longest starts first.
        let records = || {
            let path = RECORDS_FILE;
            let mut out = folder.file(path)?;
            self.write_records(&questions, &mut out).map_err(folder.failed(path))?;
            Ok(out.flush().map_err(folder.failed(path))?)
        };
        let artefacts: [&(dyn Fn() -> Result<(), RunError> + Sync); 9] = [
            &|| write(folder, "findings.xlsx", |out| report::workbook(&input, report::Rows::default(), out)),
            &|| write(folder, "findings.csv", |out| report::findings_csv(&input, out)),
            &|| write(folder, "changes.csv", |out| report::changes_csv(&input, &self.changes, &self.value_origins, out)),
            &|| write(folder, "duplicates.csv", |out| report::duplicates_csv(&input, out)),
            &|| write(folder, "report.html", |out| Ok(out.write_all(report::html(&input)?.as_bytes())?)),
            &|| write(folder, "fates.csv", |out| report::fates_csv(&input, out)),
            &crosswalk,
            &ask,
            &records,
        ];
        artefacts.par_iter().with_max_len(1).map(|write| write()).collect::<Result<Vec<()>, RunError>>().map(drop)
    }

    /// Writes run.json: what makes a folder a finished run.
    pub fn finish(&mut self, folder: &RunFolder) -> Result<RunSummary, RunError> {
        let summary = self.summary();
        write(folder, "run.json", |out| report::json(&summary, out))?;
        Ok(summary)
    }

    /// Puts findings in the order of the files, so that the order of stages and threads does not show.
    fn sort_findings(&mut self) {
        let order: BTreeMap<&Entity, usize> = self.plan.entities.iter().enumerate().map(|(i, e)| (&e.entity, i)).collect();
        let mut findings = std::mem::take(&mut self.findings);
        findings.sort_by(|(a, x), (b, y)| {
            let place = |f: &Finding| match &f.at {
                Place::Run => (0, 0, 0),
                Place::Source(s, line) => (1 + s.0, 0, line.unwrap_or(0)),
                Place::Row(r, _) => (1 + self.ledger.source_of(*r).0, 1, r.0),
            };
            let entity = |e: &Option<Entity>| e.as_ref().and_then(|e| order.get(e).copied());
            place(x)
                .cmp(&place(y))
                .then_with(|| entity(a).cmp(&entity(b)))
                .then_with(|| x.rule.cmp(&y.rule))
                .then_with(|| x.at.cmp(&y.at))
                .then_with(|| (&x.value, &x.expected, &x.suggestion).cmp(&(&y.value, &y.expected, &y.suggestion)))
        });
        self.findings = findings;
        self.changes.sort_by_key(|a| a.row);
    }

    fn summary(&self) -> RunSummary {
        let fates = self.ledger.balance();
        let balanced = self.balanced();
        let facts = GateFacts {
            score: self.scores.overall,
            dimensions: &self.scores.dimensions,
            entities: &self.scores.entities,
            balanced,
            critical: self.critical(),
            rules: &self.scores.rules,
            errors: &self.scores.errors,
        };
        let gates = judge(&self.plan.gates, &facts, self.request.lang);
        RunSummary {
            schema: 1,
            version: env!("CARGO_PKG_VERSION").to_owned(),
            project: self.plan.name.clone(),
            target: self.plan.target.clone(),
            masked: self.request.masking == report::Masking::Masked,
            read: fates.read,
            fates,
            balanced,
            // Nothing to load is no success, whatever the gates say of it.
            verdict: verdict(&gates, balanced && fates.emitted > 0).to_owned(),
            score: self.scores.overall,
            dimensions: self.dimension_summaries(),
            entities: self.scores.entities.clone(),
            gates,
            totals: self.totals.clone(),
            decisions: self.decided.summary.clone(),
            findings: self.finding_summaries(),
            owners: self.owner_summaries(),
            flows: self.overview.flows.clone(),
            schemes: self.overview.schemes.clone(),
            waves: self.overview.waves.clone(),
            inputs: self.inputs.clone(),
            batches: self.batches.clone(),
            packs: self.plan.packs.iter().cloned().collect(),
            timings: self.timings(),
        }
    }

    fn dimension_summaries(&self) -> BTreeMap<&'static str, DimensionSummary> {
        let summary = |d: &Dimension| {
            let score = self.scores.dimensions.get(d)?;
            let (rows, applicable, failing) = self.scores.dimension_counts.get(d).copied().unwrap_or_default();
            Some((d.as_str(), DimensionSummary { before: score.before, after: score.after, rows, applicable, failing }))
        };
        Dimension::ALL.iter().filter_map(summary).collect()
    }

    fn finding_summaries(&self) -> Vec<FindingSummary> {
        let mut counts: BTreeMap<(&Option<Entity>, &RuleCode), u64> = BTreeMap::new();
        for (entity, f) in &self.findings {
            *counts.entry((entity, &f.rule)).or_default() += 1;
        }
        let mut out: Vec<FindingSummary> = counts
            .into_iter()
            .map(|((entity, rule), count)| {
                let spec = self.plan.rule(entity.as_ref(), rule);
                FindingSummary {
                    rule: rule.as_str().to_owned(),
                    entity: entity.as_ref().map(|e| e.as_str().to_owned()).unwrap_or_default(),
                    severity: spec.map_or(Severity::Warning, |r| r.severity),
                    dimension: spec.map_or(Dimension::Conformity, |r| r.dimension),
                    title: spec.map_or(rule.as_str(), |r| r.title.get(self.request.lang)).to_owned(),
                    count,
                }
            })
            .collect();
        out.sort_by(|a, b| {
            b.severity.cmp(&a.severity).then(b.count.cmp(&a.count)).then_with(|| (&a.entity, &a.rule).cmp(&(&b.entity, &b.rule)))
        });
        out
    }

    fn owner_summaries(&self) -> Vec<OwnerSummary> {
        let mut owners: BTreeMap<&str, OwnerSummary> = BTreeMap::new();
        for (id, source) in self.ledger.sources() {
            let o = entry(&mut owners, &source.owner);
            for row in self.ledger.rows_of(id) {
                o.rows += 1;
                match self.ledger.fate(row).map(Fate::kind) {
                    Some(FateKind::Held) => o.held += 1,
                    Some(FateKind::Rejected) => o.rejected += 1,
                    _ => {}
                }
            }
        }
        let owner_of = |row: RowId| self.ledger.source(self.ledger.source_of(row)).owner.as_str();
        for (entity, f) in &self.findings {
            let owner = match &f.at {
                Place::Row(row, _) => owner_of(*row),
                Place::Source(s, _) => &self.ledger.source(*s).owner,
                Place::Run => "",
            };
            let severity = self.plan.rule(entity.as_ref(), &f.rule).map_or(Severity::Warning, |r| r.severity);
            let o = entry(&mut owners, owner);
            if let Some(n) = o.findings.get_mut(severity as usize) {
                *n += 1;
            }
            o.pairs += u64::from(f.other.is_some() && severity != Severity::Info);
        }
        owners.into_values().collect()
    }
}

fn entry<'m, 'o>(owners: &'m mut BTreeMap<&'o str, OwnerSummary>, owner: &'o str) -> &'m mut OwnerSummary {
    owners.entry(owner).or_insert_with(|| OwnerSummary {
        owner: owner.to_owned(),
        rows: 0,
        findings: [0; 4],
        pairs: 0,
        held: 0,
        rejected: 0,
    })
}

fn write(
    folder: &RunFolder,
    name: &'static str,
    work: impl FnOnce(&mut std::io::BufWriter<std::fs::File>) -> Result<(), ReportError>,
) -> Result<(), RunError> {
    let mut out = folder.file(name)?;
    work(&mut out).map_err(|source| RunError::Report { name, source })?;
    Ok(out.flush().map_err(folder.failed(name))?)
}
