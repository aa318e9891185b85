//! What kind of matter an article is about.

use std::sync::LazyLock;

use hinomi_model::Story;
use regex::Regex;

use crate::lexicon::Class;
use crate::parties::Parties;
use crate::scan::Scan;

/// Sentences of the body that tell what an article is about; what it is about stands at its head.
const HEAD_SENTENCES: usize = 2;

static CVE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"CVE-\d{4}-\d{4,7}").expect("the pattern is tested"));

/// Words for groups of attackers that also stand for other groups.
const VAGUE: &[&str] = &["gang", "gangs", "crew", "collective", "集団", "state group", "state groups"];

/// Head of an article: title and the first sentences.
fn head<'s>(scan: &'s Scan<'_>) -> impl Iterator<Item = hinomi_model::Span> + 's {
    let title = scan.sentences.iter().filter(|s| s.is_title);
    title.chain(scan.body().take(HEAD_SENTENCES)).map(|s| s.span)
}

fn title<'s>(scan: &'s Scan<'_>) -> impl Iterator<Item = hinomi_model::Span> + 's {
    scan.sentences.iter().filter(|s| s.is_title).map(|s| s.span)
}

/// Whether title or first sentences speak of attacks, leaks, flaws or those behind them.
pub fn is_security(scan: &Scan<'_>) -> bool {
    head(scan).any(|span| {
        CVE.is_match(scan.of(span))
            || scan.terms_in(span).any(|t| match t.entry.class {
                Class::Event => t.entry.value != "none",
                Class::Topic => t.entry.value == "vulnerability" && t.entry.term != "flaw",
                Class::Actor | Class::Gang => crate::actors::counts(scan, t),
                Class::Attacker => t.entry.value == "group" && !VAGUE.contains(&t.entry.term.as_str()),
                _ => false,
            })
            || ["セキュリティ", "サイバー", "cybersecurity", "Cybersecurity"]
                .iter()
                .any(|w| scan.of(span).contains(w))
    })
}

/// The kind of matter of an article that speaks of security.
pub fn of(scan: &Scan<'_>, parties: &Parties) -> Story {
    let topic = |value: &str, span| scan.value_in(span, Class::Topic, value).next().is_some();
    let in_title = |value: &str| title(scan).any(|s| topic(value, s));
    let in_head = |value: &str| head(scan).any(|s| topic(value, s));
    let has_cve = head(scan).any(|s| CVE.is_match(scan.of(s)));
    let events = |span| {
        scan.class_in(span, Class::Event)
            .map(|t| t.entry.value.clone())
            .filter(|v| !matches!(v.as_str(), "none"))
            .collect::<Vec<_>>()
    };
    let has_event = head(scan).any(|s| !events(s).is_empty());
    let victim = parties.victim();
    if has_cve && victim.is_none_or(|v| v.harm < 5)
        || in_title("vulnerability") && victim.is_none_or(|v| v.harm < 5)
    {
        return Story::Vulnerability;
    }
    if victim.is_none() && in_title("enforcement") {
        return Story::Enforcement;
    }
    if let Some(victim) = victim {
        let _ = victim;
        return Story::Incident;
    }
    if in_head("report") {
        return Story::Report;
    }
    if in_head("policy") && !head(scan).any(|s| events(s).iter().any(|e| e != "attack" && e != "data_breach"))
    {
        return Story::Policy;
    }
    if in_head("enforcement")
        && !in_head("threat")
        && scan.class_in(scan_span(scan), Class::Authority).next().is_some()
        && in_title("enforcement")
    {
        return Story::Enforcement;
    }
    let has_actor = head(scan).any(|s| {
        !crate::actors::introduced(
            scan,
            &crate::scan::Sentence { span: s, is_title: false, clauses: Vec::new() },
        )
        .is_empty()
            || scan
                .terms_in(s)
                .any(|t| matches!(t.entry.class, Class::Actor) && crate::actors::counts(scan, t))
    });
    if has_actor || in_head("threat") && !has_loss(scan) {
        return Story::Threat;
    }
    if in_head("vulnerability") && scan.folded.text.contains("CVE-") {
        return Story::Vulnerability;
    }
    if has_event {
        return Story::Incident;
    }
    if in_head("policy") {
        Story::Policy
    } else if in_head("vulnerability") {
        Story::Vulnerability
    } else {
        Story::Other
    }
}

fn scan_span(scan: &Scan<'_>) -> hinomi_model::Span {
    hinomi_model::Span::new(0, scan.folded.text.len())
}

/// Whether somebody, named or not, lost something or was hit.
fn has_loss(scan: &Scan<'_>) -> bool {
    head(scan).any(|s| {
        scan.class_in(s, Class::Event).any(|t| {
            matches!(
                t.entry.value.as_str(),
                "ransomware"
                    | "data_breach"
                    | "loss"
                    | "misconfiguration"
                    | "fraud"
                    | "insider"
                    | "unauthorized_access"
                    | "ddos"
                    | "phishing"
                    | "outage"
            )
        })
    })
}
