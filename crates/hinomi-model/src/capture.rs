//! Bytes as received.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::CaptureId;
use crate::words::words;

words! {
    /// What was hoped for behind a URL.
    Role {
        /// Something to read: a page, or a file that the user named.
        Page = "page",
        /// A list of entries. What is none is no article either: a feed's address that answers with a page is broken.
        Feed = "feed",
    }
}

/// What came of an attempt to fetch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// The server answered with this HTTP status (200 for files and imports).
    Answered {
        /// HTTP status code.
        status: u16,
    },
    /// Nothing usable came; one line says why.
    Failed {
        /// What went wrong and what to do, for people.
        reason: String,
    },
}

/// One attempt to fetch one URL, with everything that was received. Immutable.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Capture {
    /// Made from `url`, `outcome` and `body`; the same bytes at the same URL are the same capture.
    pub id: CaptureId,
    /// The URL asked for.
    pub url: String,
    /// The URL that answered, after redirects; the same as `url` when there were none.
    pub final_url: String,
    /// Source whose poll led here (its id); empty for imports named by the user.
    pub source: String,
    /// What was hoped for.
    #[serde(default = "page")]
    pub role: Role,
    /// When it was received.
    pub fetched_at: Timestamp,
    /// What came of it.
    pub outcome: Outcome,
    /// Response headers as received, names in lower case, in order; without cookies.
    pub headers: Vec<(String, String)>,
    /// Body as sent, after transfer decoding and content decoding (gzip, br, zstd). Not stored in the header.
    #[serde(skip)]
    pub body: Vec<u8>,
}

fn page() -> Role {
    Role::Page
}

impl Capture {
    /// Makes a capture of something to read, and its id.
    ///
    /// A failure's id holds the UTC day, so that a source that stays down makes one record a day, not one a poll.
    pub fn new(
        url: impl Into<String>,
        final_url: impl Into<String>,
        source: impl Into<String>,
        fetched_at: Timestamp,
        outcome: Outcome,
        headers: Vec<(String, String)>,
        body: Vec<u8>,
    ) -> Self {
        let url = url.into();
        let id = match &outcome {
            Outcome::Answered { status } => {
                CaptureId::of(&[url.as_bytes(), status.to_string().as_bytes(), &body])
            }
            Outcome::Failed { reason } => {
                let day = fetched_at.to_zoned(jiff::tz::TimeZone::UTC).date().to_string();
                CaptureId::of(&[url.as_bytes(), b"failed", reason.as_bytes(), day.as_bytes()])
            }
        };
        Self {
            id,
            url,
            final_url: final_url.into(),
            source: source.into(),
            role: Role::Page,
            fetched_at,
            outcome,
            headers,
            body,
        }
    }

    /// The first header of that lower-case name.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// Whether a body was received that is worth reading (HTTP 200–299).
    pub fn is_readable(&self) -> bool {
        matches!(self.outcome, Outcome::Answered { status: 200..=299 })
    }

    /// Why there is nothing to read, for people; `None` when there is.
    pub fn failure(&self) -> Option<String> {
        match &self.outcome {
            Outcome::Answered { status: 200..=299 } => None,
            Outcome::Answered { status } => Some(format!("HTTP {status}")),
            Outcome::Failed { reason } => Some(reason.clone()),
        }
    }
}
