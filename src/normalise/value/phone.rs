//! Writes phone numbers as they are dialled.

use crate::domain::phone::{self, PhoneFault};
use crate::normalise::notice::{CONTACT_IN_PHONE, UNREADABLE_PHONE, ZERO_RESTORED};
use crate::normalise::{Context, Evidence, Loss, Normaliser, Note, Outcome};

pub(in crate::normalise) const NORMALISER: Normaliser = Normaliser {
    name: "phone",
    does: (
        "手机写作 13800138000，固话 0755-26780808，分机 0755-26780808-801，外国号码 +16502530000；多个号码以“ / ”分开，第二个沿用前一个的区号。\
         全列多为中国号码时补回丢失的 0；夹带的姓名取出。",
        "Writes mobiles as 13800138000, landlines as 0755-26780808, extensions as 0755-26780808-801, foreign numbers as +16502530000; several are \
         separated by \" / \", the second inheriting the area code. Where the column is mostly Chinese, a lost 0 is put back. Words are taken out.",
    ),
    why: ("同一号码写法很多，统一后才能比对和拨打。", "One number is written in many ways; only alike can it be compared and dialled."),
    example: ("电话：（0755）2678 0808/26780809", "0755-26780808 / 0755-26780809"),
    loses: Loss::Information,
    evidence: Evidence::Phones,
    checked_by: &["phone_form"],
    apply,
};

fn apply(value: &str, context: &Context<'_>) -> Outcome {
    if phone::is_domestic(value, &context.tables.areas) {
        return Outcome::Unchanged;
    }
    let phones = match phone::read(value, &context.tables.areas) {
        Ok(phones) => phones,
        // Where other countries' numbers stand without country code, nothing can be said about them.
        Err(_) if !context.column.mostly_fits() => return Outcome::Unchanged,
        Err(fault) => return failed(fault),
    };
    let repaired = phones.numbers.iter().any(|p| p.repaired);
    if repaired && !context.column.mostly_fits() {
        return Outcome::Unchanged;
    }
    let written: Vec<String> = phones.numbers.iter().map(phone::Phone::domestic).collect();
    let written = written.join(" / ");
    if !phones.remark.is_empty() {
        return Outcome::noted(value, &written, Note::new(&CONTACT_IN_PHONE).expecting(phones.remark));
    }
    if repaired {
        return Outcome::noted(value, &written, Note::new(&ZERO_RESTORED));
    }
    Outcome::of(value, written.into())
}

fn failed(fault: PhoneFault) -> Outcome {
    Outcome::Failed(Note::new(&UNREADABLE_PHONE).expecting(fault.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalise::value::tests::check_in;

    #[test]
    fn the_column_decides_about_doubtful_numbers() {
        for (column, expected) in [
            (&["13800138000", "010-62782051", "75526780808"][..], "0755-26780808 !leading-zero-restored"),
            (&["650-253-0000", "75526780808"], "75526780808"),
            (&["650-253-0000", "425-555-0100"], "425-555-0100"),
            (&["13800138000", "425-555-0100"], "!unreadable-phone"),
            (&["张工13800138000"], "13800138000 !contact-in-phone"),
            (&["+1 (650) 253-0000"], "+16502530000"),
            (&["13800138000", "26780808"], "!unreadable-phone"),
        ] {
            check_in(&NORMALISER, "phone", column, expected);
        }
    }
}
