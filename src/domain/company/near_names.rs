//! Names for tests of what tells at a glance that two firms are different: so few characters that many names are nearly the same.

/// Homophones, shapes, numerals, words of trades and of places, as a regular expression.
pub const NAME: &str =
    "(苏州|昆山市|广|)[宏洪达一二三五鑫源区机金械县市未末]{1,5}(五金|机械|科技|电子商务|)(有限公司|厂|集团有限公司|重庆分公司|)";

/// Makes one slip in a name: leaves a character out, exchanges two, puts one in, or replaces one.
pub fn slip(name: &str, at: usize, how: u8) -> String {
    let mut chars: Vec<char> = name.chars().collect();
    let at = at % chars.len();
    match how {
        0 => drop(chars.remove(at)),
        1 => chars.swap(at, (at + 1) % name.chars().count()),
        2 => chars.insert(at, if at.is_multiple_of(2) { '二' } else { '达' }),
        _ => chars[at] = '洪',
    }
    chars.into_iter().collect()
}
