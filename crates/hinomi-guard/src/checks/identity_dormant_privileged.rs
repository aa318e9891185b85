//! `identity.dormant.privileged`: no administrator account lies idle.
//!
//! An administrator who was already idle longer than the limit on the day of the export is a witness, as is one
//! who never signed in. One who signed in within the limit of the day asked about is in order; between the two
//! nothing is shown. Break-glass accounts are meant to be idle, when the register names them. Misses: federated
//! sign-ins; AD's time stamp may be two weeks late.

use super::accounts::{called, has_one_of, may_sign_in, need_administrators, places, relied};
use super::exceptions::{State, of_mfa};
use crate::judge::Judge;
use crate::pack::Evidence;
use crate::read::moment::days;
use crate::records::{Account, Belongs, Provider, SignedIn};
use crate::said::said;

const KINDS: [&str; 8] = [
    "entra.users",
    "entra.user-registration-details",
    "ad.users-csv",
    "aws.credential-report",
    "gitlab.users",
    "google.directory-users",
    "okta.users",
    "okta.roles",
];

const ALTERNATIVES: [&[&str]; 6] = [
    &["entra.users", "entra.user-registration-details"],
    &["ad.users-csv"],
    &["aws.credential-report"],
    &["gitlab.users"],
    &["google.directory-users"],
    &["okta.users", "okta.roles"],
];

/// Looks.
pub fn look(judge: &mut Judge<'_>) {
    if !has_one_of(judge.pack, &ALTERNATIVES) {
        judge.gap_no_evidence();
    }
    let directories = relied(judge, &KINDS);
    need_administrators(judge, &directories);
    for directory in directories {
        for account in &directory.accounts {
            // The root account of AWS is best never used.
            let is_root = directory.provider == Provider::Aws && account.privileged == Some(true);
            if account.privileged == Some(false) || is_root || !may_sign_in(judge, account) {
                continue;
            }
            look_at(judge, account);
        }
    }
}

fn look_at(judge: &mut Judge<'_>, account: &Account) {
    let limit = judge.days("stale_login_days", 90.0);
    let as_of = judge.as_of();
    let seen_on = account
        .places
        .iter()
        .filter_map(|place| judge.pack.evidence.get(usize::from(place.source)))
        .map(|one: &Evidence| one.seen_on(as_of))
        .min()
        .unwrap_or(as_of);
    let is_new = account.created.is_some_and(|day| days(day, seen_on) <= limit);
    let (was_idle, is_idle) = match account.last_sign_in {
        Some(SignedIn::On { day, slack_days }) => {
            let slack_days = match slack_days {
                0 => 0,
                lag => judge.days("ad_replication_slack_days", lag as f64),
            };
            // A sign-in later than the export is a wrong date, and shows nothing.
            (days(day, seen_on) > limit + slack_days, days(day, as_of) > limit || days(day, seen_on) < -1)
        }
        Some(SignedIn::Never) => (!is_new, true),
        None => (false, true),
    };
    if !is_idle {
        return;
    }
    let who = called(account);
    if let State::Valid(_) = of_mfa(judge.pack, &[&account.principal, &account.id], i64::MAX)
        && account.is_break_glass
    {
        return;
    }
    match (account.privileged, was_idle) {
        (_, _) if account.is_break_glass => judge.gap_of(
            who,
            said("緊急用アカウントが例外台帳にない", "a break-glass account that no register entry names"),
            &["exceptions.register"],
        ),
        (None, _) => judge.gap_of(
            who,
            said(
                "使われていないアカウントが管理者かどうか分からない",
                "whether an idle account is privileged is not told",
            ),
            &[],
        ),
        (_, true) if account.belongs == Some(Belongs::Service) => judge.gap_of(
            who,
            said(
                "管理者権限のあるサービス用アカウントが使われていない",
                "a privileged service account is idle",
            ),
            &[],
        ),
        (_, true) => judge.fail(
            who,
            said(
                format!("{limit}日を超えて使われていない管理者アカウント"),
                format!("an administrator account unused for more than {limit} days"),
            ),
            places(account),
        ),
        (_, false) if account.last_sign_in.is_none() => judge.gap_of(
            who,
            said("管理者の最終サインインが出力にない", "an administrator's last sign-in is missing"),
            &KINDS[..1],
        ),
        (_, false) => judge.gap_of(
            who,
            said(
                "出力の後に管理者がサインインしたか分からない",
                "whether an administrator signed in since the export is not told",
            ),
            &[],
        ),
    }
}
