//! A recorded web: `DIR/<host>/<path>` answers `GET https://<host>/<path>`.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use hinomi_model::{Capture, Lang, Outcome, Reliability, Source, SourceKind, Tlp, Voice};
use url::Url;

use super::http::{BODY_BYTES_MAX, too_large};
use super::{Answer, Fetch, Request};
use crate::{Error, sources};

/// Name of the list of sources in a recorded web.
const SOURCES_FILE: &str = "sources.toml";

/// Name of the feed that makes a host a source.
const FEED_FILE: &str = "feed.xml";

/// What a folder answers with.
const INDEX_FILE: &str = "index.html";

/// Endings tried, in this order, for a path without a file of its own: `/about` may be recorded as `about.html`.
const ENDINGS: &[&str] = &["html", "htm", "xml"];

/// A folder that answers for the network.
#[derive(Debug, Clone)]
pub struct ReplayFetch {
    root: PathBuf,
}

impl ReplayFetch {
    /// Opens the recorded web in `root`. A capture is dated with its request's `now`.
    ///
    /// Fails when the folder cannot be listed.
    pub fn open(root: impl Into<PathBuf>) -> Result<Self, Error> {
        let root = root.into();
        let listed = std::fs::read_dir(&root).and_then(|_| root.canonicalize());
        match listed {
            Ok(root) => Ok(Self { root }),
            Err(source) => Err(Error::Replay { path: root, source }),
        }
    }

    /// The sources of this recorded web: those of its `sources.toml`, else every `<host>/feed.xml`.
    ///
    /// Sorted by host in the second case: id and name are the host, voice press, reliability F, country unknown.
    pub fn sources(&self) -> Result<Vec<Source>, Error> {
        let list = self.root.join(SOURCES_FILE);
        if list.is_file() {
            let text = std::fs::read_to_string(&list)
                .map_err(|source| Error::SourcesUnreadable { path: list.clone(), source })?;
            return sources::parse(&text, &list.display().to_string());
        }
        let unreadable = |source| Error::Replay { path: self.root.clone(), source };
        let mut hosts = Vec::new();
        for folder in std::fs::read_dir(&self.root).map_err(unreadable)? {
            let folder = folder.map_err(unreadable)?;
            if folder.path().join(FEED_FILE).is_file() {
                hosts.extend(folder.file_name().into_string());
            }
        }
        hosts.sort();
        Ok(hosts.into_iter().map(source_of_host).collect())
    }

    fn file_for(&self, url: &Url) -> Option<PathBuf> {
        let host = url.host_str()?;
        self.under(url, host, percent_decoded)
            .or_else(|| self.under(url, host, |segment| Some(segment.to_owned())))
    }

    /// The file of `url` when each segment of its path is spelled as `spell` has it: decoded, or as it stands.
    fn under(&self, url: &Url, host: &str, spell: impl Fn(&str) -> Option<String>) -> Option<PathBuf> {
        let mut path = self.root.clone();
        // A port, as in `https://host:8080/`, is part of the recorded host's name.
        path.push(plain_segment(&url.port().map_or(host.to_owned(), |port| format!("{host}:{port}")))?);
        for segment in url.path_segments()?.filter(|segment| !segment.is_empty()) {
            path.push(plain_segment(&spell(segment)?)?);
        }
        let found =
            self.candidates(&path, url).into_iter().find(|file| file.is_file())?.canonicalize().ok()?;
        // A symbolic link may point anywhere; the recorded web ends at its root.
        found.starts_with(&self.root).then_some(found)
    }

    fn candidates(&self, path: &Path, url: &Url) -> Vec<PathBuf> {
        let mut files = Vec::new();
        // `wget` and the like record `/a?id=1` as a file of that very name.
        if let (Some(query), Some(name)) = (url.query(), path.file_name().and_then(|name| name.to_str())) {
            let with_query = format!("{name}?{query}");
            let of_folder = format!("{INDEX_FILE}?{query}");
            files.extend(plain_segment(&with_query).map(|name| path.with_file_name(name)));
            files.extend(plain_segment(&of_folder).map(|name| path.join(name)));
        }
        files.push(path.to_owned());
        files.push(path.join(INDEX_FILE));
        if let Some(name) = path.file_name().and_then(|name| name.to_str()) {
            files.extend(ENDINGS.iter().map(|ending| path.with_file_name(format!("{name}.{ending}"))));
        }
        files
    }
}

impl Fetch for ReplayFetch {
    fn get(&self, request: &Request<'_>) -> Answer {
        let at = request.now;
        let answer = |outcome, headers, body| {
            Answer::Fresh(Capture::new(request.url, request.url, request.source, at, outcome, headers, body))
        };
        let failed = |reason: String| answer(Outcome::Failed { reason }, Vec::new(), Vec::new());
        let url = match Url::parse(request.url) {
            Ok(url) if matches!(url.scheme(), "http" | "https") => url,
            _ => return failed("is not an http or https address; correct it where it stands".to_owned()),
        };
        let Some(file) = self.file_for(&url) else {
            return answer(Outcome::Answered { status: 404 }, Vec::new(), Vec::new());
        };
        match read_limited(&file) {
            Ok(Some(body)) => {
                let headers = vec![("content-type".to_owned(), content_type(&file).to_owned())];
                answer(Outcome::Answered { status: 200 }, headers, body)
            }
            Ok(None) => failed(too_large(BODY_BYTES_MAX)),
            Err(error) => failed(format!("cannot read {}: {error}", file.display())),
        }
    }
}

/// Reads a file; `None` when it is larger than the network would be allowed to send.
fn read_limited(file: &Path) -> std::io::Result<Option<Vec<u8>>> {
    let mut body = Vec::new();
    File::open(file)?.take(BODY_BYTES_MAX + 1).read_to_end(&mut body)?;
    Ok((body.len() as u64 <= BODY_BYTES_MAX).then_some(body))
}

/// The content type by the ending, without charset: which one it is, is the reader's to find out.
fn content_type(file: &Path) -> &'static str {
    let ending = file.extension().and_then(|ending| ending.to_str()).unwrap_or_default().to_ascii_lowercase();
    match ending.as_str() {
        "xml" | "rss" | "rdf" | "atom" => "application/xml",
        "json" => "application/json",
        "jsonl" | "ndjson" => "application/x-ndjson",
        "pdf" => "application/pdf",
        "txt" | "md" | "csv" => "text/plain",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        _ => "text/html",
    }
}

/// `segment` as a name inside a folder; `None` for anything that would lead out of it.
fn plain_segment(segment: &str) -> Option<&str> {
    let leads_out = matches!(segment, "" | "." | "..")
        || segment.contains(['/', '\\', '\0'])
        || Path::new(segment).components().count() != 1;
    (!leads_out).then_some(segment)
}

/// Percent-decoding of one path segment; `None` when it is not UTF-8. Source: RFC 3986, 2.1.
fn percent_decoded(segment: &str) -> Option<String> {
    let bytes = segment.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let hex = |i: usize| bytes.get(i).and_then(|b| char::from(*b).to_digit(16));
        match (bytes[at], hex(at + 1), hex(at + 2)) {
            (b'%', Some(high), Some(low)) => {
                out.extend(u8::try_from(high * 16 + low));
                at += 3;
            }
            (byte, ..) => {
                out.push(byte);
                at += 1;
            }
        }
    }
    String::from_utf8(out).ok()
}

fn source_of_host(host: String) -> Source {
    Source {
        url: format!("https://{host}/{FEED_FILE}"),
        name: host.clone(),
        id: host,
        kind: SourceKind::Feed,
        lang: Lang::Other,
        country: String::new(),
        voice: Voice::Press,
        reliability: Reliability::F,
        tlp: Tlp::Clear,
        interval_minutes: sources::INTERVAL_MINUTES_USUAL,
        quote_chars_max: sources::QUOTE_CHARS_USUAL,
        last_known_bad: String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fetch::Wanted;
    use jiff::Timestamp;

    fn recorded() -> tempfile::TempDir {
        let dir = tempfile::tempdir().unwrap();
        let put = |path: &str, text: &str| {
            let file = dir.path().join("web").join(path);
            std::fs::create_dir_all(file.parent().unwrap()).unwrap();
            std::fs::write(file, text).unwrap();
        };
        put("b.example/feed.xml", "<rss/>");
        put("a.example/feed.xml", "<rss/>");
        put("a.example/index.html", "home");
        put("a.example/news/index.html", "news");
        put("a.example/news/one.html", "one");
        put("a.example/list?id=7", "seven");
        put("a.example/index.html?p=7", "post");
        put("a.example/名前.html", "name");
        put("a.example/%E6%97%A5.html", "day");
        put("a.example/doc.pdf", "%PDF");
        std::fs::write(dir.path().join("secret"), "secret").unwrap();
        dir
    }

    fn get(root: &Path, url: &str) -> (String, String) {
        let fetch = ReplayFetch::open(root.join("web")).unwrap();
        let request =
            Request { url, source: "s", now: Timestamp::UNIX_EPOCH, wanted: Wanted::Page, validators: None };
        let Answer::Fresh(capture) = fetch.get(&request) else { panic!("a replay is never unchanged") };
        let body = String::from_utf8(capture.body.clone()).unwrap();
        let status = capture.failure().or(capture.header("content-type").map(str::to_owned)).unwrap();
        (status, body)
    }

    #[test]
    fn a_url_is_answered_by_its_file() {
        let dir = recorded();
        let check = |url: &str, status: &str, body: &str| {
            assert_eq!(get(dir.path(), url), (status.to_owned(), body.to_owned()), "{url}");
        };
        check("https://a.example/", "text/html", "home");
        check("http://a.example", "text/html", "home");
        check("https://a.example/news/", "text/html", "news");
        check("https://a.example/news", "text/html", "news");
        check("https://a.example/news/one", "text/html", "one");
        check("https://a.example/news/one.html?utm=x#top", "text/html", "one");
        check("https://a.example/list?id=7", "text/html", "seven");
        check("https://a.example/%E5%90%8D%E5%89%8D.html", "text/html", "name");
        check("https://a.example/%E6%97%A5.html", "text/html", "day");
        check("https://a.example/?p=7", "text/html", "post");
        check("https://a.example/doc.pdf", "application/pdf", "%PDF");
        check("https://a.example/feed.xml", "application/xml", "<rss/>");
        check("https://a.example/none", "HTTP 404", "");
        check("https://c.example/", "HTTP 404", "");
    }

    #[test]
    fn no_url_leaves_the_root() {
        let dir = recorded();
        for url in [
            "https://a.example/../../secret",
            "https://a.example/..%2f..%2fsecret",
            "https://a.example/%2e%2e/%2e%2e/secret",
            "https://a.example/..%5c..%5csecret",
            "https://a.example/%2fetc/passwd",
            "https://../secret",
            "https://%2e%2e/secret",
            "https://a.example//etc/passwd",
        ] {
            assert_eq!(get(dir.path(), url).1, "", "{url}");
        }
        assert!(get(dir.path(), "file:///etc/passwd").0.contains("not an http"));
    }

    #[cfg(unix)]
    #[test]
    fn a_link_out_of_the_root_is_not_followed() {
        let dir = recorded();
        std::os::unix::fs::symlink(dir.path().join("secret"), dir.path().join("web/a.example/link.html"))
            .unwrap();
        assert_eq!(get(dir.path(), "https://a.example/link.html").1, "");
    }

    #[test]
    fn sources_are_the_hosts_with_a_feed_in_order() {
        let dir = recorded();
        let sources = ReplayFetch::open(dir.path().join("web")).unwrap().sources().unwrap();
        let urls: Vec<_> = sources.iter().map(|source| source.url.as_str()).collect();
        assert_eq!(urls, ["https://a.example/feed.xml", "https://b.example/feed.xml"]);
        assert!(ReplayFetch::open(dir.path().join("none")).is_err());
    }
}
