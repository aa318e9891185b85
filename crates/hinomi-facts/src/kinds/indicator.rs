//! Finds indicators of compromise: hosts, links and addresses that were written so as not to be followed (`192.0.2[.]44`,
//! `hxxps://`, `name[at]host`), and what nobody follows anyway: hashes, paths, registry keys, wallets.
//!
//! Example: `mail-login[.]example` → indicator.domain mail-login.example, the span shows what was written.
//! Misses: hosts, links and mail addresses written plainly, on purpose: plain links in news are links. A plain IP
//! address counts where its sentence speaks of addresses or servers; elsewhere four numbers are a version.

use hinomi_model::{Fact, Slot, Span, Value};

use crate::indicators::{Indicator, Kind, Mark, indicators};
use crate::page::Page;

crate::gate::pattern!(
    ADDRESS,
    r"(?i)(?-u:\b)(?:IP|IPv[46]|C2|C&C|servers?|address(?:es)?|hosts?)(?-u:\b)|アドレス|サーバ|通信先|接続先|送信元|接続元"
);

pub fn find(page: &Page<'_>) -> Vec<Fact> {
    let text = &page.scan.folded.text;
    let mut out = Vec::new();
    for one in indicators(text) {
        if one.within.is_none()
            && let Some(slot) = slot(page, &one)
        {
            out.push(page.plain(slot, Value::Id(one.value), one.span));
        }
    }
    out
}

/// The slot of an indicator; `None` for what an article says for other reasons.
fn slot(page: &Page<'_>, one: &Indicator) -> Option<Slot> {
    let is_harmless = one.mark == Some(Mark::Strong);
    match one.kind {
        Kind::Url | Kind::BareUrl => is_harmless.then_some(Slot::IndicatorUrl),
        Kind::Email => is_harmless.then_some(Slot::IndicatorEmail),
        Kind::Domain => is_harmless.then_some(Slot::IndicatorDomain),
        Kind::Ipv4 | Kind::Ipv6 => (is_harmless || is_address(page, one.span)).then_some(Slot::IndicatorIp),
        Kind::Md5 | Kind::Sha1 | Kind::Sha224 | Kind::Sha256 | Kind::Sha384 | Kind::Sha512 | Kind::Ssdeep => {
            Some(Slot::IndicatorHash)
        }
        Kind::Path | Kind::Registry => Some(Slot::IndicatorPath),
        Kind::Wallet(_) => Some(Slot::IndicatorWallet),
        Kind::Guid => None,
    }
}

/// Whether the words around four numbers speak of addresses.
fn is_address(page: &Page<'_>, span: Span) -> bool {
    page.scan.sentence_at(span.start).is_some_and(|sentence| ADDRESS.is_match(page.scan.of(sentence.span)))
}
