//! The one product that a whole list belongs to, as titles or the file's name tell it.

use crate::domain::fold::{clean, fold_width, is_han};
use crate::mapping::header::key_of;
use crate::mapping::recognition::SheetView;

/// Where a product is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Told {
    /// A text above the header says so by a label.
    Title,
    /// The name of the sheet or the file is, or ends in, a code.
    Name,
}

/// A product that a title or a name tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Product {
    /// Its code, where one is told.
    pub code: Option<String>,
    /// Its name, where one is told.
    pub name: Option<String>,
    /// Where.
    pub told: Told,
}

/// Labels before the code of a product, folded.
const CODE_LABELS: &[&str] = &[
    "产品编码",
    "产品编号",
    "产品代码",
    "产品料号",
    "产品图号",
    "成品编码",
    "成品编号",
    "成品料号",
    "成品代码",
    "母件编码",
    "母件编号",
    "母件料号",
    "母件代码",
    "母件",
    "父项编码",
    "父项物料编码",
    "父件编码",
    "父件料号",
    "主件编码",
    "主件品号",
    "主件料号",
    "总成编码",
    "总成图号",
    "物料编码",
    "料号",
    "图号",
    "productcode",
    "productno",
    "productnumber",
    "assembly",
    "assemblyno",
    "assemblynumber",
    "parentitem",
    "parent",
    "parentpart",
    "itemcode",
    "itemno",
    "partnumber",
    "partno",
    "topitem",
    "material",
    "bomitem",
];

/// Labels before the name of a product, folded.
const NAME_LABELS: &[&str] = &[
    "产品名称",
    "产品",
    "成品名称",
    "母件名称",
    "父项名称",
    "机型",
    "产品型号",
    "品名",
    "productname",
    "product",
    "assemblyname",
    "model",
];

/// Finds the product that titles, the sheet's or the file's name tell.
pub fn product_of(sheet: &SheetView) -> Option<Product> {
    let mut told = Product { code: None, name: None, told: Told::Title };
    let mut pending: Option<bool> = None;
    for title in sheet.titles {
        for piece in pieces(title) {
            match (label_of(&piece), pending) {
                ((Some(is_code), Some(value)), _) => set(&mut told, is_code, &value),
                ((Some(is_code), None), _) => pending = Some(is_code),
                ((None, _), Some(is_code)) => {
                    set(&mut told, is_code, &piece);
                    pending = None;
                }
                _ => {}
            }
        }
    }
    if told.code.is_some() {
        return Some(told);
    }
    let file = sheet.path.rsplit('/').next().map(|f| f.rsplit_once('.').map_or(f, |(s, _)| s));
    let code = sheet.sheet.and_then(code_in).or_else(|| file.and_then(code_in));
    match code {
        Some(code) => Some(Product { code: Some(code), name: told.name, told: Told::Name }),
        None => told.name.is_some().then_some(told),
    }
}

/// Splits a title that holds several labelled values.
fn pieces(title: &str) -> Vec<String> {
    let plain = fold_width(title).into_owned();
    plain.split([';', '\n', '\t', '|']).flat_map(|p| p.split("  ")).map(|p| clean(p).into_owned()).filter(|p| !p.is_empty()).collect()
}

/// Reads `label: value`; gives whether the label is one of a code (or of a name), and the value if it stands there too.
fn label_of(piece: &str) -> (Option<bool>, Option<String>) {
    let (label, value) = piece.split_once([':', '：', '=']).map_or((piece, ""), |(l, v)| (l, v.trim()));
    let key = key_of(label);
    let kind = if CODE_LABELS.contains(&key.as_str()) {
        Some(true)
    } else if NAME_LABELS.contains(&key.as_str()) {
        Some(false)
    } else {
        None
    };
    (kind, Some(value.to_owned()).filter(|v| !v.is_empty()))
}

fn set(product: &mut Product, is_code: bool, value: &str) {
    if is_code && product.code.is_none() && is_code_like(value) {
        product.code = Some(value.to_owned());
    } else if !is_code && product.name.is_none() {
        product.name = Some(value.to_owned());
    }
}

fn is_code_like(value: &str) -> bool {
    let length = value.chars().count();
    (2..=40).contains(&length) && !value.contains(' ') && !value.chars().any(is_han) && value.chars().any(|c| c.is_ascii_digit())
}

/// Finds the one code in a name such as `BOM_A100-20` or `A100-20 物料清单`; a day, a version or a counter is none.
fn code_in(name: &str) -> Option<String> {
    let plain = fold_width(name).into_owned();
    let upper = plain.to_uppercase();
    if !(upper.contains("BOM") || plain.contains("清单")) {
        return None;
    }
    let words = plain.split(|c: char| c.is_whitespace() || is_han(c) || matches!(c, '_' | '(' | ')' | '[' | ']' | ',' | '—'));
    let mut codes = words.map(|w| without_bom(w.trim_matches(['-', '.']))).filter(|w| is_product_code(w));
    let code = codes.next()?;
    codes.next().is_none().then(|| code.to_owned())
}

/// Cuts `BOM` from either end of a word: `A100-BOM`, `BOM-A100`.
fn without_bom(word: &str) -> &str {
    let cut = |w: &str| w.len() >= 3 && w.is_char_boundary(3) && w[..3].eq_ignore_ascii_case("bom");
    let head = if cut(word) { &word[3..] } else { word };
    let tail = head.len().checked_sub(3).filter(|at| head.is_char_boundary(*at) && head[*at..].eq_ignore_ascii_case("bom"));
    tail.map_or(head, |at| &head[..at]).trim_matches(['-', '.', '_'])
}

/// A code of a product has letters and digits, or digits and dots, and is no day, version or sheet counter.
fn is_product_code(word: &str) -> bool {
    let (letters, digits) = (word.chars().filter(|c| c.is_ascii_alphabetic()).count(), word.chars().filter(char::is_ascii_digit).count());
    let stem = word.trim_end_matches(|c: char| c.is_ascii_digit()).to_ascii_lowercase();
    let counter = matches!(stem.as_str(), "v" | "ver" | "rev" | "r" | "sheet" | "board" | "schematic" | "copy" | "page" | "");
    let version = word.starts_with(['v', 'V']) && word[1..].starts_with(|c: char| c.is_ascii_digit());
    is_code_like(word) && word.len() >= 4 && letters >= 1 && digits >= 2 && !counter && !version
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(titles: &[&str], path: &str, sheet: Option<&str>) -> Option<String> {
        let titles: Vec<String> = titles.iter().map(|t| (*t).to_owned()).collect();
        let view = SheetView { path, sheet, titles: &titles, header: &[], has_header: true, columns: &[] };
        product_of(&view).and_then(|p| p.code)
    }

    #[test]
    fn labelled_titles_name_the_product() {
        let check = |titles: &[&str], code: Option<&str>| assert_eq!(told(titles, "x.xlsx", None).as_deref(), code, "{titles:?}");
        check(&["产品编码：A-100"], Some("A-100"));
        check(&["产品编码", "A-100"], Some("A-100"));
        check(&["物料清单", "母件编码：01.02.0001  母件名称：泵"], Some("01.02.0001"));
        check(&["Assembly: PUMP-20"], Some("PUMP-20"));
        check(&["产品名称：固定支架"], None);
        check(&["A-100"], None);
        check(&["日期：2023-12-01"], None);
    }

    #[test]
    fn codes_in_names_are_told_from_days_and_versions() {
        let check = |path: &str, sheet: Option<&str>, code: Option<&str>| assert_eq!(told(&[], path, sheet).as_deref(), code, "{path}");
        check("x/BOM_PMP100-20.xlsx", None, Some("PMP100-20"));
        check("x/PMP100-20物料清单.xlsx", Some("Sheet1"), Some("PMP100-20"));
        check("x/PMP100-20-BOM.xlsx", None, Some("PMP100-20"));
        check("x/固定支架BOM 231121.xlsx", None, None);
        check("x/BOM V2.3.xlsx", None, None);
        check("x/BOM_Board1_Schematic1_2023-12-1.xlsx", None, None);
        check("x/PMP100-20.xlsx", None, None);
        check("x/BOM A100 B200.xlsx", None, None);
    }
}
