//! Bad input: one clear line each, nothing else lost, and no verdict better than unknown from it.

use std::io::Write;

use hinomi_guard::{Catalogue, Format, Links, Naming, Setting, Verdict};
use hinomi_model::Lang;

use crate::org::{Org, better};

/// Replaces a file and expects one line that names it and says `says`; checks in `lost` pass no more.
fn check(org: &Org, path: &str, bytes: impl Into<Vec<u8>>, says: &str, lost: &[&str]) {
    let other = org.with(path, bytes);
    let pack = other.pack(None);
    let lines: Vec<String> =
        pack.warnings.iter().map(ToString::to_string).filter(|l| l.contains(path)).collect();
    assert!(lines.iter().any(|line| line.contains(says)), "{path}: {says:?} not in {lines:?}");
    assert!(lines.len() <= 2, "{lines:?}");
    assert!(lines.iter().all(|line| !line.contains('\n') && line.len() < 400), "{lines:?}");
    // A report in Japanese says why in Japanese.
    let why = pack.evidence.iter().find(|one| one.source.path == path).and_then(|one| one.doubts.first());
    let why = &why.expect("a doubt").ja;
    let reason = why.rsplit('（').next().unwrap_or_default();
    assert!(reason.chars().any(|c| !c.is_ascii() && c != '）'), "{why}");
    let (before, after) = (org.report(None), other.report(None));
    assert_eq!(better(&before, &after), Vec::<String>::new(), "{path}");
    for (was, now) in before.findings.iter().zip(&after.findings) {
        if lost.contains(&was.check.as_str()) {
            assert_ne!(now.verdict, Verdict::Pass, "{path} {}", was.check);
        } else {
            assert_eq!(was.verdict, now.verdict, "{path} {}: {}", was.check, now.reason.en);
        }
    }
}

const EDR: [&str; 2] = ["detect.coverage", "detect.tamper"];

#[test]
fn broken_files_cost_one_line_and_their_own_checks() {
    let org = Org::load("kawabe");
    let borg = org.file("borg.json").to_vec();
    check(&org, "borg.json", &borg[..borg.len() / 2], "breaks off", &["backup.history_span"]);
    let edr = String::from_utf8(org.file("edr.csv").to_vec()).unwrap();
    check(&org, "edr.csv", edr.replacen("ドメイン", "デバイス名", 1), "stands twice", &EDR);
    check(&org, "edr.csv", edr.replacen("デバイス名", "何か", 1), "no column for host", &EDR);
    check(&org, "edr.csv", edr.replacen("nms01", "nm\0s01", 1), "zero bytes", &EDR);
    check(&org, "edr.csv", format!("{edr}\"{}", "a".repeat(3 << 20)), "longer than", &EDR);
    check(&org, "edr.csv", "", "", &EDR);
    check(&org, "edr.csv", &b"\xff\xff\x80,\x81"[..], "edr.csv", &EDR);
}

/// A gigabyte in one line, packed to a megabyte, is given up at the limit.
#[test]
fn what_unpacks_without_end_is_given_up() {
    let org = Org::load("kawabe");
    let line = vec![b'a'; 1 << 20];
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    for _ in 0..1_024 {
        gzip.write_all(&line).unwrap();
    }
    check(&org, "edr.csv", gzip.finish().unwrap(), "unpacks to more than", &EDR);
    let mut bomb = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    bomb.start_file("xl/worksheets/sheet1.xml", zip::write::SimpleFileOptions::default()).unwrap();
    for _ in 0..300 {
        bomb.write_all(&line).unwrap();
    }
    check(&org, "edr.csv", bomb.finish().unwrap().into_inner(), "unpacks to more than", &EDR);
}

#[test]
fn formulas_and_markup_stay_text() {
    let org = Org::load("kawabe");
    let raw = org.file("inventory.csv").to_vec();
    let row = "\"=cmd|' /C calc'!A0\",Linux,サーバ,最重要,使用中,\n<script>alert(1)</script>,Linux,サーバ,最重要,使用中,\n";
    let other = org.with("inventory.csv", [raw.as_slice(), row.as_bytes()].concat());
    let report = hinomi_guard::check(&other.pack(None), &Catalogue::bundled(), &Naming::AsWritten);
    let now = "2026-03-10T00:00:00Z".parse().unwrap();
    let render = |format| {
        hinomi_guard::render_report(
            &report,
            format,
            &Setting { lang: Lang::En, all: true, now, links: Links::default() },
        )
    };
    let table = render(Format::Csv);
    assert!(table.contains("cmd|"), "{table}");
    let mut reader = csv::Reader::from_reader(table.as_bytes());
    for record in reader.records() {
        assert!(record.unwrap().iter().all(|cell| !cell.starts_with(['=', '+', '@', '-'])), "{table}");
    }
    assert!(!render(Format::Html).contains("<script>alert"));
    assert!(!render(Format::Junit).contains("<script>alert"));
}

#[test]
fn other_evidence_than_declared_is_told_and_counts_for_nothing() {
    let mut org = Org::load("kawabe");
    org.posture.declarations[0].evidence[0].sha256 = Some("0".repeat(64));
    let pack = org.pack(None);
    assert!(pack.warnings.iter().any(|w| w.to_string().contains("its SHA-256 differs")));
    assert_ne!(org.report(None).finding("backup.isolated").unwrap().verdict, Verdict::Pass);
}

#[test]
fn a_date_from_the_future_shows_nothing() {
    let mut org = Org::load("kawabe");
    let before = org.report(None);
    for source in &mut org.posture.sources {
        source.collected = Some(jiff::civil::date(2031, 1, 1));
    }
    let pack = org.pack(None);
    let n = pack.warnings.iter().filter(|w| w.to_string().contains("after the day asked about")).count();
    assert_eq!(n, org.posture.sources.len());
    let after = org.report(None);
    assert_eq!(better(&before, &after), Vec::<String>::new());
    for check in ["detect.coverage", "edge.remote_access", "identity.external.owned", "backup.history_span"] {
        assert_ne!(after.finding(check).unwrap().verdict, Verdict::Pass, "{check}");
    }
}
