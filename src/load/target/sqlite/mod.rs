//! SQLite: the embedded target, a file.

mod functions;
mod pour;
mod said;
mod table;

use super::{Answer, Column, Failure, Lines, Lock, Pour, Poured, Shape, StageError, Target, TargetError};
use crate::load::records::Records;
use crate::load::sql;
use crate::locking::LockFile;
use crate::model::ColumnKind;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, OpenFlags};
use said::told;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How long we wait for another program that writes.
const PATIENCE: Duration = Duration::from_secs(10);

/// A SQLite database.
pub struct Sqlite {
    path: PathBuf,
    place: String,
    patience: Duration,
    connection: Option<Connection>,
    lock: Option<LockFile>,
}

impl Sqlite {
    /// Names a database; nothing is opened yet.
    pub fn new(path: &Path) -> Self {
        Self { path: path.to_owned(), place: format!("sqlite:{}", path.display()), patience: PATIENCE, connection: None, lock: None }
    }

    /// Waits this long for another program that writes. Default: 10 s.
    pub fn patient(mut self, patience: Duration) -> Self {
        self.patience = patience;
        self
    }

    fn open(&self) -> Answer<&Connection> {
        self.connection.as_ref().ok_or_else(|| TargetError::new(Failure::Lost, "not connected"))
    }
}

impl Target for Sqlite {
    fn place(&self) -> &str {
        &self.place
    }

    fn connect(&mut self) -> Answer<()> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let is_special = std::fs::symlink_metadata(&self.path).is_ok_and(|m| !m.is_file() && !m.is_symlink());
        if is_special {
            return Err(TargetError::new(Failure::Damaged, format!("{} is no file", self.path.display())));
        }
        let connection = Connection::open_with_flags(&self.path, flags).map_err(told)?;
        connection.busy_timeout(self.patience).map_err(told)?;
        // Foreign keys hold only where somebody asks for it; rows are durable once COMMIT is answered; what is staged may go to disk.
        connection.execute_batch("PRAGMA foreign_keys = ON; PRAGMA synchronous = FULL; PRAGMA temp_store = FILE;").map_err(told)?;
        // The first look at the file tells whether it is a database.
        connection.query_row("SELECT count(*) FROM sqlite_master", [], |_| Ok(())).map_err(told)?;
        functions::add_to(&connection).map_err(told)?;
        self.connection = Some(connection);
        Ok(())
    }

    fn lock(&mut self, holder: &str) -> Answer<Lock> {
        let mut path = self.path.as_os_str().to_owned();
        path.push(".cutover-lock");
        match LockFile::take(Path::new(&path), holder) {
            Ok(Ok(lock)) => {
                self.lock = Some(lock);
                Ok(Lock::Ours)
            }
            Ok(Err(other)) => Ok(Lock::HeldBy(other)),
            Err(e) => Err(TargetError::new(Failure::Denied, format!("{}.cutover-lock: {e}", self.path.display()))),
        }
    }

    fn unlock(&mut self) {
        self.lock = None;
    }

    fn shape(&mut self, table: &str) -> Answer<Option<Shape>> {
        table::shape(self.open()?, table)
    }

    fn run(&mut self, statements: &str) -> Answer<u64> {
        let connection = self.open()?;
        connection.execute_batch(statements).map_err(told)?;
        Ok(connection.changes())
    }

    fn ask(&mut self, query: &str) -> Answer<Lines> {
        let mut statement = self.open()?.prepare(query).map_err(told)?;
        let width = statement.column_count();
        let mut rows = statement.query([]).map_err(told)?;
        let mut out = Vec::new();
        while let Some(row) = rows.next().map_err(told)? {
            let values = (0..width).map(|i| row.get_ref(i).map(text).map_err(told)).collect::<Answer<Vec<_>>>()?;
            out.push(values);
        }
        Ok(out)
    }

    fn stage(&mut self, width: usize, records: &mut Records) -> Result<u64, StageError> {
        let connection = self.open()?;
        table::stage(connection, width, records)
    }

    fn pour(&mut self, into: &Pour<'_>, records: &mut Records) -> Result<Option<Poured>, StageError> {
        pour::pour(self.open()?, into, records)
    }

    fn clustered(&self, table: &str, columns: &str, first: &str, second: &str) -> String {
        format!("CREATE TABLE {table} ({columns}, PRIMARY KEY ({first}, {second})) WITHOUT ROWID;")
    }

    fn longest_name(&self) -> usize {
        1000
    }

    fn insert_and_keep(&self, _insert: &str, _print: &str, _keys: &[String], _seq: u64) -> Option<String> {
        None
    }

    fn begin(&self) -> &'static str {
        "BEGIN IMMEDIATE"
    }

    fn same(&self, a: &str, b: &str) -> String {
        format!("{a} IS {b}")
    }

    fn cast(&self, text: &str, _column: &Column) -> String {
        // A comparison with the column, and storing into it, apply its affinity by themselves; a cast would make zeros of what is no number.
        text.to_owned()
    }

    fn print(&self, alias: &str, columns: &[&Column]) -> String {
        format!("cutover_print({})", list(alias, columns))
    }

    fn content(&self, columns: usize) -> String {
        format!("cutover_content({})", (1..=columns).map(|i| format!("c{i}")).collect::<Vec<_>>().join(", "))
    }

    fn add_up(&self, number: &str) -> String {
        format!("cutover_sum({number})")
    }

    fn total(&self, text: &str) -> String {
        format!("cutover_total({text})")
    }

    fn image(&self, alias: &str, columns: &[&Column]) -> String {
        format!("cutover_image({})", list(alias, columns))
    }

    fn restored(&self, image: &str, _table: &str, _column: &Column, at: usize) -> String {
        format!("cutover_part({image}, {at})")
    }

    fn delete(&self, shape: &Shape, from: &str, on: &str) -> String {
        let table = sql::table(&shape.table);
        if shape.addressed {
            format!("DELETE FROM {table} WHERE rowid IN (SELECT t.rowid FROM {from} CROSS JOIN {table} AS t WHERE {on})")
        } else {
            format!("DELETE FROM {table} AS t WHERE EXISTS (SELECT 1 FROM {from} WHERE {on})")
        }
    }

    fn holding(&self, _alias: &str) -> String {
        String::new()
    }

    fn shut(&self, _table: &str) -> String {
        String::new()
    }

    fn type_for(&self, kind: ColumnKind, length: Option<usize>) -> String {
        match (kind, length) {
            // Decimals stay text: SQLite knows none, and a float would change them.
            (ColumnKind::Integer, _) => "INTEGER".to_owned(),
            (ColumnKind::Text, Some(n)) => format!("VARCHAR({n})"),
            _ => "TEXT".to_owned(),
        }
    }

    fn has_ledger(&mut self) -> Answer<bool> {
        Ok(self.ask("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'cutover_layout'")?.len() == 1)
    }
}

fn list(alias: &str, columns: &[&Column]) -> String {
    columns.iter().map(|c| format!("{alias}.{}", sql::name(&c.name))).collect::<Vec<_>>().join(", ")
}

fn text(value: ValueRef<'_>) -> Option<String> {
    match value {
        ValueRef::Null => None,
        ValueRef::Integer(i) => Some(i.to_string()),
        ValueRef::Real(r) => Some(r.to_string()),
        ValueRef::Text(t) => Some(String::from_utf8_lossy(t).into_owned()),
        ValueRef::Blob(b) => Some(crate::model::hex(b)),
    }
}
