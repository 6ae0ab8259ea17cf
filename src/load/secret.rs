//! The password of a target: from the environment or a passfile, and never in anything that is shown.

use super::url::PostgresUrl;
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

/// A password. It has no way to be printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// Wraps a password.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// Gives the password to the one who sends it to the server.
    pub(super) fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("(secret)")
    }
}

/// Where passwords may come from: what the environment says.
#[derive(Clone, Debug, Default)]
pub struct Secrets {
    /// `PGPASSWORD`.
    pub password: Option<Secret>,
    /// `PGPASSFILE`, or `.pgpass` in the home folder.
    pub passfile: Option<PathBuf>,
}

/// A passfile that others could read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("others than you can read the passfile {}; it is not used until `chmod 600` takes that from them", .0.display())]
pub struct OpenPassfile(pub PathBuf);

impl Secrets {
    /// Finds the password for a database: the environment's, otherwise that of the first line of the passfile that fits.
    ///
    /// # Errors
    /// If the passfile can be read by others.
    pub fn find(&self, url: &PostgresUrl, user: &str) -> Result<Option<Secret>, OpenPassfile> {
        if self.password.is_some() {
            return Ok(self.password.clone());
        }
        let Some(path) = self.passfile.as_ref().filter(|p| p.is_file()) else { return Ok(None) };
        if !private(path) {
            return Err(OpenPassfile(path.clone()));
        }
        let text = fs::read_to_string(path).unwrap_or_default();
        let port = url.port.to_string();
        let database = url.database.as_deref().unwrap_or(user);
        Ok(text.lines().find_map(|line| fitting(line, [&url.host, &port, database, user])))
    }
}

#[cfg(unix)]
fn private(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    fs::metadata(path).is_ok_and(|m| m.permissions().mode() & 0o077 == 0)
}

#[cfg(not(unix))]
fn private(_path: &Path) -> bool {
    true
}

/// Gives the password of a line `host:port:database:user:password` that fits; `*` fits everything, a backslash keeps the next sign.
fn fitting(line: &str, wanted: [&str; 4]) -> Option<Secret> {
    if line.starts_with('#') {
        return None;
    }
    let mut parts = vec![String::new()];
    let mut chars = line.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => parts.last_mut()?.extend(chars.next()),
            ':' if parts.len() < 5 => parts.push(String::new()),
            _ => parts.last_mut()?.push(c),
        }
    }
    let [host, port, database, user, password] = parts.try_into().ok()?;
    let fits = [host, port, database, user].iter().zip(wanted).all(|(p, w)| p == "*" || p == w);
    fits.then(|| Secret::new(password))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_line_that_fits_gives_the_password() {
        let wanted = ["db", "5432", "erp", "ann"];
        assert_eq!(fitting("db:5432:erp:ann:a\\:b\\\\c:d", wanted), Some(Secret::new("a:b\\c:d")));
        assert_eq!(fitting("*:*:*:bob:x", wanted), None);
        assert_eq!(fitting("# *:*:*:*:x", wanted), None);
        assert_eq!(fitting("short:line", wanted), None);
    }

    #[test]
    fn nothing_prints_a_secret() {
        let s = Secrets { password: Some(Secret::new("hunter2")), passfile: None };
        assert!(!format!("{s:?}").contains("hunter2"));
    }
}
