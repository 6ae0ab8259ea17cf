//! Two tabs, another program, a killed one: nothing that was decided is lost or written over.

use super::{Page, Place};
use crate::program::cutover;
use serde_json::json;
use std::fs;

#[test]
fn a_second_tab_does_not_decide_over_the_first() {
    let place = Place::items();
    let page = place.page();
    let (first, second) = {
        let client = page.client();
        (client.clone(), client)
    };
    let seen = first.first("kind=pair");
    let before = second.get("progress")["revision"].as_u64().unwrap();
    assert_eq!(first.decide(&seen, "same").status, 200);
    assert!(second.get("progress")["revision"].as_u64().unwrap() > before, "the other tab can see that something was decided");
    let refused = second.decide(&seen, "different");
    assert_eq!((refused.status, refused.json()["error"].clone()), (409, json!("meanwhile")));
    let now = second.get(&format!("question?id={}", seen["id"].as_str().unwrap()));
    assert_eq!(now["decision"]["answer"], "same");
    assert_eq!(second.decide(&now, "different").status, 200);
    assert!(place.decided().contains(",different,") && !place.decided().contains(",same,"));
    // A group that the first has made smaller is looked at again.
    let question = first.first("rule=missing-group");
    let group = &question["groups"][0];
    assert_eq!(first.decide(&question, "keep").status, 200);
    let next = second.first("rule=missing-group");
    let body = json!({ "id": next["id"], "likeness": group["likeness"], "answer": "keep", "count": group["count"] });
    assert_eq!(second.post("decide-group", &body).status, 409);
}

#[test]
fn what_other_programs_write_meanwhile_stays() {
    let place = Place::items();
    let page = place.page();
    let client = page.client();
    client.decide(&client.first("kind=pair"), "same");
    let question = client.first("rule=missing-spec");
    let answers = place.home.path().join("answers.csv");
    fs::write(&answers, format!("Question id,Answer,New value\n{},Right as it is,\n", question["id"].as_str().unwrap())).unwrap();
    let [run, file, decisions] = [&place.run.path, &answers, &place.decisions()].map(|p| p.to_str().unwrap().to_owned());
    cutover(&["review", &run, "--import", &file, "--by", "李", "--decisions", &decisions, "--lang", "en"]).ends(0);
    assert_eq!(client.progress().0, 2);
    assert_eq!(client.decide(&question, "retire").status, 409, "somebody else has decided it");
    client.decide(&client.first("rule=missing-group"), "keep");
    let text = place.decided();
    assert!(text.contains(",same,") && text.contains(",李,") && text.lines().count() == 4, "{text}");
    // Undo takes back one's own step alone, even where the other came after it.
    client.post("undo", &json!({}));
    client.post("undo", &json!({}));
    assert!(place.decided().contains(",李,") && place.decided().lines().count() == 2);
}

#[test]
fn a_file_that_is_broken_meanwhile_is_said_and_not_written_over() {
    let place = Place::items();
    let page = place.page();
    let client = page.client();
    let question = client.first("kind=pair");
    fs::write(place.decisions(), "entity,system,code,answer\ncustomer,a,1,perhaps\n").unwrap();
    let refused = client.decide(&question, "same");
    assert_eq!((refused.status, refused.json()["error"].clone()), (503, json!("file")));
    assert!(refused.json()["detail"].as_str().unwrap().contains("line 2"), "{}", refused.body);
    assert!(place.decided().contains("perhaps"));
    fs::remove_file(place.decisions()).unwrap();
    fs::create_dir(place.decisions()).unwrap();
    assert_eq!(client.decide(&question, "same").status, 503);
    fs::remove_dir(place.decisions()).unwrap();
    assert_eq!(client.decide(&question, "same").status, 200);
}

#[test]
fn a_killed_program_goes_on_where_it_was() {
    let place = Place::items();
    let page = place.page();
    let client = page.client();
    for _ in 0..3 {
        assert_eq!(client.decide(&client.first("kind=pair"), "different").status, 200);
    }
    let written = place.decided();
    let port = page.port;
    // Killed without a chance to say good-bye.
    drop(page);
    let again = Page::of(&place.run.path, &place.decisions(), &["--port", &port.to_string()]);
    assert_eq!(again.port, port);
    // The old tab is told to open the new link, and cannot decide.
    assert_eq!(client.with("GET /api/progress", &[], "").status, 403);
    let client = again.client();
    assert_eq!(client.progress().0, 3);
    let next = client.first("kind=pair");
    assert_eq!(next["state"], "open");
    client.decide(&next, "same");
    assert_eq!(place.decided().lines().count(), written.lines().count() + 1);
}
