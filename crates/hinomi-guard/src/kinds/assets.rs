//! Inventories of machines, and what faces the internet.

use std::sync::LazyLock;

use crate::read::context::Context;
use crate::read::lexicon::Lexicon;
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
            is_network: is_network(role, cells.get("platform")),
            is_retired: is_retired(cells.get("status")),
            rank: rank(cells.get("criticality")),
            row: cells.row(),
        });
    });
}

/// Roles of more than one word that are network gear, and words beside them. Of ordinary registers.
static GEAR: LazyLock<Lexicon> = LazyLock::new(|| {
    Lexicon::new(
        "gear,vpn,ssl vpn,vpn gateway,ssl vpn gateway,vpn appliance,internet gateway,network gateway,wireless ap,wifi ap,wi-fi ap,wlan,wireless lan,wireless access point,wireless controller,wlan controller,load balancer,utm,modem,hub,無線ap,無線lan,アクセスポイント,無線lanコントローラ,無線lanコントローラー,ssl-vpn,vpn装置,vpn機器,vpnゲートウェイ,ゲートウェイ装置,負荷分散装置,ロードバランサ,ロードバランサー,ハブ,モデム,回線終端装置,onu\n\
         fill,appliance,device,devices,gear,equipment,edge,the,and,for,of,head office,branch,office,装置,機器,本社,支店,拠点,用,の\n",
    )
});

/// Gear that carries no sensor. A server that manages the network is a server, and so is all that runs a general
/// operating system.
fn is_network(role: &str, platform: &str) -> bool {
    const COMPUTERS: [&str; 12] = [
        "server",
        "servers",
        "pc",
        "workstation",
        "laptop",
        "desktop",
        "vm",
        "virtual",
        "サーバ",
        "サーバー",
        "端末",
        "パソコン",
    ];
    const SYSTEMS: [&str; 10] =
        ["windows", "linux", "ubuntu", "debian", "rhel", "centos", "macos", "redhat", "rocky", "almalinux"];
    let (role_words, platform) = (tokens(role), tokens(platform));
    let is_computer = role_words.iter().any(|word| {
        COMPUTERS.contains(&word.as_str())
            || COMPUTERS.iter().any(|known| !known.is_ascii() && word.contains(known))
    }) || platform.iter().any(|word| SYSTEMS.contains(&word.as_str()));
    let is_gear = || GEAR.classes(role).is_some_and(|classes| classes.contains(&"gear"));
    !is_computer
        && (means(role, Sense::Network)
            || role_words.iter().any(|word| means(word, Sense::Network))
            || is_gear())
}

/// No longer in use; "to be retired" still is.
fn is_retired(status: &str) -> bool {
    const GONE: [&str; 9] =
        ["retired", "disposed", "decommissioned", "廃棄", "廃棄済", "廃棄済み", "返却済", "返却済み", "除却"];
    const NOT_YET: [&str; 12] =
        ["to", "be", "not", "planned", "pending", "soon", "scheduled", "予定", "待ち", "un", "never", "will"];
    let words = tokens(status);
    words.iter().any(|word| GONE.contains(&word.as_str()))
        && !words.iter().any(|word| NOT_YET.contains(&word.as_str()))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gear_of_the_network_is_told_from_computers() {
        for role in [
            "wireless ap",
            "VPN gateway",
            "無線LANアクセスポイント",
            "本社VPN装置",
            "L3 switch",
            "load balancer",
        ] {
            assert!(is_network(role, ""), "{role}");
        }
        for (role, platform) in [
            ("vpn gateway", "Linux"),
            ("VPN server", ""),
            ("payment gateway", ""),
            ("AP", ""),
            ("network monitoring server", ""),
            ("", ""),
        ] {
            assert!(!is_network(role, platform), "{role}");
        }
    }
}
