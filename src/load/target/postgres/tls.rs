//! Connections: encrypted with the server's certificate checked, or plain on this machine.

use super::super::{Answer, Failure, TargetError};
use super::told;
use crate::load::url::{PostgresUrl, Tls};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};
use std::sync::Arc;
use tokio_postgres::config::SslMode;
use tokio_postgres::{Client, Config, NoTls};
use tokio_postgres_rustls::MakeRustlsConnect;

/// Connects and lets the connection be driven by the runtime that asks.
pub(super) async fn connect(url: &PostgresUrl, mut config: Config) -> Answer<Client> {
    let here = url.host.starts_with('/') || ["localhost", "127.0.0.1", "::1"].contains(&url.host.as_str());
    let plain = url.tls == Tls::Off || (url.tls == Tls::Preferred && here);
    if plain {
        let (client, connection) = config.ssl_mode(SslMode::Disable).connect(NoTls).await.map_err(|e| told(&e))?;
        // What goes wrong with it is told to whoever asks the client next.
        tokio::spawn(async { drop(connection.await) });
        return Ok(client);
    }
    config.ssl_mode(if url.tls == Tls::Required { SslMode::Require } else { SslMode::Prefer });
    let tls = MakeRustlsConnect::new(settings(url)?);
    let (client, connection) = config.connect(tls).await.map_err(|e| told(&e))?;
    tokio::spawn(async { drop(connection.await) });
    Ok(client)
}

fn settings(url: &PostgresUrl) -> Answer<ClientConfig> {
    let failed = |said: String| TargetError::new(Failure::Encryption, said);
    let mut roots = RootCertStore::empty();
    match &url.root_certificate {
        Some(path) => {
            let certificates = CertificateDer::pem_file_iter(path).map_err(|e| failed(format!("{}: {e}", path.display())))?;
            for certificate in certificates {
                let certificate = certificate.map_err(|e| failed(format!("{}: {e}", path.display())))?;
                roots.add(certificate).map_err(|e| failed(format!("{}: {e}", path.display())))?;
            }
        }
        // Certificates of the system that cannot be used are left out, as browsers do.
        None => drop(roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs)),
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
    Ok(builder.map_err(|e| failed(e.to_string()))?.with_root_certificates(roots).with_no_client_auth())
}
