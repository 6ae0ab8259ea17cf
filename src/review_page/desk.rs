//! What was decided so far, shared with the file: every change is written at once, and never over what somebody else has written meanwhile.

use super::index::Index;
use crate::review::{Decided, Decisions, DecisionsError, DecisionsFile, QuestionId, Stamp};
use sha2::{Digest, Sha256};
use std::collections::HashSet;

/// Steps that can be taken back at most.
const STEPS: usize = 1_000;

/// Names one state of a decision, so that two who decide the same question notice each other; empty where nothing is decided.
pub(super) fn tag(decided: Option<&Decided>) -> String {
    let Some(d) = decided else { return String::new() };
    let mut hash = Sha256::new();
    for part in [d.answer.as_str(), &d.value, &d.by, &d.at, &d.note] {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part.as_bytes());
    }
    hash.finalize().iter().take(6).map(|b| format!("{b:02x}")).collect()
}

/// A change that somebody wants.
#[derive(Clone, Debug)]
pub(super) struct Wanted {
    /// The question.
    pub id: QuestionId,
    /// What is decided; `None` opens the question again.
    pub decided: Option<Decided>,
    /// The tag of the decision that they saw; `None` where it does not matter.
    pub saw: Option<String>,
}

/// Why nothing was changed.
#[derive(Debug)]
pub(super) enum Refused {
    /// Somebody else has decided meanwhile.
    Meanwhile,
    /// There is nothing to take back.
    Nothing,
    /// The file cannot be read or written.
    File(DecisionsError),
}

impl From<DecisionsError> for Refused {
    fn from(e: DecisionsError) -> Self {
        Self::File(e)
    }
}

/// One thing that was done and can be taken back as a whole.
#[derive(Debug)]
enum Step {
    Decided(Vec<Changed>),
    PutAside(QuestionId),
}

#[derive(Debug)]
struct Changed {
    id: QuestionId,
    before: Option<Decided>,
    after: Option<Decided>,
}

/// What taking back came to.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Undone {
    /// Questions that are as they were before; the first few.
    pub ids: Vec<QuestionId>,
    /// How many there are.
    pub count: usize,
    /// Questions that somebody has decided anew since, and that stay so.
    pub kept: usize,
}

/// The state of the page, shared by all its tabs.
#[derive(Debug)]
pub(super) struct Desk {
    file: DecisionsFile,
    decisions: Decisions,
    stamp: Stamp,
    /// Per question of the index, whether it is decided.
    decided: Vec<bool>,
    later: HashSet<QuestionId>,
    steps: Vec<Step>,
    revision: u64,
}

impl Desk {
    /// Reads what was decided so far.
    pub fn open(file: DecisionsFile, index: &Index) -> Result<Self, DecisionsError> {
        let (decisions, stamp) = file.read()?;
        let (later, steps) = (HashSet::new(), Vec::new());
        let mut desk = Self { file, decisions, stamp, decided: Vec::new(), later, steps, revision: 1 };
        desk.count(index);
        Ok(desk)
    }

    fn count(&mut self, index: &Index) {
        self.decided = index.entries.iter().map(|e| self.decisions.get(&e.id).is_some()).collect();
    }

    /// Looks whether the file was changed by somebody else.
    pub fn refresh(&mut self, index: &Index) -> Result<(), DecisionsError> {
        if let Some((decisions, stamp)) = self.file.read_if_other(&self.stamp)? {
            (self.decisions, self.stamp) = (decisions, stamp);
            self.revision += 1;
            self.count(index);
        }
        Ok(())
    }

    /// Gives the file.
    pub fn file(&self) -> &DecisionsFile {
        &self.file
    }

    /// Gives a number that grows with every change.
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// Gives the decision about a question.
    pub fn decision(&self, id: &QuestionId) -> Option<&Decided> {
        self.decisions.get(id)
    }

    /// Says whether the question at this position of the index is decided.
    pub fn is_decided(&self, position: usize) -> bool {
        self.decided.get(position).copied().unwrap_or(false)
    }

    /// Says whether a question was put aside.
    pub fn is_later(&self, id: &QuestionId) -> bool {
        self.later.contains(id)
    }

    /// Counts the steps that can be taken back.
    pub fn steps(&self) -> usize {
        self.steps.len()
    }

    /// Makes changes as one step, all of them or none.
    pub fn change(&mut self, index: &Index, wanted: Vec<Wanted>) -> Result<(), Refused> {
        let file = self.file.clone();
        let _lock = file.lock().map_err(DecisionsError::from)?;
        self.refresh(index)?;
        if wanted.iter().any(|w| w.saw.as_ref().is_some_and(|saw| *saw != tag(self.decisions.get(&w.id)))) {
            return Err(Refused::Meanwhile);
        }
        let done = wanted.into_iter().map(|w| self.put(index, w.id, w.decided)).collect();
        self.write(index)?;
        self.remember(Step::Decided(done));
        Ok(())
    }

    /// Puts a question aside until the page is closed.
    pub fn put_aside(&mut self, id: QuestionId) {
        self.later.insert(id.clone());
        self.revision += 1;
        self.remember(Step::PutAside(id));
    }

    /// Takes the last step back; what others have decided since stays.
    pub fn undo(&mut self, index: &Index) -> Result<Undone, Refused> {
        let file = self.file.clone();
        let _lock = file.lock().map_err(DecisionsError::from)?;
        self.refresh(index)?;
        match self.steps.pop().ok_or(Refused::Nothing)? {
            Step::PutAside(id) => {
                self.later.remove(&id);
                self.revision += 1;
                Ok(Undone { ids: vec![id], count: 1, kept: 0 })
            }
            Step::Decided(changes) => {
                let (ours, others): (Vec<Changed>, Vec<Changed>) =
                    changes.into_iter().partition(|c| self.decisions.get(&c.id) == c.after.as_ref());
                let (ids, count) = (ours.iter().take(20).map(|c| c.id.clone()).collect(), ours.len());
                for c in &ours {
                    self.put(index, c.id.clone(), c.before.clone());
                }
                if let Err(e) = self.write(index) {
                    self.steps.push(Step::Decided(ours));
                    return Err(e.into());
                }
                Ok(Undone { ids, count, kept: others.len() })
            }
        }
    }

    fn put(&mut self, index: &Index, id: QuestionId, decided: Option<Decided>) -> Changed {
        if let Some(slot) = index.position(&id).and_then(|i| self.decided.get_mut(i)) {
            *slot = decided.is_some();
        }
        let before = match &decided {
            Some(d) => self.decisions.put(d.clone()),
            None => self.decisions.take(&id),
        };
        Changed { id, before, after: decided }
    }

    /// Writes the file; where that fails, what it holds is what counts.
    fn write(&mut self, index: &Index) -> Result<(), DecisionsError> {
        self.revision += 1;
        match self.file.write(&self.decisions) {
            Ok(stamp) => {
                self.stamp = stamp;
                Ok(())
            }
            Err(e) => {
                (self.decisions, self.stamp) = self.file.read()?;
                self.count(index);
                Err(e)
            }
        }
    }

    fn remember(&mut self, step: Step) {
        if self.steps.len() == STEPS {
            self.steps.remove(0);
        }
        self.steps.push(step);
    }
}
