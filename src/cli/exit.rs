//! Exit codes.

use std::process::ExitCode;

/// How the program ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Exit {
    /// Done, and the gates passed.
    Done,
    /// Done, but a readiness gate failed.
    GateFailed,
    /// The command line or the plan is wrong.
    Usage,
    /// Disk, network or database failed.
    Environment,
    /// Somebody asked to stop.
    Cancelled,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Done => 0,
            Exit::GateFailed => 1,
            Exit::Usage => 2,
            Exit::Environment => 3,
            Exit::Cancelled => 130,
        })
    }
}
