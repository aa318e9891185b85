//! The checks, one file each, all in one list.
//!
//! A check says what it looks at, when it fails, and what it misses, at the top of its file. It tells a
//! [`Judge`] what it sees; the judge alone comes to the verdict.

mod accounts;
mod asset_side_panels;
mod backup_delete_authority;
mod backup_history_span;
mod backup_isolated;
mod backup_restore_tested;
mod continuity_manual;
mod deciders;
mod detect_24x7;
mod detect_coverage;
mod detect_tamper;
mod edge_remote_access;
mod exceptions;
mod foreign;
mod identity_dormant_privileged;
mod identity_exceptions_registered;
mod identity_external_owned;
mod identity_keys_age;
mod identity_mfa_enforced;
mod identity_mfa_external;
mod identity_mfa_phishing_resistant;
mod identity_mfa_privileged;
mod logs_retention;
mod machines;
mod people_training;
mod respond_drill;
mod respond_plan;
mod restores;
mod services;
mod sign_in;
mod supplier_data_map;
mod supplier_grants;
mod supplier_obligations;
mod trainees;
mod vuln_kev_overdue;
mod vuln_named_in_news;

pub use exceptions::{State as ExceptionState, state as exception_state};

use crate::catalogue::Catalogue;
use crate::hidden::hide;
use crate::judge::{Judge, Naming};
use crate::pack::Pack;
use crate::product::Named;
use crate::said::{Said, said};
use crate::story::Story;
use crate::verdict::{Finding, Report};

/// What a check does with the evidence.
type Look = fn(&mut Judge<'_>);

/// Every check that has rules of its own.
const CHECKS: &[(&str, Look)] = &[
    ("asset.side_panels", asset_side_panels::look),
    ("backup.delete_authority", backup_delete_authority::look),
    ("backup.history_span", backup_history_span::look),
    ("backup.isolated", backup_isolated::look),
    ("backup.restore_tested", backup_restore_tested::look),
    ("continuity.manual", continuity_manual::look),
    ("detect.24x7", detect_24x7::look),
    ("detect.coverage", detect_coverage::look),
    ("detect.tamper", detect_tamper::look),
    ("edge.remote_access", edge_remote_access::look),
    ("identity.dormant.privileged", identity_dormant_privileged::look),
    ("identity.exceptions.registered", identity_exceptions_registered::look),
    ("identity.external.owned", identity_external_owned::look),
    ("identity.keys.age", identity_keys_age::look),
    ("identity.mfa.enforced", identity_mfa_enforced::look),
    ("identity.mfa.external", identity_mfa_external::look),
    ("identity.mfa.phishing_resistant", identity_mfa_phishing_resistant::look),
    ("identity.mfa.privileged", identity_mfa_privileged::look),
    ("logs.retention", logs_retention::look),
    ("people.training", people_training::look),
    ("respond.drill", respond_drill::look),
    ("respond.plan", respond_plan::look),
    ("supplier.data_map", supplier_data_map::look),
    ("supplier.grants", supplier_grants::look),
    ("supplier.obligations", supplier_obligations::look),
    ("vuln.kev_overdue", vuln_kev_overdue::look),
    ("vuln.named_in_news", vuln_named_in_news::look),
];

/// Answers every check of the catalogue on the evidence of one organisation, in the order of lessons.
///
/// A check of a user's lesson that no rule is known for is unknown and says so.
pub fn check(pack: &Pack, catalogue: &Catalogue, naming: &Naming) -> Report {
    let findings = answers(pack, catalogue, naming, &[], &|_| true);
    Report { organisation: pack.posture.organisation.clone(), as_of: pack.as_of, findings }
}

/// The same in view of a story: `vuln.named_in_news` looks for its products and flaws.
///
/// `report` is what [`check`] said of that pack, with that catalogue and naming; what no story changes is kept.
pub fn check_story(
    report: &Report,
    pack: &Pack,
    catalogue: &Catalogue,
    naming: &Naming,
    story: &Story,
) -> Report {
    let named = story.products();
    let of_story = answers(pack, catalogue, naming, &named, &is_of_story);
    let findings = report
        .findings
        .iter()
        .map(|finding| of_story.iter().find(|found| found.check == finding.check).unwrap_or(finding).clone());
    Report { findings: findings.collect(), ..report.clone() }
}

/// The checks that ask for the story.
const OF_STORIES: [&str; 1] = ["vuln.named_in_news"];

/// Whether the answer of that check depends on the story.
pub fn is_of_story(check: &str) -> bool {
    OF_STORIES.contains(&check)
}

fn answers(
    pack: &Pack,
    catalogue: &Catalogue,
    naming: &Naming,
    named: &[Named],
    is_asked: &dyn Fn(&str) -> bool,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (lesson, check) in catalogue.checks().filter(|(_, check)| is_asked(&check.id)) {
        let mut judge = Judge::new(pack, check, naming, named);
        match CHECKS.iter().find(|(id, _)| *id == check.id) {
            Some((_, look)) => look(&mut judge),
            None => judge.gap(said("この検査の規則がない", "no rule is known for this check"), &[]),
        }
        foreign::look(&mut judge, &check.id);
        let mut outcome = judge.verdict();
        hide(&mut outcome, pack, naming);
        let newer = lesson.attack.iter().flat_map(|id| catalogue.attack_alias.get(id).into_iter().flatten());
        findings.push(Finding {
            id: crate::pack::digest(format!("{}\0{}", check.id, pack.posture.organisation).as_bytes())[..16]
                .to_owned(),
            check: check.id.clone(),
            lesson: lesson.id.clone(),
            title: Said { ja: lesson.title_ja.clone(), en: lesson.title_en.clone() },
            verdict: outcome.verdict,
            subjects: outcome.subjects,
            rows: outcome.rows,
            reason: outcome.reason,
            missing: outcome.missing,
            notes: outcome.notes,
            strength: outcome.strength,
            dated: outcome.dated,
            expires: outcome.expires,
            severity: lesson.severity.clone(),
            controls: lesson.controls.clone(),
            attack: lesson.attack.iter().chain(newer).cloned().collect(),
            remedy_ja: lesson.remedy_ja.clone(),
            remedy_en: lesson.remedy_en.clone(),
        });
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_bundled_check_has_a_rule_and_every_rule_a_check() {
        let catalogue = Catalogue::bundled();
        let mut named: Vec<&str> = catalogue.checks().map(|(_, check)| check.id.as_str()).collect();
        named.sort_unstable();
        let ruled: Vec<&str> = CHECKS.iter().map(|(id, _)| *id).collect();
        assert_eq!(named, ruled);
    }
}
