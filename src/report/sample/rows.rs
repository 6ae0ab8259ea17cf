//! The rows of the made-up run: sources, fates, findings, duplicates and changes.

use super::{ENTITIES, Names};
use crate::model::*;
use std::sync::Arc;

/// Path, sheet, system, owner, entity (index; 9: left out), rows.
pub(super) const SOURCES: [(&str, Option<&str>, &str, &str, usize, u32); 9] = [
    ("exports/plant_a/客户档案.csv", None, "plant-a", "王丽", 0, 1_240),
    ("exports/plant_b/Customers.xlsx", Some("Sheet1"), "plant-b", "Tom Baker", 0, 860),
    ("exports/plant_a/供应商.xls", Some("供应商"), "plant-a", "李建国", 1, 512),
    ("exports/plant_a/物料主数据.xlsx", Some("物料"), "plant-a", "陈工", 2, 6_480),
    ("exports/plant_b/Items.csv", None, "plant-b", "Tom Baker", 2, 3_150),
    ("exports/plant_a/BOM.xlsx", Some("BOM"), "plant-a", "陈工", 3, 9_204),
    ("exports/finance/应收余额.csv", None, "finance", "赵敏", 4, 734),
    ("exports/finance/库存余额.csv", None, "finance", "赵敏", 5, 5_210),
    ("exports/plant_b/Notes.xlsx", Some("老板的备注"), "plant-b", "", 9, 57),
];

const COMPANIES: [&str; 6] = [
    "华东精密机械有限公司",
    "苏州恒力轴承有限公司",
    "上海申通电气（集团）有限公司",
    "宁波海天塑机厂",
    "Müller Antriebstechnik GmbH",
    "深圳市迈科电子有限公司",
];
const PARTS: [&str; 6] =
    ["六角头螺栓 M8×20 8.8 级", "深沟球轴承 6205-2RS", "铝型材 4040 L=2000", "O 形圈 φ25×2.65", "变频器 0.75kW 220V", "冷轧板 DC01 1.5mm"];

pub(super) fn rows() -> (Ledger, Names) {
    let (mut ledger, mut names) = (Ledger::new(), Names(Vec::new()));
    for (path, sheet, system, owner, entity, n) in SOURCES {
        let source = Source {
            path: path.into(),
            sheet: sheet.map(Into::into),
            system: system.into(),
            owner: owner.into(),
            first: RowId(0),
            lines: Vec::new(),
        };
        let id = ledger.open(source, (2..n + 2).collect());
        let of = ENTITIES.get(entity).map_or("", |e| e.0);
        for (i, row) in ledger.rows_of(id).collect::<Vec<_>>().into_iter().enumerate() {
            let list = if entity < 2 || entity == 4 { COMPANIES } else { PARTS };
            names.0.push((Entity::new(of), format!("{}{:05}", if entity < 2 { "C" } else { "M" }, i + 1), list[i % 6].into()));
            ledger.settle(row, fate(i, entity, row));
        }
    }
    (ledger, names)
}

fn fate(i: usize, entity: usize, row: RowId) -> Fate {
    let batch: Arc<str> = format!("pilot/{:03}-{}", i / 5000 + 1, ENTITIES.get(entity).map_or("", |e| e.0)).into();
    match i {
        _ if entity == 9 => Fate::Skipped { rule: RuleCode::new("sheet-not-recognised") },
        i if i % 11 == 1 && entity < 3 => Fate::MergedInto { row: RowId(row.0 - 1) },
        i if i % 37 == 5 => Fate::Held { why: RuleCode::new(if entity < 3 { "duplicate-code" } else { "unknown-reference" }) },
        i if i % 211 == 8 => Fate::Rejected { rule: RuleCode::new("code-in-scientific-notation") },
        i if i % 29 == 11 => Fate::Skipped { rule: RuleCode::new("retired-record") },
        _ => Fate::Emitted { batch },
    }
}

pub(super) fn findings(ledger: &Ledger, names: &Names) -> Vec<(Option<Entity>, Finding)> {
    let mut out = Vec::new();
    for (i, (entity, _, name)) in names.0.iter().enumerate() {
        let row = RowId(i as u32);
        let field = |f: &str| -> Arc<str> { f.into() };
        let rule = RuleCode::new;
        let found = match i {
            i if i % 61 == 3 => {
                Finding::cell(&rule("invalid-uscc"), row, &field("tax_id"), "914403001922038000").suggesting("914403001922038216")
            }
            i if i % 47 == 9 => Finding::cell(&rule("missing-tax-id"), row, &field("tax_id"), ""),
            i if i % 83 == 2 => {
                Finding::cell(&rule("invalid-phone"), row, &field("phone"), "1381234567８/张工13912345678").expecting("11 位手机号")
            }
            i if i % 311 == 7 => {
                Finding::cell(&rule("code-in-scientific-notation"), row, &field("code"), "1.2E+11").suggesting("120000000013")
            }
            i if i % 407 == 8 => {
                Finding::cell(&rule("duplicate-code"), row, &field("code"), "C00017").expecting("C00017 · 苏州恒力轴承有限公司")
            }
            i if i % 1_999 == 11 => {
                Finding::cell(&rule("bom-cycle"), row, &field("code"), "M00012").expecting("M00012 → M00107 → M00345 → M00012")
            }
            i if i % 239 == 5 => {
                Finding::cell(&rule("unit-unknown"), row, &field("unit"), "桶(小)").expecting("PCS, KG, M, L").suggesting("桶")
            }
            i if i % 523 == 6 => Finding::at(&rule("retired-but-active"), Place::Row(row, Some(field("name"))), &format!("{name}（停用）")),
            i if i % 733 == 1 => Finding::cell(&rule("unknown-reference"), row, &field("code"), "M09999"),
            i if i % 811 == 4 => Finding::cell(&rule("amount-mismatch"), row, &field("unit"), "1200.00").expecting("12 × 99.50 = 1194.00"),
            _ => continue,
        };
        if !entity.as_str().is_empty() {
            out.push((Some(entity.clone()), found));
        }
    }
    let (id, _) = ledger.sources().next().expect("there are sources");
    out.push((None, Finding::at(&RuleCode::new("header-guessed"), Place::Source(id, Some(3)), "客户编号 | 客户名称 | 税号")));
    out
}

pub(super) fn duplicates() -> Vec<(Entity, Duplicates)> {
    let evidence = |level: &str, weight: f64, field: &str| Evidence { field: field.into(), level: level.into(), weight };
    let mut out = Vec::new();
    for (name, from, n) in [("customer", 0u32, 2_100u32), ("supplier", 2_100, 512), ("material", 2_612, 9_630)] {
        let mut d = Duplicates::default();
        for i in (from..from + n - 2).step_by(11) {
            let (left, right) = (RowId(i), RowId(i + 1));
            let close = evidence("close", 7.4, "name");
            let base = vec![evidence("exact", 11.2, "tax_id"), close.clone(), evidence("conflict", -2.1, "phone")];
            d.pairs.push(MatchPair { left, right, weight: 16.5, probability: 0.9991, decision: Decision::Same, evidence: base });
            if i % 3 == 0 {
                let unsure = vec![close, evidence("exact", 4.0, "contact"), evidence("veto", f64::NEG_INFINITY, "tax_id")];
                let pair = MatchPair {
                    left,
                    right: RowId(i + 2),
                    weight: 1.2,
                    probability: 0.697,
                    decision: Decision::Undecided,
                    evidence: unsure,
                };
                d.pairs.push(pair);
            }
            d.clusters.push(if i % 4 == 0 { vec![left, right, RowId(i + 3)] } else { vec![left, right] });
        }
        out.push((Entity::new(name), d));
    }
    out
}

pub(super) fn changes(names: &Names) -> Vec<Change> {
    let change = |(i, n): (usize, &(Entity, String, String))| Change {
        row: RowId(i as u32),
        field: if i % 2 == 0 { "phone".into() } else { "name".into() },
        rule: RuleCode::new("clean_text"),
        before: if i % 2 == 0 { "138-1234-5678".into() } else { format!(" {}\u{200b}", n.2).into() },
        after: if i % 2 == 0 { "13812345678".into() } else { n.2.clone().into() },
    };
    names.0.iter().enumerate().map(change).collect()
}
