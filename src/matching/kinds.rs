//! Recognises what kind of values a column holds, from its header and its values, and says why.

use crate::domain::similarity::{fold, is_cjk};
use crate::plan::MatchKind;

/// Why a column is taken to be of a kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// Its header holds this word, and the values do not object.
    Header(&'static str),
    /// This share of its values, in percent, look like it.
    Values(u8),
    /// It has so many distinct values: few.
    Few(usize),
    /// Its values are numbers, most of them different.
    Different,
    /// Its values are long or of many words.
    Long,
    /// Nothing else fits.
    Nothing,
}

/// What the values of a column look like.
#[derive(Debug, Default)]
struct Look {
    filled: usize,
    distinct: usize,
    digits: f64,
    length: f64,
    words: f64,
    cjk: usize,
    numbers: usize,
    dates: usize,
    emails: usize,
    phones: usize,
    companies: usize,
    codes: usize,
    sizes: usize,
    streets: usize,
    sites: usize,
}

/// Gives the kind of each column with the reason, from its header and a sample of its values.
pub fn recognise_kinds(names: &[&str], values: &[Vec<&str>]) -> Vec<(MatchKind, Why)> {
    names.iter().zip(values).map(|(n, v)| recognise(&fold(n), &look(v))).collect()
}

const COMPANY_WORDS: [&str; 26] = [
    "inc",
    "llc",
    "ltd",
    "corp",
    "corporation",
    "company",
    "co",
    "gmbh",
    "limited",
    "plc",
    "group",
    "holdings",
    "foundation",
    "association",
    "center",
    "school",
    "services",
    "institute",
    "university",
    "academy",
    "church",
    "council",
    "learning",
    "society",
    "bank",
    "industries",
];

fn look(values: &[&str]) -> Look {
    let mut out = Look::default();
    let mut seen = std::collections::HashSet::new();
    for v in values.iter().map(|v| fold(v)).filter(|v| !v.is_empty()) {
        out.filled += 1;
        out.distinct += usize::from(seen.insert(v.clone()));
        let chars = v.chars().count().max(1) as f64;
        let digits = v.chars().filter(char::is_ascii_digit).count() as f64;
        out.digits += digits / chars;
        out.length += chars;
        out.words += v.split_whitespace().count() as f64;
        let cjk = v.chars().any(is_cjk);
        out.cjk += usize::from(cjk);
        out.numbers += usize::from(is_number(&v));
        out.dates += usize::from(
            super::compare::read_date(&v)
                .is_some_and(|(y, m, d)| (1..=12).contains(&m) && (1..=31).contains(&d) && (1000..2200).contains(&y)),
        );
        out.sites += usize::from(is_site(&v));
        out.emails += usize::from(v.contains('@') && v.contains('.'));
        out.phones += usize::from((7.0..=15.0).contains(&digits) && v.chars().all(|c| c.is_ascii_digit() || " +-()./x".contains(c)));
        out.companies += usize::from(is_company(&v));
        out.codes += usize::from(!cjk && !v.contains(' ') && digits >= 1.0 && v.chars().any(char::is_alphabetic));
        out.sizes +=
            usize::from(v.contains('*') || v.contains('φ') || (v.starts_with('m') && v.chars().nth(1).is_some_and(|c| c.is_ascii_digit())));
        out.streets += usize::from(is_street(&v));
    }
    out
}

/// Says whether a value is the address of a site.
fn is_site(v: &str) -> bool {
    !v.contains(' ') && (v.starts_with("www.") || v.starts_with("http://") || v.starts_with("https://"))
}

fn is_number(v: &str) -> bool {
    let bare: String = v.chars().filter(|c| !matches!(c, ',' | '$' | '¥' | '€' | '%' | ' ' | '£')).collect();
    bare.parse::<f64>().is_ok()
}

fn is_company(v: &str) -> bool {
    const ENDS: [&str; 14] =
        ["公司", "厂", "经营部", "集团", "商行", "股份", "合作社", "银行", "研究院", "研究所", "中心", "事务所", "门市部", "办事处"];
    // Bodies that are no firms, by the end of their names only: 局 stands in other words as well.
    const BODIES: [&str; 16] =
        ["委员会", "协会", "学会", "联合会", "联盟", "医院", "学院", "大学", "学校", "中学", "小学", "局", "办公室", "委", "院", "部"];
    ENDS.iter().any(|e| v.contains(e))
        || (v.chars().count() >= 4 && BODIES.iter().any(|e| v.ends_with(e)))
        || v.split(|c: char| !c.is_alphanumeric()).any(|w| COMPANY_WORDS.contains(&w))
}

fn is_street(v: &str) -> bool {
    const SIGNS: [&str; 8] = ["路", "街", "号", "大道", "镇", "村", "巷", "弄"];
    let digits = v.chars().any(|c| c.is_ascii_digit());
    let words = v.split(|c: char| !c.is_alphanumeric()).any(|w| {
        matches!(w, "st" | "street" | "ave" | "avenue" | "rd" | "road" | "blvd" | "drive" | "dr" | "lane" | "ln" | "court" | "place")
    });
    (digits && words) || SIGNS.iter().filter(|s| v.contains(*s)).count() >= 2
}

const PHONES: [&str; 7] = ["phone", "电话", "手机", "mobile", "传真", "fax", "tel"];
const IDENTIFIERS: [&str; 17] = [
    "信用代码",
    "税号",
    "纳税人",
    "tax",
    "vat",
    "ssn",
    "soc_sec",
    "图号",
    "账号",
    "iban",
    "ean",
    "gtin",
    "upc",
    "isbn",
    "modelno",
    "model_no",
    "model number",
];
const SPECIFICATIONS: [&str; 7] = ["规格", "型号", "spec", "材质", "标准号", "材料牌号", "尺寸"];
const ADDRESSES: [&str; 4] = ["address", "地址", "addr", "street"];
const PERSONS: [&str; 16] = [
    "联系人",
    "姓名",
    "first_name",
    "firstname",
    "last_name",
    "lastname",
    "surname",
    "given_name",
    "full_name",
    "fname",
    "lname",
    "法人",
    "legal_rep",
    "负责人",
    "director",
    "contact",
];
const DESCRIPTIONS: [&str; 6] = ["物料名称", "品名", "描述", "title", "description", "名称"];
const MEASURES: [&str; 11] = ["price", "amount", "weight", "latitude", "longitude", "age", "runtime", "length", "width", "height", "wages"];
const MEASURES_ZH: [&str; 5] = ["单价", "价格", "金额", "数量", "重量"];
const CLASSES: [&str; 10] = ["year", "day", "month", "season", "zip", "zipcode", "postcode", "by", "bm", "bd"];

/// Gives the first of these words that the header holds anywhere.
fn says(header: &str, words: &[&'static str]) -> Option<&'static str> {
    words.iter().find(|w| header.contains(**w)).copied()
}

/// Gives the first of these words that the header holds as a word of its own.
fn word(header: &str, words: &[&'static str]) -> Option<&'static str> {
    words.iter().find(|w| header.split(|c: char| !c.is_alphanumeric()).any(|h| h == **w)).copied()
}

impl Look {
    fn share(&self, n: usize) -> f64 {
        n as f64 / self.filled.max(1) as f64
    }

    fn mean(&self, sum: f64) -> f64 {
        sum / self.filled.max(1) as f64
    }

    fn values(&self, n: usize) -> Why {
        Why::Values((100.0 * self.share(n)).round() as u8)
    }
}

/// Decides by the header where it is plain and the values do not object, otherwise by the values.
fn recognise(header: &str, look: &Look) -> (MatchKind, Why) {
    if look.filled == 0 {
        return (MatchKind::Category, Why::Nothing);
    }
    if let Some(found) = shaped(header, look).or_else(|| headed(header, look)) {
        return found;
    }
    if look.share(look.companies) > 0.3 && says(header, &["description", "abstract"]).is_none() && look.mean(look.words) < 12.0 {
        return (MatchKind::CompanyName, look.values(look.companies));
    }
    if look.share(look.numbers) > 0.9 { numeric(header, look) } else { textual(header, look) }
}

/// Recognises e-mail addresses, sites and dates, whose shape is hardly mistaken.
fn shaped(header: &str, look: &Look) -> Option<(MatchKind, Why)> {
    let mails = look.share(look.emails);
    if mails > 0.6 || (mails > 0.2 && says(header, &["email", "e-mail", "邮箱"]).is_some()) {
        return Some((MatchKind::Email, look.values(look.emails)));
    }
    if look.share(look.sites) > 0.6 {
        return Some((MatchKind::Identifier, look.values(look.sites)));
    }
    let dates = look.share(look.dates);
    let code = says(header, &["编码", "编号", "code"]).is_some();
    let dated = dates > 0.7 && !code || dates > 0.3 && says(header, &["date", "日期", "dob"]).is_some();
    dated.then(|| (MatchKind::Date, look.values(look.dates)))
}

/// Goes by the header, where the values do not object.
fn headed(header: &str, look: &Look) -> Option<(MatchKind, Why)> {
    let length = look.mean(look.length);
    let found = |kind, words: &[&'static str], fits: bool| says(header, words).filter(|_| fits).map(|w| (kind, Why::Header(w)));
    found(MatchKind::Phone, &PHONES, look.mean(look.digits) > 0.5)
        .or_else(|| found(MatchKind::Identifier, &IDENTIFIERS, true))
        .or_else(|| found(MatchKind::Identifier, &["part_no"], true))
        .or_else(|| found(MatchKind::Specification, &SPECIFICATIONS, length < 60.0))
        .or_else(|| found(MatchKind::Address, &ADDRESSES, length > 4.0 && look.share(look.numbers) < 0.6))
}

fn numeric(header: &str, look: &Look) -> (MatchKind, Why) {
    let length = look.mean(look.length);
    let few = look.distinct <= 12 || (look.distinct as f64) < look.filled as f64 * 0.002;
    if let Some(w) = word(header, &MEASURES).or_else(|| says(header, &MEASURES_ZH)) {
        return (MatchKind::Number, Why::Header(w));
    }
    match word(header, &CLASSES) {
        _ if few => (MatchKind::Category, Why::Few(look.distinct)),
        Some(w) => (MatchKind::Category, Why::Header(w)),
        None if look.share(look.phones) > 0.95 && length >= 10.0 => (MatchKind::Phone, look.values(look.phones)),
        None if length >= 6.0 && look.distinct as f64 > look.filled as f64 * 0.5 => (MatchKind::Identifier, Why::Different),
        None => (MatchKind::Number, look.values(look.numbers)),
    }
}

fn textual(header: &str, look: &Look) -> (MatchKind, Why) {
    let (length, words) = (look.mean(look.length), look.mean(look.words));
    let few = look.distinct <= 30 || (look.distinct as f64) < (look.filled as f64 * 0.02).max(12.0);
    let person = says(header, &PERSONS).or_else(|| says(header, &["person"])).filter(|_| length < 40.0);
    let described = says(header, &DESCRIPTIONS).or_else(|| word(header, &["name"]));
    match () {
        () if person.is_some() => (MatchKind::PersonName, person.map_or(Why::Nothing, Why::Header)),
        () if few && length < 30.0 => (MatchKind::Category, Why::Few(look.distinct)),
        () if look.share(look.phones) > 0.8 => (MatchKind::Phone, look.values(look.phones)),
        () if look.share(look.streets) > 0.5 => (MatchKind::Address, look.values(look.streets)),
        () if look.share(look.sizes) > 0.3 => (MatchKind::Specification, look.values(look.sizes)),
        () if look.share(look.codes) > 0.7 && words < 1.3 => (MatchKind::Identifier, look.values(look.codes)),
        () if described.is_some() => (MatchKind::Description, described.map_or(Why::Nothing, Why::Header)),
        () if words > 3.0 || length > 24.0 => (MatchKind::Description, Why::Long),
        () => (MatchKind::Text, Why::Nothing),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn header_and_values_decide_together_and_say_so() {
        let kind = |name: &str, values: &[&str]| recognise_kinds(&[name], &[values.to_vec()])[0];
        assert_eq!(kind("手机", &["13812345678", "13912345678"]), (MatchKind::Phone, Why::Header("手机")));
        assert_eq!(kind("x", &["a@b.cn", "c@d.cn"]), (MatchKind::Email, Why::Values(100)));
        assert_eq!(kind("客户", &["苏州宏达五金有限公司", "无锡鑫源电子厂"]), (MatchKind::CompanyName, Why::Values(100)));
        assert_eq!(kind("x", &["www.a.cn", "http://b.cn/c"]), (MatchKind::Identifier, Why::Values(100)));
        assert_eq!(kind("name", &["计划委员会", "射箭联合会"]), (MatchKind::CompanyName, Why::Values(100)));
        assert_eq!(kind("状态", &["启用", "停用", "启用"]), (MatchKind::Category, Why::Few(2)));
    }
}
