//! Thresholds from the estimated precision, and whether links are one to one.

use super::Options;
use super::model::{Model, RELATIVES};
use super::records::Records;
use super::score::Scored;

/// Where the three answers part.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Thresholds {
    /// Same at or above this probability.
    pub same: f64,
    /// Undecided at or above this probability.
    pub review: f64,
    /// In one-to-one links, a pair without rival is the same at or above this probability.
    pub lone: f64,
    /// Where two lists are linked, whether each holds each thing once; `None`: there is one list.
    pub unique: Option<[bool; 2]>,
    /// Expected share of right pairs among those at or above `same`.
    pub precision: f64,
}

/// The precision that is aimed at where a wrong merge is a real loss: tables whose comparisons know vetoes.
const CAUTIOUS: f64 = 0.98;
/// In one-to-one links a pair without rival counts from here: that there is none is evidence that the pairwise model does not see.
const LONE: f64 = 0.15;
/// The same where one field alone is compared, whose chances are guesses.
const LONE_GUESSED: f64 = 0.02;
/// The same where the model knows of relatives: these come in numbers, so that a pair without rival is hardly one of them.
const LONE_AMONG_RELATIVES: f64 = 0.01;
/// The same among goods, which have variants.
const LONE_AMONG_GOODS: f64 = 0.1;
/// The threshold at most where chances are guesses.
const GUESSED: f64 = 0.3;
/// The same where one list holds things several times, so that nothing else speaks for the best pair.
const GUESSED_IN_ONE_LIST: f64 = 0.4;
/// Pairs of one thing expected a record, from which a list of goods holds many of them several times.
const MANY_TWICE: f64 = 0.3;
/// The precision that is aimed at elsewhere.
const USUAL: f64 = 0.95;

/// Chooses thresholds: those given, else the lowest that keeps the estimated precision.
pub fn thresholds(scored: &[Scored], records: &Records, model: &Model, options: &Options) -> Thresholds {
    let unique = records.side.as_ref().map(|_| [options.one_to_one.unwrap_or(true); 2]);
    let vetoes = model.fields.iter().any(|f| f.levels.iter().any(|l| l.veto));
    let aim = if vetoes { CAUTIOUS } else { USUAL };
    let mut chances: Vec<f64> = scored.iter().map(Scored::probability).collect();
    chances.sort_by(|a, b| b.total_cmp(a));
    let goods = model.of_goods();
    // One field alone cannot be learnt, so its chances are guesses, and low ones; so are those of titles of goods.
    let highest = match model.fields.len() {
        1 if !goods => GUESSED,
        _ if goods && unique.is_some() => GUESSED,
        _ if goods && model.prior * records.pairs() > MANY_TWICE * records.n as f64 => GUESSED_IN_ONE_LIST,
        _ => 0.95,
    };
    let learnt = options.model.as_ref().filter(|m| m.threshold > 0.0);
    let chosen = || six_decimals(lowest(&chances, aim).clamp(0.5, 0.95).min(highest));
    let same = options.threshold.or(learnt.map(|m| m.threshold)).unwrap_or_else(chosen);
    let review = options.review.or(learnt.map(|m| m.review)).unwrap_or(0.2).min(same);
    let lone = if options.threshold.is_some() {
        same
    } else if let Some(lone) = learnt.and_then(|m| m.lone) {
        lone
    } else if goods {
        LONE_AMONG_GOODS
    } else if model.fields.len() == 1 {
        LONE_GUESSED
    } else if model.others.iter().any(|o| o.name == RELATIVES) {
        LONE_AMONG_RELATIVES
    } else {
        LONE
    };
    let above = chances.partition_point(|p| *p >= same);
    let precision = chances.iter().take(above).sum::<f64>() / above.max(1) as f64;
    Thresholds { same, review, lone, unique, precision: if above == 0 { 1.0 } else { precision } }
}

/// Rounds down, so that a threshold that was written and read again is the one that was used.
fn six_decimals(x: f64) -> f64 {
    (x * 1e6).floor() / 1e6
}

/// Gives the lowest probability down to which the mean is at least `aim`; the list descends.
fn lowest(chances: &[f64], aim: f64) -> f64 {
    let mut sum = 0.0;
    let mut best = 1.0;
    for (i, p) in chances.iter().enumerate() {
        sum += p;
        if sum / (i + 1) as f64 >= aim {
            best = *p;
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_threshold_keeps_the_precision_aimed_at() {
        assert_eq!(lowest(&[1.0, 1.0, 0.9, 0.5], 0.95), 0.9);
        assert_eq!(lowest(&[1.0, 1.0, 0.9, 0.5], 0.8), 0.5);
        assert_eq!(lowest(&[], 0.8), 1.0);
    }
}
