//! An article with everything that its facts are found from.

use hinomi_model::{Article, Fact, Slot, Span, Story, Value};

use crate::lexicon::Lexicon;
use crate::parties::{Parties, parties};
use crate::scan::Scan;
use crate::scope;
use crate::story;
use crate::timing::{Timing, timings};

/// What every kind of fact is found from: mentions, bodies, kind of matter.
#[derive(Debug)]
pub struct Page<'a> {
    /// Mentions.
    pub scan: Scan<'a>,
    /// Who is who; nobody where the article has nothing to do with security.
    pub parties: Parties,
    /// Kind of matter.
    pub story: Story,
    /// What each date of the scan is the date of, in the order of the dates.
    pub timings: Vec<Option<Timing>>,
}

impl<'a> Page<'a> {
    /// Reads `article` up to its facts.
    pub fn of(article: &'a Article, lexicon: &'a Lexicon) -> Self {
        let scan = Scan::article(article, lexicon);
        let is_security = story::is_security(&scan);
        let mut parties = if is_security { parties(&scan) } else { Parties::default() };
        let story = if is_security { story::of(&scan, &parties) } else { Story::Other };
        if !matches!(story, Story::Incident | Story::Enforcement) {
            parties.victims.clear();
            parties.affected.clear();
        }
        let timings =
            if is_security { timings(&scan, story, &parties) } else { vec![None; scan.dates.len()] };
        Self { scan, parties, story, timings }
    }

    /// A fact with status and voice as the words around it give them.
    pub fn fact(&self, slot: Slot, value: Value, span: Span) -> Fact {
        let mut fact = self.scan.fact(slot, value, span);
        fact.status = scope::status(&self.scan, span);
        fact.said_by = scope::said_by(self, span);
        fact
    }

    /// A fact told plainly.
    pub fn plain(&self, slot: Slot, value: Value, span: Span) -> Fact {
        self.scan.fact(slot, value, span)
    }

    /// A word of a slot's vocabulary, told plainly.
    pub fn word(&self, slot: Slot, word: &str, span: Span) -> Fact {
        self.plain(slot, Value::Word(word.to_owned()), span)
    }

    /// Whether the article is the story of an attack on somebody named, or of those caught for it.
    pub fn is_attack(&self) -> bool {
        match self.story {
            Story::Incident => self.parties.victim().is_some(),
            story => story == Story::Enforcement,
        }
    }

    /// Whether the article is about security at all.
    pub fn is_security(&self) -> bool {
        self.story != Story::Other
    }
}
