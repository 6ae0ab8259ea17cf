//! Answers go out in a run's questions, come back in a table, and hold for the next run.

use super::program::{Ended, cutover};
use super::run_folder::{Line, Lines, Run};
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// A run of the demo with the answers to it.
struct Round {
    home: TempDir,
    first: Run,
}

impl Round {
    fn begin() -> Self {
        Self { home: TempDir::new().unwrap(), first: Run::demo() }
    }

    fn decisions(&self) -> PathBuf {
        self.home.path().join("decisions.csv")
    }

    /// Takes answers (id, answer, new value) in, as a spreadsheet program saves them as CSV.
    fn import(&self, answers: &[(&str, &str, &str)]) -> Ended {
        let file = self.home.path().join("answers.csv");
        let lines: String = answers.iter().map(|(id, a, v)| format!("{id},{a},{v},seen on paper\n")).collect();
        fs::write(&file, format!("Question id,Answer,New value,Remark\n{lines}")).unwrap();
        let [run, file, decisions] = [&self.first.path, &file, &self.decisions()].map(|p| p.to_str().unwrap().to_owned());
        cutover(&["review", &run, "--import", &file, "--by", "王丽", "--decisions", &decisions, "--lang", "en"])
    }

    fn again(&self) -> Run {
        Run::of(&["fixtures/demo", "--lang", "en", "--decisions", self.decisions().to_str().unwrap()])
    }

    fn questions(&self) -> Lines {
        Lines::read(&self.first.path.join("questions.csv"))
    }
}

/// Gives the first question of a rule.
fn question<'l>(lines: &'l Lines, entity: &str, rule: &str) -> Line<'l> {
    lines.iter().find(|q| q.get("entity") == entity && q.get("rule") == rule).unwrap_or_else(|| panic!("nobody asks about {rule}"))
}

/// Says whether the line of a record stands in a table of findings under this rule.
fn found(run: &Run, q: &Line<'_>) -> bool {
    run.table("findings.csv")
        .iter()
        .any(|f| f.get("rule") == q.get("rule") && f.get("system") == q.get("system") && f.get("code") == q.get("code"))
}

#[test]
fn values_are_corrected_kept_and_retired() {
    let round = Round::begin();
    let asked = round.questions();
    let wrong = question(&asked, "customer", "invalid-mobile");
    let right = question(&asked, "supplier", "invalid-email");
    let dead = question(&asked, "material", "missing-group");
    let answers = [
        (wrong.get("id"), "Change to new value", "13800138000"),
        (right.get("id"), "Right as it is", ""),
        (dead.get("id"), "Do not migrate", ""),
    ];
    round.import(&answers).ends(0).says(&["3 decisions added"]);
    round.import(&answers).ends(0).says(&["0 decisions added", "3 known already"]);
    let second = round.again();
    assert_eq!((second.number("/decisions/applied"), second.number("/decisions/unfit")), (3, 0));
    assert_eq!(second.json["balanced"], true);
    assert!(found(&round.first, &wrong) && found(&round.first, &right));
    assert!(!found(&second, &wrong) && !found(&second, &right));
    let changes = second.table("changes.csv");
    let change = changes.iter().find(|c| c.get("rule") == "decision").expect("a corrected cell is a change");
    assert_eq!((change.get("field"), change.get("after")), ("mobile", "138****8000"));
    let loaded = second
        .batches("customer")
        .iter()
        .flat_map(|b| b.iter().map(|l| l.get("mobile").to_owned()).collect::<Vec<_>>())
        .any(|m| m == "13800138000");
    assert!(loaded, "what was decided is what is loaded");
    let fates = second.table("fates.csv");
    let retired = fates.iter().filter(|f| f.get("rule") == "retired-by-decision").count();
    assert_eq!(retired, 1);
}

#[test]
fn pairs_are_settled_both_ways() {
    let round = Round::begin();
    let asked = round.questions();
    let duplicates = round.first.table("duplicates.csv");
    let undecided = duplicates.iter().find(|d| d.get("decision") == "undecided").expect("the demo has pairs in doubt");
    let pair = [undecided.get("left_code"), undecided.get("right_code")];
    let of = |q: &Line<'_>| pair == [q.get("code"), q.get("other_code")] || pair == [q.get("other_code"), q.get("code")];
    let doubt = asked.iter().find(of).expect("a pair in doubt is asked about");
    let merged =
        asked.iter().find(|q| q.get("entity") == "supplier" && !q.get("other_code").is_empty()).expect("merged pairs are asked about");
    round.import(&[(doubt.get("id"), "是同一个", ""), (merged.get("id"), "Not the same", "")]).ends(0);
    let second = round.again();
    assert_eq!(second.number("/decisions/applied"), 2);
    let count = |run: &Run, pointer: &str| run.number(pointer);
    assert!(count(&second, "/entities/material/duplicates/undecided") < count(&round.first, "/entities/material/duplicates/undecided"));
    assert!(count(&second, "/entities/material/duplicates/records") > count(&round.first, "/entities/material/duplicates/records"));
    let again = Lines::read(&second.path.join("questions.csv"));
    assert!(!again.iter().any(|q| q.get("id") == merged.get("id")), "what was called different is not merged again");
}

#[test]
fn two_answers_to_one_question_decide_nothing() {
    let round = Round::begin();
    let asked = round.questions();
    let q = question(&asked, "customer", "invalid-mobile");
    let answers = [
        (q.get("id"), "Right as it is", ""),
        (q.get("id"), "Do not migrate", ""),
        (q.get("id"), "perhaps", ""),
        ("ffffffffffffffff", "Later", ""),
    ];
    round.import(&answers).ends(1).says(&["nothing decided: 1", "perhaps", "did not ask: 1"]);
    assert!(!round.decisions().exists());
}

#[test]
fn a_decision_about_what_has_changed_is_listed_and_not_applied() {
    let round = Round::begin();
    let asked = round.questions();
    let q = question(&asked, "customer", "invalid-mobile");
    let lines = [
        format!("customer,{},{},invalid-mobile,mobile,something else,correct,13800138000", q.get("system"), q.get("code")),
        "customer,plant-a,no-such-code,invalid-mobile,mobile,1,keep,".to_owned(),
    ];
    fs::write(round.decisions(), format!("entity,system,code,rule,field,seen,answer,value\n{}\n", lines.join("\n"))).unwrap();
    let second = round.again();
    assert_eq!((second.number("/decisions/applied"), second.number("/decisions/unfit")), (0, 2));
    let findings = second.table("findings.csv");
    assert_eq!(findings.iter().filter(|f| f.get("rule") == "decision-unfit").count(), 2);
    assert!(found(&second, &q));
}

#[test]
fn wrong_files_are_named() {
    let round = Round::begin();
    let home = round.home.path();
    let path = |p: &Path| p.to_str().unwrap().to_owned();
    cutover(&["review", &path(home), "--lang", "en"]).ends(2).says(&["questions.csv", "no run folder"]);
    let other = home.join("other.csv");
    fs::write(&other, "a,b\n1,2\n").unwrap();
    let run = path(&round.first.path);
    cutover(&["review", &run, "--import", &path(&other), "--lang", "en"]).ends(2).says(&["it is no findings.xlsx"]);
    fs::write(round.decisions(), "entity,system,code,answer\ncustomer,a,1,perhaps\n").unwrap();
    cutover(&["run", "fixtures/demo", "--decisions", &path(&round.decisions()), "-o", &path(&home.join("run")), "--lang", "en"])
        .ends(2)
        .says(&["line 2", "perhaps"]);
    cutover(&["review", &run, "--list", "--lang", "zh"]).ends(0).says(&["问题 / 已答复"]);
}
