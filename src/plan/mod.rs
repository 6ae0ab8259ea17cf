//! A migration as its user declared it: rule packs and the project file become one typed [`Plan`].

mod builtin;
mod check;
mod choice;
mod code;
mod context;
mod entity;
mod file;
mod gate;
mod load;
mod node;
mod order;
mod pack;
mod paths;
mod problem;
mod project;
mod scaffold;
mod source;
mod spec;
mod suggest;
mod syntax;
mod tables;
#[cfg(test)]
mod tests;
mod walk;
mod wave;

pub use builtin::{SHIPPED, Shipped};
pub use choice::names_of;
pub use code::CodePart;
pub use context::Vocabulary;
pub use load::{PROJECT_FILE, PlanError, PlanRequest, Project, load, open};
pub use pack::SCHEMA;
pub use problem::Problem;
pub use scaffold::{Scaffold, ScaffoldColumn, ScaffoldSource, scaffold};
pub use spec::{
    CheckSpec, CheckUse, CodeScheme, CodeTable, Effect, EntitySpec, FieldSpec, FieldType, GateSpec, MatchField, MatchKind, MatchSpec,
    Metric, PersonalData, Plan, Prefer, Reference, Relation, SourceSpec, Survivorship, Total, WaveSpec,
};
