//! Answers that are given in a real spreadsheet program come back whole: opened, filled in, and saved as xlsx and as ods by LibreOffice.

use super::others::office;
use super::program::cutover;
use super::run_folder::{Lines, Run};
use super::support::customer::generate_customers;
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// Answers given in each of the two formats.
const ANSWERS: usize = 250;
const CUSTOMERS: usize = 3_000;

/// A project whose pairs in doubt wait for a person.
fn project(home: &Path) -> String {
    let exports = home.join("exports");
    fs::create_dir(&exports).unwrap();
    let file = fs::File::create(exports.join("客户.csv")).unwrap();
    generate_customers(CUSTOMERS, 7, file, std::io::sink()).unwrap();
    let notice = "schema = 1\npack = \"own\"\n[[notice]]\ncode = \"undecided-duplicate\"\nseverity = \"warning\"\ndimension = \"uniqueness\"\n\
                  effect = \"hold\"\ntitle = { zh = \"待定\", en = \"In doubt\" }\n";
    fs::write(home.join("own.toml"), notice).unwrap();
    let source = "[[pack]]\npath = \"own.toml\"\n[[source]]\npath = \"exports/*\"\nsystem = \"a\"\nowner = \"王丽\"\n";
    fs::write(home.join("cutover.toml"), format!("schema = 1\n{source}")).unwrap();
    home.to_str().unwrap().to_owned()
}

/// The macro that fills the workbook in as a person would: pairs in doubt first, and saves it.
fn fill(book: &Path, saved: &Path, filter: &str, from: usize) -> String {
    format!(
        r#"Sub Fill
  Dim none()
  book = StarDesktop.loadComponentFromURL("file://{book}", "_blank", 0, Array(hidden()))
  sheet = book.Sheets.getByName("王丽")
  sheet.unprotect("")
  given = 0 : seen = 0
  For pass = 1 To 2
    row = 1
    Do While given < {ANSWERS} And sheet.getCellByPosition(0, row).String <> ""
      pair = sheet.getCellByPosition(16, row).String = "undecided-duplicate"
      If sheet.getCellByPosition(18, row).String <> "" And pair = (pass = 1) Then
        seen = seen + 1
        If seen > {from} Then
          given = given + 1
          sheet.getCellByPosition(13, row).String = IIf(pair, "Not the same", "Right as it is")
          sheet.getCellByPosition(15, row).String = "row " & row
        End If
      End If
      row = row + 1
    Loop
  Next
  book.storeToURL("file://{saved}", Array(named("FilterName", "{filter}")))
  book.close(True)
End Sub
Function hidden
  hidden = named("Hidden", True)
End Function
Function named(name, value)
  Dim p As New com.sun.star.beans.PropertyValue
  p.Name = name : p.Value = value
  named = p
End Function
"#,
        book = book.display(),
        saved = saved.display()
    )
}

/// Runs a macro in LibreOffice, from a library of a fresh profile.
fn run_macro(basic: &str) -> Option<()> {
    let profile = TempDir::new().unwrap();
    // The first start makes the library; what stands there before is replaced.
    assert!(office(profile.path())?.arg("--terminate_after_init").status().unwrap().success());
    let module = profile.path().join("user/basic/Standard/Module1.xba");
    assert!(module.is_file(), "LibreOffice made no library of macros");
    let escaped = basic.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;");
    let head = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE script:module PUBLIC \"-//OpenOffice.org//DTD OfficeDocument 1.0//EN\" \"module.dtd\">";
    let open = "<script:module xmlns:script=\"http://openoffice.org/2000/script\" script:name=\"Module1\" script:language=\"StarBasic\">";
    fs::write(&module, format!("{head}\n{open}{escaped}</script:module>\n")).unwrap();
    let done = office(profile.path())?.arg("macro:///Standard.Module1.Fill").output().unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    Some(())
}

#[test]
fn answers_come_back_from_a_spreadsheet_program_whole() {
    let home = TempDir::new().unwrap();
    let project = project(home.path());
    let first = Run::of(&[&project, "--lang", "en", "--raw"]);
    let book = first.path.join("findings.xlsx");
    let saved: [(PathBuf, &str, usize); 2] =
        [(home.path().join("a.xlsx"), "Calc MS Excel 2007 XML", 0), (home.path().join("b.ods"), "calc8", ANSWERS)];
    for (path, filter, from) in &saved {
        let Some(()) = run_macro(&fill(&book, path, filter, *from)) else { return };
        assert!(path.is_file(), "LibreOffice saved {}", path.display());
    }
    let decisions = home.path().join("decisions.csv").to_str().unwrap().to_owned();
    let [a, b] = saved.each_ref().map(|(p, ..)| p.to_str().unwrap().to_owned());
    let run = first.path.to_str().unwrap();
    let told = cutover(&["review", run, "--import", &a, &b, "--decisions", &decisions, "--lang", "en"]).ends(0);
    let told = told.says(&[&format!("{} decisions added", 2 * ANSWERS)]);
    assert!(!told.stdout.contains("did not ask"), "{}", told.stdout);
    assert_eq!(Lines::read(Path::new(&decisions)).len(), 2 * ANSWERS);
    let second = Run::of(&[&project, "--lang", "en", "--raw", "--decisions", &decisions]);
    assert_eq!((second.json["balanced"].as_bool(), second.number("/decisions/unfit")), (Some(true), 0));
    assert_eq!(second.number("/decisions/given"), 2 * ANSWERS as u64);
    let (held, now) = (first.number("/fates/held"), second.number("/fates/held"));
    assert!(now < held, "{held} records were held, and {now} still are");
}
