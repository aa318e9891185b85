//! Sentences in other words, from a language model that nobody trusts.
//!
//! ```text
//! Brief → questions (sentences, facts, quotes, names of sources) → a model, elsewhere → answer
//!                                    Brief ← door: verifier, then order and words ←──┘
//! ```
//!
//! Nothing here opens a socket: [`questions`] gives what may be asked, [`rewrite`] takes an answer as bytes. A sentence of
//! an answer that does not pass the door changes nothing: the sentence that was composed stays. So whatever a model
//! answers, whoever wrote into the articles that it was shown, the brief says no more than it did.

mod answer;
mod door;
mod question;

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use hinomi_model::{ArticleId, Lang};
use jiff::tz::TimeZone;

pub use answer::Malformed;
pub use question::{Question, questions};

use crate::brief::{Block, Brief, Line};
use crate::sentence::Sentence;
use crate::verify::{CiteContext, Read};

/// Where sentences that belong together stand: the paragraph of an item, or an entry of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place {
    section: usize,
    block: usize,
    entry: Option<usize>,
}

/// What became of the sentences of an answer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally {
    /// Sentences that took the place of composed ones.
    pub n_kept: usize,
    /// Sentences that were refused, by reason.
    pub refused: BTreeMap<&'static str, usize>,
}

/// What the door needs to know.
pub struct Grounds<'a> {
    /// Articles by id.
    pub articles: &'a BTreeMap<ArticleId, &'a hinomi_model::Article>,
    /// Sources by id.
    pub sources: &'a BTreeMap<&'a str, &'a hinomi_model::Source>,
    /// The zone in which days are told.
    pub zone: &'a TimeZone,
    /// Reads one sentence, with the code that reads sources.
    pub read: &'a Read<'a>,
}

/// Puts what passes of `answer` in the place of the sentences that `question` was about.
///
/// # Errors
/// [`Malformed`] when the answer is none; the brief is then as it was.
pub fn rewrite(
    brief: &mut Brief,
    question: &Question,
    answer: &[u8],
    grounds: &Grounds<'_>,
) -> Result<Tally, Malformed> {
    let proposed = answer::parse(answer)?;
    let lang = brief.lang;
    let context = CiteContext {
        articles: grounds.articles,
        sources: grounds.sources,
        today: brief.date,
        zone: grounds.zone,
        own_words: None,
        readings: RefCell::default(),
    };
    let originals: Vec<Sentence> = sentences_at(brief, question.place).into_iter().cloned().collect();
    let mut tally = Tally::default();
    let mut instead: BTreeMap<usize, (usize, Sentence)> = BTreeMap::new();
    let mut taken: BTreeSet<usize> = BTreeSet::new();
    for proposal in proposed {
        let range = proposal.range(originals.len(), question.n_joined_max());
        let range = range.filter(|range| range.clone().all(|idx| !taken.contains(&idx)));
        let Some(range) = range else {
            *tally.refused.entry("place").or_default() += 1;
            continue;
        };
        let of = &originals[range.clone()];
        // The same words again are no rewrite.
        if of.iter().map(Sentence::text).collect::<String>() == proposal.text {
            continue;
        }
        match door::pass(of, &proposal.text, lang, &context, grounds.read) {
            Ok(sentence) => {
                tally.n_kept += 1;
                taken.extend(range.clone());
                instead.insert(range.start, (range.len(), sentence));
            }
            Err(reason) => *tally.refused.entry(reason).or_default() += 1,
        }
    }
    replace(brief, question.place, instead);
    Ok(tally)
}

fn sentences_at(brief: &Brief, place: Place) -> Vec<&Sentence> {
    let block = brief.sections.get(place.section).and_then(|section| section.blocks.get(place.block));
    match (block, place.entry) {
        (Some(Block::Item(item)), None) => item.sentences.iter().collect(),
        (Some(Block::List(entries)), Some(entry)) => {
            entries.get(entry).into_iter().flatten().filter_map(said).collect()
        }
        _ => Vec::new(),
    }
}

fn said(line: &Line) -> Option<&Sentence> {
    match line {
        Line::Said(sentence) => Some(sentence),
        Line::Note(_) | Line::Answer { .. } => None,
    }
}

/// Puts each sentence of `instead` in the place of as many as it says, from the position it stands under.
fn replace(brief: &mut Brief, place: Place, mut instead: BTreeMap<usize, (usize, Sentence)>) {
    let block = brief.sections.get_mut(place.section).and_then(|section| section.blocks.get_mut(place.block));
    match (block, place.entry) {
        (Some(Block::Item(item)), None) => {
            let mut out = Vec::with_capacity(item.sentences.len());
            let mut skip = 0;
            for (idx, sentence) in std::mem::take(&mut item.sentences).into_iter().enumerate() {
                if let Some((n, sentence)) = instead.remove(&idx) {
                    out.push(sentence);
                    skip = n;
                }
                match skip {
                    0 => out.push(sentence),
                    _ => skip -= 1,
                }
            }
            item.sentences = out;
        }
        (Some(Block::List(entries)), Some(entry)) => {
            let lines = entries.get_mut(entry).into_iter().flatten();
            let said = lines.filter(|line| matches!(line, Line::Said(_)));
            for (idx, line) in said.enumerate() {
                if let Some((_, sentence)) = instead.remove(&idx) {
                    *line = Line::Said(sentence);
                }
            }
        }
        _ => {}
    }
}

/// Every place whose sentences may be rewritten: the paragraphs of items, and the entries of the overview.
pub(crate) fn places(brief: &Brief) -> Vec<Place> {
    let mut out = Vec::new();
    for (section, of) in brief.sections.iter().enumerate() {
        for (block, what) in of.blocks.iter().enumerate() {
            match what {
                Block::Item(_) => out.push(Place { section, block, entry: None }),
                Block::List(entries) if OVERVIEWS.contains(&of.id) => {
                    out.extend((0..entries.len()).map(|entry| Place { section, block, entry: Some(entry) }));
                }
                _ => {}
            }
        }
    }
    out
}

/// Sections that are overviews, one for each layout.
const OVERVIEWS: [&str; 2] = ["overview", "keypoints"];

/// The mark that ends a sentence in a language.
fn stop(lang: Lang) -> char {
    if lang == Lang::Ja { '。' } else { '.' }
}
