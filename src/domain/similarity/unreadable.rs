//! Text of which a wrong encoding has left nothing to compare: other writing that was read as Western Europe's (`ã ã²ã ª`, `æœ‰é™`).

/// Signs from which a text may be unreadable.
const LEAST: usize = 4;

/// Says whether at least half of a text are signs that a misread encoding leaves. Two such texts look alike, whatever they said.
pub fn is_unreadable(text: &str) -> bool {
    if text.is_ascii() {
        return false;
    }
    let (mut all, mut left) = (0usize, 0usize);
    for c in text.chars().filter(|c| !c.is_whitespace()) {
        all += 1;
        left += usize::from(is_left(c));
    }
    left >= LEAST && left * 2 >= all
}

/// Says whether Windows-1252 has the sign above ASCII, or whether it stands for one that is lost.
fn is_left(c: char) -> bool {
    matches!(c, '\u{80}'..='\u{ff}' | '\u{fffd}' | 'Œ' | 'œ' | 'Š' | 'š' | 'Ž' | 'ž' | 'Ÿ' | 'ƒ' | 'ˆ' | '˜')
        || matches!(c, '–' | '—' | '‘' | '’' | '‚' | '“' | '”' | '„' | '†' | '‡' | '•' | '…' | '‰' | '‹' | '›' | '€' | '™')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_misread_is_unreadable_and_other_names_are_not() {
        assert!(
            ["ä¸\u{ad}å›½çŸ³åŒ–", "ã ã²ã ª ã ¹ã", "Ð\u{9c}Ð¾Ñ\u{81}ÐºÐ²Ð°", "\u{fffd}\u{fffd}\u{fffd}\u{fffd} AG"]
                .iter()
                .all(|t| is_unreadable(t))
        );
        assert!(["Müller & Söhne", "Ångström", "中国石化", "Владимир", "Émile Zola – œuvres", "", "é"].iter().all(|t| !is_unreadable(t)));
    }
}
