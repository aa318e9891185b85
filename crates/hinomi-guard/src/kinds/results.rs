//! Verdicts of other tools: OCSF findings (Prowler and others), ScubaGear and ScubaGoggles, Maester.
//!
//! They are shown beside ours and can bring a witness; another tool's pass never makes ours, because it says
//! nothing of who is excluded and when.

use serde_json::Value;

use crate::read::context::Context;
use crate::read::table::each_row;
use crate::read::tree::{at, each_element, text, whole};
use crate::records::{OtherVerdict, Records};

fn result(word: &str) -> Option<bool> {
    match word.to_ascii_lowercase().as_str() {
        "pass" | "passed" => Some(true),
        "fail" | "failed" => Some(false),
        // Warning, N/A, manual, skipped, muted: neither.
        _ => None,
    }
}

/// OCSF findings, a JSON list or lines.
pub fn ocsf(input: &str, context: &mut Context<'_>, records: &mut Records) {
    each_element(input, &[], context, |finding, row, context| {
        if whole(finding, "class_uid").is_none() && at(finding, "finding_info").is_none() {
            context.damage_row(row, "is no OCSF finding", "export it again");
            return;
        }
        let rule = [text(finding, "metadata.event_code"), text(finding, "finding_info.uid")];
        let rule = rule.into_iter().find(|rule| !rule.is_empty()).unwrap_or_default().to_owned();
        let is_muted = text(finding, "status").eq_ignore_ascii_case("Suppressed");
        records.others.push(OtherVerdict {
            rule,
            is_met: result(text(finding, "status_code")).filter(|_| !is_muted),
            row,
        });
    });
}

/// ScubaGear's or ScubaGoggles' results, CSV or JSON.
pub fn scubagear(input: &str, context: &mut Context<'_>, records: &mut Records) {
    if input.trim_start().starts_with(['[', '{']) {
        each_element(input, &[], context, |test, row, _| {
            let is_met = at(test, "RequirementMet").and_then(Value::as_bool);
            records.others.push(OtherVerdict { rule: text(test, "PolicyId").to_owned(), is_met, row });
        });
        return;
    }
    each_row(input, "scuba", &["control", "result"], context, |cells, _| {
        let (rule, is_met) = (cells.get("control").to_owned(), result(cells.get("result")));
        records.others.push(OtherVerdict { rule, is_met, row: cells.row() });
    });
}

/// Prowler's CSV.
pub fn prowler_csv(input: &str, context: &mut Context<'_>, records: &mut Records) {
    each_row(input, "prowler", &["control", "result"], context, |cells, _| {
        let is_met = result(cells.get("result")).filter(|_| cells.yes("muted") != Some(true));
        records.others.push(OtherVerdict { rule: cells.get("control").to_owned(), is_met, row: cells.row() });
    });
}

/// Maester's results.
pub fn maester(input: &str, context: &mut Context<'_>, records: &mut Records) {
    each_element(input, &["Tests"], context, |test, row, _| {
        let rule = text(test, "Id").to_owned();
        records.others.push(OtherVerdict { rule, is_met: result(text(test, "Result")), row });
    });
}
