//! Staging by binary COPY: no quoting, no parsing on the other side, and a bounded buffer whatever the size of the batch.

use super::super::{Answer, StageError};
use super::Session;
use crate::load::records::Records;
use futures_util::SinkExt;
use std::io::Cursor;
use std::pin::Pin;
use tokio_postgres::CopyInSink;

/// Bytes that are sent at once.
const CHUNK: usize = 1 << 18;
/// What a binary COPY begins with: signature, flags, no extension.
const HEADER: &[u8] = b"PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0";
/// What it ends with.
const TRAILER: &[u8] = &[0xff, 0xff];

/// A COPY that is under way. Dropping it before its end lets the server forget what it got.
pub(super) struct Stream<'s> {
    session: &'s Session,
    sink: Pin<Box<CopyInSink<Cursor<Vec<u8>>>>>,
    buffer: Vec<u8>,
}

impl<'s> Stream<'s> {
    /// Begins one.
    pub(super) fn begin(session: &'s Session, copy: &str) -> Answer<Self> {
        let sink = session.wait(session.client.copy_in::<_, Cursor<Vec<u8>>>(copy))?;
        Ok(Self { session, sink: Box::pin(sink), buffer: HEADER.to_vec() })
    }

    /// Gives what is to be sent next.
    pub(super) fn buffer(&mut self) -> &mut Vec<u8> {
        &mut self.buffer
    }

    /// Sends what there is once it is enough.
    pub(super) fn send_full(&mut self) -> Answer<()> {
        if self.buffer.len() < CHUNK {
            return Ok(());
        }
        let full = std::mem::replace(&mut self.buffer, Vec::with_capacity(CHUNK + (CHUNK >> 2)));
        let sink = &mut self.sink;
        self.session.wait(async { sink.send(Cursor::new(full)).await })
    }

    /// Sends the rest and waits until the server has taken all.
    pub(super) fn end(mut self) -> Answer<()> {
        self.buffer.extend_from_slice(TRAILER);
        let rest = std::mem::take(&mut self.buffer);
        let sink = &mut self.sink;
        self.session.wait(async { sink.send(Cursor::new(rest)).await })?;
        self.session.wait(async { sink.as_mut().finish().await }).map(drop)
    }
}

/// Streams records into a table that only this session sees and that is not logged.
pub(super) fn stage(session: &Session, width: usize, records: &mut Records) -> Result<u64, StageError> {
    let columns: String = (1..=width).map(|i| format!(", c{i} text")).collect();
    let create = format!("DROP TABLE IF EXISTS pg_temp.cutover_stage; CREATE TEMP TABLE cutover_stage (pos bigint NOT NULL{columns})");
    session.wait(session.client.batch_execute(&create))?;
    let mut stream = Stream::begin(session, "COPY cutover_stage FROM STDIN (FORMAT binary)")?;
    let mut rows = 0;
    // What is wrong with the batch ends the COPY by dropping it.
    while let Some((pos, record)) = records.advance().map_err(StageError::Records)? {
        let buffer = stream.buffer();
        begin_row(buffer, width + 1);
        put_i64(buffer, pos as i64);
        record.iter().for_each(|field| put_field(buffer, field));
        stream.send_full()?;
        rows += 1;
    }
    stream.end()?;
    // The planner knows nothing of a table that was just made.
    session.wait(session.client.batch_execute("ANALYZE cutover_stage (pos, c1)"))?;
    Ok(rows)
}

/// Begins a row of so many fields.
pub(super) fn begin_row(buffer: &mut Vec<u8>, fields: usize) {
    buffer.extend_from_slice(&(fields as u16).to_be_bytes());
}

/// Adds a whole number of 64 bits.
pub(super) fn put_i64(buffer: &mut Vec<u8>, n: i64) {
    buffer.extend_from_slice(&8u32.to_be_bytes());
    buffer.extend_from_slice(&n.to_be_bytes());
}

/// Adds a text; an empty one is a missing value.
pub(super) fn put_field(buffer: &mut Vec<u8>, field: &[u8]) {
    if field.is_empty() {
        buffer.extend_from_slice(&(-1i32).to_be_bytes());
    } else {
        buffer.extend_from_slice(&(field.len() as u32).to_be_bytes());
        buffer.extend_from_slice(field);
    }
}
