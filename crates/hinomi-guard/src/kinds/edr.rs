//! Device inventories of detection products.
//!
//! Column names differ by product; the alias table knows Microsoft Defender's and common Japanese ones, others
//! are mapped in the posture file. "Can be onboarded" rows are machines that were seen, not protected.

use crate::read::context::Context;
use crate::read::table::each_row;
use crate::read::words::{Sense, sense};
use crate::records::{Device, Records};

/// Reads the devices.
pub fn devices(input: &str, context: &mut Context<'_>, records: &mut Records) {
    each_row(input, "edr", &["host"], context, |cells, context| {
        let host = cells.get("host");
        if host.is_empty() {
            context.damage_row(cells.row(), "has no device name", "export it again");
            return;
        }
        let onboarding = cells.get("onboarding");
        let onboarded = match sense(
            onboarding,
            &[Sense::Onboarded, Sense::NotOnboarded, Sense::Active, Sense::Yes, Sense::No],
        ) {
            Some(Sense::NotOnboarded | Sense::No) => Some(false),
            Some(_) => Some(true),
            // A product without such a column lists what it is installed on.
            None => (!cells.has("onboarding")).then_some(true),
        };
        let healthy =
            match sense(cells.get("health"), &[Sense::Active, Sense::Inactive, Sense::Yes, Sense::No]) {
                Some(Sense::Active | Sense::Yes) => Some(true),
                Some(_) => Some(false),
                None => None,
            };
        if !cells.get("last_seen").is_empty() && cells.day("last_seen").is_none() {
            context.damage_row(cells.row(), "has a date that cannot be read", "export it with ISO dates");
        }
        records.devices.push(Device {
            host: host.to_owned(),
            domain: cells.get("domain").to_owned(),
            onboarded,
            healthy,
            last_seen: cells.day("last_seen"),
            tamper: cells.yes("tamper"),
            row: cells.row(),
        });
    });
}
