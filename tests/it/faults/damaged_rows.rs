//! Files with damage in them: what can be read is read, the rest is named, and the balance holds.

use super::{CUSTOMERS, Folder};
use crate::run_folder::Run;

#[track_caller]
fn balanced(run: &Run) {
    let kinds = ["emitted", "merged", "held", "rejected", "skipped"];
    assert_eq!(kinds.iter().map(|k| run.number(&format!("/fates/{k}"))).sum::<u64>(), run.number("/read"));
    assert_eq!(run.json["balanced"], true);
}

/// Says whether a finding of one of these rules names the file.
fn names(run: &Run, rules: &[&str], file: &str) -> bool {
    run.table("findings.csv")
        .iter()
        .any(|f| rules.contains(&f.get("rule")) && (f.get("file").ends_with(file) || f.get("value").contains(file)))
}

/// Gives the rules of all findings.
fn rules(run: &Run) -> Vec<String> {
    run.table("findings.csv").iter().map(|f| f.get("rule").to_owned()).collect()
}

#[test]
fn a_row_that_cannot_be_parsed_is_named_and_the_others_go_on() {
    // The quote is never closed: nobody can say where the record ends.
    let text = format!("{CUSTOMERS}K004,\"台州川榆模具有限公司,,0576-80001234,启用\r\nK005,绍兴颂禾纺织有限公司,,0575-80001234,启用\r\n");
    let folder = Folder::with(&[("客户.csv", text.as_bytes())]);
    let run = Run::of(&[folder.argument(), "--lang", "en"]);
    balanced(&run);
    let damage = ["stray-quote", "short-row", "missing-cells", "surplus-cells"];
    assert!(run.table("findings.csv").iter().any(|f| damage.contains(&f.get("rule")) && f.get("line") == "5"), "{:?}", rules(&run));
    let loaded = run.number("/entities/customer/fates/emitted");
    assert!(loaded >= 3, "the three sound rows are loaded, not {loaded}");
}

#[test]
fn a_row_with_too_many_cells_is_named_with_its_line() {
    let text = format!("{CUSTOMERS}K004,台州川榆模具有限公司,,0576-80001234,启用,多,余\r\n");
    let folder = Folder::with(&[("客户.csv", text.as_bytes())]);
    let run = Run::of(&[folder.argument(), "--lang", "en"]);
    balanced(&run);
    let damage = ["surplus-cells", "unquoted-delimiter", "surplus-delimiter"];
    assert!(run.table("findings.csv").iter().any(|f| damage.contains(&f.get("rule")) && f.get("line") == "5"), "{:?}", rules(&run));
}

#[test]
fn a_sheet_without_a_header_keeps_its_first_row() {
    let rows: String = CUSTOMERS.split_inclusive('\n').skip(1).collect();
    let folder = Folder::with(&[("客户.csv", rows.as_bytes())]);
    let run = Run::of(&[folder.argument(), "--lang", "en"]);
    balanced(&run);
    assert_eq!(run.number("/read"), 3);
    assert!(rules(&run).iter().any(|r| r == "header-missing"), "{:?}", rules(&run));
}

#[test]
fn a_file_that_is_no_spreadsheet_is_named_and_the_others_go_on() {
    let picture = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0";
    let folder = Folder::with(&[("客户.csv", CUSTOMERS.as_bytes()), ("供应商.xlsx", picture)]);
    let run = Run::of(&[folder.argument(), "--lang", "en"]);
    balanced(&run);
    assert_eq!(run.number("/entities/customer/read"), 3);
    assert!(names(&run, &["unreadable-file"], "供应商.xlsx"), "{:?}", rules(&run));
}

#[cfg(unix)]
#[test]
fn a_file_that_cannot_be_opened_is_named_and_the_others_go_on() {
    let folder = Folder::with(&[("客户.csv", CUSTOMERS.as_bytes())]);
    // A link to nowhere: even the administrator cannot open it.
    std::os::unix::fs::symlink(folder.join("gone"), folder.join("供应商.csv")).expect("the folder is ours");
    let run = Run::of(&[folder.argument(), "--lang", "en"]);
    balanced(&run);
    assert!(names(&run, &["unreadable-file", "ignored-file"], "供应商.csv"), "{:?}", rules(&run));
}

#[test]
fn a_header_without_rows_is_a_valid_empty_table() {
    let header: String = CUSTOMERS.split_inclusive('\n').take(1).collect();
    let folder = Folder::with(&[("客户.csv", header.as_bytes()), ("空.csv", b"")]);
    let run = Run::of(&[folder.argument(), "--lang", "en"]);
    balanced(&run);
    assert_eq!(run.number("/read"), 0);
    assert!(names(&run, &["empty-table", "no-rows"], "客户.csv") && names(&run, &["empty-file"], "空.csv"), "{:?}", rules(&run));
}

#[test]
fn lock_files_and_notes_beside_the_exports_do_no_harm() {
    let folder = Folder::with(&[("客户.csv", CUSTOMERS.as_bytes()), ("~$客户.xlsx", b"\x03abc"), ("README.md", b"# notes\n")]);
    let run = Run::of(&[folder.argument(), "--lang", "en"]);
    balanced(&run);
    assert_eq!(run.number("/entities/customer/read"), 3);
}

#[test]
fn what_reading_puts_right_stands_in_the_list_of_changes() {
    let mut text = String::from("客户编码,客户名称,统一社会信用代码,电话,状态\r\n");
    (0..1_200).for_each(|i| text.push_str(&format!("{:06},杭州渚岚{i}精密机械有限公司,,0571-88{i:06},启用\r\n", 100 + i)));
    text.push_str("99,苏州砚霁自动化设备有限公司,,0512-66001234,启用\r\n");
    let folder = Folder::with(&[("客户.csv", text.as_bytes())]);
    let run = Run::of(&[folder.argument(), "--lang", "en"]);
    let changes = run.table("changes.csv");
    let change = changes.iter().find(|c| c.get("rule") == "leading-zeros-lost").expect("the lost zeros are put back");
    assert_eq!((change.get("line"), change.get("before"), change.get("after")), ("1202", "99", "000099"));
}

#[test]
fn the_project_says_whether_undecided_records_wait() {
    let exports = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/demo/exports");
    let held = |pack: &str| {
        let project = format!("schema = 1\n{pack}[[source]]\npath = \"plant_a/*\"\nsystem = \"a\"\n");
        let notice = "schema = 1\npack = \"own\"\n[[notice]]\ncode = \"undecided-duplicate\"\nseverity = \"warning\"\ndimension = \"uniqueness\"\n\
                      effect = \"hold\"\ntitle = { zh = \"待定\", en = \"In doubt\" }\n";
        let folder = Folder::with(&[("cutover.toml", project.as_bytes()), ("rules/own.toml", notice.as_bytes())]);
        let plant = folder.join("plant_a");
        std::fs::create_dir(&plant).unwrap();
        for file in std::fs::read_dir(exports.join("plant_a")).unwrap() {
            let file = file.unwrap().path();
            std::fs::copy(&file, plant.join(file.file_name().unwrap())).unwrap();
        }
        let run = Run::of(&[folder.argument(), "--lang", "en"]);
        balanced(&run);
        let undecided = run.table("duplicates.csv").iter().filter(|d| d.get("decision") == "undecided").count();
        assert!(undecided > 0, "the demo has pairs in doubt");
        run.table("fates.csv").iter().filter(|f| f.get("fate") == "held" && f.get("rule") == "undecided-duplicate").count()
    };
    assert_eq!(held(""), 0);
    assert!(held("[[pack]]\npath = \"rules/own.toml\"\n") > 1);
}
