//! `identity.exceptions.registered`: whoever a policy on MFA excludes has a current entry in the register.
//!
//! Break-glass exclusions are good practice; "no exceptions" means that each has an approver, a reason and an end
//! date. Looks at every enabled policy that demands MFA. Misses: members of excluded groups.

use std::collections::BTreeMap;

use super::accounts::{called, places};
use super::exceptions::{State, of_mfa};
use crate::judge::Judge;
use crate::pack::Evidence;
use crate::records::{Place, Provider};
use crate::said::said;

/// Looks.
pub fn look(judge: &mut Judge<'_>) {
    let pack = judge.pack;
    let sources: Vec<&Evidence> = pack.of_kinds(&["entra.conditional-access"]).collect();
    if !judge.rely_on_kinds(&["entra.conditional-access"]) {
        judge.gap_no_evidence();
        return;
    }
    let days_max = judge.days("max_exception_days", 365.0);
    let entra = pack.directories.iter().find(|directory| directory.provider == Provider::Entra);
    // Excluded id → whether it is a user, and the rows of the policies.
    let mut excluded: BTreeMap<&str, (bool, Vec<Place>)> = BTreeMap::new();
    let mut n_policies = 0;
    for one in sources {
        for policy in one.records.policies.iter().filter(|policy| policy.is_enabled && policy.demands_mfa) {
            n_policies += 1;
            let users = policy.exclude_users.iter().map(|id| (id, true));
            let others = policy.exclude_groups.iter().chain(&policy.exclude_roles).map(|id| (id, false));
            for (id, is_user) in users.chain(others) {
                let entry = excluded.entry(id).or_insert((is_user, Vec::new()));
                entry.1.push(one.place(policy.row));
            }
            if policy.excludes_guests {
                judge.gap(
                    said(
                        "ゲスト全体の除外に対応する登録がない",
                        "the exclusion of all guests has no entry of its own",
                    ),
                    &["exceptions.register"],
                );
            }
        }
    }
    if n_policies == 0 {
        judge.gap(
            said(
                "多要素認証を求める有効なポリシーがない",
                "no enabled policy demands MFA, so nothing is excepted from it",
            ),
            &[],
        );
    }
    for one in pack.of_kinds(&["exceptions.register"]) {
        judge.rely(one);
    }
    for (id, (is_user, rows)) in excluded {
        let account = entra.and_then(|directory| directory.by_id(id));
        let principal = account.map_or("", |account| &account.principal);
        let name = account.map_or(id, called);
        let rows = rows.into_iter().chain(account.map(places).unwrap_or_default());
        match of_mfa(pack, &[id, principal], days_max) {
            State::Valid(_) => {}
            State::TooLong(_) => judge.gap_of(
                name,
                said(
                    format!("例外の期間が{days_max}日を超える"),
                    format!("an exception runs longer than {days_max} days"),
                ),
                &[],
            ),
            State::Invalid(exception) => {
                let why = said(
                    "例外の登録に承認者・理由・期限が欠けるか、期限切れ",
                    "an exception that lacks approver, reason or end date, or is past it",
                );
                judge.fail(name, why, rows.chain(exception.place));
            }
            State::Missing if is_user && account.is_some() => {
                let why = said("登録のない除外", "an exclusion without an entry in the register");
                judge.fail_by_absence(&["exceptions.register"], name, why, rows);
            }
            State::Missing if is_user => judge.gap_of(
                id,
                said("除外された利用者が誰か分からない", "who an excluded user is, is not told"),
                &["entra.users"],
            ),
            State::Missing => judge.gap_of(
                id,
                said(
                    "除外されたグループやロールの構成員が分からない",
                    "an excluded group or role cannot be expanded, and has no entry of its own",
                ),
                &["exceptions.register"],
            ),
        }
    }
}
