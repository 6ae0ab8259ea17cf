//! Whether two descriptions are of the same material.

use super::attribute::{Attribute, Material};
use super::tables::EQUAL_STANDARDS;
use crate::domain::similarity::similar_char;

/// How two descriptions stand to each other, from worst to best.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Likeness {
    /// An attribute contradicts.
    Conflict,
    /// Nothing contradicts, but nothing telling agrees either.
    Vague,
    /// What agrees is telling, but a critical attribute stands on one side only.
    OneSided,
    /// All critical attributes agree; words differ.
    Compatible,
    /// The same in all.
    Equal,
}

/// Attributes that may stand on one side only without casting doubt.
const OPTIONAL: [Attribute; 6] =
    [Attribute::Brand, Attribute::Standard, Attribute::Pitch, Attribute::Poles, Attribute::Voltage, Attribute::Package];
/// Attributes that tell parts apart: one of them at least must agree.
const TELLING: [Attribute; 6] =
    [Attribute::Size, Attribute::Thread, Attribute::Model, Attribute::Value, Attribute::Number, Attribute::Grade];

/// Compares two descriptions.
pub fn likeness(a: &Material, b: &Material) -> Likeness {
    if a.flat == b.flat {
        return Likeness::Equal;
    }
    let numbered = one_number(a, b);
    let models = if numbered { Agreement::Same } else { models(a, b) };
    let nouns = match nouns(a, b) {
        // A type number says what it is, whatever it is called: 中间继电器 and 小型继电器 MY4N-J.
        Nouns::Conflict if models == Agreement::Same && long_model(a) && same_end(a, b) => Nouns::Compatible,
        Nouns::Conflict => return Likeness::Conflict,
        other => other,
    };
    let mut one_sided = 0;
    let mut telling = 0;
    for attribute in a.attributes.keys().chain(b.attributes.keys().filter(|k| !a.attributes.contains_key(k))) {
        let agreement = match attribute {
            Attribute::Model => models,
            Attribute::Number if numbered => Agreement::Same,
            _ => compare(*attribute, a, b),
        };
        match agreement {
            Agreement::Conflict => return Likeness::Conflict,
            Agreement::Same => telling += usize::from(TELLING.contains(attribute)),
            Agreement::Subset => one_sided += 1,
            Agreement::OneSided => one_sided += usize::from(!OPTIONAL.contains(attribute)),
        }
    }
    // One code, as of a drawing, may stand on a left and a right part: it counts only where nothing contradicts.
    let one_code = a.code.len() >= 4 && a.code == b.code;
    let one_side = a.attributes.contains_key(&Attribute::Side) != b.attributes.contains_key(&Attribute::Side);
    let same = one_sided == 0 && a.attributes == b.attributes && nouns == Nouns::Same;
    match () {
        () if telling > 0 && same => Likeness::Equal,
        () if one_side => Likeness::OneSided,
        () if one_code => Likeness::Compatible,
        // Several attributes, all the same on both sides, tell together what each alone does not: 5.5 kW with 4 poles.
        () if telling == 0 && !(same && a.attributes.len() > 1) => Likeness::Vague,
        () if one_sided > 0 => Likeness::OneSided,
        () => Likeness::Compatible,
    }
}

/// Says whether both hold one type number that is cut in two at one side only: 6205-2RS and 6205 2RS.
fn one_number(a: &Material, b: &Material) -> bool {
    let cut = |m: &Material| -> Option<[String; 2]> {
        let of = |x: Attribute| m.values(x).collect::<Vec<_>>().concat();
        let (number, model) = (of(Attribute::Number), of(Attribute::Model));
        (m.values(Attribute::Number).count() <= 1 && m.values(Attribute::Model).count() == 1)
            .then(|| [format!("{number}{model}"), format!("{model}{number}")])
    };
    let (Some(x), Some(y)) = (cut(a), cut(b)) else { return false };
    let parted = a.attributes.contains_key(&Attribute::Number) != b.attributes.contains_key(&Attribute::Number);
    parted && x.iter().any(|n| n.len() >= 5 && y.contains(n))
}

/// Says whether a type number is long enough to stand for the thing.
fn long_model(m: &Material) -> bool {
    m.values(Attribute::Model).any(|v| v.len() >= 5)
}

/// Says whether the last words of both names end in the same two characters.
fn same_end(a: &Material, b: &Material) -> bool {
    let end = |m: &Material| m.nouns.last().map(|n| n.chars().rev().take(2).collect::<Vec<_>>());
    end(a).is_some_and(|e| e.len() == 2) && end(a) == end(b)
}

/// How one attribute stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Agreement {
    Same,
    Subset,
    OneSided,
    Conflict,
}

fn compare(attribute: Attribute, a: &Material, b: &Material) -> Agreement {
    let (Some(x), Some(y)) = (a.attributes.get(&attribute), b.attributes.get(&attribute)) else { return Agreement::OneSided };
    if x == y {
        return Agreement::Same;
    }
    let subset = x.is_subset(y) || y.is_subset(x);
    match attribute {
        Attribute::Standard if equal_standards(a, b) => Agreement::Same,
        Attribute::Voltage if loose_voltage(a, b) => Agreement::Same,
        _ if subset => Agreement::Subset,
        _ => Agreement::Conflict,
    }
}

/// Says whether standards of two systems describe one part; across-flats differ for some diameters (M10, M12, M14, M22).
fn equal_standards(a: &Material, b: &Material) -> bool {
    let odd = a.values(Attribute::Thread).any(|t| matches!(t, "m10" | "m12" | "m14" | "m22"));
    let pair = |x: &str, y: &str| EQUAL_STANDARDS.iter().any(|(p, q)| (x == *p && y == *q) || (x == *q && y == *p));
    !odd && a.values(Attribute::Standard).any(|x| b.values(Attribute::Standard).any(|y| pair(x, y)))
}

/// Says whether voltages agree but for the kind of current, which one side leaves out.
fn loose_voltage(a: &Material, b: &Material) -> bool {
    let bare = |v: &str| v.trim_start_matches("ac").trim_start_matches("dc").to_owned();
    let kinds = |m: &Material| m.values(Attribute::Voltage).any(|v| v.starts_with("ac") || v.starts_with("dc"));
    (!kinds(a) || !kinds(b)) && a.values(Attribute::Voltage).map(bare).eq(b.values(Attribute::Voltage).map(bare))
}

/// Compares type numbers: equal when joined, or one side has further ones.
fn models(a: &Material, b: &Material) -> Agreement {
    let all = |m: &Material| m.values(Attribute::Model).map(str::to_owned).collect::<Vec<_>>();
    let (x, y) = (all(a), all(b));
    if x.is_empty() || y.is_empty() {
        return Agreement::OneSided;
    }
    if x == y || sorted_letters(&x) == sorted_letters(&y) && (x.concat() == y.concat() || x.len() != y.len()) {
        return Agreement::Same;
    }
    let shared: Vec<&String> = x.iter().filter(|m| y.contains(m)).collect();
    if shared.is_empty() || shared.len() < x.len().min(y.len()) {
        return Agreement::Conflict;
    }
    // A long type number says all; what stands beside it is its package or marking.
    if shared.iter().any(|m| m.len() >= 8) { Agreement::Same } else { Agreement::Subset }
}

fn sorted_letters(models: &[String]) -> Vec<char> {
    let mut all: Vec<char> = models.concat().chars().collect();
    all.sort_unstable();
    all
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Nouns {
    Same,
    Compatible,
    Conflict,
}

/// Compares what the things are called: one may say more (轴承 / 深沟球轴承), a homophone is a slip.
fn nouns(a: &Material, b: &Material) -> Nouns {
    let joined = |m: &Material| m.nouns.concat().chars().collect::<Vec<char>>();
    let (x, y) = (joined(a), joined(b));
    if x == y {
        return Nouns::Same;
    }
    if x.is_empty() || y.is_empty() {
        return Nouns::Compatible;
    }
    if x.len() == y.len() && x.iter().zip(&y).all(|(p, q)| similar_char(*p, *q)) {
        return Nouns::Same;
    }
    let (short, long) = if x.len() <= y.len() { (&x, &y) } else { (&y, &x) };
    let mut sorted = [short.clone(), long.clone()];
    sorted.iter_mut().for_each(|s| s.sort_unstable());
    if sorted.first() == sorted.last() {
        return Nouns::Same;
    }
    let inside = long.ends_with(short)
        || a.nouns.iter().any(|n| b.nouns.iter().any(|m| n == m || n.ends_with(m.as_str()) || m.ends_with(n.as_str())));
    if inside { Nouns::Compatible } else { Nouns::Conflict }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_part_is_written_in_many_ways() {
        let of = |a: &str, b: &str| likeness(&Material::parse(a), &Material::parse(b));
        for (a, b) in [
            ("不锈钢板 304 δ=2.0 1000*2000", "不锈钢板 304 2.0×1000×2000"),
            ("不锈钢棒 316L φ25", "不锈钢圆钢 022Cr17Ni12Mo2 Φ25mm"),
            ("深沟球轴承 6308-2RS", "轴承 6308 2RS"),
            ("中间继电器 LY2N-J DC24V", "小型继电器 欧姆龙 LY2N-J 24VDC"),
            ("电缆 YJV-0.6/1kV 3*50", "电力电缆 YJV 0.6/1KV 3×50"),
            ("电机 7.5KW 6极", "电机 7.5千瓦 6P"),
            ("三相异步电动机 YE3-160M-4 11KW", "电机 YE3-160M-4 11kW 4P AC380V"),
            ("焊丝 ER70S-6 1.0mm 20kg/盘", "焊丝 ER70S-6 φ1.0"),
            ("贴片电容 0805 1uF 25V 10% X7R", "CAP CER 1UF 25V 10% X7R 0805"),
            ("紫铜排 T2 5*50", "铜排 TMY 5×50 T2紫铜"),
        ] {
            assert!(of(a, b) >= Likeness::Compatible, "{a} | {b}: {:?}", of(a, b));
        }
        for (a, b) in [
            ("深沟球轴承 6308-2RS", "深沟球轴承 6309 2RS"),
            ("中间继电器 LY2N-J DC24V", "中间继电器 LY2N-J AC220V"),
            ("电机 7.5KW 6极", "电机 7.5KW 4极"),
            ("中间继电器 LY2N-J", "接触器 LY2N-J"),
            ("单相异步电动机 YE3-160M-4 11KW", "电机 YE3-160M-4 11kW 4P AC380V"),
            ("焊丝 ER70S-6 1.0mm 20kg/盘", "焊丝 ER70S-6 1.0mm 15公斤/盘"),
            ("贴片电阻 0805 1K 10%", "CAP CER 1000PF 10% 0805"),
            ("电解电容 10uF 25V", "贴片电容 10uF 25V"),
            ("通讯箱固定件-上 54x35x3.0x280 Q235B", "通讯箱固定件-下 54x35x3.0x280 Q235B"),
            ("轴承盖(内) 6205", "轴承盖(外) 6205"),
            ("brake pad front 45x20", "brake pad rear 45x20"),
        ] {
            assert_eq!(of(a, b), Likeness::Conflict, "{a} | {b}");
        }
    }
}
