//! Markers that people put into names because the old system had no field for them: 停用, 作废, 重复, 临时, 月结30天, 原…公司.
//! They are found and taken out, and what they say is kept as a fact.

mod bracket;
mod edge;
mod person;
mod table;

pub use table::Markers;

use super::fold::simplify;
use std::borrow::Cow;

/// What a marker says about the record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MarkerKind {
    /// The record must not be used any more.
    Inactive,
    /// The record is a duplicate of another.
    Duplicate,
    /// The record was made for a moment, or for a test.
    Temporary,
    /// Terms of payment or tax that belong into fields of their own.
    Terms,
    /// The name of a person that belongs into a field of its own.
    Person,
    /// A former or later name. It stays in the name, since it helps to find duplicates.
    Rename,
}

/// What a name names, which decides which words can be markers in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// A company or another partner.
    Company,
    /// A material or product.
    Material,
}

/// A marker found in a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Marker {
    /// What it says.
    pub kind: MarkerKind,
    /// The words as they stood, without brackets and dashes around them.
    pub text: String,
}

/// A name without its markers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unmarked {
    /// What is left; the name itself where nothing else would be left.
    pub name: String,
    /// What was found, from the outside inwards.
    pub markers: Vec<Marker>,
}

impl Markers {
    /// Takes the markers out of a name; `None` where there is none.
    ///
    /// ```
    /// use cutover::domain::marker::{MarkerKind, Markers, Subject};
    /// let found = Markers::standard().take_out("（停用）华为技术有限公司-月结30天", Subject::Company).unwrap();
    /// assert_eq!(found.name, "华为技术有限公司");
    /// assert_eq!(found.markers[0].kind, MarkerKind::Inactive);
    /// ```
    pub fn take_out(&self, name: &str, subject: Subject) -> Option<Unmarked> {
        if !self.may_be_marked(name) {
            return None;
        }
        let mut left = Chars::of(name);
        if let Some(kind) = self.whole(&left, subject) {
            return Some(Unmarked { name: name.to_owned(), markers: vec![Marker { kind, text: name.to_owned() }] });
        }
        let mut markers = Vec::new();
        while let Some(found) = self.find(&left, subject) {
            markers.push(found.marker);
            left = found.rest;
        }
        markers.extend(bracket::rename(self, &left, subject));
        (!markers.is_empty()).then(|| Unmarked { name: left.written.into_iter().collect(), markers })
    }

    /// Finds one marker: in brackets first, since `（停用）-张工` ends in the person only after the bracket is gone.
    fn find(&self, text: &Chars, subject: Subject) -> Option<Found> {
        bracket::find(self, text, subject).or_else(|| edge::find(self, text, subject))
    }
}

/// A marker and the name without it, which is shorter and not empty.
struct Found {
    marker: Marker,
    rest: Chars,
}

/// A name as written, and folded for comparison character by character.
#[derive(Clone, Debug)]
struct Chars {
    written: Vec<char>,
    folded: Vec<char>,
}

impl Chars {
    fn of(text: &str) -> Self {
        Self { written: text.chars().collect(), folded: fold(text).chars().collect() }
    }

    fn len(&self) -> usize {
        self.written.len()
    }

    fn text(&self, from: usize, to: usize) -> String {
        self.written.get(from..to).unwrap_or(&[]).iter().collect()
    }

    /// Gives the name without the characters from `from` to `to` and without what separated them; `None` where no word would be left.
    fn without(&self, from: usize, to: usize) -> Option<Self> {
        let (mut before, mut after) = (self.text(0, from), self.text(to, self.len()));
        if after.trim().is_empty() {
            before.truncate(before.trim_end_matches(is_separator).len());
        }
        if before.trim().is_empty() {
            after = after.trim_start_matches(is_separator).to_owned();
        }
        let rest = format!("{before}{after}");
        let rest = rest.trim();
        (rest.chars().filter(|c| c.is_alphanumeric()).count() > 1).then(|| Self::of(rest))
    }
}

/// Folds width, case and traditional characters, one character for one.
fn fold(text: &str) -> Cow<'_, str> {
    if text.chars().all(|c| narrow(c) == c) {
        return simplify(text);
    }
    let narrow: String = text.chars().map(narrow).collect();
    match simplify(&narrow) {
        Cow::Borrowed(_) => Cow::Owned(narrow),
        Cow::Owned(simple) => Cow::Owned(simple),
    }
}

/// Folds a character that stands alone.
fn fold_one(c: char) -> char {
    let narrow = narrow(c);
    simplify(narrow.encode_utf8(&mut [0; 4])).chars().next().unwrap_or(narrow)
}

fn narrow(c: char) -> char {
    let narrow = match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        '\u{3000}' => ' ',
        _ => c,
    };
    narrow.to_ascii_lowercase()
}

fn is_separator(c: char) -> bool {
    matches!(
        c,
        ' ' | '-'
            | '_'
            | '—'
            | '–'
            | '/'
            | '\\'
            | ':'
            | '：'
            | ','
            | '，'
            | ';'
            | '；'
            | '|'
            | '*'
            | '#'
            | '、'
            | '.'
            | '。'
            | '+'
            | '~'
            | '\u{3000}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(subject: Subject, input: &str, expected: &str) {
        let actual = Markers::standard().take_out(input, subject).map_or(String::new(), |u| {
            let markers: Vec<String> = u.markers.iter().map(|m| format!("{:?} {}", m.kind, m.text)).collect();
            format!("{} [{}]", u.name, markers.join(", "))
        });
        assert_eq!(actual, expected, "{input:?}");
    }

    #[test]
    fn markers_of_companies_are_taken_out() {
        for (input, expected) in [
            ("（停用）上海精工机械有限公司", "上海精工机械有限公司 [Inactive 停用]"),
            ("上海精工机械有限公司(已停用)", "上海精工机械有限公司 [Inactive 已停用]"),
            ("上海精工机械有限公司停用", "上海精工机械有限公司 [Inactive 停用]"),
            ("停用上海精工机械有限公司", "上海精工机械有限公司 [Inactive 停用]"),
            ("作廢-上海精工機械有限公司", "上海精工機械有限公司 [Inactive 作廢]"),
            ("【勿用】上海精工机械有限公司", "上海精工机械有限公司 [Inactive 勿用]"),
            ("上海精工机械有限公司（2019年已停用，改用1023）", "上海精工机械有限公司 [Inactive 2019年已停用，改用1023]"),
            ("上海精工机械有限公司_注销", "上海精工机械有限公司 [Inactive 注销]"),
            ("ZZ_上海精工机械有限公司", "上海精工机械有限公司 [Inactive ZZ]"),
            ("***上海精工机械有限公司", "上海精工机械有限公司 [Inactive ***]"),
            ("Acme Ltd (DO NOT USE)", "Acme Ltd [Inactive DO NOT USE]"),
            ("Acme Ltd - inactive", "Acme Ltd [Inactive inactive]"),
            ("上海精工机械有限公司（重复）", "上海精工机械有限公司 [Duplicate 重复]"),
            ("上海精工机械有限公司（与C0012重复）", "上海精工机械有限公司 [Duplicate 与C0012重复]"),
            ("上海精工机械有限公司_1", "上海精工机械有限公司 [Duplicate _1]"),
            ("上海精工机械有限公司(2)", "上海精工机械有限公司 [Duplicate 2]"),
            ("上海精工机械有限公司-张工", "上海精工机械有限公司 [Person 张工]"),
            ("上海精工机械有限公司（联系人：李明）", "上海精工机械有限公司 [Person 联系人：李明]"),
            ("上海精工机械有限公司月结30天", ""),
            ("上海精工机械有限公司-月结30天", "上海精工机械有限公司 [Terms 月结30天]"),
            ("上海精工机械有限公司（含税）-停用", "上海精工机械有限公司 [Terms 含税, Inactive 停用]"),
            ("上海精工机械有限公司（原上海精密五金厂）", "上海精工机械有限公司（原上海精密五金厂） [Rename 原上海精密五金厂]"),
            ("测试客户1", "测试客户1 [Temporary 测试客户1]"),
            ("散客", "散客 [Temporary 散客]"),
        ] {
            check(Subject::Company, input, expected);
        }
    }

    #[test]
    fn markers_of_a_project_are_told_at_a_glance_in_every_writing() {
        let row = |cells: &[&str]| cells.iter().map(|c| (*c).to_owned()).collect::<Vec<_>>();
        let header = row(&["kind", "token", "place", "subject"]);
        let own = Markers::parse(&header, &[row(&["inactive", "暂停", "glued", "any"]), row(&["inactive", "~封", "bracket", "any"])]);
        for name in ["暂停-上海精工机械有限公司", "暫停-上海精工機械有限公司", "上海精工机械有限公司（2019封）"]
        {
            assert!(own.may_say(MarkerKind::Inactive, name) && own.take_out(name, Subject::Company).is_some(), "{name}");
        }
        assert!(!own.may_say(MarkerKind::Inactive, "上海精工机械有限公司"));
        assert!(!own.may_say(MarkerKind::Temporary, "暂停-上海精工机械有限公司"));
        for name in ["Acme Ltd (ＤＯ　ＮＯＴ　ＵＳＥ)", "註銷-上海精工", "ZZ_上海精工"] {
            assert!(Markers::standard().may_say(MarkerKind::Inactive, name), "{name}");
        }
    }

    #[test]
    fn names_that_only_look_marked_stay() {
        for input in [
            "上海精工机械有限公司",
            "上海测试仪器有限公司",
            "废品回收有限公司",
            "友达光电（昆山）有限公司",
            "腾讯科技（深圳）有限公司",
            "中国石化（集团）有限公司",
            "Closed Loop Systems Ltd",
            "Test Equipment Co",
            "Double A Paper",
            "重复使用包装有限公司",
            "张总机械厂",
            "停用",
            "",
            "（）",
        ] {
            check(Subject::Company, input, "");
        }
        for input in
            ["关闭阀DN15", "作废章", "六角螺栓 M8×20", "样品盒", "测试线", "电阻(1)", "轴承_1", "旧版接头", "ZZ-608轴承", "轴承 6205-ZZ"]
        {
            check(Subject::Material, input, "");
        }
    }

    #[test]
    fn markers_of_materials_are_taken_out() {
        for (input, expected) in [
            ("六角螺栓M8×20停用", "六角螺栓M8×20 [Inactive 停用]"),
            ("(作废)六角螺栓M8×20", "六角螺栓M8×20 [Inactive 作废]"),
            ("六角螺栓M8×20（停产）", "六角螺栓M8×20 [Inactive 停产]"),
            ("勿用-轴承6205", "轴承6205 [Inactive 勿用]"),
            ("轴承6205 重复", "轴承6205 [Duplicate 重复]"),
            ("六角螺栓（请用100234）", "六角螺栓 [Duplicate 请用100234]"),
        ] {
            check(Subject::Material, input, expected);
        }
    }

    proptest::proptest! {
        #[test]
        fn what_is_found_is_told_at_a_glance(s in "[（）停用作廢註銷復張A公司ＤDoNtUsezZ *-]{0,12}") {
            for kind in Markers::standard().take_out(&s, Subject::Company).into_iter().flat_map(|u| u.markers).map(|m| m.kind) {
                let by_the_table = !matches!(kind, MarkerKind::Person | MarkerKind::Duplicate);
                proptest::prop_assert!(!by_the_table || Markers::standard().may_say(kind, &s), "{s}");
            }
        }

        #[test]
        fn nothing_panics_and_nothing_empties(s in "[（）()停用作废重复-张工_1 A公司\\*]{0,16}") {
            if let Some(u) = Markers::standard().take_out(&s, Subject::Company) {
                proptest::prop_assert!(!u.name.is_empty() && !u.markers.is_empty());
            }
        }
    }
}
