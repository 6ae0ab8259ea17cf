//! What servers, links and rights can do to a load (faults 7, 14 to 18, 23, 37, and a wrong password).

use super::package::{CUSTOMER, Sample, customers};
use super::proxy::{Proxy, Trouble};
use super::{Heard, Load, Place, status, target};
use cutover::load::{Failure, LoadError, Postgres, Secret, Secrets, Target, TargetUrl};
use std::time::{Duration, Instant};

fn sample() -> Sample {
    Sample::one_wave(vec![("customer", CUSTOMER, customers(1..=3000)), ("customer", CUSTOMER, customers(3001..=3100))])
}

/// Loads through a link in trouble, and holds what must hold then: everything is there once.
fn survives(trouble: Trouble, again: usize) -> Place {
    sample_survives(&sample(), trouble, again)
}

fn sample_survives(sample: &Sample, trouble: Trouble, again: usize) -> Place {
    let place = Place::postgres();
    let proxy = Proxy::to(place.cluster.as_ref().unwrap().port, trouble);
    let heard = Heard::default();
    let url = format!("postgres://owner@127.0.0.1:{}/erp", proxy.port);
    Load::default().told(&mut *target(&url), sample, &heard).unwrap();
    assert_eq!(heard.again.borrow().len(), again, "{:?}", heard.again);
    assert!(proxy.connections() as usize > again);
    assert_eq!(place.ask("SELECT count(*), count(DISTINCT code) FROM customer"), ["3100|3100"]);
    assert_eq!(place.ask("SELECT count(*), sum(created) FROM cutover_ledger"), ["2|3100"]);
    assert!(status(&place).batches.iter().all(|b| b.drifted == Some(0)));
    place
}

#[test]
fn a_connection_that_drops_in_the_middle_of_copy_is_tried_again() {
    survives(Trouble::CutAfter(100_000), 1);
}

#[test]
fn a_batch_that_is_lost_is_not_taken_for_the_one_before_it() {
    // Both are tried for the first time within one tick of the clock; the link drops in the COPY of the second.
    let sample = Sample::one_wave(vec![("customer", CUSTOMER, customers(1..=100)), ("customer", CUSTOMER, customers(101..=3100))]);
    sample_survives(&sample, Trouble::CutAfter(100_000), 1);
}

#[test]
fn a_lost_answer_to_commit_is_asked_of_the_ledger() {
    // The third COMMIT: the first makes the ledger, the second the table.
    survives(Trouble::LoseAnswerTo(b"INSERT INTO cutover_ledger"), 1);
    survives(Trouble::LoseAnswerTo(b"Q\0\0\0\x0bCOMMIT\0"), 1);
}

#[test]
fn a_slow_link_changes_nothing() {
    survives(Trouble::Slow(700, Duration::from_micros(300)), 0);
}

#[test]
fn a_server_that_does_not_answer_is_not_waited_for_for_ever() {
    let place = Place::postgres();
    let proxy = Proxy::to(place.cluster.as_ref().unwrap().port, Trouble::StallAfter(60_000));
    let start = Instant::now();
    let url = format!("postgres://owner@127.0.0.1:{}/erp?timeout=2", proxy.port);
    match Load::default().through(&mut *target(&url), &sample()) {
        Err(LoadError::Target { source, batch, .. }) => {
            assert_eq!((source.kind, batch.as_deref()), (Failure::TimedOut, Some("main/001-customer")))
        }
        other => panic!("{other:?}"),
    }
    assert!(start.elapsed() < Duration::from_secs(30));
    // The lock went with the session, and the same load goes on.
    drop(proxy);
    while place.ask("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'") != ["0"] {
        std::thread::sleep(Duration::from_millis(50));
    }
    Load::default().into(&place, &sample()).unwrap();
    assert_eq!(place.ask("SELECT count(*) FROM customer"), ["3100"]);
}

/// Makes a trigger that does something once, whatever is rolled back: sequences are not.
fn once(place: &Place, what: &str) {
    place.run(&format!(
        "CREATE SEQUENCE times; CREATE FUNCTION trouble() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF new.code = 'C000100' AND nextval('times') = 1 \
         THEN {what}; END IF; RETURN new; END $$; CREATE TRIGGER trouble BEFORE INSERT ON customer FOR EACH ROW EXECUTE FUNCTION trouble()"
    ));
}

#[test]
fn a_terminated_backend_and_a_serialisation_failure_are_tried_again() {
    for what in [
        "PERFORM pg_terminate_backend(pg_backend_pid())",
        "RAISE EXCEPTION 'again' USING ERRCODE = '40001'",
        "RAISE EXCEPTION 'dead' USING ERRCODE = '40P01'",
    ] {
        let place = Place::postgres();
        place.with_tables();
        once(&place, what);
        let heard = Heard::default();
        Load::default().hearing(&place, &sample(), &heard).unwrap();
        assert_eq!(heard.again.borrow().as_slice(), ["main/001-customer"], "{what}");
        assert_eq!(place.ask("SELECT count(*) FROM customer"), ["3100"]);
    }
}

#[test]
fn a_server_that_dies_and_comes_back_is_loaded_on() {
    let place = Place::postgres();
    Load::default().into(&place, &Sample::two_waves()).unwrap();
    let before = place.content();
    let cluster = place.cluster.as_ref().unwrap();
    cluster.stop("immediate");
    match Load::default().into(&place, &Sample::two_waves()) {
        Err(LoadError::Target { source, .. }) => assert_eq!(source.kind, Failure::Unreachable),
        other => panic!("{other:?}"),
    }
    assert!(cluster.launch());
    assert_eq!(place.content(), before);
    assert!(super::verify(&place, &Sample::two_waves()).unwrap().clean());
}

#[test]
fn a_full_disk_is_named_and_nothing_of_the_batch_stays() {
    let place = Place::postgres();
    place.with_tables();
    once(&place, "RAISE EXCEPTION 'could not extend file' USING ERRCODE = '53100'");
    match Load::default().into(&place, &sample()) {
        Err(LoadError::Target { source, .. }) => assert_eq!(source.kind, Failure::Full),
        other => panic!("{other:?}"),
    }
    assert!(place.content().is_empty());
    Load::default().into(&place, &sample()).unwrap();
    assert_eq!(place.ask("SELECT count(*) FROM customer"), ["3100"]);
}

#[test]
fn missing_rights_stop_cleanly_and_the_load_goes_on_once_they_are_there() {
    let place = Place::postgres();
    place.with_tables();
    place.run("CREATE ROLE loader LOGIN; GRANT CREATE, USAGE ON SCHEMA public TO loader; GRANT SELECT, INSERT, UPDATE, DELETE ON customer TO loader");
    let url = place.url().replace("owner@", "loader@");
    let two = Sample::two_waves();
    let error = Load::default().through(&mut *target(&url), &two).unwrap_err();
    assert!(
        matches!(&error, LoadError::Target { source, batch, .. } if source.kind == Failure::Denied && batch.as_deref() == Some("pilot/002-opening_ar")),
        "{error:?}"
    );
    assert_eq!(place.ask("SELECT (SELECT count(*) FROM customer), (SELECT count(*) FROM opening_ar)"), ["20|0"]);
    place.run("GRANT SELECT, INSERT, UPDATE, DELETE ON opening_ar TO loader");
    Load::default().through(&mut *target(&url), &two).unwrap();
    assert_eq!(place.ask("SELECT count(*) FROM opening_ar"), ["20"]);
}

#[test]
fn a_wrong_password_is_told_and_no_password_is_shown() {
    let place = Place::postgres();
    place.run("ALTER ROLE owner PASSWORD 'canary-right'");
    let cluster = place.cluster.as_ref().unwrap();
    cluster.admit("host all all 127.0.0.1/32 scram-sha-256\n");
    let TargetUrl::Postgres(url) = TargetUrl::parse(&place.url()).unwrap() else { panic!("a server") };
    let with = |password: Option<&str>| {
        let secrets = Secrets { password: password.map(Secret::new), passfile: None };
        Postgres::new(&url, "owner", secrets, "tests").connect()
    };
    for wrong in [Some("canary-wrong"), None] {
        let error = with(wrong).unwrap_err();
        assert_eq!(error.kind, Failure::Login, "{error}");
        assert!(!format!("{error:?}").contains("canary"), "{error:?}");
    }
    with(Some("canary-right")).unwrap();
}

#[test]
fn an_unencrypted_server_is_refused_where_encryption_is_asked_for() {
    let place = Place::postgres();
    let error = target(&format!("{}?sslmode=require", place.url())).connect().unwrap_err();
    assert_eq!(error.kind, Failure::Encryption, "{error}");
}
