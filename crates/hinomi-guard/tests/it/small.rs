//! Organisations of a few lines, for one rule each.

use std::collections::BTreeMap;

use hinomi_guard::{Catalogue, FILE, Finding, Posture};

use crate::org::Org;

/// The posture of an organisation with these files (kind, path, text), all whole and of 2026-05-01, and more of its
/// posture in TOML.
pub fn small(files: &[(&str, &str, &str)], more: &str) -> Org {
    let mut text =
        "schema = \"hinomi.posture/1\"\norganisation = \"Hatozuka (invented)\"\nas_of = 2026-05-02\n\
                    timezone = \"Asia/Tokyo\"\n"
            .to_owned();
    for (n, (kind, path, _)) in files.iter().enumerate() {
        text.push_str(&format!(
            "[[source]]\nid = \"s{n}\"\nkind = \"{kind}\"\npath = \"{path}\"\ncollected = 2026-05-01\nscope = \"all\"\n"
        ));
    }
    text.push_str(more);
    let posture = Posture::parse(&text, FILE, &Catalogue::bundled()).expect("the posture is right");
    let files: BTreeMap<String, Vec<u8>> =
        files.iter().map(|(_, path, text)| ((*path).to_owned(), text.as_bytes().to_vec())).collect();
    Org { name: "hatozuka", posture, text, files }
}

/// The finding of one check.
pub fn finding(org: &Org, check: &str) -> Finding {
    org.report(None).finding(check).expect("the check is there").clone()
}

/// The verdict of one check, in a word.
pub fn verdict(org: &Org, check: &str) -> &'static str {
    finding(org, check).verdict.word()
}
