//! Checks that packs and projects write as SQL expressions, evaluated by Polars over the all-text columns.

use super::Subject;
use super::judgement::{Failure, Outcome, Why};
use crate::model::Table;
use polars::chunked_array::cast::CastOptions;
use polars::prelude::*;
use polars::sql::sql_expr;

/// The longest expression, in bytes: anything longer belongs into a check of its own.
const LONGEST: usize = 4000;
/// The most operators and brackets; expressions are walked recursively.
const DEEPEST: usize = 400;

/// Runs a SQL check.
///
/// A column that the table lacks makes the check not applicable; so does a null result for its row. A cast that fails gives null.
pub(super) fn run(subject: &Subject<'_>, passes: &str, when: Option<&str>) -> Outcome {
    let Ok(passes) = Expression::parse(passes) else { return Outcome::default() };
    let Ok(when) = when.map(Expression::parse).transpose() else { return Outcome::default() };
    let (Some(good), Some(applies)) = (passes.evaluate(subject.table), when.map_or(Some(None), |w| w.evaluate(subject.table).map(Some)))
    else {
        return Outcome::default();
    };
    let mut outcome = Outcome::default();
    for row in 0..subject.table.height() {
        if applies.as_ref().is_some_and(|a| a.get(row) != Some(true)) {
            continue;
        }
        match good.get(row) {
            None => {}
            Some(true) => outcome.applicable += 1,
            Some(false) => {
                outcome.applicable += 1;
                outcome.failures.push(Failure { row, why: Why::default() });
            }
        }
    }
    outcome
}

/// Says what is wrong with a SQL expression; `None` where it can be evaluated over text columns of any content.
pub(super) fn problem(expression: &str) -> Option<String> {
    let parsed = match Expression::parse(expression) {
        Ok(parsed) => parsed,
        Err(why) => return Some(why),
    };
    let columns = parsed.columns.iter().map(|n| Column::new(n.clone(), [None::<&str>, Some("1"), Some("x")])).collect();
    let probe = match DataFrame::new(3, columns) {
        Ok(probe) => probe,
        Err(e) => return Some(e.to_string()),
    };
    parsed.over(&probe).err()
}

/// Names the columns of an expression that can be parsed.
pub(super) fn columns(expression: &str) -> Vec<String> {
    Expression::parse(expression).map(|e| e.columns.iter().map(PlSmallStr::to_string).collect()).unwrap_or_default()
}

/// A parsed expression and the columns that it looks at.
struct Expression {
    expr: Expr,
    columns: Vec<PlSmallStr>,
}

impl Expression {
    fn parse(text: &str) -> Result<Self, String> {
        refuse_hostile(text)?;
        let expr = sql_expr(text).map_err(|e| first_line(&e.to_string()))?;
        // A value that cannot be cast is bad data, which the check must survive: it becomes null.
        let expr = expr.map_expr(|e| match e {
            Expr::Cast { expr, dtype, .. } => Expr::Cast { expr, dtype, options: CastOptions::NonStrict },
            other => other,
        });
        let mut columns = expr.clone().meta().root_names();
        columns.sort();
        columns.dedup();
        if columns.iter().any(|c| c.as_str() == "*" || c.is_empty()) || expr.clone().meta().has_multiple_outputs() {
            return Err("name the columns one by one instead of *".to_owned());
        }
        if columns.is_empty() {
            return Err("the expression looks at no column".to_owned());
        }
        Ok(Self { expr, columns })
    }

    fn evaluate(&self, table: &Table) -> Option<BooleanChunked> {
        if self.columns.iter().any(|c| !table.has(c)) {
            return None;
        }
        self.over(table.frame()).ok()
    }

    /// Evaluates the expression row by row; anything but one truth value for each row is refused.
    fn over(&self, frame: &DataFrame) -> Result<BooleanChunked, String> {
        const NAME: &str = "good";
        let result = frame.clone().lazy().select([self.expr.clone().alias(NAME)]).collect().map_err(|e| first_line(&e.to_string()))?;
        let column = result.column(NAME).map_err(|e| first_line(&e.to_string()))?;
        if result.height() != frame.height() {
            return Err("it gives one value for the whole table and not one for each row".to_owned());
        }
        column.bool().cloned().map_err(|_| format!("it gives {} and not true or false", column.dtype()))
    }
}

fn first_line(message: &str) -> String {
    message.lines().next().unwrap_or("").chars().take(300).collect()
}

/// Refuses what is more than an expression over columns: queries, table functions that read files, comments, and sizes that exhaust the
/// stack. It looks at the words outside quotes, so that it errs on the side of refusing.
fn refuse_hostile(text: &str) -> Result<(), String> {
    if text.trim().is_empty() {
        return Err("the expression is empty".to_owned());
    }
    if text.len() > LONGEST || text.contains('\0') {
        return Err(format!("the expression is longer than {LONGEST} bytes or holds a NUL"));
    }
    let bare = outside_quotes(text)?;
    if bare.contains("--") || bare.contains("/*") || bare.contains(';') || bare.contains('#') {
        return Err("comments and several statements are not allowed".to_owned());
    }
    let marks = bare.chars().filter(|c| "()[]{}+-*/%<>=|&!~^,.:".contains(*c)).count();
    let mut words = bare.split(|c: char| !(c.is_alphanumeric() || c == '_')).filter(|w| !w.is_empty());
    if marks + words.clone().count() > DEEPEST {
        return Err("the expression is too large".to_owned());
    }
    const FORBIDDEN: &[&str] =
        &["select", "with", "values", "table", "exists", "lateral", "unnest", "over", "attach", "copy", "insert", "columns"];
    let forbidden = words.find(|w| {
        let word = w.to_lowercase();
        FORBIDDEN.contains(&word.as_str()) || word.starts_with("read_") || word.starts_with("scan_")
    });
    match forbidden {
        Some(word) => Err(format!("`{word}` is not allowed: write an expression over the columns of one row")),
        None => Ok(()),
    }
}

/// Gives the text without what stands in quotes.
fn outside_quotes(text: &str) -> Result<String, String> {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        if !matches!(c, '\'' | '"' | '`') {
            out.push(c);
            continue;
        }
        out.push(' ');
        // A doubled quote ends one text and begins the next, which comes to the same here.
        if !chars.any(|end| end == c) {
            return Err(format!("the quote {c} is never closed"));
        }
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{RowId, TextColumn};

    fn evaluate(expression: &str, values: &[&str]) -> Vec<Option<bool>> {
        let column: TextColumn = values.iter().map(|v| Some(*v)).collect();
        let rows = (0..values.len()).map(|i| RowId(i as u32)).collect();
        let table = Table::new(vec![("x".into(), column)], rows).unwrap();
        Expression::parse(expression).unwrap().evaluate(&table).unwrap().iter().collect()
    }

    #[test]
    fn expressions_are_evaluated_over_text() {
        assert_eq!(evaluate("CAST(x AS DOUBLE) >= 0", &["1", "-2", "abc", ""]), [Some(true), Some(false), None, None]);
        assert_eq!(evaluate("x LIKE 'A%'", &["A1", "B1", ""]), [Some(true), Some(false), None]);
        assert_eq!(evaluate("LENGTH(x) <= 2 AND x <> 'XX'", &["A1", "XX", "ABC"]), [Some(true), Some(false), Some(false)]);
        assert_eq!(evaluate("x IN ('a', 'b')", &["a", "c"]), [Some(true), Some(false)]);
        assert_eq!(evaluate("CASE WHEN x = 'a' THEN TRUE ELSE FALSE END", &["a", "c"]), [Some(true), Some(false)]);
    }

    #[test]
    fn mistakes_and_hostile_expressions_are_refused() {
        for (expression, good) in [
            ("CAST(credit_limit AS DOUBLE) >= 0", true),
            ("name IS NOT NULL", true),
            ("name = 'SELECT; --'", true),
            ("\"name\" <> ''", true),
            ("SUBSTRING(code FROM 1 FOR 2) = '01'", true),
            ("", false),
            ("credit_limit >=", false),
            ("credit_limit > 5", false),
            ("LENGTH(name)", false),
            ("1 = 1", false),
            ("COUNT(name) > 1", false),
            ("MAX(name) = 'a'", false),
            ("*", false),
            ("name IN (SELECT name FROM read_csv('/etc/passwd'))", false),
            ("EXISTS (SELECT 1)", false),
            ("name = 'a'; DROP TABLE x", false),
            ("read_csv('x') = name", false),
            ("name = 'a", false),
            ("nosuchfunction(name)", false),
            ("name = 'a' -- b", false),
        ] {
            let problem = problem(expression);
            assert_eq!(problem.is_none(), good, "{expression}: {problem:?}");
        }
    }

    #[test]
    fn expressions_of_any_depth_end() {
        for expression in ["(".repeat(3000), format!("x = '1'{}", " AND x = '1'".repeat(300)), format!("{}x = '1'", "NOT ".repeat(900))] {
            assert!(problem(&expression).is_some());
        }
    }

    #[test]
    fn columns_are_named() {
        assert_eq!(columns("b = a OR b = 'c'"), ["a", "b"]);
        assert!(columns("b =").is_empty());
    }
}
