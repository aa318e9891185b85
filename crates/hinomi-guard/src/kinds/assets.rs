//! Inventories of machines, and what faces the internet.

use crate::read::context::Context;
use crate::read::names::tokens;
use crate::read::table::each_row;
use crate::read::words::{Sense, means, sense};
use crate::records::{Asset, Device, Rank, Records, Service};

/// The rank that a word names.
pub fn rank(word: &str) -> Option<Rank> {
    sense(word, &[Sense::Critical, Sense::High, Sense::Normal]).map(|sense| match sense {
        Sense::Critical => Rank::Critical,
        Sense::High => Rank::High,
        _ => Rank::Normal,
    })
}

/// The inventory of machines: the denominator of coverage.
pub fn inventory(input: &str, context: &mut Context<'_>, records: &mut Records) {
    each_row(input, "assets", &["host"], context, |cells, context| {
        let host = cells.get("host");
        if host.is_empty() {
            context.damage_row(cells.row(), "has no name", "fill it in");
            return;
        }
        let role = cells.get("role");
        records.assets.push(Asset {
            host: host.to_owned(),
            is_network: means(role, Sense::Network)
                || tokens(role).iter().any(|word| means(word, Sense::Network)),
            is_retired: tokens(cells.get("status")).iter().any(|word| {
                matches!(
                    word.as_str(),
                    "retired"
                        | "disposed"
                        | "decommissioned"
                        | "廃棄"
                        | "廃棄済"
                        | "廃棄済み"
                        | "返却済"
                        | "返却済み"
                        | "除却"
                )
            }),
            rank: rank(cells.get("criticality")),
            row: cells.row(),
        });
    });
}

/// The list of services that face the internet.
pub fn services(input: &str, context: &mut Context<'_>, records: &mut Records) {
    each_row(input, "services", &["host"], context, |cells, context| {
        if cells.get("host").is_empty() && cells.get("ip").is_empty() {
            context.damage_row(cells.row(), "has neither name nor address", "fill it in");
            return;
        }
        records.services.push(Service {
            host: cells.get("host").to_owned(),
            ip: cells.get("ip").to_owned(),
            port: cells.get("port").split('/').next().and_then(|port| port.parse().ok()),
            service: cells.get("service").to_owned(),
            product: cells.get("product").to_owned(),
            authentication: cells.get("authentication").to_owned(),
            owner: cells.has("owner").then(|| cells.get("owner").to_owned()),
            row: cells.row(),
        });
    });
}

/// Intune's device list: managed clients, a second view of what exists.
pub fn intune(input: &str, context: &mut Context<'_>, records: &mut Records) {
    let mut found: Vec<Device> = Vec::new();
    each_row(input, "edr", &["host"], context, |cells, _| {
        found.push(Device {
            host: cells.get("host").to_owned(),
            domain: String::new(),
            onboarded: None,
            healthy: None,
            last_seen: cells.day("last_seen"),
            tamper: None,
            row: cells.row(),
        });
    });
    let known = found.into_iter().map(|device| Asset {
        host: device.host,
        is_network: false,
        is_retired: false,
        rank: None,
        row: device.row,
    });
    records.computers.extend(known);
}
