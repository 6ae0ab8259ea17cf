//! How much a load that can be taken back costs against writing rows and nothing else.
//!
//! `cargo bench --bench loading -- [ROWS [BATCH]]` writes a run folder of ROWS records of 14 columns (a million unless said) in batches of BATCH
//! (100,000) and loads it into SQLite and into a PostgreSQL of its own (Debian's package `postgresql`; fsync on), each with everything: staging,
//! checks, promotion into a table with a primary key, images, fingerprints and ledger. Against it stand, in the same minutes and of the same
//! bytes: a bare `COPY` into a table without an index, and one prepared insert in one transaction of SQLite into a table with the same key.
//! Each is done three times in turn; the medians and their ratio are printed, with the peak memory of the loading process.

#![expect(clippy::print_stdout, reason = "what it prints is its result")]

#[path = "../tests/it/load/postgres.rs"]
#[allow(dead_code)]
mod postgres;

use cutover::load::{
    self, Audience, Existing, LoadEnd, LoadError, LoadRequest, Package, Postgres, Purpose, Refusal, Secrets, Sqlite, Tables, Target,
    TargetError, TargetUrl,
};
use cutover::model::{
    ColumnKind, EntityToLoad, FieldToLoad, LOAD_PLAN_SCHEMA, LoadMode, LoadPlan, LoadSettings, Manifest, ManifestEntry, OnRefusal,
    Unwatched, WaveToLoad, chain, hex,
};
use postgres::Cluster;
use sha2::{Digest, Sha256};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

const COLUMNS: [&str; 14] = [
    "code",
    "name",
    "short_name",
    "tax_id",
    "address",
    "city",
    "postcode",
    "phone",
    "email",
    "bank",
    "account",
    "terms",
    "legacy_system",
    "legacy_code",
];
const TIMES: usize = 3;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|a| !a.starts_with("--")).collect();
    if let [word, url, run] = arguments.as_slice()
        && word == "child"
    {
        return child(url, Path::new(run));
    }
    let number = |at: usize, usual: usize| arguments.get(at).and_then(|a| a.parse().ok()).unwrap_or(usual);
    let (rows, batch) = (number(0, 1_000_000), number(1, 100_000));
    let home = tempfile::tempdir().expect("a temporary folder");
    let (run, whole) = (home.path().join("run"), home.path().join("whole.csv"));
    let bytes = write_run(&run, &whole, rows, batch);
    println!("{rows} records x {} columns, {:.0} MB, batches of {batch}", COLUMNS.len(), bytes as f64 / 1e6);
    sqlite(home.path(), &run, &whole);
    server(&run, &whole);
}

fn sqlite(home: &Path, run: &Path, whole: &Path) {
    let (mut bare, mut full, mut memory) = (Vec::new(), Vec::new(), 0);
    for i in 0..TIMES {
        let path = home.join(format!("bare{i}.db"));
        bare.push(timed(|| insert_loop(&path, whole)));
        let path = home.join(format!("full{i}.db"));
        let (time, peak) = loaded(&path.display().to_string(), run);
        full.push(time);
        memory = memory.max(peak);
        let _ = fs::remove_file(home.join(format!("bare{i}.db")));
        let _ = fs::remove_file(path);
    }
    told("SQLite", "one prepared insert, one transaction", &mut bare, &mut full, memory);
}

/// One prepared insert in a loop, in one transaction, as anybody would write it.
fn insert_loop(path: &Path, whole: &Path) {
    let mut connection = rusqlite::Connection::open(path).expect("a new file");
    let others: String = COLUMNS.iter().skip(1).map(|c| format!(", {c} TEXT")).collect();
    connection.execute_batch(&format!("CREATE TABLE customer (code TEXT NOT NULL PRIMARY KEY{others})")).expect("a new table");
    let transaction = connection.transaction().expect("a transaction");
    let mut reader = csv::Reader::from_path(whole).expect("the file is there");
    let mut record = csv::StringRecord::new();
    let mut insert = transaction.prepare("INSERT INTO customer VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)").expect("SQL");
    while reader.read_record(&mut record).expect("CSV") {
        let values = record.iter().map(|f| (!f.is_empty()).then_some(f));
        insert.execute(rusqlite::params_from_iter(values)).expect("a new row");
    }
    drop(insert);
    transaction.commit().expect("a commit");
}

fn server(run: &Path, whole: &Path) {
    let cluster = Cluster::with("-c fsync=on -c shared_buffers=128MB -c max_wal_size=4GB");
    let (mut bare, mut full, mut memory) = (Vec::new(), Vec::new(), 0);
    let columns: String = COLUMNS.iter().map(|c| format!("{c} text")).collect::<Vec<_>>().join(", ");
    for _ in 0..TIMES {
        psql(&cluster, &format!("DROP TABLE IF EXISTS bare; CREATE TABLE bare ({columns}); CHECKPOINT"));
        bare.push(timed(|| psql(&cluster, &format!("\\copy bare FROM '{}' WITH (FORMAT csv, HEADER true)", whole.display()))));
        psql(&cluster, "DROP SCHEMA public CASCADE; CREATE SCHEMA public; CHECKPOINT");
        let (time, peak) = loaded(&cluster.url(), run);
        full.push(time);
        memory = memory.max(peak);
    }
    told("PostgreSQL", "bare COPY, no index", &mut bare, &mut full, memory);
}

fn psql(cluster: &Cluster, command: &str) {
    let status = Command::new(postgres::programs().join("psql"))
        .args(["-q", "-X", "-v", "ON_ERROR_STOP=1", "-d", &cluster.url()])
        .args(command.split_inclusive("; ").flat_map(|c| ["-c", c]))
        .stderr(std::process::Stdio::null())
        .status();
    assert!(status.is_ok_and(|s| s.success()), "{command}");
}

fn timed(work: impl FnOnce()) -> Duration {
    let start = Instant::now();
    work();
    start.elapsed()
}

/// Loads in a process of its own, and gives its time and its peak memory in kB.
fn loaded(url: &str, run: &Path) -> (Duration, u64) {
    let start = Instant::now();
    let output = Command::new(std::env::current_exe().expect("a program")).arg("child").arg(url).arg(run).output().expect("it starts");
    let time = start.elapsed();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    (time, String::from_utf8_lossy(&output.stdout).trim().parse().expect("a number"))
}

fn child(url: &str, run: &Path) {
    let package = Package::open(run).expect("our own run");
    let mut target: Box<dyn Target> = match TargetUrl::parse(url).expect("our own URL") {
        TargetUrl::Sqlite(path) => Box::new(Sqlite::new(&path)),
        TargetUrl::Postgres(url) => Box::new(Postgres::new(&url, "owner", Secrets::default(), "bench")),
    };
    let request = LoadRequest {
        package: &package,
        wave: None,
        mode: LoadMode::Insert,
        refused: OnRefusal::Stop,
        max_refused: 0,
        tables: Tables::Made,
        purpose: Purpose::Real,
        despite: None,
        who: "bench",
        holder: "bench",
        clock: || "2026-11-30T00:00:00Z".to_owned(),
    };
    let done = load::load(&mut *target, &request, &Silent, &Unwatched).expect("the load works");
    assert_eq!(done.ended, LoadEnd::Whole);
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|l| l.strip_prefix("VmHWM:")).and_then(|l| l.split_whitespace().next()).unwrap_or("0").to_owned();
    println!("{peak}");
}

struct Silent;

impl Audience for Silent {
    fn existing(&self, _: &str, _: &Existing) {}
    fn again(&self, _: &str, _: &TargetError) {}
    fn refused(&self, _: &str, _: &[(String, Refusal)]) -> Result<(), LoadError> {
        Ok(())
    }
}

fn told(target: &str, against: &str, bare: &mut [Duration], full: &mut [Duration], memory: u64) {
    bare.sort();
    full.sort();
    let (b, f) = (bare[TIMES / 2].as_secs_f64(), full[TIMES / 2].as_secs_f64());
    println!("{target}: load {f:.2} s, {against} {b:.2} s, ratio {:.2}, peak memory {:.0} MB", f / b, memory as f64 / 1e3);
}

/// Writes a run folder and the same records as one file; gives the bytes.
fn write_run(run: &Path, whole: &Path, rows: usize, batch: usize) -> u64 {
    let field = |name: &&str| FieldToLoad {
        field: (*name).to_owned(),
        column: (*name).to_owned(),
        kind: ColumnKind::Text,
        length: None,
        required: false,
        personal: false,
    };
    let customer = EntityToLoad {
        entity: "customer".into(),
        table: "customer".into(),
        key: vec!["code".into()],
        key_is_code: true,
        fields: COLUMNS.iter().map(field).collect(),
        references: Vec::new(),
        totals: Vec::new(),
    };
    let plan = LoadPlan {
        schema: LOAD_PLAN_SCHEMA,
        run: "bench".into(),
        settings: LoadSettings::default(),
        waves: vec![WaveToLoad { name: "main".into(), accept: Vec::new() }],
        entities: vec![customer],
        sources: Vec::new(),
    };
    let folder: PathBuf = run.join("batches/main");
    fs::create_dir_all(&folder).expect("a new folder");
    fs::write(run.join("batches/load.json"), serde_json::to_string(&plan).expect("JSON")).expect("a new file");
    let mut manifest = Manifest { schema: 1, wave: "main".into(), order: 1, previous: "0".repeat(64), batches: Vec::new() };
    let mut all = csv::Writer::from_path(whole).expect("a new file");
    all.write_record(COLUMNS).expect("room on the disk");
    let mut last = manifest.previous.clone();
    for (i, from) in (0..rows).step_by(batch.max(1)).enumerate() {
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(COLUMNS).expect("memory");
        for n in from..rows.min(from + batch) {
            let record = record(n);
            writer.write_record(&record).expect("memory");
            all.write_record(&record).expect("room on the disk");
        }
        let bytes = writer.into_inner().expect("memory");
        let (file, sha256) = (format!("{:03}-customer.csv", i + 1), hex(&Sha256::digest(&bytes)));
        fs::write(folder.join(&file), &bytes).expect("a new file");
        let count = (rows.min(from + batch) - from) as u64;
        let link = chain(&last, "main", &file, count, &sha256);
        last.clone_from(&link);
        manifest.batches.push(ManifestEntry {
            order: i + 1,
            file,
            entity: "customer".into(),
            rows: count,
            columns: COLUMNS.map(str::to_owned).to_vec(),
            control_totals: Vec::new(),
            bytes: bytes.len() as u64,
            sha256,
            chain: link,
        });
    }
    all.flush().expect("room on the disk");
    fs::write(folder.join("manifest.json"), serde_json::to_string(&manifest).expect("JSON")).expect("a new file");
    fs::metadata(whole).map(|m| m.len()).unwrap_or(0)
}

/// A record like those of a register of customers; some fields are empty.
fn record(n: usize) -> [String; 14] {
    let maybe = |text: String, every: usize| if n.is_multiple_of(every) { String::new() } else { text };
    [
        format!("C{n:08}"),
        format!("杭州霁岚第{n}精密机械有限公司"),
        maybe(format!("霁岚{n}"), 3),
        format!("91330100MA{:08}", n * 7 % 100_000_000),
        format!("浙江省杭州市西湖区文三路{}号{}室", n % 900, n % 37),
        "杭州市".to_owned(),
        maybe(format!("31{:04}", n % 10_000), 5),
        format!("0571-8{:07}", n * 13 % 10_000_000),
        maybe(format!("sales{n}@example.com"), 2),
        "中国工商银行杭州分行".to_owned(),
        format!("1202{:012}", n * 17),
        ["月结30天", "月结60天", "现款"][n % 3].to_owned(),
        "plant-a".to_owned(),
        format!("{n:06}"),
    ]
}
