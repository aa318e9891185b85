//! What counts as the same incident: the only place with weights.
//!
//! All evidence is measured in one currency, likeness: 1.0 is "the same words". Words of two articles about
//! one matter in one language give 0.3 to 0.6 by themselves; names, ids, counts and days add to it, and are
//! all that is left between two languages. What speaks against is taken off. Joined is what reaches
//! [`JOIN_MIN`]. A wrong join is worse than a missed one, so evidence that many matters share weighs little.

use crate::index::{Index, Profile, WordList};
use crate::keys::{Keys, Name, Role};
use crate::sound::alike;
use hinomi_model::Story;

/// Likeness from which an article belongs to an incident. Plain word likeness does best at 0.25 within two
/// weeks and at 0.30 over months.
pub const JOIN_MIN: f32 = 0.30;

/// Likeness from which an article also pulls a second incident in: well above joining, since a wrong merge
/// takes two incidents with it.
pub const MERGE_MIN: f32 = 0.45;

/// Names and ids from which joining is enough to pull a second incident in: a vulnerability's id, or a victim
/// with more.
pub const MERGE_STRONG_MIN: f32 = 0.40;

/// A word that is a name weighs up to this many times a common word of the same rarity: names are what
/// a matter is called by.
pub const NAME_WORD_TIMES: f32 = 1.3;

/// Share of the best single member in word likeness; the rest is the incident as a whole. Members alone
/// chain, the whole alone forgets how a matter began.
pub const MEMBER_SHARE: f32 = 0.3;

/// Likeness of words is taken down by this much per natural logarithm of the gap in fortnights, because words
/// of the trade come back and matters mostly do not. Names and ids do not age.
pub const AGEING_PER_LOG_FORTNIGHT: f32 = 0.28;

/// Ageing stops here.
pub const AGEING_FLOOR: f32 = 0.20;

/// The same victim, met in one incident only: joins by itself.
pub const VICTIM: f32 = 0.36;

/// The same affected party: a supplier's customer, so less than the victim.
pub const AFFECTED: f32 = 0.14;

/// The same malware: a campaign has many victims.
pub const MALWARE: f32 = 0.16;

/// The same actor: never enough alone, nor with the same kind of attack.
pub const ACTOR: f32 = 0.08;

/// The same product: the field of many vulnerabilities.
pub const PRODUCT: f32 = 0.08;

/// The same vulnerability id: joins by itself while few matters have it.
pub const ID: f32 = 0.40;

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
pub const OTHER_VICTIM: f32 = 0.18;

/// The same, when the headlines name them.
pub const OTHER_VICTIM_IN_TITLE: f32 = 0.55;

/// Share of the likeness of words that is taken off as well when two headlines name two victims, or two
/// articles two vulnerabilities: it is the likeness of a template.
pub const TEMPLATE: f32 = 0.4;

/// Both name vulnerabilities, and not the same: taken off.
pub const OTHER_ID: f32 = 0.50;

/// Same victim, other kind of event, long after, and nothing else in common: a second incident; taken off.
pub const OTHER_EVENT: f32 = 0.30;

/// From so many days on, another kind of event at the same victim is another incident.
pub const OTHER_EVENT_DAYS_MIN: f32 = 60.0;

/// One is about a matter and the other is no security news at all: taken off.
pub const OTHER_STORY: f32 = 0.20;

/// Neither is security news: shop windows and live tickers are alike without being one matter; taken off.
pub const BOTH_OTHER: f32 = 0.15;

/// One tells what happened, the other is a survey, advice or policy: taken off.
pub const FAR_STORY: f32 = 0.06;

/// A name met in `n` incidents pulls so much less: one in `1 + SPREAD × ln n`.
pub const SPREAD: f32 = 0.9;

/// Members from which an incident has to be met better, by [`SIZE_STEP`] per doubling: large clusters
/// have a word in common with everything.
pub const SIZE_FREE: f32 = 8.0;

/// See [`SIZE_FREE`].
pub const SIZE_STEP: f32 = 0.02;

/// Documents that the index is taken to have read before the first, so that rarity means something from
/// the start.
pub const PRIOR_DOCUMENTS: f32 = 800.0;

/// How far a word's rarity goes by the incidents that have it, rather than by the articles.
pub const BY_INCIDENTS: f32 = 0.5;

/// How fast a word of `n` incidents turns common: specific in `1 / (1 + COMMON × ln n)`.
pub const COMMON: f32 = 2.0;

/// Weight of specific words that two texts must share for their likeness to count in full. Headlines made of
/// the trade's phrases alone are alike and tell nothing.
pub const TOLD_MIN: f32 = 30.0;

/// Share of a common word's weight that counts towards [`TOLD_MIN`] on the day: in the first days outlets tell
/// one matter in common words.
pub const TOLD_FRESH: f32 = 0.4;

/// Most likeness that one common word may bring.
pub const WORD_MAX: f32 = 0.18;

/// Most likeness that one word of this incident alone may bring: less than joining takes, so that no matter is
/// joined for a single word.
pub const SPECIFIC_WORD_MAX: f32 = 0.26;

/// A word of the trade counts as seen in so many incidents before the first article.
pub const TRADE_SEEN: f32 = 20.0;

/// Share of an id's pull when the article only mentions it beside the one that it is about.
pub const MENTIONED_ID: f32 = 0.3;

/// Both headlines name months, and not the same: taken off.
pub const OTHER_MONTH: f32 = 0.12;

/// A victim's name in the headline of an article whose facts name no such victim.
pub const MENTION_IN_TITLE: f32 = 0.30;

/// The same in the lead alone: somebody else may be the victim here.
pub const MENTION: f32 = 0.15;

/// A name in Latin letters that both languages write.
pub const ACROSS_WORD: f32 = 0.08;

/// All of them together.
pub const ACROSS_MAX: f32 = 0.16;

/// The same place in the victims' names, between two languages.
pub const PLACE: f32 = 0.14;

/// The same actor in the headline, where the actor is the matter: a report on a group, not on a victim.
pub const ACTOR_IS_MATTER: f32 = 0.30;

/// Pull of an affected party from which it is this incident's victim, named in a customer's notice.
pub const SUPPLIER_MIN: f32 = 0.16;

/// Share of a mention's pull in an article that is no security news.
pub const MENTION_IN_OTHER: f32 = 0.4;

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

/// Rarity of a word that `n_articles` in `n_incidents` have, of `n_documents`.
///
/// A word of forty articles about one matter is that matter's name; a word of forty matters is a vendor's.
pub fn rarity(n_articles: f32, n_incidents: f32, n_documents: f32) -> f32 {
    let n = n_articles * (1.0 - BY_INCIDENTS) + n_incidents * BY_INCIDENTS;
    ((PRIOR_DOCUMENTS + n_documents) / (0.7 + n)).ln().max(0.05)
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
    let words = likeness(vector, profile, ageing);
    if words >= 0.1 {
        reasons.push((words, shared_words(vector, profile)));
    }

    let mut strong = 0.0;
    let (mut shared_victim, mut shared_other) = (false, false);
    for name in &keys.names {
        let Some(pull) = name_pull(index, keys, name, profile, ageing) else { continue };
        shared_victim |= name.role == Role::Victim || pull >= SUPPLIER_MIN && name.role == Role::Affected;
        shared_other |= name.role != Role::Victim;
        reasons.push((pull, name.text.clone()));
        strong += pull;
    }
    let has_victim = keys.names.iter().any(|name| name.role == Role::Victim);
    let mention = if shared_victim || has_victim { None } else { mention_pull(index, keys, profile) };
    if let Some(pull) = mention {
        shared_victim = true;
        reasons.push((pull, "the victim's name".to_owned()));
        strong += pull;
    }
    if !profile.langs.contains(&keys.lang) {
        let pull = across(vector, profile);
        if pull > 0.0 && words < 0.1 {
            reasons.push((pull, shared_words(vector, profile)));
        }
        strong += pull;
        let place = keys.places.iter().filter(|place| profile.places.contains_key(place));
        let place = place.map(|place| PLACE * spread(index.n_incidents(*place))).fold(0.0, f32::max);
        strong += place;
    }
    let ids = shared_ids(index, keys, profile, &mut reasons);
    strong += ids;
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
    if has_victim && !shared_victim && profile.has_settled_victim() && !names_meet(keys, profile) {
        let in_title = keys.names.iter().any(|name| name.role == Role::Victim && name.in_title);
        let is_sure = in_title && profile.has_titled_victim();
        against += if is_sure { OTHER_VICTIM_IN_TITLE } else { OTHER_VICTIM };
        // Two outlets' templates, or one gang's, make two victims sound alike.
        against += if is_sure { words * TEMPLATE } else { 0.0 };
    }
    if !keys.ids.is_empty() && !profile.ids.is_empty() {
        let is_other = (1.0 - ids / ID).clamp(0.0, 1.0);
        against += is_other * (OTHER_ID + if ids == 0.0 { words * TEMPLATE } else { 0.0 });
    }
    if !keys.months.is_empty() && !profile.months.is_empty() && keys.months.is_disjoint(&profile.months) {
        against += OTHER_MONTH;
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

/// The pull of the ids that both have: strong when both are about them, weak when one mentions them.
fn shared_ids(index: &Index, keys: &Keys, profile: &Profile, reasons: &mut Vec<(f32, String)>) -> f32 {
    let n_focus = keys.ids.iter().filter(|id| id.is_focus).count();
    let mut best: f32 = 0.0;
    for id in &keys.ids {
        let Some(n_members) = profile.ids.get(&id.key) else { continue };
        let central = (*n_members as f32 / profile.n_with_ids.max(1) as f32).min(1.0).sqrt();
        let share = if id.is_focus { 1.0 / (1.0 + (n_focus / 4) as f32) } else { MENTIONED_ID };
        let pull = ID * spread(index.n_incidents(id.key)) * central * share;
        reasons.push((pull, id.text.clone()));
        best = best.max(pull);
    }
    best
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
fn name_pull(index: &Index, keys: &Keys, name: &Name, profile: &Profile, ageing: f32) -> Option<f32> {
    let row = &profile.orgs[profile.org_of(&name.forms, &name.sounds)? as usize];
    // A victim here and a victim there is what joins; a victim here that is only touched there is less. But
    // when the article names this incident's victim as somebody else touched, it is a customer's notice.
    let is_supplier =
        name.role == Role::Affected && row.role == Role::Victim && row.n_voices * 2 >= profile.n_voices;
    let role = if is_supplier { Role::Victim } else { name.role.max(row.role) };
    let n_same_role = keys.names.iter().filter(|other| other.role == name.role).count();
    let share = 1.0 / (n_same_role as f32).sqrt();
    let central = (row.n_voices as f32 / profile.n_voices.max(1) as f32).sqrt();
    let is_matter = role == Role::Actor
        && name.in_title
        && keys.story == Story::Threat
        && profile.main_story() == keys.story;
    let weight = if is_matter { ACTOR_IS_MATTER * ageing } else { weight_of(role) };
    Some(weight * spread(index.n_incidents(row.form)) * share * central)
}

/// The pull of a victim's name that the article says without the facts knowing it for a victim.
fn mention_pull(index: &Index, keys: &Keys, profile: &Profile) -> Option<f32> {
    let mut best: Option<f32> = None;
    let mut consider = |form: u64, in_title: bool| {
        let Some(row) = profile.names.get(&form).map(|org| &profile.orgs[*org as usize]) else { return };
        if row.role != Role::Victim {
            return;
        }
        let central = (row.n_voices as f32 / profile.n_voices.max(1) as f32).min(1.0).sqrt();
        let weight = if in_title { MENTION_IN_TITLE } else { MENTION };
        let weight = if keys.story == Story::Other { weight * MENTION_IN_OTHER } else { weight };
        let pull = weight * spread(index.n_incidents(form)) * central;
        if best.is_none_or(|most| pull > most) {
            best = Some(pull);
        }
    };
    for (form, in_title) in &keys.mentions.forms {
        consider(*form, *in_title);
    }
    for (sound, in_title) in &keys.mentions.sounds {
        for (_, org) in profile.sounds.iter().filter(|(known, _)| alike(known, sound)) {
            consider(profile.orgs[*org as usize].form, *in_title);
        }
    }
    best
}

/// The pull of words that two languages share: names in Latin letters that stand in a Japanese text.
fn across(vector: &Vector, profile: &Profile) -> f32 {
    let has = |key: u64| profile.words.words.binary_search_by_key(&key, |(own, _)| *own).is_ok();
    let shared = vector.terms.iter().filter(|term| term.named && has(term.key));
    shared.map(|term| ACROSS_WORD * term.specific).sum::<f32>().min(ACROSS_MAX)
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
        (Other, Other) => BOTH_OTHER,
        (a, b) if a == b => 0.0,
        (Other, _) | (_, Other) => OTHER_STORY,
        (a, b) if happening(a) && happening(b) => 0.0,
        _ => FAR_STORY,
    }
}

/// An article's words with their weights, by hash, and the length of the whole.
#[derive(Debug, Clone)]
pub struct Vector {
    /// Its words, by hash.
    pub terms: Vec<Term>,
    /// Square root of the sum of squares.
    pub length: f32,
}

/// A word of an article, weighed.
#[derive(Debug, Clone)]
pub struct Term {
    /// Hash.
    pub key: u64,
    /// Weight.
    pub weight: f32,
    /// Weight of the word said once by somebody else.
    pub plain: f32,
    /// From 1 when one incident has it down to 0 when all have.
    pub specific: f32,
    /// Whether it is written as a name.
    pub named: bool,
    /// As written.
    pub text: String,
}

/// Weighs the words of an article by rarity.
pub fn vector(index: &Index, keys: &Keys) -> Vector {
    let weigh = |word: &crate::words::Word| Term {
        key: word.key,
        weight: times(word.times) * index.word_weight(word.key, word.named, word.small),
        plain: index.word_weight(word.key, false, false),
        specific: index.specific(word.key, word.trade),
        named: word.named && !word.trade,
        text: word.text.clone(),
    };
    let terms: Vec<Term> = keys.words.iter().map(weigh).collect();
    let length = terms.iter().map(|term| term.weight * term.weight).sum::<f32>().sqrt();
    Vector { terms, length }
}

/// Said twice is not twice as telling.
pub fn times(n: f32) -> f32 {
    1.0 + n.max(1.0).ln()
}

/// Likeness of words to the incident: partly to its most like member, partly to all of it.
fn likeness(vector: &Vector, profile: &Profile, ageing: f32) -> f32 {
    let whole = cosine(vector, &profile.words, ageing);
    let members = profile.members.iter().map(|member| cosine(vector, member, ageing));
    let best = members.fold(0.0, f32::max);
    MEMBER_SHARE * best + (1.0 - MEMBER_SHARE) * whole
}

/// Cosine of two weighted lists of words, in which common words age and no single word says too much.
fn cosine(vector: &Vector, theirs: &WordList, ageing: f32) -> f32 {
    let length = theirs.length * vector.length;
    if length == 0.0 {
        return 0.0;
    }
    let (mut likeness, mut told) = (0.0, 0.0);
    let mut rest = theirs.words.as_slice();
    for term in &vector.terms {
        rest = &rest[rest.partition_point(|(key, _)| *key < term.key)..];
        let Some((_, n)) = rest.first().filter(|(key, _)| *key == term.key) else { continue };
        let aged = term.specific + (1.0 - term.specific) * ageing;
        let most = WORD_MAX + (SPECIFIC_WORD_MAX - WORD_MAX) * term.specific;
        likeness += (n * term.plain * term.weight / length * aged).min(most);
        told += term.weight * (term.specific + (1.0 - term.specific) * ageing * TOLD_FRESH);
    }
    likeness * (told / TOLD_MIN).min(1.0)
}

/// The heaviest shared words, for people.
fn shared_words(vector: &Vector, profile: &Profile) -> String {
    let has = |key: u64| profile.words.words.binary_search_by_key(&key, |(own, _)| *own).is_ok();
    let mut shared: Vec<_> = vector.terms.iter().filter(|term| has(term.key)).collect();
    shared.sort_by(|a, b| b.weight.total_cmp(&a.weight).then_with(|| a.text.cmp(&b.text)));
    shared.iter().take(4).map(|term| term.text.as_str()).collect::<Vec<_>>().join(" · ")
}

/// Whether an article's tie to a second incident is strong enough to pull it in.
pub fn is_link(weight: &Weight) -> bool {
    weight.total >= MERGE_MIN || (weight.total >= JOIN_MIN && weight.strong >= MERGE_STRONG_MIN)
}

/// Whether two incidents may be one at all: neither has a settled victim that the other does not know, nor
/// vulnerabilities that the other lacks.
pub fn may_merge(a: &Profile, b: &Profile) -> bool {
    let stranger = |own: &Profile, other: &Profile| {
        own.has_settled_victim()
            && other.has_settled_victim()
            && !own.names.iter().any(|(form, org)| {
                own.orgs[*org as usize].role == Role::Victim && other.names.contains_key(form)
            })
    };
    let other_ids = !a.ids.is_empty() && !b.ids.is_empty() && !a.ids.keys().any(|id| b.ids.contains_key(id));
    !stranger(a, b) && !stranger(b, a) && !other_ids && !a.closed && !b.closed
}
