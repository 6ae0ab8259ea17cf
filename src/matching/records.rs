//! What is matched: named columns of text, each with the kind of its values.

use crate::plan::MatchKind;

/// Texts laid end to end, so that a million values are two allocations.
#[derive(Clone, Debug, Default)]
pub struct Values {
    text: String,
    ends: Vec<usize>,
}

impl Values {
    /// Adds a value; an empty text is a missing value.
    pub fn push(&mut self, value: &str) {
        self.text.push_str(value.trim());
        self.ends.push(self.text.len());
    }

    /// Gives a value; empty where it is missing or past the end.
    pub fn get(&self, i: usize) -> &str {
        let start = if i == 0 { Some(0) } else { self.ends.get(i - 1).copied() };
        match (start, self.ends.get(i)) {
            (Some(s), Some(&e)) => self.text.get(s..e).unwrap_or(""),
            _ => "",
        }
    }

    /// Counts values, missing ones too.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Says whether there is no value.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// Goes through all values in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &str> {
        (0..self.len()).map(|i| self.get(i))
    }
}

impl<S: AsRef<str>> FromIterator<S> for Values {
    fn from_iter<I: IntoIterator<Item = S>>(values: I) -> Self {
        let mut out = Self::default();
        for v in values {
            out.push(v.as_ref());
        }
        out
    }
}

/// One column.
#[derive(Clone, Debug)]
pub struct Column {
    /// Its name, for evidence and the model.
    pub name: String,
    /// How its values are compared.
    pub kind: MatchKind,
    /// Its values.
    pub values: Values,
}

/// The records to be matched.
#[derive(Clone, Debug, Default)]
pub struct Records {
    /// The columns, each with `n` values.
    pub columns: Vec<Column>,
    /// The number of records.
    pub n: usize,
    /// Where two lists are linked, the list of each record (0 or 1): only pairs across count.
    pub side: Option<Vec<u8>>,
}

impl Records {
    /// Says whether two records may be compared: always, or only across lists.
    pub fn comparable(&self, a: usize, b: usize) -> bool {
        self.side.as_ref().is_none_or(|s| s.get(a) != s.get(b))
    }

    /// Counts all pairs that may be compared.
    pub fn pairs(&self) -> f64 {
        match &self.side {
            None => self.n as f64 * (self.n as f64 - 1.0) / 2.0,
            Some(s) => {
                let ones = s.iter().filter(|x| **x == 1).count() as f64;
                ones * (self.n as f64 - ones)
            }
        }
    }
}
