//! `detect.tamper`: you notice when a sensor is switched off.
//!
//! Tamper protection must be on for every onboarded machine, and none may have fallen silent. Off, or silent, on a
//! machine of high or critical rank is a witness; the rank comes from the inventory. Misses: who may switch it off.

use std::collections::BTreeMap;

use super::machines::{Devices, MetDevice, inventory};
use crate::judge::Judge;
use crate::read::moment::days;
use crate::records::Rank;
use crate::said::said;

/// Looks.
pub fn look(judge: &mut Judge<'_>) {
    let pack = judge.pack;
    let limit = judge.days("sensor_max_age_days", 7.0);
    let as_of = judge.as_of();
    if !judge.rely_on_kinds(&["edr.devices"]) {
        judge.gap_no_evidence();
        return;
    }
    let devices = Devices::of(pack);
    let mut ranks: BTreeMap<(usize, u32), Option<Rank>> = BTreeMap::new();
    for (_, asset, is_ambiguous) in inventory(pack) {
        if let MetDevice::One(one, device) = devices.meet(asset)
            && !is_ambiguous
        {
            ranks.insert((one.index, device.row), asset.rank);
        }
    }
    for one in pack.of_kinds(&["edr.devices"]) {
        if one.records.devices.is_empty() {
            judge.gap(said("検知製品の一覧に機器が一台もない", "the device list is empty"), &["edr.devices"]);
        }
        for device in &one.records.devices {
            if device.onboarded == Some(false) {
                judge.gap_of(
                    &device.host,
                    said(
                        "未導入の機器の改ざん防止は分からない",
                        "tamper protection of a machine without the sensor is not told",
                    ),
                    &[],
                );
                continue;
            }
            let rank = ranks.get(&(one.index, device.row)).copied().flatten();
            let was_silent = device.healthy == Some(false)
                || device.last_seen.is_some_and(|day| days(day, one.seen_on(as_of)) > limit);
            let is_heard =
                device.last_seen.is_some_and(|day| days(day, as_of) <= limit && one.can_know(day, as_of))
                    && device.healthy != Some(false);
            let why = match (device.tamper, was_silent) {
                (Some(false), _) => Some(said("改ざん防止が無効", "tamper protection is off")),
                (_, true) => Some(said("検知製品が沈黙している", "the sensor is silent")),
                _ => None,
            };
            match (why, rank) {
                (Some(why), Some(Rank::High | Rank::Critical)) => {
                    judge.fail(&device.host, why, [one.place(device.row)])
                }
                (Some(_), Some(Rank::Normal)) => judge.gap_of(
                    &device.host,
                    said(
                        "一般の機器で改ざん防止が無効か、沈黙している",
                        "a machine of normal rank is unprotected or silent",
                    ),
                    &[],
                ),
                (Some(_), None) => judge.gap_of(
                    &device.host,
                    said(
                        "改ざん防止が無効か沈黙している機器の重要度が分からない",
                        "the rank of an unprotected or silent machine is not told",
                    ),
                    &["assets.inventory"],
                ),
                (None, _) if device.tamper.is_none() => judge.gap_of(
                    &device.host,
                    said("改ざん防止の列がない", "the export does not tell tamper protection"),
                    &["edr.devices"],
                ),
                (None, _) if !is_heard => judge.gap_of(
                    &device.host,
                    said(
                        "最終通信が分からないか、出力の後が分からない",
                        "when the sensor was last heard is not told, or only before the export",
                    ),
                    &["edr.devices"],
                ),
                (None, _) => {}
            }
        }
    }
}
