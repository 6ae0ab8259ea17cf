//! Old codes whose new code changed.

use super::RecordKey;
use crate::emit::{RunFileError, each_line};
use serde::Serialize;
use std::collections::BTreeMap;
use std::path::Path;

/// An old code whose new code is another one, is gone, or is there for the first time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Recoded {
    /// The record.
    #[serde(flatten)]
    pub key: RecordKey,
    /// New code before; empty where it had none.
    pub before: String,
    /// New code now; empty where it has none any more.
    pub now: String,
}

impl Recoded {
    /// Says whether a record that had a new code has another one: codes should stay from run to run.
    pub fn is_unstable(&self) -> bool {
        !self.before.is_empty() && !self.now.is_empty()
    }
}

/// Compares `crosswalk.csv`: codes that are not stable first, then by key; and counts those that are the same.
pub(super) fn compare(before: &Path, now: &Path) -> Result<(Vec<Recoded>, u64), RunFileError> {
    let (mut before, now) = (codes(before)?, codes(now)?);
    let mut same = 0;
    let mut out = Vec::new();
    for (key, code) in now {
        match before.remove(&key) {
            Some(was) if was == code => same += 1,
            was => out.push(Recoded { key, before: was.unwrap_or_default(), now: code }),
        }
    }
    out.extend(before.into_iter().map(|(key, code)| Recoded { key, before: code, now: String::new() }));
    out.sort_by(|a, b| b.is_unstable().cmp(&a.is_unstable()).then_with(|| a.key.cmp(&b.key)));
    Ok((out, same))
}

fn codes(run: &Path) -> Result<BTreeMap<RecordKey, String>, RunFileError> {
    let mut out = BTreeMap::new();
    each_line(run, "crosswalk.csv", |l| {
        let key = RecordKey { entity: l.text("entity"), system: l.text("source_system"), code: l.exact("old_code") };
        out.insert(key, l.exact("new_code"));
    })?;
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn codes_that_are_not_stable_come_first() {
        let home = tempfile::tempdir().unwrap();
        let run = |name: &str, lines: &str| {
            let folder = home.path().join(name);
            fs::create_dir(&folder).unwrap();
            fs::write(folder.join("crosswalk.csv"), format!("entity,source_system,old_code,new_code,relation\n{lines}")).unwrap();
            folder
        };
        let before = run("a", "c,s,1,N1,same\nc,s,2,N2,same\nc,s,3,N3,same\n");
        let now = run("b", "c,s,0,N9,same\nc,s,1,N1,same\nc,s,2,N7,same\n");
        let (seen, same) = compare(&before, &now).unwrap();
        let all: Vec<_> = seen.iter().map(|r| (r.key.code.as_str(), r.before.as_str(), r.now.as_str(), r.is_unstable())).collect();
        assert_eq!((all, same), (vec![("2", "N2", "N7", true), ("0", "", "N9", false), ("3", "N3", "", false)], 1));
    }
}
