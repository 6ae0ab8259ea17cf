//! Who may talk to the page: one browser on this machine, which has the token from the terminal. Everything else is refused, whatever it asks.
//!
//! Another site in the same browser is kept out by exact `Host` and `Origin`, by a cookie that is sent from the page itself alone, and by a
//! header that only a script of the page can set; another user of the machine by the token, which is good for one browser.

use super::PageError;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri, header};
use sha2::{Digest, Sha256};
use std::sync::atomic::{AtomicBool, Ordering};

/// The header by which the page's script proves that it is that.
pub(super) const PROOF: &str = "x-cutover-proof";

/// Nothing runs or is loaded but what the page itself serves; nobody may frame it.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; \
     frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

/// Headers of every answer.
const HEADERS: [(HeaderName, &str); 8] = [
    (header::CONTENT_SECURITY_POLICY, POLICY),
    (header::CACHE_CONTROL, "no-store"),
    (header::REFERRER_POLICY, "no-referrer"),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (HeaderName::from_static("permissions-policy"), "camera=(), geolocation=(), microphone=()"),
];

/// What a request may do.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// Go on.
    Pass,
    /// The token was right: the browser gets its cookie and is sent to the address without the token.
    Welcome(HeaderValue),
    /// The browser is known already; the address loses the token.
    Known,
    /// Refused, with a word for the log of the browser's console.
    Refuse(StatusCode, &'static str),
}

/// The secrets of one start of the page.
#[derive(Debug)]
pub(super) struct Guard {
    host: String,
    origin: String,
    cookie: String,
    token: String,
    session: String,
    proof: String,
    used: AtomicBool,
}

impl Guard {
    /// Makes secrets for a page at this port.
    pub fn new(port: u16) -> Result<Self, PageError> {
        Ok(Self {
            host: format!("127.0.0.1:{port}"),
            origin: format!("http://127.0.0.1:{port}"),
            // Cookies do not know ports: two pages on one machine must not take each other's.
            cookie: format!("cutover-{port}"),
            token: secret()?,
            session: secret()?,
            proof: secret()?,
            used: AtomicBool::new(false),
        })
    }

    /// Gives the address with the token.
    pub fn address(&self) -> String {
        format!("{}/?token={}", self.origin, self.token)
    }

    /// Gives what the page's script must send.
    pub fn proof(&self) -> &str {
        &self.proof
    }

    /// Judges a request by its head.
    pub fn judge(&self, method: &Method, uri: &Uri, headers: &HeaderMap) -> Verdict {
        use Verdict::{Known, Pass, Refuse, Welcome};
        let text = |name: HeaderName| single(headers, &name);
        if text(header::HOST) != Some(self.host.as_str()) || uri.authority().is_some_and(|a| a.as_str() != self.host) {
            return Refuse(StatusCode::FORBIDDEN, "host");
        }
        let changes = match *method {
            Method::GET => false,
            Method::POST => true,
            _ => return Refuse(StatusCode::METHOD_NOT_ALLOWED, "method"),
        };
        let foreign = headers.contains_key(header::ORIGIN) && text(header::ORIGIN) != Some(self.origin.as_str());
        let site = headers.get("sec-fetch-site").map(HeaderValue::as_bytes);
        if foreign || changes && !headers.contains_key(header::ORIGIN) || site.is_some_and(|s| s != b"same-origin" && s != b"none") {
            return Refuse(StatusCode::FORBIDDEN, "origin");
        }
        let known = self.has_cookie(headers);
        if let Some(given) = uri.query().and_then(token).filter(|_| uri.path() == "/" && !changes) {
            return match known {
                true => Known,
                false if same(given, &self.token) && !self.used.swap(true, Ordering::SeqCst) => Welcome(self.cookie()),
                false => Refuse(StatusCode::FORBIDDEN, "token"),
            };
        }
        if !known {
            return Refuse(StatusCode::FORBIDDEN, "session");
        }
        let proven = single(headers, &HeaderName::from_static(PROOF)).is_some_and(|p| same(p, &self.proof));
        if (changes || uri.path().starts_with("/api/")) && !proven {
            return Refuse(StatusCode::FORBIDDEN, "proof");
        }
        let json = text(header::CONTENT_TYPE)
            .is_some_and(|t| t.split(';').next().is_some_and(|t| t.trim().eq_ignore_ascii_case("application/json")));
        if changes && !json {
            return Refuse(StatusCode::UNSUPPORTED_MEDIA_TYPE, "content type");
        }
        Pass
    }

    fn cookie(&self) -> HeaderValue {
        let text = format!("{}={}; Path=/; HttpOnly; SameSite=Strict", self.cookie, self.session);
        HeaderValue::from_str(&text).expect("a cookie of digits and letters")
    }

    fn has_cookie(&self, headers: &HeaderMap) -> bool {
        let lines = headers.get_all(header::COOKIE).iter().filter_map(|v| v.to_str().ok());
        let mut pairs = lines.flat_map(|l| l.split(';')).filter_map(|p| p.trim().split_once('='));
        pairs.any(|(name, value)| name == self.cookie && same(value, &self.session))
    }
}

/// Puts the headers of every answer in place.
pub(super) fn dress(headers: &mut HeaderMap) {
    for (name, value) in HEADERS {
        headers.insert(name, HeaderValue::from_static(value));
    }
}

/// Gives the one value of a header; nothing where it stands twice.
fn single<'h>(headers: &'h HeaderMap, name: &HeaderName) -> Option<&'h str> {
    let mut all = headers.get_all(name).iter();
    let first = all.next()?.to_str().ok()?;
    all.next().is_none().then_some(first)
}

fn token(query: &str) -> Option<&str> {
    query.split('&').find_map(|p| p.strip_prefix("token="))
}

/// Compares secrets by their digests, so that the time it takes tells nothing about them.
fn same(given: &str, secret: &str) -> bool {
    Sha256::digest(given) == Sha256::digest(secret)
}

/// Makes 256 random bits.
fn secret() -> Result<String, PageError> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(PageError::Random)?;
    Ok(bytes.iter().map(|b| format!("{b:02x}")).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    const PORT: u16 = 4711;

    fn ask(guard: &Guard, method: Method, path: &str, headers: &[(&str, &str)]) -> Verdict {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.append(HeaderName::from_bytes(name.as_bytes()).unwrap(), HeaderValue::from_str(value).unwrap());
        }
        guard.judge(&method, &path.parse().unwrap(), &map)
    }

    fn refused(verdict: Verdict) -> Option<&'static str> {
        match verdict {
            Verdict::Refuse(_, why) => Some(why),
            _ => None,
        }
    }

    #[test]
    fn a_token_is_good_for_one_browser() {
        let guard = Guard::new(PORT).unwrap();
        let host = ("host", "127.0.0.1:4711");
        let path = guard.address().split_once("4711").unwrap().1.to_owned();
        assert_eq!(refused(ask(&guard, Method::GET, "/?token=1234", &[host])), Some("token"));
        let Verdict::Welcome(cookie) = ask(&guard, Method::GET, &path, &[host]) else { panic!("the token is right") };
        let cookie = cookie.to_str().unwrap().to_owned();
        assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"));
        assert_eq!(refused(ask(&guard, Method::GET, &path, &[host])), Some("token"));
        let own = ("cookie", cookie.split(';').next().unwrap());
        assert_eq!(ask(&guard, Method::GET, &path, &[host, own]), Verdict::Known);
        assert_eq!(ask(&guard, Method::GET, "/", &[host, own]), Verdict::Pass);
        assert_eq!(refused(ask(&guard, Method::GET, "/", &[host])), Some("session"));
        assert_eq!(refused(ask(&guard, Method::GET, "/", &[host, ("cookie", "cutover-4711=1")])), Some("session"));
    }

    #[test]
    fn every_proof_is_asked_for() {
        let guard = Guard::new(PORT).unwrap();
        let cookie = format!("other=1; {}={}", guard.cookie, guard.session);
        let all = [
            ("host", "127.0.0.1:4711"),
            ("origin", "http://127.0.0.1:4711"),
            ("cookie", &cookie),
            (PROOF, guard.proof()),
            ("content-type", "application/json"),
        ];
        let post = |headers: &[(&str, &str)]| ask(&guard, Method::POST, "/api/decide", headers);
        assert_eq!(post(&all), Verdict::Pass);
        let without = |name: &str| all.iter().copied().filter(|(n, _)| *n != name).collect::<Vec<_>>();
        let with = |name: &'static str, value: &'static str| [without(name), vec![(name, value)]].concat();
        for (name, why) in
            [("host", "host"), ("origin", "origin"), ("cookie", "session"), (PROOF, "proof"), ("content-type", "content type")]
        {
            assert_eq!(refused(post(&without(name))), Some(why), "{name}");
        }
        for (name, value, why) in [
            ("host", "localhost:4711", "host"),
            ("host", "evil.example:4711", "host"),
            ("host", "127.0.0.1:4711.evil.example", "host"),
            ("origin", "http://127.0.0.1:4712", "origin"),
            ("origin", "null", "origin"),
            ("content-type", "text/plain", "content type"),
            ("content-type", "application/x-www-form-urlencoded", "content type"),
        ] {
            assert_eq!(refused(post(&with(name, value))), Some(why), "{value}");
        }
        let twice = [all.to_vec(), vec![("host", "evil.example")]].concat();
        assert_eq!(refused(post(&twice)), Some("host"));
        let site = |s: &'static str| [all.to_vec(), vec![("sec-fetch-site", s)]].concat();
        assert_eq!(refused(post(&site("cross-site"))), Some("origin"));
        assert_eq!(refused(post(&site("same-site"))), Some("origin"));
        assert_eq!(post(&site("same-origin")), Verdict::Pass);
        assert_eq!(refused(ask(&guard, Method::GET, "/api/start", &without(PROOF))), Some("proof"));
        assert_eq!(refused(ask(&guard, Method::DELETE, "/api/decide", &all)), Some("method"));
    }

    #[test]
    fn secrets_are_long_and_differ() {
        let (one, two) = (Guard::new(PORT).unwrap(), Guard::new(PORT).unwrap());
        assert_eq!(one.token.len(), 64);
        assert!(one.token != two.token && one.token != one.session && one.session != one.proof);
    }
}
