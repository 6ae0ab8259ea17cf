//! Whatever stands in cells, headers, sheets and file names comes back as data alone.

use super::{Page, Place};
use crate::run_folder::Run;
use std::fs;
use std::path::Path;
use tempfile::TempDir;

/// What would run if it were ever taken for markup, a template or a script.
pub const CORPUS: [&str; 8] = [
    "<script>window.ran=1</script>",
    "<img src=x onerror=\"window.ran=1\">",
    "<svg/onload=window.ran=1>",
    "\"><iframe srcdoc='<script>parent.ran=1</script>'>",
    "javascript:window.ran=1",
    "${window.ran=1}{{constructor.constructor('window.ran=1')()}}",
    "</script><style>*{display:none}</style>",
    "' onfocus='window.ran=1' autofocus x='\u{202e}\u{2028}",
];

/// What each column holds is declared: with such values nobody would recognise it.
const PROJECT: &str = r#"schema = 1
[project]
name = "<b onclick=window.ran=1>project</b>"
[[source]]
path = "exports/*"
system = "plant"
owner = "<img src=x onerror=window.ran=1>"
entity = "customer"
[source.columns]
"客户编码" = "code"
"客户名称" = "name"
"统一社会信用代码" = "tax_id"
"手机" = "mobile"
"邮箱" = "email"
"地址" = "address"
"#;

/// Writes a register with hostile cells, files and sheets, and records that are asked about alone and in pairs.
fn register(folder: &Path) {
    let mut lines = vec![["客户编码", "客户名称", "统一社会信用代码", "手机", "邮箱", "地址"].map(str::to_owned).to_vec()];
    for (n, evil) in CORPUS.iter().enumerate() {
        for copy in 0..2 {
            let name = format!("苏州宏达精密机械{n}号有限公司{evil}");
            let [code, tax] = [format!("K{n}{copy}{evil}"), format!("9144030019220{copy}8000{n}")];
            lines.push([&code, &name, &tax, "13800138000", *evil, *evil].map(str::to_owned).to_vec());
        }
    }
    let exports = folder.join("exports");
    fs::create_dir(&exports).unwrap();
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet().set_name("<svg onload=window.ran=1>").unwrap();
    for (r, line) in (0..).zip(&lines) {
        for (c, cell) in (0..).zip(line) {
            sheet.write_string(r, c, cell).unwrap();
        }
    }
    book.save(exports.join("<img src=x onerror=window.ran=1>.xlsx")).unwrap();
    let mut csv = csv::Writer::from_path(exports.join("\"><script>window.ran=1<!--.csv")).unwrap();
    lines.iter().for_each(|l| csv.write_record(l).unwrap());
    csv.flush().unwrap();
    fs::write(folder.join("cutover.toml"), PROJECT).unwrap();
}

/// A run of the hostile register.
pub fn run(home: &TempDir) -> Run {
    register(home.path());
    Run::of(&[home.path().to_str().unwrap(), "--lang", "en"])
}

#[test]
fn hostile_cells_are_data() {
    let home = TempDir::new().unwrap();
    let run = run(&home);
    let page = Page::of(&run.path, &home.path().join("decisions.csv"), &["--raw"]);
    let client = page.client();
    let queue = client.with("GET /api/queue?state=all&limit=100", &[], "");
    assert_eq!(queue.header("content-type"), Some("application/json"));
    let items = queue.json()["items"].as_array().unwrap().clone();
    assert!(items.len() > CORPUS.len(), "the register gives questions: {}", items.len());
    let mut found = String::new();
    for item in &items {
        for path in ["question", "story"] {
            let answer = client.with(&format!("GET /api/{path}?id={}", item["id"].as_str().unwrap()), &[], "");
            assert_eq!(
                (answer.status, answer.header("content-type"), answer.header("x-content-type-options")),
                (200, Some("application/json"), Some("nosniff"))
            );
            // What turns a text around or hides in it is shown by number.
            assert!(!answer.body.contains(['\u{202e}', '\u{2028}']));
            found.push_str(&answer.json().to_string());
        }
    }
    for evil in &CORPUS[..7] {
        let text = serde_json::to_string(evil).unwrap();
        assert!(found.contains(text.trim_matches('"')), "{evil} is shown as it stands");
    }
    assert!(found.contains("<svg onload=window.ran=1>") && found.contains("<img src=x onerror=window.ran=1>.xlsx"));
    // The page itself holds nothing of the data.
    let front = client.with("GET /", &[], "").body;
    assert!(!front.contains("ran=1") && !front.contains("苏州宏达"));
}

#[test]
fn hostile_requests_are_refused_or_find_nothing() {
    let place = Place::items();
    let page = place.page();
    let client = page.client();
    for path in
        ["/../Cargo.toml", "/%2e%2e/run.json", "/app.js/../run.json", "/run.json", "/decisions.csv", "/api/../run.json", "//evil.example/"]
    {
        assert!(matches!(client.with(&format!("GET {path}"), &[], "").status, 400 | 403 | 404), "{path}");
    }
    assert_eq!(client.with("GET http://evil.example/api/start", &[], "").status, 403);
    for query in ["limit=-1", "limit=99999999999999999999", "limit=x"] {
        assert_eq!(client.with(&format!("GET /api/queue?{query}"), &[], "").status, 400, "{query}");
    }
    let many = client.get("queue?state=all&limit=1000000");
    assert!(many["items"].as_array().unwrap().len() <= 100);
    assert_eq!(client.get("queue?q=%00%ff%3Cscript%3E")["total"], 0);
}
