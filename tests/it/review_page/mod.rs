//! The review page: over real HTTP as a browser speaks it, and as one that should not.

mod browser;
mod deciding;
mod guarding;
mod hostile;
mod sharing;
mod surviving;

use super::program::command;
use super::run_folder::Run;
use serde_json::{Value, json};
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use tempfile::TempDir;

/// A run of a few items of two plants, and a place for decisions about it.
struct Place {
    home: TempDir,
    exports: TempDir,
    run: Run,
}

/// Items with pairs in doubt, pairs that are merged, and values that are missing or wrong.
const ITEMS: [(&str, &str); 2] = [("plant_a", include_str!("items/plant_a.csv")), ("plant_b", include_str!("items/plant_b.csv"))];

impl Place {
    fn items() -> Self {
        let exports = TempDir::new().unwrap();
        for (plant, items) in ITEMS {
            fs::create_dir(exports.path().join(plant)).unwrap();
            fs::write(exports.path().join(plant).join("物料.csv"), items).unwrap();
        }
        let run = Run::of(&[exports.path().to_str().unwrap(), "--lang", "en"]);
        Self { home: TempDir::new().unwrap(), exports, run }
    }

    fn decisions(&self) -> PathBuf {
        self.home.path().join("decisions.csv")
    }

    /// Gives the file of decisions as it stands; empty where there is none.
    fn decided(&self) -> String {
        fs::read_to_string(self.decisions()).unwrap_or_default()
    }

    fn page(&self) -> Page {
        Page::of(&self.run.path, &self.decisions(), &[])
    }

    /// Runs again with what was decided.
    fn again(&self) -> Run {
        Run::of(&[self.exports.path().to_str().unwrap(), "--lang", "en", "--decisions", self.decisions().to_str().unwrap()])
    }
}

/// A page that is served, ended with its test.
struct Page {
    child: Child,
    port: u16,
    address: String,
}

impl Page {
    /// Starts the program, and waits for the address.
    fn of(run: &Path, decisions: &Path, options: &[&str]) -> Self {
        let (run, decisions) = (run.to_str().unwrap(), decisions.to_str().unwrap());
        let arguments = ["review", run, "--decisions", decisions, "--by", "王丽", "--lang", "en"];
        let mut child = command(&[&arguments, options].concat()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut address = String::new();
        BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut address).unwrap();
        let address = address.trim().to_owned();
        let port = address.strip_prefix("http://127.0.0.1:").and_then(|a| a.split_once('/')).and_then(|(p, _)| p.parse().ok());
        let port = port.unwrap_or_else(|| {
            let mut said = String::new();
            child.stderr.as_mut().unwrap().read_to_string(&mut said).unwrap();
            panic!("no address: {address:?}\n{said}")
        });
        Self { child, port, address }
    }

    /// Opens the link as a browser does.
    fn client(&self) -> Client {
        let path = self.address.split_once(&self.port.to_string()).unwrap().1;
        let welcome = ask(self.port, &format!("GET {path} HTTP/1.1"), &[("Host", &self.host())], "");
        assert_eq!((welcome.status, welcome.header("location")), (303, Some("/")));
        let cookie = welcome.header("set-cookie").unwrap().split(';').next().unwrap().to_owned();
        let front = ask(self.port, "GET / HTTP/1.1", &[("Host", &self.host()), ("Cookie", &cookie)], "");
        assert_eq!(front.status, 200);
        let proof = front.body.split_once("name=\"proof\" content=\"").unwrap().1.split('"').next().unwrap().to_owned();
        Client { port: self.port, cookie, proof }
    }

    fn host(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }

    /// Asks the program to end, and gives its exit code.
    fn interrupt(mut self) -> Option<i32> {
        let pid = self.child.id().to_string();
        std::process::Command::new("kill").args(["-INT", &pid]).status().unwrap();
        self.child.wait().unwrap().code()
    }
}

impl Drop for Page {
    fn drop(&mut self) {
        // As `kill -9` does.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// One browser, as far as the page can tell.
#[derive(Clone)]
struct Client {
    port: u16,
    cookie: String,
    proof: String,
}

impl Client {
    fn headers(&self) -> Vec<(&'static str, String)> {
        let at = format!("127.0.0.1:{}", self.port);
        vec![
            ("Host", at.clone()),
            ("Cookie", self.cookie.clone()),
            ("x-cutover-proof", self.proof.clone()),
            ("Origin", format!("http://{at}")),
            ("Content-Type", "application/json".to_owned()),
        ]
    }

    /// Sends a request with these headers instead of, or beside, those of the page; an empty one is left out.
    fn with(&self, line: &str, changed: &[(&str, &str)], body: &str) -> Answer {
        let mut headers = self.headers();
        headers.retain(|(name, _)| !changed.iter().any(|(n, _)| n == name));
        let all: Vec<(&str, &str)> = headers.iter().map(|(n, v)| (*n, v.as_str())).chain(changed.iter().copied()).collect();
        let all: Vec<(&str, &str)> = all.into_iter().filter(|(_, v)| !v.is_empty()).collect();
        ask(self.port, &format!("{line} HTTP/1.1"), &all, body)
    }

    #[track_caller]
    fn get(&self, path: &str) -> Value {
        let answer = self.with(&format!("GET /api/{path}"), &[], "");
        assert_eq!(answer.status, 200, "{path}: {}", answer.body);
        answer.json()
    }

    fn post(&self, path: &str, body: &Value) -> Answer {
        self.with(&format!("POST /api/{path}"), &[], &body.to_string())
    }

    /// Gives the first open question of a kind, whole.
    #[track_caller]
    fn first(&self, filter: &str) -> Value {
        let page = self.get(&format!("queue?{filter}"));
        let id = page["items"][0]["id"].as_str().unwrap_or_else(|| panic!("nobody asks {filter}"));
        self.get(&format!("question?id={id}"))
    }

    /// Decides a question as it was seen.
    fn decide(&self, question: &Value, answer: &str) -> Answer {
        self.post("decide", &json!({ "id": question["id"], "answer": answer, "saw": question["tag"] }))
    }

    fn progress(&self) -> (u64, u64) {
        let p = self.get("progress");
        (p["decided"].as_u64().unwrap(), p["total"].as_u64().unwrap())
    }
}

/// An answer.
struct Answer {
    status: u16,
    headers: Vec<(String, String)>,
    body: String,
}

impl Answer {
    fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str())
    }

    #[track_caller]
    fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|e| panic!("{e}: {}", self.body))
    }
}

/// Sends one request and reads the answer to its end.
fn ask(port: u16, line: &str, headers: &[(&str, &str)], body: &str) -> Answer {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).expect("the page listens");
    let length =
        if headers.iter().any(|(n, _)| *n == "Content-Length") { String::new() } else { format!("Content-Length: {}\r\n", body.len()) };
    let mut head = format!("{line}\r\nConnection: close\r\n{length}");
    headers.iter().for_each(|(n, v)| head.push_str(&format!("{n}: {v}\r\n")));
    stream.write_all(format!("{head}\r\n").as_bytes()).unwrap();
    // A body that is too large is refused before it is read; writing it on may then fail.
    let _ = stream.write_all(body.as_bytes());
    let mut bytes = Vec::new();
    let _ = stream.read_to_end(&mut bytes);
    let text = String::from_utf8(bytes).expect("answers are UTF-8");
    let (head, body) = text.split_once("\r\n\r\n").unwrap_or_else(|| panic!("no answer to {line}: {text:?}"));
    let mut lines = head.lines();
    let status = lines.next().and_then(|l| l.split(' ').nth(1)).and_then(|s| s.parse().ok()).expect("an answer has a status");
    let header = |l: &str| l.split_once(": ").map(|(n, v)| (n.to_ascii_lowercase(), v.to_owned()));
    Answer { status, headers: lines.filter_map(header).collect(), body: body.to_owned() }
}
