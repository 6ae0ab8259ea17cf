//! `cutover read`: any messy file as clean UTF-8 CSV.

use super::arguments::ReadArgs;
use super::exit::Exit;
use super::message;
use super::screen::Screen;
use crate::model::Lang;
use crate::read::{self, Limits, Quote, ReadFile, ReadOptions, SheetTable};
use serde_json::{Value, json};
use std::fs::File;
use std::io::{self, BufWriter, Write};

/// Reads the file and writes one of its tables.
pub(super) fn execute(args: &ReadArgs, screen: &Screen) -> Exit {
    let options = match options(args, screen) {
        Ok(options) => options,
        Err(text) => return screen.fail(Exit::Usage, &text),
    };
    let file = match read::read_path(&args.file, &options) {
        Ok(file) => file,
        Err(e) => {
            let text = if screen.lang == Lang::Zh { message::read(&e) } else { e.to_string() };
            return screen.fail(Exit::Environment, &text);
        }
    };
    let Ok(number) = chosen(&file, args) else {
        let text = screen.pick("文件中的表没有这么多：", "the file has no table with this number; it has ");
        return screen.fail(Exit::Usage, &format!("{text}{}", file.sheets.len()));
    };
    if args.explain {
        explain(&file, screen);
    }
    if screen.json {
        let text = format!("{:#}\n", as_json(&file, number, screen.lang));
        if args.output.is_none() {
            return screen.print(&text).map_or_else(|exit| exit, |()| Exit::Done);
        }
        if let Err(exit) = screen.print(&text) {
            return exit;
        }
    } else {
        name_others(&file, number, screen);
    }
    match write(file.sheets.get(number), args) {
        Ok(()) => Exit::Done,
        Err(e) if e.kind() == io::ErrorKind::BrokenPipe => Exit::Done,
        Err(e) => {
            let target = args.output.as_ref().map_or_else(|| "stdout".to_owned(), |p| p.display().to_string());
            screen.fail(Exit::Environment, &format!("{} {target}: {e}", screen.pick("无法写入", "cannot write")))
        }
    }
}

fn options(args: &ReadArgs, screen: &Screen) -> Result<ReadOptions, String> {
    let quote = match args.quote.as_deref() {
        None => None,
        Some("none" | "") => Some(Quote::Off),
        Some(text) => match text.as_bytes() {
            [c] if c.is_ascii() => Some(Quote::Char(*c)),
            _ => {
                return Err(format!(
                    "--quote {text}: {}",
                    screen.pick("应为一个 ASCII 字符或 none", "one ASCII character or none is expected")
                ));
            }
        },
    };
    let mut limits = Limits::default();
    for text in &args.limits {
        limit(&mut limits, text).map_err(|expected| format!("--limit {text}: {} {expected}", screen.pick("应为", "expected is")))?;
    }
    Ok(ReadOptions {
        encoding: args.encoding.clone(),
        delimiter: args.delimiter.clone(),
        quote,
        header: args.header,
        sheet: args.sheet.clone(),
        as_written: false,
        limits,
    })
}

/// Sets one limit from `NAME=NUMBER`; otherwise says what is expected.
fn limit(limits: &mut Limits, text: &str) -> Result<(), String> {
    let parts = text.split_once('=').and_then(|(name, value)| Some((name.trim(), value.trim().replace('_', "").parse::<u64>().ok()?)));
    let (name, value) = parts.ok_or_else(|| "NAME=NUMBER".to_owned())?;
    limits.set(name, value).map_err(|names| names.join(", "))
}

/// Gives the position of the table to write: the one asked for, or else the first that has rows.
fn chosen(file: &ReadFile, args: &ReadArgs) -> Result<usize, ()> {
    match args.table {
        Some(n) if n as usize <= file.sheets.len() => Ok(n as usize - 1),
        Some(_) => Err(()),
        None => Ok(file.sheets.iter().position(|t| t.height() > 0).unwrap_or(0)),
    }
}

fn write(table: Option<&SheetTable>, args: &ReadArgs) -> io::Result<()> {
    // A file without tables gives an empty CSV.
    let to = |out: &mut dyn Write| table.map_or(Ok(()), |t| read::table_to_csv(t, out));
    match &args.output {
        None => to(&mut BufWriter::new(io::stdout().lock())),
        Some(path) => {
            let mut out = BufWriter::with_capacity(1 << 16, File::create(path)?);
            to(&mut out)?;
            out.flush()
        }
    }
}

/// Says which tables were not written, so that none goes missing silently.
fn name_others(file: &ReadFile, number: usize, screen: &Screen) {
    for (i, table) in file.sheets.iter().enumerate().filter(|(i, t)| *i != number && t.height() > 0) {
        let name = table.sheet.as_deref().unwrap_or("-");
        let text = screen.pick("未写出的表，可用 --table 选择：", "not written, choose it by --table: ");
        screen.say(&format!("{text}{} ({name}, {} x {})", i + 1, table.height(), table.header.len()));
    }
}

/// Says for every table what was decided, and why.
fn explain(file: &ReadFile, screen: &Screen) {
    screen.say(&format!("{}: {} bytes, sha256 {}", file.format.as_str(), file.bytes, file.sha256));
    for n in &file.notes {
        screen.say(&format!("  [{}] {} {} {}", n.code, n.value, screen.lang.pick(&n.expected), n.suggestion));
    }
    for table in &file.sheets {
        screen.say(&format!("{} #{}: {} x {}", table.sheet.as_deref().unwrap_or("-"), table.table_no, table.height(), table.header.len()));
        for d in &table.decisions {
            screen.say(&format!("  {} = {} ({})", d.what, d.value, d.why));
        }
        for n in &table.notes {
            let at = n.line.map(|l| format!(" {l}")).unwrap_or_default();
            screen.say(&format!("  [{}]{at} {} {} {}", n.code, n.value, screen.lang.pick(&n.expected), n.suggestion));
        }
        for a in &table.set_aside {
            screen.say(&format!("  [{}] {} {}", a.code, a.line, a.text));
        }
    }
}

/// Gives what was decided and noticed, for machines.
fn as_json(file: &ReadFile, written: usize, lang: Lang) -> Value {
    let note = |n: &read::ReadNote, t: Option<&SheetTable>| {
        let column = n.column.and_then(|c| t?.header.get(c));
        json!({ "code": n.code, "line": n.line, "column": column, "value": n.value, "expected": lang.pick(&n.expected), "suggestion": n.suggestion })
    };
    let table = |(i, t): (usize, &SheetTable)| {
        json!({
            "table": i + 1, "written": i == written, "sheet": t.sheet, "hidden": t.hidden, "rows": t.height(), "columns": t.header,
            "encoding": t.encoding, "delimiter": t.delimiter, "header_line": t.header_line,
            "decisions": t.decisions.iter().map(|d| json!({ "what": d.what, "value": d.value, "why": d.why })).collect::<Vec<_>>(),
            "set_aside": t.set_aside.iter().map(|a| json!({ "line": a.line, "code": a.code, "text": a.text })).collect::<Vec<_>>(),
            "notes": t.notes.iter().map(|n| note(n, Some(t))).collect::<Vec<_>>(),
        })
    };
    json!({
        "schema": 1, "format": file.format.as_str(), "bytes": file.bytes, "sha256": file.sha256,
        "notes": file.notes.iter().map(|n| note(n, None)).collect::<Vec<_>>(),
        "tables": file.sheets.iter().enumerate().map(table).collect::<Vec<_>>(),
    })
}
