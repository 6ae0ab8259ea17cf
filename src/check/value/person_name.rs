//! Finds names of persons where firms are expected.

use super::super::case::Case;
use super::super::doc::{CheckDoc, Example};
use super::super::judgement::{Judgement, Outcome};
use crate::domain::fold::is_han;

pub(in super::super) const DOC: CheckDoc = CheckDoc {
    name: "person_name",
    does: (
        "名称像个人姓名：以常见姓氏开头的两到四个汉字，不含单位用字。",
        "The name looks like a person's: two to four Chinese characters that begin with a common surname and hold no word for a firm.",
    ),
    needs_field: true,
    parameters: &[],
    example: Example {
        field: "name",
        params: "",
        table: "name\n苏州华泰机械有限公司\n张伟\n欧阳娜娜\n华为\n王府饭店",
        others: &[],
        fails: &[2, 3],
    },
    run,
};

/// The surnames of well over nine tenths of the population, without those that firms like to begin with (华, 金, 万, 安, 东 ...).
const SURNAMES: &str = "王李张刘陈杨赵黄周吴徐孙胡朱林何郭罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范姚谭廖邹熊陆郝孔白崔康毛邱秦江史顾侯邵孟龙段雷钱汤尹黎易常武乔贺赖龚庞樊殷施洪翟倪严牛温芦季俞章鲁葛韦申尤";
const DOUBLE_SURNAMES: &[&str] = &["欧阳", "司马", "上官", "诸葛", "皇甫", "司徒", "令狐", "慕容", "尉迟", "长孙"];
/// Characters that stand in names of firms and shops and hardly in names of persons.
const FIRM: &str = "厂店行社院所校馆司局部站场公会库坊铺中心集团业工贸机电材料械五金塑胶化物流建科技饭酒药食品车配件印刷包装服装纸油煤钢铁木石家具电器设备";

/// Says whether a name looks like a person's.
pub(in super::super) fn is_person(name: &str) -> bool {
    let count = name.chars().count();
    let surname = |n: usize| name.chars().next().is_some_and(|c| SURNAMES.contains(c)) && (2..=3).contains(&n);
    let double = || DOUBLE_SURNAMES.iter().any(|d| name.starts_with(d)) && (3..=4).contains(&count);
    (2..=4).contains(&count) && name.chars().all(is_han) && (surname(count) || double()) && !name.chars().any(|c| FIRM.contains(c))
}

fn run(case: &Case<'_>) -> Outcome {
    case.each_value(|_, value| Judgement::good_if(!is_person(value)))
}
