//! What an article can be found by.
//!
//! Keys depend on the article and its facts alone, never on the index, so that an article put back from the
//! store has the keys that it had when it was first placed.

use std::collections::{BTreeMap, BTreeSet};

use hinomi_model::{Article, Fact, Lang, Slot, Story, Unit, Value, When};
use jiff::Timestamp;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use crate::Candidate;
use crate::copies::Print;
use crate::hash::{chain, hash};
use crate::names::{self, FORM_CHARS_MIN, Mentions, form_key, mentions};
use crate::sound::{Sound, sounds};
use crate::words::{Word, narrow, words};

/// Smallest count that is a key: smaller ones meet by chance.
pub const COUNT_MIN: i64 = 1000;

/// Most names of one role that are read from an article; a list of victims is a list, not a matter.
pub const NAMES_MAX: usize = 24;

/// Longest lead in which places are looked for, in characters.
pub const LEAD_CHARS_MAX: usize = 200;

/// From this many ids on an article is a round-up of many vulnerabilities.
pub const ROUNDUP_CVES_MIN: usize = 6;

/// What a name is in an article, the most telling first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Whom it happened to.
    Victim,
    /// Somebody else touched by it.
    Affected,
    /// Malicious software.
    Malware,
    /// Who did it.
    Actor,
    /// A product.
    Product,
}

/// A name under all its known forms.
#[derive(Debug, Clone, PartialEq)]
pub struct Name {
    /// What it is here.
    pub role: Role,
    /// As written.
    pub text: String,
    /// One hash per known form, the written one first.
    pub forms: Vec<u64>,
    /// How the forms sound.
    pub sounds: Vec<Sound>,
    /// Whether it stands in the headline.
    pub in_title: bool,
}

/// A number with its unit.
#[derive(Debug, Clone, PartialEq)]
pub struct Count {
    /// Hash of number and unit.
    pub key: u64,
    /// Whether it has three significant digits or more, so that two articles hardly have it by chance.
    pub exact: bool,
    /// As said to people.
    pub text: String,
}

/// An id of a vulnerability.
#[derive(Debug, Clone, PartialEq)]
pub struct Id {
    /// Its hash.
    pub key: u64,
    /// As standardised.
    pub text: String,
    /// Whether the article is about it: in the headline, or no id is.
    pub is_focus: bool,
}

/// What an article can be found by.
#[derive(Debug, Clone)]
pub struct Keys {
    /// When it could be known.
    pub known_at: Timestamp,
    /// Hash of its URL.
    pub url: u64,
    /// Language.
    pub lang: Lang,
    /// What kind of matter.
    pub story: Story,
    /// Whether it sums up many matters.
    pub roundup: bool,
    /// Names, victims first, without doubles.
    pub names: Vec<Name>,
    /// CVE and JVN ids.
    pub ids: Vec<Id>,
    /// Months that the headline names, 1 to 12: what is told of June is not what was told of May.
    pub months: BTreeSet<u8>,
    /// Counts that are keys.
    pub counts: Vec<Count>,
    /// What the headline counts: hash of the kind of unit, and the number.
    pub title_counts: Vec<(u64, f32)>,
    /// Event days, hash and text.
    pub days: Vec<(u64, String)>,
    /// Event types.
    pub events: BTreeSet<String>,
    /// Words of headline and lead.
    pub words: Vec<Word>,
    /// What may be names in headline and lead, whatever the facts say.
    pub mentions: Mentions,
    /// Who speaks of himself, by the host of the page.
    pub speaker: Option<u64>,
    /// Places in names of victims, in the headline and in the lead.
    pub places: BTreeSet<u64>,
    /// Finger-print of the body, for copies.
    pub print: Print,
}

const KIND_SOUND: u8 = b's';
const KIND_ID: u8 = b'i';
const KIND_COUNT: u8 = b'c';
const KIND_DAY: u8 = b'd';
const KIND_URL: u8 = b'u';
const KIND_SPEAKER: u8 = b'o';

/// The key under which a sound is filed.
pub fn sound_form(sound: &Sound) -> u64 {
    hash(KIND_SOUND, sound.skeleton.as_bytes())
}

/// Collects the keys of an article.
pub fn keys(candidate: &Candidate<'_>) -> Keys {
    let Candidate { article, facts } = candidate;
    let ids = ids(&article.title, &facts.facts);
    let speakers = names::speakers(&article.url, article.body());
    let mut mentions = mentions(&article.title, article.body());
    speakers.iter().for_each(|name| mentions.say(name));
    let roundup = ids.len() >= ROUNDUP_CVES_MIN || is_roundup_title(&article.title);
    Keys {
        known_at: article.known_at,
        url: hash(KIND_URL, article.url.as_bytes()),
        lang: article.lang,
        story: facts.story,
        roundup,
        mentions,
        speaker: (!speakers.is_empty()).then(|| hash(KIND_SPEAKER, speakers.join(" ").as_bytes())),
        places: places(article, &facts.facts),
        names: names(article, &facts.facts),
        ids,
        months: months(&article.title),
        counts: counts(&facts.facts),
        title_counts: title_counts(&article.title, &facts.facts),
        days: days(&facts.facts),
        events: events(&facts.facts),
        words: words_of(article, &facts.facts),
        print: crate::copies::print(article.body()),
    }
}

/// Words, with those marked that vendors, products, gangs and agencies are called by.
fn words_of(article: &Article, facts: &[Fact]) -> Vec<Word> {
    let mut found = words(&article.title, article.body());
    let (mut backdrop, mut malware, mut victims) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    for fact in facts {
        let into = match fact.slot {
            Slot::Vendor | Slot::Product | Slot::Actor | Slot::Agency => &mut backdrop,
            Slot::Malware => &mut malware,
            Slot::Victim => &mut victims,
            _ => continue,
        };
        if let Value::Name(name) = &fact.value {
            into.extend(words(name, "").into_iter().map(|word| word.key));
        }
    }
    for word in &mut found {
        word.of_victim = victims.contains(&word.key);
        word.backdrop = backdrop.contains(&word.key) && !word.of_victim && !malware.contains(&word.key);
    }
    found
}

fn role_of(slot: Slot) -> Option<Role> {
    match slot {
        Slot::Victim => Some(Role::Victim),
        Slot::AffectedParty => Some(Role::Affected),
        Slot::Malware => Some(Role::Malware),
        Slot::Actor => Some(Role::Actor),
        Slot::Product => Some(Role::Product),
        _ => None,
    }
}

fn names(article: &Article, facts: &[Fact]) -> Vec<Name> {
    let title = hinomi_text::name_key(&article.title);
    let mut found: BTreeMap<(Role, u64), Name> = BTreeMap::new();
    for fact in facts {
        let (Some(role), Value::Name(text)) = (role_of(fact.slot), &fact.value) else { continue };
        let written = std::iter::once(text).chain(&fact.aliases);
        let spelled: Vec<String> = written.clone().flat_map(|form| names::forms(form)).collect();
        let in_title =
            spelled.iter().any(|form| form.chars().count() >= FORM_CHARS_MIN && title.contains(form));
        let mut forms: Vec<u64> = Vec::new();
        for form in spelled.iter().filter(|form| !form.is_empty()).map(|form| form_key(form)) {
            if !forms.contains(&form) {
                forms.push(form);
            }
        }
        let Some(first) = forms.first().copied() else { continue };
        let name = found.entry((role, first)).or_insert_with(|| Name {
            role,
            text: text.clone(),
            forms: Vec::new(),
            sounds: Vec::new(),
            in_title: false,
        });
        name.in_title |= in_title;
        for form in forms {
            if !name.forms.contains(&form) {
                name.forms.push(form);
            }
        }
        let heard = written.chain(&spelled).flat_map(|form| sounds(form));
        for sound in heard {
            if !name.sounds.contains(&sound) {
                name.sounds.push(sound);
            }
        }
    }
    found.into_values().take(NAMES_MAX).collect()
}

fn places(article: &Article, facts: &[Fact]) -> BTreeSet<u64> {
    let mut found = names::places(&article.title);
    let lead_end =
        article.body().char_indices().nth(LEAD_CHARS_MAX).map_or(article.body().len(), |(at, _)| at);
    found.extend(names::places(&article.body()[..lead_end]));
    for fact in facts.iter().filter(|fact| fact.slot == Slot::Victim) {
        if let Value::Name(name) = &fact.value {
            found.extend(names::places(name));
        }
    }
    found
}

fn ids(title: &str, facts: &[Fact]) -> Vec<Id> {
    let mut found = BTreeSet::new();
    for fact in facts.iter().filter(|fact| matches!(fact.slot, Slot::Cve | Slot::Jvn)) {
        if let Value::Id(id) = &fact.value {
            found.insert(id.clone());
        }
    }
    let title: String = title.chars().map(narrow).collect::<String>().to_uppercase();
    let any_in_title = found.iter().any(|id| title.contains(id.as_str()));
    let id = |text: String| Id {
        key: hash(KIND_ID, text.as_bytes()),
        is_focus: !any_in_title || title.contains(text.as_str()),
        text,
    };
    found.into_iter().map(id).collect()
}

fn counts(facts: &[Fact]) -> Vec<Count> {
    let mut found = BTreeMap::new();
    for fact in facts.iter().filter(|fact| fact.slot == Slot::Count) {
        let Value::Count { number, unit, .. } = &fact.value else { continue };
        if *number < Decimal::from(COUNT_MIN) || *unit == Some(Unit::Percent) {
            continue;
        }
        let number = number.normalize();
        let text = format!("{number} {}", unit.map(String::from).unwrap_or_default()).trim_end().to_owned();
        let key =
            chain(hash(KIND_COUNT, number.to_string().as_bytes()), hash(KIND_COUNT, group(*unit).as_bytes()));
        found.insert(key, Count { key, exact: significant_digits(number) >= 3, text });
    }
    found.into_values().collect()
}

/// Counts in the headline, of people, records and the like.
fn title_counts(title: &str, facts: &[Fact]) -> Vec<(u64, f32)> {
    let in_title = |fact: &&Fact| (fact.span.end as usize) <= title.len() && fact.status.is_none();
    let counts = facts.iter().filter(|fact| fact.slot == Slot::Count).filter(in_title);
    let found = counts.filter_map(|fact| {
        let Value::Count { number, unit: unit @ Some(Unit::Person | Unit::Record | Unit::Account), .. } =
            &fact.value
        else {
            return None;
        };
        Some((hash(KIND_COUNT, group(*unit).as_bytes()), number.to_f32()?))
    });
    found.collect()
}

/// People, records and accounts are one to outlets: 件 and 人 are swapped from one report to the next.
fn group(unit: Option<Unit>) -> String {
    match unit {
        Some(Unit::Person | Unit::Record | Unit::Account | Unit::Item) | None => String::new(),
        Some(unit) => unit.to_string(),
    }
}

fn significant_digits(number: Decimal) -> usize {
    let digits = number.trunc().to_i128().unwrap_or_default().unsigned_abs().to_string();
    digits.trim_end_matches('0').len()
}

fn days(facts: &[Fact]) -> Vec<(u64, String)> {
    use Slot::*;
    let mut found = BTreeSet::new();
    for fact in facts {
        let telling = matches!(fact.slot, DateInitialAccess | DateDetected | DateImpact);
        if let (true, Value::When(When::Day(day))) = (telling, &fact.value) {
            found.insert(day.to_string());
        }
    }
    found.into_iter().map(|day| (hash(KIND_DAY, day.as_bytes()), day)).collect()
}

fn events(facts: &[Fact]) -> BTreeSet<String> {
    let words = facts.iter().filter(|fact| fact.slot == Slot::EventType).map(|fact| &fact.value);
    words.filter_map(|value| if let Value::Word(word) = value { Some(word.clone()) } else { None }).collect()
}

/// English months by their place in the year. "May" counts only before a year: it is a verb elsewhere.
const MONTHS: &[&str] = &[
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// Months named in a headline.
fn months(title: &str) -> BTreeSet<u8> {
    let title: String = title.chars().map(narrow).collect::<String>().to_lowercase();
    let mut found = BTreeSet::new();
    let words: Vec<&str> =
        title.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    for (at, word) in words.iter().enumerate() {
        let before_year = words.get(at + 1).is_some_and(|next| next.len() == 4 && next.starts_with("20"));
        let month = MONTHS.iter().position(|name| name == word);
        if let Some(month) = month.filter(|_| *word != "may" || before_year) {
            found.insert(u8::try_from(month + 1).unwrap_or_default());
        }
    }
    for (at, _) in title.match_indices('月') {
        let digits = title[..at].chars().rev().take_while(char::is_ascii_digit).collect::<Vec<_>>();
        let number: String = digits.into_iter().rev().collect();
        found.extend(number.parse::<u8>().ok().filter(|month| (1..=12).contains(month)));
    }
    found
}

/// Headlines under which many matters are summed up. Own list, both languages, lower case.
const ROUNDUP_WORDS: &[&str] = &[
    "weekly recap",
    "week in review",
    "weekly roundup",
    "weekly round-up",
    "roundup:",
    "round-up",
    "this week in",
    "in other news",
    "weekly update",
    "weekly intelligence",
    "weekly report",
    "weekly threat",
    "threatsday",
    "news brief",
    "newsletter",
    "podcast",
    "daily briefing",
    "cybersecurity bulletin",
    "month in review",
    "year in review",
    "今週の",
    "週間ニュース",
    "週間まとめ",
    "週報",
    "まとめ読み",
    "月間まとめ",
    "ニュースまとめ",
    "の振り返り",
];

fn is_roundup_title(title: &str) -> bool {
    let title: String = title.chars().map(narrow).collect::<String>().to_lowercase();
    ROUNDUP_WORDS.iter().any(|words| title.contains(words))
}
