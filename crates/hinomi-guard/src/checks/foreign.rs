//! What other tools' verdicts mean for our checks. Data: `data/foreign.csv`.
//!
//! A rule that asks the same as a check brings a witness with its fail; one that asks for more, or for a part, only
//! keeps from a pass. A pass is told as a note: it says nothing of who is excluded, and since when. A result that is
//! partial, stale or damaged is no witness.

use std::sync::LazyLock;

use crate::judge::Judge;
use crate::said::said;

const KINDS: [&str; 5] = ["scubagear.results", "prowler.csv", "maester.results", "ocsf", "sarif"];

struct Rule {
    rule: String,
    check: &'static str,
    is_same: bool,
    at_most: Option<(&'static str, f64)>,
}

static RULES: LazyLock<Vec<Rule>> = LazyLock::new(|| {
    include_str!("../../data/foreign.csv")
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .filter_map(|line| {
            let mut cells = line.split(',');
            let (rule, check, strength) = (cells.next()?, cells.next()?, cells.next()?);
            let at_most = cells.next().and_then(|cell| cell.split_once("<="));
            Some(Rule {
                rule: plain(rule),
                check,
                is_same: strength == "fail",
                at_most: at_most.and_then(|(name, most)| Some((name, most.parse().ok()?))),
            })
        })
        .collect()
});

/// A rule's id as compared: `CISA.MS.AAD.3.2` and `MS.AAD.3.2v1` are one.
fn plain(rule: &str) -> String {
    let rule = rule.trim().to_ascii_lowercase();
    let rule = rule.strip_prefix("cisa.").unwrap_or(&rule);
    let end = rule.rfind('v').filter(|at| {
        let version = &rule[at + 1..];
        !version.is_empty()
            && version.bytes().all(|b| b.is_ascii_digit())
            && rule[..*at].ends_with(|c: char| c.is_ascii_digit())
    });
    rule[..end.unwrap_or(rule.len())].to_owned()
}

/// Lets the verdicts of other tools speak to the check `id`.
pub fn look(judge: &mut Judge<'_>, id: &str) {
    let rules: Vec<&Rule> = RULES.iter().filter(|rule| rule.check == id).collect();
    if rules.is_empty() {
        return;
    }
    for one in judge.pack.of_kinds(&KINDS) {
        for other in &one.records.others {
            let (Some(is_met), name) = (other.is_met, plain(&other.rule)) else { continue };
            let Some(rule) = rules.iter().find(|rule| rule.rule == name) else { continue };
            // A laxer limit of the organisation's own is not what the tool looked at.
            let is_within = rule.at_most.is_none_or(|(param, most)| judge.param(param, most) <= most);
            match (is_met, rule.is_same && is_within && one.doubts.is_empty()) {
                (true, _) => judge.note(said(
                    format!("他の道具の規則 {} も満たされている", other.rule),
                    format!("rule {} of another tool is met too", other.rule),
                )),
                (false, true) => judge.fail(
                    other.rule.as_str(),
                    said("他の道具の同じ検査が不合格", "another tool's check of the same fails"),
                    [one.place(other.row)],
                ),
                (false, false) => judge.gap_of(
                    &other.rule,
                    said(
                        "他の道具の関連する検査が不合格",
                        "another tool's check of a part of it, or of more, fails",
                    ),
                    &[],
                ),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::Catalogue;

    #[test]
    fn every_rule_speaks_to_a_check_and_a_threshold_that_exist() {
        let catalogue = Catalogue::bundled();
        let lines =
            include_str!("../../data/foreign.csv").lines().filter(|l| !l.is_empty() && !l.starts_with('#'));
        assert_eq!(lines.count(), RULES.len());
        for rule in RULES.iter() {
            let check = catalogue.checks().find(|(_, check)| check.id == rule.check);
            let (_, check) = check.unwrap_or_else(|| panic!("no check {}", rule.check));
            assert!(rule.at_most.is_none_or(|(name, _)| check.params.contains_key(name)), "{}", rule.rule);
        }
    }

    #[test]
    fn ids_of_rules_lose_their_version() {
        assert_eq!(plain("MS.AAD.3.2v1"), plain("CISA.MS.AAD.3.2"));
        assert_eq!(plain("iam_root_mfa_enabled"), "iam_root_mfa_enabled");
        assert_eq!(plain("v1"), "v1");
    }
}
