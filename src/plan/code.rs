//! The pattern of new codes: text with `{field}`, `{field:N}` and one `{seq:0N}`.

use super::spec::CodeScheme;
use crate::model::Text;

/// The most digits of a running number: what 64 bits always hold.
const MOST_DIGITS: usize = 18;
/// The most characters of a field inside a code.
const MOST_CHARACTERS: usize = 40;

/// One part of a code pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CodePart {
    /// Text as it stands.
    Text(String),
    /// The value of a field, or its first characters.
    Field {
        /// The field.
        name: String,
        /// How many characters at most; `None`: all.
        characters: Option<usize>,
    },
    /// The running number.
    Sequence {
        /// Digits at least, filled with zeros.
        digits: usize,
    },
    /// A check digit over the digits before it; the last part.
    Check(CheckDigit),
}

/// How a check digit is computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CheckDigit {
    /// Luhn's, as payment cards have it: finds every wrong digit, and neighbours that changed places except 09.
    Luhn,
    /// ISO/IEC 7064 MOD 11,10: finds every wrong digit and nearly all neighbours that changed places.
    Mod11,
}

impl CodeScheme {
    /// Gives the parts of the pattern in order; exactly one is the running number.
    pub fn parts(&self) -> Vec<CodePart> {
        parse(&self.pattern).unwrap_or_default()
    }
}

/// Parses a pattern; the error says what is wrong with it.
pub(super) fn parse(pattern: &str) -> Result<Vec<CodePart>, Text> {
    let mut parts = Vec::new();
    let mut rest = pattern;
    while let Some(open) = rest.find(['{', '}']) {
        let (text, from) = rest.split_at(open);
        if !text.is_empty() {
            parts.push(CodePart::Text(text.to_owned()));
        }
        let inner = from.strip_prefix('{').and_then(|s| s.split_once('}'));
        let (inner, after) = inner.ok_or_else(|| Text::new("花括号不成对", "a brace has no partner"))?;
        parts.push(placeholder(inner)?);
        rest = after;
    }
    if !rest.is_empty() {
        parts.push(CodePart::Text(rest.to_owned()));
    }
    let checks = parts.iter().filter(|p| matches!(p, CodePart::Check(_))).count();
    if checks > 1 || checks == 1 && !matches!(parts.last(), Some(CodePart::Check(_))) {
        return Err(Text::new("校验位只能有一个，且在末尾", "a check digit stands once, and at the end"));
    }
    match parts.iter().filter(|p| matches!(p, CodePart::Sequence { .. })).count() {
        1 => Ok(parts),
        0 => Err(Text::new("缺少流水号", "the running number is missing")),
        _ => Err(Text::new("只能有一个流水号", "there is more than one running number")),
    }
}

fn placeholder(inner: &str) -> Result<CodePart, Text> {
    let (name, size) = inner.split_once(':').map_or((inner, None), |(n, s)| (n, Some(s)));
    let number = |s: &str, most: usize| s.parse().ok().filter(|n| (1..=most).contains(n) && s.bytes().all(|b| b.is_ascii_digit()));
    let bad = || Text::new(format!("看不懂 {{{inner}}}"), format!("{{{inner}}} is not understood"));
    match (name, size) {
        ("seq", Some(s)) => {
            let digits = s.strip_prefix('0').and_then(|s| number(s, MOST_DIGITS)).ok_or_else(bad)?;
            Ok(CodePart::Sequence { digits })
        }
        ("check", Some("luhn")) => Ok(CodePart::Check(CheckDigit::Luhn)),
        ("check", Some("mod11")) => Ok(CodePart::Check(CheckDigit::Mod11)),
        ("seq" | "check" | "", _) => Err(bad()),
        (name, _) if name.contains('{') => Err(bad()),
        (name, None) => Ok(CodePart::Field { name: name.to_owned(), characters: None }),
        (name, Some(s)) => Ok(CodePart::Field { name: name.to_owned(), characters: Some(number(s, MOST_CHARACTERS).ok_or_else(bad)?) }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(pattern: &str, expected: Result<usize, &str>) {
        let got = parse(pattern);
        assert_eq!(got.as_ref().map(Vec::len).map_err(|t| t.en.as_str()), expected, "{pattern}");
    }

    #[test]
    fn patterns_are_understood_or_said_to_be_wrong() {
        check("C{seq:06}", Ok(2));
        check("{group:2}-{seq:05}", Ok(3));
        check("物料{seq:05}号", Ok(3));
        check("C{seq:06}{check:luhn}", Ok(3));
        check("C{seq:06}{check:mod11}", Ok(3));
        check("C{check:luhn}{seq:06}", Err("a check digit stands once, and at the end"));
        check("C{seq:06}{check}", Err("{check} is not understood"));
        check("C", Err("the running number is missing"));
        check("{seq:06}{seq:06}", Err("there is more than one running number"));
        check("C{seq:6}", Err("{seq:6} is not understood"));
        check("C{seq}", Err("{seq} is not understood"));
        check("C{seq:019}", Err("{seq:019} is not understood"));
        check("{group:0}{seq:01}", Err("{group:0} is not understood"));
        check("{:2}{seq:01}", Err("{:2} is not understood"));
        check("C{seq:06", Err("a brace has no partner"));
        check("C}{seq:06}", Err("a brace has no partner"));
        check("{{seq:06}}", Err("{{seq:06} is not understood"));
    }
}
