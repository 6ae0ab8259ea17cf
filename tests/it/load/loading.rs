//! Loading: parents first, once, and again without writing anything.

use super::package::{CUSTOMER, ITEM, Sample, customers, items};
use super::{Load, accept, both_waves, on_both, status, verify};
use cutover::load::{LoadEnd, LoadError, Needs, News, Purpose, State};

on_both! {
    /// Everything arrives as it was sent, missing values as such.
    fn a_wave_arrives_as_it_was_sent(place) {
        let sample = Sample::two_waves();
        let done = Load::default().into(place, &sample).unwrap();
        assert_eq!((done.wave.as_str(), &done.ended), ("pilot", &LoadEnd::Whole));
        assert_eq!(done.made, ["customer", "opening_ar"]);
        assert_eq!(place.ask("SELECT count(*) FROM customer"), ["20"]);
        assert_eq!(place.ask("SELECT name, city, credit FROM customer WHERE code = 'C000005'"), ["客户 5 \"甲\", O'Brien|-|50.50"]);
        assert_eq!(place.ask("SELECT doc_no, amount FROM opening_ar WHERE party_code = 'C000004'"), ["-|-4.25"]);
        let ledger = status(place);
        let lines: Vec<_> = ledger.batches.iter().map(|b| (b.entry.name(), b.entry.created, b.entry.state, b.drifted)).collect();
        assert_eq!(lines, [
            ("pilot/001-customer".to_owned(), 20, State::Loaded, Some(0)),
            ("pilot/002-opening_ar".to_owned(), 20, State::Loaded, Some(0)),
        ]);
    }

    /// Fault 26: the same load again writes nothing and says so.
    fn the_same_load_again_writes_nothing(place) {
        let sample = Sample::one_wave(vec![("customer", CUSTOMER, customers(1..=9)), ("opening_ar", ITEM, items(1..=9))]);
        Load::default().into(place, &sample).unwrap();
        let (rows, ledger) = (place.content(), place.ask("SELECT * FROM cutover_ledger"));
        let again = Load::default().into(place, &sample).unwrap();
        assert!(again.batches.iter().all(|b| b.news == News::Already) && again.batches.len() == 2);
        assert_eq!((place.content(), place.ask("SELECT * FROM cutover_ledger")), (rows, ledger));
    }

    /// The same content has the same digest in every target.
    fn digests_are_the_same_in_every_target(place) {
        let sample = Sample::one_wave(vec![("customer", CUSTOMER, customers(1..=9))]);
        let done = Load::default().into(place, &sample).unwrap();
        assert_eq!(done.batches[0].entry.digest, "0000000053949d60b385ff92");
    }

    /// Fault 27: the same name with other content is an error, and nothing changes.
    fn the_same_name_with_other_content_is_an_error(place) {
        Load::default().into(place, &Sample::one_wave(vec![("customer", CUSTOMER, customers(1..=9))])).unwrap();
        let before = place.content();
        let error = Load::default().into(place, &Sample::one_wave(vec![("customer", CUSTOMER, customers(1..=8))])).unwrap_err();
        assert!(matches!(&error, LoadError::OtherContent { batch, .. } if batch == "main/001-customer"), "{error}");
        assert_eq!(place.content(), before);
    }

    /// A wave waits until the one before is loaded, verified and accepted.
    fn a_wave_waits_for_the_one_before(place) {
        let sample = Sample::two_waves();
        let second = Load { wave: Some("rest"), ..Load::default() };
        let needs = |e: LoadError| match e {
            LoadError::Waits { before, needs, .. } => (before, needs),
            other => panic!("{other}"),
        };
        assert_eq!(needs(second.into(place, &sample).unwrap_err()), ("pilot".to_owned(), Needs::Load));
        Load::default().into(place, &sample).unwrap();
        assert_eq!(needs(second.into(place, &sample).unwrap_err()), ("pilot".to_owned(), Needs::Verify));
        verify(place, &sample).unwrap();
        assert_eq!(needs(Load::default().into(place, &sample).unwrap_err()), ("pilot".to_owned(), Needs::Accept));
        accept(place, &sample, "pilot", &[]).unwrap();
        assert_eq!(Load::default().into(place, &sample).unwrap().wave, "rest");
        assert_eq!(place.ask("SELECT count(*) FROM customer"), ["30"]);
    }

    /// A trial does everything and leaves nothing but the ledger's tables and what it was told to make.
    fn a_trial_leaves_no_rows(place) {
        place.with_tables();
        let sample = Sample::two_waves();
        let done = Load { purpose: Purpose::Trial, ..Load::default() }.into(place, &sample).unwrap();
        assert_eq!(done.batches.iter().map(|b| b.entry.created).collect::<Vec<_>>(), [20, 20]);
        assert_eq!(place.content(), Vec::<String>::new());
        assert!(status(place).batches.is_empty());
    }

    /// An empty batch is loaded, too: fault 41.
    fn an_empty_batch_is_loaded(place) {
        let sample = Sample::one_wave(vec![("customer", CUSTOMER, Vec::new())]);
        let done = Load::default().into(place, &sample).unwrap();
        assert_eq!((done.batches[0].entry.rows, done.batches[0].news), (0, News::Loaded));
        assert!(verify(place, &sample).unwrap().clean());
    }

    /// Fault 24: while one loads, another is told by whom.
    fn a_second_load_hears_who_holds_the_lock(place) {
        let mut first = place.target();
        first.connect().unwrap();
        first.lock("carl, process 7").unwrap();
        let error = Load::default().into(place, &Sample::two_waves()).unwrap_err();
        assert!(matches!(&error, LoadError::Locked { holder } if holder.contains("carl, process 7") || holder.contains("cutover tests")), "{error}");
        first.unlock();
        Load::default().into(place, &Sample::two_waves()).unwrap();
    }

    /// Fault 44: a ledger of a newer version is left alone.
    fn a_newer_ledger_is_refused(place) {
        let sample = Sample::two_waves();
        Load::default().into(place, &sample).unwrap();
        place.run("UPDATE cutover_layout SET layout = 99, program = '9.0.0'");
        let error = Load::default().into(place, &sample).unwrap_err();
        assert!(matches!(&error, LoadError::NewerLedger { found: 99, program, .. } if program == "9.0.0"), "{error}");
    }

    /// Fault 40: order comes from the sequence, whatever the clock says.
    fn the_order_is_that_of_the_sequence(place) {
        both_waves(place, &Sample::two_waves());
        let lines = place.ask("SELECT seq, wave, batch FROM cutover_ledger ORDER BY seq");
        assert_eq!(lines, ["1|pilot|001-customer", "2|pilot|002-opening_ar", "3|rest|001-customer", "4|rest|002-opening_ar"]);
    }
}
