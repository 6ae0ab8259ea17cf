//! Counts of a finished search, for people and machines.

use super::columns::{Basis, Columns};
use super::labels::LabelCount;
use super::load::{FileRead, Lists};
use super::{LeftOut, Used};
use crate::matching::{Outcome, Report, Why};
use crate::plan::MatchKind;
use serde::{Serialize, Serializer};

/// Everything but the pairs.
#[derive(Clone, Debug, Serialize)]
pub struct Summary {
    /// The version of this layout.
    pub schema: u32,
    /// The files.
    pub files: Vec<FileRead>,
    /// The ids.
    pub ids: IdCount,
    /// Columns that count.
    pub columns: Vec<Used>,
    /// Columns that do not, with the reason.
    pub left_out: Vec<(String, LeftOut)>,
    /// Labels, where there are any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub labels: Option<LabelCount>,
    /// What was compared and decided.
    pub matching: Report,
    /// Clusters of two records and more.
    pub clusters: usize,
    /// Records in them.
    pub clustered: usize,
}

/// What there is to say of ids.
#[derive(Clone, Debug, Serialize)]
pub struct IdCount {
    /// The column; `None`: lines of the files are the ids.
    pub column: Option<String>,
    /// Blank ones.
    pub blank: usize,
    /// Those that stood more than once.
    pub repeated: Vec<String>,
}

/// Counts.
pub fn summary(lists: &Lists, columns: &Columns, labels: Option<LabelCount>, outcome: &Outcome) -> Summary {
    let mut sizes = vec![0usize; outcome.clusters.len()];
    for c in &outcome.clusters {
        if let Some(n) = sizes.get_mut(*c as usize) {
            *n += 1;
        }
    }
    let ids = &lists.ids;
    Summary {
        schema: 1,
        files: lists.files.clone(),
        ids: IdCount { column: lists.id_column.clone(), blank: ids.blank, repeated: ids.repeated.clone() },
        columns: columns.used.clone(),
        left_out: columns.left_out.clone(),
        labels,
        matching: outcome.report.clone(),
        clusters: sizes.iter().filter(|n| **n > 1).count(),
        clustered: sizes.iter().filter(|n| **n > 1).sum(),
    }
}

impl Serialize for Used {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Shown<'a> {
            name: &'a str,
            kind: MatchKind,
            columns: &'a [String],
            why: String,
        }
        Shown { name: &self.name, kind: self.kind, columns: &self.columns, why: self.basis.code() }.serialize(to)
    }
}

impl Basis {
    /// Gives the reason for machines, such as `header: phone` or `values: 97 %`.
    pub fn code(self) -> String {
        match self {
            Self::Declared => "declared".to_owned(),
            Self::Seen(Why::Header(word)) => format!("header: {word}"),
            Self::Seen(Why::Values(percent)) => format!("values: {percent} %"),
            Self::Seen(Why::Few(n)) => format!("few values: {n}"),
            Self::Seen(Why::Different) => "numbers, mostly different".to_owned(),
            Self::Seen(Why::Long) => "long texts".to_owned(),
            Self::Seen(Why::Telling) => "most telling text".to_owned(),
            Self::Seen(Why::Specified) => "beside specifications".to_owned(),
            Self::Seen(Why::Nothing) => "nothing else fits".to_owned(),
        }
    }
}
