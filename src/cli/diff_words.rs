//! What `cutover diff` says.

use super::screen::Screen;
use crate::difference::{Difference, Outcome, Reached, RecordChange};
use crate::model::Lang;
use crate::report::one_line;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Rules, codes and ways of records that are shown; all of them are in the CSV file and in JSON.
const SHOWN: usize = 12;
/// Examples named of each.
const EXAMPLES: usize = 3;

/// Words the differences on one screen.
pub(super) fn told(d: &Difference, screen: &Screen) -> String {
    if d.is_empty() {
        return format!("{}\n", screen.pick("两次运行没有差别", "the two runs do not differ"));
    }
    let mut out = String::new();
    outcome(&d.outcome, screen, &mut out);
    records(d, screen, &mut out);
    findings(d, screen, &mut out);
    codes(d, screen, &mut out);
    out
}

fn outcome(o: &Outcome, screen: &Screen, out: &mut String) {
    let [before, now] = &o.verdict;
    let (before, now) = (verdict(before, screen), verdict(now, screen));
    let _ = writeln!(out, "{} {before} → {now}", screen.pick("结论", "verdict"));
    let _ = write!(out, "{} {} → {}", screen.pick("读取行数", "rows read"), o.read[0], o.read[1]);
    for (fate, [a, b]) in &o.fates {
        if a != b {
            let _ = write!(out, ", {} {a} → {b}", fate_words(fate, screen));
        }
    }
    out.push('\n');
    for s in o.scores.iter().filter(|s| score(s.before) != score(s.now) || s.entity.is_empty()) {
        let name = if s.entity.is_empty() { screen.pick("得分", "score") } else { &s.entity };
        let _ = writeln!(out, "{} {} → {}", plain(name), score(s.before), score(s.now));
    }
    for g in o.gates.iter().filter(|g| g.before != g.now) {
        let reached = |r: &Option<Reached>| match r {
            None => screen.pick("无此门槛", "no such gate").to_owned(),
            Some(r) => {
                let actual = r.actual.map_or_else(|| "–".to_owned(), |a| ((a * 100.0).floor() / 100.0).to_string());
                format!("{actual} ({})", if r.passed { screen.pick("达标", "passed") } else { screen.pick("未达标", "missed") })
            }
        };
        let _ = writeln!(out, "{} {}: {} → {}", screen.pick("门槛", "gate"), plain(&g.name), reached(&g.before), reached(&g.now));
    }
}

fn records(d: &Difference, screen: &Screen, out: &mut String) {
    let _ = writeln!(
        out,
        "\n{} {}, {} {}",
        screen.pick("记录：相同", "records: same"),
        d.same_records,
        screen.pick("不同", "different"),
        d.records.len()
    );
    let mut ways: BTreeMap<(&str, &str), Vec<&RecordChange>> = BTreeMap::new();
    for r in &d.records {
        ways.entry((way(&r.before), way(&r.now))).or_default().push(r);
    }
    let mut ways: Vec<_> = ways.into_iter().collect();
    ways.sort_by_key(|(_, list)| std::cmp::Reverse(list.len()));
    for ((before, now), list) in ways.iter().take(SHOWN) {
        let at = |t: &str, none: &'static str| if t.is_empty() { none.to_owned() } else { plain(&fate_words(t, screen)) };
        let (before, now) = (at(before, screen.pick("（新）", "(new)")), at(now, screen.pick("（已消失）", "(gone)")));
        let examples: Vec<String> =
            list.iter().take(EXAMPLES).map(|r| plain(&format!("{} {}/{}", r.key.entity, r.key.system, r.key.code))).collect();
        let _ = writeln!(out, "  {:>7}  {before} → {now}: {}{}", list.len(), examples.join(", "), more(list.len(), EXAMPLES));
    }
    rest(ways.len(), out);
}

fn findings(d: &Difference, screen: &Screen, out: &mut String) {
    let (came, gone) = d.findings.iter().fold((0, 0), |(c, g), f| (c + f.came, g + f.gone));
    let _ = writeln!(out, "\n{} +{came} −{gone}", screen.pick("问题", "findings"));
    let moved: Vec<_> = d.findings.iter().filter(|f| f.came + f.gone > 0).collect();
    for f in moved.iter().take(SHOWN) {
        let whose = if f.entity.is_empty() { String::new() } else { format!(" [{}]", f.entity) };
        let what = plain(&format!("{}{whose} ({})", f.title, f.rule));
        let _ = writeln!(out, "  {} {:>6} → {:<6} +{} −{}  {what}", severity(&f.severity, screen), f.before, f.now, f.came, f.gone);
    }
    rest(moved.len(), out);
}

fn codes(d: &Difference, screen: &Screen, out: &mut String) {
    let unstable = d.codes.iter().filter(|c| c.is_unstable()).count();
    let came = d.codes.iter().filter(|c| c.before.is_empty()).count();
    let gone = d.codes.iter().filter(|c| c.now.is_empty()).count();
    let _ = writeln!(
        out,
        "\n{} {}, {} +{came} −{gone}, {} {unstable}",
        screen.pick("新编码：相同", "new codes: same"),
        d.same_codes,
        screen.pick("增减", "came and went"),
        screen.pick("变更", "changed"),
    );
    for c in d.codes.iter().filter(|c| c.is_unstable()).take(SHOWN) {
        let _ = writeln!(out, "  {}", plain(&format!("{} {}/{}: {} → {}", c.key.entity, c.key.system, c.key.code, c.before, c.now)));
    }
    rest(unstable, out);
    if unstable > 0 {
        let text = screen.pick(
            "已有新编码的记录换了编码：把上一次的 crosswalk.csv 用 --crosswalk 传给 cutover run",
            "records that had a new code have another one: give the earlier crosswalk.csv to `cutover run --crosswalk`",
        );
        let _ = writeln!(out, "  {text}");
    }
}

/// Takes off which record another was merged into, so that all that were merged stand together.
fn way(fates: &str) -> &str {
    fates.split(" → ").next().unwrap_or(fates)
}

/// Words a fate, with what stands behind it: `held (rule)`.
fn fate_words(fate: &str, screen: &Screen) -> String {
    let words = [
        ("emitted", screen.pick("可装载", "ready")),
        ("merged", screen.pick("合并", "merged")),
        ("held", screen.pick("暂挂", "held")),
        ("rejected", screen.pick("拒绝", "rejected")),
        ("skipped", screen.pick("跳过", "skipped")),
    ];
    words.iter().fold(fate.to_owned(), |text, (key, word)| text.replace(key, word))
}

fn verdict<'t>(key: &'t str, screen: &Screen) -> &'t str {
    match key {
        "go" => screen.pick("可以上线", "GO"),
        "conditional" => screen.pick("有条件上线", "CONDITIONAL"),
        "no-go" => screen.pick("不可上线", "NO-GO"),
        _ => "?",
    }
}

fn severity(key: &str, screen: &Screen) -> &'static str {
    match key {
        "critical" => pick(screen, "严重", "critical"),
        "error" => pick(screen, "错误", "error   "),
        "warning" => pick(screen, "警告", "warning "),
        _ => pick(screen, "提示", "note    "),
    }
}

fn score(s: Option<f64>) -> String {
    s.map_or_else(|| "–".to_owned(), |s| format!("{:.1}", (s * 10.0).floor() / 10.0))
}

fn more(all: usize, shown: usize) -> &'static str {
    if all > shown { ", …" } else { "" }
}

fn rest(all: usize, out: &mut String) {
    if all > SHOWN {
        let _ = writeln!(out, "  … +{}", all - SHOWN);
    }
}

fn pick(screen: &Screen, zh: &'static str, en: &'static str) -> &'static str {
    if screen.lang == Lang::Zh { zh } else { en }
}

/// Shows what would run on a terminal, or turn its text around.
fn plain(text: &str) -> String {
    one_line(text).into_owned()
}
