//! Files made to exhaust whoever reads them: each is a clear error, or a small table.

use super::*;

fn limit(error: &ReadError) -> &'static str {
    match error {
        ReadError::Limit { limit, .. } => limit,
        ReadError::Corrupt { .. } => "corrupt",
        _ => "another",
    }
}

fn default_limit(bytes: &[u8]) -> &'static str {
    limit(&refused(bytes, Limits::default()))
}

#[test]
fn a_far_corner_costs_nothing() {
    let file = read(&xlsx(
        r#"<dimension ref="A1:XFD1048576"/><sheetData><row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row></sheetData>"#,
    ));
    let cells: usize = file.sheets.iter().map(|t| t.height() + usize::from(t.header_line.is_some())).sum();
    assert!((1..=2).contains(&cells), "{cells}");
}

#[test]
fn rows_past_the_end_are_refused() {
    let sheet = |row: &str| xlsx(&format!(r#"<sheetData><row r="{row}"><c r="A{row}"><v>1</v></c></row></sheetData>"#));
    assert!(matches!(default_limit(&sheet("4294967295")), "rows" | "corrupt"));
    assert_eq!(default_limit(&sheet("1048577")), "rows");
}

#[test]
fn parts_that_inflate_without_end_are_refused() {
    let zeros = vec![b'0'; 8 << 20];
    let strings = ("xl/sharedStrings.xml", zeros.as_slice());
    let lowered = Limits { inflated_bytes: 4 << 20, inflate_ratio: u64::MAX, ..Limits::default() };
    assert_eq!(limit(&refused(&xlsx_with("<sheetData/>", &[strings]), lowered)), "inflated_bytes");
    let lowered = Limits { cell_bytes: 1 << 20, inflate_ratio: u64::MAX, ..Limits::default() };
    assert_eq!(limit(&refused(&xlsx_with("<sheetData/>", &[strings]), lowered)), "cell_bytes");
    let lowered = Limits { inflate_ratio: 100, ..Limits::default() };
    assert_eq!(limit(&refused(&xlsx_with("<sheetData/>", &[strings]), lowered)), "inflate_ratio");
}

#[test]
fn worksheets_that_inflate_without_end_are_refused_while_they_are_read() {
    // Before the cells, inside one, and behind them, where the parser has long ended.
    let zeros = "0".repeat(8 << 20);
    let cell = |text: &str| format!(r#"<sheetData><row r="1"><c r="A1" t="str"><v>{text}</v></c></row></sheetData>"#);
    for sheet in [zeros.clone() + &cell("a"), cell(&zeros), cell("a") + &zeros, cell("a") + &"<a b=''/>".repeat(1 << 20)] {
        let lowered = Limits { inflated_bytes: 4 << 20, inflate_ratio: u64::MAX, ..Limits::default() };
        assert_eq!(limit(&refused(&xlsx(&sheet), lowered)), "inflated_bytes");
        let lowered = Limits { inflate_ratio: 100, ..Limits::default() };
        assert_eq!(limit(&refused(&xlsx(&sheet), lowered)), "inflate_ratio");
    }
    let lowered = Limits { cell_bytes: 1 << 20, inflate_ratio: u64::MAX, ..Limits::default() };
    assert_eq!(limit(&refused(&xlsx(&(cell("a") + &zeros)), lowered)), "cell_bytes");
    let lowered = Limits { inflated_bytes: 12 << 20, inflate_ratio: u64::MAX, ..Limits::default() };
    let other = ("xl/other.xml", zeros.as_bytes());
    assert_eq!(limit(&refused(&xlsx_with(&zeros, &[other]), lowered)), "inflated_bytes");
}

#[test]
fn parts_that_share_their_bytes_are_guarded_each() {
    let zeros = "0".repeat(1 << 20);
    let sheet = format!(r#"<sheetData><row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row></sheetData><!--{zeros}-->"#);
    let mut book = xlsx_with(&sheet, &[("xl/other.xml", b"<other/>")]);
    let entry = |name: &[u8]| book.windows(name.len()).rposition(|w| w == name).unwrap() - 46;
    let (worksheet, other) = (entry(b"xl/worksheets/sheet1.xml"), entry(b"xl/other.xml"));
    // Where the content is, and how large: the other part's is the worksheet's.
    for field in [10..12, 16..28, 42..46] {
        let copy = book[worksheet + field.start..worksheet + field.end].to_vec();
        book[other + field.start..other + field.end].copy_from_slice(&copy);
    }
    assert_eq!(read(&book).sheets.len(), 1);
    let lowered = Limits { inflated_bytes: 3 << 19, ..Limits::default() };
    assert_eq!(limit(&refused(&book, lowered)), "inflated_bytes");
}

const LAUGHS: &str = "<!DOCTYPE x [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;\">]>";

#[test]
fn entities_stay_what_they_are() {
    let strings = format!("{LAUGHS}<sst><si><t>&c;</t></si></sst>");
    let book = xlsx_with(
        r#"<sheetData><row r="1"><c r="A1" t="s"><v>0</v></c></row></sheetData>"#,
        &[("xl/sharedStrings.xml", strings.as_bytes())],
    );
    if let Ok(file) = read_bytes("laughs", &book, &ReadOptions::default()) {
        assert!(!rows(&file).concat().contains("ha"), "{:?}", rows(&file));
    }
    let document = flat("<table:table/>").replace("<office:document-content>", &format!("{LAUGHS}<office:document-content>"));
    assert_eq!(default_limit(&package(&[("content.xml", document.as_bytes())])), "corrupt");
    let old = format!("<?xml version=\"1.0\"?>{LAUGHS}<Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\"/>");
    assert_eq!(default_limit(old.as_bytes()), "corrupt");
}

#[test]
fn attributes_without_end_are_refused() {
    let many: String = (0..200_000).map(|i| format!(" a{i}=\"\"")).collect();
    assert_eq!(default_limit(&xlsx(&format!("<sheetData><row{many}/></sheetData>"))), "attributes");
    assert_eq!(default_limit(&ods(&format!("<table:table{many}/>"))), "attributes");
    assert_eq!(default_limit(format!("<html><table{many}></table>").as_bytes()), "attributes");
}

#[test]
fn repetitions_without_end_are_refused() {
    let table = |row: &str, cell: &str| {
        ods(&format!(
            "<table:table><table:table-row{row}><table:table-cell{cell}><text:p>x</text:p></table:table-cell></table:table-row></table:table>"
        ))
    };
    assert_eq!(default_limit(&table(" table:number-rows-repeated=\"1000000000\"", "")), "rows");
    assert_eq!(default_limit(&table("", " table:number-columns-repeated=\"1000000000\"")), "columns");
    let wide = table(" table:number-rows-repeated=\"1000000\"", " table:number-columns-repeated=\"16000\"");
    assert_eq!(default_limit(&wide), "inflate_ratio");
    let span =
        read(b"<html><table><tr><td colspan=1000000000 rowspan=1000000000>a</td><td>b</td></tr><tr><td>c</td></tr></table>".as_slice());
    assert!(!span.sheets.is_empty());
}

#[test]
fn nesting_without_end_is_refused() {
    let deep = "<table><tr><td>".repeat(100_000);
    assert_eq!(default_limit(deep.as_bytes()), "depth");
    assert_eq!(default_limit(&ods(&"<text:list>".repeat(100_000))), "depth");
    let old = format!("<?xml version=\"1.0\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\">{}", "<a>".repeat(100_000));
    assert_eq!(default_limit(old.as_bytes()), "depth");
    let sheet = format!("<sheetData><row r=\"1\"><c r=\"A1\">{}</c></row></sheetData>", "<is>".repeat(100_000));
    assert!(read_bytes("deep", &xlsx(&sheet), &ReadOptions::default()).is_err());
}

#[test]
fn sectors_that_loop_are_refused() {
    let mut file = vec![0u8; 512 * 3];
    file[..8].copy_from_slice(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1");
    file[30] = 9;
    let word = |file: &mut [u8], at: usize, value: u32| file[at..at + 4].copy_from_slice(&value.to_le_bytes());
    word(&mut file, 48, 1);
    word(&mut file, 60, 0xFFFF_FFFE);
    word(&mut file, 68, 0xFFFF_FFFE);
    (0..109).for_each(|i| word(&mut file, 76 + 4 * i, 0xFFFF_FFFF));
    word(&mut file, 76, 0);
    // The directory's only sector is followed by itself.
    word(&mut file, 512, 0xFFFF_FFFD);
    word(&mut file, 516, 1);
    assert_eq!(default_limit(&file), "corrupt");
}

#[test]
fn strings_that_are_only_declared_make_no_room() {
    let sheet = r#"<row r="1"><c r="A1" t="s"><v>0</v></c></row>"#;
    let twice = "1\" x:uniqueCount=\"99999999999999";
    for (count, sound) in [("1", true), ("3333333333", false), ("18446744073709551615", false), (twice, false)] {
        let strings = format!(
            r#"<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" uniqueCount="{count}"><si><t>a</t></si></sst>"#
        );
        let bytes = xlsx_with(sheet, &[("xl/sharedStrings.xml", strings.as_bytes())]);
        match read_bytes("declared.xlsx", &bytes, &ReadOptions::default()) {
            Ok(_) => assert!(sound, "{count}"),
            Err(e) => assert!(!sound && e.to_string().contains("declares more shared strings"), "{count}: {e}"),
        }
    }
}

#[test]
fn sheets_without_end_are_refused() {
    let few = Limits { sheets: 100, ..Limits::default() };
    let old = "<?xml version=\"1.0\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\">";
    assert_eq!(limit(&refused(&ods(&"<table:table/>".repeat(101)), few)), "sheets");
    assert_eq!(limit(&refused(format!("{old}{}", "<Worksheet/>".repeat(101)).as_bytes(), few)), "sheets");
    assert_eq!(default_limit(&ods(&"<table:table/>".repeat(10_001))), "sheets");
}

#[test]
fn references_without_end_are_text() {
    let page = format!("<style>a</style><STYLE>b</Style><table><tr><td>{}</td></tr></table>", "&".repeat(400_000));
    let file = read_bytes("page", page.as_bytes(), &ReadOptions::default()).unwrap();
    let text = rows(&file).concat();
    assert_eq!(text.matches('&').count(), 400_000);
}

#[test]
fn parts_are_what_their_names_say() {
    let rels = |target: &str| {
        format!(
            r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="{target}"/></Relationships>"#
        )
    };
    let strings =
        r#"<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" uniqueCount="99999999999999"><si><t>a</t></si></sst>"#;
    let sheet = r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c></row></sheetData></worksheet>"#;
    let book = r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="S" sheetId="1" r:id="rId1"/><sheet name="T" sheetId="2" r:id="rId1"/></sheets></workbook>"#;
    for (target, part) in [("sheet1.dat", "xl/sheet1.dat"), ("worksheets/strings.xml", "xl/worksheets/strings.xml")] {
        let relations = rels(target);
        let parts = [
            ("xl/workbook.xml", book.replace(r#"<sheet name="T" sheetId="2" r:id="rId1"/>"#, "")),
            ("xl/_rels/workbook.xml.rels", relations),
            ("xl/worksheets/sheet1.xml", sheet.to_owned()),
            (part, strings.to_owned()),
        ];
        let parts: Vec<(&str, &[u8])> = parts.iter().map(|(n, t)| (*n, t.as_bytes())).collect();
        assert_eq!(default_limit(&package(&parts)), "corrupt", "{target}");
    }
    let relations = rels("sharedStrings.xml");
    let parts: [(&str, &[u8]); 3] = [
        ("xl/workbook.xml", book.as_bytes()),
        ("xl/_rels/workbook.xml.rels", relations.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
    ];
    assert_eq!(default_limit(&package(&parts)), "corrupt", "two sheets of one part");
}
