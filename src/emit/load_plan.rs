//! What a load needs to know of the plan, written beside the batches.

use crate::model::{
    ColumnKind, EntityToLoad, FieldToLoad, LOAD_PLAN_SCHEMA, LoadPlan, ReferenceToLoad, SourceOfRows, TotalToLoad, WaveToLoad,
};
use crate::plan::{EntitySpec, FieldSpec, FieldType, Plan};
use std::sync::Arc;

/// Fields that identify the header of a structure: its parent and version.
const HEADER_KEY: usize = 2;

/// Takes from a plan what a load needs; `legacy` are the columns that batches carry beside the fields of their entity.
pub fn load_plan(plan: &Plan, legacy: &[&str], sources: Vec<SourceOfRows>) -> LoadPlan {
    let mut entities = Vec::new();
    for spec in &plan.entities {
        if !spec.header_fields.is_empty() {
            entities.push(header(plan, spec));
        }
        entities.push(entity(plan, spec, legacy));
    }
    LoadPlan {
        schema: LOAD_PLAN_SCHEMA,
        run: plan.name.clone(),
        settings: plan.load.settings.clone(),
        waves: plan.waves.iter().map(|w| WaveToLoad { name: w.name.clone(), accept: w.accept.clone() }).collect(),
        entities,
        sources,
    }
}

fn entity(plan: &Plan, spec: &EntitySpec, legacy: &[&str]) -> EntityToLoad {
    let name = spec.entity.as_str();
    let key: Vec<String> = match &spec.key {
        Some(k) => vec![k.to_string()],
        None => texts(&spec.natural_key),
    };
    let mut fields: Vec<FieldToLoad> = spec.fields.iter().map(|f| field(plan, name, f)).collect();
    fields.extend(legacy.iter().map(|l| plain(plan, name, l)));
    EntityToLoad {
        entity: name.to_owned(),
        table: plan.load.table(name),
        key,
        key_is_code: spec.key.is_some(),
        fields,
        references: references(plan, spec, None),
        totals: spec.totals.iter().map(|t| TotalToLoad { field: t.field.to_string(), by: texts(&t.by) }).collect(),
    }
}

/// Headers stand in batches of their own, once for each structure.
fn header(plan: &Plan, spec: &EntitySpec) -> EntityToLoad {
    let name = format!("{}_header", spec.entity);
    let fields = spec.header_fields.iter().filter_map(|h| spec.field(h)).map(|f| field(plan, &name, f)).collect();
    EntityToLoad {
        table: plan.load.table(&name),
        key: texts(spec.header_fields.get(..HEADER_KEY).unwrap_or(&spec.header_fields)),
        key_is_code: false,
        fields,
        references: references(plan, spec, Some(&spec.header_fields)),
        totals: Vec::new(),
        entity: name,
    }
}

fn references(plan: &Plan, spec: &EntitySpec, only: Option<&[Arc<str>]>) -> Vec<ReferenceToLoad> {
    let carried = spec.references.iter().filter(|r| only.is_none_or(|o| o.contains(&r.field)));
    carried
        .filter_map(|r| {
            let key = plan.entity(&r.to)?.key.as_ref()?;
            Some(ReferenceToLoad { field: r.field.to_string(), to: r.to.as_str().to_owned(), key: key.to_string() })
        })
        .collect()
}

fn field(plan: &Plan, entity: &str, f: &FieldSpec) -> FieldToLoad {
    let kind = match f.kind {
        FieldType::Decimal => ColumnKind::Decimal,
        FieldType::Integer => ColumnKind::Integer,
        FieldType::Date => ColumnKind::Date,
        _ => ColumnKind::Text,
    };
    FieldToLoad { kind, length: f.length, required: f.required, personal: f.personal.is_some(), ..plain(plan, entity, &f.name) }
}

fn plain(plan: &Plan, entity: &str, name: &str) -> FieldToLoad {
    FieldToLoad {
        field: name.to_owned(),
        column: plan.load.column(entity, name),
        kind: ColumnKind::Text,
        length: None,
        required: false,
        personal: false,
    }
}

fn texts(names: &[Arc<str>]) -> Vec<String> {
    names.iter().map(ToString::to_string).collect()
}
