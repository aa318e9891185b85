//! Days that the cited pages do not tell.
//!
//! Why it matters: the order of events is what lessons rest on. Example: 12月16日 where the page has 12月17日. The page's
//! own day of publication and the digest's own day are told by themselves. Misses: the right day of the wrong event.

use hinomi_model::When;

use crate::check::{Finding, Needs, Rule, Said, Scene, Severity};

/// The rule.
pub const RULE: Rule = Rule {
    id: "date-not-in-source",
    about: Said::new("出典にない日付", "dates that are not in the cited source"),
    severity: Severity::Error,
    needs: Needs::Sources,
    run,
};

fn run(scene: &Scene<'_>, out: &mut Vec<Finding>) {
    for idx in scene.compared() {
        let pages = scene.pages_of(idx);
        let sentence = &scene.digest.sentences[idx];
        for (span, when) in &scene.reading(idx).whens {
            let is_own = scene.digest.day.is_some_and(|day| {
                when.agrees_with(When::Day(day), &jiff::tz::TimeZone::UTC)
                    && !matches!(when, When::Year(_) | When::Month(..))
            });
            let words = span.of(&sentence.text).unwrap_or_default().trim();
            // Words without a digit (today, last week) depend on who says them when.
            let is_plain = words.chars().any(|c| c.is_ascii_digit() || ('０'..='９').contains(&c));
            if is_own || !is_plain || pages.iter().any(|page| page.tells(*when)) {
                continue;
            }
            out.push(scene.found_in(
                &RULE,
                idx,
                *span,
                Said::made(
                    format!("「{words}」は出典にない"),
                    format!("{words:?} is not in the cited source"),
                ),
                Said::new("出典で日付を確かめる", "look the date up in the source"),
            ));
        }
    }
}
