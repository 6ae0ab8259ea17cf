//! The geometry of the page's charts, in percent of their width, so that they stretch without a script.

use crate::model::{Balance, FateKind};
use crate::report::figures;
use crate::report::lens::Lens;
use serde::Serialize;

/// One part of a stacked bar.
#[derive(Serialize)]
pub(in crate::report) struct Segment {
    /// Style class: the fate or the severity.
    pub(in crate::report) class: &'static str,
    /// Name for people.
    pub(in crate::report) name: String,
    /// Left edge in percent.
    pub(in crate::report) x: String,
    /// Width in percent.
    pub(in crate::report) width: String,
    /// Count with thousands apart.
    pub(in crate::report) count: String,
    /// Share in percent.
    pub(in crate::report) share: String,
}

/// Lays parts side by side, scaled to `whole`; a part that is there is at least a hairline wide.
pub(in crate::report) fn stacked(parts: &[(&'static str, String, u64)], whole: u64) -> Vec<Segment> {
    const HAIRLINE: f64 = 0.4;
    let wide = |n: u64| if n == 0 || whole == 0 { 0.0 } else { (n as f64 * 100.0 / whole as f64).max(HAIRLINE) };
    let total: f64 = parts.iter().map(|p| wide(p.2)).sum();
    let shrink = if total > 100.0 { 100.0 / total } else { 1.0 };
    let mut x = 0.0;
    let mut out = Vec::new();
    for (class, name, n) in parts {
        let width = wide(*n) * shrink;
        out.push(Segment {
            class,
            name: name.clone(),
            x: percent(x),
            width: percent(width),
            count: figures::count(*n),
            share: figures::share(*n, whole),
        });
        x += width;
    }
    out
}

/// The fates in the order in which every report names them.
pub(super) const FATES: [FateKind; 5] = [FateKind::Emitted, FateKind::Merged, FateKind::Held, FateKind::Rejected, FateKind::Skipped];

/// Gives the count of one fate.
pub(super) fn of(balance: &Balance, kind: FateKind) -> u64 {
    match kind {
        FateKind::Emitted => balance.emitted,
        FateKind::Merged => balance.merged,
        FateKind::Held => balance.held,
        FateKind::Rejected => balance.rejected,
        FateKind::Skipped => balance.skipped,
    }
}

/// Lays out a balance as a stacked bar of the rows read.
pub(super) fn flow(balance: &Balance, read: u64, lens: &Lens<'_>) -> Vec<Segment> {
    stacked(&FATES.map(|k| (k.as_str(), lens.words.fate(k).to_owned(), of(balance, k))), read)
}

/// Writes a length for an SVG attribute.
pub(in crate::report) fn percent(x: f64) -> String {
    format!("{:.2}", x.clamp(0.0, 100.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_never_overflow_and_never_vanish() {
        let parts = [("a", String::new(), 1), ("b", String::new(), 1_000_000), ("c", String::new(), 0), ("d", String::new(), 3)];
        let s = stacked(&parts, 1_000_004);
        let end: f64 = s.iter().map(|s| s.width.parse::<f64>().unwrap()).sum();
        assert!(end <= 100.05, "{end}");
        assert!(s[0].width.parse::<f64>().unwrap() > 0.3);
        assert_eq!(s[2].width, "0.00");
        assert_eq!(s[0].share, "<0.1%");
        assert!(stacked(&parts, 0).iter().all(|s| s.width == "0.00"));
    }
}
