//! The synonyms of every field of every entity, and how alike a header is to them.

use super::header::Header;
use crate::plan::{EntitySpec, FieldSpec, Plan};
use std::collections::HashMap;

/// Synonyms of all entities, prepared once for all sheets of a run.
#[derive(Clone, Debug)]
pub(super) struct Dictionary {
    entries: Vec<Entry>,
    by_key: HashMap<String, Vec<usize>>,
    rarity: HashMap<String, f64>,
    entity_words: Vec<Vec<String>>,
}

#[derive(Clone, Debug)]
struct Entry {
    entity: usize,
    field: usize,
    header: Header,
    /// Whether the synonym is the name of another field of the entity: then it means that one first (`name` is a key only in ERPNext).
    lent: bool,
}

/// How alike a header is to a field, and by which synonym.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Likeness {
    /// 0 to 1.
    pub score: f64,
    /// The synonym as its table writes it.
    pub synonym: String,
}

/// Likeness of one header to the fields of all entities: entity, then field.
pub(super) type LikenessTable = Vec<Vec<Likeness>>;

impl Dictionary {
    /// Prepares the synonyms, labels and names of all fields of a plan. `words` gives, by entity, the words that people call it.
    pub fn new(plan: &Plan, words: &dyn Fn(&EntitySpec) -> Vec<String>) -> Self {
        let mut entries = Vec::new();
        for (e, spec) in plan.entities.iter().enumerate() {
            for (f, field) in spec.fields.iter().enumerate() {
                for header in names_of(field).iter().map(|n| Header::new(n)) {
                    let lent = spec.fields.iter().any(|o| o.name != field.name && *o.name == *header.key);
                    entries.push(Entry { entity: e, field: f, header, lent });
                }
            }
        }
        let mut by_key: HashMap<String, Vec<usize>> = HashMap::new();
        for (i, e) in entries.iter().enumerate() {
            by_key.entry(e.header.key.clone()).or_default().push(i);
        }
        let rarity = rarity_of(entries.iter().map(|e| &e.header));
        Self { entries, by_key, rarity, entity_words: plan.entities.iter().map(words).collect() }
    }

    /// Compares a header with every field.
    pub fn look_up(&self, plan: &Plan, header: &Header) -> LikenessTable {
        let mut table: LikenessTable = plan.entities.iter().map(|e| vec![Likeness::default(); e.fields.len()]).collect();
        if header.is_blank() || header.is_placeholder() {
            return table;
        }
        for entry in &self.entries {
            let score = self.compare(header, entry) * if entry.lent { 0.85 } else { 1.0 };
            if let Some(slot) = table.get_mut(entry.entity).and_then(|e| e.get_mut(entry.field))
                && score > slot.score
            {
                *slot = Likeness { score, synonym: entry.header.exact.clone() };
            }
        }
        table
    }

    fn compare(&self, h: &Header, entry: &Entry) -> f64 {
        let s = &entry.header;
        let own: &[String] = self.entity_words.get(entry.entity).map_or(&[], Vec::as_slice);
        if h.exact == s.exact {
            1.0
        } else if h.key == s.key {
            0.98
        } else if h.core == s.key {
            if h.qualified { 0.88 } else { 0.95 }
        } else if s.han {
            self.within_han(h, s, own, entry.entity)
        } else if h.han {
            0.0
        } else {
            self.word_overlap(h, s, own, entry.entity).max(misspelt(h, s))
        }
    }

    /// Compares a longer Chinese header with a synonym that stands at its end (the head of a Chinese compound) or at its beginning.
    fn within_han(&self, h: &Header, s: &Header, own: &[String], entity: usize) -> f64 {
        let (length, part) = (h.core.chars().count() as f64, s.key.chars().count() as f64);
        if part < 2.0 {
            return 0.0;
        }
        if let Some(rest) = h.core.strip_suffix(&s.key) {
            match self.rest_is(rest, own, entity, Side::Before) {
                Rest::Neutral => 0.9,
                Rest::Number | Rest::Unknown => 0.35 + 0.3 * part / length,
                Rest::Foreign => 0.2,
            }
        } else if let Some(rest) = h.core.strip_prefix(&s.key) {
            match self.rest_is(rest, own, entity, Side::After) {
                Rest::Neutral => 0.86,
                Rest::Number => 0.7,
                Rest::Unknown => 0.25 + 0.2 * part / length,
                Rest::Foreign => 0.2,
            }
        } else {
            0.0
        }
    }

    /// Judges what a compound holds besides the synonym.
    fn rest_is(&self, rest: &str, own: &[String], entity: usize, side: Side) -> Rest {
        const BEFORE: &[&str] =
            &["主", "基本", "公司", "企业", "单位", "默认", "当前", "所属", "对应", "系统", "本", "该", "erp", "的", "新"];
        const AFTER: &[&str] = &["名称", "编码", "代码", "编号", "号码", "号", "信息", "说明", "描述", "名", "值", "1", "id", "no"];
        let mut rest = rest;
        let plain = if side == Side::Before { BEFORE } else { AFTER };
        while !rest.is_empty() {
            let words = own.iter().map(String::as_str).filter(|_| side == Side::Before).chain(plain.iter().copied());
            match words.filter(|w| rest.starts_with(w)).max_by_key(|w| w.len()) {
                Some(w) => rest = &rest[w.len()..],
                None => break,
            }
        }
        if rest.is_empty() {
            return Rest::Neutral;
        }
        if side == Side::After && rest.is_ascii() && rest.starts_with(|c: char| c.is_ascii_digit()) {
            return Rest::Number;
        }
        let concept = self.by_key.get(rest).is_some_and(|e| e.iter().any(|i| self.entries.get(*i).is_some_and(|e| e.entity == entity)));
        if concept || self.names_another(rest, own) { Rest::Foreign } else { Rest::Unknown }
    }

    /// Says whether a text speaks of an entity other than the one whose words are `own`.
    fn names_another(&self, text: &str, own: &[String]) -> bool {
        self.entity_words.iter().flatten().any(|w| w.chars().count() > 1 && text.contains(w.as_str()) && !own.contains(w))
    }

    /// Compares the words of two headers, rare words counting more.
    fn word_overlap(&self, h: &Header, s: &Header, own: &[String], entity: usize) -> f64 {
        if s.qualified {
            // «Name (EN)» is not «Name»: what a synonym holds in brackets must be there.
            return 0.0;
        }
        let shared: Vec<&String> = s.words.iter().filter(|w| h.words.contains(w)).collect();
        if shared.is_empty() || h.words.is_empty() {
            return 0.0;
        }
        let rest: Vec<&String> = h.words.iter().filter(|w| !s.words.contains(w)).collect();
        let lacking: Vec<&String> = s.words.iter().filter(|w| !h.words.contains(w)).collect();
        let weight = |words: &[&String]| words.iter().map(|w| self.rarity.get(w.as_str()).copied().unwrap_or(1.0)).sum::<f64>();
        let cover = weight(&shared) / (weight(&shared) + weight(&rest) + weight(&lacking));
        let own_word = |w: &&String| own.contains(*w);
        match (rest.is_empty(), lacking.is_empty()) {
            // «No.» and «code» are one word here, but as whole headers they are not the same.
            (true, true) if h.words.len() == 1 && h.words.iter().all(|w| w == "code") => 0.75,
            (true, true) => {
                if h.words == s.words {
                    0.94
                } else {
                    0.9
                }
            }
            (true, false) => {
                if lacking.iter().all(own_word) {
                    0.85
                } else {
                    0.45 * cover
                }
            }
            (false, true) if rest.iter().all(|w| own_word(w) || PLAIN_WORDS.contains(&w.as_str())) => 0.88,
            _ if rest.iter().any(|w| self.names_another_word(w, own) && !self.is_field_word(w, entity)) => 0.3 * cover,
            (false, true) => 0.3 + 0.35 * cover,
            (false, false) => 0.5 * cover,
        }
    }

    fn names_another_word(&self, word: &str, own: &[String]) -> bool {
        self.entity_words.iter().flatten().any(|w| w == word) && !own.iter().any(|w| w == word)
    }

    fn is_field_word(&self, word: &str, entity: usize) -> bool {
        self.by_key.get(word).is_some_and(|e| e.iter().any(|i| self.entries.get(*i).is_some_and(|e| e.entity == entity)))
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Before,
    After,
}

/// What a compound header holds besides a known synonym.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Rest {
    /// Words that change nothing: the entity's own name, 主, 名称.
    Neutral,
    /// A number or size: 电话2, 数量2x14.
    Number,
    /// Words nobody declared.
    Unknown,
    /// Another field or another entity.
    Foreign,
}

/// English words that change nothing in a header.
const PLAIN_WORDS: &[&str] = &["code", "name", "main", "primary", "default", "1", "value", "text"];

/// Gives everything that means a field: its synonyms, its labels, its name.
fn names_of(field: &FieldSpec) -> Vec<String> {
    let mut names = field.synonyms.clone();
    names.extend([field.label.zh.clone(), field.label.en.clone(), field.name.to_string()]);
    names.retain(|n| !n.trim().is_empty());
    let mut seen = std::collections::HashSet::new();
    names.retain(|n| seen.insert(n.clone()));
    names
}

/// Gives rare words a weight near 1 and frequent ones less: inverse document frequency, scaled to 1.
fn rarity_of<'a>(headers: impl Iterator<Item = &'a Header>) -> HashMap<String, f64> {
    let mut counts: HashMap<String, f64> = HashMap::new();
    let mut n = 1.0_f64;
    for h in headers.filter(|h| !h.han) {
        n += 1.0;
        for w in &h.words {
            *counts.entry(w.clone()).or_default() += 1.0;
        }
    }
    counts.into_iter().map(|(w, c)| (w, ((n / c).ln() / n.ln()).clamp(0.05, 1.0))).collect()
}

/// Recognises a misspelt long word: optimal string alignment distance, bounded.
fn misspelt(h: &Header, s: &Header) -> f64 {
    let (a, b) = (h.key.len(), s.key.len());
    if a.max(b) < 7 || a.abs_diff(b) > 2 || h.key.chars().next() != s.key.chars().next() || h.key.chars().any(|c| c.is_ascii_digit()) {
        return 0.0;
    }
    let likeness = 1.0 - strsim::osa_distance(&h.key, &s.key) as f64 / a.max(b) as f64;
    if likeness >= 0.84 { 0.8 * likeness } else { 0.0 }
}
