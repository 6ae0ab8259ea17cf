//! The files of the demo company: which record stands in which file, under which headers.

use super::balance::{open_items, stock};
use super::book::{Book, Column, Page};
use super::customer::customers;
use super::material::materials;
use super::record::{Fate, Record};
use super::structure::structures;
use super::supplier::suppliers;
use crate::support::sheet::{Cell, Kind, Shown};

const CUSTOMERS_A: &[Column] = &[
    ("客户编码", "code"),
    ("客户名称", "name"),
    ("统一社会信用代码", "tax_id"),
    ("客户分类", "group"),
    ("联系人", "contact"),
    ("手机", "mobile"),
    ("电话", "phone"),
    ("地址", "address"),
    ("邮编", "postcode"),
    ("邮箱", "email"),
    ("开户银行", "bank_name"),
    ("银行账号", "bank_account"),
    ("户名", "bank_holder"),
    ("信用额度", "credit_limit"),
    ("币种", "currency"),
    ("状态", "status"),
    ("更新日期", "updated_on"),
];
const CUSTOMERS_B: &[Column] = &[
    ("客户代码", "code"),
    ("客户全称", "name"),
    ("税号", "tax_id"),
    ("省份", "province"),
    ("城市", "city"),
    ("详细地址", "address"),
    ("邮政编码", "postcode"),
    ("联系人", "contact"),
    ("联系电话", "phone"),
    ("手机号码", "mobile"),
    ("Email", "email"),
    ("开户行", "bank_name"),
    ("账号", "bank_account"),
    ("户名", "bank_holder"),
    ("信用额度", "credit_limit"),
    ("币别", "currency"),
    ("是否停用", "disabled"),
    ("修改日期", "updated_on"),
];
const SUPPLIERS_A: &[Column] = &[
    ("供应商编码", "code"),
    ("供应商名称", "name"),
    ("统一社会信用代码", "tax_id"),
    ("供应商分类", "group"),
    ("联系人", "contact"),
    ("手机", "mobile"),
    ("电话", "phone"),
    ("邮箱", "email"),
    ("地址", "address"),
    ("开户银行", "bank_name"),
    ("联行号", "cnaps"),
    ("银行账号", "bank_account"),
    ("户名", "bank_holder"),
    ("付款条件", "payment_terms"),
    ("币种", "currency"),
    ("状态", "status"),
    ("更新日期", "updated_on"),
];
const SUPPLIERS_B: &[Column] = &[
    ("Vendor No", "code"),
    ("Vendor Name", "name"),
    ("Tax ID", "tax_id"),
    ("Contact Person", "contact"),
    ("Mobile", "mobile"),
    ("Phone", "phone"),
    ("E-mail", "email"),
    ("Province", "province"),
    ("City", "city"),
    ("Address", "address"),
    ("Postal Code", "postcode"),
    ("Bank Name", "bank_name"),
    ("CNAPS", "cnaps"),
    ("Bank Account No", "bank_account"),
    ("Account Holder", "bank_holder"),
    ("Payment Terms", "payment_terms"),
    ("Currency", "currency"),
    ("Status", "status"),
    ("Changed On", "updated_on"),
];
const MATERIALS_A: &[Column] = &[
    ("物料编码", "code"),
    ("物料名称", "name"),
    ("规格型号", "spec"),
    ("材质", "grade"),
    ("基本单位", "base_unit"),
    ("物料分类", "group"),
    ("物料属性", "type"),
    ("品牌", "brand"),
    ("标准号", "standard_no"),
    ("图号", "drawing_no"),
    ("标准成本", "std_cost"),
    ("采购提前期", "lead_time"),
    ("状态", "status"),
    ("更新日期", "updated_on"),
];
const MATERIALS_B: &[Column] = &[
    ("存货编码", "code"),
    ("存货名称", "name"),
    ("规格型号", "spec"),
    ("材质", "grade"),
    ("主计量单位", "base_unit"),
    ("存货分类", "group"),
    ("存货属性", "type"),
    ("品牌", "brand"),
    ("标准号", "standard_no"),
    ("图号", "drawing_no"),
    ("参考成本", "std_cost"),
    ("提前期", "lead_time"),
    ("状态", "status"),
];
const STRUCTURE_A: &[Column] = &[
    ("父项物料编码", "parent_code"),
    ("父项物料名称", "parent_name"),
    ("BOM版本", "version"),
    ("行号", "item_no"),
    ("子项物料编码", "component_code"),
    ("子项物料名称", "component_name"),
    ("子项规格", "component_spec"),
    ("用量", "qty"),
    ("单位", "unit"),
    ("损耗率(%)", "scrap_pct"),
];
const STRUCTURE_B: &[Column] = &[
    ("母件编码", "parent_code"),
    ("子件编码", "component_code"),
    ("子件名称", "component_name"),
    ("子件规格", "component_spec"),
    ("基本用量", "qty"),
    ("基础数量", "base_qty"),
    ("单位", "unit"),
    ("损耗率", "scrap_pct"),
    ("工序号", "operation"),
];
const RECEIVABLES_A: &[Column] = &[
    ("客户编码", "party_code"),
    ("客户名称", "party_name"),
    ("单据号", "doc_no"),
    ("单据日期", "doc_date"),
    ("到期日", "due_date"),
    ("币种", "currency"),
    ("原币金额", "amount_fc"),
    ("汇率", "rate"),
    ("本币金额", "amount_lc"),
];
const RECEIVABLES_B: &[Column] = &[
    ("客户代码", "party_code"),
    ("客户名称", "party_name"),
    ("发票号", "doc_no"),
    ("开票日期", "doc_date"),
    ("到期日期", "due_date"),
    ("币别", "currency"),
    ("原币余额", "amount_fc"),
    ("汇率", "rate"),
    ("本币余额", "amount_lc"),
];
const PAYABLES_A: &[Column] = &[
    ("供应商编码", "party_code"),
    ("供应商名称", "party_name"),
    ("单据号", "doc_no"),
    ("单据日期", "doc_date"),
    ("到期日", "due_date"),
    ("币种", "currency"),
    ("原币金额", "amount_fc"),
    ("汇率", "rate"),
    ("本币金额", "amount_lc"),
];
const PAYABLES_B: &[Column] = &[
    ("Vendor No", "party_code"),
    ("Vendor Name", "party_name"),
    ("Invoice No", "doc_no"),
    ("Invoice Date", "doc_date"),
    ("Due Date", "due_date"),
    ("Currency", "currency"),
    ("Amount (FC)", "amount_fc"),
    ("Exchange Rate", "rate"),
    ("Amount (LC)", "amount_lc"),
];
const STOCK_A: &[Column] = &[
    ("仓库", "warehouse"),
    ("物料编码", "material_code"),
    ("物料名称", "material_name"),
    ("规格型号", "material_spec"),
    ("批号", "batch"),
    ("数量", "qty"),
    ("单位", "unit"),
    ("单价", "price"),
    ("金额", "amount"),
];
const STOCK_B: &[Column] = &[
    ("仓库名称", "warehouse"),
    ("存货编码", "material_code"),
    ("存货名称", "material_name"),
    ("规格型号", "material_spec"),
    ("批号", "batch"),
    ("结存数量", "qty"),
    ("主计量单位", "unit"),
    ("结存单价", "price"),
    ("结存金额", "amount"),
];

/// Writes every file of a company of this size; the demo's is 1.
pub fn books(size: usize) -> Vec<Book> {
    let mut customers = customers(size);
    let mut suppliers = suppliers(&mut customers.a, size);
    let mut materials = materials(size);
    let structure_a = structures(&mut materials.a, 1);
    let structure_b = structures(&mut materials.b, 2);
    let receivables_a = open_items(&mut customers.a, "XS25-", (130, size), 3);
    let receivables_b = open_items(&mut customers.b, "INV-2", (110, size), 4);
    let payables_a = open_items(&mut suppliers.a, "CG25-", (100, size), 5);
    let payables_b = open_items(&mut suppliers.b, "AP-2", (80, size), 6);
    let stock_a = stock(&mut materials.a, &["原材料仓", "半成品仓", "备件仓"], (160, size), 7);
    let mut stock_b = stock(&mut materials.b, &["一号库", "二号库"], (120, size), 8);
    stock_b.iter_mut().filter(|l| l.clean()).take(5).for_each(without_zeros);
    let table = |entity, columns, records| Page { entity, columns, records, ..Page::default() };
    let sheet = |name, page: Page| Page { name, ..page };
    let text = |path, kind, page| Book { path, kind, pages: vec![page] };
    let customers_a = titled("客户档案", sheet("客户档案", table("customer", CUSTOMERS_A, customers.a)));
    let balances = vec![
        totalled("amount_lc", titled("期初应收明细", sheet("应收", table("opening_ar", RECEIVABLES_A, receivables_a)))),
        totalled("amount_lc", titled("期初应付明细", sheet("应付", table("opening_ap", PAYABLES_A, payables_a)))),
        totalled("amount", sheet("库存", table("opening_stock", STOCK_A, stock_a))),
    ];
    vec![
        Book {
            path: "plant_a/客户档案.xlsx",
            kind: Kind::Xlsx,
            pages: vec![totalled("credit_limit", customers_a), explanation(), value_list()],
        },
        text("plant_a/供应商.xls", Kind::Xls, sheet("供应商", table("supplier", SUPPLIERS_A, suppliers.a))),
        text("plant_a/物料主数据.xlsx", Kind::Xlsx, sheet("物料", table("material", MATERIALS_A, materials.a))),
        text("plant_a/BOM.xlsx", Kind::Xlsx, titled("物料清单", sheet("BOM", table("bom", STRUCTURE_A, structure_a)))),
        Book { path: "plant_a/期初余额.xlsx", kind: Kind::Xlsx, pages: balances },
        text("plant_a/设备台账.xlsx", Kind::Xlsx, equipment()),
        text("plant_b/客户.csv", Kind::GbkCsv, table("customer", CUSTOMERS_B, customers.b)),
        text("plant_b/vendors.csv", Kind::Utf8Csv, table("supplier", SUPPLIERS_B, suppliers.b)),
        text("plant_b/存货档案.csv", Kind::GbkCsv, table("material", MATERIALS_B, materials.b)),
        text("plant_b/bom.csv", Kind::Utf8Csv, table("bom", STRUCTURE_B, structure_b)),
        text("plant_b/应收期初.csv", Kind::GbkCsv, table("opening_ar", RECEIVABLES_B, receivables_b)),
        text("plant_b/open_payables.csv", Kind::Utf8Csv, table("opening_ap", PAYABLES_B, payables_b)),
        text("plant_b/库存期初.csv", Kind::GbkCsv, table("opening_stock", STOCK_B, stock_b)),
    ]
}

/// Excel has opened the export and saved it: zeros in front are gone.
fn without_zeros(line: &mut Record) {
    let code = line.text("material_code");
    line.set("material_code", code.trim_start_matches('0'));
    line.fails_one_of("material_code", &["leading-zeros-lost", "leading-zero-lost", "reference-repaired"])
        .may("material_code", "leading-zero-restored");
}

/// Puts the two lines above the header that office people love.
fn titled(title: &str, page: Page) -> Page {
    let above = vec![vec![Cell::text("霁岚传动设备有限公司")], vec![Cell::text(format!("{title}    导出日期：2026-01-05    制表：王工"))]];
    Page { above, ..page }
}

/// Puts a total below the records.
fn totalled(field: &str, page: Page) -> Page {
    let sum: f64 = page.records.iter().map(|r| if let Some(Cell::Number(n, _)) = r.fields.get(field) { *n } else { 0.0 }).sum();
    let row = page.columns.iter().enumerate().map(|(i, (_, f))| match i {
        0 => Cell::text("合计"),
        _ if *f == field => Cell::Number(sum, Shown::Money),
        _ => Cell::Empty,
    });
    Page { below: vec![row.collect()], ..page }
}

/// A sheet that explains and is no table.
fn explanation() -> Page {
    const TEXT: [&str; 5] = [
        "填表说明",
        "一、客户编码由系统生成，导出后请勿修改。",
        "二、信用额度单位为元。",
        "三、停用客户请在状态列标明，不要删除整行。",
        "四、如有疑问请联系信息部王工，分机 8021。",
    ];
    Page { name: "说明", above: TEXT.iter().map(|t| vec![Cell::text(*t)]).collect(), ..Page::default() }
}

/// The hidden sheet behind the drop-down lists.
fn value_list() -> Page {
    let above = [("状态", "分类"), ("启用", "直销客户"), ("停用", "经销商"), ("", "整机厂")];
    let above = above.iter().map(|(a, b)| vec![Cell::text(*a), Cell::text(*b)]).collect();
    Page { name: "字典", hidden: true, above, ..Page::default() }
}

/// A table that no migration of master data asks for.
fn equipment() -> Page {
    const COLUMNS: &[Column] =
        &[("设备编号", "a"), ("设备名称", "b"), ("出厂编号", "c"), ("购置日期", "d"), ("原值", "e"), ("安装地点", "f"), ("责任人", "g")];
    let row = |i: usize| {
        let mut e = Record::new([
            ("a", format!("SB-{:03}", 1 + i)),
            ("b", ["数控车床", "加工中心", "滚齿机", "外圆磨床", "行车"][i % 5].to_owned()),
            ("c", format!("{}", 20_190_311 + 97 * i)),
            ("f", format!("{}号车间", 1 + i % 3)),
            ("g", ["王工", "李工", "赵工"][i % 3].to_owned()),
        ]);
        e.put("d", Cell::Day(2019, 1 + i as u8, 11)).put("e", Cell::money(18_600_000 + 910_000 * i as i64)).ends(Fate::Skipped);
        e
    };
    Page { name: "设备台账", columns: COLUMNS, records: (0..12).map(row).collect(), ..Page::default() }
}
