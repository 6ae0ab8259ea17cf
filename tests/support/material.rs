//! Material master data of any size, drawn from a seed, with the truth about which records are the same item.

use super::material_dirt::{brand, drawing, grade, name_and_spec, standard, unit};
use super::random::{Random, scattered};
use std::io::Write;

/// The columns, as a Chinese ERP exports them.
pub const MATERIAL_HEADER: [&str; 12] =
    ["物料编码", "物料名称", "规格型号", "材质", "单位", "品牌", "标准号", "图号", "物料分类", "单价", "工厂", "状态"];

/// Most rows that can be drawn before an item would come twice by chance.
pub const MOST_MATERIALS: usize = 1_000_000;

/// The truth about an item: two items differ in at least one of these that matters.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Item {
    /// Noun, with the side behind it where it has one.
    pub noun: String,
    /// Size or type, clean.
    pub spec: String,
    /// Grade of the material; may be empty.
    pub grade: &'static str,
    /// Base unit.
    pub unit: &'static str,
    /// Brand; may be empty.
    pub brand: &'static str,
    /// Standard; may be empty.
    pub standard: &'static str,
    /// Drawing number; may be empty.
    pub drawing: String,
    /// Group.
    pub group: &'static str,
    /// Price in cents.
    pub cents: usize,
}

/// One record and the item that it is about.
#[derive(Clone, Debug)]
pub struct Material {
    /// One text a column of [`MATERIAL_HEADER`]; empty: missing.
    pub fields: [String; 12],
    /// The item's number: records of equal number are duplicates.
    pub item: u32,
}

/// Draws `rows` material records (at most [`MOST_MATERIALS`]): about 22 % are further copies of another, spread over the whole file.
pub fn materials(rows: usize, seed: u64) -> impl ExactSizeIterator<Item = Material> {
    assert!(rows <= MOST_MATERIALS, "at most {MOST_MATERIALS} materials can be told apart, {rows} were asked for");
    plan(rows, seed).into_iter().enumerate().map(move |(row, (item, copy))| record(seed, row, item, copy))
}

/// Writes `rows` material records as UTF-8 CSV to `out` and `物料编码,item` to `truth`.
///
/// # Errors
/// If one of them cannot be written.
pub fn generate_materials(rows: usize, seed: u64, out: impl Write, truth: impl Write) -> csv::Result<()> {
    let mut out = csv::Writer::from_writer(out);
    let mut truth = csv::Writer::from_writer(truth);
    out.write_record(MATERIAL_HEADER)?;
    truth.write_record([MATERIAL_HEADER[0], "item"])?;
    for m in materials(rows, seed) {
        out.write_record(&m.fields)?;
        truth.write_record([&m.fields[0], &m.item.to_string()])?;
    }
    out.flush()?;
    truth.flush()?;
    Ok(())
}

fn plan(rows: usize, seed: u64) -> Vec<(u32, u8)> {
    let mut plan = Vec::with_capacity(rows + 4);
    let mut item = 0;
    while plan.len() < rows {
        let copies = Random::new(seed, 20, u64::from(item)).weighted(&[834, 86, 52, 28]);
        plan.extend((0..=copies as u8).map(|copy| (item, copy)));
        item += 1;
    }
    plan.truncate(rows);
    Random::new(seed, 21, 0).shuffle(&mut plan);
    plan
}

fn record(seed: u64, row: usize, number: u32, copy: u8) -> Material {
    let item = Item::new(seed, number as usize);
    let mut r = Random::new(seed, 22, u64::from(number) << 8 | u64::from(copy));
    let again = copy > 0;
    let (name, spec) = name_and_spec(&item, again, &mut r);
    let fields = [
        old_code(row, &item, &mut r),
        name,
        spec,
        grade(&item, again, &mut r),
        unit(&item, again, &mut r),
        brand(item.brand, again, &mut r),
        standard(&item, again, &mut r),
        drawing(&item, again, &mut r),
        item.group.to_owned(),
        price(item.cents, again, &mut r),
        (*r.pick(&["1000", "1100", "2000", "3000"])).to_owned(),
        if r.chance(80) { "停用" } else { "启用" }.to_owned(),
    ];
    Material { fields, item: number }
}

/// Writes the code of a row in one of three schemes; no two rows share one.
fn old_code(row: usize, item: &Item, r: &mut Random) -> String {
    let class = GROUPS.iter().position(|g| *g == item.group).unwrap_or(0) + 10;
    match r.below(3) {
        0 => format!("WL{row:07}"),
        1 => format!("{class}.{:02}.{row:06}", row % 37),
        _ => format!("{row:010}"),
    }
}

fn price(cents: usize, again: bool, r: &mut Random) -> String {
    let cents = if again { cents * r.between(90, 110) / 100 } else { cents };
    format!("{}.{:02}", cents / 100, cents % 100)
}

const GROUPS: [&str; 6] = ["紧固件", "轴承", "管材", "板材", "电气", "机加件"];
const THREADS: [usize; 12] = [3, 4, 5, 6, 8, 10, 12, 16, 20, 24, 30, 36];
const GRADES: [&str; 8] = ["304", "316", "316L", "Q235B", "Q355B", "20#", "45#", "6061"];

/// A draw split into digits of mixed radix, the fastest first. Numbers 2k and 2k+1 differ in the fastest digit alone: the near misses.
struct Digits(usize);

impl Digits {
    /// Splits a number; the first radix is even.
    fn of(number: usize, radices: &[usize]) -> Self {
        let pairs = radices.iter().product::<usize>() / 2;
        Self(2 * scattered(number / 2, pairs) + number % 2)
    }

    fn next(&mut self, radix: usize) -> usize {
        let digit = self.0 % radix;
        self.0 /= radix;
        digit
    }

    fn pick<T: Copy>(&mut self, items: &[T]) -> T {
        items[self.next(items.len())]
    }
}

impl Item {
    /// Draws item `number` of this seed: another one for every number below [`MOST_MATERIALS`].
    pub fn new(seed: u64, number: usize) -> Self {
        let group = number % 6;
        let nth = number / 6;
        let mut r = Random::new(seed, 23, number as u64);
        let mut item = match group {
            0 => fastener(nth),
            1 => bearing(nth),
            2 => pipe(nth),
            3 => plate(nth),
            4 => electric(nth),
            _ => machined(nth),
        };
        item.group = GROUPS[group];
        item.cents = 20 + r.below([900, 90_000, 80_000, 9_000, 900_000, 90_000][group]);
        item
    }

    fn plain(noun: &str, spec: String, unit: &'static str) -> Self {
        let (noun, drawing) = (noun.to_owned(), String::new());
        Self { noun, spec, grade: "", unit, brand: "", standard: "", drawing, group: "", cents: 0 }
    }
}

fn fastener(nth: usize) -> Item {
    const NOUNS: [(&str, &str); 6] = [
        ("六角头螺栓", "GB/T 5782-2016"),
        ("内六角圆柱头螺钉", "GB/T 70.1-2008"),
        ("十字槽盘头螺钉", "GB/T 818-2016"),
        ("沉头螺钉", "GB/T 68-2016"),
        ("双头螺柱", "GB/T 898-1988"),
        ("六角法兰面螺栓", "GB/T 5789-1986"),
    ];
    const KINDS: [(&str, &str); 13] = [
        ("304", "A2-70"),
        ("316", "A4-70"),
        ("45#", "8.8级 镀锌"),
        ("45#", "8.8级 发黑"),
        ("45#", "8.8级 达克罗"),
        ("35CrMo", "10.9级 发黑"),
        ("35CrMo", "10.9级 达克罗"),
        ("35CrMo", "12.9级 发黑"),
        ("Q235B", "4.8级 镀锌"),
        ("Q235B", "4.8级"),
        ("Q235B", "4.8级 热浸锌"),
        ("35CrMo", "12.9级 达克罗"),
        ("H62", ""),
    ];
    let mut d = Digits::of(nth, &[72, NOUNS.len(), 12, KINDS.len(), 2]);
    let length = 6 + 5 * d.next(72) / 2;
    let (noun, standard) = d.pick(&NOUNS);
    let thread = d.pick(&THREADS);
    let (grade, class) = d.pick(&KINDS);
    let hand = if d.next(2) == 1 { "-LH" } else { "" };
    let spec = format!("M{thread}×{length}{hand} {class}").trim_end().to_owned();
    Item { grade, standard, ..Item::plain(noun, spec, "个") }
}

fn bearing(nth: usize) -> Item {
    const NOUNS: [(&str, [&str; 4]); 6] = [
        ("深沟球轴承", ["60", "62", "63", "64"]),
        ("圆锥滚子轴承", ["302", "303", "322", "323"]),
        ("调心滚子轴承", ["213", "222", "223", "231"]),
        ("推力球轴承", ["511", "512", "513", "514"]),
        ("角接触球轴承", ["70", "72", "73", "718"]),
        ("圆柱滚子轴承", ["NU2", "NU3", "NJ2", "N3"]),
    ];
    const SUFFIXES: [&str; 10] = ["", "-2RS", "-2Z", "/C3", "-2RS/C3", "-2Z/C3", "-Z", "-RS", "/P5", "/P6"];
    let mut d = Digits::of(nth, &[SUFFIXES.len(), NOUNS.len(), 4, 32, BRANDS.len()]);
    let suffix = d.pick(&SUFFIXES);
    let (noun, series) = d.pick(&NOUNS);
    let spec = format!("{}{:02}{suffix}", d.pick(&series), d.next(32));
    Item { brand: d.pick(&BRANDS), ..Item::plain(noun, spec, "套") }
}

/// Invented brands.
const BRANDS: [&str; 18] = [
    "HAVOR", "联砺", "KORBEN", "NTQ", "晟川", "BRANTA", "睿岑", "OLVEX", "TIMBERG", "屿通", "ZELKO", "铎安", "MERIDA-K", "FORSA", "恒渚",
    "QUILL", "ARDENT", "北砚",
];

fn pipe(nth: usize) -> Item {
    const NOUNS: [(&str, &str); 5] = [
        ("无缝钢管", "GB/T 8163-2018"),
        ("焊接钢管", "GB/T 3091-2015"),
        ("不锈钢管", "GB/T 14976-2012"),
        ("精密钢管", "GB/T 3639-2021"),
        ("镀锌钢管", "GB/T 3091-2015"),
    ];
    const DIAMETERS: [usize; 22] = [12, 14, 16, 18, 20, 25, 27, 32, 34, 38, 42, 45, 48, 51, 57, 60, 76, 89, 108, 114, 133, 159];
    const WALLS: [&str; 15] = ["1", "1.2", "1.5", "2", "2.5", "3", "3.5", "4", "4.5", "5", "6", "7", "8", "9", "10"];
    const LENGTHS: [usize; 12] = [0, 500, 600, 800, 1000, 1200, 1500, 2000, 3000, 4000, 6000, 9000];
    let mut d = Digits::of(nth, &[GRADES.len(), 5, DIAMETERS.len(), WALLS.len(), LENGTHS.len()]);
    let grade = d.pick(&GRADES);
    let (noun, standard) = d.pick(&NOUNS);
    let size = format!("Φ{}×{}", d.pick(&DIAMETERS), d.pick(&WALLS));
    let length = d.pick(&LENGTHS);
    let spec = if length == 0 { size } else { format!("{size}×{length}") };
    Item { grade, standard, ..Item::plain(noun, spec, if length == 0 { "米" } else { "根" }) }
}

fn plate(nth: usize) -> Item {
    const NOUNS: [&str; 4] = ["热轧钢板", "冷轧钢板", "花纹板", "中厚板"];
    const THICKNESSES: [&str; 24] = [
        "0.5", "0.6", "0.8", "1", "1.2", "1.5", "2", "2.5", "3", "3.5", "4", "5", "6", "8", "10", "12", "14", "16", "18", "20", "22", "25",
        "28", "30",
    ];
    const WIDTHS: [usize; 14] = [600, 800, 900, 1000, 1219, 1250, 1300, 1400, 1500, 1600, 1800, 2000, 2200, 2500];
    const LENGTHS: [usize; 14] = [1000, 1500, 2000, 2438, 2500, 3000, 3500, 4000, 4500, 5000, 6000, 8000, 9000, 12000];
    let mut d = Digits::of(nth, &[24, 4, 14, 14, GRADES.len()]);
    let thickness = d.pick(&THICKNESSES);
    let noun = d.pick(&NOUNS);
    let spec = format!("{thickness}×{}×{}", d.pick(&WIDTHS), d.pick(&LENGTHS));
    Item { grade: d.pick(&GRADES), ..Item::plain(noun, spec, "张") }
}

fn electric(nth: usize) -> Item {
    const NOUNS: [&str; 10] =
        ["断路器", "接触器", "中间继电器", "变频器", "电磁阀", "接近开关", "气缸", "按钮开关", "可编程控制器", "开关电源"];
    const SERIES: [&str; 8] = ["KX2", "DRA", "QM7", "VT5", "NXB", "HL3", "EZ9", "SP6"];
    const SUFFIXES: [&str; 6] = ["-24V", "-220V", "-M5", "-M7", "", "A"];
    let mut d = Digits::of(nth, &[6, 8, 9_000, 2]);
    let suffix = d.pick(&SUFFIXES);
    let series = d.pick(&SERIES);
    let serial = 1_000 + d.next(9_000);
    let dash = if d.next(2) == 1 { "-" } else { "" };
    // The dash alone never tells two types apart: with it stands another letter.
    let letter = if dash.is_empty() { "" } else { "C" };
    Item {
        brand: BRANDS[(serial * 7) % BRANDS.len()],
        ..Item::plain(NOUNS[serial % 10], format!("{series}{dash}{letter}{serial}{suffix}"), "个")
    }
}

fn machined(nth: usize) -> Item {
    const NOUNS: [&str; 12] = ["端盖", "支架", "法兰", "连接板", "齿轮", "传动轴", "底座", "轴套", "压板", "导轨座", "箱体", "联轴器"];
    const METALS: [&str; 6] = ["45#", "Q235A", "HT200", "40Cr", "ZL104", "QT450"];
    const VARIANTS: [[(&str, &str, &str); 2]; 3] =
        [[("（左）", "", "L"), ("（右）", "", "R")], [("", "", ""), ("总成", "", "-0")], [("", "A", ""), ("", "B", "")]];
    let mut d = Digits::of(nth, &[2, 100, 10, 1000]);
    let variant = d.next(2);
    let (a, b, c) = (d.next(100), d.next(10), d.next(1000));
    let (side, mark, tail) = VARIANTS[(a + b) % 3][variant];
    let noun = format!("{}{side}", NOUNS[(a * 7 + c) % 12]);
    let spec = format!("{}-{a:02}{b}-{c:03}{mark}", ["HT", "QF", "ZB"][b % 3]);
    let drawing = format!("{}.{a:02}.{b}0-{c:03}{mark}{tail}", ["A", "B", "C", "D"][b % 4]);
    let grade = *Random::new(a as u64, b as u64, c as u64).pick(&METALS);
    Item { grade, drawing, ..Item::plain(&noun, spec, "件") }
}
