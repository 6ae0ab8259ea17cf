//! The whole of matching on one screen: choose fields, block, learn, score, decide, cluster.

use super::block::Blocks;
use super::carry::Carriers;
use super::chance::hash;
use super::choose::choose;
use super::cluster::cluster;
use super::completeness::completeness;
use super::decide::{Thresholds, thresholds};
use super::field::Field;
use super::glance::Glances;
use super::labels::{CERTAIN, Labels};
use super::link::{one_to_one, unique_lists, usual_weight};
use super::records::Records;
use super::sample::Sample;
use super::score::{Scored, score, score_inside};
use super::scorer::Scorer;
use super::train::learn;
use super::{Hint, Options, Outcome, Report, ScoredPair};
use crate::model::{Decision, Watch};
use rayon::prelude::*;

/// Pairs below this probability are not worth a person's look.
const FAINTEST: f64 = 0.003;

/// Finds the duplicates among records, or the links between two lists, without labels or configuration.
///
/// The answer depends neither on the order of the records nor on the number of threads.
pub fn dedupe(records: &Records, options: &Options, watch: &dyn Watch) -> Outcome {
    search(Indexed::of(records, options, watch), options, watch)
}

/// Does the same for records that nobody needs afterwards: their texts are given up as soon as they are indexed.
pub fn dedupe_owned(records: Records, options: &Options, watch: &dyn Watch) -> Outcome {
    let indexed = Indexed::of(&records, options, watch);
    drop(records);
    search(indexed, options, watch)
}

/// What is compared, with its distinct values, in an order that depends on nothing but what the records say.
struct Indexed {
    order: Vec<u32>,
    ordered: Records,
    fields: Vec<Field>,
}

impl Indexed {
    fn of(records: &Records, options: &Options, watch: &dyn Watch) -> Self {
        let order = canonical_order(records);
        let ordered = reordered(records, &order);
        watch.begin("index", None);
        let specs = options.model.as_ref().map_or_else(|| choose(records), |m| m.fields.iter().map(|f| f.spec.clone()).collect());
        let fields = Field::all(specs, records, &order);
        Self { order, ordered, fields }
    }
}

fn search(Indexed { order, ordered, fields }: Indexed, options: &Options, watch: &dyn Watch) -> Outcome {
    let n = ordered.n;
    let blocks = Blocks::build(&fields, n, options.budget(n));
    let glances = Glances::new(&fields);
    watch.begin("learn", None);
    let labels = Labels::new(&options.labels, &order);
    let sample = Sample::take(&fields, &glances, &ordered, &blocks, &labels);
    let mut model = options.model.clone().unwrap_or_else(|| learn(&fields, &sample, &ordered).rounded());
    let scorer = Scorer::new(&model, &fields, &glances);
    let mut scored = score(&scorer, &blocks, &ordered, odds(FAINTEST), watch);
    labels.settle(&mut scored);
    let carriers = Carriers::of(&fields, &ordered);
    let free = carriers.map_or_else(|| scored.clone(), |c| c.carried(&scored, odds(FAINTEST)));
    let mut limits = thresholds(&free, &ordered, &model, options);
    if options.one_to_one.is_none() && limits.unique.is_some() && !model.of_goods() {
        limits.unique = seen_unique(&free, limits.same, &ordered, &|floor| score_inside(&scorer, &blocks, &ordered, floor, watch));
    }
    let decided = decide(&scored, &free, &ordered, &limits, &scorer, &labels);
    let mut report = Report::new(&sample, &blocks, &ordered, &scored, &decided.pairs, &decided.clusters, &limits);
    report.completeness = completeness(&fields, &decided.same(&scored));
    report.contradicted = labels.contradicted(&decided.clusters);
    let outcome = unorder(decided, &scored, &order, &scorer);
    (model.threshold, model.review) = (limits.same, limits.review);
    model.lone = limits.unique.map(|_| limits.lone);
    Outcome { pairs: outcome.0, clusters: outcome.1, model, report }
}

/// What was decided, in canonical order.
struct Decided {
    pairs: Vec<(usize, Decision)>,
    clusters: Vec<u32>,
}

impl Decided {
    /// Gives the pairs that are the same by the model, not by what people said.
    fn same(&self, scored: &[Scored]) -> Vec<Scored> {
        let same = self.pairs.iter().filter(|p| p.1 == Decision::Same);
        same.filter_map(|(i, _)| scored.get(*i)).filter(|p| p.weight < CERTAIN).copied().collect()
    }
}

/// Sees from the data whether each of two lists holds each thing once.
fn seen_unique(scored: &[Scored], same: f64, records: &Records, inside: &dyn Fn(f64) -> Vec<Scored>) -> Option<[bool; 2]> {
    let links: Vec<Scored> = scored.iter().filter(|p| p.weight >= odds(same)).copied().collect();
    Some(usual_weight(&links).map_or([true; 2], |usual| unique_lists(&links, &inside(usual.max(odds(same))), records)))
}

/// Decides all scored pairs; `free` are the same pairs, with those out of reach that only a person may call the same.
fn decide(scored: &[Scored], free: &[Scored], records: &Records, limits: &Thresholds, scorer: &Scorer<'_>, labels: &Labels) -> Decided {
    let same = odds(limits.same);
    let (linked, clusters) = match limits.unique {
        Some(unique @ ([true, _] | [_, true])) => {
            let side = |r: u32| usize::from(records.side.as_ref().and_then(|s| s.get(r as usize)).copied().unwrap_or(0).min(1));
            // A record is held to one match where the other list holds each thing once.
            let bound = |r: u32| unique.get(1 - side(r)).copied().unwrap_or(true);
            let floor = if unique == [true; 2] { odds(limits.lone) } else { same };
            let kept = one_to_one(free, same, floor, &bound);
            let pairs: Vec<Scored> = kept.iter().filter_map(|i| scored.get(*i)).copied().collect();
            (Some(kept), join(records.n, &pairs))
        }
        _ => (None, cluster(records.n, free, same, scorer, labels)),
    };
    let together = |p: &Scored| clusters.get(p.left as usize) == clusters.get(p.right as usize);
    let pairs = scored
        .iter()
        .enumerate()
        .filter_map(|(i, p)| match () {
            () if together(p) => Some((i, Decision::Same)),
            () if p.probability() >= limits.review && linked.as_ref().is_none_or(|k| k.binary_search(&i).is_err()) => {
                Some((i, Decision::Undecided))
            }
            () => None,
        })
        .collect();
    Decided { pairs, clusters }
}

fn join(n: usize, pairs: &[Scored]) -> Vec<u32> {
    let mut of: Vec<u32> = (0..n as u32).collect();
    for p in pairs {
        let (a, b) = (root(&of, p.left), root(&of, p.right));
        if let Some(slot) = of.get_mut(a.max(b) as usize) {
            *slot = a.min(b);
        }
    }
    (0..n as u32).map(|r| root(&of, r)).collect()
}

fn root(of: &[u32], record: u32) -> u32 {
    let mut at = record;
    while let Some(next) = of.get(at as usize).filter(|n| **n != at) {
        at = *next;
    }
    at
}

/// Gives the weight in bits of a probability; what people called the same reaches even the certain one.
fn odds(probability: f64) -> f64 {
    (probability / (1.0 - probability)).log2().min(CERTAIN)
}

/// Orders records by what they say, so that nothing later depends on where they stood.
pub(super) fn canonical_order(records: &Records) -> Vec<u32> {
    let mut keyed: Vec<(u64, u64, u32)> = (0..records.n)
        .into_par_iter()
        .map(|i| {
            let side = records.side.as_ref().and_then(|s| s.get(i)).copied().unwrap_or(0);
            let all = |seed| records.columns.iter().fold(u64::from(side), |h, c| hash(c.values.get(i).as_bytes(), h ^ seed));
            (all(1), all(2), i as u32)
        })
        .collect();
    keyed.par_sort_unstable();
    keyed.into_iter().map(|k| k.2).collect()
}

/// Gives the frame of the records in canonical order: number and sides; columns are read through the order.
fn reordered(records: &Records, order: &[u32]) -> Records {
    let side = records.side.as_ref().map(|s| order.iter().map(|&i| s.get(i as usize).copied().unwrap_or(0)).collect());
    Records { columns: Vec::new(), n: records.n, side }
}

/// Gives pairs and clusters in the caller's numbering.
fn unorder(decided: Decided, scored: &[Scored], order: &[u32], scorer: &Scorer<'_>) -> (Vec<ScoredPair>, Vec<u32>) {
    let back = |r: u32| order.get(r as usize).copied().unwrap_or(r);
    let mut pairs: Vec<ScoredPair> = decided
        .pairs
        .par_iter()
        .filter_map(|(i, decision)| {
            let p = scored.get(*i)?;
            let (a, b) = (back(p.left), back(p.right));
            Some(ScoredPair {
                left: a.min(b),
                right: a.max(b),
                weight: p.weight,
                probability: p.probability(),
                decision: *decision,
                evidence: evidence(scorer, p),
            })
        })
        .collect();
    pairs.par_sort_unstable_by_key(|p| (p.left, p.right));
    let mut smallest: Vec<u32> = vec![u32::MAX; order.len()];
    for (r, c) in decided.clusters.iter().enumerate() {
        if let Some(s) = smallest.get_mut(*c as usize) {
            *s = back(r as u32).min(*s);
        }
    }
    let mut clusters: Vec<u32> = vec![0; order.len()];
    for (r, c) in decided.clusters.iter().enumerate() {
        if let (Some(slot), Some(s)) = (clusters.get_mut(back(r as u32) as usize), smallest.get(*c as usize)) {
            *slot = *s;
        }
    }
    (pairs, clusters)
}

fn evidence(scorer: &Scorer<'_>, pair: &Scored) -> Box<[Hint]> {
    let label = (pair.weight >= CERTAIN).then_some(Hint { field: None, level: "same", weight: f64::INFINITY });
    let name = |f: &Field, level: u8| f.levels().get(usize::from(level)).map_or("", |x| x.name);
    let fields = scorer.evidence(pair.left, pair.right).into_iter();
    label.into_iter().chain(fields.map(|(at, f, l, weight)| Hint { field: Some(at as u16), level: name(f, l), weight })).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::matching::{Column, Values};
    use crate::model::Unwatched;
    use crate::plan::MatchKind;

    /// Firms, some of them twice with a slip, some with a branch at the same telephone.
    fn firms() -> Vec<[String; 3]> {
        const NAMES: [&str; 12] = ["宏达", "鑫源", "永兴", "百丰", "立辉", "天局", "寻拍", "御火", "乐芽", "凯旋", "博恒", "奥江"];
        const TRADES: [&str; 5] = ["五金", "塑胶", "电子", "机械", "模具"];
        let mut out = Vec::new();
        for (i, n) in NAMES.iter().enumerate() {
            for (j, t) in TRADES.iter().enumerate() {
                let phone = format!("0512-{}", 60_000_000 + i * 1_234_567 + j * 98_765);
                let address = format!("江苏省苏州市人民路{}号", 10 + i * 37 + j * 11);
                out.push([format!("苏州{n}{t}有限公司"), phone.clone(), address.clone()]);
                match (i + j) % 3 {
                    0 => out.push([format!("苏州市{n}{t}有限责任公司（停用）"), phone, String::new()]),
                    1 => out.push([format!("苏州{n}{t}有限公司昆山分公司"), phone, address]),
                    _ => {}
                }
            }
        }
        out
    }

    fn records(rows: &[[String; 3]]) -> Records {
        let kinds = [("name", MatchKind::CompanyName), ("phone", MatchKind::Phone), ("address", MatchKind::Address)];
        let column = |(c, (name, kind)): (usize, &(&str, MatchKind))| Column {
            name: (*name).to_owned(),
            kind: *kind,
            values: rows.iter().map(|r| r[c].as_str()).collect::<Values>(),
        };
        Records { columns: kinds.iter().enumerate().map(column).collect(), n: rows.len(), side: None }
    }

    /// The sets of names that were put together.
    fn together(rows: &[[String; 3]]) -> Vec<Vec<String>> {
        let out = dedupe(&records(rows), &Options::default(), &Unwatched);
        let mut sets: std::collections::BTreeMap<u32, Vec<String>> = std::collections::BTreeMap::new();
        for (r, c) in rows.iter().zip(&out.clusters) {
            sets.entry(*c).or_default().push(r.join("|"));
        }
        let mut sets: Vec<Vec<String>> = sets.into_values().filter(|s| s.len() > 1).collect();
        sets.iter_mut().for_each(|s| s.sort());
        sets.sort();
        sets
    }

    #[test]
    fn spellings_of_one_firm_are_joined_and_branches_are_not() {
        let sets = together(&firms());
        assert_eq!(sets.len(), 20, "{sets:?}");
        assert!(sets.iter().all(|s| s.len() == 2 && s.iter().all(|n| !n.contains("分公司"))));
    }

    #[test]
    fn firms_of_one_registered_name_are_hardly_ever_two() {
        let rows = firms();
        let branched = |name: &str| rows.iter().any(|r| r[0].starts_with(name) && r[0].ends_with("分公司"));
        let heads: Vec<&str> = rows.iter().map(|r| r[0].as_str()).filter(|n| n.ends_with("有限公司") && !branched(n)).collect();
        let moved = heads.iter().enumerate().map(|(i, n)| [(*n).to_owned(), String::new(), format!("江苏省昆山市长江路{}号", 500 + i * 7)]);
        let all: Vec<[String; 3]> = rows.iter().cloned().chain(moved).collect();
        let model = dedupe(&records(&all), &Options::default(), &Unwatched).model;
        let levels = model.fields.iter().find(|f| f.spec.name == "name").map(|f| &f.levels).unwrap();
        let full = levels.iter().filter(|l| l.name.starts_with("same") || l.name.starts_with("equal"));
        let namesakes = full.map(|l| l.u[0]).sum::<f64>() * records(&all).pairs();
        assert!(namesakes < 0.25 * heads.len() as f64, "{namesakes}");
    }

    #[test]
    fn what_people_called_the_same_is_so_at_every_threshold() {
        let label = crate::matching::Label { left: 0, right: 1, same: true };
        for threshold in [0.5, 0.999, 1.0] {
            let options = Options { threshold: Some(threshold), labels: vec![label], ..Options::default() };
            let out = dedupe(&records(&firms()), &options, &Unwatched);
            let decision = out.pairs.iter().find(|p| (p.left, p.right) == (0, 1)).map(|p| p.decision);
            assert_eq!((decision, out.clusters[1]), (Some(Decision::Same), out.clusters[0]), "{threshold}");
        }
    }

    #[test]
    fn order_of_rows_and_threads_change_nothing() {
        let rows = firms();
        let expected = together(&rows);
        let mut turned = rows.clone();
        turned.reverse();
        turned.rotate_left(17);
        assert_eq!(together(&turned), expected);
        let one = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
        assert_eq!(one.install(|| together(&rows)), expected);
    }

    #[test]
    fn a_learnt_model_can_be_given_back() {
        let records = records(&firms());
        let first = dedupe(&records, &Options::default(), &Unwatched);
        let text = serde_json::to_string(&first.model).unwrap();
        let model = serde_json::from_str(&text).unwrap();
        let again = dedupe(&records, &Options { model: Some(model), ..Options::default() }, &Unwatched);
        assert_eq!(again.clusters, first.clusters);
    }
}
