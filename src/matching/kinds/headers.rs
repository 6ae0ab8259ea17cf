//! Words of headers that say what a column holds.

use crate::domain::fold::fold_letters;
use crate::domain::lookup::Lookup;
use crate::plan::MatchKind;
use std::collections::HashMap;
use std::sync::OnceLock;

pub(super) const PHONES: [&str; 7] = ["phone", "电话", "手机", "mobile", "传真", "fax", "tel"];
pub(super) const IDENTIFIERS: [&str; 17] = [
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
pub(super) const SPECIFICATIONS: [&str; 7] = ["规格", "型号", "spec", "材质", "标准号", "材料牌号", "尺寸"];
pub(super) const ADDRESSES: [&str; 4] = ["address", "地址", "addr", "street"];
pub(super) const PERSONS: [&str; 16] = [
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
pub(super) const DESCRIPTIONS: [&str; 6] = ["物料名称", "品名", "描述", "title", "description", "名称"];
pub(super) const MEASURES: [&str; 11] =
    ["price", "amount", "weight", "latitude", "longitude", "age", "runtime", "length", "width", "height", "wages"];
pub(super) const MEASURES_ZH: [&str; 5] = ["单价", "价格", "金额", "数量", "重量"];
pub(super) const CLASSES: [&str; 13] =
    ["year", "day", "month", "season", "zip", "zipcode", "postcode", "postalcode", "postal", "plz", "by", "bm", "bd"];

/// Gives the first of these words that the header holds anywhere.
pub(super) fn says(header: &str, words: &[&'static str]) -> Option<&'static str> {
    words.iter().find(|w| header.contains(**w)).copied()
}

/// Gives the first of these words that the header holds as a word of its own.
pub(super) fn word(header: &str, words: &[&'static str]) -> Option<&'static str> {
    words.iter().find(|w| header.split(|c: char| !c.is_alphanumeric()).any(|h| h == **w)).copied()
}

/// Gives the kind of a header that is one of the known names of a field of customers, suppliers or materials (`header_synonyms.csv`), technical
/// names of SAP and others among them, with that name.
pub(super) fn known(header: &str) -> Option<(MatchKind, &'static str)> {
    static KNOWN: OnceLock<HashMap<String, Option<MatchKind>>> = OnceLock::new();
    let known = KNOWN.get_or_init(|| {
        let table = Lookup::compiled_in(include_str!("../../../rules/tables/header_synonyms.csv"));
        let mut out: HashMap<String, Option<MatchKind>> = HashMap::new();
        for [entity, field, synonym] in table.pick(["entity", "canonical_field", "synonym"]) {
            if !matches!(entity, "customer" | "supplier" | "material") {
                continue;
            }
            let found = kind_of(field);
            let slot = out.entry(fold_letters(synonym)).or_insert(found);
            // A header that means different things says nothing.
            if *slot != found {
                *slot = None;
            }
        }
        out
    });
    known.get_key_value(&fold_letters(header)).and_then(|(name, kind)| Some(((*kind)?, name.as_str())))
}

/// Gives the kind of a field; none for those that the values tell better.
fn kind_of(field: &str) -> Option<MatchKind> {
    Some(match field {
        "tax_id" | "org_code" | "biz_reg_no" | "bank_account" | "iban" | "cnaps" | "swift" | "mpn" | "barcode" | "drawing_no" => {
            MatchKind::Identifier
        }
        "spec" | "grade" | "standard_no" => MatchKind::Specification,
        "phone" | "mobile" | "fax" => MatchKind::Phone,
        "email" => MatchKind::Email,
        "address" | "address2" => MatchKind::Address,
        "contact" | "legal_person" => MatchKind::PersonName,
        "postcode" => MatchKind::Category,
        "price" | "std_cost" | "net_weight" | "gross_weight" | "credit_limit" | "lead_time" => MatchKind::Number,
        _ => return None,
    })
}
