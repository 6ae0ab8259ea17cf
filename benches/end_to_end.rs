//! Measures a whole run on customers of our own making: `cargo bench --bench end_to_end -- [ROWS [SEED]]`, 1,000,000 rows by default.
//!
//! It writes ROWS x 14 cells of CSV to a temporary folder, starts the released program on them, and prints rows a second, wall seconds,
//! peak memory (Linux: the high-water mark of the resident set) and the seconds of every stage.

#[expect(dead_code, reason = "only the register of customers is measured here")]
#[path = "../tests/support/mod.rs"]
mod support;

use std::error::Error;
use std::fs::{self, File};
use std::io::{BufWriter, Write, stdout};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// What a run cost.
struct Cost {
    wall: Duration,
    /// Peak resident memory in KiB; `None` where the system does not tell.
    peak: Option<u64>,
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut numbers = std::env::args().skip(1).filter_map(|a| a.parse::<usize>().ok());
    let rows = numbers.next().unwrap_or(1_000_000);
    let seed = numbers.next().unwrap_or(1);
    let home = tempfile::tempdir()?;
    let input = home.path().join("customers.csv");
    let truth = home.path().join("truth.csv");
    support::customer::generate_customers(rows, seed as u64, BufWriter::new(File::create(&input)?), BufWriter::new(File::create(truth)?))?;
    let bytes = fs::metadata(&input)?.len();
    let output = home.path().join("run");
    let cost = run(&input, &output)?;
    report(rows, bytes, &cost, &output)
}

fn run(input: &Path, output: &Path) -> Result<Cost, Box<dyn Error>> {
    let start = Instant::now();
    let mut program = Command::new(env!("CARGO_BIN_EXE_cutover"));
    let mut child =
        program.arg("run").arg(input).arg("--output").arg(output).args(["--quiet", "--lang", "en"]).stdout(Stdio::null()).spawn()?;
    let mut peak = None;
    let status = loop {
        peak = high_water(&child).or(peak);
        if let Some(status) = child.try_wait()? {
            break status;
        }
        std::thread::sleep(Duration::from_millis(10));
    };
    // Missed gates end with 1: made-up data is not ready, and that is not measured here.
    if !matches!(status.code(), Some(0 | 1)) {
        return Err(format!("the run ended with {status}").into());
    }
    Ok(Cost { wall: start.elapsed(), peak })
}

/// Reads the high-water mark of the resident set, in KiB.
fn high_water(child: &Child) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{}/status", child.id())).ok()?;
    status.lines().find_map(|l| l.strip_prefix("VmHWM:"))?.trim().strip_suffix(" kB")?.trim().parse().ok()
}

fn report(rows: usize, bytes: u64, cost: &Cost, output: &Path) -> Result<(), Box<dyn Error>> {
    let json: serde_json::Value = serde_json::from_slice(&fs::read(output.join("run.json"))?)?;
    let seconds = cost.wall.as_secs_f64();
    let mut out = stdout().lock();
    writeln!(out, "rows          {rows} ({:.1} MB)", bytes as f64 / 1e6)?;
    writeln!(out, "wall          {seconds:.2} s")?;
    writeln!(out, "throughput    {:.0} rows/s", rows as f64 / seconds)?;
    match cost.peak {
        Some(kib) => writeln!(out, "peak memory   {:.2} GB", kib as f64 * 1024.0 / 1e9)?,
        None => writeln!(out, "peak memory   not told by this system")?,
    }
    writeln!(out, "balanced      {}", json["balanced"])?;
    for timing in json["timings"].as_array().into_iter().flatten() {
        writeln!(out, "  {:<12}{:.2} s", timing[0].as_str().unwrap_or(""), timing[1].as_f64().unwrap_or(0.0))?;
    }
    Ok(())
}
