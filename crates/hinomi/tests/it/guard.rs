//! Guard: a fictional organisation from its exports to the answer, and what hostile evidence does to it.

use std::path::Path;

use crate::run::{Desk, root};

fn pack() -> String {
    root().join("examples/autumn-2025-posture").display().to_string()
}

/// A copy of the example that a test may change.
fn copied(desk: &Desk) -> String {
    fn copy(from: &Path, to: &Path) {
        std::fs::create_dir_all(to).unwrap();
        for entry in std::fs::read_dir(from).unwrap().flatten() {
            let to = to.join(entry.file_name());
            if entry.path().is_dir() {
                copy(&entry.path(), &to);
            } else {
                std::fs::copy(entry.path(), to).unwrap();
            }
        }
    }
    let to = desk.dir.path().join("pack");
    copy(Path::new(&pack()), &to);
    to.display().to_string()
}

fn findings(stdout: &str) -> serde_json::Value {
    serde_json::from_str(stdout).unwrap()
}

fn verdict(found: &serde_json::Value, check: &str) -> String {
    let all = found["findings"].as_array().unwrap();
    all.iter().find(|finding| finding["check"] == check).unwrap()["verdict"].as_str().unwrap().to_owned()
}

/// Some formats carry the moment at which they were written.
const NOW: &str = "2025-11-11T00:00Z";

const FORMATS: [&str; 10] = ["text", "json", "md", "html", "csv", "sarif", "junit", "ocsf", "oscal", "poam"];

/// A path has no shape in the others.
const PATH_FORMATS: [&str; 4] = ["text", "json", "md", "html"];

/// An invented incident that several checks of the example fail or leave open.
const FACTS: &str = "schema = \"hinomi.incident-facts/1\"\nid = \"t\"\ntitle = \"試し\"\ninitial_access_on = 2025-03-01\n\
                     action_on = 2025-07-01\n[facts]\nmfa = \"exempt\"\n\"account.kind\" = \"contractor\"\n\
                     [[step]]\nname = \"入る\"\nlessons = [\"HL-001\", \"HL-002\"]\n[[step]]\nname = \"権限\"\nlessons = [\"HL-024\"]\n";

/// No account, machine or person of the example stands in `text`.
fn nobody_is_named(text: &str, what: &str) {
    for name in ["maint-kura", "breakglass", "zaiko-ap1", "file1\"", "mado.kawabe", "代表"] {
        assert!(!text.contains(name), "{name} in {what}");
    }
}

#[test]
fn the_example_is_answered_and_the_seed_case_is_found() {
    let desk = Desk::new();
    let ran = desk.run(&["guard", "check", &pack(), "--format", "json", "--lang", "en"]);
    assert_eq!((ran.code, ran.stderr.as_str()), (1, ""));
    let found = findings(&ran.stdout);
    // The contractor created as an ordinary member: only the register shows it.
    let external =
        found["findings"].as_array().unwrap().iter().find(|f| f["check"] == "identity.mfa.external").unwrap();
    assert_eq!(external["subjects"], serde_json::json!(["maint-kura@kawabe-bungu.example"]));
    let files: Vec<_> = external["rows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| (row["file"].as_str().unwrap(), row["row"].as_u64().unwrap()))
        .collect();
    assert_eq!(
        files,
        [("identity/registration.json", 4), ("identity/users.json", 4), ("suppliers/register.csv", 2)]
    );
    assert_eq!(verdict(&found, "backup.history_span"), "pass");
    assert_eq!(verdict(&found, "vuln.named_in_news"), "unknown");
    assert_eq!(ran.stdout, desk.run(&["guard", "check", &pack(), "--format", "json", "--lang", "en"]).stdout);
}

#[test]
fn every_format_is_written_and_pseudonyms_hide_names() {
    let desk = Desk::new();
    let key = desk.file("key", "a key of thirty-two characters..");
    let facts = desk.file("facts.toml", FACTS);
    let pack = pack();
    // Files are called by machines and systems, so neither their names nor their folders are printed.
    let posture: toml::Table =
        std::fs::read_to_string(Path::new(&pack).join("hinomi-posture.toml")).unwrap().parse().unwrap();
    let sources = posture["source"].as_array().unwrap().iter();
    let files: Vec<String> = sources.map(|source| source["path"].as_str().unwrap().to_owned()).collect();
    assert!(files.len() > 5);
    for format in FORMATS {
        let path = vec!["path", &facts, &pack];
        for args in [Some(vec!["check", &pack]), PATH_FORMATS.contains(&format).then_some(path)] {
            let Some(args) = args else { continue };
            let args =
                [&["guard"], args.as_slice(), &["--format", format, "--pseudonymise", &key, "--now", NOW]]
                    .concat();
            let ran = desk.run(&args);
            assert_eq!(ran.code, 1, "{}", ran.stderr);
            nobody_is_named(&ran.stdout, &format!("{args:?}"));
            for file in &files {
                assert!(!ran.stdout.contains(file.as_str()), "{file} in {args:?}");
            }
            assert!(!ran.stdout.is_empty());
            assert_eq!(ran.stdout, desk.run(&args).stdout);
        }
    }
    // The same key gives the same names on another day, so runs under pseudonyms can be compared.
    let run = |day: &str| {
        let args = ["guard", "check", &pack, "--format", "json", "--pseudonymise", &key, "--as-of", day];
        desk.run(&args).stdout
    };
    let (a, b) = (run("2025-11-11T12:00+09:00"), run("2025-11-12T12:00+09:00"));
    let diff = desk.run(&["guard", "diff", &desk.file("a.json", a), &desk.file("b.json", b), "--lang", "en"]);
    assert!(diff.stdout.contains("still affected") && !diff.stdout.contains("  +p-"), "{}", diff.stdout);
    nobody_is_named(&diff.stdout, "diff");
    nobody_is_named(&desk.out(&["guard", "exceptions", &pack, "--pseudonymise", &key]), "exceptions");
    // Sheets of an exercise go round, so they name nobody in any case.
    for reader in ["facilitator", "participants"] {
        for format in ["md", "html"] {
            let args = ["guard", "drill", &facts, &pack, "--for", reader, "--format", format];
            nobody_is_named(&desk.out(&args), reader);
        }
    }
    assert!(
        desk.run(&["guard", "check", &pack, "--pseudonymise", &desk.file("short", "abc")])
            .stderr
            .contains("shorter")
    );
}

#[test]
fn no_secret_of_an_export_comes_out() {
    const CANARY: &str = "CANARY-9f31-SECRET";
    let desk = Desk::new();
    let dir = copied(&desk);
    let change = |path: &str, change: &dyn Fn(String) -> String| {
        let path = Path::new(&dir).join(path);
        let text = String::from_utf8(std::fs::read(&path).unwrap()).unwrap();
        std::fs::write(&path, change(text)).unwrap();
    };
    for file in [
        "identity/registration.json",
        "identity/users.json",
        "backup/kopia.json",
        "vuln/scan-file1.json",
        "exercises/2025-09-drill.json",
    ] {
        change(file, &|text| text.replacen("{\n", &format!("{{\n \"secretAccessKey\": \"{CANARY}\",\n"), 3));
    }
    change("monitoring/sensors.csv", &|text| {
        text.lines()
            .enumerate()
            .map(|(n, line)| format!("{line};{}\n", if n == 0 { "トークン" } else { CANARY }))
            .collect()
    });
    change("identity/signins.csv", &|text| {
        text.lines()
            .enumerate()
            .map(|(n, line)| format!("{line},{}\n", if n == 0 { "Token" } else { CANARY }))
            .collect()
    });
    change("hinomi-posture.toml", &|text| text.replace("夜間は誰も見ていない", CANARY));
    let facts = desk.file("facts.toml", FACTS);
    let findings = desk.file("findings.json", desk.run(&["guard", "check", &dir, "--format", "json"]).stdout);
    let keeps_it = |args: &[&str]| {
        let ran = desk.run(args);
        assert!(ran.code < 2 && !ran.stdout.is_empty(), "{args:?}: {}", ran.stderr);
        assert!(!ran.stdout.contains(CANARY) && !ran.stderr.contains(CANARY), "{args:?}");
    };
    let say = |broken: &str| {
        for lang in ["ja", "en"] {
            for format in FORMATS {
                keeps_it(&[
                    "guard", "check", &dir, "--format", format, "--all", "--lang", lang, "--now", NOW,
                ]);
            }
            for format in PATH_FORMATS {
                keeps_it(&["guard", "path", &facts, &dir, "--format", format, "--lang", lang, "--now", NOW]);
            }
            for reader in ["facilitator", "participants"] {
                keeps_it(&[
                    "guard", "drill", &facts, &dir, "--for", reader, "--format", "html", "--lang", lang,
                ]);
            }
            keeps_it(&["guard", "ask", &dir, "--lang", lang]);
            keeps_it(&["guard", "exceptions", &dir, "--lang", lang]);
        }
        let after = desk.run(&["guard", "check", &dir, "--format", "json"]);
        assert_eq!(after.stderr.contains("identity/users.json"), !broken.is_empty(), "{}", after.stderr);
        keeps_it(&["guard", "diff", &findings, &desk.file("after.json", after.stdout)]);
        keeps_it(&["guard", "import", &format!("{dir}/identity/registration.json")]);
        keeps_it(&["guard", "init", &dir, "--force"]);
        // The brief and its pages, and what they leave in the data directory.
        let out = desk.dir.path().join("pages");
        desk.run(
            &[
                &["brief", "--replay", &crate::run::example(), "--date", "2025-12-12", "--posture", &dir][..],
                &["--out", &out.display().to_string()],
            ]
            .concat(),
        );
        holds_nowhere(&out, CANARY);
        holds_nowhere(&desk.data(), CANARY);
    };
    let posture = std::fs::read(Path::new(&dir).join("hinomi-posture.toml")).unwrap();
    say("");
    // Nor when the file is broken just behind it.
    change("identity/users.json", &|text| text[..text.len() / 2].to_owned());
    std::fs::write(Path::new(&dir).join("hinomi-posture.toml"), posture).unwrap();
    say("identity/users.json");
}

/// No file below `dir`, of which there are some, holds `secret`.
fn holds_nowhere(dir: &Path, secret: &str) {
    let mut folders = vec![dir.to_path_buf()];
    let mut n_files = 0;
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).unwrap().flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            n_files += 1;
            let bytes = std::fs::read(&path).unwrap();
            assert!(!bytes.windows(secret.len()).any(|part| part == secret.as_bytes()), "{}", path.display());
        }
    }
    assert!(n_files > 0, "{} is empty", dir.display());
}

#[test]
fn bad_evidence_is_one_line_and_makes_nothing_better() {
    let desk = Desk::new();
    let before = findings(&desk.run(&["guard", "check", &pack(), "--format", "json"]).stdout);
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    zip.start_file("xl/sharedStrings.xml", zip::write::SimpleFileOptions::default()).unwrap();
    for _ in 0..300 {
        std::io::Write::write_all(&mut zip, &vec![b' '; 1 << 20]).unwrap();
    }
    let bomb = zip.finish().unwrap().into_inner();
    let cases: [(&str, Vec<u8>, &str); 8] = [
        ("identity/registration.json", br#"{"value":[{"userPrincipalName":"a@x""#.to_vec(), "breaks off"),
        ("suppliers/register.csv", bomb, "unpacks to more than"),
        ("assets/machines.csv", b"a\0b\0\0c,\0d\n".to_vec(), "zero bytes"),
        ("training/finished.csv", "氏名,氏名,修了日\na,b,2025-01-01\n".into(), "stands twice"),
        ("assets/exposed.csv", "何か,別の\n1,2\n".into(), "no header"),
        (
            "monitoring/sensors.csv",
            "デバイス名,最終デバイス更新\na,03/04/2025\nb,14/03/2025\nc,03/14/2025\n".into(),
            "both orders",
        ),
        ("backup/container-lock.json", b"{}".to_vec(), "does not say"),
        ("evidence/disk-rotation-2025-10.txt", b"another".to_vec(), "SHA-256 differs"),
    ];
    for (path, bytes, expected) in cases {
        let desk = Desk::new();
        let dir = copied(&desk);
        std::fs::write(Path::new(&dir).join(path), bytes).unwrap();
        let ran = desk.run(&["guard", "check", &dir, "--format", "json"]);
        let told: Vec<&str> = ran.stderr.lines().filter(|line| line.contains(path)).collect();
        assert!(told.len() <= 2 && told.iter().any(|line| line.contains(expected)), "{path}: {}", ran.stderr);
        for (was, now) in before["findings"]
            .as_array()
            .unwrap()
            .iter()
            .zip(findings(&ran.stdout)["findings"].as_array().unwrap())
        {
            assert!(
                now["verdict"] != "pass" || was["verdict"] == "pass",
                "{path}: {} became pass",
                now["check"]
            );
        }
    }
}

/// The smallest spreadsheet with these rows.
fn sheet(rows: &[&[&str]]) -> Vec<u8> {
    let cells = |row: &&[&str]| {
        row.iter().map(|cell| format!("<c t=\"inlineStr\"><is><t>{cell}</t></is></c>")).collect::<String>()
    };
    let rows: String = rows.iter().map(|row| format!("<row>{}</row>", cells(row))).collect();
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let package = "http://schemas.openxmlformats.org/package/2006";
    let parts = [
        ("[Content_Types].xml", format!("<Types xmlns=\"{package}/content-types\"/>")),
        (
            "_rels/.rels",
            format!(
                "<Relationships xmlns=\"{package}/relationships\"><Relationship Id=\"r1\" Type=\"{office}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/workbook.xml",
            format!(
                "<workbook xmlns=\"{main}\" xmlns:r=\"{office}\"><sheets><sheet name=\"s\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>"
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            format!(
                "<Relationships xmlns=\"{package}/relationships\"><Relationship Id=\"r1\" Type=\"{office}/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/worksheets/sheet1.xml",
            format!("<worksheet xmlns=\"{main}\"><sheetData>{rows}</sheetData></worksheet>"),
        ),
    ];
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in parts {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        std::io::Write::write_all(&mut zip, text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

#[test]
fn a_spreadsheet_is_read_like_its_table() {
    let desk = Desk::new();
    let dir = copied(&desk);
    let rows: [&[&str]; 5] = [
        &["氏名", "区分", "研修名", "修了日"],
        &["原 結衣", "社員", "研修", "2025-06-12"],
        &["木野 拓", "社員", "研修", "2025-06-13"],
        &["野間 玲", "社員", "研修", "2025-06-30"],
        &["maint-kura", "委託", "研修", "2025-07-01"],
    ];
    std::fs::write(Path::new(&dir).join("training/finished.csv"), sheet(&rows)).unwrap();
    let ran = desk.run(&["guard", "check", &dir, "--format", "json"]);
    assert_eq!(
        (verdict(&findings(&ran.stdout), "people.training").as_str(), ran.stderr.as_str()),
        ("pass", "")
    );
}

#[test]
fn a_typo_in_the_posture_is_an_error_with_its_line() {
    let desk = Desk::new();
    let dir = copied(&desk);
    let path = Path::new(&dir).join("hinomi-posture.toml");
    let text = std::fs::read_to_string(&path).unwrap();
    let line = 1 + text.lines().position(|line| line.contains("claim = \"ir.plan\"")).unwrap();
    std::fs::write(&path, text.replace("claim = \"ir.plan\"", "claim = \"ir.plam\"")).unwrap();
    let ran = desk.run(&["guard", "check", &dir]);
    assert_eq!((ran.code, ran.stdout.as_str()), (2, ""));
    assert!(
        ran.stderr.contains(&format!("hinomi-posture.toml line {line}: unknown claim \"ir.plam\"")),
        "{}",
        ran.stderr
    );
    let none = desk.run(&["guard", "check", &desk.dir.path().display().to_string()]);
    assert_eq!(none.code, 2);
    assert!(none.stderr.contains("guard init"), "{}", none.stderr);
}

#[test]
fn a_path_is_laid_and_a_blocked_step_is_named() {
    let desk = Desk::new();
    let facts = "schema = \"hinomi.incident-facts/1\"\nid = \"t\"\ntitle = \"試し\"\n[facts]\nmfa = \"exempt\"\n\
                 [[step]]\nname = \"入る\"\nlessons = [\"HL-001\"]\n[[step]]\nname = \"控え\"\nlessons = [\"HL-004\", \"HL-007\"]\n\
                 [[step]]\nname = \"権限\"\nlessons = [\"HL-024\"]\n";
    let file = desk.file("facts.toml", facts);
    let ran = desk.run(&["guard", "path", &file, &pack(), "--format", "json"]);
    let path: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(path["path"], "blocked");
    let states: Vec<_> =
        path["steps"].as_array().unwrap().iter().map(|step| step["state"].as_str().unwrap()).collect();
    assert_eq!(states, ["open", "blocked", "unknown"]);
    assert!(
        desk.out(&["guard", "path", &file, &pack(), "--lang", "en"])
            .contains("It blocks this path, not every path.")
    );
    let plain = desk.out(&["guard", "path", &file, &pack(), "--lang", "en", "--format", "text"]);
    assert!(
        plain.contains("\n1. 入る: open\n   affected\tidentity.mfa.privileged\tE")
            && plain.contains("     - identity/registration.json, entry 4\n"),
        "{plain}"
    );
    assert!(!plain.contains(['*', '#', '\\', '`']), "no mark-up in text: {plain}");
    for format in FORMATS.iter().filter(|format| !PATH_FORMATS.contains(format)) {
        let refused = desk.run(&["guard", "path", &file, &pack(), "--format", format]);
        assert_eq!((refused.code, refused.stdout.as_str()), (2, ""));
        assert!(refused.stderr.contains("possible values: text, json, md, html"), "{}", refused.stderr);
        assert_eq!(refused.stderr.lines().count(), 1, "{}", refused.stderr);
    }
    let html = desk.run(&["guard", "path", &file, &pack(), "--format", "html"]).stdout;
    assert!(html.contains("identity/registration.json#row=4\""), "{html}");
}

#[test]
fn a_fact_that_nobody_knows_is_an_error_with_its_line() {
    let desk = Desk::new();
    let refused = |facts: &str| {
        let text = format!("schema = \"hinomi.incident-facts/1\"\nid = \"t\"\n[facts]\n{facts}\n");
        let ran = desk.run(&["guard", "path", &desk.file("facts.toml", text), &pack()]);
        assert_eq!((ran.code, ran.stdout.as_str(), ran.stderr.lines().count()), (2, "", 1), "{}", ran.stderr);
        ran.stderr
    };
    let told = refused("mfa = \"exempt\"\n\"no.such\" = true");
    assert!(
        told.contains("facts.toml line 5: unknown fact \"no.such\"; write one of account.kind,"),
        "{told}"
    );
    let told = refused("\"account.privileged\" = \"yes\"");
    assert!(told.contains("line 4: \"account.privileged\" is \"yes\"; it takes true | false"), "{told}");
}

#[test]
fn a_first_posture_is_written_and_gives_no_pass() {
    let desk = Desk::new();
    let dir = copied(&desk);
    std::fs::remove_file(Path::new(&dir).join("hinomi-posture.toml")).unwrap();
    let out = desk.out(&["guard", "init", &dir]);
    for kind in [
        "entra.user-registration-details\tidentity/registration.json",
        "suppliers.register\tsuppliers/register.csv",
        "edr.devices\tmonitoring/sensors.csv",
        "kopia.snapshots\tbackup/kopia.json",
        "cisa.kev\tvuln/kev.json",
    ] {
        assert!(out.contains(kind), "{kind}\n{out}");
    }
    let found = findings(&desk.run(&["guard", "check", &dir, "--format", "json"]).stdout);
    assert_eq!(found["counts"]["pass"], 0, "nothing passes on evidence that nobody called whole");
    assert_eq!(desk.run(&["guard", "init", &dir]).code, 2);
    let imported = desk.out(&["guard", "import", &format!("{dir}/vuln/scan-file1.json")]);
    assert!(
        imported.contains("kind = \"grype.json\"") && imported.contains("scope = \"partial\""),
        "{imported}"
    );
    assert!(desk.run(&["guard", "ask", &dir]).stdout.contains("declaration"));
}

#[test]
fn runs_are_compared_and_exceptions_listed() {
    let desk = Desk::new();
    let now = desk.run(&["guard", "check", &pack(), "--format", "json"]).stdout;
    let later = desk
        .run(&["guard", "check", &pack(), "--format", "json", "--as-of", "2026-02-20T00:00:00+09:00"])
        .stdout;
    let changed =
        desk.run(&["guard", "diff", &desk.file("a.json", &now), &desk.file("b.json", &later)]).stdout;
    let (before, after) = (desk.file("a.json", &now), desk.file("b.json", &later));
    let json = findings(&desk.run(&["guard", "diff", &before, &after, "--format", "json"]).stdout);
    let word = |check: &str| {
        json["changes"].as_array().unwrap().iter().find(|one| one["check"] == check).map(|one| &one["change"])
    };
    assert_eq!(word("backup.history_span").unwrap(), "went-stale");
    // Titles in the language that is asked for, whatever that of the runs was.
    let english = desk.run(&["guard", "diff", &before, &after, "--lang", "en"]).stdout;
    assert!(english.contains("went stale: no longer known") && english.is_ascii(), "{english}");
    assert!(!changed.contains("解消した") && !changed.contains("影響なしになった"), "{changed}");
    assert!(changed.contains("証拠が古いか欠けて不明になった"), "{changed}");
    let listed = desk.out(&["guard", "exceptions", &pack(), "--lang", "en"]);
    assert!(listed.contains("valid\t2026-03-31\t140 d\tEX-01\tidentity.mfa\tbreakglass-1@"), "{listed}");
    let ended =
        desk.run(&["guard", "exceptions", &pack(), "--lang", "ja", "--as-of", "2026-04-02T00:00+09:00"]);
    assert!(ended.code == 1 && ended.stdout.contains("期限切れ\t2026-03-31\t-2日"), "{}", ended.stdout);
    let other = now.replace("かわべ文具", "ほか");
    let refused = desk.run(&["guard", "diff", &before, &desk.file("c.json", other)]);
    assert!(refused.code == 2 && refused.stderr.contains("the other of"), "{}", refused.stderr);
}

#[test]
fn a_drill_is_written_and_its_record_is_evidence() {
    let desk = Desk::new();
    let facts = "schema = \"hinomi.incident-facts/1\"\nid = \"t\"\ninitial_access_on = 2025-03-01\naction_on = 2025-07-01\n\
                 [facts]\nmfa = \"exempt\"\n\"backup.state\" = \"deleted\"\n";
    let file = desk.file("facts.toml", facts);
    let sheet = desk.out(&["guard", "drill", &file, &pack(), "--lang", "en"]);
    assert!(
        sheet.contains("D-122")
            && sheet.contains("Module 3")
            && sheet.contains("HL-001 affected")
            && sheet.contains("| 在庫管理: time to recover (RTO) | 24 h |"),
        "{sheet}"
    );
    assert!(
        desk.out(&["guard", "drill", &file, &pack(), "--for", "participants", "--format", "html"])
            .contains("<h2>")
    );
    // Measured against the posture's targets; what the posture does not know is an error.
    let dir = copied(&desk);
    let restore = ["guard", "drill", "record", "--id", "R-1", "--date", "2025-11-03", "--type", "restore"];
    let ran = desk.run(&[&restore[..], &["--rto", "zaikoo=30", &dir]].concat());
    assert!(ran.code == 2 && ran.stderr.contains("it has zaiko"), "{}", ran.stderr);
    let ran = desk.run(&[&restore[..], &["--rto", "zaiko=30", &dir, "--lang", "en"]].concat());
    assert!(
        ran.code == 0 && ran.stderr.ends_with("\nzaiko RTO: 30 h, target 24 h: missed\n"),
        "{}",
        ran.stderr
    );
    assert_eq!(findings(&ran.stdout)["measures"]["rto_target_hours"]["zaiko"], 24.0);
    // The lessons that it was aimed at, and files of lessons of one's own.
    let own = desk.file("own.toml", "schema = \"hinomi.lessons/1\"\nlesson = []\n");
    let aimed = [&restore[..], &["--lesson", "HL-020", "--lessons", &own]].concat();
    assert_eq!(findings(&desk.out(&aimed))["scenario"]["lessons"], serde_json::json!(["HL-020"]));
    let alert = ["guard", "drill", "record", "--id", "AT-1", "--date", "2025-11-03", "--type", "alert-test"];
    desk.out(&[&alert[..], &["--ack", "12", "--out-of-hours", &dir]].concat());
    let posture = Path::new(&dir).join("hinomi-posture.toml");
    let text = std::fs::read_to_string(&posture).unwrap();
    let text = text.replace("claim = \"monitoring.24x7\"\nvalue = false", "claim = \"monitoring.24x7\"\nvalue = true\nevidence = [{ kind = \"contract\", ref = \"M-1\", dated = 2025-05-01 }]");
    std::fs::write(&posture, text).unwrap();
    let found = findings(&desk.run(&["guard", "check", &dir, "--format", "json"]).stdout);
    assert_eq!(verdict(&found, "detect.24x7"), "pass");
}

#[test]
fn a_record_is_kept_once_and_counts_in_the_next_check() {
    let desk = Desk::new();
    let head =
        "# ours\r\nschema = \"hinomi.posture/1\"\r\norganisation = \"x\"\r\nas_of = 2025-11-11 # fixed";
    let posture = desk.file("org/hinomi-posture.toml", head);
    let dir = desk.dir.path().join("org");
    let folder = dir.display().to_string();
    let drill = || {
        let check = desk.run(&["guard", "check", &folder, "--format", "json"]);
        verdict(&findings(&check.stdout), "respond.drill")
    };
    assert_eq!(drill(), "unknown");
    let record = |id: &str, more: &[&str]| {
        let held = ["guard", "drill", "record", "--id", id, "--date", "2025-11-03", "--lesson", "HL-004"];
        let roles = ["--participant", "president", "--participant", "operator=supplier-1"];
        desk.run(&[&held[..], &roles, more].concat())
    };
    let bare = record("D-1", &[]);
    assert!(bare.code == 0 && bare.stderr.starts_with("not kept: name the folder"), "{}", bare.stderr);
    assert!(!dir.join("drills").exists());
    let kept = record("D-1", &[&folder]);
    assert!(kept.code == 0 && kept.stderr.starts_with("kept as "), "{}", kept.stderr);
    assert_eq!(std::fs::read_to_string(dir.join("drills/D-1.json")).unwrap(), kept.stdout);
    assert_eq!(bare.stdout, kept.stdout);
    let text = std::fs::read_to_string(&posture).unwrap();
    assert!(text.starts_with(head) && text.contains("\r\npath = \"drills/D-1.json\"\r\n"), "{text}");
    assert_eq!(drill(), "pass");
    // Another of that id, an id that names no file, and a posture that cannot be added to: nothing is written.
    let again = record("D-1", &[&folder, "--unowned", "3"]);
    assert!(again.code == 2 && again.stderr.contains("another --id"), "{}", again.stderr);
    assert_eq!(record("../D-2", &[&folder]).code, 2);
    assert_eq!(std::fs::read_to_string(&posture).unwrap(), text);
    let inline = format!("source = []\n{}", head.replace('\r', ""));
    let other = desk.file("inline/hinomi-posture.toml", &inline);
    let refused = record("D-1", &[&other]);
    assert!(refused.code == 2 && refused.stderr.contains("[[source]] tables"), "{}", refused.stderr);
    assert_eq!(std::fs::read_to_string(&other).unwrap(), inline);
    assert!(!desk.dir.path().join("inline/drills").exists());
    // The posture file may be named itself, and a second record stands beside the first.
    assert_eq!(record("D-2", &[&posture]).code, 0);
    assert_eq!(drill(), "pass");
    let left =
        std::fs::read_dir(&dir).unwrap().count() + std::fs::read_dir(dir.join("drills")).unwrap().count();
    assert_eq!(left, 4, "two records, their folder and the posture: nothing half-written stays");
}

#[test]
fn the_brief_answers_from_a_configured_posture() {
    let desk = Desk::new();
    desk.file("data/hinomi.toml", format!("posture = {:?}\n", pack()));
    let args = ["brief", "--replay", &crate::run::example(), "--date", "2025-11-11", "--lang", "ja"];
    let told = desk.out(&args);
    assert!(told.contains("答えは自組織の証跡による"), "{told}");
    assert!(told.contains("影響あり（") || told.contains("不明（"), "{told}");
    assert!(!told.contains("maint-kura"));
    // The story of a contractor's account without a second factor: affected, with the entry that says so.
    let args = ["brief", "--replay", &crate::run::example(), "--date", "2025-12-12", "--lang", "en"];
    let told = desk.out(&args);
    let answer =
        told.lines().find(|line| line.contains("identity.mfa.external")).expect("the story's answer");
    assert!(
        answer.contains(": affected (identity.mfa.external, identity/registration.json, entry 4)"),
        "{answer}"
    );
    let export = std::fs::read_to_string(format!("{}/identity/registration.json", pack())).unwrap();
    let account = &findings(&export)["value"][3];
    assert_eq!(account["userPrincipalName"], "maint-kura@kawabe-bungu.example");
    assert_eq!(account["isMfaCapable"], false);
}

/// A file of a gigabyte in one line: the hole of a sparse file, so that the test costs no space.
#[test]
fn a_line_of_a_gigabyte_is_one_clear_line() {
    let desk = Desk::new();
    let dir = copied(&desk);
    let path = Path::new(&dir).join("monitoring/sensors.csv");
    std::fs::OpenOptions::new().write(true).open(path).unwrap().set_len(1 << 30).unwrap();
    let ran = desk.run(&["guard", "check", &dir, "--format", "json"]);
    let told: Vec<&str> = ran.stderr.lines().collect();
    assert!(
        ran.code == 1 && told.len() == 1 && told[0].ends_with("is longer than 256 MiB; split it"),
        "{told:?}"
    );
    assert_eq!(verdict(&findings(&ran.stdout), "detect.coverage"), "unknown");
    let listed = desk.out(&["guard", "init", &dir, "--force"]);
    let line = listed.lines().find(|line| line.contains("monitoring/sensors.csv")).unwrap();
    assert!(line.starts_with('?') && line.ends_with("is longer than 256 MiB; split it"), "{line}");
}

#[test]
fn what_is_declared_and_cannot_be_read_is_bad_input() {
    let desk = Desk::new();
    let source = "[[source]]\nid = \"a\"\nkind = \"aws.credential-report\"\npath = \"a.csv\"\ncollected = 2025-11-10\nscope = \"all\"\n";
    let head = "schema = \"hinomi.posture/1\"\norganisation = \"x\"\nas_of = 2025-11-11\n";
    let posture = desk.file("org/hinomi-posture.toml", format!("{head}{source}"));
    let ran = desk.run(&["guard", "check", &posture, "--format", "json"]);
    assert_eq!(ran.code, 2, "{}", ran.stderr);
    assert!(ran.stderr.contains("a.csv: is not there; name a file that can be read"), "{}", ran.stderr);
    let found = findings(&ran.stdout);
    let all = found["findings"].as_array().unwrap();
    assert!(all.iter().all(|finding| finding["verdict"] == "unknown" && finding["strength"] == "E0"));
    let key = all.iter().find(|finding| finding["check"] == "identity.mfa.privileged").unwrap();
    assert!(!key["reason"].as_str().unwrap().contains("lists no account"), "{key}");
}

/// What is declared and not exported keeps from a pass; `guard init` declares what it recognises.
#[test]
fn a_declared_directory_that_is_not_exported_is_missed() {
    let desk = Desk::new();
    let dir = copied(&desk);
    let posture = Path::new(&dir).join("hinomi-posture.toml");
    let text = std::fs::read_to_string(&posture).unwrap();
    let tampered = |to: &str| {
        let changed = text.replace("directories  = [\"entra\"]", to);
        assert_ne!(changed, text);
        std::fs::write(&posture, changed).unwrap();
        desk.run(&["guard", "check", &dir, "--format", "json", "--lang", "en"])
    };
    let finding = |stdout: &str, check: &str| {
        let all = findings(stdout)["findings"].as_array().unwrap().clone();
        all.into_iter().find(|finding| finding["check"] == check).unwrap()
    };
    let check = "identity.dormant.privileged";
    let undeclared = finding(&tampered("").stdout, check);
    assert_eq!(undeclared["verdict"], "pass");
    assert!(
        undeclared["notes"].to_string().contains("that there is no other is not declared"),
        "{undeclared}"
    );
    let missed = finding(&tampered("directories = [\"entra\", \"google\"]").stdout, check);
    assert_eq!(missed["verdict"], "unknown");
    assert!(missed["missing"].to_string().contains("no evidence of Google Workspace"), "{missed}");
    std::fs::remove_file(&posture).unwrap();
    desk.out(&["guard", "init", &dir]);
    let written = std::fs::read_to_string(&posture).unwrap();
    assert!(written.contains("\ndirectories = [\"entra\"]\n"), "{written}");
}

#[test]
fn unknown_counts_where_it_is_asked_for() {
    let desk = Desk::new();
    let text = "schema = \"hinomi.posture/1\"\norganisation = \"x\"\nas_of = 2025-11-11\n";
    let bare = desk.file("bare/hinomi-posture.toml", text);
    assert_eq!(desk.run(&["guard", "check", &bare]).code, 0, "nothing failed");
    assert_eq!(desk.run(&["guard", "check", &bare, "--fail-on", "fail"]).code, 0);
    assert_eq!(desk.run(&["guard", "check", &bare, "--fail-on", "unknown"]).code, 1);
    assert_eq!(desk.run(&["guard", "check", &desk.file("bad/hinomi-posture.toml", "x")]).code, 2);
    assert_eq!(desk.run(&["guard", "diff", &bare, &bare]).code, 2);
}

#[test]
fn ask_names_commands_and_what_they_would_settle_in_both_languages() {
    let desk = Desk::new();
    let ja = desk.out(&["guard", "ask", &pack(), "--lang", "ja"]);
    assert!(ja.contains("aws iam generate-credential-report") && ja.contains("不明 1件に答えうる"), "{ja}");
    let en = desk.out(&["guard", "ask", &pack(), "--lang", "en"]);
    assert!(en.contains("aws iam generate-credential-report") && en.contains(": could settle 1"), "{en}");
    assert!(en.contains("- identity.keys.age: "), "{en}");
}
