//! Which files of the given folders are tables, and which are left out and why.

use super::ReadError;
use std::path::{Path, PathBuf};

/// A file that was left out, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ignored {
    /// The file.
    pub path: PathBuf,
    /// Stable code of the reason: `lock-file`, `hidden-file`, `not-a-table`, `symlink`, `nesting`.
    pub reason: &'static str,
}

/// The files found, in sorted order, and those left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Discovered {
    /// Files to read.
    pub files: Vec<PathBuf>,
    /// Files left out, with the reason.
    pub ignored: Vec<Ignored>,
}

/// Extensions of files that are certainly no table; everything else is judged by its content when it is read.
const NOT_TABLES: &[&str] = &[
    "7z", "avi", "bat", "bmp", "css", "dll", "doc", "docx", "dwg", "eml", "exe", "gif", "gz", "ico", "ini", "jpeg", "jpg", "js", "json",
    "log", "md", "mov", "mp3", "mp4", "msg", "odp", "odt", "pdf", "png", "ppt", "pptx", "ps1", "py", "rar", "rtf", "sh", "sql", "svg",
    "tar", "tif", "tiff", "toml", "wav", "webp", "xlt", "xsd", "yaml", "yml", "zip",
];

/// Folders deeper than this are not walked: no export is nested so deep, and a loop of links would be.
const DEEPEST: usize = 64;

/// Walks folders recursively in sorted order; a file named directly is always taken.
///
/// Lock files (`~$`), hidden files, links inside folders and known non-tables are returned as ignored, never dropped silently.
///
/// # Errors
/// If a path does not exist or a folder cannot be read.
pub fn discover(paths: &[PathBuf]) -> Result<Discovered, ReadError> {
    let mut found = Discovered::default();
    for path in paths {
        let meta = std::fs::metadata(path).map_err(|source| ReadError::Io { path: path.clone(), source })?;
        if meta.is_dir() { walk(path, 0, &mut found)? } else { found.files.push(path.clone()) }
    }
    let mut seen = std::collections::HashSet::new();
    found.files.retain(|p| seen.insert(p.clone()));
    Ok(found)
}

fn walk(folder: &Path, depth: usize, found: &mut Discovered) -> Result<(), ReadError> {
    let fail = |source| ReadError::Io { path: folder.to_owned(), source };
    let mut entries: Vec<PathBuf> = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(fail)? {
        entries.push(entry.map_err(fail)?.path());
    }
    entries.sort();
    for path in entries {
        let meta = std::fs::symlink_metadata(&path).map_err(|source| ReadError::Io { path: path.clone(), source })?;
        let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        match reason(&path, &name, &meta, depth) {
            Some(reason) => found.ignored.push(Ignored { path, reason }),
            None if meta.is_dir() => walk(&path, depth + 1, found)?,
            None => found.files.push(path),
        }
    }
    Ok(())
}

fn reason(path: &Path, name: &str, meta: &std::fs::Metadata, depth: usize) -> Option<&'static str> {
    if name.starts_with("~$") || name.starts_with(".~lock.") {
        return Some("lock-file");
    }
    if name.starts_with('.') {
        return Some("hidden-file");
    }
    if meta.file_type().is_symlink() {
        return Some("symlink");
    }
    if meta.is_dir() {
        return (depth >= DEEPEST).then_some("nesting");
    }
    if !meta.is_file() {
        return Some("not-a-file");
    }
    let extension = path.extension().map(|e| e.to_string_lossy().to_lowercase()).unwrap_or_default();
    NOT_TABLES.contains(&extension.as_str()).then_some("not-a-table")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_are_walked_in_order_and_nothing_is_dropped_silently() {
        let dir = tempfile::tempdir().unwrap();
        let root = dir.path();
        std::fs::create_dir_all(root.join("b/c")).unwrap();
        for name in ["z.csv", "~$z.xlsx", ".hidden.csv", "b/a.XLS", "b/c/x.txt", "b/photo.JPG"] {
            std::fs::write(root.join(name), "x").unwrap();
        }
        let found = discover(&[root.to_owned(), root.join("z.csv")]).unwrap();
        let short = |p: &PathBuf| p.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/");
        assert_eq!(found.files.iter().map(short).collect::<Vec<_>>(), ["b/a.XLS", "b/c/x.txt", "z.csv"]);
        let ignored: Vec<_> = found.ignored.iter().map(|i| (short(&i.path), i.reason)).collect();
        assert_eq!(
            ignored,
            [(".hidden.csv".into(), "hidden-file"), ("b/photo.JPG".into(), "not-a-table"), ("~$z.xlsx".into(), "lock-file")]
        );
        assert!(discover(&[root.join("missing")]).is_err());
    }
}
