//! Short names of divisions: 广东 for 广东省, 延边 for 延边朝鲜族自治州.

use super::division::Level;

/// The peoples that autonomous divisions are named after; they are left out in short names.
const PEOPLES: &[&str] = &[
    "壮族",
    "回族",
    "维吾尔",
    "朝鲜族",
    "土家族",
    "苗族",
    "藏族",
    "羌族",
    "彝族",
    "布依族",
    "侗族",
    "傣族",
    "景颇族",
    "傈僳族",
    "白族",
    "哈尼族",
    "蒙古族",
    "蒙古",
    "哈萨克族",
    "哈萨克",
    "柯尔克孜",
    "满族",
    "瑶族",
    "仫佬族",
    "毛南族",
    "各族",
    "黎族",
    "畲族",
    "土族",
    "撒拉族",
    "东乡族",
    "保安族",
    "裕固族",
    "仡佬族",
    "水族",
    "拉祜族",
    "佤族",
    "布朗族",
    "纳西族",
    "独龙族",
    "怒族",
    "普米族",
    "鄂温克族",
    "鄂伦春",
    "达斡尔族",
    "锡伯",
    "塔吉克",
];

/// Gives the short name of a division, or its own name where less than two characters would be left.
pub(super) fn short(name: &str, level: Level) -> &str {
    let stem = match level {
        Level::Province => cut(name, &["特别行政区", "自治区", "省", "市"]),
        Level::City => cut(name, &["自治州", "地区", "盟", "市", "县"]),
        Level::District => cut(name, &["自治县", "自治旗", "新区", "林区", "区", "县", "市", "旗"]),
    };
    // 内蒙古自治区 keeps its people: nothing else would be left of the name.
    if stem == "内蒙古" || stem == name {
        return stem;
    }
    let autonomous = name.contains("自治");
    let mut stem = stem;
    while autonomous && let Some(shorter) = PEOPLES.iter().find_map(|p| stem.strip_suffix(p)).filter(|s| s.chars().count() >= 2) {
        stem = shorter;
    }
    stem
}

fn cut<'a>(name: &'a str, suffixes: &[&str]) -> &'a str {
    suffixes.iter().find_map(|s| name.strip_suffix(s)).filter(|s| s.chars().count() >= 2).unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_shortened_but_not_to_nothing() {
        for (name, level, expected) in [
            ("广东省", Level::Province, "广东"),
            ("新疆维吾尔自治区", Level::Province, "新疆"),
            ("内蒙古自治区", Level::Province, "内蒙古"),
            ("香港特别行政区", Level::Province, "香港"),
            ("延边朝鲜族自治州", Level::City, "延边"),
            ("恩施土家族苗族自治州", Level::City, "恩施"),
            ("锡林郭勒盟", Level::City, "锡林郭勒"),
            ("南山区", Level::District, "南山"),
            ("浦东新区", Level::District, "浦东"),
            ("东区", Level::District, "东区"),
            ("金秀瑶族自治县", Level::District, "金秀"),
        ] {
            assert_eq!(short(name, level), expected);
        }
    }
}
