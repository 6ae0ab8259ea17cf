//! What loads, verifications and rollbacks did, in both languages and as JSON.

use super::exit::Exit;
use super::load_words;
use super::screen::Screen;
use crate::load::{
    By, Difference, Existing, KeptBecause, LoadDone, LoadEnd, News, Package, RollbackDone, Status, TakenBack, Verified, WaveVerified,
};
use crate::model::Lang;
use crate::report::one_line;
use serde_json::{Value, json};
use std::fmt::Write;
use std::path::Path;

/// Lines shown of what may be many; files and the ledger hold all.
const SHOWN: usize = 20;

/// Shows a finished load.
pub(super) fn loaded(done: &LoadDone, refused: Option<&Path>, trial: bool, screen: &Screen) -> Result<(), Exit> {
    if screen.json {
        return screen.print(&format!("{:#}\n", load_json(done, refused, trial)));
    }
    if screen.quiet {
        return Ok(());
    }
    let zh = screen.lang == Lang::Zh;
    let mut out = String::new();
    for table in &done.made {
        let _ = writeln!(out, "{}{}", screen.pick("建立了表 ", "made the table "), one_line(table));
    }
    for b in &done.batches {
        let e = &b.entry;
        let _ = match (b.news, zh) {
            (News::Already, true) => writeln!(out, "{}：之前已装入，未写入任何内容", e.name()),
            (News::Already, false) => writeln!(out, "{}: already loaded, nothing written", e.name()),
            (News::Loaded, true) => {
                writeln!(
                    out,
                    "{}：{} 条，新增 {}，更改 {}，相同 {}，拒绝 {}",
                    e.name(),
                    e.rows,
                    e.created,
                    e.updated,
                    e.unchanged,
                    e.refused
                )
            }
            (News::Loaded, false) => writeln!(
                out,
                "{}: {} records, {} new, {} changed, {} the same, {} refused",
                e.name(),
                e.rows,
                e.created,
                e.updated,
                e.unchanged,
                e.refused
            ),
        };
    }
    for (batch, r) in done.refused.iter().take(SHOWN) {
        let reason = load_words::reason(&r.reason, screen.lang);
        let _ = writeln!(out, "  {batch} #{} {}: {}", r.row, one_line(&r.key), one_line(&reason));
    }
    if let Some(path) = refused {
        let n = done.refused.len();
        let _ = match zh {
            true => writeln!(out, "拒绝的 {n} 条记录及其来源文件、工作表、行号：{}", path.display()),
            false => writeln!(out, "the {n} refused record(s) with file, sheet and line: {}", path.display()),
        };
    }
    out.push_str(&ended(done, trial, screen));
    screen.print(&out)
}

fn ended(done: &LoadDone, trial: bool, screen: &Screen) -> String {
    let wave = &done.wave;
    let zh = screen.lang == Lang::Zh;
    let mut text = match (&done.ended, zh) {
        (LoadEnd::Whole, true) => format!("波次 {wave} 已全部装入"),
        (LoadEnd::Whole, false) => format!("wave {wave} is loaded"),
        (LoadEnd::Refused { batch, too_many: true }, true) => format!("停止：拒绝的记录超过上限；{batch} 未装入，之前的批次保留"),
        (LoadEnd::Refused { batch, too_many: true }, false) => {
            format!("stopped: more records are refused than may be; {batch} is not loaded, earlier batches stay")
        }
        (LoadEnd::Refused { batch, .. }, true) => format!("停止：{batch} 有记录被拒绝，整批未装入（--refused load-rest 可装入其余）"),
        (LoadEnd::Refused { batch, .. }, false) => {
            format!("stopped: records of {batch} are refused, and nothing of it is loaded (--refused load-rest loads the others)")
        }
        (LoadEnd::Cancelled, true) => format!("已在批次之间停止；再次运行即可继续装入波次 {wave}"),
        (LoadEnd::Cancelled, false) => format!("stopped at the edge of a batch; run this again to go on with wave {wave}"),
    };
    if trial {
        text.push_str(screen.pick("（试装：全部已撤销）", " (dry run: everything was taken back)"));
    }
    text.push('\n');
    text
}

fn load_json(done: &LoadDone, refused: Option<&Path>, trial: bool) -> Value {
    let batch = |b: &crate::load::BatchDone| {
        let mut value = serde_json::to_value(&b.entry).unwrap_or_default();
        if let Some(all) = value.as_object_mut() {
            all.insert("news".into(), if b.news == News::Already { "already-loaded" } else { "loaded" }.into());
        }
        value
    };
    let ended = match &done.ended {
        LoadEnd::Whole => "whole",
        LoadEnd::Refused { too_many: true, .. } => "too-many-refused",
        LoadEnd::Refused { .. } => "refused",
        LoadEnd::Cancelled => "cancelled",
    };
    let one = |(batch, r): &(String, crate::load::Refusal)| json!({ "batch": batch, "record": r.row, "key": r.key, "reason": r.reason });
    json!({
        "wave": done.wave,
        "ended": ended,
        "dry_run": trial,
        "tables_made": done.made,
        "batches": done.batches.iter().map(batch).collect::<Vec<_>>(),
        "refused": done.refused.iter().map(one).collect::<Vec<_>>(),
        "refused_file": refused.map(|p| p.display().to_string()),
    })
}

/// Words records that are about to be changed.
pub(super) fn existing(package: &Package, batch: &str, existing: &Existing, raw: bool, screen: &Screen) -> String {
    let mut out = match screen.lang {
        Lang::Zh => format!("{batch}：目标中已有 {} 条相同、{} 条内容不同的记录；将更改后者：", existing.same, existing.other),
        Lang::En => {
            format!(
                "{batch}: {} records are there already with the same content, {} with other content, which is changed:",
                existing.same, existing.other
            )
        }
    };
    for change in &existing.examples {
        let _ = write!(out, "\n  {}", one_line(&change.key));
        for (column, before, after) in &change.fields {
            let shown = |v: &Option<String>| value(package, column, v.as_deref(), raw);
            let _ = write!(out, "\n    {}: {} -> {}", one_line(column), shown(before), shown(after));
        }
    }
    out
}

/// Shows a value, masked where it is personal data.
fn value(package: &Package, column: &str, value: Option<&str>, raw: bool) -> String {
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
    let zh = screen.lang == Lang::Zh;
    for b in &w.batches {
        let (name, digest) = (b.entry.name(), &b.digest);
        let _ = match zh {
            true => writeln!(
                out,
                "{name}：应有 {}，实有 {}，不同 {}，装入后被改 {}，悬空引用 {}，控制总数不符 {}，摘要 {digest}",
                b.expected,
                b.found,
                b.differing,
                b.edited,
                b.dangling,
                b.totals_off()
            ),
            false => writeln!(
                out,
                "{name}: {} expected, {} found, {} different, {} changed since the load, {} dangling, {} totals off, digest {digest}",
                b.expected,
                b.found,
                b.differing,
                b.edited,
                b.dangling,
                b.totals_off()
            ),
        };
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

/// Shows a finished rollback.
pub(super) fn taken_back(done: &RollbackDone, screen: &Screen) -> Result<(), Exit> {
    if screen.json {
        let row = |r: &crate::load::KeptRow| json!({ "record": r.row, "key": r.key, "why": why(&r.why, Lang::En) });
        let batch = |b: &TakenBack| {
            json!({
                "batch": b.batch, "reversed": b.reversed, "gone": b.gone, "kept": b.kept, "overridden": b.overridden,
                "rows": b.rows.iter().map(row).collect::<Vec<_>>(),
            })
        };
        let batches: Vec<Value> = done.batches.iter().map(batch).collect();
        return screen.print(&format!("{:#}\n", json!({ "run": done.run, "cancelled": done.cancelled, "batches": batches })));
    }
    if screen.quiet {
        return Ok(());
    }
    let mut out = String::new();
    for b in &done.batches {
        let _ = match screen.lang {
            Lang::Zh => writeln!(out, "{}：撤回 {}，早已不在 {}，保留 {}，强制撤回 {}", b.batch, b.reversed, b.gone, b.kept, b.overridden),
            Lang::En => {
                writeln!(
                    out,
                    "{}: {} reversed, {} gone before, {} kept, {} taken back by force",
                    b.batch, b.reversed, b.gone, b.kept, b.overridden
                )
            }
        };
        for r in &b.rows {
            let _ = writeln!(out, "  #{} {}: {}", r.row, one_line(&r.key), one_line(&why(&r.why, screen.lang)));
        }
    }
    if done.cancelled {
        out.push_str(screen.pick("已在批次之间停止；再次运行即可继续\n", "stopped at the edge of a batch; run this again to go on\n"));
    }
    screen.print(&out)
}

fn why(why: &KeptBecause, lang: Lang) -> String {
    match (why, lang) {
        (KeptBecause::Edited, Lang::Zh) => "保留：装入后被人改过（--force 可一并撤回）".to_owned(),
        (KeptBecause::Edited, Lang::En) => "kept: somebody edited it since (--force takes it back, too)".to_owned(),
        (KeptBecause::Altered, Lang::Zh) => "已还原，但目标的触发器又改了它".to_owned(),
        (KeptBecause::Altered, Lang::En) => "restored, but a trigger of the target changed it again".to_owned(),
        (KeptBecause::Refused(said), Lang::Zh) => format!("失败：{said}"),
        (KeptBecause::Refused(said), Lang::En) => format!("failed: {said}"),
    }
}

/// Shows a ledger.
pub(super) fn status(status: &Status, screen: &Screen) -> Result<(), Exit> {
    if screen.json {
        return screen.print(&format!("{:#}\n", serde_json::to_value(status).unwrap_or_default()));
    }
    let mut out = String::new();
    for b in &status.batches {
        let e = &b.entry;
        let drift = match (b.drifted, screen.lang) {
            (Some(n), Lang::Zh) if n > 0 => format!("，之后变动 {n} 行"),
            (Some(n), Lang::En) if n > 0 => format!(", {n} rows changed since"),
            _ => String::new(),
        };
        let state = match e.state {
            crate::load::State::Loaded => screen.pick("已装入", "loaded"),
            crate::load::State::Kept => screen.pick("已撤回，有保留", "taken back, some rows kept"),
            crate::load::State::RolledBack => screen.pick("已撤回", "taken back"),
        };
        let _ = match screen.lang {
            Lang::Zh => writeln!(
                out,
                "{:>4}  {}  {}  {state}：{} 条，新增 {}，更改 {}，拒绝 {}{drift}  {}  {}",
                e.seq,
                e.run,
                e.name(),
                e.rows,
                e.created,
                e.updated,
                e.refused,
                e.who,
                e.at
            ),
            Lang::En => writeln!(
                out,
                "{:>4}  {}  {}  {state}: {} records, {} new, {} changed, {} refused{drift}  {}  {}",
                e.seq,
                e.run,
                e.name(),
                e.rows,
                e.created,
                e.updated,
                e.refused,
                e.who,
                e.at
            ),
        };
    }
    for c in &status.checks {
        let _ = writeln!(
            out,
            "{} {}: {} {}  {}  {}",
            screen.pick("核对", "verified"),
            c.wave,
            c.differing,
            screen.pick("处不同", "different"),
            c.who,
            c.at
        );
    }
    for a in &status.accepted {
        let _ = writeln!(out, "{} {}: {}", screen.pick("验收", "accepted"), a.wave, a.seal);
    }
    for r in &status.rollbacks {
        let forced = if r.forced { screen.pick("，强制", ", forced") } else { "" };
        let state = if r.state == "done" { screen.pick("完成", "done") } else { screen.pick("未完成", "not done") };
        let _ = writeln!(out, "{} {} {}: {state}{forced}  {}  {}", screen.pick("撤回", "rollback"), r.run, r.scope, r.who, r.at);
    }
    screen.print(&out)
}
