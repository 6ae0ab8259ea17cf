//! Encrypted connections to a real server, with an authority and certificates of the test's own (`openssl` comes with Debian's PostgreSQL).

use super::package::{CUSTOMER, Sample, customers};
use super::{Load, Place, target};
use crate::program::command;
use cutover::load::Failure;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;

/// A certificate authority.
struct Authority {
    home: TempDir,
}

impl Authority {
    fn new(name: &str) -> Self {
        let authority = Self { home: TempDir::new().expect("a temporary folder") };
        openssl(
            authority.home.path(),
            &[
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:P-256",
                "-nodes",
                "-days",
                "2",
                "-subj",
                &format!("/CN={name}"),
                "-keyout",
                "ca.key",
                "-out",
                "ca.crt",
            ],
        );
        authority
    }

    /// Gives the certificate that clients trust.
    fn root(&self) -> PathBuf {
        self.home.path().join("ca.crt")
    }

    /// Signs a server's certificate for a name or address, as `subjectAltName` says it.
    fn sign(&self, alternative: &str) {
        let home = self.home.path();
        fs::write(home.join("names"), format!("subjectAltName={alternative}\nextendedKeyUsage=serverAuth\nbasicConstraints=CA:FALSE\n"))
            .unwrap();
        openssl(
            home,
            &[
                "req",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:P-256",
                "-nodes",
                "-subj",
                "/CN=erp",
                "-keyout",
                "server.key",
                "-out",
                "server.csr",
            ],
        );
        openssl(
            home,
            &[
                "x509",
                "-req",
                "-in",
                "server.csr",
                "-CA",
                "ca.crt",
                "-CAkey",
                "ca.key",
                "-CAcreateserial",
                "-days",
                "2",
                "-extfile",
                "names",
                "-out",
                "server.crt",
            ],
        );
    }

    /// Lets a server use the certificate, and lets nobody in without encryption.
    fn equip(&self, place: &Place) {
        let cluster = place.cluster.as_ref().expect("a server");
        for name in ["server.crt", "server.key"] {
            cluster.keep(name, &fs::read(self.home.path().join(name)).unwrap());
        }
        cluster.stop("fast");
        cluster.set("ssl = on");
        assert!(cluster.launch());
        cluster.admit("hostssl all all 127.0.0.1/32 trust\n");
    }
}

fn openssl(home: &Path, arguments: &[&str]) {
    let output = Command::new("openssl").args(arguments).current_dir(home).output().expect("`openssl` is there");
    assert!(output.status.success(), "openssl {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
}

fn with(place: &Place, settings: &str) -> String {
    format!("{}?{settings}", place.url())
}

#[test]
fn a_server_with_a_certificate_of_our_authority_is_loaded_encrypted() {
    let (place, authority) = (Place::postgres(), Authority::new("our authority"));
    authority.sign("IP:127.0.0.1");
    authority.equip(&place);
    let url = with(&place, &format!("sslmode=verify-full&sslrootcert={}", authority.root().display()));
    let sample = Sample::one_wave(vec![("customer", CUSTOMER, customers(1..=3000))]);
    Load::default().through(&mut *target(&url), &sample).unwrap();
    let mut other = target(&url);
    other.connect().unwrap();
    let lines = other
        .ask("SELECT (SELECT count(*) FROM customer), ssl, version LIKE 'TLSv1.%' FROM pg_stat_ssl WHERE pid = pg_backend_pid()")
        .unwrap();
    assert_eq!(lines[0].iter().flatten().map(String::as_str).collect::<Vec<_>>(), ["3000", "t", "t"]);
}

#[test]
fn other_authorities_and_other_names_are_refused_with_what_to_do() {
    let (place, authority, stranger) = (Place::postgres(), Authority::new("our authority"), Authority::new("a stranger"));
    authority.sign("IP:127.0.0.1");
    authority.equip(&place);
    let root = |path: &Path| format!("sslmode=verify-full&sslrootcert={}", path.display());
    let run = Sample::two_waves();
    // Signed by somebody else; trusted by nobody on this machine; a certificate file that is none, or not there.
    let none = run.home.path().join("none.crt");
    fs::write(&none, "no certificate").unwrap();
    let missing = run.home.path().join("missing.crt");
    let trusted_by_nobody = "sslmode=require".to_owned();
    for settings in [root(&stranger.root()), trusted_by_nobody, root(&none), root(&missing)] {
        let error = target(&with(&place, &settings)).connect().unwrap_err();
        assert_eq!(error.kind, Failure::Encryption, "{settings}: {error}");
        let output = command(&["load", run.path().to_str().unwrap(), "--to", &with(&place, &settings), "--create", "--lang", "en"])
            .output()
            .unwrap();
        let seen = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(3), "{seen}");
        assert!(seen.contains("sslrootcert=FILE"), "{settings}: {seen}");
    }
    // Ours, but for another machine.
    authority.sign("DNS:erp.example");
    authority.equip(&place);
    let error = target(&with(&place, &root(&authority.root()))).connect().unwrap_err();
    assert_eq!(error.kind, Failure::Encryption, "{error}");
    // Without encryption the server lets nobody in.
    assert_eq!(target(&with(&place, "sslmode=disable")).connect().unwrap_err().kind, Failure::Login);
}
