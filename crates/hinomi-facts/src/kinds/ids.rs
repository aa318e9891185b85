//! Finds identifiers that mean the same everywhere: CVE, JVN and JVNDB, CWE, ATT&CK techniques.
//!
//! Example: `CVE-2024-3094` → cve CVE-2024-3094; `JVN#12345678` → jvn; `T1566.001` → technique T1566.001.
//! `CVE 2024–3094` is the same id. Misses: lists that name the year once (`CVE-2024-3094, -3095`). Source: CVE Record Format 5.1, `cveId`; ATT&CK v18.

use hinomi_model::{Fact, Slot, Span, Value};

use crate::page::Page;

crate::gate::pattern!(
    IDS,
    r"(?i)(?-u:\b)(?:(?P<cve>CVE[-_ \x{2010}-\x{2015}\x{2212}](?:19|20)\d{2}[-\x{2010}-\x{2015}\x{2212}]\d{4,7})|(?P<jvn>JVN#\d{8}|JVNVU#\d{8}|JVNTA#\d{8}|JVNDB-\d{4}-\d{6})|(?P<cwe>CWE-\d{1,5}))(?-u:\b)|(?-u:\b)(?P<technique>T1\d{3}(?:\.\d{3})?)(?-u:\b)"
);

pub fn find(page: &Page<'_>) -> Vec<Fact> {
    let scan = &page.scan;
    let mut out = Vec::new();
    if !scan.gates.may(&IDS) {
        return out;
    }
    for captures in IDS.captures_iter(&scan.folded.text) {
        for (group, slot) in
            [("cve", Slot::Cve), ("jvn", Slot::Jvn), ("cwe", Slot::Cwe), ("technique", Slot::Technique)]
        {
            if let Some(found) = captures.name(group) {
                let written = found.as_str().to_ascii_uppercase();
                let value = Value::Id(if slot == Slot::Cve { plain_dashes(&written) } else { written });
                out.push(page.plain(slot, value, Span::new(found.start(), found.end())));
            }
        }
    }
    out
}

/// An id with the dashes of the standard, whatever typesetting made of them.
fn plain_dashes(id: &str) -> String {
    id.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect()
}
