//! A record of the demo company, and what is known to be true of it.

use crate::support::sheet::Cell;
use std::collections::BTreeMap;

/// Which finding is expected at a record.
#[derive(Clone, Debug)]
pub struct Mark {
    /// The field; empty where the finding is about the line.
    pub field: &'static str,
    /// The rule's code.
    pub rule: &'static str,
    /// Marks of one group are met together by one finding; empty: the mark stands alone.
    pub group: String,
    /// Whether it must be found.
    pub need: Need,
}

/// Stands for whatever rule: so much is wrong with the line that anything may be said of it.
pub const ANY_RULE: &str = "*";

/// Whether a finding must be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// A run that does not find it misses something.
    Must,
    /// It follows from a planted defect, and a run may say it or not.
    May,
}

/// What must become of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It is loaded; of a set of duplicates one is, and the others are merged into it.
    Emitted,
    /// It is not loaded: held or rejected.
    Left,
    /// It is left out on purpose.
    Skipped,
    /// Reasonable people differ.
    Any,
}

/// How a record stands in a text file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// With every cell in its place.
    Whole,
    /// Without its last cells.
    Short(usize),
    /// With the commas of this field unquoted, so that it falls into several cells.
    Split(&'static str),
}

/// One record: its fields under their canonical names, and the truth.
#[derive(Clone, Debug)]
pub struct Record {
    /// Cells by field.
    pub fields: BTreeMap<&'static str, Cell>,
    /// Expected findings.
    pub marks: Vec<Mark>,
    /// The thing that the record is about: records of one thing are duplicates. Empty: of none but itself.
    pub thing: String,
    /// What must become of it.
    pub fate: Fate,
    /// How it stands in a text file.
    pub shape: Shape,
}

impl Record {
    /// Makes a clean record of these texts.
    pub fn new<const N: usize>(fields: [(&'static str, String); N]) -> Self {
        let fields = fields.into_iter().map(|(name, text)| (name, Cell::text(text))).collect();
        Self { fields, marks: Vec::new(), thing: String::new(), fate: Fate::Emitted, shape: Shape::Whole }
    }

    /// Gives a field as text.
    pub fn text(&self, field: &str) -> String {
        self.fields.get(field).map_or_else(String::new, Cell::shown)
    }

    /// Puts a text into a field.
    pub fn set(&mut self, field: &'static str, text: impl Into<String>) -> &mut Self {
        self.put(field, Cell::text(text))
    }

    /// Puts a cell into a field.
    pub fn put(&mut self, field: &'static str, cell: Cell) -> &mut Self {
        self.fields.insert(field, cell);
        self
    }

    /// Says that this rule must find the field.
    pub fn fails(&mut self, field: &'static str, rule: &'static str) -> &mut Self {
        self.mark(field, rule, String::new(), Need::Must)
    }

    /// Says that this rule may find the field.
    pub fn may(&mut self, field: &'static str, rule: &'static str) -> &mut Self {
        self.mark(field, rule, String::new(), Need::May)
    }

    /// Says that one of the findings of this group must be made, here or at another record.
    pub fn shares(&mut self, field: &'static str, rule: &'static str, group: &str) -> &mut Self {
        self.mark(field, rule, group.to_owned(), Need::Must)
    }

    /// Says that one of these rules must find the field: they name one defect, seen by the reader or further on.
    pub fn fails_one_of(&mut self, field: &'static str, rules: &[&'static str]) -> &mut Self {
        let first: Vec<String> = self.fields.values().take(4).map(Cell::shown).collect();
        let group = format!("{}:{}", rules.join("|"), first.join("|"));
        for rule in rules {
            self.shares(field, rule, &group);
        }
        self
    }

    /// Says what must become of the record.
    pub fn ends(&mut self, fate: Fate) -> &mut Self {
        self.fate = fate;
        self
    }

    /// Says that nothing was planted here and nothing is shared with another record.
    pub fn clean(&self) -> bool {
        self.marks.is_empty() && self.thing.is_empty() && self.fate == Fate::Emitted
    }

    fn mark(&mut self, field: &'static str, rule: &'static str, group: String, need: Need) -> &mut Self {
        self.marks.push(Mark { field, rule, group, need });
        self
    }
}

/// A defect, and in how many records it is planted.
pub type Defect = (usize, fn(&mut Record));

/// Goes through the clean records in order and plants one defect in each: so many of every kind, times the company's size.
pub fn plant(records: &mut [Record], defects: &[Defect], size: usize) {
    let mut clean = records.iter_mut().filter(|r| r.clean());
    for (times, defect) in defects {
        for _ in 0..*times * size {
            defect(clean.next().expect("there are more clean records than defects"));
        }
    }
}

/// Marks all records that share a value of `field` with a group of their own.
pub fn mark_shared<'a>(records: impl Iterator<Item = &'a mut Record>, field: &'static str, rule: &'static str, need: Need) {
    let mut same: BTreeMap<String, Vec<&mut Record>> = BTreeMap::new();
    for r in records {
        let value = r.text(field);
        if !value.is_empty() {
            same.entry(value).or_default().push(r);
        }
    }
    for (value, group) in same.into_iter().filter(|(_, g)| g.len() > 1) {
        for r in group {
            r.mark(field, rule, format!("{rule}:{value}"), need);
        }
    }
}
