//! A migration as its user declared it: rule packs and the project file become one typed [`Plan`].

mod spec;

pub use spec::{
    CheckSpec, CheckUse, CodeScheme, CodeTable, Effect, EntitySpec, FieldSpec, FieldType, GateSpec, MatchField, MatchKind, MatchSpec,
    Metric, PersonalData, Plan, Prefer, Reference, Relation, SourceSpec, Survivorship, Total, WaveSpec,
};
