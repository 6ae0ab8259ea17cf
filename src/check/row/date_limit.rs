//! Finds dates on the wrong side of the cut-over.

use super::super::case::Case;
use super::super::doc::{CheckDoc, Example, Kind, Parameter};
use super::super::judgement::{Judgement, Outcome, Why};
use super::super::quantity::{day, iso_day};
use jiff::ToSpan;
use jiff::civil::Date;

pub(in super::super) const DOC: CheckDoc = CheckDoc {
    name: "date_limit",
    does: (
        "日期晚于或早于上线日，或早于上线日若干年。项目没有上线日时不适用；9999-12-31 之类表示“无限期”的日期不适用。",
        "The date lies after or before the cut-over, or more than some years before it. Not applicable where the project names no cut-over, nor to dates such as 9999-12-31 that mean for ever.",
    ),
    needs_field: true,
    parameters: &[
        Parameter::new("not_after", Kind::OneOf(&["cutover"]), "不得晚于上线日", "the date must not lie after the cut-over"),
        Parameter::new("not_before", Kind::OneOf(&["cutover"]), "不得早于上线日", "the date must not lie before the cut-over"),
        Parameter::new("years_before_cutover", Kind::Number, "最多早于上线日几年", "how many years before the cut-over at most"),
    ],
    example: Example {
        field: "doc_date",
        params: "not_after = \"cutover\"\nyears_before_cutover = 3",
        table: "doc_date\n2026-11-30\n2027-01-02\n2023-12-30",
        others: &[],
        fails: &[2, 3],
    },
    run,
};

fn run(case: &Case<'_>) -> Outcome {
    let Some(cutover) = case.subject.plan.cutover_date.as_deref().and_then(iso_day) else { return Outcome::default() };
    let years = case.params.count("years_before_cutover").and_then(|y| i64::try_from(y).ok());
    let oldest = years.and_then(|y| cutover.checked_sub(y.years()).ok());
    let latest = case.params.text("not_after").map(|_| cutover);
    let earliest = case.params.text("not_before").map(|_| cutover).or(oldest);
    case.each_distinct(|value| match day(value) {
        Some(on) if !is_for_ever(on) => {
            if let Some(limit) = earliest.filter(|e| on < *e) {
                case.bad(|| Why::expected(format!("≥ {limit}")))
            } else if let Some(limit) = latest.filter(|l| on > *l) {
                case.bad(|| Why::expected(format!("≤ {limit}")))
            } else {
                Judgement::Good
            }
        }
        _ => Judgement::NotApplicable,
    })
}

/// Systems write days such as 2099-12-31 or 9999-12-31 for no end.
pub(in super::super) fn is_for_ever(day: Date) -> bool {
    day.year() >= 2099
}
