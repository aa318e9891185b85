//! Everything that joining remembers: which key leads to which incidents, and what each incident is about.
//!
//! The cost of placing an article does not depend on how old or how many the incidents are: every list that
//! grows with the archive is capped, and keeps its newest entries.

use std::collections::{BTreeMap, BTreeSet};

use hinomi_model::{ArticleId, Incident, IncidentId};
use jiff::Timestamp;

use crate::copies::{Print, is_copy};
use crate::hash::{HashedMap, hash};
use crate::keys::{Keys, Role, keys, sound_form};
use crate::profile::Profile;
use crate::weigh::{self, Vector, Weight};
use crate::weights::Weights;
use crate::{Candidate, Moved, Placement};

/// Incidents kept per key, the newest: a key of more incidents is too common to find by.
pub const POSTINGS_MAX: usize = 32;

/// Incidents weighed in full per article.
pub const WEIGHED_MAX: usize = 10;

/// Words of an article that are looked up, the heaviest first.
pub const WORDS_LOOKED_UP: usize = 14;

/// Pull of a name, an id or a count when incidents are looked for: as much as several of the heaviest words
/// together, so that an article in another language is found among all that share its words.
pub const STRONG_PULL: f32 = 60.0;

/// Members up to which an incident is taken into another by later evidence.
pub const HEALED_VOICES_MAX: u32 = 3;

/// Incidents that are looked at for that, for each article.
pub const HEALED_MAX: usize = 3;

/// Members that one article takes out of other incidents, at most.
pub const MOVED_MAX: usize = 4;

/// Sentences by which a copy is looked for, the longest of the text.
pub const COPY_SENTENCES_MAX: usize = 6;

/// Articles kept per sentence.
pub const COPY_POSTINGS_MAX: usize = 8;

/// Reasons kept with a placement.
pub const REASONS_MAX: usize = 6;

/// Articles in which a word was seen.
#[derive(Debug, Clone, Copy, Default)]
struct Seen {
    articles: u32,
    small: u32,
    named: u32,
    /// As part of the name of a vendor, a product, a gang or an agency.
    backdrop: u32,
    trade: bool,
    incidents: u32,
}

#[derive(Debug, Clone, Default)]
struct Posting {
    /// Incidents that have had the key.
    total: u32,
    /// Articles that have it.
    articles: u32,
    newest: Vec<u32>,
}

#[derive(Debug)]
struct Row {
    id: ArticleId,
    incident: u32,
    known_at: Timestamp,
    is_copy: bool,
    print: Print,
    /// Forms of victims and ids it is about: the same body under another victim's headline is no copy.
    about: [Vec<u64>; 2],
}

/// Everything that joining remembers of the articles placed so far.
#[derive(Debug)]
pub struct Index {
    pub(crate) weights: Weights,
    n_documents: u32,
    profiles: Vec<Profile>,
    /// What each incident has become part of; itself while it lives.
    roots: Vec<u32>,
    by_id: BTreeMap<IncidentId, u32>,
    apart: BTreeSet<(IncidentId, IncidentId)>,
    articles: Vec<Row>,
    by_article: BTreeMap<ArticleId, u32>,
    by_url: HashedMap<u32>,
    postings: HashedMap<Posting>,
    sentences: HashedMap<Vec<u32>>,
    seen: HashedMap<Seen>,
}

impl Default for Index {
    fn default() -> Self {
        Self::weighed_by(Weights::bundled())
    }
}

impl Index {
    /// An empty index that joins with these weights.
    pub fn weighed_by(weights: Weights) -> Self {
        Self {
            weights,
            n_documents: 0,
            profiles: Vec::new(),
            roots: Vec::new(),
            by_id: BTreeMap::new(),
            apart: BTreeSet::new(),
            articles: Vec::new(),
            by_article: BTreeMap::new(),
            by_url: HashedMap::default(),
            postings: HashedMap::default(),
            sentences: HashedMap::default(),
            seen: HashedMap::default(),
        }
    }

    /// Puts back what was decided earlier. Call it in the order in which the articles were placed.
    pub fn recall(&mut self, candidate: &Candidate<'_>, placement: &Placement) {
        let keys = keys(candidate);
        self.apply(&keys, placement);
    }

    /// Takes in that a person moved articles: `moves` says where each is now. What the incidents are about is made
    /// anew from the articles in them, whose keys `keys_of` gives.
    pub fn regroup(
        &mut self,
        moves: &[(ArticleId, IncidentId)],
        keys_of: &dyn Fn(ArticleId) -> Option<Keys>,
    ) {
        let mut touched = BTreeSet::new();
        for (article, id) in moves {
            let Some(row) = self.by_article.get(article).copied() else { continue };
            touched.insert(self.root(self.articles[row as usize].incident));
            let Some(keys) = keys_of(*article) else { continue };
            let into = match self.by_id.get(id) {
                Some(incident) => self.root(*incident),
                None => self.found_incident(&keys, *id),
            };
            touched.insert(into);
            self.articles[row as usize].incident = into;
            self.by_url.insert(keys.url, into);
            self.post(&keys, into);
        }
        for incident in touched {
            let (id, closed) = (self.profiles[incident as usize].id, self.profiles[incident as usize].closed);
            let rows = self.articles.iter().filter(|row| self.root(row.incident) == incident && !row.is_copy);
            let members: Vec<(ArticleId, Keys)> =
                rows.filter_map(|row| Some((row.id, keys_of(row.id)?))).collect();
            let founded_at = members.iter().map(|(_, keys)| keys.known_at).min();
            let mut profile = Profile::new(id, founded_at.unwrap_or(Timestamp::UNIX_EPOCH), closed);
            for (article, keys) in &members {
                profile.add(*article, keys);
                profile.last_known_at = profile.last_known_at.max(keys.known_at);
                self.measure_profile(&mut profile);
            }
            self.profiles[incident as usize] = profile;
        }
    }

    /// Takes in that two incidents are not to be merged again.
    pub fn keep_apart(&mut self, a: IncidentId, b: IncidentId) {
        self.apart.insert((a.min(b), a.max(b)));
    }

    fn may_merge(&self, a: u32, b: u32) -> bool {
        let (a, b) = (&self.profiles[a as usize], &self.profiles[b as usize]);
        weigh::may_merge(a, b) && !self.apart.contains(&(a.id.min(b.id), a.id.max(b.id)))
    }

    /// Articles placed so far.
    pub fn n_articles(&self) -> usize {
        self.articles.len()
    }

    /// Whether the article has been placed.
    pub fn holds(&self, article: ArticleId) -> bool {
        self.by_article.contains_key(&article)
    }

    /// Incidents that have had the key.
    pub(crate) fn n_incidents(&self, key: u64) -> u32 {
        self.postings.get(&key).map_or(0, |posting| posting.total)
    }

    /// Incidents that a word counts as seen in before the first article: many when the trade says it of every
    /// matter, some as far as it is what vendors, products, gangs and agencies are called by.
    fn prior(&self, seen: Seen, trade: bool, backdrop: bool) -> f32 {
        let n = seen.backdrop as f32 + f32::from(u8::from(backdrop));
        let share = n / (seen.articles as f32 + 1.0);
        share * self.weights.backdrop_seen + if trade { self.weights.trade_seen } else { 0.0 }
    }

    /// How much of its pull a key keeps towards an incident in which `n_here` members have it: little when many
    /// incidents share it, more when most articles that have it are here.
    pub(crate) fn hold(&self, key: u64, n_here: u32) -> f32 {
        let Some(posting) = self.postings.get(&key) else { return 1.0 };
        let share = n_here as f32 / posting.articles.max(1) as f32;
        self.weights.shared_by(posting.total).max(share.min(1.0))
    }

    /// What a word weighs: its rarity, more when it is written as a name.
    pub(crate) fn word_weight(&self, key: u64, named: bool, small: bool, backdrop: bool) -> f32 {
        let seen = self.seen.get(&key).copied().unwrap_or_default();
        let prior = self.prior(seen, seen.trade, backdrop);
        let n = seen.named as f32 + f32::from(u8::from(named)) + 0.3;
        let s = seen.small as f32 + f32::from(u8::from(small)) + 0.3 + prior;
        let n_incidents = seen.incidents as f32 + prior;
        self.weights.rarity(seen.articles as f32 + prior, n_incidents, self.n_documents as f32)
            * (1.0 + (self.weights.name_word_times - 1.0) * n / (n + s))
    }

    /// How far a word tells matters apart: from 1 when one incident has it down to 0.
    pub(crate) fn specific(&self, key: u64, trade: bool, backdrop: bool) -> f32 {
        let seen = self.seen.get(&key).copied().unwrap_or_default();
        let n = seen.incidents as f32 + self.prior(seen, trade, backdrop);
        1.0 / (1.0 + self.weights.common * n.max(1.0).ln())
    }

    /// Decides where an article belongs, from what was placed before. Changes nothing.
    pub(crate) fn decide(&self, candidate: &Candidate<'_>, keys: &Keys) -> Placement {
        let article = candidate.article;
        let placed = |incident: IncidentId, copy_of, because: Vec<String>, merged| Placement {
            article: article.id,
            url: article.url.clone(),
            known_at: article.known_at,
            incident,
            copy_of,
            because,
            merged,
            moved: Vec::new(),
        };
        let copy = self.copy_of(keys);
        if let Some(incident) = self.by_url.get(&keys.url).map(|incident| self.root(*incident)) {
            let same = copy.filter(|row| self.root(row.incident) == incident).map(|row| row.id);
            return placed(self.profiles[incident as usize].id, same, vec![article.url.clone()], Vec::new());
        }
        if let Some(row) = copy {
            let incident = self.root(row.incident);
            return placed(
                self.profiles[incident as usize].id,
                Some(row.id),
                vec!["copy".to_owned()],
                Vec::new(),
            );
        }
        let vector = weigh::vector(self, keys);
        let all = self.ranked(keys, &vector);
        let moved = self.misplaced(keys, &vector, &all);
        let ranked: Vec<&(u32, Weight)> =
            all.iter().filter(|(_, weight)| weight.total >= self.weights.join_min).collect();
        let Some((best, weight)) = ranked.first().filter(|_| !keys.roundup) else {
            return Placement { moved, ..placed(Incident::id_of(article.id), None, Vec::new(), Vec::new()) };
        };
        let mut because = weight.because.clone();
        because.truncate(REASONS_MAX);
        let mut parts = vec![*best];
        let linked = ranked
            .get(1)
            .filter(|(other, weight)| weigh::is_link(&self.weights, weight) && self.may_merge(*best, *other));
        parts.extend(linked.map(|(other, _)| *other));
        parts.extend(self.healed(article.id, keys, *best, &all));
        parts
            .sort_by_key(|part| (self.profiles[*part as usize].founded_at, self.profiles[*part as usize].id));
        parts.dedup();
        let merged = parts[1..].iter().map(|part| self.profiles[*part as usize].id).collect();
        Placement { moved, ..placed(self.profiles[parts[0] as usize].id, None, because, merged) }
    }

    /// A small incident that was kept apart and, now that this article is in `best`, belongs to it after all.
    fn healed(&self, article: ArticleId, keys: &Keys, best: u32, ranked: &[(u32, Weight)]) -> Option<u32> {
        let near = ranked.iter().filter(|(other, weight)| {
            let profile = &self.profiles[*other as usize];
            *other != best
                && weight.total >= self.weights.heal_hint
                && profile.n_voices <= HEALED_VOICES_MAX
                && self.may_merge(best, *other)
        });
        let near: Vec<u32> = near.map(|(other, _)| *other).take(HEALED_MAX).collect();
        if near.is_empty() {
            return None;
        }
        let mut whole = self.profiles[best as usize].clone();
        whole.add(article, keys);
        self.measure_profile(&mut whole);
        near.into_iter().find(|other| {
            let (keys, vector) = weigh::as_article(self, &self.profiles[*other as usize]);
            let weight = weigh::weigh(self, &keys, &vector, &whole);
            weight.total >= self.weights.join_min + self.weights.heal_margin
        })
    }

    /// Members of other victims' incidents that only their words tie there, and that are this article's kin rather.
    fn misplaced(&self, keys: &Keys, vector: &Vector, ranked: &[(u32, Weight)]) -> Vec<Moved> {
        let mut moved = Vec::new();
        for (incident, weight) in ranked.iter().filter(|(_, weight)| weight.is_other_victim && !keys.roundup)
        {
            let profile = &self.profiles[*incident as usize];
            // The founder gives the incident its name, and stays.
            for (at, member) in
                profile.members.iter().enumerate().skip(1).filter(|(_, member)| member.is_bare)
            {
                let here = weigh::kinship(&self.weights, vector, &member.list);
                let others = profile.members.iter().enumerate().filter(|(other, _)| *other != at);
                let own = weigh::vector_of(self, &member.list, profile);
                let there = others.map(|(_, other)| weigh::kinship(&self.weights, &own, &other.list));
                if here >= self.weights.join_min + self.weights.heal_margin
                    && here > there.fold(0.0, f32::max)
                {
                    moved.push(Moved { article: member.article, from: profile.id });
                }
            }
            if weight.total > 0.0 && moved.len() >= MOVED_MAX {
                break;
            }
        }
        moved.truncate(MOVED_MAX);
        moved
    }

    /// The incidents that the article was or would be weighed against, the best first: for people who ask why.
    pub fn rivals(&self, candidate: &Candidate<'_>) -> Vec<(IncidentId, Weight)> {
        let keys = keys(candidate);
        let ranked = self.ranked(&keys, &weigh::vector(self, &keys));
        ranked.into_iter().map(|(incident, weight)| (self.profiles[incident as usize].id, weight)).collect()
    }

    fn ranked(&self, keys: &Keys, vector: &Vector) -> Vec<(u32, Weight)> {
        let found = self.found(keys, vector).into_iter();
        let mut ranked: Vec<(u32, Weight)> = found
            .map(|incident| (incident, weigh::weigh(self, keys, vector, &self.profiles[incident as usize])))
            .collect();
        ranked.sort_by(|a, b| b.1.total.total_cmp(&a.1.total).then(a.0.cmp(&b.0)));
        ranked
    }

    /// Writes a decision down.
    pub(crate) fn apply(&mut self, keys: &Keys, placement: &Placement) {
        if self.holds(placement.article) {
            return;
        }
        let incident = match self.by_id.get(&placement.incident) {
            Some(incident) => self.root(*incident),
            None => self.found_incident(keys, placement.incident),
        };
        for younger in &placement.merged {
            if let Some(younger) = self.by_id.get(younger).copied() {
                self.merge(incident, self.root(younger));
            }
        }
        for moved in &placement.moved {
            self.move_member(moved, incident);
        }
        let row = u32::try_from(self.articles.len()).unwrap_or(u32::MAX);
        self.by_article.insert(placement.article, row);
        self.by_url.entry(keys.url).or_insert(incident);
        if placement.copy_of.is_none() {
            for sentence in copy_sentences(&keys.print) {
                let list = self.sentences.entry(sentence).or_default();
                if list.len() < COPY_POSTINGS_MAX {
                    list.push(row);
                }
            }
            self.learn(keys);
            self.profiles[incident as usize].add(placement.article, keys);
            self.post(keys, incident);
            self.measure(incident);
        }
        let profile = &mut self.profiles[incident as usize];
        profile.last_known_at = profile.last_known_at.max(keys.known_at);
        self.articles.push(Row {
            id: placement.article,
            incident,
            known_at: keys.known_at,
            is_copy: placement.copy_of.is_some(),
            print: if placement.copy_of.is_none() { keys.print.clone() } else { Print::new() },
            about: about(keys),
        });
    }

    /// The incident that this one has become part of, or itself.
    fn root(&self, incident: u32) -> u32 {
        let mut at = incident;
        while let Some(next) = self.roots.get(at as usize).filter(|next| **next != at) {
            at = *next;
        }
        at
    }

    fn found_incident(&mut self, keys: &Keys, id: IncidentId) -> u32 {
        let incident = u32::try_from(self.profiles.len()).unwrap_or(u32::MAX);
        self.roots.push(incident);
        self.profiles.push(Profile::new(id, keys.known_at, keys.roundup));
        self.by_id.insert(id, incident);
        incident
    }

    /// The earliest article that this one repeats.
    fn copy_of(&self, keys: &Keys) -> Option<&Row> {
        let mut rows: Vec<u32> = copy_sentences(&keys.print)
            .into_iter()
            .filter_map(|sentence| self.sentences.get(&sentence))
            .flatten()
            .copied()
            .collect();
        rows.sort_unstable();
        rows.dedup();
        let rows = rows.into_iter().filter_map(|row| self.articles.get(row as usize));
        let own = about(keys);
        rows.filter(|row| is_copy(&keys.print, &row.print) && is_about_the_same(&own, &row.about))
            .min_by_key(|row| (row.known_at, row.id))
    }

    /// The incidents worth weighing, by the keys that lead to them.
    fn found(&self, keys: &Keys, vector: &Vector) -> Vec<u32> {
        let mut pulls: Vec<(u32, f32)> = Vec::new();
        let mut follow = |key: u64, pull: f32| {
            let Some(posting) = self.postings.get(&key) else { return };
            let pull = pull * self.weights.shared_by(posting.total);
            pulls.extend(posting.newest.iter().map(|incident| (self.root(*incident), pull)));
        };
        let mut heaviest: Vec<_> = vector.terms.iter().collect();
        heaviest.sort_by(|a, b| b.weight.total_cmp(&a.weight).then(a.key.cmp(&b.key)));
        for term in heaviest.into_iter().take(WORDS_LOOKED_UP) {
            follow(term.key, term.weight);
        }
        for key in strong_keys(keys) {
            follow(key, STRONG_PULL);
        }
        for form in keys.mentions.forms.keys() {
            follow(*form, STRONG_PULL);
        }
        for (sound, _) in &keys.mentions.sounds {
            follow(sound_form(sound), STRONG_PULL);
        }
        for place in &keys.places {
            follow(*place, STRONG_PULL);
        }
        // Sorted by incident alone and stable, so that sums are always taken in the same order.
        pulls.sort_by_key(|(incident, _)| *incident);
        let sum = |run: &[(u32, f32)]| (run[0].0, run.iter().map(|(_, pull)| pull).sum::<f32>());
        let mut found: Vec<(u32, f32)> = pulls.chunk_by(|a, b| a.0 == b.0).map(sum).collect();
        found.sort_by(|a, b| b.1.total_cmp(&a.1).then(b.0.cmp(&a.0)));
        let open = found.into_iter().filter(|(incident, _)| !self.profiles[*incident as usize].closed);
        open.take(WEIGHED_MAX).map(|(incident, _)| incident).collect()
    }

    /// Measures the words of an incident and of its newest member.
    fn measure(&mut self, incident: u32) {
        let gone = Profile::gone();
        let mut profile = std::mem::replace(&mut self.profiles[incident as usize], gone);
        self.measure_profile(&mut profile);
        self.profiles[incident as usize] = profile;
    }

    fn measure_profile(&self, profile: &mut Profile) {
        let length = |words: &[(u64, f32)]| {
            let weights = words.iter().map(|(key, n)| n * self.word_weight(*key, false, false, false));
            weights.map(|weight| weight * weight).sum::<f32>().sqrt()
        };
        profile.words.length = length(&profile.words.words);
        if let Some(member) = profile.members.last_mut() {
            member.list.length = length(&member.list.words);
        }
    }

    fn learn(&mut self, keys: &Keys) {
        self.n_documents = self.n_documents.saturating_add(1);
        for word in &keys.words {
            let seen =
                self.seen.entry(word.key).or_insert_with(|| Seen { trade: word.trade, ..Seen::default() });
            seen.articles = seen.articles.saturating_add(1);
            seen.small = seen.small.saturating_add(u32::from(word.small));
            seen.backdrop = seen.backdrop.saturating_add(u32::from(word.backdrop));
            seen.named = seen.named.saturating_add(u32::from(word.named));
        }
    }

    fn post(&mut self, keys: &Keys, incident: u32) {
        let words = keys.words.iter().map(|word| word.key);
        for key in words.chain(strong_keys(keys)) {
            let posting = self.postings.entry(key).or_default();
            posting.articles = posting.articles.saturating_add(1);
            if let Some(at) = posting.newest.iter().position(|known| *known == incident) {
                posting.newest.remove(at);
            } else {
                posting.total = posting.total.saturating_add(1);
                if let Some(seen) = self.seen.get_mut(&key) {
                    seen.incidents = posting.total;
                }
                if posting.newest.len() >= POSTINGS_MAX {
                    posting.newest.remove(0);
                }
            }
            posting.newest.push(incident);
        }
    }

    fn move_member(&mut self, moved: &Moved, into: u32) {
        let from = self.by_id.get(&moved.from).map(|from| self.root(*from));
        let Some(from) = from.filter(|from| *from != into) else { return };
        let Some(voice) = self.profiles[from as usize].lose(moved.article) else { return };
        self.profiles[into as usize].adopt(voice);
        if let Some(row) = self.by_article.get(&moved.article) {
            self.articles[*row as usize].incident = into;
        }
        self.measure(from);
        self.measure(into);
    }

    fn merge(&mut self, older: u32, younger: u32) {
        if older == younger {
            return;
        }
        let gone = std::mem::replace(&mut self.profiles[younger as usize], Profile::gone());
        self.roots[younger as usize] = older;
        self.profiles[younger as usize].id = gone.id;
        self.profiles[older as usize].swallow(gone);
    }
}

/// Victims and vulnerabilities that the article is about.
fn about(keys: &Keys) -> [Vec<u64>; 2] {
    let victims = keys.names.iter().filter(|name| name.role == Role::Victim).flat_map(|name| &name.forms);
    let ids = keys.ids.iter().filter(|id| id.is_focus).map(|id| id.key);
    [victims.copied().collect(), ids.collect()]
}

/// Whether neither names only victims, or only vulnerabilities, that the other does not.
fn is_about_the_same(a: &[Vec<u64>; 2], b: &[Vec<u64>; 2]) -> bool {
    a.iter().zip(b).all(|(a, b)| a.is_empty() || b.is_empty() || a.iter().any(|key| b.contains(key)))
}

/// Every key that is not a word.
fn strong_keys(keys: &Keys) -> Vec<u64> {
    let names = keys
        .names
        .iter()
        .flat_map(|name| name.forms.iter().copied().chain(name.sounds.iter().map(sound_form)));
    let ids = keys.ids.iter().map(|id| id.key);
    let counts = keys.counts.iter().filter(|count| count.exact).map(|count| count.key);
    let mut all: Vec<u64> =
        names.chain(ids).chain(counts).chain(keys.places.iter().copied()).chain(keys.speaker).collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// The sentences by which copies are looked for: the longest.
fn copy_sentences(print: &Print) -> Vec<u64> {
    let mut longest: Vec<_> = print.iter().map(|s| (std::cmp::Reverse(s.n_letters), s.exact)).collect();
    longest.sort_unstable();
    longest.dedup();
    longest.into_iter().take(COPY_SENTENCES_MAX).map(|(_, exact)| exact).collect()
}

/// The key of a URL.
pub fn url_key(url: &str) -> u64 {
    hash(b'u', url.as_bytes())
}
