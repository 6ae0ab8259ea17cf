//! Finds quantities that are off by orders of magnitude against their peers.

use super::super::case::Case;
use super::super::doc::{CheckDoc, Example, Kind, Parameter};
use super::super::grouping::{RowKey, groups};
use super::super::judgement::{Failure, Outcome, Why};
use super::super::keys::Fold;
use super::super::quantity::{number, written};
use rust_decimal::Decimal;

pub(in super::super) const DOC: CheckDoc = CheckDoc {
    name: "quantity_off_peers",
    does: (
        "数量与同组（如同一子项、同一单位）其他行的中位数相差若干倍以上。同组至少 4 行，且多数行彼此相差不到 10 倍才判断。",
        "The quantity differs from the median of its group (one component and unit, say) by a large ratio. Judged in groups of four rows and more most of which lie within ten times of each other.",
    ),
    needs_field: true,
    parameters: &[
        Parameter::new("by", Kind::Fields, "分组字段", "the fields of the group"),
        Parameter::new("base", Kind::Field, "基准数量字段", "the field of the base quantity"),
        Parameter::new("ratio", Kind::Number, "倍数，默认 100", "the ratio, 100 by default"),
    ],
    example: Example {
        field: "qty",
        params: "by = [\"component_code\"]",
        table: "component_code|qty\nS-1|0.5\nS-1|0.6\nS-1|0.4\nS-1|500\nS-2|1\nS-2|900",
        others: &[],
        fails: &[4],
    },
    run,
};

/// A group needs a majority that agrees.
const ENOUGH: usize = 4;

fn run(case: &Case<'_>) -> Outcome {
    let (Some(column), by) = (case.column(), case.listed("by")) else { return Outcome::default() };
    let Some((first, more)) = by.split_first() else { return Outcome::default() };
    let ratio = case.params.number("ratio").unwrap_or(Decimal::ONE_HUNDRED);
    let bases = case.named("base");
    let quantity = |row: usize| {
        let base = bases.and_then(|c| c.get(row)).and_then(number).filter(|b| *b > Decimal::ZERO).unwrap_or(Decimal::ONE);
        column.get(row).and_then(number)?.checked_div(base).filter(|q| *q > Decimal::ZERO)
    };
    let key = RowKey::new(first, more, Fold::Code, true);
    let found = groups(case, |row, out| quantity(row).is_some() && key.write(case, row, out));
    let mut outcome = Outcome::default();
    for group in found.shared.iter().filter(|g| g.len() >= ENOUGH) {
        let quantities: Vec<Decimal> = group.iter().filter_map(|&row| quantity(row)).collect();
        let Some(median) = agreed_median(&quantities) else { continue };
        outcome.applicable += group.len() as u64;
        for (&row, q) in group.iter().zip(&quantities) {
            if off(*q, median) >= ratio {
                let why = if case.explain { Why::expected(format!("≈ {}", written(median))) } else { Why::default() };
                outcome.failures.push(Failure { row, why });
            }
        }
    }
    outcome.failures.sort_unstable_by_key(|f| f.row);
    outcome
}

/// Gives the median of quantities of which more than half lie within ten times of it.
fn agreed_median(quantities: &[Decimal]) -> Option<Decimal> {
    let mut sorted = quantities.to_vec();
    sorted.sort_unstable();
    let median = *sorted.get((sorted.len() - 1) / 2)?;
    let near = sorted.iter().filter(|q| off(**q, median) < Decimal::TEN).count();
    (near * 2 > sorted.len()).then_some(median)
}

/// Gives by how many times two positive quantities differ.
fn off(a: Decimal, b: Decimal) -> Decimal {
    let (high, low) = if a > b { (a, b) } else { (b, a) };
    high.checked_div(low).unwrap_or(Decimal::MAX)
}
