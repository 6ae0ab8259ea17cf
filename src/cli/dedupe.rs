//! `cutover dedupe`: duplicates in any tables, or links between two, without a project.

use super::arguments::DedupeArgs;
use super::dedupe_words as words;
use super::exit::Exit;
use super::progress::Bars;
use super::screen::Screen;
use super::stop;
use crate::emit::FolderError;
use crate::lists::{self, Done, ListsError, Request};
use crate::report::Masking;
use std::path::Path;
use std::time::Instant;

/// Finds duplicates and writes them, or explains one pair.
pub(super) fn execute(args: &DedupeArgs, screen: &Screen) -> Exit {
    stop::listen();
    let request = Request {
        files: args.files.clone(),
        id: args.id.clone(),
        link: args.link,
        config: args.config.clone(),
        labels: args.labels.clone(),
        threshold: args.threshold,
        review: args.review,
    };
    let done = match (args.explain.as_deref(), &args.output) {
        (Some([a, b]), _) => explain(&request, [a, b], args.raw, screen),
        (_, Some(output)) => find(&request, output, screen),
        _ => return Exit::Usage,
    };
    match done {
        Ok(exit) => exit,
        Err(e) => screen.fail(exit_of(&e), &words::error(&e, screen.lang)),
    }
}

fn find(request: &Request, output: &Path, screen: &Screen) -> Result<Exit, ListsError> {
    lists::check_folder(output)?;
    let started = Instant::now();
    let bars = Bars::new(screen);
    let found = lists::run(request, &bars);
    bars.finish();
    let done = found?;
    let folder = lists::write(&done, output)?;
    let exit = show(&done, &folder, started.elapsed().as_secs_f64(), screen);
    // The program ends here; giving all records back one by one would hold it up.
    std::mem::forget(done);
    Ok(exit)
}

fn show(done: &Done, folder: &Path, seconds: f64, screen: &Screen) -> Exit {
    let text = if screen.json {
        let mut json = serde_json::to_value(&done.summary).unwrap_or_default();
        if let Some(all) = json.as_object_mut() {
            all.insert("folder".to_owned(), folder.display().to_string().into());
            all.insert("timings".to_owned(), serde_json::json!({ "seconds": seconds }));
        }
        format!("{json:#}\n")
    } else if screen.quiet {
        return Exit::Done;
    } else {
        words::summary(&done.summary, folder, seconds, screen)
    };
    screen.print(&text).err().unwrap_or(Exit::Done)
}

fn explain(request: &Request, ids: [&str; 2], raw: bool, screen: &Screen) -> Result<Exit, ListsError> {
    let bars = Bars::new(screen);
    let masking = if raw { Masking::Raw } else { Masking::Masked };
    let found = lists::explain(request, ids, masking, &bars);
    bars.finish();
    let waterfall = found?;
    let text = if screen.json {
        format!("{:#}\n", serde_json::to_value(&waterfall).unwrap_or_default())
    } else {
        words::waterfall(&waterfall, screen)
    };
    Ok(screen.print(&text).err().unwrap_or(Exit::Done))
}

fn exit_of(error: &ListsError) -> Exit {
    match error {
        ListsError::Read(_) | ListsError::Empty { .. } | ListsError::Folder(FolderError::Io { .. }) => Exit::Environment,
        ListsError::Cancelled => Exit::Cancelled,
        _ => Exit::Usage,
    }
}
