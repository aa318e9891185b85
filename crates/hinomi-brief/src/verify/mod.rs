//! Whether a sentence may be printed: the only door to output.
//!
//! A sentence is read with the same code that read the sources. It may hold no number, date, name, id,
//! quotation, negation, certainty or attribution that its cites do not carry. What a cite carries:
//!
//! - the fact's value, qualifier, status, voice, object and aliases;
//! - what can be read in its words and in the sentence around them;
//! - the name of its source and the day on which the article could be known;
//! - what can be reckoned from it, where the sentence says that it was reckoned.

pub mod carried;
pub mod certainty;
pub mod computed;
pub mod words;

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use hinomi_model::{Article, ArticleId, Lang, Reading, Source, Span, Stamp, Status, Unit, Value, When};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use rust_decimal::Decimal;

use crate::sentence::{Draft, Piece, Sentence};
use carried::Carried;
use certainty::{Tone, is_denial, rank};
use words::OwnWords;

/// Reads one sentence.
pub type Read<'a> = dyn Fn(&str, Lang, Stamp) -> Reading + 'a;

/// Shows that a draft went through [`verify`]; cannot be made elsewhere.
#[derive(Debug)]
pub struct Pass(());

/// What the verifier needs to know about the cites.
pub struct CiteContext<'a> {
    /// Articles by id.
    pub articles: &'a BTreeMap<ArticleId, &'a Article>,
    /// Sources by id.
    pub sources: &'a BTreeMap<&'a str, &'a Source>,
    /// The day of the brief.
    pub today: Date,
    /// The zone in which days are told.
    pub zone: &'a TimeZone,
    /// The templates' words, for sentences that were composed from them; `None` lets free wording through
    /// as long as nothing that can be read in it is unproved.
    pub own_words: Option<&'a OwnWords>,
    /// Readings of source sentences, made once.
    pub readings: RefCell<BTreeMap<(ArticleId, Span), Rc<Reading>>>,
}

/// Why a sentence may not be printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reason {
    /// It has no proof, or one that points nowhere.
    NoCite,
    /// A reckoned value cannot be reckoned, or the sentence does not say that it was.
    Computed,
    /// A number that no cite carries.
    Number,
    /// A date that no cite carries.
    Date,
    /// A name that no cite carries.
    Name,
    /// An identifier that no cite carries.
    Id,
    /// Words in quotation marks that do not stand in the source.
    Quotation,
    /// It says no where its cites do not.
    NegationAdded,
    /// Its cites say no and it does not.
    NegationDropped,
    /// It sounds surer than its weakest cite.
    Certainty,
    /// It gives to somebody what the cites do not, or doubts what they do not.
    Attribution,
    /// A word that is not the templates' own.
    Word,
    /// Words of a template that tell something else than the cites.
    Meaning,
}

impl Reason {
    /// The word in statistics and JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::NoCite => "no_cite",
            Self::Computed => "computed",
            Self::Number => "number",
            Self::Date => "date",
            Self::Name => "name",
            Self::Id => "id",
            Self::Quotation => "quotation",
            Self::NegationAdded => "negation_added",
            Self::NegationDropped => "negation_dropped",
            Self::Certainty => "certainty",
            Self::Attribution => "attribution",
            Self::Word => "word",
            Self::Meaning => "meaning",
        }
    }
}

/// A sentence that may not be printed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}: {what:?} in {text:?}", reason.word())]
pub struct Refused {
    /// Which rule it breaks.
    pub reason: Reason,
    /// The words that break it.
    pub what: String,
    /// The sentence.
    pub text: String,
}

/// A stretch of a sentence between two marks.
struct Run {
    span: Span,
    cites: Vec<usize>,
}

/// Verifies a draft in language `lang`: gives the sentence, or says which rule it breaks first.
///
/// # Errors
/// [`Refused`], with the first rule broken and the words that break it.
pub fn verify(
    draft: Draft,
    lang: Lang,
    context: &CiteContext<'_>,
    read: &Read<'_>,
) -> Result<Sentence, Refused> {
    let (text, runs) = lay_out(&draft);
    let refuse = |reason, what: &str| Refused { reason, what: what.to_owned(), text: text.clone() };
    let carried_by: Option<Vec<Carried>> =
        draft.cites.iter().map(|cite| Carried::of(cite, context, read)).collect();
    let carried_by = carried_by.ok_or_else(|| refuse(Reason::NoCite, "a cite that points nowhere"))?;
    if carried_by.is_empty()
        || runs.is_empty()
        || runs.iter().any(|run| run.cites.iter().any(|i| *i >= carried_by.len()))
    {
        return Err(refuse(Reason::NoCite, ""));
    }
    let mut reckoned = Vec::new();
    for computed in &draft.computed {
        match computed::reckon(computed, &draft.cites, context.today, context.zone) {
            Some(value) if computed::is_marked(computed, &text, lang) => reckoned.push(value),
            _ => return Err(refuse(Reason::Computed, &format!("{computed:?}"))),
        }
    }
    if computed::is_unfounded(&draft.computed, &text, lang) && context.own_words.is_some() {
        return Err(refuse(Reason::Computed, &text));
    }
    quotations(&draft, &carried_by).map_err(|what| refuse(Reason::Quotation, &what))?;

    let all = Carried::union(carried_by.iter());
    let anchor = anchor(context);
    let reading = read(&text, lang, anchor);
    let masks = all.occurrences(&text);
    let is_masked = |span: Span| masks.iter().any(|mask| mask.contains(span));
    // What was read as a number or date is checked as such; "2 May" and "report no. 3" are no words of doubt.
    let mut read_spans = masks.clone();
    read_spans.extend(reading.counts.iter().map(|(span, ..)| *span));
    read_spans.extend(reading.whens.iter().map(|(span, _)| *span));
    read_spans.extend(reading.ids.iter().map(|(span, _)| *span));
    for run in &runs {
        let carried = Carried::union(run.cites.iter().filter_map(|idx| carried_by.get(*idx)));
        let within = |span: &Span| run.span.overlaps(*span) && !is_masked(*span);
        let run_text = run.span.of(&text).unwrap_or_default();
        let check = Check {
            run: run.span,
            text: &text,
            reading: &reading,
            carried: &carried,
            reckoned: &reckoned,
            known: run
                .cites
                .iter()
                .filter(|idx| draft.known.contains(idx) && is_known_told(&draft, **idx, &carried_by, &text))
                .flat_map(|idx| carried_by.get(*idx).map(|c| c.known.clone()).unwrap_or_default())
                .collect(),
        };
        check.counts(&within).map_err(|what| refuse(Reason::Number, &what))?;
        check.whens(&within, context).map_err(|what| refuse(Reason::Date, &what))?;
        check.ids(&within).map_err(|what| refuse(Reason::Id, &what))?;
        check.loose_digits(&within).map_err(|what| refuse(Reason::Number, &what))?;
        check.quoted(&within).map_err(|what| refuse(Reason::Quotation, &what))?;
        check.tone(&within, &masked_out(run_text, run.span, &read_spans), lang)?;
    }
    // In a composed sentence every word is a template's, a name that is carried, or refused.
    if context.own_words.is_none() {
        names(&reading, &all).map_err(|what| refuse(Reason::Name, &what))?;
    }
    if let Some(own) = context.own_words {
        let mut known = read_spans.clone();
        known.extend(text.match_indices(QUOTE_STAND_IN).map(|(at, c)| Span::new(at, at + c.len())));
        let needs = own.read(&text, &known).map_err(|what| refuse(Reason::Word, &what))?;
        let marked: BTreeSet<usize> = runs.iter().flat_map(|run| run.cites.iter().copied()).collect();
        for (at, needs) in needs {
            let run = runs.iter().find(|run| run.span.range().contains(&at));
            let is_here =
                |idx: &usize| run.is_some_and(|run| run.cites.contains(idx)) || !marked.contains(idx);
            let facts =
                (0..draft.cites.len()).filter(is_here).filter_map(|idx| draft.cites[idx].proof.fact());
            if !facts.into_iter().any(|fact| needs.iter().any(|need| need.is_met_by(fact))) {
                return Err(refuse(Reason::Meaning, &text[at..]));
            }
        }
    }
    Ok(Sentence::sealed(draft, lang, reckoned, Pass(())))
}

/// Whether the day on which a cited article became known may be told: of a fact that it tells; of a mere title or
/// sentence only beside the name of its source or those words.
fn is_known_told(draft: &Draft, idx: usize, carried: &[Carried], text: &str) -> bool {
    let Some((cite, carried)) = draft.cites.get(idx).zip(carried.get(idx)) else { return false };
    let is_quoted = |piece: &Piece| match piece {
        Piece::Quote { text, .. } => {
            let bare = carried::bare(text);
            let bare = bare.trim_end_matches('…');
            carried.words.iter().any(|words| words.starts_with(bare))
        }
        _ => false,
    };
    let is_named = !carried.source.is_empty() && text.contains(&carried.source);
    cite.proof.fact().is_some() || is_named || draft.pieces.iter().any(is_quoted)
}

/// The moment that yearless dates of the brief's own sentences are counted from.
fn anchor(context: &CiteContext<'_>) -> Stamp {
    let noon = context.today.at(12, 0, 0, 0).to_zoned(context.zone.clone());
    match noon {
        Ok(noon) => Stamp::instant(noon.timestamp(), i16::try_from(noon.offset().seconds() / 60).ok()),
        Err(_) => Stamp { when: When::Day(context.today), offset_minutes: None },
    }
}

/// Stands for a quotation while our own words are read.
const QUOTE_STAND_IN: char = '…';

/// The text as it is read, quotations left out, and its runs; text after the last mark belongs to the last run.
fn lay_out(draft: &Draft) -> (String, Vec<Run>) {
    let mut text = String::new();
    let mut runs: Vec<Run> = Vec::new();
    let mut start = 0;
    for piece in &draft.pieces {
        match piece {
            Piece::Own(words) | Piece::Strong(words) => text.push_str(words),
            Piece::Quote { .. } => text.push(QUOTE_STAND_IN),
            Piece::Cites(cites) => {
                runs.push(Run { span: Span::new(start, text.len()), cites: cites.clone() });
                start = text.len();
            }
        }
    }
    match runs.last_mut() {
        Some(last) => last.span = Span::new(last.span.range().start, text.len()),
        None => {
            let cites = (0..draft.cites.len()).collect();
            runs.push(Run { span: Span::new(0, text.len()), cites });
        }
    }
    (text, runs)
}

/// `text`, which stands at `at`, with the masked stretches replaced by as many bytes that say nothing.
fn masked_out(text: &str, at: Span, masks: &[Span]) -> String {
    let mut out = String::with_capacity(text.len());
    for (idx, c) in text.char_indices() {
        let here = Span::new(at.range().start + idx, at.range().start + idx + c.len_utf8());
        if masks.iter().any(|mask| mask.contains(here)) || c == QUOTE_STAND_IN {
            out.extend(std::iter::repeat_n(' ', c.len_utf8()));
        } else {
            out.push(c);
        }
    }
    out
}

/// Every quotation must be the words of a cite, or their beginning marked as cut with …; marks of quotation and
/// spaces aside.
fn quotations(draft: &Draft, carried: &[Carried]) -> Result<(), String> {
    for piece in &draft.pieces {
        if let Piece::Quote { text, .. } = piece {
            let bare = carried::bare(text);
            let is_quoted = |words: &String| match bare.strip_suffix('…') {
                Some(cut) if !words.ends_with('…') => words.starts_with(cut),
                _ => *words == bare || words.strip_suffix('。') == Some(bare.as_str()),
            };
            if bare.is_empty() || !carried.iter().any(|c| c.words.iter().any(is_quoted)) {
                return Err(text.clone());
            }
        }
    }
    Ok(())
}

fn names(reading: &Reading, all: &Carried) -> Result<(), String> {
    for (_, name) in &reading.names {
        let key = hinomi_text::name_key(name);
        if !key.is_empty() && !all.carries_name(&key) {
            return Err(name.clone());
        }
    }
    Ok(())
}

struct Check<'a> {
    run: Span,
    text: &'a str,
    reading: &'a Reading,
    carried: &'a Carried,
    reckoned: &'a [Decimal],
    /// Days on which cited articles became known, where the sentence tells them.
    known: Vec<When>,
}

impl Check<'_> {
    fn words(&self, span: Span) -> String {
        span.of(self.text).unwrap_or_default().to_owned()
    }

    fn is_carried_number(&self, number: Decimal) -> bool {
        self.reckoned.contains(&number) || self.carried.numbers.contains(&number.normalize())
    }

    fn counts(&self, within: &dyn Fn(&Span) -> bool) -> Result<(), String> {
        for (span, value, qualifier) in self.reading.counts.iter().filter(|(span, ..)| within(span)) {
            let Value::Count { number, upper, unit } = value else { continue };
            let is_same = self.carried.counts.iter().any(|(carried, carried_qualifier)| match carried {
                Value::Count { number: n, upper: u, unit: carried_unit } => {
                    n == number
                        && u == upper
                        && units_agree(*unit, *carried_unit)
                        && qualifiers_agree(*qualifier, *carried_qualifier)
                }
                _ => false,
            });
            let is_bare = upper.is_none() && qualifier.is_none_or(is_plain);
            let is_ordinal = is_bare
                && (self.carried.ordinals.contains(&number.normalize())
                    || self.carried.scores.contains(number));
            let is_reckoned = is_bare && self.reckoned.contains(number);
            if !is_same && !is_ordinal && !is_reckoned {
                return Err(self.words(*span));
            }
        }
        for (span, number) in self.reading.numbers.iter().filter(|(span, _)| within(span)) {
            if !number.parse().is_ok_and(|number| self.is_carried_number(number))
                && !self.carried.holds(number)
            {
                return Err(self.words(*span));
            }
        }
        Ok(())
    }

    fn whens(&self, within: &dyn Fn(&Span) -> bool, context: &CiteContext<'_>) -> Result<(), String> {
        for (span, when) in self.reading.whens.iter().filter(|(span, _)| within(span)) {
            let whens = self.carried.whens.iter().chain(&self.known);
            let is_carried = whens.into_iter().any(|carried| is_told_by(*carried, *when, context.zone));
            // 24日目 and "day 24" may be read as a day of the month; they are reckoned numbers.
            let words = self.words(*span);
            let digits: String = words.chars().filter(char::is_ascii_digit).collect();
            let is_reckoned = digits.parse().is_ok_and(|number: Decimal| self.reckoned.contains(&number))
                && !words.contains('月');
            if !is_carried && !is_reckoned {
                return Err(words);
            }
        }
        Ok(())
    }

    fn ids(&self, within: &dyn Fn(&Span) -> bool) -> Result<(), String> {
        for (span, id) in self.reading.ids.iter().filter(|(span, _)| within(span)) {
            if !self.carried.ids.contains(&id.to_uppercase()) {
                return Err(self.words(*span));
            }
        }
        Ok(())
    }

    /// Digits that the reading took for nothing must still be carried, digit for digit.
    fn loose_digits(&self, within: &dyn Fn(&Span) -> bool) -> Result<(), String> {
        let reading = self.reading;
        let read = reading.counts.iter().map(|(span, ..)| span);
        let read = read.chain(reading.numbers.iter().map(|(span, _)| span));
        let read = read.chain(reading.whens.iter().map(|(span, _)| span));
        let read: Vec<&Span> = read.chain(reading.ids.iter().map(|(span, _)| span)).collect();
        for span in digit_runs(self.text) {
            let is_read = read.iter().any(|other| other.contains(span));
            if !self.run.contains(span) || is_read || !within(&span) {
                continue;
            }
            let digits = self.words(span);
            let plain: String = digits.chars().filter(|c| *c != ',').collect();
            let is_carried = plain.parse().is_ok_and(|number| self.is_carried_number(number))
                || self.carried.holds(&plain);
            if !is_carried && !self.carried.holds(&digits) {
                return Err(digits);
            }
        }
        Ok(())
    }

    /// Words in quotation marks within our own words, which nobody declared a quotation.
    fn quoted(&self, within: &dyn Fn(&Span) -> bool) -> Result<(), String> {
        for (_, words) in self.reading.quotations.iter().filter(|(span, _)| within(span)) {
            let bare = carried::bare(words);
            let is_stand_in = words.trim().chars().all(|c| c == QUOTE_STAND_IN) || bare.is_empty();
            if !is_stand_in && !self.carried.words.iter().any(|w| w.contains(&bare)) {
                return Err(words.clone());
            }
        }
        Ok(())
    }

    fn tone(&self, within: &dyn Fn(&Span) -> bool, own: &str, lang: Lang) -> Result<(), Refused> {
        let refuse =
            |reason, what: &str| Err(Refused { reason, what: what.to_owned(), text: self.text.to_owned() });
        let tone = Tone::of(own, lang);
        let hedges: Vec<Status> =
            self.reading.hedges.iter().filter(|(span, _)| within(span)).map(|(_, status)| *status).collect();
        let negation = self.reading.negations.iter().find(|span| within(span));
        let says_no = tone.has_negation || negation.is_some() || hedges.iter().any(|s| is_denial(*s));
        if says_no && !self.carried.has_negative {
            let what = negation.map_or_else(|| own.to_owned(), |span| self.words(*span));
            return refuse(Reason::NegationAdded, &what);
        }
        if self.carried.is_all_negative && !says_no {
            return refuse(Reason::NegationDropped, own);
        }
        let sounds = hedges.iter().map(|s| rank(*s)).chain([tone.rank()]).min().unwrap_or(u8::MAX);
        if sounds > self.carried.rank_min {
            return refuse(Reason::Certainty, own);
        }
        for status in &tone.statuses {
            let is_carried = match status {
                Status::Claimed => self.carried.statuses.contains(status),
                Status::Possible | Status::Suspected => {
                    self.carried.rank_min <= rank(Status::Possible) || self.carried.statuses.contains(status)
                }
                _ => true,
            };
            if !is_carried {
                return refuse(Reason::Attribution, status.word());
            }
        }
        Ok(())
    }
}

fn is_plain(qualifier: hinomi_model::Qualifier) -> bool {
    matches!(qualifier, hinomi_model::Qualifier::Exact | hinomi_model::Qualifier::Range)
}

fn qualifiers_agree(a: Option<hinomi_model::Qualifier>, b: Option<hinomi_model::Qualifier>) -> bool {
    a == b || (a.is_none_or(is_plain) && b.is_none_or(is_plain))
}

/// Whether a written unit tells a carried one: 件 counts anything that is no person, device or money.
fn units_agree(written: Option<Unit>, carried: Option<Unit>) -> bool {
    match (written, carried) {
        (Some(a), Some(b)) if a == b => true,
        (Some(Unit::Record), Some(b)) | (Some(b), Some(Unit::Record)) => {
            matches!(b, Unit::EmailAddress | Unit::File | Unit::Document | Unit::Item)
        }
        (Some(_), Some(_)) => false,
        _ => true,
    }
}

/// Whether a carried time proves a written one: the same, or a coarser telling of it.
fn is_told_by(carried: When, written: When, zone: &TimeZone) -> bool {
    let (first, last) = (carried.first_day(zone), carried.last_day(zone));
    match written {
        When::Instant(_) => carried == written,
        When::Day(day) => {
            // One end of a stretch is told as a day; a month is not.
            day == first && day == last || matches!(carried, When::Days(a, b) if day == a || day == b)
        }
        _ => written.first_day(zone) <= first && last <= written.last_day(zone),
    }
}

/// Runs of ASCII digits with commas and points inside.
pub(crate) fn digit_runs(text: &str) -> Vec<Span> {
    let bytes = text.as_bytes();
    let mut out = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        if !bytes[at].is_ascii_digit() {
            at += 1;
            continue;
        }
        let start = at;
        while at < bytes.len()
            && (bytes[at].is_ascii_digit()
                || (matches!(bytes[at], b',' | b'.') && bytes.get(at + 1).is_some_and(u8::is_ascii_digit)))
        {
            at += 1;
        }
        out.push(Span::new(start, at));
    }
    out
}
