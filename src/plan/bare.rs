//! Entities and fields that say nothing but their names, for examples of checks and for the tests of all stages: each says what it is about.

use super::{EntitySpec, FieldSpec, FieldType, Survivorship};
use crate::model::{Entity, Text};
use std::collections::BTreeMap;

impl EntitySpec {
    /// Makes an entity of these fields, without a check, a key or anything else.
    pub(crate) fn bare(name: &str, fields: Vec<FieldSpec>) -> Self {
        Self {
            entity: Entity::new(name),
            label: Text::default(),
            pack: name.to_owned(),
            fields,
            checks: Vec::new(),
            examples: Vec::new(),
            key: None,
            natural_key: Vec::new(),
            header_fields: Vec::new(),
            matching: None,
            survivorship: Survivorship {
                record: Vec::new(),
                fields: BTreeMap::new(),
                recency: None,
                systems: Vec::new(),
                review: Vec::new(),
                conflicts: None,
            },
            code_scheme: None,
            references: Vec::new(),
            totals: Vec::new(),
            weights: BTreeMap::new(),
            weight: 1.0,
        }
    }
}

impl FieldSpec {
    /// Makes a field that may be empty, without normalisers of its own.
    pub(crate) fn bare(name: &str, kind: FieldType) -> Self {
        Self {
            name: name.into(),
            label: Text::default(),
            kind,
            required: false,
            length: None,
            values: None,
            synonyms: Vec::new(),
            normalise: Vec::new(),
            personal: None,
        }
    }
}
