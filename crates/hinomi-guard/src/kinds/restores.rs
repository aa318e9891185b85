//! Restores that were tried: AWS Backup jobs, SureBackup sessions, a register kept by hand.
//!
//! Sources: AWS Backup `ListRestoreJobs` (COMPLETED without a validation is a restore that nobody checked);
//! Veeam `Get-VBRSureBackupSession` (Warning is not Success).

use serde_json::Value;

use crate::read::context::Context;
use crate::read::moment;
use crate::read::table::each_row;
use crate::read::tree::{at, each_element, text};
use crate::read::words::{Sense, sense};
use crate::records::{Records, Restore};

fn moment_at(value: &Value, path: &str, context: &Context<'_>) -> Option<jiff::Timestamp> {
    match at(value, path)? {
        Value::Number(number) => jiff::Timestamp::from_second(number.as_f64()? as i64).ok(),
        Value::String(told) => moment::wall_instant(told, context.zone),
        _ => None,
    }
}

/// `aws backup list-restore-jobs`.
pub fn aws_jobs(input: &str, context: &mut Context<'_>, records: &mut Records) {
    each_element(input, &["RestoreJobs"], context, |job, row, context| {
        let worked = match (text(job, "Status"), text(job, "ValidationStatus")) {
            ("FAILED", _) | ("COMPLETED", "FAILED" | "TIMED_OUT") => Some(false),
            ("COMPLETED", "SUCCESSFUL") => Some(true),
            ("COMPLETED", _) => None,
            // Pending, running, aborted by hand: no result.
            _ => return,
        };
        let (start, end) =
            (moment_at(job, "CreationDate", context), moment_at(job, "CompletionDate", context));
        let Some(day) = end.or(start).map(|at| moment::in_zone(at, context.zone)) else {
            context.damage_row(row, "has no time", "export it again");
            return;
        };
        let hours = start.zip(end).map(|(start, end)| end.duration_since(start).as_secs_f64() / 3600.0);
        let of = text(job, "SourceResourceArn").to_owned();
        records.restores.push(Restore { of, day, worked, hours, target_hours: None, row });
    });
}

/// SureBackup sessions through `Export-Csv`.
pub fn surebackup(input: &str, context: &mut Context<'_>, records: &mut Records) {
    each_row(input, "surebackup", &["job", "result"], context, |cells, context| {
        let result = cells.get("result");
        let worked = match sense(result, &[Sense::Success, Sense::Failure]) {
            Some(Sense::Success) => Some(true),
            Some(_) => Some(false),
            None if result.eq_ignore_ascii_case("Warning") => None,
            None => return,
        };
        match cells.day("end").or_else(|| cells.day("at")) {
            Some(day) => records.restores.push(Restore {
                of: cells.get("job").to_owned(),
                day,
                worked,
                hours: None,
                target_hours: None,
                row: cells.row(),
            }),
            None => {
                context.damage_row(cells.row(), "has no date that can be read", "export it with ISO dates")
            }
        }
    });
}

/// A register of restore tests.
pub fn register(input: &str, context: &mut Context<'_>, records: &mut Records) {
    each_row(input, "recovery", &["system", "tested_on"], context, |cells, context| {
        let result = cells.get("result");
        if cells.get("tested_on").is_empty() {
            return;
        }
        let Some(day) = cells.day("tested_on") else {
            context.damage_row(cells.row(), "has a test date that cannot be read", "write it as 2025-10-17");
            return;
        };
        let first = result.split(['(', '（', ' ', '、', ',']).next().unwrap_or_default();
        let worked = sense(result, &[Sense::Success, Sense::Failure])
            .or_else(|| sense(first, &[Sense::Success, Sense::Failure]))
            .map(|sense| sense == Sense::Success);
        records.restores.push(Restore {
            of: cells.get("system").to_owned(),
            day,
            worked,
            hours: hours(cells.get("took")).or_else(|| hours(result)),
            target_hours: hours(cells.get("rto")),
            row: cells.row(),
        });
    });
}

/// The length in a text such as `2h50`, `15 min`, `4h`, `3時間20分`, `restored in 1h30`; in hours.
pub fn hours(text: &str) -> Option<f64> {
    use unicode_normalization::UnicodeNormalization;
    let text: String = text.nfkc().collect::<String>().to_lowercase();
    let mut total: Option<f64> = None;
    let mut after_hours = false;
    let mut rest = text.as_str();
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        let tail = &rest[start..];
        let end = tail.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(tail.len());
        let number: f64 = tail[..end].parse().ok()?;
        let unit: String = tail[end..].trim_start().chars().take_while(|c| c.is_alphabetic()).collect();
        let factor = match unit.as_str() {
            "h" | "hr" | "hrs" | "hour" | "hours" | "時間" => 1.0,
            "min" | "mins" | "minute" | "minutes" | "m" | "分" => 1.0 / 60.0,
            "d" | "day" | "days" | "日" => 24.0,
            "" if after_hours => 1.0 / 60.0,
            _ => return total,
        };
        after_hours = (factor - 1.0_f64).abs() < f64::EPSILON;
        total = Some(total.unwrap_or(0.0) + number * factor);
        rest = &tail[end..];
    }
    total
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_as_people_write_them() {
        let near =
            |text: &str, expected: f64| assert!((hours(text).unwrap() - expected).abs() < 0.01, "{text}");
        near("2h50", 2.83);
        near("Passed (restored in 1h30)", 1.5);
        near("15 min", 0.25);
        near("３時間20分", 3.33);
        near("4h", 4.0);
        assert_eq!(hours("soon"), None);
        assert_eq!(hours("Passed"), None);
    }
}
