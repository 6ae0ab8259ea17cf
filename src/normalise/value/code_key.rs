//! Reduces a code to the key under which two writings of it are equal.

use crate::domain::fold::fold_key;
use crate::normalise::{Context, Evidence, Loss, Normaliser, Outcome};

pub(in crate::normalise) const NORMALISER: Normaliser = Normaliser {
    name: "code_key",
    does: (
        "编码只留大写字母、数字和汉字，去掉分隔符；纯数字编码去掉前导零。",
        "Keeps only capitals, digits and Chinese characters of a code, without separators; codes of digits lose their leading zeros.",
    ),
    why: (
        "用于比对同一编码的不同写法，例如旧编码字段；不用于主键。",
        "For comparing writings of one code, such as old codes; not for keys.",
    ),
    example: ("00-12 34", "1234"),
    loses: Loss::Information,
    evidence: Evidence::None,
    checked_by: &[],
    apply,
};

fn apply(value: &str, _: &Context<'_>) -> Outcome {
    let key: String = fold_key(value).chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_uppercase).collect();
    let trimmed = if key.bytes().all(|b| b.is_ascii_digit()) { key.trim_start_matches('0') } else { &key };
    match trimmed {
        "" if key.is_empty() => Outcome::Unchanged,
        "" => Outcome::of(value, "0".into()),
        code => Outcome::of(value, code.to_owned().into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalise::value::tests::check;
    use crate::plan::FieldType;

    #[test]
    fn writings_of_one_code_have_one_key() {
        for (input, expected) in [("00123", "123"), ("a-01", "A01"), ("Ａ．０１", "A01"), ("000", "0"), ("--", "--"), ("物料 01", "物料01")]
        {
            check(&NORMALISER, FieldType::Code, input, expected);
        }
    }
}
