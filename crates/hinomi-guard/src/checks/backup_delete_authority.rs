//! `backup.delete_authority`: whoever administers production cannot erase the backups.
//!
//! Each copy says in the posture which realm can erase it. Which realms run production is set in `[policy]
//! production_realms`, else told from the realm's name; a name that tells neither is a gap. Witnesses: all copies
//! of a system in production's realm, a backup server in the production domain, a backup service account that is
//! a domain administrator. Misses: who really holds the other realm's keys.

use crate::judge::Judge;
use crate::posture::System;
use crate::read::names::tokens;
use crate::records::Provider;
use crate::said::said;

/// Words of a realm's name that say that production's administrators rule it.
const PRODUCTION: [&str; 18] = [
    "corp",
    "corporate",
    "prod",
    "production",
    "ad",
    "domain",
    "entra",
    "azuread",
    "aad",
    "same",
    "internal",
    "main",
    "it",
    "本番",
    "社内",
    "全社",
    "基幹",
    "ドメイン",
];

/// Words of a realm's name that say that others do.
const OUTSIDE: [&str; 20] = [
    "backup",
    "bkp",
    "physical",
    "vault",
    "separate",
    "isolated",
    "offline",
    "airgap",
    "air",
    "tape",
    "escrow",
    "offsite",
    "external",
    "custody",
    "別",
    "別部門",
    "物理",
    "保管",
    "金庫",
    "外部",
];

/// Looks.
pub fn look(judge: &mut Judge<'_>) {
    let pack = judge.pack;
    for one in pack.of_kinds(&["veeam.security-compliance"]) {
        for item in one
            .records
            .analysed
            .iter()
            .filter(|item| item.item == "BackupServerInProductionDomain" && item.is_met == Some(false))
        {
            judge.fail(
                "",
                said(
                    "バックアップサーバーが本番のドメインにある",
                    "the backup server is in the production domain",
                ),
                [one.place(item.row)],
            );
        }
    }
    for account in
        pack.directories.iter().filter(|d| d.provider == Provider::ActiveDirectory).flat_map(|d| &d.accounts)
    {
        let words = tokens(&account.principal);
        let is_backup = words.iter().any(|word| {
            matches!(
                word.as_str(),
                "backup" | "bkp" | "bak" | "veeam" | "backupexec" | "arcserve" | "netbackup"
            )
        });
        if is_backup && account.privileged == Some(true) && account.enabled != Some(false) {
            let why = said(
                "バックアップ用アカウントがドメイン管理者",
                "a backup service account is a domain administrator",
            );
            judge.fail(&*account.principal, why, account.places.clone());
        }
    }
    for system in judge.critical_systems() {
        look_at(judge, system);
    }
}

fn look_at(judge: &mut Judge<'_>, system: &System) {
    let pack = judge.pack;
    if system.copies.is_empty() {
        judge.gap_of(&system.id, said("控えが登録されていない", "no copy is listed"), &["posture.copy"]);
        return;
    }
    let mut n_outside = 0;
    let mut n_open = 0;
    let mut lines = Vec::new();
    for copy in system.copies.iter().filter_map(|id| pack.posture.copy(id)) {
        lines.push(pack.posture_line(copy.line));
        match copy
            .delete_authority
            .as_deref()
            .map(|realm| is_production(realm, &pack.posture.production_realms))
        {
            None => {
                n_open += 1;
                judge.gap_of(
                    &copy.id,
                    said(
                        "削除できる権限の所在が書かれていない控えがある",
                        "delete_authority is not filled in for a copy",
                    ),
                    &["posture.copy"],
                );
            }
            Some(None) => {
                n_open += 1;
                judge.gap_of(
                    &copy.id,
                    said(
                        "削除権限の名前から本番と別か分からない（production_realms を書く）",
                        "whether the delete authority is production's is not clear (set production_realms)",
                    ),
                    &["posture.copy"],
                );
            }
            Some(Some(true)) => {}
            Some(Some(false)) => n_outside += 1,
        }
    }
    if n_outside == 0 && n_open == 0 {
        judge.fail(
            &system.id,
            said("どの控えも本番と同じ権限で消せる", "every copy can be erased by the production realm"),
            lines,
        );
    } else if n_open == 0 {
        judge.rely_on_line(system.line);
    }
}

/// Whether a realm is production's; `None` when neither setting nor name tells.
fn is_production(realm: &str, production: &[String]) -> Option<bool> {
    if !production.is_empty() {
        return Some(production.iter().any(|known| known.eq_ignore_ascii_case(realm)));
    }
    let words = tokens(realm);
    let has = |known: &[&str]| {
        words.iter().any(|word| {
            known.contains(&word.as_str())
                || (!word.is_ascii() && known.iter().any(|k| !k.is_ascii() && word.contains(k)))
        })
    };
    match (has(&PRODUCTION), has(&OUTSIDE)) {
        (true, false) => Some(true),
        (false, true) => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_realm_is_told_by_setting_or_name() {
        assert_eq!(is_production("corp-ad", &[]), Some(true));
        assert_eq!(is_production("backup-account", &[]), Some(false));
        assert_eq!(is_production("corp-backup", &[]), None);
        assert_eq!(is_production("本番ドメイン", &[]), Some(true));
        assert_eq!(is_production("kura", &[]), None);
        assert_eq!(is_production("kura", &["corp-ad".to_owned()]), Some(false));
    }
}
