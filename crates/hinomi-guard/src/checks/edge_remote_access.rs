//! `edge.remote_access`: ways into the network ask for a second factor, are supported, and have an owner.
//!
//! Witnesses: a service with a way to sign in that has no second factor; a version that a CVE record calls affected by a
//! flaw on the known-exploited list. A pass needs, of each service, a second factor, an owner, a version that the record of each
//! listed flaw of the product calls unaffected, and a standing declaration that the product is supported
//! (`edge.supported`, of the host or of all): no export tells support. Misses: services that the outside scan missed.

use super::services::{Sort, sort};
use super::sign_in::sign_in;
use super::vuln_named_in_news::version_in;
use crate::judge::Judge;
use crate::pack::{Evidence, Standing};
use crate::product::{Here, Named, Same, Scheme, Status, may_be_of};
use crate::read::names::host_key;
use crate::read::placeholder::is_placeholder;
use crate::records::{Exploited, Service};
use crate::said::said;

/// Looks.
pub fn look(judge: &mut Judge<'_>) {
    let pack = judge.pack;
    if !judge.rely_on_kinds(&["assets.exposed-services"]) {
        judge.gap_no_evidence();
        return;
    }
    if !judge.rely_on_kinds(&["cisa.kev"]) {
        judge.gap(
            said("悪用が確認された脆弱性の一覧がない", "there is no list of known-exploited flaws"),
            &["cisa.kev"],
        );
    }
    judge.rely_on_kinds(&["cve.record"]);
    let mut n_ways = 0;
    for one in pack.of_kinds(&["assets.exposed-services"]) {
        for service in &one.records.services {
            let who = if service.host.is_empty() { &service.ip } else { &service.host };
            match sort(service) {
                Sort::RemoteAccess => n_ways += 1,
                Sort::Unclear => {
                    judge.gap_of(
                        who,
                        said(
                            "入口かどうか分からない公開サービスがある",
                            "whether an exposed service is a way in is not told",
                        ),
                        &["assets.exposed-services"],
                    );
                    continue;
                }
                _ => continue,
            }
            let how = sign_in(&service.authentication);
            if how.mfa == Some(false) {
                judge.fail(
                    who,
                    said("多要素認証のない外部接続の入口", "a remote-access service without MFA"),
                    [one.place(service.row)],
                );
            } else if how.mfa.is_none() {
                judge.gap_of(
                    who,
                    said(
                        "外部接続の入口が多要素認証を求めるか分からない",
                        "whether a remote-access service demands MFA is not told",
                    ),
                    &["assets.exposed-services"],
                );
            }
            if service.owner.as_deref().is_none_or(is_placeholder) {
                judge.gap_of(
                    who,
                    said(
                        "外部接続の入口の持ち主が分からない",
                        "who owns a remote-access service is not told",
                    ),
                    &["assets.exposed-services"],
                );
            }
            match version_in(&service.product) {
                Some(version) => look_at_version(judge, one, service, who, version),
                None => judge.gap_of(
                    who,
                    said("製品名か版が分からない", "product or version is missing"),
                    &["assets.exposed-services"],
                ),
            }
            look_at_support(judge, who);
        }
    }
    if n_ways == 0 {
        judge.gap(
            said(
                "一覧に外部接続の入口が見当たらない",
                "the list shows no remote-access service, which an outside scan may miss",
            ),
            &["assets.exposed-services"],
        );
    }
}

/// The version against every known-exploited flaw of the product.
fn look_at_version(judge: &mut Judge<'_>, one: &Evidence, service: &Service, who: &str, version: &str) {
    let pack = judge.pack;
    let here = Here { kind: "assets.exposed-services", name: &service.product, ..Here::default() };
    for list in pack.of_kinds(&["cisa.kev"]) {
        for entry in list.records.exploited.iter().filter(|entry| concerns(entry, &here)) {
            let mut states: Vec<(Status, Same)> = Vec::new();
            let mut rows = vec![one.place(service.row), list.place(entry.row)];
            for record in pack.of_kinds(&["cve.record"]) {
                let about = record.records.advised.iter().filter(|told| told.named.cves.contains(&entry.cve));
                for advised in about {
                    let same = advised.named.meets(&here);
                    if same != Same::No {
                        states.push((advised.named.status(version, Scheme::Dotted), same));
                        rows.push(record.place(advised.row));
                    }
                }
            }
            if states.contains(&(Status::Affected, Same::Yes)) {
                let why = said(
                    format!("外部接続の入口の版が、悪用が確認された {} の影響を受ける", entry.cve),
                    format!(
                        "a remote-access service is at a version affected by {}, which is exploited",
                        entry.cve
                    ),
                );
                judge.fail(who, why, rows);
            } else if states.is_empty() || states.iter().any(|(status, _)| *status != Status::Unaffected) {
                judge.gap_of(
                    who,
                    said(
                        "製品の悪用された脆弱性に、版の範囲を示す記録がない",
                        "no record says whether the version has an exploited flaw of the product",
                    ),
                    &["cve.record"],
                );
            }
        }
    }
}

/// Whether an entry of the list may be about the product.
fn concerns(entry: &Exploited, here: &Here<'_>) -> bool {
    let named = Named { vendor: entry.vendor.clone(), product: entry.product.clone(), ..Named::default() };
    named.meets(here) != Same::No
        // "Multiple Products" and names that the vendor writes otherwise.
        || may_be_of(&entry.vendor, here.name)
}

/// Whether the vendor still mends it: said by somebody, of this host or of all.
fn look_at_support(judge: &mut Judge<'_>, who: &str) {
    let pack = judge.pack;
    let mut is_declared = false;
    for (declaration, standing) in pack.declared("edge.supported") {
        if !declaration.subject.is_empty() && host_key(&declaration.subject) != host_key(who) {
            continue;
        }
        is_declared = true;
        match standing {
            Standing::Stands(_) => judge.rely_on_declaration(declaration),
            Standing::SaysNo => {
                let why = said(
                    "外部接続の入口がサポート切れと宣言されている",
                    "a remote-access service is declared to be out of support",
                );
                judge.fail(who, why, [pack.posture_line(declaration.line)]);
            }
            other => judge.gap_of_standing(declaration, other),
        }
    }
    if !is_declared {
        judge.gap_of(
            who,
            said("製品がサポート中かが示されていない", "whether the product is still supported is not shown"),
            &["declaration"],
        );
    }
}
