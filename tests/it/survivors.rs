//! What a merged record is made of.

use crate::run_folder::Run;
use std::fs;
use tempfile::TempDir;

/// Two systems with the same firm; each has one value that its checks reject.
#[test]
fn a_value_that_passes_its_checks_wins_field_by_field() {
    let home = TempDir::new().unwrap();
    let header = "客户编码,客户名称,统一社会信用代码,地址,电话,传真,手机,电子邮箱,状态";
    let firm = "杭州渚岚精密机械有限公司,914403001922038216,广东省深圳市南山区文三路18号";
    let rest = "13800138000,sales@zhulan.cn,启用";
    for (system, line) in
        [("a", format!("K001,{firm},0755-88001234,0755-881,{rest}")), ("b", format!("C-77,{firm},0755-8800,0755-88001235,{rest}"))]
    {
        fs::create_dir(home.path().join(system)).unwrap();
        fs::write(home.path().join(system).join("客户.csv"), format!("{header}\r\n{line}\r\n")).unwrap();
    }
    let run = Run::of(&[home.path().to_str().unwrap(), "--lang", "en"]);
    let [customers] = &run.batches("customer")[..] else { panic!("one batch") };
    let all: Vec<_> = customers.iter().map(|c| ["phone", "fax"].map(|f| c.get(f).to_owned())).collect();
    assert_eq!(all, [["0755-88001234".to_owned(), "0755-88001235".to_owned()]]);
    let changes = run.table("changes.csv");
    let preferred: Vec<_> = changes.iter().filter(|c| c.get("rule") == "survivor-preferred").map(|c| c.get("field").to_owned()).collect();
    assert_eq!(preferred, ["fax"]);
}
