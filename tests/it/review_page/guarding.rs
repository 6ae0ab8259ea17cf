//! Who is let in, and what nobody can do.

use super::{Place, ask};
use serde_json::json;

#[test]
fn without_the_token_nothing_is_shown() {
    let place = Place::items();
    let page = place.page();
    let host = page.host();
    for path in ["/", "/?token=", "/?token=0000", "/api/start", "/api/queue", "/app.js", "/nothing"] {
        let answer = ask(page.port, &format!("GET {path} HTTP/1.1"), &[("Host", &host)], "");
        assert_eq!(answer.status, 403, "{path}");
        assert!(!answer.body.contains("proof\" content") && answer.header("set-cookie").is_none(), "{path}: {}", answer.body);
    }
    // Good for one browser, and then for no other.
    page.client();
    let path = page.address.split_once(&page.port.to_string()).unwrap().1;
    let second = ask(page.port, &format!("GET {path} HTTP/1.1"), &[("Host", &host)], "");
    assert_eq!((second.status, second.header("set-cookie")), (403, None));
}

#[test]
fn other_sites_and_forms_change_nothing() {
    let place = Place::items();
    let page = place.page();
    let client = page.client();
    let question = client.first("kind=value");
    let body = json!({ "id": question["id"], "answer": "keep", "saw": "" }).to_string();
    let other = format!("http://127.0.0.1:{}", page.port ^ 1);
    let local = format!("localhost:{}", page.port);
    for (changed, status) in [
        (("Host", "evil.example"), 403),
        (("Host", local.as_str()), 403),
        (("Host", ""), 403),
        (("Origin", "https://evil.example"), 403),
        (("Origin", other.as_str()), 403),
        (("Origin", "null"), 403),
        (("Origin", ""), 403),
        (("Sec-Fetch-Site", "cross-site"), 403),
        (("Cookie", ""), 403),
        (("x-cutover-proof", ""), 403),
        (("x-cutover-proof", "0000"), 403),
        (("Content-Type", "text/plain"), 415),
        (("Content-Type", "application/x-www-form-urlencoded"), 415),
        (("Content-Type", ""), 415),
    ] {
        assert_eq!(client.with("POST /api/decide", &[changed], &body).status, status, "{changed:?}");
    }
    assert_eq!(client.with("GET /api/start", &[("x-cutover-proof", "")], "").status, 403);
    assert_eq!(place.decided(), "");
    assert_eq!(client.with("POST /api/decide", &[], &body).status, 200);
    assert!(place.decided().contains(",keep,"));
}

#[test]
fn reading_never_changes_anything_and_bodies_are_bounded() {
    let place = Place::items();
    let page = place.page();
    let client = page.client();
    let id = client.first("kind=value")["id"].as_str().unwrap().to_owned();
    for path in ["decide", "decide-group", "later", "undo", "survivor"] {
        let line = format!("GET /api/{path}?id={id}&answer=keep&saw=");
        assert_eq!(client.with(&line, &[], "").status, 405, "{path}");
        for method in ["PUT", "DELETE", "PATCH", "OPTIONS"] {
            assert_eq!(client.with(&format!("{method} /api/{path}"), &[], "{}").status, 405, "{method} {path}");
        }
    }
    let long = json!({ "id": id, "answer": "correct", "value": "x".repeat(20_000), "saw": "" }).to_string();
    assert_eq!(client.with("POST /api/decide", &[], &long).status, 413);
    let huge = client.with("POST /api/decide", &[("Content-Length", "9999999999")], "{");
    assert_eq!(huge.status, 413);
    for broken in ["", "{", "[]", "{\"id\":1}", "\u{0}"] {
        let status = client.with("POST /api/decide", &[], broken).status;
        assert!(matches!(status, 400 | 422), "{broken:?}: {status}");
    }
    assert_eq!(place.decided(), "");
}

#[test]
fn every_answer_forbids_what_the_page_does_not_need() {
    let place = Place::items();
    let page = place.page();
    let client = page.client();
    let lines = ["GET /", "GET /app.js", "GET /app.css", "GET /api/start", "GET /api/question?id=ffffffffffffffff", "POST /api/undo"];
    let refused = ask(page.port, "GET / HTTP/1.1", &[("Host", "evil.example")], "");
    for answer in lines.iter().map(|l| client.with(l, &[], "{}")).chain([refused]) {
        let policy = answer.header("content-security-policy").unwrap();
        for part in ["default-src 'none'", "script-src 'self'", "style-src 'self'", "frame-ancestors 'none'", "form-action 'none'"] {
            assert!(policy.contains(part), "{policy}");
        }
        assert!(!policy.contains("unsafe"), "{policy}");
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
        assert_eq!(answer.header("cache-control"), Some("no-store"));
        assert_eq!(answer.header("referrer-policy"), Some("no-referrer"));
        assert_eq!(answer.header("access-control-allow-origin"), None);
    }
}
