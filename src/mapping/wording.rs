//! Words of English headers: which mean the same, and how much a word tells.

use super::header::Header;
use std::collections::HashMap;

/// Writes a word in the form in which headers are compared: abbreviation written out, words of one meaning made one, plural cut.
pub(super) fn written_out(word: &str) -> String {
    if let Some((long, _)) = WORDS.iter().find(|(_, short)| short.contains(&word)) {
        return (*long).to_owned();
    }
    let plural = word.len() > 3 && word.is_ascii() && word.ends_with('s') && !["ss", "us", "is"].iter().any(|e| word.ends_with(e));
    if plural { written_out(&word[..word.len() - 1]) } else { word.to_owned() }
}

/// Words of one meaning. Codes, numbers and ids are one word here: which of them is meant is decided by whole synonyms first and by values
/// afterwards.
const WORDS: &[(&str, &[&str])] = &[
    ("code", &["no", "num", "number", "nbr", "nr", "id", "cd", "key"]),
    ("customer", &["cust", "client", "debtor"]),
    ("supplier", &["vend", "vendor", "creditor"]),
    ("item", &["product", "prod", "material", "mat", "matl", "article", "itm", "part", "sku", "goods", "invt"]),
    ("address", &["addr", "adr"]),
    ("phone", &["telephone", "tel"]),
    ("mobile", &["cell"]),
    ("description", &["desc", "descr"]),
    ("quantity", &["qty"]),
    ("amount", &["amt"]),
    ("account", &["acct"]),
    ("manufacturer", &["mfr", "mfg"]),
    ("warehouse", &["whse", "wh"]),
    ("currency", &["curr", "ccy"]),
    ("group", &["grp"]),
    ("category", &["cat"]),
    ("reference", &["ref"]),
    ("standard", &["std"]),
    ("weight", &["wt"]),
    ("balance", &["bal"]),
    ("default", &["dflt", "def"]),
    ("credit", &["cr"]),
    ("limit", &["lmt"]),
    ("postal", &["zip", "post", "postcode", "postalcode"]),
    ("email", &["mail"]),
    ("organization", &["organisation", "org"]),
    ("component", &["comp"]),
    ("specification", &["spec"]),
    ("drawing", &["dwg"]),
    ("expiry", &["exp", "expiration"]),
    ("contact", &["contactname"]),
    ("measure", &["meas"]),
    ("unit", &["uom", "um"]),
];

/// Takes off for words that only count as one: number and code a little, item, product and material more; alone they say too little.
pub(super) fn written_alike(h: &Header, s: &Header) -> f64 {
    let differ = |canonical: &str| {
        let pairs = h.words.iter().zip(h.raw.iter().zip(&s.raw));
        pairs.filter(|(w, (a, b))| *w == canonical && a != b && a.trim_end_matches('s') != b.trim_end_matches('s')).count()
    };
    let (codes, items) = (differ("code"), differ("item"));
    if h.words.len() == 1 && codes + items > 0 { 0.48 } else { 0.97_f64.powi(codes as i32) * 0.9_f64.powi(items as i32) }
}

/// Gives rare words a weight near 1 and frequent ones less: inverse document frequency, scaled to 1.
pub(super) fn rarity_of<'a>(headers: impl Iterator<Item = &'a Header>) -> HashMap<String, f64> {
    let mut counts: HashMap<String, f64> = HashMap::new();
    let mut n = 1.0_f64;
    for h in headers.filter(|h| !h.han) {
        n += 1.0;
        for w in &h.words {
            *counts.entry(w.clone()).or_default() += 1.0;
        }
    }
    counts.into_iter().map(|(w, c)| (w, ((n / c).ln() / n.ln()).clamp(0.05, 1.0))).collect()
}

/// The shortest keys in which slips are looked for, in letters.
pub(super) const SLIPS: usize = 7;

/// Recognises a misspelt long word: optimal string alignment distance, bounded.
pub(super) fn misspelt(h: &Header, s: &Header) -> f64 {
    let (a, b) = (h.key.len(), s.key.len());
    if a.max(b) < SLIPS || a.abs_diff(b) > 2 || h.key.chars().next() != s.key.chars().next() || h.key.chars().any(|c| c.is_ascii_digit()) {
        return 0.0;
    }
    let likeness = 1.0 - strsim::osa_distance(&h.key, &s.key) as f64 / a.max(b) as f64;
    if likeness >= 0.84 { 0.8 * likeness } else { 0.0 }
}
