//! The summary of the made-up run.

use super::overview::{difficulty, flows, schemes, waves};
use super::rows::SOURCES;
use super::{ENTITIES, Names};
use crate::model::*;
use crate::plan::Plan;
use std::collections::BTreeMap;

pub(super) fn summary(plan: &Plan, ledger: &Ledger, names: &Names, findings: &[(Option<Entity>, Finding)], lang: Lang) -> RunSummary {
    let fates = ledger.balance();
    let entities: Vec<_> = ENTITIES.iter().enumerate().map(|(i, e)| (e.0.to_owned(), entity_summary(i, e.0, ledger, names))).collect();
    RunSummary {
        schema: 1,
        version: "0.1.0".into(),
        project: plan.name.clone(),
        target: plan.target.clone(),
        masked: true,
        read: fates.read,
        fates,
        balanced: fates.balanced(),
        verdict: "no-go".into(),
        score: BeforeAfter { before: Some(71.34), after: Some(94.96) },
        dimensions: dimensions(0),
        entities,
        gates: gates(),
        totals: totals(),
        decisions: DecisionSummary::default(),
        findings: counts(plan, findings, lang),
        owners: owners(ledger, findings, plan),
        flows: flows(ledger),
        schemes: schemes(names),
        waves: waves(&batches()),
        inputs: inputs(),
        batches: batches(),
        packs: plan.packs.iter().cloned().collect(),
        timings: vec![("read".into(), 0.31), ("match".into(), 0.74)],
    }
}

fn dimensions(i: usize) -> BTreeMap<&'static str, DimensionSummary> {
    let at = |n: usize| {
        let before = 58.0 + ((i * 17 + n * 23) % 41) as f64;
        let after = (before + 9.0 + ((i * 7 + n * 13) % 27) as f64).min(99.7);
        let absent = n == 5 && i == 3;
        let (before, after) = if absent { (None, None) } else { (Some(before), Some(after)) };
        DimensionSummary { before, after, rows: 4_000, applicable: 12_000, failing: ((100.0 - after.unwrap_or(100.0)) * 120.0) as u64 }
    };
    Dimension::ALL.iter().enumerate().map(|(n, d)| (d.as_str(), at(n))).collect()
}

fn entity_summary(i: usize, name: &str, ledger: &Ledger, names: &Names) -> EntitySummary {
    let mut fates = Balance::default();
    let of = names.0.iter().enumerate().filter(|(_, n)| n.0.as_str() == name);
    of.for_each(|(row, _)| fates.add(ledger.fate(RowId(row as u32)).map(Fate::kind)));
    let (before, after) = ([61.2, 66.8, 70.4, 83.0, 88.1, 79.9][i], [97.3, 95.4, 93.1, 96.2, 99.99, 91.7][i]);
    let grade = if after >= 95.0 { 'A' } else { 'B' };
    let duplicates = if i < 3 { DuplicateSummary { clusters: 190, records: 402, undecided: 63 } } else { DuplicateSummary::default() };
    let score = EntityScore { before: Some(before), after: Some(after), grade: Some(grade), dimensions: dimensions(i + 1) };
    EntitySummary { read: fates.read, fates, duplicates, score }
}

fn gates() -> Vec<GateSummary> {
    let gate = |name: &str, metric: &str, target: f64, at_most: bool, actual: f64, owner: &str| GateSummary {
        name: name.into(),
        metric: metric.into(),
        target,
        at_most,
        actual: Some(actual),
        passed: if at_most { actual <= target } else { actual >= target },
        blocking: metric != "undecided",
        owner: owner.into(),
        due: "2026-12-15".into(),
    };
    vec![
        gate("Overall score / 总分", "score", 95.0, false, 94.96, "王丽"),
        gate("Nothing lost / 行数核对", "balanced", 1.0, false, 1.0, "Tom Baker"),
        gate("Critical findings / 严重问题", "critical", 0.0, true, 113.0, "陈工"),
        gate("BOM errors / BOM 错误率", "unloaded:bom", 2.0, true, 1.4, "陈工"),
        gate("Completeness / 完整性", "dimension:completeness", 95.0, false, 96.2, "王丽"),
        gate("Undecided duplicates / 待裁决重复", "undecided", 20.0, true, 189.0, "李建国"),
    ]
}

fn totals() -> Vec<TotalSummary> {
    let total = |entity: &str, field: &str, group: &str, read: &str, emitted: &str, left: &str, agrees: bool| TotalSummary {
        entity: entity.into(),
        field: field.into(),
        group: group.into(),
        read: read.into(),
        emitted: emitted.into(),
        left: left.into(),
        unreadable: u64::from(!agrees),
        agrees,
    };
    vec![
        total("opening_ar", "amount_lc", "CNY", "18230455.17", "18011200.17", "219255.00", true),
        total("opening_ar", "amount_lc", "EUR", "402117.90", "402117.90", "0", true),
        total("opening_stock", "quantity", "KG", "1203344.125", "1203300.125", "43.000", false),
        total("opening_stock", "amount_lc", "", "98220013.40", "97110233.40", "1109780.00", true),
    ]
}

fn counts(plan: &Plan, findings: &[(Option<Entity>, Finding)], lang: Lang) -> Vec<FindingSummary> {
    let mut n: BTreeMap<(String, RuleCode), u64> = BTreeMap::new();
    for (e, f) in findings {
        *n.entry((e.as_ref().map_or(String::new(), |e| e.as_str().into()), f.rule.clone())).or_default() += 1;
    }
    let one = |((entity, rule), count): ((String, RuleCode), u64)| {
        let spec = plan.notices.get(&rule).expect("the sample's rules are in its plan");
        let title = spec.title.get(lang).to_owned();
        FindingSummary { rule: rule.as_str().into(), entity, severity: spec.severity, dimension: spec.dimension, title, count }
    };
    let mut out: Vec<_> = n.into_iter().map(one).collect();
    out.sort_by_key(|f| std::cmp::Reverse((f.severity, f.count)));
    out
}

fn owners(ledger: &Ledger, findings: &[(Option<Entity>, Finding)], plan: &Plan) -> Vec<OwnerSummary> {
    let mut out: BTreeMap<&str, OwnerSummary> = BTreeMap::new();
    let empty = |owner: &str| OwnerSummary { owner: owner.into(), rows: 0, findings: [0; 4], pairs: 0, held: 0, rejected: 0 };
    for (id, s) in ledger.sources() {
        let o = out.entry(&s.owner).or_insert_with(|| empty(&s.owner));
        for row in ledger.rows_of(id) {
            o.rows += 1;
            o.held += u64::from(matches!(ledger.fate(row), Some(Fate::Held { .. })));
            o.rejected += u64::from(matches!(ledger.fate(row), Some(Fate::Rejected { .. })));
        }
    }
    for (_, f) in findings {
        if let Place::Row(row, _) = f.at {
            let owner = &ledger.source(ledger.source_of(row)).owner;
            let severity = plan.notices.get(&f.rule).map_or(Severity::Info, |r| r.severity);
            out.entry(owner).or_insert_with(|| empty(owner)).findings[severity as usize] += 1;
        }
    }
    out.into_values().collect()
}

fn inputs() -> Vec<InputSummary> {
    let column = |header: &str, field: Option<&str>, confidence: f64, fill: f64, example: &str| ColumnSummary {
        header: header.into(),
        field: field.map(Into::into),
        confidence,
        evidence: if field.is_some() { "header is a synonym; 98% of the values fit".into() } else { String::new() },
        fill,
        distinct: 1_204,
        examples: vec![example.into(), "…".into()],
    };
    let one = |&(path, sheet, system, owner, entity, rows): &(&str, Option<&str>, &str, &str, usize, u32)| InputSummary {
        path: path.into(),
        sheet: sheet.map(Into::into),
        rows: u64::from(rows),
        sha256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08".into(),
        encoding: if path.ends_with("csv") { "gb18030".into() } else { "utf-8".into() },
        delimiter: path.ends_with("csv").then(|| ",".into()),
        header_line: Some(3),
        system: system.into(),
        owner: owner.into(),
        entity: ENTITIES.get(entity).map(|e| e.0.into()),
        confidence: if entity == 9 { 0.12 } else { 0.97 },
        reason: if entity == 9 { "no entity fits: free text in one column".into() } else { "6 of 7 headers are known".into() },
        difficulty: (entity != 9).then(|| difficulty(rows)),
        mapping: vec![
            column("客户编号", Some("code"), 0.99, 1.0, "C00001"),
            column("客户名称", Some("name"), 0.98, 1.0, "华东精密机械有限公司"),
            column("税号", Some("tax_id"), 0.91, 0.58, "9144**********8216"),
            column("联系电话", Some("phone"), 0.83, 0.77, "138****5678"),
            column("内部备注2", None, 0.0, 0.31, "月结30天"),
            column("", None, 0.0, 0.0, ""),
        ],
    };
    SOURCES.iter().map(one).collect()
}

fn batches() -> Vec<BatchSummary> {
    let mut out = Vec::new();
    for (wave, share) in [("pilot", 0.3), ("rollout", 0.7)] {
        for (n, (entity, rows)) in ENTITIES.iter().map(|e| e.0).zip([1_790.0, 420.0, 8_300.0, 8_600.0, 690.0, 4_880.0]).enumerate() {
            let name = format!("{wave}/{:03}-{entity}", n + 1);
            out.push(BatchSummary {
                name,
                wave: wave.into(),
                entity: entity.into(),
                rows: (rows * share) as u64,
                sha256: "ab12".repeat(16),
            });
        }
    }
    out
}
