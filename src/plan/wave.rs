//! Sources and waves of the project file.

use super::context::{Context, fields_of};
use super::file::{Marked, Spot};
use super::paths::inside;
use super::problem::Kind;
use super::source::pattern_problem;
use super::spec::{EntitySpec, SourceSpec, WaveSpec};
use super::walk::{Walk, text_of};
use crate::model::{Criterion, Entity, Measure, Text};
use std::collections::BTreeMap;

/// The entity name that leaves a source out.
const SKIP: &str = "skip";
/// Characters that some file system refuses in a folder's name.
const UNFIT: [char; 9] = ['<', '>', ':', '"', '/', '\\', '|', '?', '*'];

/// Reads `[[source]]`.
pub(super) fn sources(w: &mut Walk<'_>, entities: &[EntitySpec], c: Context<'_>) -> Vec<SourceSpec> {
    let mut seen = BTreeMap::new();
    let mut sources = Vec::new();
    for w in w.tables("source") {
        let at = w.at();
        let Some(source) = source(w, entities, c) else { continue };
        let sheet = source.sheet.as_ref().map(|s| s.trim().to_lowercase());
        if seen.insert((source.path.clone(), sheet), ()).is_some() {
            let message = Text::new(format!("来源 {} 声明了两次", source.path), format!("the source {} is declared twice", source.path));
            c.problems.report(Kind::Form, at, message, Text::new("合成一处，或写明 sheet", "make one of both, or name the sheet"));
        }
        sources.push(source);
    }
    sources
}

fn source(mut w: Walk<'_>, entities: &[EntitySpec], c: Context<'_>) -> Option<SourceSpec> {
    let written = w.need_text("path");
    let path = written.and_then(|p| inside(c.problems, p));
    if let (Some(p), Some(at)) = (&path, written)
        && let Some(why) = pattern_problem(p)
        && p.contains('*')
    {
        let message = Text::new(format!("路径模式有误：{why}"), format!("the path pattern is wrong: {why}"));
        c.problems.report(Kind::Form, at.at, message, Text::new("例如 exports/**/客户*.xlsx", "such as exports/**/customer*.xlsx"));
    }
    let entity = w.text("entity").filter(|e| e.value == SKIP || c.entity(*e).is_some());
    let text = |t: Option<Marked<&str>>| t.map(|t| t.value.trim().to_owned()).filter(|t| !t.is_empty());
    let fields = fields_of(entities, entity.map(|e| e.value).filter(|e| *e != SKIP));
    let spec = SourceSpec {
        path: path.unwrap_or_default(),
        sheet: text(w.text("sheet")),
        system: text(w.text("system")),
        owner: text(w.text("owner")),
        entity: entity.map(|e| e.value.to_owned()),
        header: w.count("header", 0..=1_048_576).map(|m| m.value as u32),
        encoding: encoding(&mut w, c),
        delimiter: delimiter(&mut w, c),
        columns: columns(&mut w, &fields, c),
        constants: constants(&mut w, &fields, c),
    };
    w.done();
    (!spec.path.is_empty()).then_some(spec)
}

fn encoding(w: &mut Walk<'_>, c: Context<'_>) -> Option<String> {
    let label = w.text("encoding")?;
    if encoding_rs::Encoding::for_label(label.value.as_bytes()).is_none() {
        let message = Text::new(format!("不认识的编码 `{}`", label.value), format!("there is no encoding `{}`", label.value));
        let hint =
            super::suggest::hint(label.value, ["utf-8", "gb18030", "gbk", "big5", "utf-16le", "utf-16be", "windows-1252", "shift_jis"]);
        c.problems.report(Kind::Form, label.at, message, hint);
    }
    Some(label.value.to_owned())
}

fn delimiter(w: &mut Walk<'_>, c: Context<'_>) -> Option<String> {
    let text = w.text("delimiter")?;
    if text.value.chars().count() != 1 || !text.value.is_ascii() || text.value == "\"" || text.value == "\n" {
        let message = Text::new("分隔符只能是一个字符", "a delimiter is one character");
        c.problems.report(Kind::Form, text.at, message, Text::new("例如 \";\"，制表符写 \"\\t\"", "such as \";\"; a tab is \"\\t\""));
    }
    Some(text.value.to_owned())
}

/// Reads header -> field; two headers for one field are a mistake, since only one of them could be loaded.
fn columns(w: &mut Walk<'_>, fields: &[&str], c: Context<'_>) -> BTreeMap<String, String> {
    let mut taken: BTreeMap<String, String> = BTreeMap::new();
    let Some(w) = w.table("columns") else { return taken };
    let mut columns = BTreeMap::new();
    for (key, node) in w.entries() {
        let Some(field) = text_of(c.problems, node) else { continue };
        if field.value.is_empty() || c.known(field, fields.iter().copied(), "字段", "field") {
            columns.insert(key.name.clone(), field.value.to_owned());
        }
        if let Some(other) = taken.insert(field.value.to_owned(), key.name.clone()).filter(|_| !field.value.is_empty()) {
            let message = Text::new(
                format!("列「{other}」已对应到 `{}`", field.value),
                format!("the column {other:?} goes to `{}` already", field.value),
            );
            c.problems.report(Kind::Form, field.at, message, Text::new("其中一列写 \"\" 表示不要", "write \"\" for the one to leave out"));
        }
    }
    columns
}

fn constants(w: &mut Walk<'_>, fields: &[&str], c: Context<'_>) -> BTreeMap<String, String> {
    let Some(w) = w.table("constants") else { return BTreeMap::new() };
    let read = |(key, node): &(super::node::Key, super::node::Node)| {
        let known = c.known(Marked { value: &key.name, at: key.at }, fields.iter().copied(), "字段", "field");
        let text = text_of(c.problems, node)?;
        known.then(|| (key.name.clone(), text.value.to_owned()))
    };
    w.entries().iter().filter_map(read).collect()
}

/// Reads `[[wave]]`; without any, one wave takes everything.
pub(super) fn waves(w: &mut Walk<'_>, c: Context<'_>) -> Vec<WaveSpec> {
    let mut waves: Vec<WaveSpec> = Vec::new();
    for mut w in w.tables("wave") {
        let at = w.at();
        let name = w.need_text("name").filter(|n| is_folder_name(*n, c));
        let systems = w.texts("systems").into_iter().map(|s| s.value.to_owned()).collect();
        let entities = w.texts("entities").into_iter().filter_map(|e| c.entity(e)).collect();
        let accept = w.tables("accept").into_iter().filter_map(|w| criterion(w, c)).collect();
        w.done();
        let Some(name) = name else { continue };
        let wave = WaveSpec { name: name.value.to_owned(), systems, entities, accept };
        if is_new(&waves, name, c) {
            report_overlap(&waves, &wave, at, c);
            waves.push(wave);
        }
    }
    if waves.is_empty() {
        waves.push(WaveSpec { name: "main".to_owned(), systems: Vec::new(), entities: Vec::new(), accept: Vec::new() });
    }
    waves
}

/// Reads one `[[wave.accept]]`; what is counted needs a limit, what a person confirms has none.
fn criterion(mut w: Walk<'_>, c: Context<'_>) -> Option<Criterion> {
    let at = w.at();
    let name = w.need_label("name");
    let measure = w.need_choice("measure");
    let at_most = w.count("at_most", 0..=u64::MAX >> 1).map(|m| m.value);
    w.done();
    let measure = measure?;
    if (measure == Measure::Confirmed) == at_most.is_some() {
        let message = Text::new("confirmed 没有 at_most，其他指标必须有", "`confirmed` has no `at_most`, every other measure needs one");
        c.problems.report(Kind::Form, at, message, Text::new("例如 at_most = 0", "such as at_most = 0"));
    }
    Some(Criterion { name, measure, at_most })
}

/// Says whether no earlier wave has this name; folders do not always tell names apart by case.
fn is_new(earlier: &[WaveSpec], name: Marked<&str>, c: Context<'_>) -> bool {
    let new = !earlier.iter().any(|w| w.name.to_lowercase() == name.value.to_lowercase());
    if !new {
        let message = Text::new(format!("波次 `{}` 出现了两次", name.value), format!("the wave `{}` is there twice", name.value));
        c.problems.report(Kind::Form, name.at, message, Text::new("合成一处，或改名", "make one of both, or rename one"));
    }
    new
}

/// Reports what two waves both claim: a record goes with one wave only.
fn report_overlap(earlier: &[WaveSpec], wave: &WaveSpec, at: Spot, c: Context<'_>) {
    let share = |a: &[Entity], b: &[Entity]| a.is_empty() || b.is_empty() || a.iter().any(|e| b.contains(e));
    for other in earlier.iter().filter(|w| share(&w.entities, &wave.entities)) {
        let both = wave.systems.iter().find(|s| other.systems.contains(s));
        let message = match both {
            Some(s) => Text::new(
                format!("系统 {s} 同时在波次 {} 和 {} 里", other.name, wave.name),
                format!("the system {s} is in both waves {} and {}", other.name, wave.name),
            ),
            None if wave.systems.is_empty() && other.systems.is_empty() => Text::new(
                format!("波次 {} 和 {} 都收其余系统", other.name, wave.name),
                format!("the waves {} and {} both take the systems that no other wave names", other.name, wave.name),
            ),
            None => continue,
        };
        let hint = Text::new(
            "每个系统的每种数据只属于一个波次：写明 systems 或 entities",
            "each system's data goes with one wave: name systems or entities",
        );
        c.problems.report(Kind::Form, at, message, hint);
    }
}

/// Says whether a wave's name can be a folder's on every system.
fn is_folder_name(name: Marked<&str>, c: Context<'_>) -> bool {
    let n = name.value;
    let fits = n.chars().count() <= 60
        && !n.chars().any(|ch| ch.is_control() || UNFIT.contains(&ch))
        && !n.starts_with([' ', '.'])
        && !n.ends_with([' ', '.']);
    if !fits {
        let message = Text::new("波次名称要能作文件夹名", "the name of a wave must do as a folder's name");
        let hint = Text::new(
            "不含 < > : \" / \\ | ? *，不以点或空格开头结尾，最多 60 字",
            "no < > : \" / \\ | ? *, no dot or blank at either end, 60 characters at most",
        );
        c.problems.report(Kind::Form, name.at, message, hint);
    }
    fits
}
