//! `backup.delete_authority`: whoever administers production cannot erase the backups.
//!
//! Each copy says in the posture which realm can erase it. Which realms run production is set in `[policy]
//! production_realms`, else told from the realm's name; a name that tells neither is a gap. Witnesses: all copies
//! of a system in production's realm, a backup server in the production domain, a backup service account that is
//! a domain administrator. Misses: who really holds the other realm's keys.

use crate::judge::Judge;
use crate::pack::Standing;
use crate::posture::{Declaration, System};
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
const OUTSIDE: [&str; 17] = [
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
    "custody",
    "物理",
    "物理保管",
    "物理媒体",
    "金庫",
];

/// Endings of Japanese words that say so.
const OUTSIDE_ENDINGS: [&str; 3] = ["保管", "保管庫", "金庫"];

/// What denies, puts off or points elsewhere: the rest then says nothing.
const UNSETTLED: [&str; 12] =
    ["not", "no", "none", "ない", "なし", "非分離", "未", "検討", "予定", "参照", "別途", "別紙"];

/// Words of people and machines: beside one of them, a word like `physical` says what they look after, not where the
/// authority lies.
const LOOKED_AFTER: [&str; 12] = [
    "admin",
    "admins",
    "administrator",
    "administrators",
    "server",
    "servers",
    "user",
    "users",
    "operators",
    "サーバー",
    "サーバ",
    "管理者",
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
    let listed = &pack.posture.production_realms;
    let mut n_outside = 0;
    let mut n_open = 0;
    let mut lines = Vec::new();
    for copy in system.copies.iter().filter_map(|id| pack.posture.copy(id)) {
        lines.push(pack.posture_line(copy.line));
        if let Some(no) = denied(judge, &copy.id, &system.id) {
            if copy.delete_authority.as_deref().and_then(|realm| is_production(realm, listed)) == Some(false)
            {
                let why = said(
                    "削除権限は別と書かれているが、分かれていないと宣言されている",
                    "delete_authority names another realm, but it is declared not to be separate",
                );
                judge.fail(&copy.id, why, [pack.posture_line(copy.line), pack.posture_line(no.line)]);
            }
            lines.push(pack.posture_line(no.line));
            continue;
        }
        match copy.delete_authority.as_deref().map(|realm| is_production(realm, listed)) {
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

/// The declaration that says of a copy, or of its system, that no separate authority guards it.
fn denied<'p>(judge: &Judge<'p>, copy: &str, system: &str) -> Option<&'p Declaration> {
    let mut all = judge.pack.declared("backup.separate_authority");
    let is_of = |subject: &str| subject == copy || subject == system;
    all.find(|(no, standing)| *standing == Standing::SaysNo && is_of(&no.subject)).map(|(no, _)| no)
}

/// Whether a realm is production's; `None` when neither setting nor name tells.
fn is_production(realm: &str, production: &[String]) -> Option<bool> {
    let words = tokens(realm);
    let is_unsettled = |word: &String| {
        UNSETTLED.iter().any(|mark| if mark.is_ascii() { word == mark } else { word.contains(mark) })
    };
    if words.iter().any(is_unsettled) {
        return None;
    }
    let is_known = |known: &String| tokens(known).iter().all(|word| words.contains(word));
    if production.iter().any(is_known) {
        return Some(true);
    }
    let has = |known: &[&str]| words.iter().any(|word| known.contains(&word.as_str()));
    let is_apart = |word: &String| {
        OUTSIDE.contains(&word.as_str())
            || word.starts_with('別')
            || OUTSIDE_ENDINGS.iter().any(|ending| word.ends_with(ending))
    };
    let is_inside = has(&PRODUCTION)
        || words.iter().any(|word| PRODUCTION.iter().any(|k| !k.is_ascii() && word.contains(k)));
    let is_outside = words.iter().any(is_apart);
    let is_of_people = words.iter().any(|word| LOOKED_AFTER.iter().any(|k| word.ends_with(k)));
    match (is_inside, is_outside) {
        (true, _) if is_outside || !production.is_empty() => None,
        (true, _) => Some(true),
        (false, true)
            if is_of_people
                && (words.iter().any(|word| word == "operators")
                    || !words.iter().any(|word| word == "backup" || word.starts_with('別'))) =>
        {
            None
        }
        (false, true) => Some(false),
        // A realm that is none of those listed, and whose name shares nothing with them, is another one.
        (false, false) if !production.is_empty() => {
            let is_like = production.iter().flat_map(|known| tokens(known)).any(|word| words.contains(&word));
            (!is_like && !is_of_people).then_some(false)
        }
        (false, false) => None,
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
        assert_eq!(is_production("別部門", &[]), Some(false));
        assert_eq!(is_production("テープ保管庫", &[]), Some(false));
        for unclear in ["社内金庫", "not separate", "別管理ではない", "別途検討", "特別", "Backup Operators"]
        {
            assert_eq!(is_production(unclear, &[]), None, "{unclear}");
        }
        assert_eq!(is_production("特別管理者", &[]), None);
        assert_eq!(is_production("物理サーバー管理者", &[]), None);
        assert_eq!(is_production("external-admins", &[]), None);
        let listed = ["corp-ad".to_owned()];
        assert_eq!(is_production("kura", &listed), Some(false));
        assert_eq!(is_production("Corp AD", &listed), Some(true));
        assert_eq!(is_production("corp_ad", &listed), Some(true));
        assert_eq!(is_production("CORP\\Domain Admins", &listed), None);
        assert_eq!(is_production("corp", &listed), None);
    }
}
