//! `cutover profile`: what is in files, before anything is promised.

use super::arguments::ProfileArgs;
use super::exit::Exit;
use super::screen::Screen;
use super::{clock, message};
use crate::model::Lang;
use crate::model::profile::Profile;
use crate::profiling;
use crate::quality::profile::difficulty;
use crate::read::{self, ReadError};
use crate::report::{self, Masking};
use std::path::Path;

/// Says how the grade of difficulty comes about, the heaviest reasons first, and what the exit codes mean.
pub(super) fn help(lang: Lang) -> String {
    let mut weights = difficulty::WEIGHTS;
    weights.sort_by_key(|w| std::cmp::Reverse((w.most, w.least)));
    let exits = match lang {
        Lang::Zh => "退出码：0 完成，2 用法有误，3 没有可读的文件",
        Lang::En => "Exit codes: 0 done, 2 wrong usage, 3 nothing could be read",
    };
    format!("{}\n\n{exits}", report::profile::formula(weights.iter().map(|w| (w.code, w.least, w.most)), lang))
}

/// Profiles the files and shows what was found.
pub(super) fn execute(args: &ProfileArgs, screen: &Screen) -> Exit {
    let found = match read::discover(&args.inputs) {
        Ok(found) if found.files.is_empty() => return nothing_to_read(args, screen),
        Ok(found) => found,
        Err(e) => return screen.fail(Exit::Environment, &reason(&e, screen)),
    };
    let as_of = args.as_of.unwrap_or_else(clock::today);
    let tell = |at: usize, of: usize, path: &str| {
        if screen.watched && of > 1 {
            screen.say(&format!("[{at}/{of}] {path}"));
        }
    };
    let profile = profiling::profile(&found, as_of, &tell, &|e| reason(e, screen));
    for f in &profile.unreadable {
        screen.fail(Exit::Environment, &f.reason);
    }
    if profile.files.is_empty() {
        return Exit::Environment;
    }
    let masking = if args.raw { Masking::Raw } else { Masking::Masked };
    let profile = report::profile::masked(profile, masking);
    if let Some(path) = &args.html
        && let Err(exit) = write_page(&profile, path, screen)
    {
        return exit;
    }
    show(&profile, args, screen).err().unwrap_or(Exit::Done)
}

/// Gives today's date in UTC.
fn nothing_to_read(args: &ProfileArgs, screen: &Screen) -> Exit {
    let names: Vec<String> = args.inputs.iter().map(|p| p.display().to_string()).collect();
    let names = names.join(screen.pick("、", ", "));
    let (zh, en) = (format!("{names} 中没有找到任何表格文件（Excel 或 CSV）"), format!("no spreadsheet (Excel or CSV) found in {names}"));
    screen.fail(Exit::Usage, screen.pick(&zh, &en))
}

fn reason(error: &ReadError, screen: &Screen) -> String {
    if screen.lang == Lang::Zh { message::read(error) } else { error.to_string() }
}

fn write_page(profile: &Profile, path: &Path, screen: &Screen) -> Result<(), Exit> {
    let page = report::profile::html(profile, screen.lang).map_err(|e| screen.fail(Exit::Environment, &e.to_string()))?;
    std::fs::write(path, page).map_err(|e| {
        let what = screen.pick("无法写入", "cannot write");
        screen.fail(Exit::Environment, &format!("{what} {}: {e}", path.display()))
    })
}

fn show(profile: &Profile, args: &ProfileArgs, screen: &Screen) -> Result<(), Exit> {
    if screen.json {
        let mut bytes = Vec::new();
        report::profile::json(profile, &mut bytes).map_err(|e| screen.fail(Exit::Environment, &e.to_string()))?;
        return screen.print(&String::from_utf8_lossy(&bytes));
    }
    if screen.quiet {
        return Ok(());
    }
    // A file or a pipe has no width; most of what is to be said fits this one.
    let width = console::Term::stdout().size_checked().map_or(140, |(_, columns)| usize::from(columns));
    let colour = if screen.colour { report::Colour::Always } else { report::Colour::Never };
    let text = report::profile::text(profile, screen.lang, report::Screen { width, colour });
    screen.print(&text)?;
    match &args.html {
        Some(path) => screen.print(&format!("{}{}\n", screen.pick("报告：", "Report: "), path.display())),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn help_words_every_weight_in_both_languages() {
        for (lang, words) in
            [(Lang::En, ["  4-20  Damaged cells", "easy below 15,"]), (Lang::Zh, ["  4-20  损坏的单元格", "15 分以下容易"])]
        {
            let text = help(lang);
            assert!(words.iter().all(|w| text.contains(w)), "{text}");
            assert!(
                !text.contains('{') && difficulty::WEIGHTS.iter().all(|w| !text.contains(&format!("  {}\n", w.code))),
                "every code has words: {text}"
            );
        }
    }
}
