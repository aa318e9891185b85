//! `asset.side_panels`: dashboards and admin panels that face the internet sit behind the same sign-in.
//!
//! Looks at the list of exposed services. A panel that is open, that some way goes into round single sign-on or without
//! a second factor, that has no owner or is not in the inventory is a witness. What may be a panel must show the same,
//! and is unknown where it does not. Misses: services that the outside scan missed; what a panel shows is told from its
//! name.

use super::services::{Sort, sort};
use super::sign_in::sign_in;
use crate::judge::Judge;
use crate::pack::{Evidence, Pack};
use crate::read::names::{account_domain, host_key, is_guest_name};
use crate::read::placeholder::{Placeholder, placeholder};
use crate::records::{Belongs, Service};
use crate::said::{Said, said};

const LIST: [&str; 1] = ["assets.exposed-services"];

/// Looks.
pub fn look(judge: &mut Judge<'_>) {
    let pack = judge.pack;
    if !judge.rely_on_kinds(&LIST) {
        judge.gap_no_evidence();
        return;
    }
    judge.note(said(
        "外部公開の一覧が外から作られたかは示されていない",
        "that the list of exposed services was made from outside is not told",
    ));
    let domains = own_domains(pack);
    for one in pack.of_kinds(&LIST) {
        if one.records.services.is_empty() {
            judge.gap(said("外部公開の一覧が空", "the list of exposed services is empty"), &LIST);
        }
        for service in &one.records.services {
            if is_inside(service) {
                judge.gap_of(
                    called(service),
                    said(
                        "一覧に内部のアドレスか名前があり、外から作られた一覧ではない",
                        "the list has addresses or names of the inside, so it was not made from outside",
                    ),
                    &LIST,
                );
            }
            look_at(judge, one, service, &domains);
        }
    }
}

fn called(service: &Service) -> &str {
    if service.host.is_empty() { &service.ip } else { &service.host }
}

/// What is wrong with a panel, or not told of it.
struct Told {
    wrong: Vec<Said>,
    /// What is missing, with the kinds that would show it.
    missing: Vec<(Said, &'static [&'static str])>,
}

fn look_at(judge: &mut Judge<'_>, one: &Evidence, service: &Service, domains: &[String]) {
    let who = called(service);
    let is_panel = match sort(service) {
        // The edge has a check of its own.
        Sort::RemoteAccess => return,
        Sort::Public if sign_in(&service.authentication).is_open => return,
        Sort::Panel => true,
        Sort::Public | Sort::Unclear => false,
    };
    let mut told = Told { wrong: Vec::new(), missing: Vec::new() };
    look_at_sign_in(&mut told, service);
    look_at_owner(&mut told, service);
    let in_inventory = inventoried(judge.pack, service, domains);
    match in_inventory {
        None => told.missing.push((
            said("台帳がなく、載っているか確かめられない", "there is no inventory to find a panel in"),
            &["assets.inventory"],
        )),
        Some(Inventoried::Perhaps) => told.missing.push((
            said(
                "管理・集計画面が台帳の機器と短い名前でしか合わない",
                "a panel and a machine of the inventory share only a short name",
            ),
            &["assets.inventory"],
        )),
        Some(Inventoried::Yes | Inventoried::No) => {}
    }
    let is_absent = in_inventory == Some(Inventoried::No);
    if !is_panel {
        if is_absent || !told.wrong.is_empty() || !told.missing.is_empty() {
            judge.gap_of(
                who,
                said("何を見せるか分からない公開サービスがある", "what an exposed service shows is not told"),
                &LIST,
            );
        }
    } else {
        if is_absent {
            let why = said("台帳にない管理・集計画面", "a panel that is not in the inventory");
            judge.fail_by_absence(&["assets.inventory"], who, why, [one.place(service.row)]);
        }
        told.wrong.into_iter().for_each(|why| judge.fail(who, why, [one.place(service.row)]));
        told.missing.into_iter().for_each(|(what, kinds)| judge.gap_of(who, what, kinds));
    }
    if in_inventory == Some(Inventoried::Yes) {
        judge.rely_on_kinds(&["assets.inventory"]);
    }
}

fn look_at_sign_in(told: &mut Told, service: &Service) {
    let how = sign_in(&service.authentication);
    match (how.sso, how.mfa) {
        (Some(true), Some(true)) => {}
        (Some(false), _) | (_, Some(false)) => told.wrong.push(said(
            "統合認証と多要素認証の内側にない管理・集計画面",
            "a panel that is not behind single sign-on with MFA",
        )),
        (Some(true), None) => told.missing.push((
            said(
                "統合認証が多要素認証を求めるか分からない",
                "whether the single sign-on of a panel demands MFA is not told",
            ),
            &LIST,
        )),
        (None, _) => told.missing.push((
            said("管理・集計画面の認証方式が分からない", "how one signs in to a panel is not told"),
            &LIST,
        )),
    }
}

fn look_at_owner(told: &mut Told, service: &Service) {
    let owner = service.owner.as_deref().map(|owner| (owner.trim(), placeholder(owner)));
    match owner {
        Some(("", _) | (_, Some(Placeholder::Nobody))) => {
            told.wrong.push(said("持ち主のいない管理・集計画面", "a panel without an owner"))
        }
        Some((_, None)) => {}
        None | Some((_, Some(Placeholder::Later))) => told
            .missing
            .push((said("管理・集計画面の持ち主が書かれていない", "who owns a panel is not told"), &LIST)),
    }
}

/// Whether a service stands in an inventory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Inventoried {
    Yes,
    /// Only a short name is the same, in another domain or one that is not known to be ours.
    Perhaps,
    No,
}

fn inventoried(pack: &Pack, service: &Service, domains: &[String]) -> Option<Inventoried> {
    let mut sources = pack.of_kinds(&["assets.inventory"]).peekable();
    sources.peek()?;
    let host = bare_host(&service.host);
    // Where no list tells a domain that is known outside, nothing says that this one is another's.
    let is_ours = domains.is_empty()
        || host.split_once('.').is_none_or(|(_, domain)| domains.iter().any(|own| is_within(domain, own)));
    let mut same_short: Vec<String> = Vec::new();
    for asset in sources.flat_map(|one| &one.records.assets) {
        let own = asset.host.to_lowercase();
        if own == host || own == service.ip {
            return Some(Inventoried::Yes);
        }
        if !host.is_empty() && host_key(&own) == host_key(&host) && !same_short.contains(&own) {
            same_short.push(own);
        }
    }
    Some(match same_short.as_slice() {
        [] => Inventoried::No,
        [_] if is_ours => Inventoried::Yes,
        _ => Inventoried::Perhaps,
    })
}

/// A host in lower case, without what an address of a page has around it.
fn bare_host(written: &str) -> String {
    let rest = written.trim().split_once("://").map_or(written.trim(), |(_, rest)| rest);
    let host = rest.split('/').next().unwrap_or_default();
    let is_port = |port: &str| !port.is_empty() && port.chars().all(|c| c.is_ascii_digit());
    let host = match host.rsplit_once(':') {
        Some((name, port)) if !name.contains(':') && is_port(port) => name,
        _ => host,
    };
    host.trim_end_matches('.').to_lowercase()
}

fn is_within(domain: &str, own: &str) -> bool {
    domain == own || domain.strip_suffix(own).is_some_and(|rest| rest.ends_with('.'))
}

/// The domains that the organisation's own lists use, of sign-in names, sensors and machines, but for those that only
/// an inside network knows.
fn own_domains(pack: &Pack) -> Vec<String> {
    let accounts = pack.directories.iter().flat_map(|directory| &directory.accounts);
    let of_accounts = accounts
        .filter(|account| !account.belongs.is_some_and(Belongs::is_external))
        .filter(|account| !is_guest_name(&account.principal))
        .filter_map(|account| account_domain(&account.principal));
    let devices = pack.of_kinds(&["edr.devices"]).flat_map(|one| &one.records.devices);
    let of_devices = devices.flat_map(|device| {
        let of_name = device.host.split_once('.').map(|(_, domain)| domain.to_lowercase());
        [of_name, Some(device.domain.to_lowercase())].into_iter().flatten()
    });
    let assets = pack.of_kinds(&["assets.inventory"]).flat_map(|one| &one.records.assets);
    let of_assets =
        assets.filter_map(|asset| asset.host.split_once('.').map(|(_, domain)| domain.to_lowercase()));
    let mut all: Vec<String> = of_accounts.chain(of_devices).chain(of_assets).collect();
    all.retain(|domain| {
        domain.contains('.')
            && domain.parse::<std::net::IpAddr>().is_err()
            && !INSIDE_ENDINGS.iter().any(|ending| domain.ends_with(ending))
    });
    all.sort();
    all.dedup();
    all
}

/// Endings of names that only an inside network knows. Sources: RFC 6761, RFC 6762, RFC 8375, and ICANN's reservation of
/// `internal`.
const INSIDE_ENDINGS: [&str; 6] = [".local", ".localhost", ".localdomain", ".lan", ".internal", ".home.arpa"];

/// Whether an address or name of the list exists only inside a network. Sources: RFC 1918, RFC 4193, [`INSIDE_ENDINGS`].
fn is_inside(service: &Service) -> bool {
    let is_private = |text: &str| match text.trim().parse() {
        Ok(std::net::IpAddr::V4(v4)) => v4.is_private() || v4.is_loopback() || v4.is_link_local(),
        Ok(std::net::IpAddr::V6(v6)) => {
            v6.is_loopback() || v6.is_unique_local() || v6.is_unicast_link_local()
        }
        Err(_) => false,
    };
    let host = bare_host(&service.host);
    is_private(&service.ip) || is_private(&host) || INSIDE_ENDINGS.iter().any(|ending| host.ends_with(ending))
}
