//! Acceptance: criteria, seals, and what breaks them.

use super::package::Sample;
use super::{Load, accept, both_waves, on_both, verify};
use cutover::load::{LoadError, Needs, sealed};
use cutover::model::{Criterion, Measure, Text};

fn confirmed(name: &str) -> Criterion {
    Criterion { name: Text::new("抽样核对", name), measure: Measure::Confirmed, at_most: None }
}

on_both! {
    /// What differs, and what nobody confirmed, keeps a wave from being accepted.
    fn criteria_must_be_met(place) {
        let sample = Sample::two_waves().accepting(0, vec![confirmed("samples looked at")]);
        Load::default().into(place, &sample).unwrap();
        assert!(matches!(accept(place, &sample, "pilot", &[]), Err(LoadError::Waits { needs: Needs::Verify, .. })));
        verify(place, &sample).unwrap();
        match accept(place, &sample, "pilot", &[]) {
            Err(LoadError::NotAcceptable { unmet, .. }) => assert_eq!(unmet, ["samples looked at"]),
            other => panic!("{other:?}"),
        }
        place.run("UPDATE customer SET city = 'moved' WHERE code = 'C000002'");
        verify(place, &sample).unwrap();
        match accept(place, &sample, "pilot", &["抽样核对".to_owned()]) {
            Err(LoadError::NotAcceptable { unmet, .. }) => assert_eq!(unmet, ["The target is as it was loaded: 1 > 0"]),
            other => panic!("{other:?}"),
        }
        place.run("UPDATE customer SET city = '城市2' WHERE code = 'C000002'");
        verify(place, &sample).unwrap();
        let record = accept(place, &sample, "pilot", &["samples looked at".to_owned()]).unwrap();
        assert_eq!((record.acceptance.by.as_str(), record.acceptance.batches.len()), ("王伟", 2));
    }

    /// Records are chained: a changed one, and one that was taken out, break the seal, and no later wave loads.
    fn a_broken_seal_is_noticed(place) {
        let sample = Sample::two_waves();
        both_waves(place, &sample);
        verify(place, &sample).unwrap();
        accept(place, &sample, "rest", &[]).unwrap();
        let chain = sealed(&mut *connected(place)).unwrap();
        assert_eq!((chain.len(), &chain[1].previous), (2, &chain[0].seal));
        place.run("UPDATE cutover_accepted SET record = replace(record, '王伟', 'eve') WHERE id = 1");
        assert!(matches!(sealed(&mut *connected(place)), Err(LoadError::BrokenSeal(1))));
        place.run("DELETE FROM cutover_accepted WHERE id = 1");
        assert!(matches!(sealed(&mut *connected(place)), Err(LoadError::BrokenSeal(2))));
    }
}

fn connected(place: &super::Place) -> Box<dyn cutover::load::Target> {
    let mut target = place.target();
    target.connect().expect("the target answers");
    target
}
