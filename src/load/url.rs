//! Where a target is: its URL, without any password.

use std::fmt;
use std::path::PathBuf;
use std::time::Duration;

/// Where a target is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TargetUrl {
    /// A SQLite database: a file.
    Sqlite(PathBuf),
    /// A PostgreSQL database.
    Postgres(Box<PostgresUrl>),
}

/// Where a PostgreSQL database is, and who asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PostgresUrl {
    /// The server; a folder of sockets begins with `/`.
    pub host: String,
    /// The port.
    pub port: u16,
    /// The user; `None`: PGUSER, or the user of the system.
    pub user: Option<String>,
    /// The database; `None`: that of the user's name.
    pub database: Option<String>,
    /// The schema of tables without one, and of the ledger.
    pub schema: Option<String>,
    /// Whether the connection is encrypted.
    pub tls: Tls,
    /// A file of certificates that are trusted instead of the system's.
    pub root_certificate: Option<PathBuf>,
    /// The longest time that one answer may take.
    pub timeout: Duration,
}

/// Whether a connection is encrypted; where it is, the server's certificate and name are always checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tls {
    /// Never.
    Off,
    /// Where the server offers it.
    Preferred,
    /// Always.
    Required,
}

/// The time that one answer may take where the URL says nothing: a promotion of a large batch takes minutes.
const TIMEOUT: Duration = Duration::from_secs(600);

/// A URL that cannot be used. No message repeats what may be a password.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum UrlError {
    /// It holds a password.
    #[error("a password in the URL would stand in the list of processes and in the shell's history")]
    Password,
    /// No target of this kind is known.
    #[error("the target must be a file.db, sqlite:FILE or postgres://USER@HOST/DATABASE")]
    Scheme,
    /// A setting that there is not, or that has no such value.
    #[error(
        "the URL's setting {name} is unknown or has a value that it cannot have; there are schema, sslmode (disable, prefer, require), sslrootcert and timeout (seconds)"
    )]
    Setting {
        /// Its name.
        name: String,
    },
    /// A port that is no number.
    #[error("the port in the URL is no number from 1 to 65535")]
    Port,
    /// Signs written as `%41` that do not end, or are no UTF-8.
    #[error("the URL has a % that is not followed by two hexadecimal digits, or does not give UTF-8")]
    Percent,
}

impl TargetUrl {
    /// Reads a URL, or the name of a SQLite file.
    ///
    /// # Errors
    /// If it holds a password, or is nothing that we know.
    ///
    /// # Examples
    /// ```
    /// use cutover::load::TargetUrl;
    /// assert!(TargetUrl::parse("erp.db").is_ok());
    /// assert_eq!(TargetUrl::parse("postgres://ann@db.example/erp?schema=md").unwrap().to_string(), "postgres://ann@db.example:5432/erp?schema=md");
    /// assert!(TargetUrl::parse("postgres://ann:secret@db.example/erp").is_err());
    /// ```
    pub fn parse(text: &str) -> Result<Self, UrlError> {
        if let Some(path) = text.strip_prefix("sqlite://").or_else(|| text.strip_prefix("sqlite:")) {
            return if path.is_empty() { Err(UrlError::Scheme) } else { Ok(Self::Sqlite(PathBuf::from(path))) };
        }
        if let Some(rest) = text.strip_prefix("postgres://").or_else(|| text.strip_prefix("postgresql://")) {
            return postgres(rest).map(|p| Self::Postgres(Box::new(p)));
        }
        let is_file = [".db", ".sqlite", ".sqlite3"].iter().any(|e| text.to_lowercase().ends_with(e));
        if is_file && !text.contains("://") { Ok(Self::Sqlite(PathBuf::from(text))) } else { Err(UrlError::Scheme) }
    }
}

fn postgres(rest: &str) -> Result<PostgresUrl, UrlError> {
    let (place, settings) = rest.split_once('?').unwrap_or((rest, ""));
    let (server, database) = place.split_once('/').unwrap_or((place, ""));
    // The last @: what stands before it may hold anything.
    let (user, server) = server.rsplit_once('@').map_or((None, server), |(u, s)| (Some(u), s));
    if user.is_some_and(|u| u.contains(':')) || settings.split('&').any(|s| s.to_lowercase().starts_with("password")) {
        return Err(UrlError::Password);
    }
    let (host, port) = match server.rsplit_once(':') {
        Some((host, port)) if !port.ends_with(']') => (host, port.parse().ok().filter(|p| *p > 0).ok_or(UrlError::Port)?),
        _ => (server, 5432),
    };
    let filled = |text: Option<&str>| text.filter(|t| !t.is_empty()).map(decoded).transpose();
    let host = decoded(host.trim_start_matches('[').trim_end_matches(']'))?;
    let mut url = PostgresUrl {
        host: if host.is_empty() { "localhost".to_owned() } else { host },
        port,
        user: filled(user)?,
        database: filled(Some(database))?,
        schema: None,
        tls: Tls::Preferred,
        root_certificate: None,
        timeout: TIMEOUT,
    };
    for setting in settings.split('&').filter(|s| !s.is_empty()) {
        let (name, value) = setting.split_once('=').unwrap_or((setting, ""));
        let value = decoded(value)?;
        let wrong = || UrlError::Setting { name: name.chars().take(40).collect() };
        match (name, value.as_str()) {
            (_, "") => return Err(wrong()),
            ("schema", _) => url.schema = Some(value),
            ("sslmode", "disable") => url.tls = Tls::Off,
            ("sslmode", "prefer") => url.tls = Tls::Preferred,
            ("sslmode", "require" | "verify-ca" | "verify-full") => url.tls = Tls::Required,
            ("sslrootcert", _) => url.root_certificate = Some(PathBuf::from(value)),
            ("timeout", _) => url.timeout = value.parse().ok().filter(|s| *s > 0).map(Duration::from_secs).ok_or_else(wrong)?,
            _ => return Err(wrong()),
        }
    }
    Ok(url)
}

fn decoded(text: &str) -> Result<String, UrlError> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(b) = rest.next() {
        if b != b'%' {
            bytes.push(b);
            continue;
        }
        let mut digit = || rest.next().and_then(|d| char::from(d).to_digit(16));
        let (high, low) = (digit().ok_or(UrlError::Percent)?, digit().ok_or(UrlError::Percent)?);
        bytes.push((high * 16 + low) as u8);
    }
    String::from_utf8(bytes).map_err(|_| UrlError::Percent)
}

impl fmt::Display for TargetUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(path) => write!(f, "sqlite:{}", path.display()),
            Self::Postgres(p) => {
                let user = p.user.as_ref().map(|u| format!("{u}@")).unwrap_or_default();
                write!(f, "postgres://{user}{}:{}/{}", p.host, p.port, p.database.as_deref().unwrap_or_default())?;
                p.schema.as_ref().map_or(Ok(()), |s| write!(f, "?schema={s}"))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords_are_refused_wherever_they_stand() {
        for url in [
            "postgres://ann:hunter2@host/db",
            "postgresql://ann:@host/db",
            "postgres://ann:a@b@host/db",
            "postgres://host/db?password=hunter2",
            "postgres://host/db?schema=x&PASSWORD=hunter2",
        ] {
            let error = TargetUrl::parse(url).unwrap_err();
            assert_eq!(error, UrlError::Password, "{url}");
            assert!(!error.to_string().contains("hunter2"));
        }
    }

    #[test]
    fn what_is_said_is_understood() {
        let TargetUrl::Postgres(p) = TargetUrl::parse("postgres://%E5%AE%89@[::1]:6000/erp?sslmode=require&timeout=5").unwrap() else {
            panic!("a server")
        };
        assert_eq!((p.host.as_str(), p.port, p.user.as_deref(), p.tls), ("::1", 6000, Some("安"), Tls::Required));
        assert_eq!(p.timeout, Duration::from_secs(5));
        for wrong in ["", "mysql://host/db", "postgres://host:99999/db", "postgres://host/db?sslmode=maybe", "postgres://%4/db", "sqlite:"]
        {
            assert!(TargetUrl::parse(wrong).is_err(), "{wrong}");
        }
        assert_eq!(TargetUrl::parse("postgres:///erp").unwrap().to_string(), "postgres://localhost:5432/erp");
    }
}
