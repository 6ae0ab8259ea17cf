//! Extracts the attributes of a material from its description.

use super::attribute::{Attribute, Material};
use super::spelling::{plain_number, runs, unify};
use super::tables::{CHOICES, COARSE, COLOURS, FINISHES, grade_key, grades, nouns};
use crate::domain::company::brand;
use crate::domain::similarity::{fold, is_cjk, letters};
use regex::Regex;
use std::sync::OnceLock;

struct Patterns {
    standard: Regex,
    package: Regex,
    side: Regex,
    thread: Regex,
    inch_thread: Regex,
    voltage: Regex,
    power: Regex,
    poles: Regex,
    percent: Regex,
    resistance: Regex,
    capacitance: Regex,
    size: Regex,
}

fn patterns() -> &'static Patterns {
    static ALL: OnceLock<Patterns> = OnceLock::new();
    let regex = |p: &str| Regex::new(p).expect("the pattern is valid");
    ALL.get_or_init(|| Patterns {
        standard: regex(
            r"\b(gb/?t?|din|iso|jb/?t?|hg/?t?|sh/?t?|yb/?t?|qb/?t?|astm|ansi|jis|en) ?-?(\d{2,6}(?:\.\d+)?)(?:-(?:\d{4}|\d{2})\b)?",
        ),
        package: regex(r"(\d+(?:\.\d+)?) ?(kg|公斤|千克|g|ml|l|升|m|米) ?/ ?(?:盘|桶|袋|包|箱|卷|支|瓶|罐|盒|捆)"),
        // Upper and lower, front and rear, inner and outer: only where they stand apart, since 上海 and 外六角 are no sides.
        side: regex(r"(?:^|[-_(/ ])(上|下|前|后|内|外)件?(?:[)/_ -]|$)"),
        thread: regex(r"\bm(\d+(?:\.\d+)?)((?:\*\d+(?:\.\d+)?)*)(?:-\d\w)?(?:$|[^\w*])"),
        inch_thread: regex(r"(\d+(?:/\d+)?)-(\d+)(unc|unf)?"),
        voltage: regex(r"\b(?:(ac|dc) ?)?(\d+(?:\.\d+)?(?:/\d+(?:\.\d+)?)?) ?(k?)v ?(ac|dc)?\b"),
        power: regex(r"\b(\d+(?:\.\d+)?) ?(k?)w\b"),
        poles: regex(r"\b(\d)(?:p\b|极)"),
        percent: regex(r"[±+-]{0,2}(\d+(?:\.\d+)?)%"),
        resistance: regex(r"\b(\d+)(?:\.(\d+))?(k|m|r)?ω|\b(\d+)(k|r)(\d*)\b|\b(\d+\.\d+)(k|r)\b"),
        capacitance: regex(r"\b(\d+(?:\.\d+)?)(p|n|u|μ)f?\b"),
        size: regex(r"^[φδtl]?\d+(?:\.\d+)?(?:\*φ?\d+(?:\.\d+)?)*$"),
    })
}

impl Material {
    /// Takes a description apart; what is not understood stays as model or noun.
    pub fn parse(text: &str) -> Self {
        let unified = unify(text);
        let flat = flat(&unified);
        let code = flat.chars().filter(|c| !is_cjk(*c)).collect();
        let mut out = Self { flat, code, ..Self::default() };
        let mut rest = take_standard(&unified, &mut out);
        rest = take_package(&rest, &mut out);
        rest = take_words(&rest, &mut out);
        let electronic = rest.contains("电阻") || rest.contains("电容") || rest.contains("cap") || rest.contains("res ");
        rest = take_thread(&rest, &mut out);
        rest = take_electric(&rest, &mut out);
        if electronic {
            rest = take_component(&rest, &mut out);
        }
        let runs = runs(&rest);
        let alone = runs.len() == 1 && out.attributes.is_empty();
        for run in runs {
            take_run(&run, alone, &mut out);
        }
        finish(&mut out);
        out
    }
}

/// Gives letters and digits in order, with signs that say nothing dropped and numbers written plainly.
fn flat(unified: &str) -> String {
    let mut out = String::new();
    let mut number = String::new();
    for c in unified.chars().chain([' ']) {
        if c.is_ascii_digit() || c == '.' {
            number.push(c);
            continue;
        }
        if !number.is_empty() {
            out.push_str(&plain_number(number.trim_matches('.')));
            number.clear();
        }
        if c == '*' || (c.is_alphanumeric() && !matches!(c, 'φ' | 'δ')) {
            out.push(c);
        }
    }
    out
}

fn take_standard(text: &str, out: &mut Material) -> String {
    for c in patterns().standard.captures_iter(text) {
        let body = c.get(1).map_or("", |m| m.as_str()).trim_end_matches('t').trim_end_matches('/');
        out.add(Attribute::Standard, format!("{body}{}", c.get(2).map_or("", |m| m.as_str())));
    }
    patterns().standard.replace_all(text, " ").into_owned()
}

/// Takes what one package holds, which says how the thing is bought rather than what it is: 15kg/盘.
fn take_package(text: &str, out: &mut Material) -> String {
    if !text.contains('/') {
        return text.to_owned();
    }
    for c in patterns().package.captures_iter(text) {
        let unit = match c.get(2).map_or("", |m| m.as_str()) {
            "公斤" | "千克" => "kg",
            "升" => "l",
            "米" => "m",
            other => other,
        };
        out.add(Attribute::Package, format!("{}{unit}", plain_number(c.get(1).map_or("", |m| m.as_str()))));
    }
    patterns().package.replace_all(text, " ").into_owned()
}

/// Takes words of ideographs that are attributes: surfaces, choices, sides, strength, colours.
fn take_words(text: &str, out: &mut Material) -> String {
    let mut rest = text.to_owned();
    for f in FINISHES {
        if rest.contains(f) {
            out.add(Attribute::Finish, f);
            rest = rest.replace(f, " ");
        }
    }
    for (word, meaning) in CHOICES {
        if rest.contains(word) {
            out.add(Attribute::Choice, meaning);
            rest = rest.replace(word, " ");
        }
    }
    for (word, side) in [("左件", "左"), ("右件", "右"), ("左", "左"), ("右", "右")] {
        if rest.contains(word) {
            out.add(Attribute::Side, side);
            rest = rest.replace(word, " ");
        }
    }
    if let Some(side) = patterns().side.captures(&rest).and_then(|c| c.get(1)) {
        out.add(Attribute::Side, side.as_str());
        rest = patterns().side.replace_all(&rest, " ").into_owned();
    }
    take_tokens(&rest, out)
}

/// Takes whole tokens with a fixed meaning.
fn take_tokens(text: &str, out: &mut Material) -> String {
    let mut kept: Vec<&str> = Vec::new();
    for token in text.split(' ').filter(|t| !t.is_empty()) {
        let bare = token.trim_matches(|c: char| !c.is_alphanumeric());
        match bare {
            "lh" | "left" => out.add(Attribute::Side, "左"),
            "rh" | "right" => out.add(Attribute::Side, "右"),
            "upper" => out.add(Attribute::Side, "上"),
            "lower" => out.add(Attribute::Side, "下"),
            "front" => out.add(Attribute::Side, "前"),
            "rear" => out.add(Attribute::Side, "后"),
            "no" | "nc" | "npn" | "pnp" | "unc" | "unf" => out.add(Attribute::Choice, bare),
            "nat" => out.add(Attribute::Colour, "本色"),
            _ => {
                let strength = bare.trim_end_matches('级');
                if matches!(strength, "4.8" | "5.6" | "5.8" | "6.8" | "8.8" | "9.8" | "10.9" | "12.9")
                    || (bare.ends_with('级') && strength.parse::<f32>().is_ok())
                {
                    out.add(Attribute::Strength, strength);
                } else if let Some(c) = COLOURS.iter().find(|c| bare == **c) {
                    out.add(Attribute::Colour, *c);
                } else {
                    kept.push(token);
                }
            }
        }
    }
    kept.join(" ")
}

/// Takes a thread apart into diameter, pitch and length.
fn take_thread(text: &str, out: &mut Material) -> String {
    let mut rest = text.to_owned();
    if let Some(c) = patterns().thread.captures(text) {
        let nominal = format!("m{}", plain_number(c.get(1).map_or("", |m| m.as_str())));
        let parts: Vec<String> = c.get(2).map_or("", |m| m.as_str()).split('*').filter(|p| !p.is_empty()).map(plain_number).collect();
        let coarse = COARSE.iter().find(|(m, _)| *m == nominal).map_or("", |(_, p)| *p);
        let is_pitch = |p: &str| {
            p.parse::<f64>().is_ok_and(|x| {
                x <= 6.0 && (x == coarse.parse().unwrap_or(-1.0) || x * 4.0 <= nominal.get(1..).and_then(|n| n.parse().ok()).unwrap_or(0.0))
            })
        };
        let (pitch, lengths) = match parts.split_first() {
            Some((p, rest)) if is_pitch(p) => (p.as_str(), rest),
            _ => (coarse, parts.as_slice()),
        };
        if !pitch.is_empty() {
            out.add(Attribute::Pitch, pitch);
        }
        if !lengths.is_empty() {
            out.add(Attribute::Length, lengths.join("*"));
        }
        out.add(Attribute::Thread, nominal);
        let whole = c.get(0).map_or("", |m| m.as_str());
        rest = rest.replacen(whole.trim_end_matches(|c: char| !c.is_ascii_digit()), " ", 1);
    } else if let Some(c) = patterns().inch_thread.captures(text).filter(|c| c.get(1).is_some_and(|m| m.as_str().contains('/'))) {
        let whole = c.get(0).map_or("", |m| m.as_str());
        out.add(Attribute::Thread, whole);
        rest = rest.replacen(whole, " ", 1);
    }
    rest
}

/// Takes voltage, power, poles and percentages where they stand alone.
fn take_electric(text: &str, out: &mut Material) -> String {
    let p = patterns();
    let group = |c: &regex::Captures<'_>, i: usize| c.get(i).map_or(String::new(), |m| m.as_str().to_owned());
    let mut rest = text.to_owned();
    for c in p.voltage.captures_iter(text).filter(|c| stands_alone(text, c)) {
        let kind = if group(&c, 1).is_empty() { group(&c, 4) } else { group(&c, 1) };
        out.add(Attribute::Voltage, format!("{kind}{}{}", plain_number(&group(&c, 2)), group(&c, 3)));
        rest = rest.replacen(c.get(0).map_or("", |m| m.as_str()), " ", 1);
    }
    for c in p.power.captures_iter(&rest.clone()) {
        let watts = group(&c, 1).parse::<f64>().unwrap_or(0.0) * if group(&c, 2).is_empty() { 1.0 } else { 1000.0 };
        out.add(Attribute::Power, format!("{watts}"));
        rest = rest.replacen(c.get(0).map_or("", |m| m.as_str()), " ", 1);
    }
    for c in p.poles.captures_iter(&rest.clone()) {
        out.add(Attribute::Poles, group(&c, 1));
        rest = rest.replacen(c.get(0).map_or("", |m| m.as_str()), " ", 1);
    }
    for c in p.percent.captures_iter(&rest.clone()) {
        out.add(Attribute::Percent, plain_number(&group(&c, 1)));
        rest = rest.replacen(c.get(0).map_or("", |m| m.as_str()), " ", 1);
    }
    rest
}

/// Says whether a find is not part of a longer type number.
fn stands_alone(text: &str, c: &regex::Captures<'_>) -> bool {
    let Some(m) = c.get(0) else { return false };
    let mut before = text.get(..m.start()).unwrap_or_default().chars().rev();
    match before.next() {
        // A kind of cable in letters with its voltage behind: YJV-0.6/1kV.
        Some('-') => before.next().is_some_and(char::is_alphabetic),
        Some(b) => !matches!(b, '.' | '*') && !b.is_ascii_alphanumeric(),
        None => true,
    }
}

/// Takes resistance, capacitance and their number codes.
fn take_component(text: &str, out: &mut Material) -> String {
    let capacitor = text.contains("电容") || text.contains("cap");
    let mut kept: Vec<String> = Vec::new();
    for token in text.split([' ', '/']).filter(|t| !t.is_empty()) {
        match component_value(token, capacitor) {
            Some((value, percent)) => {
                out.add(Attribute::Value, value);
                if let Some(p) = percent {
                    out.add(Attribute::Percent, p);
                }
            }
            None => match token {
                // The short words of catalogues: CAP CER is a ceramic capacitor, RES a resistor; its package is told by its size.
                "cap" => out.nouns.push("电容".to_owned()),
                "res" => out.nouns.push("电阻".to_owned()),
                "cer" | "chip" | "smd" => {}
                _ => kept.push(token.to_owned()),
            },
        }
    }
    kept.join(" ")
}

/// Reads a component's value: `4k7`, `10kω`, `103`, `1002`, `104k`, `0.1uf`; with the tolerance that a letter says.
fn component_value(token: &str, capacitor: bool) -> Option<(String, Option<&'static str>)> {
    if matches!(token.len(), 3 | 4) && token.chars().all(|c| c.is_ascii_digit()) && !token.starts_with('0') {
        return Some((code_value(token)?, None));
    }
    if capacitor {
        if let Some((digits, letter)) = token.split_at_checked(3).filter(|(d, l)| l.len() == 1 && d.chars().all(|c| c.is_ascii_digit())) {
            let percent = match letter {
                "j" => "5",
                "k" => "10",
                "m" => "20",
                _ => return None,
            };
            return Some((code_value(digits)?, Some(percent)));
        }
        let c = patterns().capacitance.captures(token).filter(|c| c.get(0).is_some_and(|m| m.len() == token.len()))?;
        let scale = match c.get(2)?.as_str() {
            "p" => 1.0,
            "n" => 1e3,
            _ => 1e6,
        };
        return Some((format!("{:.3}", c.get(1)?.as_str().parse::<f64>().ok()? * scale), None));
    }
    let c = patterns().resistance.captures(token).filter(|c| c.get(0).is_some_and(|m| m.len() == token.len()))?;
    let text = |i: usize| c.get(i).map(|m| m.as_str());
    let (number, unit) = match (text(1), text(4), text(7)) {
        (Some(w), ..) => (format!("{w}.{}", text(2).unwrap_or("0")), text(3).unwrap_or("r")),
        (_, Some(w), _) => (format!("{w}.{}", text(6).filter(|t| !t.is_empty()).unwrap_or("0")), text(5).unwrap_or("r")),
        (_, _, Some(w)) => (w.to_owned(), text(8).unwrap_or("r")),
        _ => return None,
    };
    let scale = match unit {
        "k" => 1e3,
        "m" => 1e6,
        _ => 1.0,
    };
    Some((format!("{:.3}", number.parse::<f64>().ok()? * scale), None))
}

/// Reads the number code of a component: significant digits and the power of ten (EIA).
fn code_value(digits: &str) -> Option<String> {
    let (significant, power) = digits.split_at_checked(digits.len() - 1)?;
    let value = significant.parse::<f64>().ok()? * 10f64.powi(power.parse::<i32>().ok()?);
    Some(format!("{value:.3}"))
}

/// Takes one run: a noun, a grade, a size or a model.
/// A two-digit number is a grade only where nothing else is said.
fn take_run(run: &str, alone: bool, out: &mut Material) {
    if let Some(b) = brand(run) {
        return out.add(Attribute::Brand, b);
    }
    if run.chars().next().is_some_and(is_cjk) {
        return take_noun(run, out);
    }
    let digits_only = run.len() <= 2 && run.chars().all(|c| c.is_ascii_digit());
    // 1.0 is a measure and not steel 10; a number of steel such as 1.4301 is longer.
    let decimal = run.len() < 6 && run.contains('.') && run.chars().all(|c| c.is_ascii_digit() || c == '.');
    if let Some(g) = grades().get(&grade_key(run)).filter(|_| !decimal && (alone || !digits_only)) {
        return out.add(Attribute::Grade, g.clone());
    }
    let thick = run.strip_prefix("δ=").map(|t| format!("δ{t}"));
    let trimmed = thick.as_deref().unwrap_or(run).trim_matches(|c: char| !c.is_alphanumeric());
    if trimmed.is_empty() {
        return;
    }
    if patterns().size.is_match(trimmed) {
        return take_size(trimmed, out);
    }
    let mut parts: Vec<&str> = trimmed.split('/').filter(|p| !p.is_empty()).collect();
    parts.retain(|p| match grades().get(&grade_key(p)) {
        Some(g) if !p.chars().all(|c| c.is_ascii_digit()) || trimmed.contains('/') => {
            out.add(Attribute::Grade, g.clone());
            false
        }
        _ => true,
    });
    for p in parts {
        let joined = letters(p);
        match (joined.chars().any(|c| c.is_ascii_digit()), nouns().get(&joined)) {
            (false, Some(noun)) => out.nouns.push(noun.clone()),
            // A word in letters may be a maker, a noun or a remark: too uncertain to contradict.
            (false, None) if joined.len() > 4 => {}
            _ => out.add(Attribute::Model, joined),
        }
    }
}

fn take_size(text: &str, out: &mut Material) {
    let bare: Vec<String> = text.split('*').map(|p| plain_number(p.trim_start_matches(|c: char| !c.is_ascii_digit()))).collect();
    match bare.as_slice() {
        [one] if text.starts_with(['δ', 't']) => out.add(Attribute::Thickness, one.clone()),
        [one] => out.add(Attribute::Number, one.clone()),
        // An angle with equal legs may name one of them only.
        [a, b, c] if a == b && text.starts_with('l') => out.add(Attribute::Size, format!("{a}*{c}")),
        many => out.add(Attribute::Size, many.join("*")),
    }
}

fn take_noun(run: &str, out: &mut Material) {
    let mut rest = without_brand(run, out);
    if rest.is_empty() {
        return;
    }
    if rest.chars().count() <= 2 {
        if let Some(c) = COLOURS.iter().find(|c| rest == **c) {
            return out.add(Attribute::Colour, *c);
        }
        if matches!(rest.as_str(), "号" | "级" | "层" | "极" | "线" | "型" | "厚" | "宽" | "长" | "盘" | "桶") {
            return;
        }
    }
    if let Some(noun) = nouns().get(&rest) {
        rest.clone_from(noun);
    } else if let Some((head, noun)) = suffix_noun(&rest) {
        rest = format!("{head}{noun}");
    }
    out.nouns.push(rest);
}

/// Takes a maker's name off the beginning or the end of a run of ideographs: 小型继电器 欧姆龙 stands there without its space.
fn without_brand(run: &str, out: &mut Material) -> String {
    let cuts = run.char_indices().map(|(i, _)| i).filter(|i| *i > 0);
    for at in cuts {
        let (head, tail) = run.split_at(at);
        let known = |part: &str| brand(part).filter(|_| part.chars().count() >= 2);
        if let Some((b, rest)) = known(head).map(|b| (b, tail)).or_else(|| known(tail).map(|b| (b, head))) {
            out.add(Attribute::Brand, b);
            return rest.to_owned();
        }
    }
    run.to_owned()
}

/// Reads the end of a longer name as the usual word for it: 不锈钢棒 -> 不锈钢圆钢.
fn suffix_noun(name: &str) -> Option<(String, &'static str)> {
    let chars: Vec<char> = name.chars().collect();
    // A single character is a word of its own only behind two others: 不锈钢 + 棒.
    let last = if chars.len() > 2 { chars.len() } else { chars.len().saturating_sub(1) };
    (1..last).find_map(|at| {
        let tail: String = chars.get(at..)?.iter().collect();
        let noun = nouns().get(&tail)?;
        Some((chars.get(..at)?.iter().collect(), noun.as_str()))
    })
}

/// Puts together what was written apart, and reads number systems of bearings.
fn finish(out: &mut Material) {
    let thick: Vec<String> = out.values(Attribute::Thickness).map(str::to_owned).collect();
    let sizes: Vec<String> = out.values(Attribute::Size).map(str::to_owned).collect();
    if let [t] = thick.as_slice() {
        out.attributes.remove(&Attribute::Thickness);
        match sizes.as_slice() {
            [two] if two.matches('*').count() == 1 => {
                out.attributes.remove(&Attribute::Size);
                out.add(Attribute::Size, format!("{t}*{two}"));
            }
            [] => out.add(Attribute::Number, t.clone()),
            _ => {}
        }
    }
    // A motor for 380 V has three phases, whether that is said or not.
    let high = |v: &str| v.trim_start_matches("ac").split('/').any(|part| matches!(part, "380" | "400" | "415" | "660" | "690"));
    if out.nouns.iter().any(|n| n.ends_with("电机") || n.ends_with("电动机")) && out.values(Attribute::Voltage).any(high) {
        out.add(Attribute::Choice, "三相");
    }
    if out.nouns.iter().any(|n| n.ends_with("轴承")) {
        let old: Vec<(Attribute, String)> = [Attribute::Number, Attribute::Model]
            .iter()
            .flat_map(|a| out.values(*a).map(|v| (*a, v.to_owned())).collect::<Vec<_>>())
            .collect();
        for (attribute, value) in old {
            if let Some(new) = bearing(&value) {
                if let Some(set) = out.attributes.get_mut(&attribute) {
                    set.remove(&value);
                }
                out.attributes.retain(|_, set| !set.is_empty());
                out.code = out.code.replace(&value, &new);
                out.add(Attribute::Model, new);
            }
        }
    }
}

/// Reads a bearing number in the present system: old Chinese numbers (180205 is 6205-2RS) and makers' ZZ for 2Z.
fn bearing(number: &str) -> Option<String> {
    if let Some(base) = number.strip_suffix("zz").filter(|b| b.len() >= 3) {
        return Some(format!("{base}2z"));
    }
    let seals = [("180", "2rs"), ("80", "2z"), ("160", "rs"), ("60", "z")];
    seals.iter().find_map(|(prefix, seal)| {
        let rest =
            number.strip_prefix(prefix).filter(|r| r.len() == 3 && r.starts_with(['2', '3']) && r.chars().all(|c| c.is_ascii_digit()))?;
        Some(format!("6{rest}{seal}"))
    })
}

/// Says whether a folded value is a grade, a strength class or a standard and nothing else.
pub fn is_grade_or_standard(folded: &str) -> bool {
    let m = Material::parse(&fold(folded));
    let only = |a: Attribute| m.attributes.len() == 1 && m.attributes.contains_key(&a) && m.nouns.is_empty();
    only(Attribute::Grade) || only(Attribute::Standard) || only(Attribute::Strength)
}
