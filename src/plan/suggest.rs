//! "Did you mean": the nearest of the names that would have been right.

use crate::model::Text;

/// Longer words are not compared: nobody mistypes them, and untrusted files may hold huge ones.
const LONGEST_WORD: usize = 64;
/// The most names that a hint lists.
const MOST_LISTED: usize = 24;

/// Finds the name nearest to a word, if it is near enough to be meant.
pub(super) fn nearest<'a>(word: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    if word.chars().count() > LONGEST_WORD {
        return None;
    }
    let folded = fold(word);
    let near = |n: &str| {
        let n = fold(n);
        let edits = strsim::damerau_levenshtein(&folded, &n);
        let allowed = (n.chars().count() / 3).max(1);
        let likeness = strsim::jaro_winkler(&folded, &n);
        (edits <= allowed && edits < n.chars().count() || likeness >= 0.9).then_some(likeness - edits as f64)
    };
    let scored = names.into_iter().filter_map(|n| Some((near(n)?, n)));
    scored.reduce(|a, b| if b.0 > a.0 { b } else { a }).map(|(_, n)| n)
}

/// Makes the hint for an unknown word: the nearest name, or the names there are.
pub(super) fn hint<'a>(word: &str, names: impl IntoIterator<Item = &'a str>) -> Text {
    let mut seen = std::collections::BTreeSet::new();
    let names: Vec<&str> = names.into_iter().filter(|n| seen.insert(*n)).collect();
    match nearest(word, names.iter().copied()) {
        Some(n) => Text::new(format!("是不是 `{n}`？"), format!("did you mean `{n}`?")),
        None if names.is_empty() => Text::default(),
        None => {
            let more = if names.len() > MOST_LISTED { " …" } else { "" };
            let list = names.iter().take(MOST_LISTED).copied().collect::<Vec<_>>().join(", ");
            Text::new(format!("可用：{list}{more}"), format!("known: {list}{more}"))
        }
    }
}

fn fold(word: &str) -> String {
    word.chars().filter(|c| !matches!(c, '_' | '-' | ' ')).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_meant_is_found() {
        let names = ["customer", "supplier", "material", "bom"];
        for (word, expected) in
            [("custmer", Some("customer")), ("Materials", Some("material")), ("bmo", Some("bom")), ("xyz", None), ("", None)]
        {
            assert_eq!(nearest(word, names), expected, "{word}");
        }
        assert_eq!(nearest("upper-code", ["upper_code", "upper_case"]), Some("upper_code"));
        assert_eq!(hint("xyz", names).en, "known: customer, supplier, material, bom");
    }
}
