//! Sheets as they come out of real systems, and what a consultant would say they are.

use super::testing::{PLAN, Sheet};
use super::*;
use crate::plan::SourceSpec;
use proptest::prelude::*;
use std::sync::LazyLock;

static RECOGNISER: LazyLock<Recogniser> = LazyLock::new(|| Recogniser::new(&PLAN));

/// Recognises a sheet; gives its entity (or `-`) and the field of every column (or `·`).
fn said(sheet: &Sheet) -> (String, String) {
    let r = RECOGNISER.recognise(&sheet.view(), None);
    let fields = r.columns.iter().map(|c| c.field.as_deref().unwrap_or("·")).collect::<Vec<_>>().join(" ");
    (r.entity.map_or("-".to_owned(), |e| e.to_string()), fields)
}

fn check(path: &str, text: &str, entity: &str, fields: &str) {
    assert_eq!(said(&Sheet::of(path, text)), (entity.to_owned(), fields.to_owned()), "{path}\n{text}");
}

/// Says what a sheet must not be taken for.
fn leave(path: &str, text: &str) {
    let sheet = Sheet::of(path, text);
    let r = RECOGNISER.recognise(&sheet.view(), None);
    assert_eq!(r.entity.as_ref().map(|e| e.as_str()), None, "{path}\n{text}\n{:?} {}", r.alternatives, r.reason.en);
    assert!(!r.reason.zh.is_empty() && !r.reason.en.is_empty());
    assert_eq!(r.notes.first().map(|n| n.kind), Some(NoteKind::SheetLeftOut));
    assert!(r.columns.iter().all(|c| c.field.is_none()));
}

#[test]
fn chinese_masters_are_recognised() {
    check(
        "客户.xlsx",
        "客户编码|客户名称|客户简称|税号|联系人|联系电话|地址|备注\n\
         C001|苏州恒泰精密机械有限公司|恒泰|91320505MA1N0XCB58|王磊|0512-66554433|苏州市吴中区木渎镇金枫路1号|\n\
         C002|上海远景贸易有限公司|远景|91310115MA1K3ABC12|李娜|021-58991234|上海市浦东新区张杨路500号|VIP",
        "customer",
        "code name short_name tax_id contact phone address remark",
    );
    check(
        "供应商档案.xls",
        "供应商编码|供应商名称|所属分类码|专管业务员|开户银行|银行账号|地址|电话|停用日期\n\
         0101|无锡华光轴承有限公司|01|张三|工商银行无锡分行|1103020109000012345|无锡市滨湖区|0510-85551234|\n\
         0102|常州新城五金厂|01|李四|农业银行常州支行|10603501040012345|常州市武进区|0519-88661234|2021-03-01",
        "supplier",
        "code name group owner bank_name bank_account address phone retired_on",
    );
    check(
        "存货.csv",
        "存货编码|存货名称|规格型号|主计量单位名称|存货大类|安全库存|计划价\n\
         010100001|六角头螺栓|M8×25|个|标准件|500|0.35\n\
         010100002|弹簧垫圈|M8|个|标准件|500|0.02",
        "material",
        "code name spec base_unit group safety_stock std_cost",
    );
    check(
        "导出数据1.xlsx",
        "*物料编码（必填）|*物料名称（必填）|规格型号|材质|*计量单位（必填）|物料分组\n\
         1.01.0001|轴承座|UCP205|HT200|个|外购件\n1.01.0002|端盖|Φ120×15|45#|个|自制件\n1.01.0003|主轴|Φ60×500|40Cr|根|自制件",
        "material",
        "code name spec grade base_unit group",
    );
    // The same columns fit customers and suppliers: the file's name tells which.
    check(
        "往来/供应商.csv",
        "编码|名称|联系人|手机\nA1|大华电子有限公司|王磊|13812345678\nA2|新科电子厂|李娜|13912345678",
        "supplier",
        "code name contact mobile",
    );
}

#[test]
fn english_and_technical_masters_are_recognised() {
    check(
        "KNA1.txt",
        "KUNNR|NAME1|STRAS|ORT01|PSTLZ|LAND1|TELF1|STCD1|KTOKD|LOEVM\n\
         0000100001|Becker Berlin GmbH|Calvinstr. 36|Berlin|13467|DE|030-3948|DE123456789|0001|\n\
         0000100002|Motomarkt Stuttgart GmbH|Schwabstr. 2|Stuttgart|70197|DE|0711-229|DE987654321|0001|X",
        "customer",
        "code name address city postcode country phone tax_id group disabled",
    );
    check(
        "export (3).csv",
        "cInvCode|cInvName|cInvStd|cComUnitCode|cInvCCode|bPurchase|bSelf|iInvRCost|dSDate\n\
         01019002063|Valve body|DN50|PCS|0101|1|0|35.5|2019-01-01\n01019002065|Valve seat|DN50|PCS|0101|1|0|5.5|2019-01-01\n\
         01019002067|Valve stem|DN65|PCS|0101|0|1|8.5|2019-01-01",
        "material",
        "code name spec base_unit group type · std_cost ·",
    );
    check(
        "res.partner.csv",
        "id|display_name|street|city|zip|country_id|phone|email|vat|supplier_rank\n\
         base.res_partner_1|Azure Interior|4557 De Silva St|Fremont|94538|United States|(870)-931-0505|azure@example.com|US12345677|0",
        "-",
        "· · · · · · · · · ·",
    );
    check(
        "Customer.csv",
        "Customer ID|Company Name|Contact Name|Address|City|Postal Code|Country|Phone|Fax\n\
         ALFKI|Alfreds Futterkiste|Maria Anders|Obere Str. 57|Berlin|12209|Germany|030-0074321|030-0076545\n\
         BOLID|Bolido Comidas|Martin Sommer|C/ Araquil, 67|Madrid|28023|Spain|(91) 555 22 82|(91) 555 91 99",
        "customer",
        "code name contact address city postcode country phone fax",
    );
    check(
        "items.csv",
        "Item No.|Description|Base Unit of Measure|Item Category Code|Unit Cost|Vendor No.|Lead Time Calculation|Blocked\n\
         1000|Bicycle|PCS|BIKE|350.594|V100|10D|0\n1001|Touring Bicycle|PCS|BIKE|350.594|V100|10D|0",
        "material",
        "code name base_unit group std_cost default_supplier lead_time blocked",
    );
    check(
        "vendors.csv",
        "VendorCode|VendorName|Addr|City|ZipCode|Tel|E-Mail|PaymentTerms\n\
         V1|Trikes, Inc.|12 Main St|Denver|80201|303-555-0101|a@trikes.test|N30\nV2|Allenson Cycles|5 Oak Ave|Salem|97301|503-555-0102|b@all.test|N30",
        "supplier",
        "code name address city postcode phone email payment_terms",
    );
}

#[test]
fn lines_and_balances_are_recognised() {
    check(
        "bom.csv",
        "父项物料编码|层次|子项物料编码|子项名称|用量|单位|损耗率%\nP-100|1|A-1|电机|1|台|0\nP-100|1|A-2|螺栓M8|4|个|2",
        "bom",
        "parent_code level component_code component_name qty unit scrap_pct",
    );
    check(
        "STPO.csv",
        "MATNR|STLAL|POSNR|IDNRK|MENGE|MEINS|AUSCH\nFG1|01|0010|RM1|2.000|ST|0\nFG1|01|0020|RM2|0.500|KG|1",
        "bom",
        "parent_code version item_no component_code qty unit scrap_pct",
    );
    check(
        "PCB.csv",
        "Comment|Designator|Footprint|Quantity\n100nF|C1, C2, C3|0603|3\n10k|R1, R2|0603|2\nSTM32F103|U1|LQFP48|1",
        "bom",
        "component_name designator component_spec qty",
    );
    check(
        "期初应收.xlsx",
        "客户代码|客户名称|单据编号|单据日期|到期日|币种|期初余额\nC001|恒泰公司|XS-0001|2023-11-02|2024-01-31|人民币|12,500.00\nC002|远景公司|XS-0002|2023-12-02|2024-02-28|人民币|-300.00",
        "opening_ar",
        "party_code party_name doc_no doc_date due_date currency amount_lc",
    );
    check(
        "BSIK.csv",
        "LIFNR|BELNR|BLDAT|ZFBDT|WAERS|WRBTR|DMBTR\n100001|1900000001|20231102|20231202|USD|100.00|710.00\n100002|1900000002|20231102|20231202|CNY|50.00|50.00",
        "opening_ap",
        "party_code doc_no doc_date due_date currency amount_fc amount_lc",
    );
    check(
        "仓库结存.xlsx",
        "仓库名称|存货编码|存货名称|规格型号|主计量单位|批号|结存数量|结存单价|结存金额\n原料仓|01001|钢板|10mm|kg|B1|1200|4.5|5400\n原料仓|01001|钢板|10mm|kg|B2|200|4.6|920\n成品仓|02001|阀体|DN50|个||30|85|2550",
        "opening_stock",
        "warehouse material_code material_name material_spec unit batch qty price amount",
    );
    check(
        "stock.csv",
        "Item Code|Warehouse|Batch No|Qty|UOM|Valuation Rate\nRM-1|Stores|B1|10|kg|5\nRM-1|Stores|B2|5|kg|5.1\nRM-2|Stores||7|Nos|50",
        "opening_stock",
        "material_code warehouse batch qty unit price",
    );
}

#[test]
fn what_is_no_master_data_is_left_out() {
    leave(
        "orders.csv",
        "orderID|customerID|employeeID|orderDate|requiredDate|freight|shipName|shipCity\n10248|VINET|5|1996-07-04|1996-08-01|32.38|Vins et alcools|Reims",
    );
    leave(
        "销售订单.xlsx",
        "订单编号|客户名称|物料编码|物料名称|规格|数量|单价|金额|交货日期\nSO1|恒泰|A1|螺栓|M8|100|0.5|50|2024-01-02\nSO1|恒泰|A2|螺母|M8|100|0.2|20|2024-01-02",
    );
    leave("采购明细.xlsx", "采购订单号|供应商编码|供应商名称|物料编码|物料名称|数量|单价|到货日期\nPO1|V1|华光|A1|螺栓|100|0.5|2024-01-02");
    leave("EKPO.csv", "EBELN|EBELP|MATNR|MENGE|NETPR|WERKS\n45001|10|M1|5|1.5|1000\n45001|20|M2|5|1.5|1000");
    leave(
        "item_vendor.csv",
        "Item No.|Vendor No.|Lead Time|Last Cost|Minimum Order Quantity\n1000|V1|5|10.5|100\n1000|V2|7|10.1|50\n1001|V1|5|3.5|10",
    );
    leave(
        "CustomerBankAccount.csv",
        "Customer No.|Code|Name|Bank Account No.|IBAN\nC1|MAIN|Contoso Main|1234567890|DE89370400440532013000\nC1|EUR|Contoso EUR|9988776655|DE89370400440532013000",
    );
    leave("客户分类.xlsx", "分类编码|分类名称\n01|华东\n02|华南\n03|出口");
    leave("计量单位.csv", "单位编码|单位名称|换算率\n01|个|1\n02|箱|12");
    leave(
        "员工花名册.xlsx",
        "工号|姓名|部门|岗位|手机|入职日期\n001|王磊|采购部|采购员|13812345678|2019-01-02\n002|李娜|财务部|会计|13912345678|2020-05-06",
    );
    leave(
        "employees.csv",
        "EmployeeID|LastName|FirstName|Title|HireDate|Address|City|Phone\n1|Davolio|Nancy|Sales|1992-05-01|20th Ave|Seattle|206-555-9857",
    );
    leave(
        "银行流水.csv",
        "交易日期|交易时间|对方户名|对方账号|收入金额|支出金额|余额|摘要\n2024-01-02|10:00:00|恒泰公司|6222021001112223334|100||1000|货款",
    );
    leave(
        "设备台账.xlsx",
        "设备编号|设备名称|型号|购置日期|原值|责任人\nE1|车床|CA6140|2010-01-01|80000|王磊\nE2|铣床|X5032|2011-01-01|90000|李娜",
    );
    leave("科目表.xlsx", "科目编码|科目名称|科目类别|余额方向\n1001|库存现金|资产|借\n1002|银行存款|资产|借");
    leave(
        "价格表.xlsx",
        "物料编码|物料名称|客户编码|含税单价|生效日期|失效日期\nA1|螺栓|C1|0.5|2024-01-01|2024-12-31\nA1|螺栓|C2|0.6|2024-01-01|2024-12-31",
    );
    leave("销售汇总.xlsx", "月份|客户数|订单数|销售金额|同比\n1月|35|120|350000|5%\n2月|30|90|250000|-3%");
    leave("字段说明.xlsx", "字段名|字段类型|是否必填|说明\n客户编码|文本|是|唯一\n客户名称|文本|是|");
    leave("模板.xlsx", "{.name}|{.number}\n{.name}|{.number}");
    leave("说明.xlsx", "填写说明\n1、请先阅读本说明，再填写客户资料；带星号的列必须填写。\n2、客户编码不得重复，名称须与营业执照一致。");
    leave(
        "ship_to.csv",
        "Customer No.|Ship-to Code|Name|Address|City\nC1|A|Contoso East|1 Main St|Boston\nC1|B|Contoso West|2 Bay St|Oakland",
    );
    leave("list.csv", "id|name\n1|Alpha\n2|Beta\n3|Gamma");
    leave("sheet.csv", "编码|名称|备注\n1|甲|\n2|乙|");
    leave("客户.xlsx", "客户编码|客户名称|联系人");
}

#[test]
fn equal_evidence_is_no_evidence() {
    let sheet = Sheet::of(
        "data.csv",
        "编码|单位名称|联系人|手机|开户银行|银行账号\nA1|大华电子有限公司|王磊|13812345678|工行|6222021001112223334\nA2|新科电子厂|李娜|13912345678|农行|6222021001112223335",
    );
    let r = RECOGNISER.recognise(&sheet.view(), None);
    assert_eq!(r.entity, None);
    assert!(r.reason.en.contains("customer or supplier"), "{}", r.reason.en);
    assert_eq!(r.alternatives.iter().map(|a| a.0.as_str()).take(2).collect::<Vec<_>>(), ["customer", "supplier"]);
}

#[test]
fn a_sheet_without_header_needs_a_name_and_leaves_doubtful_columns_alone() {
    let rows = "1492|AUSTRALI0001|Australia Bike Retailer|1|1|2022-12-22\n1494|ALLENSON0001|Allenson Cycles|2|1|2022-04-24\n\
                1496|ADVANCED0001|Advanced Bicycles|1|1|2022-04-24\n1498|TRIKES0001|Trikes, Inc.|2|1|2023-02-02";
    let (entity, fields) = said(&Sheet::bare("Vendor.csv", rows));
    assert_eq!((entity.as_str(), fields.as_str()), ("supplier", "· code name · · ·"));
    assert_eq!(said(&Sheet::bare("x.csv", rows)).0, "-");
    let r = RECOGNISER.recognise(&Sheet::bare("Vendor.csv", rows).view(), None);
    assert!(r.confidence <= 0.6 && r.notes.iter().any(|n| n.kind == NoteKind::UncertainEntity));
}

#[test]
fn what_the_project_declares_wins() {
    let sheet = Sheet::of("x.csv", "A|B|C|D\n1|恒泰公司|王磊|13812345678\n2|远景公司|李娜|13912345678");
    let columns = [("A", "code"), ("#2", "name"), ("c", ""), ("Z", "phone")].map(|(h, f)| (h.to_owned(), f.to_owned()));
    let source = SourceSpec { entity: Some("customer".to_owned()), columns: columns.into(), ..SourceSpec::default() };
    let r = RECOGNISER.recognise(&sheet.view(), Some(&source));
    assert_eq!((r.entity.as_ref().map(|e| e.as_str()), r.confidence), (Some("customer"), 1.0));
    let fields: Vec<_> = r.columns.iter().map(|c| (c.field.as_deref(), c.confidence)).collect();
    assert_eq!(fields[..3], [(Some("code"), 1.0), (Some("name"), 1.0), (None, 0.0)]);
    assert_eq!(r.notes.iter().filter(|n| n.kind == NoteKind::UnusedMapping).map(|n| n.value.as_str()).collect::<Vec<_>>(), ["Z"]);
    let skip = SourceSpec { entity: Some("skip".to_owned()), ..SourceSpec::default() };
    let r = RECOGNISER.recognise(&sheet.view(), Some(&skip));
    assert_eq!((r.entity, r.notes[0].kind), (None, NoteKind::SheetSkipped));
}

#[test]
fn a_declared_column_alone_narrows_the_entities() {
    let sheet =
        Sheet::of("data.csv", "编码|单位名称|联系人|手机|级别\nA1|大华电子有限公司|王磊|13812345678|1\nA2|新科电子厂|李娜|13912345678|2");
    let source = SourceSpec { columns: [("级别".to_owned(), "party_code".to_owned())].into(), ..SourceSpec::default() };
    let r = RECOGNISER.recognise(&sheet.view(), Some(&source));
    assert!(r.alternatives.iter().all(|(e, _)| e.as_str().starts_with("opening")), "{:?}", r.alternatives);
}

#[test]
fn the_better_of_two_columns_is_taken_and_the_other_reported() {
    let sheet =
        Sheet::of("客户.csv", "客户编码|客户名称|客户名称2|电话\nC1|恒泰机械有限公司||0512-66554433\nC2|远景贸易有限公司||021-58991234");
    let r = RECOGNISER.recognise(&sheet.view(), None);
    assert_eq!(r.columns[1].field.as_deref(), Some("name"));
    let sheet = Sheet::of(
        "物料.csv",
        "物料编码|物料名称|规格型号|旧编码|标准成本|计划单价\nA1|螺栓|M8|X1|1|1.1\nA2|螺母|M8|X2|2|2.1\nA3|垫圈|M8|X3|3|3.1",
    );
    let r = RECOGNISER.recognise(&sheet.view(), None);
    assert_eq!(r.columns[4].field.as_deref(), Some("std_cost"));
    let second = r.notes.iter().find(|n| n.kind == NoteKind::SecondColumn).expect("a second column is reported");
    assert_eq!((second.value.as_str(), second.expected.as_str(), second.suggestion.as_str()), ("计划单价", "std_cost", "标准成本"));
    assert!(r.notes.iter().any(|n| n.kind == NoteKind::MissingField && n.value == "base_unit"));
}

#[test]
fn one_header_means_different_fields_in_different_entities() {
    let named = |path, text| {
        let r = RECOGNISER.recognise(&Sheet::of(path, text).view(), None);
        r.columns[1].field.as_deref().map(str::to_owned)
    };
    assert_eq!(named("客户.csv", "code|name|phone\nA1|Contoso Ltd.|555-0100\nA2|Fabrikam Inc.|555-0200").as_deref(), Some("name"));
    // In ERPNext a customer's `name` is its key.
    let r = RECOGNISER.recognise(
        &Sheet::of("Customer.csv", "name|customer_name|customer_group\nCUST-0001|Contoso Ltd.|Retail\nCUST-0002|Fabrikam Inc.|Retail")
            .view(),
        None,
    );
    assert_eq!(r.columns.iter().map(|c| c.field.as_deref().unwrap_or("·")).collect::<Vec<_>>(), ["code", "name", "group"]);
}

#[test]
fn a_recognised_sheet_becomes_a_table_in_field_order() {
    let sheet =
        Sheet::of("客户.csv", "客户名称|客户编码|杂项|电话\n恒泰机械有限公司|C1|?|0512-66554433\n远景贸易有限公司|C2|?|021-58991234");
    let r = RECOGNISER.recognise(&sheet.view(), None);
    let spec = PLAN.entity(r.entity.as_ref().expect("customers")).expect("the pack is there");
    let rows = vec![crate::model::RowId(7), crate::model::RowId(8)];
    let table = apply(spec, &r, &sheet.columns, rows.clone(), &[("currency".to_owned(), "CNY".to_owned())].into());
    assert_eq!(table.names(), ["code", "name", "phone", "currency"]);
    assert_eq!(table.rows(), rows);
    assert_eq!(table.column("code").and_then(|c| c.get(1).map(str::to_owned)).as_deref(), Some("C2"));
    assert_eq!(table.column("currency").and_then(|c| c.get(1).map(str::to_owned)).as_deref(), Some("CNY"));
}

#[test]
fn every_note_has_a_code_of_its_own() {
    let codes: std::collections::BTreeSet<&str> = NoteKind::ALL.iter().map(|k| k.code()).collect();
    assert_eq!(codes.len(), NoteKind::ALL.len());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn any_sheet_gets_an_answer_that_is_one_to_one_and_always_the_same(
        header in prop::collection::vec("[a-zA-Z0-9 编码名称客户物料数量_./()（）#*$%{}-]{0,12}", 0..8),
        cells in prop::collection::vec("\\PC{0,12}", 0..40),
        has_header: bool,
    ) {
        let width = header.len();
        let columns: Vec<crate::model::TextColumn> =
            (0..width).map(|c| cells.iter().skip(c).step_by(width.max(1)).take(cells.len() / width.max(1)).map(Some).collect()).collect();
        let view = SheetView { path: "x/y.csv", sheet: Some("s"), titles: &[], header: &header, has_header, columns: &columns };
        let (a, b) = (RECOGNISER.recognise(&view, None), RECOGNISER.recognise(&view, None));
        prop_assert_eq!(format!("{a:?}"), format!("{b:?}"));
        prop_assert_eq!(a.columns.len(), columns.len());
        let mut fields: Vec<_> = a.columns.iter().filter_map(|c| c.field.clone()).collect();
        let n = fields.len();
        fields.sort();
        fields.dedup();
        prop_assert_eq!(fields.len(), n);
        prop_assert!(a.columns.iter().all(|c| (0.0..=1.0).contains(&c.confidence)) && (0.0..=1.0).contains(&a.confidence));
    }
}
