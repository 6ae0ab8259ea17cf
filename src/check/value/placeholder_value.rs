//! Finds values that only fill the cell.

use super::super::case::Case;
use super::super::doc::{CheckDoc, Example, Kind, Parameter};
use super::super::judgement::{Judgement, Outcome};
use super::super::keys::{is_blank_word, letters_at_least};
use crate::domain::codes::is_filler;
use crate::domain::fold::fold_letters;
use foldhash::HashSet;
use std::sync::OnceLock;

pub(in super::super) const DOC: CheckDoc = CheckDoc {
    name: "placeholder_value",
    does: (
        "内容只是占位：测试、未知、待定、xxx、111、12345 之类。一次性客户（散客、零售客户）不算。",
        "The value only fills the cell: test, unknown, to be defined, xxx, 111, 12345 and the like. One-time customers are no placeholders.",
    ),
    needs_field: true,
    parameters: &[Parameter::new("also", Kind::Texts, "另外也视为占位的内容", "further texts that count as placeholders")],
    example: Example {
        field: "name",
        params: "",
        table: "name\n苏州测试仪器有限公司\n测试\ntest customer\nXXX\n散客\n未知\n测试供应商01",
        others: &[],
        fails: &[2, 3, 4, 6, 7],
    },
    run,
};

/// Words that are a placeholder alone, or with `客户`, `supplier`, a number and the like around them.
const WORDS: &[&str] = &[
    "测试",
    "試",
    "test",
    "testing",
    "demo",
    "演示",
    "示例",
    "样例",
    "sample",
    "dummy",
    "example",
    "未知",
    "不明",
    "不详",
    "unknown",
    "待定",
    "待补",
    "待补充",
    "待核",
    "待核实",
    "待确认",
    "待录入",
    "暂定",
    "tbd",
    "tba",
    "tobedefined",
    "占位",
    "placeholder",
    "xx",
    "xxx",
    "aaa",
    "abc",
    "asdf",
    "qwerty",
    "foo",
    "bar",
    "随便",
    "请删除",
    "删除",
    "delete",
    "作废",
    "无名",
    "noname",
    "temp",
];
/// What may stand beside such a word without making it a name.
const BESIDE: &[&str] = &[
    "客户",
    "供应商",
    "物料",
    "存货",
    "商品",
    "产品",
    "公司",
    "名称",
    "数据",
    "用",
    "专用",
    "customer",
    "supplier",
    "vendor",
    "client",
    "material",
    "item",
    "product",
    "company",
    "name",
    "data",
    "only",
    "do",
    "not",
    "use",
    "请勿使用",
    "勿用",
];

fn run(case: &Case<'_>) -> Outcome {
    let also: Vec<String> = case.params.texts("also").into_iter().map(fold_letters).collect();
    // No placeholder is longer than a few words; most names are, and need no folding.
    let longest = also.iter().map(String::len).max().unwrap_or(0).max(36);
    case.each_distinct(|value| Judgement::good_if(!says_nothing(value, &also, longest)))
}

fn says_nothing(value: &str, also: &[String], longest: usize) -> bool {
    if letters_at_least(value) > longest {
        return false;
    }
    let key = fold_letters(value);
    is_placeholder(value, &key) || also.contains(&key)
}

fn is_placeholder(value: &str, key: &str) -> bool {
    if is_blank_word(value) || is_filler(key) || (key.len() > 1 && key.chars().all(|c| key.starts_with(c)) && key.is_ascii()) {
        return true;
    }
    if !key.chars().any(|c| beginnings().contains(&c)) {
        return false;
    }
    let word = key.trim_end_matches(|c: char| c.is_ascii_digit());
    WORDS.contains(&key) || WORDS.contains(&word) || reduces_to_word(word)
}

/// Gives the first characters of the words, one of which every placeholder holds.
fn beginnings() -> &'static HashSet<char> {
    static FIRST: OnceLock<HashSet<char>> = OnceLock::new();
    FIRST.get_or_init(|| WORDS.iter().filter_map(|w| w.chars().next()).collect())
}

/// Takes the words that may stand beside a placeholder from both ends.
fn reduces_to_word(key: &str) -> bool {
    let mut rest = key;
    for _ in 0..4 {
        let shorter = BESIDE.iter().find_map(|b| rest.strip_suffix(b).or_else(|| rest.strip_prefix(b)));
        match shorter {
            Some(shorter) if !shorter.is_empty() => rest = shorter,
            _ => break,
        }
        if WORDS.contains(&rest) {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_says_nothing_is_a_placeholder() {
        for (value, expected) in [
            ("测试客户", true),
            ("Test", true),
            ("test 2", true),
            ("1111", true),
            ("123456", true),
            ("xxx", true),
            ("--", true),
            ("待定", true),
            ("DO NOT USE TEST", true),
            ("上海测试技术研究所", false),
            ("Testo SE", false),
            ("华为", false),
            ("3M", false),
            ("ABB", false),
            ("XX机械有限公司", false),
            ("零售客户", false),
            ("Sample Room Ltd", false),
        ] {
            assert_eq!(is_placeholder(value, &fold_letters(value)), expected, "{value}");
        }
    }

    #[test]
    fn long_values_that_say_nothing_are_found_too() {
        for value in
            ["-".repeat(40), "xX".repeat(30), "1".repeat(60), format!("测 试{}", " ".repeat(40)), format!("test {}", "0".repeat(40))]
        {
            assert!(says_nothing(&value, &[], 36), "{value}");
        }
        assert!(!says_nothing("苏州工业园区测试仪器设备制造有限公司", &[], 36));
    }
}
