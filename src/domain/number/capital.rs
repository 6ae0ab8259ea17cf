//! Amounts in Chinese numerals, capital (壹贰叁) or plain (一二三), as contracts and receipts write them.

use rust_decimal::Decimal;

/// Reads an amount such as `壹万贰仟叁佰元整` or `三百二十一`; `None` where anything else stands in it.
pub(super) fn read(text: &str) -> Option<Decimal> {
    let text = text.trim().trim_start_matches("人民币").trim_end_matches(['整', '正']);
    if text.is_empty() {
        return None;
    }
    let (yuan, cents) = text.split_once(['元', '圆']).unwrap_or(if text.contains(['角', '分']) { ("", text) } else { (text, "") });
    let whole = if yuan.is_empty() { 0 } else { integer(yuan)? };
    let cents = fraction(cents)?;
    Decimal::try_from_i128_with_scale(i128::from(whole) * 100 + i128::from(cents), 2).ok().map(|d| if cents == 0 { d.trunc() } else { d })
}

fn digit(c: char) -> Option<i64> {
    ["零〇", "壹一", "贰二两貳", "叁三參", "肆四", "伍五", "陆六陸", "柒七", "捌八", "玖九"]
        .iter()
        .position(|d| d.contains(c))
        .map(|d| d as i64)
}

fn power(c: char) -> Option<i64> {
    match c {
        '拾' | '十' => Some(10),
        '佰' | '百' => Some(100),
        '仟' | '千' => Some(1_000),
        '万' | '萬' => Some(10_000),
        '亿' | '億' => Some(100_000_000),
        _ => None,
    }
}

/// Sums sections (up to 万, up to 亿) of digit and power of ten.
fn integer(text: &str) -> Option<i64> {
    let (mut total, mut section, mut pending) = (0i64, 0i64, None);
    for c in text.chars() {
        if let Some(d) = digit(c) {
            // Two digits in a row are a list of digits, no amount; a zero only fills a gap.
            if pending.is_some_and(|p| p != 0) {
                return None;
            }
            pending = Some(d);
            continue;
        }
        let p = power(c)?;
        if p < 10_000 {
            section = section.checked_add(pending.take().filter(|d| *d != 0).unwrap_or(1).checked_mul(p)?)?;
        } else {
            let below = section.checked_add(pending.take().unwrap_or(0))?;
            // 一万二千亿: everything so far counts in 亿.
            let (base, counted) = if p > 10_000 { (0, total.checked_add(below)?) } else { (total, below) };
            total = base.checked_add(counted.checked_mul(p)?)?;
            section = 0;
        }
    }
    total.checked_add(section)?.checked_add(pending.unwrap_or(0))
}

fn fraction(text: &str) -> Option<i64> {
    let mut cents = 0;
    let mut pending = None;
    for c in text.chars() {
        match (digit(c), c) {
            (Some(d), _) => pending = Some(d),
            (None, '角') => cents += pending.take()? * 10,
            (None, '分') => cents += pending.take()?,
            _ => return None,
        }
    }
    pending.is_none_or(|d| d == 0).then_some(cents)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read() {
        for (input, expected) in [
            ("壹万贰仟叁佰元整", Some("12300")),
            ("人民币伍佰元整", Some("500")),
            ("壹佰零伍元零伍分", Some("105.05")),
            ("叁角", Some("0.30")),
            ("一千零一万", Some("10010000")),
            ("一亿二千万", Some("120000000")),
            ("十二", Some("12")),
            ("三百二十一", Some("321")),
            ("一二三", None),
            ("壹万吨", None),
            ("号", None),
        ] {
            assert_eq!(read(input).map(|d| d.to_string()).as_deref(), expected, "{input}");
        }
    }
}
