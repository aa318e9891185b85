//! What a cite carries: everything that a sentence which cites it may say.

use std::collections::BTreeSet;
use std::rc::Rc;

use hinomi_model::{Article, Qualifier, Reading, SaidBy, Slot, Span, Stamp, Status, Value, When};
use rust_decimal::Decimal;

use super::certainty::{Tone, is_denial, is_negative, rank_of};
use super::{CiteContext, Read};
use crate::references::source_name;
use crate::sentence::{Cite, Proof};

/// What one or more cites carry.
#[derive(Debug, Clone, Default)]
pub struct Carried {
    /// Counts with their qualifiers.
    pub counts: Vec<(Value, Option<Qualifier>)>,
    /// Numbers that may stand bare: report numbers, parts of durations, numbers read in the source.
    pub numbers: BTreeSet<Decimal>,
    /// Numbers that may stand as ordinals (第7報 may be read as a count of 7).
    pub ordinals: BTreeSet<Decimal>,
    /// Ids that are numbers, such as a CVSS score, which may be read as a bare count.
    pub scores: BTreeSet<Decimal>,
    /// Times.
    pub whens: Vec<When>,
    /// The name of the source of one cite; empty for several.
    pub source: String,
    /// When the article became known, and when it says it was published.
    pub known: Vec<When>,
    /// Names as written: values, aliases, objects, source names.
    pub names: BTreeSet<String>,
    /// All of them as [`hinomi_text::name_key`]s.
    pub name_keys: BTreeSet<String>,
    /// Ids in upper case.
    pub ids: BTreeSet<String>,
    /// Words that may be quoted: the sentence around the proof, marks of quotation left out.
    pub words: Vec<String>,
    /// Texts that the cites bring, in lower case: source sentences and names.
    pub texts: Vec<String>,
    /// Whether any of them says no.
    pub has_negative: bool,
    /// Whether there are facts and all of them say no.
    pub is_all_negative: bool,
    /// How sure the least sure is.
    pub rank_min: u8,
    /// Statuses that they bring.
    pub statuses: BTreeSet<Status>,
    n_facts: usize,
    n_negative: usize,
}

impl Carried {
    /// What `cite` carries; `None` when it points nowhere.
    pub fn of(cite: &Cite, context: &CiteContext<'_>, read: &Read<'_>) -> Option<Self> {
        let article = *context.articles.get(&cite.article)?;
        let quote = cite.proof.span().of(&article.text)?;
        let sentence = cite.proof.sentence().of(&article.text)?;
        if quote.is_empty() {
            return None;
        }
        let mut out = Self { rank_min: u8::MAX, ..Self::default() };
        out.add_source(article, context);
        // A composed sentence tells values of facts, so a fact carries what its own words say. What else stands in the
        // sentence around it (another day, another flaw's id) is the proof of other facts; read along, it would prove the
        // right number of the wrong thing.
        let told = match &cite.proof {
            Proof::Fact(fact) if context.own_words.is_some() => fact.span,
            proof => proof.sentence(),
        };
        out.add_reading(&reading_of(article, told, context, read));
        out.words.push(bare(sentence));
        out.texts.push(sentence.to_lowercase());
        let quoted_tone = Tone::of(quote, article.lang);
        out.has_negative |= quoted_tone.has_negation;
        out.statuses.extend(Tone::of(sentence, article.lang).statuses);
        match &cite.proof {
            Proof::Fact(_) => {}
            Proof::Words(_) => out.rank_min = u8::MAX,
        }
        if let Proof::Fact(fact) = &cite.proof {
            out.n_facts = 1;
            out.n_negative = usize::from(is_negative(fact));
            out.is_all_negative = is_negative(fact);
            out.has_negative |= is_negative(fact);
            out.rank_min = rank_of(fact);
            out.statuses.extend(fact.status);
            if fact.said_by == Some(SaidBy::Attacker) || fact.slot == Slot::DateClaimed {
                out.statuses.insert(Status::Claimed);
            }
            // What is being looked into may be told as not known yet.
            if fact.status.is_some_and(|s| is_denial(s) || s == Status::UnderInvestigation) {
                out.has_negative = true;
            }
            out.add_name(&fact.of);
            for alias in &fact.aliases {
                out.add_name(alias);
            }
            out.add_value(&fact.value, fact.qualifier);
        }
        Some(out)
    }

    /// What several cites carry together.
    pub fn union<'a>(parts: impl Iterator<Item = &'a Carried>) -> Self {
        let mut out = Self { rank_min: u8::MAX, ..Self::default() };
        for part in parts {
            out.counts.extend(part.counts.iter().cloned());
            out.numbers.extend(&part.numbers);
            out.ordinals.extend(&part.ordinals);
            out.scores.extend(&part.scores);
            out.whens.extend(&part.whens);
            out.known.extend(&part.known);
            out.names.extend(part.names.iter().cloned());
            out.name_keys.extend(part.name_keys.iter().cloned());
            out.ids.extend(part.ids.iter().cloned());
            out.words.extend(part.words.iter().cloned());
            out.texts.extend(part.texts.iter().cloned());
            out.has_negative |= part.has_negative;
            out.rank_min = out.rank_min.min(part.rank_min);
            out.statuses.extend(&part.statuses);
            out.n_facts += part.n_facts;
            out.n_negative += part.n_negative;
        }
        out.is_all_negative = out.n_facts > 0 && out.n_facts == out.n_negative;
        out
    }

    fn add_source(&mut self, article: &Article, context: &CiteContext<'_>) {
        let source = context.sources.get(article.source.as_str()).copied();
        self.source = crate::wording::clean(&source_name(article, source));
        self.add_name(&self.source.clone());
        self.known.push(When::Instant(article.known_at));
        self.known.extend(article.published.map(|stamp| When::Day(stamp.day(article.lang))));
    }

    fn add_reading(&mut self, reading: &Reading) {
        self.counts.extend(reading.counts.iter().map(|(_, value, qualifier)| (value.clone(), *qualifier)));
        self.numbers.extend(
            reading.numbers.iter().filter_map(|(_, n)| n.parse::<Decimal>().ok()).map(|n| n.normalize()),
        );
        self.whens.extend(reading.whens.iter().map(|(_, when)| *when));
        for (_, name) in &reading.names {
            let name = crate::wording::clean(name);
            let key = hinomi_text::name_key(&name);
            if !key.is_empty() {
                self.name_keys.insert(key);
            }
        }
        self.ids.extend(reading.ids.iter().map(|(_, id)| id.to_uppercase()));
    }

    fn add_name(&mut self, name: &str) {
        let name = crate::wording::clean(name);
        let key = hinomi_text::name_key(&name);
        if !key.is_empty() {
            self.name_keys.insert(key);
        }
        if !name.is_empty() {
            self.texts.push(name.to_lowercase());
            self.names.insert(name);
        }
    }

    fn add_value(&mut self, value: &Value, qualifier: Option<Qualifier>) {
        match value {
            Value::Name(name) => self.add_name(name),
            Value::Id(id) => {
                self.ids.insert(id.to_uppercase());
                self.texts.push(id.to_lowercase());
                self.numbers.extend(id.parse::<Decimal>().ok().map(|n| n.normalize()));
                self.scores.extend(id.parse::<Decimal>().ok());
                self.names.insert(crate::wording::clean(id));
            }
            Value::When(when) => self.whens.push(*when),
            Value::Duration(iso) => {
                let parts = iso.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty());
                self.numbers.extend(parts.filter_map(|part| part.parse::<Decimal>().ok()));
            }
            Value::Count { .. } => self.counts.push((value.clone(), qualifier)),
            Value::Number(number) => {
                self.numbers.insert(Decimal::from(*number));
                self.ordinals.insert(Decimal::from(*number));
            }
            Value::Word(_) | Value::Unknown => {}
        }
    }

    /// Whether a run of digits and points stands as a whole in an id that is carried.
    pub fn holds(&self, digits: &str) -> bool {
        let is_inner = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit() || c == '.');
        self.ids.iter().any(|id| {
            id.match_indices(digits).any(|(at, _)| {
                !is_inner(id[..at].chars().next_back()) && !is_inner(id[at + digits.len()..].chars().next())
            })
        })
    }

    /// Whether a name, as a key, is one of those carried, or part of one, or one with our own words around it.
    pub fn carries_name(&self, key: &str) -> bool {
        self.name_keys.iter().any(|known| known.contains(key))
            || self.texts.iter().any(|text| hinomi_text::name_key(text).contains(key))
    }

    /// Where carried names and ids stand in `text`: numbers and negations inside them are part of the name.
    pub fn occurrences(&self, text: &str) -> Vec<Span> {
        occurrences(&self.names, text)
    }
}

/// Shortest name that is looked for in a text, in characters.
const NAME_CHARS_MIN: usize = 2;

fn occurrences(names: &BTreeSet<String>, text: &str) -> Vec<Span> {
    let mut out: Vec<Span> = Vec::new();
    for name in names {
        let is_digits = name.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | '%'));
        if !is_digits && name.chars().count() >= NAME_CHARS_MIN {
            out.extend(text.match_indices(name.as_str()).map(|(at, _)| Span::new(at, at + name.len())));
        }
    }
    out.sort_unstable();
    out
}

fn reading_of(article: &Article, sentence: Span, context: &CiteContext<'_>, read: &Read<'_>) -> Rc<Reading> {
    let key = (article.id, sentence);
    if let Some(known) = context.readings.borrow().get(&key) {
        return Rc::clone(known);
    }
    let stamp = article.published.unwrap_or(Stamp::instant(article.known_at, None));
    let reading = Rc::new(read(article.slice(sentence), article.lang, stamp));
    context.readings.borrow_mut().insert(key, Rc::clone(&reading));
    reading
}

/// Words as they are compared in quotations: quotation marks and spaces aside.
pub fn bare(text: &str) -> String {
    let is_mark = |c: char| {
        c.is_whitespace()
            || c.is_control()
            || matches!(c, '「' | '」' | '『' | '』' | '“' | '”' | '"' | '‘' | '’' | '\'')
    };
    text.chars().filter(|c| !is_mark(*c)).collect()
}
