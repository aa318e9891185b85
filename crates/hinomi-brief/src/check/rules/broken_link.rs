//! Links that lead nowhere: empty, cut short, or a placeholder.
//!
//! Why it matters: a citation that cannot be opened proves nothing. Examples: `[words]()`, `https://…`,
//! `https://www.example.com/article`, `[words](#)`. Misses: pages that are gone (asked for with `--online` only).

use url::Url;

use crate::check::{Finding, Needs, Rule, Said, Scene, Severity};

/// The rule.
pub const RULE: Rule = Rule {
    id: "broken-link",
    about: Said::new("開けないリンク", "links that lead nowhere"),
    severity: Severity::Error,
    needs: Needs::Nothing,
    run,
};

fn run(scene: &Scene<'_>, out: &mut Vec<Finding>) {
    let digest = scene.digest;
    let said = |url: &str| match url.trim() {
        "" => Said::new("リンク先が空である", "the link is empty"),
        url => Said::made(format!("リンク先 {url} は開けない"), format!("the link {url} leads nowhere")),
    };
    let hint = || Said::new("記事そのもののアドレスにする", "give the address of the article itself");
    for (idx, block) in digest.blocks.iter().enumerate() {
        for link in block.links.iter().filter(|link| is_broken(&link.url)) {
            let span = if link.span.is_empty() { link.source } else { digest.blocks[idx].written(link.span) };
            out.push(Finding {
                rule: RULE.id,
                severity: RULE.severity,
                span,
                message: said(&link.url),
                hint: hint(),
            });
        }
    }
    for reference in &digest.references {
        let is_link = digest
            .blocks
            .get(reference.block)
            .is_some_and(|b| b.links.iter().any(|l| reference.span.contains(l.span)));
        if let Some(url) = reference.url.as_deref().filter(|url| !is_link && is_broken(url)) {
            out.push(Finding {
                rule: RULE.id,
                severity: RULE.severity,
                span: reference.written,
                message: said(url),
                hint: hint(),
            });
        }
    }
}

fn is_broken(url: &str) -> bool {
    let url = url.trim();
    if url.is_empty() || url == "#" {
        return true;
    }
    // Places in the same document, other schemes, files beside it and words behind a mark are no business of ours.
    let is_web = url.starts_with("http:") || url.starts_with("https:");
    if !is_web {
        return matches!(
            url.to_lowercase().as_str(),
            "url" | "link" | "リンク" | "todo" | "tbd" | "xxx" | "..."
        );
    }
    let Ok(parsed) = Url::parse(url) else { return true };
    let host = parsed.host_str().unwrap_or_default().to_ascii_lowercase();
    let host = host.strip_prefix("www.").unwrap_or(&host);
    // RFC 2606 reserves these for documentation.
    matches!(host, "example.com" | "example.org" | "example.net" | "example.jp" | "example.co.jp")
        || (!host.contains('.') && host != "localhost" && !host.starts_with('['))
        || host.contains('…')
        || host.contains("..")
        || url.ends_with("...")
        || url.ends_with('…')
        || url.contains("%E2%80%A6")
        || url.contains("xxxx")
}
