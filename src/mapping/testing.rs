//! The shipped packs as a plan, read without the plan's own parser, and sheets written as text: for the tests of this module alone.

use super::SheetView;
use crate::model::{Entity, Text, TextColumn};
use crate::plan::{CodeTable, Effect, EntitySpec, FieldSpec, FieldType, Plan, Prefer, Reference, Relation, Survivorship, Total};
use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

macro_rules! packs {
    ($($name:literal),*) => { [$(include_str!(concat!("../../rules/", $name, ".toml"))),*] };
}

/// The shipped plan as far as mapping looks at it.
pub(super) static PLAN: LazyLock<Plan> = LazyLock::new(|| {
    let tables = BTreeMap::from([
        ("sheet_kinds".to_owned(), table(include_str!("../../rules/tables/sheet_kinds.csv"))),
        ("units".to_owned(), table(include_str!("../../rules/tables/units.csv"))),
        ("value_synonyms".to_owned(), table(include_str!("../../rules/tables/value_synonyms.csv"))),
    ]);
    let synonyms = table(include_str!("../../rules/tables/header_synonyms.csv"));
    let packs = packs!["customer", "supplier", "material", "bom", "opening_ar", "opening_ap", "opening_stock", "opening_gl"];
    plan(packs.iter().map(|p| entity(&p.parse().expect("a pack is TOML"), &synonyms)).collect(), tables)
});

fn table(csv_text: &str) -> CodeTable {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(csv_text.as_bytes());
    let header = reader.headers().unwrap().iter().map(str::to_owned).collect();
    CodeTable { header, rows: reader.records().map(|r| r.unwrap().iter().map(str::to_owned).collect()).collect() }
}

fn entity(pack: &toml::Table, synonyms: &CodeTable) -> EntitySpec {
    let name = pack["entity"].as_str().unwrap();
    let list = |key: &str| pack.get(key).and_then(|v| v.as_array()).cloned().unwrap_or_default();
    let texts = |key: &str| list(key).iter().map(|v| Arc::from(v.as_str().unwrap())).collect();
    let text = |v: &toml::Value, key: &str| v[key].as_str().unwrap().to_owned();
    EntitySpec {
        label: label(&pack["label"]),
        key: pack.get("key").map(|k| Arc::from(k.as_str().unwrap())),
        natural_key: texts("natural_key"),
        header_fields: texts("header_fields"),
        survivorship: Survivorship {
            record: vec![Prefer::First],
            fields: BTreeMap::new(),
            recency: None,
            systems: Vec::new(),
            review: Vec::new(),
            conflicts: None,
        },
        references: list("reference")
            .iter()
            .map(|r| Reference {
                field: text(r, "field").into(),
                to: Entity::new(&text(r, "to")),
                effect: Effect::Hold,
                relation: if text(r, "relation") == "owns" { Relation::Owns } else { Relation::Mentions },
            })
            .collect(),
        totals: list("total").iter().map(|t| Total { field: text(t, "field").into(), by: Vec::new() }).collect(),
        ..EntitySpec::bare(name, list("field").iter().map(|f| field(f, name, synonyms)).collect())
    }
}

fn label(value: &toml::Value) -> Text {
    let get = |key: &str| value.get(key).and_then(|v| v.as_str()).unwrap_or("").to_owned();
    Text::new(get("zh"), get("en"))
}

fn field(value: &toml::Value, entity: &str, synonyms: &CodeTable) -> FieldSpec {
    let name = value["name"].as_str().unwrap();
    let meant = synonyms.rows.iter().filter(|r| r[0] == entity && r[1] == name).map(|r| r[2].clone());
    FieldSpec {
        label: label(&value["label"]),
        required: value.get("required").and_then(|r| r.as_bool()).unwrap_or(false),
        synonyms: meant.collect(),
        ..FieldSpec::bare(name, FieldType::deserialize_from(&value["type"]))
    }
}

impl FieldType {
    fn deserialize_from(value: &toml::Value) -> Self {
        value.clone().try_into().expect("a pack names a known type")
    }
}

fn plan(entities: Vec<EntitySpec>, tables: BTreeMap<String, CodeTable>) -> Plan {
    Plan {
        name: "test".to_owned(),
        root: ".".into(),
        entities,
        sources: Vec::new(),
        waves: Vec::new(),
        load: Default::default(),
        gates: Vec::new(),
        target: "generic".to_owned(),
        batch_rows: 1000,
        notices: BTreeMap::new(),
        tables,
        packs: Vec::new(),
        lang: None,
        cutover_date: None,
    }
}

/// A sheet written as text: a line a row, `|` between cells, the first line the header.
pub(super) struct Sheet {
    pub path: String,
    pub titles: Vec<String>,
    pub header: Vec<String>,
    pub has_header: bool,
    pub columns: Vec<TextColumn>,
}

impl Sheet {
    /// Reads a sheet with a header.
    pub fn of(path: &str, text: &str) -> Self {
        let mut rows: Vec<Vec<String>> = text.lines().map(|l| l.split('|').map(|c| c.trim().to_owned()).collect()).collect();
        let header = rows.remove(0);
        let cell = |r: &Vec<String>, c: usize| r.get(c).cloned();
        let columns = (0..header.len()).map(|c| rows.iter().map(|r| cell(r, c)).collect()).collect();
        Self { path: path.to_owned(), titles: Vec::new(), header, has_header: true, columns }
    }

    /// Reads a sheet without a header.
    pub fn bare(path: &str, text: &str) -> Self {
        let width = text.lines().next().map_or(0, |l| l.split('|').count());
        let made = Self::of(path, &format!("{}\n{text}", vec![""; width].join("|")));
        Self { has_header: false, ..made }
    }

    /// Adds texts above the header.
    pub fn under(mut self, titles: &[&str]) -> Self {
        self.titles = titles.iter().map(|t| (*t).to_owned()).collect();
        self
    }

    /// Gives the view that is recognised.
    pub fn view(&self) -> SheetView<'_> {
        SheetView {
            path: &self.path,
            sheet: None,
            titles: &self.titles,
            header: &self.header,
            has_header: self.has_header,
            columns: &self.columns,
        }
    }
}
