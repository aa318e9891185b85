//! What can fail for good in gathering.

use std::path::PathBuf;

/// A gathering action that could not be done. Odd input is a warning, not an error.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The folder of a recorded web cannot be read.
    #[error("cannot read the recorded web in {path}; name a folder that holds <host>/<path>", path = path.display())]
    Replay {
        /// The folder.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A list of sources cannot be read from disk.
    #[error("cannot read the list of sources {path}", path = path.display())]
    SourcesUnreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A list of sources is not written as it must be.
    #[error("{file}:{line}: {reason}")]
    Sources {
        /// The file, as named by the caller.
        file: String,
        /// Line, counted from 1.
        line: usize,
        /// What is wrong there, and what would be right.
        reason: String,
    },
    /// A file holds nothing that can be imported.
    #[error("{name}: {reason}")]
    Import {
        /// The file, as named by the caller.
        name: String,
        /// What it is instead, and what to do.
        reason: String,
    },
    /// The HTTP client cannot be set up.
    #[error("cannot set up the HTTP client: {reason}")]
    Client {
        /// Why.
        reason: String,
    },
}
