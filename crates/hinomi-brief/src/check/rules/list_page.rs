//! References that lead to a home page or a list of articles and not to an article.
//!
//! Why it matters: tomorrow the page shows something else. Examples: `https://www.example.jp/`, `…/news/`,
//! `…/category/security`, `…/?page=2`. A bare link on a company's name is a courtesy and no reference.

use url::Url;

use crate::check::digest::{Form, Target};
use crate::check::{Finding, Needs, Rule, Said, Scene, Severity};

/// The rule.
pub const RULE: Rule = Rule {
    id: "list-page",
    about: Said::new(
        "記事ではなく一覧やトップページを指す出典",
        "references that lead to a home page or a list",
    ),
    severity: Severity::Warning,
    needs: Needs::Nothing,
    run,
};

/// Parts of a path that say "list".
const LIST_WORDS: &[&str] = &[
    "news",
    "category",
    "categories",
    "tag",
    "tags",
    "topic",
    "topics",
    "archive",
    "archives",
    "latest",
    "list",
    "articles",
    "article",
    "blog",
    "blogs",
    "press",
    "press-releases",
    "pressrelease",
    "release",
    "releases",
    "newsroom",
    "feed",
    "rss",
    "search",
    "security",
    "cybersecurity",
    "cyber",
    "tech",
    "technology",
    "it",
    "index",
    "home",
    "top",
    "info",
    "information",
    "notice",
    "notices",
    "updates",
    "alerts",
    "advisories",
    "ja",
    "jp",
    "en",
    "us",
    "uk",
    "ja-jp",
    "en-us",
    "world",
    "japan",
    "business",
    "index.html",
    "index.php",
    "index.htm",
    "default.aspx",
    "main",
    "stories",
    "vulnerabilities",
    "malware",
    "ransomware",
    "data-breach",
    "threats",
    "research",
    "all",
    "page",
];

/// Keys of a query that ask for a list.
const LIST_KEYS: &[&str] =
    &["page", "q", "s", "query", "search", "keyword", "tag", "category", "cat", "paged"];

/// Words of a link to somebody's own site, which is no source.
const OFFICIAL: &[&str] = &[
    "公式",
    "公式サイト",
    "公式ページ",
    "ホームページ",
    "official",
    "official site",
    "website",
    "homepage",
    "home page",
];

/// Shortest words of a link that name an article and not an organisation, in characters.
const TITLE_CHARS_MIN: usize = 16;

fn run(scene: &Scene<'_>, out: &mut Vec<Finding>) {
    let digest = scene.digest;
    let said = |url: &str| {
        Said::made(
            format!("{url} は記事ではなく、トップページか一覧である"),
            format!("{url} is a home page or a list, not an article"),
        )
    };
    let hint = || Said::new("記事そのもののアドレスにする", "give the address of the article itself");
    for reference in &digest.references {
        if let Some(url) = reference.url.as_deref().filter(|url| is_list(url)) {
            out.push(Finding {
                rule: RULE.id,
                severity: RULE.severity,
                span: reference.written,
                message: said(url),
                hint: hint(),
            });
        }
    }
    for mark in digest.marks.iter().filter(|mark| mark.form == Form::Link) {
        let Some(Target { url: Some(url), title, .. }) =
            mark.targets.first().and_then(|t| digest.targets.get(*t))
        else {
            continue;
        };
        let is_source = digest.labels.iter().any(|l| l.block == mark.block && l.span.overlaps(mark.span))
            || title.chars().count() >= TITLE_CHARS_MIN && !title.contains("://")
            || matches!(
                title.trim().to_lowercase().as_str(),
                "出典"
                    | "source"
                    | "link"
                    | "リンク"
                    | "記事"
                    | "詳細"
                    | "続きを読む"
                    | "read more"
                    | "here"
                    | "こちら"
                    | "詳しくはこちら"
                    | "元記事"
            )
            || digest.is_alone_in_brackets(mark) && !OFFICIAL.contains(&title.trim().to_lowercase().as_str())
            || (!title.is_empty() && title.trim().chars().all(|c| c.is_ascii_digit()));
        if is_source && is_list(url) {
            out.push(scene.found(&RULE, mark.block, mark.span, said(url), hint()));
        }
    }
}

/// Whether an address is that of a home page or a list.
pub fn is_list(url: &str) -> bool {
    let Ok(url) = Url::parse(url.trim()) else { return false };
    if !matches!(url.scheme(), "http" | "https") {
        return false;
    }
    let asks_for_list =
        url.query_pairs().any(|(key, _)| LIST_KEYS.contains(&key.to_ascii_lowercase().as_str()));
    if url.query().is_some() && !asks_for_list {
        return false;
    }
    let parts: Vec<String> = url
        .path_segments()
        .into_iter()
        .flatten()
        .filter(|part| !part.is_empty())
        .map(str::to_ascii_lowercase)
        .collect();
    if asks_for_list {
        return parts
            .iter()
            .all(|part| LIST_WORDS.contains(&part.as_str()) || part.chars().all(|c| c.is_ascii_digit()));
    }
    let holds_list =
        |word: &str| matches!(word, "category" | "categories" | "tag" | "tags" | "topic" | "topics");
    match parts.as_slice() {
        [] => true,
        [.., folder, _] if holds_list(folder) => true,
        [.., folder, page, n]
            if folder != page && page == "page" && n.chars().all(|c| c.is_ascii_digit()) =>
        {
            true
        }
        all => all.iter().all(|part| LIST_WORDS.contains(&part.as_str())),
    }
}

#[cfg(test)]
mod tests {
    use super::is_list;

    #[test]
    fn lists_and_home_pages_are_told_from_articles() {
        for url in [
            "https://www.a.example/",
            "https://a.example",
            "https://a.example/news/",
            "https://a.example/category/malware",
            "https://a.example/ja/news/?page=2",
            "https://a.example/?s=leak",
        ] {
            assert!(is_list(url), "{url}");
        }
        for url in [
            "https://a.example/news/2025/12/leak",
            "https://a.example/?p=123",
            "https://a.example/article.php?id=12",
            "https://a.example/known-exploited-vulnerabilities-catalog",
            "ftp://a.example/",
            "no address",
        ] {
            assert!(!is_list(url), "{url}");
        }
    }
}
