//! Everything about one matter, for as long as it lives.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::words::words;
use crate::{ArticleId, Fact, FactId, IncidentId, Slot, Story};

words! {
    /// Where an incident stands in its life. Any of them can reopen.
    Life {
        /// Told once so far.
        Open = "open",
        /// Told again within the last week.
        Growing = "growing",
        /// Told again within the last week, after it was closed.
        Reopened = "reopened",
        /// Nothing new for a week.
        Quiet = "quiet",
        /// Recovered, or nothing new for half a year.
        Closed = "closed",
    }

    /// Why a value no longer stands, or never did.
    Rule {
        /// A later value of an equal or stronger voice took its place.
        Later = "later_voice_at_least_as_strong",
        /// Another says the same more exactly.
        Finer = "said_more_exactly",
        /// Says that it is not known, where another knows.
        Known = "known_by_another",
        /// A weaker voice disagrees with a stronger one.
        Weaker = "weaker_voice",
        /// The attacker's word.
        Attacker = "attackers_word",
        /// Withdrawn or denied by whoever speaks.
        Denied = "denied",
    }

    /// What became of a value that was once said.
    Fate {
        /// The latest word on it.
        Stands = "stands",
        /// A later value took its place.
        Superseded = "superseded",
        /// Disagrees with the value that stands, from a weaker or no later voice.
        Contradicts = "contradicts",
        /// The attacker's word, never compared with what others say.
        Alleged = "alleged",
        /// Withdrawn or denied.
        Withdrawn = "withdrawn",
    }
}

/// One article of an incident.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    /// The article.
    pub article: ArticleId,
    /// Its URL.
    pub url: String,
    /// When it could be known.
    pub known_at: Timestamp,
    /// The article that it repeats, when it is a copy; a copy is no voice of its own.
    pub copy_of: Option<ArticleId>,
    /// Why it was joined: the keys that it shares, for people; empty for the founder.
    pub because: Vec<String>,
}

/// One value that was said for a claim.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClaimValue {
    /// The fact that said it first; its span is the proof.
    pub fact: Fact,
    /// The article of `fact`.
    pub article: ArticleId,
    /// When it could first be known.
    pub known_at: Timestamp,
    /// Every fact that says the same, with its article, earliest first, `fact` included.
    pub said_in: Vec<(ArticleId, FactId)>,
    /// What became of it.
    pub fate: Fate,
    /// By which rule, and against which value, where it does not simply stand.
    pub decided: Option<(Rule, Option<FactId>)>,
}

/// One question about an incident, and every answer ever given, earliest known first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claim {
    /// What it is about.
    pub slot: Slot,
    /// Tells claims of one slot apart: the unit and object of a count, the name of a service; may be empty.
    pub key: String,
    /// All values, by `known_at`, then article, then value.
    pub values: Vec<ClaimValue>,
}

impl Claim {
    /// The values that stand.
    pub fn standing(&self) -> impl Iterator<Item = &ClaimValue> {
        self.values.iter().filter(|value| value.fate == Fate::Stands)
    }
}

/// Everything about one matter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Incident {
    /// Made from the founding article.
    pub id: IncidentId,
    /// What kind of matter.
    pub story: Story,
    /// Where it stands in its life.
    pub life: Life,
    /// Names of those it happened to, the most used first.
    pub victims: Vec<String>,
    /// Articles, by `known_at`, then id.
    pub members: Vec<Member>,
    /// Claims by slot, then key.
    pub claims: BTreeMap<Slot, Vec<Claim>>,
}

impl Incident {
    /// The id of the incident founded by `article`.
    pub fn id_of(founder: ArticleId) -> IncidentId {
        IncidentId::of(&[founder.to_string().as_bytes()])
    }

    /// The claims of `slot`; empty when nothing was said.
    pub fn claims_of(&self, slot: Slot) -> &[Claim] {
        self.claims.get(&slot).map_or(&[], Vec::as_slice)
    }

    /// Articles that are no copies: the independent voices.
    pub fn n_voices(&self) -> usize {
        self.members.iter().filter(|member| member.copy_of.is_none()).count()
    }
}
