//! What counts as the same incident: the only place with weights.
//!
//! All evidence is measured in one currency, likeness: 1.0 is "the same words". Words of two articles about
//! one matter in one language give 0.3 to 0.6 by themselves; names, ids, counts and days add to it, and are
//! all that is left between two languages. What speaks against is taken off. Joined is what reaches
//! `join_min`. A wrong join is worse than a missed one, so evidence that many matters share weighs little.

use crate::index::Index;
use crate::keys::{Count, Id, Keys, Name, Role};
use crate::profile::{Profile, WordList};
use crate::sound::alike;
use crate::weights::Weights;
use hinomi_model::{Lang, Story};

/// Headlines that count people or records this many times apart tell of two matters.
pub const OTHER_COUNT_TIMES_MIN: f32 = 50.0;

/// Share of what joining takes that one word may bring, however rare: no matter is joined for a single word.
pub const SINGLE_WORD_SHARE_MAX: f32 = 0.9;

/// Members from which an incident has words that its headlines usually have.
pub const UNSAID_VOICES_MIN: u32 = 3;

/// Share of headlines that have such a word.
pub const UNSAID_SHARE_MIN: f32 = 0.6;

/// What speaks for and against an article belonging to an incident.
#[derive(Debug, Clone, Default)]
pub struct Weight {
    /// Sum of all evidence, in likeness.
    pub total: f32,
    /// The part that names and ids carry, which neither time nor translation wears.
    pub strong: f32,
    /// Whether it names a victim that the incident does not know.
    pub is_other_victim: bool,
    /// Reasons for people, the strongest first.
    pub because: Vec<String>,
}

impl Weights {
    /// Rarity of a word that `n_articles` in `n_incidents` have, of `n_documents`.
    ///
    /// A word of forty articles about one matter is that matter's name; a word of forty matters is a vendor's.
    pub fn rarity(&self, n_articles: f32, n_incidents: f32, n_documents: f32) -> f32 {
        let n = n_articles * (1.0 - self.by_incidents) + n_incidents * self.by_incidents;
        ((self.prior_documents + n_documents) / (0.7 + n)).ln().max(0.05)
    }

    /// How much of its pull a key keeps that `n_incidents` have.
    pub fn shared_by(&self, n_incidents: u32) -> f32 {
        1.0 / (1.0 + self.spread * (n_incidents.max(1) as f32).ln())
    }
}

/// Weighs an article against an incident.
pub fn weigh(index: &Index, keys: &Keys, vector: &Vector, profile: &Profile) -> Weight {
    let w = &index.weights;
    let mut reasons: Vec<(f32, String)> = Vec::new();
    let gap_days = days_between(keys, profile);
    let ageing = (1.0 - w.ageing_per_log_fortnight * (1.0 + gap_days / 14.0).ln()).max(w.ageing_floor);
    let words = likeness(w, vector, profile, ageing);
    if words >= 0.1 {
        reasons.push((words, shared_words(vector, profile)));
    }

    let headline = headline(w, vector, profile, ageing);
    let mut strong = 0.0;
    let (mut shared_victim, mut shared_other) = (false, false);
    for name in &keys.names {
        let Some(pull) = name_pull(index, keys, name, profile, ageing) else { continue };
        shared_victim |= name.role == Role::Victim || pull >= w.supplier_min && name.role == Role::Affected;
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
    let is_across = !profile.langs.contains(&keys.lang);
    if is_across {
        let pull = across(w, vector, profile);
        if pull > 0.0 && words < 0.1 {
            reasons.push((pull, shared_words(vector, profile)));
        }
        strong += pull;
        let place = keys.places.iter().filter(|place| profile.places.contains_key(place));
        let place = place.map(|place| w.place * w.shared_by(index.n_incidents(*place))).fold(0.0, f32::max);
        strong += place;
    }
    let speaker = keys.speaker.filter(|speaker| profile.speakers.contains_key(speaker));
    if let Some(speaker) = speaker {
        strong += w.speaker * w.shared_by(index.n_incidents(speaker)) * ageing;
    }
    let ids = shared_ids(index, keys, profile, &mut reasons);
    strong += ids;
    // Between two languages numbers and days are most of what is left to compare.
    let times = if is_across { w.across_times } else { 1.0 };
    let mut counts = 0.0;
    for count in keys.counts.iter().filter(|count| profile.counts.contains_key(&count.key)) {
        let weight = if count.exact { w.count_exact } else { w.count_round };
        let pull = weight * times * w.shared_by(index.n_incidents(count.key));
        reasons.push((pull, count.text.clone()));
        counts += pull;
    }
    let shared_days: Vec<_> = keys.days.iter().filter(|(day, _)| profile.days.contains_key(day)).collect();
    reasons.extend(shared_days.iter().map(|(_, text)| (w.day, text.clone())));
    let days = (w.day * times * shared_days.len() as f32).min(w.days_max * times);
    strong += counts.min(w.counts_max) + days;

    let (mut against, mut is_other_victim) = (0.0, false);
    if has_victim && !shared_victim && profile.has_settled_victim() && !names_meet(keys, profile) {
        let in_title = keys.names.iter().any(|name| name.role == Role::Victim && name.in_title);
        let is_sure = in_title && profile.has_titled_victim();
        is_other_victim = true;
        against += if is_sure { w.other_victim_in_title } else { w.other_victim };
        // Two outlets' templates, or one gang's, make two victims sound alike.
        against += if is_sure { words * w.template } else { 0.0 };
    }
    if has_victim && !shared_victim && profile.is_without_victim() && !names_meet(keys, profile) {
        let in_title = keys.names.iter().any(|name| name.role == Role::Victim && name.in_title);
        against += if in_title { w.own_victim_in_title } else { w.own_victim };
    }
    if !is_across {
        against += unsaid(index, vector, profile) * (1.0 - ageing);
    }
    if is_other_actor(keys, profile) {
        against += w.other_actor;
    }
    let theirs = profile.main_story();
    if (keys.story == Story::Other) != (theirs == Story::Other) {
        against += w.other_story_words * (words + headline);
    }
    if !keys.ids.is_empty() && !profile.ids.is_empty() {
        let is_other = (1.0 - ids / w.id).clamp(0.0, 1.0);
        against += is_other * (w.other_id + if ids == 0.0 { words * w.template } else { 0.0 });
    }
    let is_far = |(kind, number): &(u64, f32)| {
        let range = profile.title_counts.get(kind);
        range.is_some_and(|(least, most)| {
            *number * OTHER_COUNT_TIMES_MIN < *least || *number > *most * OTHER_COUNT_TIMES_MIN
        })
    };
    if !keys.title_counts.is_empty() && keys.title_counts.iter().all(is_far) {
        against += w.other_count;
    }
    if !keys.months.is_empty() && !profile.months.is_empty() && keys.months.is_disjoint(&profile.months) {
        against += w.other_month;
    }
    let other_event = !keys.events.is_empty()
        && !profile.events.is_empty()
        && keys.events.iter().all(|event| !profile.events.contains_key(event));
    if other_event
        && gap_days >= w.other_event_days_min
        && counts == 0.0
        && shared_days.is_empty()
        && !shared_other
    {
        against += w.other_event;
    }
    against += story_distance(w, keys.story, profile);
    against += w.size_step * (profile.n_voices as f32 / w.size_free).log2().max(0.0);

    reasons.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    let because = reasons.into_iter().map(|(_, text)| text).collect();
    Weight { total: words + headline + strong - against, strong, is_other_victim, because }
}

/// The pull of the ids that both have: strong when both are about them, weak when one mentions them.
fn shared_ids(index: &Index, keys: &Keys, profile: &Profile, reasons: &mut Vec<(f32, String)>) -> f32 {
    let w = &index.weights;
    let n_focus = keys.ids.iter().filter(|id| id.is_focus).count();
    let mut best: f32 = 0.0;
    for id in &keys.ids {
        let Some(n_members) = profile.ids.get(&id.key) else { continue };
        let central = (*n_members as f32 / profile.n_with_ids.max(1) as f32).min(1.0).sqrt();
        let share = if id.is_focus { 1.0 / (1.0 + (n_focus / 4) as f32) } else { w.mentioned_id };
        let pull = w.id * index.hold(id.key, *n_members) * central * share;
        reasons.push((pull, id.text.clone()));
        best = best.max(pull);
    }
    best
}

fn days_between(keys: &Keys, profile: &Profile) -> f32 {
    let seconds = (keys.known_at.as_second() - profile.last_known_at.as_second()).unsigned_abs();
    seconds as f32 / 86_400.0
}

fn weight_of(w: &Weights, role: Role) -> f32 {
    match role {
        Role::Victim => w.victim,
        Role::Affected => w.affected,
        Role::Malware => w.malware,
        Role::Actor => w.actor,
        Role::Product => w.product,
    }
}

/// The pull of a name on an incident that has it, under any form or by its sound.
fn name_pull(index: &Index, keys: &Keys, name: &Name, profile: &Profile, ageing: f32) -> Option<f32> {
    let w = &index.weights;
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
    let weight = if is_matter { w.actor_is_matter * ageing } else { weight_of(w, role) };
    Some(weight * index.hold(row.form, row.n_voices) * share * central)
}

/// The pull of a victim's name that the article says without the facts knowing it for a victim.
fn mention_pull(index: &Index, keys: &Keys, profile: &Profile) -> Option<f32> {
    let w = &index.weights;
    let mut best: Option<f32> = None;
    let mut consider = |form: u64, in_title: bool| {
        let Some(row) = profile.names.get(&form).map(|org| &profile.orgs[*org as usize]) else { return };
        if row.role != Role::Victim {
            return;
        }
        let central = (row.n_voices as f32 / profile.n_voices.max(1) as f32).min(1.0).sqrt();
        let weight = if in_title { w.mention_in_title } else { w.mention };
        let weight = if keys.story == Story::Other { weight * w.mention_in_other } else { weight };
        let pull = weight * index.hold(form, row.n_voices) * central;
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
fn across(w: &Weights, vector: &Vector, profile: &Profile) -> f32 {
    let has = |key: u64| profile.words.words.binary_search_by_key(&key, |(own, _)| *own).is_ok();
    let shared = vector.terms.iter().filter(|term| term.named && has(term.key));
    shared.map(|term| w.across_word * term.specific).sum::<f32>().min(w.across_max)
}

/// Whether any name of the article, in whatever role, is known to the incident.
fn names_meet(keys: &Keys, profile: &Profile) -> bool {
    let victims = keys.names.iter().filter(|name| name.role == Role::Victim);
    victims.flat_map(|name| &name.forms).any(|form| profile.names.contains_key(form))
}

/// Whether the headline names a gang or malware and so do half of the incident's, and the article's is not known there.
fn is_other_actor(keys: &Keys, profile: &Profile) -> bool {
    let mut own = keys.names.iter().filter(|name| is_hostile(name.role) && name.in_title).peekable();
    own.peek().is_some()
        && profile.orgs.iter().filter(|org| is_hostile(org.role)).map(|org| org.n_titles).sum::<u32>() * 2
            >= profile.n_voices
        && own.all(|name| profile.org_of(&name.forms, &name.sounds).is_none())
}

fn is_hostile(role: Role) -> bool {
    matches!(role, Role::Actor | Role::Malware)
}

fn story_distance(w: &Weights, story: Story, profile: &Profile) -> f32 {
    use Story::*;
    let happening = |story| matches!(story, Incident | Vulnerability | Threat | Enforcement);
    let theirs = profile.main_story();
    match (story, theirs) {
        (Other, Other) => w.both_other,
        (a, b) if a == b => 0.0,
        (Other, _) | (_, Other) => w.other_story,
        (a, b) if happening(a) && happening(b) => 0.0,
        _ => w.far_story,
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
    /// Whether it stands in the headline.
    pub in_title: bool,
    /// Whether it is what a victim is called by: then the name counts, and not the word again.
    pub of_victim: bool,
    /// As written.
    pub text: String,
}

/// Weighs the words of an article by rarity.
pub fn vector(index: &Index, keys: &Keys) -> Vector {
    let weigh = |word: &crate::words::Word| Term {
        key: word.key,
        weight: times(word.times) * index.word_weight(word.key, word.named, word.small, word.backdrop),
        plain: index.word_weight(word.key, false, false, word.backdrop),
        specific: index.specific(word.key, word.trade, word.backdrop),
        named: word.named && !word.trade,
        in_title: word.in_title,
        of_victim: word.of_victim,
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
fn likeness(w: &Weights, vector: &Vector, profile: &Profile, ageing: f32) -> f32 {
    let whole = cosine(w, vector, &profile.words, ageing);
    let members = profile.members.iter().map(|member| cosine(w, vector, &member.list, ageing));
    let best = members.fold(0.0, f32::max);
    w.member_share * best + (1.0 - w.member_share) * whole
}

/// Cosine of two weighted lists of words, in which common words age and no single word says too much.
fn cosine(w: &Weights, vector: &Vector, theirs: &WordList, ageing: f32) -> f32 {
    let length = theirs.length * vector.length;
    if length == 0.0 {
        return 0.0;
    }
    let single = w.join_min * SINGLE_WORD_SHARE_MAX;
    let (mut likeness, mut told) = (0.0, 0.0);
    let mut rest = theirs.words.as_slice();
    for term in &vector.terms {
        rest = &rest[rest.partition_point(|(key, _)| *key < term.key)..];
        let Some((_, n)) = rest.first().filter(|(key, _)| *key == term.key) else { continue };
        let aged = term.specific + (1.0 - term.specific) * ageing;
        let most = w.word_max + (w.specific_word_max.min(single) - w.word_max) * term.specific;
        likeness += (n * term.plain * term.weight / length * aged).min(most);
        told += term.weight * (term.specific + (1.0 - term.specific) * ageing * w.told_fresh);
    }
    likeness * (told / w.told_min).min(1.0)
}

/// Likeness of an article to a single member, whatever the time between them.
pub fn kinship(w: &Weights, vector: &Vector, theirs: &WordList) -> f32 {
    cosine(w, vector, theirs, 1.0)
}

/// What the headline shares with the incident's headlines: words of few matters that most of its members have there.
fn headline(w: &Weights, vector: &Vector, profile: &Profile, ageing: f32) -> f32 {
    let n = profile.n_voices.max(1) as f32;
    let shared = vector.terms.iter().filter(|term| term.in_title && !term.of_victim).filter_map(|term| {
        let share = *profile.titles.get(&term.key)? as f32 / n;
        Some(
            term.plain
                * term.specific
                * share.min(1.0).sqrt()
                * (term.specific + (1.0 - term.specific) * ageing),
        )
    });
    w.headline * (shared.sum::<f32>() / w.headline_full).min(1.0)
}

/// What the article leaves unsaid: words of few matters that most headlines of this one have.
fn unsaid(index: &Index, vector: &Vector, profile: &Profile) -> f32 {
    let w = &index.weights;
    if profile.n_voices < UNSAID_VOICES_MIN {
        return 0.0;
    }
    let n = profile.n_voices as f32;
    let usual = profile.titles.iter().filter(|(_, titles)| **titles as f32 >= n * UNSAID_SHARE_MIN);
    let unsaid = usual.filter(|(key, _)| vector.terms.binary_search_by_key(*key, |term| term.key).is_err());
    let sum: f32 = unsaid
        .map(|(key, _)| {
            index.word_weight(*key, false, false, false)
                * index.specific(*key, crate::words::is_trade(*key), false)
        })
        .sum();
    w.unsaid * (sum / w.unsaid_full).min(1.0)
}

/// Words of a single member as if it came again.
pub fn vector_of(index: &Index, list: &WordList, profile: &Profile) -> Vector {
    let term = |(key, n): &(u64, f32)| {
        let plain = index.word_weight(*key, false, false, false);
        Term {
            key: *key,
            weight: n * plain,
            plain,
            specific: index.specific(*key, crate::words::is_trade(*key), false),
            named: false,
            in_title: profile.titles.contains_key(key),
            of_victim: false,
            text: String::new(),
        }
    };
    let terms: Vec<Term> = list.words.iter().map(term).collect();
    let length = terms.iter().map(|term| term.weight * term.weight).sum::<f32>().sqrt();
    Vector { terms, length }
}

/// A whole incident as if it were an article, to be weighed against another.
pub fn as_article(index: &Index, profile: &Profile) -> (Keys, Vector) {
    let name = |(idx, org): (usize, &crate::profile::Org)| {
        let idx = u32::try_from(idx).unwrap_or(u32::MAX);
        let own = profile.names.iter().filter(|(form, own)| **own == idx && **form != org.form);
        Name {
            role: org.role,
            text: String::new(),
            forms: std::iter::once(org.form).chain(own.map(|(form, _)| *form)).collect(),
            sounds: profile
                .sounds
                .iter()
                .filter(|(_, own)| *own == idx)
                .map(|(sound, _)| sound.clone())
                .collect(),
            in_title: org.n_titles * 2 >= profile.n_voices,
        }
    };
    let id = |key: &u64| Id { key: *key, text: String::new(), is_focus: true };
    let count = |key: &u64| Count { key: *key, exact: false, text: String::new() };
    let keys = Keys {
        known_at: profile.last_known_at,
        url: 0,
        lang: profile.langs.first().copied().unwrap_or(Lang::En),
        story: profile.main_story(),
        roundup: profile.closed,
        names: profile.orgs.iter().enumerate().map(name).collect(),
        ids: profile.ids.keys().map(id).collect(),
        months: profile.months.clone(),
        counts: profile.counts.keys().map(count).collect(),
        title_counts: profile.title_counts.iter().map(|(kind, (_, most))| (*kind, *most)).collect(),
        days: profile.days.keys().map(|day| (*day, String::new())).collect(),
        events: profile.events.keys().cloned().collect(),
        words: Vec::new(),
        mentions: Default::default(),
        speaker: profile.speakers.keys().next().copied(),
        places: profile.places.keys().copied().collect(),
        print: Vec::new(),
    };
    (keys, vector_of(index, &profile.words, profile))
}

/// The heaviest shared words, for people.
fn shared_words(vector: &Vector, profile: &Profile) -> String {
    let has = |key: u64| profile.words.words.binary_search_by_key(&key, |(own, _)| *own).is_ok();
    let mut shared: Vec<_> = vector.terms.iter().filter(|term| has(term.key)).collect();
    shared.sort_by(|a, b| b.weight.total_cmp(&a.weight).then_with(|| a.text.cmp(&b.text)));
    shared.iter().take(4).map(|term| term.text.as_str()).collect::<Vec<_>>().join(" · ")
}

/// Whether an article's tie to a second incident is strong enough to pull it in.
pub fn is_link(w: &Weights, weight: &Weight) -> bool {
    weight.total >= w.merge_min || (weight.total >= w.join_min && weight.strong >= w.merge_strong_min)
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
