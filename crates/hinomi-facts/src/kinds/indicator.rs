//! Finds indicators of compromise that were written so as not to be followed: `192.0.2[.]44`, `hxxps://`, and hashes.
//!
//! Example: `mail-login[.]example` → indicator.domain mail-login.example, the span shows what was written.
//! Misses: indicators written plainly, on purpose: plain links in news are links.

use hinomi_model::{Fact, Slot, Span, Value};

use crate::page::Page;

crate::gate::pattern!(
    INDICATOR,
    r"(?i)(?P<url>(?-u:\b)(?:hxxps?|https?)(?:://|\[:\]//|\[://\])[^\s「」<>()、。]*\[\.\][^\s「」<>()、。]*|(?-u:\b)hxxps?(?:://|\[:\]//)[^\s「」<>()、。]+)|(?P<email>[\w.+\-]+(?:@|\[@\]|\[at\])[\w\-]+(?:(?:\[\.\]|\.)[\w\-]+)*\[\.\][a-z]{2,}|[\w.+\-]+(?:\[@\]|\[at\])[\w\-]+(?:\.[\w\-]+)+)|(?P<ip>(?-u:\b)\d{1,3}(?:\[?\.\]?\d{1,3}){2}\[\.\]\d{1,3}(?-u:\b)|(?-u:\b)\d{1,3}\[\.\]\d{1,3}(?:\[?\.\]?\d{1,3}){2}(?-u:\b))|(?P<domain>(?-u:\b)[a-z0-9][a-z0-9\-]*(?:(?:\[\.\]|\.)[a-z0-9\-]+)*\[\.\][a-z]{2,}(?-u:\b))|(?P<hash>(?-u:\b)(?:[a-f0-9]{64}|[a-f0-9]{40}|[a-f0-9]{32})(?-u:\b))"
);

pub fn find(page: &Page<'_>) -> Vec<Fact> {
    let scan = &page.scan;
    let mut out = Vec::new();
    for captures in INDICATOR.captures_iter(&scan.folded.text) {
        for (group, slot) in [
            ("url", Slot::IndicatorUrl),
            ("email", Slot::IndicatorEmail),
            ("ip", Slot::IndicatorIp),
            ("domain", Slot::IndicatorDomain),
            ("hash", Slot::IndicatorHash),
        ] {
            let Some(found) = captures.name(group) else { continue };
            let value = refanged(found.as_str(), slot);
            if slot == Slot::IndicatorIp && value.parse::<std::net::Ipv4Addr>().is_err() {
                continue;
            }
            out.push(page.plain(slot, Value::Id(value), Span::new(found.start(), found.end())));
        }
    }
    out
}

/// The indicator as a machine would use it.
fn refanged(written: &str, slot: Slot) -> String {
    let plain = written
        .replace("[.]", ".")
        .replace("[:]", ":")
        .replace("[://]", "://")
        .replace("[@]", "@")
        .replace("[at]", "@");
    match slot {
        Slot::IndicatorUrl => {
            let lower = plain.get(..4).unwrap_or_default().to_ascii_lowercase();
            if lower == "hxxp" { format!("http{}", plain.get(4..).unwrap_or_default()) } else { plain }
        }
        Slot::IndicatorHash | Slot::IndicatorDomain => plain.to_ascii_lowercase(),
        _ => plain,
    }
}
