//! Opens the target of a sub-command: its URL, who asks, and where a password may come from.

use super::exit::Exit;
use super::load_words;
use super::screen::Screen;
use crate::load::{LoadError, Package, Postgres, Secret, Secrets, Sqlite, Target, TargetUrl};
use jiff::Timestamp;
use std::path::{Path, PathBuf};

/// Who asks, as the ledger and those who come meanwhile are told.
pub(super) struct Asker {
    /// The user of the system.
    pub who: String,
    /// The user, the machine and the process.
    pub holder: String,
}

impl Asker {
    /// Asks the system.
    pub fn new() -> Self {
        let name = |v: &str| std::env::var(v).ok().filter(|n| !n.trim().is_empty());
        let who = name("USER").or_else(|| name("LOGNAME")).or_else(|| name("USERNAME")).unwrap_or_else(|| "-".to_owned());
        let machine = std::fs::read_to_string("/proc/sys/kernel/hostname").unwrap_or_default();
        let machine = name("HOSTNAME").unwrap_or_else(|| machine.trim().to_owned());
        let holder = format!("{who}@{machine}, process {}", std::process::id());
        Self { who, holder }
    }
}

/// Gives the time in UTC, to the second.
pub(super) fn clock() -> String {
    Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// Names the target; nothing is opened yet.
pub(super) fn named(url: &str, asker: &Asker, screen: &Screen) -> Result<Box<dyn Target>, Exit> {
    let url = TargetUrl::parse(url).map_err(|e| fail(&e.into(), screen))?;
    Ok(match url {
        TargetUrl::Sqlite(path) => Box::new(Sqlite::new(&path)),
        TargetUrl::Postgres(url) => {
            let user = std::env::var("PGUSER").ok().unwrap_or_else(|| asker.who.clone());
            Box::new(Postgres::new(&url, &user, secrets(), &asker.holder))
        }
    })
}

fn secrets() -> Secrets {
    let path = |v: &str| std::env::var_os(v).filter(|p| !p.is_empty()).map(PathBuf::from);
    let at_home = path("HOME").map(|h| h.join(".pgpass"));
    let password = std::env::var("PGPASSWORD").ok().filter(|p| !p.is_empty()).map(Secret::new);
    Secrets { password, passfile: path("PGPASSFILE").or(at_home) }
}

/// Opens a run folder.
pub(super) fn package(run: &Path, screen: &Screen) -> Result<Package, Exit> {
    Package::open(run).map_err(|e| fail(&e.into(), screen))
}

/// Says why something was not done, and what to do about it.
pub(super) fn fail(error: &LoadError, screen: &Screen) -> Exit {
    screen.fail(exit_of(error), &load_words::error(error, screen.lang))
}

fn exit_of(error: &LoadError) -> Exit {
    match error {
        LoadError::Url(_) | LoadError::Mismatches(_) => Exit::Usage,
        LoadError::Cancelled => Exit::Cancelled,
        LoadError::NotReady(_)
        | LoadError::Waits { .. }
        | LoadError::NotAcceptable { .. }
        | LoadError::OtherContent { .. }
        | LoadError::ReferredTo(_)
        | LoadError::RollbackOpen { .. }
        | LoadError::BatchRefused { .. }
        | LoadError::KeysChanged { .. } => Exit::GateFailed,
        _ => Exit::Environment,
    }
}
