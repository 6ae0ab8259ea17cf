//! Writes days as `YYYY-MM-DD`.

use crate::domain::date::{self, DateFault};
use crate::normalise::notice::{AMBIGUOUS_DATE, SERIAL_DATE, UNREADABLE_DATE};
use crate::normalise::{Context, Evidence, Loss, Normaliser, Note, Outcome};

pub(in crate::normalise) const NORMALISER: Normaliser = Normaliser {
    name: "date",
    does: (
        "各种写法的日期改为 YYYY-MM-DD，去掉时间；日月先后由全列其他值决定，决定不了的不猜。0000-00-00、1900-01-01 之类占位日期改为空。\
         两位年份和表格序列号不改，只报告。",
        "Writes days as YYYY-MM-DD without time. Whether day or month stands first is decided by the rest of the column and never guessed. Fillers \
         such as 0000-00-00 and 1900-01-01 are emptied. Years of two digits and day numbers of spreadsheets are only reported.",
    ),
    why: ("各系统的日期格式不同，装载时须一致。", "Systems write days differently; a load needs one way."),
    example: ("2024年1月5日", "2024-01-05"),
    loses: Loss::Information,
    evidence: Evidence::Dates,
    checked_by: &["date_form"],
    apply,
};

fn apply(value: &str, context: &Context<'_>) -> Outcome {
    if is_iso(value) {
        return Outcome::Unchanged;
    }
    match date::read(value, context.column.dates.order()) {
        Ok(day) => Outcome::of(value, day.to_string().into()),
        Err(DateFault::Placeholder) => Outcome::Changed(String::new()),
        Err(DateFault::Ambiguous { day_first, month_first }) => {
            Outcome::Noted(None, Note::new(&AMBIGUOUS_DATE).expecting(format!("{day_first} / {month_first}")))
        }
        Err(DateFault::Serial(day)) => Outcome::Noted(None, Note::new(&SERIAL_DATE).suggesting(day.to_string())),
        Err(fault) => Outcome::Failed(Note::new(&UNREADABLE_DATE).expecting(fault.as_str())),
    }
}

/// The usual case without any allocation: `YYYY-MM-DD` between 1950 and 2099, up to the 28th.
fn is_iso(value: &str) -> bool {
    let b = value.as_bytes();
    let pair = |i: usize| match (b.get(i), b.get(i + 1)) {
        (Some(t @ b'0'..=b'9'), Some(o @ b'0'..=b'9')) => u32::from(t - b'0') * 10 + u32::from(o - b'0'),
        _ => 100,
    };
    b.len() == 10
        && b.get(4) == Some(&b'-')
        && b.get(7) == Some(&b'-')
        && matches!((pair(0), pair(2)), (19, 50..=99) | (20, 0..=99))
        && (1..=12).contains(&pair(5))
        && (1..=28).contains(&pair(8))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalise::value::tests::check_in;

    #[test]
    fn the_column_decides_the_order_and_nothing_is_guessed() {
        for (column, expected) in [
            (&["13/01/2024", "05/01/2024"][..], "2024-01-05"),
            (&["01/13/2024", "05/01/2024"], "2024-05-01"),
            (&["05/01/2024"], "!ambiguous-date"),
            (&["13/01/2024", "01/13/2024", "05/01/2024"], "!ambiguous-date"),
            (&["2024-01-05"], "2024-01-05"),
            (&["2024-02-29"], "2024-02-29"),
            (&["2023-02-29"], "!unreadable-date"),
            (&["20240105"], "2024-01-05"),
            (&["45296"], "!serial-date"),
            (&["24-01-05"], "!unreadable-date"),
            (&["0000-00-00"], ""),
            (&["9999-12-31"], "9999-12-31"),
            (&["2024-01-05 13:00"], "2024-01-05"),
        ] {
            check_in(&NORMALISER, "date", column, expected);
        }
    }
}
