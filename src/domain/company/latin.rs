//! Company names in Latin letters: words, legal form, and what they would be in Chinese.

use super::lexicon;

/// A name in Latin letters.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Latin {
    /// The words without form and article.
    pub words: Vec<String>,
    /// The family of the legal form; empty where there is none.
    pub form: &'static str,
    /// Words in brackets: a seat or a marker.
    pub bracketed: Vec<String>,
    /// Whether the name says group.
    pub group: bool,
    /// Whether the name says holding.
    pub holding: bool,
}

/// Forms by family; forms of one family are written for each other.
const FORMS: [(&str, &[&str]); 24] = [
    ("pty", &["pty ltd", "pty limited", "proprietary limited"]),
    ("pte", &["pte ltd", "pte limited"]),
    ("pvt", &["pvt ltd", "private limited"]),
    ("bhd", &["sdn bhd", "bhd"]),
    ("co", &["company limited", "co limited", "co ltd", "limited liability company", "limited", "ltd"]),
    ("inc", &["incorporated", "corporation", "inc", "corp"]),
    ("llc", &["llc"]),
    ("firm", &["company", "co"]),
    ("plc", &["plc"]),
    ("gmbh", &["gmbh co kg", "gmbh"]),
    ("ag", &["aktiengesellschaft", "ag"]),
    ("sa", &["sarl", "sas", "sa", "societe anonyme"]),
    ("bv", &["bv", "nv"]),
    ("spa", &["spa", "srl"]),
    ("ab", &["aktiebolag", "ab", "as", "oy", "oyj", "aps"]),
    ("llp", &["llp", "lp"]),
    ("kk", &["kabushiki kaisha", "kk"]),
    ("kg", &["kg", "ohg", "kgaa", "co kg"]),
    ("se", &["se"]),
    ("sro", &["spol s ro", "sro"]),
    ("spzoo", &["sp z oo", "spzoo"]),
    ("ltda", &["ltda", "limitada"]),
    ("sacv", &["sa de cv", "s de rl de cv", "sapi de cv"]),
    ("jsc", &["public joint stock company", "joint stock company", "pjsc", "ojsc", "jsc", "pao", "oao", "zao", "ooo"]),
];

impl Latin {
    /// Takes a folded name apart.
    pub fn parse(folded: &str) -> Self {
        let (open, bracketed) = brackets(folded);
        let mut words = words(&open);
        let mut form = "";
        while let Some((family, n)) = peel(&words) {
            words.truncate(words.len() - n);
            form = if form.is_empty() || form == "firm" { family } else { form };
        }
        let group = words.iter().any(|w| w == "group");
        let holding = words.iter().any(|w| w == "holding" || w == "holdings");
        words.retain(|w| !matches!(w.as_str(), "the" | "and" | "of" | "group" | "holding" | "holdings"));
        Self { words, form, bracketed, group, holding }
    }

    /// Gives the distinctive part and trade in Chinese where the lists know all of them.
    pub fn in_chinese(&self) -> Option<(String, String)> {
        let aliases = lexicon::aliases();
        let n = (1..=2.min(self.words.len())).rev().find(|n| self.words.get(..*n).is_some_and(|w| aliases.contains_key(&w.join(" "))))?;
        let core = aliases.get(&self.words.get(..n)?.join(" "))?.clone();
        let mut trade = String::new();
        let mut rest = self.words.get(n..)?;
        while !rest.is_empty() {
            let taken = (1..=2.min(rest.len()))
                .rev()
                .find(|k| rest.get(..*k).is_some_and(|w| lexicon::translations().contains_key(&w.join(" "))))?;
            trade.push_str(lexicon::translations().get(&rest.get(..taken)?.join(" "))?);
            rest = rest.get(taken..)?;
        }
        Some((core, trade))
    }
}

/// Parts what stands in brackets from the rest.
fn brackets(folded: &str) -> (String, Vec<String>) {
    let mut open = String::new();
    let mut inside = Vec::new();
    let mut depth = 0usize;
    let mut held = String::new();
    for c in folded.chars() {
        match c {
            '(' => depth += 1,
            ')' => {
                depth = depth.saturating_sub(1);
                inside.extend(words(&std::mem::take(&mut held)));
            }
            c if depth > 0 => held.push(c),
            c => open.push(c),
        }
    }
    inside.extend(words(&held));
    (open, inside)
}

/// Words without punctuation; single letters with dots are one word: `s.a.` -> `sa`.
fn words(text: &str) -> Vec<String> {
    let dotless: String = text.chars().filter(|c| *c != '.' && *c != '\'').map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    dotless.split_whitespace().map(umlauts).collect()
}

/// Reads written-out umlauts as the plain vowel, as folding does with the umlaut itself.
fn umlauts(word: &str) -> String {
    // Short words such as `boe` are rather letters than umlauts.
    if word.len() < 5 { word.to_owned() } else { word.replace("ae", "a").replace("oe", "o").replace("ue", "u") }
}

/// Finds a form at the end that leaves at least one word.
fn peel(words: &[String]) -> Option<(&'static str, usize)> {
    FORMS
        .iter()
        .flat_map(|(family, spellings)| spellings.iter().map(move |s| (*family, s.split(' ').count(), *s)))
        .filter(|(_, n, s)| *n < words.len() && words.get(words.len() - n..).is_some_and(|tail| tail.join(" ") == umlauts(s)))
        .map(|(family, n, _)| (family, n))
        .max_by_key(|(_, n)| *n)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn latin_names_fall_apart() {
        let l = Latin::parse("huawei technologies co.,ltd");
        assert_eq!((l.words.join(" ").as_str(), l.form), ("huawei technologies", "co"));
        assert_eq!(l.in_chinese(), Some(("华为".into(), "技术".into())));
        assert_eq!(Latin::parse("societe generale s.a.").form, "sa");
        assert_eq!(Latin::parse("muller gmbh").words, Latin::parse("mueller gmbh").words);
    }
}
