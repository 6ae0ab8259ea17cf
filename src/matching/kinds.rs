//! Recognises what kind of values a column holds, from its header and its values.

use crate::domain::similarity::{fold, is_cjk};
use crate::plan::MatchKind;

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
}

/// Gives the kind of each column, from its header and a sample of its values.
pub fn recognise_kinds(names: &[&str], values: &[Vec<&str>]) -> Vec<MatchKind> {
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

fn is_number(v: &str) -> bool {
    let bare: String = v.chars().filter(|c| !matches!(c, ',' | '$' | '¥' | '€' | '%' | ' ' | '£')).collect();
    bare.parse::<f64>().is_ok()
}

fn is_company(v: &str) -> bool {
    const ENDS: [&str; 14] =
        ["公司", "厂", "经营部", "集团", "商行", "股份", "合作社", "银行", "研究院", "研究所", "中心", "事务所", "门市部", "办事处"];
    ENDS.iter().any(|e| v.contains(e)) || v.split(|c: char| !c.is_alphanumeric()).any(|w| COMPANY_WORDS.contains(&w))
}

fn is_street(v: &str) -> bool {
    const SIGNS: [&str; 8] = ["路", "街", "号", "大道", "镇", "村", "巷", "弄"];
    let digits = v.chars().any(|c| c.is_ascii_digit());
    let words = v.split(|c: char| !c.is_alphanumeric()).any(|w| {
        matches!(w, "st" | "street" | "ave" | "avenue" | "rd" | "road" | "blvd" | "drive" | "dr" | "lane" | "ln" | "court" | "place")
    });
    (digits && words) || SIGNS.iter().filter(|s| v.contains(*s)).count() >= 2
}

/// Decides by the header where it is plain and the values do not object, otherwise by the values.
fn recognise(header: &str, look: &Look) -> MatchKind {
    let share = |n: usize| n as f64 / look.filled.max(1) as f64;
    let mean = |x: f64| x / look.filled.max(1) as f64;
    let says = |words: &[&str]| words.iter().any(|w| header.contains(w));
    let word = |words: &[&str]| header.split(|c: char| !c.is_alphanumeric()).any(|h| words.contains(&h));
    if look.filled == 0 {
        return MatchKind::Category;
    }
    if share(look.emails) > 0.6 || (says(&["email", "e-mail", "邮箱"]) && share(look.emails) > 0.2) {
        return MatchKind::Email;
    }
    if share(look.dates) > 0.7 && !says(&["编码", "编号", "code"]) || (says(&["date", "日期", "dob"]) && share(look.dates) > 0.3) {
        return MatchKind::Date;
    }
    if says(&["phone", "电话", "手机", "mobile", "传真", "fax", "tel"]) && mean(look.digits) > 0.5 {
        return MatchKind::Phone;
    }
    if says(&[
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
        "part_no",
    ]) {
        return MatchKind::Identifier;
    }
    if says(&["规格", "型号", "spec", "材质", "标准号", "材料牌号", "尺寸"]) && mean(look.length) < 60.0 {
        return MatchKind::Specification;
    }
    if says(&["address", "地址", "addr", "street"]) && mean(look.length) > 4.0 && share(look.numbers) < 0.6 {
        return MatchKind::Address;
    }
    if share(look.companies) > 0.3 && !says(&["description", "abstract"]) && mean(look.words) < 12.0 {
        return MatchKind::CompanyName;
    }
    if share(look.numbers) > 0.9 {
        return numeric(header, look, &word);
    }
    textual(look, &says, &word)
}

fn numeric(header: &str, look: &Look, word: &dyn Fn(&[&str]) -> bool) -> MatchKind {
    let mean_length = look.length / look.filled as f64;
    let few = look.distinct <= 12 || (look.distinct as f64) < look.filled as f64 * 0.002;
    let measured = word(&["price", "amount", "weight", "latitude", "longitude", "age", "runtime", "length", "width", "height", "wages"])
        || ["单价", "价格", "金额", "数量", "重量"].iter().any(|w| header.contains(w));
    match () {
        () if measured => MatchKind::Number,
        () if few || word(&["year", "day", "month", "season", "zip", "zipcode", "postcode", "by", "bm", "bd"]) => MatchKind::Category,
        () if share_of(look.phones, look) > 0.95 && mean_length >= 10.0 => MatchKind::Phone,
        () if mean_length >= 6.0 && look.distinct as f64 > look.filled as f64 * 0.5 => MatchKind::Identifier,
        () => MatchKind::Number,
    }
}

fn share_of(n: usize, look: &Look) -> f64 {
    n as f64 / look.filled.max(1) as f64
}

fn textual(look: &Look, says: &dyn Fn(&[&str]) -> bool, word: &dyn Fn(&[&str]) -> bool) -> MatchKind {
    let mean_length = look.length / look.filled as f64;
    let words = look.words / look.filled as f64;
    let few = look.distinct <= 30 || (look.distinct as f64) < (look.filled as f64 * 0.02).max(12.0);
    let person = says(&[
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
        "person",
    ]);
    if person && mean_length < 40.0 {
        return MatchKind::PersonName;
    }
    if few && mean_length < 30.0 {
        return MatchKind::Category;
    }
    if share_of(look.phones, look) > 0.8 {
        return MatchKind::Phone;
    }
    if share_of(look.streets, look) > 0.5 {
        return MatchKind::Address;
    }
    if share_of(look.sizes, look) > 0.3 {
        return MatchKind::Specification;
    }
    if share_of(look.codes, look) > 0.7 && words < 1.3 {
        return MatchKind::Identifier;
    }
    if says(&["物料名称", "品名", "描述", "title", "description", "名称"]) || word(&["name"]) || words > 3.0 || mean_length > 24.0
    {
        return MatchKind::Description;
    }
    MatchKind::Text
}
