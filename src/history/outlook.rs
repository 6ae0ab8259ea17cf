//! Whether people will be through in time: what is open with each owner, how fast they answer, how fast open findings fall, and how many
//! days are left.

use super::Entry;
use crate::review::{Answer, Decisions};
use jiff::ToSpan;
use jiff::civil::Date;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Minutes that it takes to say whether two records are one, where nobody has answered yet.
const PAIR_MINUTES: f64 = 2.0;
/// Minutes that it takes to say what is right about a record, where nobody has answered yet.
const VALUE_MINUTES: f64 = 3.0;
/// Hours of a working day that go into answers.
const HOURS: f64 = 4.0;
/// Answers, and days with answers, from which on a pace can be told; a workbook that comes back on one day says nothing of it.
const ENOUGH: (u64, usize) = (20, 3);
/// How many times faster or slower than assumed a measured pace may be.
const BOUNDS: (f64, f64) = (0.2, 5.0);

/// What is left to do before the cut-over.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Outlook {
    /// The day of the cut-over, where the project names one.
    pub cutover: Option<String>,
    /// Days until then; negative once it is past.
    pub days_left: Option<i64>,
    /// How open findings fell from run to run; `None` where all runs are of one day.
    pub burn_down: Option<BurnDown>,
    /// Per owner, the one with the most days of work first.
    pub owners: Vec<OwnerOutlook>,
}

/// The straight line from the first run to the last.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct BurnDown {
    /// The day of the first run.
    pub since: String,
    /// Open findings then, without mere information.
    pub open_then: u64,
    /// Open findings in the last run.
    pub open: u64,
    /// By how much they fell a day; negative where they rose.
    pub a_day: f64,
    /// The day on which none is left at this pace; `None` where they do not fall.
    pub settled_on: Option<String>,
    /// Whether that is after the cut-over, or never.
    pub late: bool,
}

/// What is left with one owner.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct OwnerOutlook {
    /// The owner; empty: nobody.
    pub owner: String,
    /// Open findings, without mere information.
    pub open: u64,
    /// Those of them that ask whether two records are one.
    pub pairs: u64,
    /// Minutes an answer about two records.
    pub pair_minutes: f64,
    /// Minutes an answer about one record.
    pub value_minutes: f64,
    /// Whether the minutes come from past answers: four hours for each day with an answer, shared among that day's answers; otherwise they
    /// are assumed.
    pub measured: bool,
    /// Hours of answering that are left.
    pub hours: f64,
    /// Days of four hours that are left.
    pub days: u64,
    /// Whether these are more than the days until the cut-over.
    pub behind: bool,
}

/// What one person has answered so far.
#[derive(Default)]
struct Answered<'a> {
    pairs: u64,
    values: u64,
    days: BTreeSet<&'a str>,
}

impl Answered<'_> {
    /// How many times as long as assumed an answer took; `None` where there are too few to tell.
    fn pace(&self) -> Option<f64> {
        let assumed = self.pairs as f64 * PAIR_MINUTES + self.values as f64 * VALUE_MINUTES;
        let enough = self.pairs + self.values >= ENOUGH.0 && self.days.len() >= ENOUGH.1;
        enough.then(|| (self.days.len() as f64 * HOURS * 60.0 / assumed).clamp(BOUNDS.0, BOUNDS.1))
    }
}

/// Looks ahead from the last run; `today` is the day on which somebody asks. `None` where there was no run.
pub fn outlook(entries: &[Entry], decisions: &Decisions, today: Date) -> Option<Outlook> {
    let last = entries.last()?;
    let mut answered: BTreeMap<&str, Answered<'_>> = BTreeMap::new();
    for d in decisions.iter() {
        let slot = answered.entry(d.by.as_str()).or_default();
        let pair = matches!(d.answer, Answer::Same | Answer::Different);
        *(if pair { &mut slot.pairs } else { &mut slot.values }) += 1;
        slot.days.insert(d.at.as_str());
    }
    let cutover = last.cutover.as_deref().and_then(|d| d.parse::<Date>().ok());
    let days_left = cutover.and_then(|day| Some(i64::from(today.until(day).ok()?.get_days())));
    let owner = |(name, point): (&String, &super::OwnerPoint)| {
        let measured = answered.get(name.as_str()).and_then(Answered::pace);
        let pace = measured.unwrap_or(1.0);
        let (open, pairs) = (point.open(), point.pairs.min(point.open()));
        let (pair_minutes, value_minutes) = (PAIR_MINUTES * pace, VALUE_MINUTES * pace);
        let hours = (pairs as f64 * pair_minutes + (open - pairs) as f64 * value_minutes) / 60.0;
        let days = (hours / HOURS).ceil() as u64;
        // Five days of seven are days of work.
        let behind = open > 0 && days_left.is_some_and(|left| i64::try_from(days).unwrap_or(i64::MAX) > left * 5 / 7);
        OwnerOutlook { owner: name.clone(), open, pairs, pair_minutes, value_minutes, measured: measured.is_some(), hours, days, behind }
    };
    let mut owners: Vec<OwnerOutlook> = last.owners.iter().map(owner).collect();
    owners.sort_by(|a, b| b.days.cmp(&a.days).then_with(|| a.owner.cmp(&b.owner)));
    Some(Outlook { cutover: last.cutover.clone(), days_left, burn_down: burn_down(entries, cutover, today), owners })
}

/// Draws the line from the first run to the last on from today, or from the last run where that is later.
fn burn_down(entries: &[Entry], cutover: Option<Date>, today: Date) -> Option<BurnDown> {
    let (first, last) = (entries.first()?, entries.last()?);
    let day = |e: &Entry| e.at.get(..10)?.parse::<Date>().ok();
    let open = |e: &Entry| e.findings.iter().skip(1).sum::<u64>();
    let (from, to) = (day(first)?, day(last)?);
    let days = from.until(to).ok()?.get_days();
    if days < 1 {
        return None;
    }
    let (then, now) = (open(first), open(last));
    let a_day = (then as f64 - now as f64) / f64::from(days);
    // A pace at which it would take decades is none.
    let wait = if now == 0 {
        return Some(settled_already(from, then, a_day, to));
    } else {
        Some(now as f64 / a_day).filter(|d| a_day > 0.0 && *d < 36_500.0)
    };
    let settled = wait.and_then(|d| to.max(today).checked_add((d.ceil() as i64).days()).ok());
    let late = now > 0 && cutover.is_some_and(|c| settled.is_none_or(|s| s > c));
    let settled_on = settled.map(|s| s.to_string());
    Some(BurnDown { since: from.to_string(), open_then: then, open: now, a_day, settled_on, late })
}

fn settled_already(from: Date, open_then: u64, a_day: f64, to: Date) -> BurnDown {
    BurnDown { since: from.to_string(), open_then, open: 0, a_day, settled_on: Some(to.to_string()), late: false }
}

#[cfg(test)]
mod tests {
    use super::super::trend::tests::entry;
    use super::*;

    #[test]
    fn the_pace_of_past_answers_tells_who_is_behind() {
        let today: Date = "2026-02-27".parse().unwrap();
        let last = [entry(&[("a", 300)])];
        let of = |text: &str| outlook(&last, &Decisions::read(text.as_bytes()).unwrap(), today).unwrap();
        let declared = outlook(&last, &Decisions::default(), today).unwrap();
        let first = &declared.owners[0];
        assert_eq!((declared.days_left, first.days, first.behind, first.hours, first.measured), (Some(2), 4, true, 15.0, false));
        let answers = |n: usize, answer: &str| {
            let line = |i: usize| format!("x,s,{i},s,{},{answer},王丽,2026-02-0{}\n", i + 1000, 1 + i % 4);
            format!("entity,system,code,other_system,other_code,answer,by,at\n{}", (0..n).map(line).collect::<String>())
        };
        // Eighty answers on four days of four hours: twelve minutes each; pairs take two thirds of the time of values.
        let measured = of(&answers(80, "keep"));
        assert_eq!((measured.owners[0].value_minutes, measured.owners[0].pair_minutes, measured.owners[0].measured), (12.0, 8.0, true));
        assert_eq!(of(&answers(120, "same")).owners[0].pair_minutes, 8.0);
        assert!(!of(&answers(5, "keep")).owners[0].measured, "a few answers tell nothing");
        let done = outlook(&[entry(&[])], &Decisions::default(), today).unwrap();
        assert!(!done.owners[0].behind && done.owners[0].days == 0);
        assert_eq!(outlook(&[], &Decisions::default(), today), None);
    }

    #[test]
    fn pairs_take_their_own_time() {
        let mut last = entry(&[("a", 300)]);
        last.owners.values_mut().for_each(|o| o.pairs = 120);
        let seen = outlook(&[last], &Decisions::default(), "2026-02-01".parse().unwrap()).unwrap();
        assert_eq!((seen.owners[0].hours, seen.owners[0].days), (13.0, 4));
    }

    #[test]
    fn open_findings_burn_down_to_a_day() {
        let at = |day: &str, n| Entry { at: format!("{day} 10:00"), ..entry(&[("a", n)]) };
        let today: Date = "2026-02-10".parse().unwrap();
        let line = |runs: &[Entry]| outlook(runs, &Decisions::default(), today).unwrap().burn_down;
        let down = line(&[at("2026-02-01", 100), at("2026-02-11", 80)]).unwrap();
        assert_eq!((down.a_day, down.settled_on.as_deref(), down.late), (2.0, Some("2026-03-23"), true));
        let fast = line(&[at("2026-02-01", 100), at("2026-02-11", 20)]).unwrap();
        assert_eq!((fast.settled_on.as_deref(), fast.late), (Some("2026-02-14"), false));
        let up = line(&[at("2026-02-01", 100), at("2026-02-11", 120)]).unwrap();
        assert_eq!((up.settled_on, up.late), (None, true));
        assert_eq!(line(&[at("2026-02-01", 100), at("2026-02-01", 80)]), None);
        let none = line(&[at("2026-02-01", 100), at("2026-02-11", 0)]).unwrap();
        assert_eq!((none.settled_on.as_deref(), none.late), (Some("2026-02-11"), false));
    }
}
