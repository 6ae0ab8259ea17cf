//! Ids that tell records apart: blank ones get their line, repeated ones a number, and both are counted.

use std::collections::{HashMap, HashSet};

/// Ids made unique.
#[derive(Clone, Debug, Default)]
pub struct Ids {
    /// One per record, no two alike within a list.
    pub texts: Vec<String>,
    /// How many were blank.
    pub blank: usize,
    /// Those that stood more than once, in order of their first repetition.
    pub repeated: Vec<String>,
}

/// Makes ids unique within each list: the second record of id `7` becomes `7#2`, a blank one on line 15 `#15`.
pub fn unique(keys: &[String], lines: &[String], list: &dyn Fn(usize) -> u8) -> Ids {
    let mut out = Ids::default();
    let all: HashSet<(u8, &str)> = keys.iter().enumerate().map(|(i, k)| (list(i), k.as_str())).collect();
    let mut taken: HashSet<(u8, String)> = HashSet::new();
    // The last number of every key, so that a column that repeats one id on every line is numbered in one pass.
    let mut last: HashMap<(u8, &str), usize> = HashMap::new();
    for (i, key) in keys.iter().enumerate() {
        let of = list(i);
        let blank = key.is_empty();
        out.blank += usize::from(blank);
        let base = if blank { format!("#{}", lines.get(i).map_or("", String::as_str)) } else { key.clone() };
        // Blank ids have bases of their own, each once.
        let mut once = 0;
        let n = if blank { &mut once } else { last.entry((of, key)).or_default() };
        if *n == 1 {
            out.repeated.push(key.clone());
        }
        let id = loop {
            *n += 1;
            let id = if *n == 1 { base.clone() } else { format!("{base}#{n}") };
            // A made-up id must not be one that another record has.
            let foreign = id != *key && all.contains(&(of, id.as_str()));
            if !foreign && taken.insert((of, id.clone())) {
                break id;
            }
        };
        out.texts.push(id);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_record_is_lost_to_its_id() {
        let keys: Vec<String> = ["7", "7", "", "7#2", "7", ""].map(str::to_owned).to_vec();
        let lines: Vec<String> = (2..8).map(|l| l.to_string()).collect();
        let ids = unique(&keys, &lines, &|_| 0);
        assert_eq!(ids.texts, ["7", "7#3", "#4", "7#2", "7#4", "#7"]);
        assert_eq!((ids.blank, ids.repeated), (2, vec!["7".to_owned()]));
        assert_eq!(unique(&keys[..2], &lines, &|i| i as u8).texts, ["7", "7"]);
    }

    #[test]
    fn one_id_on_every_line_is_numbered_in_one_pass() {
        let keys = vec!["7".to_owned(); 100_000];
        let ids = unique(&keys, &keys, &|_| 0);
        assert_eq!((ids.texts[0].as_str(), ids.texts[99_999].as_str()), ("7", "7#100000"));
        assert_eq!(ids.repeated, ["7"]);
    }
}
