//! The address that a page gives itself.

use url::Url;

/// Bytes at the beginning of a page in which its head must stand.
const HEAD_BYTES_MAX: usize = 256 << 10;

/// The page's canonical link, else its `og:url`; `None` when neither is an http(s) address.
pub(super) fn own_url(bytes: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(HEAD_BYTES_MAX)]);
    let tags: Vec<&str> = head.split('<').skip(1).filter_map(|tag| tag.split('>').next()).collect();
    let canonical = tags.iter().filter(|tag| is_named(tag, "link")).find_map(|tag| {
        let rel = attribute(tag, "rel")?.to_ascii_lowercase();
        rel.split_whitespace().any(|word| word == "canonical").then(|| attribute(tag, "href"))?
    });
    let stated =
        canonical.into_iter().chain(tags.iter().filter(|tag| is_named(tag, "meta")).filter_map(|tag| {
            (attribute(tag, "property")?.eq_ignore_ascii_case("og:url")).then(|| attribute(tag, "content"))?
        }));
    let is_web = |url: &Url| matches!(url.scheme(), "http" | "https") && url.has_host();
    stated.filter_map(|url| Url::parse(&url.replace("&amp;", "&")).ok()).find(is_web).map(String::from)
}

fn is_named(tag: &str, name: &str) -> bool {
    tag.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name))
        && tag[name.len()..].starts_with(|c: char| c.is_whitespace())
}

/// The value of an attribute in the inside of a tag.
fn attribute(tag: &str, name: &str) -> Option<String> {
    let mut rest = tag;
    loop {
        let at = rest.find('=')?;
        let key =
            rest[..at].trim_end().rsplit(|c: char| c.is_whitespace() || matches!(c, '"' | '\'')).next()?;
        let after = rest[at + 1..].trim_start();
        let (value, tail) = match after.chars().next()? {
            quote @ ('"' | '\'') => after[1..].split_once(quote)?,
            _ => after.split_at(after.find(char::is_whitespace).unwrap_or(after.len())),
        };
        if key.eq_ignore_ascii_case(name) {
            return Some(value.trim().to_owned());
        }
        rest = tail;
    }
}
