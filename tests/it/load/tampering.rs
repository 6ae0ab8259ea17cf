//! Run folders that are not what they were (faults 28 to 31): refused before the target hears of anything.

use super::Load;
use super::package::Sample;
use cutover::load::{LoadError, PackageError};
use std::fs;

#[track_caller]
fn refused(sample: &Sample) -> PackageError {
    let place = super::Place::sqlite();
    let error = Load::default().into(&place, sample).unwrap_err();
    assert!(!std::path::Path::new(&place.url()).exists(), "the target was opened");
    match error {
        LoadError::Package(e) => e,
        other => panic!("{other}"),
    }
}

#[test]
fn a_flipped_byte_is_noticed() {
    let sample = Sample::two_waves();
    let path = sample.path().join("batches/pilot/001-customer.csv");
    let mut bytes = fs::read(&path).unwrap();
    let at = bytes.len() - 20;
    bytes[at] ^= 1;
    fs::write(&path, bytes).unwrap();
    assert!(matches!(refused(&sample), PackageError::Checksum { .. }));
}

#[test]
fn a_batch_that_is_cut_short_is_noticed() {
    let sample = Sample::two_waves();
    let path = sample.path().join("batches/rest/001-customer.csv");
    let bytes = fs::read(&path).unwrap();
    fs::write(&path, &bytes[..bytes.len() / 2]).unwrap();
    assert!(matches!(refused(&sample), PackageError::Checksum { .. }));
}

#[test]
fn batches_that_are_removed_swapped_or_renamed_break_the_chain() {
    let edits: [fn(&mut serde_json::Value); 4] = [
        |m| drop(m["batches"].as_array_mut().unwrap().remove(0)),
        |m| m["batches"].as_array_mut().unwrap().reverse(),
        |m| m["batches"][0]["rows"] = 19.into(),
        |m| m["previous"] = "1".repeat(64).into(),
    ];
    for edit in edits {
        let sample = Sample::two_waves();
        let path = sample.path().join("batches/pilot/manifest.json");
        let mut manifest = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
        edit(&mut manifest);
        fs::write(&path, manifest.to_string()).unwrap();
        assert!(matches!(refused(&sample), PackageError::Chain { .. }));
    }
}

#[test]
fn a_whole_wave_that_is_missing_breaks_the_chain() {
    let sample = Sample::two_waves();
    fs::remove_dir_all(sample.path().join("batches/pilot")).unwrap();
    assert!(matches!(refused(&sample), PackageError::Chain { .. }));
}

#[test]
fn a_manifest_that_is_cut_off_is_named() {
    let sample = Sample::two_waves();
    let path = sample.path().join("batches/pilot/manifest.json");
    let bytes = fs::read(&path).unwrap();
    fs::write(&path, &bytes[..100]).unwrap();
    assert!(matches!(refused(&sample), PackageError::Damaged { path: p, .. } if p == path));
    fs::remove_file(&path).unwrap();
    assert!(matches!(refused(&sample), PackageError::Damaged { .. }));
}

#[test]
fn a_source_that_changed_after_the_run_is_named_with_both_checksums() {
    let mut sample = Sample::two_waves();
    let source = sample.home.path().join("客户.csv");
    fs::write(&source, "new").unwrap();
    sample.plan.sources[0].path = source.display().to_string();
    sample.plan.sources[0].sha256 = "0".repeat(64);
    sample.write();
    match refused(&sample) {
        PackageError::SourceChanged { found, expected, .. } => assert_eq!((found.len(), expected), (64, "0".repeat(64))),
        other => panic!("{other}"),
    }
}
