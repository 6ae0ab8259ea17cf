//! `cutover load`: the batches of a wave into a database.

use super::arguments::LoadArgs;
use super::exit::Exit;
use super::progress::Bars;
use super::screen::Screen;
use super::target::{self, Asker, clock};
use super::{load_results, load_words, stop};
use crate::load::{self, Audience, Batch, Existing, LoadDone, LoadEnd, LoadRequest, Package, Purpose, Reason, Tables, TargetError};
use crate::model::{LoadMode, OnRefusal};
use crate::report::neutral;
use std::io::Write;
use std::path::Path;

/// Loads a wave and says what became of it.
pub(super) fn execute(args: &LoadArgs, screen: &Screen) -> Exit {
    stop::listen();
    run(args, screen).unwrap_or_else(|exit| exit)
}

fn run(args: &LoadArgs, screen: &Screen) -> Result<Exit, Exit> {
    let asker = Asker::new();
    let mut target = target::named(&args.target.to, &asker, screen)?;
    let package = target::package(&args.run, screen)?;
    // A folder that cannot be written is told before anything is loaded, not when refused records have nowhere to go.
    tempfile::tempfile_in(&args.run).map_err(|source| cannot_write(&args.run, source, screen))?;
    let settings = &package.plan.settings;
    let request = LoadRequest {
        package: &package,
        wave: args.wave.as_deref(),
        mode: args.mode.as_deref().map_or(settings.mode, mode),
        refused: args.refused.as_deref().map_or(settings.refused, |r| if r == "stop" { OnRefusal::Stop } else { OnRefusal::LoadRest }),
        max_refused: args.max_refused.unwrap_or(settings.max_refused),
        tables: if args.create { Tables::Made } else { Tables::Given },
        purpose: if args.dry_run { Purpose::Trial } else { Purpose::Real },
        who: &asker.who,
        holder: &asker.holder,
        clock,
    };
    let bars = Bars::new(screen);
    let hearer = Hearer { screen, package: &package, raw: args.raw };
    let done = load::load(&mut *target, &request, &hearer, &bars);
    bars.finish();
    let done = done.map_err(|e| target::fail(&e, screen))?;
    let refused = write_refused(&package, &done, screen)?;
    load_results::loaded(&done, refused.as_deref(), args.dry_run, screen)?;
    Ok(exit_of(&done))
}

fn mode(name: &str) -> LoadMode {
    match name {
        "update" => LoadMode::Update,
        "upsert" => LoadMode::Upsert,
        _ => LoadMode::Insert,
    }
}

fn exit_of(done: &LoadDone) -> Exit {
    match done.ended {
        LoadEnd::Cancelled => Exit::Cancelled,
        LoadEnd::Whole if done.refused.is_empty() => Exit::Done,
        _ => Exit::GateFailed,
    }
}

fn cannot_write(path: &Path, source: std::io::Error, screen: &Screen) -> Exit {
    target::fail(&load::LoadError::Write { path: path.to_owned(), source }, screen)
}

/// Writes refused records beside the batches, with their files, sheets and lines; gives the path where there are any.
fn write_refused(package: &Package, done: &LoadDone, screen: &Screen) -> Result<Option<std::path::PathBuf>, Exit> {
    let path = package.folder.join(format!("refused-{}.csv", done.wave));
    let failed = |source| cannot_write(&path, source, screen);
    // One name, so that what a load that was killed here left behind is found and taken away by the next.
    let part = package.folder.join(format!(".cutover-refused-{}", done.wave));
    match std::fs::remove_file(&part) {
        Err(e) if e.kind() != std::io::ErrorKind::NotFound => return Err(failed(e)),
        _ if done.refused.is_empty() => return Ok(None),
        _ => {}
    }
    let list = std::fs::File::create_new(&part).map_err(failed)?;
    let mut writer = csv::Writer::from_writer(list);
    let record = |writer: &mut csv::Writer<std::fs::File>, cells: &[&str]| {
        writer.write_record(cells.iter().map(|c| neutral(c).into_owned())).map_err(|e| failed(e.into()))
    };
    record(&mut writer, &["wave", "batch", "record", "file", "sheet", "line", "key", "reason", "target_said"])?;
    for refused in with_origins(package, done) {
        let said = match &refused.refusal.reason {
            Reason::Target { said, .. } => said.as_str(),
            _ => "",
        };
        let reason = load_words::reason(&refused.refusal.reason, screen.lang);
        let (row, line) = (refused.refusal.row.to_string(), refused.line.map(|l| l.to_string()).unwrap_or_default());
        let batch = refused.batch.split_once('/').map_or(refused.batch, |(_, b)| b);
        record(&mut writer, &[&done.wave, batch, &row, refused.file, refused.sheet, &line, &refused.refusal.key, &reason, said])?;
    }
    let mut list = writer.into_inner().map_err(|e| failed(std::io::Error::other(e.to_string())))?;
    list.flush().and_then(|()| list.sync_all()).and_then(|()| std::fs::rename(&part, &path)).map_err(failed)?;
    Ok(Some(path))
}

/// A refused record with where it came from.
struct Origin<'a> {
    batch: &'a str,
    refusal: &'a load::Refusal,
    file: &'a str,
    sheet: &'a str,
    line: Option<u64>,
}

fn with_origins<'a>(package: &'a Package, done: &'a LoadDone) -> Vec<Origin<'a>> {
    let mut out = Vec::new();
    let Ok(wave) = package.wave(&done.wave) else { return out };
    for entry in &wave.batches {
        let batch = Batch { wave, entry };
        let name = format!("{}/{}", wave.wave, batch.name());
        let here: Vec<&(String, load::Refusal)> = done.refused.iter().filter(|(b, _)| *b == name).collect();
        let rows: Vec<u64> = here.iter().map(|(_, r)| r.row).collect();
        for ((batch, refusal), origin) in here.into_iter().zip(package.origins(batch, &rows)) {
            let (file, sheet, line) =
                origin.map_or(("", "", None), |(s, line)| (s.path.as_str(), s.sheet.as_deref().unwrap_or_default(), Some(line)));
            out.push(Origin { batch, refusal, file, sheet, line });
        }
    }
    out
}

/// Tells what happens while it happens.
struct Hearer<'a> {
    screen: &'a Screen,
    package: &'a Package,
    raw: bool,
}

impl Audience for Hearer<'_> {
    fn existing(&self, batch: &str, existing: &Existing) {
        self.screen.say(&load_results::existing(self.package, batch, existing, self.raw, self.screen));
    }

    fn again(&self, batch: &str, because: &TargetError) {
        let again = self.screen.pick("重试", "trying again");
        self.screen.say(&format!("{batch}: {again}: {}", because.said));
    }
}
