//! Persons glued to a company's name: `-张工`, `（李总）`, `（联系人：王五）`.

/// The hundred most frequent surnames (census of 2020) and a few compound ones.
const SURNAMES: &str = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范\
    汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常欧司上诸";

/// Titles behind a name.
const TITLES: [&str; 14] = ["工", "总", "经理", "先生", "女士", "小姐", "主任", "师傅", "老板", "收", "部长", "科长", "会计", "采购"];

const LABELS: [&str; 5] = ["联系人", "收件人", "业务员", "经办人", "负责人"];

/// Gives the characters that end titles.
pub(super) fn title_ends() -> impl Iterator<Item = char> {
    TITLES.iter().filter_map(|t| t.chars().next_back())
}

/// Says whether a text is a surname, at most two more characters, and a title.
pub(super) fn is_person(text: &[char]) -> bool {
    TITLES
        .iter()
        .any(|t| before(text, t).is_some_and(|name| (1..=3).contains(&name.len()) && name.first().is_some_and(|c| SURNAMES.contains(*c))))
}

/// Gives what stands before a word that ends a text.
fn before<'a>(text: &'a [char], word: &str) -> Option<&'a [char]> {
    word.chars().rev().try_fold(text, |rest, c| rest.split_last().filter(|(last, _)| **last == c).map(|(_, rest)| rest))
}

/// Says whether the content of a bracket is a person or names one.
pub(super) fn is_contact(content: &[char]) -> bool {
    let labelled = |label: &&str| label.chars().zip(content).all(|(a, b)| a == *b) && content.len() >= label.chars().count();
    is_person(content) || content.len() <= 12 && LABELS.iter().any(labelled)
}
