//! Parents of an indented bill of materials: a line belongs to the nearest line above it that stands one level higher.

use crate::model::TextColumn;

/// What a row of an indented bill of materials is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Placed {
    /// The product itself, and no line of anything.
    Top,
    /// A line of this parent.
    Line {
        /// The parent's code.
        parent: String,
    },
    /// A row without level and component.
    Empty,
    /// A row whose parent cannot be told.
    Broken {
        /// Why not.
        why: String,
    },
}

/// Reads a column of levels as depths; `None` where less than nine in ten values are levels, or all are equal and none of them 1.
///
/// Levels are numbers (`0`, `1`, `2`), also behind dots, signs or words (`.1`, `..2`, `++`, `L3`, `第2层`), or an outline (`1`, `1.2`,
/// `1.2.1`), whose depth is its number of parts.
pub fn depths_of(levels: &TextColumn) -> Option<Vec<Option<u32>>> {
    let outline = levels.iter().flatten().any(|v| is_outline(v.trim()));
    let depths: Vec<Option<u32>> = levels.iter().map(|v| v.and_then(|v| depth(v.trim(), outline))).collect();
    let (told, found) = (levels.len() - levels.missing(), depths.iter().flatten().count());
    (found > 0 && found * 10 >= told * 9).then_some(depths)
}

fn is_outline(level: &str) -> bool {
    let parts: Vec<&str> = level.split('.').collect();
    // `1.0` is how a spreadsheet may write the number 1.
    parts.len() > 1 && parts.iter().all(|p| !p.is_empty() && p.bytes().all(|b| b.is_ascii_digit())) && parts.last() != Some(&"0")
}

fn depth(level: &str, outline: bool) -> Option<u32> {
    if outline {
        let parts = level.trim_end_matches('.').split('.');
        let good = parts.clone().all(|p| !p.is_empty() && p.bytes().all(|b| b.is_ascii_digit()));
        return good.then(|| u32::try_from(parts.count()).unwrap_or(u32::MAX));
    }
    let bare = level
        .trim_start_matches(['.', '-', '+', '*', ' ', '·', '…', '_', '>', '|', 'L', 'l', '第'])
        .trim_end_matches(['级', '层', '阶', ' ']);
    let bare = bare.strip_suffix(".0").unwrap_or(bare);
    if bare.is_empty() {
        let signs = level.chars().filter(|c| matches!(c, '.' | '-' | '+' | '*' | '·' | '>')).count();
        return u32::try_from(signs).ok().filter(|n| *n > 0);
    }
    bare.parse().ok().filter(|n| *n < 100)
}

/// Gives every row its parent by the levels. `top` is the product that all rows of the highest level belong to, where something else names
/// it; without it a single row of the highest level, or any row of level 0, is the product itself.
pub fn parents_from_levels(levels: &TextColumn, codes: &TextColumn, top: Option<&str>) -> Vec<Placed> {
    let Some(depths) = depths_of(levels) else { return vec![Placed::Broken { why: "no level".to_owned() }; codes.len()] };
    let highest = depths.iter().flatten().min().copied().unwrap_or(0);
    let tops = depths.iter().flatten().filter(|d| **d == highest).count();
    let many = depths.iter().flatten().any(|d| *d > highest);
    let is_top = |code: &str| top.is_none_or(|t| t == code) && (highest == 0 || (tops == 1 && many));
    let mut open: Vec<(u32, String)> = Vec::new();
    let mut placed = Vec::with_capacity(codes.len());
    for (i, depth) in depths.iter().enumerate() {
        let code = codes.text(i).trim();
        let Some(depth) = *depth else {
            placed.push(if code.is_empty() { Placed::Empty } else { Placed::Broken { why: "no level".to_owned() } });
            continue;
        };
        open.retain(|(d, _)| *d < depth);
        placed.push(match (open.last(), top) {
            _ if depth == highest && is_top(code) => Placed::Top,
            (None, Some(t)) if depth == highest => Placed::Line { parent: t.to_owned() },
            (above, _) => below(above, depth),
        });
        open.push((depth, code.to_owned()));
    }
    placed
}

/// Places a row below the open row above it.
fn below(above: Option<&(u32, String)>, depth: u32) -> Placed {
    match above {
        None => Placed::Broken { why: format!("nothing stands above level {depth}") },
        Some((d, _)) if d + 1 < depth => Placed::Broken { why: format!("level {depth} follows level {d}") },
        Some((d, code)) if code.is_empty() => Placed::Broken { why: format!("the row of level {d} above has no code") },
        Some((_, code)) => Placed::Line { parent: code.clone() },
    }
}

/// Says whether the parent column only repeats the top product on deeper rows, whose true parent is the row above them: an exploded list.
pub(super) fn repeats_top(levels: &TextColumn, parents: &TextColumn, codes: &TextColumn) -> bool {
    let Some(depths) = depths_of(levels) else { return false };
    let Some(highest) = depths.iter().flatten().min().copied() else { return false };
    let (mut deeper, mut as_top, mut as_level) = (0_usize, 0_usize, 0_usize);
    for (i, placed) in parents_below(levels, codes, parents).iter().enumerate() {
        if let (Some(Some(d)), Placed::Line { parent }) = (depths.get(i), placed)
            && *d > highest
        {
            deeper += 1;
            as_level += usize::from(parent == parents.text(i).trim());
            as_top += usize::from(parent != parents.text(i).trim());
        }
    }
    deeper > 0 && as_top * 10 >= deeper * 8 && as_level * 10 <= deeper * 2
}

/// Gives every row its parent by the levels, below the product that its own parent column names; a new product begins a new structure.
pub(super) fn parents_below(levels: &TextColumn, codes: &TextColumn, tops: &TextColumn) -> Vec<Placed> {
    let depths = depths_of(levels).unwrap_or_default();
    let highest = depths.iter().flatten().min().copied().unwrap_or(0);
    let mut open: Vec<(u32, String)> = Vec::new();
    let mut product = String::new();
    let mut placed = Vec::with_capacity(codes.len());
    for (i, depth) in depths.iter().enumerate() {
        let (code, top) = (codes.text(i).trim(), tops.text(i).trim());
        if !top.is_empty() && top != product {
            top.clone_into(&mut product);
            open.clear();
        }
        let Some(depth) = *depth else {
            placed.push(if code.is_empty() { Placed::Empty } else { Placed::Broken { why: "no level".to_owned() } });
            continue;
        };
        open.retain(|(d, _)| *d < depth);
        placed.push(match open.last() {
            None if depth == highest && code == product => Placed::Top,
            None if depth == highest && !product.is_empty() => Placed::Line { parent: product.clone() },
            above => below(above, depth),
        });
        open.push((depth, code.to_owned()));
    }
    placed
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(values: &[&str]) -> TextColumn {
        values.iter().map(|v| Some(*v)).collect()
    }

    /// Writes placements short: `^` the product, `!` broken, `` empty, otherwise the parent.
    fn short(placed: &[Placed]) -> Vec<&str> {
        let one = |p| match p {
            &Placed::Top => "^",
            Placed::Line { parent } => parent.as_str(),
            Placed::Empty => "",
            Placed::Broken { .. } => "!",
        };
        placed.iter().map(one).collect()
    }

    #[test]
    fn lines_belong_to_the_row_one_level_above() {
        let check = |levels: &[&str], codes: &[&str], top: Option<&str>, expected: &[&str]| {
            assert_eq!(short(&parents_from_levels(&column(levels), &column(codes), top)), expected, "{levels:?}");
        };
        check(&["0", "1", "2", "2", "1"], &["P", "A", "a1", "a2", "B"], None, &["^", "P", "A", "A", "P"]);
        check(&["1", "2", "3", "2"], &["P", "A", "a1", "B"], None, &["^", "P", "A", "P"]);
        check(&[".1", "..2", ".1"], &["A", "a1", "B"], Some("P"), &["P", "A", "P"]);
        check(&["1", "1.1", "1.1.1", "1.2"], &["P", "A", "a1", "B"], None, &["^", "P", "A", "P"]);
        check(&["1", "2", "1"], &["A", "a1", "B"], Some("P"), &["P", "A", "P"]);
        check(&["0", "1", "0", "1"], &["P", "A", "Q", "B"], None, &["^", "P", "^", "Q"]);
        check(&["+", "++", "+"], &["A", "a", "B"], Some("P"), &["P", "A", "P"]);
        check(&["第1层", "第2层"], &["P", "A"], None, &["^", "P"]);
        check(&["1.0", "2.0"], &["P", "A"], None, &["^", "P"]);
    }

    #[test]
    fn what_cannot_be_told_is_said_and_never_guessed() {
        let check = |levels: &[&str], codes: &[&str], expected: &[&str]| {
            assert_eq!(short(&parents_from_levels(&column(levels), &column(codes), None)), expected, "{levels:?}");
        };
        check(&["0", "2", "3"], &["P", "A", "a1"], &["^", "!", "A"]);
        check(&["0", "1", "2"], &["P", "", "a1"], &["^", "P", "!"]);
        check(&["1", "1", "2"], &["A", "B", "b1"], &["!", "!", "B"]);
        check(&["0", "", ""], &["P", "A", ""], &["^", "!", ""]);
        assert!(depths_of(&column(&["red", "green", "1"])).is_none());
    }

    #[test]
    fn exploded_lists_are_seen() {
        let (levels, codes) = (column(&["1", "2", "2", "1", "1", "2"]), column(&["A", "a1", "a2", "B", "C", "c1"]));
        let tops = column(&["P", "P", "P", "P", "Q", "Q"]);
        assert!(repeats_top(&levels, &tops, &codes));
        assert_eq!(short(&parents_below(&levels, &codes, &tops)), ["P", "A", "A", "P", "Q", "C"]);
        let direct = column(&["P", "A", "A", "P", "Q", "C"]);
        assert!(!repeats_top(&levels, &direct, &codes));
        assert!(!repeats_top(&column(&["1", "1"]), &column(&["P", "P"]), &column(&["A", "B"])));
    }
}
