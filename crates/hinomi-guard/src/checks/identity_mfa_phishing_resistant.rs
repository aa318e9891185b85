//! `identity.mfa.phishing_resistant`: administrators use keys or passkeys, and a reset needs proof of identity.
//!
//! An administrator with nothing better than calls, texts and plain pushes is a witness; codes of an app or token are
//! neither that nor resistant. A pass also needs the declared reset procedure (`reset.identity_proof`). Misses: what the
//! help desk really does.

use super::accounts::{called, has_one_of, may_sign_in, need_administrators, places, relied};
use crate::judge::Judge;
use crate::pack::Standing;
use crate::records::{Belongs, Methods};
use crate::said::said;

const KINDS: [&str; 5] =
    ["entra.user-registration-details", "okta.factors", "okta.users", "okta.roles", "keycloak.realm"];

const ALTERNATIVES: [&[&str]; 3] = [
    &["entra.user-registration-details"],
    &["okta.factors", "okta.users", "okta.roles"],
    &["keycloak.realm"],
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
            let is_service = account.belongs == Some(Belongs::Service);
            let is_resistant = account.methods.is_some_and(|methods| methods.resistant && !methods.telephone);
            if account.privileged == Some(false)
                || is_resistant
                || (is_service && account.privileged.is_none())
                || !may_sign_in(judge, account)
            {
                continue;
            }
            let who = called(account);
            if is_service {
                judge.gap_of(
                    who,
                    said(
                        "特権をもつサービスアカウントの認証方式が分からない",
                        "how a privileged service account signs in is not told",
                    ),
                    &KINDS,
                );
                continue;
            }
            match (account.privileged, account.methods) {
                (Some(true), Some(Methods { resistant: false, other: false, .. })) => judge.fail(
                    who,
                    said(
                        "電話・SMS・プッシュしか持たないか、何も登録していない管理者",
                        "an administrator with calls, texts or pushes only, or without any method",
                    ),
                    places(account),
                ),
                (Some(true), Some(Methods { resistant: false, .. })) => judge.gap_of(
                    who,
                    said(
                        "フィッシングに強い方式を持たない管理者",
                        "an administrator without a phishing-resistant method",
                    ),
                    &[],
                ),
                (Some(true), Some(_)) => judge.gap_of(
                    who,
                    said(
                        "管理者に電話やSMSの方式が残っている",
                        "an administrator also has a telephone method",
                    ),
                    &[],
                ),
                (Some(true), None) => judge.gap_of(
                    who,
                    said("管理者の登録方式が分からない", "an administrator's methods are not listed"),
                    &KINDS,
                ),
                (None, _) => {
                    judge.gap_of(who, said("誰が管理者か分からない", "who is privileged is not told"), &KINDS)
                }
                (Some(false), _) => {}
            }
        }
    }
    look_at_resets(judge);
}

fn look_at_resets(judge: &mut Judge<'_>) {
    let pack = judge.pack;
    let mut stands = false;
    for (declaration, standing) in pack.declared("reset.identity_proof") {
        match standing {
            Standing::Stands(_) => {
                stands = true;
                judge.rely_on_declaration(declaration);
            }
            Standing::SaysNo => {
                let why = said(
                    "再登録時の本人確認がないと宣言されている",
                    "resets are declared to need no proof of identity",
                );
                judge.fail(&declaration.id, why, [pack.posture_line(declaration.line)]);
            }
            other => judge.gap_of_standing(declaration, other),
        }
    }
    if !stands {
        judge.gap(
            said(
                "再登録時の本人確認手順が宣言されていない",
                "the reset procedure with proof of identity is not declared",
            ),
            &["declaration"],
        );
    }
}
