//! Records that are in the target already: counted, shown first, and restored exactly by the rollback (fault 34).

use super::package::{CUSTOMER, Sample, customers};
use super::{Heard, Load, on_both, refused, take_back};
use cutover::load::{Edited, Later, LoadEnd, Reason, Scope, Tables};
use cutover::model::{LoadMode, OnRefusal};

fn sample() -> Sample {
    Sample::one_wave(vec![("customer", CUSTOMER, customers(1..=6))])
}

/// Customer 1 as it will be loaded, 2 with other content; both with a column that no batch has.
fn with_existing(place: &super::Place) {
    place.with_tables();
    place.run("ALTER TABLE customer ADD COLUMN rating REAL DEFAULT 0.1");
    place.run(
        "INSERT INTO customer (code, name, city, credit, since, rating) VALUES \
         ('C000001', '客户 1 \"甲\", O''Brien', '城市1', '10.50', '2020-01-02', 0.3), ('C000002', 'old''name', NULL, '7.500', '1999-12-31', 0.7)",
    );
}

on_both! {
    /// Insert refuses keys that are there and says which.
    fn insert_refuses_existing_keys(place) {
        with_existing(place);
        let before = place.content();
        let done = Load { tables: Tables::Given, ..Load::default() }.into(place, &sample()).unwrap();
        assert_eq!(done.ended, LoadEnd::Refused { batch: "main/001-customer".into(), too_many: false });
        assert_eq!(refused(&done), [(1, "C000001"), (2, "C000002")]);
        assert!(done.refused.iter().all(|(_, r)| r.reason == Reason::Exists));
        assert_eq!(place.content(), before);
    }

    /// Upsert shows what it changes, leaves alone what is the same, and is taken back exactly.
    fn upsert_changes_and_is_taken_back_exactly(place) {
        with_existing(place);
        let all = "SELECT code, name, city, credit, since, rating FROM customer ORDER BY code";
        let before = place.ask(all);
        let heard = Heard::default();
        let done = Load { mode: LoadMode::Upsert, ..Load::default() }.hearing(place, &sample(), &heard).unwrap();
        let entry = &done.batches[0].entry;
        assert_eq!((entry.created, entry.updated, entry.unchanged), (4, 1, 1));
        let heard = heard.existing.into_inner();
        assert_eq!((heard[0].1.same, heard[0].1.other, heard[0].1.examples[0].key.as_str()), (1, 1, "C000002"));
        let fields: Vec<_> = heard[0].1.examples[0].fields.iter().map(|(c, ..)| c.as_str()).collect();
        assert_eq!(fields, ["name", "city", "credit", "since"]);
        assert_eq!(place.ask("SELECT count(*) FROM customer"), ["6"]);
        let taken = take_back(place, &Scope::Run, Edited::Keep, Later::Refuse).unwrap();
        assert_eq!((taken.batches[0].reversed, taken.batches[0].kept), (5, 0));
        assert_eq!(place.ask(all), before);
    }

    /// Update takes existing records only.
    fn update_refuses_new_keys(place) {
        with_existing(place);
        let load = Load { mode: LoadMode::Update, refused: OnRefusal::LoadRest, ..Load::default() };
        let done = load.into(place, &sample()).unwrap();
        assert_eq!(refused(&done).iter().map(|r| r.0).collect::<Vec<_>>(), [3, 4, 5, 6]);
        assert!(done.refused.iter().all(|(_, r)| r.reason == Reason::Absent));
        assert_eq!(place.ask("SELECT count(*), min(city) FROM customer"), ["2|城市1"]);
        assert_eq!((done.batches[0].entry.updated, done.batches[0].entry.refused), (1, 4));
    }

    /// Two rows of the target under one key: nobody can say which one is meant.
    fn keys_that_the_target_has_twice_are_refused(place) {
        place.run("CREATE TABLE customer (code varchar(20), name varchar(80), city varchar(40), credit varchar(20), since varchar(20))");
        place.run("INSERT INTO customer (code, name) VALUES ('C000003', 'a'), ('C000003', 'b')");
        let load = Load { mode: LoadMode::Upsert, refused: OnRefusal::LoadRest, ..Load::default() };
        let done = load.into(place, &sample()).unwrap();
        assert_eq!(refused(&done), [(3, "C000003")]);
        assert_eq!(done.refused[0].1.reason, Reason::Ambiguous);
        assert_eq!(done.batches[0].entry.created, 5);
    }
}
