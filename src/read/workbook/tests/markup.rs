//! Xlsx and ods.

use super::*;

#[test]
fn xlsx_says_what_is_hidden_and_what_has_no_value() {
    let cell = |r: &str, v: &str| format!(r#"<c r="{r}" t="inlineStr"><is><t>{v}</t></is></c>"#);
    let sheet = format!(
        r#"<cols><col min="2" max="2" hidden="1"/></cols><sheetData><row r="1">{}{}</row><row r="2" hidden="1">{}{}</row><row r="3">{}{}</row>
        <row r="4" hidden="1">{}<c r="B4"><f>A1</f></c></row></sheetData><autoFilter ref="A1:B2"><filterColumn colId="0"/></autoFilter>"#,
        cell("A1", "code"),
        cell("B1", "name"),
        cell("A2", "A-1"),
        cell("B2", "x"),
        cell("A3", "A-2"),
        cell("B3", "y"),
        cell("A4", "A-3"),
    );
    let file = read(&xlsx(&sheet));
    assert_eq!(rows(&file), ["code|name", "A-1|x", "A-2|y", "A-3|"]);
    let expected = [("hidden-rows", "4:4"), ("filtered-rows", "2:2"), ("hidden-columns", "B:B"), ("formula-without-value", "B4")];
    assert_eq!(notes(&file), expected);
}

const TABLE: &str = r#"<table:table table:name="S">
    <table:table-column/>
    <table:table-column table:visibility="collapse" table:number-columns-repeated="2"/>
    <table:table-row>
      <table:table-cell office:value-type="string"><text:p>code</text:p></table:table-cell>
      <table:table-cell office:value-type="string"><text:p>share</text:p></table:table-cell>
      <table:table-cell office:value-type="string"><text:p>day</text:p></table:table-cell>
      <table:table-cell office:value-type="string"><text:p>sum</text:p></table:table-cell>
      <table:table-cell office:value-type="string"><text:p>a <text:span>b</text:span><text:s text:c="2"/>&amp; c</text:p></table:table-cell>
    </table:table-row>
    <table:table-row table:visibility="filter">
      <table:table-cell office:value-type="float" office:value="123"><office:annotation><text:p>note</text:p></office:annotation>
        <text:p>000123</text:p></table:table-cell>
      <table:table-cell office:value-type="percentage" office:value="0.125"><text:p>12,50 %</text:p></table:table-cell>
      <table:table-cell office:value-type="date" office:date-value="2024-01-05"><text:p>05.01.24</text:p></table:table-cell>
      <table:table-cell office:value-type="currency" office:value="1234.5"><text:p>1.234,50 €</text:p></table:table-cell>
      <table:table-cell table:formula="of:=[.A1]"/>
    </table:table-row>
    <table:table-row table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>
  </table:table>"#;

#[test]
fn ods_is_read_however_it_is_laid_out() {
    for bytes in [ods(TABLE), flat(TABLE).replace("document-content", "document").into_bytes()] {
        let file = read(&bytes);
        assert_eq!(rows(&file), ["code|share|day|sum|a b  & c", "000123|12.50%|2024-01-05|1234.50|"]);
        assert_eq!(notes(&file), [("filtered-rows", "2:2"), ("hidden-columns", "2: B:B ..."), ("formula-without-value", "E2")]);
    }
}

#[test]
fn rows_that_come_late_stand_where_they_belong() {
    let row = |n: u32, cells: &[(&str, &str)]| {
        let cells: String = cells.iter().map(|(c, v)| format!(r#"<c r="{c}{n}" t="inlineStr"><is><t>{v}</t></is></c>"#)).collect();
        format!(r#"<row r="{n}">{cells}</row>"#)
    };
    let sheet = [
        row(1, &[("A", "code"), ("B", "name")]),
        row(3, &[("A", "K3"), ("B", "c")]),
        row(4, &[("A", "K4"), ("B", "d")]),
        row(2, &[("A", "K2"), ("B", "b")]),
        row(3, &[("B", "again")]),
    ];
    let file = read(&xlsx(&format!("<sheetData>{}</sheetData>", sheet.concat())));
    assert_eq!(rows(&file), ["code|name", "K2|b", "K3|again", "K4|d"]);
}

#[test]
fn a_sheet_is_chosen_by_name_in_every_format() {
    let old = r#"<?xml version="1.0"?><Workbook xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="A"><Table>
        <Row><Cell><Data ss:Type="String">a</Data></Cell></Row></Table></Worksheet><Worksheet ss:Name="B"><Table>
        <Row><Cell><Data ss:Type="String">b</Data></Cell></Row></Table></Worksheet></Workbook>"#;
    let html = "<table><tr><td>a</td></tr></table>";
    let tables = "<table:table table:name=\"A\"/><table:table table:name=\"B\"/>";
    for (bytes, there) in [(old.as_bytes().to_vec(), "B"), (html.as_bytes().to_vec(), "table"), (ods(tables), "B"), (xlsx(""), "S")] {
        let asked = |name: &str| read_bytes("test", &bytes, &ReadOptions { sheet: Some(name.into()), ..ReadOptions::default() });
        assert!(asked(there).unwrap().sheets.iter().all(|t| t.sheet.as_deref() == Some(there)));
        assert!(matches!(asked("C"), Err(ReadError::NoSuchSheet { .. })), "{there}");
    }
}

#[test]
fn a_document_that_is_cut_off_is_read_as_far_as_it_goes_and_says_so() {
    let ods = "<?xml version=\"1.0\"?><office:document><table:table table:name=\"S\">\
        <table:table-row><table:table-cell office:value-type=\"string\"><text:p>a name of some length</text:p></table:table-cell></table:table-row>\
        <table:table-row><table:table-cell office:value-type=\"string\"><text:p>another of some length</text:p></table:table-cell></table:table-row>";
    let xml = "<?xml version=\"1.0\"?><Workbook xmlns:ss=\"urn:schemas-microsoft-com:office:spreadsheet\"><Worksheet ss:Name=\"S\"><Table>\
        <Row><Cell><Data ss:Type=\"String\">a name of some length</Data></Cell></Row>\
        <Row><Cell><Data ss:Type=\"String\">another of some length</Data></Cell></Row>";
    for text in [ods, xml] {
        let inside = text.rfind(" of some length").unwrap();
        for cut in [text, &text[..inside]] {
            let packed = package(&[("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", cut.as_bytes())]);
            for bytes in [Some(cut.as_bytes().to_vec()), (text == ods).then_some(packed)].into_iter().flatten() {
                let file = read(&bytes);
                let last = if cut == text { "another of some length" } else { "another" };
                assert_eq!(rows(&file), ["a name of some length", last]);
                assert_eq!(notes(&file).iter().map(|n| n.0).collect::<Vec<_>>(), ["cut-off"]);
            }
        }
    }
}
