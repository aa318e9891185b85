//! What is declared, with what it rests on: logs, drills, procedures, watching.

use crate::org::Org;
use crate::small::{finding, small, verdict};

const TAIL: &str = "declared_by = \"head of IT\"\ndeclared_on = 2026-01-10\nexpires = 2026-12-31\n";

fn declaration(claim: &str, subject: &str, value: &str, evidence: &str) -> String {
    format!(
        "[[declaration]]\nid = \"d-{claim}-{subject}\"\nclaim = \"{claim}\"\nsubject = \"{subject}\"\nvalue = {value}\n{TAIL}evidence = [{evidence}]\n"
    )
}

fn drill(kind: &str, day: &str, rest: &str) -> String {
    format!(
        "{{\"schema\":\"hinomi.drill/1\",\"id\":\"{kind}-{day}\",\"type\":\"{kind}\",\"date\":\"{day}\",{rest}}}"
    )
}

#[test]
fn logs_are_named_plainly() {
    let with = |rows: &str, more: &str| {
        let list = format!("Log source,Off-host,Retention (days)\n{rows}");
        verdict(&small(&[("siem.retention", "logs.csv", &list)], more), "logs.retention")
    };
    let three = "Keycloak sign-in,yes,400\nEDR,yes,400\nBackup jobs,yes,400\n";
    assert_eq!(with(three, ""), "pass");
    assert_eq!(
        with(
            "Acro Sign audit,yes,400\nWeb server access log,yes,400\nBackup portal marketing mail,yes,400\n",
            ""
        ),
        "unknown"
    );
    assert_eq!(with("サインイン,yes,400\n端末,yes,400\n倉庫の控え室入退室,yes,400\n", ""), "unknown");
    let evidence = "{ kind = \"config\", ref = \"screen\", dated = 2026-01-10 }";
    let proxy = declaration("logs.offhost_retention_days", "proxy", "30", evidence);
    assert_eq!(with(three, &proxy), "pass");
    let sign_ins = declaration("logs.offhost_retention_days", "認証", "30", evidence);
    assert_eq!(with(three, &sign_ins), "fail");
}

#[test]
fn who_serves_a_decision_maker_decides_nothing() {
    let with = |role: &str, of_supplier: &str| {
        let record = drill(
            "tabletop",
            "2026-02-10",
            &format!(
                "\"scenario\":{{\"lessons\":[\"HL-004\"]}},\"participants\":[{{\"role\":\"{role}\"}},{{\"role\":\"{of_supplier}\",\"supplier\":\"H-1\"}}]"
            ),
        );
        verdict(&small(&[("hinomi.drill", "drill.json", &record)], ""), "respond.drill")
    };
    assert_eq!(with("取締役 管理本部長", "engineer"), "pass");
    assert_eq!(with("CISO", "engineer"), "pass");
    for role in ["役員秘書", "社長室 秘書", "Product owner", "Identity management engineer"] {
        assert_eq!(with(role, "engineer"), "unknown", "{role}");
    }
    assert_eq!(with("engineer", "CEO"), "unknown");
}

const SYSTEM: &str = "[[system]]\nid = \"kura\"\nname = \"倉庫\"\ncritical = true\nrto_hours = 24\n";

fn manual(drills: &[String], more: &str) -> Org {
    let paths: Vec<String> = (0..drills.len()).map(|n| format!("drill{n}.json")).collect();
    let files: Vec<(&str, &str, &str)> = drills
        .iter()
        .zip(&paths)
        .map(|(text, path)| ("hinomi.drill", path.as_str(), text.as_str()))
        .collect();
    small(&files, &format!("{SYSTEM}{more}"))
}

#[test]
fn a_procedure_that_was_tried_and_failed_is_a_witness() {
    let evidence = "{ kind = \"drill\", ref = \"paper day\", dated = 2026-01-10 }";
    let said = declaration("continuity.manual_procedure", "kura", "true", evidence);
    let of = |day: &str, rating: &str| {
        drill(
            "functional",
            day,
            &format!(
                "\"measures\":{{\"rto_hours\":{{\"kura\":10}}}},\"objectives\":{{\"HL-020\":\"{rating}\"}}"
            ),
        )
    };
    let look = |drills: &[String]| verdict(&manual(drills, &said), "continuity.manual");
    assert_eq!(look(&[of("2026-02-10", "P")]), "pass");
    assert_eq!(look(&[of("2026-02-10", "M")]), "pass");
    assert_eq!(look(&[of("2026-02-10", "U")]), "fail");
    assert_eq!(look(&[of("2026-02-10", "U"), of("2026-03-10", "S")]), "pass");
    assert_eq!(look(&[of("2026-02-10", "P"), of("2026-03-10", "U")]), "fail");
    let both = finding(&manual(&[of("2026-02-10", "U")], &said), "continuity.manual");
    assert_eq!(both.rows.len(), 2, "the drill and what was declared: {:?}", both.rows);
}

#[test]
fn a_recovery_is_measured_by_restoring() {
    let evidence = "{ kind = \"drill\", ref = \"paper day\", dated = 2026-01-10 }";
    let said = declaration("continuity.manual_procedure", "kura", "true", evidence);
    let of = |kind: &str, hours: u32| {
        drill(kind, "2026-02-10", &format!("\"measures\":{{\"rto_hours\":{{\"kura\":{hours}}}}}"))
    };
    let look = |drills: &[String]| verdict(&manual(drills, &said), "continuity.manual");
    assert_eq!(look(&[of("functional", 10)]), "pass");
    assert_eq!(look(&[of("functional", 30)]), "fail");
    assert_eq!(look(&[of("tabletop", 10)]), "unknown");
    assert_eq!(look(&[of("tabletop", 30), of("restore", 10)]), "pass");
    // Of which of two systems, a declaration without a subject does not say.
    let of_all = declaration("continuity.manual_procedure", "", "true", evidence);
    assert_eq!(verdict(&manual(&[of("restore", 10)], &of_all), "continuity.manual"), "pass");
    let other = format!("[[system]]\nid = \"uri\"\ncritical = true\nrto_hours = 24\n{of_all}");
    let two = drill("restore", "2026-02-10", "\"measures\":{\"rto_hours\":{\"kura\":10,\"uri\":10}}");
    assert_eq!(verdict(&manual(&[two], &other), "continuity.manual"), "unknown");
}

#[test]
fn an_unanswered_test_is_a_witness_and_a_note_is_no_roster() {
    let with = |kind: &str, measures: &str| {
        let said = declaration(
            "monitoring.24x7",
            "",
            "true",
            &format!("{{ kind = \"{kind}\", ref = \"R-1\", dated = 2026-01-10 }}"),
        );
        let test = drill("alert-test", "2026-02-10", &format!("\"out_of_hours\":true,{measures}"));
        verdict(&small(&[("hinomi.drill", "test.json", &test)], &said), "detect.24x7")
    };
    assert_eq!(with("contract", "\"measures\":{\"alert_ack_min\":5}"), "pass");
    assert_eq!(with("当番表", "\"measures\":{\"alert_ack_min\":5}"), "pass");
    assert_eq!(with("note", "\"measures\":{\"alert_ack_min\":5}"), "unknown");
    assert_eq!(with("contract", "\"measures\":{}"), "unknown");
    assert_eq!(with("contract", "\"measures\":{\"alert_ack_min\":\"never\"}"), "fail");
    assert_eq!(with("contract", "\"measures\":{},\"objectives\":{\"HL-010\":\"U\"}"), "fail");
}

#[test]
fn a_draft_is_no_plan() {
    let with = |reference: &str| {
        let evidence = format!("{{ kind = \"document\", ref = \"{reference}\", dated = 2026-01-10 }}");
        verdict(&small(&[], &declaration("ir.plan", "", "true", &evidence)), "respond.plan")
    };
    assert_eq!(with("対応手順書 第3版"), "pass");
    assert_eq!(with("draft; no roles"), "unknown");
    assert_eq!(with("対応手順書（案）"), "unknown");
}
