//! Personal data in columns: by the form of the values, and where the form says little, by the header.
//!
//! A profile and the explanation of a pair ask the same question before they show a value; so it is answered here once.

use super::address::{Divisions, parse};
use super::blank::{Blank, is_blank_word};
use super::codes::{Verdict, bank_account, identity_card};
use super::fold::is_han;
use super::phone::{AreaCodes, PhoneKind, read};
use crate::model::profile::PersonalKind;

/// One kind of personal data.
struct Form {
    kind: PersonalKind,
    /// Words of headers under which such data stands, anywhere in them.
    headers: &'static [&'static str],
    /// Words that other headers hold too, so that they must stand alone: as a word of their own, or as the whole header.
    words: &'static [&'static str],
    whole: &'static [&'static str],
    /// Whether a value has the form, wherever it stands.
    strict: fn(&str) -> bool,
    /// Whether a value under such a header is one.
    loose: fn(&str) -> bool,
    /// Percent of values that must have the strict form where the header does not say so.
    share: usize,
}

const FORMS: [Form; 7] = [
    Form {
        kind: PersonalKind::IdCard,
        headers: &["身份证", "idcard", "identitycard", "nationalid", "ssn", "passport", "护照"],
        words: &[],
        whole: &[],
        strict: is_identity_card,
        loose: |t| digits(t) >= 6,
        share: 30,
    },
    Form {
        kind: PersonalKind::Phone,
        headers: &["电话", "手机", "传真", "联系方式", "phone", "mobile", "fax", "telephone", "cell"],
        words: &[],
        whole: &["tel"],
        strict: is_phone,
        loose: |t| digits(t) >= 6,
        share: 50,
    },
    Form {
        kind: PersonalKind::Email,
        headers: &["邮箱", "电子邮件", "email", "e-mail"],
        words: &[],
        whole: &[],
        strict: is_email,
        loose: |t| t.contains(['@', '＠']),
        share: 20,
    },
    Form {
        kind: PersonalKind::BankCard,
        headers: &["银行账号", "银行帐号", "银行账户", "bankaccount", "accountnumber", "iban", "开户账号", "卡号"],
        words: &[],
        whole: &[],
        strict: is_bank_card,
        loose: |t| digits(t) >= 5,
        share: 50,
    },
    Form { kind: PersonalKind::Name, headers: NAME_HEADERS, words: &[], whole: &["contact"], strict: is_person, loose: is_name, share: 60 },
    Form {
        kind: PersonalKind::Address,
        headers: &["地址", "住址", "address", "street"],
        words: &[],
        whole: &[],
        strict: is_address,
        loose: |t| t.chars().count() >= 4 && t.chars().any(char::is_alphabetic) && !t.contains('@'),
        share: 30,
    },
    // A day says nothing about what happened on it: only the header tells a birthday from the day of an invoice.
    Form {
        kind: PersonalKind::BirthDate,
        headers: &["生日", "出生日", "出生年", "出生时间", "birthday", "birthdate", "dateofbirth"],
        words: &["dob", "born", "birth"],
        whole: &[],
        strict: |_| false,
        loose: |t| digits(t) >= 2,
        share: 100,
    },
];

const NAME_HEADERS: &[&str] = &[
    "联系人",
    "姓名",
    "负责人",
    "法人",
    "业务员",
    "采购员",
    "经办人",
    "收件人",
    "contactname",
    "contactperson",
    "firstname",
    "lastname",
    "fullname",
    "salesperson",
    "employeename",
];

/// A kind that a column holds, and whether its header says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Held {
    form: usize,
    by_header: bool,
}

impl Held {
    /// Gives the kind.
    pub fn kind(self) -> PersonalKind {
        FORMS.get(self.form).map_or(PersonalKind::Name, |f| f.kind)
    }

    /// Says whether a value is of the kind.
    pub fn has(self, text: &str) -> bool {
        // The loose form is told at a glance, the strict one by reading the whole value.
        FORMS.get(self.form).is_some_and(|f| self.by_header && (f.loose)(text) || (f.strict)(text))
    }
}

/// Gives the kinds that a column holds, by its header and a sample of its values.
pub fn held(header: &str, sample: &[&str]) -> Vec<Held> {
    let lower = header.to_lowercase();
    let key: String = lower.chars().filter(|c| c.is_alphanumeric() || *c == '-').collect();
    let mut out: Vec<Held> = Vec::new();
    for (at, form) in FORMS.iter().enumerate() {
        let word = |w: &&str| lower.split(|c: char| !c.is_ascii_alphanumeric()).any(|part| part == *w);
        let named = form.headers.iter().any(|h| key.contains(h)) || form.whole.contains(&key.as_str()) || form.words.iter().any(word);
        let strict = sample.iter().filter(|t| (form.strict)(t)).count();
        let loose = sample.iter().filter(|t| (form.loose)(t)).count();
        let by_values = strict >= 3 && strict * 100 >= sample.len() * form.share && (form.kind != PersonalKind::Name || varied(sample));
        // Under a header that says so even a part of the values counts, but not a column of something else.
        let by_header = named && loose > 0 && loose * 2 >= sample.len();
        if by_values || by_header {
            out.push(Held { form: at, by_header });
        }
    }
    out
}

/// Gives the kind that most of a sample of a column are, by its header and the sample; cells that say nothing do not count.
pub fn chiefly(header: &str, sample: &[&str]) -> Option<PersonalKind> {
    let said: Vec<&str> = sample.iter().filter(|t| !is_blank_word(t, Blank::Spoken)).copied().collect();
    let count = |h: &Held| said.iter().filter(|t| h.has(t)).count();
    let found = held(header, &said).into_iter().map(|h| (std::cmp::Reverse(count(&h)), h.kind()));
    found.min().map(|(_, kind)| kind)
}

/// Says whether a sample has many different values: colours and grades begin with surnames too, but they are few.
fn varied(sample: &[&str]) -> bool {
    let different: std::collections::BTreeSet<&&str> = sample.iter().collect();
    different.len() >= 10 && different.len() * 4 >= sample.len().min(400)
}

fn digits(text: &str) -> usize {
    text.chars().filter(|c| c.is_numeric()).count()
}

/// Codes are judged only where they can be ones: long texts are remarks, and a few digits no code.
fn may_be_code(text: &str) -> bool {
    text.len() <= 48 && text.bytes().filter(u8::is_ascii_digit).count() >= 4
}

fn is_identity_card(text: &str) -> bool {
    may_be_code(text) && matches!(identity_card::check(text), Verdict::Valid { .. })
}

fn is_bank_card(text: &str) -> bool {
    may_be_code(text) && matches!(bank_account::check_card(text), Verdict::Valid { .. })
}

fn is_phone(text: &str) -> bool {
    if !(8..=40).contains(&text.len()) || digits(text) < 10 {
        return false;
    }
    let Ok(phones) = read(text, AreaCodes::standard()) else { return false };
    let grouped = text.contains(['-', '(', '（', '+', ' ']) && text.contains('0');
    phones.numbers.iter().any(|n| n.kind == PhoneKind::Mobile || grouped)
}

fn is_email(text: &str) -> bool {
    text.split_once('@').is_some_and(|(name, host)| !name.trim().is_empty() && host.contains('.') && !host.contains('@'))
}

fn is_address(text: &str) -> bool {
    let count = text.chars().count();
    if !(6..=120).contains(&count) || !text.contains(['路', '街', '号', '道', '村', '镇', '巷', '室', '楼', '弄', '區', '号']) {
        return false;
    }
    let place = parse(text, Divisions::standard());
    (place.province.is_some() || place.city.is_some() || place.district.is_some()) && !place.rest.is_empty()
}

/// The most frequent surnames (census of 2020), without those that firms like to begin with.
const SURNAMES: &str = "王李张刘陈杨赵黄周吴徐孙胡朱林何郭罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范姚谭廖邹熊陆郝孔崔康毛邱秦史顾侯邵孟段雷钱汤尹黎易贺赖龚庞樊殷施洪翟倪严";
/// Characters that stand in names of firms, places and goods and hardly in names of persons.
const NO_PERSON: &str = "厂店行社院所校馆司局部站场公会库坊铺业工机材料械件装纸油钢铁木石电器备路街市县区省镇色级类型号管板线轴";

/// Says whether a text is a Chinese name of a person, by its surname and length.
pub fn is_person(text: &str) -> bool {
    let chars: Vec<char> = text.trim().chars().collect();
    (2..=4).contains(&chars.len())
        && chars.iter().all(|c| is_han(*c) && !NO_PERSON.contains(*c))
        && chars.first().is_some_and(|c| SURNAMES.contains(*c) || matches!(c, '欧' | '司' | '上' | '诸'))
}

fn is_name(text: &str) -> bool {
    let count = text.trim().chars().count();
    (1..=60).contains(&count) && text.chars().any(char::is_alphabetic) && digits(text) * 2 < count && !text.contains('@')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(header: &str, sample: &[&str], expected: &[PersonalKind]) {
        let found: Vec<PersonalKind> = held(header, sample).into_iter().map(Held::kind).collect();
        assert_eq!(found, expected, "{header} {sample:?}");
    }

    #[test]
    fn forms_show_without_a_header() {
        check("F3", &["13812345678", "0755-83212345", "139 1234 5678"], &[PersonalKind::Phone]);
        check("F4", &["a.b@example.com", "x@example.cn", "y@example.cn"], &[PersonalKind::Email]);
        check(
            "F5",
            &["江苏省苏州市昆山市花桥镇徐公桥路888号", "深圳市南山区科技园路1号", "上海市浦东新区张江路8号"],
            &[PersonalKind::Address],
        );
        check("F6", &["11010519491231002X", "11010519491231002X", "11010519491231002X"], &[PersonalKind::IdCard]);
    }

    #[test]
    fn headers_tell_where_forms_do_not() {
        check("Contact Name", &["Maria Anders", "Ana Trujillo"], &[PersonalKind::Name]);
        check("联系人", &["张工", "李经理"], &[PersonalKind::Name]);
        check("Phone", &["030-0074321", "(5) 555-4729"], &[PersonalKind::Phone]);
        check("Address", &["Obere Str. 57", "120 Hanover Sq."], &[PersonalKind::Address]);
    }

    #[test]
    fn birthdays_are_told_by_their_header_alone() {
        for header in ["生日", "出生日期", "出生年月", "Birthday", "birth_date", "Birth Date", "date of birth", "Customer DOB", "dob"]
        {
            check(header, &["1990-01-05", "05/12/88", "19790317"], &[PersonalKind::BirthDate]);
        }
        for header in ["日期", "adobe", "Invoice Date", "出生地"] {
            check(header, &["1990-01-05", "05/12/88", "19790317"], &[]);
        }
        check("出生日期", &["未知", "不详"], &[]);
    }

    #[test]
    fn the_kind_of_most_values_is_the_one_of_the_column() {
        assert_eq!(chiefly("电话", &["", "N/A", "13812345678", "0755-83212345"]), Some(PersonalKind::Phone));
        assert_eq!(chiefly("数量", &["1", "2"]), None);
        assert_eq!(chiefly("姓名", &[]), None);
    }

    #[test]
    fn firms_goods_and_numbers_are_not_personal() {
        check("名称", &["苏州华泰机械有限公司", "深圳市路通物流有限公司", "黄铜棒", "白炽灯"], &[]);
        check("数量", &["12345678", "83212345", "100"], &[]);
        check("颜色", &["黄色", "黄色", "黄色", "白色"], &[]);
        check("", &[], &[]);
        check("Telephone", &["yes", "no"], &[]);
    }
}
