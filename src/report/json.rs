//! Writes run.json, the contract for machines.

use super::ReportError;
use crate::model::RunSummary;
use std::io::Write;

/// Writes the summary as indented JSON (schema 1), ending in a line break.
///
/// # Errors
/// If the writer refuses the bytes.
pub fn json(summary: &RunSummary, mut out: impl Write) -> Result<(), ReportError> {
    serde_json::to_writer_pretty(&mut out, summary)?;
    out.write_all(b"\n")?;
    out.flush()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample::Sample;

    #[test]
    fn run_json_has_what_the_contract_names() {
        let sample = Sample::company();
        let mut out = Vec::new();
        json(&sample.summary, &mut out).unwrap();
        let run: serde_json::Value = serde_json::from_slice(&out).unwrap();
        assert_eq!(run["schema"], 1);
        for key in ["read", "fates", "balanced", "entities", "gates", "verdict", "inputs", "timings"] {
            assert!(!run[key].is_null(), "{key}");
        }
        for fate in ["emitted", "merged", "held", "rejected", "skipped"] {
            assert!(run["fates"][fate].is_u64(), "{fate}");
        }
        let customer = &run["entities"]["customer"];
        assert!(customer["score"]["dimensions"]["completeness"]["applicable"].is_u64());
        assert!(customer["duplicates"]["clusters"].is_u64());
        for key in ["path", "sheet", "rows", "sha256", "encoding", "entity", "mapping"] {
            assert!(run["inputs"][0].get(key).is_some(), "{key}");
        }
        assert!(out.ends_with(b"}\n"));
    }
}
