//! Measures one stage after the other on registers of our own making: `cargo bench --bench stages`; 20,000 rows, or as many as `ROWS` says:
//! `ROWS=1000000 cargo bench --bench stages -- table`.

#[expect(dead_code, reason = "only the registers of customers and materials are measured here")]
#[path = "../tests/support/mod.rs"]
mod support;

use cutover::check::{self, Mode, Subject};
use cutover::mapping::{self, Recognition, SheetView};
use cutover::model::{Entity, RowId, Table, Unwatched};
use cutover::plan::{EntitySpec, Plan, PlanRequest, Vocabulary};
use cutover::read::{ReadOptions, SheetTable, read_bytes};
use cutover::{matching, normalise, quality};
use divan::Bencher;
use divan::counter::{BytesCount, ItemsCount};
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// The allocator that the program has, too.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// The registers: entity and the file's name.
const REGISTERS: [&str; 2] = ["customer", "material"];

fn rows() -> usize {
    static ROWS: OnceLock<usize> = OnceLock::new();
    *ROWS.get_or_init(|| std::env::var("ROWS").ok().and_then(|n| n.parse().ok()).unwrap_or(20_000))
}

fn main() {
    divan::main();
}

/// What every stage takes from the one before.
struct Prepared {
    entity: &'static str,
    csv: Vec<u8>,
    plan: Plan,
    sheet: SheetTable,
    raw: Table,
    clean: Table,
}

impl Prepared {
    fn spec(&self) -> &EntitySpec {
        self.plan.entity(&Entity::new(self.entity)).expect("the entity is shipped")
    }

    fn subject<'a>(&'a self, others: &'a BTreeMap<Entity, Table>) -> Subject<'a> {
        Subject { spec: self.spec(), plan: &self.plan, table: &self.clean, others, ledger: None, mode: Mode::Findings }
    }
}

fn prepared(entity: &str) -> &'static Prepared {
    static CUSTOMERS: OnceLock<Prepared> = OnceLock::new();
    static MATERIALS: OnceLock<Prepared> = OnceLock::new();
    if entity == "material" { MATERIALS.get_or_init(|| prepare("material")) } else { CUSTOMERS.get_or_init(|| prepare("customer")) }
}

fn prepare(entity: &'static str) -> Prepared {
    let mut csv = Vec::new();
    match entity {
        "material" => support::material::generate_materials(rows(), 1, &mut csv, std::io::sink()),
        _ => support::customer::generate_customers(rows(), 1, &mut csv, std::io::sink()),
    }
    .expect("memory takes everything");
    let plan = plan();
    let sheet = read(&csv);
    let recognition = recognise(&plan, &sheet, entity);
    let ids = (0..sheet.lines.len() as u32).map(RowId).collect();
    let spec = plan.entity(&Entity::new(entity)).expect("the entity is shipped");
    let raw = mapping::apply(spec, &recognition, &sheet.columns, ids, &BTreeMap::new());
    let clean = normalise::run(spec, &plan, raw.clone(), &Unwatched).table;
    Prepared { entity, csv, plan, sheet, raw, clean }
}

fn plan() -> Plan {
    let vocabulary =
        Vocabulary { normalisers: normalise::names(), checks: check::names(), sql_problem: check::sql_problem, targets: vec!["generic"] };
    let request = PlanRequest { root: ".".into(), ..PlanRequest::default() };
    cutover::plan::load(&request, &vocabulary).expect("the shipped packs are sound")
}

fn read(csv: &[u8]) -> SheetTable {
    let file = read_bytes("register.csv", csv, &ReadOptions::default()).expect("the register is a CSV file");
    file.sheets.into_iter().next().expect("the register is one table")
}

fn recognise(plan: &Plan, sheet: &SheetTable, entity: &str) -> Recognition {
    let view = SheetView { path: entity, sheet: None, titles: &[], header: &sheet.header, has_header: true, columns: &sheet.columns };
    mapping::recognise(plan, &view, None)
}

#[divan::bench(sample_count = 20)]
fn read_csv(bencher: Bencher) {
    let p = prepared("customer");
    bencher.counter(ItemsCount::new(rows())).counter(BytesCount::new(p.csv.len())).bench(|| read(&p.csv));
}

#[divan::bench(sample_count = 10)]
fn profile(bencher: Bencher) {
    let p = prepared("customer");
    let view = cutover::profiling::view(&p.sheet);
    bencher.counter(ItemsCount::new(rows())).bench(|| quality::profile::table(&view, jiff::civil::date(2026, 1, 1)));
}

#[divan::bench(sample_count = 20)]
fn map(bencher: Bencher) {
    let p = prepared("customer");
    bencher.bench(|| recognise(&p.plan, &p.sheet, p.entity));
}

#[divan::bench(sample_count = 10, args = REGISTERS)]
fn normalise_table(bencher: Bencher, entity: &str) {
    let p = prepared(entity);
    bencher
        .counter(ItemsCount::new(rows()))
        .with_inputs(|| p.raw.clone())
        .bench_values(|raw| normalise::run(p.spec(), &p.plan, raw, &Unwatched));
}

#[divan::bench(sample_count = 10, args = REGISTERS)]
fn check_table(bencher: Bencher, entity: &str) {
    let p = prepared(entity);
    let others = BTreeMap::new();
    bencher.counter(ItemsCount::new(rows())).bench(|| check::run(&p.subject(&others), &Unwatched));
}

/// Both together, as a run does them.
#[divan::bench(sample_count = 10, args = REGISTERS)]
fn clean_table(bencher: Bencher, entity: &str) {
    let p = prepared(entity);
    let others = BTreeMap::new();
    bencher.counter(ItemsCount::new(rows())).with_inputs(|| p.raw.clone()).bench_values(|raw| {
        let clean = normalise::run(p.spec(), &p.plan, raw, &Unwatched);
        let checked = check::run(&Subject { table: &clean.table, ..p.subject(&others) }, &Unwatched);
        (clean, checked)
    });
}

#[divan::bench(sample_count = 5)]
fn match_records(bencher: Bencher) {
    let p = prepared("customer");
    bencher.counter(ItemsCount::new(rows())).bench(|| matching::entity::find(p.spec(), &p.clean, Vec::new(), &Unwatched));
}
