//! Run folders made by hand, so that a test says exactly what is loaded.

use cutover::model::{
    ColumnKind, ControlTotal, Criterion, EntityToLoad, FieldToLoad, LOAD_PLAN_SCHEMA, LoadPlan, LoadSettings, Manifest, ManifestEntry,
    ReferenceToLoad, SourceOfRows, TotalToLoad, WaveToLoad, chain, hex,
};
use sha2::{Digest, Sha256};
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// The columns of customers in batches.
pub const CUSTOMER: &[&str] = &["code", "name", "city", "credit", "since"];
/// The columns of open items in batches.
pub const ITEM: &[&str] = &["party_code", "doc_no", "amount", "currency"];

/// One batch: entity, columns, rows.
pub type BatchOf = (&'static str, &'static [&'static str], Vec<Vec<String>>);

/// A run folder.
pub struct Sample {
    pub home: TempDir,
    pub plan: LoadPlan,
    waves: Vec<Vec<BatchOf>>,
}

impl Sample {
    /// Begins one with these waves.
    pub fn new(waves: &[(&str, Vec<BatchOf>)]) -> Self {
        let home = TempDir::new().expect("a temporary folder");
        let plan = LoadPlan {
            schema: LOAD_PLAN_SCHEMA,
            run: "acme".into(),
            settings: LoadSettings::default(),
            waves: waves.iter().map(|(name, _)| WaveToLoad { name: (*name).to_owned(), accept: Vec::new() }).collect(),
            entities: vec![customer(), item()],
            sources: vec![SourceOfRows { path: "exports/客户.xlsx".into(), sheet: Some("Sheet1".into()), sha256: String::new() }],
        };
        let sample = Self { home, plan, waves: waves.iter().map(|(_, b)| b.clone()).collect() };
        sample.write();
        sample
    }

    /// Two waves of customers and their open items: `pilot` and `rest`.
    pub fn two_waves() -> Self {
        Self::new(&[
            ("pilot", vec![("customer", CUSTOMER, customers(1..=20)), ("opening_ar", ITEM, items(1..=20))]),
            ("rest", vec![("customer", CUSTOMER, customers(21..=30)), ("opening_ar", ITEM, later_items(11..=15))]),
        ])
    }

    /// One wave, `main`.
    pub fn one_wave(batches: Vec<BatchOf>) -> Self {
        Self::new(&[("main", batches)])
    }

    /// Sets what must hold before the next wave.
    pub fn accepting(mut self, wave: usize, criteria: Vec<Criterion>) -> Self {
        self.plan.waves[wave].accept = criteria;
        self.write();
        self
    }

    /// Gives the run folder.
    pub fn path(&self) -> PathBuf {
        self.home.path().join("run")
    }

    /// Writes everything.
    pub fn write(&self) {
        let batches = self.path().join("batches");
        let _ = fs::remove_dir_all(self.path());
        fs::create_dir_all(&batches).expect("the folder is ours");
        fs::write(batches.join("load.json"), serde_json::to_string_pretty(&self.plan).expect("JSON")).expect("the folder is ours");
        let mut last = "0".repeat(64);
        for (w, (wave, of)) in self.plan.waves.iter().zip(&self.waves).enumerate() {
            let folder = batches.join(&wave.name);
            fs::create_dir_all(&folder).expect("the folder is ours");
            let mut manifest = Manifest { schema: 1, wave: wave.name.clone(), order: w + 1, previous: last.clone(), batches: Vec::new() };
            for (i, batch) in of.iter().enumerate() {
                let entry = self.batch(&folder, &wave.name, i + 1, batch, &last);
                last.clone_from(&entry.chain);
                manifest.batches.push(entry);
            }
            fs::write(folder.join("manifest.json"), serde_json::to_string_pretty(&manifest).expect("JSON")).expect("the folder is ours");
        }
    }

    fn batch(&self, folder: &Path, wave: &str, order: usize, (entity, columns, rows): &BatchOf, last: &str) -> ManifestEntry {
        let file = format!("{order:03}-{entity}.csv");
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(*columns).expect("memory takes everything");
        rows.iter().for_each(|r| writer.write_record(r).expect("memory takes everything"));
        let bytes = writer.into_inner().expect("memory takes everything");
        let sha256 = hex(&Sha256::digest(&bytes));
        fs::write(folder.join(&file), &bytes).expect("the folder is ours");
        let origins: String = (0..rows.len()).map(|i| format!("0,{}\n", i + 2)).collect();
        fs::write(folder.join(format!("{order:03}-{entity}.origins")), format!("source,line\n{origins}")).expect("the folder is ours");
        let n = rows.len() as u64;
        ManifestEntry {
            order,
            entity: (*entity).to_owned(),
            rows: n,
            columns: columns.iter().map(|c| (*c).to_owned()).collect(),
            control_totals: totals(entity, rows),
            bytes: bytes.len() as u64,
            chain: chain(last, wave, &file, n, &sha256),
            file,
            sha256,
        }
    }
}

fn totals(entity: &str, rows: &[Vec<String>]) -> Vec<ControlTotal> {
    if entity != "opening_ar" {
        return Vec::new();
    }
    let mut groups: Vec<&String> = rows.iter().map(|r| &r[3]).collect();
    groups.sort();
    groups.dedup();
    let sum = |g: &String| {
        rows.iter().filter(|r| r[3] == *g).filter_map(|r| r[2].parse::<rust_decimal::Decimal>().ok()).sum::<rust_decimal::Decimal>()
    };
    groups.iter().map(|g| ControlTotal { field: "amount".into(), group: (*g).clone(), sum: sum(g).to_string() }).collect()
}

/// Customers by their numbers.
pub fn customers(numbers: impl Iterator<Item = u32>) -> Vec<Vec<String>> {
    let one = |n: u32| {
        let city = if n.is_multiple_of(5) { String::new() } else { format!("城市{}", n % 7) };
        vec![format!("C{n:06}"), format!("客户 {n} \"甲\", O'Brien"), city, format!("{}.50", n * 10), format!("2020-01-{:02}", n % 28 + 1)]
    };
    numbers.map(one).collect()
}

/// An open item of each of these customers.
pub fn items(numbers: impl Iterator<Item = u32>) -> Vec<Vec<String>> {
    let one = |n: u32| {
        let currency = if n.is_multiple_of(3) { "USD" } else { "CNY" };
        vec![format!("C{n:06}"), if n.is_multiple_of(4) { String::new() } else { format!("D{n}") }, format!("-{n}.25"), currency.to_owned()]
    };
    numbers.map(one).collect()
}

/// Open items of other documents.
pub fn later_items(numbers: impl Iterator<Item = u32> + Clone) -> Vec<Vec<String>> {
    let mut rows = items(numbers);
    rows.iter_mut().zip(1..).for_each(|(r, n)| r[1] = format!("R{n}"));
    rows
}

fn field(name: &str, kind: ColumnKind, length: Option<usize>) -> FieldToLoad {
    FieldToLoad { field: name.to_owned(), column: name.to_owned(), kind, length, required: false, personal: false }
}

fn customer() -> EntityToLoad {
    EntityToLoad {
        entity: "customer".into(),
        table: "customer".into(),
        key: vec!["code".into()],
        key_is_code: true,
        fields: vec![
            field("code", ColumnKind::Text, Some(20)),
            field("name", ColumnKind::Text, Some(80)),
            field("city", ColumnKind::Text, Some(40)),
            field("credit", ColumnKind::Decimal, None),
            field("since", ColumnKind::Date, None),
        ],
        references: Vec::new(),
        totals: Vec::new(),
    }
}

fn item() -> EntityToLoad {
    EntityToLoad {
        entity: "opening_ar".into(),
        table: "opening_ar".into(),
        key: vec!["party_code".into(), "doc_no".into(), "currency".into()],
        key_is_code: false,
        fields: vec![
            field("party_code", ColumnKind::Text, Some(20)),
            field("doc_no", ColumnKind::Text, Some(20)),
            field("amount", ColumnKind::Decimal, None),
            field("currency", ColumnKind::Text, Some(3)),
        ],
        references: vec![ReferenceToLoad { field: "party_code".into(), to: "customer".into(), key: "code".into() }],
        totals: vec![TotalToLoad { field: "amount".into(), by: vec!["currency".into()] }],
    }
}
