//! Writes Chinese postcodes with six digits.

use crate::domain::postcode;
use crate::normalise::notice::ZERO_RESTORED;
use crate::normalise::{Context, Evidence, Loss, Normaliser, Note, Outcome};

pub(in crate::normalise) const NORMALISER: Normaliser = Normaliser {
    name: "postcode",
    does: (
        "邮编改为半角、去掉 .0；全列多为六位时，给内蒙古、山西、河北的五位邮编补回开头的 0。其他国家的邮编不动。",
        "Writes postcodes in usual width without .0; where most of the column has six digits, codes of Inner Mongolia, Shanxi and Hebei get their \
         lost leading 0 back. Other countries' codes stay.",
    ),
    why: ("表格软件会去掉开头的 0。", "Spreadsheets drop the leading 0."),
    example: ("５１８０５７", "518057"),
    loses: Loss::Nothing,
    evidence: Evidence::Postcodes,
    checked_by: &[],
    apply,
};

fn apply(value: &str, context: &Context<'_>) -> Outcome {
    if let Some(code) = postcode::check(value).normalised() {
        return Outcome::of(value, code.to_owned().into());
    }
    match postcode::with_lost_zero(value) {
        Some(code) if context.column.mostly_fits() => Outcome::noted(value, &code, Note::new(&ZERO_RESTORED)),
        _ => Outcome::Unchanged,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalise::value::tests::check_in;

    #[test]
    fn the_column_decides_about_five_digits() {
        for (column, expected) in [
            (&["518057", "100000", "30000"][..], "030000 !leading-zero-restored"),
            (&["90210", "30301", "30000"], "30000"),
            (&["518057", "518057.0"], "518057"),
            (&["SW1A 1AA"], "SW1A 1AA"),
        ] {
            check_in(&NORMALISER, "postcode", column, expected);
        }
    }
}
