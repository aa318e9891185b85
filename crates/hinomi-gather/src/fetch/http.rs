//! The network: the only file that opens a socket.
//!
//! Each hop of a redirect passes `admitted` and the gate of its host, so that whoever adds a rule
//! about where and how often to ask adds it in this file.

use std::collections::BTreeSet;
use std::io::Read;
use std::sync::{Condvar, Mutex, PoisonError};
use std::time::Duration;

use hinomi_model::{Capture, Outcome};
use url::Url;

use super::unpack::{LAYERS_MAX, Packing, UNPACKED_BYTES_MAX, Unpackable, unpack};
use super::{Answer, Fetch, Request, Wanted};
use crate::Error;

/// Most bytes of one answer as sent. News pages and feeds stay under 2 MB, reports in PDF under 10 MB.
pub const BODY_BYTES_MAX: u64 = 16 << 20;

/// Most redirects followed for one request. Source: the Fetch standard's 20, of which honest sites use under 5.
pub const REDIRECTS_MAX: usize = 8;

/// Most pages asked for in one round for one source. Feeds that hold years of posts exist; taking them all in
/// at once is no way to treat a server.
pub const PAGES_PER_SOURCE_MAX: usize = 100;

/// How Hinomi names itself to servers.
pub const USER_AGENT: &str = concat!(
    "Hinomi/",
    env!("CARGO_PKG_VERSION"),
    " (security news reader; +https://github.com/hinomi/hinomi)"
);

const ACCEPT_FEED: &str = "application/atom+xml, application/rss+xml, application/rdf+xml, application/feed+json, application/xml;q=0.9, text/xml;q=0.9, application/json;q=0.8, */*;q=0.5";
const ACCEPT_PAGE: &str =
    "text/html, application/xhtml+xml, application/pdf;q=0.9, text/plain;q=0.8, */*;q=0.5";

/// The limits of one client that differ between the world and a test.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Time to find the host and to connect, per hop.
    pub connect: Duration,
    /// Time for one whole hop: question, answer and body.
    pub total: Duration,
    /// Most bytes of an answer as sent.
    pub body_bytes_max: u64,
    /// Most bytes of an answer after unpacking.
    pub unpacked_bytes_max: u64,
}

impl Limits {
    /// What is fair to servers and to the user's patience: one source that hangs costs half a minute a hop.
    pub const STANDARD: Self = Self {
        connect: Duration::from_secs(10),
        total: Duration::from_secs(30),
        body_bytes_max: BODY_BYTES_MAX,
        unpacked_bytes_max: UNPACKED_BYTES_MAX,
    };
}

/// HTTP and HTTPS, with certificates checked against the Mozilla roots that are built in.
pub struct HttpFetch {
    agent: ureq::Agent,
    limits: Limits,
    busy: Gate,
}

impl HttpFetch {
    /// Makes a client, behind `proxy` (`http://host:port`, `socks5://…`) if one is named.
    ///
    /// Fails when the proxy's address cannot be understood.
    pub fn new(proxy: Option<&str>) -> Result<Self, Error> {
        Self::with_limits(proxy, Limits::STANDARD)
    }

    /// Makes a client with limits of its own.
    pub fn with_limits(proxy: Option<&str>, limits: Limits) -> Result<Self, Error> {
        let proxy = proxy.map(ureq::Proxy::new).transpose().map_err(|error| Error::Client {
            reason: format!("the proxy address is not understood ({error}); write http://host:port"),
        })?;
        let config = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .user_agent(USER_AGENT)
            .accept_encoding("gzip, br, zstd")
            .timeout_connect(Some(limits.connect))
            .timeout_resolve(Some(limits.connect))
            .timeout_global(Some(limits.total))
            .proxy(proxy)
            .build();
        Ok(Self { agent: config.new_agent(), limits, busy: Gate::default() })
    }

    /// Posts JSON to `url` and gives the body of an answer 200 to 299; `bearer` goes into the header `Authorization` and
    /// nowhere else. No redirect is followed: what is sent is meant for this host alone.
    ///
    /// Fails with what went wrong, why and what to do, in one line without the secret.
    pub fn post_json(&self, url: &Url, bearer: Option<&str>, body: &[u8]) -> Result<Vec<u8>, String> {
        admitted(url)?;
        let _turn = self.busy.enter(url.host_str().unwrap_or_default());
        let mut call = self.agent.post(url.as_str()).content_type("application/json");
        call = call.header("accept", "application/json");
        if let Some(bearer) = bearer {
            if !is_header_value(bearer) {
                return Err("the key holds characters that no key has; set it anew".to_owned());
            }
            call = call.header("authorization", format!("Bearer {bearer}"));
        }
        let response = call.send(body).map_err(|error| self.in_words(&error, url))?;
        let status = response.status().as_u16();
        let received = Received { status, headers: kept_headers(response.headers()), body: Vec::new() };
        match status {
            200..=299 => self.body(response.into_body(), &received, url),
            300..=399 => Err(format!("answers with a redirect ({status}); name the final address")),
            401 | 403 => Err(format!("refuses the key (status {status}); see that it is right")),
            _ => Err(format!("answers with status {status}; see its own log")),
        }
    }

    fn follow(&self, request: &Request<'_>, at: &mut Url) -> Result<Received, String> {
        let mut seen = BTreeSet::new();
        loop {
            admitted(at)?;
            if !seen.insert(at.clone()) {
                return Err(format!(
                    "redirects in a circle, back to {at}; open it in a browser and correct the address"
                ));
            }
            if seen.len() > REDIRECTS_MAX + 1 {
                return Err(format!("redirects more than {REDIRECTS_MAX} times; correct the address"));
            }
            let received = self.hop(request, at)?;
            match received.location(at) {
                Some(next) => *at = next?,
                None => return Ok(received),
            }
        }
    }

    fn hop(&self, request: &Request<'_>, url: &Url) -> Result<Received, String> {
        let _turn = self.busy.enter(url.host_str().unwrap_or_default());
        let mut call = self.agent.get(url.as_str());
        let accept = match request.wanted {
            Wanted::Feed => ACCEPT_FEED,
            Wanted::Page => ACCEPT_PAGE,
        };
        call = call.header("accept", accept);
        if let Some(validators) = request.validators {
            for (name, value) in
                [("if-none-match", &validators.etag), ("if-modified-since", &validators.last_modified)]
            {
                if let Some(value) = value.as_deref().filter(|value| is_header_value(value)) {
                    call = call.header(name, value);
                }
            }
        }
        let response = call.call().map_err(|error| self.in_words(&error, url))?;
        let status = response.status().as_u16();
        let headers = kept_headers(response.headers());
        let mut received = Received { status, headers, body: Vec::new() };
        // An error page is the server's words about itself and differs at each visit: its status is enough.
        if (200..300).contains(&status) {
            received.body = self.body(response.into_body(), &received, url)?;
        }
        Ok(received)
    }

    fn body(&self, mut body: ureq::Body, received: &Received, url: &Url) -> Result<Vec<u8>, String> {
        let Limits { body_bytes_max, unpacked_bytes_max, .. } = self.limits;
        let mut bytes = Vec::new();
        if body.content_length().is_some_and(|announced| announced > body_bytes_max) {
            return Err(too_large(body_bytes_max));
        }
        let reader = body.with_config().limit(u64::MAX).reader();
        reader.take(body_bytes_max + 1).read_to_end(&mut bytes).map_err(|error| {
            let received = bytes.len();
            match ureq::Error::from(error) {
                ureq::Error::Io(error) => {
                    format!("the answer broke off after {received} bytes ({error}); it will be tried again")
                }
                error => self.in_words(&error, url),
            }
        })?;
        if bytes.len() as u64 > body_bytes_max {
            return Err(too_large(body_bytes_max));
        }
        unpacked(bytes, received.header("content-encoding").unwrap_or_default(), unpacked_bytes_max)
    }

    /// What went wrong, why, and what to do, for people.
    fn in_words(&self, error: &ureq::Error, url: &Url) -> String {
        use ureq::{Error as E, Timeout};
        let host = url.host_str().unwrap_or_default();
        match error {
            // The second is what the standard library says when the system's resolver fails.
            E::HostNotFound => not_found(host),
            E::Io(error) if error.to_string().contains("failed to lookup address") => not_found(host),
            E::Timeout(Timeout::Resolve | Timeout::Connect) => {
                let seconds = self.limits.connect.as_secs_f32();
                format!("no connection to {host} within {seconds} s; check the network, or try again later")
            }
            E::Timeout(_) => {
                let seconds = self.limits.total.as_secs_f32();
                format!("no complete answer from {host} within {seconds} s; it will be tried again")
            }
            E::ConnectionFailed => format!("no connection to {host}; check the network, or try again later"),
            E::Io(error) => {
                format!("the connection to {host} failed ({error}); check the network, or try again later")
            }
            E::Tls(_) | E::Rustls(_) => {
                format!(
                    "the identity of {host} could not be checked ({error}); do not trust it before its certificate is mended"
                )
            }
            E::Protocol(_) | E::LargeResponseHeader(..) | E::Http(_) => {
                format!("the answer of {host} is not proper HTTP ({error}); it will be tried again")
            }
            E::BadUri(_) => "the address cannot be asked for; correct it where it stands".to_owned(),
            _ => format!("fetching from {host} failed ({error}); it will be tried again"),
        }
    }
}

impl Fetch for HttpFetch {
    fn pages_per_source_max(&self) -> usize {
        PAGES_PER_SOURCE_MAX
    }

    fn get(&self, request: &Request<'_>) -> Answer {
        let answer = |final_url: &str, outcome, headers, body| {
            Answer::Fresh(Capture::new(
                request.url,
                final_url,
                request.source,
                request.now,
                outcome,
                headers,
                body,
            ))
        };
        let Ok(mut url) = Url::parse(request.url) else {
            let reason = "is not an address; correct it where it stands".to_owned();
            return answer(request.url, Outcome::Failed { reason }, Vec::new(), Vec::new());
        };
        let asked = url.clone();
        let outcome = self.follow(request, &mut url);
        // A normalised spelling of the same address is no redirect.
        let final_url = if url == asked { request.url } else { url.as_str() };
        match outcome {
            Ok(Received { status: 304, .. }) if request.validators.is_some() => Answer::Unchanged,
            Ok(Received { status, headers, body }) => {
                answer(final_url, Outcome::Answered { status }, headers, body)
            }
            Err(reason) => answer(final_url, Outcome::Failed { reason }, Vec::new(), Vec::new()),
        }
    }
}

struct Received {
    status: u16,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

impl Received {
    fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// Where to go on; `None` when this is the answer itself. Source: RFC 9110, 15.4.
    fn location(&self, from: &Url) -> Option<Result<Url, String>> {
        let location =
            self.header("location").filter(|_| matches!(self.status, 301 | 302 | 303 | 307 | 308))?;
        let mut next = match from.join(location.trim()) {
            Ok(next) => next,
            Err(_) => {
                return Some(Err(
                    "redirects to something that is not an address; correct the address".to_owned()
                ));
            }
        };
        next.set_fragment(None);
        Some(Ok(next))
    }
}

/// Whether `url` may be asked for at all: http and https, with a host.
fn admitted(url: &Url) -> Result<(), String> {
    match url.scheme() {
        "http" | "https" if url.has_host() => Ok(()),
        scheme => {
            Err(format!("leads to {scheme}:, and only http and https are fetched; correct the address"))
        }
    }
}

/// Undoes the codings of `Content-Encoding`, the last one first. Source: RFC 9110, 8.4.
fn unpacked(mut body: Vec<u8>, codings: &str, bytes_max: u64) -> Result<Vec<u8>, String> {
    let layers: Vec<Packing> = codings.split(',').filter_map(Packing::of_word).collect();
    if layers.len() > LAYERS_MAX {
        return Err(format!("is compressed more than {LAYERS_MAX} times over; not opened"));
    }
    for packing in layers.into_iter().rev() {
        match unpack(packing, &body, bytes_max) {
            Ok(plain) => body = plain,
            Err(Unpackable::TooLarge) => return Err(too_large(bytes_max)),
            // Some servers announce a coding and send plain text.
            Err(Unpackable::Broken(_)) if looks_plain(&body) => {}
            Err(Unpackable::Broken(why)) => {
                return Err(format!("the compressed answer is broken ({why}); it will be tried again"));
            }
        }
    }
    Ok(body)
}

fn not_found(host: &str) -> String {
    format!("host {host} not found; check the address and the network")
}

fn looks_plain(body: &[u8]) -> bool {
    matches!(body.trim_ascii_start().first(), Some(b'<' | b'{' | b'[') | None)
}

/// The line for a body over its limit.
pub(super) fn too_large(bytes_max: u64) -> String {
    format!("is larger than {} MB and was not taken; open it in a browser", bytes_max >> 20)
}

/// Header lines with lower-case names, in order, without cookies: those are the server's marks on
/// its visitor and nothing of the document.
fn kept_headers(headers: &ureq::http::HeaderMap) -> Vec<(String, String)> {
    headers
        .iter()
        .filter(|(name, _)| !matches!(name.as_str(), "set-cookie" | "set-cookie2"))
        .map(|(name, value)| {
            (name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).into_owned())
        })
        .collect()
}

fn is_header_value(value: &str) -> bool {
    value.bytes().all(|byte| (0x20..0x7f).contains(&byte))
}

/// Lets one request at a time through to each host.
#[derive(Default)]
struct Gate {
    hosts: Mutex<BTreeSet<String>>,
    freed: Condvar,
}

impl Gate {
    fn enter(&self, host: &str) -> Turn<'_> {
        let mut hosts = self.hosts.lock().unwrap_or_else(PoisonError::into_inner);
        while !hosts.insert(host.to_owned()) {
            hosts = self.freed.wait(hosts).unwrap_or_else(PoisonError::into_inner);
        }
        Turn { gate: self, host: host.to_owned() }
    }
}

struct Turn<'a> {
    gate: &'a Gate,
    host: String,
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        self.gate.hosts.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.host);
        self.gate.freed.notify_all();
    }
}
