//! The findings that normalising makes.

use crate::model::{Dimension, Severity};

/// One kind of finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Notice {
    /// The stable code.
    pub code: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// The dimension it counts in.
    pub dimension: Dimension,
    /// For which cells it is reported.
    pub report: Report,
    /// What it says, in Chinese and English.
    pub title: (&'static str, &'static str),
    /// What to do about it, in Chinese and English.
    pub hint: (&'static str, &'static str),
}

/// For which cells a finding is reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Report {
    /// For every cell.
    Cells,
    /// For the first cell of each value of a column: an assumption that holds for all of them.
    Values,
}

macro_rules! notices {
    ($($name:ident $code:literal $severity:ident $dimension:ident $report:ident $zh:literal $en:literal $hint_zh:literal $hint_en:literal;)*) => {
        $(pub(super) static $name: Notice = Notice {
            code: $code,
            severity: Severity::$severity,
            dimension: Dimension::$dimension,
            report: Report::$report,
            title: ($zh, $en),
            hint: ($hint_zh, $hint_en),
        };)*
        /// All findings that normalising makes; `rules/notices.toml` holds the same texts for reports.
        pub static NOTICES: &[&Notice] = &[$(&$name),*];
    };
}

notices! {
    INACTIVE_MARKER "inactive-marker-in-name" Info Timeliness Cells
        "名称中的停用标记已取出" "Marker of retirement was taken out of the name"
        "状态为空时已设为停用；确认该记录不再使用。" "An empty status was set to inactive; make sure that the record is out of use.";
    DUPLICATE_MARKER "duplicate-marker-in-name" Warning Uniqueness Cells
        "名称标明是重复记录" "Name says that the record is a duplicate"
        "确认它与哪条记录重复并合并。" "Find the record it duplicates and merge them.";
    TEMPORARY_RECORD "temporary-record" Warning Accuracy Cells
        "临时、测试或一次性记录" "Temporary, test or one-time record"
        "确认是否需要迁移；不需要的在旧系统停用。" "Decide whether it should migrate; retire it in the old system if not.";
    REMARK_IN_NAME "remark-in-name" Info Conformity Cells
        "名称中夹带付款条件、联系人等，已取出" "Terms or a person stood in the name and were taken out"
        "把取出的内容填到对应字段。" "Put what was taken out into the field where it belongs.";
    FORMER_NAME "former-name-in-name" Info Conformity Cells
        "名称中带有曾用名" "Name holds a former name"
        "把曾用名移到曾用名字段。" "Move the former name into its own field.";
    CONTACT_IN_PHONE "contact-in-phone" Info Conformity Cells
        "电话中夹带的文字已取出" "Words beside a phone number were taken out"
        "姓名请填到联系人字段。" "Put a name into the field for contacts.";
    UNREADABLE_PHONE "unreadable-phone" Warning Conformity Cells
        "电话号码无法识别" "Phone number cannot be read"
        "补全区号或国家代码，更正位数。" "Complete the area or country code and correct the digits.";
    UNREADABLE_EMAIL "unreadable-email" Warning Conformity Cells
        "电子邮箱格式不对" "E-mail address is malformed"
        "更正为 名称@域名。" "Correct it to name@domain.";
    ZERO_RESTORED "leading-zero-restored" Info Conformity Cells
        "补回了丢失的前导零" "A lost leading zero was put back"
        "同列其他值表明前面应有 0；抽查确认。" "The rest of the column shows that a 0 belongs there; look at a few.";
    AMBIGUOUS_DATE "ambiguous-date" Error Accuracy Cells
        "日期的日与月无法区分" "Day and month of the date cannot be told apart"
        "从两个日期中选定一个，改为 年-月-日。" "Choose one of the two days and write it year-month-day.";
    SERIAL_DATE "serial-date" Warning Conformity Cells
        "日期是表格软件的序列号" "Date is a spreadsheet's day number"
        "确认后改为建议的日期，或在表格中设为日期格式再导出。" "Confirm the suggested day, or format the column as date and export again.";
    UNREADABLE_DATE "unreadable-date" Error Conformity Cells
        "日期无法识别" "Date cannot be read"
        "改为四位年份的 年-月-日。" "Write it year-month-day with a year of four digits.";
    AMBIGUOUS_NUMBER "ambiguous-number" Error Accuracy Cells
        "数字中的符号可能是小数点也可能是千分位" "Mark in the number may separate decimals or thousands"
        "同列两种写法并存；统一后重新导出。" "The column uses both ways of writing; export it again in one.";
    DIGITS_LOST "number-digits-lost" Warning Accuracy Cells
        "数字为科学计数法，可能已丢失精度" "Number is in scientific notation and may have lost digits"
        "从旧系统重新导出该列为文本。" "Export the column again as text.";
    CURRENCY_IN_NUMBER "currency-in-number" Info Conformity Values
        "金额中的币种符号已去掉" "Currency sign was taken out of the amount"
        "确认币种字段与之相符。" "Make sure that the currency field agrees with it.";
    PERCENT_IN_NUMBER "percent-in-number" Warning Conformity Cells
        "同列有的值带百分号，有的不带" "Some values of the column have a percent sign and others not"
        "统一写成小数或百分数。" "Write all of them as fractions or all as percentages.";
    UNREADABLE_NUMBER "unreadable-number" Error Conformity Cells
        "数字无法识别" "Number cannot be read"
        "只保留数字；单位写到单位字段。" "Leave the number alone; put a unit into its own field.";
    NOT_WHOLE "not-a-whole-number" Error Conformity Cells
        "应为整数" "Number should be whole"
        "更正数值。" "Correct the number.";
    UNKNOWN_UNIT "unknown-unit" Warning Conformity Cells
        "计量单位无法识别" "Unit of measure is not known"
        "改用标准单位，或把它加入单位对照表。" "Use a standard unit, or add it to the table of units.";
    AMBIGUOUS_UNIT "ambiguous-unit" Info Accuracy Values
        "计量单位有歧义，已按常用含义处理" "Unit of measure has several meanings; the usual one was taken"
        "确认含义；不对时在单位对照表中改写。" "Make sure of its meaning; change it in the table of units if it is another.";
    UNKNOWN_CURRENCY "unreadable-currency" Warning Conformity Cells
        "币种无法识别" "Currency is not known"
        "改为 ISO 4217 三字母代码。" "Use the code of three letters of ISO 4217.";
    AMBIGUOUS_CURRENCY "ambiguous-currency" Info Accuracy Values
        "币种符号有歧义，已按常用含义处理" "Currency sign has several meanings; the usual one was taken"
        "确认是哪种货币（¥：人民币或日元；$：多种元）。" "Make sure which currency it is (¥: yuan or yen; $: many dollars).";
    UNKNOWN_COUNTRY "unreadable-country" Warning Conformity Cells
        "国家或地区无法识别" "Country is not known"
        "改为 ISO 3166 两字母代码。" "Use the code of two letters of ISO 3166.";
    UNKNOWN_FLAG "unreadable-flag" Warning Conformity Cells
        "是否标志无法识别" "Yes or no cannot be read"
        "改为 Y 或 N。" "Write Y or N.";
    UNKNOWN_STATUS "unreadable-status" Warning Conformity Cells
        "状态值无法识别" "Status cannot be read"
        "改为启用、停用或冻结，或加入取值对照表。" "Write active, inactive or blocked, or add it to the table of values.";
    ASSUMED_MEANING "assumed-meaning" Info Accuracy Values
        "代码的含义按整列取值推定" "Meaning of a code was inferred from the column"
        "确认推定的含义；不对时在取值对照表中改写。" "Make sure of the meaning; change it in the table of values if it is another.";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_unique_kebab_case() {
        for (i, n) in NOTICES.iter().enumerate() {
            assert!(n.code.bytes().all(|b| b.is_ascii_lowercase() || b == b'-'), "{}", n.code);
            assert!(NOTICES[..i].iter().all(|m| m.code != n.code), "{} stands twice", n.code);
        }
    }

    #[test]
    fn the_rule_pack_tells_the_same() {
        let pack: toml::Table = toml::from_str(include_str!("../../rules/notices.toml")).unwrap();
        let known = pack["notice"].as_array().unwrap();
        for n in NOTICES {
            let found = known.iter().find(|k| k["code"].as_str() == Some(n.code)).unwrap_or_else(|| panic!("{} is missing", n.code));
            assert_eq!(found["severity"].as_str(), Some(n.severity.as_str()), "{}", n.code);
            assert_eq!(found["dimension"].as_str(), Some(n.dimension.as_str()), "{}", n.code);
            assert_eq!(found["title"]["zh"].as_str(), Some(n.title.0), "{}", n.code);
            assert_eq!(found["title"]["en"].as_str(), Some(n.title.1), "{}", n.code);
        }
    }
}
