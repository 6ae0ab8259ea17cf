//! `cutover load`: the batches of a wave into a database.

use super::arguments::LoadArgs;
use super::exit::Exit;
use super::progress::Bars;
use super::screen::Screen;
use super::target::{self, Asker, clock};
use super::{load_results, load_words, refused_list, stop};
use crate::load::{self, Audience, Existing, LoadDone, LoadEnd, LoadError, LoadRequest, Package, Purpose, Refusal, Tables, TargetError};
use crate::model::{LoadMode, OnRefusal};

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
    let cannot_write = |source| target::fail(&LoadError::Write { path: args.run.clone(), source }, screen);
    tempfile::tempfile_in(&args.run).map_err(cannot_write)?;
    let settings = &package.plan.settings;
    let request = LoadRequest {
        package: &package,
        wave: args.wave.as_deref(),
        mode: args.mode.as_deref().map_or(settings.mode, mode),
        refused: args.refused.as_deref().map_or(settings.refused, |r| if r == "stop" { OnRefusal::Stop } else { OnRefusal::LoadRest }),
        max_refused: args.max_refused.unwrap_or(settings.max_refused),
        tables: if args.create { Tables::Made } else { Tables::Given },
        purpose: if args.dry_run { Purpose::Trial } else { Purpose::Real },
        despite: args.despite_verdict.as_deref(),
        who: &asker.who,
        holder: &asker.holder,
        clock,
    };
    // A load that will be refused for its verdict says so itself.
    let goes_on = request.despite.is_some() || args.dry_run;
    let judged = package.judged().ok().flatten().filter(|j| goes_on || j.conditional());
    if let Some(warning) = load_words::against(judged.as_ref(), screen.lang) {
        screen.say(&warning);
    }
    let bars = Bars::new(screen);
    let hearer = Hearer { screen, package: &package, raw: args.raw };
    let done = load::load(&mut *target, &request, &hearer, &bars);
    bars.finish();
    let done = done.map_err(|e| target::fail(&e, screen))?;
    let refused = (!done.refused.is_empty()).then(|| refused_list::path(&package, &done.wave));
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

    fn refused(&self, wave: &str, refused: &[(String, Refusal)]) -> Result<(), LoadError> {
        refused_list::write(self.package, wave, refused, self.screen)
    }
}
