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
