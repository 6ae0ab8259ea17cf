//! Chooses what to compare: which columns form a field, and how fine the comparison is.

use super::compare::Days;
use super::field::{Comparison, FieldSpec};
use super::records::{Column, Records};
use super::spots::spot_columns;
use crate::domain::similarity::{fold, is_cjk};
use crate::plan::MatchKind;

/// Fields at most: a comparison vector has four bits for each.
const MOST: usize = 30;

/// Gives the fields to compare.
pub fn choose(records: &Records) -> Vec<FieldSpec> {
    let spots = spot_columns(records);
    let other = |c: &&Column| !spots.iter().any(|s| s.name == c.name);
    let useful: Vec<&Column> = records.columns.iter().filter(other).filter(|c| on_both_sides(c, records)).collect();
    let mut fields: Vec<FieldSpec> = Vec::new();
    if !spots.is_empty() {
        fields.push(spec(&spots, Comparison::Spot));
    }
    let useful = without_echoes(&useful);
    let described = material_columns(&useful);
    if !described.is_empty() {
        fields.push(spec(&described, Comparison::Material));
    }
    let goods = if described.is_empty() { goods_columns(&useful, records) } else { Vec::new() };
    if !goods.is_empty() {
        fields.push(spec(&goods, Comparison::Goods));
    }
    let told = |c: &&&Column| described.iter().chain(goods.iter().filter(|g| is_wordy(g))).any(|d| d.name == c.name);
    // What is told in one text alone is told by its name.
    let texts = useful.iter().filter(|c| matches!(c.kind, MatchKind::Description | MatchKind::Text)).count();
    for c in useful.iter().filter(|c| !told(c)) {
        let named = texts == 1 && c.kind == MatchKind::Description && looks_like_names(c);
        fields.push(spec(&[c], if named { Comparison::Name } else { comparison(c) }));
    }
    if let Some(codes) = code_columns(&useful, described.is_empty() && goods.is_empty()) {
        fields.push(codes);
    }
    fields.truncate(MOST);
    fields
}

/// Leaves out columns that another one repeats: a first name beside the full name would count the same agreement twice.
fn without_echoes<'a>(columns: &[&'a Column]) -> Vec<&'a Column> {
    let filled = |c: &Column| c.values.iter().take(ECHO_SAMPLE).filter(|v| !v.is_empty()).count();
    let mut kept: Vec<&Column> = columns.to_vec();
    for a in columns {
        let repeated = |b: &&Column| {
            b.name != a.name
                && a.kind != MatchKind::Number
                && filled(b) * 20 >= filled(a) * 19
                && repeats(b, a)
                && !(repeats(a, b) && a.name < b.name)
        };
        if kept.iter().any(repeated) {
            kept.retain(|c| c.name != a.name);
        }
    }
    kept
}

/// Records looked at to see whether a column repeats another.
const ECHO_SAMPLE: usize = 3000;

/// Says whether nearly all values of `part` are words of the values of `whole`.
fn repeats(whole: &Column, part: &Column) -> bool {
    let (mut both, mut inside) = (0usize, 0usize);
    for (w, p) in whole.values.iter().zip(part.values.iter()).take(ECHO_SAMPLE).filter(|(w, p)| !w.is_empty() && !p.is_empty()) {
        let (w, p) = (fold(w), fold(p));
        both += 1;
        let words: Vec<&str> = w.split(|c: char| !c.is_alphanumeric()).collect();
        inside += usize::from(p.split(|c: char| !c.is_alphanumeric()).filter(|x| !x.is_empty()).all(|x| words.contains(&x)));
    }
    both >= 20 && inside * 10 >= both * 9
}

fn spec(columns: &[&Column], comparison: Comparison) -> FieldSpec {
    let names: Vec<String> = columns.iter().map(|c| c.name.clone()).collect();
    FieldSpec { name: names.join("+"), comparison, columns: names }
}

/// Says whether a column has values, in both lists where two are linked.
fn on_both_sides(column: &Column, records: &Records) -> bool {
    let filled = |side: u8| {
        column.values.iter().enumerate().any(|(i, v)| !v.is_empty() && records.side.as_ref().is_none_or(|s| s.get(i) == Some(&side)))
    };
    if records.side.is_some() { filled(0) && filled(1) } else { filled(0) }
}

/// Gives the columns that together describe a material: where the name stands in one and the size in another, either may hold both.
fn material_columns<'a>(columns: &[&'a Column]) -> Vec<&'a Column> {
    let specs: Vec<&Column> = columns.iter().filter(|c| c.kind == MatchKind::Specification && !is_grade_or_standard(c)).copied().collect();
    if specs.is_empty() {
        return Vec::new();
    }
    columns.iter().filter(|c| c.kind == MatchKind::Description).copied().chain(specs).collect()
}

/// Gives the column of the titles of goods, and after it those that say more of them.
fn goods_columns<'a>(columns: &[&'a Column], records: &Records) -> Vec<&'a Column> {
    let title = columns.iter().filter(|c| is_wordy(c) && is_title(c, records)).min_by(|a, b| {
        let called = |c: &Column| !called(c, &["title", "name", "product", "item"]);
        called(a).cmp(&called(b)).then_with(|| mean_words(a).total_cmp(&mean_words(b))).then_with(|| a.name.cmp(&b.name))
    });
    let Some(title) = title else { return Vec::new() };
    // Where an identifier stands beside it, learning needs no help; one column alone that is linked holds more than a title.
    let identified = columns.iter().any(|c| c.kind == MatchKind::Identifier);
    if identified || (records.side.is_some() && columns.len() == 1) {
        return Vec::new();
    }
    let says_more = |c: &&&Column| {
        c.name != title.name && matches!(c.kind, MatchKind::Description | MatchKind::Text | MatchKind::Category | MatchKind::Identifier)
    };
    std::iter::once(*title).chain(columns.iter().filter(says_more).copied()).collect()
}

/// Says whether a column is compared word by word.
fn is_wordy(column: &Column) -> bool {
    matches!(column.kind, MatchKind::Description | MatchKind::Text) && comparison(column) == Comparison::Words
}

/// Share of the titles of goods that hold a digit, in percent, at least.
const WITH_DIGITS: usize = 40;

/// Says whether nearly every record has a title of goods: some words, and often a measure or a code among them.
fn is_title(column: &Column, records: &Records) -> bool {
    let looked: Vec<&str> = column.values.iter().filter(|v| !v.is_empty()).take(3000).collect();
    let all = column.values.iter().take(3000.max(looked.len())).count().min(records.n);
    let digits = looked.iter().filter(|v| v.chars().any(|c| c.is_ascii_digit())).count();
    let distinct: std::collections::HashSet<&str> = looked.iter().copied().collect();
    !is_chinese(column)
        && looked.len() * 10 >= all.min(3000) * 9
        && digits * 100 >= looked.len() * WITH_DIGITS
        && distinct.len() * 10 >= looked.len() * 7
        && mean_words(column) >= 3.0
}

/// Says whether a column holds grades or standards alone, which are compared by themselves.
fn is_grade_or_standard(column: &Column) -> bool {
    let (mut filled, mut alone) = (0usize, 0usize);
    for v in column.values.iter().filter(|v| !v.is_empty()).take(2000) {
        filled += 1;
        alone += usize::from(crate::domain::material::is_grade_or_standard(&fold(v)));
    }
    alone * 10 > filled * 6
}

/// Dates looked at to see what they are.
const DATES: usize = 5000;

/// Words of a text, on average, from which its codes are a part of what it says.
const LONG: f64 = 5.0;

/// Gives a field for rare codes in all descriptive texts together, where enough of them hold one.
fn code_columns(columns: &[&Column], wanted: bool) -> Option<FieldSpec> {
    // Of a short text the codes are nearly all there is: they would count its agreement twice.
    let long = |c: &&&Column| matches!(c.kind, MatchKind::Description | MatchKind::Text) && mean_words(c) > LONG;
    let texts: Vec<&Column> = columns.iter().filter(long).copied().collect();
    let sample: Vec<String> = texts.iter().flat_map(|c| c.values.iter().filter(|v| !v.is_empty()).take(3000)).map(fold).collect();
    let refs: Vec<&str> = sample.iter().map(String::as_str).collect();
    let codes = super::compare::Codes::new(&refs);
    (wanted && codes.filled() * 10 > refs.len()).then(|| {
        let mut s = spec(&texts, Comparison::Codes);
        s.name = format!("codes of {}", s.name);
        s
    })
}

fn comparison(column: &Column) -> Comparison {
    match column.kind {
        MatchKind::CompanyName if is_chinese(column) => Comparison::Company,
        MatchKind::CompanyName => Comparison::Organisation,
        MatchKind::Description if holds_names(column) => Comparison::Name,
        MatchKind::Description => Comparison::Words,
        MatchKind::PersonName => Comparison::Person,
        MatchKind::Identifier => Comparison::Identifier,
        MatchKind::Phone => Comparison::Phone,
        MatchKind::Email => Comparison::Email,
        MatchKind::Address => Comparison::Address,
        MatchKind::Date if Days::are_events(column.values.iter().filter(|v| !v.is_empty()).take(DATES)) => Comparison::Day,
        MatchKind::Date => Comparison::Date,
        MatchKind::Number => Comparison::Number,
        MatchKind::Category => Comparison::Category,
        // What describes a part goes into one field; this is a grade or a standard.
        MatchKind::Specification => Comparison::Grade,
        MatchKind::Text => {
            if mean_words(column) > 2.5 {
                Comparison::Words
            } else {
                Comparison::Short
            }
        }
    }
}

fn is_chinese(column: &Column) -> bool {
    let (mut filled, mut chinese) = (0usize, 0usize);
    for v in column.values.iter().filter(|v| !v.is_empty()).take(3000) {
        filled += 1;
        chinese += usize::from(v.chars().any(is_cjk));
    }
    chinese * 3 > filled
}

/// Says whether a column that is called a name holds names of somebody rather than of goods.
fn holds_names(column: &Column) -> bool {
    called(column, &["name", "names"]) && looks_like_names(column)
}

/// Says whether texts may be names of somebody: few words, hardly a digit, few in Chinese.
fn looks_like_names(column: &Column) -> bool {
    let looked: Vec<&str> = column.values.iter().filter(|v| !v.is_empty()).take(3000).collect();
    let digits = looked.iter().filter(|v| v.chars().any(|c| c.is_ascii_digit())).count();
    !is_chinese(column) && digits * 8 < looked.len() && mean_words(column) < 6.0
}

/// Says whether a column is called so.
fn called(column: &Column, words: &[&str]) -> bool {
    fold(&column.name).split(|c: char| !c.is_alphanumeric()).any(|w| words.contains(&w))
}

fn mean_words(column: &Column) -> f64 {
    let (mut filled, mut words) = (0usize, 0usize);
    for v in column.values.iter().filter(|v| !v.is_empty()).take(3000) {
        filled += 1;
        words += v.split_whitespace().count();
    }
    words as f64 / filled.max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_of_short_texts_are_no_evidence_of_their_own() {
        let records = |words: &str| {
            let values = (0..40).map(|i| format!("{words} ex{} 4p{i}", 10 + i % 7)).collect();
            let numbers = (0..40).map(|i| format!("{}", 4_711_000 + i)).collect();
            let columns = vec![
                Column { name: "post".into(), kind: MatchKind::Text, values },
                Column { name: "number".into(), kind: MatchKind::Identifier, values: numbers },
            ];
            Records { columns, n: 40, side: None }
        };
        let comparisons = |r: &Records| choose(r).iter().map(|f| f.comparison).collect::<Vec<_>>();
        assert_eq!(comparisons(&records("")), [Comparison::Short, Comparison::Identifier]);
        assert_eq!(
            comparisons(&records("the black radio of sony with two speakers")),
            [Comparison::Words, Comparison::Identifier, Comparison::Codes]
        );
    }

    #[test]
    fn titles_of_goods_take_in_what_else_is_said_of_them() {
        let records = |side: Option<Vec<u8>>, more: &[(&str, MatchKind)]| {
            let titles = (0..40).map(|i| format!("sony turntable psl{i} with {} speakers", i % 3 + 2)).collect();
            let title = Column { name: "title".into(), kind: MatchKind::Description, values: titles };
            let other = |(name, kind): &(&str, MatchKind)| Column {
                name: (*name).into(),
                kind: *kind,
                values: (0..40).map(|i| format!("with a cable of {} feet and a box of wood", i % 5)).collect(),
            };
            Records { columns: std::iter::once(title).chain(more.iter().map(other)).collect(), n: 40, side }
        };
        let fields = |r: &Records| choose(r).iter().map(|f| (f.name.clone(), f.comparison)).collect::<Vec<_>>();
        let text = ("text", MatchKind::Text);
        assert_eq!(fields(&records(None, &[text])), [("title+text".to_owned(), Comparison::Goods)]);
        assert_eq!(fields(&records(None, &[])), [("title".to_owned(), Comparison::Goods)]);
        let linked = Some((0..40).map(|i| i % 2).collect());
        assert_eq!(fields(&records(linked, &[])).first().map(|f| f.1), Some(Comparison::Words));
        let identified = fields(&records(None, &[text, ("number", MatchKind::Identifier)]));
        assert!(identified.iter().all(|f| f.1 != Comparison::Goods), "{identified:?}");
    }
}
