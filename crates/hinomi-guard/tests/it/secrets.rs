//! What exports hold beside the fields that are read comes out nowhere: no output, no warning.

use hinomi_guard::{Catalogue, Format, Links, Naming, Setting};
use hinomi_model::Lang;

use crate::org::Org;
use crate::{CANARY, ORGS};

const FORMATS: [Format; 10] = [
    Format::Text,
    Format::Json,
    Format::Md,
    Format::Html,
    Format::Csv,
    Format::Sarif,
    Format::Junit,
    Format::Ocsf,
    Format::Oscal,
    Format::Poam,
];

fn outputs(org: &Org) -> Vec<String> {
    let pack = org.pack(None);
    let report = hinomi_guard::check(&pack, &Catalogue::bundled(), &Naming::AsWritten);
    let mut out: Vec<String> = pack.warnings.iter().map(ToString::to_string).collect();
    out.extend([format!("{:?}", hinomi_guard::ask(&report))]);
    for format in FORMATS {
        for lang in [Lang::Ja, Lang::En] {
            let now = "2026-03-10T00:00:00Z".parse().expect("a time");
            out.push(hinomi_guard::render_report(
                &report,
                format,
                &Setting { lang, all: true, now, links: Links::default() },
            ));
        }
    }
    out
}

#[test]
fn a_secret_in_a_cell_that_is_not_read_comes_out_nowhere() {
    for name in ORGS {
        let org = Org::load(name);
        let n = org.posture.sources.iter().filter(|one| {
            let text = encoding_rs::SHIFT_JIS.decode(org.file(&one.path)).0.into_owned();
            text.contains(CANARY)
        });
        assert!(n.count() > 5, "{name} holds canaries");
        // Whole, and with each file broken off: a parser's own words quote nothing either.
        let mut all = vec![org.clone()];
        for source in &org.posture.sources {
            let raw = org.file(&source.path);
            for cut in [raw.len() / 3, raw.len() * 2 / 3, raw.len().saturating_sub(3)] {
                all.push(org.with(&source.path, &raw[..cut]));
            }
        }
        for org in all {
            for output in outputs(&org) {
                assert!(!output.contains(CANARY), "{name}: {output}");
            }
        }
    }
}

#[test]
fn pseudonyms_name_nobody() {
    let org = Org::load("northquay");
    let naming = Naming::Pseudonyms("0123456789abcdef".to_owned());
    let report = hinomi_guard::check(&org.pack(None), &Catalogue::bundled(), &naming);
    let told = format!("{report:?}");
    assert!(!told.contains("sol@northquay.example") && told.contains("p-"), "{told}");
}
