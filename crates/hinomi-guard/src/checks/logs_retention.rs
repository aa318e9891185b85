//! `logs.retention`: logs of sign-in, endpoints and backups live off the host for long enough.
//!
//! Each of the three must be covered by a list of retention or a standing declaration. A named log that keeps
//! fewer days, or only on the host, is a witness, and outweighs a declaration that says otherwise. A name with a word that is not known may be another log's, and counts for
//! neither. Misses: who may delete them. Words: `data/log_sources.csv`.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use crate::judge::Judge;
use crate::pack::Standing;
use crate::posture::Declared;
use crate::read::lexicon::Lexicon;
use crate::said::said;

/// The logs that must outlive an intruder.
const LOGS: [(&str, &str); 3] =
    [("authentication", "認証"), ("endpoint", "端末"), ("backup", "バックアップ")];

static WORDS: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::new(include_str!("../../data/log_sources.csv")));

/// Which of the logs a name means, by index. Each part of a list must be understood as a whole.
fn logs_of(name: &str) -> Vec<usize> {
    let parts = name.split(['、', '，', ',', '；', ';', '/', '／', '・', '+', '＋', '&', '＆']);
    // Sign-ins to machines, or backups of them, are logs of neither.
    let of_part = |part: &str| {
        let classes = WORDS.classes(part)?;
        let mut logs = (0..LOGS.len()).filter(|log| classes.contains(&LOGS[*log].0));
        logs.next().filter(|_| logs.next().is_none())
    };
    let found: BTreeSet<usize> = parts.filter_map(of_part).collect();
    found.into_iter().collect()
}

/// Looks.
pub fn look(judge: &mut Judge<'_>) {
    let pack = judge.pack;
    let days_min = judge.param("log_cover_days", 365.0);
    let mut covered = [false; LOGS.len()];
    for (declaration, standing) in pack.declared("logs.offhost_retention_days") {
        let is_of_all = declaration.subject.trim().is_empty();
        let of = if is_of_all { (0..LOGS.len()).collect() } else { logs_of(&declaration.subject) };
        // Said of other logs.
        if of.is_empty() {
            continue;
        }
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
            let of = logs_of(&row.source);
            if of.is_empty() {
                judge.note(said(
                    "名前から三種のログと分からない行は数えていない",
                    "rows whose name is not plainly one of the three logs are not counted",
                ));
                continue;
            }
            let is_short = row.days.is_some_and(|days| days < days_min);
            if is_short || row.off_host == Some(false) {
                let why = said(
                    format!("ログが{days_min}日に足りないか、機器の中だけにある"),
                    format!("a log is kept for fewer than {days_min} days, or only on the host"),
                );
                judge.fail(&row.source, why, [one.place(row.row)]);
            } else if row.days.is_some() && row.off_host == Some(true) {
                judge.rely(one);
                of.iter().for_each(|log| covered[*log] = true);
            }
        }
    }
    for ((en, ja), covered) in LOGS.iter().zip(covered) {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_log_is_named_by_words_that_are_all_known() {
        for (name, logs) in [
            ("Entra ID sign-in logs", vec![0]),
            ("認証ログ", vec![0]),
            ("EDR telemetry", vec![1]),
            ("Windows イベントログ（サーバー）", vec![1]),
            ("Veeam backup server", vec![2]),
            ("認証、端末、バックアップ", vec![0, 1, 2]),
        ] {
            assert_eq!(logs_of(name), logs, "{name}");
        }
        for name in [
            "Acro Sign audit",
            "Web server access log",
            "Backup portal marketing mail",
            "倉庫の控え室入退室",
            "proxy",
            "server logs",
            "Ad campaign",
            "",
        ] {
            assert!(logs_of(name).is_empty(), "{name}");
        }
    }
}
