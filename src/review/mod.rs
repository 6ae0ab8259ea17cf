//! What people answer: questions that a run asks, the answers that come back in workbooks, and the decisions that later runs replay.
//!
//! A decision is kept by the content that it was about (whose record, which rule, which field, which value), not by a line of a file, so
//! that it survives the next export; where that content has changed, it no longer fits and is listed, never applied.

mod answer;
mod collect;
mod file;
mod question;
mod record;
mod store;
mod subject;

pub use answer::{Answer, Reply, Unclear, Vocabulary, replies};
pub use collect::{Collected, Conflict, collect};
pub use file::{Decided, Decisions, DecisionsError};
pub use question::{Asked, Question, Questions, QuestionsError};
pub use record::{RECORDS_FILE, RecordLine, RecordsEntity, RecordsField, RecordsHead, RecordsRule, RecordsSource};
pub use store::{DecisionsFile, Stamp};
pub use subject::{Partner, QuestionId, SURVIVING, Subject};
