//! Staging by binary COPY: no quoting, no parsing on the other side, and a bounded buffer whatever the size of the batch.

use super::super::StageError;
use super::Session;
use crate::load::records::Records;
use futures_util::SinkExt;
use std::io::Cursor;
use std::pin::pin;

/// Bytes that are sent at once.
const CHUNK: usize = 1 << 18;
/// What a binary COPY begins with: signature, flags, no extension.
const HEADER: &[u8] = b"PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0";
/// What it ends with.
const TRAILER: &[u8] = &[0xff, 0xff];

/// Streams records into a table that only this session sees and that is not logged.
pub(super) fn stage(session: &Session, width: usize, records: &mut Records) -> Result<u64, StageError> {
    let columns: String = (1..=width).map(|i| format!(", c{i} text")).collect();
    let create = format!("DROP TABLE IF EXISTS pg_temp.cutover_stage; CREATE TEMP TABLE cutover_stage (pos bigint NOT NULL{columns})");
    session.wait(session.client.batch_execute(&create))?;
    let sink = session.wait(session.client.copy_in::<_, Cursor<Vec<u8>>>("COPY cutover_stage FROM STDIN (FORMAT binary)"))?;
    let mut sink = pin!(sink);
    let mut buffer = HEADER.to_vec();
    let mut rows = 0;
    // What is wrong with the batch ends the COPY by dropping it: the server forgets what it got.
    while let Some((pos, record)) = records.next().map_err(StageError::Records)? {
        put(&mut buffer, pos, record, width);
        rows += 1;
        if buffer.len() >= CHUNK {
            let full = std::mem::replace(&mut buffer, Vec::with_capacity(CHUNK + (CHUNK >> 2)));
            session.wait(async { sink.send(Cursor::new(full)).await })?;
        }
    }
    buffer.extend_from_slice(TRAILER);
    session.wait(async { sink.send(Cursor::new(buffer)).await })?;
    session.wait(async { sink.as_mut().finish().await })?;
    // The planner knows nothing of a table that was just made.
    session.wait(session.client.batch_execute("ANALYZE cutover_stage (pos, c1)"))?;
    Ok(rows)
}

fn put(buffer: &mut Vec<u8>, pos: u64, record: &csv::ByteRecord, width: usize) {
    buffer.extend_from_slice(&(width as u16 + 1).to_be_bytes());
    buffer.extend_from_slice(&8u32.to_be_bytes());
    buffer.extend_from_slice(&pos.to_be_bytes());
    for field in record {
        if field.is_empty() {
            buffer.extend_from_slice(&(-1i32).to_be_bytes());
        } else {
            buffer.extend_from_slice(&(field.len() as u32).to_be_bytes());
            buffer.extend_from_slice(field);
        }
    }
}
