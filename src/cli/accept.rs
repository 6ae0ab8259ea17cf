//! `cutover accept`: opens the way for the next wave, and writes the confirmation.

use super::arguments::AcceptArgs;
use super::exit::Exit;
use super::screen::Screen;
use super::target::{self, Asker, clock};
use crate::load::{self, AcceptRequest, LoadError};
use crate::report;
use std::io::Write;
use tempfile::NamedTempFile;

/// Accepts a wave.
pub(super) fn execute(args: &AcceptArgs, screen: &Screen) -> Exit {
    run(args, screen).unwrap_or_else(|exit| exit)
}

fn run(args: &AcceptArgs, screen: &Screen) -> Result<Exit, Exit> {
    let asker = Asker::new();
    let mut target = target::named(&args.target.to, &asker, screen)?;
    let package = target::package(&args.run, screen)?;
    let path = args.run.join(format!("acceptance-{}.html", args.wave));
    let failed = |source| target::fail(&LoadError::Write { path: path.clone(), source }, screen);
    // That the page can be written is known before the record is sealed.
    tempfile::tempfile_in(&args.run).map_err(failed)?;
    let request = AcceptRequest {
        package: &package,
        wave: &args.wave,
        by: &args.by,
        note: &args.note,
        confirmed: &args.confirm,
        who: &asker.who,
        holder: &asker.holder,
        clock,
    };
    let sealed = load::accept(&mut *target, &request).map_err(|e| target::fail(&e, screen))?;
    let html = report::acceptance(&sealed, screen.lang).map_err(|e| screen.fail(Exit::Environment, &e.to_string()))?;
    let mut page = NamedTempFile::with_prefix_in(".cutover-acceptance-", &args.run).map_err(failed)?;
    page.write_all(html.as_bytes()).and_then(|()| page.as_file().sync_all()).map_err(failed)?;
    page.persist(&path).map_err(|e| failed(e.error))?;
    let text = if screen.json {
        format!("{:#}\n", serde_json::json!({ "acceptance": sealed.acceptance, "previous": sealed.previous, "seal": sealed.seal }))
    } else if screen.quiet {
        return Ok(Exit::Done);
    } else {
        let accepted = screen.pick("已验收", "accepted");
        format!("{}: {accepted}, {}\n{}\n", sealed.acceptance.wave, sealed.seal, path.display())
    };
    screen.print(&text)?;
    Ok(Exit::Done)
}
