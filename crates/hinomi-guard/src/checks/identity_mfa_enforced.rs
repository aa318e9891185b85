//! `identity.mfa.enforced`: sign-in is not possible without a second factor.
//!
//! Registered is not enforced. For Entra an enabled policy must demand MFA (as a control or by an authentication
//! strength) of all users on all applications, and exclude only accounts with a current exception; for Google,
//! enforcement must be on for every account. A successful sign-in of an administrator with one factor is a
//! witness against whatever a policy says. Misses: security defaults, per-user MFA, members of excluded groups.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::accounts::{called, may_sign_in, places, relied};
use super::exceptions::{State, of_mfa};
use crate::directory::Directory;
use crate::judge::Judge;
use crate::pack::Evidence;
use crate::read::moment::days;
use crate::records::{Belongs, Place, Policy, Provider};
use crate::said::said;

const GOOGLE: [&str; 2] = ["google.admin-users-csv", "google.directory-users"];

/// Exceptions that run longer than this are told by another check.
const EXCEPTION_DAYS_MAX: i64 = i64::MAX;

/// Looks.
pub fn look(judge: &mut Judge<'_>) {
    let pack = judge.pack;
    let policies: Vec<&Evidence> = pack.of_kinds(&["entra.conditional-access"]).collect();
    let entra = pack.directories.iter().find(|directory| directory.provider == Provider::Entra);
    if policies.is_empty() && pack.of_kinds(&["google.admin-users-csv"]).next().is_none() {
        judge.gap_no_evidence();
    }
    if judge.rely_on_kinds(&["entra.conditional-access"]) {
        look_at_policies(judge, &policies, entra);
    }
    look_at_google(judge);
    look_at_sign_ins(judge, entra);
}

fn look_at_policies(judge: &mut Judge<'_>, sources: &[&Evidence], entra: Option<&Directory>) {
    let all: Vec<(&Evidence, &Policy)> = sources
        .iter()
        .flat_map(|one| one.records.policies.iter().map(move |policy| (*one, policy)))
        .collect();
    let demanding = || {
        all.iter().filter(|(_, policy)| {
            policy.is_enabled && policy.demands_mfa && policy.all_apps && policy.narrowed_by.is_empty()
        })
    };
    let whole: Vec<&(&Evidence, &Policy)> = demanding().filter(|(_, policy)| policy.all_users).collect();
    if whole.is_empty() {
        let rows: Vec<Place> = all.iter().map(|(one, policy)| one.place(policy.row)).collect();
        let rows = if rows.is_empty() { sources.iter().map(|one| one.place(0)).collect() } else { rows };
        let why = said(
            "全員・全アプリに多要素認証を求める有効なポリシーがない",
            "no enabled policy demands MFA of all users on all applications",
        );
        judge.fail_by_absence(&["entra.conditional-access"], "", why, rows);
        return;
    }
    // A policy with conditions neither settles who is covered nor mends what another leaves out.
    let clean: Vec<&(&Evidence, &Policy)> =
        whole.iter().copied().filter(|(_, policy)| policy.doubts.is_empty()).collect();
    if clean.is_empty() {
        for (_, policy) in &whole {
            let words = policy.doubts.join(", ");
            judge.gap(
                said(
                    format!("ポリシーに抜け道になり得る条件がある（{words}）"),
                    format!("a policy has conditions that may let sign-ins by ({words})"),
                ),
                &[],
            );
        }
    }
    let settled = if clean.is_empty() { &whole } else { &clean };
    // Excluded is who every such policy excludes and none names.
    let excluded_by =
        |policies: &[&(&Evidence, &Policy)], pick: fn(&Policy) -> &Vec<String>| -> BTreeSet<String> {
            let mut sets =
                policies.iter().map(|(_, policy)| pick(policy).iter().cloned().collect::<BTreeSet<String>>());
            let first = sets.next().unwrap_or_default();
            sets.fold(first, |a, b| a.intersection(&b).cloned().collect())
        };
    let named: BTreeSet<String> = demanding()
        .filter(|(_, policy)| policy.doubts.is_empty() || clean.is_empty())
        .flat_map(|(_, policy)| policy.include_users.iter().cloned())
        .collect();
    let rows: Vec<Place> = whole.iter().map(|(one, policy)| one.place(policy.row)).collect();
    let by_all = excluded_by(&whole, |policy| &policy.exclude_users);
    for id in excluded_by(settled, |policy| &policy.exclude_users).difference(&named) {
        look_at_excluded(judge, id, entra, &rows, by_all.contains(id));
    }
    for (pick, ja, en) in [
        (
            excluded_by(settled, |policy| &policy.exclude_groups),
            "除外されたグループの構成員が分からない",
            "an excluded group was not expanded",
        ),
        (
            excluded_by(settled, |policy| &policy.exclude_roles),
            "除外されたロールの構成員が分からない",
            "the members of an excluded role are not told",
        ),
    ] {
        pick.iter().for_each(|id| judge.gap_of(id, said(ja, en), &[]));
    }
    if settled.iter().all(|(_, policy)| policy.excludes_guests) {
        judge.gap(said("ゲストがポリシーから除外されている", "guests are excluded from the policy"), &[]);
    }
}

/// `by_all`: no policy at all covers the user, not even one with conditions.
fn look_at_excluded(
    judge: &mut Judge<'_>,
    id: &str,
    entra: Option<&Directory>,
    rows: &[Place],
    by_all: bool,
) {
    let account = entra.and_then(|directory| directory.by_id(id));
    let principal = account.map_or("", |account| &account.principal);
    if let State::Valid(exception) = of_mfa(judge.pack, &[id, principal], EXCEPTION_DAYS_MAX) {
        if let Some(place) = exception.place {
            match judge.pack.evidence.get(usize::from(place.source)) {
                Some(one) if place.source != Place::POSTURE => judge.rely(one),
                _ => {}
            }
        }
        return;
    }
    let Some(account) = account else {
        judge.gap_of(
            id,
            said("除外された利用者が誰か分からない", "who an excluded user is, is not told"),
            &["entra.users"],
        );
        return;
    };
    if !may_sign_in(judge, account) {
        return;
    }
    match account.privileged {
        Some(true) if by_all => {
            let all = rows.iter().copied().chain(places(account));
            let why = said(
                "有効な例外登録なしに除外された管理者",
                "an administrator who is excluded without a valid exception",
            );
            judge.fail_by_absence(&["exceptions.register"], called(account), why, all);
        }
        _ => judge.gap_of(
            called(account),
            said(
                "有効な例外登録なしに除外された利用者がいる",
                "a user is excluded without a valid exception",
            ),
            &["exceptions.register"],
        ),
    }
}

fn look_at_google(judge: &mut Judge<'_>) {
    for directory in relied(judge, &GOOGLE) {
        for account in &directory.accounts {
            if account.mfa_enforced == Some(true)
                || account.belongs == Some(Belongs::Service)
                || !may_sign_in(judge, account)
            {
                continue;
            }
            match (account.mfa_enforced, account.privileged) {
                (Some(false), Some(true)) => {
                    judge.fail(
                        called(account),
                        said(
                            "二段階認証が強制されていない管理者",
                            "an administrator of whom the second step is not demanded",
                        ),
                        places(account),
                    );
                }
                (Some(_), _) => judge.gap_of(
                    called(account),
                    said(
                        "二段階認証が強制されていないアカウントがある",
                        "the second step is not demanded of an account",
                    ),
                    &["google.directory-users"],
                ),
                (None, _) => judge.gap_of(
                    called(account),
                    said(
                        "二段階認証の強制の有無が分からない",
                        "whether the second step is demanded is not told",
                    ),
                    &["google.admin-users-csv"],
                ),
            }
        }
    }
}

fn look_at_sign_ins(judge: &mut Judge<'_>, entra: Option<&Directory>) {
    let lookback = judge.days("signin_lookback_days", 30.0);
    let pack = judge.pack;
    let mut seen_any = false;
    for one in pack.of_kinds(&["entra.signins"]) {
        // Counted from the day of the log, so that a witness does not fade by waiting.
        let seen_on = one.seen_on(judge.as_of());
        seen_any |= one.doubts.is_empty() && one.records.n_sign_ins > 0 && covers(one, seen_on, lookback);
        for sign_in in &one.records.sign_ins {
            if sign_in.day.is_some_and(|day| days(day, seen_on) > lookback) {
                continue;
            }
            let met = entra.map(|directory| (directory, directory.meet(&sign_in.principal)));
            let account = met.and_then(|(directory, met)| match met {
                crate::directory::Met::One(index) => Some(&directory.accounts[index]),
                _ => None,
            });
            if account.is_some_and(|account| account.privileged == Some(true)) {
                judge.fail(
                    &*sign_in.principal,
                    said(
                        "管理者が一要素だけでサインインできた",
                        "an administrator signed in with one factor only",
                    ),
                    [one.place(sign_in.row)],
                );
            }
        }
    }
    if seen_any {
        judge.confirm();
    } else {
        judge.note(said(
            "ポリシー上の判定。サインインの記録は見ていない",
            "by policy; sign-ins were not seen",
        ));
    }
}

/// Whether a log reaches over the last `lookback` days, as far as the posture tells.
fn covers(one: &Evidence, seen_on: Date, lookback: i64) -> bool {
    one.source.covers.is_none_or(|(from, to)| days(from, seen_on) >= lookback - 1 && days(to, seen_on) <= 1)
}
