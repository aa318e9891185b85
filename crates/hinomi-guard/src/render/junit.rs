//! JUnit XML for build servers: a fail is a failure, an unknown is skipped (an error with `all`).

use std::fmt::Write as _;

use super::Setting;
use crate::verdict::{Report, Verdict};

/// The report.
pub fn report(report: &Report, setting: &Setting<'_>) -> String {
    let n = |verdict| report.n(verdict);
    let (skipped, errors) = if setting.all { (0, n(Verdict::Unknown)) } else { (n(Verdict::Unknown), 0) };
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let counts = format!(
        "tests=\"{}\" failures=\"{}\" errors=\"{errors}\" skipped=\"{skipped}\"",
        report.findings.len(),
        n(Verdict::Fail)
    );
    let _ = writeln!(out, "<testsuites name=\"Hinomi\" {counts}>");
    let _ = writeln!(out, "  <testsuite name=\"{}\" {counts}>", xml(&report.organisation));
    for finding in &report.findings {
        let reason = xml(finding.reason.in_lang(setting.lang));
        let _ = write!(
            out,
            "    <testcase classname=\"{}\" name=\"{}\"",
            xml(&finding.lesson),
            xml(&finding.check)
        );
        let _ = match finding.verdict {
            Verdict::Pass => writeln!(out, "/>"),
            Verdict::Fail => {
                let rows: Vec<String> =
                    finding.rows.iter().map(|row| format!("{}:{}", row.file, row.row)).collect();
                writeln!(out, "><failure message=\"{reason}\">{}</failure></testcase>", xml(&rows.join("\n")))
            }
            Verdict::Unknown if setting.all => writeln!(out, "><error message=\"{reason}\"/></testcase>"),
            Verdict::Unknown => writeln!(out, "><skipped message=\"{reason}\"/></testcase>"),
        };
    }
    out.push_str("  </testsuite>\n</testsuites>\n");
    out
}

/// Text for an attribute or an element; what XML 1.0 cannot hold is replaced.
fn xml(text: &str) -> String {
    text.chars().fold(String::new(), |mut out, c| {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' => out.push_str("&#10;"),
            c if (c.is_control() && c != '\t') || matches!(c, '\u{fffe}' | '\u{ffff}') => {
                out.push('\u{fffd}')
            }
            c => out.push(c),
        }
        out
    })
}
