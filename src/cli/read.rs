//! `cutover read`: any messy file as clean UTF-8 CSV.

use super::arguments::ReadArgs;
use super::exit::Exit;
use super::message;
use super::screen::Screen;
use crate::model::Lang;
use crate::read::{self, ReadFile, ReadOptions};
use std::fs::File;
use std::io::{self, BufWriter, Write};

/// Reads the file and writes its tables.
pub(super) fn execute(args: &ReadArgs, screen: &Screen) -> Exit {
    let options = ReadOptions {
        encoding: args.encoding.clone(),
        delimiter: args.delimiter.clone(),
        header: args.header,
        sheet: args.sheet.clone(),
        ..ReadOptions::default()
    };
    let file = match read::read_path(&args.file, &options) {
        Ok(file) => file,
        Err(e) => {
            let text = if screen.lang == Lang::Zh { message::read(&e) } else { e.to_string() };
            return screen.fail(Exit::Environment, &text);
        }
    };
    if args.explain {
        explain(&file, screen);
    }
    match write(&file, args) {
        Ok(()) => Exit::Done,
        Err(e) if e.kind() == io::ErrorKind::BrokenPipe => Exit::Done,
        Err(e) => {
            let target = args.output.as_ref().map_or_else(|| "stdout".to_owned(), |p| p.display().to_string());
            screen.fail(Exit::Environment, &format!("{} {target}: {e}", screen.pick("无法写入", "cannot write")))
        }
    }
}

fn write(file: &ReadFile, args: &ReadArgs) -> io::Result<()> {
    match &args.output {
        None => read::to_csv(file, &mut BufWriter::new(io::stdout().lock())),
        Some(path) => {
            let mut out = BufWriter::with_capacity(1 << 16, File::create(path)?);
            read::to_csv(file, &mut out)?;
            out.flush()
        }
    }
}

/// Says for every table what was decided, and why.
fn explain(file: &ReadFile, screen: &Screen) {
    screen.say(&format!("{}: {} bytes, sha256 {}", file.format.as_str(), file.bytes, file.sha256));
    for table in &file.sheets {
        screen.say(&format!("{} #{}: {} x {}", table.sheet.as_deref().unwrap_or("-"), table.table_no, table.height(), table.header.len()));
        for d in &table.decisions {
            screen.say(&format!("  {} = {} ({})", d.what, d.value, d.why));
        }
        for n in &table.notes {
            let at = n.line.map(|l| format!(" {l}")).unwrap_or_default();
            screen.say(&format!("  [{}]{at} {} {} {}", n.code, n.value, n.expected, n.suggestion));
        }
        for a in &table.set_aside {
            screen.say(&format!("  [{}] {} {}", a.code, a.line, a.text));
        }
    }
}
