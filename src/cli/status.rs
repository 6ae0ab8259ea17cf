//! `cutover status`: what is loaded.

use super::arguments::StatusArgs;
use super::exit::Exit;
use super::load_results;
use super::screen::Screen;
use super::target::{self, Asker};
use crate::load;

/// Shows the ledger of a target.
pub(super) fn execute(args: &StatusArgs, screen: &Screen) -> Exit {
    let asker = Asker::new();
    let shown = target::named(&args.target.to, &asker, screen).and_then(|mut t| {
        let status = load::status(&mut *t).map_err(|e| target::fail(&e, screen))?;
        load_results::status(&status, screen)
    });
    shown.err().unwrap_or(Exit::Done)
}
