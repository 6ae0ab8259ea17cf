//! Writes terms of delivery and payment in one way, as text.

use crate::domain::fold::fold_width;
use crate::normalise::{Context, Evidence, Loss, Normaliser, Outcome};

/// The rules of Incoterms 2020, and those of 2010 that are still in use.
const INCOTERMS: &[&str] = &["EXW", "FCA", "FAS", "FOB", "CFR", "CIF", "CPT", "CIP", "DPU", "DAP", "DDP", "DAT", "DDU", "DAF"];

pub(in crate::normalise) const NORMALISER: Normaliser = Normaliser {
    name: "trade_terms",
    does: (
        "付款和交货条件改为半角，Incoterms 代码改为大写；内容不解释。",
        "Writes terms in usual width and codes of Incoterms in capitals; they are not interpreted.",
    ),
    why: ("便于按相同条件归类。", "Equal terms can then be grouped."),
    example: ("fob 上海", "FOB 上海"),
    loses: Loss::Nothing,
    evidence: Evidence::None,
    checked_by: &[],
    apply,
};

fn apply(value: &str, _: &Context<'_>) -> Outcome {
    let narrow = fold_width(value);
    let head: String = narrow.chars().take_while(char::is_ascii_alphabetic).collect::<String>().to_ascii_uppercase();
    let text = match narrow.get(head.len()..) {
        Some(rest) if INCOTERMS.contains(&head.as_str()) => format!("{head}{rest}"),
        _ => narrow.into_owned(),
    };
    Outcome::of(value, text.into())
}
