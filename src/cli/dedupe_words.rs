//! What `cutover dedupe` says, in both languages.

use super::message;
use super::screen::Screen;
use crate::emit::FolderError;
use crate::lists::{Basis, LeftOut, ListsError, Summary, Used, Waterfall};
use crate::matching::Why;
use crate::model::Lang;
use crate::plan::MatchKind;
use std::fmt::Write;
use std::path::Path;

/// Ids shown where there may be many.
const SHOWN: usize = 10;

/// Words a finished search.
pub(super) fn summary(s: &Summary, folder: &Path, seconds: f64, screen: &Screen) -> String {
    let mut out = String::new();
    let mut line = |text: String| {
        let _ = writeln!(out, "{text}");
    };
    sources(s, screen, &mut line);
    columns(s, screen, &mut line);
    labels(s, screen, &mut line);
    figures(s, screen, &mut line);
    line(match screen.lang {
        Lang::Zh => format!("结果：{}（{seconds:.1} 秒）", folder.display()),
        Lang::En => format!("Result: {} ({seconds:.1} s)", folder.display()),
    });
    out
}

fn sources(s: &Summary, screen: &Screen, line: &mut dyn FnMut(String)) {
    for f in &s.files {
        let mut text = match screen.lang {
            Lang::Zh => format!("{}：{} 行", f.file, f.rows),
            Lang::En => format!("{}: {} rows", f.file, f.rows),
        };
        if f.set_aside > 0 {
            let _ = match screen.lang {
                Lang::Zh => write!(text, "，{} 行不是数据（合计、说明等）", f.set_aside),
                Lang::En => write!(text, ", {} lines are no data (totals, comments)", f.set_aside),
            };
        }
        if !f.tables_left_out.is_empty() {
            let names = f.tables_left_out.join(", ");
            let _ = match screen.lang {
                Lang::Zh => write!(text, "；列不同的表未采用：{names}"),
                Lang::En => write!(text, "; tables with other columns left out: {names}"),
            };
        }
        line(text);
    }
    if s.ids.column.is_none() {
        line(
            screen
                .pick("没有给出主键列（--id）：以文件行号为编号", "No column of ids was named (--id): lines of the files are the ids")
                .to_owned(),
        );
    }
    if s.ids.blank > 0 && s.ids.column.is_some() {
        line(match screen.lang {
            Lang::Zh => format!("{} 条记录没有编号：以 #行号 代替", s.ids.blank),
            Lang::En => format!("{} records have no id: #LINE stands in its place", s.ids.blank),
        });
    }
    if !s.ids.repeated.is_empty() {
        line(match screen.lang {
            Lang::Zh => format!("{} 个编号重复，后出现的记为 编号#2、编号#3：{}", s.ids.repeated.len(), some(&s.ids.repeated, screen.lang)),
            Lang::En => {
                format!("{} ids are repeated; later ones become ID#2, ID#3: {}", s.ids.repeated.len(), some(&s.ids.repeated, screen.lang))
            }
        });
    }
}

/// Gives the first few.
fn some(ids: &[String], lang: Lang) -> String {
    let shown = ids.iter().take(SHOWN).cloned().collect::<Vec<_>>().join(", ");
    match ids.len().saturating_sub(SHOWN) {
        0 => shown,
        more if lang == Lang::Zh => format!("{shown} 等（另 {more} 个）"),
        more => format!("{shown} and {more} more"),
    }
}

fn columns(s: &Summary, screen: &Screen, line: &mut dyn FnMut(String)) {
    line(screen.pick("比较的列：", "Columns compared:").to_owned());
    for c in &s.columns {
        let from = if c.columns.len() > 1 { format!(" = {}", c.columns.join(" + ")) } else { String::new() };
        line(format!("  {}{from}: {} ({})", c.name, kind(c.kind, screen.lang), why(c, screen.lang)));
    }
    if !s.left_out.is_empty() {
        line(screen.pick("不比较的列：", "Columns left out:").to_owned());
        for (name, reason) in &s.left_out {
            line(format!("  {name}: {}", left_out(*reason, screen)));
        }
    }
}

fn kind(kind: MatchKind, lang: Lang) -> &'static str {
    let (zh, en) = match kind {
        MatchKind::CompanyName => ("公司名称", "company name"),
        MatchKind::PersonName => ("人名", "name of a person"),
        MatchKind::Identifier => ("编号", "identifier"),
        MatchKind::Phone => ("电话", "phone"),
        MatchKind::Email => ("邮箱", "e-mail"),
        MatchKind::Address => ("地址", "address"),
        MatchKind::Date => ("日期", "date"),
        MatchKind::Number => ("数值", "number"),
        MatchKind::Category => ("类别", "category"),
        MatchKind::Specification => ("规格", "specification"),
        MatchKind::Description => ("描述", "description"),
        MatchKind::Text => ("文本", "text"),
    };
    if lang == Lang::Zh { zh } else { en }
}

fn why(column: &Used, lang: Lang) -> String {
    let zh = lang == Lang::Zh;
    match column.basis {
        Basis::Declared => if zh { "按设置" } else { "as configured" }.to_owned(),
        Basis::Seen(Why::Header(w)) if zh => format!("表头含“{w}”"),
        Basis::Seen(Why::Header(w)) => format!("its header says \"{w}\""),
        Basis::Seen(Why::Values(p)) if zh => format!("{p}% 的值如此"),
        Basis::Seen(Why::Values(p)) => format!("{p} % of its values look like it"),
        Basis::Seen(Why::Few(n)) if zh => format!("只有 {n} 种值"),
        Basis::Seen(Why::Few(n)) => format!("only {n} different values"),
        Basis::Seen(Why::Different) => if zh { "数字，大多不同" } else { "numbers, most of them different" }.to_owned(),
        Basis::Seen(Why::Long) => if zh { "文字较长" } else { "its texts are long" }.to_owned(),
        Basis::Seen(Why::Telling) => if zh {
            "没有其他列像名称，而它的文字最多样"
        } else {
            "nothing else names the things, and its texts differ most"
        }
        .to_owned(),
        Basis::Seen(Why::Specified) => if zh { "旁边有规格列" } else { "specifications stand beside it" }.to_owned(),
        Basis::Seen(Why::Nothing) => if zh { "没有更具体的特征" } else { "nothing more special was seen" }.to_owned(),
    }
}

fn left_out(reason: LeftOut, screen: &Screen) -> &'static str {
    match reason {
        LeftOut::Id => screen.pick("主键", "the ids"),
        LeftOut::Ignored => screen.pick("按设置忽略", "ignored as configured"),
        LeftOut::NotInModel => screen.pick("模型中没有", "not in the model"),
        LeftOut::Empty => screen.pick("全部为空", "empty"),
        LeftOut::Constant => screen.pick("只有一个值", "one value only"),
        LeftOut::Serial => screen.pick("流水号", "a serial number: it counts the rows"),
        LeftOut::Key => screen.pick("编码，没有两行相同", "a key: codes of which no two are alike"),
    }
}

fn labels(s: &Summary, screen: &Screen, line: &mut dyn FnMut(String)) {
    let Some(l) = &s.labels else { return };
    line(match screen.lang {
        Lang::Zh => format!("人工判断：{} 对相同，{} 对不同，{} 对未定", l.same, l.different, l.open),
        Lang::En => format!("Labels: {} same, {} different, {} open", l.same, l.different, l.open),
    });
    if l.both_ways + s.matching.contradicted > 0 {
        line(match screen.lang {
            Lang::Zh => {
                format!("  相互矛盾：{} 对两种判断都有（未采用），{} 对判为不同但经其他判断相连", l.both_ways, s.matching.contradicted)
            }
            Lang::En => {
                format!(
                    "  contradictions: {} pairs decided both ways (not used), {} called different but joined by other labels",
                    l.both_ways, s.matching.contradicted
                )
            }
        });
    }
    if !l.unknown.is_empty() {
        line(match screen.lang {
            Lang::Zh => format!("  没有这些编号的记录：{}", some(&l.unknown, screen.lang)),
            Lang::En => format!("  no record has these ids: {}", some(&l.unknown, screen.lang)),
        });
    }
}

fn figures(s: &Summary, screen: &Screen, line: &mut dyn FnMut(String)) {
    let r = &s.matching;
    let percent = |x: f64| format!("{:.1} %", 100.0 * x);
    let complete = r.completeness.map_or_else(|| screen.pick("无法估计", "not to be estimated").to_owned(), percent);
    let mut row = |zh: &str, en: &str, value: String| line(format!("{}{value}", screen.pick(zh, en)));
    row("记录：", "Records: ", r.records.to_string());
    row("候选对：", "Candidate pairs: ", format!("{:.0}", r.candidates));
    row("免于比较的比例：", "Reduction ratio: ", format!("{:.4} %", 100.0 * r.reduction));
    row("候选的完整度（估计）：", "Pair completeness (estimate): ", complete);
    row("相同的对：", "Pairs the same: ", format!("{} (p >= {:.3})", r.same, r.threshold));
    row("待人工判断的对：", "Pairs undecided: ", format!("{} (p >= {:.3})", r.undecided, r.review));
    row("重复组：", "Clusters: ", format!("{} ({} {})", s.clusters, s.clustered, screen.pick("条记录", "records")));
    row("准确率（估计）：", "Precision (estimate): ", percent(r.precision));
    if let Some(unique) = r.unique {
        let one = |u: bool| if u { screen.pick("无重复", "without duplicates") } else { screen.pick("有重复", "with duplicates") };
        row("两份清单：", "Lists: ", unique.map(one).join(" / "));
    }
}

/// Words the way to the weight of one pair.
pub(super) fn waterfall(w: &Waterfall, screen: &Screen) -> String {
    let mut out = String::new();
    let [a, b] = &w.ids;
    let _ = writeln!(out, "{a} | {b}");
    let start = match (screen.lang, w.like.as_str()) {
        (Lang::Zh, "nothing") => "起点（任取两条记录）".to_owned(),
        (Lang::Zh, "relatives") => "起点（候选对中同系列而不同的记录很多）".to_owned(),
        (Lang::Zh, like) => format!("起点（“{like}”相同的不同记录很多）"),
        (Lang::En, "nothing") => "start: two records at random".to_owned(),
        (Lang::En, "relatives") => "start: candidates are often relatives, and different".to_owned(),
        (Lang::En, like) => format!("start: different things often agree in {like}"),
    };
    let _ = writeln!(out, "{:>9.2}  {start}", w.prior);
    for f in &w.fields {
        let weight = if f.veto { screen.pick("否决", "veto").to_owned() } else { format!("{:+.2}", f.weight) };
        let _ = writeln!(out, "{weight:>9}  {}: {}", f.field, f.level);
        let [x, y] = &f.values;
        let _ = writeln!(out, "{:11}{x}\n{:11}{y}", "", "");
    }
    if w.rest < -0.005 {
        let _ = writeln!(out, "{:>+9.2}  {}", w.rest, screen.pick("其他原因也能解释的相似", "likeness that other groups explain"));
    }
    let total = if w.weight.is_finite() { format!("{:.2}", w.weight) } else { screen.pick("否决", "veto").to_owned() };
    let _ = writeln!(out, "{total:>9}  {}: p = {:.6}", screen.pick("合计", "total"), w.probability);
    let decision = match w.decision {
        "same" => screen.pick("相同", "same"),
        "undecided" => screen.pick("待定", "undecided"),
        _ => screen.pick("不同", "different"),
    };
    let by = if w.labelled {
        screen.pick("人工判断", "by a label").to_owned()
    } else {
        format!("same >= {:.3}, undecided >= {:.3}", w.threshold, w.review)
    };
    let _ = writeln!(out, "{}{decision} ({by})", screen.pick("判断：", "Decision: "));
    out
}

/// Says what went wrong.
pub(super) fn error(error: &ListsError, lang: Lang) -> String {
    match lang {
        Lang::Zh => chinese(error),
        Lang::En => match error {
            ListsError::Folder(FolderError::NotOurs { path }) => {
                format!("{} exists and holds no result of dedupe; name another folder, or move it away", path.display())
            }
            ListsError::Folder(FolderError::Io { path, source }) => format!("cannot write {}: {source}", path.display()),
            other => other.to_string(),
        },
    }
}

fn chinese(error: &ListsError) -> String {
    match error {
        ListsError::Read(e) => message::read(e),
        ListsError::Empty { file } => format!("{file} 中没有数据行"),
        ListsError::SameFile { first, second } => format!("{first} 与 {second} 是同一个文件：每条记录都会与自身重复"),
        ListsError::NotTwo { given } => format!("关联（--link）需要正好两个文件，给出了 {given} 个"),
        ListsError::NoIdColumn { file, column, there } => format!("{file} 没有列“{column}”；现有：{}", there.join("、")),
        ListsError::OtherColumns { missing, there } => {
            format!("设置或模型针对的是别的列：缺少 {}；文件中有：{}", missing.join("、"), there.join("、"))
        }
        ListsError::NoColumns { left_out } => format!("没有可比较的列；已排除：{}", left_out.join("、")),
        ListsError::OneRecord => "只有一条记录，没有可比较的".to_owned(),
        ListsError::NoSuchId { id } => format!("没有编号为“{id}”的记录"),
        ListsError::Config { path, detail } => format!("{} 无法使用：{detail}", path.display()),
        ListsError::LabelColumns { file, there } => {
            format!("{file} 需要列 id_l、id_r 和 decision（same 或 different）；现有：{}", there.join("、"))
        }
        ListsError::LabelWord { file, line, value } => format!("{file} 第 {line} 行：“{value}”不是判断；应为 same 或 different"),
        ListsError::Folder(FolderError::NotOurs { path }) => {
            format!("{} 已存在，且不是查重结果；请换一个目录，或先将其移走", path.display())
        }
        ListsError::Folder(FolderError::Io { path, source }) => format!("无法写入 {}：{source}", path.display()),
        ListsError::Cancelled => "已取消；没有写入任何内容".to_owned(),
        other => other.to_string(),
    }
}
