//! What comes first in a brief, and why: the one place with the weights.
//!
//! Points add up; each comes with its reason, so that an item can say why it stands where it stands.
//! The weights were set by judgement on the autumn-2025 example and a day of English feeds: ransomware and
//! leaks told by several voices come before single headlines, surveys and advice come last.

use hinomi_model::{Slot, Story, Value, Voice};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use crate::advice;
use crate::compose::Desk;
use crate::compose::clause::mood;
use crate::compose::counts::is_worth_telling;
use crate::compose::role::{Role, role};
use crate::compose::view::View;
use crate::compose::vulnerability;
use crate::watch::{self, WatchKind};

/// Points for each outlet beyond the first that tells it in the window: many telling it today is news.
const NEW_VOICE_POINTS: i64 = 6;
/// Points for each outlet beyond the first that ever told it.
const VOICE_POINTS: i64 = 2;
/// Outlets beyond which no more points are given.
const VOICES_MAX: usize = 6;
/// Points for each digit of the people or records touched beyond the third: 10,000 gives two.
const DIGIT_POINTS: i64 = 4;
/// Digits of people touched that give nothing.
const DIGITS_FREE: u32 = 3;
/// A service stopped.
const STOPPED_POINTS: i64 = 8;
/// A vulnerability used in attacks.
const EXPLOITED_POINTS: i64 = 20;
/// Listed by CISA as exploited.
const KEV_POINTS: i64 = 10;
/// CVSS of 9 and more.
const CVSS_CRITICAL_POINTS: i64 = 8;
/// The events that hurt whom they happen to.
pub const SEVERE: [&str; 4] = ["ransomware", "data_breach", "supply_chain", "unauthorized_access"];
/// One of them.
const SEVERE_POINTS: i64 = 8;
/// An incident rather than a survey, advice or policy.
const INCIDENT_POINTS: i64 = 12;
/// First told in this window.
const NEW_POINTS: i64 = 6;
/// A value changed.
const CHANGED_POINTS: i64 = 10;
/// At home.
const HOME_POINTS: i64 = 10;
/// Told by those concerned or an authority.
const OFFICIAL_POINTS: i64 = 6;
/// A title that names an authority: a warning, an order, an arrest.
const WARNED_POINTS: i64 = 8;
/// Somebody was arrested, charged, sanctioned; infrastructure was taken down.
const ENFORCED_POINTS: i64 = 8;
/// Whom it happened to is named, in a title.
const NAMED_POINTS: i64 = 8;
/// On the reader's watch list, by kind of word: own name, supplier, product, sector, country.
const WATCH_POINTS: [(WatchKind, i64); 5] = [
    (WatchKind::Name, 40),
    (WatchKind::Supplier, 30),
    (WatchKind::Product, 25),
    (WatchKind::Sector, 10),
    (WatchKind::Country, 5),
];
/// An attacker, a campaign or malware is called by name in a title.
const THREAT_POINTS: i64 = 6;
/// Taken away for what is aimed at shoppers, savers and players rather than at organisations.
const CONSUMER_POINTS: i64 = -16;
/// Points from which on a matter that names nobody is told with the sentence that tells most, and not by its title
/// alone. By judgement on days of English feeds: an authority's warning, or several outlets on an attack.
pub const THIN_POINTS_MIN: i64 = 12;
/// Taken away where nothing but a headline is known.
const THIN_POINTS: i64 = -6;
/// Taken away for a survey, for a piece that explains or muses, and for news of products, money and contests.
const EXPLAINED_POINTS: i64 = -12;

/// The reasons for the place of a matter, with points; their sum ranks.
pub(crate) fn why(desk: &Desk<'_>, view: &View<'_>) -> Vec<(String, i64)> {
    let mut out = Vec::new();
    let mut add = |key: &str, fills: &[(&str, &str)], points: i64| {
        out.push((desk.string(&format!("why.{key}"), fills), points));
    };
    let (n_new, n_ever) = view.n_outlets();
    let beyond_first = |n: usize| i64::try_from(n.min(VOICES_MAX).saturating_sub(1)).unwrap_or(0);
    if n_ever > 1 {
        let points = NEW_VOICE_POINTS * beyond_first(n_new) + VOICE_POINTS * beyond_first(n_ever);
        add("voices", &[("n", &n_ever.to_string()), ("n_new", &n_new.to_string())], points);
    }
    let is_in_title = |value: &hinomi_model::ClaimValue| {
        let title = desk.article(value.article).and_then(|article| article.blocks.first());
        title.is_some_and(|title| title.span.contains(value.fact.span))
    };
    // Something happened to somebody, or the title says what; a piece that muses on a kind of attack is no incident.
    let has_happened = view.victim.is_some() || view.standing(Slot::EventType).any(is_in_title);
    let is_fault = vulnerability::is_fault(view);
    if view.incident.story == Story::Incident && has_happened && !is_fault {
        add("story", &[], INCIDENT_POINTS);
    }
    // Told of somebody, or by the title; a text that mentions ransomware in passing is no case of it.
    let is_severe = |v: &hinomi_model::ClaimValue| SEVERE.contains(&v.fact.value.to_text().as_str());
    if !is_fault
        && view.standing(Slot::EventType).any(|v| is_severe(v) && (view.victim.is_some() || is_in_title(v)))
    {
        add("severe", &[], SEVERE_POINTS);
    }
    // Whom a fault could touch was not touched.
    let n_digits = people(desk, view).filter(|_| !is_fault).map_or(0, digits);
    if n_digits > DIGITS_FREE {
        let points = DIGIT_POINTS * i64::from(n_digits - DIGITS_FREE);
        add("people", &[("n", &n_digits.to_string())], points);
    }
    if has_word(view, Slot::Service, &["suspended", "degraded"]) {
        add("stopped", &[], STOPPED_POINTS);
    }
    // That a fault is used in attacks is no news of each of those that it was used on.
    let is_exploited = match is_fault {
        true => vulnerability::is_exploited(view),
        false => view.victim.is_none() && has_word(view, Slot::Exploited, &["yes"]),
    };
    if is_exploited {
        add("exploited", &[], EXPLOITED_POINTS);
    }
    if is_fault && vulnerability::is_in_kev(view) {
        add("kev", &[], KEV_POINTS);
    }
    if let Some(score) = cvss(view).filter(|score| *score >= Decimal::from(9)) {
        add("cvss", &[("score", &score.to_string())], CVSS_CRITICAL_POINTS);
    }
    if view.is_new {
        add("new", &[], NEW_POINTS);
    }
    if !view.changes().is_empty() {
        add("changed", &[], CHANGED_POINTS);
    }
    if view.is_home {
        add("home", &[], HOME_POINTS);
    }
    let is_official = view.new_articles().any(|article| {
        desk.source_of(article).is_some_and(|s| matches!(s.voice, Voice::Official | Voice::Authority))
    });
    if is_official {
        add("official", &[], OFFICIAL_POINTS);
    }
    if view.is_titled() {
        add("named", &[], NAMED_POINTS);
    }
    let is_named = |value: &hinomi_model::ClaimValue| {
        let name = value.fact.value.to_text();
        view.new_articles()
            .any(|a| value.said_in.iter().any(|(id, _)| *id == a.id) && a.title.contains(&name))
    };
    if view.news(Slot::Actor).chain(view.news(Slot::Malware)).any(is_named) {
        add("threat", &[], THREAT_POINTS);
    }
    if view.standing(Slot::Agency).any(is_named) {
        add("warned", &[], WARNED_POINTS);
    }
    if view.incident.story == Story::Enforcement && view.news(Slot::Action).next().is_some() {
        add("enforced", &[], ENFORCED_POINTS);
    }
    if view.victim.is_none() && view.leading().is_some_and(|a| advice::is_trade(&a.title, a.lang)) {
        add("trade", &[], EXPLAINED_POINTS);
    }
    let is_consumer = view.leading().is_some_and(|a| advice::is_consumer(&a.title, a.lang));
    if view.victim.is_none() && view.incident.story != Story::Enforcement && is_consumer {
        add("consumer", &[], CONSUMER_POINTS);
    }
    let is_piece = view.leading().is_some_and(|article| advice::explains(&article.title, article.lang));
    if is_piece || view.incident.story == Story::Report {
        add("explained", &[], EXPLAINED_POINTS);
    }
    for (kind, word) in watch::hits(desk.input.watch, view) {
        let points = WATCH_POINTS.iter().find(|(k, _)| *k == kind).map_or(0, |(_, points)| *points);
        add(&format!("watch_{}", kind.word()), &[("word", &word)], points);
    }
    if view.is_thin() {
        add("thin", &[], THIN_POINTS);
    }
    out
}

fn has_word(view: &View<'_>, slot: Slot, words: &[&str]) -> bool {
    view.standing(slot).any(|v| matches!(&v.fact.value, Value::Word(word) if words.contains(&word.as_str())))
}

/// The largest number of people, accounts or records that stands.
fn people(desk: &Desk<'_>, view: &View<'_>) -> Option<Decimal> {
    use hinomi_model::Unit::{Account, EmailAddress, Person, Record};
    let count = |value: &Value| match value {
        Value::Count { number, unit: Some(Person | Account | Record | EmailAddress), .. } => Some(*number),
        _ => None,
    };
    // "Trusted by 35 million people" touches nobody.
    let is_touched = |v: &&hinomi_model::ClaimValue| {
        matches!(role(desk, v), Role::Leaked | Role::Affected) && is_worth_telling(role(desk, v), v)
    };
    let is_plain = |v: &&hinomi_model::ClaimValue| mood(&v.fact) == "plain";
    view.standing(Slot::Count).filter(is_plain).filter(is_touched).filter_map(|v| count(&v.fact.value)).max()
}

fn digits(number: Decimal) -> u32 {
    number.trunc().to_u128().map_or(0, |n| n.checked_ilog10().map_or(0, |log| log + 1))
}

/// The highest CVSS score that stands.
pub(crate) fn cvss(view: &View<'_>) -> Option<Decimal> {
    let score = |value: &Value| match value {
        Value::Id(id) => id.parse::<Decimal>().ok(),
        _ => None,
    };
    view.standing(Slot::Cvss).filter_map(|v| score(&v.fact.value)).max()
}
