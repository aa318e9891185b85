//! The brief as a value: sections of blocks, made of verified sentences and of notes about the brief itself.

use std::collections::BTreeMap;

use hinomi_model::{IncidentId, Lang, Tlp};
use jiff::civil::Date;

use crate::input::Layout;
use crate::references::Reference;
use crate::sentence::Sentence;
use crate::watch::WatchKind;

/// A line of text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Line {
    /// About the world: verified, with proofs.
    Said(Sentence),
    /// About the brief itself (how many items, what was not read): counted from the input, no proof needed.
    Note(String),
    /// What one's own evidence says, and the check that says it: a link where the brief has pages beside it.
    Answer {
        /// The answer in words.
        text: String,
        /// Id of the check.
        check: String,
    },
}

impl Line {
    /// The words without marks of citation.
    pub fn text(&self) -> String {
        match self {
            Self::Said(sentence) => sentence.text(),
            Self::Note(text) | Self::Answer { text, .. } => text.clone(),
        }
    }
}

/// Name of the page that holds every finding, beside a brief with pages.
pub const FINDINGS_PAGE: &str = "findings.html";

/// Name of the page of an incident, beside a brief with pages.
pub fn page_of(incident: IncidentId) -> String {
    format!("incident-{incident}.html")
}

/// One matter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// The incident.
    pub incident: IncidentId,
    /// Position within its section, from 1.
    pub number: usize,
    /// What it is called and what is new.
    pub headline: Line,
    /// The paragraph.
    pub sentences: Vec<Sentence>,
    /// What is not known; `None` when nothing is known to be unknown.
    pub unknown: Option<Sentence>,
    /// Words of the reader's watch list that it holds: kind, word.
    pub watched: Vec<(WatchKind, String)>,
    /// Why it stands where it stands: reason in the brief's language, points. The sum ranks.
    pub why: Vec<(String, i64)>,
    /// Independent voices, counted.
    pub n_voices: usize,
    /// Articles and outlets of its file and since when, for matters with a past; empty for others.
    pub file: String,
    /// Whether its number is shown.
    pub is_numbered: bool,
}

/// A part of a section.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// A heading inside the section.
    Heading(Line),
    /// Sentences that run on.
    Paragraph(Vec<Line>),
    /// A list.
    List(Vec<Vec<Line>>),
    /// One matter.
    Item(Box<Item>),
    /// A table; an empty cell is `None`.
    Table {
        /// Column heads.
        head: Vec<String>,
        /// Rows, each as long as `head`.
        rows: Vec<Vec<Option<Line>>>,
    },
    /// Bars: how many of each, counted by the brief itself.
    Chart {
        /// What is counted.
        title: String,
        /// Label and number, in the order in which they are drawn.
        bars: Vec<(String, usize)>,
    },
    /// Events on a line of time, drawn where a format can draw; a table beside it says the same.
    Timeline {
        /// What it is called.
        title: String,
        /// By day.
        events: Vec<Event>,
    },
    /// Terms and what they mean.
    Terms(Vec<(String, String)>),
    /// Words of a source.
    Quotation(Sentence),
}

/// A point of a [`Block::Timeline`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// Its day; the first of it where it is known no better.
    pub day: Date,
    /// The same as it is told.
    pub date: String,
    /// What happened, as told in the table beside it.
    pub what: String,
}

/// A named part of a brief.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// Name that layouts know it by, and its permalink: `home`, `vulnerabilities`.
    pub id: &'static str,
    /// Heading in the language of the brief.
    pub title: String,
    /// What stands in it; never empty.
    pub blocks: Vec<Block>,
}

/// What became of the drafts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Stats {
    /// Sentences that were verified and stand in the brief or could.
    pub n_verified: usize,
    /// Sentences that the verifier refused, by reason.
    pub refused: BTreeMap<String, usize>,
    /// The refused ones themselves, with the reason, for whoever mends phrases; not printed in a brief.
    pub refused_texts: Vec<(String, String)>,
    /// Incidents with news in the window.
    pub n_incidents: usize,
}

/// A brief.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Brief {
    /// Language of our words.
    pub lang: Lang,
    /// How it is laid out.
    pub layout: Layout,
    /// Title.
    pub title: String,
    /// Its day.
    pub date: Date,
    /// Tags for the front matter, in the brief's language.
    pub tags: Vec<String>,
    /// The window as ISO 8601 interval with offset.
    pub window: String,
    /// The moment of knowledge, with offset.
    pub as_of: String,
    /// How far it may be passed on.
    pub tlp: Tlp,
    /// Whether Markdown says of each matter why it stands where it stands; HTML and JSON always do.
    pub shows_why: bool,
    /// Whether the pages of its incidents and of findings stand beside its HTML: see [`page_of`].
    pub has_pages: bool,
    /// Sections in the order of the layout.
    pub sections: Vec<Section>,
    /// References, numbered from 1 in order of first mention.
    pub references: Vec<Reference>,
    /// Articles that are cited without a mark: they prove names.
    pub supporting: Vec<Reference>,
    /// What became of the drafts.
    pub stats: Stats,
}

impl Brief {
    /// The reference to `article`, numbered or not.
    pub fn reference_of(&self, article: hinomi_model::ArticleId) -> Option<&Reference> {
        self.references.iter().chain(&self.supporting).find(|r| r.article == article)
    }

    /// Every sentence, in order of appearance.
    pub fn sentences(&self) -> Vec<&Sentence> {
        self.sections.iter().flat_map(Section::sentences).collect()
    }

    /// The incidents that have an item, each once, in order of appearance.
    pub fn told(&self) -> Vec<IncidentId> {
        let mut out = Vec::new();
        for block in self.sections.iter().flat_map(|section| &section.blocks) {
            if let Block::Item(item) = block
                && !out.contains(&item.incident)
            {
                out.push(item.incident);
            }
        }
        out
    }

    /// The number of the reference to `article`; `None` when nothing visible cites it.
    pub fn number_of(&self, article: hinomi_model::ArticleId) -> Option<usize> {
        self.references.iter().position(|r| r.article == article).map(|idx| idx + 1)
    }
}

impl Section {
    /// Every sentence of the section, in order of appearance.
    pub fn sentences(&self) -> Vec<&Sentence> {
        fn said(line: &Line) -> Option<&Sentence> {
            match line {
                Line::Said(sentence) => Some(sentence),
                Line::Note(_) | Line::Answer { .. } => None,
            }
        }
        let mut out = Vec::new();
        for block in &self.blocks {
            match block {
                Block::Heading(line) => out.extend(said(line)),
                Block::Paragraph(lines) => out.extend(lines.iter().filter_map(said)),
                Block::List(entries) => out.extend(entries.iter().flatten().filter_map(said)),
                Block::Item(item) => {
                    out.extend(said(&item.headline));
                    out.extend(&item.sentences);
                    out.extend(&item.unknown);
                }
                Block::Table { rows, .. } => out.extend(rows.iter().flatten().flatten().filter_map(said)),
                Block::Quotation(sentence) => out.push(sentence),
                Block::Terms(_) | Block::Chart { .. } | Block::Timeline { .. } => {}
            }
        }
        out
    }
}
