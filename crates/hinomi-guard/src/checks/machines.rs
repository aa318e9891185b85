//! How machines of one list meet those of another: by short name, and only where that is one to one.

use std::collections::BTreeMap;

use crate::pack::{Evidence, Pack};
use crate::read::names::host_key;
use crate::records::{Asset, Device};

/// The devices of all detection products, by short name.
pub struct Devices<'p> {
    by_key: BTreeMap<String, Vec<(&'p Evidence, &'p Device)>>,
}

/// What a machine's name meets.
pub enum MetDevice<'p> {
    /// This device.
    One(&'p Evidence, &'p Device),
    /// None.
    Nobody,
    /// Devices of several domains, or of another than its own, that share the short name.
    Several,
}

/// The full name of a device in lower case: its own, with its domain where that is told apart. A domain without a dot
/// is Windows' short name of one, which no inventory writes behind a machine's.
fn full(device: &Device) -> String {
    let name = device.host.to_lowercase();
    if name.contains('.') || !device.domain.contains('.') {
        name
    } else {
        format!("{name}.{}", device.domain.to_lowercase())
    }
}

/// What tells devices of one short name apart: the full name, or the domain in any form.
fn apart(device: &Device) -> Option<String> {
    let full = full(device);
    match (full.contains('.'), device.domain.is_empty()) {
        (true, _) => Some(full),
        (false, false) => Some(device.domain.to_lowercase()),
        (false, true) => None,
    }
}

impl<'p> Devices<'p> {
    /// The devices of a pack.
    pub fn of(pack: &'p Pack) -> Self {
        let mut by_key: BTreeMap<String, Vec<(&Evidence, &Device)>> = BTreeMap::new();
        for one in pack.of_kinds(&["edr.devices"]) {
            for device in &one.records.devices {
                by_key.entry(host_key(&device.host)).or_default().push((one, device));
            }
        }
        Self { by_key }
    }

    /// The device that a machine is: of several entries of one machine (after it was set up anew) the newest.
    pub fn meet(&self, asset: &Asset) -> MetDevice<'p> {
        let Some(found) = self.by_key.get(&host_key(&asset.host)) else { return MetDevice::Nobody };
        let own = asset.host.to_lowercase();
        let exact: Vec<_> =
            found.iter().filter(|(_, device)| own.contains('.') && full(device) == own).collect();
        // The machine of that name in another domain is another machine, or this one under another name.
        if own.contains('.') && exact.is_empty() && found.iter().any(|(_, device)| full(device).contains('.'))
        {
            return MetDevice::Several;
        }
        let found: Vec<_> = if exact.is_empty() { found.iter().collect() } else { exact };
        let mut names: Vec<String> = found.iter().filter_map(|(_, device)| apart(device)).collect();
        names.sort();
        names.dedup();
        if names.len() > 1 {
            return MetDevice::Several;
        }
        let newest = found.iter().max_by_key(|(one, device)| (device.last_seen, one.index, device.row));
        newest.map_or(MetDevice::Nobody, |(one, device)| MetDevice::One(one, device))
    }
}

/// The machines of all inventories that are in use, with how many share each short name under different names.
pub fn inventory(pack: &Pack) -> Vec<(&Evidence, &Asset, bool)> {
    let mut names: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let all: Vec<(&Evidence, &Asset)> = pack
        .of_kinds(&["assets.inventory"])
        .flat_map(|one| one.records.assets.iter().map(move |asset| (one, asset)))
        .filter(|(_, asset)| !asset.is_retired)
        .collect();
    for (_, asset) in &all {
        let entry = names.entry(host_key(&asset.host)).or_default();
        let name = asset.host.to_lowercase();
        if !entry.contains(&name) {
            entry.push(name);
        }
    }
    all.into_iter()
        .map(|(one, asset)| {
            (one, asset, names[&host_key(&asset.host)].iter().filter(|name| name.contains('.')).count() > 1)
        })
        .collect()
}
