//! Lookup tables: those compiled in from `rules/tables`, and the shape in which a project's own tables come.

/// A lookup table as text: its header and its rows, each as long as the header.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lookup {
    /// Column names.
    pub header: Vec<String>,
    /// Rows.
    pub rows: Vec<Vec<String>>,
}

impl Lookup {
    /// Reads a table that was compiled in with `include_str!`.
    ///
    /// # Panics
    /// If it is not a CSV table of equal rows with a header, which a test of its owner shows at once.
    pub fn compiled_in(csv_text: &str) -> Self {
        let mut reader = csv::ReaderBuilder::new().from_reader(csv_text.as_bytes());
        let header = reader.headers().expect("a compiled-in table has a header").iter().map(str::to_owned).collect();
        let rows = reader
            .records()
            .map(|r| r.expect("a compiled-in table has equal rows").iter().map(|cell| cell.trim().to_owned()).collect())
            .collect();
        Self { header, rows }
    }

    /// Gives the cells of the named columns row by row; a column that is not there is empty throughout.
    pub fn pick<'a, const N: usize>(&'a self, columns: [&str; N]) -> impl Iterator<Item = [&'a str; N]> + use<'a, N> {
        pick(&self.header, &self.rows, columns)
    }
}

/// Gives the cells of the named columns row by row; a column that is not there is empty throughout.
pub fn pick<'a, const N: usize>(
    header: &[String],
    rows: &'a [Vec<String>],
    columns: [&str; N],
) -> impl Iterator<Item = [&'a str; N]> + use<'a, N> {
    let at = columns.map(|name| header.iter().position(|h| h == name));
    rows.iter().map(move |row| at.map(|i| i.and_then(|i| row.get(i)).map_or("", String::as_str)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_picked_by_name() {
        let t = Lookup::compiled_in("a,b\n1,\"x, y\"\n2,z\n");
        assert_eq!(t.pick(["b", "a", "missing"]).collect::<Vec<_>>(), [["x, y", "1", ""], ["z", "2", ""]]);
    }
}
