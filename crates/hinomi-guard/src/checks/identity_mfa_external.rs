//! `identity.mfa.external`: contractors and guests have a second factor like staff.
//!
//! Who is from outside comes from the directory's own marks joined with the supplier register. Without the
//! register nothing passes: a contractor created as an ordinary member is invisible in every export. Misses:
//! accounts in systems that were not exported.

use super::accounts::{called, has_one_of, may_sign_in, outsiders, places, relied};
use crate::judge::Judge;
use crate::said::said;

const KINDS: [&str; 8] = [
    "entra.user-registration-details",
    "okta.users",
    "okta.factors",
    "gitlab.users",
    "google.admin-users-csv",
    "github.members",
    "keycloak.realm",
    "google.directory-users",
];

const ALTERNATIVES: [&[&str]; 5] = [
    &["entra.user-registration-details"],
    &["okta.users", "okta.factors"],
    &["gitlab.users"],
    &["google.admin-users-csv"],
    &["github.members"],
];

/// Looks.
pub fn look(judge: &mut Judge<'_>) {
    if !has_one_of(judge.pack, &ALTERNATIVES) {
        judge.gap_no_evidence();
    }
    let directories = relied(judge, &KINDS);
    for outsider in outsiders(judge, &directories) {
        let account = outsider.account;
        if account.mfa == Some(true) || !may_sign_in(judge, account) {
            continue;
        }
        if account.mfa.is_none() {
            judge.gap_of(
                called(account),
                said(
                    "社外アカウントの多要素認証の登録状況が分からない",
                    "whether an outside account has a second factor is not told",
                ),
                &KINDS,
            );
            continue;
        }
        let mut rows = places(account);
        rows.extend(outsider.supplier.map(|(one, supplier)| one.place(supplier.row)));
        judge.fail(
            called(account),
            said("多要素認証のない社外アカウント", "an outside account without a second factor"),
            rows,
        );
    }
}
