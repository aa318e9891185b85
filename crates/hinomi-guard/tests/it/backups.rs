//! Copies, restore points and restores, and what is declared of them beside what exports show: a no counts while it
//! holds, old evidence does not, and what contradicts itself is a fail that shows both.

use crate::org::Org;
use crate::small::{made, told};

const SYSTEM: &str = r#"
[[system]]
id = "orders"
critical = true
hosts = ["db7", "app7"]
rto_hours = 8
copies = ["disk", "tape"]

[[copy]]
id = "disk"
listing = "points"
lock = "lock"
restores = "restores"
delete_authority = "corp-ad"

[[copy]]
id = "tape"
media = "tape"
delete_authority = "separate-vault"
"#;

const LOCK: &str = "An error occurred (ObjectLockConfigurationNotFoundError)";

fn source(id: &str, kind: &str, path: &str) -> String {
    format!(
        "[[source]]\nid = \"{id}\"\nkind = \"{kind}\"\npath = \"{path}\"\ncollected = 2026-03-09\nscope = \"all\"\n"
    )
}

/// A declaration of 1 December with evidence of `dated`.
fn yes(claim: &str, subject: &str, dated: &str) -> String {
    format!(
        "[[declaration]]\nid = \"yes\"\nclaim = \"{claim}\"\nsubject = \"{subject}\"\nvalue = true\n\
         declared_by = \"CISO\"\ndeclared_on = 2025-12-01\nexpires = 2026-11-30\n\
         evidence = [{{ kind = \"log\", ref = \"T-7\", dated = {dated} }}]\n"
    )
}

fn no(claim: &str, subject: &str, on: &str, until: &str) -> String {
    format!(
        "[[declaration]]\nid = \"no\"\nclaim = \"{claim}\"\nsubject = \"{subject}\"\nvalue = false\n\
         declared_by = \"CISO\"\ndeclared_on = {on}\nexpires = {until}\n"
    )
}

fn check(org: &Org, check: &str, verdict: &str, why: &str) {
    let (found, reason) = told(org, check);
    assert_eq!(found, verdict, "{check}: {reason}");
    assert!(reason.contains(why), "{check}: {reason}");
}

/// Backups whose only lock export says that there is none.
fn unlocked(declarations: &str) -> Org {
    let one_copy = SYSTEM.replace(", \"tape\"]", "]");
    let text = [&*source("lock", "s3.object-lock", "lock.txt"), &one_copy, declarations].concat();
    // The other sources that the copy names are left out.
    let text = text.replace("listing = \"points\"\n", "").replace("restores = \"restores\"\n", "");
    made(&text, &[("lock.txt", LOCK)])
}

#[test]
fn no_declaration_silences_an_export_that_says_otherwise() {
    check(&unlocked(""), "backup.isolated", "fail", "no copy is locked");
    for subject in ["orders", "disk"] {
        let org = unlocked(&yes("backup.immutable", subject, "2025-11-28"));
        check(&org, "backup.isolated", "fail", "declared immutable, but the export says otherwise");
        // Both are shown.
        let report = org.report(None);
        let rows = &report.finding("backup.isolated").unwrap().rows;
        assert!(rows.iter().any(|row| row.file == "lock.txt"), "{rows:?}");
        assert!(rows.iter().any(|row| row.file == hinomi_guard::FILE), "{rows:?}");
    }
    check(&unlocked(&yes("backup.offline", "disk", "2025-11-28")), "backup.isolated", "pass", "");
}

#[test]
fn a_yes_and_a_no_of_one_claim_contradict_each_other() {
    let both = yes("backup.offline", "disk", "2025-11-28")
        + &no("backup.offline", "disk", "2026-01-10", "2026-12-31").replace("\"no\"", "\"other\"");
    check(&unlocked(&both), "backup.isolated", "fail", "contradict");
}

#[test]
fn evidence_of_years_ago_shows_no_copy_of_today() {
    let org = unlocked(&yes("backup.offline", "disk", "2012-01-01"));
    assert_ne!(told(&org, "backup.isolated").0, "pass");
}

#[test]
fn a_no_holds_until_it_ends_or_a_later_word_replaces_it() {
    let watch = |text: &str| made(text, &[]);
    let current = no("monitoring.24x7", "", "2026-01-10", "2026-12-31");
    check(&watch(&current), "detect.24x7", "fail", "not to be watched");
    check(&watch(&no("monitoring.24x7", "", "2019-04-01", "2020-03-31")), "detect.24x7", "unknown", "ended");
    check(
        &watch(&no("monitoring.24x7", "", "2029-04-01", "2030-03-31")),
        "detect.24x7",
        "unknown",
        "lacks who, when",
    );
    check(&watch(&no("ir.plan", "", "2019-04-01", "2020-03-31")), "respond.plan", "unknown", "ended");
    // What was so in the autumn and was mended in December is history.
    let mended =
        no("monitoring.24x7", "", "2025-09-01", "2026-08-31") + &yes("monitoring.24x7", "", "2025-11-28");
    let (found, reason) = told(&watch(&mended), "detect.24x7");
    assert_eq!(found, "unknown", "{reason}");
    assert!(reason.contains("alert test"), "{reason}");
}

#[test]
fn a_declared_shared_authority_outweighs_the_name_of_a_realm() {
    let text = |more: &str| {
        SYSTEM
            .replace("listing = \"points\"\n", "")
            .replace("lock = \"lock\"\n", "")
            .replace("restores = \"restores\"\n", "")
            + more
    };
    check(&made(&text(""), &[]), "backup.delete_authority", "pass", "");
    let denied = no("backup.separate_authority", "tape", "2026-01-10", "2026-12-31");
    check(&made(&text(&denied), &[]), "backup.delete_authority", "fail", "declared not to be separate");
}

/// Restore points at the end of each of the last seven months.
fn points(hosts: &[(&str, usize)]) -> String {
    const DAYS: [&str; 7] =
        ["2025-08-31", "2025-09-30", "2025-10-31", "2025-11-30", "2025-12-31", "2026-01-31", "2026-02-28"];
    let one = |host: &str, day: &str| {
        format!(r#"{{"time":"{day}T02:00:00Z","paths":["/srv"],"hostname":"{host}","id":"{host}{day}"}}"#)
    };
    let all: Vec<String> =
        hosts.iter().flat_map(|(host, n)| DAYS.iter().take(*n).map(move |day| one(host, day))).collect();
    format!("[{}]", all.join(","))
}

#[test]
fn a_machine_that_is_no_longer_backed_up_is_missed() {
    let org = |hosts: &[(&str, usize)]| {
        let text = source("points", "restic.snapshots", "points.json")
            + &SYSTEM
                .replace(", \"tape\"]", "]")
                .replace("lock = \"lock\"\n", "")
                .replace("restores = \"restores\"\n", "");
        made(&text, &[("points.json", &points(hosts))])
    };
    check(&org(&[("db7", 7), ("app7", 7)]), "backup.history_span", "pass", "");
    check(&org(&[("db7", 7), ("app7.corp.example", 7)]), "backup.history_span", "pass", "");
    // Not every machine holds data: told, and no more.
    check(&org(&[("app7", 7)]), "backup.history_span", "pass", "");
    let report = org(&[("app7", 7)]).report(None);
    let notes = &report.finding("backup.history_span").unwrap().notes;
    assert!(notes.iter().any(|note| note.en.contains("no restore point of 1 of the system")), "{notes:?}");
    check(&org(&[("db7", 3), ("app7", 7)]), "backup.history_span", "unknown", "no recent restore point");
}

#[test]
fn a_restore_counts_for_the_system_that_was_restored() {
    let job = |arn: &str, worked: bool| {
        format!(
            r#"{{"RestoreJobId":"r","SourceResourceArn":"arn:aws:rds:ap-1:1:{arn}","CreationDate":"2026-02-10T00:00:00Z","CompletionDate":"2026-02-10T02:00:00Z","Status":"COMPLETED","ValidationStatus":"{}"}}"#,
            if worked { "SUCCESSFUL" } else { "FAILED" }
        )
    };
    let org = |jobs: &[String], more: &str| {
        let text = source("restores", "aws.backup.restore-jobs", "jobs.json")
            + &SYSTEM.replace("listing = \"points\"\n", "").replace("lock = \"lock\"\n", "")
            + more;
        made(&text, &[("jobs.json", &format!(r#"{{"RestoreJobs":[{}]}}"#, jobs.join(",")))])
    };
    check(&org(&[job("db:d-1", true)], ""), "backup.restore_tested", "pass", "");
    check(&org(&[job("db:d-1", false)], ""), "backup.restore_tested", "fail", "failed");
    check(
        &org(&[job("db:d-1", true), job("db:sandbox", false)], ""),
        "backup.restore_tested",
        "unknown",
        "which of them",
    );
    check(
        &org(&[job("db:orders", false), job("db:sandbox", true)], ""),
        "backup.restore_tested",
        "fail",
        "failed",
    );
    let mixed = [job("db:orders", true), job("db:sandbox", false)];
    check(&org(&mixed, ""), "backup.restore_tested", "pass", "");
    let denied = no("backup.restore_test", "orders", "2026-01-10", "2026-12-31");
    check(&org(&[job("db:d-1", true)], &denied), "backup.restore_tested", "fail", "not to have been tested");
}

#[test]
fn the_organisations_own_limit_of_age_holds() {
    let doubts = |days: u32| {
        let text = format!("[policy]\nexposed_max_age_days = {days}\n")
            + &source("outside", "assets.exposed-services", "outside.csv").replace("03-09", "02-20");
        let org = made(&text, &[("outside.csv", "host,port,auth\nshop.example,443,none\n")]);
        org.pack(None).evidence[0].doubts.iter().any(|doubt| doubt.en.contains("too old"))
    };
    assert!(doubts(5));
    assert!(!doubts(60));
}
