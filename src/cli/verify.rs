//! `cutover verify`: is the target what the ledger says and what the batches hold.

use super::arguments::VerifyArgs;
use super::exit::Exit;
use super::progress::Bars;
use super::screen::Screen;
use super::target::{self, Asker, clock};
use super::{stop, verify_results};
use crate::load::{self, VerifyRequest};

/// Compares and says what differs.
pub(super) fn execute(args: &VerifyArgs, screen: &Screen) -> Exit {
    stop::listen();
    run(args, screen).unwrap_or_else(|exit| exit)
}

fn run(args: &VerifyArgs, screen: &Screen) -> Result<Exit, Exit> {
    let asker = Asker::new();
    let mut target = target::named(&args.target.to, &asker, screen)?;
    let package = target::package(&args.run, screen)?;
    let request = VerifyRequest { package: &package, wave: args.wave.as_deref(), listed: args.limit, who: &asker.who, clock };
    let bars = Bars::new(screen);
    let done = load::verify(&mut *target, &request, &bars);
    bars.finish();
    let done = done.map_err(|e| target::fail(&e, screen))?;
    verify_results::verified(&package, &done, args.raw, screen)?;
    Ok(if done.clean() { Exit::Done } else { Exit::GateFailed })
}
