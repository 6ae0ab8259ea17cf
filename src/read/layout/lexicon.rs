//! Words that headers, totals and footers are made of, in the languages of the exports.

/// Parts of header cells, lower case. A hit is weak evidence; tables without any are recognised by their values.
const HEADER_WORDS: &[&str] = &[
    "编号",
    "编码",
    "代码",
    "名称",
    "姓名",
    "规格",
    "型号",
    "单位",
    "数量",
    "单价",
    "金额",
    "日期",
    "时间",
    "备注",
    "地址",
    "电话",
    "手机",
    "邮箱",
    "联系人",
    "类型",
    "类别",
    "分类",
    "状态",
    "序号",
    "账号",
    "账户",
    "银行",
    "税号",
    "部门",
    "仓库",
    "品牌",
    "颜色",
    "重量",
    "材质",
    "币种",
    "余额",
    "摘要",
    "订单",
    "客户",
    "供应商",
    "物料",
    "产品",
    "商品",
    "料号",
    "图号",
    "描述",
    "说明",
    "价格",
    "合计",
    "小计",
    "單位",
    "數量",
    "代號",
    "名稱",
    "編號",
    "コード",
    "品名",
    "単価",
    "数量",
    "番号",
    "코드",
    "이름",
    "수량",
    "금액",
    "주소",
    "id",
    "no",
    "no.",
    "code",
    "name",
    "date",
    "time",
    "qty",
    "quantity",
    "price",
    "amount",
    "type",
    "status",
    "description",
    "desc",
    "address",
    "city",
    "country",
    "region",
    "state",
    "phone",
    "fax",
    "email",
    "e-mail",
    "unit",
    "uom",
    "currency",
    "total",
    "number",
    "num",
    "category",
    "group",
    "comment",
    "comments",
    "remark",
    "remarks",
    "note",
    "notes",
    "url",
    "account",
    "balance",
    "customer",
    "vendor",
    "supplier",
    "item",
    "product",
    "material",
    "order",
    "invoice",
    "company",
    "contact",
    "title",
    "first",
    "last",
    "zip",
    "postcode",
    "postal",
    "key",
    "value",
    "year",
    "month",
    "day",
    "weight",
    "size",
    "color",
    "length",
    "width",
    "height",
    "rate",
    "tax",
    "discount",
    "cost",
    "line",
    "plant",
    "warehouse",
    "nombre",
    "fecha",
    "código",
    "nom",
    "datum",
    "preis",
    "menge",
    "bezeichnung",
    "nummer",
    "kunde",
    "strasse",
    "ort",
];

/// Says whether a header cell holds a word that headers are made of.
pub(crate) fn names_a_column(cell: &str) -> bool {
    let lower = cell.trim().trim_matches(['*', '(', ')', '（', '）', ' ']).to_lowercase();
    if lower.is_empty() || lower.chars().count() > 40 {
        return false;
    }
    if !lower.is_ascii() {
        return HEADER_WORDS.iter().any(|w| !w.is_ascii() && lower.contains(w));
    }
    let mut parts = cell_words(cell.trim());
    parts.any(|w| HEADER_WORDS.contains(&w.as_str()))
}

/// Splits `customerID`, `Unit_Price` and `Post Code` into lower-case words.
fn cell_words(cell: &str) -> impl Iterator<Item = String> {
    let mut words = vec![String::new()];
    let mut last_lower = false;
    for c in cell.chars() {
        if !c.is_alphanumeric() && c != '.' || c.is_uppercase() && last_lower {
            words.push(String::new());
        }
        if (c.is_alphanumeric() || c == '.')
            && let Some(w) = words.last_mut()
        {
            w.extend(c.to_lowercase());
        }
        last_lower = c.is_lowercase();
    }
    words.into_iter().filter(|w| !w.is_empty())
}

const TOTALS: &[&str] = &[
    "合计",
    "总计",
    "小计",
    "累计",
    "共计",
    "总合计",
    "本页合计",
    "本页小计",
    "本月合计",
    "本年累计",
    "合计金额",
    "合计数量",
    "總計",
    "合計",
    "小計",
    "総計",
    "합계",
    "총계",
    "소계",
    "total",
    "totals",
    "grand total",
    "subtotal",
    "sub total",
    "sub-total",
    "sum",
    "summe",
    "gesamt",
    "gesamtsumme",
    "total general",
    "total général",
    "totale",
    "итого",
    "всего",
];

/// Says whether a cell labels a line of totals.
pub(crate) fn labels_a_total(cell: &str) -> bool {
    let folded: String = cell.chars().filter(|c| !c.is_whitespace() || c.is_ascii()).collect();
    let t = folded.trim().trim_end_matches([':', '：', '*', '-', '─']).trim().to_lowercase();
    let squeezed: String = if t.is_ascii() { t.clone() } else { t.chars().filter(|c| !c.is_whitespace()).collect() };
    TOTALS.contains(&squeezed.as_str())
}

const FOOTERS: &[&str] = &[
    "制表人",
    "制单人",
    "制表日期",
    "制单",
    "审核",
    "审批",
    "打印人",
    "打印时间",
    "打印日期",
    "导出时间",
    "导出日期",
    "导出人",
    "填表人",
    "经办人",
    "负责人",
    "第",
    "共",
    "注:",
    "注：",
    "备注:",
    "备注：",
    "说明:",
    "说明：",
    "以上",
    "数据来源",
    "来源",
    "printed",
    "print date",
    "page ",
    "exported",
    "generated",
    "report generated",
    "created by",
    "created on",
    "source:",
    "note:",
    "notes:",
    "end of",
    "eof",
    "*** ",
    "---",
    "===",
    "<eof>",
    "end of report",
    "end of file",
    "total records",
    "record count",
    "rows selected",
    "row(s)",
    "copyright",
    "©",
    "confidential",
    "disclaimer",
];

/// Says whether the text of a line with hardly any cells is a footer.
pub(crate) fn reads_like_a_footer(text: &str) -> bool {
    let t = text.trim().to_lowercase();
    FOOTERS.iter().any(|f| t.starts_with(f))
        || t.ends_with("rows selected.")
        || t.ends_with("rows selected")
        || t.ends_with("rows affected)")
        || t.ends_with("row(s) affected)")
        || !t.is_empty() && t.chars().all(|c| matches!(c, '-' | '=' | '*' | '_' | '─' | '—' | ' '))
}

/// Says whether a cell is a label with its value (`日期：2023-12`), as titles have them.
pub(crate) fn labelled_value(cell: &str) -> bool {
    let t = cell.trim();
    t.char_indices().any(|(i, c)| matches!(c, ':' | '：') && i > 0 && !t.get(..i).is_some_and(|p| p.chars().all(|c| c.is_ascii_digit())))
        && !t.starts_with("http")
}
