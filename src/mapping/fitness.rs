//! How well the values of a column fit what a field stands for.

use super::shape::{Look, Shape};
use crate::plan::{FieldSpec, FieldType};

/// Says how the values speak for a field: 1 strongly for it, 0 neither way, -1 against it. A column without values says nothing.
pub(super) fn fitness(field: &FieldSpec, shape: &Shape) -> f64 {
    if shape.sampled == 0 {
        return 0.0;
    }
    if shape.share(Look::Blob) > 0.5 {
        return -1.0;
    }
    let s = |look| shape.share(look);
    let fit = match field.kind {
        FieldType::Code => code(shape),
        FieldType::Text => -s(Look::Machine) * 0.5,
        FieldType::CompanyName => s(Look::Company).max(0.25 * s(Look::Words)) - named(shape) - 0.8 * s(Look::Email),
        FieldType::PersonName => 0.8 * s(Look::Person) - named(shape) - s(Look::Email) - 0.5 * s(Look::Company),
        FieldType::Description => 0.5 * s(Look::Words) - named(shape) - s(Look::Email) - 0.3 * s(Look::Phone),
        FieldType::Specification => s(Look::Size).max(0.2 * s(Look::Words)) - s(Look::Date) - s(Look::Email) - 0.2 * s(Look::Number),
        FieldType::TaxId => either(s(Look::Uscc).max(0.7 * s(Look::TaxLike)), 0.6),
        FieldType::BankAccount => either(s(Look::Account), 0.5),
        FieldType::Phone if field.name.contains("mobile") => either(s(Look::Mobile).max(0.5 * s(Look::Phone)), 0.8),
        FieldType::Phone => either(s(Look::Phone), 0.8),
        FieldType::Email => either(s(Look::Email), 0.9),
        FieldType::Address => s(Look::Address).max(0.2 * s(Look::Words)) - s(Look::Number) - s(Look::Email) - s(Look::Phone),
        FieldType::Postcode => either(s(Look::Postcode), 0.7),
        FieldType::Date => either(s(Look::Date).max(0.3 * serial_days(shape)), 0.9),
        FieldType::Decimal => either(s(Look::Number).max(0.7 * s(Look::Quantity)), 0.9) - 0.5 * s(Look::Phone).min(s(Look::Mobile)),
        FieldType::Integer => either(s(Look::Integer).max(0.8 * s(Look::Number)).max(0.6 * s(Look::Quantity)), 0.9),
        FieldType::Unit if s(Look::Number) > 0.5 => -1.0,
        FieldType::Unit => either(s(Look::Unit), if shape.kinds <= 40 && s(Look::Number) < 0.2 { 0.1 } else { 0.6 }),
        FieldType::Currency => either(s(Look::Currency), 0.6),
        FieldType::Country => either(s(Look::Country), if s(Look::Words) > 0.5 { 0.1 } else { 0.4 }),
        FieldType::Flag => either(s(Look::Flag), 0.5),
        FieldType::Category => category(shape),
    };
    fit.clamp(-1.0, 1.0)
}

/// A full share speaks for, half a share still does; no share speaks against with this force.
fn either(share: f64, against: f64) -> f64 {
    if share >= 0.5 { share } else { 2.0 * share * (against + 0.5) - against }
}

/// Values that no name is: numbers, days, machine ids.
fn named(shape: &Shape) -> f64 {
    (shape.share(Look::Number).max(shape.share(Look::Date)) + 0.5 * shape.share(Look::MixedCode)).min(1.0) + shape.share(Look::Machine)
}

fn code(shape: &Shape) -> f64 {
    let fraction = shape.share(Look::Number) - shape.share(Look::Integer);
    let against = shape.share(Look::Prose) + 0.8 * shape.share(Look::Date).min(1.0 - shape.share(Look::Integer)) + 0.3 * fraction;
    let mail = shape.share(Look::Email) + shape.share(Look::Machine) + 0.8 * shape.share(Look::Company);
    0.9 * shape.share(Look::Code) - 0.5 * (1.0 - shape.share(Look::Code)) - against - mail
}

fn category(shape: &Shape) -> f64 {
    let many = shape.sampled >= 20 && shape.distinct > 0.8;
    let prose = shape.share(Look::Prose) + shape.share(Look::Email) + shape.share(Look::Machine);
    (if many { -0.3 } else { 0.3 }) - prose
}

/// Numbers that Excel would show as days between 1982 and 2064: only a hint.
fn serial_days(shape: &Shape) -> f64 {
    shape.share(Look::Integer)
}

/// How sure values alone make a field, without any header: only looks that hardly anything else has.
pub(super) fn by_values_alone(field: &FieldSpec, shape: &Shape) -> f64 {
    if shape.sampled < 3 {
        return 0.0;
    }
    let s = |look| shape.share(look);
    let sure = |share: f64, least: f64| if share >= least { 0.45 + 0.2 * share } else { 0.0 };
    match field.kind {
        FieldType::TaxId => sure(s(Look::Uscc), 0.8),
        FieldType::Email => sure(s(Look::Email), 0.8),
        FieldType::Phone if field.name.contains("mobile") => sure(s(Look::Mobile), 0.8),
        FieldType::Address if s(Look::Address) >= 0.6 => 0.55,
        FieldType::CompanyName if s(Look::Company) >= 0.6 => 0.55,
        FieldType::Unit if shape.is_full() && s(Look::Integer) < 0.2 => sure(s(Look::Unit), 0.9),
        FieldType::Currency if shape.is_full() && s(Look::Integer) < 0.2 => sure(s(Look::Currency), 0.95),
        _ => 0.0,
    }
}

/// Says in a few words what the values look like.
pub(super) fn describe(field: &FieldSpec, shape: &Shape) -> String {
    if shape.sampled == 0 {
        return "no values".to_owned();
    }
    let (look, name) = match field.kind {
        FieldType::Code => (Look::Code, "code-like"),
        FieldType::CompanyName => (Look::Company, "with a company form"),
        FieldType::PersonName => (Look::Person, "like persons' names"),
        FieldType::Specification => (Look::Size, "with a size"),
        FieldType::TaxId if shape.share(Look::Uscc) > 0.2 => (Look::Uscc, "valid USCC"),
        FieldType::TaxId => (Look::TaxLike, "like tax numbers"),
        FieldType::BankAccount => (Look::Account, "like accounts"),
        FieldType::Phone => (Look::Phone, "phones"),
        FieldType::Email => (Look::Email, "e-mail"),
        FieldType::Address => (Look::Address, "like addresses"),
        FieldType::Postcode => (Look::Postcode, "like postcodes"),
        FieldType::Date => (Look::Date, "dates"),
        FieldType::Decimal => (Look::Number, "numbers"),
        FieldType::Integer => (Look::Integer, "whole numbers"),
        FieldType::Unit => (Look::Unit, "known units"),
        FieldType::Currency => (Look::Currency, "known currencies"),
        FieldType::Country => (Look::Country, "known countries"),
        FieldType::Flag => (Look::Flag, "yes or no"),
        FieldType::Category => return format!("{} distinct values", shape.kinds),
        FieldType::Text | FieldType::Description => (Look::Words, "words"),
    };
    format!("{:.0} % {name}", 100.0 * shape.share(look))
}
