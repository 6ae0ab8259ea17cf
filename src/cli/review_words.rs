//! What `cutover review` says, and the words that it understands in workbooks.

use super::screen::Screen;
use crate::model::Lang;
use crate::report::in_both_languages;
use crate::review::{Answer, Collected, Decisions, Questions, Reply, Subject, Unclear, Vocabulary};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// Lines shown of each kind of trouble; the rest is counted.
const SHOWN: usize = 20;

/// Gives the words of workbooks in both languages.
pub(super) fn vocabulary() -> Vocabulary {
    let heads = |key: &str| in_both_languages("workbook", key).map(str::to_owned).to_vec();
    let said = |key: &str| in_both_languages("answer", key).map(str::to_owned);
    Vocabulary {
        id: heads("id"),
        answer: heads("answer"),
        value: heads("new_value"),
        remark: heads("remark"),
        answers: Answer::ALL.iter().flat_map(|a| said(a.as_str()).map(|w| (w, *a))).collect(),
        waiting: ["fixed", "later"].iter().flat_map(|k| said(k)).collect(),
    }
}

/// Says what is still open, by entity and rule.
pub(super) fn open_questions(questions: &Questions, decisions: &Decisions, screen: &Screen) -> String {
    let mut counts: BTreeMap<(&str, &str), (u64, u64)> = BTreeMap::new();
    for (id, q) in questions.iter() {
        let rule = if q.subject.other.is_some() { screen.pick("是否同一个", "same or not") } else { q.subject.rule.as_str() };
        let slot = counts.entry((&q.subject.entity, rule)).or_default();
        slot.0 += 1;
        slot.1 += u64::from(decisions.get(id).is_some());
    }
    let mut out = String::new();
    let head = screen.pick("问题 / 已答复", "asked / answered");
    let _ = writeln!(out, "{head}");
    for ((entity, rule), (asked, answered)) in counts {
        let _ = writeln!(out, "  {entity:<14} {rule:<32} {asked:>7} / {answered}");
    }
    let how = screen.pick(
        "用 cutover review RUN 在网页上决定；或在 findings.xlsx 的“答复”列作答，再用 cutover review RUN --import 文件 收回。",
        "Decide on the page of `cutover review RUN`; or answer in the column Answer of findings.xlsx, then take it in with `cutover review RUN --import FILE`.",
    );
    let _ = writeln!(out, "{how}");
    out
}

/// Says that the page is open, and how to end it.
pub(super) fn page_is_open(asked: usize, decided: usize, file: &Path, screen: &Screen) -> String {
    let file = file.display();
    match screen.lang {
        Lang::Zh => format!(
            "请在本机浏览器中打开上面的链接（仅限一个浏览器）。{asked} 个问题，已决定 {decided} 个；决定写入 {file}。按 Ctrl-C 结束。"
        ),
        Lang::En => format!(
            "Open the link above in a browser on this machine; it is good for one. {asked} questions, {decided} decided; decisions go to {file}. Ctrl-C ends it."
        ),
    }
}

/// Says what came of the answers.
pub(super) fn outcome(c: &Collected, unclear: &[(PathBuf, Unclear)], file: &Path, screen: &Screen) -> String {
    let mut out = match screen.lang {
        Lang::Zh => format!(
            "{}：新增 {} 项决定，更改 {} 项，重复 {} 项，暂不决定 {} 项\n",
            file.display(),
            c.added.len(),
            c.changed.len(),
            c.known,
            c.waiting
        ),
        Lang::En => format!(
            "{}: {} decisions added, {} changed, {} known already, {} answers decide nothing yet\n",
            file.display(),
            c.added.len(),
            c.changed.len(),
            c.known,
            c.waiting
        ),
    };
    let changed = c.changed.iter().map(|(new, old)| {
        let before = format!("{} {} ({})", old.answer.as_str(), old.value, old.by);
        format!("{}: {} -> {} {} ({})", about(&new.subject), before, new.answer.as_str(), new.value, new.by)
    });
    list(&mut out, screen.pick("更改了以前的决定", "earlier decisions changed"), changed);
    let conflicts = c.conflicts.iter().map(|c| {
        let said: Vec<String> =
            c.said.iter().map(|(by, a, v)| format!("{by}: {} {v}", a.map_or("-", |a| a.as_str())).trim_end().to_owned()).collect();
        format!("{}: {}", about(&c.subject), said.join("; "))
    });
    list(&mut out, screen.pick("答复互相矛盾，未作决定", "two answers to one question, nothing decided"), conflicts);
    let reply = |r: &Reply| format!("{} {}: {} {}", r.by, r.line, r.answer.map_or("-", |a| a.as_str()), r.value);
    list(
        &mut out,
        screen.pick("答复与问题不符，或缺少新值", "answers that do not go with their question, or lack the new value"),
        c.unfit.iter().map(reply),
    );
    list(&mut out, screen.pick("本次运行没有提出的问题", "questions that this run did not ask"), c.strangers.iter().map(reply));
    let unclear = unclear.iter().map(|(path, u)| match u {
        Unclear::Unknown { sheet, line, text } | Unclear::NoId { sheet, line, text } => {
            format!("{} {sheet} {line}: {text}", path.display())
        }
    });
    list(&mut out, screen.pick("无法识别的答复或编号", "answers or ids that cannot be read"), unclear);
    out
}

fn about(s: &Subject) -> String {
    let other = s.other.as_ref().map(|o| format!(" + {} {}", o.system, o.code)).unwrap_or_default();
    let text = format!("{} {} {}{other} {} {}", s.entity, s.system, s.code, s.rule, s.field);
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Adds a heading with its lines; cells of workbooks may hold anything, so control characters are left out.
fn list(out: &mut String, head: &str, lines: impl Iterator<Item = String>) {
    let lines: Vec<String> = lines.map(|l| l.chars().filter(|c| !c.is_control()).collect()).collect();
    if lines.is_empty() {
        return;
    }
    let _ = writeln!(out, "{head}: {}", lines.len());
    for line in lines.iter().take(SHOWN) {
        let _ = writeln!(out, "  {line}");
    }
    if lines.len() > SHOWN {
        let _ = writeln!(out, "  … +{}", lines.len() - SHOWN);
    }
}
