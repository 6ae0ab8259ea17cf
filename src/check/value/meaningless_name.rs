//! Finds names that do not say what the thing is.

use super::super::case::Case;
use super::super::doc::{CheckDoc, Example, Kind, Parameter};
use super::super::judgement::{Judgement, Outcome};
use super::super::keys::{is_blank_word, letters_at_least};
use crate::domain::fold::fold_letters;

pub(in super::super) const DOC: CheckDoc = CheckDoc {
    name: "meaningless_name",
    does: (
        "名称无法识别对象：配件、杂件、其他、见图，单个字符，或只有数字和符号。给出规格字段时，有规格的行算合格。",
        "The name does not identify the thing: part, misc, other, see drawing, a lone character, or digits and signs alone. Where a field for the specification is named, rows that have one pass.",
    ),
    needs_field: true,
    parameters: &[Parameter::new("spec", Kind::Field, "规格字段", "the field of the specification")],
    example: Example {
        field: "name",
        params: "spec = \"spec\"",
        table: "name|spec\n六角螺栓|M8×20\n配件|\n其他|\n垫|\n12345|\n配件|6205-2RS",
        others: &[],
        fails: &[2, 3, 4, 5],
    },
    run,
};

const WORDS: &[&str] = &[
    "配件",
    "零件",
    "部件",
    "组件",
    "备件",
    "杂件",
    "杂项",
    "杂物",
    "其他",
    "其它",
    "其他物料",
    "其他材料",
    "材料",
    "物料",
    "辅料",
    "耗材",
    "原料",
    "产品",
    "商品",
    "货物",
    "东西",
    "见图",
    "见图纸",
    "按图",
    "按图纸",
    "图纸",
    "详见图纸",
    "见备注",
    "见附件",
    "同上",
    "如图",
    "标准件",
    "非标件",
    "非标",
    "定制",
    "定制件",
    "加工件",
    "新物料",
    "新增",
    "公司",
    "有限公司",
    "客户",
    "供应商",
    "厂家",
    "个人",
    "part",
    "parts",
    "spare",
    "spares",
    "sparepart",
    "spareparts",
    "misc",
    "miscellaneous",
    "other",
    "others",
    "item",
    "material",
    "product",
    "goods",
    "stuff",
    "seedrawing",
    "asperdrawing",
    "asdrawing",
    "same",
    "sameasabove",
    "ditto",
    "company",
    "customer",
    "supplier",
    "vendor",
    "various",
    "general",
];

fn run(case: &Case<'_>) -> Outcome {
    let spec = case.named("spec");
    case.each_value(|row, value| {
        let described = || spec.and_then(|c| c.get(row)).is_some_and(|s| !is_blank_word(s));
        Judgement::good_if(!is_meaningless(value) || described())
    })
}

/// No word for nothing is longer, in bytes.
const LONGEST: usize = 24;

fn is_meaningless(value: &str) -> bool {
    if letters_at_least(value) > LONGEST {
        return false;
    }
    let key = fold_letters(value);
    let word = key.trim_end_matches(|c: char| c.is_ascii_digit());
    word.is_empty() || key.chars().count() < 2 || WORDS.contains(&word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_and_digits_do_not_hide_that_a_name_says_nothing() {
        for (value, expected) in [
            ("配 件　　　　　　　　　　　　", true),
            ("p a r t - - - - - - - - - - - - - -", true),
            ("ｍｉｓｃｅｌｌａｎｅｏｕｓ", true),
            ("part 000000000000000000000000000001", true),
            ("--------------------------------------", true),
            ("六角头螺栓全螺纹不锈钢制品", false),
            ("Miscellaneous electrical fittings", false),
        ] {
            assert_eq!(is_meaningless(value), expected, "{value}");
        }
        assert!(WORDS.iter().all(|w| w.len() <= LONGEST));
    }
}
