//! Says how many addresses of a file are placed: `cargo run --release --example place_addresses -- FILE.csv [COLUMN]`.
//!
//! Counts the addresses whose province, city and district are found, those that fit several divisions equally well (which are told as candidates and
//! not guessed), and those that contradict themselves. Where the file has the columns `province`, `city` and `district`, what is found is
//! compared with them too. `--show N` prints every Nth address with what was found, for looking at by hand.

use cutover::domain::address::{Division, Divisions, parse};
use std::error::Error;
use std::io::{self, BufWriter, Write};

#[derive(Default)]
struct Count {
    addresses: usize,
    found: [usize; 3],
    told: [usize; 3],
    right: [usize; 3],
    unclear: usize,
    contradicting: usize,
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments: Vec<String> = std::env::args().skip(1).collect();
    let every = match arguments.iter().position(|a| a == "--show") {
        Some(at) => arguments.drain(at..).nth(1).and_then(|n| n.parse().ok()).unwrap_or(1),
        None => usize::MAX,
    };
    let file = arguments.first().ok_or("which file?")?;
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_path(file)?;
    let header = reader.headers()?.clone();
    let at = |name: &str| header.iter().position(|h| h.trim_start_matches('\u{feff}').trim() == name);
    let address = match arguments.get(1) {
        Some(name) => at(name).ok_or("no such column")?,
        None => ["address", "地址", "原始地址"].into_iter().find_map(at).unwrap_or(0),
    };
    let truth = ["province", "city", "district"].map(at);
    let mut count = Count::default();
    let mut out = BufWriter::new(io::stdout().lock());
    for record in reader.records() {
        let record = record?;
        let text = record.get(address).unwrap_or("");
        if text.trim().is_empty() {
            continue;
        }
        let place = parse(text, Divisions::standard());
        let levels = [place.province, place.city, place.district];
        // The four cities under the state are province and city at once, and their counties stand below no city.
        let whole = [levels[0], levels[1].or(levels[0].filter(|_| levels[2].is_some() || is_municipality(levels[0]))), levels[2]];
        count.addresses += 1;
        count.unclear += usize::from(!place.candidates.is_empty());
        count.contradicting += usize::from(place.conflict.is_some());
        for (level, found) in whole.iter().enumerate() {
            count.found[level] += usize::from(found.is_some());
            let told = truth[level].and_then(|t| record.get(t)).map(str::trim).filter(|t| !t.is_empty());
            count.told[level] += usize::from(told.is_some());
            count.right[level] += usize::from(told.is_some() && told == found.map(|d| d.name.as_str()));
        }
        if count.addresses % every == 0 {
            writeln!(out, "{}\t{text}\t{}", place.divisions(), place.rest)?;
        }
    }
    write_shares(&count, &mut out)?;
    Ok(())
}

fn is_municipality(province: Option<&Division>) -> bool {
    province.is_some_and(|p| p.name.ends_with('市'))
}

fn write_shares(count: &Count, mut out: impl Write) -> io::Result<()> {
    let share = |n: usize, of: usize| if of == 0 { 0.0 } else { 100.0 * n as f64 / of as f64 };
    writeln!(out, "{} addresses, {} unclear, {} contradicting themselves", count.addresses, count.unclear, count.contradicting)?;
    for (level, name) in ["province", "city", "district"].into_iter().enumerate() {
        write!(out, "{name:9} found {:6.2} %", share(count.found[level], count.addresses))?;
        if count.told[level] > 0 {
            write!(out, "   right {:6.2} % of {}", share(count.right[level], count.told[level]), count.told[level])?;
        }
        writeln!(out)?;
    }
    Ok(())
}
