//! Ids that tell records apart: blank ones get their line, repeated ones a number, and both are counted.

use crate::matching::Values;
use foldhash::fast::FixedState;
use std::collections::{HashMap, HashSet};

/// Ids made unique.
#[derive(Clone, Debug, Default)]
pub struct Ids {
    /// One per record, no two alike within a list.
    pub texts: Values,
    /// How many were blank.
    pub blank: usize,
    /// Those that stood more than once, in order of their first repetition.
    pub repeated: Vec<String>,
}

/// Makes ids unique within each list: the second record of id `7` becomes `7#2`, a blank one on line 15 `#15`.
pub fn unique(keys: Values, line: &dyn Fn(usize) -> String, list: &dyn Fn(usize) -> u8) -> Ids {
    let mut all: HashSet<(u8, &str), FixedState> = HashSet::with_capacity_and_hasher(keys.len(), FixedState::default());
    let mut told_apart = true;
    for (i, key) in keys.iter().enumerate() {
        told_apart &= all.insert((list(i), key)) && !key.is_empty();
    }
    if told_apart {
        drop(all);
        return Ids { texts: keys, ..Ids::default() };
    }
    let mut out = Ids::default();
    let mut taken: HashSet<(u8, String)> = HashSet::new();
    // The last number of every key, so that a column that repeats one id on every line is numbered in one pass.
    let mut last: HashMap<(u8, &str), usize> = HashMap::new();
    for (i, key) in keys.iter().enumerate() {
        let of = list(i);
        let blank = key.is_empty();
        out.blank += usize::from(blank);
        let base = if blank { format!("#{}", line(i)) } else { key.to_owned() };
        // Blank ids have bases of their own, each once.
        let mut once = 0;
        let n = if blank { &mut once } else { last.entry((of, key)).or_default() };
        if *n == 1 {
            out.repeated.push(key.to_owned());
        }
        let id = loop {
            *n += 1;
            let id = if *n == 1 { base.clone() } else { format!("{base}#{n}") };
            // A made-up id must not be one that another record has.
            let foreign = id != key && all.contains(&(of, id.as_str()));
            if !foreign && taken.insert((of, id.clone())) {
                break id;
            }
        };
        out.texts.push(&id);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_record_is_lost_to_its_id() {
        let keys: Values = ["7", "7", "", "7#2", "7", ""].into_iter().collect();
        let line = |i: usize| (i + 2).to_string();
        let ids = unique(keys, &line, &|_| 0);
        assert!(ids.texts.iter().eq(["7", "7#3", "#4", "7#2", "7#4", "#7"]));
        assert_eq!((ids.blank, ids.repeated), (2, vec!["7".to_owned()]));
        let across = unique(["7", "7"].into_iter().collect(), &line, &|i| i as u8);
        assert!(across.texts.iter().eq(["7", "7"]));
    }

    #[test]
    fn one_id_on_every_line_is_numbered_in_one_pass() {
        let keys: Values = std::iter::repeat_n("7", 100_000).collect();
        let ids = unique(keys, &|i| i.to_string(), &|_| 0);
        assert_eq!((ids.texts.get(0), ids.texts.get(99_999)), ("7", "7#100000"));
        assert_eq!(ids.repeated, ["7"]);
    }
}
