//! What PostgreSQL's errors mean.

use super::super::{Failure, TargetError, Why};
use std::error::Error;

/// Turns an error of the client into one of a target.
pub(super) fn told(error: &tokio_postgres::Error) -> TargetError {
    let Some(db) = error.as_db_error() else { return of_connection(error) };
    let code = db.code().code();
    // It would show every field of the record, personal data included.
    let said = match db.detail().filter(|d| !d.starts_with("Failing row contains")) {
        Some(detail) => format!("{} ({detail})", db.message()),
        None => db.message().to_owned(),
    };
    TargetError {
        kind: kind(code),
        said,
        code: code.to_owned(),
        column: db.column().map(str::to_owned),
        constraint: db.constraint().map(str::to_owned),
    }
}

fn kind(code: &str) -> Failure {
    match code {
        "23505" | "23P01" => Failure::Refused(Why::Unique),
        "23503" => Failure::Refused(Why::Reference),
        "23502" => Failure::Refused(Why::Required),
        "23514" => Failure::Refused(Why::Check),
        "22001" => Failure::Refused(Why::TooLong),
        "22003" => Failure::Refused(Why::Number),
        "22007" | "22008" => Failure::Refused(Why::Date),
        "22P02" => Failure::Refused(Why::Type),
        "P0001" => Failure::Refused(Why::Trigger),
        "40001" | "40P01" => Failure::Conflict,
        "55P03" => Failure::Busy,
        "57014" => Failure::TimedOut,
        "42501" => Failure::Denied,
        "3D000" | "3F000" => Failure::NoDatabase,
        "53100" => Failure::Full,
        "58030" | "XX001" | "XX002" => Failure::Damaged,
        _ => by_class(code.get(..2).unwrap_or_default()),
    }
}

fn by_class(class: &str) -> Failure {
    match class {
        "22" | "23" => Failure::Refused(Why::Value),
        "08" | "57" => Failure::Lost,
        "28" => Failure::Login,
        _ => Failure::Other,
    }
}

/// What went wrong below the server's own words.
fn of_connection(error: &tokio_postgres::Error) -> TargetError {
    let mut said = error.to_string();
    let mut encryption = said.contains("TLS");
    let mut cause = error.source();
    while let Some(c) = cause {
        let text = c.to_string();
        encryption |= text.contains("certificate") || text.contains("TLS");
        if !said.contains(&text) {
            said = format!("{said}: {text}");
        }
        cause = c.source();
    }
    let kind = if encryption {
        Failure::Encryption
    } else if said.starts_with("error connecting") || said.contains("timed out") {
        Failure::Unreachable
    } else if said.contains("password") || said.contains("authentication") {
        Failure::Login
    } else {
        Failure::Lost
    };
    TargetError::new(kind, said)
}
