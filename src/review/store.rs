//! The file of decisions as several programs share it: read anew before each change, changed under a lock, replaced whole.

use super::{Decisions, DecisionsError};
use crate::locking::LockFile;
use sha2::{Digest, Sha256};
use std::fs;
use std::io::{self, BufWriter, ErrorKind, Write};
use std::path::{Path, PathBuf};

/// `decisions.csv` at its place.
#[derive(Clone, Debug)]
pub struct DecisionsFile {
    path: PathBuf,
}

/// Tells one content of the file from another; the file need not be there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stamp(Option<[u8; 32]>);

impl DecisionsFile {
    /// Names the file.
    pub fn at(path: &Path) -> Self {
        Self { path: path.to_path_buf() }
    }

    /// Gives its place.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Reads the decisions; there need not be any yet.
    ///
    /// # Errors
    /// If the file cannot be read, or a line of it is no decision.
    pub fn read(&self) -> Result<(Decisions, Stamp), DecisionsError> {
        match self.bytes()? {
            None => Ok((Decisions::default(), Stamp::default())),
            Some(bytes) => Ok((Decisions::read(bytes.as_slice())?, stamp(&bytes))),
        }
    }

    /// Reads the decisions if the file holds something else than what the stamp stands for.
    ///
    /// # Errors
    /// As [`DecisionsFile::read`].
    pub fn read_if_other(&self, known: &Stamp) -> Result<Option<(Decisions, Stamp)>, DecisionsError> {
        let bytes = self.bytes()?;
        let now = bytes.as_deref().map(stamp).unwrap_or_default();
        if now == *known {
            return Ok(None);
        }
        let decisions = bytes.map_or_else(|| Ok(Decisions::default()), |b| Decisions::read(b.as_slice()))?;
        Ok(Some((decisions, now)))
    }

    /// Replaces the file, whole or not at all, and gives the stamp of what stands there now. Call it while [`DecisionsFile::lock`] is held.
    ///
    /// # Errors
    /// If something else than a regular file stands there, or the disk refuses.
    pub fn write(&self, decisions: &Decisions) -> Result<Stamp, DecisionsError> {
        let old = fs::symlink_metadata(&self.path).ok();
        if old.as_ref().is_some_and(|m| !m.is_file()) {
            return Err(io::Error::other("it is no regular file").into());
        }
        let mut bytes = Vec::new();
        decisions.write(&mut bytes)?;
        let mut file = tempfile::NamedTempFile::new_in(self.folder())?;
        // Where there is a file, others may read it already.
        if let Some(old) = old {
            fs::set_permissions(file.path(), old.permissions())?;
        }
        let mut out = BufWriter::new(file.as_file_mut());
        out.write_all(&bytes)?;
        out.flush()?;
        drop(out);
        file.as_file().sync_all()?;
        file.persist(&self.path).map_err(|e| e.error)?;
        Ok(stamp(&bytes))
    }

    /// Waits until no other program changes the file, and keeps them waiting until the lock is dropped. It goes with its process.
    ///
    /// # Errors
    /// If the folder cannot be written.
    pub fn lock(&self) -> io::Result<LockFile> {
        let mut name = std::ffi::OsString::from(".");
        name.push(self.path.file_name().unwrap_or_default());
        name.push(".lock");
        let path = self.folder().join(name);
        LockFile::wait(&path)
    }

    fn bytes(&self) -> io::Result<Option<Vec<u8>>> {
        match fs::read(&self.path) {
            Err(e) if e.kind() == ErrorKind::NotFound => Ok(None),
            other => other.map(Some),
        }
    }

    fn folder(&self) -> &Path {
        self.path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."))
    }
}

fn stamp(bytes: &[u8]) -> Stamp {
    Stamp(Some(Sha256::digest(bytes).into()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::review::{Answer, Decided, Partner, Subject};
    use std::sync::atomic::{AtomicBool, Ordering};

    fn decided(code: &str) -> Decided {
        let subject = Subject::surviving("customer", Partner { system: "a".into(), code: code.into() }, "name", "x".into());
        Decided { subject, answer: Answer::Correct, value: "y".into(), by: "ann".into(), at: "2026-01-31".into(), note: String::new() }
    }

    #[test]
    fn a_change_of_somebody_else_is_seen_and_an_unchanged_file_is_not_read_twice() {
        let dir = tempfile::tempdir().unwrap();
        let file = DecisionsFile::at(&dir.path().join("decisions.csv"));
        let (mut decisions, none) = file.read().unwrap();
        assert!(decisions.is_empty());
        assert!(file.read_if_other(&none).unwrap().is_none());
        decisions.put(decided("1"));
        let first = file.write(&decisions).unwrap();
        assert!(file.read_if_other(&first).unwrap().is_none());
        let (seen, now) = file.read_if_other(&none).unwrap().expect("it is there now");
        assert_eq!((seen, &now), (decisions.clone(), &first));
        decisions.put(decided("2"));
        let second = file.write(&decisions).unwrap();
        assert_ne!(first, second);
        fs::remove_file(file.path()).unwrap();
        assert!(file.read_if_other(&second).unwrap().expect("it is gone").0.is_empty());
    }

    #[test]
    fn one_waits_for_the_other_and_leaves_nothing_behind() {
        let dir = tempfile::tempdir().unwrap();
        let file = DecisionsFile::at(&dir.path().join("decisions.csv"));
        let done = AtomicBool::new(false);
        std::thread::scope(|s| {
            let lock = file.lock().unwrap();
            let waiting = s.spawn(|| {
                let _lock = file.lock().unwrap();
                assert!(done.load(Ordering::SeqCst), "the first one still held it");
            });
            done.store(true, Ordering::SeqCst);
            drop(lock);
            waiting.join().unwrap();
        });
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 0);
    }

    #[test]
    #[cfg(unix)]
    fn what_is_no_file_is_left_alone_and_rights_stay() {
        use std::os::unix::fs::PermissionsExt;
        let dir = tempfile::tempdir().unwrap();
        let (real, link) = (dir.path().join("real.csv"), dir.path().join("link.csv"));
        fs::write(&real, "mine").unwrap();
        std::os::unix::fs::symlink(&real, &link).unwrap();
        assert!(DecisionsFile::at(&link).write(&Decisions::default()).is_err());
        assert_eq!(fs::read_to_string(&real).unwrap(), "mine");
        fs::set_permissions(&real, fs::Permissions::from_mode(0o640)).unwrap();
        DecisionsFile::at(&real).write(&Decisions::default()).unwrap();
        assert_eq!(fs::metadata(&real).unwrap().permissions().mode() & 0o777, 0o640);
    }
}
