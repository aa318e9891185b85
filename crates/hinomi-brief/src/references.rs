//! References: who tells it, numbered in the order in which the brief first mentions them.

use std::collections::BTreeSet;

use hinomi_model::{Article, ArticleId, Lang, Reliability, Source, Voice};
use jiff::tz::TimeZone;

use crate::brief::Section;
use crate::compose::QUOTE_CHARS_MAX;
use crate::sentence::Piece;
use crate::wording::clean;

/// One article that the brief cites.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    /// The article.
    pub article: ArticleId,
    /// Its title, one line.
    pub title: String,
    /// Language of the title and text.
    pub lang: Lang,
    /// Name of the source for people.
    pub source: String,
    /// Id of the source.
    pub source_id: String,
    /// Day and, where known, minute of publication in the brief's zone: `2025-11-11 18:30`.
    pub date: String,
    /// Whose voice, where the source is configured.
    pub voice: Option<Voice>,
    /// How far to trust it, where the source is configured.
    pub reliability: Option<Reliability>,
    /// Its address; only `http` and `https` become links.
    pub url: String,
    /// Most characters that may be shown of its text in one go.
    pub quote_chars_max: usize,
    /// The article's text, from which the proofs are shown.
    pub text: String,
}

impl Reference {
    /// The reference to `article`.
    pub fn of(article: &Article, source: Option<&Source>, zone: &TimeZone) -> Self {
        let date = match article.published.map(|stamp| stamp.when) {
            Some(hinomi_model::When::Instant(at)) => minute(at, zone),
            Some(when) => when.to_string(),
            None => minute(article.known_at, zone),
        };
        let title = clean(&article.title);
        Self {
            article: article.id,
            title: if title.is_empty() { clean(&article.url) } else { title },
            lang: article.lang,
            source: source_name(article, source),
            source_id: article.source.clone(),
            date,
            voice: source.map(|s| s.voice),
            reliability: source.map(|s| s.reliability),
            url: article.url.clone(),
            quote_chars_max: source.map_or(QUOTE_CHARS_MAX, |s| s.quote_chars_max as usize),
            text: article.text.clone(),
        }
    }

    /// The address, when it is one that may be linked.
    pub fn link(&self) -> Option<&str> {
        let lower = self.url.get(..8).unwrap_or(&self.url).to_ascii_lowercase();
        let is_web = lower.starts_with("http://") || lower.starts_with("https://");
        (is_web && !self.url.chars().any(|c| c.is_whitespace() || c.is_control()))
            .then_some(self.url.as_str())
    }
}

/// The name of an article's source for people: as configured, as the page or import says, else its host.
pub fn source_name(article: &Article, source: Option<&Source>) -> String {
    let host = host_of(&article.url);
    let names = [source.map_or("", |s| s.name.as_str()), &article.publisher, &article.source];
    let named = names.into_iter().map(clean).find(|name| !name.is_empty());
    named.unwrap_or_else(|| clean(host.strip_prefix("www.").unwrap_or(host)))
}

fn minute(at: jiff::Timestamp, zone: &TimeZone) -> String {
    at.to_zoned(zone.clone()).strftime("%Y-%m-%d %H:%M").to_string()
}

/// The host of a URL; empty when there is none.
pub fn host_of(url: &str) -> &str {
    let rest = url.split_once("://").map_or("", |(_, rest)| rest);
    rest.split(['/', '?', '#']).next().unwrap_or_default()
}

/// Articles that sentences cite without a mark, beyond `numbered`: they prove names.
pub fn supporting(sections: &[Section], numbered: &[ArticleId]) -> BTreeSet<ArticleId> {
    let cites = sections.iter().flat_map(Section::sentences).flat_map(|sentence| sentence.cites());
    cites.map(|cite| cite.article).filter(|id| !numbered.contains(id)).collect()
}

/// Articles in the order in which marks name them.
pub fn order(sections: &[Section]) -> Vec<ArticleId> {
    let mut seen = BTreeSet::new();
    let mut out = Vec::new();
    for sentence in sections.iter().flat_map(Section::sentences) {
        for piece in sentence.pieces() {
            let Piece::Cites(marks) = piece else { continue };
            for idx in marks {
                if let Some(cite) = sentence.cites().get(*idx).filter(|cite| seen.insert(cite.article)) {
                    out.push(cite.article);
                }
            }
        }
    }
    out
}
