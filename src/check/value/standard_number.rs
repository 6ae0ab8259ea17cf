//! Finds malformed numbers of standards.

use super::super::case::Case;
use super::super::doc::{CheckDoc, Example};
use super::super::judgement::{Judgement, Outcome, Why};
use regex::Regex;
use std::sync::OnceLock;

pub(in super::super) const DOC: CheckDoc = CheckDoc {
    name: "standard_number",
    does: (
        "标准号格式不规范。认得国家、行业、团体、企业和国际标准的写法，如 GB/T 5783-2016、DIN 933、ISO 4014、Q/ABC 001-2020；缺斜杠或空格的给出建议。",
        "The number of the standard is malformed. Known are national, trade, association, company and international forms such as GB/T 5783-2016, DIN 933, ISO 4014, Q/ABC 001-2020; where a slash or space is missing, the right form is suggested.",
    ),
    needs_field: true,
    parameters: &[],
    example: Example {
        field: "standard_no",
        params: "",
        table: "standard_no\nGB/T 5783-2016\nDIN 933\nGBT5783\n国标\nISO 4014:2011",
        others: &[],
        fails: &[3, 4],
    },
    run,
};

/// Body and its parts, number with dotted parts, year; several standards may stand in one cell.
const FORM: &str =
    r"^[A-Z]{1,6}(?:/[A-Z]{1,8})?(?: [A-Z]{1,4})? ?[A-Z]?[0-9]{1,6}(?:[.-][0-9]{1,4}){0,3}(?:[-:—][0-9]{2,4})?(?:[ (（/].{0,20})?$";
/// A recommended standard whose slash or space was left out.
const SQUEEZED: &str = r"^(GB|JB|HG|QB|YB|SJ|DL|NB|HB|QC|TB|CB|MT|SY|JG|CJ|YS|SH|BB|FZ|QJ|WJ|LY|JC|JT|DB[0-9]{2})[ /]?T[ -]?([0-9].*)$";

fn run(case: &Case<'_>) -> Outcome {
    static PATTERNS: OnceLock<(Regex, Regex)> = OnceLock::new();
    let (form, squeezed) = PATTERNS.get_or_init(|| {
        let compile = |p: &str| Regex::new(p).expect("the pattern is a constant");
        (compile(FORM), compile(SQUEEZED))
    });
    case.each_distinct(|value| {
        let mut parts = value.split(['、', ',', '，', ';', '；']).map(str::trim).filter(|p| !p.is_empty());
        let good = |part: &str| form.is_match(part) && squeezed.captures(part).is_none_or(|c| part.starts_with(&format!("{}/T ", &c[1])));
        if parts.all(good) {
            return Judgement::Good;
        }
        case.bad(|| {
            let why = Why::expected("GB/T 5783-2016");
            match squeezed.captures(value.trim()) {
                Some(c) => why.suggesting(format!("{}/T {}", &c[1], c[2].trim())),
                None => why,
            }
        })
    })
}
