//! Short forms of first names: Bill for William.

use super::lookup::Lookup;
use std::collections::HashMap;
use std::sync::OnceLock;

/// The table of first names with their short forms (`nicknames.csv`).
#[derive(Clone, Debug, Default)]
pub struct Nicknames {
    of: HashMap<String, Vec<u16>>,
}

impl Nicknames {
    /// Gives the table compiled into the program.
    pub fn standard() -> &'static Self {
        static TABLE: OnceLock<Nicknames> = OnceLock::new();
        TABLE.get_or_init(|| {
            let mut of: HashMap<String, Vec<u16>> = HashMap::new();
            for (number, [name, short]) in
                Lookup::compiled_in(include_str!("../../rules/tables/nicknames.csv")).pick(["name", "short_forms"]).enumerate()
            {
                for form in std::iter::once(name).chain(short.split('|')) {
                    of.entry(form.to_owned()).or_default().push(number as u16);
                }
            }
            Self { of }
        })
    }

    /// Gives the numbers of the full names that a folded name is, or is short for; ascending, empty for names that have no short form.
    /// Two names that have a number in common may be those of one person.
    ///
    /// ```
    /// use cutover::domain::nickname::Nicknames;
    /// let full = |name| Nicknames::standard().full(name);
    /// assert_eq!(full("bill"), full("william"));
    /// assert!(full("kate").iter().any(|n| full("catherine").contains(n)));
    /// assert!(full("zhang").is_empty());
    /// ```
    pub fn full(&self, name: &str) -> &[u16] {
        self.of.get(name).map_or(&[], Vec::as_slice)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_in_lower_case_and_each_form_stands_once_a_name() {
        let table = Lookup::compiled_in(include_str!("../../rules/tables/nicknames.csv"));
        let names: Vec<&str> = table.pick(["name"]).map(|[n]| n).collect();
        assert!(names.is_sorted() && names.iter().zip(names.iter().skip(1)).all(|(a, b)| a != b));
        for [name, short] in table.pick(["name", "short_forms"]) {
            let forms: Vec<&str> = short.split('|').collect();
            assert!(forms.iter().all(|f| f.len() > 1 && *f != name && f.chars().all(|c| c.is_ascii_lowercase())), "{name}");
            assert!(forms.iter().enumerate().all(|(i, f)| !forms.iter().skip(i + 1).any(|g| g == f)), "{name}");
        }
    }
}
