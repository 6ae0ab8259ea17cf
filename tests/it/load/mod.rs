//! Loads into real databases: each test on SQLite and on a PostgreSQL server of its own.

mod acceptance;
mod counting;
mod encrypted;
mod existing;
mod fitting;
mod judging;
mod loading;
mod package;
mod postgres;
mod program;
mod proxy;
mod refusing;
mod scarce;
mod serving;
mod straight;
mod tampering;
mod taking_back;
mod verifying;

use cutover::load::{
    AcceptRequest, Audience, Edited, Existing, Later, LoadDone, LoadError, LoadRequest, Package, Postgres, Purpose, Refusal, RollbackDone,
    RollbackRequest, Scope, Secrets, Sqlite, Status, Tables, Target, TargetError, TargetUrl, Verified, VerifyRequest,
};
use cutover::model::{LoadMode, OnRefusal, Sealed, Unwatched};
use package::Sample;
use postgres::Cluster;
use std::cell::RefCell;
use tempfile::TempDir;

/// Makes a test of its own for each target.
macro_rules! on_both {
    ($($(#[$doc:meta])* fn $name:ident($place:ident) $body:block)*) => {$(
        mod $name {
            use super::*;

            $(#[$doc])*
            fn check($place: &crate::load::Place) $body

            #[test]
            fn sqlite() {
                check(&crate::load::Place::sqlite());
            }

            #[test]
            fn postgres() {
                check(&crate::load::Place::postgres());
            }
        }
    )*};
}
use on_both;

/// A database of a test.
pub struct Place {
    home: TempDir,
    pub cluster: Option<Cluster>,
}

impl Place {
    fn sqlite() -> Self {
        Self { home: TempDir::new().expect("a temporary folder"), cluster: None }
    }

    fn postgres() -> Self {
        Self { home: TempDir::new().expect("a temporary folder"), cluster: Some(Cluster::start()) }
    }

    /// Gives its URL.
    pub fn url(&self) -> String {
        match &self.cluster {
            Some(c) => c.url(),
            None => self.home.path().join("erp.db").display().to_string(),
        }
    }

    /// Names it; nothing is opened yet.
    pub fn target(&self) -> Box<dyn Target> {
        target(&self.url())
    }

    /// Runs statements as somebody else.
    #[track_caller]
    pub fn run(&self, sql: &str) -> u64 {
        let mut other = self.target();
        other.connect().and_then(|()| other.run(sql)).unwrap_or_else(|e| panic!("{sql}: {e}"))
    }

    /// Asks as somebody else; missing values are `-`.
    #[track_caller]
    pub fn ask(&self, sql: &str) -> Vec<String> {
        let mut other = self.target();
        let lines = other.connect().and_then(|()| other.ask(sql)).unwrap_or_else(|e| panic!("{sql}: {e}"));
        lines.iter().map(|l| l.iter().map(|v| v.as_deref().unwrap_or("-")).collect::<Vec<_>>().join("|")).collect()
    }

    /// Gives every row of the target's own tables, in order: what a digest would be made of.
    #[track_caller]
    pub fn content(&self) -> Vec<String> {
        let mut out = Vec::new();
        for (table, columns) in [("customer", "code, name, city, credit, since"), ("opening_ar", "party_code, doc_no, amount, currency")] {
            let there = self.target().connected().shape(table).expect("the target answers").is_some();
            if there {
                out.extend(self.ask(&format!("SELECT '{table}', {columns} FROM {table} ORDER BY {columns}")));
            }
        }
        out
    }

    /// Makes the tables that loads go into.
    pub fn with_tables(&self) {
        let decimal = if self.cluster.is_some() { "numeric" } else { "TEXT" };
        let date = if self.cluster.is_some() { "date" } else { "TEXT" };
        self.run(&format!(
            "CREATE TABLE customer (code varchar(20) PRIMARY KEY, name varchar(80) NOT NULL, city varchar(40), credit {decimal}, since {date}); \
             CREATE TABLE opening_ar (party_code varchar(20) NOT NULL REFERENCES customer (code), doc_no varchar(20), amount {decimal}, currency varchar(3))"
        ));
    }
}

trait Connected {
    fn connected(self) -> Self;
}

impl Connected for Box<dyn Target> {
    fn connected(mut self) -> Self {
        self.connect().expect("the target answers");
        self
    }
}

/// Names a target by its URL.
pub fn target(url: &str) -> Box<dyn Target> {
    match TargetUrl::parse(url).expect("a good URL") {
        TargetUrl::Sqlite(path) => Box::new(Sqlite::new(&path)),
        TargetUrl::Postgres(url) => Box::new(Postgres::new(&url, "owner", Secrets::default(), "tests")),
    }
}

/// Hears and keeps what a load says.
#[derive(Default)]
pub struct Heard {
    pub existing: RefCell<Vec<(String, Existing)>>,
    pub again: RefCell<Vec<String>>,
    /// The last list of refused records.
    pub refused: RefCell<Vec<(String, Refusal)>>,
    /// Makes keeping a list of some refused records fail.
    pub deaf: bool,
}

impl Audience for Heard {
    fn existing(&self, batch: &str, existing: &Existing) {
        self.existing.borrow_mut().push((batch.to_owned(), existing.clone()));
    }

    fn again(&self, batch: &str, _because: &TargetError) {
        self.again.borrow_mut().push(batch.to_owned());
    }

    fn refused(&self, wave: &str, refused: &[(String, Refusal)]) -> Result<(), LoadError> {
        if self.deaf && !refused.is_empty() {
            return Err(LoadError::Write { path: wave.into(), source: std::io::ErrorKind::StorageFull.into() });
        }
        *self.refused.borrow_mut() = refused.to_vec();
        Ok(())
    }
}

pub fn clock() -> String {
    "2026-11-30T08:00:00Z".to_owned()
}

/// A load that tests vary.
#[derive(Clone, Copy)]
pub struct Load<'a> {
    pub wave: Option<&'a str>,
    pub mode: LoadMode,
    pub refused: OnRefusal,
    pub max_refused: u64,
    pub tables: Tables,
    pub purpose: Purpose,
    pub despite: Option<&'a str>,
}

impl Default for Load<'_> {
    fn default() -> Self {
        let (mode, refused, tables) = (LoadMode::Insert, OnRefusal::Stop, Tables::Made);
        Self { wave: None, mode, refused, max_refused: 100, tables, purpose: Purpose::Real, despite: None }
    }
}

impl Load<'_> {
    pub fn into(self, place: &Place, sample: &Sample) -> Result<LoadDone, LoadError> {
        self.hearing(place, sample, &Heard::default())
    }

    pub fn hearing(self, place: &Place, sample: &Sample, heard: &Heard) -> Result<LoadDone, LoadError> {
        self.told(&mut *place.target(), sample, heard)
    }

    pub fn through(self, target: &mut dyn Target, sample: &Sample) -> Result<LoadDone, LoadError> {
        self.told(target, sample, &Heard::default())
    }

    pub fn told(self, target: &mut dyn Target, sample: &Sample, heard: &Heard) -> Result<LoadDone, LoadError> {
        let package = Package::open(&sample.path())?;
        let request = LoadRequest {
            package: &package,
            wave: self.wave,
            mode: self.mode,
            refused: self.refused,
            max_refused: self.max_refused,
            tables: self.tables,
            purpose: self.purpose,
            despite: self.despite,
            who: "ann",
            holder: "ann, process 1",
            clock,
        };
        cutover::load::load(target, &request, heard, &Unwatched)
    }
}

pub fn verify(place: &Place, sample: &Sample) -> Result<Verified, LoadError> {
    let package = Package::open(&sample.path())?;
    let request = VerifyRequest { package: &package, wave: None, listed: 100, who: "ann", clock };
    cutover::load::verify(&mut *place.target(), &request, &Unwatched)
}

pub fn take_back(place: &Place, scope: &Scope, edited: Edited, later: Later) -> Result<RollbackDone, LoadError> {
    let request = RollbackRequest { run: None, scope, edited, later, who: "bob", holder: "bob, process 2", clock };
    cutover::load::rollback(&mut *place.target(), &request, &Unwatched)
}

pub fn accept(place: &Place, sample: &Sample, wave: &str, confirmed: &[String]) -> Result<Sealed, LoadError> {
    let package = Package::open(&sample.path())?;
    let request = AcceptRequest {
        package: &package,
        wave,
        by: "王伟",
        note: "looked at <b>everything</b>",
        confirmed,
        who: "ann",
        holder: "ann, process 1",
        clock,
    };
    cutover::load::accept(&mut *place.target(), &request)
}

pub fn status(place: &Place) -> Status {
    cutover::load::status(&mut *place.target()).expect("there is a ledger")
}

/// Loads, verifies and accepts the first wave, then loads the second.
#[track_caller]
pub fn both_waves(place: &Place, sample: &Sample) {
    Load::default().into(place, sample).expect("the first wave loads");
    verify(place, sample).expect("the first wave is there");
    accept(place, sample, "pilot", &[]).expect("the first wave is as it was sent");
    let done = Load::default().into(place, sample).expect("the second wave loads");
    assert_eq!(done.ended, cutover::load::LoadEnd::Whole, "{:?}", done.refused);
}

/// Gives the only refused records.
pub fn refused(done: &LoadDone) -> Vec<(u64, &str)> {
    done.refused.iter().map(|(_, r)| (r.row, r.key.as_str())).collect()
}
