//! A migration as its user declared it: rule packs and the project file become one typed [`Plan`].
//!
//! The files are read in layers, each of which wins over the earlier ones key by key: the packs inside the binary, the packs that the
//! project names, the packs of the command line, the project file itself, the settings of the command line. `rules/README.md` documents
//! every key.
//!
//! 1. `syntax` parses a file into a tree whose every value knows its spot (`node`); broken files give what can be understood of them.
//! 2. `pack` and `project` lay the trees over each other, entity by entity. Nothing is typed yet, so that an override is a tree too.
//! 3. `entity`, `check`, `gate`, `wave` read the trees through `walk`, which records whatever is missing, misspelt, of the wrong type or
//!    unknown, and goes on. Names are checked against the plan itself and the [`Vocabulary`] of the stages.
//! 4. `problem` sorts what was recorded, leaves out what a syntax error alone explains, and shows the rest all at once.
//!
//! Files of a plan are untrusted: sizes, nesting, entries and listed mistakes are bounded, paths stay inside the project, and nothing
//! panics on any text.

mod spec;
mod load;
mod loading;
mod disk;
mod paths;
mod builtin;
mod file;
mod syntax;
mod node;
mod pack;
mod tables;
mod project;
mod target;
mod walk;
mod choice;
mod context;
mod suggest;
mod entity;
mod code;
mod check;
mod check_spots;
mod example;
mod order;
mod wave;
mod source;
mod gate;
mod problem;
mod scaffold;
mod bare;
#[cfg(test)]
mod tests;

pub use builtin::{SHIPPED, Shipped};
pub use choice::names_of;
pub use code::{CheckDigit, CodePart};
pub use context::Vocabulary;
pub use load::{PROJECT_FILE, PlanError, PlanRequest, Project, load, open};
pub use loading::LoadSpec;
pub use pack::SCHEMA;
pub use problem::Problem;
pub use scaffold::{Scaffold, ScaffoldColumn, ScaffoldSource, scaffold};
pub use spec::{
    CheckSpec, CheckUse, CodeScheme, CodeTable, Effect, EntitySpec, ExampleRow, FieldSpec, FieldType, GateSpec, MatchField, MatchKind,
    MatchSpec, Metric, PersonalData, Plan, Prefer, Reference, Relation, RuleExample, SourceSpec, Survivorship, Total, WaveSpec,
};
