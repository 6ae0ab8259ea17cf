//! The synonyms of every field of every entity, and how alike a header is to them.

use super::bom::is_parent_of_lines;
use super::header::Header;
use super::wording::{SLIPS, misspelt, rarity_of, written_alike};
use crate::plan::{EntitySpec, FieldSpec, Plan};
use std::collections::{HashMap, HashSet};

/// Synonyms of all entities, prepared once for all sheets of a run.
#[derive(Clone, Debug)]
pub(super) struct Dictionary {
    entries: Vec<Entry>,
    by_key: HashMap<String, Vec<usize>>,
    by_word: HashMap<String, Vec<usize>>,
    by_initial: HashMap<char, Vec<usize>>,
    rarity: HashMap<String, f64>,
    entity_words: Vec<Vec<String>>,
}

#[derive(Clone, Debug)]
struct Entry {
    entity: usize,
    field: usize,
    header: Header,
    /// Whether the synonym means another field of the entity first: it is that one's name (`name` is a key only in ERPNext), or it
    /// means a component too (物料编码 is a parent's only beside 子项编码).
    lent: bool,
}

/// How alike a header is to a field, and by which synonym.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Likeness {
    /// 0 to 1.
    pub score: f64,
    /// The synonym as its table writes it.
    pub synonym: String,
    /// Whether header and synonym are the same but for width, case, separators and script.
    pub same: bool,
}

/// Likeness of one header to the fields of all entities: entity, then field.
pub(super) type LikenessTable = Vec<Vec<Likeness>>;

/// Entries by something that their headers hold.
type Index = HashMap<String, Vec<usize>>;

/// Worth of a synonym that means another field first.
const LENT: f64 = 0.85;

impl Dictionary {
    /// Prepares the synonyms, labels and names of all fields of a plan. `words` gives, by entity, the words that people call it.
    pub fn new(plan: &Plan, words: &dyn Fn(&EntitySpec) -> Vec<String>) -> Self {
        let entries: Vec<Entry> = plan.entities.iter().enumerate().flat_map(|(e, spec)| entries_of(e, spec)).collect();
        let (mut by_key, mut by_word, mut by_initial) = (Index::new(), Index::new(), HashMap::<char, Vec<usize>>::new());
        for (i, h) in entries.iter().map(|e| &e.header).enumerate() {
            by_key.entry(h.key.clone()).or_default().push(i);
            for w in h.words.iter().filter(|_| !h.han) {
                by_word.entry(w.clone()).or_default().push(i);
            }
            if let Some(c) = h.key.chars().next().filter(|_| !h.han && h.key.len() >= SLIPS - 2) {
                by_initial.entry(c).or_default().push(i);
            }
        }
        let rarity = rarity_of(entries.iter().map(|e| &e.header));
        Self { entries, by_key, by_word, by_initial, rarity, entity_words: plan.entities.iter().map(words).collect() }
    }

    /// Compares a header with every field.
    pub fn look_up(&self, plan: &Plan, header: &Header) -> LikenessTable {
        let mut table: LikenessTable = plan.entities.iter().map(|e| vec![Likeness::default(); e.fields.len()]).collect();
        if header.is_blank() || header.is_placeholder() {
            return table;
        }
        for entry in self.akin(header).into_iter().filter_map(|i| self.entries.get(i)) {
            let score = self.compare(header, entry) * if entry.lent { LENT } else { 1.0 };
            if let Some(slot) = table.get_mut(entry.entity).and_then(|e| e.get_mut(entry.field))
                && score > slot.score
            {
                *slot = Likeness { score, synonym: entry.header.exact.clone(), same: header.key == entry.header.key };
            }
        }
        table
    }

    /// Finds the entries that may be like a header at all, in their order: equal keys, Chinese keys at its end or beginning, shared words,
    /// and long keys of the same beginning that it may be a slip of.
    fn akin(&self, h: &Header) -> Vec<usize> {
        let mut found: Vec<usize> = Vec::new();
        let mut take = |list: Option<&Vec<usize>>| found.extend(list.into_iter().flatten());
        take(self.by_key.get(&h.key));
        take(self.by_key.get(&h.core));
        if h.han {
            for (at, _) in h.core.char_indices().skip(1) {
                take(self.by_key.get(&h.core[at..]));
                take(self.by_key.get(&h.core[..at]));
            }
        } else {
            h.words.iter().for_each(|w| take(self.by_word.get(w)));
            take(h.key.chars().next().and_then(|c| self.by_initial.get(&c)));
        }
        found.sort_unstable();
        found.dedup();
        found
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
        } else if h.asks && !s.asks {
            0.0
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
        const AFTER: &[&str] =
            &["名称", "编码", "代码", "编号", "号码", "号", "码", "fname", "fnumber", "信息", "说明", "描述", "名", "值", "1", "id", "no"];
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
        let plain = |w: &&String| own_word(w) || PLAIN_WORDS.contains(&w.as_str());
        // The head of an English header is its last word that says something: a weight unit is a unit.
        let head = h.words.iter().rev().find(|w| !PLAIN_WORDS.contains(&w.as_str())).or(h.words.last());
        let headed = head.is_none_or(|w| s.words.contains(w));
        let same_order = h.words == s.words;
        match (rest.is_empty(), lacking.is_empty()) {
            (true, true) if same_order => 0.94 * written_alike(h, s),
            (true, true) => {
                if headed && h.words.last() == s.words.last() {
                    0.88
                } else {
                    0.5
                }
            }
            (true, false) => {
                if lacking.iter().all(own_word) {
                    0.85
                } else {
                    0.45 * cover
                }
            }
            (false, true) if rest.iter().all(plain) && headed => 0.88,
            _ if rest.iter().any(|w| self.names_another_word(w, own) && !self.is_field_word(w, entity)) => 0.3 * cover,
            (false, true) => (0.3 + 0.35 * cover) * if headed { 1.0 } else { 0.6 },
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

/// Prepares the synonyms of one entity.
fn entries_of(entity: usize, spec: &EntitySpec) -> Vec<Entry> {
    let names = spec.fields.iter().enumerate().flat_map(|(f, field)| names_of(field).into_iter().map(move |n| (f, Header::new(&n))));
    let mut entries: Vec<Entry> = names.map(|(field, header)| Entry { entity, field, header, lent: false }).collect();
    let is_parent = |f: usize| spec.fields.get(f).is_some_and(|f| is_parent_of_lines(spec, &f.name));
    let components: HashSet<String> = entries.iter().filter(|e| !is_parent(e.field)).map(|e| e.header.key.clone()).collect();
    for entry in &mut entries {
        let named = spec.fields.iter().enumerate().any(|(f, other)| f != entry.field && *other.name == *entry.header.key);
        entry.lent = named || (is_parent(entry.field) && components.contains(&entry.header.key));
    }
    entries
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
const PLAIN_WORDS: &[&str] = &["code", "name", "main", "primary", "default", "billing", "registered", "1", "value", "text"];

/// Gives everything that means a field: its synonyms, its labels, its name.
fn names_of(field: &FieldSpec) -> Vec<String> {
    let mut names = field.synonyms.clone();
    names.extend([field.label.zh.clone(), field.label.en.clone(), field.name.to_string()]);
    names.retain(|n| !n.trim().is_empty());
    let mut seen = HashSet::new();
    names.retain(|n| seen.insert(n.clone()));
    names
}
