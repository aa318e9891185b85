//! Composing: from ranked incidents to sections of verified sentences.
//!
//! Everything that is said goes through `Desk::say`, which asks the verifier and counts what it refuses.

pub mod background;
pub mod changed;
pub mod clause;
pub mod closer;
pub mod counts;
pub mod day;
pub mod detail;
pub mod edition;
pub mod headline;
pub mod here;
pub mod incident;
pub mod item;
pub mod lead;
pub mod overview;
pub mod quotations;
pub mod role;
pub mod telling;
pub mod terms;
pub mod themes;
pub mod unknown;
pub mod unread;
pub mod view;
pub mod vulnerability;

use std::cell::RefCell;
use std::collections::BTreeMap;

use hinomi_model::{Article, ArticleId, Lang, Source, When};
use jiff::civil::Date;

use crate::brief::{Brief, Line, Section, Stats};
use crate::input::{Input, Layout, Style};
use crate::phrase::{Fill, Phrases, fill};
use crate::references::{self, Reference};
use crate::select;
use crate::sentence::{Draft, Piece, Sentence};
use crate::verify::words::OwnWords;
use crate::verify::{CiteContext, verify};
use crate::wording::{clean, day_text, day_with_weekday, polite, polite_end, when_text};
use edition::Edition;

/// Most characters of one quotation, whatever the source allows.
pub const QUOTE_CHARS_MAX: usize = 200;
/// A text this long that ends in no mark of an end was cut by somebody, in characters.
const TORN_CHARS_MIN: usize = 120;
/// How sentences and titles of that length end.
const ENDS: [char; 14] = ['.', '!', '?', '。', '！', '？', '…', '"', '”', '’', ')', '）', '」', '』'];
/// Refused sentences whose text is kept for whoever mends phrases.
const REFUSED_TEXTS_MAX: usize = 200;

/// Composes a brief. The same input gives the same brief.
pub fn compose(input: &Input<'_>) -> Brief {
    let lang = if input.lang == Lang::Ja { Lang::Ja } else { Lang::En };
    let sources: BTreeMap<&str, &Source> = input.sources.iter().map(|s| (s.id.as_str(), s)).collect();
    let own_words = OwnWords::of(input.templates.phrases(lang), lang);
    // A window that ends at midnight is the brief of the day that ends there.
    let last = input.window.end.checked_sub(jiff::SignedDuration::from_secs(1)).unwrap_or(input.window.end);
    let today = last.to_zoned(input.zone.clone()).date();
    let context = CiteContext {
        articles: input.articles,
        sources: &sources,
        today,
        zone: &input.zone,
        own_words: Some(&own_words),
        readings: RefCell::default(),
    };
    let desk = Desk { input, lang, today, sources: sources.clone(), context, stats: RefCell::default() };
    let chosen = select::select(&desk);
    let sections = match input.layout {
        Layout::Day => day::sections(&desk, &chosen),
        Layout::Detail => detail::sections(&desk, &chosen),
    };
    let tags = overview::tags(&desk, &chosen);
    drop(chosen);
    desk.finish(sections, tags)
}

/// What every part of composing needs, and the one door to the verifier.
pub struct Desk<'a> {
    pub(crate) input: &'a Input<'a>,
    pub(crate) lang: Lang,
    pub(crate) today: Date,
    pub(crate) sources: BTreeMap<&'a str, &'a Source>,
    context: CiteContext<'a>,
    pub(crate) stats: RefCell<Stats>,
}

impl<'a> Desk<'a> {
    /// Verifies a draft; what is refused is counted and not said.
    pub(crate) fn say(&self, draft: Draft) -> Option<Sentence> {
        match verify(draft, self.lang, &self.context, self.input.read) {
            Ok(sentence) => {
                self.stats.borrow_mut().n_verified += 1;
                Some(sentence)
            }
            Err(refused) => {
                let mut stats = self.stats.borrow_mut();
                *stats.refused.entry(refused.reason.word().to_owned()).or_default() += 1;
                if stats.refused_texts.len() < REFUSED_TEXTS_MAX {
                    let why = format!("{}: {}", refused.reason.word(), refused.what);
                    stats.refused_texts.push((refused.text, why));
                }
                None
            }
        }
    }

    /// Fills a phrase and verifies it. `draft` brings the cites; marks stand where the phrase has `{c}`.
    pub(crate) fn say_phrase(&self, key: &str, fills: &[(&str, Fill)], mut draft: Draft) -> Option<Sentence> {
        let phrase = self.phrases().find(key)?;
        draft.pieces = fill(phrase, fills);
        drop_second_stop(&mut draft.pieces);
        if self.is_polite() {
            make_polite(&mut draft.pieces);
        }
        let is_sentence = phrase.ends_with('.') || phrase.ends_with("{c}\"");
        if self.lang != Lang::Ja && is_sentence {
            let sources: Vec<String> = draft
                .cites
                .iter()
                .filter_map(|cite| self.article(cite.article))
                .map(|article| self.source_name(article))
                .collect();
            capitalise(&mut draft, &sources);
        }
        self.say(draft)
    }

    /// The same as a line.
    pub(crate) fn line(&self, key: &str, fills: &[(&str, Fill)], draft: Draft) -> Option<Line> {
        self.say_phrase(key, fills, draft).map(Line::Said)
    }

    /// Whether a text is made of the templates' own words alone.
    pub(crate) fn is_own_word(&self, text: &str) -> bool {
        self.context.own_words.is_some_and(|own| own.read(text, &[]).is_ok())
    }

    pub(crate) fn phrases(&self) -> &'a Phrases {
        self.input.templates.phrases(self.lang)
    }

    /// A heading or other text that says nothing about the world.
    pub(crate) fn string(&self, key: &str, fills: &[(&str, &str)]) -> String {
        self.styled(self.input.templates.strings(self.lang).text(key, fills))
    }

    /// Words of a phrase that say nothing about the world, such as counts of the brief itself.
    pub(crate) fn own(&self, key: &str, fills: &[(&str, &str)]) -> String {
        self.styled(self.phrases().text(key, fills))
    }

    fn styled(&self, text: String) -> String {
        if self.is_polite() { polite(&text) } else { text }
    }

    fn is_polite(&self) -> bool {
        self.lang == Lang::Ja && self.input.style == Style::Polite
    }

    pub(crate) fn note(&self, key: &str, fills: &[(&str, &str)]) -> Line {
        Line::Note(self.string(key, fills))
    }

    pub(crate) fn article(&self, id: ArticleId) -> Option<&'a Article> {
        self.input.articles.get(&id).copied()
    }

    pub(crate) fn source_of(&self, article: &Article) -> Option<&'a Source> {
        self.sources.get(article.source.as_str()).copied()
    }

    /// Most characters that may be quoted from an article in one go.
    pub(crate) fn quote_chars_max(&self, article: &Article) -> usize {
        self.source_of(article).map_or(QUOTE_CHARS_MAX, |s| s.quote_chars_max as usize).min(QUOTE_CHARS_MAX)
    }

    /// The name of an article's source, for people.
    pub(crate) fn source_name(&self, article: &Article) -> String {
        references::source_name(article, self.source_of(article))
    }

    pub(crate) fn day(&self, at: jiff::Timestamp) -> String {
        day_text(at.to_zoned(self.input.zone.clone()).date(), self.today, self.lang)
    }

    pub(crate) fn when(&self, when: When) -> String {
        when_text(when, self.today, &self.input.zone, self.lang)
    }

    /// A section, or `None` when nothing stands in it.
    pub(crate) fn section(&self, id: &'static str, blocks: Vec<crate::brief::Block>) -> Option<Section> {
        (!blocks.is_empty()).then(|| Section {
            id,
            title: self.string(&format!("section.{id}"), &[]),
            blocks,
        })
    }

    fn finish(&self, sections: Vec<Section>, tags: Vec<String>) -> Brief {
        let input = self.input;
        let numbered = references::order(&sections);
        let reference_of = |id: &ArticleId| {
            self.article(*id).map(|article| Reference::of(article, self.source_of(article), &input.zone))
        };
        let references = numbered.iter().filter_map(reference_of).collect();
        let supporting =
            references::supporting(&sections, &numbered).iter().filter_map(reference_of).collect();
        let day = |date: Date| day_with_weekday(date, self.lang);
        let first = input.window.start.to_zoned(input.zone.clone()).date();
        let title = match Edition::of(input.window).word() {
            None => self.string(&format!("title.{}", input.layout.word()), &[("date", &day(self.today))]),
            Some(word) => {
                self.string(&format!("title.{word}"), &[("start", &day(first)), ("end", &day(self.today))])
            }
        };
        let iso = |at: jiff::Timestamp| {
            at.to_zoned(input.zone.clone()).strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
        };
        Brief {
            has_pages: false,
            lang: self.lang,
            layout: input.layout,
            title,
            date: self.today,
            tags,
            window: format!("{}/{}", iso(input.window.start), iso(input.window.end)),
            as_of: iso(input.as_of),
            tlp: input.tlp,
            shows_why: input.shows_why,
            sections,
            references,
            supporting,
            stats: self.stats.take(),
        }
    }
}

/// A quotation as a piece: one line, cut at `chars_max` with … where it is longer.
pub(crate) fn quote(text: &str, lang: Lang, chars_max: usize) -> Option<Piece> {
    let text = clean(text).trim_end_matches('。').to_owned();
    // A feed's own text often ends in the middle of a word.
    let is_torn = text.chars().count() >= TORN_CHARS_MIN && !text.ends_with(ENDS);
    let chars_max = if is_torn { chars_max.min(text.chars().count() - 1) } else { chars_max };
    let text = match text.char_indices().nth(chars_max) {
        // Cut at a space or Japanese mark where there is one, so that no word is torn.
        Some((at, _)) => {
            let cut = &text[..at];
            let edge = cut.rfind([' ', '、', '。', '，']).filter(|edge| *edge * 2 > at).unwrap_or(at);
            format!("{}…", text[..edge].trim_end())
        }
        None => text,
    };
    (!text.is_empty()).then_some(Piece::Quote { text, lang })
}

/// A quotation that ends in a stop of its own ends the sentence: “… so.” \[1\], not “… so.” \[1\].
fn drop_second_stop(pieces: &mut Vec<Piece>) {
    if let [.., Piece::Quote { text, .. }, Piece::Cites(_), Piece::Own(end)] = pieces.as_slice()
        && end == "."
        && text.trim_end_matches(['”', '’', '"', '\'']).ends_with(['.', '!', '?', '…'])
    {
        pieces.pop();
    }
}

/// Turns the predicates of a Japanese sentence into the polite style, marks aside; quotations stay as they are.
fn make_polite(pieces: &mut [Piece]) {
    let is_before_stop = |rest: &[Piece]| {
        let next = rest.iter().find(|piece| !matches!(piece, Piece::Cites(_)));
        matches!(next, Some(Piece::Own(text) | Piece::Strong(text)) if text.starts_with('。'))
    };
    for idx in 0..pieces.len() {
        let ends = is_before_stop(&pieces[idx + 1..]);
        if let Piece::Own(text) | Piece::Strong(text) = &mut pieces[idx] {
            *text = polite(text);
            if ends {
                *text = polite_end(text);
            }
        }
    }
}

/// Starts an English sentence with a capital, unless it starts with a name, be it of one of `sources`.
fn capitalise(draft: &mut Draft, sources: &[String]) {
    let Some(Piece::Own(text) | Piece::Strong(text)) = draft.pieces.first_mut() else { return };
    let is_source = sources.iter().any(|name| !name.is_empty() && text.starts_with(name.as_str()));
    let is_name = is_source
        || draft.cites.iter().filter_map(|c| c.proof.fact()).any(|fact| {
            let own = fact.value.to_text();
            fact.slot.is_name()
                && (text.starts_with(&own) || fact.aliases.iter().any(|a| text.starts_with(a)))
        });
    if let Some(first) = text.chars().next().filter(|c| c.is_ascii_lowercase() && !is_name) {
        text.replace_range(..1, &first.to_ascii_uppercase().to_string());
    }
}
