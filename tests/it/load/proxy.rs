//! A link between a client and a server of this machine that can be slow, dead, or cut at a chosen moment.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

/// What a link does to its first connection; later ones pass untouched.
#[derive(Clone, Debug)]
pub enum Trouble {
    /// Cuts it once the client has sent this many bytes.
    CutAfter(u64),
    /// Cuts it when the client has sent these bytes and the server has answered; the answer is lost.
    LoseAnswerTo(&'static [u8]),
    /// Passes nothing more once the client has sent this many bytes, on every connection.
    StallAfter(u64),
    /// Passes bytes in slices of this size with a pause after each.
    Slow(usize, Duration),
}

/// A link that listens on a port of its own.
pub struct Proxy {
    /// Its port on 127.0.0.1.
    pub port: u16,
    connections: Arc<AtomicU64>,
    servers: Arc<Mutex<Vec<TcpStream>>>,
}

impl Drop for Proxy {
    fn drop(&mut self) {
        if let Ok(servers) = self.servers.lock() {
            servers.iter().for_each(|s| drop(s.shutdown(Shutdown::Both)));
        }
    }
}

impl Proxy {
    /// Starts a link to a port.
    pub fn to(server: u16, trouble: Trouble) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let port = listener.local_addr().expect("a bound port").port();
        let connections = Arc::new(AtomicU64::new(0));
        let servers = Arc::new(Mutex::new(Vec::new()));
        let (seen, opened) = (Arc::clone(&connections), Arc::clone(&servers));
        thread::spawn(move || {
            for client in listener.incoming().filter_map(Result::ok) {
                let first = seen.fetch_add(1, Ordering::SeqCst) == 0;
                let always = matches!(trouble, Trouble::StallAfter(_) | Trouble::Slow(..));
                let trouble = (first || always).then(|| trouble.clone());
                if let Ok(server) = TcpStream::connect(("127.0.0.1", server)) {
                    opened.lock().expect("no thread panics with it").push(copy(&server));
                    link(client, server, trouble);
                }
            }
        });
        Self { port, connections, servers }
    }

    /// Counts the connections so far.
    pub fn connections(&self) -> u64 {
        self.connections.load(Ordering::SeqCst)
    }
}

fn link(client: TcpStream, server: TcpStream, trouble: Option<Trouble>) {
    // Set once an answer of the server must not come through any more.
    let mute = Arc::new(AtomicBool::new(false));
    let (c, s, m, t) = (copy(&client), copy(&server), Arc::clone(&mute), trouble.clone());
    thread::spawn(move || up(c, s, &m, t));
    thread::spawn(move || down(server, client, &mute, trouble));
}

fn copy(stream: &TcpStream) -> TcpStream {
    stream.try_clone().expect("a stream can be copied")
}

/// From the client to the server.
fn up(mut client: TcpStream, mut server: TcpStream, mute: &AtomicBool, trouble: Option<Trouble>) {
    let mut buffer = [0; 8192];
    let (mut sent, mut tail) = (0u64, Vec::new());
    while let Ok(n @ 1..) = client.read(&mut buffer) {
        let bytes = &buffer[..n];
        sent += n as u64;
        match &trouble {
            Some(Trouble::CutAfter(most)) if sent > *most => {
                let _ = (client.shutdown(Shutdown::Both), server.shutdown(Shutdown::Both));
                return;
            }
            Some(Trouble::StallAfter(most)) if sent > *most => loop {
                thread::sleep(Duration::from_secs(1));
            },
            Some(Trouble::LoseAnswerTo(words)) => {
                tail.extend_from_slice(bytes);
                let seen = tail.windows(words.len()).any(|w| w == *words);
                mute.store(seen, Ordering::SeqCst);
                let keep = tail.len().saturating_sub(words.len());
                tail.drain(..keep);
            }
            Some(Trouble::Slow(size, pause)) => {
                for slice in bytes.chunks(*size) {
                    thread::sleep(*pause);
                    if server.write_all(slice).is_err() {
                        return;
                    }
                }
                continue;
            }
            _ => {}
        }
        if server.write_all(bytes).is_err() {
            break;
        }
    }
    let _ = server.shutdown(Shutdown::Write);
}

/// From the server to the client.
fn down(mut server: TcpStream, mut client: TcpStream, mute: &AtomicBool, trouble: Option<Trouble>) {
    let mut buffer = [0; 8192];
    while let Ok(n @ 1..) = server.read(&mut buffer) {
        if mute.load(Ordering::SeqCst) && matches!(trouble, Some(Trouble::LoseAnswerTo(_))) {
            let _ = (client.shutdown(Shutdown::Both), server.shutdown(Shutdown::Both));
            return;
        }
        if client.write_all(&buffer[..n]).is_err() {
            return;
        }
    }
    let _ = client.shutdown(Shutdown::Write);
}
