//! A target that keeps what it was asked, and is told something on every new connection.

use cutover::load::{Answer, Column, Lines, Lock, Pour, Poured, Records, Shape, StageError, Target};
use cutover::model::ColumnKind;

/// Passes everything on.
pub struct Counting {
    inner: Box<dyn Target>,
    /// Statements and queries in their order.
    pub said: Vec<String>,
    /// Records that were staged, each time that they were.
    pub staged: Vec<u64>,
    /// How often records were poured.
    pub poured: u64,
    first: &'static str,
}

impl Counting {
    /// Begins each connection with a statement; an empty one says nothing.
    pub fn telling(inner: Box<dyn Target>, first: &'static str) -> Self {
        Self { inner, said: Vec::new(), staged: Vec::new(), poured: 0, first }
    }
}

impl Target for Counting {
    fn place(&self) -> &str {
        self.inner.place()
    }

    fn connect(&mut self) -> Answer<()> {
        self.inner.connect()?;
        self.inner.run(self.first).map(drop)
    }

    fn lock(&mut self, holder: &str) -> Answer<Lock> {
        self.inner.lock(holder)
    }

    fn unlock(&mut self) {
        self.inner.unlock();
    }

    fn shape(&mut self, table: &str) -> Answer<Option<Shape>> {
        self.inner.shape(table)
    }

    fn run(&mut self, sql: &str) -> Answer<u64> {
        self.said.push(sql.to_owned());
        self.inner.run(sql)
    }

    fn ask(&mut self, sql: &str) -> Answer<Lines> {
        self.said.push(sql.to_owned());
        self.inner.ask(sql)
    }

    fn stage(&mut self, width: usize, records: &mut Records) -> Result<u64, StageError> {
        let staged = self.inner.stage(width, records)?;
        self.staged.push(staged);
        Ok(staged)
    }

    fn pour(&mut self, into: &Pour<'_>, records: &mut Records) -> Result<Option<Poured>, StageError> {
        self.poured += 1;
        self.inner.pour(into, records)
    }

    fn clustered(&self, table: &str, columns: &str, first: &str, second: &str) -> String {
        self.inner.clustered(table, columns, first, second)
    }

    fn longest_name(&self) -> usize {
        self.inner.longest_name()
    }

    fn insert_and_keep(&self, insert: &str, print: &str, keys: &[String], seq: u64) -> Option<String> {
        self.inner.insert_and_keep(insert, print, keys, seq)
    }

    fn begin(&self) -> &'static str {
        self.inner.begin()
    }

    fn same(&self, a: &str, b: &str) -> String {
        self.inner.same(a, b)
    }

    fn cast(&self, text: &str, column: &Column) -> String {
        self.inner.cast(text, column)
    }

    fn print(&self, alias: &str, columns: &[&Column]) -> String {
        self.inner.print(alias, columns)
    }

    fn content(&self, columns: usize) -> String {
        self.inner.content(columns)
    }

    fn add_up(&self, number: &str) -> String {
        self.inner.add_up(number)
    }

    fn total(&self, text: &str) -> String {
        self.inner.total(text)
    }

    fn image(&self, alias: &str, columns: &[&Column]) -> String {
        self.inner.image(alias, columns)
    }

    fn restored(&self, image: &str, table: &str, column: &Column, at: usize) -> String {
        self.inner.restored(image, table, column, at)
    }

    fn delete(&self, shape: &Shape, from: &str, on: &str) -> String {
        self.inner.delete(shape, from, on)
    }

    fn holding(&self, alias: &str) -> String {
        self.inner.holding(alias)
    }

    fn shut(&self, table: &str) -> String {
        self.inner.shut(table)
    }

    fn type_for(&self, kind: ColumnKind, length: Option<usize>) -> String {
        self.inner.type_for(kind, length)
    }

    fn has_ledger(&mut self) -> Answer<bool> {
        self.inner.has_ledger()
    }
}
