//! What the rules look at: the digest with its sentences read, its facts, and the sources at hand.

use std::cell::{OnceCell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use hinomi_model::{
    Article, ArticleId, BlockKind, CaptureId, Fact, FactsOf, Lang, Origin, Reading, Span, Stamp, When,
};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::carried::Page;
use super::digest::{Digest, Kind, Sentence};
use super::{Context, Finding, Needs, Rule, Said};

/// A digest and what it is checked with.
pub struct Scene<'a> {
    /// The digest.
    pub digest: &'a Digest,
    /// What it is checked with.
    pub context: &'a Context<'a>,
    readings: Vec<OnceCell<Reading>>,
    facts: OnceCell<Vec<Told>>,
    pages: RefCell<BTreeMap<ArticleId, Rc<Page>>>,
}

/// A fact that the digest tells.
#[derive(Debug, Clone)]
pub struct Told {
    /// Index of the sentence that tells it.
    pub sentence: usize,
    /// The fact; its span is in the text of the sentence's block.
    pub fact: Fact,
}

impl<'a> Scene<'a> {
    /// Sets the scene; readings and facts are made when first asked for.
    pub fn of(digest: &'a Digest, context: &'a Context<'a>) -> Self {
        let readings = digest.sentences.iter().map(|_| OnceCell::new()).collect();
        Self { digest, context, readings, facts: OnceCell::new(), pages: RefCell::default() }
    }

    /// Why a rule that needs this cannot run; `None` when it can.
    pub fn lacks(&self, needs: Needs) -> Option<Said> {
        match needs {
            Needs::Nothing => None,
            Needs::Day => self.digest.day.is_none().then_some(Said::new(
                "文書の日付が見つからない",
                "the document does not say which day it is of",
            )),
            Needs::Window => self.digest.window_start.is_none().then_some(Said::new(
                "文書が対象とする期間を書いていない",
                "the document does not say which window it covers",
            )),
            Needs::Sources => {
                if self.digest.targets.is_empty() {
                    Some(Said::new("出典が挙げられていない", "the document cites nothing"))
                } else if (0..self.digest.targets.len()).all(|idx| self.pages_at(idx).is_empty()) {
                    Some(Said::new(
                        "出典のページが手元にない（--sources、--store、--online で渡せる）",
                        "none of the cited pages is at hand; give them with --sources, --store or --online",
                    ))
                } else {
                    None
                }
            }
            Needs::Catalog => self.context.catalog.is_empty().then_some(Said::new(
                "CVE を述べた記事が手元にない",
                "no article that names a CVE is at hand",
            )),
        }
    }

    /// The page behind a target, with its revisions; empty when it is not at hand.
    pub fn pages_at(&self, target: usize) -> Vec<&'a (Article, FactsOf)> {
        self.digest.targets.get(target).map(|target| self.context.evidence.find(target)).unwrap_or_default()
    }

    /// The moment that yearless dates are counted from: the digest's day, else the last day of a page that it cites.
    pub fn anchor(&self) -> Stamp {
        let day = self.digest.day.or_else(|| {
            let pages = (0..self.digest.targets.len()).flat_map(|target| self.pages_at(target));
            pages.map(|(article, _)| article.known_at.to_zoned(TimeZone::UTC).date()).max()
        });
        Stamp { when: When::Day(day.unwrap_or(Date::constant(2000, 1, 1))), offset_minutes: None }
    }

    /// A sentence read.
    pub fn reading(&self, idx: usize) -> &Reading {
        self.readings[idx].get_or_init(|| {
            let text = &self.digest.sentences[idx].text;
            (self.context.read)(text, lang_of(text, self.digest.lang), self.anchor())
        })
    }

    /// The sources of a sentence, and whether every one that it cites is at hand.
    pub fn sources_of(&self, idx: usize) -> Option<Vec<&'a (Article, FactsOf)>> {
        let cited = self.digest.cited_by(idx)?;
        let found: Vec<_> = cited.iter().map(|target| self.pages_at(*target)).collect();
        let is_whole = !found.is_empty() && found.iter().all(|pages| !pages.is_empty());
        is_whole.then(|| found.into_iter().flatten().collect())
    }

    /// The pages that a sentence cites, read.
    pub fn pages_of(&self, idx: usize) -> Vec<Rc<Page>> {
        self.sources_of(idx).unwrap_or_default().into_iter().map(|(article, _)| self.page(article)).collect()
    }

    /// A page read; each is read once.
    pub fn page(&self, article: &Article) -> Rc<Page> {
        if let Some(page) = self.pages.borrow().get(&article.id) {
            return Rc::clone(page);
        }
        let page = Page::of(article, self.context);
        self.pages.borrow_mut().insert(article.id, Rc::clone(&page));
        page
    }

    /// The name of a page that a sentence does not cite and that `has` it: what to look at when a mark is wrong.
    pub fn other_pages(&self, idx: usize, has: impl Fn(&Page) -> bool) -> Option<String> {
        let cited = self.digest.cited_by(idx).unwrap_or_default().to_vec();
        (0..self.digest.targets.len()).filter(|target| !cited.contains(target)).find_map(|target| {
            let (article, _) = *self.pages_at(target).first()?;
            let named = &self.digest.targets[target];
            has(&self.page(article)).then(|| named.number.map_or(named.title.clone(), |n| format!("[{n}]")))
        })
    }

    /// Sentences whose sources are all at hand; what stands in a label ("Source: … ") says nothing of the matter.
    pub fn compared(&self) -> impl Iterator<Item = usize> {
        let is_label = |idx: usize| {
            let sentence = &self.digest.sentences[idx];
            self.digest
                .labels
                .iter()
                .any(|label| label.block == sentence.block && label.span.contains(sentence.span))
        };
        (0..self.digest.sentences.len()).filter(move |idx| !is_label(*idx) && self.sources_of(*idx).is_some())
    }

    /// The facts that the digest tells, found section by section with the code that reads sources.
    pub fn facts(&self) -> &[Told] {
        self.facts.get_or_init(|| {
            let sections: BTreeSet<usize> =
                self.digest.sentences.iter().map(|s| self.digest.section_of[s.block]).collect();
            sections.into_iter().flat_map(|section| self.facts_of(section)).collect()
        })
    }

    fn facts_of(&self, section: usize) -> Vec<Told> {
        // The digest's own title (…まとめ, "Weekly recap") heads a collection: read as the title of what stands under it,
        // its items would be taken for a round-up that tells of no event.
        let heading = if self.digest.is_own_title(section) { "" } else { self.digest.heading_of(section) };
        let mut text = heading.replace('\n', " ");
        let mut blocks = Vec::new();
        if !text.is_empty() {
            blocks.push(hinomi_model::Block { kind: BlockKind::Title, span: Span::new(0, text.len()) });
        }
        let mut places: Vec<(Span, usize)> = Vec::new();
        for (idx, sentence) in self.digest.sentences.iter().enumerate() {
            if self.digest.section_of[sentence.block] != section {
                continue;
            }
            if !text.is_empty() {
                text.push('\n');
            }
            let span = Span::new(text.len(), text.len() + sentence.text.len());
            text.push_str(&sentence.text);
            blocks.push(hinomi_model::Block { kind: kind_of(self.digest.blocks[sentence.block].kind), span });
            places.push((span, idx));
        }
        let lang = lang_of(&text, self.digest.lang);
        let known_at = self
            .digest
            .day
            .and_then(|day| Some(day.at(12, 0, 0, 0).to_zoned(TimeZone::UTC).ok()?.timestamp()));
        let article = Article {
            id: ArticleId::of(&[text.as_bytes()]),
            capture: CaptureId::of(&[text.as_bytes()]),
            url: String::new(),
            canonical_url: String::new(),
            source: String::new(),
            origin: Origin::Page,
            title: heading.to_owned(),
            byline: String::new(),
            publisher: String::new(),
            published: Some(self.anchor()),
            updated: None,
            lang,
            text,
            blocks,
            known_at: known_at.unwrap_or(Timestamp::UNIX_EPOCH),
        };
        let found = (self.context.find)(&article);
        let mut out = Vec::new();
        for mut fact in found.facts {
            let Some((place, idx)) = places.iter().find(|(place, _)| place.contains(fact.span)) else {
                continue;
            };
            let base = self.digest.sentences[*idx].span.start;
            let moved = |span: Span| Span {
                start: span.start.saturating_sub(place.start) + base,
                end: span.end.saturating_sub(place.start) + base,
            };
            fact.span = moved(fact.span);
            fact.sentence = moved(fact.sentence);
            out.push(Told { sentence: *idx, fact });
        }
        out
    }

    /// A finding of `rule` at `span` of a block's text.
    pub fn found(&self, rule: &Rule, block: usize, span: Span, message: Said, hint: Said) -> Finding {
        let span = self.digest.blocks[block].written(span);
        Finding { rule: rule.id, severity: rule.severity, span, message, hint }
    }

    /// A finding at `span` of a sentence's own text.
    pub fn found_in(&self, rule: &Rule, sentence: usize, span: Span, message: Said, hint: Said) -> Finding {
        let Sentence { block, span: whole, .. } = &self.digest.sentences[sentence];
        let span = Span { start: whole.start + span.start, end: whole.start + span.end };
        self.found(rule, *block, span, message, hint)
    }
}

impl Digest {
    /// Where a sentence was written.
    pub fn written(&self, sentence: usize) -> Span {
        let sentence = &self.sentences[sentence];
        self.blocks[sentence.block].written(sentence.span)
    }
}

/// The language of a sentence: that of the digest unless its script says otherwise.
pub fn lang_of(text: &str, usual: Lang) -> Lang {
    let has_kana = text.chars().any(|c| ('\u{3041}'..='\u{30ff}').contains(&c));
    match (usual, has_kana) {
        (_, true) => Lang::Ja,
        (Lang::Ja, false) if text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c)) => Lang::Ja,
        (Lang::Ja, false) if !text.trim().is_empty() => Lang::En,
        _ => usual,
    }
}

fn kind_of(kind: Kind) -> BlockKind {
    match kind {
        Kind::Heading(_) => BlockKind::Heading,
        Kind::Paragraph => BlockKind::Paragraph,
        Kind::ListItem => BlockKind::ListItem,
        Kind::TableRow => BlockKind::TableRow,
        Kind::Quote => BlockKind::Quote,
    }
}
