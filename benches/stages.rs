//! Measures one stage after the other on 20,000 customers of our own making: `cargo bench --bench stages`.

#[expect(dead_code, reason = "only the register of customers is measured here")]
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

const ROWS: usize = 20_000;

fn main() {
    divan::main();
}

/// What every stage takes from the one before.
struct Prepared {
    csv: Vec<u8>,
    plan: Plan,
    sheet: SheetTable,
    raw: Table,
    clean: Table,
}

impl Prepared {
    fn spec(&self) -> &EntitySpec {
        self.plan.entity(&Entity::new("customer")).expect("customers are shipped")
    }

    fn subject<'a>(&'a self, others: &'a BTreeMap<Entity, Table>) -> Subject<'a> {
        Subject { spec: self.spec(), plan: &self.plan, table: &self.clean, others, ledger: None, mode: Mode::Findings }
    }
}

fn prepared() -> &'static Prepared {
    static PREPARED: OnceLock<Prepared> = OnceLock::new();
    PREPARED.get_or_init(|| {
        let mut csv = Vec::new();
        support::customer::generate_customers(ROWS, 1, &mut csv, std::io::sink()).expect("memory takes everything");
        let plan = plan();
        let sheet = read(&csv);
        let recognition = recognise(&plan, &sheet);
        let rows = (0..sheet.lines.len() as u32).map(RowId).collect();
        let spec = plan.entity(&Entity::new("customer")).expect("customers are shipped");
        let raw = mapping::apply(spec, &recognition, &sheet.columns, rows, &BTreeMap::new());
        let clean = normalise::run(spec, &plan, raw.clone(), &Unwatched).table;
        Prepared { csv, plan, sheet, raw, clean }
    })
}

fn plan() -> Plan {
    let vocabulary =
        Vocabulary { normalisers: normalise::names(), checks: check::names(), sql_problem: check::sql_problem, targets: vec!["generic"] };
    let request = PlanRequest { project: None, root: ".".into(), extra_packs: Vec::new(), overrides: Vec::new() };
    cutover::plan::load(&request, &vocabulary).expect("the shipped packs are sound")
}

fn read(csv: &[u8]) -> SheetTable {
    let file = read_bytes("客户.csv", csv, &ReadOptions::default()).expect("the register is a CSV file");
    file.sheets.into_iter().next().expect("the register is one table")
}

fn recognise(plan: &Plan, sheet: &SheetTable) -> Recognition {
    let view = SheetView { path: "客户.csv", sheet: None, titles: &[], header: &sheet.header, has_header: true, columns: &sheet.columns };
    mapping::recognise(plan, &view, None)
}

#[divan::bench(sample_count = 20)]
fn read_csv(bencher: Bencher) {
    let p = prepared();
    bencher.counter(ItemsCount::new(ROWS)).counter(BytesCount::new(p.csv.len())).bench(|| read(&p.csv));
}

#[divan::bench(sample_count = 10)]
fn profile(bencher: Bencher) {
    let p = prepared();
    let view = cutover::profiling::view(&p.sheet);
    bencher.counter(ItemsCount::new(ROWS)).bench(|| quality::profile::table(&view, jiff::civil::date(2026, 1, 1)));
}

#[divan::bench(sample_count = 20)]
fn map(bencher: Bencher) {
    let p = prepared();
    bencher.bench(|| recognise(&p.plan, &p.sheet));
}

#[divan::bench(sample_count = 10)]
fn normalise_table(bencher: Bencher) {
    let p = prepared();
    bencher
        .counter(ItemsCount::new(ROWS))
        .with_inputs(|| p.raw.clone())
        .bench_values(|raw| normalise::run(p.spec(), &p.plan, raw, &Unwatched));
}

#[divan::bench(sample_count = 10)]
fn check_table(bencher: Bencher) {
    let p = prepared();
    let others = BTreeMap::new();
    bencher.counter(ItemsCount::new(ROWS)).bench(|| check::run(&p.subject(&others), &Unwatched));
}

#[divan::bench(sample_count = 5)]
fn match_records(bencher: Bencher) {
    let p = prepared();
    bencher.counter(ItemsCount::new(ROWS)).bench(|| matching::entity::find(p.spec(), &p.plan, &p.clean, &Unwatched));
}
