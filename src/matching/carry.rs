//! What a merge without a person must rest on: a name that agrees, or an identifier. A shared town, telephone, contact or street says that
//! two firms have something to do with each other, which sister firms, neighbours and sizes of one part have as well.

use super::field::{Comparison, Field};
use super::records::Records;
use super::score::Scored;
use rayon::prelude::*;

/// What agreement in a field means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    /// It names the thing: from the first level on a little, from the second on fully.
    Name(u8, u8),
    /// It stands for the thing.
    Identifier,
    /// It reaches the thing.
    Contact,
    /// It is where the thing is.
    Place,
    /// It is somebody of the thing.
    Person,
}

/// The fields that can carry a merge.
pub struct Carriers<'a> {
    parts: Vec<(&'a Field, Part)>,
    /// Whether names are known part by part, so that a little agreement is that of what tells firms apart.
    anatomy: bool,
    /// Whether it is known where the things are.
    placed: bool,
    /// Whether two lists are linked: that a record has no other partner speaks for the one it has.
    linked: bool,
}

impl<'a> Carriers<'a> {
    /// Takes the fields; `None` where nothing names a firm or a material, or nothing stands beside the name.
    pub fn of(fields: &'a [Field], records: &Records) -> Option<Self> {
        let filled = |f: &Field, tenths: usize| f.filled * 10 > records.n * tenths;
        // Other words than a firm's or a part's, such as the title of a book, carry nothing here.
        let reached = fields.iter().any(|f| matches!(f.spec.comparison, Comparison::Phone | Comparison::Address) && filled(f, 3));
        let name = fields
            .iter()
            .filter(|f| match f.spec.comparison {
                Comparison::Company | Comparison::Material => true,
                Comparison::Words | Comparison::Name | Comparison::Organisation => reached,
                _ => false,
            })
            .filter(|f| filled(f, 3))
            .max_by(|a, b| a.weight_of_agreement().total_cmp(&b.weight_of_agreement()).then_with(|| b.spec.name.cmp(&a.spec.name)))?;
        let part = |f: &'a Field| match f.spec.comparison {
            _ if std::ptr::eq(f, name) => Some((f, named(f.spec.comparison))),
            Comparison::Identifier => Some((f, Part::Identifier)),
            Comparison::Phone | Comparison::Email => Some((f, Part::Contact)),
            Comparison::Address => Some((f, Part::Place)),
            Comparison::Person => Some((f, Part::Person)),
            _ => None,
        };
        let placed = fields.iter().any(|f| f.spec.comparison == Comparison::Address && filled(f, 3));
        let anatomy = !matches!(name.spec.comparison, Comparison::Words | Comparison::Name | Comparison::Organisation);
        let parts = fields.iter().filter_map(part).collect();
        (fields.len() > 1).then_some(Self { parts, anatomy, placed, linked: records.side.is_some() })
    }

    /// Says whether a pair may be merged without a person.
    pub fn carry(&self, a: u32, b: u32) -> bool {
        let (mut some, mut short, mut contact, mut place, mut person) = (true, false, false, 0u8, false);
        let elsewhere = self.elsewhere(a, b);
        for (field, part) in &self.parts {
            let level = field.level(a, b);
            let full = usize::from(level) >= field.top();
            match part {
                Part::Name(_, fully) if level >= fully + elsewhere && !(firm(field) && level == CLOSE) => return true,
                Part::Name(little, _) => (some, short) = (level == 0 || level >= *little, level > *little),
                Part::Identifier if usize::from(level) + 1 >= field.top() => return true,
                Part::Identifier => {}
                Part::Contact => contact |= full,
                Part::Place => place = place.max(level),
                Part::Person => person |= usize::from(level) == field.levels().len() - 1,
            }
        }
        let near = place > SAME_STREET || (short && place > OTHER_NUMBER);
        some && if self.anatomy { contact || near || (short && (person || self.linked)) } else { contact && (near || !self.placed) }
    }

    /// Gives by how many levels names that are not known part by part must agree better where all addresses differ: sites of one body have
    /// its name in common, and often its telephone. Of two lists a record without another partner is hardly another site.
    fn elsewhere(&self, a: u32, b: u32) -> u8 {
        if self.anatomy || self.linked {
            return 0;
        }
        let mut places = self.parts.iter().filter(|p| p.1 == Part::Place).map(|(f, _)| f.level(a, b)).filter(|l| *l > 0).peekable();
        let differ = places.peek().is_some() && places.all(|l| l <= OTHER_NUMBER);
        if differ { ALL_BUT_FORM } else { 0 }
    }

    /// Gives the pairs with those that nothing carries out of reach.
    pub fn carried(&self, pairs: &[Scored], floor: f64) -> Vec<Scored> {
        let weigh = |p: &Scored| match p.weight >= floor && p.weight < super::labels::CERTAIN && !self.carry(p.left, p.right) {
            true => Scored { weight: f64::NEG_INFINITY, ..*p },
            false => *p,
        };
        pairs.par_iter().map(weigh).collect()
    }
}

fn firm(field: &Field) -> bool {
    field.spec.comparison == Comparison::Company
}

/// Names of firms at this level differ by a character, as those of two firms may.
const CLOSE: u8 = 7;
/// Levels from names that agree fully to those that are the same but for form, article, spaces and points.
const ALL_BUT_FORM: u8 = 2;
/// Two addresses above this level share more than a street.
const SAME_STREET: u8 = 4;
/// Two addresses above this level are alike.
const OTHER_NUMBER: u8 = 2;

/// Gives the levels from which names agree a little, and fully.
fn named(comparison: Comparison) -> Part {
    match comparison {
        // From "similar"; from "shortened".
        Comparison::Company => Part::Name(3, 6),
        // One-sided; compatible.
        Comparison::Material => Part::Name(3, 4),
        // From 40 and from 68 percent.
        _ => Part::Name(4, 6),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::matching::{Column, FieldSpec, Values};
    use crate::plan::MatchKind;

    #[test]
    fn sites_of_one_body_are_not_merged_on_most_of_its_name() {
        let rows = [
            ["Harbour Services Society Logan House", "2354073", "3255 W Altgeld St"],
            ["Harbour Services Society Logan", "2354073", "3255 W. Altgeld"],
            ["Harbour Services Society Logan", "2354073", "2610 N Francisco Ave"],
        ];
        let fields = |linked: bool| {
            let column = |(c, (name, kind)): (usize, (&str, MatchKind))| Column {
                name: name.to_owned(),
                kind,
                values: rows.iter().map(|r| r[c]).collect::<Values>(),
            };
            let kinds = [("name", MatchKind::CompanyName), ("phone", MatchKind::Phone), ("address", MatchKind::Address)];
            let side = linked.then(|| vec![0, 1, 1]);
            let records = Records { columns: kinds.into_iter().enumerate().map(column).collect(), n: rows.len(), side };
            let order: Vec<u32> = (0..rows.len() as u32).collect();
            let compared = [Comparison::Organisation, Comparison::Phone, Comparison::Address];
            let specs = kinds.iter().zip(compared).map(|((name, _), comparison)| FieldSpec {
                name: (*name).to_owned(),
                comparison,
                columns: vec![(*name).to_owned()],
            });
            let fields: Vec<Field> = specs.map(|s| Field::build(s, &records, &order, None)).collect();
            (fields, records)
        };
        for (linked, expected) in [(false, [true, false]), (true, [true, true])] {
            let (fields, records) = fields(linked);
            let carriers = Carriers::of(&fields, &records).unwrap();
            assert_eq!([carriers.carry(0, 1), carriers.carry(0, 2)], expected, "{linked}");
        }
    }

    #[test]
    fn a_shared_place_carries_no_merge_of_other_names() {
        let rows = [
            ["苏州宏达五金有限公司", "13812345678", "江苏省苏州市人民路10号", ""],
            ["苏州宏达五金有限责任公司", "", "", ""],
            ["苏州鑫源塑胶有限公司", "13812345678", "江苏省苏州市人民路10号", ""],
            ["无锡百丰模具有限公司", "", "", "91320115M0LDYKGU6L"],
            ["宏达", "", "", "91320115M0LDYKGU6L"],
        ];
        let kinds = [
            ("name", MatchKind::CompanyName, Comparison::Company),
            ("phone", MatchKind::Phone, Comparison::Phone),
            ("address", MatchKind::Address, Comparison::Address),
            ("tax", MatchKind::Identifier, Comparison::Identifier),
        ];
        let column = |(c, (name, kind, _)): (usize, &(&str, MatchKind, Comparison))| Column {
            name: (*name).to_owned(),
            kind: *kind,
            values: rows.iter().map(|r| r[c]).collect::<Values>(),
        };
        let records = Records { columns: kinds.iter().enumerate().map(column).collect(), n: rows.len(), side: None };
        let order: Vec<u32> = (0..rows.len() as u32).collect();
        let spec = |(name, _, comparison): &(&str, MatchKind, Comparison)| FieldSpec {
            name: (*name).to_owned(),
            comparison: *comparison,
            columns: vec![(*name).to_owned()],
        };
        let fields: Vec<Field> = kinds.iter().map(|k| Field::build(spec(k), &records, &order, None)).collect();
        let carriers = Carriers::of(&fields, &records).unwrap();
        assert_eq!([(0, 1), (0, 2), (3, 4)].map(|(a, b)| carriers.carry(a, b)), [true, false, true]);
        let sure = Scored { left: 0, right: 2, weight: super::super::labels::CERTAIN };
        assert_eq!(carriers.carried(&[sure], 0.0), [sure]);
    }
}
