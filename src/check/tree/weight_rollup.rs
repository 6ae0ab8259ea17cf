//! Finds products that weigh something else than their components.

use super::super::case::Case;
use super::super::cross::Referred;
use super::super::doc::{CheckDoc, Example, Kind, Parameter};
use super::super::grouping::RowKey;
use super::super::judgement::{Failure, Outcome, Why};
use super::super::keys::Fold;
use super::super::measure::{AUX, FACTOR, Measures, WITH};
use super::super::quantity::{number, written};
use super::super::unit::units;
use crate::domain::unit::UnitTable;
use crate::model::TextColumn;
use rust_decimal::Decimal;
use std::collections::BTreeMap;

pub(in super::super) const DOC: CheckDoc = CheckDoc {
    name: "weight_rollup",
    does: (
        "子项重量合计（用量 × 净重，用量本身是重量时直接取用量）与父项净重相差超过容差；报在该父项的第一行。给出 with 时，用量先按换算率折成基本单位。父项或任一子项重量不详、单位不能换算时不适用。",
        "The components' weight (quantity × net weight, or the quantity where it is a weight itself) differs from the parent's net weight by more than the tolerance; reported at the parent's first line. With `with`, quantities in another unit are converted to the base unit before. Not applicable where the weight of the parent or of any component is unknown, or a unit cannot be converted.",
    ),
    needs_field: true,
    parameters: &[
        Parameter::new("parent", Kind::Field, "父项字段", "the field of the parent"),
        Parameter::new("by", Kind::Fields, "同一 BOM 的其他字段，如版本", "further fields of one BOM, such as the version"),
        Parameter::new("qty", Kind::Field, "用量字段", "the field of the quantity"),
        Parameter::new("base", Kind::Field, "基准数量字段", "the field of the base quantity"),
        Parameter::new("unit", Kind::Field, "用量单位字段", "the field of the quantity's unit"),
        Parameter::new("entity", Kind::Entity, "物料实体", "the entity of the materials"),
        Parameter::new("weight", Kind::OtherField, "净重字段", "the field of the net weight"),
        Parameter::new("weight_unit", Kind::OtherField, "重量单位字段", "the field of the weight's unit"),
        WITH,
        AUX,
        FACTOR,
        Parameter::new("tolerance", Kind::Number, "容差百分比，默认 20", "the tolerance in percent, 20 by default"),
    ],
    example: Example {
        field: "component_code",
        params: "parent = \"parent_code\"\nqty = \"qty\"\nunit = \"unit\"\nentity = \"material\"\nweight = \"net_weight\"\nweight_unit = \"weight_unit\"\nwith = \"base_unit\"\naux = \"aux_unit\"\nfactor = \"unit_factor\"",
        table: "parent_code|component_code|qty|unit\nP1|C1|4|个\nP1|C2|500|g\nP2|C1|10|个\nP3|C9|1|个\nP4|C1|2|箱\nP5|C1|2|箱",
        others: &[(
            "material",
            "code|net_weight|weight_unit|base_unit|aux_unit|unit_factor\nP1|2.5|kg|||\nP2|20|kg|||\nP3|1|kg|||\nP4|24|kg|||\nP5|1|kg|||\nC1|0.5|kg|个|箱|24\nC2|||||\nC9|||||",
        )],
        fails: &[3, 6],
    },
    run,
};

/// What the materials weigh.
struct Weights<'a> {
    materials: Referred<'a>,
    weight: TextColumn,
    unit: Option<TextColumn>,
    units: &'a UnitTable,
    measures: Option<Measures>,
}

impl Weights<'_> {
    /// Gives the net weight of what a row refers to, in the base unit of mass; `None` where it is unknown or ambiguous.
    fn of(&self, case: &Case<'_>, row: usize) -> Option<Decimal> {
        let [record] = self.materials.records(case, row)[..] else { return None };
        let weight = self.weight.get(record).and_then(number).filter(|w| *w > Decimal::ZERO)?;
        match self.unit.as_ref().and_then(|u| u.get(record)) {
            Some(unit) => weight.checked_mul(self.mass(unit)?),
            None => Some(weight),
        }
    }

    /// Gives what so many of a unit of what a row refers to weigh.
    fn of_many(&self, case: &Case<'_>, row: usize, quantity: Decimal, unit: Option<&str>) -> Option<Decimal> {
        if let Some(mass) = unit.and_then(|u| self.mass(u)) {
            return quantity.checked_mul(mass);
        }
        let [record] = self.materials.records(case, row)[..] else { return None };
        // A unit that is unknown is taken for the base unit.
        let times = match unit.zip(self.measures.as_ref()).and_then(|(u, m)| m.in_base(u, record)) {
            Some(in_base) => in_base.times?,
            None => Decimal::ONE,
        };
        quantity.checked_mul(times)?.checked_mul(self.of(case, row)?)
    }

    fn mass(&self, unit: &str) -> Option<Decimal> {
        self.units.get(unit).filter(|u| u.dimension == "mass").and_then(|u| u.factor)
    }
}

/// One BOM while it is added up.
struct Product {
    row: usize,
    parts: Option<Decimal>,
}

fn run(case: &Case<'_>) -> Outcome {
    let (Some(parents), Some(quantities)) = (case.named("parent"), case.named("qty")) else { return Outcome::default() };
    let units = units(case);
    let weights = |key: &str| {
        let materials = Referred::by(case, key)?;
        let column = |parameter: &str| case.params.text(parameter).and_then(|c| materials.column(c));
        let measures = Measures::of(case, |name| materials.column(name));
        Some(Weights { weight: column("weight")?, unit: column("weight_unit"), units: &units, measures, materials })
    };
    let own = case.field.as_deref().unwrap_or_default();
    let (Some(of_part), Some(of_parent)) = (weights(own), weights(case.params.text("parent").unwrap_or_default())) else {
        return Outcome::default();
    };
    let (base, unit) = (case.named("base"), case.named("unit"));
    let key = RowKey::new(parents, &case.listed("by"), Fold::Code, true);
    let part = |row: usize| {
        let quantity = quantities.get(row).and_then(number)?;
        let weight = of_part.of_many(case, row, quantity, unit.and_then(|u| u.get(row)))?;
        weight.checked_div(base.and_then(|b| b.get(row)).and_then(number).unwrap_or(Decimal::ONE))
    };
    let mut products: BTreeMap<String, Product> = BTreeMap::new();
    let mut written_key = String::new();
    for row in (0..case.height()).filter(|&row| case.applies(row)) {
        if key.write(case, row, &mut written_key) {
            let product = products.entry(written_key.clone()).or_insert(Product { row, parts: Some(Decimal::ZERO) });
            product.parts = product.parts.and_then(|sum| sum.checked_add(part(row)?));
        }
    }
    judge(case, products.into_values(), |row| of_parent.of(case, row))
}

fn judge(case: &Case<'_>, products: impl Iterator<Item = Product>, weight: impl Fn(usize) -> Option<Decimal>) -> Outcome {
    let tolerance = case.params.number("tolerance").unwrap_or(Decimal::from(20));
    let mut outcome = Outcome::default();
    for Product { row, parts } in products {
        let (Some(parts), Some(whole)) = (parts, weight(row)) else { continue };
        outcome.applicable += 1;
        let off = parts.saturating_sub(whole).abs().saturating_mul(Decimal::ONE_HUNDRED);
        if off > whole.saturating_mul(tolerance) {
            let why = || Why::expected(format!("Σ {} kg ≠ {} kg", written(parts), written(whole)));
            outcome.failures.push(Failure { row, why: if case.explain { why() } else { Why::default() } });
        }
    }
    outcome.failures.sort_unstable_by_key(|f| f.row);
    outcome
}
