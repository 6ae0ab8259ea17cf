//! Records that the target refuses: found by halving, told by row, and either nothing or the rest is loaded (faults 19 to 22).

use super::package::{CUSTOMER, ITEM, Sample, customers, items};
use super::{Heard, Load, on_both, refused, status};
use cutover::load::{LoadEnd, LoadError, News, Origin, Reason};
use cutover::model::OnRefusal;

const REST: Load<'static> = Load {
    wave: None,
    mode: cutover::model::LoadMode::Insert,
    refused: OnRefusal::LoadRest,
    max_refused: 100,
    tables: cutover::load::Tables::Made,
    purpose: cutover::load::Purpose::Real,
    despite: None,
};

fn with_rule(place: &super::Place) {
    place.run("CREATE TABLE customer (code varchar(20) PRIMARY KEY, name varchar(80) CHECK (name NOT LIKE '%verboten%'), city varchar(40), credit varchar(20), since varchar(20))");
}

fn with_bad(rows: &[usize], of: u32) -> Sample {
    let mut all = customers(1..=of);
    rows.iter().for_each(|r| all[r - 1][1] = format!("verboten {r}"));
    Sample::one_wave(vec![("customer", CUSTOMER, all)])
}

on_both! {
    /// The first, a middle and the last record; loaded + refused = batch.
    fn the_rest_is_loaded_where_that_is_asked_for(place) {
        with_rule(place);
        let done = REST.into(place, &with_bad(&[1, 40, 99], 99)).unwrap();
        assert_eq!(refused(&done), [(1, "C000001"), (40, "C000040"), (99, "C000099")]);
        assert!(matches!(&done.refused[0].1.reason, Reason::Target { kind, said, .. } if kind == "check" && !said.is_empty()));
        assert_eq!(place.ask("SELECT count(*) FROM customer"), ["96"]);
        let entry = &status(place).batches[0].entry;
        assert_eq!((entry.rows, entry.created, entry.refused), (99, 96, 3));
        assert_eq!(place.ask("SELECT count(*) FROM cutover_refused"), ["3"]);
    }

    /// The ledger keeps who was refused and why: whoever was to write it down may have been killed before.
    fn refused_records_are_told_again_by_the_next_load(place) {
        with_rule(place);
        let mut first = customers(1..=9);
        first[3][1] = "verboten".to_owned();
        let mut second = customers(10..=19);
        second[0][1] = "verboten".to_owned();
        let sample = Sample::one_wave(vec![("customer", CUSTOMER, first), ("customer", CUSTOMER, second)]);
        let heard = Heard { deaf: true, ..Heard::default() };
        let error = REST.hearing(place, &sample, &heard).unwrap_err();
        assert!(matches!(error, LoadError::Write { .. }), "{error}");
        assert_eq!(place.ask("SELECT count(*) FROM customer"), ["8"]);
        let done = REST.into(place, &sample).unwrap();
        assert_eq!(refused(&done), [(4, "C000004"), (1, "C000010")]);
        let origin = Origin { file: "exports/客户.xlsx".into(), sheet: Some("Sheet1".into()), line: 5 };
        assert_eq!((done.refused[0].0.as_str(), done.refused[0].1.origin.as_ref()), ("main/001-customer", Some(&origin)));
        let heard = Heard::default();
        let again = REST.hearing(place, &sample, &heard).unwrap();
        assert!(again.batches.iter().all(|b| b.news == News::Already));
        assert_eq!((&again.refused, &*heard.refused.borrow()), (&done.refused, &done.refused));
        let kept: Vec<_> = status(place).batches.into_iter().flat_map(|b| b.refusals).collect();
        assert_eq!(kept, done.refused.into_iter().map(|(_, r)| r).collect::<Vec<_>>());
    }

    /// Those of batches that were loaded before count, too.
    fn refused_records_count_over_the_whole_wave(place) {
        with_rule(place);
        let bad = |numbers: std::ops::RangeInclusive<u32>| {
            let mut rows = customers(numbers);
            rows.iter_mut().take(2).for_each(|r| r[1] = "verboten".to_owned());
            ("customer", CUSTOMER, rows)
        };
        let sample = Sample::one_wave(vec![bad(1..=9), bad(10..=19)]);
        let done = Load { max_refused: 3, ..REST }.into(place, &sample).unwrap();
        assert_eq!((done.ended, done.refused.len()), (LoadEnd::Refused { batch: "main/002-customer".into(), too_many: true }, 4));
        let again = Load { max_refused: 3, ..REST }.into(place, &sample).unwrap();
        assert_eq!(again.ended, LoadEnd::Refused { batch: "main/002-customer".into(), too_many: true });
        assert_eq!(place.ask("SELECT count(*) FROM customer"), ["7"]);
    }

    /// Otherwise nothing of the batch is, and all refused records are told.
    fn nothing_is_loaded_otherwise(place) {
        with_rule(place);
        let done = Load::default().into(place, &with_bad(&[2, 3], 9)).unwrap();
        assert_eq!(done.ended, LoadEnd::Refused { batch: "main/001-customer".into(), too_many: false });
        assert_eq!(refused(&done), [(2, "C000002"), (3, "C000003")]);
        assert!(place.content().is_empty() && status(place).batches.is_empty());
    }

    /// All of them: the load stops once there are more than may be.
    fn too_many_stop_the_load(place) {
        with_rule(place);
        let done = Load { max_refused: 5, ..REST }.into(place, &with_bad(&(1..=300).collect::<Vec<_>>(), 300)).unwrap();
        assert_eq!(done.ended, LoadEnd::Refused { batch: "main/001-customer".into(), too_many: true });
        assert_eq!(refused(&done).len(), 6);
        assert!(place.content().is_empty());
    }

    /// A key that the batch has twice, and a reference to nothing.
    fn repeated_keys_and_dangling_references_are_refused(place) {
        let mut all = customers(1..=5);
        all.push(all[1].clone());
        let mut open = items(1..=7);
        open[0][0] = "C999999".to_owned();
        let sample = Sample::one_wave(vec![("customer", CUSTOMER, all), ("opening_ar", ITEM, open)]);
        let done = REST.into(place, &sample).unwrap();
        assert_eq!(refused(&done).iter().map(|r| r.0).collect::<Vec<_>>(), [6, 1, 6, 7]);
        assert_eq!(done.refused[0].1.reason, Reason::Repeated);
        let gone = Reason::Dangling { column: "party_code".into(), value: "C999999".into(), table: "customer".into() };
        assert_eq!(done.refused[1].1.reason, gone);
        assert_eq!(place.ask("SELECT count(*) FROM opening_ar"), ["4"]);
    }

    /// A trigger that refuses, in its own words.
    fn a_trigger_may_refuse(place) {
        place.with_tables();
        if place.cluster.is_some() {
            place.run("CREATE FUNCTION no() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF new.code = 'C000007' THEN RAISE EXCEPTION 'not seven'; END IF; RETURN new; END $$; \
                       CREATE TRIGGER no BEFORE INSERT ON customer FOR EACH ROW EXECUTE FUNCTION no()");
        } else {
            place.run("CREATE TRIGGER no BEFORE INSERT ON customer WHEN new.code = 'C000007' BEGIN SELECT RAISE(ABORT, 'not seven'); END");
        }
        let done = REST.into(place, &with_bad(&[], 9)).unwrap();
        assert_eq!(refused(&done), [(7, "C000007")]);
        assert!(matches!(&done.refused[0].1.reason, Reason::Target { kind, said, .. } if kind == "trigger" && said.contains("not seven")));
    }

    /// Fault 22: a deferred foreign key that fails at COMMIT refuses the whole batch and says why.
    fn a_deferred_reference_refuses_the_batch(place) {
        place.run("CREATE TABLE town (name varchar(40) PRIMARY KEY); \
                   CREATE TABLE customer (code varchar(20) PRIMARY KEY, name varchar(80), city varchar(40) REFERENCES town (name) DEFERRABLE INITIALLY DEFERRED, credit varchar(20), since varchar(20))");
        let error = REST.into(place, &with_bad(&[], 9)).unwrap_err();
        assert!(matches!(&error, LoadError::BatchRefused { batch, .. } if batch == "main/001-customer"), "{error}");
        assert!(place.content().is_empty() && status(place).batches.is_empty());
    }
}
