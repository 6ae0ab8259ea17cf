//! Addresses. Chinese ones: the province, city and district in front, kept consistent with each other; a bare district that exists twice gives
//! candidates and never a guess. Those in Latin letters: one way of writing, see [`latin()`].

mod division;
mod latin;
mod search;
mod short;

pub use division::{Division, Divisions, Level};
pub(in crate::domain) use latin::ordinal;
pub use latin::{Latin, latin};

use super::fold::{Plain, clean, fold_width, is_blank, plain, simplify};
use search::Found;

/// An address taken apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place<'a> {
    /// The province, where the text says or implies one.
    pub province: Option<&'a Division>,
    /// The city.
    pub city: Option<&'a Division>,
    /// The district, county or county-level city.
    pub district: Option<&'a Division>,
    /// Everything behind the divisions.
    pub rest: String,
    /// Where the text fits several divisions equally well: each of them. The fields above then hold what they have in common.
    pub candidates: Vec<&'a Division>,
    /// Whether a name of former times was replaced by today's.
    pub renamed: bool,
    /// A division that follows and does not lie in those before it, such as 昆山市 in 浙江省昆山市.
    pub conflict: Option<&'a Division>,
}

impl Place<'_> {
    /// Gives the divisions' names in full, from large to small, without anything behind them.
    pub fn divisions(&self) -> String {
        [self.province, self.city, self.district].into_iter().flatten().map(|d| d.name.as_str()).collect()
    }
}

/// Takes an address apart by full and short names of divisions.
///
/// ```
/// use cutover::domain::address::{Divisions, parse};
/// let place = parse("苏州昆山市花桥镇徐公桥路888号", Divisions::standard());
/// assert_eq!((place.divisions().as_str(), place.rest.as_str()), ("江苏省苏州市昆山市", "花桥镇徐公桥路888号"));
/// let unclear = parse("朝阳区建国路88号", Divisions::standard());
/// assert!(unclear.district.is_none() && unclear.candidates.len() == 2);
/// ```
pub fn parse<'a>(text: &str, table: &'a Divisions) -> Place<'a> {
    let chars = folded(text);
    let (place, end) = read(&chars, table);
    let rest: String = chars.get(end..).unwrap_or(&[]).iter().skip_while(|c| search::is_gap(**c)).collect();
    Place { rest, ..place }
}

/// Reads the divisions of an address as [`parse`] does, and leaves out what is behind them.
pub fn locate<'a>(text: &str, table: &'a Divisions) -> Place<'a> {
    read(&folded(text), table).0
}

/// Reads the divisions in front, and says where they end.
fn read<'a>(chars: &[char], table: &'a Divisions) -> (Place<'a>, usize) {
    let from = search::preamble(chars);
    let found = search::best(table, chars, from);
    let mut place = Place::default();
    match found.as_slice() {
        [] => {}
        [only] => {
            fill(&mut place, table, only);
            place.conflict = search::conflict(table, chars, only);
        }
        several => {
            place.candidates = several.iter().filter_map(|f| f.last).map(|i| table.today(i)).collect();
            fill_common(&mut place, table, several);
        }
    }
    (place, found.first().map_or(from, |f| f.end))
}

/// Folds a text for comparison: width, traditional characters, no blanks.
fn folded(text: &str) -> Vec<char> {
    let mut chars = Vec::with_capacity(text.len() / 2);
    for c in text.chars() {
        match plain(c) {
            Some(Plain::Sign(c)) => chars.push(c),
            Some(Plain::Nothing) => {}
            None => return folded_any(text),
        }
    }
    chars
}

fn folded_any(text: &str) -> Vec<char> {
    let clean = clean(text);
    let narrow = fold_width(&clean);
    simplify(&narrow).chars().filter(|c| !is_blank(*c)).collect()
}

fn fill<'a>(place: &mut Place<'a>, table: &'a Divisions, found: &Found) {
    place.renamed = found.former;
    for division in found.last.into_iter().flat_map(|i| table.line(i)) {
        set(place, division);
    }
}

fn fill_common<'a>(place: &mut Place<'a>, table: &'a Divisions, several: &[Found]) {
    let lines: Vec<Vec<&Division>> = several.iter().filter_map(|f| f.last).map(|i| table.line(i).collect()).collect();
    let Some((first, others)) = lines.split_first() else { return };
    for division in first.iter().filter(|d| others.iter().all(|line| line.contains(d))) {
        set(place, division);
    }
}

/// Puts a division where it belongs; the smaller one was there first where two are of one level.
fn set<'a>(place: &mut Place<'a>, division: &'a Division) {
    let level = match division.level {
        Level::Province => &mut place.province,
        Level::City => &mut place.city,
        Level::District => &mut place.district,
    };
    level.get_or_insert(division);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(input: &str, divisions: &str, rest: &str) {
        let place = parse(input, Divisions::standard());
        assert_eq!((place.divisions().as_str(), place.rest.as_str()), (divisions, rest), "{input}: {place:?}");
    }

    #[test]
    fn full_and_short_names_are_read() {
        for (input, divisions, rest) in [
            ("广东省深圳市南山区科技园1号", "广东省深圳市南山区", "科技园1号"),
            ("广东深圳南山科技园1号", "广东省深圳市南山区", "科技园1号"),
            ("深圳市南山区科技园", "广东省深圳市南山区", "科技园"),
            ("廣東省 深圳市 南山區", "广东省深圳市南山区", ""),
            ("中国广东省-深圳市-南山区", "广东省深圳市南山区", ""),
            ("518057 深圳市南山区", "广东省深圳市南山区", ""),
            ("北京市朝阳区建国路88号", "北京市朝阳区", "建国路88号"),
            ("北京市市辖区海淀区中关村", "北京市海淀区", "中关村"),
            ("上海 长宁区协和路787弄", "上海市长宁区", "协和路787弄"),
            ("昆山市花桥镇", "江苏省苏州市昆山市", "花桥镇"),
            ("江苏省昆山市花桥镇", "江苏省苏州市昆山市", "花桥镇"),
            ("苏州市吴江经济技术开发区", "江苏省苏州市吴江区", "经济技术开发区"),
            ("吉林市船营区", "吉林省吉林市船营区", ""),
            ("吉林省长春市朝阳区", "吉林省长春市朝阳区", ""),
            ("内蒙古呼和浩特市新城区", "内蒙古自治区呼和浩特市新城区", ""),
            ("延边朝鲜族自治州延吉市", "吉林省延边朝鲜族自治州延吉市", ""),
            ("延边延吉市", "吉林省延边朝鲜族自治州延吉市", ""),
            ("湖北省仙桃市干河街道", "湖北省仙桃市", "干河街道"),
            ("香港特别行政区湾仔区", "香港特别行政区湾仔区", ""),
            ("台湾省台北市信义区", "台湾省台北市信义区", ""),
            ("海口市", "海南省海口市", ""),
            ("东莞市常平镇", "广东省东莞市", "常平镇"),
            ("即墨市普东镇", "山东省青岛市即墨区", "普东镇"),
            ("广州市广州市越秀区沿江中路", "广东省广州市越秀区", "沿江中路"),
            ("广东深圳龙岗区深圳市龙岗区横岗镇", "广东省深圳市龙岗区", "横岗镇"),
            ("浦东新区银城中路200号", "上海市浦东新区", "银城中路200号"),
            ("公司总部地址：汕头市龙湖区长江路23号", "广东省汕头市龙湖区", "长江路23号"),
            ("深圳分公司地址：深圳市罗湖区水贝工业区", "广东省深圳市罗湖区", "水贝工业区"),
            ("上海市：浦东新区张江路", "上海市浦东新区", "张江路"),
            ("深圳市龙华新区民治大道", "广东省深圳市龙华区", "民治大道"),
            ("坪山新区碧岭石夹路口17号", "广东省深圳市坪山区", "碧岭石夹路口17号"),
            ("宁波市江东区中山东路1083号", "浙江省宁波市鄞州区", "中山东路1083号"),
            ("台北市信义区", "台湾省台北市信义区", ""),
        ] {
            check(input, divisions, rest);
        }
    }

    #[test]
    fn streets_and_houses_named_after_places_are_no_places() {
        for input in [
            "永和区禾丰三街二号",
            "新北门车站附近",
            "南京东路300号",
            "上海路12号",
            "北京西路",
            "黄山大道中段55号",
            "武岩北路15号",
            "东区3栋",
            "望京SOHO塔1",
            "深圳大厦",
            "",
        ] {
            check(input, "", input);
        }
    }

    #[test]
    fn a_bare_district_gives_candidates() {
        let place = parse("朝阳区建国路88号", Divisions::standard());
        let cities: Vec<String> = place.candidates.iter().map(|d| d.code.clone()).collect();
        assert_eq!(cities, ["110105", "220104"]);
        assert_eq!((place.province, place.city, place.district), (None, None, None));
        assert_eq!(place.rest, "建国路88号");
    }

    #[test]
    fn former_names_lead_to_todays() {
        for (input, divisions) in [
            ("湖北省襄樊市襄城区", "湖北省襄阳市襄城区"),
            ("襄樊市", "湖北省襄阳市"),
            ("北京市宣武区宣武门外大街6号", "北京市西城区"),
            ("杭州市江干区", "浙江省杭州市上城区"),
            ("江苏省吴江市盛泽镇", "江苏省苏州市吴江区"),
        ] {
            let place = parse(input, Divisions::standard());
            assert_eq!(place.divisions(), divisions, "{input}");
        }
        assert!(parse("襄樊市", Divisions::standard()).renamed);
    }

    #[test]
    fn a_division_of_another_place_is_a_conflict() {
        let place = parse("浙江省昆山市花桥镇", Divisions::standard());
        assert_eq!(place.divisions(), "浙江省");
        assert_eq!(place.conflict.map(|d| d.name.as_str()), Some("昆山市"));
        assert_eq!(parse("浙江省杭州市", Divisions::standard()).conflict, None);
    }

    proptest::proptest! {
        #[test]
        fn plain_addresses_are_folded_alike(s in "[ -~！-～\u{3000}\t\u{7f}一-龥×·φ、。臺灣路]{0,10}") {
            proptest::prop_assert_eq!(folded(&s), folded_any(&s));
        }

        #[test]
        fn nothing_panics(s in "[北京上海朝阳区市省广东深圳 1-9路]{0,14}") {
            let _ = parse(&s, Divisions::standard());
        }
    }
}
