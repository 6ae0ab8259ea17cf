//! What loads and rollbacks did, in both languages and as JSON.

use super::exit::Exit;
use super::load_words;
use super::screen::Screen;
use super::verify_results::value;
use crate::load::{Entry, Existing, KeptBecause, LoadDone, LoadEnd, News, Package, Refusal, RollbackDone, TakenBack};
use crate::model::Lang;
use crate::report::one_line;
use serde_json::{Value, json};
use std::fmt::Write;
use std::path::Path;

/// Lines shown of what may be many; files and the ledger hold all.
pub(super) const SHOWN: usize = 20;

/// Shows a finished load.
pub(super) fn loaded(done: &LoadDone, refused: Option<&Path>, trial: bool, screen: &Screen) -> Result<(), Exit> {
    if screen.json {
        return screen.print(&format!("{:#}\n", load_json(done, refused, trial)));
    }
    if screen.quiet {
        return Ok(());
    }
    let mut out = String::new();
    for table in &done.made {
        let _ = writeln!(out, "{}{}", screen.pick("建立了表 ", "made the table "), one_line(table));
    }
    for b in &done.batches {
        let name = b.entry.name();
        let what = match b.news {
            News::Already => screen.pick("之前已装入，未写入任何内容", "already loaded, nothing written").to_owned(),
            News::Loaded => screen.figures(&taken(&b.entry)),
        };
        let _ = writeln!(out, "{name}{}{what}", screen.pick("：", ": "));
    }
    for (batch, r) in done.refused.iter().take(SHOWN) {
        let _ = writeln!(out, "  {batch} {}", refusal(r, screen));
    }
    if let Some(path) = refused {
        let all =
            [(done.refused.len() as u64, "拒绝的 {} 条记录及其来源文件、工作表、行号", "{} refused record(s) with file, sheet and line")];
        let _ = writeln!(out, "{}{}{}", screen.figures(&all), screen.pick("：", ": "), path.display());
    }
    out.push_str(&ended(done, trial, screen));
    screen.print(&out)
}

/// What became of the records of a batch.
pub(super) fn taken(e: &Entry) -> Vec<(u64, &'static str, &'static str)> {
    vec![
        (e.rows, "{} 条", "{} record(s)"),
        (e.created, "新增 {}", "{} new"),
        (e.updated, "更改 {}", "{} changed"),
        (e.unchanged, "相同 {}", "{} the same"),
        (e.refused, "拒绝 {}", "{} refused"),
    ]
}

/// Words a refused record: position, key, where it stood, why.
pub(super) fn refusal(r: &Refusal, screen: &Screen) -> String {
    let reason = load_words::reason(&r.reason, screen.lang);
    let origin = r.origin.as_ref().map(|o| {
        let sheet = o.sheet.as_ref().map(|s| format!(" {s}")).unwrap_or_default();
        match screen.lang {
            Lang::Zh => format!("（{}{sheet} 第 {} 行）", o.file, o.line),
            Lang::En => format!(" ({}{sheet} line {})", o.file, o.line),
        }
    });
    format!("#{} {}{}: {}", r.row, one_line(&r.key), one_line(&origin.unwrap_or_default()), one_line(&reason))
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
    let one =
        |(batch, r): &(String, Refusal)| json!({ "batch": batch, "record": r.row, "key": r.key, "origin": r.origin, "reason": r.reason });
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
    let there = [
        (existing.same, "目标中已有 {} 条相同", "{} record(s) there already with the same content"),
        (existing.other, "{} 条内容不同的记录；将更改后者：", "{} with other content, which is changed:"),
    ];
    let mut out = format!("{batch}{}{}", screen.pick("：", ": "), screen.figures(&there));
    for change in &existing.examples {
        let _ = write!(out, "\n  {}", one_line(&change.key));
        for (column, before, after) in &change.fields {
            let shown = |v: &Option<String>| value(package, column, v.as_deref(), raw);
            let _ = write!(out, "\n    {}: {} -> {}", one_line(column), shown(before), shown(after));
        }
    }
    out
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
        let figures = [
            (b.reversed, "撤回 {}", "{} reversed"),
            (b.gone, "早已不在 {}", "{} gone before"),
            (b.kept, "保留 {}", "{} kept"),
            (b.overridden, "强制撤回 {}", "{} taken back by force"),
        ];
        let _ = writeln!(out, "{}{}{}", b.batch, screen.pick("：", ": "), screen.figures(&figures));
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
