//! The one table that flows through: named text columns and the identity of every row.

use super::RowId;
use polars::prelude::*;
use std::ops::Range;

/// A table that could not be put together: its columns differ in length or share a name.
#[derive(Debug, thiserror::Error)]
#[error("table cannot be built: {source}")]
pub struct TableError {
    #[source]
    #[from]
    source: PolarsError,
}

/// Named text columns with the id of every row. A code such as `000123` is never a number; a missing value is null, never an empty text.
#[derive(Clone, Debug)]
pub struct Table {
    frame: DataFrame,
    rows: Vec<RowId>,
}

impl Table {
    /// Makes a table of columns and the ids of its rows.
    ///
    /// # Errors
    /// If the columns differ in length from `rows` or share a name.
    pub fn new(columns: Vec<(String, TextColumn)>, rows: Vec<RowId>) -> Result<Self, TableError> {
        let height = rows.len();
        let columns = columns.into_iter().map(|(name, c)| c.0.with_name(name.as_str().into()).into_column()).collect();
        Ok(Self { frame: DataFrame::new(height, columns)?, rows })
    }

    /// Counts rows.
    pub fn height(&self) -> usize {
        self.rows.len()
    }

    /// Gives the ids of the rows, in order.
    pub fn rows(&self) -> &[RowId] {
        &self.rows
    }

    /// Gives the column names, in order.
    pub fn names(&self) -> Vec<&str> {
        self.frame.get_column_names().into_iter().map(PlSmallStr::as_str).collect()
    }

    /// Says whether a column of this name is there.
    pub fn has(&self, name: &str) -> bool {
        self.frame.column(name).is_ok()
    }

    /// Gives one column as text, cheaply (buffers are shared).
    pub fn column(&self, name: &str) -> Option<TextColumn> {
        let c = self.frame.column(name).ok()?;
        Some(TextColumn(c.str().ok()?.rechunk().into_owned()))
    }

    /// Gives the frame for expressions; all its columns are text.
    pub fn frame(&self) -> &DataFrame {
        &self.frame
    }

    /// Puts a column in place of the one of the same name, or adds it at the end.
    ///
    /// # Errors
    /// If its length is not the table's.
    pub fn with_column(mut self, name: &str, column: TextColumn) -> Result<Self, TableError> {
        self.frame.with_column(column.0.with_name(name.into()).into_column())?;
        Ok(self)
    }

    /// Keeps the rows at these positions, in this order.
    pub fn take(&self, positions: &[usize]) -> Self {
        let idx: IdxCa = positions.iter().map(|&p| Some(p as IdxSize)).collect();
        let frame = self.frame.take(&idx).expect("positions are inside the table");
        let rows = positions.iter().map(|&p| *self.rows.get(p).expect("positions are inside the table")).collect();
        Self { frame, rows }
    }

    /// Keeps the rows for which `keep` says yes.
    pub fn filter(&self, keep: impl Fn(usize) -> bool) -> Self {
        let positions: Vec<usize> = (0..self.height()).filter(|&i| keep(i)).collect();
        if positions.len() == self.height() { self.clone() } else { self.take(&positions) }
    }

    /// Puts the rows of `other` below, by column name; columns that one side lacks are null there.
    pub fn append(&mut self, other: &Self) -> Result<(), TableError> {
        let names: Vec<String> = other.names().into_iter().filter(|n| !self.has(n)).map(str::to_owned).collect();
        for n in &names {
            let c = TextColumn::nulls(self.height());
            self.frame.with_column(c.0.with_name(n.as_str().into()).into_column())?;
        }
        let columns = self
            .names()
            .iter()
            .map(|n| other.column(n).unwrap_or_else(|| TextColumn::nulls(other.height())).0.with_name((*n).into()).into_column())
            .collect();
        self.frame.vstack_mut_owned(DataFrame::new(other.height(), columns)?)?;
        self.rows.extend_from_slice(&other.rows);
        Ok(())
    }
}

/// One column of text in one piece. Missing values are `None`.
#[derive(Clone, Debug)]
pub struct TextColumn(StringChunked);

impl TextColumn {
    /// Makes a column of `n` missing values.
    pub fn nulls(n: usize) -> Self {
        Self(StringChunked::full_null(PlSmallStr::EMPTY, n))
    }

    /// Takes over a Polars text column.
    pub fn from_polars(column: StringChunked) -> Self {
        Self(column.rechunk().into_owned())
    }

    /// Gives the Polars column.
    pub fn as_polars(&self) -> &StringChunked {
        &self.0
    }

    /// Counts values, missing ones too.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Says whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Counts missing values.
    pub fn missing(&self) -> usize {
        self.0.null_count()
    }

    /// Gives one value; `None` where it is missing or past the end.
    pub fn get(&self, i: usize) -> Option<&str> {
        let all = self.0.downcast_as_array();
        if i < all.len() { all.get(i) } else { None }
    }

    /// Gives one value, or an empty text where it is missing.
    pub fn text(&self, i: usize) -> &str {
        self.get(i).unwrap_or("")
    }

    /// Goes through all values in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = Option<&str>> {
        self.0.downcast_as_array().iter()
    }

    /// Goes through the values of some rows in order; there are none past the end.
    pub fn part(&self, rows: Range<usize>) -> impl ExactSizeIterator<Item = Option<&str>> {
        let all = self.0.downcast_as_array();
        (rows.start..rows.end.min(all.len())).map(|i| all.get(i))
    }
}

impl<S: AsRef<str>> FromIterator<Option<S>> for TextColumn {
    fn from_iter<I: IntoIterator<Item = Option<S>>>(values: I) -> Self {
        let values = values.into_iter();
        let mut b = StringChunkedBuilder::new(PlSmallStr::EMPTY, values.size_hint().0);
        for v in values {
            // An empty text is a missing value: exports cannot tell them apart, and one meaning is enough.
            b.append_option(v.as_ref().map(AsRef::as_ref).filter(|s| !s.is_empty()));
        }
        Self(b.finish())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(values: &[&str]) -> TextColumn {
        values.iter().map(|v| Some(*v)).collect()
    }

    #[test]
    fn tables_append_by_name() {
        let mut a = Table::new(vec![("x".into(), column(&["1", ""]))], vec![RowId(0), RowId(1)]).unwrap();
        let b = Table::new(vec![("y".into(), column(&["2"]))], vec![RowId(2)]).unwrap();
        a.append(&b).unwrap();
        assert_eq!(a.height(), 3);
        assert_eq!(a.column("x").unwrap().iter().collect::<Vec<_>>(), [Some("1"), None, None]);
        assert_eq!(a.column("y").unwrap().get(2), Some("2"));
        assert_eq!(a.take(&[2, 0]).rows(), [RowId(2), RowId(0)]);
    }

    #[test]
    fn lengths_must_agree() {
        assert!(Table::new(vec![("x".into(), column(&["1"]))], vec![]).is_err());
    }
}
