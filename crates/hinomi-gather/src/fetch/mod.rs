//! Asking for one URL: the question, the answer, and who can be asked.

pub mod http;
pub mod replay;
pub mod unpack;

use hinomi_model::Capture;
use jiff::Timestamp;

/// Answers requests for URLs: the network, a recorded web, or a test.
pub trait Fetch: Sync {
    /// Fetches one URL.
    ///
    /// Never fails: what went wrong is a capture too, with [`hinomi_model::Outcome::Failed`] or a status
    /// outside 200–299, so that what could not be had is on record.
    fn get(&self, request: &Request<'_>) -> Answer;

    /// Most pages to be asked for in one round for one source; the rest has its turn in the next round.
    fn pages_per_source_max(&self) -> usize {
        usize::MAX
    }
}

/// What is hoped for behind a URL; decides which formats are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// RSS, Atom, JSON Feed.
    Feed,
    /// A page for people.
    Page,
}

/// One question.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    /// Absolute URL, http or https.
    pub url: &'a str,
    /// Id of the source that led here; goes into the capture.
    pub source: &'a str,
    /// The clock; goes into the capture.
    pub now: Timestamp,
    /// What is hoped for.
    pub wanted: Wanted,
    /// What the server said about the last copy we hold; makes the request conditional.
    pub validators: Option<&'a Validators>,
}

/// What a server said about a copy, to be said back to it. Source: RFC 9110, 13.1.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Validators {
    /// `ETag` as received.
    pub etag: Option<String>,
    /// `Last-Modified` as received.
    pub last_modified: Option<String>,
}

impl Validators {
    /// The validators that `capture` was sent with; `None` when there are none or it is a failure.
    pub fn of(capture: &Capture) -> Option<Self> {
        let header = |name| capture.header(name).map(str::to_owned).filter(|value| !value.is_empty());
        let found = Self { etag: header("etag"), last_modified: header("last-modified") };
        (capture.is_readable() && found != Self::default()).then_some(found)
    }
}

/// What came of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// Bytes, a refusal, or a failure.
    Fresh(Capture),
    /// The copy we hold is still the newest (HTTP 304).
    Unchanged,
}
