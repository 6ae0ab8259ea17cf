//! A file locked through the system, by which programs keep out of each other's way: the lock goes with its process, however that ends.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read, Seek, Write};
use std::path::{Path, PathBuf};

/// A lock that is held until it is dropped; its file is removed with it.
#[derive(Debug)]
pub struct LockFile {
    file: File,
    path: PathBuf,
}

impl LockFile {
    /// Takes the lock and writes who holds it, or gives what the one who holds it wrote.
    ///
    /// # Errors
    /// If the file cannot be made or locked.
    pub fn take(path: &Path, holder: &str) -> io::Result<Result<Self, String>> {
        loop {
            let mut file = open(path)?;
            match file.try_lock() {
                Err(TryLockError::WouldBlock) => return Ok(Err(holder_of(&mut file))),
                Err(TryLockError::Error(e)) => return Err(e),
                Ok(()) => {}
            }
            if !same_file(&file, path) {
                continue;
            }
            file.set_len(0)?;
            file.write_all(holder.as_bytes())?;
            file.flush()?;
            return Ok(Ok(Self { file, path: path.to_path_buf() }));
        }
    }

    /// Waits until nobody else holds the lock.
    ///
    /// # Errors
    /// If the file cannot be made or locked.
    pub fn wait(path: &Path) -> io::Result<Self> {
        loop {
            let file = open(path)?;
            file.lock()?;
            if same_file(&file, path) {
                return Ok(Self { file, path: path.to_path_buf() });
            }
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

fn open(path: &Path) -> io::Result<File> {
    OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path)
}

fn holder_of(file: &mut File) -> String {
    let mut text = String::new();
    let _ = file.rewind();
    let _ = file.take(1000).read_to_string(&mut text);
    text
}

/// Says whether the path still leads to the file: the one before may have removed it between our opening and our locking it.
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
        let path = dir.path().join("lock");
        fs::write(&path, "a dead one").unwrap();
        let first = LockFile::take(&path, "ann, process 7").unwrap().expect("nobody holds it");
        assert_eq!(LockFile::take(&path, "bob").unwrap().err(), Some("ann, process 7".to_owned()));
        drop(first);
        assert!(!path.exists());
        assert!(LockFile::take(&path, "bob").unwrap().is_ok());
    }

    #[test]
    fn whoever_waits_comes_after_the_one_before() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("lock");
        let first = LockFile::wait(&path).unwrap();
        let waiting = std::thread::spawn({
            let path = path.clone();
            move || LockFile::wait(&path).map(|_lock| fs::read_to_string(path.with_extension("done")).unwrap_or_default())
        });
        fs::write(path.with_extension("done"), "written under the first lock").unwrap();
        drop(first);
        assert_eq!(waiting.join().unwrap().unwrap(), "written under the first lock");
    }
}
