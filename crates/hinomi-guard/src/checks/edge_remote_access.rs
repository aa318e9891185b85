//! `edge.remote_access`: ways into the network ask for a second factor, are supported, and have an owner.
//!
//! A remote-access service whose sign-in has no second factor is a witness. Whether its version is supported, and
//! outside every exploited range, no export shows: a product that is only named is never called affected, and
//! nothing passes on a name. Misses: services that the outside scan missed.

use super::services::{Sort, sign_in, sort};
use crate::judge::Judge;
use crate::read::names::tokens;
use crate::said::said;

/// Looks.
pub fn look(judge: &mut Judge<'_>) {
    let pack = judge.pack;
    if !judge.rely_on_kinds(&["assets.exposed-services"]) {
        judge.gap_no_evidence();
        return;
    }
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
            if service.owner.as_deref().is_none_or(|owner| owner.trim().is_empty()) {
                judge.gap_of(
                    who,
                    said(
                        "外部接続の入口の持ち主が分からない",
                        "who owns a remote-access service is not told",
                    ),
                    &["assets.exposed-services"],
                );
            }
            let has_version =
                tokens(&service.product).iter().any(|word| word.bytes().any(|b| b.is_ascii_digit()));
            if has_version {
                judge.gap_of(
                    who,
                    said(
                        "製品のサポート期限や影響範囲の情報がない",
                        "there is no support or affected-range data for the product",
                    ),
                    &[],
                );
            } else {
                judge.gap_of(
                    who,
                    said("製品名か版が分からない", "product or version is missing"),
                    &["assets.exposed-services"],
                );
            }
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
