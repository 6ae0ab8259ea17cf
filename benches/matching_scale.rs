//! Shows how the cost of finding duplicates grows: `cargo bench --bench matching_scale -- [ROWS...]`, 100,000 to 1,000,000 rows by default.
//!
//! For each number of rows it writes a register of customers with known truth to a temporary folder, starts the released program's `dedupe`
//! on it without configuration, and prints wall seconds, peak memory (Linux) and pairwise precision, recall and F1 of the clusters.

#[expect(dead_code, reason = "only the register of customers is measured here")]
#[path = "../tests/support/mod.rs"]
mod support;

use std::collections::HashMap;
use std::error::Error;
use std::fs::File;
use std::io::{BufWriter, Write, stdout};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// The column of ids in the register.
const ID: &str = "客户编码";

fn main() -> Result<(), Box<dyn Error>> {
    let given: Vec<usize> = std::env::args().skip(1).filter_map(|a| a.parse().ok()).collect();
    let sizes = if given.is_empty() { vec![100_000, 300_000, 1_000_000] } else { given };
    let mut out = stdout().lock();
    writeln!(out, "{:>10} {:>9} {:>12} {:>9} {:>7} {:>7} {:>7}", "rows", "wall s", "us per row", "peak GB", "P", "R", "F1")?;
    for rows in sizes {
        let home = tempfile::tempdir()?;
        let (input, truth, output) = (home.path().join("customers.csv"), home.path().join("truth.csv"), home.path().join("out"));
        support::customer::generate_customers(rows, 1, BufWriter::new(File::create(&input)?), BufWriter::new(File::create(&truth)?))?;
        let (wall, peak) = dedupe(&input, &output)?;
        let [p, r] = judge(&truth, &output.join("clusters.csv"))?;
        let s = wall.as_secs_f64();
        let gb = peak.map_or_else(|| "-".into(), |kib| format!("{:.2}", kib as f64 * 1024.0 / 1e9));
        writeln!(out, "{rows:>10} {s:>9.2} {:>12.2} {gb:>9} {p:>7.4} {r:>7.4} {:>7.4}", s * 1e6 / rows as f64, 2.0 * p * r / (p + r))?;
        out.flush()?;
    }
    Ok(())
}

/// Finds the duplicates; gives the time and the high-water mark of the resident set in KiB.
fn dedupe(input: &Path, output: &Path) -> Result<(Duration, Option<u64>), Box<dyn Error>> {
    let start = Instant::now();
    let mut program = Command::new(env!("CARGO_BIN_EXE_cutover"));
    program.arg("dedupe").arg(input).args(["--id", ID, "--quiet", "--lang", "en", "--output"]).arg(output).stdout(Stdio::null());
    let mut child = program.spawn()?;
    let mut peak = None;
    let status = loop {
        peak = high_water(child.id()).or(peak);
        if let Some(status) = child.try_wait()? {
            break status;
        }
        std::thread::sleep(Duration::from_millis(10));
    };
    if !status.success() {
        return Err(format!("the program ended with {status}").into());
    }
    Ok((start.elapsed(), peak))
}

fn high_water(process: u32) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    status.lines().find_map(|l| l.strip_prefix("VmHWM:"))?.trim().strip_suffix(" kB")?.trim().parse().ok()
}

/// Gives pairwise precision and recall of the clusters.
fn judge(truth: &Path, clusters: &Path) -> Result<[f64; 2], Box<dyn Error>> {
    let firms = column(truth)?;
    let found = column(clusters)?;
    let mut both: HashMap<(&str, &str), u64> = HashMap::new();
    for (id, cluster) in &found {
        let firm = firms.get(id).ok_or_else(|| format!("the truth has no {id}"))?;
        *both.entry((cluster, firm)).or_default() += 1;
    }
    let right = pairs(both.into_values());
    Ok([right / pairs(sizes(&found)).max(1.0), right / pairs(sizes(&firms)).max(1.0)])
}

/// Reads a file of two columns: id and group.
fn column(path: &Path) -> Result<HashMap<String, String>, Box<dyn Error>> {
    let mut reader = csv::Reader::from_path(path)?;
    reader.deserialize().map(|row| row.map_err(Into::into)).collect()
}

fn sizes(groups: &HashMap<String, String>) -> impl Iterator<Item = u64> {
    let mut sizes: HashMap<&str, u64> = HashMap::new();
    groups.values().for_each(|g| *sizes.entry(g).or_default() += 1);
    sizes.into_values()
}

fn pairs(sizes: impl Iterator<Item = u64>) -> f64 {
    sizes.map(|n| (n * (n - 1) / 2) as f64).sum()
}
