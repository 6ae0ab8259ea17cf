//! Chinese postcodes: six digits, of which the first two name the province.

use super::codes::{Reason, Verdict, all_digits, fold_code, is_filler};

/// Judges a Chinese postcode. Five digits are invalid here; see [`with_lost_zero`].
pub fn check(text: &str) -> Verdict {
    let code = fold_code(text, &['-']);
    let code = code.strip_suffix(".0").unwrap_or(&code);
    match code.len() {
        _ if !all_digits(code) || !(5..=7).contains(&code.len()) => Verdict::NotThisKind,
        6 if is_filler(code) => Verdict::invalid(Reason::Placeholder),
        6 if province(code).is_some() || code.starts_with("99") => Verdict::valid(code),
        6 => Verdict::invalid(Reason::UnknownRegion),
        _ => Verdict::invalid(Reason::Length),
    }
}

/// Gives five digits the leading zero that a spreadsheet took away, where that makes a postcode of Inner Mongolia, Shanxi or Hebei. Other
/// countries' codes have five digits too, so that the rest of the column or the country must confirm it.
pub fn with_lost_zero(text: &str) -> Option<String> {
    let code = fold_code(text, &[]);
    let code = code.strip_suffix(".0").unwrap_or(&code);
    let full = format!("0{code}");
    (code.len() == 5 && matches!(check(&full), Verdict::Valid { .. })).then_some(full)
}

/// Names the province by the first two digits, as China Post assigns them.
pub fn province(code: &str) -> Option<&'static str> {
    let prefix: u8 = code.get(..2)?.parse().ok()?;
    Some(match prefix {
        1 | 2 => "内蒙古",
        3 | 4 => "山西",
        5..=7 => "河北",
        10 => "北京",
        11 | 12 => "辽宁",
        13 => "吉林",
        15 | 16 => "黑龙江",
        20 => "上海",
        21 | 22 => "江苏",
        23 | 24 => "安徽",
        25..=27 => "山东",
        30 => "天津",
        31 | 32 => "浙江",
        33 | 34 => "江西",
        35 | 36 => "福建",
        40 => "重庆",
        41 | 42 => "湖南",
        43 | 44 => "湖北",
        45..=47 => "河南",
        51 | 52 => "广东",
        53 | 54 => "广西",
        55 | 56 => "贵州",
        57 => "海南",
        61..=64 => "四川",
        65..=67 => "云南",
        71 | 72 => "陕西",
        73 | 74 => "甘肃",
        75 => "宁夏",
        81 => "青海",
        83 | 84 => "新疆",
        85 | 86 => "西藏",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::super::codes::tests::check as expect;
    use super::*;

    #[test]
    fn postcodes_are_judged() {
        for (input, expected) in [
            ("518057", "valid:518057"),
            ("030000", "valid:030000"),
            ("０１００１０", "valid:010010"),
            ("518057.0", "valid:518057"),
            ("999077", "valid:999077"),
            ("30000", "invalid:length"),
            ("5180571", "invalid:length"),
            ("000000", "invalid:placeholder"),
            ("900000", "invalid:unknown-region"),
            ("SW1A 1AA", "other"),
        ] {
            expect(check, input, expected);
        }
    }

    #[test]
    fn lost_zeros_come_back_only_where_a_province_begins_with_zero() {
        for (input, expected) in [("30000", Some("030000")), ("10010", Some("010010")), ("90210", None), ("518057", None)] {
            assert_eq!(with_lost_zero(input).as_deref(), expected, "{input}");
        }
    }
}
