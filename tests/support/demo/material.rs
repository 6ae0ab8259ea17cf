//! The demo company's materials, plant by plant, with their defects.

use super::record::{Defect, Fate, Record, plant};
use crate::support::material::Item;
use crate::support::material_dirt::name_and_spec;
use crate::support::random::Random;
use crate::support::sheet::Cell;

const SEED: u64 = 20_260_107;

/// Materials of both plants, in the order of their codes.
pub struct Materials {
    /// Plant A, Hangzhou: codes of class and serial, `01.02.0003`.
    pub a: Vec<Record>,
    /// Plant B, Suzhou: eight digits, zeros in front.
    pub b: Vec<Record>,
}

/// Writes all materials; what is bought stands before what is made, so that the defects hit no parent of a structure.
pub fn materials(size: usize) -> Materials {
    let mut a: Vec<Record> = (0..150 * size).map(bought).chain(near_misses()).chain(made("JX", 14 * size)).collect();
    let mut b: Vec<Record> = (150 * size..280 * size).map(bought).chain(made("KX", 10 * size)).collect();
    plant(&mut a, DEFECTS_A, size);
    plant(&mut b, DEFECTS_B, size);
    let mut r = Random::new(SEED, 40, 0);
    for n in 280 * size..340 * size {
        let mut first = bought(n);
        first.thing = format!("item {n}");
        let second = again(n, &first, &mut r);
        match n / size {
            280..320 => {
                a.push(first);
                b.push(second);
            }
            320..330 => a.extend([first, second]),
            _ => b.extend([first, second]),
        }
    }
    r.shuffle(&mut a);
    r.shuffle(&mut b);
    for (i, m) in a.iter_mut().enumerate() {
        let class = CLASSES.iter().position(|c| *c == m.text("group")).map_or(99, |c| c + 1);
        m.set("code", format!("{class:02}.{:02}.{:04}", i % 7 + 1, i + 1));
    }
    for (i, m) in b.iter_mut().enumerate() {
        m.set("code", format!("{:08}", 20_010 + 7 * i));
    }
    one_code(&mut b);
    b.iter_mut().for_each(as_plant_b);
    Materials { a, b }
}

const CLASSES: [&str; 7] = ["成品", "紧固件", "轴承", "管材", "板材", "电气", "机加件"];

/// Writes what a plant makes: gear units of its own series, and the assemblies that go into them.
fn made(series: &'static str, units: usize) -> impl Iterator<Item = Record> {
    let unit = move |i: usize| {
        let size = [37, 47, 57, 67, 77, 87, 97][i % 7];
        let ratio = ["7.5", "15.2", "23.8", "38.1"][i % 4];
        thing(("斜齿轮减速机", format!("{series}{size}-Y{}-4P-{ratio}", 11 + 4 * i)), "", "台", "成品", "自制", 120_000 + 9_500 * i as i64)
    };
    let assembly = move |i: usize| {
        let (noun, mark) = [("输入轴组件", "SR"), ("输出轴组件", "SC"), ("箱体组件", "XT"), ("制动器组件", "ZD")][i % 4];
        thing((noun, format!("{series}-{mark}-{:03}", 101 + 13 * i)), "", "套", "成品", "自制", 20_000 + 1_700 * i as i64)
    };
    (0..units).map(unit).chain((0..units + 4).map(assembly))
}

fn bought(n: usize) -> Record {
    let item = Item::new(SEED, n);
    let mut m = thing((&item.noun, item.spec), item.grade, item.unit, item.group, "外购", item.cents as i64);
    m.set("brand", item.brand).set("standard_no", item.standard).set("drawing_no", item.drawing);
    m
}

fn thing(named: (&str, String), grade: &str, unit: &str, group: &str, source: &str, cents: i64) -> Record {
    let mut m = Record::new([
        ("name", named.0.to_owned()),
        ("spec", named.1),
        ("grade", grade.to_owned()),
        ("base_unit", unit.to_owned()),
        ("group", group.to_owned()),
        ("type", source.to_owned()),
        ("status", "启用".to_owned()),
    ]);
    m.put("std_cost", Cell::money(cents)).put("lead_time", Cell::text("15")).put("updated_on", Cell::Day(2025, 6, 30));
    m
}

/// Writes items that look alike and are not: each pair differs in the one thing that matters.
fn near_misses() -> impl Iterator<Item = Record> {
    const PAIRS: [[&str; 4]; 12] = [
        ["六角头螺栓", "M8×20 8.8级 镀锌", "45#", "个"],
        ["六角头螺栓", "M8×25 8.8级 镀锌", "45#", "个"],
        ["六角头螺栓", "M8×20 10.9级 镀锌", "35CrMo", "个"],
        ["不锈钢板", "2×1219×2438", "304", "张"],
        ["不锈钢板", "2×1219×2438", "316", "张"],
        ["端盖（左）", "QF-88-120", "HT200", "件"],
        ["端盖（右）", "QF-88-120", "HT200", "件"],
        ["接触器", "KX2-C0910-24V", "", "个"],
        ["接触器", "KX2-C0910-220V", "", "个"],
        ["深沟球轴承", "6205-2RS", "", "套"],
        ["深沟球轴承", "6205-2Z", "", "套"],
        ["深沟球轴承", "6206-2RS", "", "套"],
    ];
    PAIRS.into_iter().map(|[name, spec, grade, unit]| {
        let group = if unit == "套" { "轴承" } else { "紧固件" };
        thing((name, spec.to_owned()), grade, unit, group, "外购", 880)
    })
}

/// Writes a second record of an item, in other words.
fn again(n: usize, first: &Record, r: &mut Random) -> Record {
    let item = Item::new(SEED, n);
    let (name, spec) = name_and_spec(&item, true, r);
    let mut second = first.clone();
    // GBK has no Ø.
    let gbk = |t: String| t.replace('Ø', "φ").replace("(停用)", "").trim().to_owned();
    let spec = gbk(spec);
    if spec.is_empty() {
        second.fails("spec", "missing-spec");
    }
    second.set("name", gbk(name)).set("spec", spec).set("base_unit", other_unit(item.unit));
    second.put("std_cost", Cell::money(item.cents as i64 * 104 / 100)).put("updated_on", Cell::Day(2024, 3, 15));
    second
}

fn other_unit(unit: &str) -> &'static str {
    match unit {
        "个" => "PCS",
        "套" => "SET",
        "米" => "m",
        "根" => "支",
        "张" => "张",
        _ => "件",
    }
}

/// Gives two different items of plant B one code.
fn one_code(b: &mut [Record]) {
    let mut two = b.iter_mut().filter(|m| m.clean() && m.text("type") == "外购");
    if let (Some(first), Some(second)) = (two.next(), two.nth(5)) {
        let code = first.text("code");
        second.set("code", code);
        for m in [first, second] {
            m.shares("code", "one-code-several-items", "one-code:material").shares("code", "duplicate-code", "duplicate-code:material");
            m.may("code", "code-collision").ends(Fate::Any);
        }
    }
}

fn as_plant_b(m: &mut Record) {
    if m.text("status") == "启用" {
        m.set("status", "正常");
    }
}

fn retired(m: &mut Record) {
    m.set("status", "停用").fails("status", "inactive-record").ends(Fate::Skipped);
}

const DEFECTS_A: &[Defect] = &[
    (6, retired),
    (2, |m| {
        m.set("base_unit", "").fails("base_unit", "missing-base-unit");
    }),
    (1, |m| {
        m.set("base_unit", "坨").fails("base_unit", "unknown-base-unit");
    }),
    (2, |m| {
        m.set("type", "").fails("type", "missing-type");
    }),
    (1, |m| {
        m.set("type", "捡来").fails("type", "unknown-type");
    }),
    (2, |m| {
        m.set("name", "不锈钢垫片304").set("grade", "Q235B").fails("grade", "grade-contradiction");
    }),
    (2, |m| {
        m.set("standard_no", "国标").fails("standard_no", "standard-number");
    }),
    (2, |m| {
        let name = format!("{}（停用）", m.text("name"));
        m.set("name", name).fails("name", "marker-but-active").ends(Fate::Any);
    }),
    (2, |m| {
        m.put("std_cost", Cell::money(-120)).fails("std_cost", "negative-cost");
    }),
    (1, |m| {
        m.set("std_cost", "面议").fails("std_cost", "invalid-std-cost");
    }),
    (1, |m| {
        m.set("lead_time", "-5").fails("lead_time", "lead-time-range");
    }),
    (2, |m| {
        m.set("name", "配件").set("spec", "").fails("name", "meaningless-name").fails("spec", "missing-spec");
    }),
    (1, |m| {
        m.set("name", "").fails("name", "missing-name").ends(Fate::Left);
    }),
];

const DEFECTS_B: &[Defect] = &[
    (6, retired),
    (2, |m| {
        m.set("group", "").fails("group", "missing-group");
    }),
    (1, |m| {
        m.set("base_unit", "").fails("base_unit", "missing-base-unit");
    }),
    (1, |m| {
        m.set("lead_time", "9999").fails("lead_time", "lead-time-range");
    }),
    (1, |m| {
        m.set("status", "封存？").fails("status", "unknown-status").ends(Fate::Any);
    }),
];
