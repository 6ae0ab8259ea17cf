//! Repair of codes with a check character: where exactly one small correction makes a wrong code right, that correction is likely what was meant.
//! It is evidence and no proof, so that it is proposed to people and changes nothing by itself.

use super::{SEPARATORS, Verdict, cnaps, eu_vat, fold_code, gtin, iban, lei, organisation, uscc};
use crate::model::Text;

/// A correction and the evidence for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repair {
    /// The code as it should be.
    pub code: String,
    /// What was corrected: `O → 0`, or `68 → 86` for two characters that had changed places.
    pub what: String,
    /// Where, counted from 1.
    pub position: usize,
}

impl Repair {
    /// Says what was corrected, in both languages.
    pub fn text(&self) -> Text {
        let Self { what, position, .. } = self;
        Text::new(
            format!("第 {position} 位 {what}，仅此一处可使校验位相符"),
            format!("position {position} {what}, the only correction that fits"),
        )
    }
}

/// Characters that scanners and people take for each other.
const ALIKE: [(char, char); 10] =
    [('O', '0'), ('Q', '0'), ('D', '0'), ('I', '1'), ('L', '1'), ('Z', '2'), ('S', '5'), ('G', '6'), ('B', '8'), ('V', 'U')];

/// How strong a check is: a weak one lets one wrong code in ten pass, so that trying many corrections proves nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Strength {
    /// One in ten or eleven passes by chance: only characters that are taken for each other are tried.
    Weak,
    /// One in thirty and fewer: neighbours that changed places are tried as well.
    Strong,
}

/// Corrects a code of a known kind, named as the built-in checks are; `None` where it is right already, where no single correction helps,
/// or where several would.
///
/// ```
/// use cutover::domain::codes::repair::repair;
/// assert_eq!(repair("uscc", "9144O3001922038216").map(|r| r.code).as_deref(), Some("914403001922038216"));
/// assert_eq!(repair("uscc", "914403001922038216"), None);
/// ```
pub fn repair(kind: &str, text: &str) -> Option<Repair> {
    let (judge, strength): (fn(&str) -> Verdict, Strength) = match kind {
        "uscc" => (uscc::check, Strength::Strong),
        "iban" => (iban::check, Strength::Strong),
        "lei" => (lei::check, Strength::Strong),
        "vat" => (eu_vat::check, Strength::Weak),
        "organisation_code" => (organisation::check, Strength::Weak),
        "cnaps" => (cnaps::check, Strength::Weak),
        "gtin" => (gtin::check, Strength::Weak),
        _ => return None,
    };
    one_correction(&fold_code(text, SEPARATORS), judge, strength)
}

/// Tries every single correction, and gives the one that makes the code right.
fn one_correction(code: &str, judge: fn(&str) -> Verdict, strength: Strength) -> Option<Repair> {
    const LONGEST: usize = 40;
    let chars: Vec<char> = code.chars().collect();
    if chars.len() > LONGEST || judge(code).is_usable() {
        return None;
    }
    let fits = |repair: &Repair| matches!(judge(&repair.code), Verdict::Valid { .. });
    let mut found: Vec<Repair> = confusions(&chars).filter(fits).collect();
    if strength == Strength::Strong {
        found.extend(swaps(&chars).filter(fits));
    }
    found.sort_by(|a, b| a.code.cmp(&b.code));
    found.dedup_by(|a, b| a.code == b.code);
    if found.len() == 1 { found.pop() } else { all_letters_mended(&chars, judge).filter(|_| found.is_empty()) }
}

/// One character for another that looks like it.
fn confusions(chars: &[char]) -> impl Iterator<Item = Repair> {
    chars.iter().enumerate().flat_map(move |(i, &c)| {
        let other = ALIKE.iter().filter_map(move |&(a, b)| if a == c { Some(b) } else { (b == c).then_some(a) });
        other.map(move |o| {
            let code = chars.iter().enumerate().map(|(k, &x)| if k == i { o } else { x }).collect();
            Repair { code, what: format!("{c} → {o}"), position: i + 1 }
        })
    })
}

/// Two neighbours that changed places.
fn swaps(chars: &[char]) -> impl Iterator<Item = Repair> {
    chars.windows(2).enumerate().filter_map(move |(i, pair)| {
        let &[a, b] = pair else { return None };
        let mut swapped = chars.to_vec();
        swapped.swap(i, i + 1);
        (a != b).then(|| Repair { code: swapped.into_iter().collect(), what: format!("{a}{b} → {b}{a}"), position: i + 1 })
    })
}

/// All letters that digits are taken for, at once: a scanner that reads one `0` as `O` reads them all so.
fn all_letters_mended(chars: &[char], judge: fn(&str) -> Verdict) -> Option<Repair> {
    const FOREIGN: [(char, char); 5] = [('O', '0'), ('I', '1'), ('Z', '2'), ('S', '5'), ('V', 'U')];
    let mend = |c: char| FOREIGN.iter().find(|(a, _)| *a == c).map_or(c, |(_, b)| *b);
    let code: String = chars.iter().map(|&c| mend(c)).collect();
    let first = chars.iter().position(|&c| mend(c) != c)?;
    let letters: String = chars.iter().filter(|&&c| mend(c) != c).collect();
    let meant: String = letters.chars().map(mend).collect();
    matches!(judge(&code), Verdict::Valid { .. }).then(|| Repair { code, what: format!("{letters} → {meant}"), position: first + 1 })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(kind: &str, text: &str, expected: Option<&str>) {
        assert_eq!(repair(kind, text).map(|r| r.code).as_deref(), expected, "{kind} {text}");
    }

    #[test]
    fn one_correction_is_proposed_and_no_other() {
        check("uscc", "9144O3001922038216", Some("914403001922038216"));
        check("uscc", "91440300i922038216", Some("914403001922038216"));
        check("uscc", "9I44O3OO1922O38216", Some("914403001922038216"));
        check("uscc", "９１４４０３００１９２２０３８２１６", None);
        check("uscc", "914403001922038126", Some("914403001922038216"));
        check("uscc", "914403001922038219", None);
        check("uscc", "华为", None);
        check("iban", "DE89370400440532O13000", Some("DE89370400440532013000"));
        check("iban", "DE89370400440352013000", Some("DE89370400440532013000"));
        check("cnaps", "1O2100099996", Some("102100099996"));
        // A swap proves nothing where one number in ten passes.
        check("cnaps", "012100099996", None);
        check("organisation_code", "l9220382-1", Some("192203821"));
        check("none", "1", None);
    }

    #[test]
    fn the_evidence_says_where() {
        let found = repair("uscc", "9144O3001922038216").unwrap();
        assert_eq!((found.what.as_str(), found.position), ("O → 0", 5));
        assert!(found.text().en.contains("position 5 O → 0"));
    }

    proptest::proptest! {
        #[test]
        fn what_is_proposed_is_right_and_never_panics(text in "\\PC{0,24}") {
            for kind in ["uscc", "iban", "lei", "vat", "organisation_code", "cnaps", "gtin"] {
                if let Some(found) = repair(kind, &text) {
                    proptest::prop_assert_eq!(repair(kind, &found.code), None);
                }
            }
        }
    }
}
