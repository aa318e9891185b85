//! The languages that Hinomi reads.

use serde::{Deserialize, Serialize};

/// The language of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    /// Japanese.
    Ja,
    /// English.
    En,
    /// Chinese: told apart from Japanese, not read for facts.
    Zh,
    /// Another language, or one that could not be told.
    #[serde(rename = "und")]
    Other,
}

impl Lang {
    /// The BCP 47 tag: `ja`, `en`, `zh`, `und`.
    pub fn tag(self) -> &'static str {
        match self {
            Self::Ja => "ja",
            Self::En => "en",
            Self::Zh => "zh",
            Self::Other => "und",
        }
    }

    /// The language of a BCP 47 tag such as `ja-JP`; anything unknown is [`Lang::Other`].
    pub fn of_tag(tag: &str) -> Self {
        match tag.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase().as_str() {
            "ja" => Self::Ja,
            "en" => Self::En,
            "zh" => Self::Zh,
            _ => Self::Other,
        }
    }
}

impl std::fmt::Display for Lang {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.tag())
    }
}
