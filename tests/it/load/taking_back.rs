//! Rollback: everything as it was, but for what others did since (faults 32 to 34).

use super::package::{CUSTOMER, Sample, customers};
use super::{Load, both_waves, on_both, status, take_back};
use cutover::load::{Edited, KeptBecause, Later, LoadError, Scope, State};

on_both! {
    /// O3: the target holds what it held before.
    fn a_run_is_taken_back_to_what_was_before(place) {
        place.with_tables();
        place.run("INSERT INTO customer (code, name) VALUES ('Z1', 'there before')");
        let before = place.content();
        both_waves(place, &Sample::two_waves());
        let done = take_back(place, &Scope::Run, Edited::Keep, Later::Refuse).unwrap();
        let order: Vec<_> = done.batches.iter().map(|b| (b.batch.as_str(), b.reversed)).collect();
        assert_eq!(order, [("rest/002-opening_ar", 5), ("rest/001-customer", 10), ("pilot/002-opening_ar", 20), ("pilot/001-customer", 20)]);
        assert_eq!(place.content(), before);
        assert!(status(place).batches.iter().all(|b| b.entry.state == State::RolledBack));
        assert_eq!(place.ask("SELECT (SELECT count(*) FROM cutover_rows) + (SELECT count(*) FROM cutover_before)"), ["0"]);
    }

    /// What was taken back can be loaded again.
    fn a_batch_can_be_loaded_again(place) {
        let sample = Sample::one_wave(vec![("customer", CUSTOMER, customers(1..=9))]);
        Load::default().into(place, &sample).unwrap();
        let loaded = place.content();
        take_back(place, &Scope::Batch("main/001-customer".into()), Edited::Keep, Later::Refuse).unwrap();
        assert!(place.content().is_empty());
        Load::default().into(place, &sample).unwrap();
        assert_eq!(place.content(), loaded);
        assert_eq!(status(place).batches.len(), 2);
    }

    /// Rows that somebody edited stay and are listed; those that somebody removed are told.
    fn edited_rows_are_kept_and_listed(place) {
        let sample = Sample::one_wave(vec![("customer", CUSTOMER, customers(1..=9))]);
        Load::default().into(place, &sample).unwrap();
        place.run("UPDATE customer SET name = 'by hand' WHERE code = 'C000003'");
        place.run("DELETE FROM customer WHERE code = 'C000004'");
        let done = take_back(place, &Scope::Wave("main".into()), Edited::Keep, Later::Refuse).unwrap();
        let b = &done.batches[0];
        assert_eq!((b.reversed, b.kept, b.gone), (7, 1, 1));
        assert_eq!((b.rows[0].row, b.rows[0].key.as_str(), &b.rows[0].why), (3, "C000003", &KeptBecause::Edited));
        assert_eq!(place.ask("SELECT code, name FROM customer"), ["C000003|by hand"]);
        assert_eq!(status(place).batches[0].entry.state, State::Kept);
        let forced = take_back(place, &Scope::Wave("main".into()), Edited::Override, Later::Refuse).unwrap();
        assert_eq!((forced.batches[0].reversed, forced.batches[0].overridden), (1, 1));
        assert!(place.content().is_empty());
        let log: Vec<_> = status(place).rollbacks.iter().map(|r| (r.forced, r.state.clone(), r.who.clone())).collect();
        assert_eq!(log, [(false, "done".to_owned(), "bob".to_owned()), (true, "done".to_owned(), "bob".to_owned())]);
    }

    /// Fault 33: a wave that a later one refers to stays, or goes together with it.
    fn a_wave_that_is_referred_to_is_refused_or_cascaded(place) {
        both_waves(place, &Sample::two_waves());
        let before = place.content();
        let pilot = Scope::Wave("pilot".into());
        match take_back(place, &pilot, Edited::Keep, Later::Refuse).unwrap_err() {
            LoadError::ReferredTo(by) => {
                assert_eq!((by[0].batch.as_str(), by[0].column.as_str(), by[0].rows), ("rest/002-opening_ar", "party_code", 5));
                assert_eq!(by[0].examples[0], "C000011");
            }
            other => panic!("{other}"),
        }
        assert_eq!(place.content(), before);
        let done = take_back(place, &pilot, Edited::Keep, Later::Cascade).unwrap();
        assert_eq!(done.batches.iter().map(|b| b.batch.as_str()).collect::<Vec<_>>(), ["rest/002-opening_ar", "pilot/002-opening_ar", "pilot/001-customer"]);
        assert_eq!(place.ask("SELECT count(*), min(code) FROM customer"), ["10|C000021"]);
    }

    /// Rows that others refer to cannot be removed: they stay with the target's reason.
    fn rows_that_others_refer_to_stay(place) {
        let sample = Sample::one_wave(vec![("customer", CUSTOMER, customers(1..=9))]);
        Load::default().into(place, &sample).unwrap();
        place.run("CREATE TABLE orders (id integer PRIMARY KEY, customer varchar(20) REFERENCES customer (code)); INSERT INTO orders VALUES (1, 'C000005')");
        let done = take_back(place, &Scope::Run, Edited::Keep, Later::Refuse).unwrap();
        let b = &done.batches[0];
        assert_eq!((b.reversed, b.kept, b.rows[0].key.as_str()), (8, 1, "C000005"));
        assert!(matches!(&b.rows[0].why, KeptBecause::Refused(said) if said.to_lowercase().contains("foreign key")), "{:?}", b.rows);
        assert_eq!(place.ask("SELECT code FROM customer"), ["C000005"]);
    }

    /// Fault 8: a rollback that was interrupted keeps others from loading, and goes on.
    fn an_interrupted_rollback_goes_on(place) {
        let sample = Sample::two_waves();
        both_waves(place, &sample);
        take_back(place, &Scope::Batch("rest/002-opening_ar".into()), Edited::Keep, Later::Refuse).unwrap();
        place.run("INSERT INTO cutover_undo (id, run, scope, forced, cascaded, state, who, at) VALUES (2, 'acme', 'run', 0, 0, 'begun', 'bob', 'then')");
        let error = Load::default().into(place, &sample).unwrap_err();
        assert!(matches!(&error, LoadError::RollbackOpen { scope, who, .. } if scope == "run" && who == "bob"), "{error}");
        let done = take_back(place, &Scope::Run, Edited::Keep, Later::Refuse).unwrap();
        assert_eq!(done.batches.len(), 3);
        assert!(place.content().is_empty());
        assert_eq!(place.ask("SELECT DISTINCT state FROM cutover_undo"), ["done"]);
    }

    /// Nothing there is nothing to take back.
    fn there_must_be_something_to_take_back(place) {
        assert!(matches!(take_back(place, &Scope::Run, Edited::Keep, Later::Refuse), Err(LoadError::NoLedger)));
        Load::default().into(place, &Sample::two_waves()).unwrap();
        assert!(matches!(take_back(place, &Scope::Wave("rest".into()), Edited::Keep, Later::Refuse), Err(LoadError::NothingLoaded(_))));
    }
}
