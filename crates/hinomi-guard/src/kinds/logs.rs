//! Where logs are kept and for how long.

use serde_json::Value;

use crate::read::context::Context;
use crate::read::names::tokens;
use crate::read::table::each_row;
use crate::read::tree::{at, each_element, text, yes};
use crate::records::{Records, Retention};

/// A list made by hand from the log platform's retention screen.
pub fn retention(input: &str, context: &mut Context<'_>, records: &mut Records) {
    each_row(input, "retention", &["source", "days"], context, |cells, _| {
        let stored = tokens(cells.get("stored_at"));
        let is_local = stored.iter().any(|word| {
            matches!(
                word.as_str(),
                "local" | "localhost" | "host" | "機器内" | "端末内" | "本体" | "ローカル"
            )
        });
        let stored = (!stored.is_empty()).then_some(!is_local);
        records.retention.push(Retention {
            source: cells.get("source").to_owned(),
            off_host: if cells.has("offhost") {
                cells.yes("offhost")
            } else {
                stored.filter(|off| !off).or(None)
            },
            days: cells.number("days"),
            row: cells.row(),
        });
    });
}

/// `aws cloudtrail describe-trails`: audit logging goes to a bucket; how long is the bucket's matter.
pub fn trails(input: &str, context: &mut Context<'_>, records: &mut Records) {
    each_element(input, &["trailList"], context, |trail, row, _| {
        let off_host = (!text(trail, "S3BucketName").is_empty()).then_some(true);
        records.retention.push(Retention { source: "cloudtrail".to_owned(), off_host, days: None, row });
    });
}

/// Exchange Online's audit configuration, also inside ScubaGear's export.
pub fn audit_config(input: &str, context: &mut Context<'_>, records: &mut Records) {
    let mut read = |value: &Value, row: u32| {
        if let Some(is_on) = yes(value, "UnifiedAuditLogIngestionEnabled") {
            records.retention.push(Retention {
                source: "m365 audit".to_owned(),
                off_host: Some(is_on),
                days: None,
                row,
            });
        }
    };
    let rest = each_element(input, &["admin_audit_log_config"], context, |value, row, _| read(value, row));
    let rest = Value::Object(rest);
    if at(&rest, "UnifiedAuditLogIngestionEnabled").is_some() {
        read(&rest, 1);
    }
}
