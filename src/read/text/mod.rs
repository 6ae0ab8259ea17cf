//! Delimited text to tables.

mod columns;
pub(crate) mod detect;
pub(crate) mod dialect;
mod model;
mod quotes;
pub(crate) mod ragged;
pub(crate) mod records;
mod work;

use super::assemble::{self, Fixes};
use super::encoding::{self, Detected, Text};
use super::error::Fault;
use super::file::{Decision, ReadNote, SheetTable};
use super::layout::regions::{self, Hints};
use super::layout::{Grid, blank_text};
use super::options::ReadOptions;
use crate::model::{TextColumn, both};
use rayon::prelude::*;
use records::Records;
use std::borrow::Cow;
use std::sync::Arc;

impl Grid for Records {
    fn rows(&self) -> usize {
        self.len()
    }

    fn line(&self, row: usize) -> u32 {
        Self::line(self, row)
    }

    fn width(&self, row: usize) -> usize {
        self.spans(row).len()
    }

    fn cell(&self, row: usize, column: usize) -> Cow<'_, str> {
        Self::cell(self, row, column)
    }

    fn start<'a>(&'a self, row: usize, cells: &mut [Cow<'a, str>]) -> usize {
        Self::start(self, row, cells)
    }

    fn blank(&self, row: usize) -> bool {
        if self.visible(row) {
            return false;
        }
        let spans = self.spans(row);
        (0..spans.len()).all(|c| spans.get(c).is_some_and(|s| s.is_empty()) || blank_text(&Self::cell(self, row, c)))
    }

    fn raw(&self, row: usize) -> String {
        Self::raw(self, row).to_owned()
    }

    fn columns(&self, rows: &[usize], width: usize, fixes: &Fixes) -> Option<Vec<TextColumn>> {
        Some(columns::columns(self, rows, width, fixes))
    }
}

/// Reads a delimited text.
pub(crate) fn read(bytes: Arc<Vec<u8>>, detected: &Detected, options: &ReadOptions) -> Result<(Vec<SheetTable>, Vec<ReadNote>), Fault> {
    let (text, broken) = encoding::share(bytes, detected);
    let charset = detected.charset.name();
    let mut notes = Vec::new();
    if broken > 0 {
        notes.push(ReadNote::new("undecodable-bytes", broken.to_string()).expecting(format!("text in {charset}")));
    }
    let text = without_nul(text, &mut notes);
    let found = detect::detect(&text, options);
    let cells = found.cells;
    let records = Records::cut(text, found.dialect.clone(), (cells > 1).then_some(cells));
    check_limits(&records, options)?;
    let decisions = [
        Decision::new("encoding", &charset, &detected.why),
        Decision::new("delimiter", found.dialect.shown().unwrap_or_default(), &found.why),
        Decision::new("quote", found.dialect.quote.map(|q| char::from(q).to_string()).unwrap_or_default(), &found.quote_why),
    ];
    let hints = Hints { width: Some(cells), header: options.header };
    let mut tables = Vec::new();
    let mut work = work::Work::default();
    for (i, region) in regions::find(&records, hints).iter().enumerate() {
        let fixes = ragged::mend(&records, region, &mut work);
        let mut table = assemble::table(&records, region, fixes);
        table.table_no = i as u32 + 1;
        table.encoding.clone_from(&charset);
        table.delimiter = found.dialect.shown();
        table.decisions.splice(0..0, decisions.iter().cloned());
        tables.push(table);
    }
    Ok((tables, notes))
}

/// Takes out NUL characters, which no export means and which other programs stumble over.
fn without_nul(text: Text, notes: &mut Vec<ReadNote>) -> Text {
    let found: usize = text.as_bytes().par_chunks(1 << 20).map(|part| memchr::memchr_iter(0, part).count()).sum();
    if found == 0 {
        return text;
    }
    notes.push(
        ReadNote::new("nul-bytes", found.to_string())
            .expecting(both("文本中不应有 NUL 字符；已去除", "no NUL characters in text; they were taken out")),
    );
    text.replace('\0', "").into()
}

fn check_limits(records: &Records, options: &ReadOptions) -> Result<(), Fault> {
    let limits = &options.limits;
    let longest = (limits.cell_bytes as usize).min(records::LONGEST_CELL);
    let faults: Vec<Option<Fault>> = records
        .pieces()
        .par_iter()
        .filter(|p| !p.within(limits.columns, longest))
        .map(|p| {
            p.walk_spans().find_map(|(line, spans)| match () {
                () if spans.len() as u64 > limits.columns => Some(Fault::Limit("columns", limits.columns, format!("line {line}"))),
                () if spans.iter().any(|s| s.len() > longest) => Some(Fault::Limit("cell_bytes", longest as u64, format!("line {line}"))),
                () => None,
            })
        })
        .collect();
    if let Some(fault) = faults.into_iter().flatten().next() {
        return Err(fault);
    }
    let cells: u64 = records.pieces().iter().map(|p| p.cells() as u64).sum();
    if cells > limits.cells {
        return Err(Fault::Limit("cells", limits.cells, String::new()));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tables(bytes: &[u8]) -> Vec<SheetTable> {
        read(Arc::new(bytes.to_vec()), &encoding::detect(bytes, None).unwrap(), &ReadOptions::default()).unwrap().0
    }

    /// Reads `input` and compares header and rows of the first table, cells joined by `|`, missing ones empty.
    fn check(input: &str, header: &str, rows: &[&str]) {
        let all = tables(input.as_bytes());
        let table = all.first().unwrap();
        let shown = if table.header_line.is_some() { table.header.join("|") } else { String::new() };
        assert_eq!(shown, header, "header of {input:?}");
        let found: Vec<String> =
            (0..table.height()).map(|r| table.columns.iter().map(|c| c.text(r)).collect::<Vec<_>>().join("|")).collect();
        assert_eq!(found, rows, "rows of {input:?}");
    }

    #[test]
    fn delimiters_and_line_ends_are_recognised() {
        for d in [",", ";", "\t", "|", "^", "~", "+|", "||"] {
            for end in ["\n", "\r\n", "\r"] {
                let lines = ["code,name,price", "001,bolt,1.5", "002,nut M8,2.25", "003,washer,0.1"];
                let text = lines.map(|l| l.replace(',', d)).join(end);
                if !d.contains('|') {
                    check(&text, "code|name|price", &["001|bolt|1.5", "002|nut M8|2.25", "003|washer|0.1"]);
                }
                assert_eq!(tables(text.as_bytes())[0].height(), 3, "{text:?}");
            }
        }
    }

    #[test]
    fn preambles_totals_and_footers_are_no_rows() {
        check(
            "物料收发存汇总表,,\r\n会计期间：2023年第12期    单位：人民币元,,\r\n,,\r\n编码,名称,数量\r\n0001,螺栓,5\r\n0002,螺母,7\r\n合计,,12\r\n制表人：管理员,,\r\n",
            "编码|名称|数量",
            &["0001|螺栓|5", "0002|螺母|7"],
        );
        check("sep=;\ncode;name\n1;a\n2;b\n", "code|name", &["1|a", "2|b"]);
    }

    #[test]
    fn text_markers_around_codes_are_taken_off() {
        check("code,name\n=\"00123\",a\n=\"00124\",b\n", "code|name", &["00123|a", "00124|b"]);
        check("order\t,amount\n2019001\t,1.5\n2019002\t,2.5\n", "order|amount", &["2019001|1.5", "2019002|2.5"]);
    }

    #[test]
    fn a_table_without_header_is_recognised() {
        check(
            "1\tBolt\t2024-01-01\n2\tNut\t2024-01-02\n3\tWasher\t2024-01-03\n",
            "",
            &["1|Bolt|2024-01-01", "2|Nut|2024-01-02", "3|Washer|2024-01-03"],
        );
    }

    #[test]
    fn stray_quotes_are_content() {
        check(
            "code,size,price\n1,\"8 inch,2.5\n2,\"10\" pipe\",3.5\n3,\"a, b\",4.5\n4,plain,5.5\n",
            "code|size|price",
            &["1|\"8 inch|2.5", "2|10\" pipe|3.5", "3|a, b|4.5", "4|plain|5.5"],
        );
    }

    #[test]
    fn a_surplus_cell_is_held_and_never_lost() {
        let all = tables(b"a,b\n1,x y\n2,z w\n3,p,q,r\n4,k l\n");
        let table = &all[0];
        assert_eq!(table.lines, [2, 3, 5]);
        assert_eq!(table.set_aside.len(), 1);
        assert_eq!((table.set_aside[0].line, table.set_aside[0].text.as_str()), (4, "3,p,q,r"));
    }
}
