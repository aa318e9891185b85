//! What can go wrong: only the templates, which users may replace.

/// A template cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// No template of that name is known; an override is named wrongly.
    #[error("no template is called {name:?}; known are {known}")]
    UnknownTemplate {
        /// The name given.
        name: String,
        /// Every name that can be overridden.
        known: String,
    },
    /// A phrase file is not TOML of strings.
    #[error("phrase file {name}: {reason}")]
    Phrases {
        /// Name of the template.
        name: String,
        /// What the TOML reader says, with line and column.
        reason: String,
    },
    /// A phrase file lacks a phrase that ours has, and a user's file is laid over ours: cannot happen unless
    /// the bundled files disagree between languages.
    #[error("phrase file {name} has no phrase {key:?}")]
    MissingPhrase {
        /// Name of the template.
        name: String,
        /// The key that is missing.
        key: String,
    },
    /// A layout template cannot be parsed or filled.
    #[error("layout template {name}, line {line}: {reason}: {words}")]
    Layout {
        /// The file, or the name of a bundled template.
        name: String,
        /// Line in it, from 1; 0 where the engine names none.
        line: usize,
        /// What the template engine says, with what is missing.
        reason: String,
        /// That line.
        words: String,
    },
    /// The brief cannot be written as JSON.
    #[error("brief as json")]
    Json(#[from] serde_json::Error),
}
