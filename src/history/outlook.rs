//! Whether people will be through in time: what is open with each owner, how fast they answer, and how many days are left.

use super::Entry;
use crate::review::Decisions;
use jiff::civil::Date;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Minutes that an answer takes where nobody has answered yet.
const MINUTES: f64 = 3.0;
/// Hours of a working day that go into answers, at most.
const HOURS: f64 = 4.0;

/// What is left to do before the cut-over.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Outlook {
    /// The day of the cut-over, where the project names one.
    pub cutover: Option<String>,
    /// Days until then; negative once it is past.
    pub days_left: Option<i64>,
    /// Per owner, the one with the most days of work first.
    pub owners: Vec<OwnerOutlook>,
}

/// What is left with one owner.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct OwnerOutlook {
    /// The owner; empty: nobody.
    pub owner: String,
    /// Open findings, without mere information.
    pub open: u64,
    /// Answers on a day on which the owner answered anything; without answers, what three minutes an answer and four hours a day make.
    pub a_day: f64,
    /// Whether `a_day` was measured from past answers.
    pub measured: bool,
    /// Days of answering that are left.
    pub days: u64,
    /// Whether these are more than the days until the cut-over.
    pub behind: bool,
}

/// Looks ahead from the last run; `today` is the day on which somebody asks.
pub fn outlook(last: &Entry, decisions: &Decisions, today: Date) -> Outlook {
    let mut answered: BTreeMap<&str, (u64, BTreeSet<&str>)> = BTreeMap::new();
    for d in decisions.iter() {
        let slot = answered.entry(d.by.as_str()).or_default();
        slot.0 += 1;
        slot.1.insert(d.at.as_str());
    }
    let cutover = last.cutover.as_deref().and_then(|d| d.parse::<Date>().ok());
    let days_left = cutover.and_then(|day| Some(i64::from(today.until(day).ok()?.get_days())));
    let owner = |(name, point): (&String, &super::OwnerPoint)| {
        let open = point.open();
        let (a_day, measured) = match answered.get(name.as_str()) {
            Some((n, days)) => (*n as f64 / days.len().max(1) as f64, true),
            None => (HOURS * 60.0 / MINUTES, false),
        };
        let days = (open as f64 / a_day.max(1.0)).ceil() as u64;
        let behind = open > 0 && days_left.is_some_and(|left| i64::try_from(days).unwrap_or(i64::MAX) > left);
        OwnerOutlook { owner: name.clone(), open, a_day, measured, days, behind }
    };
    let mut owners: Vec<OwnerOutlook> = last.owners.iter().map(owner).collect();
    owners.sort_by(|a, b| b.days.cmp(&a.days).then_with(|| a.owner.cmp(&b.owner)));
    Outlook { cutover: last.cutover.clone(), days_left, owners }
}

#[cfg(test)]
mod tests {
    use super::super::trend::tests::entry;
    use super::*;

    #[test]
    fn the_pace_of_past_answers_tells_who_is_behind() {
        let today: Date = "2026-02-27".parse().unwrap();
        let last = entry(&[("a", 300)]);
        let declared = outlook(&last, &Decisions::default(), today);
        assert_eq!((declared.days_left, declared.owners[0].days, declared.owners[0].behind), (Some(2), 4, true));
        let text = "entity,system,code,answer,by,at\nx,s,1,keep,王丽,2026-02-01\nx,s,2,keep,王丽,2026-02-01\nx,s,3,keep,王丽,2026-02-02\n";
        let measured = outlook(&last, &Decisions::read(text.as_bytes()).unwrap(), today);
        assert_eq!((measured.owners[0].a_day, measured.owners[0].days, measured.owners[0].measured), (1.5, 200, true));
        let done = outlook(&entry(&[]), &Decisions::default(), today);
        assert!(!done.owners[0].behind && done.owners[0].days == 0);
    }
}
