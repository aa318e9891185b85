//! Marks that a writing tool uses inside and that mean nothing outside it.
//!
//! Why it matters: they look like citations and lead nowhere. Examples: `[cite: 19, 20]`, `【4†source】`,
//! `:contentReference[oaicite:0]{index=0}`, `turn0search1`, `[citation needed]`, `[要出典]`. Misses: marks of tools
//! that write them as plain numbers (see `unresolved-citation`).

use hinomi_model::Span;

use crate::check::{Finding, Needs, Rule, Said, Scene, Severity, pattern};

/// The rule.
pub const RULE: Rule = Rule {
    id: "leftover-citation",
    about: Said::new("執筆ツールの引用記号の残り", "citation marks left over from a writing tool"),
    severity: Severity::Error,
    needs: Needs::Nothing,
    run,
};

pattern!(
    LEFT,
    r"(?i)\[/?cite(?:_start|_end)?\s*(?::[^\]]*)?\]|【[^【】]*†[^【】]*】|:?contentReference\s*\[oaicite:[^\]]*\](?:\{[^}]*\})?|\[?oai_?cit(?:e|ation)[:\w-]*\]?|\u{e200}?(?:file|na)?cite(?:\u{e202}?turn\d+[a-z]+\d+)+\u{e201}?|(?-u:\b)turn\d+(?:search|news|view|fetch|image|file|click|academia|reddit)\d+|[\[(（［【]\s*(?:citation needed|要出典|source needed|source\?|needs source|出典不明|出典要確認|要確認|unverified)\s*[\])）］】]|\[(?:web|source|doc|file|attached_file|attached_image|page|search|news)\s?:\s?\d+(?:\s*,\s*\d+)*\]|<grok:[^>]*>|\{\{cite[^}]*\}\}|</?ref(?:\s[^>]*)?>|\^\[\d+\^\]|\[INSERT[^\]]*\]|[\u{e200}-\u{e206}]+"
);

fn run(scene: &Scene<'_>, out: &mut Vec<Finding>) {
    let digest = scene.digest;
    for (idx, block) in digest.blocks.iter().enumerate() {
        for m in LEFT.find_iter(&block.text) {
            let span = Span::from(m.range());
            let is_code = block.code.iter().any(|code| code.overlaps(span));
            // `[cite: 1]` of a list that has the number is a mark like any other.
            let is_resolved = digest.marks.iter().any(|mark| {
                mark.block == idx
                    && mark.span.overlaps(span)
                    && mark.missing.is_empty()
                    && !mark.targets.is_empty()
            });
            if is_code || is_resolved {
                continue;
            }
            let words = m.as_str();
            out.push(scene.found(
                &RULE,
                idx,
                span,
                Said::made(
                    format!("「{words}」は執筆ツールの記号で、どの出典も指していない"),
                    format!("{words:?} is a mark of a writing tool and names no source"),
                ),
                Said::new("出典に置き換えるか、消す", "replace it by a source, or take it out"),
            ));
        }
    }
}
