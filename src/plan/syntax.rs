//! TOML text to a tree: every syntax error at once, each line's first, with a hint in both languages.

use super::file::Spot;
use super::node::{Node, Value};
use super::problem::{Kind, Problems};
use crate::model::Text;
use toml::de::{DeTable, Error};

/// The most elements one list or table of a plan may have; more is no plan but an attack or a mistake.
const MOST_ENTRIES: usize = 20_000;

/// The most syntax errors that are looked at; the first ones are those to mend.
const MOST_ERRORS: usize = 100;

/// What the parser says (start of its message), what it means in Chinese, and a hint.
const MESSAGES: &[(&str, &str, &str, &str)] = &[
    ("string values must be quoted", "文本要加引号", "写成 \"…\"", "write it as \"…\""),
    ("duplicate key", "键重复", "同一个表里每个键只写一次", "write each key once a table"),
    ("invalid basic string", "文本没有以引号结束", "在行末补上 \"", "close it with \""),
    ("invalid literal string", "缺少值或文本没有结束", "等号后面写一个值", "write a value after the equals sign"),
    ("invalid multi-line", "多行文本没有结束", "补上 \"\"\"", "close it with three quotes"),
    (
        "missing escaped value",
        "反斜杠后面的字符不认识",
        "路径用 /，或把文本写在单引号里",
        "write paths with /, or put the text in single quotes",
    ),
    ("missing comma", "列表元素之间缺逗号", "用逗号隔开", "separate elements with commas"),
    ("unclosed array", "列表没有以 ] 结束", "补上 ]", "close it with ]"),
    ("unclosed inline table", "花括号没有结束", "补上 }", "close it with }"),
    ("unclosed table", "表头没有以 ] 结束", "补上 ]", "close it with ]"),
    ("unclosed array table", "表头没有以 ]] 结束", "补上 ]]", "close it with ]]"),
    ("invalid date", "没有这样的日期", "写成 \"2026-12-31\"", "write it as \"2026-12-31\""),
    ("recursion limit", "嵌套太深", "", ""),
    ("key with no value", "键没有值", "写成 键 = 值", "write KEY = VALUE"),
    ("missing key", "等号前面没有键", "写成 键 = 值", "write KEY = VALUE"),
];

/// Parses a file; gives as much of the tree as can be understood.
pub(super) fn parse(problems: &Problems, file: u32, text: &str) -> Node {
    let (table, errors) = DeTable::parse_recoverable(text);
    let root = Node::from_table(file, Spot { file, start: 0, end: 0 }, table.get_ref());
    let open_end: Vec<Spot> = errors.iter().filter(|e| is_unclosed(e)).filter_map(|e| holder(&root, text, e)).collect();
    for e in errors.iter().take(MOST_ERRORS) {
        let Some(span) = e.span() else {
            problems.report_file(Kind::Syntax, file, message(e).0, message(e).1);
            continue;
        };
        let at = Spot::new(file, &span);
        match open_end.iter().find(|o| o.start <= at.start && at.start <= o.end) {
            // Everything the open bracket swallowed looks wrong; the bracket is the one mistake.
            Some(o) if is_unclosed(e) => report(problems, Kind::Syntax, *o, e),
            Some(_) => {}
            None if e.message().starts_with("string values must be quoted") => report(problems, Kind::Slip, at, e),
            None => report(problems, Kind::Syntax, at, e),
        }
    }
    limit(problems, &root);
    root
}

fn is_unclosed(e: &Error) -> bool {
    e.message().starts_with("unclosed array,") || e.message().starts_with("unclosed inline table,")
}

/// Finds the list or inline table whose bracket the parser missed, and gives all that it swallowed.
fn holder(node: &Node, text: &str, e: &Error) -> Option<Spot> {
    let end = e.span()?.start;
    let (start, node_end) = (node.at.start as usize, node.at.end as usize);
    let open = match node.value {
        Value::List(_) => node_end == end && start < end,
        // The parser gives up an inline table before its end.
        Value::Table(_) => text.get(start..end).is_some_and(|t| t.starts_with('{') && !t.contains('}')),
        _ => false,
    };
    if open {
        return Some(Spot { end: u32::try_from(end).unwrap_or(u32::MAX), ..node.at });
    }
    node.entries().iter().map(|(_, v)| v).chain(node.elements()).find_map(|n| holder(n, text, e))
}

fn report(problems: &Problems, kind: Kind, at: Spot, e: &Error) {
    let (text, hint) = message(e);
    problems.report(kind, at, text, hint);
}

fn message(e: &Error) -> (Text, Text) {
    let en = e.message();
    match MESSAGES.iter().find(|(start, ..)| en.starts_with(start)) {
        Some((_, zh, hint_zh, hint_en)) => (Text::new(*zh, en), Text::new(*hint_zh, *hint_en)),
        None => (Text::new(format!("TOML 语法错误：{en}"), en), Text::default()),
    }
}

fn limit(problems: &Problems, node: &Node) {
    let n = node.entries().len().max(node.elements().len());
    if n > MOST_ENTRIES {
        let message =
            Text::new(format!("{n} 项太多，最多 {MOST_ENTRIES} 项"), format!("{n} entries are too many, at most {MOST_ENTRIES} are read"));
        problems.report(Kind::Syntax, node.at, message, Text::default());
    }
    node.entries().iter().map(|(_, v)| v).chain(node.elements()).for_each(|v| limit(problems, v));
}
