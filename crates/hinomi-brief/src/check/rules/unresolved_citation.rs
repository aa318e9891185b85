//! Marks whose reference the document does not have.
//!
//! Why it matters: the claim cannot be checked. Examples: `[3]` with a list of two, `[1-3]` and no list at all, `[^a]`
//! without its note, `[words][label]` without a definition. Misses: a number that points to the wrong reference (see the
//! rules that need sources).

use crate::check::digest::Form;
use crate::check::{Finding, Needs, Rule, Said, Scene, Severity};

/// The rule.
pub const RULE: Rule = Rule {
    id: "unresolved-citation",
    about: Said::new("参照先のない引用番号", "marks whose reference is missing"),
    severity: Severity::Error,
    needs: Needs::Nothing,
    run,
};

fn run(scene: &Scene<'_>, out: &mut Vec<Finding>) {
    let digest = scene.digest;
    let has_list = !digest.references.is_empty();
    for mark in digest.marks.iter().filter(|mark| !mark.missing.is_empty()) {
        let text = &digest.blocks[mark.block].text;
        let written = mark.span.of(text).unwrap_or_default();
        // A number in brackets that is part of a word or of code is none: `arr[0]`, `x[12]=`.
        let before = text[..mark.span.range().start].chars().next_back();
        let is_index = before.is_some_and(|c| c == '_' || c == '$')
            || text[mark.span.range().end..].starts_with(['=', '_']);
        if mark.form == Form::Number && is_index {
            continue;
        }
        if written.to_ascii_lowercase().starts_with("[cite") {
            continue;
        }
        let missing = mark.missing.join(", ");
        let (ja, en) = match has_list {
            true => (
                format!("引用 {written} の参照先 {missing} が参考文献にない"),
                format!("{written} names {missing}, which is not among the references"),
            ),
            false => (
                format!("引用 {written} があるが、参考文献の一覧がない"),
                format!("{written} is cited, and there is no list of references"),
            ),
        };
        out.push(scene.found(
            &RULE,
            mark.block,
            mark.span,
            Said::made(ja, en),
            Said::new("参考文献に加えるか、番号を直す", "add the reference, or mend the number"),
        ));
    }
}
