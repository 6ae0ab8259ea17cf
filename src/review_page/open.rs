//! Opens the page of a run folder, and serves it until somebody asks to stop.

use super::desk::Desk;
use super::guard::Guard;
use super::index::Index;
use super::routes;
use crate::emit::RunFileError;
use crate::model::Lang;
use crate::report::Masking;
use crate::review::{DecisionsError, DecisionsFile, QuestionsError};
use std::io;
use std::net::{Ipv4Addr, TcpListener};
use std::path::PathBuf;
use std::pin::pin;
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// How often it is looked whether to stop.
const GLANCE: Duration = Duration::from_millis(50);
/// How long answers under way may take once it is to stop.
const GRACE: Duration = Duration::from_secs(2);

/// A page that cannot be opened or served.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PageError {
    /// A file of the run folder cannot be read.
    #[error("{} cannot be read", .path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// A line of the run folder's records is none of ours.
    #[error("{}: line {line} is damaged", .path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// 1-based line.
        line: u64,
    },
    /// The questions cannot be used.
    #[error("{} cannot be used", .path.display())]
    Questions {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: QuestionsError,
    },
    /// Another table of the run folder cannot be used.
    #[error(transparent)]
    Table(#[from] RunFileError),
    /// The decisions cannot be used.
    #[error("{} cannot be used", .path.display())]
    Decisions {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: DecisionsError,
    },
    /// The port cannot be had.
    #[error("the page cannot be served on port {port}")]
    Port {
        /// The port that was asked for; 0: any.
        port: u16,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// The system gives no random numbers for the token.
    #[error("the system gives no random numbers: {0}")]
    Random(getrandom::Error),
    /// The connection failed while the page was served.
    #[error("the page could not be served")]
    Served(#[source] io::Error),
}

/// Which page is wanted.
#[derive(Clone, Debug)]
pub struct PageRequest {
    /// The run folder.
    pub run: PathBuf,
    /// The file of decisions.
    pub decisions: PathBuf,
    /// Who decides.
    pub who: String,
    /// The language that the page begins in; it can be changed there.
    pub lang: Lang,
    /// Whether personal data is shown.
    pub masking: Masking,
    /// The port; 0: any that is free.
    pub port: u16,
    /// Gives the day, as `2026-01-31`.
    pub today: fn() -> String,
}

/// What all requests share.
pub(super) struct Room {
    pub request: PageRequest,
    pub index: Index,
    pub desk: Mutex<Desk>,
    pub guard: Guard,
}

/// A page that is ready: its port is taken, and its questions are read.
pub struct Opened {
    listener: TcpListener,
    room: Arc<Room>,
}

/// Reads a run folder and takes a port on the loopback interface.
///
/// # Errors
/// If the folder is no run folder, or was written by an older version; if decisions cannot be read, or the port is taken.
pub fn open(request: PageRequest) -> Result<Opened, PageError> {
    let index = Index::open(&request.run)?;
    let file = DecisionsFile::at(&request.decisions);
    let desk = Desk::open(file, &index).map_err(|source| PageError::Decisions { path: request.decisions.clone(), source })?;
    let taken = |source| PageError::Port { port: request.port, source };
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, request.port)).map_err(taken)?;
    listener.set_nonblocking(true).map_err(taken)?;
    let port = listener.local_addr().map_err(taken)?.port();
    let guard = Guard::new(port)?;
    Ok(Opened { listener, room: Arc::new(Room { request, index, desk: Mutex::new(desk), guard }) })
}

impl Opened {
    /// Gives the address with its token.
    pub fn address(&self) -> String {
        self.room.guard.address()
    }

    /// Counts the questions, and those that are decided.
    pub fn questions(&self) -> (usize, usize) {
        let total = self.room.index.entries.len();
        let decided = self.room.desk.lock().map_or(0, |d| (0..total).filter(|i| d.is_decided(*i)).count());
        (total, decided)
    }

    /// Serves the page until `stop` says so.
    ///
    /// # Errors
    /// If the system takes the port away.
    pub fn serve(self, stop: fn() -> bool) -> Result<(), PageError> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_io().enable_time().build().map_err(PageError::Served)?;
        let room = Arc::clone(&self.room);
        let served = runtime.block_on(async move {
            let listener = tokio::net::TcpListener::from_std(self.listener)?;
            let app = routes::app(room);
            let serving = pin!(axum::serve(listener, app).with_graceful_shutdown(stopped(stop)).into_future());
            // A browser that keeps a connection open must not keep the program.
            let late = pin!(async {
                stopped(stop).await;
                tokio::time::sleep(GRACE).await;
                Ok(())
            });
            futures_util::future::select(serving, late).await.factor_first().0
        });
        runtime.shutdown_timeout(GRACE);
        served.map_err(PageError::Served)
    }
}

async fn stopped(stop: fn() -> bool) {
    while !stop() {
        tokio::time::sleep(GLANCE).await;
    }
}
