//! Writes company names in one way without touching what they legally say.

use crate::domain::fold::{Beside, drop_han_spaces, fold_width, has_han, is_han};
use crate::normalise::{Context, Evidence, Loss, Normaliser, Outcome};

pub(in crate::normalise) const NORMALISER: Normaliser = Normaliser {
    name: "company_name",
    does: (
        "字母数字改为半角，中文名称用全角括号，去掉汉字旁的空格和末尾的“*”“。”等；“停用”“重复”“月结”等标记取出并记为发现。繁体和大小写保留。",
        "Gives letters and digits their usual width, Chinese names full-width brackets, drops spaces beside Chinese characters and stray signs at \
         the end. Markers such as 停用, 重复 or 月结 are taken out and become findings. Script and case stay.",
    ),
    why: (
        "全半角括号和空格不改变公司，却使名称不相等；登记名称用全角括号。",
        "Width of brackets and blanks do not change a company; registered names use full-width brackets.",
    ),
    example: ("阿里巴巴 (中国) 有限公司 *", "阿里巴巴（中国）有限公司"),
    loses: Loss::Nothing,
    evidence: Evidence::None,
    checked_by: &[],
    apply,
};

fn apply(value: &str, _: &Context<'_>) -> Outcome {
    let usual = |c: char| is_han(c) || c.is_ascii_alphanumeric() || matches!(c, '（' | '）' | '·');
    if has_han(value) && value.chars().all(usual) && !value.ends_with('·') {
        return Outcome::Unchanged;
    }
    Outcome::of(value, chinese_name(&fold_width(value)).into())
}

/// Gives a name its usual brackets, blanks and end.
fn chinese_name(name: &str) -> String {
    // The full stop belongs to `Co., Ltd.`, but to no Chinese name.
    let han = has_han(name);
    let name = name.trim_end_matches(|c| {
        matches!(c, '*' | ' ' | '。' | '、' | ',' | ';' | '，' | '；' | '·' | '•' | '・' | '‧' | '∙' | '_' | '-') || c == '.' && han
    });
    let name = name.trim_start_matches([' ', '、', ',', '，', '。', '.']);
    if !han {
        return name.to_owned();
    }
    let bracketed: String = name
        .chars()
        .map(|c| match c {
            '(' => '（',
            ')' => '）',
            '•' | '・' | '‧' | '∙' => '·',
            _ => c,
        })
        .collect();
    drop_han_spaces(&bracketed, Beside::Either).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalise::value::tests::check;
    use crate::plan::FieldType;

    #[test]
    fn names_are_written_in_one_way() {
        for (input, expected) in [
            ("阿里巴巴(中国)有限公司", "阿里巴巴（中国）有限公司"),
            ("阿里巴巴（中国）有限公司", "阿里巴巴（中国）有限公司"),
            ("ＡＢＣ 有限公司", "ABC有限公司"),
            ("华为 技术 有限 公司。", "华为技术有限公司"),
            ("上海精工机械有限公司***", "上海精工机械有限公司"),
            ("***上海精工机械有限公司", "***上海精工机械有限公司"),
            ("Acme (China) Co., Ltd.", "Acme (China) Co., Ltd."),
            ("臺灣積體電路製造股份有限公司", "臺灣積體電路製造股份有限公司"),
            ("让・雅克贸易行", "让·雅克贸易行"),
        ] {
            check(&NORMALISER, FieldType::CompanyName, input, expected);
        }
    }
}
