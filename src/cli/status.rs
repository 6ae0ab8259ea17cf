//! `cutover status`: runs over time, or what a target holds of them.

use super::arguments::StatusArgs;
use super::exit::Exit;
use super::screen::Screen;
use super::target::{self, Asker};
use super::{history, status_results};
use crate::load;

/// Shows the ledger of a target where one is named, otherwise the runs so far.
pub(super) fn execute(args: &StatusArgs, screen: &Screen) -> Exit {
    let Some(to) = &args.to else { return history::execute(&args.place, screen) };
    let asker = Asker::new();
    let shown = target::named(to, &asker, screen).and_then(|mut t| {
        let status = load::status(&mut *t).map_err(|e| target::fail(&e, screen))?;
        status_results::ledger(&status, screen)
    });
    shown.err().unwrap_or(Exit::Done)
}
