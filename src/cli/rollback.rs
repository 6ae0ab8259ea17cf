//! `cutover rollback`: takes back a batch, a wave or a run.

use super::arguments::RollbackArgs;
use super::exit::Exit;
use super::progress::Bars;
use super::screen::Screen;
use super::target::{self, Asker, clock};
use super::{load_results, stop};
use crate::load::{self, Edited, Later, RollbackRequest, Scope};

/// Takes back and says by row what stays.
pub(super) fn execute(args: &RollbackArgs, screen: &Screen) -> Exit {
    stop::listen();
    run(args, screen).unwrap_or_else(|exit| exit)
}

fn run(args: &RollbackArgs, screen: &Screen) -> Result<Exit, Exit> {
    let asker = Asker::new();
    let mut target = target::named(&args.target.to, &asker, screen)?;
    let scope = match (&args.batch, &args.wave) {
        (Some(batch), _) => Scope::Batch(batch.clone()),
        (None, Some(wave)) => Scope::Wave(wave.clone()),
        (None, None) => Scope::Run,
    };
    let request = RollbackRequest {
        run: args.run.as_deref(),
        scope: &scope,
        edited: if args.force { Edited::Override } else { Edited::Keep },
        later: if args.cascade { Later::Cascade } else { Later::Refuse },
        who: &asker.who,
        holder: &asker.holder,
        clock,
    };
    let bars = Bars::new(screen);
    let done = load::rollback(&mut *target, &request, &bars);
    bars.finish();
    let done = done.map_err(|e| target::fail(&e, screen))?;
    load_results::taken_back(&done, screen)?;
    Ok(match () {
        () if done.cancelled => Exit::Cancelled,
        () if done.batches.iter().any(|b| b.kept > 0) => Exit::GateFailed,
        () => Exit::Done,
    })
}
