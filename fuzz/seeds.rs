//! Writes what fuzzing begins with: `cargo run --example fuzz_seeds -- [FOLDER]` fills `fuzz/corpus/` with small valid files, and with the small
//! ones of FOLDER.

// It takes packages apart and never puts one together.
#[allow(dead_code)]
#[path = "src/packed.rs"]
mod packed;

use packed::{BETWEEN, ODS, XLSB, XLSX, unpack};
use rust_xlsxwriter::{Format, Workbook};
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

/// Encrypted workbooks, which the search would never come upon.
const PROTECTED: &str = "fixtures/protected";

/// Larger files only slow the search down.
const LARGEST: u64 = 30_000;

fn main() -> Result<(), Box<dyn Error>> {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus");
    for (target, content) in own()? {
        put(&corpus, target, &content)?;
    }
    let protected = Path::new(env!("CARGO_MANIFEST_DIR")).join(PROTECTED);
    for folder in std::iter::once(protected).chain(std::env::args().nth(1).map(PathBuf::from)) {
        let mut files = Vec::new();
        collect(&folder, &mut files)?;
        for file in files {
            for (target, content) in sorted(&fs::read(file)?) {
                put(&corpus, target, &content)?;
            }
        }
    }
    Ok(())
}

fn put(corpus: &Path, target: &str, content: &[u8]) -> Result<(), Box<dyn Error>> {
    let folder = corpus.join(target);
    fs::create_dir_all(&folder)?;
    // Names by content: the same file is one seed.
    let name = content.iter().fold(0xcbf2_9ce4_8422_2325_u64, |h, b| (h ^ u64::from(*b)).wrapping_mul(0x0100_0000_01b3));
    Ok(fs::write(folder.join(format!("{name:016x}")), content)?)
}

fn collect(folder: &Path, found: &mut Vec<PathBuf>) -> Result<(), Box<dyn Error>> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let meta = entry.metadata()?;
        if meta.is_dir() {
            collect(&entry.path(), found)?;
        } else if meta.is_file() && meta.len() <= LARGEST {
            found.push(entry.path());
        }
    }
    Ok(())
}

/// Says which targets a file is a seed for, and in which form.
fn sorted(bytes: &[u8]) -> Vec<(&'static str, Vec<u8>)> {
    if bytes.starts_with(b"PK") {
        return [("xlsx", XLSX), ("xlsb", XLSB), ("ods", ODS)]
            .into_iter()
            .filter_map(|(t, names)| Some((t, unpack(bytes, names)?)))
            .collect();
    }
    if bytes.starts_with(b"\xd0\xcf\x11\xe0") || bytes.starts_with(b"\x09") {
        return vec![("xls", bytes.to_vec())];
    }
    let head = String::from_utf8_lossy(bytes.get(..1000).unwrap_or(bytes)).to_lowercase();
    if head.trim_start().starts_with('<') {
        return vec![(if head.contains("office:document") { "ods" } else { "html_xml" }, bytes.to_vec())];
    }
    vec![("text", bytes.to_vec()), ("encoding", [&[255], bytes].concat())]
}

/// Small valid files of every kind.
fn own() -> Result<Vec<(&'static str, Vec<u8>)>, Box<dyn Error>> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let (code, day) = (Format::new().set_num_format("000000"), Format::new().set_num_format("yyyy-mm-dd"));
    sheet.write_row(0, 0, ["code", "name", "since", "credit"])?;
    for row in 1..4u32 {
        sheet.write_number_with_format(row, 0, f64::from(row), &code)?;
        sheet.write_string(row, 1, format!("客户 {row} & Co"))?;
        sheet.write_number_with_format(row, 2, 45_000.0 + f64::from(row), &day)?;
        sheet.write_formula(row, 3, "=A2*2")?;
    }
    sheet.merge_range(5, 0, 6, 2, "merged", &Format::new())?;
    sheet.set_row_hidden(2)?;
    sheet.autofilter(0, 0, 3, 3)?;
    let xlsx = book.save_to_buffer()?;
    let mut seeds = sorted(&xlsx);
    seeds.push(("xlsx", xlsx));
    seeds.push(("xlsb", xlsb()));
    // Versions 2 to 4 of BIFF need no container: a text, a whole number, the end.
    let biff: &[&[u8]] = &[
        b"\x09\x00\x04\x00\x00\x00\x10\x00",
        b"\x04\x00\x0b\x00\x00\x00\x00\x00\x00\x00\x00\x03one",
        b"\x02\x00\x09\x00\x01\x00\x00\x00\x00\x00\x00\x2a\x00",
        b"\x0a\x00\x00\x00",
    ];
    seeds.push(("xls", biff.concat()));
    let ods = r#"<office:document-content><office:body><office:spreadsheet><table:table table:name="S"><table:table-row table:number-rows-repeated="2"><table:table-cell office:value-type="string"><text:p>a</text:p></table:table-cell><table:table-cell table:number-columns-repeated="3" office:value-type="float" office:value="12"><text:p>12</text:p></table:table-cell></table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"#;
    seeds.push(("ods", ods.into()));
    let page = "<html><table><tr><th colspan=2>a</th></tr><tr style='display:none'><td rowspan=2>1</td><td>A&amp;B</td></tr><tr><td>x<br>y</td></tr></table>";
    seeds.push(("html_xml", page.into()));
    let old = r#"<?xml version="1.0"?><Workbook xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Styles><Style ss:ID="c"><NumberFormat ss:Format="000000"/></Style></Styles><Worksheet ss:Name="S"><Table><Column ss:Hidden="1"/><Row ss:Index="2"><Cell ss:Index="2" ss:StyleID="c"><Data ss:Type="Number">123</Data></Cell></Row></Table></Worksheet></Workbook>"#;
    seeds.push(("html_xml", old.into()));
    let texts: [&[u8]; 4] = [
        "code;name;city\n001;\"a;b\";上海\n002;\"c \"\"d\"\"\";北京\n".as_bytes(),
        b"a\tb\n1\t2\n3\n4\t5\t6\n",
        b"\xff\xfea\0,\0b\0\n\x001\0,\x002\0",
        b"\xb1\xe0\xc2\xeb,\xc3\xfb\xb3\xc6\n001,\xc9\xcf\xba\xa3\n",
    ];
    for text in texts {
        seeds.extend(sorted(text));
    }
    Ok(seeds)
}

/// The parts of a binary workbook: one sheet with a text of its own, a shared one and a number.
fn xlsb() -> Vec<u8> {
    let wide = |t: &str| [&(t.len() as u32).to_le_bytes()[..], &t.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>()].concat();
    let record = |kind: &[u8], data: &[u8]| [kind, &[data.len() as u8], data].concat();
    let cell = |column: u32| [column.to_le_bytes(), [0; 4]].concat();
    let row = record(&[0], &[0; 17]);
    let own = record(&[6], &[cell(0), wide("own")].concat());
    let shared = record(&[7], &[cell(1), vec![0; 4]].concat());
    let number = record(&[5], &[cell(2), 45_000.5f64.to_le_bytes().to_vec()].concat());
    let strings = record(&[19], &[vec![0], wide("shared")].concat());
    let sheet = record(&[0x9c, 1], &[vec![0; 8], wide("rId1"), wide("S")].concat());
    [[row, own, shared, number].concat(), strings, Vec::new(), sheet].join(BETWEEN)
}
