//! The formats, on one small report with hostile names: shapes hold, outside text is escaped, unknown is its own value.

use super::*;
use crate::said::said;
use crate::verdict::{Finding, Missing, RowRef, Strength, Verdict};

const HOSTILE: &str = "=cmd|'/c x'!A0<script>alert(1)</script>\u{1b}[31m";

fn sample() -> Report {
    let finding = |check: &str, verdict: Verdict, subjects: &[&str]| Finding {
        id: format!("id-{check}"),
        check: check.to_owned(),
        lesson: "HL-001".to_owned(),
        title: said("題", "title"),
        verdict,
        subjects: subjects.iter().map(|s| (*s).to_owned()).collect(),
        rows: vec![RowRef { file: "a b/<x>.csv".to_owned(), row: 3, sha256: "ab".repeat(32) }],
        reason: said(format!("理由 {HOSTILE}"), format!("reason {HOSTILE}")),
        missing: vec![Missing {
            what: said("足りない", "missing"),
            n_subjects: 1,
            kinds: vec!["entra.users".to_owned()],
        }],
        notes: Vec::new(),
        strength: Strength::E3,
        dated: None,
        expires: None,
        severity: "critical".to_owned(),
        controls: [("nist_800_53_r5".to_owned(), vec!["IA-2(1)".to_owned()])].into(),
        attack: vec!["T1078".to_owned()],
        remedy_ja: vec!["直す".to_owned()],
        remedy_en: vec!["mend".to_owned()],
    };
    Report {
        organisation: HOSTILE.to_owned(),
        as_of: jiff::civil::date(2025, 3, 1),
        findings: vec![
            finding("a.fail", Verdict::Fail, &[HOSTILE]),
            finding("b.pass", Verdict::Pass, &[]),
            finding("c.unknown", Verdict::Unknown, &[]),
        ],
    }
}

fn check(format: Format, all: bool) -> String {
    let setting = Setting { lang: Lang::En, all, now: jiff::Timestamp::UNIX_EPOCH, links: Links::default() };
    let out = report(&sample(), format, &setting);
    assert_eq!(out, report(&sample(), format, &setting), "the same input gives the same bytes");
    if !matches!(format, Format::Json | Format::Sarif | Format::Ocsf | Format::Oscal | Format::Csv) {
        assert!(!out.contains('\u{1b}'), "{out}");
    }
    out
}

#[test]
fn people_get_escaped_text() {
    for format in [Format::Html, Format::Md] {
        let out = check(format, false);
        assert!(!out.contains("<script>"), "{out}");
        assert!(out.contains("%3Cx%3E.csv#row=3\" title") || format == Format::Md, "{out}");
    }
    assert!(
        check(Format::Text, false).ends_with("affected 1, not affected 1, unknown 1 (as of 2025-03-01)\n")
    );
}

#[test]
fn spreadsheets_run_nothing() {
    let out = check(Format::Csv, false);
    let mut reader = ::csv::Reader::from_reader(out.as_bytes());
    for record in reader.records() {
        assert!(record.unwrap().iter().all(|cell| !cell.starts_with(['=', '+', '-', '@'])), "{out}");
    }
}

#[test]
fn sarif_says_open_for_unknown_and_level_none_unless_it_fails() {
    let value: serde_json::Value = serde_json::from_str(&check(Format::Sarif, true)).unwrap();
    let results = value["runs"][0]["results"].as_array().unwrap();
    let kinds: Vec<_> =
        results.iter().map(|r| (r["kind"].as_str().unwrap(), r["level"].as_str().unwrap())).collect();
    assert_eq!(kinds, [("fail", "error"), ("pass", "none"), ("open", "none")]);
    let place = &results[0]["locations"][0]["physicalLocation"];
    assert_eq!(
        (place["artifactLocation"]["uri"].as_str(), place["region"]["startLine"].as_u64()),
        (Some("a%20b/%3Cx%3E.csv"), Some(3))
    );
    let few: serde_json::Value = serde_json::from_str(&check(Format::Sarif, false)).unwrap();
    assert_eq!(few["runs"][0]["results"].as_array().unwrap().len(), 1);
}

#[test]
fn junit_skips_unknown_unless_strict() {
    assert!(check(Format::Junit, false).contains("failures=\"1\" errors=\"0\" skipped=\"1\""));
    assert!(check(Format::Junit, true).contains("failures=\"1\" errors=\"1\" skipped=\"0\""));
    assert!(!check(Format::Junit, false).contains("<script>"));
}

#[test]
fn ocsf_and_oscal_keep_unknown_apart() {
    let out = check(Format::Ocsf, false);
    let ids: Vec<u64> = out
        .lines()
        .map(|line| {
            serde_json::from_str::<serde_json::Value>(line).unwrap()["compliance"]["status_id"]
                .as_u64()
                .unwrap()
        })
        .collect();
    assert_eq!(ids, [3, 1, 2]);
    let value: serde_json::Value = serde_json::from_str(&check(Format::Oscal, false)).unwrap();
    let result = &value["assessment-results"]["results"][0];
    assert_eq!(result["observations"].as_array().unwrap().len(), 3);
    let states: Vec<_> = result["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|f| f["target"]["status"]["state"].as_str().unwrap())
        .collect();
    assert_eq!(states, ["not-satisfied", "satisfied"]);
    assert_eq!(
        result["reviewed-controls"]["control-selections"][0]["include-controls"][0]["control-id"],
        "ia-2.1"
    );
}

#[test]
fn json_holds_what_a_next_run_needs() {
    let value: serde_json::Value = serde_json::from_str(&check(Format::Json, false)).unwrap();
    assert_eq!(value["schema"], "hinomi.findings/1");
    let first = &value["findings"][0];
    for key in [
        "check", "lesson", "verdict", "subjects", "rows", "reason", "missing", "strength", "controls",
        "attack", "remedy",
    ] {
        assert!(first.get(key).is_some(), "{key}");
    }
    assert_eq!(first["rows"][0]["row"], 3);
}
