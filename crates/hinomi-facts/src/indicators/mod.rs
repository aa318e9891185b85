//! Indicators of compromise: hosts, links, addresses, hashes, paths and wallets, however they were made harmless.
//!
//! [`indicators`] finds all of them, also those that are plain links; which of them are facts of an article is for
//! `kinds/indicator.rs` to say.

mod hex;
mod host;
mod link;
mod path;
mod refang;
mod scheme;
mod wallet;

use std::ops::Range;

use hinomi_model::Span;

pub use refang::{Mark, Refanged};

use host::Host;

/// What an indicator is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// URL with its scheme.
    Url,
    /// Host and path without a scheme.
    BareUrl,
    /// Mail address.
    Email,
    /// IPv4 address.
    Ipv4,
    /// IPv6 address.
    Ipv6,
    /// Domain name.
    Domain,
    /// MD5.
    Md5,
    /// SHA-1.
    Sha1,
    /// SHA-224.
    Sha224,
    /// SHA-256.
    Sha256,
    /// SHA-384.
    Sha384,
    /// SHA-512.
    Sha512,
    /// ssdeep, a fuzzy hash.
    Ssdeep,
    /// GUID: also the name of a mutex, an interface or a setting.
    Guid,
    /// File path.
    Path,
    /// Registry key.
    Registry,
    /// Address of a block chain.
    Wallet(Chain),
}

pub use wallet::Chain;

/// An indicator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Indicator {
    /// What it is.
    pub kind: Kind,
    /// As a machine would use it: hosts, schemes and hexadecimal digits in lower case.
    pub value: String,
    /// Where it was written, in bytes of the text looked at.
    pub span: Span,
    /// How plainly it was made harmless, if it was.
    pub mark: Option<Mark>,
    /// The kind of the indicator that it is part of: the host of a URL, a name in its path.
    pub within: Option<Kind>,
}

/// Finds the indicators in `text`, sorted by start, the longest first.
///
/// Spans are bytes of `text` on character boundaries. Never fails; takes time linear in the text.
pub fn indicators(text: &str) -> Vec<Indicator> {
    let refanged = Refanged::of(text);
    let plain = refanged.text.as_ref();
    let mut found = Found { refanged: &refanged, out: Vec::new(), taken: Vec::new() };
    for url in link::urls(plain) {
        let value = lower_parts(plain, &url.range, url.host.end);
        found.add(Kind::Url, url.range.clone(), value, None);
        if let Some(kind) = url.kind {
            found.add(
                kind_of(kind),
                url.host.clone(),
                slice(plain, &url.host).to_lowercase(),
                Some(Kind::Url),
            );
        }
        // What follows the host is looked at once more below: names in paths are names too.
        found.taken.push((url.range.start..url.path, url.range.end));
    }
    found.mails(plain);
    found.hosts(plain);
    for (range, kind) in hex::hashes(plain).into_iter().chain(hex::patterns(plain)) {
        let value = slice(plain, &range);
        let value = if kind == Kind::Ssdeep { value.to_owned() } else { value.to_ascii_lowercase() };
        found.add(kind, range, value, None);
    }
    for (range, kind) in path::paths(plain) {
        let value = slice(plain, &range).replace(['<', '>'], "");
        found.add(kind, range, value, None);
    }
    for (range, chain) in wallet::wallets(plain) {
        found.add(Kind::Wallet(chain), range.clone(), slice(plain, &range).to_owned(), None);
    }
    let mut out = found.out;
    out.sort_by_key(|one| (one.span.start, std::cmp::Reverse(one.span.end), one.kind));
    // The name of a file is part of its path, also where it looks like a domain.
    let mut path = Span::new(0, 0);
    for one in &mut out {
        match one.kind {
            Kind::Path | Kind::Registry => path = one.span,
            _ if one.within.is_none() && path.contains(one.span) => one.within = Some(Kind::Path),
            _ => {}
        }
    }
    out
}

/// `text` as a machine would read it: every mark that made a name harmless is gone.
pub fn refanged(text: &str) -> String {
    Refanged::of(text).text.into_owned()
}

/// What was found so far.
struct Found<'t> {
    refanged: &'t Refanged<'t>,
    out: Vec<Indicator>,
    /// Fronts of URLs, in which nothing else is looked for, and the ends of those URLs; in order.
    taken: Vec<(Range<usize>, usize)>,
}

impl Found<'_> {
    fn add(&mut self, kind: Kind, range: Range<usize>, value: String, within: Option<Kind>) {
        let mark = self.refanged.mark(range.clone());
        self.out.push(Indicator { kind, value, span: self.refanged.source(range), mark, within });
    }

    /// The URL around `at`: whether `at` is in its front.
    fn url_at(&self, at: usize) -> Option<bool> {
        let idx = self.taken.partition_point(|(front, _)| front.start <= at).checked_sub(1)?;
        let (front, end) = self.taken.get(idx)?;
        (at < *end).then_some(at < front.end)
    }

    fn mails(&mut self, plain: &str) {
        let mut taken = Vec::new();
        let is_harmless = |range| self.refanged.mark(range) == Some(Mark::Strong);
        for (range, host, kind) in link::mails(plain, is_harmless) {
            let within = match self.url_at(host.start) {
                Some(true) => continue,
                Some(false) => Some(Kind::Url),
                None => None,
            };
            let at = host.start - range.start;
            let written = slice(plain, &range);
            let value =
                format!("{}{}", written.get(..at).unwrap_or_default(), slice(plain, &host).to_lowercase());
            self.add(Kind::Email, range.clone(), value, within);
            self.add(
                kind_of(kind),
                host.clone(),
                slice(plain, &host).to_lowercase(),
                within.or(Some(Kind::Email)),
            );
            if within.is_none() {
                taken.push((range.clone(), range.end));
            }
        }
        self.taken.append(&mut taken);
        self.taken.sort_by_key(|(front, _)| front.start);
    }

    fn hosts(&mut self, plain: &str) {
        let mut bare_end = 0;
        let domains = host::hosts(plain);
        let sixes = host::sixes(plain).into_iter().map(|range| (range, Host::V6));
        for (range, kind) in domains.into_iter().chain(sixes) {
            let within = match self.url_at(range.start) {
                Some(true) => continue,
                Some(false) => Some(Kind::Url),
                None if range.start < bare_end && kind != Host::V6 => Some(Kind::BareUrl),
                None => None,
            };
            let bare =
                if within.is_none() && kind != Host::V6 { link::bare_url(plain, &range) } else { None };
            if let Some(end) = bare {
                let all = range.start..end;
                self.add(Kind::BareUrl, all.clone(), lower_parts(plain, &all, range.end), None);
                bare_end = end;
            }
            let within = within.or(bare.map(|_| Kind::BareUrl));
            self.add(kind_of(kind), range.clone(), slice(plain, &range).to_lowercase(), within);
        }
    }
}

fn kind_of(host: Host) -> Kind {
    match host {
        Host::V4 => Kind::Ipv4,
        Host::V6 => Kind::Ipv6,
        Host::Domain => Kind::Domain,
    }
}

fn slice<'t>(text: &'t str, range: &Range<usize>) -> &'t str {
    text.get(range.clone()).unwrap_or_default()
}

/// A URL with scheme and host in lower case, and what else there is as it was written.
fn lower_parts(text: &str, range: &Range<usize>, host_end: usize) -> String {
    let front = text.get(range.start..host_end).unwrap_or_default();
    let (login, server) = front.rsplit_once('@').map_or(("", front), |(login, server)| (login, server));
    let at = if login.is_empty() { "" } else { "@" };
    let tail = text.get(host_end..range.end).unwrap_or_default();
    format!("{login}{at}{}{tail}", server.to_lowercase())
}

#[cfg(test)]
mod tests;
