//! The file of an incident: what a careful person would keep of it by hand, computed from its articles and claims.
//!
//! Everything here is read off an [`Incident`] and the articles behind it; nothing is decided anew.

use std::collections::{BTreeMap, BTreeSet};

use hinomi_model::{
    ArticleId, Claim, ClaimValue, Fate, Incident, IncidentId, Lang, Slot, Status, Story, Value, When,
};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::Candidate;
use crate::names::{form_key, forms};

/// Most incidents told as related to one.
pub const RELATED_MAX: usize = 24;

/// One line of the timeline.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Event {
    /// First day that it can mean.
    pub day: Date,
    /// The time as exact as its source.
    pub when: String,
    /// What happened.
    pub slot: Slot,
    /// When it became known.
    pub known_at: Timestamp,
    /// What became of the statement.
    pub fate: Fate,
}

/// A length of time, computed from dates that stand, beside what was said of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    /// [`Slot::DurationDwell`] or [`Slot::DurationOutage`].
    pub slot: Slot,
    /// Fewest and most whole days between the dates, when both stand.
    pub computed_days: Option<(i32, i32)>,
    /// What was said.
    pub said: Vec<String>,
}

/// What became known, or changed, on one day.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Change {
    /// Articles that came, copies left out.
    pub articles: Vec<ArticleId>,
    /// Values said for the first time: slot, key, value.
    pub said: Vec<(Slot, String, String)>,
}

/// How two incidents relate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Relation {
    /// The other is a vulnerability that was used here.
    UsedVulnerability,
    /// The other is an incident in which this vulnerability was used.
    UsedIn,
    /// The other happened to the supplier by whom this one was touched.
    Supplier,
    /// The other touched a customer of this one's victim.
    Customer,
    /// The other is the campaign or gang behind this one.
    Campaign,
    /// The other is a victim of this campaign or gang.
    CampaignVictim,
    /// The other is an attacker's claim about this one's victim.
    Claim,
    /// The other is the victim's own word on what an attacker claims here.
    Confirmation,
}

impl Relation {
    /// The word in output.
    pub fn word(self) -> &'static str {
        match self {
            Self::UsedVulnerability => "used_vulnerability",
            Self::UsedIn => "used_in",
            Self::Supplier => "supplier",
            Self::Customer => "customer",
            Self::Campaign => "campaign",
            Self::CampaignVictim => "campaign_victim",
            Self::Claim => "claim",
            Self::Confirmation => "confirmation",
        }
    }

    fn reversed(self) -> Self {
        match self {
            Self::UsedVulnerability => Self::UsedIn,
            Self::UsedIn => Self::UsedVulnerability,
            Self::Supplier => Self::Customer,
            Self::Customer => Self::Supplier,
            Self::Campaign => Self::CampaignVictim,
            Self::CampaignVictim => Self::Campaign,
            Self::Claim => Self::Confirmation,
            Self::Confirmation => Self::Claim,
        }
    }
}

/// The headline of the earliest article in each language.
pub fn titles<'a>(
    incident: &Incident,
    lookup: &dyn Fn(ArticleId) -> Option<Candidate<'a>>,
) -> BTreeMap<Lang, &'a str> {
    let mut titles = BTreeMap::new();
    for candidate in incident.members.iter().filter_map(|member| lookup(member.article)) {
        titles.entry(candidate.article.lang).or_insert(candidate.article.title.as_str());
    }
    titles
}

/// Every date that was said of the incident, by event day, then slot.
pub fn timeline(incident: &Incident) -> Vec<Event> {
    let dates = incident.claims.iter().filter(|(slot, _)| slot.is_date());
    let mut events: Vec<Event> = dates
        .flat_map(|(slot, claims)| {
            claims.iter().flat_map(|claim| &claim.values).map(move |value| (*slot, value))
        })
        .filter_map(|(slot, value)| {
            let Value::When(when) = value.fact.value else { return None };
            let (day, when) = (when.first_day(&TimeZone::UTC), when.to_string());
            Some(Event { day, when, slot, known_at: value.known_at, fate: value.fate })
        })
        .collect();
    events.sort();
    events.dedup();
    events
}

/// Dwell (first access to notice, else to effect) and outage (effect to recovery).
pub fn spans(incident: &Incident) -> Vec<Span> {
    let standing = |slot: Slot| {
        let values = incident.claims_of(slot).iter().flat_map(Claim::standing);
        values
            .filter_map(|value| if let Value::When(when) = value.fact.value { Some(when) } else { None })
            .next()
    };
    let said = |slot: Slot| {
        let values = incident.claims_of(slot).iter().flat_map(Claim::standing);
        values.map(|value| value.fact.value.to_text()).collect::<Vec<_>>()
    };
    let ends = [
        (
            Slot::DurationDwell,
            standing(Slot::DateInitialAccess),
            standing(Slot::DateDetected).or(standing(Slot::DateImpact)),
        ),
        (Slot::DurationOutage, standing(Slot::DateImpact), standing(Slot::DateRecovered)),
    ];
    let spans = ends.map(|(slot, from, to)| {
        let computed_days = from.zip(to).and_then(|(from, to)| days_between(from, to));
        Span { slot, computed_days, said: said(slot) }
    });
    spans.into_iter().filter(|span| span.computed_days.is_some() || !span.said.is_empty()).collect()
}

/// Fewest and most whole days from one time to another; `None` when the second may lie before the first.
fn days_between(from: When, to: When) -> Option<(i32, i32)> {
    let utc = TimeZone::UTC;
    let days = |a: Date, b: Date| a.until(b).ok().map(|span| span.get_days());
    let fewest = days(from.last_day(&utc), to.first_day(&utc))?;
    let most = days(from.first_day(&utc), to.last_day(&utc))?;
    (most >= 0).then_some((fewest.max(0), most))
}

/// What is said to be unknown, not disclosed, not confirmed or still looked into: slot, key, status.
pub fn unknowns(incident: &Incident) -> Vec<(Slot, String, &'static str)> {
    let mut found = BTreeSet::new();
    for claim in incident.claims.values().flatten() {
        for value in claim.values.iter().filter(|value| value.fate == Fate::Stands) {
            let status = match (value.fact.status, &value.fact.value) {
                (
                    Some(status @ (Status::Undisclosed | Status::NotConfirmed | Status::UnderInvestigation)),
                    _,
                ) => status.word(),
                (_, Value::Unknown) => "unknown",
                (_, Value::Word(word)) if word == "unknown" => "unknown",
                _ => continue,
            };
            found.insert((claim.slot, claim.key.clone(), status));
        }
    }
    found.into_iter().collect()
}

/// What came and what was first said on each day of `zone`.
pub fn changes(incident: &Incident, zone: &TimeZone) -> BTreeMap<Date, Change> {
    let mut days: BTreeMap<Date, Change> = BTreeMap::new();
    let day = |at: Timestamp| at.to_zoned(zone.clone()).date();
    for member in incident.members.iter().filter(|member| member.copy_of.is_none()) {
        days.entry(day(member.known_at)).or_default().articles.push(member.article);
    }
    for claim in incident.claims.values().flatten() {
        for value in &claim.values {
            let said = (claim.slot, claim.key.clone(), value_text(value));
            days.entry(day(value.known_at)).or_default().said.push(said);
        }
    }
    days
}

/// A value with its unit.
pub fn value_text(value: &ClaimValue) -> String {
    let unit = value.fact.value.unit().map(String::from).unwrap_or_default();
    format!("{} {unit}", value.fact.value.to_text()).trim_end().to_owned()
}

/// By which slots an incident is found, and which incidents are meant.
type Side = (&'static [Slot], fn(&Incident) -> bool);

/// Every pair of related incidents, both ways, by incident: how, and which.
///
/// Vulnerability and use by id; supplier and customer, campaign and victim, claim and confirmation by name.
pub fn relations(incidents: &[Incident]) -> BTreeMap<IncidentId, BTreeSet<(Relation, IncidentId)>> {
    let keys_of = |incident: &Incident, slots: &[Slot]| -> BTreeSet<u64> {
        let values = slots.iter().flat_map(|slot| incident.claims_of(*slot)).flat_map(|claim| &claim.values);
        let names = values.flat_map(|value| match &value.fact.value {
            Value::Name(name) => {
                std::iter::once(name).chain(&value.fact.aliases).flat_map(|n| forms(n)).collect()
            }
            Value::Id(id) => vec![id.clone()],
            _ => Vec::new(),
        });
        names.map(|name| form_key(&name)).collect()
    };
    let mut related: BTreeMap<IncidentId, BTreeSet<(Relation, IncidentId)>> = BTreeMap::new();
    let mut relate = |of: &[(Relation, Side, Side)]| {
        for (relation, (own, is_own), (theirs, is_theirs)) in of {
            let mut by_key: BTreeMap<u64, Vec<&Incident>> = BTreeMap::new();
            for other in incidents.iter().filter(|other| is_theirs(other)) {
                for key in keys_of(other, theirs) {
                    by_key.entry(key).or_default().push(other);
                }
            }
            for incident in incidents.iter().filter(|incident| is_own(incident)) {
                let others = keys_of(incident, own).into_iter().filter_map(|key| by_key.get(&key)).flatten();
                for other in others.filter(|other| other.id != incident.id) {
                    let own = related.entry(incident.id).or_default();
                    if own.len() < RELATED_MAX && own.insert((*relation, other.id)) {
                        related.entry(other.id).or_default().insert((relation.reversed(), incident.id));
                    }
                }
            }
        }
    };
    let is_vulnerability = |incident: &Incident| incident.story == Story::Vulnerability;
    let is_use = |incident: &Incident| matches!(incident.story, Story::Incident | Story::Threat);
    let is_threat = |incident: &Incident| incident.story == Story::Threat;
    let is_incident = |incident: &Incident| incident.story == Story::Incident;
    let is_claimed = |incident: &Incident| incident.story == Story::Incident && is_claim(incident);
    let is_own_word = |incident: &Incident| incident.story == Story::Incident && !is_claim(incident);
    let (ids, gangs): (&[Slot], &[Slot]) = (&[Slot::Cve, Slot::Jvn], &[Slot::Actor, Slot::Malware]);
    relate(&[
        (Relation::UsedVulnerability, (ids, is_use), (ids, is_vulnerability)),
        (Relation::Supplier, (&[Slot::AffectedParty], is_incident), (&[Slot::Victim], is_incident)),
        (Relation::Campaign, (gangs, is_incident), (gangs, is_threat)),
        (Relation::Claim, (&[Slot::Victim], is_own_word), (&[Slot::Victim], is_claimed)),
    ]);
    related
}

/// Whether all that is known of it is what attackers say.
fn is_claim(incident: &Incident) -> bool {
    let claimed = incident.claims.values().flatten().flat_map(|claim| &claim.values);
    let (mut n_alleged, mut n_told) = (0, 0);
    for value in claimed.filter(|value| value.fact.slot == Slot::Count || value.fact.slot == Slot::EventType)
    {
        match value.fate {
            Fate::Alleged => n_alleged += 1,
            _ => n_told += 1,
        }
    }
    n_alleged > 0 && n_alleged >= n_told
}
