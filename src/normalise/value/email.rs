//! Writes e-mail addresses in one way.

use crate::domain::fold::fold_width;
use crate::normalise::notice::UNREADABLE_EMAIL;
use crate::normalise::{Context, Evidence, Loss, Normaliser, Note, Outcome};

pub(in crate::normalise) const NORMALISER: Normaliser = Normaliser {
    name: "email",
    does: (
        "半角小写，去掉 mailto:、尖括号外的姓名和末尾标点，中文句号改为点；多个地址以“; ”分开。",
        "Writes addresses in usual width and small letters, without mailto:, a name around them and stray signs; several are separated by \"; \".",
    ),
    why: ("大小写和全角标点使相同的邮箱不相等。", "Case and full-width signs make equal addresses unequal."),
    example: ("Zhang＠ACME。com；", "zhang@acme.com"),
    loses: Loss::Information,
    evidence: Evidence::None,
    checked_by: &["email_form"],
    apply,
};

fn apply(value: &str, _: &Context<'_>) -> Outcome {
    let usual = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'@' | b'.' | b'_' | b'-' | b'+');
    if value.bytes().all(usual) && address(value) == Some(value) {
        return Outcome::Unchanged;
    }
    let text = fold_width(value).replace('。', ".").to_lowercase();
    let mut addresses: Vec<&str> = Vec::new();
    for part in text.split([';', ',', '、', '/', '|', '，', '；']).filter(|p| !p.trim().is_empty()) {
        match address(part) {
            Some(a) if !addresses.contains(&a) => addresses.push(a),
            Some(_) => {}
            None => return Outcome::Failed(Note::new(&UNREADABLE_EMAIL)),
        }
    }
    if addresses.is_empty() { Outcome::Failed(Note::new(&UNREADABLE_EMAIL)) } else { Outcome::of(value, addresses.join("; ").into()) }
}

fn address(part: &str) -> Option<&str> {
    // `Zhang San <zhang@acme.com>`: the name has a field of its own.
    let inner = part.split_once('<').and_then(|(_, rest)| rest.split_once('>')).map_or(part, |(inner, _)| inner);
    let a = inner.trim().trim_start_matches("mailto:").trim_matches(|c: char| matches!(c, '.' | '\'' | '"' | '(' | ')' | ' '));
    let (name, domain) = a.split_once('@')?;
    let plain = |s: &str| !s.is_empty() && !s.contains([' ', '@', '<', '>', '(', ')']) && !s.contains("..");
    let ending = domain.rsplit('.').next()?;
    (plain(name) && plain(domain) && domain.contains('.') && ending.len() >= 2 && !ending.bytes().any(|b| b.is_ascii_digit())).then_some(a)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalise::value::tests::check;
    use crate::plan::FieldType;

    #[test]
    fn addresses_are_written_alike() {
        for (input, expected) in [
            ("A.B@Acme.COM", "a.b@acme.com"),
            ("a_b-c+d@acme.com", "a_b-c+d@acme.com"),
            ("a@b.com.", "a@b.com"),
            ("mailto:a@b.cn", "a@b.cn"),
            ("张三 <zs@b.cn>", "zs@b.cn"),
            ("a@b.cn/c@d.cn", "a@b.cn; c@d.cn"),
            ("a@b.cn；a@b.cn", "a@b.cn"),
            ("a@b", "!unreadable-email"),
            ("a.b.cn", "!unreadable-email"),
            ("a b@c.cn", "!unreadable-email"),
            ("@", "!unreadable-email"),
        ] {
            check(&NORMALISER, FieldType::Email, input, expected);
        }
    }
}
