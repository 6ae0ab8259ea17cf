//! The run folder: written beside its place under a temporary name, then published by renaming, so that a reader never sees half a run.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter};
use std::path::{Path, PathBuf};

/// A run folder that cannot be written or replaced.
#[derive(Debug, thiserror::Error)]
pub enum FolderError {
    /// Something else stands there.
    #[error("{path} exists and is no run folder of ours; name another one, or move it away")]
    NotOurs {
        /// The path.
        path: PathBuf,
    },
    /// A name inside the folder would lead out of it.
    #[error("{name:?} is no name for a file of a run folder")]
    BadName {
        /// The name.
        name: String,
    },
    /// The disk refused.
    #[error("{path} cannot be written")]
    Io {
        /// The path.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
}

/// Marks a folder as ours, with the layout's version inside.
const MARK: &str = ".cutover-run";

/// A run folder under construction. Dropping it without [`RunFolder::publish`] removes what was written.
#[derive(Debug)]
pub struct RunFolder {
    target: PathBuf,
    mark: &'static str,
    work: tempfile::TempDir,
}

impl RunFolder {
    /// Says whether a run may be written to `target`, without writing anything.
    ///
    /// # Errors
    /// If something that is no run folder of ours stands there.
    pub fn check(target: &Path) -> Result<(), FolderError> {
        Self::check_marked(target, MARK)
    }

    /// Says whether a folder of another kind, told by its mark, may be written to `target`.
    ///
    /// # Errors
    /// If something without this mark stands there.
    pub fn check_marked(target: &Path, mark: &str) -> Result<(), FolderError> {
        let not_ours = || FolderError::NotOurs { path: target.to_owned() };
        match fs::symlink_metadata(target) {
            Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(()),
            Err(source) => Err(FolderError::Io { path: target.to_owned(), source }),
            Ok(meta) if !meta.is_dir() => Err(not_ours()),
            Ok(_) => {
                let ours = target.join(mark).is_file();
                let empty = fs::read_dir(target).map(|mut d| d.next().is_none()).unwrap_or(false);
                if ours || empty { Ok(()) } else { Err(not_ours()) }
            }
        }
    }

    /// Begins a run folder that will stand at `target`.
    ///
    /// # Errors
    /// If `target` is not ours, or its parent cannot be written.
    pub fn create(target: &Path) -> Result<Self, FolderError> {
        Self::create_marked(target, MARK)
    }

    /// Begins a folder of another kind, told by its mark; one kind never replaces another.
    ///
    /// # Errors
    /// As [`RunFolder::create`].
    pub fn create_marked(target: &Path, mark: &'static str) -> Result<Self, FolderError> {
        Self::check_marked(target, mark)?;
        let parent = target.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."));
        let failed = |path: &Path| {
            let path = path.to_owned();
            move |source| FolderError::Io { path, source }
        };
        fs::create_dir_all(parent).map_err(failed(parent))?;
        let work = tempfile::Builder::new().prefix(".cutover-").tempdir_in(parent).map_err(failed(parent))?;
        fs::write(work.path().join(mark), "1\n").map_err(failed(target))?;
        Ok(Self { target: target.to_owned(), mark, work })
    }

    /// Gives the path where the files stand until they are published.
    pub fn path(&self) -> &Path {
        self.work.path()
    }

    /// Creates a file in the folder; `name` may hold `/`.
    ///
    /// # Errors
    /// If the name leads out of the folder, the file is already there, or the disk refuses.
    pub fn file(&self, name: &str) -> Result<BufWriter<File>, FolderError> {
        let part_ok = |p: &str| !p.is_empty() && p != "." && p != ".." && !p.contains(['\\', '\0', ':']);
        if !name.split('/').all(part_ok) {
            return Err(FolderError::BadName { name: name.to_owned() });
        }
        let path = self.path().join(name);
        let failed = |source| FolderError::Io { path: self.target.join(name), source };
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent).map_err(failed)?;
        }
        let file = OpenOptions::new().write(true).create_new(true).open(&path).map_err(failed)?;
        Ok(BufWriter::with_capacity(1 << 16, file))
    }

    /// Gives an error about a file of this folder, by the name that the user knows.
    pub fn failed(&self, name: &str) -> impl FnOnce(io::Error) -> FolderError + use<> {
        let path = self.target.join(name);
        move |source| FolderError::Io { path, source }
    }

    /// Puts the folder in its place; an older run of ours there is replaced.
    ///
    /// # Errors
    /// If the disk refuses; the older run then stands where it stood.
    pub fn publish(self) -> Result<PathBuf, FolderError> {
        Self::check_marked(&self.target, self.mark)?;
        let failed = |source| FolderError::Io { path: self.target.clone(), source };
        readable(self.path()).map_err(failed)?;
        let older = self.target.exists().then(|| {
            let mut aside = self.path().as_os_str().to_owned();
            aside.push(".old");
            PathBuf::from(aside)
        });
        if let Some(aside) = &older {
            fs::rename(&self.target, aside).map_err(failed)?;
        }
        let work = self.work.keep();
        if let Err(source) = fs::rename(&work, &self.target) {
            if let Some(aside) = &older {
                // The older run goes back; that it might fail too changes nothing about the error to tell.
                let _ = fs::rename(aside, &self.target);
            }
            let _ = fs::remove_dir_all(&work);
            return Err(FolderError::Io { path: self.target, source });
        }
        if let Some(aside) = &older {
            fs::remove_dir_all(aside).map_err(|source| FolderError::Io { path: aside.clone(), source })?;
        }
        Ok(self.target)
    }
}

/// Lets the owner alone read a run: it holds master data, and temporary folders are private anyway.
#[cfg(unix)]
fn readable(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(0o700))
}

#[cfg(not(unix))]
fn readable(_path: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    #[test]
    fn a_run_is_published_whole_and_replaces_only_our_own() {
        let dir = tempfile::tempdir().unwrap();
        let target = dir.path().join("deep/run");
        for content in ["one", "two"] {
            let folder = RunFolder::create(&target).unwrap();
            write!(folder.file("batches/main/001-a.csv").unwrap(), "{content}").unwrap();
            assert!(folder.file("batches/main/001-a.csv").is_err(), "a file is written once");
            folder.publish().unwrap();
            assert_eq!(fs::read_to_string(target.join("batches/main/001-a.csv")).unwrap(), content);
        }
        let left: Vec<_> = fs::read_dir(dir.path().join("deep")).unwrap().map(|e| e.unwrap().file_name()).collect();
        assert_eq!(left, ["run"], "nothing temporary stays");
    }

    #[test]
    fn what_is_not_ours_stays() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("thesis.txt"), "mine").unwrap();
        assert!(matches!(RunFolder::create(dir.path()), Err(FolderError::NotOurs { .. })));
        assert!(matches!(RunFolder::create(&dir.path().join("thesis.txt")), Err(FolderError::NotOurs { .. })));
        assert!(RunFolder::create(&dir.path().join("new")).unwrap().file("../x").is_err());
    }

    #[test]
    fn an_abandoned_run_leaves_nothing() {
        let dir = tempfile::tempdir().unwrap();
        drop(RunFolder::create(&dir.path().join("run")).unwrap());
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 0);
    }
}
