//! Finds texts that the target field would cut.

use super::super::case::Case;
use super::super::doc::{CheckDoc, Example, Kind, Parameter};
use super::super::judgement::{Judgement, Outcome, Why};

pub(in super::super) const DOC: CheckDoc = CheckDoc {
    name: "too_long",
    does: (
        "文本的字符数超过目标字段长度；汉字和字母都按一个字符计。旧编码若要重新编号，则不适用。",
        "The text has more characters than the target field takes; a Chinese character counts as one like any other. Not applicable to old codes in whose place new ones are given.",
    ),
    needs_field: true,
    parameters: &[Parameter::new("max", Kind::Number, "最多字符数；默认取字段的 length", "most characters; the field's length by default")],
    example: Example { field: "name", params: "max = 4", table: "name\n华为技术\n华为技术有限公司", others: &[], fails: &[2] },
    run,
};

fn run(case: &Case<'_>) -> Outcome {
    let declared = case.field.as_deref().and_then(|f| case.subject.spec.field(f)).and_then(|f| f.length);
    let Some(max) = case.params.count("max").or(declared) else { return Outcome::default() };
    // Old codes never reach a target that is given new ones.
    let (spec, old) = (case.subject.spec, case.subject.ledger.is_some());
    if old && spec.code_scheme.is_some() && spec.key.as_deref() == case.field.as_deref() {
        return Outcome::default();
    }
    case.each_value(|_, value| {
        // A character has at least one byte, so short texts need no counting.
        if value.len() <= max {
            return Judgement::Good;
        }
        match value.chars().count() {
            n if n <= max => Judgement::Good,
            n => case.bad(|| Why::expected(format!("≤ {max} ({n})"))),
        }
    })
}
