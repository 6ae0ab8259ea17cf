//! Decides between the candidates of a sheet, and says why in words.

use super::candidate::{Candidate, Column, Lack};
use super::declared::Declared;
use super::kinds::{NameEvidence, SheetKinds};
use super::outcome::{left_out, taken};
use super::recognition::{NoteKind, Recognition, SheetView};
use crate::model::{Entity, Text};
use crate::plan::{EntitySpec, Plan};

/// A sheet with everything that was weighed.
#[derive(Clone, Copy)]
pub(super) struct Weighed<'a> {
    pub plan: &'a Plan,
    pub kinds: &'a SheetKinds,
    pub sheet: &'a SheetView<'a>,
    pub columns: &'a [Column],
    /// The likeliest first.
    pub candidates: &'a [Candidate],
    pub names: &'a NameEvidence,
    pub declared: &'a Declared,
}

/// An entity is taken from this confidence on.
const SURE: f64 = 0.5;
/// An entity is taken when it is this many points before the next.
const MARGIN: f64 = 0.6;
/// Points at which an entity is as likely as not.
const EVEN: f64 = 3.3;
/// No sheet without a header is surer than this.
const WITHOUT_HEADER: f64 = 0.6;

/// Takes the likeliest entity, or leaves the sheet out and says why.
pub(super) fn decide(w: &Weighed) -> Recognition {
    let no_rows = w.sheet.columns.iter().all(|c| c.len() == c.missing());
    let complete: Vec<&Candidate> = w.candidates.iter().filter(|c| c.lacks.is_none()).collect();
    // Only where nothing complete fits may an entity be taken that lacks something.
    let possible = if complete.first().is_some_and(|c| sure(c.points) >= SURE) { complete } else { w.nearly_complete() };
    let likeliest = w.candidates.iter().max_by(|a, b| a.points.total_cmp(&b.points).then(b.entity.cmp(&a.entity)));
    let reason = match (possible.as_slice(), likeliest) {
        _ if no_rows => Text::new("没有数据行", "it has no rows of data"),
        ([first, rest @ ..], _) if sure(first.points) >= SURE => {
            let close: Vec<&Candidate> = rest.iter().copied().filter(|c| first.points - c.points < MARGIN).collect();
            if close.is_empty() {
                return taken(w, first, w.confidence(first), why(w, first));
            }
            torn(w, std::iter::once(*first).chain(close).collect())
        }
        (_, Some(c)) if c.lacks.is_some() && w.resembles(c) => lacking(w, c),
        (_, Some(c)) => unlike(w, c),
        (_, None) => Text::new("没有可试的对象", "there is no entity to try"),
    };
    left_out(w.sheet, w.columns, w.alternatives(), reason, NoteKind::SheetLeftOut)
}

/// Turns points into a confidence between 0 and 1.
fn sure(points: f64) -> f64 {
    1.0 / (1.0 + (EVEN - points).exp())
}

impl Weighed<'_> {
    /// Gives the specification of a candidate.
    pub fn spec(&self, c: &Candidate) -> &EntitySpec {
        self.plan.entities.get(c.entity).expect("candidates are made of the plan's entities")
    }

    /// Gives the entities that lack no more than their name while everything else is beyond doubt.
    fn nearly_complete(&self) -> Vec<&Candidate> {
        let keyed = |c: &Candidate| c.distinct_keys.is_some_and(|d| d > 0.9);
        let beyond_doubt = |c: &&Candidate| matches!(c.lacks, Some(Lack::Field(_))) && c.points >= EVEN + 1.5 && keyed(c);
        self.candidates.iter().filter(|c| self.sheet.has_header && beyond_doubt(c)).collect()
    }

    /// Says whether a sheet that lacks something should be told as this entity: by its points or its name, and not named otherwise.
    fn resembles(&self, c: &Candidate) -> bool {
        let name = self.names.of(self.kinds, self.spec(c));
        let other = self.names.other(self.kinds).map_or(0.0, |(_, s, _)| s);
        sure(c.points) >= 0.3 || (name >= 0.5 && name > other)
    }

    fn confidence(&self, c: &Candidate) -> f64 {
        sure(c.points).min(if self.sheet.has_header { 0.99 } else { WITHOUT_HEADER })
    }

    /// Gives the entities thought of, with their confidence.
    pub fn alternatives(&self) -> Vec<(Entity, f64)> {
        let weight = |c: &Candidate| self.confidence(c) * if c.lacks.is_some() { 0.5 } else { 1.0 };
        let mut list: Vec<(Entity, f64)> = self.candidates.iter().map(|c| (self.spec(c).entity.clone(), weight(c))).collect();
        list.retain(|(_, s)| *s >= 0.05);
        list.sort_by(|a, b| b.1.total_cmp(&a.1));
        list.truncate(3);
        list
    }
}

/// Says what the sheet is instead, where that can be said.
fn unlike(w: &Weighed, c: &Candidate) -> Text {
    let foreign = w.columns.iter().enumerate().filter(|(i, k)| k.shape.filled > 0 && c.confidence(*i) < 0.85).map(|(_, k)| &k.header);
    if let Some((kind, _, found)) = w.kinds.other_by_headers(foreign).filter(|(_, weight, _)| *weight >= 1.0) {
        let (label, list) = (w.kinds.label(kind), found.iter().take(3).copied().collect::<Vec<_>>().join(", "));
        return Text::new(format!("看来是{}（表头 {list}）", label.zh), format!("it looks like {} (headers {list})", label.en));
    }
    if let Some((kind, _, name)) = w.names.other(w.kinds) {
        let label = w.kinds.label(kind);
        return Text::new(format!("按名称“{name}”看来是{}", label.zh), format!("by the name “{name}” it looks like {}", label.en));
    }
    let explained = (c.coverage * 100.0).round();
    let label = &w.spec(c).label;
    Text::new(
        format!("最像{}，但只有 {explained} % 的列能解释", label.zh),
        format!("it is most like {}, but only {explained} % of its columns would be explained", label.en.to_lowercase()),
    )
}

/// Says what the likeliest entity lacks.
fn lacking(w: &Weighed, c: &Candidate) -> Text {
    let spec = w.spec(c);
    let label = &spec.label;
    let mut text = match &c.lacks {
        Some(Lack::Field(f)) => {
            let field = spec.fields.get(*f).map(|f| f.label.clone()).unwrap_or_default();
            Text::new(
                format!("像{}，但没有“{}”列", label.zh, field.zh),
                format!("it is like {}, but no column is “{}”", label.en.to_lowercase(), field.en),
            )
        }
        _ => Text::new(
            format!("像{}，但可用的列太少", label.zh),
            format!("it is like {}, but has too few columns for it", label.en.to_lowercase()),
        ),
    };
    if !w.sheet.has_header {
        text.zh.push_str("；没有表头，请在项目文件中按 #N 指定列");
        text.en.push_str("; it has no header: name its columns by #N in the project file");
    }
    text
}

/// Says between which entities the sheet cannot be decided.
fn torn(w: &Weighed, close: Vec<&Candidate>) -> Text {
    let zh = close.iter().map(|c| w.spec(c).label.zh.clone()).collect::<Vec<_>>().join("、");
    let en = close.iter().map(|c| w.spec(c).label.en.to_lowercase()).collect::<Vec<_>>().join(" or ");
    Text::new(format!("{zh}都有可能，请在项目文件中指定"), format!("it may be {en}: name its entity in the project file"))
}

/// Says what speaks for the entity that is taken.
fn why(w: &Weighed, c: &Candidate) -> Text {
    let spec = w.spec(c);
    let mapped = c.fields.iter().flatten().count();
    let telling = w.columns.iter().filter(|k| k.is_informative()).count();
    let (mut zh, mut en) =
        (format!("{telling} 列有内容，{mapped} 列有字段"), format!("{mapped} fields found, {telling} columns with values"));
    if w.names.of(w.kinds, spec) >= 0.3 {
        let name = w.names.source(w.kinds, spec);
        zh = format!("名称“{name}”；{zh}");
        en = format!("name “{name}”; {en}");
    }
    Text::new(zh, en)
}
