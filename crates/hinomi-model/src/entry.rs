//! One item of a feed, or one line of an import.

use serde::{Deserialize, Serialize};

use crate::{CaptureId, Lang, Stamp};

/// What a feed or an import says about one article, as stated, before any page is opened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// The feed or import that it stood in.
    pub capture: CaptureId,
    /// Id of the source; for imported items the source named in the item.
    pub source: String,
    /// Absolute URL of the article.
    pub url: String,
    /// The feed's own id for the item (guid, atom:id); empty when none.
    pub guid: String,
    /// Title as plain text.
    pub title: String,
    /// Author as stated; empty when none.
    pub byline: String,
    /// Publication time as stated.
    pub published: Option<Stamp>,
    /// Time of the last change as stated.
    pub updated: Option<Stamp>,
    /// Language as stated for the item or its feed.
    pub lang: Option<Lang>,
    /// Text of the item as HTML: full content where given, else the summary; empty when none.
    pub html: String,
    /// Whether `html` is the full content (`content:encoded`, Atom `content`) rather than a summary.
    pub is_full: bool,
}
