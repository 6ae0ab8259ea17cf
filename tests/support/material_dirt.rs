//! What people do to material data when they type it in for the second time.

use super::material::Item;
use super::random::Random;

const NOUNS: &[(&str, &str)] = &[
    ("六角头螺栓", "外六角螺栓"),
    ("内六角圆柱头螺钉", "内六角螺钉"),
    ("深沟球轴承", "轴承"),
    ("无缝钢管", "无缝管"),
    ("中间继电器", "继电器"),
    ("接近开关", "接近传感器"),
    ("可编程控制器", "PLC"),
];

const GRADES: &[(&str, &[&str])] = &[
    ("304", &["SUS304", "06Cr19Ni10", "S30408", "304不锈钢"]),
    ("316", &["SUS316", "06Cr17Ni12Mo2"]),
    ("316L", &["SUS316L", "022Cr17Ni12Mo2"]),
    ("45#", &["45", "45号钢"]),
    ("20#", &["20", "20号钢"]),
    ("Q235B", &["Q235-B", "q235b"]),
    ("Q235A", &["Q235-A", "q235a"]),
];

const UNITS: &[(&str, &[&str])] = &[
    ("个", &["PCS", "pcs", "只", "EA"]),
    ("套", &["SET", "套"]),
    ("米", &["m", "M"]),
    ("根", &["支", "条"]),
    ("张", &["块"]),
    ("件", &["PCS", "个"]),
];

fn other(table: &[(&str, &[&str])], text: &str, r: &mut Random) -> Option<String> {
    table.iter().find(|t| t.0 == text).map(|t| (*r.pick(t.1)).to_owned())
}

/// Writes name and size, together or apart, in one of their many shapes.
pub fn name_and_spec(item: &Item, again: bool, r: &mut Random) -> (String, String) {
    let mut name = item.noun.clone();
    let mut spec = item.spec.clone();
    if again && r.chance(620) || r.chance(120) {
        spec = respelled(item, r);
    }
    if again
        && r.chance(130)
        && let Some(short) = NOUNS.iter().find(|n| n.0 == name)
    {
        name = short.1.to_owned();
    }
    if r.chance(if again { 150 } else { 40 }) {
        name = marked(&name, r);
    }
    if r.chance(if again { 180 } else { 30 }) { (format!("{name} {spec}"), String::new()) } else { (name, spec) }
}

/// Writes a size with another sign for the cross, another sign for the diameter, `mm`, full width or another case.
fn respelled(item: &Item, r: &mut Random) -> String {
    let spec = &item.spec;
    if spec.contains('×') {
        let cross = *r.pick(&["*", "x", "X", "＊", " x "]);
        let size = spec.replace('×', cross).replace('Φ', r.pick::<&str>(&["Φ", "φ", "Ø", "直径"]));
        // `mm` behind a size, not behind a strength class.
        return if size.contains(' ') || !r.chance(400) { size } else { format!("{size}mm") };
    }
    match r.below(4) {
        0 => spec.chars().map(|c| if c.is_ascii_graphic() { char::from_u32(c as u32 + 0xFEE0).unwrap_or(c) } else { c }).collect(),
        1 => spec.to_lowercase(),
        2 => spec.replace('-', " "),
        _ => spec.replace('-', ""),
    }
}

fn marked(name: &str, r: &mut Random) -> String {
    match r.below(5) {
        0 => format!("{name}*"),
        1 => format!(" {name}"),
        2 => format!("{name}(停用)"),
        3 => {
            let at = name.char_indices().nth(2).map_or(name.len(), |c| c.0);
            format!("{} {}", &name[..at], &name[at..])
        }
        _ => format!("{name}　"),
    }
}

/// Writes the grade under one of its names; a part with a drawing may go without.
pub fn grade(item: &Item, again: bool, r: &mut Random) -> String {
    if again && !item.drawing.is_empty() && r.chance(80) {
        return String::new();
    }
    let renamed = if again && r.chance(300) { other(GRADES, item.grade, r) } else { None };
    renamed.unwrap_or_else(|| item.grade.to_owned())
}

/// Writes the unit under one of its names.
pub fn unit(item: &Item, again: bool, r: &mut Random) -> String {
    let renamed = if r.chance(if again { 500 } else { 150 }) { other(UNITS, item.unit, r) } else { None };
    renamed.unwrap_or_else(|| item.unit.to_owned())
}

/// Writes the brand, now and then in small letters.
pub fn brand(brand: &str, again: bool, r: &mut Random) -> String {
    if again && r.chance(150) { brand.to_lowercase() } else { brand.to_owned() }
}

/// Writes the standard with or without its year, or leaves it out.
pub fn standard(item: &Item, again: bool, r: &mut Random) -> String {
    let full = item.standard;
    match r.weighted(if again { &[450, 250, 150, 150] } else { &[850, 50, 0, 100] }) {
        0 => full.to_owned(),
        1 => full.split('-').next().unwrap_or("").to_owned(),
        2 => full.replace(' ', ""),
        _ => String::new(),
    }
}

/// Writes the drawing number with or without its points.
pub fn drawing(item: &Item, again: bool, r: &mut Random) -> String {
    match r.weighted(if again { &[650, 120, 120, 110] } else { &[1, 0, 0, 0] }) {
        0 => item.drawing.clone(),
        1 => item.drawing.replace('-', "—"),
        2 => item.drawing.replace('.', ""),
        _ => String::new(),
    }
}
