//! What `read` is given: one capture, and what is known about it from elsewhere.

use jiff::Timestamp;

use crate::{Capture, Entry};

/// A capture to be read into an article, with the feed entry that led to it.
#[derive(Debug, Clone, Copy)]
pub struct Document<'a> {
    /// URL of the article: the page's, or the entry's link.
    pub url: &'a str,
    /// Page capture; `None` reads the entry alone (the page could not be had).
    pub page: Option<&'a Capture>,
    /// The feed entry or imported item that led here, if any.
    pub entry: Option<&'a Entry>,
    /// Id of the source.
    pub source: &'a str,
    /// When the newest of page and entry was received.
    pub fetched_at: Timestamp,
}
