//! Progress: bars with an estimate where somebody watches, one line of JSON a stage where a program does, nothing in a log.

use super::screen::Screen;
use super::stop;
use crate::model::{Lang, Watch};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::Write;
use std::sync::Mutex;
use std::time::Duration;

/// Shows the progress of a run on standard error.
pub(super) struct Bars {
    lang: Lang,
    shown: bool,
    /// Whether a program listens: then each stage is said as a line of JSON.
    told: bool,
    bar: Mutex<ProgressBar>,
}

/// Names of the stages in Chinese.
const STAGES: &[(&str, &str)] = &[
    ("read", "读取"),
    ("map", "识别"),
    ("normalise", "规范"),
    ("check", "检查"),
    ("index", "建索引"),
    ("learn", "学习"),
    ("match", "查重"),
    ("code", "编码"),
    ("cascade", "改写引用"),
    ("emit", "写批次"),
    ("reconcile", "核对"),
    ("score", "评分"),
    ("report", "报告"),
    ("load", "装载"),
    ("verify", "比对"),
    ("rollback", "回退"),
];

impl Bars {
    /// Makes bars that are drawn only where somebody watches.
    pub fn new(screen: &Screen) -> Self {
        Self {
            lang: screen.lang,
            shown: screen.watched && !screen.json,
            told: screen.json && !screen.quiet,
            bar: Mutex::new(ProgressBar::hidden()),
        }
    }

    /// Takes the last bar away.
    pub fn finish(&self) {
        self.with(ProgressBar::finish_and_clear);
    }

    fn with(&self, work: impl FnOnce(&ProgressBar)) {
        if let Ok(bar) = self.bar.lock() {
            work(&bar);
        }
    }

    fn label(&self, stage: &'static str) -> &'static str {
        let zh = STAGES.iter().find(|(name, _)| *name == stage).map_or(stage, |(_, zh)| zh);
        if self.lang == Lang::Zh { zh } else { stage }
    }
}

impl Watch for Bars {
    fn begin(&self, stage: &'static str, total: Option<u64>) {
        if self.told {
            let event = serde_json::json!({ "event": "stage", "stage": stage, "total": total });
            // A listener that has gone away is no reason to stop.
            let _ = writeln!(std::io::stderr(), "{event}");
        }
        if !self.shown {
            return;
        }
        let bar = match total {
            Some(n) => ProgressBar::new(n),
            None => ProgressBar::new_spinner(),
        };
        bar.set_draw_target(ProgressDrawTarget::stderr());
        let template = if total.is_some() { "{msg:12} {bar:32} {pos}/{len} {elapsed} ({eta})" } else { "{msg:12} {spinner} {elapsed}" };
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
        bar.set_message(self.label(stage));
        bar.enable_steady_tick(Duration::from_millis(120));
        if let Ok(mut current) = self.bar.lock() {
            current.finish_and_clear();
            *current = bar;
        }
    }

    fn advance(&self, units: u64) {
        if self.shown {
            self.with(|bar| bar.inc(units));
        }
    }

    fn cancelled(&self) -> bool {
        stop::asked()
    }
}
