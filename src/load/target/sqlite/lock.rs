//! The lock of a SQLite target: a file beside it, held through the system, so that a dead program holds nothing.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read, Seek, Write};
use std::path::{Path, PathBuf};

/// A lock that is held until it is dropped.
pub(super) struct LockFile {
    file: File,
    path: PathBuf,
}

impl LockFile {
    /// Takes the lock, or says who has it.
    pub(super) fn take(database: &Path, holder: &str) -> io::Result<Result<Self, String>> {
        let mut path = database.as_os_str().to_owned();
        path.push(".cutover-lock");
        let path = PathBuf::from(path);
        loop {
            let mut file = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&path)?;
            match file.try_lock() {
                Err(TryLockError::WouldBlock) => return Ok(Err(read(&mut file))),
                Err(TryLockError::Error(e)) => return Err(e),
                Ok(()) => {}
            }
            // The one before may have removed the file between our opening and our locking it.
            if !same_file(&file, &path) {
                continue;
            }
            file.set_len(0)?;
            file.write_all(holder.as_bytes())?;
            file.flush()?;
            return Ok(Ok(Self { file, path }));
        }
    }
}

impl Drop for LockFile {
    fn drop(&mut self) {
        // Removed while it is still held: whoever waits for it will see that it is another file. A leftover does no harm.
        let _ = fs::remove_file(&self.path);
        let _ = self.file.unlock();
    }
}

fn read(file: &mut File) -> String {
    let mut text = String::new();
    let _ = file.rewind();
    let _ = file.take(1000).read_to_string(&mut text);
    text
}

#[cfg(unix)]
fn same_file(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let id = |m: fs::Metadata| (m.dev(), m.ino());
    file.metadata().ok().map(id) == fs::metadata(path).ok().map(id)
}

#[cfg(not(unix))]
fn same_file(_file: &File, path: &Path) -> bool {
    path.exists()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_one_hears_who_holds_it_and_a_leftover_holds_nothing() {
        let dir = tempfile::tempdir().unwrap();
        let database = dir.path().join("erp.db");
        let leftover = dir.path().join("erp.db.cutover-lock");
        fs::write(&leftover, "a dead one").unwrap();
        let first = LockFile::take(&database, "ann, process 7").unwrap().expect("nobody holds it");
        assert_eq!(LockFile::take(&database, "bob").unwrap().err(), Some("ann, process 7".to_owned()));
        drop(first);
        assert!(!leftover.exists());
        assert!(LockFile::take(&database, "bob").unwrap().is_ok());
    }
}
