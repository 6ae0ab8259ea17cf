//! Persons glued to a company's name: `-张工`, `（李总）`, `（联系人：王五）`.

/// The hundred most frequent surnames (census of 2020) and a few compound ones.
const SURNAMES: &str = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范\
    汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常欧司上诸";

/// Titles behind a name.
const TITLES: [&str; 14] = ["工", "总", "经理", "先生", "女士", "小姐", "主任", "师傅", "老板", "收", "部长", "科长", "会计", "采购"];

const LABELS: [&str; 5] = ["联系人", "收件人", "业务员", "经办人", "负责人"];

/// Says whether a character ends a title.
pub(super) fn ends_in_title(last: char) -> bool {
    TITLES.iter().any(|t| t.ends_with(last))
}

/// Says whether a text is a surname, at most two more characters, and a title.
pub(super) fn is_person(text: &[char]) -> bool {
    let name: String = text.iter().collect();
    TITLES.iter().any(|t| {
        name.strip_suffix(t).is_some_and(|n| (1..=3).contains(&n.chars().count()) && n.chars().next().is_some_and(|c| SURNAMES.contains(c)))
    })
}

/// Says whether the content of a bracket is a person or names one.
pub(super) fn is_contact(content: &[char]) -> bool {
    let text: String = content.iter().collect();
    is_person(content) || LABELS.iter().any(|l| text.starts_with(l)) && content.len() <= 12
}
