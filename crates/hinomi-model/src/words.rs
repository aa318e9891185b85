//! Controlled words: short closed vocabularies that facts are written in.

use serde::{Deserialize, Serialize};

/// A text is not one of the words of a closed vocabulary.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown {vocabulary} {word:?}")]
pub struct UnknownWord {
    /// Name of the vocabulary.
    pub vocabulary: &'static str,
    /// What was found instead.
    pub word: String,
}

macro_rules! words {
    ($($(#[$doc:meta])* $name:ident { $($(#[$word_doc:meta])* $variant:ident = $word:literal,)* })*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(into = "String", try_from = "String")]
        pub enum $name { $($(#[$word_doc])* $variant,)* }

        impl $name {
            /// Every word, in the order in which the vocabulary is written.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The word as it is written in data and output.
            pub fn word(self) -> &'static str {
                match self { $(Self::$variant => $word,)* }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.word())
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::words::UnknownWord;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                match text {
                    $($word => Ok(Self::$variant),)*
                    _ => Err($crate::words::UnknownWord { vocabulary: stringify!($name), word: text.to_owned() }),
                }
            }
        }

        impl TryFrom<String> for $name {
            type Error = $crate::words::UnknownWord;
            fn try_from(text: String) -> Result<Self, Self::Error> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(word: $name) -> String {
                word.word().to_owned()
            }
        }
    )*};
}
pub(crate) use words;

words! {
    /// What kind of matter an article or incident is about.
    Story {
        /// Something happened to somebody.
        Incident = "incident",
        /// A flaw in a product.
        Vulnerability = "vulnerability",
        /// An actor, campaign or malware.
        Threat = "threat",
        /// Arrest, charge, sentence, takedown, sanction.
        Enforcement = "enforcement",
        /// Law, guideline, government plan.
        Policy = "policy",
        /// Survey, statistics, advice.
        Report = "report",
        /// Nothing to do with security, or too little said to tell.
        Other = "other",
    }

    /// How exact a number is.
    Qualifier {
        /// Just this.
        Exact = "exact",
        /// About this.
        Approx = "approx",
        /// This or more.
        AtLeast = "at_least",
        /// This or less.
        AtMost = "at_most",
        /// Above this.
        MoreThan = "more_than",
        /// Below this.
        LessThan = "less_than",
        /// Between two numbers; the value is `low..high`.
        Range = "range",
    }

    /// How sure a fact is.
    Status {
        /// Told as established.
        Confirmed = "confirmed",
        /// May be so.
        Possible = "possible",
        /// Thought to be so by whoever speaks.
        Suspected = "suspected",
        /// Said by the attacker.
        Claimed = "claimed",
        /// Laid at somebody's door by whoever investigates.
        Attributed = "attributed",
        /// Reckoned, not counted.
        Estimated = "estimated",
        /// Said not to be so.
        Denied = "denied",
        /// No sign of it so far.
        NotConfirmed = "not_confirmed",
        /// Being looked into.
        UnderInvestigation = "under_investigation",
        /// The source will not or cannot tell.
        Undisclosed = "undisclosed",
    }

    /// Who says it.
    SaidBy {
        /// Whoever it happened to.
        Victim = "victim",
        /// Police, regulator, CERT, court, government.
        Authority = "authority",
        /// A newspaper or other outlet in its own voice.
        Press = "press",
        /// A maker of products or a security company.
        Vendor = "vendor",
        /// Whoever did it, or says so.
        Attacker = "attacker",
        /// Anybody else.
        ThirdParty = "third_party",
    }
}

/// What a count counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub enum Unit {
    /// 件, records.
    Record,
    /// 人, 名, people.
    Person,
    /// アカウント, accounts.
    Account,
    /// E-mail addresses.
    EmailAddress,
    /// ファイル, files.
    File,
    /// 文書, documents.
    Document,
    /// 社, 機関, organisations.
    Organization,
    /// Countries and regions.
    Country,
    /// 台, devices, servers.
    Device,
    /// 店舗, shops.
    Store,
    /// 品目, items.
    Item,
    /// %, 割.
    Percent,
    /// Bytes; 1 TB is 10¹² bytes.
    Byte,
    /// An amount of money: an ISO 4217 code, or `BTC`, `ETH`.
    Currency([u8; 3]),
}

const UNITS: &[(Unit, &str)] = &[
    (Unit::Record, "record"),
    (Unit::Person, "person"),
    (Unit::Account, "account"),
    (Unit::EmailAddress, "email_address"),
    (Unit::File, "file"),
    (Unit::Document, "document"),
    (Unit::Organization, "organization"),
    (Unit::Country, "country"),
    (Unit::Device, "device"),
    (Unit::Store, "store"),
    (Unit::Item, "item"),
    (Unit::Percent, "percent"),
    (Unit::Byte, "byte"),
];

impl Unit {
    /// The currency of a three-letter upper-case code such as `USD`, `JPY`, `BTC`.
    pub fn currency(code: &str) -> Option<Self> {
        let code: [u8; 3] = code.as_bytes().try_into().ok()?;
        code.iter().all(u8::is_ascii_uppercase).then_some(Self::Currency(code))
    }

    /// The word as it is written in data and output: `person`, `USD`.
    pub fn word(&self) -> &str {
        match self {
            Self::Currency(code) => std::str::from_utf8(code).unwrap_or("XXX"),
            _ => UNITS.iter().find(|(unit, _)| unit == self).map_or("", |(_, word)| word),
        }
    }
}

impl std::fmt::Display for Unit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.word())
    }
}

impl std::str::FromStr for Unit {
    type Err = UnknownWord;
    fn from_str(text: &str) -> Result<Self, UnknownWord> {
        let known = UNITS.iter().find(|(_, word)| *word == text).map(|(unit, _)| *unit);
        known
            .or_else(|| Self::currency(text))
            .ok_or_else(|| UnknownWord { vocabulary: "Unit", word: text.to_owned() })
    }
}

impl TryFrom<String> for Unit {
    type Error = UnknownWord;
    fn try_from(text: String) -> Result<Self, UnknownWord> {
        text.parse()
    }
}

impl From<Unit> for String {
    fn from(unit: Unit) -> String {
        unit.word().to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_prints_and_parses() {
        for status in Status::ALL {
            assert_eq!(status.word().parse(), Ok(*status));
        }
        for (unit, word) in UNITS {
            assert_eq!(unit.word(), *word);
            assert_eq!(word.parse(), Ok(*unit));
        }
        assert_eq!("USD".parse::<Unit>().map(|u| u.to_string()), Ok("USD".to_owned()));
        assert!("usd".parse::<Unit>().is_err());
        assert!("rumour".parse::<Status>().is_err());
    }
}
