//! The canonical URL, as far as it can be believed.

use url::Url;

use crate::tag::{Key, Tag};
use crate::tree::Tree;

/// The canonical URL, if the page states one that can be its own: absolute or made so, `http(s)`, on the same
/// site, and not the site's front page for a page below it.
pub(crate) fn canonical(tree: &Tree<'_>, og_url: Option<&str>, url: Option<&Url>) -> Option<String> {
    let url = url?;
    let is_canonical = |idx: &usize| {
        tree.tag(*idx) == Tag::Link
            && tree.attr(*idx, Key::Rel).is_some_and(|rel| {
                rel.split_ascii_whitespace().any(|word| word.eq_ignore_ascii_case("canonical"))
            })
    };
    let link = tree.telling().find(is_canonical).and_then(|idx| tree.attr(idx, Key::Href));
    let stated = [link.as_deref(), og_url];
    stated.into_iter().flatten().filter(|href| !href.trim().is_empty()).find_map(|href| {
        let mut joined = url.join(href.trim()).ok()?;
        joined.set_fragment(None);
        let is_web = matches!(joined.scheme(), "http" | "https");
        let is_front = joined.path() == "/" && joined.query().is_none() && url.path() != "/";
        (is_web && !is_front && same_site(&joined, url)).then(|| joined.to_string())
    })
}

/// Whether two hosts belong together: equal but for `www.` and the like, or one below the other.
fn same_site(a: &Url, b: &Url) -> bool {
    let bare = |url: &Url| {
        let host = url.host_str().unwrap_or_default().to_ascii_lowercase();
        ["www.", "m.", "amp.", "sp."]
            .iter()
            .find_map(|lead| host.strip_prefix(lead))
            .map(str::to_owned)
            .unwrap_or(host)
    };
    let (a, b) = (bare(a), bare(b));
    let below =
        |a: &str, b: &str| b.contains('.') && a.strip_suffix(b).is_some_and(|rest| rest.ends_with('.'));
    !a.is_empty() && (a == b || below(&a, &b) || below(&b, &a))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_belong_together_by_their_names() {
        let url = |host: &str| Url::parse(&format!("https://{host}/")).unwrap();
        for (a, b, expected) in [
            ("www.a.example", "a.example", true),
            ("m.a.example", "www.a.example", true),
            ("news.a.example", "a.example", true),
            ("a.example", "b.example", false),
            ("evila.example", "a.example", false),
            ("a.example", "example", false),
        ] {
            assert_eq!(same_site(&url(a), &url(b)), expected, "{a} {b}");
        }
    }
}
