//! `detect.coverage`: the detection product runs on every machine of the inventory.
//!
//! The inventory is the denominator; without it nothing passes. A machine of high or critical rank without an
//! active sensor is a witness, one that the list of sensors lacks only when that list is whole. Network gear carries no sensor and is left out. Misses: machines that the
//! inventory does not know.

use std::collections::BTreeSet;

use super::machines::{Devices, MetDevice, inventory};
use crate::judge::Judge;
use crate::pack::Evidence;
use crate::read::moment::days;
use crate::read::names::host_key;
use crate::records::{Asset, Device, Rank};
use crate::said::{Said, said};

const KINDS: [&str; 2] = ["edr.devices", "assets.inventory"];

/// Looks.
pub fn look(judge: &mut Judge<'_>) {
    let pack = judge.pack;
    for kind in KINDS {
        if !judge.rely_on_kinds(&[kind]) {
            judge.gap(said(format!("{kind} がない"), format!("there is no {kind}")), &[kind]);
        }
    }
    if pack.of_kinds(&["edr.devices"]).next().is_none() {
        return;
    }
    let devices = Devices::of(pack);
    let assets = inventory(pack);
    if assets.is_empty() {
        judge.gap(said("台帳に機器が一台もない", "the inventory lists no machine"), &KINDS[1..]);
    }
    for (one, asset, is_ambiguous) in &assets {
        if asset.is_network {
            judge.note(said("ネットワーク機器は数えていない", "network gear is not counted"));
            continue;
        }
        let met = devices.meet(asset);
        if *is_ambiguous || matches!(met, MetDevice::Several) {
            judge.gap_of(
                &asset.host,
                said("機器名が一対一に対応しない", "a machine's name does not match one to one"),
                &[],
            );
            continue;
        }
        look_at(judge, one, asset, &met);
    }
    let known_keys: BTreeSet<String> = assets.iter().map(|(_, asset, _)| host_key(&asset.host)).collect();
    // A second list of machines can show one that the inventory misses.
    for one in pack.of_kinds(&["ad.computers-csv", "intune.devices"]) {
        for known in one.records.computers.iter().filter(|known| !known.is_retired) {
            let key = host_key(&known.host);
            if !known_keys.contains(&key) && matches!(devices.meet(known), MetDevice::Nobody) {
                judge.gap_of(
                    &known.host,
                    said(
                        "台帳にも検知製品にもない機器がある",
                        "a machine is neither in the inventory nor known to the detection product",
                    ),
                    &KINDS,
                );
            }
        }
    }
}

fn look_at(judge: &mut Judge<'_>, one: &Evidence, asset: &Asset, met: &MetDevice<'_>) {
    let limit = judge.days("sensor_max_age_days", 7.0);
    let as_of = judge.as_of();
    let (is_down, is_fine, place) = match met {
        MetDevice::One(source, device) => {
            let (down, fine) = health(device, source.seen_on(as_of), as_of, limit);
            (down, fine, Some(source.place(device.row)))
        }
        _ => (Some(said("検知製品がない", "no sensor")), false, None),
    };
    if is_fine {
        return;
    }
    match (is_down, asset.rank) {
        (Some(why), Some(Rank::High | Rank::Critical)) => {
            let why = said(
                format!("重要機器に稼働する検知製品がない：{}", why.ja),
                format!("an important machine without an active sensor: {}", why.en),
            );
            let rows = [one.place(asset.row)].into_iter().chain(place);
            match met {
                MetDevice::One(..) => judge.fail(&asset.host, why, rows),
                _ => judge.fail_by_absence(&KINDS[..1], &asset.host, why, rows),
            }
        }
        (Some(_), Some(Rank::Normal)) => judge.gap_of(
            &asset.host,
            said("検知製品のない一般の機器がある", "a machine of normal rank has no active sensor"),
            &[],
        ),
        (Some(_), None) => judge.gap_of(
            &asset.host,
            said(
                "検知製品のない機器の重要度が分からない",
                "the rank of a machine without an active sensor is not told",
            ),
            &KINDS[1..],
        ),
        (None, _) => judge.gap_of(
            &asset.host,
            said("検知製品の稼働が分からない", "whether a sensor is active is not told"),
            &KINDS[..1],
        ),
    }
}

/// Why the sensor is down, if that is shown, and whether it is shown to work.
fn health(
    device: &Device,
    seen_on: jiff::civil::Date,
    as_of: jiff::civil::Date,
    limit: i64,
) -> (Option<Said>, bool) {
    let was_silent = device.last_seen.is_some_and(|day| days(day, seen_on) > limit);
    let is_heard = device.last_seen.is_some_and(|day| days(day, as_of) <= limit && days(day, seen_on) >= -1);
    match (device.onboarded, device.healthy) {
        (Some(false), _) => (Some(said("未導入", "not onboarded")), false),
        (_, Some(false)) => (Some(said("非稼働", "inactive")), false),
        _ if was_silent => (
            Some(said(format!("{limit}日を超えて通信がない"), format!("silent for more than {limit} days"))),
            false,
        ),
        (Some(true), Some(true) | None) => (None, is_heard),
        (None, _) => (None, false),
    }
}
