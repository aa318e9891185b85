//! Readable text.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::words::words;
use crate::{ArticleId, CaptureId, Lang, Span, Stamp};

words! {
    /// What a block of an article is.
    BlockKind {
        /// The headline; always the first block, never in the body.
        Title = "title",
        /// A heading inside the body.
        Heading = "heading",
        /// A paragraph.
        Paragraph = "paragraph",
        /// One item of a list.
        ListItem = "list_item",
        /// One row of a table, cells joined by tabs.
        TableRow = "table_row",
        /// A quotation.
        Quote = "quote",
        /// Preformatted text.
        Code = "code",
    }

    /// Where an article's text comes from.
    Origin {
        /// The page itself.
        Page = "page",
        /// The feed's item alone: the page could not be had, or was not asked for.
        Entry = "entry",
    }
}

/// A stretch of an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Where it stands in [`Article::text`].
    pub span: Span,
}

/// The readable text of a capture, and what the page says about itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Article {
    /// Made from `url` and the capture (and entry) that it was read from.
    pub id: ArticleId,
    /// Capture that the text was read from: the page's, or the feed's.
    pub capture: CaptureId,
    /// URL that led here: the feed's link.
    pub url: String,
    /// Canonical URL as the page states it, else `url`.
    pub canonical_url: String,
    /// Id of the source.
    pub source: String,
    /// Page or feed item.
    pub origin: Origin,
    /// Headline without the site's name.
    pub title: String,
    /// Author as stated; empty when none.
    pub byline: String,
    /// Publisher as stated; empty when none.
    pub publisher: String,
    /// Publication time as stated; `None` rather than a guess.
    pub published: Option<Stamp>,
    /// Last change as stated.
    pub updated: Option<Stamp>,
    /// Language of the text, not of the page's attribute.
    pub lang: Lang,
    /// Title, then the body; blocks are separated by one `\n`. Every span of every fact points into this.
    pub text: String,
    /// The blocks of `text`, in order, without overlap; the first is the title when there is one.
    pub blocks: Vec<Block>,
    /// The first moment at which the article could be known: published, or fetched when that is not stated or later.
    pub known_at: Timestamp,
}

impl Article {
    /// The id of the article read from `capture` for `url`.
    pub fn id_of(url: &str, capture: CaptureId) -> ArticleId {
        ArticleId::of(&[url.as_bytes(), capture.to_string().as_bytes()])
    }

    /// Joins title and blocks into text: the one place that decides how [`Article::text`] is laid out.
    ///
    /// Empty blocks are left out; line breaks inside a block become spaces, except in code. Characters that a
    /// terminal would obey (controls, bidirectional overrides) are taken out: see [`plain`].
    pub fn compose(title: &str, body: &[(BlockKind, impl AsRef<str>)]) -> (String, Vec<Block>) {
        let n_bytes: usize = body.iter().map(|(_, raw)| raw.as_ref().len() + 1).sum();
        let mut text = String::with_capacity(title.len() + n_bytes);
        let mut blocks = Vec::with_capacity(body.len() + 1);
        let body = body.iter().map(|(kind, raw)| (*kind, raw.as_ref()));
        for (kind, raw) in std::iter::once((BlockKind::Title, title)).chain(body) {
            let raw = plain(raw);
            let raw = raw.trim();
            if raw.is_empty() {
                continue;
            }
            if !text.is_empty() {
                text.push('\n');
            }
            let start = text.len();
            if kind == BlockKind::Code {
                text.push_str(raw);
            } else {
                text.extend(raw.split_inclusive('\n').flat_map(|line| match line.strip_suffix('\n') {
                    Some(line) => [line, " "],
                    None => [line, ""],
                }));
            }
            blocks.push(Block { kind, span: Span::new(start, text.len()) });
        }
        (text, blocks)
    }

    /// The text that `span` names. Panics never: a span that does not fit gives the empty text.
    pub fn slice(&self, span: Span) -> &str {
        span.of(&self.text).unwrap_or_default()
    }

    /// The text without the title.
    pub fn body(&self) -> &str {
        match self.blocks.first() {
            Some(block) if block.kind == BlockKind::Title => {
                self.text.get(block.span.range().end..).unwrap_or_default().trim_start_matches('\n')
            }
            _ => &self.text,
        }
    }
}

/// Takes out what a terminal or a renderer would obey and no reader sees: control characters but tab and
/// line feed, and bidirectional overrides.
pub fn plain(text: &str) -> std::borrow::Cow<'_, str> {
    if holds_obeyed(text) { text.replace(is_obeyed, "").into() } else { text.into() }
}

/// Whether a text holds a character that a terminal or a renderer would obey.
pub fn holds_obeyed(text: &str) -> bool {
    // Nearly all texts hold no byte that such a character begins with.
    let may_begin =
        |b: u8| ((b < 0x20) & (b != b'\n') & (b != b'\t')) | (b == 0x7f) | (b == 0xc2) | (b == 0xe2);
    // In chunks without a way out, so that the compiler looks at many at a time.
    let mut chunks = text.as_bytes().chunks(128);
    chunks.any(|chunk| chunk.iter().fold(false, |may, b| may | may_begin(*b))) && text.contains(is_obeyed)
}

/// Whether a terminal or a renderer would obey a character: what [`plain`] takes out.
pub fn is_obeyed(c: char) -> bool {
    (c.is_control() && c != '\n' && c != '\t')
        || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_cover_the_text_in_order() {
        let body =
            [(BlockKind::Paragraph, "一段。\n続き。".to_owned()), (BlockKind::Paragraph, " ".to_owned())];
        let (text, blocks) = Article::compose("題", &body);
        assert_eq!(text, "題\n一段。 続き。");
        assert_eq!(blocks.len(), 2);
        assert_eq!(blocks[1].span.of(&text), Some("一段。 続き。"));
    }

    #[test]
    fn what_a_terminal_would_obey_is_taken_out() {
        let (text, _) =
            Article::compose("a\u{1b}[31mb", &[(BlockKind::Paragraph, "c\u{202e}d\u{7}".to_owned())]);
        assert_eq!(text, "a[31mb\ncd");
    }
}
