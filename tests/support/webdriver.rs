//! A small client of the W3C WebDriver protocol: a real Chromium, driven through Debian's chromedriver by JSON over HTTP.

use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// How long a page may take to become what a test waits for.
const PATIENCE: Duration = Duration::from_secs(30);

/// The keys that have a sign of their own in the protocol.
pub const ENTER: &str = "\u{e007}";
/// Escape.
pub const ESCAPE: &str = "\u{e00c}";

/// A browser with a profile of its own, ended with its test.
pub struct Browser {
    driver: Child,
    port: u16,
    session: String,
    _profile: TempDir,
}

impl Browser {
    /// Starts a browser with this driver.
    pub fn start(driver: &Path, width: u32, height: u32) -> Self {
        let driver = Command::new(driver).arg("--port=0").stdout(Stdio::piped()).stderr(Stdio::null()).spawn();
        let mut driver = driver.expect("the driver starts");
        let mut said = BufReader::new(driver.stdout.take().expect("its output is ours"));
        let port = port_of(&mut said);
        // What it says later is nobody's concern, but must be read.
        std::thread::spawn(move || said.read_to_end(&mut Vec::new()));
        let profile = TempDir::new().expect("a temporary folder");
        let data = format!("--user-data-dir={}", profile.path().display());
        let size = format!("--window-size={width},{height}");
        let arguments = [
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--disable-dev-shm-usage",
            &data,
            &size,
        ];
        let wanted = json!({ "capabilities": { "alwaysMatch": { "browserName": "chrome", "goog:chromeOptions": { "args": arguments } } } });
        let answer = request(port, "POST", "/session", Some(&wanted));
        let session = answer["sessionId"].as_str().unwrap_or_else(|| panic!("no browser: {answer}")).to_owned();
        Self { driver, port, session, _profile: profile }
    }

    fn ask(&self, method: &str, path: &str, body: Option<&Value>) -> Value {
        request(self.port, method, &format!("/session/{}{path}", self.session), body)
    }

    /// Goes to an address.
    pub fn go(&self, address: &str) {
        self.ask("POST", "/url", Some(&json!({ "url": address })));
    }

    /// Loads the page again.
    pub fn reload(&self) {
        self.ask("POST", "/refresh", Some(&json!({})));
    }

    /// Gives what an expression of JavaScript is in the page.
    pub fn eval(&self, expression: &str) -> Value {
        self.ask("POST", "/execute/sync", Some(&json!({ "script": format!("return ({expression})"), "args": [] })))
    }

    /// Presses keys, wherever the focus is.
    pub fn press(&self, keys: &str) {
        let strokes = keys.chars().flat_map(|k| ["keyDown", "keyUp"].map(|t| json!({ "type": t, "value": k.to_string() })));
        let actions = json!({ "actions": [{ "type": "key", "id": "keyboard", "actions": strokes.collect::<Vec<_>>() }] });
        self.ask("POST", "/actions", Some(&actions));
    }

    /// Waits until an expression of JavaScript is true in the page.
    #[track_caller]
    pub fn wait(&self, expression: &str) {
        let start = Instant::now();
        while self.eval(&format!("Boolean({expression})")) != true {
            assert!(start.elapsed() < PATIENCE, "the page never came to {expression}; it shows:\n{}", self.eval("document.body.innerText"));
            std::thread::sleep(Duration::from_millis(50));
        }
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // Ends the browser too; without it the driver's end would leave it behind.
        if !std::thread::panicking() {
            self.ask("DELETE", "", None);
        } else {
            let _ = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| self.ask("DELETE", "", None)));
        }
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}

/// Reads the line in which the driver says at which port it listens.
fn port_of(said: &mut impl BufRead) -> u16 {
    let mut line = String::new();
    loop {
        line.clear();
        assert!(said.read_line(&mut line).expect("the driver speaks") > 0, "the driver ended before it said its port");
        let port = line.rsplit_once("on port ").and_then(|(_, p)| p.trim().trim_end_matches('.').parse().ok());
        if let Some(port) = port.filter(|p| *p != 0) {
            return port;
        }
    }
}

fn request(port: u16, method: &str, path: &str, body: Option<&Value>) -> Value {
    let body = body.map(Value::to_string).unwrap_or_default();
    let mut stream = TcpStream::connect(("127.0.0.1", port)).expect("the driver listens");
    let length = body.len();
    let head = format!(
        "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Type: application/json\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(body.as_bytes())).expect("the driver takes a request");
    let mut answer = Vec::new();
    let mut reader = BufReader::new(stream);
    let mut length = 0;
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).expect("the driver answers");
        if let Some(n) = line.to_ascii_lowercase().strip_prefix("content-length:") {
            length = n.trim().parse().expect("a length is a number");
        }
        if line.trim().is_empty() {
            break;
        }
    }
    answer.resize(length, 0);
    reader.read_exact(&mut answer).expect("the driver answers in full");
    let answer: Value = serde_json::from_slice(&answer).expect("the driver answers in JSON");
    let value = answer.get("value").cloned().unwrap_or(Value::Null);
    assert!(value.get("error").is_none(), "{method} {path}: {value}");
    value
}
