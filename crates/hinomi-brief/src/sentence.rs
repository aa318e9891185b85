//! A sentence, and the proofs that it stands on.

use hinomi_model::{Article, ArticleId, Fact, Lang, Span};
use rust_decimal::Decimal;

use crate::verify::Pass;

/// What a cite points to.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Proof {
    /// A fact: value, span and all.
    Fact(Fact),
    /// Words of the article that are quoted as they stand: its title, or a sentence.
    Words(Span),
}

impl Proof {
    /// The words that prove it, in the article's text.
    pub fn span(&self) -> Span {
        match self {
            Self::Fact(fact) => fact.span,
            Self::Words(span) => *span,
        }
    }

    /// The sentence around those words.
    pub fn sentence(&self) -> Span {
        match self {
            Self::Fact(fact) => fact.sentence,
            Self::Words(span) => *span,
        }
    }

    /// The fact, when it is one.
    pub fn fact(&self) -> Option<&Fact> {
        match self {
            Self::Fact(fact) => Some(fact),
            Self::Words(_) => None,
        }
    }
}

/// One proof: an article and where in it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cite {
    /// The article.
    pub article: ArticleId,
    /// What in it.
    pub proof: Proof,
}

impl Cite {
    /// A cite of `fact` in `article`.
    pub fn fact(article: ArticleId, fact: &Fact) -> Self {
        Self { article, proof: Proof::Fact(fact.clone()) }
    }

    /// A cite of an article's title; of its first block where it has none.
    pub fn title(article: &Article) -> Self {
        let span = article.blocks.first().map_or(Span::new(0, 0), |block| block.span);
        Self { article: article.id, proof: Proof::Words(span) }
    }
}

/// A value that no source states, reckoned from values that are cited; the verifier reckons it again.
///
/// Numbers are positions in the list of cites. Dates are taken by their first day.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Computed {
    /// Days from one cited date to another.
    DaysBetween(usize, usize),
    /// The how-manieth day the brief's own date is, counted from a cited date as day 1.
    NthDay(usize),
    /// The sum of cited counts.
    Sum(Vec<usize>),
    /// How many different values the cited facts have.
    HowMany(Vec<usize>),
    /// One cited count less another.
    Difference(usize, usize),
    /// That the second cited count is larger than the first; brings no number.
    Rose(usize, usize),
    /// That the second cited count is smaller than the first; brings no number.
    Fell(usize, usize),
}

/// A part of a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// Our own words.
    Own(String),
    /// Our own words, stressed.
    Strong(String),
    /// Words of a source as they stand, with the language that they are in.
    Quote {
        /// The words, without marks.
        text: String,
        /// Their language.
        lang: Lang,
    },
    /// Marks: the cites (by position) that prove what stands between the mark before and this one.
    Cites(Vec<usize>),
}

/// A sentence that nobody has verified yet.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Draft {
    /// What it says. Text after the last mark is proved by the last mark's cites.
    pub pieces: Vec<Piece>,
    /// Proofs. Those that no mark names support the names in the sentence.
    pub cites: Vec<Cite>,
    /// Values reckoned from the cites.
    pub computed: Vec<Computed>,
    /// Cites of which the sentence tells the day on which their article became known ("reported on 13 May").
    pub known: Vec<usize>,
}

impl Draft {
    /// A sentence of our own words, proved by all of `cites`.
    pub fn plain(text: impl Into<String>, cites: Vec<Cite>) -> Self {
        let marks = Piece::Cites((0..cites.len()).collect());
        Self { pieces: vec![Piece::Own(text.into()), marks], cites, computed: Vec::new(), known: Vec::new() }
    }

    /// The position of `cite`, added when it is new.
    pub fn cite(&mut self, cite: Cite) -> usize {
        match self.cites.iter().position(|known| *known == cite) {
            Some(idx) => idx,
            None => {
                self.cites.push(cite);
                self.cites.len() - 1
            }
        }
    }
}

/// A sentence that the verifier let through. Nothing else can make one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    draft: Draft,
    lang: Lang,
    reckoned: Vec<Decimal>,
}

impl Sentence {
    /// Seals a draft; [`Pass`] is made by the verifier alone.
    pub(crate) fn sealed(draft: Draft, lang: Lang, reckoned: Vec<Decimal>, _: Pass) -> Self {
        Self { draft, lang, reckoned }
    }

    /// The language of our own words in it.
    pub fn lang(&self) -> Lang {
        self.lang
    }

    /// Its parts.
    pub fn pieces(&self) -> &[Piece] {
        &self.draft.pieces
    }

    /// Its proofs; at least one.
    pub fn cites(&self) -> &[Cite] {
        &self.draft.cites
    }

    /// Values in it that were reckoned from the cites, as numbers.
    pub fn reckoned(&self) -> &[Decimal] {
        &self.reckoned
    }

    /// How those values were reckoned, in the same order.
    pub fn computed(&self) -> &[Computed] {
        &self.draft.computed
    }

    /// What was verified, to be changed and verified anew (the mutation tests and rewriters do).
    pub fn to_draft(&self) -> Draft {
        self.draft.clone()
    }

    /// The words without marks; quotations in the quotation marks of the sentence's language.
    pub fn text(&self) -> String {
        let (open, close) = if self.lang == Lang::Ja { ('「', '」') } else { ('“', '”') };
        let mut out = String::new();
        for piece in self.pieces() {
            match piece {
                Piece::Own(text) | Piece::Strong(text) => out.push_str(text),
                Piece::Quote { text, .. } => {
                    out.push(open);
                    out.push_str(text);
                    out.push(close);
                }
                Piece::Cites(_) => {}
            }
        }
        out
    }
}
