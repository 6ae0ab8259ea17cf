//! The surviving record is edited field by field, and the next run keeps to it.

use super::{Client, Place};
use crate::run_folder::Run;
use serde_json::{Value, json};

/// Finds a merged pair whose survivor has something to choose, and that field.
fn to_choose(client: &Client) -> (Value, Value) {
    let merged = client.get("queue?kind=merged&entity=material&limit=100");
    for item in merged["items"].as_array().unwrap() {
        let question = client.get(&format!("question?id={}", item["id"].as_str().unwrap()));
        let fields = question["golden"]["fields"].as_array().unwrap().clone();
        if let Some(field) = fields.into_iter().find(|f| f["name"] == "name") {
            return (question, field);
        }
    }
    panic!("items whose names differ are merged")
}

fn names(run: &Run) -> Vec<String> {
    run.batches("material").iter().flat_map(|b| b.iter().map(|l| l.get("name").to_owned()).collect::<Vec<_>>()).collect()
}

#[test]
fn what_was_typed_or_chosen_is_what_is_loaded() {
    let place = Place::items();
    let page = place.page();
    let client = page.client();
    let (question, field) = to_choose(&client);
    let set = |what: Value| {
        let mut body = json!({ "id": question["id"], "field": "name", "saw": "" });
        body.as_object_mut().unwrap().extend(what.as_object().unwrap().clone());
        client.post("survivor", &body)
    };
    assert_eq!(set(json!({ "value": "  " })).status, 422);
    assert_eq!(set(json!({ "row": 4_000_000 })).status, 422);
    let answer = set(json!({ "value": "亲手写下的名称" }));
    assert_eq!(answer.status, 200);
    let now = answer.json()["golden"]["fields"].as_array().unwrap().iter().find(|f| f["name"] == "name").unwrap().clone();
    assert_eq!(now["typed"], "亲手写下的名称");
    assert_eq!(set(json!({ "value": "of a stale tab" })).status, 409);
    let second = place.again();
    assert_eq!((second.number("/decisions/applied"), second.number("/decisions/unfit")), (1, 0));
    assert_eq!(second.json["balanced"], true);
    assert!(names(&second).iter().any(|n| n == "亲手写下的名称"));
    let changes = second.table("changes.csv");
    assert!(changes.iter().any(|c| c.get("rule") == "survivor-decided" && c.get("field") == "name"));
    // The value of a member that did not survive, instead of the one that did.
    let other = field["choices"].as_array().unwrap().iter().find(|c| c["survives"] == false).expect("names differ").clone();
    let survived =
        field["choices"].as_array().unwrap().iter().find(|c| c["survives"] == true).unwrap()["value"].as_str().unwrap().to_owned();
    assert!(names(&place.run).contains(&survived) && !names(&place.run).contains(&other["value"].as_str().unwrap().to_owned()));
    let body = json!({ "id": question["id"], "field": "name", "row": other["row"], "saw": now["tag"] });
    let chosen = client.post("survivor", &body);
    assert_eq!(chosen.status, 200, "{}", chosen.body);
    let third = place.again();
    assert!(names(&third).contains(&other["value"].as_str().unwrap().to_owned()));
    // Back to the rules.
    let fields = chosen.json()["golden"]["fields"].as_array().unwrap().clone();
    let tag = fields.iter().find(|f| f["name"] == "name").unwrap()["tag"].clone();
    assert_eq!(client.post("survivor", &json!({ "id": question["id"], "field": "name", "saw": tag })).status, 200);
    assert_eq!(names(&place.again()), names(&place.run));
}

#[test]
fn a_choice_about_records_that_are_not_merged_is_listed() {
    let place = Place::items();
    let page = place.page();
    let client = page.client();
    let (question, _) = to_choose(&client);
    client.post("survivor", &json!({ "id": question["id"], "field": "name", "value": "一个新名称", "saw": "" }));
    // All pairs of its cluster are told apart again.
    let merged = client.get("queue?kind=merged&entity=material&limit=100");
    for item in merged["items"].as_array().unwrap() {
        let q = client.get(&format!("question?id={}", item["id"].as_str().unwrap()));
        client.decide(&q, "different");
    }
    let second = place.again();
    assert_eq!(second.number("/decisions/unfit"), 1);
    assert_eq!(second.json["balanced"], true);
    let findings = second.table("findings.csv");
    assert!(findings.iter().any(|f| f.get("rule") == "decision-unfit" && f.get("field") == "name"));
    assert!(!names(&second).contains(&"一个新名称".to_owned()));
    // Where the value has changed since, it is listed too.
    let text = place.decided().replace("surviving-value,name,", "surviving-value,name,x");
    std::fs::write(
        place.decisions(),
        text.lines().filter(|l| l.contains("entity") || l.contains("surviving-value")).map(|l| format!("{l}\n")).collect::<String>(),
    )
    .unwrap();
    let third = place.again();
    assert_eq!((third.number("/decisions/applied"), third.number("/decisions/unfit")), (0, 1));
}

#[test]
fn a_pair_in_doubt_is_merged_with_the_chosen_values() {
    let place = Place::items();
    let page = place.page();
    let client = page.client();
    let pairs = client.get("queue?kind=pair&entity=material&limit=100");
    let questions = pairs["items"].as_array().unwrap().iter().map(|i| client.get(&format!("question?id={}", i["id"].as_str().unwrap())));
    let with_spec = |q: &Value| q["golden"]["fields"].as_array().is_some_and(|f| f.iter().any(|f| f["name"] == "spec"));
    let question = questions.into_iter().find(with_spec).expect("a pair in doubt whose specifications differ");
    assert_eq!(question["golden"]["merged"], false);
    client.decide(&question, "same");
    client.post("survivor", &json!({ "id": question["id"], "field": "spec", "value": "M99×1 选定", "saw": "" }));
    let second = place.again();
    assert_eq!((second.number("/decisions/applied"), second.number("/decisions/unfit")), (2, 0));
    let specs: Vec<String> =
        second.batches("material").iter().flat_map(|b| b.iter().map(|l| l.get("spec").to_owned()).collect::<Vec<_>>()).collect();
    assert_eq!(specs.iter().filter(|n| *n == "M99×1 选定").count(), 1);
}
