//! A PostgreSQL server of a test's own: in a temporary folder, on a free port of this machine, gone with the test.
//!
//! Debian's package `postgresql` brings what is needed. PostgreSQL refuses to run as root: root hands the folder to the user `postgres`, or
//! `nobody`. The files of a new server are made once and copied for each test.

use std::fs::{self, File};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use tempfile::TempDir;

/// A running server; it stops when it is dropped.
pub struct Cluster {
    home: TempDir,
    /// The port on 127.0.0.1.
    pub port: u16,
    programs: PathBuf,
    settings: String,
}

impl Cluster {
    /// Starts a server with one empty database, `erp`, whose owner `owner` needs no password; nothing that it writes is made durable.
    pub fn start() -> Self {
        Self::with("-F -c max_connections=30 -c shared_buffers=16MB")
    }

    /// Starts a server with other settings.
    pub fn with(settings: &str) -> Self {
        let programs = programs();
        let template = template(&programs);
        let home = tempfile::Builder::new().prefix("cutover-pg-").tempdir().expect("a temporary folder");
        let data = home.path().join("data");
        hand_over(home.path());
        must(server_user("cp").arg("-r").arg(&template).arg(&data));
        let mut cluster = Self { home, port: 0, programs, settings: settings.to_owned() };
        // Somebody else may take the port between our asking and the server's start.
        let started = (0..5).any(|_| {
            cluster.port = free_port();
            cluster.launch()
        });
        assert!(started, "PostgreSQL does not start: {}", fs::read_to_string(data.join("log")).unwrap_or_default());
        cluster
    }

    /// Starts the server, again after [`Cluster::stop`].
    pub fn launch(&self) -> bool {
        let options = format!("{} -k {} -h 127.0.0.1 -p {}", self.settings, self.home.path().display(), self.port);
        self.control(&["start", "-w", "-t", "30", "-o", &options, "-l", &self.home.path().join("data/log").display().to_string()])
    }

    /// Stops the server, as a power cut would with `immediate`.
    pub fn stop(&self, mode: &str) {
        self.control(&["stop", "-w", "-m", mode]);
    }

    fn control(&self, arguments: &[&str]) -> bool {
        let mut command = server_user(&self.programs.join("pg_ctl").display().to_string());
        command.arg("-s").arg("-D").arg(self.data()).args(arguments);
        command.status().is_ok_and(|s| s.success())
    }

    /// Gives the folder of the server's files.
    pub fn data(&self) -> PathBuf {
        self.home.path().join("data")
    }

    /// Replaces the rules of who may come in how.
    pub fn admit(&self, rules: &str) {
        fs::write(self.data().join("pg_hba.conf"), rules).expect("the folder is ours");
        assert!(self.control(&["reload"]));
    }

    /// Writes a file among the server's own, as it wants its keys: its own and nobody else's to read.
    pub fn keep(&self, name: &str, bytes: &[u8]) {
        use std::os::unix::fs::PermissionsExt;
        let path = self.data().join(name);
        fs::write(&path, bytes).and_then(|()| fs::set_permissions(&path, fs::Permissions::from_mode(0o600))).expect("the folder is ours");
        hand_over(&path);
    }

    /// Adds a line to the server's settings; it reads them when it starts.
    pub fn set(&self, line: &str) {
        let path = self.data().join("postgresql.conf");
        let settings = fs::read_to_string(&path).expect("the folder is ours");
        fs::write(&path, format!("{settings}\n{line}\n")).expect("the folder is ours");
    }

    /// Gives the URL of the database for the owner.
    pub fn url(&self) -> String {
        format!("postgres://owner@127.0.0.1:{}/erp", self.port)
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        self.stop("immediate");
    }
}

/// Finds the newest PostgreSQL of this machine.
pub fn programs() -> PathBuf {
    let mut found: Vec<(u32, PathBuf)> = fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .filter_map(Result::ok)
        .filter_map(|e| Some((e.file_name().to_str()?.parse().ok()?, e.path().join("bin"))))
        .filter(|(_, bin)| bin.join("initdb").is_file())
        .collect();
    found.sort();
    let (_, bin) =
        found.pop().expect("PostgreSQL is needed for this test: install Debian's package `postgresql` (apt-get install postgresql)");
    bin
}

/// Gives the files of a new server with the database `erp`, made by the first test that asks.
fn template(programs: &Path) -> PathBuf {
    let version = programs.parent().and_then(Path::file_name).map(|v| v.to_string_lossy().into_owned()).unwrap_or_default();
    let home = std::env::temp_dir().join(format!("cutover-test-postgres-{version}-{}", user_id()));
    let _ = fs::create_dir(&home);
    hand_over(&home);
    let lock = File::create(home.join("lock")).expect("the folder of templates is ours");
    lock.lock().expect("files can be locked");
    let made = home.join("made");
    if !made.is_dir() {
        let making = home.join("making");
        let _ = fs::remove_dir_all(&making);
        let program = |name: &str| server_user(&programs.join(name).display().to_string());
        must(program("initdb").args(["-A", "trust", "-U", "owner", "-E", "UTF8", "--locale=C", "--no-sync", "-D"]).arg(&making));
        let options = format!("-F -k {} -c listen_addresses=", home.display());
        must(program("pg_ctl").args(["-s", "-w", "start", "-o", &options, "-l"]).arg(making.join("log")).arg("-D").arg(&making));
        must(program("psql").args(["-q", "-U", "owner", "-d", "postgres", "-c", "CREATE DATABASE erp", "-h"]).arg(&home));
        must(program("pg_ctl").args(["-s", "-w", "stop", "-m", "fast", "-D"]).arg(&making));
        fs::rename(&making, &made).expect("the folder of templates is ours");
    }
    made
}

fn must(command: &mut Command) -> Output {
    let output = command.output().unwrap_or_else(|e| panic!("{command:?}: {e}"));
    assert!(output.status.success(), "{command:?}: {}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    output
}

fn user_id() -> u32 {
    let output = Command::new("id").arg("-u").output().expect("`id` is there");
    String::from_utf8_lossy(&output.stdout).trim().parse().expect("a number")
}

/// The user that the server runs as where we are root.
fn unprivileged() -> Option<&'static str> {
    (user_id() == 0).then(|| {
        let there = Command::new("id").arg("postgres").output().is_ok_and(|o| o.status.success());
        if there { "postgres" } else { "nobody" }
    })
}

fn server_user(program: &str) -> Command {
    let mut command = match unprivileged() {
        None => Command::new(program),
        Some(user) => {
            let mut command = Command::new("runuser");
            command.args(["-u", user, "--", program]);
            command
        }
    };
    command.current_dir("/").env("LC_ALL", "C").env_remove("PGPASSWORD");
    command
}

fn hand_over(folder: &Path) {
    if let Some(user) = unprivileged() {
        must(Command::new("chown").arg(user).arg(folder));
    }
}

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").and_then(|l| l.local_addr()).expect("a free port").port()
}
