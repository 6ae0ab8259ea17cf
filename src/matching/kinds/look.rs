//! What the values of a column look like.

use super::Why;
use crate::domain::material::is_grade_or_standard;
use crate::domain::nickname::Nicknames;
use crate::domain::personal::is_person;
use crate::domain::similarity::{fold, is_cjk};
use crate::matching::compare::read_date;
use std::collections::{HashMap, HashSet};

/// What the values of a column look like.
#[derive(Debug, Default)]
pub(super) struct Look {
    /// Values that are not empty.
    pub(super) filled: usize,
    /// How many of them differ.
    pub(super) distinct: usize,
    /// Sum of the shares of digits.
    pub(super) digits: f64,
    /// Sum of their characters.
    pub(super) length: f64,
    /// Sum of their words.
    pub(super) words: f64,
    /// With ideographs.
    pub(super) cjk: usize,
    /// Numbers, also with currency and separators.
    pub(super) numbers: usize,
    /// Days.
    pub(super) dates: usize,
    /// E-mail addresses.
    pub(super) emails: usize,
    /// Digits enough for a telephone and nothing else.
    pub(super) phones: usize,
    /// With a word of firms.
    pub(super) companies: usize,
    /// Letters and digits in one piece.
    pub(super) codes: usize,
    /// Sizes of parts.
    pub(super) sizes: usize,
    /// With street and house.
    pub(super) streets: usize,
    /// Addresses of sites.
    pub(super) sites: usize,
    /// Numbers with decimals.
    pub(super) decimals: usize,
    /// Whole numbers of the length that most have.
    pub(super) of_one_length: usize,
    /// Names of persons: in Chinese by surname, in English by first name.
    pub(super) persons: usize,
    /// Grades, strength classes or standards alone, in percent of a smaller sample.
    pub(super) graded: f64,
}

impl Look {
    pub(super) fn share(&self, n: usize) -> f64 {
        n as f64 / self.filled.max(1) as f64
    }

    pub(super) fn mean(&self, sum: f64) -> f64 {
        sum / self.filled.max(1) as f64
    }

    pub(super) fn values(&self, n: usize) -> Why {
        Why::Values((100.0 * self.share(n)).round() as u8)
    }
}

const COMPANY_WORDS: [&str; 26] = [
    "inc",
    "llc",
    "ltd",
    "corp",
    "corporation",
    "company",
    "co",
    "gmbh",
    "limited",
    "plc",
    "group",
    "holdings",
    "foundation",
    "association",
    "center",
    "school",
    "services",
    "institute",
    "university",
    "academy",
    "church",
    "council",
    "learning",
    "society",
    "bank",
    "industries",
];

/// Looks at values, in whatever writing.
pub(super) fn look(values: &[&str]) -> Look {
    let mut out = Look::default();
    let mut seen = HashSet::new();
    let mut lengths: HashMap<usize, usize> = HashMap::new();
    for v in values.iter().map(|v| fold(v)).filter(|v| !v.is_empty()) {
        out.filled += 1;
        out.distinct += usize::from(seen.insert(v.clone()));
        let chars = v.chars().count().max(1) as f64;
        let digits = v.chars().filter(char::is_ascii_digit).count() as f64;
        out.digits += digits / chars;
        out.length += chars;
        out.words += v.split_whitespace().count() as f64;
        let cjk = v.chars().any(is_cjk);
        out.cjk += usize::from(cjk);
        out.numbers += usize::from(is_number(&v));
        out.dates +=
            usize::from(read_date(&v).is_some_and(|(y, m, d)| (1..=12).contains(&m) && (1..=31).contains(&d) && (1000..2200).contains(&y)));
        out.sites += usize::from(is_site(&v));
        out.emails += usize::from(v.contains('@') && v.contains('.'));
        out.phones += usize::from((7.0..=15.0).contains(&digits) && v.chars().all(|c| c.is_ascii_digit() || " +-()./x".contains(c)));
        out.companies += usize::from(is_company(&v));
        out.codes += usize::from(!cjk && !v.contains(' ') && digits >= 1.0 && v.chars().any(char::is_alphabetic));
        out.sizes +=
            usize::from(v.contains('*') || v.contains('φ') || (v.starts_with('m') && v.chars().nth(1).is_some_and(|c| c.is_ascii_digit())));
        out.streets += usize::from(is_street(&v));
        out.decimals += usize::from(is_number(&v) && has_decimals(&v));
        out.persons += usize::from(if cjk { is_person(&v) } else { has_first_name(&v) });
        if v.bytes().all(|b| b.is_ascii_digit()) {
            *lengths.entry(v.len()).or_default() += 1;
        }
    }
    out.of_one_length = lengths.values().copied().max().unwrap_or(0);
    out.graded = graded(values);
    out
}

/// Says whether a value is the address of a site.
fn is_site(v: &str) -> bool {
    !v.contains(' ') && (v.starts_with("www.") || v.starts_with("http://") || v.starts_with("https://"))
}

fn is_number(v: &str) -> bool {
    let bare: String = v.chars().filter(|c| !matches!(c, ',' | '$' | '¥' | '€' | '%' | ' ' | '£')).collect();
    bare.parse::<f64>().is_ok()
}

fn is_company(v: &str) -> bool {
    const ENDS: [&str; 14] =
        ["公司", "厂", "经营部", "集团", "商行", "股份", "合作社", "银行", "研究院", "研究所", "中心", "事务所", "门市部", "办事处"];
    // Bodies that are no firms, by the end of their names only: 局 stands in other words as well.
    const BODIES: [&str; 16] =
        ["委员会", "协会", "学会", "联合会", "联盟", "医院", "学院", "大学", "学校", "中学", "小学", "局", "办公室", "委", "院", "部"];
    ENDS.iter().any(|e| v.contains(e))
        || (v.chars().count() >= 4 && BODIES.iter().any(|e| v.ends_with(e)))
        || v.split(|c: char| !c.is_alphanumeric()).any(|w| COMPANY_WORDS.contains(&w))
}

fn is_street(v: &str) -> bool {
    const SIGNS: [&str; 8] = ["路", "街", "号", "大道", "镇", "村", "巷", "弄"];
    let digits = v.chars().any(|c| c.is_ascii_digit());
    let words = v.split(|c: char| !c.is_alphanumeric()).any(|w| {
        matches!(w, "st" | "street" | "ave" | "avenue" | "rd" | "road" | "blvd" | "drive" | "dr" | "lane" | "ln" | "court" | "place")
    });
    (digits && words) || SIGNS.iter().filter(|s| v.contains(*s)).count() >= 2
}

fn has_decimals(v: &str) -> bool {
    v.split_once('.').is_some_and(|(_, d)| d.starts_with(|c: char| c.is_ascii_digit()))
}

/// Says whether one of at most three words is a usual first name.
fn has_first_name(v: &str) -> bool {
    let words: Vec<&str> = v.split(|c: char| !c.is_alphabetic()).filter(|w| !w.is_empty()).collect();
    words.len() <= 3 && words.iter().any(|w| !Nicknames::standard().full(w).is_empty())
}

/// Values read to see whether they are grades: reading takes longer than a glance.
const READ: usize = 400;

/// Gives the percentage of grades, strength classes or standards alone.
fn graded(values: &[&str]) -> f64 {
    let step = (values.len() / READ).max(1);
    let read: Vec<String> = values.iter().step_by(step).map(|v| fold(v)).filter(|v| !v.is_empty() && v.len() < 40).collect();
    let graded = read.iter().filter(|v| v.chars().any(|c| c.is_ascii_digit()) && is_grade_or_standard(v)).count();
    100.0 * graded as f64 / read.len().max(1) as f64
}
