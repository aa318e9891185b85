//! A line for people, in both languages.

/// The same line in Japanese and English.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Said {
    /// Japanese.
    pub ja: String,
    /// English.
    pub en: String,
}

impl Said {
    /// The line in that language; English where the language is neither.
    pub fn in_lang(&self, lang: hinomi_model::Lang) -> &str {
        if lang == hinomi_model::Lang::Ja { &self.ja } else { &self.en }
    }
}

/// A line from its two wordings.
pub(crate) fn said(ja: impl Into<String>, en: impl Into<String>) -> Said {
    Said { ja: ja.into(), en: en.into() }
}
