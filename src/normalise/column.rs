//! One column through its normalisers, piece by piece on all threads.

use super::cell::{Note, Outcome};
use super::context::{Context, Tables};
use super::survey::{Survey, pieces};
use super::{Normaliser, Report};
use crate::model::{TextColumn, Watch};
use crate::plan::FieldSpec;
use foldhash::{HashMap, HashMapExt};
use rayon::prelude::*;
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ops::Range;

/// A set of steps: bit `i` is the field's normaliser `i`, the highest bit the taking out of markers.
pub(super) type Steps = u32;

/// A cell that changed.
#[derive(Clone, Debug)]
pub(super) struct Patch {
    pub(super) row: usize,
    pub(super) steps: Steps,
    pub(super) after: Box<str>,
}

/// Something to say about a cell.
#[derive(Clone, Debug)]
pub(super) struct Remark {
    pub(super) row: usize,
    pub(super) note: Note,
}

/// What became of a column: changed cells and remarks in row order.
#[derive(Debug, Default)]
pub(super) struct Done {
    pub(super) patches: Vec<Patch>,
    pub(super) remarks: Vec<Remark>,
}

/// A field's normalisers, and which of them report failures themselves.
pub(super) struct Chain {
    pub(super) steps: Vec<&'static Normaliser>,
    pub(super) silent: Steps,
}

/// Rows of one source, and what the column says there.
pub(super) struct Part {
    pub(super) rows: Range<usize>,
    pub(super) survey: Survey,
}

/// Brings a column into form, source by source.
pub(super) fn normalise(column: &TextColumn, chain: &Chain, about: (&FieldSpec, &Tables), parts: &[Part], watch: &dyn Watch) -> Done {
    let (field, tables) = about;
    let mut done = Done::default();
    for part in parts {
        let context = Context { field, tables, column: &part.survey };
        let work = |piece: Range<usize>| {
            let units = piece.len() as u64;
            let done = if watch.cancelled() { Done::default() } else { normalise_piece(column, piece, chain, &context) };
            watch.advance(units);
            done
        };
        let pieces: Vec<Done> = pieces(part.rows.clone()).into_par_iter().map(work).collect();
        done.add(pieces, column);
    }
    done
}

impl Done {
    /// Adds the pieces of one source; an assumption is kept for the first cell of its value alone.
    fn add(&mut self, pieces: Vec<Self>, column: &TextColumn) {
        let mut said = BTreeSet::new();
        for piece in pieces {
            self.patches.extend(piece.patches);
            self.remarks.extend(piece.remarks.into_iter().filter(|r| match r.note.notice.report {
                Report::Cells => true,
                Report::Values => said.insert((r.note.notice.code, column.text(r.row).to_owned())),
            }));
        }
    }
}

fn normalise_piece(column: &TextColumn, rows: Range<usize>, chain: &Chain, context: &Context<'_>) -> Done {
    let mut done = Done::default();
    let mut memo = Memo::new(chain.steps.len() > 1);
    for row in rows {
        let Some(value) = column.get(row) else { continue };
        memo.with(value, chain, context, |cell| {
            if let Some(after) = &cell.after {
                done.patches.push(Patch { row, steps: cell.steps, after: after.clone() });
            }
            done.remarks.extend(cell.notes.iter().map(|note| Remark { row, note: note.clone() }));
        });
    }
    done
}

/// What became of one value.
#[derive(Debug, Default)]
struct Cell {
    after: Option<Box<str>>,
    steps: Steps,
    notes: Vec<Note>,
}

/// Remembers values of a piece as long as they come again often enough to be worth it.
struct Memo<'a> {
    seen: HashMap<&'a str, Cell>,
    asked: usize,
    on: bool,
}

/// After so many questions a memo must have had one answer in four.
const TRIAL: usize = 1024;

impl<'a> Memo<'a> {
    fn new(on: bool) -> Self {
        Self { seen: HashMap::new(), asked: 0, on }
    }

    fn with(&mut self, value: &'a str, chain: &Chain, context: &Context<'_>, mut use_it: impl FnMut(&Cell)) {
        if self.on && self.asked == TRIAL && self.seen.len() * 4 > TRIAL * 3 {
            self.on = false;
            self.seen.clear();
        }
        if !self.on {
            return use_it(&apply(value, chain, context));
        }
        self.asked += 1;
        use_it(self.seen.entry(value).or_insert_with(|| apply(value, chain, context)));
    }
}

fn apply(value: &str, chain: &Chain, context: &Context<'_>) -> Cell {
    let mut current = Cow::Borrowed(value);
    let mut cell = Cell::default();
    for (i, step) in chain.steps.iter().enumerate() {
        let bit = 1 << i;
        let after = match step.apply(&current, context) {
            Outcome::Unchanged => None,
            Outcome::Changed(after) => Some(after),
            Outcome::Failed(note) => {
                if chain.silent & bit == 0 {
                    cell.notes.push(note);
                }
                None
            }
            Outcome::Noted(after, note) => {
                cell.notes.push(note);
                after
            }
        };
        if let Some(after) = after {
            cell.steps |= bit;
            current = Cow::Owned(after);
            if current.is_empty() {
                break;
            }
        }
    }
    if let Cow::Owned(after) = current
        && after != value
    {
        cell.after = Some(after.into_boxed_str());
    }
    cell
}

/// Gives the column with its changed cells.
pub(super) fn patched(column: &TextColumn, patches: &[Patch]) -> TextColumn {
    column.patched(patches.iter().map(|p| (p.row, &*p.after)))
}
