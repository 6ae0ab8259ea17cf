//! Taking a cell apart: several numbers, labels, names, extensions.

use super::china::Dialled;

/// Words that announce a number and say nothing more.
const LABELS: &[&str] = &[
    "电话",
    "手机",
    "传真",
    "座机",
    "固话",
    "联系电话",
    "联系方式",
    "办公",
    "移动电话",
    "号码",
    "总机",
    "客服",
    "热线",
    "tel",
    "telephone",
    "phone",
    "mobile",
    "mob",
    "cell",
    "fax",
    "office",
    "t",
    "m",
    "f",
    "p",
    "no",
];

/// Words between a number and its extension.
const EXTENSIONS: &[&str] = &["分机号", "分机", "转", "extension", "extn", "ext", "x", "#"];

/// Splits a cell into the parts that hold one number each.
pub(super) fn parts(text: &str) -> Vec<String> {
    let mut out = Vec::new();
    for piece in text.split(['/', '、', ',', ';', '|', '，', '；', '或', '&', '\\']) {
        let mut part = String::new();
        for word in piece.split(' ') {
            // A blank separates two numbers where both sides are long enough to be one; otherwise it separates groups.
            if digits(&part) >= 10 && (digits(word) >= 7 || starts_new_label(word)) {
                out.push(std::mem::take(&mut part));
            }
            if !part.is_empty() {
                part.push(' ');
            }
            part.push_str(word);
        }
        out.push(part);
    }
    out.retain(|p| !p.trim().is_empty());
    out
}

fn digits(text: &str) -> usize {
    text.bytes().filter(u8::is_ascii_digit).count()
}

fn starts_new_label(word: &str) -> bool {
    let label: String = word.chars().take_while(|c| c.is_alphabetic()).collect();
    LABELS.contains(&label.to_lowercase().as_str()) && digits(word) >= 7
}

/// Finds the digits and the extension of one part, and the words beside them that are no label.
pub(super) fn dialled(part: &str) -> (Dialled, String) {
    // Spreadsheets leave `.0` behind numbers.
    let part = part.strip_suffix(".0").unwrap_or(part);
    let (main, extension, after) = cut_extension(part);
    let mut number = Dialled { plus: false, digits: String::new(), extension };
    let mut words = String::new();
    let mut groups = vec![String::new()];
    for c in main.chars() {
        match c {
            '0'..='9' => groups.last_mut().expect("never empty").push(c),
            '+' => number.plus = true,
            '-' | '—' | '–' | '_' => groups.push(String::new()),
            '(' | ')' | '.' | ':' | '：' | '*' | '[' | ']' | '\'' | '"' => words.push(' '),
            _ => words.push(c),
        }
    }
    groups.retain(|g| !g.is_empty());
    // Third hyphen group: 0512-57891234-8001.
    if number.extension.is_empty() && is_area_then_number(&groups) {
        number.extension = groups.pop().expect("three groups or more");
    }
    number.digits = groups.concat();
    // +86 (0)755: the zero is only dialled inside the country.
    if number.plus && number.digits.starts_with("860") {
        number.digits.remove(2);
    }
    words.push(' ');
    words.push_str(&after);
    (number, remark(&words))
}

fn is_area_then_number(groups: &[String]) -> bool {
    let [.., area, number, extension] = groups else { return false };
    let area = area.strip_prefix('0').unwrap_or(area);
    (2..=3).contains(&area.len()) && (7..=8).contains(&number.len()) && extension.len() <= 6
}

/// Cuts `转8001`, `ext. 8001` and the like off; gives what stands before it, the digits, and the words after it.
fn cut_extension(part: &str) -> (String, String, String) {
    let lower = part.to_lowercase();
    // Lower-casing may change lengths outside ASCII; positions are only used where it did not.
    if lower.len() == part.len() {
        for mark in EXTENSIONS {
            if let Some((before, after)) = split_at_mark(part, &lower, mark) {
                let after = after.trim_start_matches(['.', ':', ' ', '-']);
                let end = after.find(|c: char| !c.is_ascii_digit()).unwrap_or(after.len());
                let (number, rest) = after.split_at_checked(end).unwrap_or((after, ""));
                if (1..=6).contains(&number.len()) && digits(before) >= 7 && digits(rest) == 0 {
                    return (before.to_owned(), number.to_owned(), rest.to_owned());
                }
            }
        }
    }
    (part.to_owned(), String::new(), String::new())
}

fn split_at_mark<'a>(part: &'a str, lower: &str, mark: &str) -> Option<(&'a str, &'a str)> {
    let at = lower.find(mark)?;
    Some((part.get(..at)?, part.get(at + mark.len()..)?))
}

fn remark(words: &str) -> String {
    let kept: Vec<&str> =
        words.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty() && !LABELS.contains(&w.to_lowercase().as_str())).collect();
    kept.join(" ")
}
