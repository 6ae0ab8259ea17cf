//! Programs of others that tests look at results with: a spreadsheet program, a browser.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Finds a program by its names. Where `CI` is set it must be there; elsewhere its tests are left out, and say so.
pub fn needed(names: &[&str], package: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let found = std::env::split_paths(&path).flat_map(|d| names.iter().map(move |n| d.join(n))).find(|p| p.is_file());
    assert!(found.is_some() || std::env::var_os("CI").is_none(), "this test needs Debian's package {package}");
    if found.is_none() {
        // Seen with `--no-capture` only, which is enough: CI never leaves them out.
        let _ = writeln!(std::io::stderr(), "left out: needs Debian's package {package}");
    }
    found
}

/// Gives LibreOffice with a profile of its own, so that it meets nobody's settings and no running office.
pub fn office(profile: &Path) -> Option<Command> {
    let mut command = Command::new(needed(&["soffice", "libreoffice"], "libreoffice-calc")?);
    command.arg(format!("-env:UserInstallation=file://{}", profile.display()));
    command.args(["--headless", "--norestore", "--nologo", "--nodefault"]).env("HOME", profile);
    Some(command)
}

/// Gives the document that Chromium makes of a page, once its scripts have run.
pub fn rendered(page: &Path, profile: &Path) -> Option<String> {
    let mut command = Command::new(needed(&["chromium", "chromium-browser", "google-chrome"], "chromium")?);
    command.args(["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]);
    command.args(["--disable-component-update", "--disable-sync", "--disable-dev-shm-usage", "--virtual-time-budget=3000", "--dump-dom"]);
    command.arg(format!("--user-data-dir={}", profile.display())).arg(format!("file://{}", page.display()));
    let output = command.env("HOME", profile).output().expect("the browser starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Some(String::from_utf8(output.stdout).expect("a document is UTF-8"))
}
