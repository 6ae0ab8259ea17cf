//! The sources of a first project file, each with what was recognised and how sure that is.

use super::toml_text::{comment, quoted};
use super::{Draft, Scaffold, ScaffoldColumn, ScaffoldSource};
use crate::plan::paths::relative;
use glob::Pattern;
use std::collections::BTreeSet;

/// Below this, a person is asked to check.
const SURE: f64 = 0.8;

/// Writes every source.
pub(super) fn sources(s: &Scaffold<'_>, out: &mut Draft) {
    out.section("来源：每个文件、每张表", "Sources: every file, every sheet");
    out.say(
        "system：旧系统或工厂的标记，编码在它之内唯一；owner：谁负责改；path 可以用 *，下次导出换了文件名也能认出。",
        "system: the old system or plant, inside which codes are unique; owner: who mends the data; path may hold *, so that the next export is found too.",
    );
    out.say(
        "列的对应写在 [source.columns]：表头 = 字段，行尾是把握；写 \"\" 表示不要这一列，\"#3\" 表示第 3 列。",
        "[source.columns] says header = field, with the confidence behind it; \"\" leaves a column out, \"#3\" is the third column.",
    );
    let mut seen = BTreeSet::new();
    for source in &s.sources {
        let key = (source.path.clone(), source.sheet.as_ref().map(|n| n.trim().to_lowercase()));
        if seen.insert(key) {
            one(s, source, out);
        }
    }
}

fn one(s: &Scaffold<'_>, source: &ScaffoldSource, out: &mut Draft) {
    let entity = source.entity.as_deref().filter(|e| s.plan.entities.iter().any(|p| p.entity.as_str() == *e));
    out.line("");
    title(s, source, entity, out);
    if relative(&source.path).is_none() {
        out.say(
            "它不在项目文件夹里：移进来后写 [[source]]。",
            "It lies outside of the project's folder: move it there and write a [[source]].",
        );
        return;
    }
    identity(source, out);
    match entity {
        Some(e) => {
            out.line(&format!("entity = {}", quoted(e)));
            columns(s, e, source, out);
        }
        None => out.setting(
            "entity",
            "skip",
            "没有认出，先不装载；改成实体名即装载",
            "not recognised and so left out; name an entity to load it",
        ),
    }
}

/// Says which file and sheet it is, whose, and where its header stands.
fn identity(source: &ScaffoldSource, out: &mut Draft) {
    out.line("[[source]]");
    // A star in a file's name is no pattern here.
    let path = if source.path.contains('*') { Pattern::escape(&source.path) } else { source.path.clone() };
    out.line(&format!("path = {}", quoted(&path)));
    if let Some(sheet) = source.sheet.as_deref().filter(|n| !n.trim().is_empty()) {
        out.line(&format!("sheet = {}", quoted(sheet)));
    }
    out.line(&format!("system = {}", quoted(&source.system)));
    if source.owner.is_empty() {
        out.setting("owner", "", "待填：负责人", "to fill in: who answers for it");
    } else {
        out.line(&format!("owner = {}", quoted(&source.owner)));
    }
    if let Some(line) = source.header {
        let remark = out.pick("表头所在行；0 表示没有表头", "the line of the header; 0: there is none").to_owned();
        out.line(&format!("header = {line}  {}", comment(&remark)));
    }
}

/// Says what the sheet is, above its table.
fn title(s: &Scaffold<'_>, source: &ScaffoldSource, entity: Option<&str>, out: &mut Draft) {
    let sheet = source.sheet.as_ref().map(|n| format!(" · {n}")).unwrap_or_default();
    let label = |e: &str| {
        let spec = s.plan.entities.iter().find(|p| p.entity.as_str() == e);
        spec.map_or_else(|| e.to_owned(), |p| p.label.get(s.lang).to_owned())
    };
    let what = match entity {
        Some(e) => format!(
            "{} {:.2}{}",
            label(e),
            source.confidence,
            if source.confidence < SURE { out.pick("，请核对", ", please check") } else { "" }
        ),
        None => out.pick("没有认出", "not recognised").to_owned(),
    };
    let others = if source.alternatives.is_empty() {
        String::new()
    } else {
        format!("{}{}", out.pick("；也可能是 ", "; may also be "), source.alternatives.join(", "))
    };
    let rows = format!("{} {}", source.rows, out.pick("行", "rows"));
    out.line(&comment(&format!("{}{sheet} · {rows} · {what}{others}", source.path)));
}

/// Writes header -> field; columns without a field, and second columns of one field, are written as comments.
fn columns(s: &Scaffold<'_>, entity: &str, source: &ScaffoldSource, out: &mut Draft) {
    if source.columns.is_empty() {
        return;
    }
    let known = |f: &str| s.plan.entities.iter().any(|e| e.entity.as_str() == entity && e.field(f).is_some());
    let (mut headers, mut fields) = (BTreeSet::new(), BTreeSet::new());
    out.line("[source.columns]");
    for (i, column) in source.columns.iter().enumerate() {
        let folded = column.header.trim().to_lowercase();
        let own = !folded.is_empty() && !folded.starts_with('#') && source.header != Some(0) && headers.insert(folded);
        let key = if own { quoted(&column.header) } else { quoted(&format!("#{}", i + 1)) };
        // Where the key does not show the header, the remark does.
        let header = if own || column.header.trim().is_empty() { String::new() } else { format!("{} · ", column.header.trim()) };
        match column.field.as_deref().filter(|f| known(f)) {
            Some(field) if fields.insert(field.to_owned()) => {
                out.line(&format!("{key} = {}  {}", quoted(field), comment(&format!("{header}{}", remark(column, out)))));
            }
            taken => {
                let (zh, en) = match taken {
                    Some(f) => (format!("{f} 已对应到上面的列"), format!("{f} comes from a column above")),
                    None => ("没有对应的字段，不装载".to_owned(), "no field, not loaded".to_owned()),
                };
                let others = others(column, out);
                out.option(&format!("{key} = \"\""), &format!("{header}{zh}{others}"), &format!("{header}{en}{others}"));
            }
        }
    }
}

fn others(column: &ScaffoldColumn, out: &Draft) -> String {
    if column.alternatives.is_empty() {
        return String::new();
    }
    format!("{}{}", out.pick("；也可能是 ", "; may also be "), column.alternatives.join(", "))
}

fn remark(column: &ScaffoldColumn, out: &Draft) -> String {
    let check = if column.confidence < SURE { out.pick("，请核对", ", please check") } else { "" };
    format!("{:.2}{check}{}", column.confidence, others(column, out))
}
