//! A brief as text: Markdown, one HTML page, or JSON.

pub mod context;
pub mod html;
pub mod json;
pub mod marks;
pub mod md;

use crate::brief::Brief;
use crate::error::Error;
use crate::templates::Templates;

/// What a brief is written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Format {
    /// Markdown with YAML front matter.
    Md,
    /// One self-contained page.
    Html,
    /// JSON, schema `hinomi.brief/1`.
    Json,
}

/// Writes `brief`. The same brief and templates give the same bytes.
///
/// # Errors
/// A layout that the user replaced and that cannot be parsed or filled.
pub fn render(brief: &Brief, format: Format, templates: &Templates) -> Result<String, Error> {
    match format {
        Format::Md => md::render(brief, templates),
        Format::Html => html::render(brief, templates),
        Format::Json => json::render(brief),
    }
}
