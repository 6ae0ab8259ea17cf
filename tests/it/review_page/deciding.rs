//! Decisions stand in the file at once, are taken back as a whole, and hold for the next run.

use super::Place;
use crate::run_folder::Lines;
use serde_json::{Value, json};

#[test]
fn decisions_are_written_at_once_and_the_next_run_replays_them() {
    let place = Place::items();
    let page = place.page();
    let client = page.client();
    let wrong = client.first("rule=missing-spec");
    let body = json!({ "id": wrong["id"], "answer": "correct", "value": "M8x20", "note": "called them", "saw": "" });
    assert_eq!(client.post("decide", &body).status, 200);
    let lines = Lines::read(&place.decisions());
    let line = lines.iter().next().unwrap();
    assert_eq!(["answer", "value", "by", "note"].map(|c| line.get(c)), ["correct", "M8x20", "王丽", "called them"]);
    assert!(!line.get("at").is_empty());
    let pair = client.first("kind=pair");
    assert_eq!(client.decide(&pair, "same").status, 200);
    let dead = client.first("rule=missing-group");
    assert_eq!(client.decide(&dead, "retire").status, 200);
    assert_eq!(client.progress().0, 3);
    let second = place.again();
    assert_eq!((second.number("/decisions/applied"), second.number("/decisions/unfit")), (3, 0));
    assert_eq!(second.json["balanced"], true);
    let count = |run: &crate::run_folder::Run| run.number("/entities/material/duplicates/undecided");
    assert!(count(&second) < count(&place.run), "a pair that was in doubt is settled");
}

#[test]
fn the_last_step_is_taken_back() {
    let place = Place::items();
    let page = place.page();
    let client = page.client();
    let first = client.first("kind=pair");
    client.decide(&first, "different");
    let before = place.decided();
    let changed = client.get(&format!("question?id={}", first["id"].as_str().unwrap()));
    assert_eq!(changed["decision"]["answer"], "different");
    client.decide(&changed, "same");
    client.post("later", &json!({ "id": client.first("kind=value")["id"] }));
    assert_eq!(client.get("progress")["later"], 1);
    let undo = || client.post("undo", &json!({}));
    assert_eq!(undo().json()["count"], 1);
    assert_eq!(client.get("progress")["later"], 0);
    undo();
    assert_eq!(place.decided(), before);
    undo();
    assert_eq!(client.progress().0, 0);
    assert_eq!(undo().status, 409);
    // A question can be opened again at any time.
    client.decide(&first, "different");
    let decided = client.get(&format!("question?id={}", first["id"].as_str().unwrap()));
    assert_eq!(client.post("decide", &json!({ "id": first["id"], "answer": null, "saw": decided["tag"] })).status, 200);
    assert_eq!(client.progress().0, 0);
}

#[test]
fn many_are_decided_at_once_and_taken_back_at_once() {
    let place = Place::items();
    let page = place.page();
    let client = page.client();
    let filter = "kind=value&rule=missing-spec";
    let question = client.first(filter);
    let groups = question["groups"].as_array().unwrap();
    let group = groups.iter().max_by_key(|g| g["count"].as_u64()).expect("there are others like it");
    let likeness = group["likeness"].as_str().unwrap();
    let preview = client.get(&format!("group?id={}&likeness={likeness}", question["id"].as_str().unwrap()));
    let count = preview["count"].as_u64().unwrap();
    assert!(count > 1 && preview["items"].as_array().unwrap().len() as u64 == count.min(50));
    let body = |n: u64, answer: &str| json!({ "id": question["id"], "likeness": likeness, "answer": answer, "value": "x", "count": n });
    // What the person saw is what is decided, and one value for different ones is refused.
    assert_eq!(client.post("decide-group", &body(count + 1, "keep")).status, 409);
    assert_eq!(client.post("decide-group", &body(count, "same")).status, 422);
    if likeness != "same" {
        assert_eq!(client.post("decide-group", &body(count, "correct")).status, 422);
    }
    assert_eq!(place.decided(), "");
    assert_eq!(client.post("decide-group", &body(count, "keep")).json()["count"], count);
    assert_eq!(client.progress().0, count);
    assert_eq!(Lines::read(&place.decisions()).len() as u64, count);
    assert_eq!(client.post("undo", &json!({})).json()["count"], count);
    assert_eq!(client.progress().0, 0);
}

#[test]
fn answers_that_do_not_go_with_a_question_are_refused() {
    let place = Place::items();
    let page = place.page();
    let client = page.client();
    let (pair, value) = (client.first("kind=pair"), client.first("rule=missing-group"));
    let decide = |q: &Value, answer: &str, text: Value| {
        client.post("decide", &json!({ "id": q["id"], "answer": answer, "value": text, "saw": "" })).status
    };
    for answer in ["use", "keep", "correct", "retire"] {
        assert_eq!(decide(&pair, answer, json!("x")), 422, "{answer}");
    }
    for (answer, text) in [
        ("same", json!(null)),
        ("correct", json!(null)),
        ("correct", json!("  ")),
        ("correct", json!("a\nb")),
        ("correct", json!("x".repeat(1001))),
    ] {
        assert_eq!(decide(&value, answer, text), 422, "{answer}");
    }
    assert_eq!(client.post("decide", &json!({ "id": "ffffffffffffffff", "answer": "keep", "saw": "" })).status, 404);
    assert_eq!(client.post("decide", &json!({ "id": value["id"], "answer": "perhaps", "saw": "" })).status, 422);
    assert_eq!(place.decided(), "");
}

#[test]
fn the_queue_is_ordered_filtered_and_cut_into_pages() {
    let place = Place::items();
    let page = place.page();
    let client = page.client();
    let all = client.get("queue?state=all&limit=5");
    let total = all["total"].as_u64().unwrap();
    assert_eq!((total, all["more"].clone()), (client.progress().1, json!(true)));
    let (mut seen, mut after) = (Vec::new(), String::new());
    loop {
        let page = client.get(&format!("queue?state=all&limit=100&after={after}"));
        let ids: Vec<String> = page["items"].as_array().unwrap().iter().map(|i| i["id"].as_str().unwrap().to_owned()).collect();
        assert!(ids.len() <= 100);
        seen.extend(ids);
        after = seen.last().unwrap().clone();
        if page["more"] == false {
            break;
        }
    }
    assert_eq!(seen.len() as u64, total);
    assert_eq!(seen.iter().collect::<std::collections::BTreeSet<_>>().len() as u64, total);
    let kinds: Vec<Value> =
        client.get("queue?state=all&limit=100")["items"].as_array().unwrap().iter().map(|i| i["kind"].clone()).collect();
    let pairs = client.get("queue?kind=pair")["total"].as_u64().unwrap() as usize;
    assert!(pairs > 0 && kinds.iter().take(pairs).all(|k| k == "pair"), "pairs in doubt come first");
    let likely: Vec<f64> =
        client.get("queue?kind=pair")["items"].as_array().unwrap().iter().map(|i| i["probability"].as_f64().unwrap()).collect();
    assert!(likely.windows(2).all(|w| w[0] >= w[1]), "{likely:?}");
    let found = client.first("rule=missing-group");
    let code = found["code"].as_str().unwrap();
    let hits = client.get(&format!("queue?q={code}"));
    assert!(hits["items"].as_array().unwrap().iter().any(|i| i["id"] == found["id"]));
    assert_eq!(client.get("queue?q=no-such-thing-anywhere")["total"], 0);
    let start = client.get("start");
    for (name, choices) in [("entity", &start["entities"]), ("owner", &start["owners"]), ("rule", &start["rules"])] {
        let sum: u64 = choices.as_array().unwrap().iter().map(|c| c["total"].as_u64().unwrap()).sum();
        assert_eq!(sum, total, "{name}");
    }
}

#[test]
fn a_pair_is_shown_with_its_differences_its_evidence_and_its_story() {
    let place = Place::items();
    let page = place.page();
    let client = page.client();
    let pair = client.first("kind=pair");
    assert_eq!(pair["records"].as_array().unwrap().len(), 2);
    let duplicates = place.run.table("duplicates.csv");
    let rows = [&pair["records"][0], &pair["records"][1]].map(|r| r["row"].to_string());
    let line =
        duplicates.iter().find(|l| rows.contains(&l.get("left_row").to_owned()) && rows.contains(&l.get("right_row").to_owned())).unwrap();
    assert_eq!(pair["evidence"].as_array().unwrap().len(), line.get("evidence").split(';').count());
    for (side, record) in ["left_", "right_"].iter().zip(&rows) {
        let own =
            pair["records"].as_array().unwrap().iter().find(|r| r["row"].as_u64() == line.get(&format!("{side}row")).parse().ok()).unwrap();
        assert_eq!(own["code"], line.get(&format!("{side}code")), "{record}");
        assert_eq!(own["line"].to_string(), line.get(&format!("{side}line")));
        assert_eq!(own["file"], line.get(&format!("{side}file")));
    }
    let fields = pair["fields"].as_array().unwrap();
    let differing = fields.iter().find(|f| f["differs"] == true).expect("two records differ somewhere");
    let marks = differing["cells"].as_array().unwrap().iter().flat_map(|c| c.as_array().unwrap()).filter(|p| p["differs"] == true).count();
    assert!(marks > 0 || differing["hidden"] == true);
    let story = client.get(&format!("story?id={}&row={}", pair["id"].as_str().unwrap(), pair["records"][1]["row"]));
    let standing = &story[0]["standings"]["lines"];
    assert!(standing.as_array().unwrap().iter().any(|s| s["row"] == pair["records"][1]["row"]), "{story}");
}

#[test]
fn personal_data_is_masked_unless_asked_for() {
    let home = tempfile::TempDir::new().unwrap();
    let run = super::hostile::run(&home);
    let mobile = |options: &[&str]| {
        let page = super::Page::of(&run.path, &home.path().join("decisions.csv"), options);
        let client = page.client();
        let fields = client.first("kind=value")["fields"].as_array().unwrap().clone();
        let field = fields.iter().find(|f| f["name"] == "mobile").unwrap().clone();
        field["cells"][0].as_array().unwrap().iter().map(|p| p["text"].as_str().unwrap()).collect::<String>()
    };
    assert_eq!((mobile(&[]).as_str(), mobile(&["--raw"]).as_str()), ("138****8000", "13800138000"));
}

#[test]
fn the_program_ends_cleanly_and_says_what_is_wrong() {
    let place = Place::items();
    let page = place.page();
    let client = page.client();
    client.decide(&client.first("kind=pair"), "same");
    assert_eq!(page.interrupt(), Some(0));
    assert!(place.decided().contains(",same,"));
    let stray: Vec<_> = std::fs::read_dir(place.home.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert_eq!(stray, ["decisions.csv"]);
    let run = place.run.path.to_str().unwrap();
    crate::program::cutover(&["review", "fixtures", "--lang", "en"]).ends(2).says(&["questions.csv", "no run folder"]);
    let taken = std::net::TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    crate::program::cutover(&["review", run, "--port", &port, "--lang", "en"]).ends(3).says(&[&port]);
    std::fs::remove_file(place.run.path.join("records.jsonl")).unwrap();
    crate::program::cutover(&["review", run, "--lang", "en"]).ends(2).says(&["records.jsonl", "older version"]);
}
