//! Recognises what kind of values a column holds, from its header and its values, and says why.

mod headers;
mod look;

use crate::domain::similarity::fold;
use crate::plan::MatchKind;
use headers::{ADDRESSES, CLASSES, DESCRIPTIONS, IDENTIFIERS, MEASURES, MEASURES_ZH, PERSONS, PHONES, SPECIFICATIONS, known, says, word};
use look::{Look, look};

/// Why a column is taken to be of a kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// Its header holds this word, and the values do not object.
    Header(&'static str),
    /// This share of its values, in percent, look like it.
    Values(u8),
    /// It has so many distinct values: few.
    Few(usize),
    /// Its values are numbers, most of them different.
    Different,
    /// Its values are long or of many words.
    Long,
    /// Nothing else in the table names the things, and its texts differ most.
    Telling,
    /// Beside it stand specifications of materials, which it names.
    Specified,
    /// Nothing else fits.
    Nothing,
}

/// Gives the kind of each column with the reason, from its header and a sample of its values.
pub fn recognise_kinds(names: &[&str], values: &[Vec<&str>]) -> Vec<(MatchKind, Why)> {
    names.iter().zip(values).map(|(n, v)| recognise(&fold(n), &look(v))).collect()
}

/// Decides by the header where it is plain and the values do not object, otherwise by the values.
fn recognise(header: &str, look: &Look) -> (MatchKind, Why) {
    if look.filled == 0 {
        return (MatchKind::Category, Why::Nothing);
    }
    if let Some(found) = shaped(header, look).or_else(|| headed(header, look)) {
        return found;
    }
    if look.share(look.companies) > 0.3 && says(header, &["description", "abstract"]).is_none() && look.mean(look.words) < 12.0 {
        return (MatchKind::CompanyName, look.values(look.companies));
    }
    if look.share(look.numbers) > 0.9 { numeric(header, look) } else { textual(header, look) }
}

/// Recognises e-mail addresses, sites and dates, whose shape is hardly mistaken.
fn shaped(header: &str, look: &Look) -> Option<(MatchKind, Why)> {
    let mails = look.share(look.emails);
    if mails > 0.6 || (mails > 0.2 && says(header, &["email", "e-mail", "邮箱"]).is_some()) {
        return Some((MatchKind::Email, look.values(look.emails)));
    }
    if look.share(look.sites) > 0.6 {
        return Some((MatchKind::Identifier, look.values(look.sites)));
    }
    let dates = look.share(look.dates);
    let code = says(header, &["编码", "编号", "code"]).is_some();
    let dated = dates > 0.7 && !code || dates > 0.3 && says(header, &["date", "日期", "dob"]).is_some();
    dated.then(|| (MatchKind::Date, look.values(look.dates)))
}

/// Goes by the header, where the values do not object.
fn headed(header: &str, look: &Look) -> Option<(MatchKind, Why)> {
    let length = look.mean(look.length);
    let found = |kind, words: &[&'static str], fits: bool| says(header, words).filter(|_| fits).map(|w| (kind, Why::Header(w)));
    let listed = || known(header).filter(|(kind, _)| agrees(*kind, look)).map(|(kind, field)| (kind, Why::Header(field)));
    found(MatchKind::Phone, &PHONES, look.mean(look.digits) > 0.5)
        .or_else(|| found(MatchKind::Identifier, &IDENTIFIERS, true))
        .or_else(|| found(MatchKind::Identifier, &["part_no"], true))
        .or_else(|| found(MatchKind::Specification, &SPECIFICATIONS, length < 60.0))
        .or_else(|| found(MatchKind::Address, &ADDRESSES, length > 4.0 && look.share(look.numbers) < 0.6))
        .or_else(listed)
}

/// Says whether values may be of the kind that a header promises.
fn agrees(kind: MatchKind, look: &Look) -> bool {
    let (length, numbers) = (look.mean(look.length), look.share(look.numbers));
    match kind {
        MatchKind::Phone => look.mean(look.digits) > 0.5,
        MatchKind::Email => look.share(look.emails) > 0.2,
        MatchKind::Address => length > 4.0 && numbers < 0.6,
        MatchKind::PersonName => length < 40.0 && numbers < 0.1,
        MatchKind::Number => numbers > 0.9,
        // Elsewhere `dimensions` are those of any goods.
        MatchKind::Specification => length < 60.0 && (look.share(look.cjk) > 0.2 || look.share(look.sizes) > 0.2 || look.graded > 20.0),
        _ => true,
    }
}

fn numeric(header: &str, look: &Look) -> (MatchKind, Why) {
    let length = look.mean(look.length);
    let few = look.distinct <= 12 || (look.distinct as f64) < look.filled as f64 * 0.002;
    if let Some(w) = word(header, &MEASURES).or_else(|| says(header, &MEASURES_ZH)) {
        return (MatchKind::Number, Why::Header(w));
    }
    match word(header, &CLASSES) {
        _ if few => (MatchKind::Category, Why::Few(look.distinct)),
        Some(w) => (MatchKind::Category, Why::Header(w)),
        None if look.share(look.phones) > 0.95 && length >= 10.0 => (MatchKind::Phone, look.values(look.phones)),
        // Codes have one length, as what is measured has not. Short ones are years and postcodes; long ones that several share reach
        // somebody rather than stand for one.
        None if look.share(look.of_one_length) > 0.9 && length >= 4.0 && !(length >= 6.0 && often_different(look)) => {
            let kind = if length >= 7.0 { MatchKind::Phone } else { MatchKind::Category };
            (kind, look.values(look.of_one_length))
        }
        None if look.share(look.decimals) > 0.2 => (MatchKind::Number, look.values(look.numbers)),
        None if length >= 6.0 && often_different(look) => (MatchKind::Identifier, Why::Different),
        None => (MatchKind::Number, look.values(look.numbers)),
    }
}

fn often_different(look: &Look) -> bool {
    look.distinct as f64 > look.filled as f64 * 0.5
}

fn textual(header: &str, look: &Look) -> (MatchKind, Why) {
    let (length, words) = (look.mean(look.length), look.mean(look.words));
    let few = look.distinct <= 30 || (look.distinct as f64) < (look.filled as f64 * 0.02).max(12.0);
    let person = says(header, &PERSONS).or_else(|| says(header, &["person"])).filter(|_| length < 40.0);
    let described = says(header, &DESCRIPTIONS).or_else(|| word(header, &["name"]));
    match () {
        () if person.is_some() => (MatchKind::PersonName, person.map_or(Why::Nothing, Why::Header)),
        () if look.graded > 60.0 => (MatchKind::Specification, Why::Values(look.graded.round() as u8)),
        () if few && length < 30.0 => (MatchKind::Category, Why::Few(look.distinct)),
        () if look.share(look.phones) > 0.8 => (MatchKind::Phone, look.values(look.phones)),
        () if look.share(look.streets) > 0.5 => (MatchKind::Address, look.values(look.streets)),
        () if look.share(look.sizes) > 0.3 => (MatchKind::Specification, look.values(look.sizes)),
        () if look.share(look.codes) > 0.7 && words < 1.3 => (MatchKind::Identifier, look.values(look.codes)),
        () if look.share(look.persons) > 0.6 || (look.cjk == 0 && look.share(look.persons) > 0.3) => {
            (MatchKind::PersonName, look.values(look.persons))
        }
        () if described.is_some() => (MatchKind::Description, described.map_or(Why::Nothing, Why::Header)),
        () if words > 3.0 || length > 24.0 => (MatchKind::Description, Why::Long),
        () => (MatchKind::Text, Why::Nothing),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Gives the kind of a column whose header says nothing.
    fn nameless(values: impl Iterator<Item = String>) -> MatchKind {
        let values: Vec<String> = values.collect();
        recognise_kinds(&["c1"], &[values.iter().map(String::as_str).collect()])[0].0
    }

    #[test]
    fn values_decide_where_the_header_says_nothing() {
        let surnames: Vec<char> = "王李张刘陈杨赵黄周吴徐孙胡朱林".chars().collect();
        assert_eq!(
            nameless((0..60).map(|i| format!("{}{}", surnames[i % 15], ["建国", "小红", "志强", "丽"][i / 15]))),
            MatchKind::PersonName
        );
        assert_eq!(nameless((0..60).map(|i| format!("{} {i}x", ["Bill", "Susan", "Xhu", "William"][i % 4]))), MatchKind::PersonName);
        assert_eq!(nameless((0..60).map(|i| ["Q235B", "45#", "304", "6061-T6"][i % 4].to_owned())), MatchKind::Specification);
        assert_eq!(nameless((0..60).map(|i| format!("{}.{}", 120 + i * 37, i % 10))), MatchKind::Number);
        assert_eq!(nameless((0..60).map(|i| format!("{}", 10_000 + i % 20 * 117))), MatchKind::Category);
        assert_eq!(nameless((0..60).map(|i| format!("{}", 2_850_000 + i % 20 * 1171))), MatchKind::Phone);
        assert_eq!(nameless((0..60).map(|i| format!("{}", 2_850_000 + i * 1171))), MatchKind::Identifier);
    }

    #[test]
    fn header_and_values_decide_together_and_say_so() {
        let kind = |name: &str, values: &[&str]| recognise_kinds(&[name], &[values.to_vec()])[0];
        assert_eq!(kind("手机", &["13812345678", "13912345678"]), (MatchKind::Phone, Why::Header("手机")));
        assert_eq!(kind("x", &["a@b.cn", "c@d.cn"]), (MatchKind::Email, Why::Values(100)));
        assert_eq!(kind("客户", &["苏州宏达五金有限公司", "无锡鑫源电子厂"]), (MatchKind::CompanyName, Why::Values(100)));
        assert_eq!(kind("x", &["www.a.cn", "http://b.cn/c"]), (MatchKind::Identifier, Why::Values(100)));
        assert_eq!(kind("name", &["计划委员会", "射箭联合会"]), (MatchKind::CompanyName, Why::Values(100)));
        assert_eq!(kind("状态", &["启用", "停用", "启用"]), (MatchKind::Category, Why::Few(2)));
        assert_eq!(kind("STCEG", &["DE 811 907 980", "ATU 1585 3609"]), (MatchKind::Identifier, Why::Header("stceg")));
        assert_eq!(kind("Dimensions", &["11.1 by 8.2 in", "long"]).0, MatchKind::Category);
    }
}
