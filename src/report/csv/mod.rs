//! The CSV files of a run folder that people open: a byte order mark, neutralised cells, formatted in parallel and written in order.

mod changes;
mod duplicates;
mod fates;
mod findings;
mod line;

pub use changes::changes_csv;
pub use duplicates::duplicates_csv;
pub use fates::fates_csv;
pub use findings::findings_csv;

use line::Lines;
use rayon::prelude::*;
use std::io::{self, Write};

/// Lines that one task formats.
const CHUNK: usize = 8192;
/// Chunks that are in memory at once; fixed, since their number must not depend on the machine's threads.
const WINDOW: usize = 32;
/// Tells Excel that the file is UTF-8.
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// Writes a header and `n` numbered lines: many are formatted at once, and written in order with bounded memory.
fn write_lines(out: &mut dyn Write, header: &[&str], n: usize, format: impl Fn(usize, &mut Lines) + Sync) -> io::Result<()> {
    out.write_all(BYTE_ORDER_MARK)?;
    let mut head = Lines::new();
    header.iter().for_each(|h| head.plain(h));
    head.end();
    out.write_all(&head.into_bytes())?;
    for window in (0..n).step_by(CHUNK * WINDOW) {
        let chunks = (window..n.min(window + CHUNK * WINDOW)).into_par_iter().step_by(CHUNK);
        let chunk = |from: usize| {
            let mut lines = Lines::new();
            (from..n.min(from + CHUNK)).for_each(|i| format(i, &mut lines));
            lines.into_bytes()
        };
        let texts: Vec<Vec<u8>> = chunks.map(chunk).collect();
        texts.iter().try_for_each(|t| out.write_all(t))?;
    }
    out.flush()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Lang;
    use crate::report::neutral::dangerous;
    use crate::report::sample::Sample;
    use crate::report::{Masking, ReportInput};
    use std::collections::BTreeMap;

    type Table = Vec<BTreeMap<String, String>>;

    /// Writes all four files of a sample.
    fn files(sample: &Sample, masking: Masking) -> [Vec<u8>; 4] {
        let list = sample.list();
        let input = ReportInput { masking, ..sample.input(&list, Lang::En) };
        let [mut findings, mut fates, mut changes, mut duplicates] = [const { Vec::new() }; 4];
        findings_csv(&input, &mut findings).unwrap();
        fates_csv(&input, &mut fates).unwrap();
        changes_csv(&input, &sample.changes, &BTreeMap::new(), &mut changes).unwrap();
        duplicates_csv(&input, &mut duplicates).unwrap();
        [findings, fates, changes, duplicates]
    }

    fn read(bytes: &[u8]) -> Table {
        let mut reader = ::csv::Reader::from_reader(bytes.strip_prefix(BYTE_ORDER_MARK).expect("Excel needs the mark"));
        reader.deserialize().collect::<Result<_, _>>().unwrap()
    }

    #[test]
    fn every_row_finding_and_change_has_its_line() {
        let sample = Sample::company();
        let [findings, fates, changes, duplicates] = files(&sample, Masking::Masked).map(|f| read(&f));
        assert_eq!(fates.len(), sample.ledger.len());
        assert_eq!(findings.len(), sample.findings.len());
        assert_eq!(changes.len(), sample.changes.len());
        let pairs: usize = sample.duplicates.iter().map(|d| d.1.pairs.len()).sum();
        assert!(duplicates.len() > pairs, "members of clusters that no pair names have lines too");
        for kind in ["emitted", "merged", "held", "rejected", "skipped"] {
            assert!(fates.iter().any(|f| f["fate"] == kind), "{kind}");
        }
    }

    #[test]
    fn a_merged_row_names_its_survivor_and_a_held_one_its_rule() {
        let [_, fates, ..] = files(&Sample::company(), Masking::Masked).map(|f| read(&f));
        let merged = fates.iter().find(|f| f["fate"] == "merged").unwrap();
        assert_eq!((&*merged["line"], &*merged["into_line"], &*merged["into_code"]), ("3", "2", "C00001"));
        let held = fates.iter().find(|f| f["fate"] == "held").unwrap();
        assert_eq!((&*held["rule"], &*held["into_row"], &*held["batch"]), ("duplicate-code", "", ""));
        assert_eq!(fates.iter().find(|f| f["fate"] == "emitted").unwrap()["batch"], "pilot/001-customer");
    }

    #[test]
    fn findings_stand_in_the_words_of_their_owner() {
        let [findings, ..] = files(&Sample::company(), Masking::Masked).map(|f| read(&f));
        let f = findings.iter().find(|f| f["rule"] == "invalid-uscc").unwrap();
        assert_eq!((&*f["field"], &*f["column"], &*f["severity"], &*f["dimension"]), ("tax_id", "税号", "error", "conformity"));
        assert_eq!((&*f["file"], &*f["line"], &*f["code"]), ("exports/plant_a/客户档案.csv", "5", "C00004"));
        assert_eq!((&*f["value"], &*f["suggestion"]), ("914403001922038000", "914403001922038216"));
    }

    #[test]
    fn hostile_cells_are_neutralised_in_every_file() {
        for (number, file) in files(&Sample::hostile(), Masking::Masked).iter().enumerate() {
            let text = std::str::from_utf8(file).unwrap();
            assert!(!text.contains(['\u{1b}', '\u{0}', '\u{202e}']), "file {number}");
            let cells: Vec<String> = read(file).into_iter().flat_map(BTreeMap::into_values).collect();
            assert!(cells.iter().all(|c| !dangerous(c)), "file {number}: {:?}", cells.iter().find(|c| dangerous(c)));
            assert!(cells.iter().any(|c| c.starts_with("'=HYPERLINK")), "file {number}");
        }
    }

    #[test]
    fn personal_data_is_masked_unless_raw_is_asked_for() {
        let shows = |file: &[u8], text: &str| std::str::from_utf8(file).unwrap().contains(text);
        let sample = Sample::company();
        let [findings, _, changes, _] = files(&sample, Masking::Masked);
        assert!(!shows(&findings, "13912345678") && shows(&findings, "139****5678"));
        assert!(!shows(&changes, "138-1234-5678") && shows(&changes, "138-****-5678"));
        let [findings, _, changes, _] = files(&sample, Masking::Raw);
        assert!(shows(&findings, "13912345678") && shows(&changes, "138-1234-5678"));
    }

    #[test]
    fn bytes_do_not_depend_on_the_number_of_threads() {
        let sample = Sample::company();
        let with = |threads: usize| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            pool.install(|| files(&sample, Masking::Masked))
        };
        assert!(with(1) == with(4));
    }
}
