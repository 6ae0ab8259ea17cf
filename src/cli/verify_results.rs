//! What a verification found, in both languages and as JSON.

use super::exit::Exit;
use super::screen::Screen;
use crate::load::{By, Difference, Package, Verified, WaveVerified};
use crate::report::one_line;
use serde_json::{Value, json};
use std::fmt::Write;

/// Shows a value, masked where it is personal data.
pub(super) fn value(package: &Package, column: &str, value: Option<&str>, raw: bool) -> String {
    let personal = || package.plan.entities.iter().flat_map(|e| &e.fields).any(|f| f.column == column && f.personal);
    match value {
        None => "-".to_owned(),
        Some(_) if !raw && personal() => "***".to_owned(),
        Some(v) => format!("{:?}", one_line(v)),
    }
}

/// Shows a finished verification.
pub(super) fn verified(package: &Package, done: &Verified, raw: bool, screen: &Screen) -> Result<(), Exit> {
    if screen.json {
        let waves: Vec<Value> = done.waves.iter().map(|w| wave_json(package, w, raw)).collect();
        return screen.print(&format!("{:#}\n", json!({ "run": done.run, "clean": done.clean(), "waves": waves })));
    }
    if screen.quiet {
        return Ok(());
    }
    let mut out = String::new();
    for w in &done.waves {
        wave_text(package, w, raw, screen, &mut out);
    }
    screen.print(&out)
}

fn wave_text(package: &Package, w: &WaveVerified, raw: bool, screen: &Screen, out: &mut String) {
    for b in &w.batches {
        let (name, digest) = (b.entry.name(), &b.digest);
        let figures = [
            (b.expected, "应有 {}", "{} expected"),
            (b.found, "实有 {}", "{} found"),
            (b.differing, "不同 {}", "{} different"),
            (b.edited, "装入后被改 {}", "{} changed since the load"),
            (b.dangling, "悬空引用 {}", "{} dangling"),
            (b.totals_off(), "控制总数不符 {}", "{} total(s) off"),
        ];
        let _ =
            writeln!(out, "{name}{}{}{}{digest}", screen.pick("：", ": "), screen.figures(&figures), screen.pick("，摘要 ", ", digest "));
        for d in &b.differences {
            let _ = writeln!(out, "  {}", difference(package, d, raw, screen));
        }
        for (field, group, found, sent) in b.totals.iter().filter(|t| t.2 != t.3) {
            let _ = writeln!(out, "  {field} {}: {found} <> {sent}", one_line(group));
        }
    }
    for batch in &w.missing {
        let _ = writeln!(out, "{}/{batch}: {}", w.wave, screen.pick("未装入", "not loaded"));
    }
    let verdict = if w.clean() {
        screen.pick("与发出的一致", "is there as it was sent")
    } else {
        screen.pick("与发出的不一致", "is not as it was sent")
    };
    let _ = writeln!(out, "{} {} {verdict}", screen.pick("波次", "wave"), w.wave);
}

fn difference(package: &Package, d: &Difference, raw: bool, screen: &Screen) -> String {
    let by = match d.by {
        By::Target => screen.pick("目标装入时所改", "by the target while it loaded"),
        By::Since => screen.pick("装入后所改", "changed since"),
    };
    let key = one_line(&d.key);
    match &d.column {
        None => format!("#{} {key}: {}", d.row, screen.pick("不在目标中", "not in the target")),
        Some(column) => {
            let shown = |v: &Option<String>| value(package, column, v.as_deref(), raw);
            format!("#{} {key}: {}: {} -> {} ({by})", d.row, one_line(column), shown(&d.sent), shown(&d.found))
        }
    }
}

fn wave_json(package: &Package, w: &WaveVerified, raw: bool) -> Value {
    let shown = |column: &Option<String>, v: &Option<String>| match column {
        Some(c) if value(package, c, Some("x"), raw) == "***" => v.as_ref().map(|_| "***".to_owned()),
        _ => v.clone(),
    };
    let one = |d: &Difference| {
        let by = if d.by == By::Target { "target" } else { "since" };
        json!({ "record": d.row, "key": d.key, "column": d.column, "sent": shown(&d.column, &d.sent), "found": shown(&d.column, &d.found), "by": by })
    };
    let batch = |b: &crate::load::BatchVerified| {
        json!({
            "batch": b.entry.batch, "expected": b.expected, "found": b.found, "differing": b.differing, "edited": b.edited,
            "dangling": b.dangling, "totals_off": b.totals_off(), "digest": b.digest,
            "differences": b.differences.iter().map(one).collect::<Vec<_>>(),
        })
    };
    json!({ "wave": w.wave, "clean": w.clean(), "not_loaded": w.missing, "batches": w.batches.iter().map(batch).collect::<Vec<_>>() })
}
