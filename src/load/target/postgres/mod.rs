//! PostgreSQL: the real target, over TLS where it is not on this machine.

mod copy;
mod pour;
mod said;
mod table;
mod tls;

use super::{Answer, Class, Column, Failure, Lines, Lock, Pour, Poured, Shape, StageError, Target, TargetError};
use crate::load::records::Records;
use crate::load::secret::Secrets;
use crate::load::sql;
use crate::load::url::{PostgresUrl, TargetUrl};
use crate::model::ColumnKind;
use said::told;
use std::future::Future;
use std::time::Duration;
use tokio::runtime::Runtime;
use tokio_postgres::{Client, Config, SimpleQueryMessage};

/// How long the server may take to let us in.
const LOGIN: Duration = Duration::from_secs(10);

/// How long the server may take to take the lock back.
const FAREWELL: Duration = Duration::from_secs(3);

/// The first half of the number of our advisory lock; the second is that of the schema.
const LOCK: i32 = 0x6375_746f;

/// PostgreSQL keeps 63 bytes of a name.
const LONGEST_NAME: usize = 63;

/// What every session begins with: texts of values that do not depend on the server's settings, and no endless wait for others.
const SESSION: &str = "SET client_min_messages = warning; SET standard_conforming_strings = on; SET datestyle = 'ISO, YMD'; SET timezone = 'UTC'; \
     SET intervalstyle = postgres; SET extra_float_digits = 1; SET bytea_output = hex; SET lock_timeout = '60s'; \
     SET idle_in_transaction_session_timeout = '30min'; SET tcp_keepalives_idle = 60; SET tcp_keepalives_interval = 10; SET tcp_keepalives_count = 3";

/// A PostgreSQL database.
pub struct Postgres {
    url: PostgresUrl,
    user: String,
    secrets: Secrets,
    holder: String,
    place: String,
    session: Option<Session>,
}

/// One connection with the runtime that drives it.
struct Session {
    // Dropped before the runtime, so that the connection is closed by it.
    client: Client,
    runtime: Runtime,
    timeout: Duration,
}

impl Session {
    /// Waits for an answer, but not for ever.
    fn wait<T>(&self, work: impl Future<Output = Result<T, tokio_postgres::Error>>) -> Answer<T> {
        within(&self.runtime, self.timeout, async { work.await.map_err(|e| told(&e)) })
    }
}

fn within<T>(runtime: &Runtime, limit: Duration, work: impl Future<Output = Answer<T>>) -> Answer<T> {
    runtime.block_on(async {
        match tokio::time::timeout(limit, work).await {
            Ok(done) => done,
            Err(_) => Err(TargetError::new(Failure::TimedOut, format!("no answer within {} s", limit.as_secs()))),
        }
    })
}

impl Postgres {
    /// Names a database; nothing is opened yet. `user` is asked for where the URL names none, `holder` is what others see of us.
    pub fn new(url: &PostgresUrl, user: &str, secrets: Secrets, holder: &str) -> Self {
        let user = url.user.clone().unwrap_or_else(|| user.to_owned());
        let place = TargetUrl::Postgres(Box::new(url.clone())).to_string();
        Self { url: url.clone(), user, secrets, holder: holder.to_owned(), place, session: None }
    }

    fn open(&self) -> Answer<&Session> {
        self.session.as_ref().ok_or_else(|| TargetError::new(Failure::Lost, "not connected"))
    }

    fn config(&self) -> Answer<Config> {
        let mut config = Config::new();
        if self.url.host.starts_with('/') {
            config.host_path(&self.url.host);
        } else {
            config.host(&self.url.host);
        }
        config.port(self.url.port).user(&self.user).connect_timeout(LOGIN);
        config.dbname(self.url.database.as_deref().unwrap_or(&self.user));
        config.application_name(first_bytes(&format!("cutover {}", self.holder), LONGEST_NAME));
        // A server that is gone without a word is noticed by the system, too.
        config.keepalives_idle(Duration::from_secs(30)).tcp_user_timeout(self.url.timeout.min(Duration::from_secs(120)));
        let secret = self.secrets.find(&self.url, &self.user).map_err(|e| TargetError::new(Failure::Login, e.to_string()))?;
        if let Some(secret) = secret {
            config.password(secret.reveal());
        }
        Ok(config)
    }

    fn ask_one(&self, query: &str) -> Answer<Option<String>> {
        Ok(ask(self.open()?, query)?.into_iter().next().and_then(|l| l.into_iter().next().flatten()))
    }
}

/// Gives the first bytes of a text that end with a whole character.
fn first_bytes(text: &str, most: usize) -> &str {
    let end = (0..=most.min(text.len())).rev().find(|&i| text.is_char_boundary(i)).unwrap_or(0);
    text.get(..end).unwrap_or_default()
}

fn ask(session: &Session, query: &str) -> Answer<Lines> {
    let messages = session.wait(session.client.simple_query(query))?;
    let line = |m: SimpleQueryMessage| match m {
        SimpleQueryMessage::Row(row) => Some((0..row.len()).map(|i| row.get(i).map(str::to_owned)).collect()),
        _ => None,
    };
    Ok(messages.into_iter().filter_map(line).collect())
}

impl Target for Postgres {
    fn place(&self) -> &str {
        &self.place
    }

    fn connect(&mut self) -> Answer<()> {
        self.session = None;
        let config = self.config()?;
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let runtime = runtime.map_err(|e| TargetError::new(Failure::Other, e.to_string()))?;
        let client = within(&runtime, LOGIN + Duration::from_secs(5), tls::connect(&self.url, config))?;
        let session = Session { client, runtime, timeout: self.url.timeout };
        session.wait(session.client.batch_execute(SESSION))?;
        if let Some(schema) = &self.url.schema {
            let there = ask(&session, &format!("SELECT 1 FROM pg_namespace WHERE nspname = {}", sql::value(schema)))?;
            if there.is_empty() {
                return Err(TargetError::new(Failure::NoDatabase, format!("there is no schema {schema}")));
            }
            session.wait(session.client.batch_execute(&format!("SET search_path TO {}", sql::name(schema))))?;
        }
        self.session = Some(session);
        Ok(())
    }

    fn lock(&mut self, _holder: &str) -> Answer<Lock> {
        // Others read who holds it from the session's name.
        let got = self.ask_one(&format!("SELECT pg_try_advisory_lock({LOCK}, hashtext(current_schema()))"))?;
        if got.as_deref() == Some("t") {
            return Ok(Lock::Ours);
        }
        let holder = self.ask_one(&format!(
            "SELECT a.application_name || ' (' || a.usename || coalesce(', ' || host(a.client_addr), '') || ', since ' || to_char(a.backend_start, 'YYYY-MM-DD HH24:MI:SS') || ' UTC)' \
             FROM pg_locks AS l JOIN pg_stat_activity AS a ON a.pid = l.pid WHERE l.locktype = 'advisory' AND l.granted AND l.classid = {LOCK} \
             AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database()) AND l.objid::bigint = hashtext(current_schema())::bigint & 4294967295"
        ))?;
        Ok(Lock::HeldBy(holder.unwrap_or_else(|| "?".to_owned())))
    }

    fn unlock(&mut self) {
        // The lock belongs to the session, but the server may take a moment to notice that it has ended: whoever comes at once need not wait.
        if let Some(session) = self.session.take() {
            let given_back = async { session.client.simple_query("SELECT pg_advisory_unlock_all()").await.map_err(|e| told(&e)) };
            // A server that does not answer gives it back when it finds us gone.
            let _ = within(&session.runtime, session.timeout.min(FAREWELL), given_back);
        }
    }

    fn shape(&mut self, table: &str) -> Answer<Option<Shape>> {
        table::shape(self.open()?, table)
    }

    fn run(&mut self, statements: &str) -> Answer<u64> {
        let session = self.open()?;
        let messages = session.wait(session.client.simple_query(statements))?;
        let changed = |m: &SimpleQueryMessage| if let SimpleQueryMessage::CommandComplete(n) = m { Some(*n) } else { None };
        Ok(messages.iter().filter_map(changed).next_back().unwrap_or(0))
    }

    fn ask(&mut self, query: &str) -> Answer<Lines> {
        ask(self.open()?, query)
    }

    fn stage(&mut self, width: usize, records: &mut Records) -> Result<u64, StageError> {
        copy::stage(self.open()?, width, records)
    }

    fn pour(&mut self, into: &Pour<'_>, records: &mut Records) -> Result<Option<Poured>, StageError> {
        let printed: Vec<&Column> =
            into.printed.iter().filter_map(|&at| into.shape.column(into.columns.get(at).copied().unwrap_or_default())).collect();
        let print = self.print("t", &printed);
        pour::pour(self.open()?, into, &print, records)
    }

    fn clustered(&self, table: &str, columns: &str, first: &str, _second: &str) -> String {
        // Equal entries of an index share their space: one on the first column alone costs a fraction of a key.
        format!("CREATE TABLE {table} ({columns}); CREATE INDEX {table}_by_{first} ON {table} ({first});")
    }

    fn longest_name(&self) -> usize {
        LONGEST_NAME
    }

    fn insert_and_keep(&self, insert: &str, print: &str, keys: &[String], seq: u64) -> Option<String> {
        // Rows are made, and come back, in the order of the staging table: a temporary table is read from its beginning by one process.
        let texts = keys.iter().enumerate().map(|(i, k)| format!("CAST({k} AS text) AS k{}", i + 1)).collect::<Vec<_>>().join(", ");
        let names = (1..=keys.len()).map(|i| format!("k{i}")).collect::<Vec<_>>().join(", ");
        Some(format!(
            "WITH made AS ({insert} RETURNING {print} AS p, {texts}) INSERT INTO cutover_rows (seq, pos, made, print, {names}) \
             SELECT {seq}, row_number() OVER (), 1, p, {names} FROM made"
        ))
    }

    fn begin(&self) -> &'static str {
        "BEGIN"
    }

    fn same(&self, a: &str, b: &str) -> String {
        format!("{a} IS NOT DISTINCT FROM {b}")
    }

    fn cast(&self, text: &str, column: &Column) -> String {
        match column.class {
            // A cast to a text of bounded length would cut it without a word; storing it into the column refuses it.
            Class::Text => text.to_owned(),
            _ => format!("CAST({text} AS {})", base(&column.declared)),
        }
    }

    fn print(&self, alias: &str, columns: &[&Column]) -> String {
        let list: Vec<String> = columns.iter().map(|c| format!("{alias}.{}", sql::name(&c.name))).collect();
        sixty_bits(&format!("CAST(ROW({}) AS text)", list.join(", ")))
    }

    fn content(&self, columns: usize) -> String {
        let list: Vec<String> = (1..=columns).map(|i| format!("c{i}")).collect();
        sixty_bits(&format!("convert_to(array_to_string(ARRAY[{}], E'\\x1f', E'\\x1e'), 'UTF8')", list.join(", ")))
    }

    fn add_up(&self, number: &str) -> String {
        format!("CAST(coalesce(sum({number}), 0) AS text)")
    }

    fn total(&self, text: &str) -> String {
        format!("CAST(sum(CASE WHEN {text} ~ '^[+-]?[0-9]+(\\.[0-9]+)?$' THEN CAST({text} AS numeric) ELSE 0 END) AS text)")
    }

    fn image(&self, alias: &str, _columns: &[&Column]) -> String {
        format!("CAST(to_jsonb({alias}) AS text)")
    }

    fn restored(&self, image: &str, table: &str, column: &Column, _at: usize) -> String {
        format!("(jsonb_populate_record(CAST(NULL AS {}), CAST({image} AS jsonb))).{}", sql::table(table), sql::name(&column.name))
    }

    fn delete(&self, shape: &Shape, from: &str, on: &str) -> String {
        format!("DELETE FROM {} AS t USING {from} WHERE {on}", sql::table(&shape.table))
    }

    fn holding(&self, alias: &str) -> String {
        format!(" FOR UPDATE OF {alias}")
    }

    fn shut(&self, table: &str) -> String {
        format!("LOCK TABLE {} IN SHARE ROW EXCLUSIVE MODE", sql::table(table))
    }

    fn type_for(&self, kind: ColumnKind, length: Option<usize>) -> String {
        match (kind, length) {
            (ColumnKind::Text, Some(n)) => format!("varchar({n})"),
            (ColumnKind::Text, None) => "text".to_owned(),
            (ColumnKind::Decimal, _) => "numeric".to_owned(),
            (ColumnKind::Integer, _) => "bigint".to_owned(),
            (ColumnKind::Date, _) => "date".to_owned(),
        }
    }

    fn has_ledger(&mut self) -> Answer<bool> {
        let query = "SELECT 1 FROM pg_tables WHERE schemaname = current_schema() AND tablename = 'cutover_layout'";
        Ok(self.ask_one(query)?.is_some())
    }
}

/// The type without its measures: a cast to `numeric(10,2)` would round, and nobody would hear of it.
fn base(declared: &str) -> String {
    match (declared.find('('), declared.find(')')) {
        (Some(open), Some(close)) => {
            format!("{}{}", declared.get(..open).unwrap_or_default(), declared.get(close + 1..).unwrap_or_default())
        }
        _ => declared.to_owned(),
    }
}

/// The first 15 hexadecimal digits of an MD5, as a whole number.
fn sixty_bits(bytes: &str) -> String {
    format!("CAST(CAST('x' || substr(md5({bytes}), 1, 15) AS bit(60)) AS bigint)")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_sessions_end_with_a_whole_character() {
        assert_eq!(first_bytes("安a", 2), "");
        assert_eq!(first_bytes("安a", 4), "安a");
        assert_eq!(base("numeric(10,2)"), "numeric");
        assert_eq!(base("timestamp(3) without time zone"), "timestamp without time zone");
    }
}
