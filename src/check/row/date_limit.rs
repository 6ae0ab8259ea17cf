//! Finds dates on the wrong side of the cut-over.

use super::super::case::Case;
use super::super::cross::Uses;
use super::super::doc::{CheckDoc, Example, Kind, Parameter};
use super::super::judgement::{Judgement, Outcome, Why};
use super::super::quantity::{day, iso_day};
use jiff::ToSpan;
use jiff::civil::Date;

pub(in super::super) const DOC: CheckDoc = CheckDoc {
    name: "date_limit",
    does: (
        "日期晚于或早于上线日，或早于上线日若干年，或不是上线日前一天。项目没有上线日时不适用；9999-12-31 之类表示“无限期”的日期不适用。",
        "The date lies after or before the cut-over, or more than some years before it, or is not the day before it. Not applicable where the project names no cut-over, nor to dates such as 9999-12-31 that mean for ever.",
    ),
    needs_field: true,
    parameters: &[
        Parameter::new("not_after", Kind::OneOf(&["cutover"]), "不得晚于上线日", "the date must not lie after the cut-over"),
        Parameter::new("not_before", Kind::OneOf(&["cutover"]), "不得早于上线日", "the date must not lie before the cut-over"),
        Parameter::new("is", Kind::OneOf(&["day_before_cutover"]), "须为上线日前一天", "the date must be the day before the cut-over"),
        Parameter::new("key", Kind::Field, "编码字段", "the field of the code"),
        Parameter::new("unless_used", Kind::EntityFields, "仍被这些表引用的不查", "tables whose references keep a record"),
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
    let exactly = case.params.text("is").and_then(|_| cutover.yesterday().ok());
    let (uses, codes) = (Uses::of(case, "unless_used"), case.named("key"));
    let used = |row: usize| codes.and_then(|c| c.get(row)).is_some_and(|code| uses.uses(code, case.system(row)));
    let judge = |value: &str| match day(value) {
        Some(on) if exactly.is_some_and(|e| on != e) => case.bad(|| Why::expected(exactly.map_or_else(String::new, |e| e.to_string()))),
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
    };
    if uses.is_empty() {
        return case.each_distinct(judge);
    }
    case.each_value(|row, value| if used(row) { Judgement::NotApplicable } else { judge(value) })
}

/// Systems write days such as 2099-12-31 or 9999-12-31 for no end.
pub(in super::super) fn is_for_ever(day: Date) -> bool {
    day.year() >= 2099
}
