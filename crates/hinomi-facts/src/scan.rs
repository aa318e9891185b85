//! The mentions of an article: folded text, sentences, clauses, terms, numbers, dates, cues.
//!
//! Everything between here and [`Scan::fact`] speaks in spans of the folded text; `fact` maps them back.

use std::cell::OnceCell;

use hinomi_model::{Article, Fact, Lang, Slot, Span, Stamp, Value};
use hinomi_text::{Cue, DateMention, Duration, Folded, Quantity};

use crate::clause::clauses;
use crate::gate::{Gates, Pattern};
use crate::lexicon::{Class, Lexicon, Term};

/// Longest sentence, in bytes, in which names, dates and certainty are weighed. News has sentences of some 300 bytes;
/// what is longer is a table or worse, and every name would be weighed against all of it.
const SENTENCE_BYTES_MAX: usize = 4_096;

/// Longest byline or caption, in bytes; a longer line tells something even without a full stop.
const FURNITURE_BYTES_MAX: usize = 100;

/// How much of a text is searched for other places of a word, in bytes: ten times a long article.
const OPENING_BYTES_MAX: usize = 65_536;

/// A sentence of the folded text.
#[derive(Debug, Clone)]
pub struct Sentence {
    /// Where it stands.
    pub span: Span,
    /// Whether it belongs to the title.
    pub is_title: bool,
    /// Its clauses, in order, covering it.
    pub clauses: Vec<Span>,
    /// The patterns that it may match.
    pub gates: Gates,
    /// Names that it introduces as attackers; found when first asked for.
    pub introduced: OnceCell<Vec<Span>>,
    /// Whether it gives the attackers' words; found when first asked for.
    pub claims: OnceCell<bool>,
}

/// A text with everything that was seen in it, word by word.
#[derive(Debug)]
pub struct Scan<'a> {
    /// The vocabularies.
    pub lexicon: &'a Lexicon,
    /// The text as written.
    pub source: &'a str,
    /// The folded text, with the way back.
    pub folded: Folded,
    /// The folded text as one that was never written otherwise: what is found in it has spans of the folded text.
    pub plain: Folded,
    /// Its language.
    pub lang: Lang,
    /// Publication time, else the first moment at which the text could be known.
    pub anchor: Stamp,
    /// Sentences in order; never across a line.
    pub sentences: Vec<Sentence>,
    /// Terms in order.
    pub terms: Vec<Term<'a>>,
    /// The patterns that may match anywhere in the text.
    pub gates: Gates,
    /// Times in order.
    pub dates: Vec<DateMention>,
    /// Quantities in order.
    pub quantities: Vec<Quantity>,
    /// Words of certainty, in order.
    pub cues: Vec<Cue>,
}

impl Sentence {
    /// Whether it is short enough to be weighed word by word.
    pub fn is_readable(&self) -> bool {
        self.span.len() <= SENTENCE_BYTES_MAX
    }

    /// Whether `pattern` may match inside it.
    pub fn may(&self, pattern: &Pattern) -> bool {
        self.gates.may(pattern)
    }

    /// The first match of `pattern` in `words`, which are part of the sentence.
    pub fn find<'t>(&self, pattern: &Pattern, words: &'t str) -> Option<regex::Match<'t>> {
        if self.may(pattern) { pattern.find(words) } else { None }
    }

    /// Whether `pattern` matches `words`, which are part of the sentence.
    pub fn has(&self, pattern: &Pattern, words: &str) -> bool {
        self.may(pattern) && pattern.is_match(words)
    }
}

impl<'a> Scan<'a> {
    /// Reads `article` word by word.
    pub fn article(article: &'a Article, lexicon: &'a Lexicon) -> Self {
        let anchor = article.published.unwrap_or_else(|| Stamp::instant(article.known_at, None));
        let title = article.text.len() - article.body().len();
        Self::text(&article.text, title, article.lang, anchor, lexicon)
    }

    /// Reads a text, whose first `title` bytes are its title.
    pub fn text(text: &'a str, title: usize, lang: Lang, anchor: Stamp, lexicon: &'a Lexicon) -> Self {
        let folded = hinomi_text::fold(text);
        let reading = if lang == Lang::Ja { Lang::Ja } else { Lang::En };
        let plain = folded.plain();
        let mut sentences: Vec<Sentence> = hinomi_text::sentences(&folded.text)
            .into_iter()
            .map(|span| Sentence {
                span,
                is_title: (folded.source(span.range()).start as usize) < title,
                clauses: clauses(&folded.text, span, reading),
                gates: Gates::default(),
                introduced: OnceCell::new(),
                claims: OnceCell::new(),
            })
            .collect();
        // Words are found in the order of their ends, so each is in the sentence looked at or in one behind it.
        let (mut idx, mut all) = (0, Gates::default());
        let (terms, cues) = lexicon.look_up(&plain, |word, gates| {
            all.add(gates);
            while sentences.get(idx).is_some_and(|s: &Sentence| s.span.end < word.end) {
                idx += 1;
            }
            if let Some(sentence) = sentences.get_mut(idx).filter(|s| s.span.start <= word.start) {
                sentence.gates.add(gates);
            }
        });
        Self {
            lexicon,
            source: text,
            lang: reading,
            anchor,
            sentences,
            terms,
            gates: all,
            dates: hinomi_text::dates(&plain, reading, anchor),
            quantities: hinomi_text::quantities(&plain),
            cues,
            plain,
            folded,
        }
    }

    /// Lengths of time in order.
    pub fn durations(&self) -> Vec<Duration> {
        hinomi_text::durations(&self.plain)
    }

    /// Whether the text is read as Japanese.
    pub fn is_ja(&self) -> bool {
        self.lang == Lang::Ja
    }

    /// The folded words at `span`.
    pub fn of(&self, span: Span) -> &str {
        span.of(&self.folded.text).unwrap_or_default()
    }

    /// The words at `span` of the folded text as they were written.
    pub fn written(&self, span: Span) -> &str {
        self.folded.source(span.range()).of(self.source).unwrap_or_default()
    }

    /// The folded words from `start` to `end`; empty where the two are in the wrong order.
    pub fn between(&self, start: u32, end: u32) -> &str {
        self.folded.text.get(start as usize..end as usize).unwrap_or_default()
    }

    /// The sentence around `at`.
    pub fn sentence_at(&self, at: u32) -> Option<&Sentence> {
        let idx = self.sentences.partition_point(|s| s.span.end <= at);
        self.sentences.get(idx).filter(|s| s.span.start <= at)
    }

    /// The clause around `at`; the whole sentence where there is no finer one.
    pub fn clause_at(&self, at: u32) -> Span {
        let Some(sentence) = self.sentence_at(at) else { return Span { start: at, end: at } };
        sentence.clauses.iter().copied().find(|c| c.start <= at && at < c.end).unwrap_or(sentence.span)
    }

    /// The text up to [`OPENING_BYTES_MAX`], for look-ups of a word elsewhere in the text.
    pub fn opening(&self) -> &str {
        let text = self.folded.text.as_str();
        let end = (0..=OPENING_BYTES_MAX.min(text.len())).rev().find(|at| text.is_char_boundary(*at));
        text.get(..end.unwrap_or_default()).unwrap_or_default()
    }

    /// Sentences outside the title.
    pub fn body(&self) -> impl Iterator<Item = &Sentence> {
        self.sentences.iter().filter(|s| !s.is_title)
    }

    /// Sentences of the body that tell something: bylines, dates and captions, which do not end like a sentence, are
    /// left out.
    pub fn told(&self) -> impl Iterator<Item = &Sentence> {
        self.body().filter(|s| {
            let words = self.of(s.span);
            words.len() >= FURNITURE_BYTES_MAX
                || words.ends_with(['。', '.', '!', '?', '」', '"', '”', ')', '…', ']'])
        })
    }

    /// The title's sentences, then the first of the body that tells something.
    pub fn lead(&self) -> impl Iterator<Item = &Sentence> {
        self.sentences.iter().filter(|s| s.is_title).chain(self.told().take(1))
    }

    /// Terms wholly inside `span`.
    pub fn terms_in(&self, span: Span) -> impl Iterator<Item = &Term<'a>> {
        let from = self.terms.partition_point(|t| t.span.start < span.start);
        let rest = self.terms.get(from..).unwrap_or_default();
        rest.iter().take_while(move |t| t.span.start < span.end).filter(move |t| t.span.end <= span.end)
    }

    /// Terms of `class` wholly inside `span`.
    pub fn class_in(&self, span: Span, class: Class) -> impl Iterator<Item = &Term<'a>> {
        self.terms_in(span).filter(move |t| t.entry.class == class)
    }

    /// Terms of `class` with `value` wholly inside `span`.
    pub fn value_in<'s>(
        &'s self,
        span: Span,
        class: Class,
        value: &'s str,
    ) -> impl Iterator<Item = &'s Term<'a>> {
        self.class_in(span, class).filter(move |t| t.entry.value == value)
    }

    /// Whether a predicate of one of these roles stands inside `span`.
    pub fn has_role(&self, span: Span, roles: &[&str]) -> bool {
        self.class_in(span, Class::Predicate).any(|t| roles.contains(&t.entry.value.as_str()))
    }

    /// Times that start inside `span`.
    pub fn dates_in(&self, span: Span) -> impl Iterator<Item = &DateMention> {
        inside(&self.dates, span, |d| d.span)
    }

    /// Quantities that start inside `span`.
    pub fn quantities_in(&self, span: Span) -> impl Iterator<Item = &Quantity> {
        inside(&self.quantities, span, |q| q.span)
    }

    /// Cues that start inside `span`.
    pub fn cues_in(&self, span: Span) -> impl Iterator<Item = &Cue> {
        inside(&self.cues, span, |c| c.span)
    }

    /// Makes a plain fact: maps `span` and the sentence around it back to the source text.
    pub fn fact(&self, slot: Slot, value: Value, span: Span) -> Fact {
        let sentence = self.sentence_at(span.start).map_or(span, |s| s.span);
        Fact::plain(slot, value, self.folded.source(span.range()), self.folded.source(sentence.range()))
    }
}

fn inside<T>(list: &[T], span: Span, of: impl Fn(&T) -> Span) -> impl Iterator<Item = &T> {
    let from = list.partition_point(|item| of(item).start < span.start);
    let to = list.partition_point(|item| of(item).start < span.end);
    list.get(from..to.max(from)).unwrap_or_default().iter()
}
