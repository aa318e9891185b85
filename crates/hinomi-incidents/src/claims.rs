//! Ledgers: facts of many articles folded into claims, with every value kept and its fate.

use std::collections::{BTreeMap, BTreeSet};

use hinomi_model::{
    ArticleId, Claim, ClaimValue, Fact, FactId, Fate, Rule, SaidBy, Slot, Status, Unit, Value, When,
};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use rust_decimal::Decimal;

/// Two counts of which nobody says what they count are about the same thing only if one is at most this many
/// times the other.
pub const SAME_COUNT_TIMES_MAX: i64 = 100;

/// A smaller number first told within this time of a larger one is a part of it, not its successor.
pub const PART_APART_MAX: SignedDuration = SignedDuration::from_hours(24);

/// A fact with the article that says it.
#[derive(Debug, Clone, Copy)]
pub struct Said<'a> {
    /// The article.
    pub article: ArticleId,
    /// When it could be known.
    pub known_at: Timestamp,
    /// What it says.
    pub fact: &'a Fact,
}

/// Folds facts into claims by slot, then key. `said` comes by `known_at`, then article, then fact.
///
/// Values are one when text and unit are; each keeps every fact that says it. A later value takes the place
/// of an earlier one under the same key when its voice is equal or stronger (victim and authority over press
/// and vendor, these over third parties); a weaker one contradicts. Names and kinds of data all stand beside
/// one another.
pub fn claims(said: &[Said<'_>]) -> BTreeMap<Slot, Vec<Claim>> {
    let mut grouped: BTreeMap<(Slot, String), Vec<ClaimValue>> = BTreeMap::new();
    for one in said {
        let values = grouped.entry((one.fact.slot, key_of(one.fact))).or_default();
        let id: FactId = one.fact.id(one.article);
        match values.iter_mut().find(|value| is_same(&value.fact, one.fact)) {
            Some(value) => {
                value.said_in.push((one.article, id));
                raise(value, one);
            }
            None => values.push(ClaimValue {
                fact: one.fact.clone(),
                article: one.article,
                known_at: one.known_at,
                said_in: vec![(one.article, id)],
                fate: Fate::Stands,
                decided: None,
            }),
        }
    }
    let mut claims: BTreeMap<Slot, Vec<Claim>> = BTreeMap::new();
    for ((slot, key), mut values) in grouped {
        decide(slot, &key, &mut values, said);
        claims.entry(slot).or_default().push(Claim { slot, key, values });
    }
    claims
}

/// What tells claims of one slot apart.
fn key_of(fact: &Fact) -> String {
    match fact.slot {
        Slot::Count => {
            let unit = fact.value.unit().map(String::from).unwrap_or_default();
            format!("{unit} {}", object(&fact.of)).trim().to_owned()
        }
        Slot::Service => object(&fact.of),
        _ => String::new(),
    }
}

/// What is counted or meant, in comparable form; an English plural is its singular.
fn object(of: &str) -> String {
    let key = hinomi_text::name_key(of);
    match key.strip_suffix('s') {
        Some(singular) if singular.len() > 2 && singular.is_ascii() && !singular.ends_with('s') => {
            singular.to_owned()
        }
        _ => key,
    }
}

/// Whether two facts under one key say the same value in the same mood.
fn is_same(a: &Fact, b: &Fact) -> bool {
    let text = |fact: &Fact| match &fact.value {
        Value::Name(name) => hinomi_text::name_key(name),
        value => value.to_text(),
    };
    text(a) == text(b) && a.value.unit() == b.value.unit() && mood(a) == mood(b)
}

/// The moods that are never counted together: told, alleged, withdrawn.
#[derive(PartialEq, Eq, PartialOrd, Ord, Clone, Copy)]
enum Mood {
    Told,
    Alleged,
    Withdrawn,
}

fn mood(fact: &Fact) -> Mood {
    match (fact.status, fact.said_by) {
        (Some(Status::Denied), _) => Mood::Withdrawn,
        (Some(Status::Claimed), _) | (_, Some(SaidBy::Attacker)) => Mood::Alleged,
        _ => Mood::Told,
    }
}

/// The first fact stays the proof, but the strongest voice that ever said it is kept beside the value, and a
/// hedge falls when somebody says it plainly.
fn raise(value: &mut ClaimValue, one: &Said<'_>) {
    if voice(one.fact) > voice(&value.fact) {
        value.fact.said_by = one.fact.said_by;
    }
}

/// How strong a voice is: victim and authority, then press, vendor and unnamed, then third parties.
fn voice(fact: &Fact) -> u8 {
    match fact.said_by {
        Some(SaidBy::Victim | SaidBy::Authority) => 3,
        Some(SaidBy::Press | SaidBy::Vendor) | None => 2,
        Some(SaidBy::ThirdParty) => 1,
        Some(SaidBy::Attacker) => 0,
    }
}

/// Whether a slot has one right value at a time, so that a later one takes the place of an earlier.
fn has_one_value(slot: Slot) -> bool {
    use Slot::*;
    matches!(
        slot,
        DateInitialAccess
            | DateDetected
            | DateImpact
            | DateClaimed
            | DateRecovered
            | DateFirstSeen
            | DateDue
            | DurationDwell
            | DurationOutage
            | Count
            | Service
            | Misuse
            | ReportNo
            | Exploited
            | Kev
            | Patch
    )
}

fn decide(slot: Slot, key: &str, values: &mut [ClaimValue], said: &[Said<'_>]) {
    for value in values.iter_mut() {
        (value.fate, value.decided) = match mood(&value.fact) {
            Mood::Withdrawn => (Fate::Withdrawn, Some((Rule::Denied, None))),
            Mood::Alleged => (Fate::Alleged, Some((Rule::Attacker, None))),
            Mood::Told => (Fate::Stands, None),
        };
    }
    if !has_one_value(slot) {
        return;
    }
    // A value lives from when it was first said to when it was last said again.
    let last_said: BTreeMap<(ArticleId, FactId), Timestamp> =
        said.iter().map(|one| ((one.article, one.fact.id(one.article)), one.known_at)).collect();
    let last = |value: &ClaimValue| {
        value.said_in.iter().filter_map(|said| last_said.get(said)).max().copied().unwrap_or(value.known_at)
    };
    let told: Vec<usize> = (0..values.len()).filter(|idx| values[*idx].fate == Fate::Stands).collect();
    for older in &told {
        for newer in &told {
            let (a, b) = (&values[*older], &values[*newer]);
            let is_later = (last(a), a.known_at) < (last(b), b.known_at);
            if older == newer || !is_later || a.article == b.article || !competes(slot, key, a, b, values) {
                continue;
            }
            let (old_id, new_id) = (a.fact.id(a.article), b.fact.id(b.article));
            let (loser, fate, decided) = if is_finer(&a.fact.value, &b.fact.value) {
                // The later word only says the same less exactly.
                (*newer, Fate::Superseded, (Rule::Finer, Some(old_id)))
            } else if b.fact.value == Value::Unknown {
                (*newer, Fate::Superseded, (Rule::Known, Some(old_id)))
            } else if voice(&b.fact) >= voice(&a.fact) {
                (*older, Fate::Superseded, (Rule::Later, Some(new_id)))
            } else if b.fate == Fate::Stands {
                (*newer, Fate::Contradicts, (Rule::Weaker, Some(old_id)))
            } else {
                continue;
            };
            values[loser].fate = fate;
            values[loser].decided = Some(decided);
        }
    }
}

/// Whether two values answer the same question.
fn competes(slot: Slot, key: &str, a: &ClaimValue, b: &ClaimValue, all: &[ClaimValue]) -> bool {
    if slot != Slot::Count {
        return true;
    }
    // Of several counts in one article only the largest is the total; the others are its parts.
    let is_total = |value: &ClaimValue| {
        let own = number(value);
        all.iter().filter(|other| other.article == value.article).all(|other| number(other) <= own)
    };
    let named = key.split_whitespace().nth(1).is_some() || key.parse::<Unit>().is_err();
    let (x, y) = (number(a), number(b));
    let near = x <= y * Decimal::from(SAME_COUNT_TIMES_MAX) && y <= x * Decimal::from(SAME_COUNT_TIMES_MAX);
    is_total(a) && is_total(b) && !is_part(b, a) && (near || (named && !key.is_empty()))
}

/// Whether a smaller number is a part of a larger one: some article says both, or both came up within a day.
fn is_part(part: &ClaimValue, whole: &ClaimValue) -> bool {
    let has_numbers = [part, whole].iter().all(|v| matches!(v.fact.value, Value::Count { .. }));
    let apart = part.known_at.duration_since(whole.known_at).abs();
    let is_beside = || {
        let articles: BTreeSet<ArticleId> = whole.said_in.iter().map(|(article, _)| *article).collect();
        part.said_in.iter().any(|(article, _)| articles.contains(article))
    };
    has_numbers && number(part) < number(whole) && (apart < PART_APART_MAX || is_beside())
}

fn number(value: &ClaimValue) -> Decimal {
    match &value.fact.value {
        // Bounded, so that multiplying it cannot overflow.
        Value::Count { number, .. } => (*number).clamp(Decimal::ZERO, Decimal::from(i64::MAX)),
        _ => Decimal::ZERO,
    }
}

/// Whether the first time says the same as the second, and more exactly: a day of its month.
fn is_finer(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::When(a), Value::When(b)) => a.agrees_with(*b, &TimeZone::UTC) && days(*a) < days(*b),
        _ => false,
    }
}

fn days(when: When) -> i32 {
    when.n_days(&TimeZone::UTC)
}
