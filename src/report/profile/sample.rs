//! A made-up profile that the tests of this folder share.

use crate::model::profile::*;

fn value(value: &str, count: u64) -> Value {
    Value { value: value.into(), count }
}

fn cell(line: u32, value: &str) -> Cell {
    Cell { line, value: value.into(), suggestion: String::new() }
}

fn column(name: &str, position: u64, kind: ValueType) -> ColumnProfile {
    ColumnProfile {
        name: name.into(),
        position,
        rows: 1200,
        filled: 1100,
        missing: 60,
        placeholders: 40,
        distinct: 900,
        unique_ratio: 0.8181,
        kind: Some(kind),
        types: vec![TypeCount { kind, count: 1000 }, TypeCount { kind: ValueType::Text, count: 100 }],
        lengths: Some(Lengths { min: 2, median: 7, max: 9, histogram: vec![LengthBin { from: 2, to: 9, count: 1100 }] }),
        patterns: vec![PatternCount { pattern: "A-9{5}".into(), count: 1100, example: "K-10023".into() }],
        top: vec![value("K-10023", 3)],
        ..ColumnProfile::default()
    }
}

fn code() -> ColumnProfile {
    let repeats = Repeats { values: 2, rows: 3, examples: vec![RepeatExample { value: "K-10023".into(), lines: vec![5, 9] }] };
    let scheme = |scheme: &str, count| Scheme { scheme: scheme.into(), count, example: "K-10023".into() };
    ColumnProfile {
        key: KeyKind::Suspected,
        repeats: Some(repeats),
        schemes: vec![scheme("K-9{5}", 900), scheme("9{6}", 200)],
        mixed_schemes: true,
        damage: vec![Damage { code: "leading-zeros-lost", count: 4, examples: vec![cell(7, "123")] }],
        ..column("客户编码", 1, ValueType::Code)
    }
}

fn tax() -> ColumnProfile {
    let reasons = vec![Counted { code: "check-digit", count: 30 }];
    let proof = Proof { kind: "uscc", valid: 1000, doubtful: 20, invalid: 30, other: 50, reasons, examples: vec![cell(8, "9144X")] };
    ColumnProfile { proofs: vec![proof], ..column("税号", 2, ValueType::Code) }
}

fn personal() -> Vec<ColumnProfile> {
    let of = |name: &str, position, kind, text: &str| ColumnProfile {
        personal: vec![Personal { kind, count: 1000 }],
        top: vec![value(text, 2)],
        patterns: vec![PatternCount { pattern: "9{11}".into(), count: 1100, example: text.into() }],
        ..column(name, position, ValueType::Text)
    };
    vec![of("手机", 3, PersonalKind::Phone, "13812345678"), of("联系人", 4, PersonalKind::Name, "张三")]
}

fn amount() -> ColumnProfile {
    let numbers = Numbers {
        count: 1000,
        min: "-5".into(),
        q1: "10".into(),
        median: "20.5".into(),
        q3: "30".into(),
        max: "1000000".into(),
        quartiles_are_estimates: false,
        negative: 1,
        zero: 2,
        outliers: 3,
        outlier_examples: vec![cell(11, "1000000")],
    };
    ColumnProfile { numbers: Some(numbers), off_type: 100, ..column("信用额度", 5, ValueType::Decimal) }
}

fn day() -> ColumnProfile {
    let odd = vec![Counted { code: "future", count: 2 }];
    let dates =
        Dates { count: 1000, min: Some("2001-01-01".into()), max: Some("2031-01-01".into()), odd, examples: vec![cell(12, "2031-01-01")] };
    ColumnProfile { dates: Some(dates), near_constant: true, ..column("<script>alert(1)</script>", 6, ValueType::Date) }
}

fn born() -> ColumnProfile {
    let [min, max] = ["1961-03-04", "2004-05-06"].map(|day| Some(day.to_owned()));
    ColumnProfile {
        personal: vec![Personal { kind: PersonalKind::BirthDate, count: 1000 }],
        top: vec![value("1961-03-04", 2)],
        dates: Some(Dates { count: 1000, min, max, odd: Vec::new(), examples: Vec::new() }),
        ..column("生日", 7, ValueType::Date)
    }
}

/// Gives a profile in which everything occurs.
pub(super) fn profile() -> Profile {
    let columns: Vec<ColumnProfile> = [code(), tax()].into_iter().chain(personal()).chain([amount(), day(), born()]).collect();
    let table = TableProfile {
        sheet: Some("客户".into()),
        table_no: 2,
        hidden: true,
        encoding: "gb18030".into(),
        delimiter: Some(",".into()),
        header_line: Some(4),
        preamble_lines: 3,
        rows: 1200,
        set_aside: vec![Counted { code: "total-line", count: 1 }],
        keys: vec![Key { columns: vec!["客户编码".into(), "税号".into()], code_like: true }],
        repeated_rows: Repeats { values: 1, rows: 2, examples: vec![RepeatExample { value: String::new(), lines: vec![5, 9] }] },
        one_to_one: vec![["省".into(), "省代码".into()]],
        notes: vec![Counted { code: "short-row", count: 3 }],
        columns,
    };
    let reason = |(code, points)| DifficultyReason { code, points, count: 4, of: 1100, at: vec!["客户编码".into()] };
    let file = FileProfile {
        path: "exports/=cmd.csv".into(),
        format: "text".into(),
        bytes: 123_456,
        sha256: "00".repeat(32),
        difficulty: Difficulty {
            grade: Grade::Hard,
            points: 41,
            reasons: [("damage", 20), ("mixed-schemes", 12), ("check-digits", 9)].map(reason).to_vec(),
        },
        notes: Vec::new(),
        tables: vec![table],
    };
    Profile {
        schema: 1,
        version: "0.1.0".into(),
        as_of: "2026-01-01".into(),
        raw: false,
        files: vec![file],
        unreadable: vec![LeftOut { path: "broken\u{1b}[2J.xlsx".into(), reason: "is no table".into() }],
        ignored: vec![LeftOut { path: "~$x.xlsx".into(), reason: "lock-file".into() }],
    }
}
