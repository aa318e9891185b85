//! Feeds as they are written, before they become entries.
//!
//! One reader for all dialects of XML: feeds mix them (Atom links in RSS, Dublin Core in both), so
//! what an element means is decided by its namespace and name and not by the format around it.
//! Nothing is refused: what can be had of an ill-formed feed is had, and the fault is told.

pub mod charset;
pub mod date;
pub mod entity;
pub mod lines;
pub mod markup;
pub mod scan;
pub mod tree;

mod fields;
mod json;
mod person;
mod text;

use hinomi_model::{Lang, Stamp};
use url::Url;

pub use person::Person;
pub use text::{Text, TextKind};

/// A feed, all dialects in one shape.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Feed {
    /// Format and version: `rss20`, `rss10`, `atom10`, `json11`, `cdf`, …; `rss` or `atom` when the version is not told.
    pub format: &'static str,
    /// Encoding that the bytes were read in.
    pub encoding: String,
    /// What the feed says about itself.
    pub about: Record,
    /// Its items, in feed order.
    pub items: Vec<Record>,
    /// The first thing that is against the rules of XML or JSON; `None` when nothing is.
    pub fault: Option<Fault>,
}

/// Something that a strict parser would have stopped at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Line, counted from 1; 0 when it is no matter of a line.
    pub line: usize,
    /// What it is.
    pub what: String,
}

/// The fields of a feed, of an item, or of the feed that an item came from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Record {
    /// Title.
    pub title: Option<Text>,
    /// Address of the page for people, absolute where a base is known; empty when none.
    pub link: String,
    /// All links, in order.
    pub links: Vec<Link>,
    /// `guid`, `atom:id`, `rdf:about`; empty when none.
    pub id: String,
    /// Whether `link` is `id` for want of a link.
    pub is_id_link: bool,
    /// Description, subtitle or summary.
    pub summary: Option<Text>,
    /// Full contents.
    pub contents: Vec<Text>,
    /// When it was published.
    pub published: Option<Dated>,
    /// When it was last changed; `dc:date` counts as this.
    pub updated: Option<Dated>,
    /// When it was made.
    pub created: Option<Dated>,
    /// Authors in order.
    pub authors: Vec<Person>,
    /// Language tag as written, with `-`.
    pub lang: Option<String>,
    /// The feed that an item was taken from.
    pub source: Option<Box<Record>>,
}

/// A link.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Link {
    /// Address, absolute where a base is known.
    pub href: String,
    /// Relation; `alternate` where none is written.
    pub rel: String,
    /// Media type; empty when not told.
    pub kind: String,
    /// Language; empty when not told.
    pub hreflang: String,
    /// Title; empty when none.
    pub title: String,
    /// Length as written; empty when none.
    pub length: String,
}

/// A date as written and as understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dated {
    /// As written.
    pub written: String,
    /// As understood; `None` when it is no date for sure.
    pub stamp: Option<Stamp>,
}

impl Dated {
    fn of(written: &str, lang: Lang) -> Option<Self> {
        let written = written.trim();
        (!written.is_empty()).then(|| Self { written: written.to_owned(), stamp: date::parse(written, lang) })
    }
}

/// Why there is no feed in a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoFeed {
    /// Nothing but white space.
    Empty,
    /// A page for people, and the addresses of the feeds that it names.
    Page(Vec<String>),
    /// Something else; what, as far as it can be told.
    Other(String),
}

/// Reads a feed from the bytes of a document, sent from `url` with `content_type`.
///
/// `lang` is the language to assume where the feed states none; it decides the zone of dates without zone.
pub fn parse(
    bytes: &[u8],
    content_type: Option<&str>,
    url: Option<&Url>,
    lang: Lang,
) -> Result<Feed, NoFeed> {
    let decoded = charset::decode(bytes, content_type);
    let text = decoded.text.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '\u{feff}' | '\0'));
    let mut feed = match text.chars().next() {
        None => return Err(NoFeed::Empty),
        Some('{' | '[') => json::feed(text, url, lang)?,
        Some(_) => fields::feed(text, url, lang)?,
    };
    feed.encoding = decoded.encoding;
    if decoded.is_damaged {
        let what = format!("holds bytes that are not {}", feed.encoding);
        feed.fault.get_or_insert(Fault { line: 0, what });
    }
    Ok(feed)
}

/// The line in which byte `at` of `text` stands, counted from 1.
fn line_of(text: &str, at: usize) -> usize {
    text.bytes().take(at).filter(|byte| *byte == b'\n').count() + 1
}
