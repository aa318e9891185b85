//! Findings as files: for people (Markdown, HTML, CSV), for our own next run (JSON), for other programs (SARIF,
//! JUnit, OCSF, OSCAL). One file each, all in one list.

mod csv;
mod json;
mod junit;
mod ocsf;
mod oscal;
mod people;
mod poam;
mod sarif;
mod words;

use hinomi_model::Lang;
use uuid::Uuid;

use crate::path::Path;
use crate::verdict::{Report, RowRef};

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
    /// OSCAL plan of action and milestones.
    Poam,
}

/// What a path is written as. The formats that list findings have no shape for one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PathFormat {
    /// A short text for the terminal.
    Text,
    /// `hinomi.path/1`.
    Json,
    /// Markdown.
    Md,
    /// One self-contained page.
    Html,
}

/// What a rendering is given beside the findings.
#[derive(Debug, Clone, Copy)]
pub struct Setting<'a> {
    /// Language for people.
    pub lang: Lang,
    /// SARIF: also what did not fail. JUnit: unknown is an error and not skipped.
    pub all: bool,
    /// The moment that formats with a time of creation carry.
    pub now: jiff::Timestamp,
    /// Where the links of HTML lead.
    pub links: Links<'a>,
}

/// Where the links of HTML lead. Each is an address, relative or whole, already escaped as a URL; empty for none.
#[derive(Debug, Clone, Copy, Default)]
pub struct Links<'a> {
    /// The folder that the posture's paths are relative to, with a slash at the end.
    pub evidence: &'a str,
    /// The page that holds every finding; in it each has the anchor of its check.
    pub findings: &'a str,
    /// The page that this one was reached from.
    pub up: &'a str,
}

impl Links<'_> {
    /// The address of a row: the file of evidence with the row as fragment (RFC 7111 for CSV; readers of other
    /// formats open the file).
    pub fn row(&self, row: &RowRef) -> String {
        let fragment = if row.row > 0 { format!("#row={}", row.row) } else { String::new() };
        format!("{}{}{fragment}", self.evidence, uri(&row.file))
    }
}

/// Writes the findings of a report.
pub fn report(report: &Report, format: Format, setting: &Setting<'_>) -> String {
    match format {
        Format::Text => people::text(report, setting.lang),
        Format::Json => json::report(report, setting.lang),
        Format::Md => people::report(report, people::Kind::Md, setting),
        Format::Html => people::report(report, people::Kind::Html, setting),
        Format::Csv => csv::report(report, setting.lang),
        Format::Sarif => sarif::report(report, setting),
        Format::Junit => junit::report(report, setting),
        Format::Ocsf => ocsf::report(report, setting),
        Format::Oscal => oscal::report(report, setting),
        Format::Poam => poam::report(report, setting),
    }
}

/// Writes a path.
pub fn path(path: &Path, report: &Report, format: PathFormat, setting: &Setting<'_>) -> String {
    match format {
        PathFormat::Text => people::path_text(path, report, setting.lang),
        PathFormat::Json => json::pretty(&json::path(path, setting.lang)),
        PathFormat::Md => people::path(path, report, people::Kind::Md, setting),
        PathFormat::Html => people::path(path, report, people::Kind::Html, setting),
    }
}

pub use json::path as path_value;
pub(crate) use people::escape_md;
pub use words::place;

/// A stable identifier from text: a UUID of version 5 (RFC 9562), because OSCAL takes versions 4 and 5 only.
fn uuid(parts: &[&str]) -> String {
    let space = Uuid::new_v5(&Uuid::NAMESPACE_OID, b"hinomi.findings/1");
    Uuid::new_v5(&space, parts.join("\0").as_bytes()).to_string()
}

/// A relative path as a URI reference (RFC 3986): everything but unreserved characters and slashes is escaped.
fn uri(path: &str) -> String {
    use std::fmt::Write as _;
    path.bytes().fold(String::new(), |mut out, byte| {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                out.push(byte as char)
            }
            b'\\' => out.push('/'),
            _ => {
                let _ = write!(out, "%{byte:02X}");
            }
        }
        out
    })
}

#[cfg(test)]
mod tests;
