//! References that no sentence cites.
//!
//! Why it matters: a list that is longer than what was used looks better founded than the text is. Example: four
//! references, and only `[1]` to `[3]` in the text. A list of further reading without numbers is left alone.

use std::collections::BTreeSet;

use crate::check::digest::Form;
use crate::check::{Finding, Needs, Rule, Said, Scene, Severity};

/// The rule.
pub const RULE: Rule = Rule {
    id: "unused-reference",
    about: Said::new("使われていない参考文献", "references that nothing cites"),
    severity: Severity::Warning,
    needs: Needs::Nothing,
    run,
};

fn run(scene: &Scene<'_>, out: &mut Vec<Finding>) {
    let digest = scene.digest;
    let cited: BTreeSet<usize> = digest
        .marks
        .iter()
        .filter(|mark| !matches!(mark.form, Form::Link | Form::Address) || !digest.references.is_empty())
        .flat_map(|mark| mark.targets.iter().copied())
        .collect();
    let has_marks = digest.marks.iter().any(|mark| !matches!(mark.form, Form::Link | Form::Address));
    let is_bracketed = |idx: usize| {
        let reference = &digest.references[idx];
        reference.block == usize::MAX || {
            let line = reference.span.of(&digest.blocks[reference.block].text).unwrap_or_default();
            line.trim_start().starts_with(['[', '［', '【', '^', '※']) || !reference.label.is_empty()
        }
    };
    for (idx, reference) in digest.references.iter().enumerate() {
        let is_numbered = reference.number.is_some() || !reference.label.is_empty();
        if cited.contains(&idx) || !is_numbered || !(has_marks || is_bracketed(idx)) {
            continue;
        }
        // The same address under another number is told by `duplicate-reference`.
        let name = reference.number.map_or(reference.label.clone(), |n| n.to_string());
        let span = reference.written;
        out.push(Finding {
            rule: RULE.id,
            severity: RULE.severity,
            span,
            message: Said::made(
                format!("参考文献 {name} は本文で引用されていない"),
                format!("reference {name} is cited nowhere"),
            ),
            hint: Said::new("引用するか、一覧から外す", "cite it, or take it off the list"),
        });
    }
}
