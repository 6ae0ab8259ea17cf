//! Tables that do not take the batches: everything at once and by name, before the first write (fault 36).

use super::package::{CUSTOMER, Sample, customers};
use super::{Load, on_both, verify};
use cutover::load::{LoadError, Misfit, Mismatch, Tables};

fn mismatches(place: &super::Place, sample: &Sample) -> Vec<Mismatch> {
    match (Load { tables: Tables::Given, ..Load::default() }).into(place, sample) {
        Err(LoadError::Mismatches(found)) => found,
        other => panic!("{other:?}"),
    }
}

on_both! {
    /// Missing, too short, wrong type, no value where one must be: all of them.
    fn everything_that_does_not_fit_is_told_at_once(place) {
        place.run("CREATE TABLE customer (code varchar(3) PRIMARY KEY, \"NAME\" varchar(80), city varchar(40) NOT NULL, credit integer, plant varchar(9) NOT NULL, since varchar(20))");
        let found = mismatches(place, &Sample::one_wave(vec![("customer", CUSTOMER, customers(1..=6))]));
        let said = |column: &str| &found.iter().find(|m| m.column == column).unwrap_or_else(|| panic!("{column}: {found:?}")).what;
        assert_eq!(*said("code"), Misfit::TooShort { takes: 3, longest: 7, row: 1 });
        assert_eq!(*said("name"), Misfit::NoColumn { like: Some("NAME".into()) });
        assert!(matches!(said("city"), Misfit::Missing(c) if (c.rows, c.first) == (1, 5)));
        assert!(matches!(said("credit"), Misfit::WrongType { values, .. } if (values.rows, values.value.as_str()) == (6, "10.50")));
        assert_eq!(*said("plant"), Misfit::NoValue);
        assert_eq!(found.len(), 5, "{found:?}");
        assert_eq!(place.ask("SELECT count(*) FROM customer"), ["0"]);
    }

    /// A table that is not there, and one that would take zeros off codes.
    fn missing_tables_and_lost_zeros_are_told(place) {
        let mut rows = customers(1..=3);
        rows.iter_mut().zip(1..).for_each(|(r, n)| r[0] = format!("000{n}"));
        let sample = Sample::one_wave(vec![("customer", CUSTOMER, rows)]);
        assert_eq!(mismatches(place, &sample)[0].what, Misfit::NoTable);
        place.run("CREATE TABLE customer (code integer, name varchar(80), city varchar(40), credit varchar(20), since varchar(20))");
        let found = mismatches(place, &sample);
        assert!(matches!(&found[0].what, Misfit::Changes { values, .. } if values.value == "0001"), "{found:?}");
    }

    /// Names of columns are quoted, whatever is in them; the target's own names may differ from ours.
    fn columns_may_be_called_anything(place) {
        let mut sample = Sample::one_wave(vec![("customer", CUSTOMER, customers(1..=3))]);
        let names = ["客户\"编码\"", "name; DROP TABLE customer; --", "städt'e", "Credit", "select"];
        for (field, name) in sample.plan.entities[0].fields.iter_mut().zip(names) {
            field.column = name.to_owned();
        }
        sample.plan.entities[0].table = "客户 \"主\"".to_owned();
        sample.write();
        Load::default().into(place, &sample).unwrap();
        assert_eq!(place.ask("SELECT count(\"客户\"\"编码\"\"\"), max(\"select\") FROM \"客户 \"\"主\"\"\""), ["3|2020-01-04"]);
        assert!(verify(place, &sample).unwrap().clean());
    }
}

/// Two names of 22 Chinese characters that PostgreSQL would cut to the same 63 bytes.
#[test]
fn names_that_postgresql_would_cut_are_refused() {
    let place = super::Place::postgres();
    let mut sample = Sample::one_wave(vec![("customer", CUSTOMER, customers(1..=3))]);
    for (at, last) in [(1, "甲"), (2, "乙")] {
        sample.plan.entities[0].fields[at].column = format!("{}{last}", "客".repeat(21));
    }
    sample.write();
    match Load::default().into(&place, &sample) {
        Err(LoadError::Mismatches(found)) => assert_eq!(found.iter().filter(|m| matches!(m.what, Misfit::Name(_))).count(), 2, "{found:?}"),
        other => panic!("{other:?}"),
    }
}
