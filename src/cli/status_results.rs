//! What a target's ledger says, in both languages and as JSON.

use super::exit::Exit;
use super::load_results::{SHOWN, refusal, taken};
use super::screen::Screen;
use crate::load::{State, Status};
use crate::report::one_line;
use std::fmt::Write;

/// Shows what a target's ledger says.
pub(super) fn ledger(status: &Status, screen: &Screen) -> Result<(), Exit> {
    if screen.json {
        return screen.print(&format!("{:#}\n", serde_json::to_value(status).unwrap_or_default()));
    }
    let mut out = String::new();
    for b in &status.batches {
        let e = &b.entry;
        let state = match e.state {
            State::Loaded => screen.pick("已装入", "loaded"),
            State::Kept => screen.pick("已撤回，有保留", "taken back, some rows kept"),
            State::RolledBack => screen.pick("已撤回", "taken back"),
        };
        let mut figures = taken(e);
        figures.extend(b.drifted.filter(|n| *n > 0).map(|n| (n, "之后变动 {} 行", "{} row(s) changed since")));
        let (figures, colon) = (screen.figures(&figures), screen.pick("：", ": "));
        let _ = writeln!(out, "{:>4}  {}  {}  {state}{colon}{figures}  {}  {}", e.seq, one_line(&e.run), e.name(), e.who, e.at);
        for r in b.refusals.iter().take(SHOWN) {
            let _ = writeln!(out, "      {}", refusal(r, screen));
        }
    }
    for c in &status.checks {
        let differing = screen.figures(&[(c.differing, "{} 处不同", "{} different")]);
        let _ = writeln!(out, "{} {}: {differing}  {}  {}", screen.pick("核对", "verified"), c.wave, c.who, c.at);
    }
    for d in &status.despite {
        let despite = screen.pick("不顾结论装入", "loaded despite the verdict");
        let why = one_line(&d.reason);
        let _ = writeln!(out, "{despite} {} ({}): {why}  {}  {}", d.wave, d.verdict, d.who, d.at);
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
