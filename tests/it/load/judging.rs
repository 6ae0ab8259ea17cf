//! Loads of runs that are not ready: refused, unless somebody takes it upon them, and then the ledger and the acceptance say who and why.

use super::package::Sample;
use super::{Connected, Load, accept, on_both, status, verify};
use crate::program::{chinese, cutover};
use cutover::load::{LoadEnd, LoadError, News, PackageError, Purpose};
use std::fs;

/// A run folder whose run came to this verdict.
fn judged(verdict: &str) -> Sample {
    let sample = Sample::two_waves();
    let summary = serde_json::json!({
        "schema": 1, "verdict": verdict, "balanced": true,
        "gates": [{ "name": "严重问题", "passed": verdict == "go", "blocking": true }, { "name": "得分", "passed": true, "blocking": false }],
    });
    fs::write(sample.path().join("run.json"), summary.to_string()).unwrap();
    sample
}

const MOCK: Load<'static> = Load {
    wave: Some("pilot"),
    mode: cutover::model::LoadMode::Insert,
    refused: cutover::model::OnRefusal::Stop,
    max_refused: 100,
    tables: cutover::load::Tables::Made,
    purpose: Purpose::Real,
    despite: Some("mock load 2"),
};

on_both! {
    /// Nothing is written, not even the ledger; a trial may look.
    fn a_no_go_is_refused_before_the_target_hears_of_it(place) {
        let sample = judged("no-go");
        match Load::default().into(place, &sample) {
            Err(LoadError::NotReady(j)) => assert_eq!((j.verdict.as_str(), j.missed), ("no-go", vec!["严重问题".to_owned()])),
            other => panic!("{other:?}"),
        }
        assert!(!place.target().connected().has_ledger().unwrap());
        let trial = Load { purpose: Purpose::Trial, ..Load::default() }.into(place, &sample).unwrap();
        assert_eq!(trial.ended, LoadEnd::Whole);
        assert!(place.content().is_empty() && status(place).despite.is_empty());
    }

    /// Who takes it upon them is kept once, however often the load is started, and stands on the acceptance.
    fn who_loads_all_the_same_is_kept(place) {
        let sample = judged("no-go");
        MOCK.into(place, &sample).unwrap();
        place.run("DELETE FROM cutover_ledger WHERE batch = '002-opening_ar'; DELETE FROM cutover_rows WHERE seq = 2; DELETE FROM opening_ar");
        MOCK.into(place, &sample).unwrap();
        assert!(MOCK.into(place, &sample).unwrap().batches.iter().any(|b| b.news == News::Already));
        let kept = status(place).despite;
        let line = |d: &cutover::model::Despite| format!("{} {} {} {} {}", d.wave, d.verdict, d.missed, d.reason, d.who);
        assert_eq!(kept.iter().map(line).collect::<Vec<_>>(), ["pilot no-go 严重问题 mock load 2 ann"]);
        verify(place, &sample).unwrap();
        assert_eq!(accept(place, &sample, "pilot", &[]).unwrap().acceptance.despite, kept);
    }

    /// Conditions are for people to hold; a go, and batches that nobody judged, need nothing.
    fn other_verdicts_load(place) {
        for verdict in ["conditional", "go"] {
            let done = Load { wave: Some("pilot"), ..Load::default() }.into(place, &judged(verdict)).unwrap();
            assert_eq!(done.ended, LoadEnd::Whole, "{verdict}");
        }
        assert!(status(place).despite.is_empty());
    }

    /// A verdict that cannot be read, or that this version does not know, is none to load on.
    fn what_cannot_be_read_is_no_go(place) {
        let sample = judged("perhaps");
        assert!(matches!(Load::default().into(place, &sample), Err(LoadError::NotReady(_))));
        fs::write(sample.path().join("run.json"), "{\"schema\": 1, \"verd").unwrap();
        assert!(matches!(Load::default().into(place, &sample), Err(LoadError::Package(PackageError::Damaged { .. }))));
    }

    /// A ledger of the layout before is read as it is, and gets what it lacks with the next load.
    fn an_older_ledger_is_taken_over(place) {
        let sample = judged("no-go");
        MOCK.into(place, &sample).unwrap();
        place.run("DROP TABLE cutover_despite; DELETE FROM cutover_layout; INSERT INTO cutover_layout VALUES (1, '0.0.9')");
        assert_eq!((status(place).batches.len(), status(place).despite.len()), (2, 0));
        verify(place, &sample).unwrap();
        accept(place, &sample, "pilot", &[]).unwrap();
        Load { wave: Some("rest"), ..MOCK }.into(place, &sample).unwrap();
        assert_eq!(status(place).despite.len(), 1);
        assert_eq!(place.ask("SELECT max(layout) FROM cutover_layout"), ["2"]);
    }
}

/// What is said, and the exit code, in both languages.
#[test]
fn what_stands_against_it_is_told() {
    let place = super::Place::sqlite();
    let (no_go, conditional) = (judged("no-go"), judged("conditional"));
    let load = |sample: &Sample, more: &[&str]| {
        let run = sample.path();
        cutover(&[&["load", run.to_str().unwrap(), "--to", &place.url(), "--create", "--wave", "pilot"], more].concat())
    };
    let refused = load(&no_go, &["--lang", "en"]).ends(1).says(&["NO-GO", "严重问题", "--despite-verdict"]);
    assert_eq!(refused.stderr.matches("NO-GO").count(), 1, "said once: {}", refused.stderr);
    let ended = load(&no_go, &["--lang", "zh"]).ends(1).says(&["不可上线", "严重问题", "--despite-verdict"]);
    assert!(chinese(&ended.stderr));
    load(&no_go, &["--despite-verdict", "", "--lang", "en"]).ends(2);
    load(&no_go, &["--despite-verdict", "mock load", "--lang", "en"])
        .ends(0)
        .says(&["note: the verdict of this run is NO-GO", "wave pilot is loaded"]);
    cutover(&["status", "--to", &place.url(), "--lang", "en"]).ends(0).says(&["loaded despite the verdict pilot (no-go): mock load"]);
    load(&conditional, &["--lang", "zh"]).ends(0).says(&["有条件上线"]);
}
