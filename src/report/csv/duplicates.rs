//! duplicates.csv: every pair that is the same or undecided, and the members of clusters that no pair names.

use super::{line::Lines, write_lines};
use crate::model::{Decision, Duplicates, Entity, Evidence, MatchPair, RowId};
use crate::report::lens::Lens;
use crate::report::{ReportError, ReportInput, figures};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;

const HEADER: [&str; 19] = [
    "entity",
    "cluster",
    "decision",
    "probability",
    "weight",
    "evidence",
    "left_row",
    "left_file",
    "left_sheet",
    "left_line",
    "left_code",
    "left_name",
    "right_row",
    "right_file",
    "right_sheet",
    "right_line",
    "right_code",
    "right_name",
    "records_in_cluster",
];

/// One line: a compared pair, or a member of a cluster with the cluster's first row.
struct Link<'a> {
    entity: &'a Entity,
    cluster: Option<(usize, usize)>,
    left: RowId,
    right: RowId,
    pair: Option<&'a MatchPair>,
}

/// Writes `duplicates.csv`: pairs in clusters first, cluster by cluster, then the pairs that wait for a person.
///
/// `cluster` numbers the sets of an entity from 1; a member that was not compared with another one (equal natural keys, or joined through
/// a third) stands in a line with the cluster's first row and no probability. `evidence` lists the fields with the log2 of their Bayes
/// factors, the strongest first.
///
/// # Errors
/// If the writer refuses the bytes.
pub fn duplicates_csv(input: &ReportInput<'_>, mut out: impl Write) -> Result<(), ReportError> {
    let lens = Lens::new(input);
    let links: Vec<Link<'_>> = input.duplicates.iter().flat_map(|(entity, d)| links(entity, d)).collect();
    let format = |i: usize, l: &mut Lines| {
        if let Some(link) = links.get(i) {
            write_link(&lens, link, l);
        }
    };
    Ok(write_lines(&mut out, &HEADER, links.len(), format)?)
}

fn links<'a>(entity: &'a Entity, d: &'a Duplicates) -> Vec<Link<'a>> {
    let of: BTreeMap<RowId, usize> = d.clusters.iter().enumerate().flat_map(|(n, rows)| rows.iter().map(move |r| (*r, n))).collect();
    let mut inside: Vec<Vec<&MatchPair>> = vec![Vec::new(); d.clusters.len()];
    let mut outside = Vec::new();
    for pair in &d.pairs {
        let home = of.get(&pair.left).filter(|n| of.get(&pair.right) == Some(n)).and_then(|n| inside.get_mut(*n));
        home.unwrap_or(&mut outside).push(pair);
    }
    let mut out = Vec::new();
    for (n, (rows, pairs)) in d.clusters.iter().zip(&inside).enumerate() {
        let cluster = Some((n + 1, rows.len()));
        out.extend(pairs.iter().map(|p| Link { entity, cluster, left: p.left, right: p.right, pair: Some(p) }));
        let compared: BTreeSet<RowId> = pairs.iter().flat_map(|p| [p.left, p.right]).collect();
        let alone = rows.iter().skip(1).filter(|r| !compared.contains(r));
        let first = rows.first().copied();
        out.extend(alone.filter_map(|r| Some(Link { entity, cluster, left: first?, right: *r, pair: None })));
    }
    out.extend(outside.into_iter().map(|p| Link { entity, cluster: None, left: p.left, right: p.right, pair: Some(p) }));
    out
}

fn write_link(lens: &Lens<'_>, link: &Link<'_>, l: &mut Lines) {
    l.plain(link.entity.as_str());
    l.maybe(link.cluster.and_then(|(n, _)| u32::try_from(n).ok()));
    l.plain(link.pair.map_or(Decision::Same, |p| p.decision).as_str());
    l.plain(&link.pair.map(|p| format!("{:.6}", p.probability)).unwrap_or_default());
    l.plain(&link.pair.map(|p| format!("{:.2}", p.weight)).unwrap_or_default());
    l.text(&link.pair.map(|p| evidence_text(&p.evidence)).unwrap_or_default());
    write_side(lens, link.left, l);
    write_side(lens, link.right, l);
    l.maybe(link.cluster.and_then(|(_, size)| u32::try_from(size).ok()));
    l.end();
}

fn write_side(lens: &Lens<'_>, row: RowId, l: &mut Lines) {
    let (spot, record) = (lens.row(row), lens.input.records.record(row));
    l.number(row.0);
    l.text(spot.path());
    l.text(spot.sheet());
    l.maybe(spot.line);
    l.text(record.code);
    l.text(&lens.name(&record));
}

/// Words evidence as `name exact +8.2; phone conflict -3.1`; a veto is minus infinity.
fn evidence_text(evidence: &[Evidence]) -> String {
    let one = |e: &Evidence| format!("{} {} {}", e.field, e.level, figures::weight(e.weight));
    evidence.iter().map(one).collect::<Vec<_>>().join("; ")
}
