//! Links whose words name another outlet than the one they lead to.
//!
//! Why it matters: the reader takes the word of the one for the word of the other. Examples: the words end in
//! " - Perimeter Post" and the address is Harbour Wire's; the words are an address and the link is another. Known are
//! the outlets of the list of sources, and those whose name is their host's. Portals that carry others' articles are
//! left alone. Misses: outlets that nobody listed and whose name is not in their host.

use std::collections::{BTreeMap, BTreeSet};

use hinomi_model::Span;
use url::Url;

use crate::check::{Finding, Needs, Rule, Said, Scene, Severity, pattern};

/// The rule.
pub const RULE: Rule = Rule {
    id: "outlet-mismatch",
    about: Said::new(
        "リンクの文言とリンク先の媒体が違う",
        "link text that names another outlet than the link",
    ),
    severity: Severity::Error,
    needs: Needs::Nothing,
    run,
};

/// Hosts that carry other outlets' articles under those outlets' names.
const PORTALS: &[&str] = &[
    "news.yahoo.co.jp",
    "yahoo.com",
    "msn.com",
    "news.google.com",
    "slashdot.org",
    "news.ycombinator.com",
    "reddit.com",
    "web.archive.org",
    "archive.org",
    "archive.is",
    "archive.ph",
    "smartnews.com",
    "newspicks.com",
    "livedoor.com",
    "excite.co.jp",
    "infoseek.co.jp",
    "goo.ne.jp",
    "nifty.com",
    "dmenu.jp",
    "flipboard.com",
    "apple.news",
    "x.com",
    "twitter.com",
    "facebook.com",
    "linkedin.com",
    "youtube.com",
    "t.co",
    "bit.ly",
    "prtimes.jp",
    "businesswire.com",
    "prnewswire.com",
    "globenewswire.com",
    "feedly.com",
    "hatena.ne.jp",
    "biglobe.ne.jp",
    "mixi.jp",
    "au.com",
];

/// Shortest name of an outlet that is compared with hosts, in characters of its squashed form.
const NAME_CHARS_MIN: usize = 5;

pattern!(
    DOMAIN,
    r"(?i)\b(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?:com|net|org|jp|example|io|gov|edu|uk|eu|de|fr|info|news|dev|co|us|au|ca|in|tech|security|blog|me|biz)\b"
);

fn run(scene: &Scene<'_>, out: &mut Vec<Finding>) {
    let known = outlets(scene);
    for (words, url, span) in named_links(scene) {
        let Some(host) = host_of(&url) else { continue };
        if PORTALS.iter().any(|portal| is_within(&host, portal)) {
            continue;
        }
        let Some((name, hosts)) = named_outlet(&words, &known, &host) else { continue };
        if hosts.iter().any(|known| is_same_site(known, &host)) {
            continue;
        }
        let other = hosts.iter().next().cloned().unwrap_or_default();
        out.push(Finding {
            rule: RULE.id,
            severity: RULE.severity,
            span,
            message: Said::made(
                format!("文言は {name}（{other}）とあるが、リンク先は {host} である"),
                format!("the words name {name} ({other}), and the link leads to {host}"),
            ),
            hint: Said::new("文言かアドレスを直す", "mend the words or the address"),
        });
    }
}

/// Words, address and place of references and of links in the text.
fn named_links(scene: &Scene<'_>) -> Vec<(String, String, Span)> {
    let digest = scene.digest;
    let mut out = Vec::new();
    for reference in &digest.references {
        if let Some(url) = &reference.url {
            out.push((reference.title.clone(), url.clone(), reference.written));
        }
    }
    for (idx, block) in digest.blocks.iter().enumerate().filter(|(idx, _)| digest.is_told(*idx)) {
        for link in &block.links {
            let words = link.span.of(&block.text).unwrap_or_default().to_owned();
            out.push((words, link.url.clone(), digest.blocks[idx].written(link.span)));
        }
    }
    out
}

/// The outlet that the words name in the place of a source: as a whole, behind a dash or bar, or in brackets at the end;
/// with the hosts of its site.
fn named_outlet(
    words: &str,
    known: &BTreeMap<String, (String, BTreeSet<String>)>,
    host: &str,
) -> Option<(String, BTreeSet<String>)> {
    let words = words.trim();
    // An address as words.
    if let Some(found) = DOMAIN.find(words).filter(|m| m.len() == words.len() || words.contains("://")) {
        let named = found.as_str().to_ascii_lowercase();
        return Some((named.clone(), BTreeSet::from([named])));
    }
    for part in places(words) {
        if let Some(found) = DOMAIN.find(part).filter(|m| m.as_str() == part) {
            let named = found.as_str().to_ascii_lowercase();
            return Some((named.clone(), BTreeSet::from([named])));
        }
        let key = squashed(part);
        if key.chars().count() < NAME_CHARS_MIN && !known.contains_key(&key) {
            continue;
        }
        if let Some((name, hosts)) = known.get(&key) {
            // The name may itself be part of the host that the link leads to.
            if !squashed(host).contains(&key) {
                return Some((name.clone(), hosts.clone()));
            }
            return None;
        }
    }
    None
}

/// Where a line names its source: the whole, the parts between dashes and bars from the last, brackets at the end.
fn places(words: &str) -> Vec<&str> {
    let mut out = vec![words];
    let seps = [" - ", " – ", " — ", " | ", "｜", " － ", "—", " / ", "／", " ― ", " :: ", ": ", "："];
    for sep in seps {
        if let Some((head, last)) = words.rsplit_once(sep) {
            out.push(last.trim());
            out.push(head.trim());
        }
    }
    for (open, close) in [('(', ')'), ('（', '）'), ('[', ']'), ('【', '】'), ('『', '』'), ('「', '」')]
    {
        if let (Some(from), Some(to)) = (words.rfind(open), words.rfind(close))
            && from < to
        {
            out.push(words[from + open.len_utf8()..to].trim());
        }
    }
    let cut: Vec<&str> = out
        .iter()
        .filter_map(|part| part.split([',', '、', '，', '(', '（']).next())
        .map(str::trim)
        .collect();
    out.extend(cut);
    out.retain(|part| !part.is_empty());
    out
}

/// Outlets by squashed name: those handed in, and those of this document whose name is their host's.
fn outlets(scene: &Scene<'_>) -> BTreeMap<String, (String, BTreeSet<String>)> {
    let mut out: BTreeMap<String, (String, BTreeSet<String>)> = BTreeMap::new();
    let mut add = |name: &str, host: &str| {
        let key = squashed(name);
        if key.chars().count() >= 2 && !host.is_empty() {
            out.entry(key).or_insert_with(|| (name.to_owned(), BTreeSet::new())).1.insert(host.to_owned());
        }
    };
    for (name, host) in scene.context.outlets {
        add(name, host);
        // 「媒体名 欄名」 is known by its first word too, where that is long enough to be a name.
        let first = name.split([' ', '　', '（', '(']).next().unwrap_or_default();
        if first.len() < name.len() && first.chars().count() >= NAME_CHARS_MIN && !first.is_ascii() {
            add(first, host);
        }
    }
    for (article, _) in scene.context.evidence.articles() {
        if let Some(host) = host_of(&article.url).filter(|_| !article.publisher.is_empty()) {
            add(&article.publisher, &host);
        }
    }
    for (words, url, _) in named_links(scene) {
        let Some(host) = host_of(&url) else { continue };
        let label = squashed(host.rsplit('.').nth(1).unwrap_or_default());
        for part in places(&words) {
            let key = squashed(part);
            if key.chars().count() >= NAME_CHARS_MIN && key == label {
                add(part, &host);
            }
        }
    }
    out
}

fn host_of(url: &str) -> Option<String> {
    let url = Url::parse(url.trim()).ok()?;
    let host = url.host_str()?.to_ascii_lowercase();
    Some(host.strip_prefix("www.").unwrap_or(&host).to_owned())
}

fn is_within(host: &str, site: &str) -> bool {
    host == site || host.strip_suffix(site).is_some_and(|rest| rest.ends_with('.'))
}

/// Whether two hosts are of one site: one within the other, or both under one registered name.
fn is_same_site(a: &str, b: &str) -> bool {
    let a = a.strip_prefix("www.").unwrap_or(a);
    is_within(a, b) || is_within(b, a) || registered(a) == registered(b)
}

/// The part of a host that is registered: `co.jp` and the like count as one ending.
fn registered(host: &str) -> String {
    let parts: Vec<&str> = host.split('.').collect();
    let second = parts.len().checked_sub(2).and_then(|at| parts.get(at)).copied().unwrap_or_default();
    let is_double =
        matches!(second, "co" | "or" | "ne" | "go" | "ac" | "com" | "gov" | "org" | "net" | "ad" | "lg")
            && parts.last().is_some_and(|last| last.len() == 2);
    let n = if is_double { 3 } else { 2 };
    parts[parts.len().saturating_sub(n)..].join(".")
}

/// Letters and digits alone, in lower case, without a leading article.
fn squashed(text: &str) -> String {
    let lower = text.trim().to_lowercase();
    let bare = lower.strip_prefix("the ").unwrap_or(&lower);
    bare.chars().filter(|c| c.is_alphanumeric()).collect()
}
