//! `identity.mfa.privileged`: every account that administers something has a second factor.
//!
//! Looks at directories that say who is an administrator and who has a second factor. An administrator without
//! one is a witness unless the account is said to be off. Where a directory does not say who is privileged, all
//! its accounts must have one. Misses: federated roles, factors checked by another provider, service accounts
//! (which need another control and are a gap here).

use super::accounts::{called, has_one_of, may_sign_in, need_administrators, places, relied};
use crate::judge::Judge;
use crate::records::Belongs;
use crate::said::said;

const KINDS: [&str; 8] = [
    "entra.user-registration-details",
    "aws.credential-report",
    "okta.users",
    "okta.factors",
    "okta.roles",
    "google.directory-users",
    "keycloak.realm",
    "gitlab.users",
];

const ALTERNATIVES: [&[&str]; 6] = [
    &["entra.user-registration-details"],
    &["aws.credential-report"],
    &["okta.users", "okta.factors", "okta.roles"],
    &["google.directory-users"],
    &["keycloak.realm"],
    &["gitlab.users"],
];

/// Looks.
pub fn look(judge: &mut Judge<'_>) {
    if !has_one_of(judge.pack, &ALTERNATIVES) {
        judge.gap_no_evidence();
    }
    let directories = relied(judge, &KINDS);
    need_administrators(judge, &directories);
    for directory in directories {
        let name = directory.provider.name();
        // Of one that could not be read, that is the gap.
        let is_read = directory.sources.iter().any(|index| judge.pack.evidence[*index].is_read);
        if directory.accounts.is_empty() && is_read {
            judge.gap(
                said(format!("{name} のアカウントが一件もない"), format!("{name} lists no account")),
                &[],
            );
        }
        for (index, account) in directory.accounts.iter().enumerate() {
            if account.privileged == Some(false)
                || (account.mfa == Some(true) && !directory.contradicting.contains(&index))
            {
                continue;
            }
            if !may_sign_in(judge, account) {
                continue;
            }
            let who = called(account);
            match (account.privileged, account.mfa) {
                (Some(true), _) if account.belongs == Some(Belongs::Service) => {
                    judge.gap_of(
                        who,
                        said(
                            "管理者権限のあるサービス用アカウントには別の統制が要る",
                            "a privileged service account needs another control than MFA",
                        ),
                        &[],
                    );
                }
                (Some(true), Some(false)) if directory.contradicting.contains(&index) => {
                    let why = said(
                        "多要素認証の有無が出力によって食い違う管理者",
                        "an administrator whose exports contradict each other about MFA",
                    );
                    judge.fail(who, why, places(account));
                }
                (Some(true), Some(_)) => {
                    let why = said(
                        "多要素認証を登録していない管理者",
                        "an administrator without a registered strong method",
                    );
                    judge.fail(who, why, places(account));
                }
                (Some(true), None) => {
                    judge.gap_of(
                        who,
                        said(
                            "管理者の多要素認証の登録状況が分からない",
                            "whether an administrator has a second factor is not told",
                        ),
                        &KINDS,
                    );
                }
                (None, _) => {
                    judge.gap_of(
                        who,
                        said(
                            format!("{name} で多要素認証のないアカウントが管理者かどうか分からない"),
                            format!(
                                "{name} does not say whether an account without a second factor is privileged"
                            ),
                        ),
                        &[],
                    );
                }
                (Some(false), _) => {}
            }
        }
    }
}
