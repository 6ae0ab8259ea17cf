//! What the made-up run looks like from further away.

use super::rows::SOURCES;
use super::{ENTITIES, Names};
use crate::model::profile::{Difficulty, DifficultyReason, Grade};
use crate::model::*;

pub(super) fn flows(ledger: &Ledger) -> Vec<FlowSummary> {
    let mut out: Vec<FlowSummary> = Vec::new();
    for ((id, source), (.., entity, _)) in ledger.sources().zip(SOURCES) {
        let entity = ENTITIES.get(entity).map(|e| e.0.to_owned());
        let mut fates = Balance::default();
        ledger.rows_of(id).for_each(|row| fates.add(ledger.fate(row).map(Fate::kind)));
        let findings = [3, fates.held, fates.rejected, 1];
        out.push(FlowSummary { system: source.system.clone(), entity, read: fates.read, fates, findings });
    }
    out
}

pub(super) fn waves(batches: &[BatchSummary]) -> Vec<WaveSummary> {
    let wave = |name: &str| {
        let own = batches.iter().filter(|b| b.wave == name);
        let entities: Vec<_> =
            own.map(|b| WaveEntity { entity: b.entity.clone(), records: b.rows, clean: b.rows * 92 / 100, waiting: b.rows / 50 }).collect();
        let sum = |of: fn(&WaveEntity) -> u64| entities.iter().map(of).sum();
        WaveSummary { wave: name.into(), records: sum(|e| e.records), clean: sum(|e| e.clean), waiting: sum(|e| e.waiting), entities }
    };
    ["pilot", "rollout"].map(wave).to_vec()
}

pub(super) fn schemes(names: &Names) -> Vec<SchemeSummary> {
    let count = |system: &str, scheme: &str, count: u64, example: &str| SchemeCount {
        system: system.into(),
        scheme: scheme.into(),
        count,
        example: example.into(),
    };
    let records = names.0.len() as u64;
    vec![
        SchemeSummary {
            entity: ENTITIES[0].0.into(),
            before: vec![
                count("plant-a", "C9{5}", 1_100, "C00001"),
                count("plant-a", "KH-9{4}", 120, "KH-0007"),
                count("plant-a", "", 20, ""),
                count("plant-b", "9{6-8}", 860, "100023"),
            ],
            after: vec![count("", "C-9{6}", 1_790, "C-000001")],
        },
        SchemeSummary {
            entity: ENTITIES[2].0.into(),
            before: (1..=6).map(|i| count("plant-a", &format!("M{i}-9{{4}}"), records / i, &format!("M{i}-0001"))).collect(),
            after: vec![count("", "10.9{2}.9{4}", 8_300, "10.01.0001")],
        },
    ]
}

pub(super) fn difficulty(rows: u32) -> Difficulty {
    let points = 10 + rows % 60;
    let reason = |(code, points)| DifficultyReason { code, points, count: 4, of: 1_100, at: vec!["客户编码".into()] };
    Difficulty {
        grade: Grade::of(points),
        points,
        reasons: [("damage", 20), ("mixed-schemes", 12), ("check-digits", 9)].map(reason).to_vec(),
    }
}

/// Makes the runs of three weeks, each a little better than the one before.
pub(super) fn earlier(now: &RunSummary) -> Vec<RunPoint> {
    let rules = now.findings.iter().filter(|f| f.severity != Severity::Info);
    let rules: Vec<(String, u64)> = rules.map(|f| (format!("{}/{}", f.entity, f.rule), f.count)).collect();
    let point = |(i, at): (u64, &str)| RunPoint {
        at: at.into(),
        verdict: "no-go".into(),
        read: now.read,
        ready: now.fates.emitted * (7 + i) / 10,
        held: now.fates.held * (4 - i),
        before: Some(61.0 + i as f64),
        after: Some(82.5 + 4.0 * i as f64),
        findings: [40, 900, 600, 90].map(|n| n * (4 - i)),
        rules: rules
            .iter()
            .enumerate()
            .map(|(n, (rule, count))| (rule.clone(), if n % 3 == 0 { *count } else { count * (4 - i) }))
            .collect(),
        owners: now.owners.iter().map(|o| (o.owner.clone(), o.findings.iter().sum::<u64>() * (4 - i))).collect(),
        decisions: i,
    };
    [(0, "2026-10-30 09:12"), (1, "2026-11-06 17:40"), (2, "2026-11-13 08:05")].map(point).to_vec()
}
