//! Keeps from merging without a person what the names do not carry: a wrong merge of master data costs more than a look.

use crate::model::{Decision, Duplicates, Evidence, MatchPair, RowId};
use crate::plan::{MatchKind, MatchSpec};
use std::collections::{BTreeMap, HashMap};

/// The share of a name's rarity that both names must hold, in percent.
const SHARED: u32 = 75;
/// The weight of an equal identifier, or of all other fields together, in bits, that stands for a name: about one value in a hundred by
/// chance.
const IDENTIFIED: f64 = 7.0;

/// Leaves pairs to people whose names share too little, unless an identifier that says enough is equal, and takes clusters apart
/// that only such pairs held together. Names that share much but not all (`Grip Tape LL` and `Grip Tape HL`, `Chainring` and
/// `Chainring Nut`) are those of variants as often as of one thing: beside them something else must agree.
pub fn doubt(spec: &MatchSpec, mut found: Duplicates) -> Duplicates {
    let mut doubted = false;
    for pair in found.pairs.iter_mut().filter(|p| p.decision == Decision::Same) {
        if carried_by_little(spec, pair) {
            pair.decision = Decision::Undecided;
            doubted = true;
        }
    }
    if doubted {
        found.clusters = held_together(&found);
    }
    found
}

fn carried_by_little(spec: &MatchSpec, pair: &MatchPair) -> bool {
    let Some(name) = spec.fields.first() else { return false };
    // A person has looked already.
    if pair.evidence.iter().any(|e| e.weight == f64::INFINITY) {
        return false;
    }
    // `name+spec` and `codes of name` are the name, looked at in another way.
    let of_name = |e: &&Evidence| {
        let field = e.field.strip_prefix("codes of ").unwrap_or(&e.field);
        field.split('+').any(|part| *part == *name.field)
    };
    let Some(level) = pair.evidence.iter().find(|e| of_name(e) && !e.field.starts_with("codes of ")).map(|e| &*e.level) else {
        return false;
    };
    let identifier = |e: &Evidence| spec.fields.iter().any(|f| f.kind == MatchKind::Identifier && *f.field == *e.field);
    let identified = pair.evidence.iter().any(|e| identifier(e) && e.level.starts_with("equal") && e.weight >= IDENTIFIED);
    let beside: f64 = pair.evidence.iter().filter(|e| !of_name(e)).map(|e| e.weight).sum();
    !identified && (shares_little(level) || (shares_part(level) && beside < IDENTIFIED))
}

/// Reads the level of a name: `68 % shared` says how much, `nothing shared` and `vague` say nothing.
fn shares_little(level: &str) -> bool {
    let share = level.strip_suffix(" % shared").and_then(|n| n.parse::<u32>().ok());
    share.map_or(matches!(level, "nothing shared" | "vague"), |s| s < SHARED)
}

/// Says whether words of one of two names are missing in the other.
fn shares_part(level: &str) -> bool {
    level.ends_with(" % shared")
}

/// Parts every cluster into what the pairs still called the same hold together.
fn held_together(found: &Duplicates) -> Vec<Vec<RowId>> {
    let mut out = Vec::new();
    let mut of: HashMap<RowId, Vec<RowId>> = HashMap::new();
    for p in found.pairs.iter().filter(|p| p.decision == Decision::Same) {
        of.entry(p.left).or_default().push(p.right);
        of.entry(p.right).or_default().push(p.left);
    }
    for cluster in &found.clusters {
        let mut left: BTreeMap<RowId, ()> = cluster.iter().map(|&r| (r, ())).collect();
        while let Some((first, ())) = left.pop_first() {
            let (mut part, mut open) = (vec![first], vec![first]);
            while let Some(at) = open.pop() {
                for next in of.get(&at).into_iter().flatten() {
                    if left.remove(next).is_some() {
                        part.push(*next);
                        open.push(*next);
                    }
                }
            }
            if part.len() > 1 {
                part.sort_unstable();
                out.push(part);
            }
        }
    }
    out.sort();
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::MatchField;

    fn pair(left: u32, right: u32, evidence: &[(&str, &str, f64)]) -> MatchPair {
        let evidence = evidence.iter().map(|(f, l, w)| Evidence { field: (*f).into(), level: (*l).into(), weight: *w }).collect();
        MatchPair { left: RowId(left), right: RowId(right), weight: 9.0, probability: 0.99, decision: Decision::Same, evidence }
    }

    #[test]
    fn names_that_share_little_are_left_to_people_and_clusters_fall_apart() {
        let field = |f: &str, kind| MatchField { field: f.into(), kind };
        let fields = vec![field("name", MatchKind::Description), field("mpn", MatchKind::Identifier)];
        let spec = MatchSpec { fields, threshold: 0.95, review: 0.5 };
        let pairs = vec![
            pair(0, 1, &[("name", "equal, rare", 12.0)]),
            pair(1, 2, &[("codes of name", "all shared", 14.0), ("name", "55 % shared", 12.0)]),
            pair(3, 4, &[("name", "nothing shared", -1.0), ("mpn", "equal, rare", 9.0)]),
            pair(5, 6, &[("name", "90 % shared", 15.0), ("group", "same", 1.0)]),
            pair(7, 8, &[("name", "80 % shared", 15.0), ("brand", "equal, rare", 8.5), ("type", "same", -0.2)]),
            pair(
                9,
                10,
                &[
                    ("name", "80 % shared", 15.0),
                    ("codes of name", "all shared", 7.5),
                    ("brand", "equal, rare", 8.5),
                    ("phone", "different", -9.0),
                ],
            ),
        ];
        let clusters = vec![
            vec![RowId(0), RowId(1), RowId(2)],
            vec![RowId(3), RowId(4)],
            vec![RowId(5), RowId(6)],
            vec![RowId(7), RowId(8)],
            vec![RowId(9), RowId(10)],
        ];
        let found = doubt(&spec, Duplicates { pairs, clusters });
        assert_eq!(found.clusters, [vec![RowId(0), RowId(1)], vec![RowId(3), RowId(4)], vec![RowId(7), RowId(8)]]);
        let decisions: Vec<Decision> = found.pairs.iter().map(|p| p.decision).collect();
        let (same, open) = (Decision::Same, Decision::Undecided);
        assert_eq!(decisions, [same, open, same, open, same, open]);
    }
}
