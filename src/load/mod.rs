//! Loads that can be trusted, and taken back: the batches of a run folder go into a real database wave by wave, with a ledger in the target.
//!
//! [`load()`] is the recipe; it reads as such in `recipe`. What it writes goes into the ledger in the same transaction, so that after any
//! fault a batch is either there with its line or not at all, and the same load goes on. [`rollback()`] takes back exactly what a batch wrote,
//! [`verify()`] compares field by field, [`accept()`] opens the way for the next wave. Statements are written once for all targets; see
//! [`Target`].

mod url;
mod secret;
mod package;
mod judged;
mod facts;
mod records;
mod kinds;
mod sql;
mod target;
mod fit;
mod create;
mod ledger;
mod staged;
mod refusal;
mod existing;
mod promote;
mod straight;
mod recipe;
mod wave;
mod attempt;
mod rollback;
mod undo;
mod verify;
mod status;
mod accept;
mod error;
mod fault;

pub use accept::{AcceptRequest, accept, sealed};
pub use error::{LoadError, Needs, Referrer, Step};
pub use existing::{Change, Existing};
pub use facts::Count;
pub use fit::{Misfit, Mismatch};
pub use judged::Judged;
pub use ledger::{Entry, State};
pub use package::{Batch, Package, PackageError, is_run};
pub use recipe::{Audience, BatchDone, LoadDone, LoadEnd, LoadRequest, News, Purpose, Tables, load};
pub use records::{ContentDigest, Records, RecordsError};
pub use refusal::{Origin, Reason, Refusal};
pub use rollback::{Edited, KeptBecause, KeptRow, Later, RollbackDone, RollbackRequest, Scope, TakenBack, rollback};
pub use secret::{OpenPassfile, Secret, Secrets};
pub use sql::NameError;
pub use status::{AcceptedStatus, BatchStatus, CheckStatus, RollbackStatus, Status, status};
pub use target::{
    Answer, Class, Column, Failure, Lines, Lock, Pour, Poured, Shape, StageError, Target, TargetError, Triggers, Why, postgres::Postgres,
    sqlite::Sqlite,
};
pub use url::{PostgresUrl, TargetUrl, Tls, UrlError};
pub use verify::{BatchVerified, By, Difference, Verified, VerifyRequest, WaveVerified, verify};
