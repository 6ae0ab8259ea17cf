//! Finds quantities that are off by orders of magnitude against their peers.

use super::super::case::Case;
use super::super::cross::Referred;
use super::super::doc::{CheckDoc, Example, Kind, Parameter};
use super::super::grouping::{RowKey, groups};
use super::super::judgement::{Failure, Outcome, Why};
use super::super::keys::Fold;
use super::super::measure::{AUX, FACTOR, Measures, WITH};
use super::super::quantity::{number, written};
use crate::model::TextColumn;
use rust_decimal::Decimal;

pub(in super::super) const DOC: CheckDoc = CheckDoc {
    name: "quantity_off_peers",
    does: (
        "数量与同组（如同一子项）其他行的中位数相差若干倍以上。同组至少 4 行，且多数行彼此相差不到 10 倍才判断。给出 unit 时，能折成被引用记录基本单位的数量一起比较，其余按单位分组。",
        "The quantity differs from the median of its group (one component, say) by a large ratio. Judged in groups of four rows and more most of which lie within ten times of each other. With `unit`, quantities that convert to the base unit of the record referred to are compared with each other, others by their unit.",
    ),
    needs_field: true,
    parameters: &[
        Parameter::new("by", Kind::Fields, "分组字段", "the fields of the group"),
        Parameter::new("base", Kind::Field, "基准数量字段", "the field of the base quantity"),
        Parameter::new("ratio", Kind::Number, "倍数，默认 100", "the ratio, 100 by default"),
        Parameter::new("unit", Kind::Field, "数量单位字段", "the field of the quantity's unit"),
        Parameter::new("entity", Kind::Entity, "物料实体", "the entity of the materials"),
        Parameter::new("key", Kind::Field, "存放物料编码的字段", "the field that holds the material's code"),
        WITH,
        AUX,
        FACTOR,
    ],
    example: Example {
        field: "qty",
        params: "by = [\"component_code\"]\nunit = \"unit\"\nentity = \"material\"\nkey = \"component_code\"\nwith = \"base_unit\"\naux = \"aux_unit\"\nfactor = \"unit_factor\"",
        table: "component_code|qty|unit\nS-1|0.5|kg\nS-1|600|g\nS-1|0.4|kg\nS-1|500|kg\nS-2|1|个\nS-2|900|个",
        others: &[("material", "code|base_unit|aux_unit|unit_factor\nS-1|kg||\nS-2|个||")],
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
    let in_base = InBaseUnit::of(case);
    let quantity = |row: usize| {
        let base = bases.and_then(|c| c.get(row)).and_then(number).filter(|b| *b > Decimal::ZERO).unwrap_or(Decimal::ONE);
        let quantity = column.get(row).and_then(number)?.checked_div(base)?;
        quantity.checked_mul(in_base.times(case, row).unwrap_or(Decimal::ONE)).filter(|q| *q > Decimal::ZERO)
    };
    let key = RowKey::new(first, more, Fold::Code, true);
    let found = groups(case, |row, out| {
        let written = quantity(row).is_some() && key.write(case, row, out);
        if written && in_base.times(case, row).is_none() {
            out.push_str(in_base.unit.and_then(|u| u.get(row)).unwrap_or_default());
        }
        written
    });
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

/// How quantities are brought to the base unit of what they count.
struct InBaseUnit<'a> {
    unit: Option<&'a TextColumn>,
    materials: Option<(Referred<'a>, Measures)>,
}

impl<'a> InBaseUnit<'a> {
    fn of(case: &Case<'a>) -> Self {
        let materials = Referred::of(case).and_then(|r| Some((Measures::of(case, |name| r.column(name))?, r))).map(|(m, r)| (r, m));
        Self { unit: case.named("unit"), materials }
    }

    /// Gives how many base units one unit of a row is; `None` where that is not known for certain.
    fn times(&self, case: &Case<'_>, row: usize) -> Option<Decimal> {
        let (referred, measures) = self.materials.as_ref()?;
        let [record] = referred.records(case, row)[..] else { return None };
        measures.in_base(self.unit?.get(row)?, record)?.times
    }
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
