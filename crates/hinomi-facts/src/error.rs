//! What can go wrong: only the reading of vocabularies.

/// A vocabulary file cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// No vocabulary has the file's name.
    #[error("{file}: no vocabulary has this name")]
    Vocabulary {
        /// The file.
        file: String,
    },
    /// A line cannot be read.
    #[error("{file} line {line}: {reason}")]
    Line {
        /// The file.
        file: String,
        /// The line, from 1.
        line: u64,
        /// What is wrong with it.
        reason: String,
    },
    /// The file is not CSV.
    #[error("{file}: not readable as CSV")]
    Csv {
        /// The file.
        file: String,
        /// What the reader said.
        #[source]
        source: csv::Error,
    },
    /// The vocabularies are too large together.
    #[error("the vocabularies are too large for one automaton")]
    TooLarge {
        /// What the automaton said.
        #[source]
        source: aho_corasick::BuildError,
    },
}
