//! Legal forms, peeled from the right, with the slips that typists make in them.

use crate::domain::similarity::one_slip;

/// What kind of organisation a name's form speaks of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// The name has no form.
    #[default]
    Unknown,
    /// A company limited by shares or guarantee, or an old state company.
    Company,
    /// A factory, often a sole trader.
    Factory,
    /// A shop or sole trader.
    Shop,
    /// A partnership.
    Partnership,
    /// A cooperative.
    Cooperative,
    /// An institution.
    Institution,
}

/// A form as found at the end of a name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Form {
    pub kind: Kind,
    /// 集团
    pub group: bool,
    /// 控股
    pub holding: bool,
    /// 股份
    pub stock: bool,
    /// 总公司 and other forms of state firms.
    pub state: bool,
    /// Whether it was recognised in spite of a slip.
    pub slipped: bool,
    /// A character of the name that a slip carried into the form: 实有业限公司.
    pub stray: Option<char>,
}

/// Endings of companies in pieces, peeled one after the other from the right.
const COMPANY: [&str; 8] = ["有限责任公司", "有限公司", "总公司", "公司", "有限责任", "有限会社", "株式会社", "无限公司"];
/// Endings with one slip are compared with these.
const SLIPPED: [&str; 4] = ["股份有限责任公司", "有限责任公司", "股份有限公司", "有限公司"];
const SHOPS: [&str; 27] = [
    "经营部",
    "经销部",
    "批发部",
    "商行",
    "商店",
    "门市部",
    "供应站",
    "服务部",
    "维修部",
    "服务站",
    "修理厂",
    "贸易行",
    "工作室",
    "五金店",
    "建材店",
    "超市",
    "商场",
    "药房",
    "大药房",
    "饭店",
    "餐厅",
    "门市",
    "企业社",
    "商号",
    "车行",
    "服装店",
    "店",
];
const INSTITUTIONS: [&str; 15] = [
    "设计研究院",
    "研究院",
    "研究所",
    "设计院",
    "大学",
    "学院",
    "学校",
    "医院",
    "协会",
    "商会",
    "学会",
    "基金会",
    "委员会",
    "管理局",
    "事务所",
];

/// Peels the form from the right of a name; gives it with the length of what remains.
pub(super) fn peel(text: &[char]) -> (Form, usize) {
    let mut form = Form::default();
    let mut end = text.len();
    let exact = ends_with(text, &COMPANY);
    // `公司` alone may be the end of a longer form with a slip in it.
    let slip = if exact.is_none_or(|n| n <= 2) { slipped(text) } else { None };
    if let Some((n, stray)) = slip {
        form = Form { kind: Kind::Company, slipped: true, stray, ..form };
        end -= n;
    } else if let Some(n) = exact {
        form.kind = Kind::Company;
        form.state = ends_with(text, &["总公司"]).is_some();
        end -= n;
    } else if let Some((kind, n)) = other(text) {
        form.kind = kind;
        end -= n;
    }
    // A slip inside `股份有限公司` may have been peeled as the shorter `有限公司`.
    loop {
        let rest = text.get(..end).unwrap_or_default();
        if let Some(n) = ends_with(rest, &["股份有限", "股份", "股"]).filter(|n| *n > 1 || form.slipped) {
            form.stock = true;
            end -= n;
        } else if let Some(n) = ends_with(rest, &["集团"]) {
            form.group = true;
            end -= n;
        } else if let Some(n) = ends_with(rest, &["投资控股", "控股"]) {
            form.holding = true;
            end -= n;
        } else if let Some(n) = ends_with(rest, &["有限合伙", "普通合伙", "特殊普通合伙", "合伙企业", "个人独资", "个体工商户", "有限责任"])
        {
            end -= n;
        } else {
            break;
        }
    }
    if form.kind == Kind::Unknown {
        // 东风股份 is a short name: it says nothing about the form in full.
        form.stock = false;
    }
    (form, end)
}

fn other(text: &[char]) -> Option<(Kind, usize)> {
    let partner = ends_with(text, &["特殊普通合伙", "普通合伙", "有限合伙", "合伙企业"]).map(|n| (Kind::Partnership, n));
    let shop = || ends_with(text, &SHOPS).map(|n| (Kind::Shop, n));
    let coop = || ends_with(text, &["农民专业合作社", "专业合作社", "供销合作社", "合作社"]).map(|n| (Kind::Cooperative, n));
    let institution = || ends_with(text, &INSTITUTIONS).map(|n| (Kind::Institution, n));
    let factory = || ends_with(text, &["厂"]).map(|n| (Kind::Factory, n));
    partner.or_else(shop).or_else(coop).or_else(institution).or_else(factory)
}

/// Gives the length of the longest ending of the list that the text has, leaving at least one character.
pub(super) fn ends_with(text: &[char], endings: &[&str]) -> Option<usize> {
    let fits = |e: &&str| {
        let (mut n, mut before) = (0, text.iter().rev());
        let all = e.chars().rev().all(|c| {
            n += 1;
            before.next() == Some(&c)
        });
        (all && text.len() > n).then_some(n)
    };
    endings.iter().filter_map(fits).max()
}

/// Finds an ending that is one slip away from a company form: `有公限司`, `有限任公司`, `有限公公司`.
fn slipped(text: &[char]) -> Option<(usize, Option<char>)> {
    SLIPPED.iter().find_map(|e| {
        let form: Vec<char> = e.chars().collect();
        let lengths = [form.len(), form.len() - 1, form.len() + 1].into_iter().filter(|n| *n >= 3 && text.len() > n + 1);
        lengths.map(|n| (n, text.get(text.len() - n..).unwrap_or_default())).find_map(|(n, tail)| {
            let kept = tail.iter().filter(|c| form.contains(c)).count();
            let fits =
                kept + 1 >= n && kept >= 3 && tail.first().is_some_and(|c| form.contains(c)) && tail != form && one_slip(tail, &form);
            fits.then(|| (n, tail.iter().copied().find(|c| n > form.len() && !form.contains(c))))
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_are_peeled_with_their_slips() {
        for (name, kind, rest) in [
            ("宏达五金有限公司", Kind::Company, "宏达五金"),
            ("美的集团股份有限公司", Kind::Company, "美的"),
            ("御火电气有公限司", Kind::Company, "御火电气"),
            ("云南模具有限任公司", Kind::Company, "云南模具"),
            ("富捷电子有限司", Kind::Company, "富捷电子"),
            ("宏盛模具厂", Kind::Factory, "宏盛模具"),
            ("鑫达五金经营部", Kind::Shop, "鑫达五金"),
            ("艺凯新材料", Kind::Unknown, "艺凯新材料"),
        ] {
            let text: Vec<char> = name.chars().collect();
            let (form, n) = peel(&text);
            assert_eq!((form.kind, text[..n].iter().collect::<String>().as_str()), (kind, rest), "{name}");
        }
    }
}
