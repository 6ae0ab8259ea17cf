//! Words of a folded text: Latin words, numbers, codes that mix both, and pairs of neighbouring ideographs.

use super::is_cjk;

/// What kind of word a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TokenKind {
    /// Letters only.
    Word,
    /// Digits only, perhaps with a decimal point.
    Number,
    /// Letters and digits together, such as a part number; what joined it (`-`, `/`, `.`) is left out.
    Code,
    /// Two neighbouring ideographs, or one that stands alone.
    Ideographs,
}

/// Cuts a folded text into tokens, in order.
pub fn tokens(folded: &str) -> Vec<(String, TokenKind)> {
    let mut out = Vec::new();
    let mut run = String::new();
    let mut ideographs: Vec<char> = Vec::new();
    for c in folded.chars().chain(std::iter::once(' ')) {
        if is_cjk(c) {
            flush_run(&mut run, &mut out);
            ideographs.push(c);
            continue;
        }
        flush_ideographs(&mut ideographs, &mut out);
        if c.is_alphanumeric() || matches!(c, '-' | '/' | '.' | '\'' | '&' | '_' | '+') {
            run.push(c);
        } else {
            flush_run(&mut run, &mut out);
        }
    }
    out
}

fn flush_ideographs(run: &mut Vec<char>, out: &mut Vec<(String, TokenKind)>) {
    if let [one] = run.as_slice() {
        out.push((one.to_string(), TokenKind::Ideographs));
    }
    out.extend(run.windows(2).map(|w| (w.iter().collect(), TokenKind::Ideographs)));
    run.clear();
}

fn flush_run(run: &mut String, out: &mut Vec<(String, TokenKind)>) {
    let text = std::mem::take(run);
    let text = text.trim_matches(|c: char| !c.is_alphanumeric());
    if text.is_empty() {
        return;
    }
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let parts = text.split(['-', '/', '_', '+', '&']).filter(|p| !p.is_empty());
    if digits == 0 {
        out.extend(
            text.split(|c: char| !c.is_alphanumeric() && c != '\'')
                .filter(|p| !p.is_empty())
                .map(|p| (p.replace('\'', ""), TokenKind::Word)),
        );
    } else if letters == 0 {
        out.extend(parts.map(|p| (p.trim_matches('.').to_owned(), TokenKind::Number)).filter(|(p, _)| !p.is_empty()));
    } else if text.len() > 24 || words_joined(text) {
        for p in parts {
            let kind = kind_of(p);
            out.push((p.chars().filter(|c| c.is_alphanumeric() || *c == '.').collect(), kind));
        }
    } else {
        out.push((text.chars().filter(|c| c.is_alphanumeric()).collect(), TokenKind::Code));
    }
}

/// Says whether a joined run is rather words than one code: `dvd/cd`, `wireless-n300`.
fn words_joined(text: &str) -> bool {
    text.split(|c: char| !c.is_alphanumeric()).any(|p| p.len() > 4 && p.chars().all(char::is_alphabetic))
}

fn kind_of(part: &str) -> TokenKind {
    let digits = part.chars().any(|c| c.is_ascii_digit());
    match (digits, part.chars().any(char::is_alphabetic)) {
        (true, true) => TokenKind::Code,
        (true, false) => TokenKind::Number,
        _ => TokenKind::Word,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(s: &str) -> Vec<String> {
        tokens(s).into_iter().map(|t| t.0).collect()
    }

    #[test]
    fn texts_are_cut_into_words_codes_and_pairs_of_ideographs() {
        assert_eq!(words("sony turntable - psl-x350h"), ["sony", "turntable", "pslx350h"]);
        assert_eq!(words("33-1/3 rpm, 2.4ghz"), ["33", "1", "3", "rpm", "24ghz"]);
        assert_eq!(words("深沟球轴承 6205-2rs"), ["深沟", "沟球", "球轴", "轴承", "62052rs"]);
        assert_eq!(words("o'brien & sons"), ["obrien", "sons"]);
        assert_eq!(words(""), Vec::<String>::new());
    }
}
