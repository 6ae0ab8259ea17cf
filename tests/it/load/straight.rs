//! The short way of a batch, straight into its table: taken where it is as sure as the long one, and left without a trace where it is not.

use super::counting::Counting;
use super::package::{CUSTOMER, Sample, customers};
use super::{Edited, Later, Load, Place, on_both, refused, status, take_back, verify};
use cutover::load::{LoadDone, LoadEnd, Purpose, Scope};
use cutover::model::{LoadMode, OnRefusal};

/// Makes a table of text alone, as the short way needs it.
fn with_text(place: &Place, more: &str) {
    place.run(&format!(
        "CREATE TABLE customer (code varchar(20) PRIMARY KEY, name varchar(80), city varchar(40), credit varchar(20), since varchar(20){more})"
    ));
}

fn sample() -> Sample {
    let mut rows = customers(1..=1500);
    // What a row is written with when it is written as text, and what is longer than usual.
    for (row, name) in
        rows.iter_mut().zip(["a,b", "(x)", "\"quoted\"", "back\\slash", " blank ", "tab\there", "new\nline", "钢\u{a0}板", "€", "'"])
    {
        row[1] = name.to_owned();
    }
    Sample::one_wave(vec![("customer", CUSTOMER, rows), ("customer", CUSTOMER, customers(1501..=1600))])
}

/// Loads, and gives how often batches were poured and staged.
fn counted(place: &Place, sample: &Sample, load: Load<'_>) -> (LoadDone, u64, usize) {
    let mut target = Counting::telling(place.target(), "");
    let done = load.through(&mut target, sample).unwrap();
    (done, target.poured, target.staged.len())
}

on_both! {
    /// Everything is there as by the long way: rows, digests, fingerprints, and the way back.
    fn it_leaves_what_the_long_way_leaves(place) {
        with_text(place, "");
        let sample = sample();
        let (done, poured, staged) = counted(place, &sample, Load::default());
        assert_eq!((done.ended, poured, staged), (LoadEnd::Whole, 2, 0));
        let digests: Vec<_> = status(place).batches.iter().map(|b| (b.entry.created, b.drifted, b.entry.digest.clone())).collect();
        assert_eq!(digests.iter().map(|d| (d.0, d.1)).collect::<Vec<_>>(), [(1500, Some(0)), (100, Some(0))]);
        assert!(verify(place, &sample).unwrap().clean());
        let rows = place.content();
        take_back(place, &Scope::Run, Edited::Keep, Later::Refuse).unwrap();
        assert!(place.content().is_empty());
        // A trigger that does nothing sends the same records the long way.
        if place.cluster.is_some() {
            place.run("CREATE FUNCTION idle() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN new; END $$; CREATE TRIGGER idle BEFORE INSERT ON customer FOR EACH ROW EXECUTE FUNCTION idle()");
        } else {
            place.run("CREATE TRIGGER idle AFTER INSERT ON customer BEGIN SELECT 1; END");
        }
        let (done, poured, staged) = counted(place, &sample, Load::default());
        assert_eq!((done.ended, poured, staged), (LoadEnd::Whole, 0, 2));
        assert_eq!(place.content(), rows);
        let long: Vec<_> = status(place).batches.iter().rev().take(2).rev().map(|b| b.entry.digest.clone()).collect();
        assert_eq!(long, digests.into_iter().map(|d| d.2).collect::<Vec<_>>());
    }

    /// A record that the target refuses leaves nothing behind: the long way finds it, and later batches of the table go there at once.
    fn a_refused_record_sends_the_batch_the_long_way(place) {
        with_text(place, ", CHECK (name <> 'verboten')");
        let mut rows = customers(1..=1500);
        rows[1400][1] = "verboten".to_owned();
        let sample = Sample::one_wave(vec![("customer", CUSTOMER, rows), ("customer", CUSTOMER, customers(1501..=1510))]);
        let (done, poured, staged) = counted(place, &sample, Load { refused: OnRefusal::LoadRest, ..Load::default() });
        assert_eq!((refused(&done), poured, staged), (vec![(1401, "C001401")], 1, 2));
        assert_eq!(place.ask("SELECT count(*), count(DISTINCT code) FROM customer"), ["1509|1509"]);
        assert!(status(place).batches.iter().all(|b| b.drifted == Some(0)));
    }

    /// Keys that the batch has twice, or the target has already.
    fn keys_that_are_there_are_refused_as_ever(place) {
        with_text(place, "");
        place.run("INSERT INTO customer (code, name) VALUES ('C000007', 'before')");
        let mut rows = customers(1..=20);
        rows.push(rows[2].clone());
        let done = Load { refused: OnRefusal::LoadRest, ..Load::default() }.into(place, &Sample::one_wave(vec![("customer", CUSTOMER, rows)])).unwrap();
        assert_eq!(refused(&done), [(7, "C000007"), (21, "C000003")]);
        assert_eq!(place.ask("SELECT name FROM customer WHERE code = 'C000007'"), ["before"]);
    }

    /// A table that keeps something else than it was given.
    fn what_the_table_changes_is_noticed(place) {
        if place.cluster.is_some() {
            place.run("CREATE TABLE customer (code varchar(20) PRIMARY KEY, name text, city char(40), credit text, since text)");
        } else {
            // A constraint that replaces rows: of two with one name the first is gone.
            place.run("CREATE TABLE customer (code TEXT PRIMARY KEY, name TEXT UNIQUE ON CONFLICT REPLACE, city TEXT, credit TEXT, since TEXT)");
        }
        let mut rows = customers(1..=20);
        let name = rows[0][1].clone();
        rows[1][1] = name;
        let mut target = Counting::telling(place.target(), "");
        let done = Load::default().through(&mut target, &Sample::one_wave(vec![("customer", CUSTOMER, rows)]));
        assert_eq!((target.poured, target.staged.len()), (1, 1));
        // The long way keeps what the target made of it, or refuses to lose a row.
        match (place.cluster.is_some(), done) {
            (true, Ok(done)) => assert_eq!(done.ended, LoadEnd::Whole),
            (false, Err(e)) => assert!(matches!(e, cutover::load::LoadError::KeysChanged { rows: 1, .. }), "{e}"),
            other => panic!("{other:?}"),
        }
    }

    /// Existing records, and a trial.
    fn it_is_for_new_records_and_may_be_tried(place) {
        with_text(place, "");
        let sample = sample();
        let (done, poured, staged) = counted(place, &sample, Load { mode: LoadMode::Upsert, purpose: Purpose::Trial, ..Load::default() });
        assert_eq!((done.ended, poured, staged), (LoadEnd::Whole, 0, 2));
        let (done, poured, _) = counted(place, &sample, Load { purpose: Purpose::Trial, ..Load::default() });
        assert_eq!((done.ended, poured > 0), (LoadEnd::Whole, true));
        assert!(place.content().is_empty() && status(place).batches.is_empty());
    }

    /// Rows of others beside those of the load, and room that deleted ones left.
    fn rows_of_others_do_not_count(place) {
        with_text(place, "");
        place.run("INSERT INTO customer (code, name) VALUES ('X1', 'other'), ('X2', 'other')");
        place.run("DELETE FROM customer WHERE code = 'X1'");
        let (_, poured, _) = counted(place, &sample(), Load::default());
        assert!(poured > 0);
        assert_eq!(place.ask("SELECT count(*) FROM customer"), ["1601"]);
        assert!(status(place).batches.iter().all(|b| b.drifted == Some(0)));
    }
}
