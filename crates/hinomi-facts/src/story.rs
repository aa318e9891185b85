//! What kind of matter an article is about.

use hinomi_model::Story;

use crate::actors;
use crate::lexicon::{Class, Term};
use crate::parties::Parties;
use crate::scan::{Scan, Sentence};

/// Sentences of the body that tell what an article is about; what it is about stands at its head.
const HEAD_SENTENCES: usize = 2;

crate::gate::pattern!(CVE, r"CVE-\d{4}-\d{4,7}");

/// Harm from which an article that gives a CVE is still about the one it hit; below, vendors' warnings became incidents.
const HARM_DESPITE_CVE_MIN: i32 = 5;

/// Words for groups of attackers that also stand for other groups.
const VAGUE: &[&str] = &["gang", "gangs", "crew", "collective", "集団", "state group", "state groups"];

crate::gate::pattern!(
    ADVICE,
    r"(?i)^(?:top )?\d+ (?:\w+ )?(?:ways|tips|steps|reasons|things|best)\b|\bhow to\b|\bwebinar\b|\bnewsletter\b|\bbest practices\b|^choosing |\bbuyer's guide\b|^what is |\bmagic quadrant\b"
);

/// Head of an article: title and the first sentences.
fn head<'s>(scan: &'s Scan<'_>) -> impl Iterator<Item = hinomi_model::Span> + 's {
    head_sentences(scan).map(|s| s.span)
}

fn head_sentences<'s>(scan: &'s Scan<'_>) -> impl Iterator<Item = &'s Sentence> + 's {
    let title = scan.sentences.iter().filter(|s| s.is_title);
    title.chain(scan.told().take(HEAD_SENTENCES))
}

fn title<'s>(scan: &'s Scan<'_>) -> impl Iterator<Item = hinomi_model::Span> + 's {
    scan.sentences.iter().filter(|s| s.is_title).map(|s| s.span)
}

/// Whether title or first sentences speak of attacks, leaks, flaws or those behind them.
pub fn is_security(scan: &Scan<'_>) -> bool {
    head_sentences(scan).any(|sentence| {
        let span = sentence.span;
        sentence.has(&CVE, scan.of(span))
            || scan.terms_in(span).any(|t| match t.entry.class {
                Class::Event => !matches!(t.entry.value.as_str(), "none" | "media"),
                // A flaw alone may be one of character.
                Class::Topic => {
                    t.entry.value == "vulnerability"
                        && (!t.entry.term.starts_with("flaw") || scan.folded.text.contains("CVE-"))
                }
                Class::Actor | Class::Gang => actors::counts(scan, t),
                Class::Attacker => t.entry.value == "group" && !VAGUE.contains(&t.entry.term.as_str()),
                _ => false,
            })
            || tells_of_loss(scan, span)
            || tells_of_deed(scan, span)
            || ["セキュリティ", "サイバー", "cybersecurity", "Cybersecurity"]
                .iter()
                .any(|w| scan.of(span).contains(w))
    })
}

/// Whether a sentence tells that data of people got away, or a medium that holds some.
fn tells_of_loss(scan: &Scan<'_>, span: hinomi_model::Span) -> bool {
    const VAGUE_DATA: &[&str] =
        &["data", "information", "records", "files", "情報", "データ", "names", "name", "orders"];
    let got_away = [
        "stolen",
        "stole",
        "theft",
        "leaked",
        "leak",
        "taken",
        "copied",
        "exfiltrated",
        "exposed",
        "盗まれ",
        "盗み",
        "盗んだ",
        "流出",
        "漏れ",
        "窃取",
        "持ち出",
    ];
    let has_data = scan
        .class_in(span, Class::Data)
        .any(|t| t.entry.value != "none" && !VAGUE_DATA.contains(&t.entry.term.to_lowercase().as_str()));
    let leaks = scan.class_in(span, Class::Predicate).any(|t| got_away.contains(&t.entry.term.as_str()));
    has_data && (leaks || scan.value_in(span, Class::Event, "media").next().is_some())
}

/// Whether a sentence tells of an event, by name or by what became of data.
pub fn tells_event(scan: &Scan<'_>, span: hinomi_model::Span) -> bool {
    scan.class_in(span, Class::Event).any(|t| !matches!(t.entry.value.as_str(), "none" | "media"))
        || tells_of_loss(scan, span)
        || tells_of_deed(scan, span)
}

/// Whether a sentence tells what attackers did: hackers accessed, 攻撃者が侵入.
pub fn tells_of_deed(scan: &Scan<'_>, span: hinomi_model::Span) -> bool {
    const ATTACKERS: &[&str] = &[
        "hacker",
        "hackers",
        "attacker",
        "attackers",
        "cybercriminal",
        "cybercriminals",
        "intruders",
        "ハッカー",
        "攻撃者",
    ];
    let has_attacker =
        scan.class_in(span, Class::Attacker).any(|t| ATTACKERS.contains(&t.entry.term.as_str()));
    has_attacker && scan.has_role(span, &["leak", "suffer", "enter", "encrypt"])
}

/// The kind of matter of an article that speaks of security.
pub fn of(scan: &Scan<'_>, parties: &Parties) -> Story {
    let topic = |value: &str, span| scan.value_in(span, Class::Topic, value).next().is_some();
    let in_title = |value: &str| title(scan).any(|s| topic(value, s));
    let in_head = |value: &str| head(scan).any(|s| topic(value, s));
    let has_cve = head_sentences(scan).any(|s| s.has(&CVE, scan.of(s.span)));
    let events = |span| {
        scan.class_in(span, Class::Event)
            .map(|t| t.entry.value.clone())
            .filter(|v| !matches!(v.as_str(), "none"))
            .collect::<Vec<_>>()
    };
    let has_event = head(scan).any(|s| tells_event(scan, s));
    let victim = parties.victim();
    let is_hit = |harm_min: i32| victim.is_some_and(|v| v.harm >= harm_min);
    // Advice and offers speak of attacks that happened to nobody.
    if scan.sentences.iter().any(|s| s.is_title && s.has(&ADVICE, scan.of(s.span)))
        && !is_hit(HARM_DESPITE_CVE_MIN)
    {
        return Story::Report;
    }
    // A flaw with an id is a matter of its own, unless the article tells again and again whom it hit.
    if has_cve && !is_hit(HARM_DESPITE_CVE_MIN) || in_title("vulnerability") && victim.is_none() {
        return Story::Vulnerability;
    }
    if victim.is_some() {
        return Story::Incident;
    }
    let has_authority = head(scan).any(|s| scan.class_in(s, Class::Authority).next().is_some());
    if in_title("enforcement") || in_head("enforcement") && has_authority {
        return Story::Enforcement;
    }
    let has_product = title(scan).any(|s| scan.class_in(s, Class::Product).next().is_some());
    if in_head("vulnerability") && has_product {
        return Story::Vulnerability;
    }
    if in_head("report") {
        return Story::Report;
    }
    if in_head("policy") && !head(scan).any(|s| events(s).iter().any(|e| e != "attack" && e != "data_breach"))
    {
        return Story::Policy;
    }
    let has_actor = scan.sentences.iter().filter(|s| head(scan).any(|h| h == s.span)).any(|s| {
        let known = |t: &Term<'_>| t.entry.class == Class::Actor && actors::counts(scan, t);
        !actors::introduced(scan, s).is_empty() || scan.terms_in(s.span).any(known)
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
