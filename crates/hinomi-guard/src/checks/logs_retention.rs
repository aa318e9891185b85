//! `logs.retention`: logs of sign-in, endpoints and backups live off the host for long enough.
//!
//! Each of the three must be covered by a list of retention or a standing declaration. A named log that keeps
//! fewer days, or only on the host, is a witness, and outweighs a declaration that says otherwise. Misses: who may
//! delete them.

use crate::judge::Judge;
use crate::pack::Standing;
use crate::posture::Declared;
use crate::read::names::tokens;
use crate::said::said;

/// The logs that must outlive an intruder, with words by which lists name them.
const LOGS: [(&str, &str, &[&str]); 3] = [
    (
        "authentication",
        "認証",
        &[
            "authentication",
            "auth",
            "signin",
            "sign",
            "logon",
            "login",
            "identity",
            "entra",
            "ad",
            "認証",
            "サインイン",
            "ログオン",
            "ログイン",
        ],
    ),
    (
        "endpoint",
        "端末",
        &["endpoint", "edr", "host", "client", "server", "os", "端末", "サーバ", "エンドポイント", "検知"],
    ),
    ("backup", "バックアップ", &["backup", "veeam", "バックアップ", "控え"]),
];

/// Looks.
pub fn look(judge: &mut Judge<'_>) {
    let pack = judge.pack;
    let days_min = judge.param("log_cover_days", 365.0);
    let mut covered = [false; LOGS.len()];
    let names = |text: &str, words: &[&str]| {
        tokens(text).iter().any(|token| {
            words.contains(&token.as_str())
                || (!token.is_ascii() && words.iter().any(|word| !word.is_ascii() && token.contains(word)))
        })
    };
    for (declaration, standing) in pack.declared("logs.offhost_retention_days") {
        let of: Vec<usize> = (0..LOGS.len())
            .filter(|log| declaration.subject.is_empty() || names(&declaration.subject, LOGS[*log].2))
            .collect();
        match standing {
            Standing::Stands(Declared::Number(days)) if days >= days_min => {
                judge.rely_on_declaration(declaration);
                of.iter().for_each(|log| covered[*log] = true);
            }
            Standing::Stands(_) | Standing::SaysNo => {
                let why = said(
                    format!("ログの保存が{days_min}日に足りないと宣言されている"),
                    format!("declared to keep fewer than {days_min} days"),
                );
                judge.fail(&declaration.id, why, [pack.posture_line(declaration.line)]);
            }
            other => judge.gap_of_standing(declaration, other),
        }
    }
    for one in pack.of_kinds(&["siem.retention", "cloudtrail.trails"]) {
        for row in &one.records.retention {
            let Some(log) = LOGS.iter().position(|(_, _, words)| names(&row.source, words)) else { continue };
            let is_short = row.days.is_some_and(|days| days < days_min);
            if is_short || row.off_host == Some(false) {
                let why = said(
                    format!("ログが{days_min}日に足りないか、機器の中だけにある"),
                    format!("a log is kept for fewer than {days_min} days, or only on the host"),
                );
                judge.fail(&row.source, why, [one.place(row.row)]);
            } else if row.days.is_some() && row.off_host == Some(true) {
                judge.rely(one);
                covered[log] = true;
            }
        }
    }
    for ((en, ja, _), covered) in LOGS.iter().zip(covered) {
        if !covered {
            judge.gap(
                said(
                    format!("{ja}のログの保存期間が示されていない"),
                    format!("the retention of {en} logs is not shown"),
                ),
                &["siem.retention", "declaration"],
            );
        }
    }
}
