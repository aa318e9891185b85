//! `vuln.named_in_news` in view of a story.

use hinomi_guard::Story;

use crate::org::Org;

fn check(org: &Org, product: &str, expected: &str) -> String {
    let text = format!("schema = \"hinomi.incident-facts/1\"\nid = \"s\"\n{product}");
    let story =
        Story::parse(&text, "s.toml", &hinomi_guard::Catalogue::bundled()).expect("the facts can be read");
    let report = org.report_on(&story);
    let finding = report.finding("vuln.named_in_news").expect("the check is there");
    assert_eq!(finding.verdict.word(), expected, "{product}\n{}", finding.reason.en);
    finding.reason.en.clone()
}

#[test]
fn a_product_of_the_news_is_looked_for() {
    let org = Org::load("kawabe");
    let npm = |affected: &str| {
        format!(
            "[[product]]\npurl = \"pkg:npm/emberlib\"\naffected = [\"{affected}\"]\nothers_unaffected = true\n"
        )
    };
    let told = check(&org, &npm("< 3.1.5"), "fail");
    assert!(told.contains("plm-db: emberlib 3.1.4"), "{told}");
    check(&org, &npm("< 3.1.4"), "pass");
    check(&org, &npm("3.0 through 3.1.4"), "fail");
    check(&org, "[[product]]\npurl = \"pkg:npm/not-here\"\naffected = [\"< 2\"]\n", "pass");
    // Of two machines no list names a package of that type, so a tool may not have looked for any.
    check(&org, "[[product]]\npurl = \"pkg:maven/org.example/not-here\"\naffected = [\"< 2\"]\n", "unknown");
    // Without a word on other versions, a version outside the range is not known to be safe.
    check(&org, "[[product]]\npurl = \"pkg:npm/emberlib\"\naffected = [\"< 3.0\"]\n", "unknown");
    // A name alone proves nothing, neither way.
    check(&org, "[[product]]\nname = \"drawbench\"\naffected = [\"< 12\"]\n", "unknown");
    check(&org, "[[product]]\nname = \"somewhere-else\"\naffected = [\"< 12\"]\n", "unknown");
    check(&org, "[[product]]\nvendor = \"Foxden\"\nname = \"TunnelGate\"\naffected = [\"< 8.3\"]\n", "fail");
    check(&org, "[facts]\ncve = [\"CVE-2031-10001\"]\n", "unknown");
    check(&org, "", "unknown");
}

#[test]
fn less_evidence_is_no_pass() {
    let org = Org::load("kawabe");
    let absent = "[[product]]\npurl = \"pkg:npm/not-here\"\naffected = [\"< 2\"]\n";
    for index in 0..org.posture.sources.len() {
        let kind = org.posture.sources[index].kind.clone();
        if !matches!(kind.as_str(), "cyclonedx" | "spdx" | "assets.inventory") {
            continue;
        }
        let mut other = org.clone();
        other.posture.sources[index].is_all = false;
        check(&other, absent, "unknown");
        let mut other = org.clone();
        other.posture.sources.remove(index);
        check(&other, absent, "unknown");
    }
}

/// Lists of single applications bring witnesses: losing the one that shows the product leaves nothing that a pass could
/// rest on.
#[test]
fn a_list_of_an_application_is_not_one_of_its_machine() {
    let org = Org::load("kawabe");
    let whole = String::from_utf8(org.file("sbom-plm-db.json").to_vec()).unwrap();
    let of_application = whole.replace("\"device\"", "\"application\"");
    assert_ne!(whole, of_application);
    let without = of_application.replace("emberlib", "charlib");
    let mut both = org.with("sbom-plm-db.json", without);
    both.files.insert("sbom-plm-db-app.json".to_owned(), of_application.into_bytes());
    let first = both.posture.sources.iter().position(|one| one.id == "sbom-plm-db").unwrap();
    let mut second = both.posture.sources[first].clone();
    (second.id, second.path) = ("sbom-plm-db-app".to_owned(), "sbom-plm-db-app.json".to_owned());
    both.posture.sources.push(second);
    let affected = "[[product]]\npurl = \"pkg:npm/emberlib\"\naffected = [\"< 9\"]\n";
    check(&both, affected, "fail");
    let mut lost = both.clone();
    lost.posture.sources.pop();
    let told = check(&lost, affected, "unknown");
    assert!(told.contains("not the whole machine (plm-db"), "{told}");
    // An image holds an operating system and is none; a scan of a whole disk lists the system that it found.
    let image = whole.replace("\"device\"", "\"container\"");
    check(&org.with("sbom-plm-db.json", image.clone()), "[[product]]\npurl = \"pkg:npm/x\"\n", "unknown");
    let disk = whole.replace("\"device\"", "\"file\"").replace(
        "\"components\": [",
        "\"components\": [{\"type\": \"operating-system\", \"name\": \"debian\"},",
    );
    check(&org.with("sbom-plm-db.json", disk), "[[product]]\npurl = \"pkg:npm/x\"\n", "pass");
}

#[test]
fn a_distribution_is_not_compared_with_upstream() {
    let org = Org::load("northquay");
    let told = check(
        &org,
        "[[product]]\nvendor = \"OpenSSL\"\nname = \"OpenSSL\"\naffected = [\"< 3.0.16\"]\nothers_unaffected = true\n",
        "unknown",
    );
    assert!(told.contains("distribution"), "{told}");
    let deb = "[[product]]\npurl = \"pkg:deb/openssl\"\naffected = [\"< 3.0.16-1~deb12u1\"]\n";
    check(&org, deb, "fail");
    // What was removed is not there, and a list of Debian packages shows no npm package.
    check(&org, "[[product]]\npurl = \"pkg:deb/oldthing\"\naffected = [\"< 2\"]\n", "unknown");
    check(&org, "[[product]]\npurl = \"pkg:npm/oldthing\"\naffected = [\"< 2\"]\n", "unknown");
}

#[test]
fn a_range_that_is_none_is_an_error() {
    let text = "schema = \"hinomi.incident-facts/1\"\nid = \"s\"\n[[product]]\nname = \"x\"\naffected = [\"old ones\"]\n";
    assert!(
        Story::parse(text, "s.toml", &hinomi_guard::Catalogue::bundled())
            .unwrap_err()
            .contains("\"old ones\" is no range")
    );
}
