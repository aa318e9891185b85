//! Citation marks that say nothing: what is left where a mark was lost.
//!
//! Why it matters: the reader is told that there is a source and cannot find it. Examples: `確認された,,。`, `（）`,
//! `was leaked ,,.`, `[]`, `[source]`, `出典：`. Misses: marks that vanished without a trace.

use hinomi_model::Span;

use crate::check::{Finding, Needs, Rule, Said, Scene, Severity, pattern};

/// The rule.
pub const RULE: Rule = Rule {
    id: "empty-citation",
    about: Said::new("中身のない引用記号", "citation marks that are empty"),
    severity: Severity::Error,
    needs: Needs::Nothing,
    run,
};

// Commas before a full stop or a Japanese comma, or in a row.
pattern!(COMMAS, r"(?:[,，][ 　]?)+[。．、]|、+。|(?:[,，][ 　]?){2,}|[,，]\s*\.(?:\s|$)");
pattern!(
    BRACKETS,
    r"[(（\[［【〔][\s,，、;・\-–—]*[)）\]］】〕]|[(（\[［](?i:\s*(?:出典|source|sources|citation|cite|ref|refs|reference|link|url|要確認|tbd|todo|\?+|？+|n|x|#|※|注|出典なし|no source)\s*[:：]?\s*)[)）\]］]"
);

/// Most empty marks of one block that are told.
const FOUND_OF_BLOCK_MAX: usize = 1_000;

fn run(scene: &Scene<'_>, out: &mut Vec<Finding>) {
    let digest = scene.digest;
    for (idx, block) in digest.blocks.iter().enumerate() {
        if !digest.is_told(idx) {
            continue;
        }
        let text = block.text.as_str();
        let is_free = |span: Span| {
            !block.code.iter().any(|code| code.overlaps(span))
                && !digest.marks_in(idx).iter().any(|mark| mark.span.overlaps(span))
        };
        let mut found: Vec<Span> = Vec::new();
        for m in COMMAS.find_iter(text).take(FOUND_OF_BLOCK_MAX) {
            let commas =
                m.as_str().trim_end_matches(|c: char| matches!(c, '。' | '．' | '.') || c.is_whitespace());
            let commas = if m.as_str().ends_with("。") { commas } else { commas.trim_end_matches('、') };
            let span = Span::new(m.start(), m.start() + commas.len());
            if is_free(span) && !is_number_list(text, span) {
                found.push(span);
            }
        }
        for m in BRACKETS.find_iter(text).take(FOUND_OF_BLOCK_MAX) {
            let span = Span::from(m.range());
            let before = text[..m.start()].chars().next_back();
            let is_call = before.is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '$' | '>'))
                && m.as_str().starts_with(['(', '[']);
            let is_box = m.start() == 0 && matches!(m.as_str(), "[ ]" | "[x]" | "[X]");
            // 【出典】 and [出典] in front of words are labels.
            let is_label = is_labelling(text, m.start(), m.end());
            let is_link = block.links.iter().any(|link| link.span.overlaps(span));
            if !is_call && !is_box && !is_label && !is_link && is_free(span) {
                found.push(span);
            }
        }
        for label in digest.labels.iter().filter(|label| label.block == idx && !label.leads_somewhere) {
            let named = label.named.of(text).unwrap_or_default();
            // What the label names may stand in the list that follows.
            let goes_on = digest.blocks.get(idx + 1).is_some_and(|next| {
                next.kind == crate::check::digest::Kind::ListItem
                    || !next.links.is_empty()
                    || next.text.contains("http")
            });
            if named.chars().all(|c| !c.is_alphanumeric())
                && !goes_on
                && !text[label.span.range().end..].starts_with('\n')
            {
                found.push(label.span);
            }
        }
        found.sort();
        found.dedup_by(|a, b| a.overlaps(*b));
        for span in found {
            let words = span.of(text).unwrap_or_default().trim();
            out.push(scene.found(
                &RULE,
                idx,
                span,
                Said::made(
                    format!("引用記号「{words}」に中身がない"),
                    format!("the citation mark {words:?} is empty"),
                ),
                Said::new(
                    "出典の番号かリンクを入れるか、記号を消す",
                    "put in the number or link of a source, or take the mark out",
                ),
            ));
        }
    }
}

/// Commas between digits, as in a list of figures with a gap, are no citation.
fn is_number_list(text: &str, span: Span) -> bool {
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    digit(text[..span.range().start].chars().next_back()) && digit(text[span.range().end..].chars().next())
}

fn is_labelling(text: &str, start: usize, end: usize) -> bool {
    let opens_line = text[..start].trim_end_matches([' ', '　', '・', '-', '*']).is_empty()
        || text[..start].trim_end_matches([' ', '　']).ends_with('\n');
    let rest = text[end..].split('\n').next().unwrap_or_default();
    opens_line && rest.chars().any(char::is_alphanumeric)
}
