//! What an article says: slot, value, and the exact words that prove it.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::words::words;
use crate::{Article, ArticleId, FactId, Qualifier, SaidBy, Span, Status, Story, Unit, When};

words! {
    /// What a fact is about. The value forms are listed at [`Value`].
    Slot {
        /// Whom it happened to; a name.
        Victim = "victim",
        /// Somebody else touched by it; a name.
        AffectedParty = "affected_party",
        /// Who did it; a name.
        Actor = "actor",
        /// Malicious software; a name.
        Malware = "malware",
        /// A product; a name.
        Product = "product",
        /// Who makes it; a name.
        Vendor = "vendor",
        /// Police, regulator, CERT; a name.
        Agency = "agency",
        /// To whom it was reported; a name.
        ReportedTo = "reported_to",
        /// ransomware, data_breach, … ; a word.
        EventType = "event_type",
        /// First access of the intruder; a time.
        DateInitialAccess = "date.initial_access",
        /// When it was noticed; a time.
        DateDetected = "date.detected",
        /// When it took effect; a time.
        DateImpact = "date.impact",
        /// When the source of the article spoke; a time.
        DateDisclosed = "date.disclosed",
        /// When the attacker claimed it; a time.
        DateClaimed = "date.claimed",
        /// When it was reported to an authority; a time.
        DateReported = "date.reported",
        /// When part of it worked again; a time.
        DateRecoveredPartial = "date.recovered_partial",
        /// When all of it worked again; a time.
        DateRecovered = "date.recovered",
        /// When it was first seen in the wild; a time.
        DateFirstSeen = "date.first_seen",
        /// By when something must be done; a time.
        DateDue = "date.due",
        /// From first access to impact or discovery; a duration.
        DurationDwell = "duration.dwell",
        /// How long a service was down; a duration.
        DurationOutage = "duration.outage",
        /// How many; a count.
        Count = "count",
        /// A kind of data that got out; a word.
        DataExposed = "data_exposed",
        /// A kind of data said not to have got out; a word.
        DataNotExposed = "data_not_exposed",
        /// suspended, degraded, partially_resumed, resumed; a word, with `name`.
        Service = "service",
        /// How it could happen; a word.
        RootCause = "root_cause",
        /// What became of the backups; a word.
        Backup = "backup",
        /// demanded, paid, …; a word.
        Ransom = "ransom",
        /// Whether what was taken has been misused; a word.
        Misuse = "misuse",
        /// n of 第n報; a number, or 続報 / 最終報 as a word.
        ReportNo = "report_no",
        /// CVE id.
        Cve = "cve",
        /// JVN or JVNDB id.
        Jvn = "jvn",
        /// CWE id.
        Cwe = "cwe",
        /// CVSS base score as printed ("9.8") or vector; an id.
        Cvss = "cvss",
        /// Version that mends it; an id.
        FixedVersion = "fixed_version",
        /// Version that is open to it; an id.
        AffectedVersion = "affected_version",
        /// Whether it is used in attacks: yes, no; a word.
        Exploited = "exploited",
        /// In CISA's catalog: yes; a word.
        Kev = "kev",
        /// available, none, planned; a word.
        Patch = "patch",
        /// ATT&CK technique id.
        Technique = "technique",
        /// What readers are told to do; a word.
        Advice = "advice",
        /// arrest, charge, sentence, …; a word.
        Action = "action",
        /// IP address, refanged; an id.
        IndicatorIp = "indicator.ip",
        /// Domain name, refanged; an id.
        IndicatorDomain = "indicator.domain",
        /// URL, refanged; an id.
        IndicatorUrl = "indicator.url",
        /// File hash, lower case; an id.
        IndicatorHash = "indicator.hash",
        /// E-mail address, refanged; an id.
        IndicatorEmail = "indicator.email",
        /// File path or registry key; an id.
        IndicatorPath = "indicator.path",
        /// Wallet address; an id.
        IndicatorWallet = "indicator.wallet",
    }
}

impl Slot {
    /// Whether values are names as written, which match across scripts through aliases.
    pub fn is_name(self) -> bool {
        use Slot::*;
        matches!(self, Victim | AffectedParty | Actor | Malware | Product | Vendor | Agency | ReportedTo)
    }

    /// Whether values are times.
    pub fn is_date(self) -> bool {
        self.word().starts_with("date.")
    }

    /// Whether values are identifiers that mean the same in every language.
    pub fn is_id(self) -> bool {
        use Slot::*;
        matches!(self, Cve | Jvn | Cwe | Cvss | FixedVersion | AffectedVersion | Technique)
            || self.word().starts_with("indicator.")
    }
}

/// The normalised value of a fact. What was written stays at the fact's span.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Value {
    /// A name as written.
    Name(String),
    /// A word of the slot's closed vocabulary (design: section 4): `ransomware`, `credit_card`, `最終報`.
    Word(String),
    /// A standard identifier, in its standard form: `CVE-2025-1234`, `9.8`.
    Id(String),
    /// A time.
    When(When),
    /// An ISO 8601 duration such as `P2M`.
    Duration(String),
    /// How many; `None` in `unit` for what the list of units lacks.
    Count {
        /// The number; the lower end of a range.
        number: Decimal,
        /// The upper end of a range.
        upper: Option<Decimal>,
        /// What is counted.
        unit: Option<Unit>,
    },
    /// An ordinal such as the 7 of 第7報.
    Number(u32),
    /// The source says that it will not or cannot tell.
    Unknown,
}

impl Value {
    /// The value as one line of text: ISO dates, plain decimals without trailing zeros, `low..high`, `unknown`.
    pub fn to_text(&self) -> String {
        match self {
            Self::Name(text) | Self::Word(text) | Self::Id(text) | Self::Duration(text) => text.clone(),
            Self::When(when) => when.to_string(),
            Self::Count { number, upper: None, .. } => number.normalize().to_string(),
            Self::Count { number, upper: Some(upper), .. } => {
                format!("{}..{}", number.normalize(), upper.normalize())
            }
            Self::Number(number) => number.to_string(),
            Self::Unknown => "unknown".to_owned(),
        }
    }

    /// The unit of a count.
    pub fn unit(&self) -> Option<Unit> {
        match self {
            Self::Count { unit, .. } => *unit,
            _ => None,
        }
    }
}

/// One thing that an article says, with the words that say it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Fact {
    /// What it is about.
    pub slot: Slot,
    /// The normalised value.
    pub value: Value,
    /// How exact; `None` reads as exact.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub qualifier: Option<Qualifier>,
    /// How sure; `None` reads as told without hedge or denial.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<Status>,
    /// Who says it, where the text tells.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub said_by: Option<SaidBy>,
    /// Of what: what is counted ("customers", 顧客), which service.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub of: String,
    /// Other known names of a name, across scripts, sorted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
    /// The shortest words that prove it; into [`Article::text`].
    pub span: Span,
    /// The sentence around them; contains `span`.
    pub sentence: Span,
}

impl Fact {
    /// A fact told plainly: no qualifier, status, voice, object or alias.
    pub fn plain(slot: Slot, value: Value, span: Span, sentence: Span) -> Self {
        Self {
            slot,
            value,
            qualifier: None,
            status: None,
            said_by: None,
            of: String::new(),
            aliases: Vec::new(),
            span,
            sentence: sentence.cover(span),
        }
    }

    /// Its id within `article`.
    pub fn id(&self, article: ArticleId) -> FactId {
        let span = format!("{}..{}", self.span.start, self.span.end);
        let unit = self.value.unit().map(String::from).unwrap_or_default();
        FactId::of(&[
            article.to_string().as_bytes(),
            self.slot.word().as_bytes(),
            self.value.to_text().as_bytes(),
            unit.as_bytes(),
            span.as_bytes(),
        ])
    }

    /// The words that prove it.
    pub fn quote<'a>(&self, article: &'a Article) -> &'a str {
        article.slice(self.span)
    }
}

/// All that was found in one article.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FactsOf {
    /// The article.
    pub article: ArticleId,
    /// What kind of matter it is about.
    pub story: Story,
    /// Facts sorted by span start, span end, slot, value; no two are equal.
    pub facts: Vec<Fact>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_count_prints_as_a_plain_decimal() {
        let count = |number: &str, upper: Option<&str>| Value::Count {
            number: number.parse().unwrap(),
            upper: upper.map(|u| u.parse().unwrap()),
            unit: None,
        };
        assert_eq!(count("1100000000000", None).to_text(), "1100000000000");
        assert_eq!(count("29.80", None).to_text(), "29.8");
        assert_eq!(count("3000", Some("4000")).to_text(), "3000..4000");
    }

    #[test]
    fn a_fact_survives_the_store() {
        let mut fact = Fact::plain(
            Slot::DateImpact,
            Value::When("2025-10".parse().unwrap()),
            Span::new(3, 9),
            Span::new(0, 12),
        );
        fact.status = Some(Status::Possible);
        let json = serde_json::to_string(&fact).unwrap();
        assert_eq!(serde_json::from_str::<Fact>(&json).unwrap(), fact);
    }
}
