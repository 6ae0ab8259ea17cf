//! Files of a plan on disk: found, bounded in size, decoded and parsed.

use super::file::{PlanFile, Spot};
use super::load::{PROJECT_FILE, PlanError, PlanRequest};
use super::node::Node;
use super::pack::Packs;
use super::problem::{Kind, Problems};
use super::scaffold::quoted;
use super::tables::Tables;
use super::walk::Walk;
use super::{paths, project, syntax};
use crate::model::Text;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use toml::de::DeValue;

/// The largest project file or rule pack, in bytes.
const LARGEST_TOML: u64 = 1 << 20;
/// The largest lookup table, in bytes.
const LARGEST_TABLE: u64 = 32 << 20;

/// Where the plan comes from.
pub(super) struct Place {
    /// The folder that paths are relative to.
    pub(super) root: PathBuf,
    /// The project file.
    pub(super) file: Option<PathBuf>,
}

impl Place {
    pub(super) fn of(request: &PlanRequest) -> Result<Self, PlanError> {
        let Some(path) = &request.project else { return Ok(Self { root: request.root.clone(), file: None }) };
        let file = if path.is_dir() { path.join(PROJECT_FILE) } else { path.clone() };
        if !file.is_file() {
            return Err(PlanError::NoProject { path: file });
        }
        // The parent of a bare name is an empty path, which no file system knows.
        let root = file.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new(".")).to_path_buf();
        Ok(Self { root, file: Some(file) })
    }

    /// Reads the project file and lays the settings of the command line over it.
    pub(super) fn read(&self, request: &PlanRequest, problems: &Problems) -> Result<Node, PlanError> {
        let mut root = match &self.file {
            Some(file) => match read_text(problems, file, &file.to_string_lossy(), LARGEST_TOML)? {
                Some(text) => parse(problems, &file.to_string_lossy(), &text),
                None => Node::table(Spot { file: 0, start: 0, end: 0 }),
            },
            None => Node::table(Spot { file: 0, start: 0, end: 0 }),
        };
        if !request.overrides.is_empty() {
            let settings: Vec<String> = request.overrides.iter().map(|s| setting(s)).collect();
            root.overlay(parse(problems, "command line", &settings.join("\n")));
        }
        Ok(root)
    }

    pub(super) fn read_packs(
        &self,
        w: &mut Walk<'_>,
        request: &PlanRequest,
        problems: &Problems,
        packs: &mut Packs,
    ) -> Result<(), PlanError> {
        for (path, written) in project::pack_paths(w) {
            let file = self.root.join(&path);
            if !file.is_file() || !paths::lies_below(&file, &self.root) {
                let message = Text::new(format!("没有这个规则包：{path}"), format!("there is no rule pack at {path}"));
                problems.report(
                    Kind::Form,
                    written.at,
                    message,
                    Text::new("路径相对于 cutover.toml", "the path is relative to cutover.toml"),
                );
                continue;
            }
            if let Some(text) = read_text(problems, &file, &file.to_string_lossy(), LARGEST_TOML)? {
                packs.read(problems, parse(problems, &file.to_string_lossy(), &text));
            }
        }
        for file in &request.extra_packs {
            if let Some(text) = read_text(problems, file, &file.to_string_lossy(), LARGEST_TOML)? {
                packs.read(problems, parse(problems, &file.to_string_lossy(), &text));
            }
        }
        Ok(())
    }

    /// Reads `rules/tables/*.csv` of the project, by name.
    pub(super) fn read_tables(&self, problems: &Problems, tables: &mut Tables) -> Result<(), PlanError> {
        let folder = self.root.join("rules").join("tables");
        if self.file.is_none() || !folder.is_dir() {
            return Ok(());
        }
        let unreadable = |source| PlanError::Unreadable { path: folder.clone(), source };
        let mut files: Vec<PathBuf> = Vec::new();
        for entry in folder.read_dir().map_err(unreadable)? {
            files.push(entry.map_err(unreadable)?.path());
        }
        files.retain(|f| f.extension().is_some_and(|e| e.eq_ignore_ascii_case("csv")) && f.is_file() && paths::lies_below(f, &self.root));
        // What adds to a table comes behind the table.
        files.sort_by_cached_key(|f| (stem(f).ends_with(".add"), f.clone()));
        for file in files {
            if let Some(text) = read_text(problems, &file, &file.to_string_lossy(), LARGEST_TABLE)? {
                tables.read(problems, &file.to_string_lossy(), stem(&file), &text);
            }
        }
        Ok(())
    }
}

impl Place {
    /// Names the target profiles of the project: `rules/targets/NAME.csv`.
    pub(super) fn target_files(&self) -> Vec<String> {
        let folder = self.root.join("rules").join("targets");
        let entries = if self.file.is_some() { folder.read_dir().ok() } else { None };
        let files = entries.into_iter().flatten().filter_map(|e| Some(e.ok()?.path()));
        let profiles = files.filter(|f| f.extension().is_some_and(|e| e.eq_ignore_ascii_case("csv")));
        let mut names: Vec<String> = profiles.map(|f| stem(&f).to_owned()).collect();
        names.sort();
        names
    }

    /// Reads the project's own profile of a target; gives how the file is shown and its text.
    pub(super) fn read_target(&self, name: &str, problems: &Problems) -> Result<Option<(String, String)>, PlanError> {
        if !self.target_files().iter().any(|n| n == name) {
            return Ok(None);
        }
        let file = self.root.join("rules").join("targets").join(format!("{name}.csv"));
        if !file.is_file() || !paths::lies_below(&file, &self.root) {
            return Ok(None);
        }
        let shown = file.to_string_lossy().into_owned();
        Ok(read_text(problems, &file, &shown, LARGEST_TABLE)?.map(|text| (shown, text)))
    }
}

/// Writes a setting of the command line as TOML: shells take quotes away, so that a value which is no TOML by itself is a text.
fn setting(written: &str) -> String {
    match written.split_once('=') {
        Some((key, value)) if DeValue::parse(value.trim()).is_err() => format!("{key} = {}", quoted(value.trim())),
        _ => written.to_owned(),
    }
}

/// Reads a text; one that is too large or no UTF-8 is reported.
fn read_text(problems: &Problems, path: &Path, shown: &str, largest: u64) -> Result<Option<String>, PlanError> {
    let unreadable = |source| PlanError::Unreadable { path: path.to_path_buf(), source };
    let mut bytes = Vec::new();
    std::fs::File::open(path).and_then(|f| f.take(largest + 1).read_to_end(&mut bytes)).map_err(unreadable)?;
    if bytes.len() as u64 > largest {
        let file = problems.open(PlanFile::new(shown, String::new()));
        let message = Text::new(format!("文件大于 {largest} 字节"), format!("the file is larger than {largest} bytes"));
        problems.report_file(Kind::Form, file, message, Text::default());
        return Ok(None);
    }
    match String::from_utf8(bytes) {
        Ok(text) => Ok(Some(text)),
        Err(e) => {
            let good = e.utf8_error().valid_up_to();
            let text = String::from_utf8_lossy(e.as_bytes()).into_owned();
            let file = problems.open(PlanFile::new(shown, text));
            let message = Text::new("文件不是 UTF-8 编码", "the file is not encoded in UTF-8");
            let hint = Text::new("在 Excel 里另存为“CSV UTF-8”，或用编辑器改存为 UTF-8", "save it as UTF-8 (in Excel: CSV UTF-8)");
            problems.report(Kind::Syntax, Spot::new(file, &(good..good + 1)), message, hint);
            Ok(None)
        }
    }
}

/// Parses a pack or project file.
pub(super) fn parse(problems: &Problems, shown: &str, text: &str) -> Node {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let file = problems.open(PlanFile::new(shown, text.to_owned()));
    syntax::parse(problems, file, text)
}

/// Gives a file's name without its ending.
pub(super) fn stem(path: &Path) -> &str {
    path.file_stem().and_then(|s| s.to_str()).unwrap_or_default()
}
