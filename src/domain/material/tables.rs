//! The word lists behind materials, compiled in from `rules/tables`.

use crate::domain::similarity::{fold, is_cjk, letters};
use std::collections::HashMap;
use std::sync::OnceLock;

fn rows(table: &'static str) -> impl Iterator<Item = (String, Vec<String>)> {
    table.lines().skip(1).filter_map(|l| {
        let (head, rest) = l.split_once(',')?;
        Some((fold(head), rest.split('|').map(fold).filter(|s| !s.is_empty()).collect()))
    })
}

/// Spellings of grades, without separators, to the grade.
pub(super) fn grades() -> &'static HashMap<String, String> {
    static ALL: OnceLock<HashMap<String, String>> = OnceLock::new();
    ALL.get_or_init(|| {
        let mut out = HashMap::new();
        for (grade, aliases) in rows(include_str!("../../../rules/tables/grades.csv")) {
            for a in aliases.iter().chain([&grade]) {
                out.insert(grade_key(a), grade.clone());
            }
        }
        out
    })
}

/// Names of grades in ideographs and the grade, the longest first: 尼龙66 is to be read before it is taken apart.
pub(super) fn chinese_grades() -> &'static [(String, String)] {
    static ALL: OnceLock<Vec<(String, String)>> = OnceLock::new();
    ALL.get_or_init(|| {
        let mut out: Vec<(String, String)> = rows(include_str!("../../../rules/tables/grades.csv"))
            .flat_map(|(grade, aliases)| aliases.into_iter().map(move |a| (a, grade.clone())))
            .filter(|(a, _)| a.chars().any(is_cjk) && a.chars().count() >= 2 && !a.contains('号') && !a.ends_with("钢"))
            .collect();
        out.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then_with(|| a.cmp(b)));
        out
    })
}

/// Gives the spelling under which a grade is looked up.
pub(super) fn grade_key(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric() || *c == '#').collect()
}

/// Names of things and the one that is used for them.
pub(super) fn nouns() -> &'static HashMap<String, String> {
    static ALL: OnceLock<HashMap<String, String>> = OnceLock::new();
    ALL.get_or_init(|| {
        let mut out = HashMap::new();
        for (noun, synonyms) in rows(include_str!("../../../rules/tables/noun_synonyms.csv")) {
            for s in synonyms {
                out.insert(letters(&s), noun.clone());
            }
            // The usual word stands for itself: 电解电容 is not a kind of 电容 that is written for another.
            out.entry(letters(&noun)).or_insert(noun);
        }
        out
    })
}

/// Standards that describe the same part.
pub(super) const EQUAL_STANDARDS: [(&str, &str); 6] =
    [("gb5783", "din933"), ("gb6170", "din934"), ("gb97.1", "din125"), ("gb70.1", "din912"), ("gb93", "din127"), ("gb5782", "din931")];

/// Words for surfaces.
pub(super) const FINISHES: [&str; 16] = [
    "热镀锌",
    "热浸锌",
    "彩锌",
    "蓝白锌",
    "镀锌",
    "发黑",
    "发蓝",
    "镀镍",
    "镀铬",
    "镀铜",
    "达克罗",
    "阳极氧化",
    "磷化",
    "喷塑",
    "喷漆",
    "电泳",
];

/// Words for colours, longest first.
pub(super) const COLOURS: [&str; 18] =
    ["黄绿", "大红", "深灰", "浅灰", "本色", "透明", "红", "黑", "白", "蓝", "绿", "黄", "灰", "棕", "橙", "紫", "粉", "银"];

/// Words that exclude each other: (word, what it says).
pub(super) const CHOICES: [(&str, &str); 26] = [
    ("常开", "no"),
    ("常闭", "nc"),
    ("原装", "原装"),
    ("兼容", "兼容"),
    ("毛坯", "毛坯"),
    ("半成品", "半成品"),
    ("已加工", "半成品"),
    ("直柄", "直柄"),
    ("锥柄", "锥柄"),
    ("单相", "单相"),
    ("三相", "三相"),
    ("工业级", "工业级"),
    ("分析纯", "分析纯"),
    ("食品级", "食品级"),
    ("常温", "常温"),
    ("高温", "高温"),
    ("内螺纹", "内螺纹"),
    ("外螺纹", "外螺纹"),
    ("公制", "公制"),
    ("英制", "英制"),
    ("双头", "双头"),
    ("单头", "单头"),
    ("加长", "加长"),
    ("加厚", "加厚"),
    ("左旋", "左旋"),
    ("右旋", "右旋"),
];

/// Coarse pitches of metric threads (GB/T 193, ISO 261).
pub(super) const COARSE: [(&str, &str); 19] = [
    ("m2", "0.4"),
    ("m2.5", "0.45"),
    ("m3", "0.5"),
    ("m4", "0.7"),
    ("m5", "0.8"),
    ("m6", "1"),
    ("m8", "1.25"),
    ("m10", "1.5"),
    ("m12", "1.75"),
    ("m14", "2"),
    ("m16", "2"),
    ("m18", "2.5"),
    ("m20", "2.5"),
    ("m22", "2.5"),
    ("m24", "3"),
    ("m27", "3"),
    ("m30", "3.5"),
    ("m36", "4"),
    ("m42", "4.5"),
];
