//! What joining remembers of one incident.

use std::collections::{BTreeMap, BTreeSet};

use hinomi_model::{ArticleId, Incident, IncidentId, Lang, Story};
use jiff::Timestamp;

use crate::keys::{Keys, Role};
use crate::sound::{Sound, alike};
use crate::weigh;

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

/// Members from which an incident is known to have no victim of its own.
pub const OWN_VICTIM_VOICES_MIN: u32 = 2;

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
    /// What headlines count, by kind of unit: the smallest and the largest number.
    pub title_counts: BTreeMap<u64, (f32, f32)>,
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
    /// Words of headlines, with the number of members.
    pub titles: BTreeMap<u64, u32>,
    /// Single members: the founder first, then the newest.
    pub members: Vec<Voice>,
}

/// One member, as far as joining remembers it.
#[derive(Debug, Clone)]
pub struct Voice {
    /// The article.
    pub article: ArticleId,
    /// Whether it names neither a victim nor an id: only its words tie it to the incident.
    pub is_bare: bool,
    /// Its words.
    pub list: WordList,
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

impl Profile {
    /// Whether one victim is named in at least half of the members.
    pub fn has_settled_victim(&self) -> bool {
        self.orgs.iter().any(|row| row.role == Role::Victim && row.n_voices * 2 >= self.n_voices)
    }

    /// Whether one victim stands in the headline of at least half of the members.
    pub fn has_titled_victim(&self) -> bool {
        self.orgs.iter().any(|row| row.role == Role::Victim && row.n_titles * 2 >= self.n_voices)
    }

    /// Whether it is a flaw or a campaign that [`OWN_VICTIM_VOICES_MIN`] members tell without a victim that half name.
    pub fn is_without_victim(&self) -> bool {
        self.n_voices >= OWN_VICTIM_VOICES_MIN
            && !self.has_settled_victim()
            && matches!(self.main_story(), Story::Vulnerability | Story::Threat)
    }

    /// The kind of story that most members tell.
    pub fn main_story(&self) -> Story {
        let most = self.stories.iter().max_by_key(|(story, n)| (**n, std::cmp::Reverse(**story)));
        most.map_or(Story::Other, |(story, _)| *story)
    }
}

impl Profile {
    /// An incident of which nothing is known yet; a closed one takes no other article in.
    pub(crate) fn new(id: IncidentId, founded_at: Timestamp, closed: bool) -> Self {
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
            title_counts: BTreeMap::new(),
            days: BTreeMap::new(),
            places: BTreeMap::new(),
            speakers: BTreeMap::new(),
            langs: BTreeSet::new(),
            months: BTreeSet::new(),
            n_with_ids: 0,
            events: BTreeMap::new(),
            words: WordList::default(),
            titles: BTreeMap::new(),
            members: Vec::new(),
        }
    }

    /// What stands in the place of an incident that became part of another.
    pub(crate) fn gone() -> Self {
        Self::new(Incident::id_of(ArticleId::of(&[])), Timestamp::UNIX_EPOCH, true)
    }

    pub(crate) fn add(&mut self, article: ArticleId, keys: &Keys) {
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
        for (kind, number) in &keys.title_counts {
            let range = self.title_counts.entry(*kind).or_insert((*number, *number));
            *range = (range.0.min(*number), range.1.max(*number));
        }
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
        let is_bare = keys.ids.is_empty() && keys.names.iter().all(|name| name.role != Role::Victim);
        let list = WordList { words: summed(&[], &own, MEMBER_WORDS_MAX), length: 0.0 };
        self.members.push(Voice { article, is_bare, list });
        count(&mut self.titles, keys.words.iter().filter(|word| word.in_title).map(|word| word.key));
    }

    /// Takes a bare member's words out, when it turns out to belong elsewhere.
    pub(crate) fn lose(&mut self, article: ArticleId) -> Option<Voice> {
        let at = self.members.iter().position(|member| member.article == article)?;
        let gone = self.members.remove(at);
        self.n_voices = self.n_voices.saturating_sub(1);
        for (key, weight) in &gone.list.words {
            if let Ok(at) = self.words.words.binary_search_by_key(key, |(own, _)| *own) {
                self.words.words[at].1 = (self.words.words[at].1 - weight).max(0.0);
            }
        }
        Some(gone)
    }

    /// Takes in a bare member that was lost elsewhere.
    pub(crate) fn adopt(&mut self, voice: Voice) {
        self.n_voices += 1;
        self.words.words = summed(&self.words.words, &voice.list.words, PROFILE_WORDS_MAX);
        if self.members.len() >= MEMBERS_MAX {
            self.members.remove(1);
        }
        self.members.push(voice);
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

    pub(crate) fn swallow(&mut self, gone: Self) {
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
            (&mut self.titles, gone.titles),
        ] {
            for (key, n) in theirs {
                if own.len() < PROFILE_KEYS_MAX || own.contains_key(&key) {
                    *own.entry(key).or_default() += n;
                }
            }
        }
        for (kind, (least, most)) in gone.title_counts {
            let range = self.title_counts.entry(kind).or_insert((least, most));
            *range = (range.0.min(least), range.1.max(most));
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
