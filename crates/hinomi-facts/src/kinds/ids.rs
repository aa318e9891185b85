//! Finds identifiers that mean the same everywhere: CVE, JVN and JVNDB, CWE, ATT&CK techniques.
//!
//! Example: `CVE-2024-3094` → cve CVE-2024-3094; `JVN#12345678` → jvn; `T1566.001` → technique T1566.001.
//! Misses: identifiers with spaces or other dashes inside. Source: CVE Record Format 5.1, `cveId`; ATT&CK v18.

use hinomi_model::{Fact, Slot, Span, Value};

use crate::page::Page;

crate::gate::pattern!(
    IDS,
    r"(?i)(?-u:\b)(?:CVE-(?:19|20)\d{2}-\d{4,7}|JVN#\d{8}|JVNVU#\d{8}|JVNTA#\d{8}|JVNDB-\d{4}-\d{6}|CWE-\d{1,5})(?-u:\b)|(?-u:\b)T1\d{3}(?:\.\d{3})?(?-u:\b)"
);

pub fn find(page: &Page<'_>) -> Vec<Fact> {
    let scan = &page.scan;
    let mut out = Vec::new();
    if !scan.gates.may(&IDS) {
        return out;
    }
    for found in IDS.find_iter(&scan.folded.text) {
        let id = found.as_str().to_ascii_uppercase();
        let slot = match id.get(..2) {
            Some("CV") => Slot::Cve,
            Some("JV") => Slot::Jvn,
            Some("CW") => Slot::Cwe,
            _ => Slot::Technique,
        };
        out.push(page.plain(slot, Value::Id(id), Span::new(found.start(), found.end())));
    }
    out
}
