//! Numbers as people read them: thousands apart, scores never rounded up to a target they miss.

/// Gives a count with thousands apart, such as `1,234,567`.
pub(super) fn count(n: u64) -> String {
    grouped(&n.to_string())
}

/// Gives an exact decimal text with the thousands of its whole part apart; anything else comes back as it is.
pub(super) fn decimal(text: &str) -> String {
    let (sign, rest) = text.strip_prefix('-').map_or(("", text), |r| ("-", r));
    let (whole, fraction) = rest.split_once('.').map_or((rest, None), |(w, f)| (w, Some(f)));
    let digits = |t: &str| !t.is_empty() && t.bytes().all(|b| b.is_ascii_digit());
    if !digits(whole) || !fraction.is_none_or(digits) {
        return text.to_owned();
    }
    let fraction = fraction.map(|f| format!(".{f}")).unwrap_or_default();
    format!("{sign}{}{fraction}", grouped(whole))
}

fn grouped(digits: &str) -> String {
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(c);
    }
    out
}

/// Gives a score with one decimal, cut and not rounded: 94.96 is `94.9`, since it misses a target of 95. `None` is a dash.
pub(super) fn score(value: Option<f64>) -> String {
    value.filter(|v| v.is_finite()).map_or_else(|| "–".to_owned(), |v| format!("{:.1}", cut(v, 10.0)))
}

/// Gives any measured number: whole numbers without decimals and with thousands apart, others with at most two, cut towards zero.
pub(super) fn measure(value: f64) -> String {
    if !value.is_finite() {
        return "–".to_owned();
    }
    let text = format!("{:.2}", cut(value, 100.0));
    decimal(text.trim_end_matches('0').trim_end_matches('.'))
}

/// Gives what a gate reached, with as many decimals as it takes to tell a missed target from the number reached.
pub(super) fn reached(actual: f64, target: f64, passed: bool) -> String {
    let short = measure(actual);
    if passed || short != measure(target) {
        return short;
    }
    (3..=9).map(|d| format!("{actual:.d$}")).find(|t| t.parse::<f64>().is_ok_and(|v| v != target)).unwrap_or(short)
}

/// Gives a part of a whole in percent with one decimal; shares that are there but tiny are `<0.1%`, nearly all is `>99.9%`.
pub(super) fn share(part: u64, whole: u64) -> String {
    if whole == 0 {
        return "–".to_owned();
    }
    let percent = part as f64 * 100.0 / whole as f64;
    match percent {
        p if part > 0 && p < 0.1 => "<0.1%".to_owned(),
        p if part < whole && p > 99.9 => ">99.9%".to_owned(),
        p if part == whole => format!("{p:.0}%"),
        p => format!("{p:.1}%"),
    }
}

/// Gives a fraction of 0 to 1 as whole percent.
pub(super) fn percent(fraction: f64) -> String {
    if fraction.is_finite() { format!("{:.0}%", cut(fraction.clamp(0.0, 1.0) * 100.0, 1.0)) } else { "–".to_owned() }
}

/// Gives a probability so that 0.9999 does not read as certain.
pub(super) fn probability(p: f64) -> String {
    if !p.is_finite() {
        return "–".to_owned();
    }
    match p.clamp(0.0, 1.0) {
        p if p > 0.999 => ">99.9%".to_owned(),
        p if p < 0.001 => "<0.1%".to_owned(),
        p => format!("{:.1}%", p * 100.0),
    }
}

/// Gives the log2 of a Bayes factor with its sign; a veto is `−∞`.
pub(super) fn weight(w: f64) -> String {
    match w {
        w if w.is_nan() => "–".to_owned(),
        w if w.is_infinite() => if w > 0.0 { "+∞" } else { "−∞" }.to_owned(),
        w => format!("{w:+.1}"),
    }
}

/// Cuts towards zero at a power of ten, forgiving the last bits of binary fractions.
fn cut(value: f64, scale: f64) -> f64 {
    let cut = (value * scale + value.signum() * 1e-7).trunc() / scale;
    // Minus zero would print as `-0`.
    if cut == 0.0 { 0.0 } else { cut }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_stand_apart() {
        for (n, expected) in [(0, "0"), (999, "999"), (1000, "1,000"), (1_234_567, "1,234,567"), (u64::MAX, "18,446,744,073,709,551,615")] {
            assert_eq!(count(n), expected);
        }
        for (t, expected) in [("-1234567.890", "-1,234,567.890"), ("0.5", "0.5"), ("", ""), ("1E5", "1E5"), ("1.", "1."), ("-", "-")] {
            assert_eq!(decimal(t), expected);
        }
    }

    #[test]
    fn a_score_is_never_rounded_up_to_its_target() {
        assert_eq!(score(Some(94.96)), "94.9");
        assert_eq!(score(Some(99.999)), "99.9");
        assert_eq!(score(Some(100.0)), "100.0");
        assert_eq!(score(Some(0.3 * 3.0 * 100.0)), "90.0");
        assert_eq!(score(None), "–");
        assert_eq!(score(Some(f64::NAN)), "–");
        assert_eq!(reached(94.9999, 95.0, false), "94.99");
        assert_eq!(reached(0.0001, 0.0, false), "0.0001");
        assert_eq!(reached(95.0, 95.0, true), "95");
        assert_eq!(measure(1234.5), "1,234.5");
        assert_eq!(measure(-0.001), "0");
    }

    #[test]
    fn small_and_nearly_whole_shares_stay_visible() {
        for (part, whole, expected) in
            [(0, 0, "–"), (0, 10, "0.0%"), (1, 100_000, "<0.1%"), (99_999, 100_000, ">99.9%"), (5, 5, "100%"), (1, 3, "33.3%")]
        {
            assert_eq!(share(part, whole), expected);
        }
        assert_eq!(probability(0.99999), ">99.9%");
        assert_eq!(percent(0.999), "99%");
    }
}
