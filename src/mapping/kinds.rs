//! Kinds of sheets: the entities of the plan, and the many other things that folders of spreadsheets hold. Known by the names of files and
//! sheets, by titles, and by headers that only such sheets have.

use super::header::{Header, fold, key_of, words_of};
use crate::domain::fold::{has_han, is_han};
use crate::domain::lookup::pick;
use crate::model::Text;
use crate::plan::{EntitySpec, Plan};
use std::collections::HashMap;

/// What the table `sheet_kinds` says: `kind,place,word,weight,label_zh,label_en`. `kind` is an entity of the plan, `neutral`, or the name of
/// something that no entity is; `place` is `name` (files, sheets, titles) or `header`.
#[derive(Clone, Debug, Default)]
pub(super) struct SheetKinds {
    kinds: Vec<Kind>,
    names: Vec<NameWord>,
    headers: HashMap<String, Vec<(usize, f64)>>,
}

#[derive(Clone, Debug)]
struct Kind {
    name: String,
    label: Text,
    nature: Nature,
}

/// What a kind is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Nature {
    /// An entity with a code of its own.
    Master,
    /// An entity of lines or balances that refer to others.
    Lines,
    /// No entity of the plan.
    Other,
    /// A word that says nothing: list, data, export.
    Neutral,
}

#[derive(Clone, Debug)]
struct NameWord {
    kind: usize,
    words: Vec<String>,
    weight: f64,
    /// The word as headers hold it: Chinese characters in one piece; empty for phrases of several words.
    text: String,
}

/// The kinds that a phrase of a name may mean, with its weight for each.
type Meanings = Vec<(usize, f64)>;

/// What a name says about each kind: 1 it is named so, 0 nothing, below 0 it is named something else.
#[derive(Clone, Debug, Default)]
pub(super) struct NameEvidence {
    scores: Vec<f64>,
    sources: Vec<String>,
}

impl SheetKinds {
    /// Reads the table of the plan.
    pub fn new(plan: &Plan) -> Self {
        let mut all = Self::default();
        let table = plan.table("sheet_kinds");
        for [kind, place, word, weight, zh, en] in
            pick(&table.header, &table.rows, ["kind", "place", "word", "weight", "label_zh", "label_en"])
        {
            let at = all.kind(plan, kind, zh, en);
            let weight = weight.parse().unwrap_or(1.0);
            if place == "header" {
                let said = all.headers.entry(key_of(&fold(word))).or_default();
                if said.iter().all(|(k, _)| *k != at) {
                    said.push((at, weight));
                }
            } else {
                let words = segments_of(word);
                let one = words.len() == 1 || words.iter().all(|w| has_han(w));
                all.names.push(NameWord { kind: at, text: if one { words.concat() } else { String::new() }, words, weight });
            }
        }
        all.names.retain(|n| !n.words.is_empty());
        all.names.sort_by_key(|n| std::cmp::Reverse(n.words.iter().map(|w| w.chars().count()).sum::<usize>()));
        all
    }

    fn kind(&mut self, plan: &Plan, name: &str, zh: &str, en: &str) -> usize {
        if let Some(at) = self.kinds.iter().position(|k| k.name == name) {
            return at;
        }
        let nature = match plan.entities.iter().find(|e| e.entity.as_str() == name) {
            _ if name == "neutral" => Nature::Neutral,
            Some(e) if e.key.is_some() => Nature::Master,
            Some(_) => Nature::Lines,
            None => Nature::Other,
        };
        self.kinds.push(Kind { name: name.to_owned(), label: Text::new(zh, en), nature });
        self.kinds.len() - 1
    }

    /// Gives the words that people call an entity with a code of its own, as headers are folded.
    pub fn words_of(&self, entity: &EntitySpec) -> Vec<String> {
        let Some(kind) = self.kinds.iter().position(|k| k.name == entity.entity.as_str()) else { return Vec::new() };
        if self.nature(kind) != Nature::Master {
            return Vec::new();
        }
        self.names.iter().filter(|n| n.kind == kind && n.weight >= 1.0 && !n.text.is_empty()).map(|n| n.text.clone()).collect()
    }

    /// Weighs the headers of a sheet for kinds that are no entity: the strongest, with its weight and the headers that speak for it.
    pub fn other_by_headers<'h>(&self, headers: impl Iterator<Item = &'h Header>) -> Option<(usize, f64, Vec<&'h str>)> {
        let mut weights = vec![(0.0, Vec::new()); self.kinds.len()];
        let mut seen = std::collections::HashSet::new();
        for h in headers.filter(|h| seen.insert(&h.core)) {
            let found = self.headers.get(&h.key).or_else(|| self.headers.get(&h.core));
            for (kind, weight) in found.into_iter().flatten() {
                if let Some(slot) = weights.get_mut(*kind) {
                    slot.0 += weight;
                    slot.1.push(h.exact.as_str());
                }
            }
        }
        let best = weights.into_iter().enumerate().filter(|(i, _)| self.nature(*i) == Nature::Other);
        best.filter(|(_, (w, _))| *w > 0.0).rev().max_by(|a, b| a.1.0.total_cmp(&b.1.0)).map(|(i, (w, h))| (i, w, h))
    }

    /// Reads the names of a sheet: the sheet's own name first, then titles, file and folders, each counting less.
    pub fn read_names(&self, path: &str, sheet: Option<&str>, titles: &[String]) -> NameEvidence {
        let mut evidence = NameEvidence { scores: vec![0.0; self.kinds.len()], sources: vec![String::new(); self.kinds.len()] };
        let mut parts: Vec<&str> = path.split('/').filter(|p| !p.is_empty()).collect();
        let file = parts.pop().unwrap_or("");
        let stem = file.rsplit_once('.').map_or(file, |(s, _)| s);
        let told = sheet.is_some_and(|s| self.add(&mut evidence, s, 1.0));
        let file_weight = if told { 0.5 } else { 0.9 };
        self.add(&mut evidence, stem, file_weight);
        for title in titles.iter().filter(|t| t.chars().count() <= 40).take(5) {
            self.add(&mut evidence, title, if told { 0.5 } else { 0.8 });
        }
        self.add_folders(&mut evidence, parts.iter().rev().take(2));
        evidence
    }

    /// Adds what folders say for an entity; they hold many sheets, so they never speak against one.
    fn add_folders<'n>(&self, evidence: &mut NameEvidence, folders: impl Iterator<Item = &'n &'n str>) {
        for folder in folders {
            let found = self.read_name(folder);
            for (kind, score) in found.into_iter().filter(|(k, s)| *s > 0.0 && self.nature(*k) != Nature::Other) {
                if let Some(slot) = evidence.scores.get_mut(kind).filter(|slot| **slot >= 0.0) {
                    *slot = slot.max(0.3 * score);
                }
            }
        }
    }

    /// Adds what one name says; says whether it said anything at all.
    fn add(&self, evidence: &mut NameEvidence, name: &str, weight: f64) -> bool {
        let found = self.read_name(name);
        for (kind, score) in &found {
            let (Some(slot), Some(source)) = (evidence.scores.get_mut(*kind), evidence.sources.get_mut(*kind)) else { continue };
            if (score * weight).abs() > slot.abs() {
                *slot = score * weight;
                name.clone_into(source);
            }
        }
        !found.is_empty()
    }

    /// Reads one name. The last word that says something is its head, as in English and Chinese compounds: a customer bank account is an
    /// account, 客户分类 is a classification. Words for lines and balances rule over the master data that they speak of: 客户期初应收.
    fn read_name(&self, name: &str) -> Vec<(usize, f64)> {
        let words = before_preposition(segments_of(name));
        let content: Vec<Meanings> = self.segment(&words).into_iter().filter(|m| !self.are(m, Nature::Neutral)).collect();
        let head = content.last().cloned().unwrap_or_default();
        let other_head = self.are(&head, Nature::Other);
        let lines: Meanings =
            content.iter().rev().find(|m| self.are(m, Nature::Lines)).cloned().filter(|_| !other_head).unwrap_or_default();
        let mut found: Vec<(usize, f64)> = Vec::new();
        for &(kind, weight) in content.iter().flatten() {
            let is = |m: &Meanings| m.iter().any(|(k, _)| *k == kind);
            let share = match () {
                () if !lines.is_empty() && self.nature(kind) != Nature::Other => {
                    if is(&lines) {
                        1.0
                    } else {
                        0.3
                    }
                }
                () if is(&head) => 1.0,
                () if head.is_empty() => 0.5,
                () if other_head => -0.6,
                () => 0.3,
            };
            match found.iter_mut().find(|(k, _)| *k == kind) {
                Some(f) => f.1 = f.1.max(share * weight),
                None => found.push((kind, share * weight)),
            }
        }
        found
    }

    /// Cuts words into the longest known phrases, each with all that it may mean; nothing stands for words that nobody declared.
    fn segment(&self, words: &[String]) -> Vec<Meanings> {
        let mut found: Vec<Meanings> = Vec::new();
        let mut at = 0;
        while let Some(rest) = words.get(at..).filter(|r| !r.is_empty()) {
            let phrase = self.names.iter().find(|n| rest.starts_with(&n.words)).map(|n| &n.words);
            match (phrase, rest.first()) {
                (Some(p), _) => found.push(self.names.iter().filter(|n| n.words == *p).map(|n| (n.kind, n.weight)).collect()),
                (None, Some(w)) if w.chars().all(|c| c.is_ascii_digit()) || (w.len() == 1 && w.is_ascii()) => {}
                _ => found.push(Meanings::new()),
            }
            at += phrase.map_or(1, Vec::len);
        }
        // A run of unknown Chinese characters is one unknown word.
        found.dedup_by(|a, b| a.is_empty() && b.is_empty());
        found
    }

    fn are(&self, meanings: &Meanings, nature: Nature) -> bool {
        !meanings.is_empty() && meanings.iter().all(|(k, _)| self.nature(*k) == nature)
    }

    fn nature(&self, kind: usize) -> Nature {
        self.kinds.get(kind).map_or(Nature::Other, |k| k.nature)
    }

    /// Gives the label of a kind.
    pub fn label(&self, kind: usize) -> Text {
        self.kinds.get(kind).map(|k| k.label.clone()).unwrap_or_default()
    }
}

impl NameEvidence {
    /// Gives what the names say about an entity, -1 to 1.
    pub fn of(&self, kinds: &SheetKinds, entity: &EntitySpec) -> f64 {
        let at = kinds.kinds.iter().position(|k| k.name == entity.entity.as_str());
        at.and_then(|i| self.scores.get(i)).copied().unwrap_or(0.0)
    }

    /// Gives the name that says most about an entity.
    pub fn source(&self, kinds: &SheetKinds, entity: &EntitySpec) -> &str {
        let at = kinds.kinds.iter().position(|k| k.name == entity.entity.as_str());
        at.and_then(|i| self.sources.get(i)).map_or("", String::as_str)
    }

    /// Gives the kind that is no entity and that the names speak for most.
    pub fn other(&self, kinds: &SheetKinds) -> Option<(usize, f64, &str)> {
        let others = self.scores.iter().copied().enumerate().filter(|(i, s)| *s > 0.0 && kinds.nature(*i) == Nature::Other);
        let (i, s) = others.rev().max_by(|a, b| a.1.total_cmp(&b.1))?;
        Some((i, s, self.sources.get(i).map_or("", String::as_str)))
    }
}

/// Splits a name into words; Chinese words into characters, so that phrases can be found in them.
fn segments_of(name: &str) -> Vec<String> {
    let mut out = Vec::new();
    for word in words_of(&fold(name)) {
        if has_han(&word) {
            out.extend(word.chars().filter(|c| is_han(*c)).map(String::from));
        } else {
            out.push(word);
        }
    }
    out
}

/// Keeps the words before the first preposition: what follows only modifies, as in `CustomersWithoutOrders`.
fn before_preposition(mut words: Vec<String>) -> Vec<String> {
    const PREPOSITIONS: &[&str] = &["with", "without", "for", "by", "from", "per"];
    if let Some(at) = words.iter().position(|w| PREPOSITIONS.contains(&w.as_str())).filter(|at| *at > 0) {
        words.truncate(at);
    }
    words
}
