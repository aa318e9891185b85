//! Every format of the bundled example, against the public schema of the format.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::path::PathBuf;

use hinomi_guard::{
    Catalogue, Format, Links, Naming, Pack, PathFormat, Posture, Report, Setting, Story, render_path,
    render_report,
};
use hinomi_model::Lang;
use jsonschema::Validator;
use serde_json::Value;

struct Folder(PathBuf);

impl hinomi_guard::Files for Folder {
    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        std::fs::read(self.0.join(path)).map_err(|error| error.to_string())
    }
}

/// The example of the repository, and an organisation without any evidence.
fn reports() -> [Report; 2] {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../examples/autumn-2025-posture");
    let text = std::fs::read_to_string(folder.join(hinomi_guard::FILE)).unwrap();
    let bare = "schema = \"hinomi.posture/1\"\norganisation = \"x\"\nas_of = 2025-11-11\n";
    [text.as_str(), bare].map(|text| {
        let catalogue = Catalogue::bundled();
        let posture = Posture::parse(text, "p", &catalogue).unwrap();
        let day = posture.as_of.unwrap();
        let pack = Pack::load(posture, "p", text, day, &Folder(folder.clone()));
        hinomi_guard::check(&pack, &catalogue, &Naming::AsWritten)
    })
}

fn setting(lang: Lang, all: bool) -> Setting<'static> {
    Setting { lang, all, now: jiff::Timestamp::UNIX_EPOCH, links: Links::default() }
}

fn validator(name: &str) -> Validator {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/schemas").join(name);
    let schema: Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    jsonschema::validator_for(&schema).unwrap()
}

/// All that is wrong with `text`, a line each.
fn wrong(validator: &Validator, text: &str) -> Vec<String> {
    let value: Value = serde_json::from_str(text).unwrap();
    validator.iter_errors(&value).map(|error| format!("{}: {error}", error.instance_path())).collect()
}

/// Every rendering of both reports in both languages holds by `schema`; a `lines` format line by line.
fn check(format: Format, schema: &str, lines: bool) {
    let validator = validator(schema);
    for report in reports() {
        for (lang, all) in [(Lang::Ja, false), (Lang::En, true)] {
            let text = render_report(&report, format, &setting(lang, all));
            let parts: Vec<&str> = if lines { text.lines().collect() } else { vec![&text] };
            assert!(!parts.is_empty());
            for part in parts {
                assert_eq!(wrong(&validator, part), Vec::<String>::new(), "{schema}: {part}");
            }
        }
    }
}

#[test]
fn own_json_holds_by_its_schema() {
    check(Format::Json, "hinomi.findings-1.json", false);
    let catalogue = Catalogue::bundled();
    let facts = "schema = \"hinomi.incident-facts/1\"\nid = \"t\"\n[facts]\nmfa = \"exempt\"\n\"backup.state\" = \"deleted\"\n";
    let story = Story::parse(facts, "f", &Catalogue::bundled()).unwrap();
    for report in reports() {
        let path = hinomi_guard::path(&story, &report, &catalogue, Lang::Ja);
        let text = render_path(&path, &report, PathFormat::Json, &setting(Lang::Ja, false));
        assert_eq!(wrong(&validator("hinomi.path-1.json"), &text), Vec::<String>::new());
    }
}

#[test]
fn sarif_holds_by_what_the_standard_says() {
    check(Format::Sarif, "sarif_2.1.0_subset.json", false);
    let text = render_report(&reports()[0], Format::Sarif, &setting(Lang::En, true));
    let mut value: Value = serde_json::from_str(&text).unwrap();
    value["runs"][0]["results"][0]["level"] = "none".into();
    assert_ne!(wrong(&validator("sarif_2.1.0_subset.json"), &value.to_string()), Vec::<String>::new());
}

#[test]
fn ocsf_holds_by_its_public_schema() {
    check(Format::Ocsf, "ocsf_compliance_finding_1.5.0.json", true);
}

#[test]
fn oscal_holds_by_its_public_schemas() {
    check(Format::Oscal, "oscal_assessment-results_1.2.3.json", false);
    check(Format::Poam, "oscal_poam_1.2.3.json", false);
}

#[test]
fn references_within_oscal_resolve() {
    for format in [Format::Oscal, Format::Poam] {
        let text = render_report(&reports()[0], format, &setting(Lang::En, false));
        let value: Value = serde_json::from_str(&text).unwrap();
        let (mut ids, mut named) = (Vec::new(), Vec::new());
        collect(&value, &mut ids, &mut named);
        let n = ids.len();
        ids.sort();
        ids.dedup();
        assert_eq!(ids.len(), n, "an id stands twice");
        assert!(!named.is_empty() && named.iter().all(|id| ids.binary_search(id).is_ok()));
    }
}

fn collect(value: &Value, ids: &mut Vec<String>, named: &mut Vec<String>) {
    match value {
        Value::Object(map) => {
            for (key, value) in map {
                let text = value.as_str().unwrap_or_default().to_owned();
                match key.as_str() {
                    "uuid" => ids.push(text),
                    "observation-uuid" | "risk-uuid" => named.push(text),
                    _ => collect(value, ids, named),
                }
            }
        }
        Value::Array(list) => list.iter().for_each(|one| collect(one, ids, named)),
        _ => {}
    }
}

/// Elements that a JUnit reader knows, each with its attributes. Source: junit-10.xsd of the Jenkins xUnit plugin.
const JUNIT: [(&str, &[&str]); 6] = [
    ("testsuites", &["name", "tests", "failures", "errors", "skipped", "time", "disabled"]),
    (
        "testsuite",
        &["name", "tests", "failures", "errors", "skipped", "time", "timestamp", "hostname", "id", "package"],
    ),
    ("testcase", &["name", "classname", "time", "group"]),
    ("failure", &["message", "type"]),
    ("error", &["message", "type"]),
    ("skipped", &["message", "type"]),
];

#[test]
fn junit_is_well_formed_and_counts_what_it_holds() {
    for report in reports() {
        for all in [false, true] {
            let text = render_report(&report, Format::Junit, &setting(Lang::Ja, all));
            let document = roxmltree::Document::parse(&text).unwrap();
            for node in document.descendants().filter(roxmltree::Node::is_element) {
                let name = node.tag_name().name();
                let (_, known) = JUNIT.iter().find(|(known, _)| *known == name).expect(name);
                assert!(node.attributes().all(|one| known.contains(&one.name())), "{name}");
            }
            for suite in document.descendants().filter(|node| node.has_tag_name("testsuite")) {
                let said = |name| suite.attribute(name).unwrap().parse::<usize>().unwrap();
                let n = |name| suite.descendants().filter(|node| node.has_tag_name(name)).count();
                assert_eq!(
                    (said("tests"), said("failures"), said("errors"), said("skipped")),
                    (n("testcase"), n("failure"), n("error"), n("skipped"))
                );
            }
        }
    }
}
