//! Paths that a project may name: inside its folder, in one notation.

use super::file::Marked;
use super::problem::{Kind, Problems};
use crate::model::Text;
use std::path::{Component, Path, PathBuf};

/// Gives a path of the project with `/` between its parts, or reports that it leads out of the project.
pub(super) fn inside(problems: &Problems, path: Marked<&str>) -> Option<String> {
    match relative(path.value) {
        Some(p) => Some(p),
        None => {
            let message = Text::new("路径在项目文件夹之外", "the path leads out of the project");
            let hint = Text::new(
                "写相对于 cutover.toml 的路径，不用 .. 和盘符；别处的文件可在命令行给出",
                "write a path relative to cutover.toml, without .. or a drive; name files elsewhere on the command line",
            );
            problems.report(Kind::Form, path.at, message, hint);
            None
        }
    }
}

/// Gives the parts joined by `/`; nothing for empty, absolute and climbing paths.
pub(super) fn relative(path: &str) -> Option<String> {
    let path = path.replace('\\', "/");
    let drive = path.chars().nth(1) == Some(':');
    let mut parts = Vec::new();
    for part in path.split('/') {
        match part {
            "." => {}
            "" if !parts.is_empty() => {}
            "" | ".." => return None,
            _ => parts.push(part),
        }
    }
    (!drive && !parts.is_empty() && !path.contains('\0')).then(|| parts.join("/"))
}

/// Says whether a file that is there really lies below a folder, links followed.
pub(super) fn lies_below(file: &Path, folder: &Path) -> bool {
    match (file.canonicalize(), folder.canonicalize()) {
        (Ok(f), Ok(d)) => f.starts_with(d),
        _ => true,
    }
}

/// Gives a path as people and patterns see it: below the root where it is, with `/` between its parts.
pub(super) fn shown(path: &Path, root: &Path) -> String {
    let plain = |p: &Path| -> PathBuf { p.components().filter(|c| !matches!(c, Component::CurDir)).collect() };
    let (path, root) = (plain(path), plain(root));
    path.strip_prefix(&root).unwrap_or(&path).to_string_lossy().replace('\\', "/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_stay_in_the_project() {
        for (path, expected) in [
            ("a/b.xlsx", Some("a/b.xlsx")),
            ("./a//b.xlsx", Some("a/b.xlsx")),
            (r"出口\客户.xlsx", Some("出口/客户.xlsx")),
            ("../a", None),
            ("a/../../b", None),
            ("/etc/passwd", None),
            (r"C:\a", None),
            (r"\\server\a", None),
            ("", None),
            (".", None),
            ("a\0b", None),
        ] {
            assert_eq!(relative(path).as_deref(), expected, "{path}");
        }
        for (path, root) in [("./demo/a/b.csv", "./demo"), ("./demo/a/b.csv", "demo"), ("a/b.csv", "."), ("./a/b.csv", "elsewhere")] {
            assert_eq!(shown(Path::new(path), Path::new(root)), "a/b.csv", "{path} below {root}");
        }
    }
}
