//! What questions have in common, so that many can be decided at once: the form of a value, and the form of what is changed.

/// Gives the form of a text: runs of letters, digits and ideographs become one sign each, everything else stays.
pub(super) fn form(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        let sign = match c {
            c if c.is_numeric() => '9',
            c if ('\u{2e80}'..='\u{9fff}').contains(&c) || ('\u{f900}'..='\u{faff}').contains(&c) => '中',
            c if c.is_alphabetic() => 'A',
            // Masked characters stand for digits and letters alike.
            c => c,
        };
        let run = matches!(sign, '9' | '中' | 'A' | '*' | ' ');
        if !(run && out.ends_with(sign)) {
            out.push(sign);
        }
    }
    out
}

/// Gives the form of a change: what is taken out between the common beginning and the common end, and what is put there.
pub(super) fn change(before: &str, after: &str) -> String {
    let head = before.char_indices().zip(after.chars()).find(|((_, a), b)| a != b).map_or(before.len().min(after.len()), |((i, _), _)| i);
    let (before, after) = (before.get(head..).unwrap_or(""), after.get(head..).unwrap_or(""));
    let tail: usize = before.chars().rev().zip(after.chars().rev()).take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum();
    // People read it too: a blank is seen, and so is nothing.
    let told = |t: &str| match t.get(..t.len() - tail).unwrap_or("") {
        "" => "∅".to_owned(),
        t => form(t).replace(' ', "␣"),
    };
    format!("{} → {}", told(before), told(after))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_of_one_form_have_one_pattern() {
        for (text, expected) in [("0571-88001234", "9-9"), ("AB-12 三一重工", "A-9 中"), ("", ""), ("138****5678", "9*9")] {
            assert_eq!(form(text), expected, "{text}");
        }
    }

    #[test]
    fn changes_of_one_form_have_one_pattern() {
        for (before, after, expected) in [
            ("0571 88001234", "0571-88001234", "␣ → -"),
            ("021 5501", "021-5501", "␣ → -"),
            ("914403001922038000", "914403001922038216", "9 → 9"),
            ("a", "a", "∅ → ∅"),
            ("aa", "aaa", "∅ → A"),
            ("一", "二", "中 → 中"),
        ] {
            assert_eq!(change(before, after), expected, "{before} {after}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_texts_will_do(before: String, after: String) {
            proptest::prop_assert!(change(&before, &after).contains('→'));
        }
    }
}
