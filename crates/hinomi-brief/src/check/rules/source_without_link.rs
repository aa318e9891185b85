//! Sources that are named without a way to them.
//!
//! Why it matters: a title is no proof; pages change and titles repeat. Examples: `[出典: 題名 - 媒体]`, `(Source: X)`,
//! a reference without an address among references that have one. Misses: sources named in running text.

use crate::check::{Finding, Needs, Rule, Said, Scene, Severity};

/// The rule.
pub const RULE: Rule = Rule {
    id: "source-without-link",
    about: Said::new("リンクのない出典", "sources named without a link"),
    severity: Severity::Error,
    needs: Needs::Nothing,
    run,
};

const HINT: Said = Said::new("記事そのもののアドレスを添える", "give the address of the article itself");

fn run(scene: &Scene<'_>, out: &mut Vec<Finding>) {
    let digest = scene.digest;
    for label in digest.labels.iter().filter(|label| !label.leads_somewhere) {
        let text = &digest.blocks[label.block].text;
        let named = label.named.of(text).unwrap_or_default();
        let named =
            named.trim_matches(|c: char| c.is_whitespace() || matches!(c, ']' | '］' | '】' | ')' | '）'));
        let key = hinomi_text::name_key(named);
        if key.is_empty() || is_listed(scene, &key) {
            continue;
        }
        out.push(scene.found(
            &RULE,
            label.block,
            label.span,
            Said::made(
                format!("出典「{named}」にリンクも参考文献の番号もない"),
                format!("the source {named:?} has neither a link nor the number of a reference"),
            ),
            HINT,
        ));
    }
    // References that lead nowhere, where others of the list do: then it is no matter of style.
    let numbered = || digest.references.iter().filter(|r| r.block != usize::MAX);
    if !numbered().any(|r| r.url.is_some()) {
        return;
    }
    for reference in numbered().filter(|r| r.url.is_none() && !r.title.is_empty()) {
        // A note that explains is no reference.
        if reference.title.contains('。') {
            continue;
        }
        out.push(scene.found(
            &RULE,
            reference.block,
            reference.span,
            Said::made(
                format!("参考文献「{}」にリンクがない", reference.title),
                format!("the reference {:?} has no link", reference.title),
            ),
            HINT,
        ));
    }
}

/// Whether a reference with an address has the name in its title, or the name has the title in it.
fn is_listed(scene: &Scene<'_>, key: &str) -> bool {
    scene.digest.references.iter().filter(|r| r.url.is_some()).any(|reference| {
        let title = hinomi_text::name_key(&reference.title);
        !title.is_empty() && (title.contains(key) || key.contains(title.as_str()))
    })
}
