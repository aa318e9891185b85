//! Findings as files: for people (Markdown, HTML, CSV), for our own next run (JSON), for other programs (SARIF,
//! JUnit, OCSF, OSCAL). One file each, all in one list.

mod csv;
mod json;
mod junit;
mod ocsf;
mod oscal;
mod people;
mod sarif;

use hinomi_model::Lang;

use crate::path::Path;
use crate::verdict::Report;

/// What findings are written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// A short text for the terminal.
    Text,
    /// `hinomi.findings/1`.
    Json,
    /// Markdown.
    Md,
    /// One self-contained page.
    Html,
    /// A spreadsheet's rows; cells that a spreadsheet would run are escaped.
    Csv,
    /// SARIF 2.1.0.
    Sarif,
    /// JUnit XML.
    Junit,
    /// OCSF Compliance Findings, JSON lines.
    Ocsf,
    /// OSCAL assessment results.
    Oscal,
}

/// What a rendering is given beside the findings.
#[derive(Debug, Clone, Copy)]
pub struct Setting {
    /// Language for people.
    pub lang: Lang,
    /// SARIF: also what did not fail. JUnit: unknown is an error and not skipped.
    pub all: bool,
    /// The moment that formats with a time of creation carry.
    pub now: jiff::Timestamp,
}

/// Writes the findings of a report.
pub fn report(report: &Report, format: Format, setting: &Setting) -> String {
    match format {
        Format::Text => people::text(report, setting.lang),
        Format::Json => json::report(report, setting.lang),
        Format::Md => people::report(report, people::Kind::Md, setting.lang),
        Format::Html => people::report(report, people::Kind::Html, setting.lang),
        Format::Csv => csv::report(report, setting.lang),
        Format::Sarif => sarif::report(report, setting),
        Format::Junit => junit::report(report, setting),
        Format::Ocsf => ocsf::report(report, setting),
        Format::Oscal => oscal::report(report, setting),
    }
}

/// Writes a path. Formats that have no shape for one give Markdown.
pub fn path(path: &Path, report: &Report, format: Format, lang: Lang) -> String {
    match format {
        Format::Json => json::path(path, lang),
        Format::Html => people::path(path, report, people::Kind::Html, lang),
        _ => people::path(path, report, people::Kind::Md, lang),
    }
}

/// A stable identifier of UUID form from text: version 8, "custom", of RFC 9562.
fn uuid(parts: &[&str]) -> String {
    let hex = crate::pack::digest(parts.join("\0").as_bytes());
    format!("{}-{}-8{}-8{}-{}", &hex[..8], &hex[8..12], &hex[13..16], &hex[17..20], &hex[20..32])
}

#[cfg(test)]
mod tests;
