//! Verification: field by field, and whose doing a difference is (fault 35).

use super::package::{CUSTOMER, ITEM, Sample, customers, items};
use super::{Load, on_both, status, verify};
use cutover::load::By;

on_both! {
    /// What somebody edited or removed.
    fn edits_since_the_load_are_found(place) {
        let sample = Sample::one_wave(vec![("customer", CUSTOMER, customers(1..=9)), ("opening_ar", ITEM, items(1..=9))]);
        Load::default().into(place, &sample).unwrap();
        assert!(verify(place, &sample).unwrap().clean());
        place.run("UPDATE customer SET city = 'moved', credit = '1' WHERE code = 'C000002'");
        place.run("UPDATE opening_ar SET amount = '7' WHERE party_code = 'C000001'");
        place.run("DELETE FROM opening_ar WHERE party_code = 'C000009'");
        place.run("DELETE FROM customer WHERE code = 'C000009'");
        let found = verify(place, &sample).unwrap();
        let [c, i] = found.waves[0].batches.as_slice() else { panic!("two batches") };
        assert_eq!((c.expected, c.found, c.differing, c.edited), (9, 8, 1, 2));
        let fields: Vec<_> = c.differences.iter().map(|d| (d.key.as_str(), d.column.as_deref(), d.found.as_deref(), d.by)).collect();
        assert_eq!(fields, [
            ("C000002", Some("city"), Some("moved"), By::Since),
            ("C000002", Some("credit"), Some("1"), By::Since),
            ("C000009", None, None, By::Since),
        ]);
        assert_eq!((i.missing(), i.differing, i.totals_off()), (1, 1, 2));
        let cny = i.totals.iter().find(|t| t.1 == "CNY").unwrap();
        assert_eq!((cny.2.normalize().to_string(), cny.3.normalize().to_string()), ("-20.25".into(), "-28.5".into()));
        assert_eq!(status(place).batches.iter().map(|b| b.drifted).collect::<Vec<_>>(), [Some(2), Some(2)]);
    }

    /// What a trigger of the target changed while it loaded.
    fn the_doing_of_a_trigger_is_told_apart(place) {
        place.with_tables();
        if place.cluster.is_some() {
            place.run("CREATE FUNCTION up() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN new.city := upper(coalesce(new.city, 'none')); RETURN new; END $$; \
                       CREATE TRIGGER up BEFORE INSERT ON customer FOR EACH ROW EXECUTE FUNCTION up()");
        } else {
            place.run("CREATE TRIGGER up AFTER INSERT ON customer BEGIN UPDATE customer SET city = upper(coalesce(new.city, 'none')) WHERE code = new.code; END");
        }
        let sample = Sample::one_wave(vec![("customer", CUSTOMER, customers(4..=5))]);
        Load::default().into(place, &sample).unwrap();
        let found = verify(place, &sample).unwrap();
        let d = &found.waves[0].batches[0].differences[0];
        assert_eq!((d.key.as_str(), d.column.as_deref(), d.sent.as_deref(), d.found.as_deref(), d.by), ("C000005", Some("city"), None, Some("NONE"), By::Target));
        assert_eq!(found.waves[0].batches[0].edited, 0);
        assert_eq!(status(place).batches[0].drifted, Some(0));
    }

    /// References inside the target that lost what they refer to.
    fn references_to_nothing_are_counted(place) {
        let sample = Sample::one_wave(vec![("customer", CUSTOMER, customers(1..=3)), ("opening_ar", ITEM, items(1..=3))]);
        place.run("CREATE TABLE customer (code varchar(20), name varchar(80), city varchar(40), credit varchar(20), since varchar(20)); \
                   CREATE TABLE opening_ar (party_code varchar(20), doc_no varchar(20), amount varchar(20), currency varchar(3))");
        Load::default().into(place, &sample).unwrap();
        place.run("DELETE FROM customer WHERE code = 'C000002'");
        let found = verify(place, &sample).unwrap();
        assert_eq!(found.waves[0].batches[1].dangling, 1);
        assert!(!found.clean());
    }
}
