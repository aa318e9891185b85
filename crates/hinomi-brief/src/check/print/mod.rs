//! A report as people and programs read it.

mod json;
mod place;
mod sarif;
mod text;

use hinomi_model::Lang;

use super::{Digest, Report};

/// How a report is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// A line and an underlined excerpt for each finding, as compilers do.
    Text,
    /// `hinomi.check/1`.
    Json,
    /// SARIF 2.1.0.
    Sarif,
}

/// Writes `report` on the digest in the file called `file`, in the user's language. Ends with a line feed.
pub fn print(digest: &Digest, report: &Report, file: &str, lang: Lang, format: Format) -> String {
    match format {
        Format::Text => text::print(digest, report, file, lang),
        Format::Json => json::print(digest, report, file, lang),
        Format::Sarif => sarif::print(digest, report, file, lang),
    }
}
