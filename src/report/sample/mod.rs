//! A made-up company's run, large and various enough to judge every renderer by.

mod overview;
mod rows;
mod summary;

use super::{EntityFinding, Masking, Record, RecordNames, ReportInput};
use crate::model::*;
use crate::plan::*;
use overview::earlier;
use rows::{changes, duplicates, findings, rows};
use std::collections::BTreeMap;
use summary::summary;

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
    /// Runs before.
    pub earlier: Vec<RunPoint>,
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
        self.findings.iter().map(|(e, finding)| EntityFinding { entity: e.as_ref(), finding, question: Some("0123456789abcdef") }).collect()
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
            earlier: &self.earlier,
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
        let earlier = earlier(&summary);
        Self { plan, ledger, summary, findings, duplicates, changes, names, earlier }
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
        s.summary.flows.iter_mut().for_each(|f| f.system = next());
        s.summary.waves.iter_mut().for_each(|w| w.wave = next());
        s.summary.schemes.iter_mut().flat_map(|c| c.before.iter_mut().chain(&mut c.after)).for_each(|c| {
            (c.system, c.scheme, c.example) = (next(), next(), next());
        });
        s.summary.inputs.iter_mut().filter_map(|i| i.difficulty.as_mut()).flat_map(|d| &mut d.reasons).for_each(|r| r.at = vec![next()]);
        s.earlier.iter_mut().for_each(|e| {
            (e.at, e.verdict) = (next(), next());
            (e.rules, e.owners) = (BTreeMap::from([(next(), 7)]), BTreeMap::from([(next(), 7)]));
        });
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
        (e.flows, e.schemes, e.waves) = (Vec::new(), Vec::new(), Vec::new());
        s.earlier = Vec::new();
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
        load: Default::default(),
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
    let fields = vec![
        field("code", "编码", "Code", FieldType::Code, None),
        field("name", "名称", "Name", FieldType::CompanyName, None),
        field("tax_id", "统一社会信用代码", "Tax ID", FieldType::TaxId, None),
        field("phone", "电话", "Phone", FieldType::Phone, Some(PersonalData::Phone)),
        field("contact", "联系人", "Contact", FieldType::PersonName, Some(PersonalData::Name)),
        field("unit", "单位", "Unit", FieldType::Unit, None),
    ];
    EntitySpec { label: Text::new(*zh, *en), key: Some("code".into()), ..EntitySpec::bare(name, fields) }
}

fn field(name: &str, zh: &str, en: &str, kind: FieldType, personal: Option<PersonalData>) -> FieldSpec {
    FieldSpec { label: Text::new(zh, en), personal, ..FieldSpec::bare(name, kind) }
}
