//! The verdicts of each organisation, as `expected.toml` beside it says; what it does not name is unknown.

use crate::ORGS;
use crate::org::{Org, verdicts};

#[test]
fn each_organisation_gets_its_verdicts() {
    let mut wrong = Vec::new();
    for name in ORGS {
        let org = Org::load(name);
        let expected: toml::Table =
            std::str::from_utf8(org.file("expected.toml")).unwrap().parse().expect("expectations");
        let report = org.report(None);
        for check in expected.keys() {
            assert!(report.finding(check).is_some(), "{name}: no check {check}");
        }
        for (check, verdict) in verdicts(&report) {
            let wanted = expected.get(&check).and_then(toml::Value::as_str).unwrap_or("unknown");
            if wanted != verdict {
                let reason = &report.finding(&check).unwrap().reason.en;
                wrong.push(format!("{name} {check}: {verdict}, not {wanted}: {reason}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
