//! Markup and formulas in every name and cell: nothing runs in a browser, nothing is calculated in a spreadsheet, and batches stay byte-exact.

use super::others::{office, rendered};
use super::program::cutover;
use super::run_folder::Run;
use rust_xlsxwriter::Workbook;
use std::fs;
use std::path::Path;
use tempfile::TempDir;

/// Each would call the page `7`, if it ran.
const MARKUP: [&str; 8] = [
    "<script>document.title=7</script>",
    "<img src=x onerror=document.title=7>",
    "\"><svg onload=document.title=7>",
    "'><body onload=document.title=7>",
    "</style><script>document.title=7</script>",
    "</title><script>document.title=7</script>",
    "<a href=javascript:document.title=7>x</a>",
    "<iframe srcdoc='<script>parent.document.title=7</script>'>",
];
/// Each would show `4242` or a link, if it were calculated.
const FORMULAS: [&str; 8] = [
    "=4000+242",
    "+4000+242",
    "@SUM(4000,242)",
    "-(-4242)",
    "\t=4000+242",
    "=HYPERLINK(\"http://example.invalid\",\"4242\")",
    "=cmd|' /C calc'!A0",
    "＝4000+242",
];

/// Writes exports in which every text from outside is hostile in its turn: files, sheets, headers, cells.
fn exports(folder: &Path) {
    let texts: Vec<&str> = MARKUP.iter().chain(&FORMULAS).copied().collect();
    let text = |i: usize| texts[i % texts.len()];
    let quoted = |t: &str| format!("\"{}\"", t.replace('"', "\"\""));
    let row = |i: usize| {
        let cells: Vec<String> = (0..6).map(|column| quoted(text(i + column * 3))).collect();
        format!("K{i:04},{}", cells.join(","))
    };
    let rows: Vec<String> = (0..texts.len() * 2).map(row).collect();
    let header = format!("客户编码,客户名称,税号,手机,地址,电子邮箱,{}", quoted(MARKUP[1]));
    fs::write(folder.join("客户 <img src=x onerror=document.title=7>.csv"), format!("{header}\n{}\n", rows.join("\n"))).unwrap();
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name("<svg onload=document.title=7>").unwrap();
    for (column, name) in ["供应商编码", "供应商名称", "联系人", "银行账号", "=4000+242"].iter().enumerate() {
        sheet.write_string(0, column as u16, *name).unwrap();
    }
    for row in 0..texts.len() as u32 * 2 {
        sheet.write_string(row + 1, 0, format!("S{row:04}")).unwrap();
        for column in 1..5u16 {
            sheet.write_string(row + 1, column, text(row as usize + usize::from(column - 1) * 3)).unwrap();
        }
    }
    book.save(folder.join("供应商.xlsx")).unwrap();
    let source = |path: &str, entity: &str| format!("[[source]]\npath = \"{path}\"\nentity = \"{entity}\"\nowner = \"<b>=4000+242\"\n");
    let sources = source("客户*", "customer") + &source("供应商*", "supplier");
    fs::write(folder.join("cutover.toml"), format!("schema = 1\n[project]\nname = \"<svg onload=document.title=7>\"\n{sources}")).unwrap();
}

fn run() -> (TempDir, Run) {
    let home = TempDir::new().unwrap();
    exports(home.path());
    let run = Run::of(&[home.path().to_str().unwrap(), "--lang", "zh", "--raw"]);
    assert_eq!(run.json["balanced"], true);
    (home, run)
}

#[test]
fn nothing_runs_in_a_browser() {
    let (home, run) = run();
    let profile = TempDir::new().unwrap();
    let control = home.path().join("control.html");
    fs::write(&control, format!("<!doctype html><title>1</title>{}", MARKUP[1])).unwrap();
    let Some(dom) = rendered(&control, profile.path()) else { return };
    assert!(dom.contains("<title>7</title>"), "the browser runs what no page guards against: {dom}");
    let profile_page = home.path().join("profile.html");
    let exports = home.path().to_str().unwrap();
    cutover(&["profile", exports, "--html", profile_page.to_str().unwrap(), "--raw", "--quiet"]).ends(0);
    for page in [run.path.join("report.html"), profile_page] {
        let dom = rendered(&page, profile.path()).unwrap();
        assert!(
            !dom.contains("<title>7</title>") && dom.contains("document.title=7"),
            "{}: the texts are shown and do nothing",
            page.display()
        );
        assert_eq!(dom.matches("<script").count(), page.ends_with("report.html") as usize, "{}", page.display());
    }
}

#[test]
fn nothing_is_calculated_in_a_spreadsheet() {
    let (_home, run) = run();
    let out = TempDir::new().unwrap();
    let profile = TempDir::new().unwrap();
    for (name, text) in [("findings.xlsx", "4000+242"), ("findings.csv", "4000+242"), ("fates.csv", "K0001"), ("changes.csv", "4000+242")] {
        let folder = out.path().join(name);
        fs::create_dir(&folder).unwrap();
        let Some(mut office) = office(profile.path()) else { return };
        // All sheets, as text, with what a formula gives in the place of the formula; a CSV file is read as one that may hold formulas.
        let written = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1";
        if name.ends_with("csv") {
            office.arg("--infilter=Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,0,true");
        }
        let done = office.args(["--convert-to", written, "--outdir"]).arg(&folder).arg(run.path.join(name)).output().unwrap();
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        let mut seen = String::new();
        for file in fs::read_dir(&folder).unwrap() {
            seen.push_str(&String::from_utf8_lossy(&fs::read(file.unwrap().path()).unwrap()));
        }
        assert!(seen.contains(text), "{name}: the text is there: {seen}");
        let calculated = seen.lines().flat_map(|l| l.split(',')).any(|cell| cell.trim_matches('"').trim() == "4242");
        assert!(!calculated, "{name} was calculated");
    }
}

#[test]
fn batches_keep_every_byte() {
    let (_home, run) = run();
    let names: Vec<String> =
        run.batches("supplier").iter().flat_map(|b| b.iter().map(|l| l.get("name").to_owned()).collect::<Vec<_>>()).collect();
    for text in ["=4000+242", "@SUM(4000,242)"] {
        assert!(names.iter().any(|n| n == text), "{text:?} stands in no batch: {names:?}");
    }
}
