//! `asset.side_panels`: dashboards and admin panels that face the internet sit behind the same sign-in.
//!
//! Looks at the list of exposed services. A panel that is open, uses passwords of its own, has no owner or is not in
//! the inventory is a witness. Misses: services that the outside scan missed; what a panel shows is told from its name.

use super::services::{Sort, sign_in, sort};
use crate::judge::Judge;
use crate::pack::Evidence;
use crate::read::names::host_key;
use crate::records::Service;
use crate::said::said;

/// Looks.
pub fn look(judge: &mut Judge<'_>) {
    let pack = judge.pack;
    if !judge.rely_on_kinds(&["assets.exposed-services"]) {
        judge.gap_no_evidence();
        return;
    }
    for one in pack.of_kinds(&["assets.exposed-services"]) {
        if one.records.services.is_empty() {
            judge.gap(
                said("外部公開の一覧が空", "the list of exposed services is empty"),
                &["assets.exposed-services"],
            );
        }
        for service in &one.records.services {
            look_at(judge, one, service);
        }
    }
}

fn look_at(judge: &mut Judge<'_>, one: &Evidence, service: &Service) {
    let how = sign_in(&service.authentication);
    let who = if service.host.is_empty() { &service.ip } else { &service.host };
    match sort(service) {
        // The edge has a check of its own.
        Sort::RemoteAccess => return,
        Sort::Public if how.is_open => return,
        Sort::Panel => {}
        Sort::Public | Sort::Unclear => {
            if how.sso != Some(true) || how.mfa != Some(true) {
                judge.gap_of(
                    who,
                    said(
                        "何を見せるか分からない公開サービスがある",
                        "what an exposed service shows is not told",
                    ),
                    &["assets.exposed-services"],
                );
            }
            return;
        }
    }
    let place = one.place(service.row);
    if how.is_unclear {
        judge.gap_of(
            who,
            said("管理・集計画面の認証方式が分からない", "how one signs in to a panel is not told"),
            &["assets.exposed-services"],
        );
    } else if how.sso != Some(true) || how.mfa == Some(false) {
        judge.fail(
            who,
            said(
                "統合認証と多要素認証の内側にない管理・集計画面",
                "a panel that is not behind single sign-on with MFA",
            ),
            [place],
        );
        return;
    } else if how.mfa.is_none() {
        judge.gap_of(
            who,
            said(
                "統合認証が多要素認証を求めるか分からない",
                "whether the single sign-on of a panel demands MFA is not told",
            ),
            &["assets.exposed-services"],
        );
    }
    match service.owner.as_deref().map(str::trim) {
        Some("") => {
            judge.fail(who, said("持ち主のいない管理・集計画面", "a panel without an owner"), [place])
        }
        Some(_) => {}
        None => judge.gap_of(
            who,
            said("管理・集計画面の持ち主が書かれていない", "who owns a panel is not told"),
            &["assets.exposed-services"],
        ),
    }
    let mut inventories = judge.pack.of_kinds(&["assets.inventory"]).peekable();
    if inventories.peek().is_none() {
        judge.gap_of(
            who,
            said("台帳がなく、載っているか確かめられない", "there is no inventory to find a panel in"),
            &["assets.inventory"],
        );
        return;
    }
    let is_known = |asset: &crate::records::Asset| {
        let own = asset.host.to_lowercase();
        own == service.host.to_lowercase() || own == service.ip || host_key(&own) == host_key(&service.host)
    };
    let sources: Vec<&Evidence> = inventories.collect();
    if !sources.iter().any(|one| one.records.assets.iter().any(is_known)) {
        let why = said("台帳にない管理・集計画面", "a panel that is not in the inventory");
        judge.fail_by_absence(&["assets.inventory"], who, why, [place]);
    } else {
        sources.iter().for_each(|one| judge.rely(one));
    }
}
