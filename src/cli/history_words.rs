//! What `cutover status` says.

use super::screen::Screen;
use crate::history::{BurnDown, Entry, Moved, Outlook, Trend};
use crate::model::Lang;
use std::fmt::Write as _;

/// Runs shown; older ones are counted.
const RUNS: usize = 12;
/// Rules shown of each kind.
const RULES: usize = 8;

/// Words the history.
pub(super) fn status(entries: &[Entry], trend: Option<&Trend>, outlook: &Outlook, screen: &Screen) -> String {
    let mut out = String::new();
    runs(entries, screen, &mut out);
    match trend {
        None => {
            let _ = writeln!(out, "\n{}", screen.pick("再运行一次后可看到变化。", "What moves shows after another run."));
        }
        Some(t) => {
            rules(screen.pick("改善", "improved"), &t.improved, &mut out);
            rules(screen.pick("变差", "worse"), &t.worse, &mut out);
            rules(screen.pick("停滞", "standing still"), &t.still, &mut out);
        }
    }
    owners(outlook, trend, screen, &mut out);
    out
}

fn runs(entries: &[Entry], screen: &Screen, out: &mut String) {
    let head = screen.pick(
        "时间 (UTC)        结论          读入     可装载   待处理  得分          严重/错误/警告",
        "when (UTC)        verdict       read      ready     held  score         critical/error/warning",
    );
    let _ = writeln!(out, "{head}");
    let older = entries.len().saturating_sub(RUNS);
    if older > 0 {
        let _ = writeln!(out, "… +{older}");
    }
    for e in entries.iter().skip(older) {
        let [_, warning, error, critical] = e.findings;
        let score = format!("{} → {}", score(e.before), score(e.after));
        let _ = writeln!(
            out,
            "{:<17} {:<11} {:>9} {:>10} {:>8}  {score:<13} {critical}/{error}/{warning}  {}",
            plain(&e.at),
            plain(&e.verdict),
            e.read,
            e.ready,
            e.held,
            plain(&e.run)
        );
    }
}

fn rules(head: &str, moved: &[Moved], out: &mut String) {
    if moved.is_empty() {
        return;
    }
    let _ = writeln!(out, "\n{head}: {}", moved.len());
    for m in moved.iter().take(RULES) {
        let _ = writeln!(
            out,
            "  {:<44} {:>7} → {:<7} {}",
            plain(&m.name),
            m.before,
            m.now,
            if m.still_for > 2 { format!("×{}", m.still_for) } else { String::new() }
        );
    }
    if moved.len() > RULES {
        let _ = writeln!(out, "  … +{}", moved.len() - RULES);
    }
}

fn owners(outlook: &Outlook, trend: Option<&Trend>, screen: &Screen, out: &mut String) {
    let left = match (&outlook.cutover, outlook.days_left) {
        (Some(day), Some(left)) if screen.lang == Lang::Zh => format!("（切换日 {}，还有 {left} 天）", plain(day)),
        (Some(day), Some(left)) => format!(" (cut-over {}, {left} days left)", plain(day)),
        _ => String::new(),
    };
    let _ = writeln!(out, "\n{}{left}", screen.pick("责任人", "owners"));
    if let Some(line) = &outlook.burn_down {
        let _ = writeln!(out, "  {}", burn_down(line, screen));
    }
    for o in &outlook.owners {
        let before =
            trend.and_then(|t| t.owners.iter().find(|m| m.name == o.owner)).map(|m| format!("{} → ", m.before)).unwrap_or_default();
        let name = if o.owner.is_empty() { screen.pick("未指定", "nobody") } else { &o.owner };
        let pace = if o.measured { screen.pick("实测", "measured") } else { screen.pick("估计", "assumed") };
        let late = if o.behind { screen.pick("  进度落后", "  behind") } else { "" };
        let (open, hours, days) = (o.open, o.hours, o.days);
        let (pair, value) = (o.pair_minutes, o.value_minutes);
        let text = match screen.lang {
            Lang::Zh => format!(
                "待处理 {before}{open}（其中疑似重复 {}），还需 {hours:.1} 小时、{days} 天（每对 {pair:.1} 分钟，其余每项 {value:.1} 分钟，{pace}）{late}",
                o.pairs
            ),
            Lang::En => format!(
                "open {before}{open} ({} of them pairs), {hours:.1} hours, {days} days of answers ({pair:.1} minutes a pair, {value:.1} any other, {pace}){late}",
                o.pairs
            ),
        };
        let _ = writeln!(out, "  {}  {text}", plain(name));
    }
}

fn burn_down(line: &BurnDown, screen: &Screen) -> String {
    let BurnDown { since, open_then, open, a_day, .. } = line;
    let late = if line.late { screen.pick("，晚于切换日", ", too late for the cut-over") } else { "" };
    match (screen.lang, &line.settled_on) {
        (Lang::Zh, Some(day)) => format!("自 {since} 起未解决问题 {open_then} → {open}，每天减少 {a_day:.1} 个，照此于 {day} 清零{late}"),
        (Lang::Zh, None) => format!("自 {since} 起未解决问题 {open_then} → {open}，没有减少：照此无法清零"),
        (Lang::En, Some(day)) => {
            format!("open findings since {since}: {open_then} → {open}, {a_day:.1} fewer a day, none left on {day}{late}")
        }
        (Lang::En, None) => format!("open findings since {since}: {open_then} → {open}, not falling: at this pace they are never settled"),
    }
}

fn score(score: Option<f64>) -> String {
    // Cut and not rounded, as in the report.
    score.map_or_else(|| "-".to_owned(), |s| format!("{:.1}", (s * 10.0).floor() / 10.0))
}

fn plain(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).collect()
}
