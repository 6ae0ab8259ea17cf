//! What SQLite's errors mean.

use super::super::{Failure, TargetError, Why};
use rusqlite::ffi;

/// Turns an error of SQLite into one of a target.
pub(super) fn told(error: rusqlite::Error) -> TargetError {
    let said = error.to_string();
    let Some(e) = error.sqlite_error() else { return TargetError::new(Failure::Other, said) };
    let kind = match e.extended_code {
        ffi::SQLITE_CONSTRAINT_UNIQUE | ffi::SQLITE_CONSTRAINT_PRIMARYKEY | ffi::SQLITE_CONSTRAINT_ROWID => Failure::Refused(Why::Unique),
        ffi::SQLITE_CONSTRAINT_FOREIGNKEY => Failure::Refused(Why::Reference),
        ffi::SQLITE_CONSTRAINT_NOTNULL => Failure::Refused(Why::Required),
        ffi::SQLITE_CONSTRAINT_CHECK => Failure::Refused(Why::Check),
        ffi::SQLITE_CONSTRAINT_TRIGGER => Failure::Refused(Why::Trigger),
        ffi::SQLITE_CONSTRAINT_DATATYPE => Failure::Refused(Why::Type),
        _ => by_primary_code(e.extended_code & 0xff),
    };
    let constraint = said.split_once("constraint failed: ").map(|(_, c)| c.to_owned());
    let column = constraint.as_ref().filter(|_| kind == Failure::Refused(Why::Required));
    let column = column.and_then(|c| c.rsplit('.').next()).map(str::to_owned);
    TargetError { kind, said, code: e.extended_code.to_string(), column, constraint }
}

fn by_primary_code(code: i32) -> Failure {
    match code {
        ffi::SQLITE_CONSTRAINT => Failure::Refused(Why::Value),
        ffi::SQLITE_MISMATCH => Failure::Refused(Why::Type),
        ffi::SQLITE_TOOBIG => Failure::Refused(Why::TooLong),
        ffi::SQLITE_BUSY | ffi::SQLITE_LOCKED => Failure::Busy,
        ffi::SQLITE_FULL => Failure::Full,
        ffi::SQLITE_READONLY | ffi::SQLITE_PERM | ffi::SQLITE_AUTH => Failure::Denied,
        ffi::SQLITE_CANTOPEN => Failure::NoDatabase,
        ffi::SQLITE_IOERR | ffi::SQLITE_CORRUPT | ffi::SQLITE_NOTADB => Failure::Damaged,
        _ => Failure::Other,
    }
}
