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
    /// A phrase file is not TOML of strings, or holds a phrase that does not fit ours.
    #[error("phrase file {name}, line {line}: {reason}")]
    Phrases {
        /// The file, or the name of a bundled template.
        name: String,
        /// Line in it, from 1; 0 where none can be told.
        line: usize,
        /// What is wrong or missing.
        reason: String,
    },
    /// A layout file holds nothing, so that nothing would be printed.
    #[error("layout template {name}, line 1: the file is empty")]
    EmptyLayout {
        /// The file.
        name: String,
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
