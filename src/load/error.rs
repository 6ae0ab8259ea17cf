//! Everything that keeps a load, a rollback or a verification from being done.

use super::fit::Mismatch;
use super::judged::Judged;
use super::package::PackageError;
use super::secret::OpenPassfile;
use super::target::TargetError;
use super::url::UrlError;

/// What was being done when a target failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Connecting.
    Connect,
    /// Taking the lock.
    Lock,
    /// Making or reading the ledger.
    Ledger,
    /// Looking at tables, or making them.
    Tables,
    /// Streaming records into the staging table.
    Stage,
    /// Checking staged records.
    Check,
    /// Writing records, images and the ledger.
    Promote,
    /// Committing.
    Commit,
    /// Taking a batch back.
    Rollback,
    /// Comparing.
    Verify,
}

/// Why something was not done. Refused records are no error: they are in the result.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LoadError {
    /// The run folder cannot be loaded.
    #[error(transparent)]
    Package(#[from] PackageError),
    /// The run's verdict is against going live, and nobody takes it upon them.
    #[error("the verdict of this run is {}: {}", .0.verdict, .0.missed.join("; "))]
    NotReady(Judged),
    /// The URL cannot be used.
    #[error(transparent)]
    Url(#[from] UrlError),
    /// The passfile cannot be used.
    #[error(transparent)]
    Passfile(#[from] OpenPassfile),
    /// The target failed.
    #[error("{place}: {source}")]
    Target {
        /// Where it is.
        place: String,
        /// What was being done.
        step: Step,
        /// The batch that was at work.
        batch: Option<String>,
        /// What it said.
        source: TargetError,
    },
    /// Somebody else loads.
    #[error("another load or rollback is at work: {holder}")]
    Locked {
        /// Who.
        holder: String,
    },
    /// There is no ledger in the target.
    #[error("the target holds no ledger of ours: nothing was ever loaded into it")]
    NoLedger,
    /// The ledger is of a newer version.
    #[error("the target's ledger has layout {found}, written by {program}; this program knows layout {known}")]
    NewerLedger {
        /// Its layout.
        found: u64,
        /// Ours.
        known: u64,
        /// Who wrote it.
        program: String,
    },
    /// The ledger cannot be understood.
    #[error("the target's ledger is damaged: {0}")]
    DamagedLedger(String),
    /// A rollback was begun and not ended.
    #[error("a rollback of {scope} was begun by {who} at {at} and is not done")]
    RollbackOpen {
        /// Of what.
        scope: String,
        /// By whom.
        who: String,
        /// When.
        at: String,
    },
    /// The batch was loaded with other content.
    #[error("{batch} of {run} is loaded with the SHA-256 {loaded}, this run has {given}")]
    OtherContent {
        /// The run's name.
        run: String,
        /// The batch.
        batch: String,
        /// As loaded.
        loaded: String,
        /// As it is now.
        given: String,
    },
    /// The tables of the target do not take the batches.
    #[error("the target's tables do not take the batches: {} mismatch(es)", .0.len())]
    Mismatches(Vec<Mismatch>),
    /// What arrived in the target is not what was sent.
    #[error("{batch}: the target holds {found} for {what}, sent was {sent}")]
    Arrived {
        /// The batch.
        batch: String,
        /// What differs: rows, digest, a control total.
        what: String,
        /// In the target.
        found: String,
        /// As sent.
        sent: String,
    },
    /// The target changes keys while it takes records, so that they cannot be found again.
    #[error("{batch}: the target changed the keys of {rows} record(s) while it took them, so that they could not be taken back")]
    KeysChanged {
        /// The batch.
        batch: String,
        /// Records.
        rows: u64,
    },
    /// A batch as a whole was refused at its end.
    #[error("{batch}: the target refused the batch as a whole when it was committed: {source}")]
    BatchRefused {
        /// The batch.
        batch: String,
        /// What it said.
        source: TargetError,
    },
    /// An earlier wave is not through.
    #[error("wave {wave} waits for wave {before}: {needs:?}")]
    Waits {
        /// The wave.
        wave: String,
        /// The one before.
        before: String,
        /// What it lacks.
        needs: Needs,
    },
    /// A table changed since the load.
    #[error("the table {table} has no column {column} any more")]
    Drift {
        /// The table.
        table: String,
        /// The column; empty where the table is gone.
        column: String,
    },
    /// Nothing of this name is loaded.
    #[error("nothing is loaded under {0}")]
    NothingLoaded(String),
    /// Later batches refer to what would be taken back.
    #[error("{} later batch(es) refer to what would be taken back", .0.len())]
    ReferredTo(Vec<Referrer>),
    /// The acceptance of a wave does not come about.
    #[error("wave {wave} cannot be accepted: {} criteria are not met", .unmet.len())]
    NotAcceptable {
        /// The wave.
        wave: String,
        /// Names of the criteria that are not met, with what was found.
        unmet: Vec<String>,
    },
    /// The records of acceptance were tampered with.
    #[error("the chain of acceptances breaks at number {0}")]
    BrokenSeal(u64),
    /// A file of the report cannot be written.
    #[error("cannot write {}", .path.display())]
    Write {
        /// The file.
        path: std::path::PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// Somebody asked to stop.
    #[error("cancelled")]
    Cancelled,
}

/// What an earlier wave lacks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Needs {
    /// Some of its batches are not loaded.
    Load,
    /// It was not verified since it was loaded.
    Verify,
    /// It was not accepted since it was verified.
    Accept,
}

/// A batch that refers to others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Referrer {
    /// The batch, as `wave/batch`.
    pub batch: String,
    /// The column that refers.
    pub column: String,
    /// Records that do.
    pub rows: u64,
    /// Some of the keys that are referred to.
    pub examples: Vec<String>,
}
