//! Organisations of a few lines, for one rule each.

use hinomi_guard::{Catalogue, FILE, Finding, Posture};

use crate::org::Org;

/// The posture of an organisation with these files (kind, path, text), all whole and of 2026-05-01, and more of its
/// posture in TOML.
pub fn small(files: &[(&str, &str, &str)], more: &str) -> Org {
    let source = |(n, (kind, path, _)): (usize, &(&str, &str, &str))| {
        format!(
            "[[source]]\nid = \"s{n}\"\nkind = \"{kind}\"\npath = \"{path}\"\ncollected = 2026-05-01\nscope = \"all\"\n"
        )
    };
    let sources: String = files.iter().enumerate().map(source).collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(_, path, text)| (*path, *text)).collect();
    made_on("2026-05-02", &(sources + more), &files)
}

/// An organisation whose posture, but for its head, is `posture`, on 10 March 2026.
pub fn made(posture: &str, files: &[(&str, &str)]) -> Org {
    made_on("2026-03-10", posture, files)
}

fn made_on(as_of: &str, posture: &str, files: &[(&str, &str)]) -> Org {
    let text = format!(
        "schema = \"hinomi.posture/1\"\norganisation = \"Hatozuka (invented)\"\nas_of = {as_of}\n\
         timezone = \"Asia/Tokyo\"\n{posture}"
    );
    let posture = Posture::parse(&text, FILE, &Catalogue::bundled()).expect("the posture is right");
    let files = files.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())).collect();
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

/// The verdict of one check in a word, and why.
pub fn told(org: &Org, check: &str) -> (&'static str, String) {
    let found = finding(org, check);
    (found.verdict.word(), found.reason.en)
}
