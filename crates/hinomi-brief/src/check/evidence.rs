//! The pages that a digest cites, found by address, by title, or by the name of their file.

use std::collections::{BTreeMap, BTreeSet};

use hinomi_model::{Article, FactsOf};

use super::digest::Target;

/// Pages at hand.
#[derive(Debug, Clone, Default)]
pub struct Evidence {
    articles: Vec<(Article, FactsOf)>,
    by_address: BTreeMap<String, BTreeSet<usize>>,
    by_name: BTreeMap<String, usize>,
    by_title: BTreeMap<String, usize>,
}

/// Shortest title by which a page is found, in characters of its key.
const TITLE_CHARS_MIN: usize = 8;

impl Evidence {
    /// Adds a page; `name` is the name of its file without ending, empty when it has none. Pages of one address are
    /// revisions and count together; where two have one name or title, the first stays.
    pub fn add(&mut self, article: Article, facts: FactsOf, name: &str) {
        let idx = self.articles.len();
        for url in [&article.url, &article.canonical_url] {
            if !url.is_empty() {
                self.by_address.entry(address_key(url)).or_default().insert(idx);
            }
        }
        let title = hinomi_text::name_key(&article.title);
        if title.chars().count() >= TITLE_CHARS_MIN {
            self.by_title.entry(title).or_insert(idx);
        }
        if !name.is_empty() {
            self.by_name.entry(squashed(name)).or_insert(idx);
        }
        self.articles.push((article, facts));
    }

    /// All of them, in the order in which they were added.
    pub fn articles(&self) -> &[(Article, FactsOf)] {
        &self.articles
    }

    /// The pages that `target` means: by its address; without a page at that address, by number or by the last
    /// part of the address as the name of a file; else by a title that begins or is the same. Empty when there is none.
    pub fn find(&self, target: &Target) -> Vec<&(Article, FactsOf)> {
        let by_address = target.url.as_deref().and_then(|url| self.by_address.get(&address_key(url)));
        if let Some(found) = by_address {
            return found.iter().filter_map(|idx| self.articles.get(*idx)).collect();
        }
        let idx = self.by_file_name(target).or_else(|| self.by_title(target));
        idx.and_then(|idx| self.articles.get(*idx)).into_iter().collect()
    }

    fn by_file_name(&self, target: &Target) -> Option<&usize> {
        if let Some(number) = target.number {
            for name in [
                format!("{number}"),
                format!("{number:02}"),
                format!("ref{number}"),
                format!("source{number}"),
            ] {
                if let Some(idx) = self.by_name.get(&name) {
                    return Some(idx);
                }
            }
        }
        let key = address_key(target.url.as_deref()?);
        let last = key.rsplit('/').next().unwrap_or_default();
        let stem = last.split(['?', '.']).next().unwrap_or_default();
        self.by_name.get(&squashed(&key)).or_else(|| {
            (stem.len() >= 4 && key.contains('/')).then(|| self.by_name.get(&squashed(stem))).flatten()
        })
    }

    /// A title that is one of ours, or opens with one (the outlet's name follows).
    fn by_title(&self, target: &Target) -> Option<&usize> {
        let key = hinomi_text::name_key(&target.title);
        if let Some(idx) = self.by_title.get(&key) {
            return Some(idx);
        }
        self.by_title.iter().find(|(title, _)| key.contains(title.as_str())).map(|(_, idx)| idx)
    }
}

/// What of an address says which page it is: host without `www.`, path, query without campaign marks; lower case but
/// for the path.
pub fn address_key(url: &str) -> String {
    let bare = url.trim().split('#').next().unwrap_or_default();
    let bare = bare.split_once("://").map_or(bare, |(_, rest)| rest);
    let (host, rest) = bare.find(['/', '?']).map_or((bare, ""), |at| bare.split_at(at));
    let host = host.to_ascii_lowercase();
    let host = host.strip_prefix("www.").unwrap_or(&host);
    let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
    let is_campaign = |part: &&str| {
        !["utm_", "fbclid", "gclid", "ref=", "source=rss", "cmpid"].iter().any(|mark| part.starts_with(mark))
    };
    let query: Vec<&str> = query.split('&').filter(|part| !part.is_empty()).filter(is_campaign).collect();
    let path = path.trim_end_matches("index.html").trim_end_matches('/');
    match query.is_empty() {
        true => format!("{host}{path}"),
        false => format!("{host}{path}?{}", query.join("&")),
    }
}

/// Letters and digits alone, in lower case.
fn squashed(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_the_same_however_it_is_written() {
        for (a, b) in [
            ("https://www.a.example/x/", "http://a.example/x"),
            ("https://a.example/x?utm_source=feed", "https://A.example/x#top"),
            ("https://a.example/index.html", "https://a.example"),
        ] {
            assert_eq!(address_key(a), address_key(b), "{a} {b}");
        }
        assert_ne!(address_key("https://a.example/x?id=1"), address_key("https://a.example/x?id=2"));
    }
}
