//! Words by which values are recognised: units, currencies, countries, yes and no.

use crate::domain::lookup::pick;
use crate::plan::Plan;
use std::collections::HashSet;

/// The words that values are looked up in, in lower case.
#[derive(Clone, Debug, Default)]
pub(super) struct Vocabulary {
    /// Units of measure.
    pub units: HashSet<String>,
    /// Currencies.
    pub currencies: HashSet<String>,
    /// Countries.
    pub countries: HashSet<String>,
    /// Yes and no, on and off.
    pub flags: HashSet<String>,
}

impl Vocabulary {
    /// Takes the common words and those of the plan's tables `units`, `value_synonyms`, `countries` and `iso_currency`.
    pub fn of(plan: &Plan) -> Self {
        let mut v = Self::bare();
        let lower = |t: &str| t.trim().to_lowercase();
        v.units.extend(cells(plan, "units", ["token"]).map(|[t]| lower(t)));
        v.currencies.extend(cells(plan, "iso_currency", ["canonical"]).map(|[t]| lower(t)));
        for names in cells(plan, "countries", ["alpha2", "alpha3", "names_en", "names_zh"]) {
            v.countries.extend(names.iter().flat_map(|n| n.split('|')).map(lower).filter(|n| !n.is_empty()));
        }
        for [domain, token] in cells(plan, "value_synonyms", ["domain", "token"]) {
            match domain {
                "currency" => v.currencies.insert(lower(token)),
                "country" => v.countries.insert(lower(token)),
                "boolean" => v.flags.insert(lower(token)),
                _ => false,
            };
        }
        v
    }

    /// Takes only the common words.
    pub fn bare() -> Self {
        let set = |words: &str| words.split('|').map(str::to_owned).collect();
        Self { units: set(UNITS), currencies: set(CURRENCIES), countries: set(COUNTRIES), flags: set(FLAGS) }
    }
}

/// Gives the cells of some columns of a table, row by row.
fn cells<'a, const N: usize>(plan: &'a Plan, table: &str, columns: [&str; N]) -> impl Iterator<Item = [&'a str; N]> + use<'a, N> {
    let table = plan.table(table);
    pick(&table.header, &table.rows, columns)
}

const UNITS: &str = "\
    个|件|只|套|台|根|条|支|张|片|块|粒|颗|卷|盒|箱|包|瓶|桶|袋|双|对|组|付|副|米|毫米|厘米|平方米|立方米|千克|公斤|克|吨|\
    升|毫升|千支|千个|pcs|pc|ea|each|set|kg|g|t|m|mm|cm|m2|m3|l|ml|box|ctn|cs|case|roll|pair|pr|bag|btl|can|doz|st|to|un|\
    lb|oz|ft|in";

const CURRENCIES: &str = "\
    cny|rmb|usd|eur|gbp|jpy|hkd|twd|krw|sgd|aud|cad|chf|sek|nok|dkk|inr|brl|mxn|rub|thb|myr|vnd|idr|php|nzd|zar|pln|czk|\
    huf|try|人民币|美元|欧元|港币|日元|英镑|台币|新台币";

const COUNTRIES: &str = "\
    cn|us|de|fr|gb|uk|jp|kr|hk|tw|sg|in|it|es|nl|be|ch|at|se|no|dk|fi|pl|cz|hu|pt|ie|ca|mx|br|ar|cl|au|nz|za|ru|tr|th|vn|\
    my|id|ph|ae|sa|il|chn|usa|deu|gbr|china|usa|germany|france|united states|united kingdom|japan|korea|italy|spain|canada|\
    mexico|brazil|sweden|switzerland|austria|belgium|netherlands|denmark|norway|finland|poland|portugal|ireland|argentina|\
    venezuela|australia|singapore|india|中国|美国|德国|日本|韩国|英国|法国|香港|台湾";

const FLAGS: &str = "\
    是|否|有|无|y|n|yes|no|true|false|0|1|t|f|x|√|启用|停用|禁用|on|off|a|b|正常";
