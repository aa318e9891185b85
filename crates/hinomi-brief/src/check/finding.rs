//! What was found, where, and what to do.

use hinomi_model::{Lang, Span};

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The reader is misled or cannot check.
    Error,
    /// Something to look at.
    Warning,
}

impl Severity {
    /// The word in reports.
    pub fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

/// Words in both languages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// Japanese.
    pub ja: std::borrow::Cow<'static, str>,
    /// English.
    pub en: std::borrow::Cow<'static, str>,
}

impl Said {
    /// Fixed words.
    pub const fn new(ja: &'static str, en: &'static str) -> Self {
        Self { ja: std::borrow::Cow::Borrowed(ja), en: std::borrow::Cow::Borrowed(en) }
    }

    /// Words made for the case.
    pub fn made(ja: String, en: String) -> Self {
        Self { ja: ja.into(), en: en.into() }
    }

    /// The words in `lang`; English unless it is Japanese.
    pub fn in_lang(&self, lang: Lang) -> &str {
        if lang == Lang::Ja { &self.ja } else { &self.en }
    }
}

/// Something that is wrong with a digest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The rule.
    pub rule: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// Where, in bytes of the digest as written.
    pub span: Span,
    /// What is wrong.
    pub message: Said,
    /// What to do.
    pub hint: Said,
}
