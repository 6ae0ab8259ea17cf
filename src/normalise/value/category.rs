//! Writes values of short lists by one word each.

use crate::normalise::{Context, Evidence, Loss, Normaliser, Outcome};

pub(in crate::normalise) const NORMALISER: Normaliser = Normaliser {
    name: "category",
    does: (
        "按取值对照表（value_synonyms）统一写法：域取字段的 values，没有则取字段名；对照表里没有的值不动。",
        "Writes values by the table of values (value_synonyms), whose domain is the field's list of values, or else its name; others stay.",
    ),
    why: ("同一类别在各系统写法不同。", "Systems have different words for one category."),
    example: ("外购件", "purchased"),
    loses: Loss::Nothing,
    evidence: Evidence::None,
    checked_by: &[],
    apply,
};

fn apply(value: &str, context: &Context<'_>) -> Outcome {
    let domain = context.field.values.as_deref().unwrap_or(&context.field.name);
    match context.tables.synonyms.get(domain, value) {
        Some(found) if !found.ambiguous => Outcome::of(value, found.canonical.clone().into()),
        _ => Outcome::Unchanged,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalise::value::tests::check_in;

    #[test]
    fn the_domain_is_the_fields_own() {
        check_in(&NORMALISER, "material_source", &["外购件"], "purchased");
        check_in(&NORMALISER, "group", &["外购件"], "外购件");
    }
}
