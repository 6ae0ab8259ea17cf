//! Reads every input and gives every line of data its id.

use super::state::{Run, SheetIn};
use super::{RunError, notes};
use crate::model::{Fate, Finding, Place, RowId, RuleCode, Source, Watch};
use crate::plan::{Plan, SourceSpec};
use crate::read::{self, ReadError, ReadFile, ReadOptions, SetAsideKind, SheetTable};
use rayon::prelude::*;
use std::path::{Path, PathBuf};

/// A file to be read, and what is known about it before.
struct Input {
    path: PathBuf,
    shown: String,
    system: String,
}

impl Run<'_> {
    /// Reads all files in parallel, then numbers their rows in the order of the files.
    pub fn read(&mut self) -> Result<(), RunError> {
        let inputs = self.inputs()?;
        self.watch.begin("read", Some(inputs.len() as u64));
        let (plan, limits, watch) = (self.plan, self.request.limits, self.watch);
        let files: Vec<Result<ReadFile, ReadError>> = inputs.par_iter().map(|i| read_one(plan, i, limits, watch)).collect();
        for (input, file) in inputs.into_iter().zip(files) {
            match file {
                Ok(file) => self.admit(&input, file),
                Err(e) => self.refuse(input, e),
            }
        }
        if self.sheets.is_empty() && !self.failed.is_empty() {
            return Err(RunError::NothingReadable(std::mem::take(&mut self.failed)));
        }
        Ok(())
    }

    /// Lists the files; in a project only those that it declares.
    fn inputs(&mut self) -> Result<Vec<Input>, RunError> {
        let found = read::discover(&self.request.inputs).map_err(RunError::Inputs)?;
        let mut inputs = Vec::new();
        for path in found.files {
            if self.request.declared_only && !self.plan.sources.iter().any(|s| declares(self.plan, s, &path)) {
                continue;
            }
            let system = folder_of(&self.request.inputs, &path);
            inputs.push(Input { shown: shown(&path), path, system });
        }
        if !self.request.declared_only {
            for i in found.ignored {
                let at = shown(&i.path);
                self.find(None, Finding::at(&RuleCode::new("ignored-file"), Place::Run, &at).expecting(i.reason));
            }
        }
        if inputs.is_empty() {
            return Err(RunError::NoInput(self.request.inputs.clone()));
        }
        Ok(inputs)
    }

    /// Takes over the tables of a file.
    fn admit(&mut self, input: &Input, file: ReadFile) {
        let mut sheets = file.sheets;
        if sheets.is_empty() {
            self.find(None, Finding::at(&RuleCode::new("empty-file"), Place::Run, &input.shown));
            self.inputs.push(notes::unread_input(&input.shown, &file.sha256, "empty-file"));
        }
        for note in &file.notes {
            self.find(
                None,
                Finding::at(&RuleCode::new(note.code), Place::Run, &format!("{}: {}", input.shown, note.value)).expecting(&note.expected),
            );
        }
        for table in sheets.drain(..) {
            self.admit_sheet(input, &file.sha256, table);
        }
    }

    fn admit_sheet(&mut self, input: &Input, sha256: &str, table: SheetTable) {
        let sheet = sheet_name(&table);
        let declared = self.plan.source_for(&input.path, table.sheet.as_deref());
        let source = Source {
            path: input.shown.clone(),
            sheet: sheet.clone(),
            system: declared.and_then(|d| d.system.clone()).unwrap_or_else(|| input.system.clone()),
            owner: declared.and_then(|d| d.owner.clone()).unwrap_or_default(),
            first: RowId(0),
            lines: Vec::new(),
        };
        // Rows of data and lines set aside are numbered together, in the order in which they stand in the file.
        let mut order: Vec<(u32, bool, usize)> = table.lines.iter().enumerate().map(|(i, &l)| (l, false, i)).collect();
        order.extend(table.set_aside.iter().enumerate().map(|(i, a)| (a.line, true, i)));
        order.sort_by_key(|&(line, ..)| line);
        self.inputs.push(notes::input(&source, sha256, &table));
        let id = self.ledger.open(source, order.iter().map(|&(line, ..)| line).collect());
        self.source_entity.push(None);
        if table.hidden {
            let name = table.sheet.as_deref().unwrap_or_default();
            self.find(None, Finding::at(&RuleCode::new("hidden-sheet"), Place::Source(id, None), name));
        }
        let mut rows = vec![RowId(0); table.lines.len()];
        let mut aside = vec![RowId(0); table.set_aside.len()];
        for (row, &(_, is_aside, i)) in self.ledger.rows_of(id).zip(&order) {
            if let Some(slot) = if is_aside { aside.get_mut(i) } else { rows.get_mut(i) } {
                *slot = row;
            }
        }
        self.sheets.push(SheetIn { source: id, table, rows, aside });
    }

    fn refuse(&mut self, input: Input, error: ReadError) {
        let rule = RuleCode::new("unreadable-file");
        self.find(None, Finding::at(&rule, Place::Run, &input.shown).expecting(&error.to_string()));
        self.inputs.push(notes::unread_input(&input.shown, "", &error.to_string()));
        self.failed.push((input.path, error));
    }

    /// Settles the lines that the reader set aside. In a sheet that is left out they are left out with it.
    pub(super) fn settle_set_aside(&mut self, sheet: &SheetIn, recognised: bool) {
        for (&row, a) in sheet.aside.iter().zip(&sheet.table.set_aside) {
            let rule = RuleCode::new(a.code);
            self.find(None, Finding::at(&rule, Place::Row(row, None), &a.text));
            let fate = match a.kind {
                _ if !recognised => Fate::Skipped { rule: RuleCode::new("unrecognised-sheet") },
                SetAsideKind::Skip => Fate::Skipped { rule },
                SetAsideKind::Hold => Fate::Held { why: rule },
                SetAsideKind::Reject => Fate::Rejected { rule },
            };
            self.ledger.settle(row, fate);
        }
    }
}

fn read_one(plan: &Plan, input: &Input, limits: read::Limits, watch: &dyn Watch) -> Result<ReadFile, ReadError> {
    let declared = plan.source_for(&input.path, None).or_else(|| plan.sources.iter().find(|s| declares(plan, s, &input.path)));
    let options = ReadOptions {
        encoding: declared.and_then(|d| d.encoding.clone()),
        delimiter: declared.and_then(|d| d.delimiter.clone()),
        header: declared.and_then(|d| d.header),
        limits,
        ..ReadOptions::default()
    };
    let file = read::read_path(&input.path, &options);
    watch.advance(1);
    file
}

fn declares(plan: &Plan, source: &SourceSpec, path: &Path) -> bool {
    let under = path.strip_prefix(&plan.root).unwrap_or(path);
    source.matches_file(&shown(under))
}

fn shown(path: &Path) -> String {
    let text = path.to_string_lossy().replace('\\', "/");
    text.strip_prefix("./").unwrap_or(&text).to_owned()
}

/// Takes the folder below the named input as the system tag: a folder for each plant is how exports arrive.
fn folder_of(inputs: &[PathBuf], path: &Path) -> String {
    let below = inputs.iter().filter_map(|i| path.strip_prefix(i).ok()).map(Path::to_owned).next().unwrap_or_default();
    let folder = below.parent().map(shown).unwrap_or_default();
    if folder.is_empty() { "legacy".to_owned() } else { folder }
}

/// Names a table by its sheet; further tables of a sheet carry their number.
pub(super) fn sheet_name(table: &SheetTable) -> Option<String> {
    match (&table.sheet, table.table_no) {
        (Some(s), 0 | 1) => Some(s.clone()),
        (Some(s), n) => Some(format!("{s}#{n}")),
        (None, 0 | 1) => None,
        (None, n) => Some(format!("#{n}")),
    }
}
