//! Where we listen.

use serde::{Deserialize, Serialize};

use crate::Lang;
use crate::words::words;

words! {
    /// What a source serves.
    SourceKind {
        /// RSS, Atom or JSON Feed whose entries link to pages.
        Feed = "feed",
        /// One page that is watched.
        Page = "page",
        /// A machine-readable catalog.
        Catalog = "catalog",
        /// A folder or file of the user's own.
        Folder = "folder",
    }

    /// Whose voice speaks in a source.
    Voice {
        /// Whoever the news is about: a company's own notices.
        Official = "official",
        /// CERT, police, regulator, government.
        Authority = "authority",
        /// Newspaper, magazine, broadcaster.
        Press = "press",
        /// Maker of products, security company.
        Vendor = "vendor",
        /// Repeats what others wrote.
        Aggregator = "aggregator",
        /// Leak sites and channels of criminals.
        Attacker = "attacker",
    }

    /// Admiralty reliability of a source. Source: NATO STANAG 2511, MISP taxonomy `admiralty-scale`.
    Reliability {
        /// Completely reliable.
        A = "A",
        /// Usually reliable.
        B = "B",
        /// Fairly reliable.
        C = "C",
        /// Not usually reliable.
        D = "D",
        /// Unreliable.
        E = "E",
        /// Cannot be judged.
        F = "F",
    }

    /// How far what a source says may be passed on. Source: FIRST TLP 2.0.
    Tlp {
        /// No limit.
        Clear = "clear",
        /// Within the community.
        Green = "green",
        /// Need to know, within the organisation and its clients.
        Amber = "amber",
        /// Need to know, within the organisation only.
        AmberStrict = "amber+strict",
        /// Named recipients only.
        Red = "red",
    }
}

/// A place where we listen, as configured.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// Short name, unique in a configuration: `jpcert-alerts`.
    pub id: String,
    /// As shown to people, in the source's own language.
    pub name: String,
    /// Address of the feed, page or catalog.
    pub url: String,
    /// What it serves.
    pub kind: SourceKind,
    /// Language of most of its text.
    pub lang: Lang,
    /// ISO 3166-1 alpha-2 of where it sits; empty when unknown.
    pub country: String,
    /// Whose voice.
    pub voice: Voice,
    /// How far to trust it.
    pub reliability: Reliability,
    /// How far its text may be passed on.
    pub tlp: Tlp,
    /// Shortest time between two polls, in minutes.
    pub interval_minutes: u32,
    /// Most characters that may be quoted in one go.
    pub quote_chars_max: u32,
    /// What was wrong when the address was last known to be tried; empty when nothing.
    pub last_known_bad: String,
}
