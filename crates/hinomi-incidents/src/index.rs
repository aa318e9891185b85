//! Everything that joining remembers: which key leads to which incidents, and what each incident is about.
//!
//! The cost of placing an article does not depend on how old or how many the incidents are: every list that
//! grows with the archive is capped, and keeps its newest entries.

use std::collections::{BTreeMap, BTreeSet};

use hinomi_model::{ArticleId, Incident, IncidentId, Lang, Story};
use jiff::Timestamp;

use crate::copies::{Print, is_copy};
use crate::hash::{HashedMap, hash};
use crate::keys::{Keys, Role, keys, sound_form};
use crate::sound::{Sound, alike};
use crate::weigh::{self, Vector, Weight};
use crate::weights::Weights;
use crate::{Candidate, Placement};

/// Incidents kept per key, the newest: a key of more incidents is too common to find by.
pub const POSTINGS_MAX: usize = 32;

/// Incidents weighed in full per article.
pub const WEIGHED_MAX: usize = 10;

/// Words of an article that are looked up, the heaviest first.
pub const WORDS_LOOKED_UP: usize = 14;

/// Words kept of an incident.
pub const PROFILE_WORDS_MAX: usize = 128;

/// Words kept of a single member.
pub const MEMBER_WORDS_MAX: usize = 40;

/// Members kept as such: the founder and the newest.
pub const MEMBERS_MAX: usize = 5;

/// Names, ids, counts and days kept of an incident, of each kind.
pub const PROFILE_KEYS_MAX: usize = 64;

/// Forms and sounds of names kept of an incident, each.
pub const FORMS_MAX: usize = 160;

/// Pull of a name, an id or a count when incidents are looked for: as much as several of the heaviest words
/// together, so that an article in another language is found among all that share its words.
pub const STRONG_PULL: f32 = 60.0;

/// Sentences by which a copy is looked for, the longest of the text.
pub const COPY_SENTENCES_MAX: usize = 6;

/// Articles kept per sentence.
pub const COPY_POSTINGS_MAX: usize = 8;

/// Reasons kept with a placement.
pub const REASONS_MAX: usize = 6;

/// What an incident is about, as far as joining needs it.
#[derive(Debug, Clone)]
pub struct Profile {
    /// Its id.
    pub id: IncidentId,
    /// When its founder could be known.
    pub founded_at: Timestamp,
    /// When its newest member could be known.
    pub last_known_at: Timestamp,
    /// Members that are no copies.
    pub n_voices: u32,
    /// Whether it is a round-up, which nothing joins.
    pub closed: bool,
    /// Members by kind of story.
    pub stories: BTreeMap<Story, u32>,
    /// Names by form: the place in `orgs` of whoever is meant.
    pub names: BTreeMap<u64, u32>,
    /// Sounds of names, with the place in `orgs` of whoever is meant.
    pub sounds: Vec<(Sound, u32)>,
    /// Whoever is named, each once under all forms.
    pub orgs: Vec<Org>,
    /// Ids, with the number of members.
    pub ids: BTreeMap<u64, u32>,
    /// Counts, with the number of members.
    pub counts: BTreeMap<u64, u32>,
    /// Event days, with the number of members.
    pub days: BTreeMap<u64, u32>,
    /// Places in names, with the number of members.
    pub places: BTreeMap<u64, u32>,
    /// Who speaks of himself in members, with the number of members.
    pub speakers: BTreeMap<u64, u32>,
    /// Languages of members.
    pub langs: BTreeSet<Lang>,
    /// Months named in headlines.
    pub months: BTreeSet<u8>,
    /// Members that have any id.
    pub n_with_ids: u32,
    /// Event types, with the number of members.
    pub events: BTreeMap<String, u32>,
    /// Words of all members.
    pub words: WordList,
    /// The same for single members: the founder first, then the newest.
    pub members: Vec<WordList>,
}

/// Weighed words, and the length of the whole as it was when the last of them came in: rarities move slowly,
/// and looking each up again for every article would be most of the work.
#[derive(Debug, Clone, Default)]
pub struct WordList {
    /// Hash and weight before rarity, by hash.
    pub words: Vec<(u64, f32)>,
    /// Square root of the sum of squares, rarity included.
    pub length: f32,
}

/// Somebody or something that an incident names.
#[derive(Debug, Clone)]
pub struct Org {
    /// The most telling role that it has had.
    pub role: Role,
    /// Members that name it.
    pub n_voices: u32,
    /// Members that have it in the headline.
    pub n_titles: u32,
    /// The form under which it was first met.
    pub form: u64,
}

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
    total: u32,
    newest: Vec<u32>,
}

#[derive(Debug)]
struct Row {
    id: ArticleId,
    incident: u32,
    known_at: Timestamp,
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
    articles: Vec<Row>,
    by_article: BTreeMap<ArticleId, u32>,
    by_url: HashedMap<u32>,
    postings: HashedMap<Posting>,
    sentences: HashedMap<Vec<u32>>,
    seen: HashedMap<Seen>,
}

impl Profile {
    /// Whether one victim is named in at least half of the members.
    pub fn has_settled_victim(&self) -> bool {
        self.orgs.iter().any(|row| row.role == Role::Victim && row.n_voices * 2 >= self.n_voices)
    }

    /// Whether one victim stands in the headline of at least half of the members.
    pub fn has_titled_victim(&self) -> bool {
        self.orgs.iter().any(|row| row.role == Role::Victim && row.n_titles * 2 >= self.n_voices)
    }

    /// The kind of story that most members tell.
    pub fn main_story(&self) -> Story {
        let most = self.stories.iter().max_by_key(|(story, n)| (**n, std::cmp::Reverse(**story)));
        most.map_or(Story::Other, |(story, _)| *story)
    }
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
        let mut ranked = self.ranked(keys);
        ranked.retain(|(_, weight)| weight.total >= self.weights.join_min);
        if keys.roundup || ranked.is_empty() {
            return placed(Incident::id_of(article.id), None, Vec::new(), Vec::new());
        }
        let (best, weight) = ranked.remove(0);
        let other = ranked.first().filter(|(other, weight)| {
            weigh::is_link(&self.weights, weight)
                && weigh::may_merge(&self.profiles[best as usize], &self.profiles[*other as usize])
        });
        let mut because = weight.because;
        because.truncate(REASONS_MAX);
        let Some((other, _)) = other else {
            return placed(self.profiles[best as usize].id, None, because, Vec::new());
        };
        let age = |incident: u32| {
            (self.profiles[incident as usize].founded_at, self.profiles[incident as usize].id)
        };
        let (older, younger) = if age(best) <= age(*other) { (best, *other) } else { (*other, best) };
        placed(self.profiles[older as usize].id, None, because, vec![self.profiles[younger as usize].id])
    }

    /// The incidents that the article was or would be weighed against, the best first: for people who ask why.
    pub fn rivals(&self, candidate: &Candidate<'_>) -> Vec<(IncidentId, Weight)> {
        let ranked = self.ranked(&keys(candidate));
        ranked.into_iter().map(|(incident, weight)| (self.profiles[incident as usize].id, weight)).collect()
    }

    fn ranked(&self, keys: &Keys) -> Vec<(u32, Weight)> {
        let vector = weigh::vector(self, keys);
        let found = self.found(keys, &vector).into_iter();
        let mut ranked: Vec<(u32, Weight)> = found
            .map(|incident| (incident, weigh::weigh(self, keys, &vector, &self.profiles[incident as usize])))
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
            self.profiles[incident as usize].add(keys);
            self.post(keys, incident);
            self.measure(incident);
        }
        let profile = &mut self.profiles[incident as usize];
        profile.last_known_at = profile.last_known_at.max(keys.known_at);
        self.articles.push(Row {
            id: placement.article,
            incident,
            known_at: keys.known_at,
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
        let length = |words: &[(u64, f32)]| {
            let weights = words.iter().map(|(key, n)| n * self.word_weight(*key, false, false, false));
            weights.map(|weight| weight * weight).sum::<f32>().sqrt()
        };
        let profile = &self.profiles[incident as usize];
        let whole = length(&profile.words.words);
        let newest = profile.members.last().map(|member| length(&member.words));
        let profile = &mut self.profiles[incident as usize];
        profile.words.length = whole;
        if let (Some(member), Some(newest)) = (profile.members.last_mut(), newest) {
            member.length = newest;
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

impl Profile {
    /// An incident of which nothing is known yet; a closed one takes no other article in.
    fn new(id: IncidentId, founded_at: Timestamp, closed: bool) -> Self {
        Self {
            id,
            founded_at,
            last_known_at: founded_at,
            n_voices: 0,
            closed,
            stories: BTreeMap::new(),
            names: BTreeMap::new(),
            sounds: Vec::new(),
            orgs: Vec::new(),
            ids: BTreeMap::new(),
            counts: BTreeMap::new(),
            days: BTreeMap::new(),
            places: BTreeMap::new(),
            speakers: BTreeMap::new(),
            langs: BTreeSet::new(),
            months: BTreeSet::new(),
            n_with_ids: 0,
            events: BTreeMap::new(),
            words: WordList::default(),
            members: Vec::new(),
        }
    }

    /// What stands in the place of an incident that became part of another.
    fn gone() -> Self {
        Self::new(Incident::id_of(ArticleId::of(&[])), Timestamp::UNIX_EPOCH, true)
    }

    fn add(&mut self, keys: &Keys) {
        self.n_voices += 1;
        *self.stories.entry(keys.story).or_default() += 1;
        let mut named = BTreeSet::new();
        for name in &keys.names {
            let known = self.org_of(&name.forms, &name.sounds);
            if let Some(org) = known.or_else(|| self.new_org(name.role, name.forms.first().copied()?)) {
                self.know(org, &name.forms, &name.sounds);
                let row = &mut self.orgs[org as usize];
                row.role = row.role.min(name.role);
                let is_first = named.insert(org);
                row.n_voices += u32::from(is_first);
                row.n_titles += u32::from(is_first && name.in_title);
            }
        }
        count(&mut self.ids, keys.ids.iter().filter(|id| id.is_focus).map(|id| id.key));
        self.n_with_ids += u32::from(!keys.ids.is_empty());
        self.months.extend(&keys.months);
        self.langs.insert(keys.lang);
        count(&mut self.places, keys.places.iter().copied());
        count(&mut self.speakers, keys.speaker.into_iter());
        count(&mut self.counts, keys.counts.iter().map(|number| number.key));
        count(&mut self.days, keys.days.iter().map(|(day, _)| *day));
        for event in &keys.events {
            *self.events.entry(event.clone()).or_default() += 1;
        }
        let own: Vec<(u64, f32)> =
            keys.words.iter().map(|word| (word.key, weigh::times(word.times))).collect();
        self.words.words = summed(&self.words.words, &own, PROFILE_WORDS_MAX);
        if self.members.len() >= MEMBERS_MAX {
            self.members.remove(1);
        }
        self.members.push(WordList { words: summed(&[], &own, MEMBER_WORDS_MAX), length: 0.0 });
    }

    /// Whom a name means, by a form or by its sound.
    pub fn org_of(&self, forms: &[u64], sounds: &[Sound]) -> Option<u32> {
        let by_form = forms.iter().filter_map(|form| self.names.get(form).copied());
        // Of several, whoever is named most: a short form may be shared.
        let by_form = by_form.max_by_key(|org| (self.orgs[*org as usize].n_voices, std::cmp::Reverse(*org)));
        by_form.or_else(|| {
            let heard = |(known, _): &&(Sound, u32)| sounds.iter().any(|sound| alike(known, sound));
            self.sounds.iter().find(heard).map(|(_, org)| *org)
        })
    }

    fn new_org(&mut self, role: Role, form: u64) -> Option<u32> {
        let idx = u32::try_from(self.orgs.len()).ok()?;
        if self.orgs.len() >= PROFILE_KEYS_MAX {
            return None;
        }
        self.orgs.push(Org { role, n_voices: 0, n_titles: 0, form });
        Some(idx)
    }

    fn know(&mut self, org: u32, forms: &[u64], sounds: &[Sound]) {
        for form in forms {
            if self.names.len() < FORMS_MAX {
                self.names.entry(*form).or_insert(org);
            }
        }
        for sound in sounds {
            if self.sounds.len() < FORMS_MAX && !self.sounds.iter().any(|(known, _)| known == sound) {
                self.sounds.push((sound.clone(), org));
            }
        }
    }

    fn swallow(&mut self, gone: Self) {
        self.n_voices += gone.n_voices;
        self.last_known_at = self.last_known_at.max(gone.last_known_at);
        for (story, n) in gone.stories {
            *self.stories.entry(story).or_default() += n;
        }
        for (idx, row) in gone.orgs.iter().enumerate() {
            let idx = u32::try_from(idx).unwrap_or(u32::MAX);
            let forms: Vec<u64> =
                gone.names.iter().filter(|(_, org)| **org == idx).map(|(form, _)| *form).collect();
            let heard = gone.sounds.iter().filter(|(_, org)| *org == idx).map(|(sound, _)| sound.clone());
            let heard: Vec<Sound> = heard.collect();
            let known = self.org_of(&forms, &heard);
            if let Some(org) = known.or_else(|| self.new_org(row.role, row.form)) {
                self.know(org, &forms, &heard);
                let own = &mut self.orgs[org as usize];
                own.role = own.role.min(row.role);
                own.n_voices += row.n_voices;
                own.n_titles += row.n_titles;
            }
        }
        for (own, theirs) in [
            (&mut self.ids, gone.ids),
            (&mut self.counts, gone.counts),
            (&mut self.days, gone.days),
            (&mut self.places, gone.places),
            (&mut self.speakers, gone.speakers),
        ] {
            for (key, n) in theirs {
                if own.len() < PROFILE_KEYS_MAX || own.contains_key(&key) {
                    *own.entry(key).or_default() += n;
                }
            }
        }
        self.n_with_ids += gone.n_with_ids;
        self.months.extend(gone.months);
        self.langs.extend(gone.langs);
        for (event, n) in gone.events {
            *self.events.entry(event).or_default() += n;
        }
        self.words.words = summed(&self.words.words, &gone.words.words, PROFILE_WORDS_MAX);
        self.members.extend(gone.members);
        while self.members.len() > MEMBERS_MAX {
            self.members.remove(1);
        }
    }
}

fn count(into: &mut BTreeMap<u64, u32>, keys: impl Iterator<Item = u64>) {
    for key in keys {
        if into.len() < PROFILE_KEYS_MAX || into.contains_key(&key) {
            *into.entry(key).or_default() += 1;
        }
    }
}

/// Adds two word lists that are sorted by hash, and keeps the `most` heaviest.
fn summed(a: &[(u64, f32)], b: &[(u64, f32)], most: usize) -> Vec<(u64, f32)> {
    let mut sum: BTreeMap<u64, f32> = a.iter().copied().collect();
    for (key, weight) in b {
        *sum.entry(*key).or_default() += weight;
    }
    let mut all: Vec<(u64, f32)> = sum.into_iter().collect();
    if all.len() > most {
        all.sort_by(|x, y| y.1.total_cmp(&x.1).then(x.0.cmp(&y.0)));
        all.truncate(most);
        all.sort_by_key(|(key, _)| *key);
    }
    all
}

/// The key of a URL.
pub fn url_key(url: &str) -> u64 {
    hash(b'u', url.as_bytes())
}
