use super::*;

const HEAD: &str = "schema = \"hinomi.posture/1\"\nas_of = 2025-10-18\ntimezone = \"Asia/Tokyo\"\n";

fn check(body: &str, expected: &[&str]) {
    let got = match Posture::parse(&format!("{HEAD}{body}"), "p.toml", &Catalogue::bundled()) {
        Ok(_) => Vec::new(),
        Err(errors) => errors.iter().map(ToString::to_string).collect(),
    };
    assert_eq!(got.len(), expected.len(), "{got:?}");
    for (got, expected) in got.iter().zip(expected) {
        assert!(got.contains(expected), "{got}");
    }
}

const SOURCE: &str = "[[source]]\nid = \"a\"\nkind = \"gitlab.users\"\npath = \"a.json\"\n";

#[test]
fn a_typo_is_an_error_with_its_line() {
    check(SOURCE, &[]);
    check(&format!("{SOURCE}colected = 2025-10-17\n"), &["p.toml line 8"]);
    check(
        "[[source]]\nid = \"a\"\nkind = \"gitlab.user\"\npath = \"a.json\"\n",
        &["p.toml line 6: unknown kind \"gitlab.user\""],
    );
    check(
        "[[source]]\nid = \"a\"\nkind = \"gitlab.users\"\npath = \"../a.json\"\n",
        &["p.toml line 7: path \"../a.json\" leads out"],
    );
    check(
        &format!("{SOURCE}scope = \"most\"\n{SOURCE}"),
        &["line 8: scope is \"most\"", "line 10: source \"a\" stands twice"],
    );
    check("[policy]\ndwell_days = 3\n", &["p.toml line 5: unknown threshold \"dwell_days\""]);
    check(
        "[policy]\ndwell_cover_days = \"long\"\n",
        &["line 5: dwell_cover_days has a value of the wrong type"],
    );
    check(
        "[[declaration]]\nid = \"d\"\nclaim = \"ir.plna\"\nvalue = true\n",
        &["line 6: unknown claim \"ir.plna\""],
    );
    check(
        "[[declaration]]\nid = \"d\"\nclaim = \"ir.plan\"\nvalue = \"yes\"\n",
        &["line 7: ir.plan has a value of the wrong type"],
    );
    check("[[system]]\nid = \"s\"\ncopies = [\"c\"]\n", &["line 6: system s names copy \"c\""]);
    check(
        "[[copy]]\nid = \"c\"\nlisting = \"x\"\nsystem = \"s\"\n",
        &["line 6: listing names source \"x\"", "line 7: copy names system \"s\""],
    );
    check("directories = [\"entra\", \"azure\"]\n", &["line 4: unknown directory \"azure\""]);
    check("[[source\n", &["line 4"]);
    check("collected = 1\n", &["line 4"]);
}

#[test]
fn dates_are_dates_or_texts() {
    let text = format!(
        "{HEAD}{SOURCE}collected = \"2025-10-17\"\ncovers = {{ from = 2025-10-01, to = 2025-10-17 }}\n"
    );
    let posture = Posture::parse(&text, "p.toml", &Catalogue::bundled()).unwrap();
    assert_eq!(posture.sources[0].collected.unwrap().to_string(), "2025-10-17");
    assert_eq!(posture.sources[0].covers.unwrap().0.to_string(), "2025-10-01");
    check(&format!("{SOURCE}collected = \"soon\"\n"), &["line 8: is no date"]);
}

proptest::proptest! {
    #[test]
    fn no_text_panics(body in "[\\[\\]a-z=\"0-9\n .{}]{0,80}") {
        let _ = Posture::parse(&format!("{HEAD}{body}"), "p", &Catalogue::bundled());
    }
}
