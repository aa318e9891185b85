//! Veeam Backup & Replication: the Security & Compliance Analyzer's results, and session reports.
//!
//! Source: `Start-VBRSecurityComplianceAnalyzer`; status words differ by version, so an unknown word says nothing.
//! "Suppressed" is an exception that somebody made: neither met nor not.

use crate::read::context::Context;
use crate::read::table::each_row;
use crate::read::words::{Sense, sense};
use crate::records::{Analysed, Records, RestorePoint};

/// The analyser's results.
pub fn analyser(input: &str, context: &mut Context<'_>, records: &mut Records) {
    each_row(input, "veeam_analyser", &["item", "status"], context, |cells, _| {
        let status = cells.get("status").to_lowercase();
        let is_met = match status.as_str() {
            "ok" | "passed" | "implemented" | "合格" => Some(true),
            "violation" | "not implemented" | "notimplemented" | "failed" | "違反" | "未実装" => {
                Some(false)
            }
            _ => None,
        };
        records.analysed.push(Analysed { item: cells.get("item").to_owned(), is_met, row: cells.row() });
    });
}

/// Session reports: each successful session of a machine. That its point still exists, the report does not say.
pub fn sessions(input: &str, context: &mut Context<'_>, records: &mut Records) {
    let mut n_undated = 0;
    each_row(input, "veeam_sessions", &["at"], context, |cells, _| {
        if sense(cells.get("status"), &[Sense::Success]).is_none() {
            return;
        }
        let of = [cells.get("machine"), cells.get("job")]
            .into_iter()
            .find(|name| !name.is_empty())
            .unwrap_or_default();
        match cells.day("at") {
            Some(day) => records.points.push(RestorePoint {
                day,
                is_day_sure: true,
                of: of.to_owned(),
                part: cells.get("job").to_owned(),
                row: cells.row(),
            }),
            None => n_undated += 1,
        }
    });
    if n_undated > 0 {
        context
            .damage(format!("{n_undated} rows have a date that cannot be read"), "export it with ISO dates");
    }
}
