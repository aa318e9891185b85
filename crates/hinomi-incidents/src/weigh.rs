//! What counts as the same incident: the only place with weights.
//!
//! All evidence is measured in one currency, likeness: 1.0 is "the same words". Words of two articles about
//! one matter in one language give 0.3 to 0.6 by themselves; names, ids, counts and days add to it, and are
//! all that is left between two languages. What speaks against is taken off. Joined is what reaches
//! [`JOIN_MIN`]. A wrong join is worse than a missed one, so evidence that many matters share weighs little.

use crate::index::{Index, Profile};
use crate::keys::{Keys, Name, Role};
use crate::sound::alike;
use hinomi_model::Story;

/// Likeness from which an article belongs to an incident. Plain word likeness does best at 0.25 within two
/// weeks and at 0.30 over months.
pub const JOIN_MIN: f32 = 0.30;

/// Likeness from which an article also pulls a second incident in: well above joining, since a wrong merge
/// takes two incidents with it.
pub const MERGE_MIN: f32 = 0.55;

/// A word that is a name weighs up to this many times a common word of the same rarity: names are what
/// a matter is called by.
pub const NAME_WORD_TIMES: f32 = 1.8;

/// Share of the best single member in word likeness; the rest is the incident as a whole. Members alone
/// chain, the whole alone forgets how a matter began.
pub const MEMBER_SHARE: f32 = 0.5;

/// Likeness of words is taken down by this much per natural logarithm of the gap in fortnights, because words
/// of the trade come back and matters mostly do not. Names and ids do not age.
pub const AGEING_PER_LOG_FORTNIGHT: f32 = 0.10;

/// Ageing stops here.
pub const AGEING_FLOOR: f32 = 0.60;

/// The same victim, met in one incident only: joins by itself.
pub const VICTIM: f32 = 0.36;

/// The same affected party: a supplier's customer, so less than the victim.
pub const AFFECTED: f32 = 0.14;

/// The same malware: a campaign has many victims.
pub const MALWARE: f32 = 0.14;

/// The same actor: never enough alone, nor with the same kind of attack.
pub const ACTOR: f32 = 0.08;

/// The same product: the field of many vulnerabilities.
pub const PRODUCT: f32 = 0.08;

/// The same vulnerability id: joins by itself while few matters have it.
pub const ID: f32 = 0.42;

/// The same count of three significant digits or more, with its unit.
pub const COUNT_EXACT: f32 = 0.18;

/// The same round count: "about 100,000" is said of many leaks.
pub const COUNT_ROUND: f32 = 0.05;

/// All counts together.
pub const COUNTS_MAX: f32 = 0.30;

/// The same event day: something else happened on that day too.
pub const DAY: f32 = 0.06;

/// All days together.
pub const DAYS_MAX: f32 = 0.10;

/// Both name victims, and not the same: taken off.
pub const OTHER_VICTIM: f32 = 0.22;

/// Both name vulnerabilities, and not the same: taken off.
pub const OTHER_ID: f32 = 0.16;

/// Same victim, other kind of event, long after, and nothing else in common: a second incident; taken off.
pub const OTHER_EVENT: f32 = 0.30;

/// From so many days on, another kind of event at the same victim is another incident.
pub const OTHER_EVENT_DAYS_MIN: f32 = 60.0;

/// One is about a matter and the other is no security news at all: taken off.
pub const OTHER_STORY: f32 = 0.14;

/// One tells what happened, the other is a survey, advice or policy: taken off.
pub const FAR_STORY: f32 = 0.06;

/// A name met in `n` incidents pulls so much less: one in `1 + SPREAD × ln n`.
pub const SPREAD: f32 = 0.9;

/// Members from which an incident has to be met better, by [`SIZE_STEP`] per doubling: large clusters
/// have a word in common with everything.
pub const SIZE_FREE: f32 = 12.0;

/// See [`SIZE_FREE`].
pub const SIZE_STEP: f32 = 0.02;

/// Documents that the index is taken to have read before the first, so that rarity means something from
/// the start.
pub const PRIOR_DOCUMENTS: f32 = 800.0;

/// What speaks for and against an article belonging to an incident.
#[derive(Debug, Clone, Default)]
pub struct Weight {
    /// Sum of all evidence, in likeness.
    pub total: f32,
    /// The part that names and ids carry, which neither time nor translation wears.
    pub strong: f32,
    /// Reasons for people, the strongest first.
    pub because: Vec<String>,
}

/// Rarity of a word that `n_articles` of `n_documents` have.
pub fn rarity(n_articles: u32, n_documents: u32) -> f32 {
    ((PRIOR_DOCUMENTS + n_documents as f32) / (0.7 + n_articles as f32)).ln().max(0.05)
}

/// How much of its pull a key keeps that `n_incidents` have.
pub fn spread(n_incidents: u32) -> f32 {
    1.0 / (1.0 + SPREAD * (n_incidents.max(1) as f32).ln())
}

/// Weighs an article against an incident.
pub fn weigh(index: &Index, keys: &Keys, vector: &Vector, profile: &Profile) -> Weight {
    let mut reasons: Vec<(f32, String)> = Vec::new();
    let gap_days = days_between(keys, profile);
    let ageing = (1.0 - AGEING_PER_LOG_FORTNIGHT * (1.0 + gap_days / 14.0).ln()).max(AGEING_FLOOR);
    let words = likeness(index, vector, profile) * ageing;
    if words >= 0.1 {
        reasons.push((words, shared_words(vector, profile)));
    }

    let mut strong = 0.0;
    let (mut shared_victim, mut shared_other) = (false, false);
    for name in &keys.names {
        let Some(pull) = name_pull(index, keys, name, profile) else { continue };
        shared_victim |= name.role == Role::Victim;
        shared_other |= name.role != Role::Victim;
        reasons.push((pull, name.text.clone()));
        strong += pull;
    }
    let mut shared_id = false;
    for (id, text) in keys.ids.iter().filter(|(id, _)| profile.ids.contains_key(id)) {
        let pull = ID * spread(index.n_incidents(*id)) / (1.0 + (keys.ids.len() as f32 / 3.0).floor());
        shared_id = true;
        reasons.push((pull, text.clone()));
        strong += pull;
    }
    let mut counts = 0.0;
    for count in keys.counts.iter().filter(|count| profile.counts.contains_key(&count.key)) {
        let pull = if count.exact { COUNT_EXACT } else { COUNT_ROUND } * spread(index.n_incidents(count.key));
        reasons.push((pull, count.text.clone()));
        counts += pull;
    }
    let shared_days: Vec<_> = keys.days.iter().filter(|(day, _)| profile.days.contains_key(day)).collect();
    reasons.extend(shared_days.iter().map(|(_, text)| (DAY, text.clone())));
    strong += counts.min(COUNTS_MAX) + (DAY * shared_days.len() as f32).min(DAYS_MAX);

    let mut against = 0.0;
    let has_victim = keys.names.iter().any(|name| name.role == Role::Victim);
    if has_victim && !shared_victim && profile.has_settled_victim() && !names_meet(keys, profile) {
        against += OTHER_VICTIM;
    }
    if !keys.ids.is_empty() && !profile.ids.is_empty() && !shared_id {
        against += OTHER_ID;
    }
    let other_event = !keys.events.is_empty()
        && !profile.events.is_empty()
        && keys.events.iter().all(|event| !profile.events.contains_key(event));
    if other_event
        && gap_days >= OTHER_EVENT_DAYS_MIN
        && counts == 0.0
        && shared_days.is_empty()
        && !shared_other
    {
        against += OTHER_EVENT;
    }
    against += story_distance(keys.story, profile);
    against += SIZE_STEP * (profile.n_voices as f32 / SIZE_FREE).log2().max(0.0);

    reasons.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    let because = reasons.into_iter().map(|(_, text)| text).collect();
    Weight { total: words + strong - against, strong, because }
}

fn days_between(keys: &Keys, profile: &Profile) -> f32 {
    let seconds = (keys.known_at.as_second() - profile.last_known_at.as_second()).unsigned_abs();
    seconds as f32 / 86_400.0
}

fn weight_of(role: Role) -> f32 {
    match role {
        Role::Victim => VICTIM,
        Role::Affected => AFFECTED,
        Role::Malware => MALWARE,
        Role::Actor => ACTOR,
        Role::Product => PRODUCT,
    }
}

/// The pull of a name on an incident that has it, under any form or by its sound.
fn name_pull(index: &Index, keys: &Keys, name: &Name, profile: &Profile) -> Option<f32> {
    let known = name.forms.iter().filter_map(|form| profile.names.get(form).map(|row| (*form, row)));
    let by_form = known.max_by_key(|(form, row)| (row.n_voices, *form));
    let by_sound = || {
        profile.sounds.iter().find_map(|(sound, form)| {
            let meets = name.sounds.iter().any(|own| alike(own, sound));
            meets.then(|| profile.names.get(form).map(|row| (*form, row))).flatten()
        })
    };
    let (form, row) = by_form.or_else(by_sound)?;
    // A victim here and a victim there is what joins; a victim here that is only touched there is less.
    let role = name.role.max(row.role);
    let n_same_role = keys.names.iter().filter(|other| other.role == name.role).count();
    let share = 1.0 / (n_same_role as f32).sqrt();
    let central = (row.n_voices as f32 / profile.n_voices.max(1) as f32).sqrt();
    Some(weight_of(role) * spread(index.n_incidents(form)) * share * central)
}

/// Whether any name of the article, in whatever role, is known to the incident.
fn names_meet(keys: &Keys, profile: &Profile) -> bool {
    let victims = keys.names.iter().filter(|name| name.role == Role::Victim);
    victims.flat_map(|name| &name.forms).any(|form| profile.names.contains_key(form))
}

fn story_distance(story: Story, profile: &Profile) -> f32 {
    use Story::*;
    let happening = |story| matches!(story, Incident | Vulnerability | Threat | Enforcement);
    let theirs = profile.main_story();
    match (story, theirs) {
        (a, b) if a == b => 0.0,
        (Other, _) | (_, Other) => OTHER_STORY,
        (a, b) if happening(a) && happening(b) => 0.0,
        _ => FAR_STORY,
    }
}

/// An article's words with their weights, by hash, and the length of the whole.
#[derive(Debug, Clone)]
pub struct Vector {
    /// Hash, weight and text of each word.
    pub words: Vec<(u64, f32, String)>,
    /// Square root of the sum of squares.
    pub length: f32,
}

/// Weighs the words of an article by rarity.
pub fn vector(index: &Index, keys: &Keys) -> Vector {
    let words: Vec<(u64, f32, String)> = keys
        .words
        .iter()
        .map(|word| {
            (
                word.key,
                times(word.times) * index.word_weight(word.key, word.named, word.small),
                word.text.clone(),
            )
        })
        .collect();
    let length = words.iter().map(|(_, weight, _)| weight * weight).sum::<f32>().sqrt();
    Vector { words, length }
}

/// Said twice is not twice as telling.
pub fn times(n: f32) -> f32 {
    1.0 + n.max(1.0).ln()
}

/// Likeness of words to the incident: partly to its most like member, partly to all of it.
fn likeness(index: &Index, vector: &Vector, profile: &Profile) -> f32 {
    let whole = cosine(index, vector, &profile.words);
    let members = profile.members.iter().map(|member| cosine(index, vector, member));
    let best = members.fold(0.0, f32::max);
    MEMBER_SHARE * best + (1.0 - MEMBER_SHARE) * whole
}

fn cosine(index: &Index, vector: &Vector, theirs: &[(u64, f32)]) -> f32 {
    let (mut dot, mut square) = (0.0, 0.0);
    let mut at = 0;
    for (key, n) in theirs {
        let weight = n * index.word_weight(*key, false, false);
        square += weight * weight;
        while vector.words.get(at).is_some_and(|(own, ..)| own < key) {
            at += 1;
        }
        if let Some((_, own, _)) = vector.words.get(at).filter(|(own, ..)| own == key) {
            dot += weight * own;
        }
    }
    if square == 0.0 || vector.length == 0.0 { 0.0 } else { dot / (square.sqrt() * vector.length) }
}

/// The heaviest shared words, for people.
fn shared_words(vector: &Vector, profile: &Profile) -> String {
    let has = |key: u64| profile.words.binary_search_by_key(&key, |(own, _)| *own).is_ok();
    let mut shared: Vec<_> = vector.words.iter().filter(|(key, ..)| has(*key)).collect();
    shared.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.2.cmp(&b.2)));
    shared.iter().take(4).map(|(_, _, text)| text.as_str()).collect::<Vec<_>>().join(" · ")
}

/// Whether two incidents may be one at all: neither has a settled victim that the other does not know, nor
/// vulnerabilities that the other lacks.
pub fn may_merge(a: &Profile, b: &Profile) -> bool {
    let stranger = |own: &Profile, other: &Profile| {
        own.has_settled_victim()
            && other.has_settled_victim()
            && !own.names.iter().any(|(form, row)| row.role == Role::Victim && other.names.contains_key(form))
    };
    let other_ids = !a.ids.is_empty() && !b.ids.is_empty() && !a.ids.keys().any(|id| b.ids.contains_key(id));
    !stranger(a, b) && !stranger(b, a) && !other_ids && !a.closed && !b.closed
}
