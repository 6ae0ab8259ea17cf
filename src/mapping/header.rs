//! Headers in the forms in which they are compared: as written, folded, without brackets and units, and as words.

use super::wording::written_out;
use crate::domain::fold::{clean, is_han, simplify};
use unicode_normalization::UnicodeNormalization;

/// One header of a sheet, or one synonym of a field, prepared for comparison.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Header {
    /// As written, without outer blanks.
    pub exact: String,
    /// Letters and digits alone: width, case, traditional characters and separators no longer matter.
    pub key: String,
    /// The key of the text outside brackets, without units and marks of duty.
    pub core: String,
    /// Whether brackets held something that is neither a unit nor a mark of duty.
    pub qualified: bool,
    /// The words of the core in order, abbreviations written out and words of one meaning made one.
    pub words: Vec<String>,
    /// The same words as they are written, in lower case.
    pub raw: Vec<String>,
    /// Whether the key holds a Chinese character.
    pub han: bool,
    /// Whether it asks a question that only yes or no answers: 是否停用, `IsActive`.
    pub asks: bool,
}

impl Header {
    /// Prepares a header.
    pub fn new(text: &str) -> Self {
        let exact = text.trim().to_owned();
        let clean = without_duty(&fold(text));
        let key = key_of(&clean);
        let (outside, inside) = split_brackets(&clean);
        let outside = without_unit(if key_of(&outside).is_empty() { &inside } else { &outside });
        let mut core = key_of(&outside);
        let qualified = !core.is_empty() && !key_of(&inside).is_empty() && !is_unit(&key_of(&inside)) && core != key_of(&inside);
        if core.is_empty() {
            core.clone_from(&key);
        }
        let han = key.chars().any(is_han);
        let raw = split_words(&outside);
        let words: Vec<String> = raw.iter().map(|w| written_out(w)).collect();
        let asks = key.starts_with("是否")
            || (words.len() > 1 && matches!(words.first().map(String::as_str), Some("is" | "has" | "can" | "allow")));
        Self { words, raw, asks, exact, key, core, qualified, han }
    }

    /// Says whether the header is a variable that a report writer would have filled in (`${r.name}`, `{.name}`, `$No$`).
    pub fn is_placeholder(&self) -> bool {
        let t = &self.exact;
        t.contains("${") || t.contains("{{") || t.starts_with("{.") || (t.len() > 2 && t.starts_with('$') && t.ends_with('$'))
    }

    /// Says whether the header tells nothing: blank, or a number given by a program (`Column5`, `Unnamed: 3`, `字段3`, `F7`).
    pub fn is_blank(&self) -> bool {
        let stem = self.key.trim_end_matches(|c: char| c.is_ascii_digit());
        stem.is_empty() || (stem.len() < self.key.len() && NUMBERED.contains(&stem)) || NUMBERED[..3].contains(&self.key.as_str())
    }
}

/// Stems of headers that programs and people give when they have nothing to say; the first three also without a number.
const NUMBERED: &[&str] =
    &["column", "unnamed", "列", "field", "col", "字段", "备用字段", "备用", "自定义", "自定义字段", "f", "c", "var", "x", "#"];

/// Folds width, compatibility forms, traditional characters, invisible characters and line breaks; case stays.
pub(super) fn fold(text: &str) -> String {
    simplify(&clean(&text.nfkc().collect::<String>())).into_owned()
}

/// Keeps letters and digits in lower case; a lone `#` after a word is its number.
pub(super) fn key_of(text: &str) -> String {
    text.replace('#', " no ").chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Takes away the marks that a template puts on fields that must or may be filled.
fn without_duty(text: &str) -> String {
    const DUTY: &[&str] = &[
        "(必填)",
        "[必填]",
        "【必填】",
        "(选填)",
        "[选填]",
        "【选填】",
        "(必填项)",
        "*必填",
        "必填*",
        "(required)",
        "(optional)",
        "(必录)",
    ];
    let mut t = text.to_owned();
    for d in DUTY {
        t = t.replace(d, " ");
    }
    t.replace(['*', '※', '★', '●', '▲', '△'], " ")
}

/// Splits a text into what stands outside and inside of brackets.
fn split_brackets(text: &str) -> (String, String) {
    let (mut out, mut inside, mut depth) = (String::new(), String::new(), 0_usize);
    for c in text.chars() {
        match c {
            '(' | '[' | '{' | '【' | '〔' | '<' | '《' => depth += 1,
            ')' | ']' | '}' | '】' | '〕' | '>' | '》' => depth = depth.saturating_sub(1),
            _ if depth > 0 => inside.push(c),
            _ => out.push(c),
        }
        if depth > 0 && !out.ends_with(' ') {
            out.push(' ');
        }
    }
    (out, inside)
}

/// Takes a unit away that follows a slash, an underscore or Chinese text: `单价/元`, `净重kg`.
fn without_unit(text: &str) -> String {
    let t = text.trim_end();
    if let Some((head, tail)) = t.rsplit_once(['/', '_', ',', ' ', ':'])
        && is_unit(&key_of(tail))
        && !key_of(head).is_empty()
    {
        return head.to_owned();
    }
    let latin = t.trim_end_matches(|c: char| c.is_ascii_alphabetic() || c == '/' || c == '%');
    if latin.len() < t.len() && latin.chars().next_back().is_some_and(is_han) && is_unit(&key_of(&t[latin.len()..])) {
        return latin.to_owned();
    }
    t.to_owned()
}

/// Says whether a folded text is a unit of measure or money as headers carry it in brackets.
fn is_unit(key: &str) -> bool {
    const UNITS: &[&str] = &[
        "元",
        "万元",
        "千元",
        "元kg",
        "元吨",
        "人民币",
        "本位币",
        "rmb",
        "cny",
        "usd",
        "eur",
        "lcy",
        "kg",
        "g",
        "t",
        "吨",
        "千克",
        "公斤",
        "克",
        "mm",
        "cm",
        "m",
        "um",
        "米",
        "毫米",
        "厘米",
        "m2",
        "m3",
        "平方米",
        "立方米",
        "l",
        "ml",
        "升",
        "个",
        "件",
        "套",
        "pcs",
        "ea",
        "天",
        "日",
        "days",
        "day",
        "小时",
        "h",
        "min",
        "分钟",
        "年",
        "月",
        "个月",
        "kgm",
        "kgpcs",
        "gpcs",
        "kw",
        "v",
        "w",
        "a",
        "",
    ];
    UNITS.contains(&key)
}

/// Splits into words and writes abbreviations out.
pub(super) fn words_of(text: &str) -> Vec<String> {
    split_words(text).iter().map(|w| written_out(w)).collect()
}

/// Splits at separators, case changes and changes between letters, digits and Chinese.
fn split_words(text: &str) -> Vec<String> {
    let chars: Vec<char> = text.replace('#', " no ").chars().collect();
    let mut words = vec![String::new()];
    for (i, &c) in chars.iter().enumerate() {
        let before = i.checked_sub(1).and_then(|j| chars.get(j)).copied().unwrap_or(' ');
        let after = chars.get(i + 1).copied().unwrap_or(' ');
        if begins_word(before, c, after) {
            words.push(String::new());
        }
        if c.is_alphanumeric()
            && let Some(w) = words.last_mut()
        {
            w.extend(c.to_lowercase());
        }
    }
    words.retain(|w| !w.is_empty() && !STOP.contains(&w.as_str()));
    words
}

fn begins_word(before: char, c: char, after: char) -> bool {
    let kind = |c: char| if is_han(c) { 2 } else { u8::from(c.is_numeric()) };
    !c.is_alphanumeric()
        || kind(before) != kind(c)
        || (before.is_lowercase() && c.is_uppercase())
        || (before.is_uppercase() && c.is_uppercase() && after.is_lowercase())
}

/// Words that carry no meaning in a header.
const STOP: &[&str] = &["of", "the", "in", "a", "an", "s", "and", "to", "or", "measure"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_do_not_see_width_case_script_and_separators() {
        let check = |a: &str, b: &str| assert_eq!(Header::new(a).key, Header::new(b).key, "{a} {b}");
        check("Customer No.", "CUSTOMER_NO");
        check("客戶編號", "客户编号");
        check("ＵＳＣＣ", "uscc");
        check("电\u{200b} 话\n", "电话");
        check("customerID", "Customer Id");
    }

    #[test]
    fn cores_lose_duty_units_and_brackets() {
        let check = |text: &str, core: &str, qualified: bool| {
            let h = Header::new(text);
            assert_eq!((h.core.as_str(), h.qualified), (core, qualified), "{text}");
        };
        check("*物料编码（必填）", "物料编码", false);
        check("物料编码(*)", "物料编码", false);
        check("单价/元", "单价", false);
        check("价格（元/KG）", "价格", false);
        check("净重kg", "净重", false);
        check("长度(mm)", "长度", false);
        check("名称(英文)", "名称", true);
        check("Credit Limit (LCY)", "creditlimit", false);
        check("Amount (FC)", "amount", true);
        check("[Account_Name]", "accountname", false);
        check("型号/规格", "型号规格", false);
    }

    #[test]
    fn words_are_split_and_written_out() {
        let check = |text: &str, words: &[&str]| assert_eq!(Header::new(text).words, words, "{text}");
        check("customerID", &["customer", "code"]);
        check("Vendor Posting Group", &["supplier", "posting", "group"]);
        check("GLAccountNo", &["gl", "account", "code"]);
        check("Addr1", &["address", "1"]);
        check("BOM版本", &["bom", "版本"]);
        check("Payment Terms", &["payment", "term"]);
        check("Customer #", &["customer", "code"]);
        check("Base Unit of Measure", &["base", "unit"]);
        assert!(Header::new("是否停用").asks && Header::new("IsCustomer").asks && !Header::new("Island").asks);
    }

    #[test]
    fn empty_headers_are_known() {
        let check = |text: &str, blank: bool| assert_eq!(Header::new(text).is_blank(), blank, "{text}");
        check("", true);
        check("  ", true);
        check("Column5", true);
        check("Unnamed: 3", true);
        check("字段12", true);
        check("7", true);
        check("地址2", false);
        check("Name1", false);
        assert!(Header::new("$CustomerNo$").is_placeholder());
        assert!(Header::new("${r.name}").is_placeholder());
        assert!(!Header::new("US$").is_placeholder());
    }
}
