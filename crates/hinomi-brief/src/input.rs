//! What a brief is made from: plain values, handed in by the desk.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use hinomi_model::{Article, ArticleId, Incident, IncidentId, Lang, Reading, Source, Stamp, Story, Tlp};

use crate::templates::Templates;
use crate::watch::Watch;

/// A stretch of knowledge time: after `start`, up to and including `end`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// What was known at this moment was already told.
    pub start: Timestamp,
    /// The last moment that counts.
    pub end: Timestamp,
}

impl Window {
    /// Whether something known at `at` is news in this window.
    pub fn holds(self, at: Timestamp) -> bool {
        self.start < at && at <= self.end
    }
}

/// How a brief is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Layout {
    /// One page for the morning: home, abroad, vulnerabilities, what changed.
    Day,
    /// A longer read: key points, themes, numbered news, a closer look, terms, quotations.
    Detail,
}

impl Layout {
    /// The word on the command line and in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Detail => "detail",
        }
    }
}

/// In which style Japanese sentences end; other languages have one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Style {
    /// である.
    #[default]
    Plain,
    /// です・ます.
    Polite,
}

/// What could not be read.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Unread {
    /// What kind of thing.
    pub kind: UnreadKind,
    /// Id of the source, or the name by which people know it.
    pub source: String,
    /// Address of the page or feed; may be empty.
    pub url: String,
    /// Title as the feed gave it; empty for sources.
    pub title: String,
    /// Why, in one line; may be empty.
    pub reason: String,
}

/// The kinds of things that were not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum UnreadKind {
    /// The source's feed or page could not be had.
    SourceFailed,
    /// The source was never tried.
    SourceNeverTried,
    /// The source answered, but this page of it could not be opened; only the feed's text was read.
    Page,
}

/// Something that an incident teaches, for the section on one's own organisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lesson {
    /// Id in the lessons catalogue: `HL-001`.
    pub id: String,
    /// One line in the language of the brief.
    pub title: String,
    /// The incident that teaches it.
    pub incident: IncidentId,
    /// What one's own evidence says of it, in the language of the brief; empty when none is configured.
    pub answer: String,
    /// The check that the answer speaks of; empty when none is configured.
    pub check: String,
}

/// Everything that a brief is made from. The same input gives the same brief, byte for byte.
pub struct Input<'a> {
    /// What counts as news.
    pub window: Window,
    /// The moment of knowledge: nothing known later is used. At or after `window.end`.
    pub as_of: Timestamp,
    /// The zone in which days are told.
    pub zone: TimeZone,
    /// Language of the brief; anything but Japanese is written in English.
    pub lang: Lang,
    /// In which style its Japanese sentences end.
    pub style: Style,
    /// How it is laid out.
    pub layout: Layout,
    /// How far it may be passed on.
    pub tlp: Tlp,
    /// The reader's country, ISO 3166-1 alpha-2: `JP`.
    pub home: &'a str,
    /// What the reader watches for.
    pub watch: &'a Watch,
    /// Whether each matter says why it stands where it stands.
    pub shows_why: bool,
    /// All incidents as of `as_of`, in any order.
    pub incidents: &'a [Incident],
    /// Articles by id: at least all members of those `incidents` that have one in the window.
    pub articles: &'a BTreeMap<ArticleId, &'a Article>,
    /// What kind of matter each article is about; one that is missing is of the kind of its incident.
    pub stories: &'a BTreeMap<ArticleId, Story>,
    /// All configured sources.
    pub sources: &'a [Source],
    /// Sources that answered within the window.
    pub n_sources_read: usize,
    /// Sources that were to be read.
    pub n_sources: usize,
    /// What could not be read, in any order.
    pub unread: &'a [Unread],
    /// What the incidents teach, in the order in which it should be told; may be empty.
    pub lessons: &'a [Lesson],
    /// Whether lessons were checked on evidence of one's own organisation.
    pub is_checked: bool,
    /// Reads one sentence: the same code that read the sources. The stamp dates relative and yearless times.
    pub read: &'a dyn Fn(&str, Lang, Stamp) -> Reading,
    /// Phrases and layouts.
    pub templates: &'a Templates,
}
