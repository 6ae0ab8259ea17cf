//! A made-up company's run, large and various enough to judge every renderer by.

use super::{EntityFinding, Masking, Record, RecordNames, ReportInput};
use crate::model::*;
use crate::plan::*;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A run with everything that reports show.
pub struct Sample {
    /// Entities, rules and fields.
    pub plan: Plan,
    /// Rows and fates.
    pub ledger: Ledger,
    /// Counts and scores.
    pub summary: RunSummary,
    /// Findings with their entity.
    pub findings: Vec<(Option<Entity>, Finding)>,
    /// Duplicates.
    pub duplicates: Vec<(Entity, Duplicates)>,
    /// Changed cells.
    pub changes: Vec<Change>,
    /// Codes and names.
    pub names: Names,
}

/// Codes and names by row.
pub struct Names(pub Vec<(Entity, String, String)>);

impl RecordNames for Names {
    fn record(&self, row: RowId) -> Record<'_> {
        self.0.get(row.index()).map_or_else(Record::default, |(e, code, name)| Record { entity: Some(e), code, name })
    }

    fn value(&self, row: RowId, field: &str) -> &str {
        match field {
            "name" => self.record(row).name,
            "phone" => "138-1234-5678",
            "contact" => "张三丰",
            _ => "914403001922038216",
        }
    }
}

impl Sample {
    /// Gives the findings as renderers take them.
    pub fn list(&self) -> Vec<EntityFinding<'_>> {
        self.findings.iter().map(|(e, finding)| EntityFinding { entity: e.as_ref(), finding }).collect()
    }

    /// Gives what renderers take.
    pub fn input<'a>(&'a self, findings: &'a [EntityFinding<'a>], lang: Lang) -> ReportInput<'a> {
        ReportInput {
            plan: &self.plan,
            ledger: &self.ledger,
            summary: &self.summary,
            findings,
            duplicates: &self.duplicates,
            records: &self.names,
            lang,
            masking: Masking::Masked,
        }
    }

    /// Makes a run of two plants, in the language of its texts.
    pub fn company() -> Self {
        Self::in_language(Lang::En)
    }

    /// Makes a run of two plants whose summary speaks `lang`.
    pub fn in_language(lang: Lang) -> Self {
        let plan = plan();
        let (ledger, names) = rows();
        let findings = findings(&ledger, &names);
        let duplicates = duplicates();
        let changes = changes(&names);
        let summary = summary(&plan, &ledger, &names, &findings, lang);
        Self { plan, ledger, summary, findings, duplicates, changes, names }
    }
}

/// Texts that do harm where they are not treated: markup, formulas, escapes, marks that turn text around, endless names.
pub const HOSTILE: [&str; 8] = [
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "=HYPERLINK(\"http://evil\",\"x\")",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "\u{1b}[2Jx\u{0}\u{7}",
    "invoice\u{202e}fdp.exe",
    "{{ 7*7 }}{% include 'x' %}",
    "\t=1+1\r\nnext,\"cell\"",
];

impl Sample {
    /// Makes a run in which every text that comes from outside is hostile.
    pub fn hostile() -> Self {
        let mut s = Self::company();
        let mut turn = (0..).map(|i: usize| if i % 9 == 8 { "長".repeat(100) } else { HOSTILE[i % 9].to_owned() });
        let mut next = || turn.next().expect("endless");
        let mut ledger = Ledger::new();
        for (id, source) in s.ledger.sources() {
            let mut poisoned = source.clone();
            (poisoned.path, poisoned.sheet, poisoned.system, poisoned.owner) = (next(), Some(next()), next(), next());
            ledger.open(poisoned, source.lines.clone());
            s.ledger.rows_of(id).for_each(|row| ledger.settle(row, s.ledger.fate(row).expect("the sample is settled").clone()));
        }
        let sources: Vec<Source> = ledger.sources().map(|(_, s)| s.clone()).collect();
        for (i, source) in s.summary.inputs.iter_mut().zip(&sources) {
            (i.path, i.sheet, i.system, i.owner) = (source.path.clone(), source.sheet.clone(), source.system.clone(), source.owner.clone());
            (i.reason, i.encoding, i.delimiter) = (next(), next(), Some(next()));
            i.mapping.iter_mut().for_each(|c| (c.header, c.evidence, c.examples) = (next(), next(), vec![next()]));
        }
        s.ledger = ledger;
        s.names.0.iter_mut().for_each(|n| (n.1, n.2) = (next(), next()));
        s.findings.iter_mut().for_each(|(_, f)| (f.value, f.expected, f.suggestion) = (next().into(), next().into(), next().into()));
        s.changes.iter_mut().for_each(|c| (c.before, c.after) = (next().into(), next().into()));
        s.duplicates
            .iter_mut()
            .flat_map(|d| &mut d.1.pairs)
            .flat_map(|p| &mut p.evidence)
            .for_each(|e| (e.field, e.level) = (next().into(), next().into()));
        (s.summary.project, s.summary.target, s.plan.cutover_date) = (next(), next(), Some(next()));
        s.summary.gates.iter_mut().for_each(|g| (g.name, g.metric, g.owner, g.due) = (next(), next(), next(), next()));
        s.summary.owners.iter_mut().for_each(|o| o.owner = next());
        s.summary.batches.iter_mut().for_each(|b| (b.name, b.wave) = (next(), next()));
        s.summary.totals.iter_mut().for_each(|t| (t.field, t.group, t.read) = (next(), next(), next()));
        s.plan.entities.iter_mut().for_each(|e| e.label = Text::new(next(), next()));
        s.plan.notices.values_mut().for_each(|c| (c.title, c.hint) = (Text::new(next(), next()), Text::new(next(), next())));
        s.summary.findings.iter_mut().for_each(|f| f.title = next());
        s.summary.packs = BTreeMap::from([(next(), next())]);
        s
    }

    /// Makes a run of nothing.
    pub fn empty() -> Self {
        let mut s = Self::company();
        let (version, lang) = (s.summary.version.clone(), Lang::En);
        (s.ledger, s.names) = (Ledger::new(), Names(Vec::new()));
        (s.findings, s.duplicates, s.changes) = (Vec::new(), Vec::new(), Vec::new());
        s.summary = summary(&s.plan, &s.ledger, &s.names, &s.findings, lang);
        let e = &mut s.summary;
        (e.version, e.score, e.dimensions, e.verdict) = (version, BeforeAfter::default(), BTreeMap::new(), "no-go".into());
        (e.entities, e.gates, e.totals, e.inputs) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        (e.batches, e.owners, e.packs) = (Vec::new(), Vec::new(), BTreeMap::new());
        s
    }
}

const ENTITIES: [(&str, &str, &str); 6] = [
    ("customer", "客户", "Customers"),
    ("supplier", "供应商", "Suppliers"),
    ("material", "物料", "Materials"),
    ("bom", "BOM 清单", "Bills of materials"),
    ("opening_ar", "应收期初", "Opening receivables"),
    ("opening_stock", "库存期初", "Opening stock"),
];

/// Rule, severity, dimension, titles, hints.
type RuleRow = (&'static str, Severity, Dimension, [&'static str; 2], [&'static str; 2]);

const RULES: [RuleRow; 12] = [
    (
        "duplicate-code",
        Severity::Critical,
        Dimension::Uniqueness,
        ["同一编码用于不同记录", "One code stands for different records"],
        ["由编码主管确定保留哪一条，另一条改用新编码。", "Decide which record keeps the code; give the other one a new code."],
    ),
    (
        "unknown-reference",
        Severity::Critical,
        Dimension::Consistency,
        ["引用的记录不存在", "Refers to a record that is not there"],
        ["补齐被引用的记录，或更正引用的编码。", "Add the missing record or correct the code."],
    ),
    (
        "invalid-uscc",
        Severity::Error,
        Dimension::Conformity,
        ["统一社会信用代码校验位不符", "Tax ID fails its check digit"],
        [
            "对照营业执照核对并更正，Excel 可能丢失了末尾三位。",
            "Compare with the business licence; Excel may have lost the last three digits.",
        ],
    ),
    (
        "missing-tax-id",
        Severity::Error,
        Dimension::Completeness,
        ["缺少统一社会信用代码", "Tax ID is missing"],
        ["向客户索取营业执照复印件后补录。", "Ask for the business licence and enter it."],
    ),
    (
        "code-in-scientific-notation",
        Severity::Error,
        Dimension::Accuracy,
        ["编码被 Excel 转成科学计数法", "Excel turned the code into scientific notation"],
        ["从原系统重新导出，并将该列设为文本。", "Export again with the column formatted as text."],
    ),
    (
        "bom-cycle",
        Severity::Critical,
        Dimension::Consistency,
        ["BOM 存在循环引用", "BOM contains itself"],
        ["按所示路径断开其中一行。", "Break the cycle at one of the lines of the path."],
    ),
    (
        "invalid-phone",
        Severity::Warning,
        Dimension::Conformity,
        ["电话号码格式不符", "Phone number is not valid"],
        ["补齐区号或号码。", "Complete the area code or the number."],
    ),
    (
        "retired-but-active",
        Severity::Warning,
        Dimension::Timeliness,
        ["名称标注停用但状态为启用", "Name says retired, status says active"],
        ["确认后停用或去掉名称中的标注。", "Retire it or remove the marker from its name."],
    ),
    (
        "unit-unknown",
        Severity::Error,
        Dimension::Conformity,
        ["计量单位不在目标系统中", "Unit is unknown in the target"],
        ["在单位对照表中补充。", "Add it to the table of units."],
    ),
    (
        "amount-mismatch",
        Severity::Error,
        Dimension::Accuracy,
        ["数量 × 单价 ≠ 金额", "Quantity times price is not the amount"],
        ["由财务核对该行。", "Finance checks the line."],
    ),
    (
        "header-guessed",
        Severity::Info,
        Dimension::Conformity,
        ["表头位置由程序推断", "Header line was guessed"],
        ["如不正确，请在项目文件中指定。", "Name it in the project file if it is wrong."],
    ),
    (
        "retired-record",
        Severity::Info,
        Dimension::Timeliness,
        ["已停用，不迁移", "Retired in the old system"],
        ["无需处理。", "Nothing to do."],
    ),
];

fn plan() -> Plan {
    let spec = |c: &RuleRow| CheckSpec {
        code: RuleCode::new(c.0),
        id: String::new(),
        does: CheckUse::Stage,
        severity: c.1,
        dimension: c.2,
        weight: 1.0,
        effect: Effect::Note,
        title: Text::new(c.3[0], c.3[1]),
        hint: Text::new(c.4[0], c.4[1]),
    };
    Plan {
        name: "华东精工".into(),
        root: "demo".into(),
        entities: ENTITIES.iter().map(entity).collect(),
        sources: Vec::new(),
        waves: Vec::new(),
        gates: Vec::new(),
        target: "kingdee".into(),
        batch_rows: 5000,
        notices: RULES.iter().map(|r| (RuleCode::new(r.0), spec(r))).collect(),
        tables: BTreeMap::new(),
        packs: vec![("customer".into(), "1.0.0".into())],
        lang: None,
        cutover_date: Some("2026-12-31".into()),
    }
}

fn entity((name, zh, en): &(&str, &str, &str)) -> EntitySpec {
    EntitySpec {
        entity: Entity::new(name),
        label: Text::new(*zh, *en),
        pack: (*name).into(),
        fields: vec![
            field("code", "编码", "Code", FieldType::Code, None),
            field("name", "名称", "Name", FieldType::CompanyName, None),
            field("tax_id", "统一社会信用代码", "Tax ID", FieldType::TaxId, None),
            field("phone", "电话", "Phone", FieldType::Phone, Some(PersonalData::Phone)),
            field("contact", "联系人", "Contact", FieldType::PersonName, Some(PersonalData::Name)),
            field("unit", "单位", "Unit", FieldType::Unit, None),
        ],
        checks: Vec::new(),
        key: Some("code".into()),
        natural_key: Vec::new(),
        header_fields: Vec::new(),
        matching: None,
        survivorship: Survivorship { record: Vec::new(), fields: BTreeMap::new(), recency: None, systems: Vec::new() },
        code_scheme: None,
        references: Vec::new(),
        totals: Vec::new(),
        weights: BTreeMap::new(),
        weight: 1.0,
    }
}

fn field(name: &str, zh: &str, en: &str, kind: FieldType, personal: Option<PersonalData>) -> FieldSpec {
    FieldSpec {
        name: name.into(),
        label: Text::new(zh, en),
        kind,
        required: false,
        length: None,
        values: None,
        synonyms: Vec::new(),
        normalise: Vec::new(),
        personal,
    }
}

/// Path, sheet, system, owner, entity (index; 9: left out), rows.
const SOURCES: [(&str, Option<&str>, &str, &str, usize, u32); 9] = [
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

fn rows() -> (Ledger, Names) {
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

fn findings(ledger: &Ledger, names: &Names) -> Vec<(Option<Entity>, Finding)> {
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

fn duplicates() -> Vec<(Entity, Duplicates)> {
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

fn changes(names: &Names) -> Vec<Change> {
    let change = |(i, n): (usize, &(Entity, String, String))| Change {
        row: RowId(i as u32),
        field: if i % 2 == 0 { "phone".into() } else { "name".into() },
        rule: RuleCode::new("clean_text"),
        before: if i % 2 == 0 { "138-1234-5678".into() } else { format!(" {}\u{200b}", n.2).into() },
        after: if i % 2 == 0 { "13812345678".into() } else { n.2.clone().into() },
    };
    names.0.iter().enumerate().map(change).collect()
}

fn summary(plan: &Plan, ledger: &Ledger, names: &Names, findings: &[(Option<Entity>, Finding)], lang: Lang) -> RunSummary {
    let fates = ledger.balance();
    let entities: Vec<_> = ENTITIES.iter().enumerate().map(|(i, e)| (e.0.to_owned(), entity_summary(i, e.0, ledger, names))).collect();
    RunSummary {
        schema: 1,
        version: "0.1.0".into(),
        project: plan.name.clone(),
        target: plan.target.clone(),
        read: fates.read,
        fates,
        balanced: fates.balanced(),
        verdict: "no-go".into(),
        score: BeforeAfter { before: Some(71.34), after: Some(94.96) },
        dimensions: dimensions(0),
        entities,
        gates: gates(),
        totals: totals(),
        findings: counts(plan, findings, lang),
        owners: owners(ledger, findings, plan),
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
    let empty = |owner: &str| OwnerSummary { owner: owner.into(), rows: 0, findings: [0; 4], held: 0, rejected: 0 };
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

mod tests {
    use super::*;
    use crate::report::{Colour, Rows, Screen, changes_csv, duplicates_csv, fates_csv, findings_csv, html, json, terminal, workbook};
    use std::fs::{self, File};

    #[test]
    #[ignore = "writes the sample's reports to the temporary folder, to be looked at"]
    fn reports_to_look_at() {
        for (name, lang) in [("en", Lang::En), ("zh", Lang::Zh)] {
            let folder = std::env::temp_dir().join("cutover-sample").join(name);
            fs::create_dir_all(&folder).unwrap();
            let file = |name: &str| std::io::BufWriter::new(File::create(folder.join(name)).unwrap());
            let sample = Sample::in_language(lang);
            let list = sample.list();
            let input = sample.input(&list, lang);
            fs::write(folder.join("report.html"), html(&input).unwrap()).unwrap();
            workbook(&input, Rows { per_rule: 200, per_sheet: 500 }, file("findings.xlsx")).unwrap();
            findings_csv(&input, file("findings.csv")).unwrap();
            fates_csv(&input, file("fates.csv")).unwrap();
            changes_csv(&input, &sample.changes, file("changes.csv")).unwrap();
            duplicates_csv(&input, file("duplicates.csv")).unwrap();
            json(&sample.summary, file("run.json")).unwrap();
            let screen = Screen { width: 100, colour: Colour::Always };
            fs::write(folder.join("terminal.txt"), terminal(&sample.summary, lang, screen)).unwrap();
        }
    }
}
