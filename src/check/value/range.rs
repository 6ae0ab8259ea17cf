//! Finds numbers outside their limits.

use super::super::case::Case;
use super::super::doc::{CheckDoc, Example, Kind, Parameter};
use super::super::judgement::{Judgement, Outcome, Why};
use super::super::quantity::number;
use rust_decimal::Decimal;

pub(in super::super) const DOC: CheckDoc = CheckDoc {
    name: "range",
    does: ("数值超出界限。不是数字的内容不适用。", "The number is outside its limits. What is no number is not applicable."),
    needs_field: true,
    parameters: &[
        Parameter::new("min", Kind::Number, "最小值（含）", "the least number, included"),
        Parameter::new("above", Kind::Number, "下限（不含）", "the lower limit, excluded"),
        Parameter::new("max", Kind::Number, "最大值（含）", "the greatest number, included"),
        Parameter::new("below", Kind::Number, "上限（不含）", "the upper limit, excluded"),
        Parameter::new("not", Kind::Number, "不允许的值", "a number that is not allowed"),
        Parameter::new("equals", Kind::Number, "唯一允许的值", "the only number that is allowed"),
        Parameter::new("within", Kind::Numbers, "[低, 高]：只看落在其中的值", "[low, high]: only numbers in between are looked at"),
    ],
    example: Example { field: "qty", params: "above = 0", table: "qty\n1\n0.5\n0\n-2\nabc", others: &[], fails: &[3, 4] },
    run,
};

fn run(case: &Case<'_>) -> Outcome {
    let limits = Limits::of(case);
    let within = case.params.numbers("within");
    case.each_distinct(|value| match number(value) {
        Some(n) if within.first().is_none_or(|low| n >= *low) && within.get(1).is_none_or(|high| n <= *high) => match limits.broken(n) {
            None => Judgement::Good,
            Some(limit) => case.bad(|| Why::expected(limit)),
        },
        _ => Judgement::NotApplicable,
    })
}

struct Limits(Vec<(&'static str, Decimal)>);

impl Limits {
    fn of(case: &Case<'_>) -> Self {
        let names = [("min", "≥"), ("above", ">"), ("max", "≤"), ("below", "<"), ("not", "≠"), ("equals", "=")];
        Self(names.into_iter().filter_map(|(name, sign)| Some((sign, case.params.number(name)?))).collect())
    }

    /// Gives the first limit that a number breaks.
    fn broken(&self, n: Decimal) -> Option<String> {
        let holds = |sign: &str, limit: Decimal| match sign {
            "≥" => n >= limit,
            ">" => n > limit,
            "≤" => n <= limit,
            "<" => n < limit,
            "≠" => n != limit,
            _ => n == limit,
        };
        self.0.iter().find(|(sign, limit)| !holds(sign, *limit)).map(|(sign, limit)| format!("{sign} {limit}"))
    }
}
