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
use crate::sound::{Sound, sounds};
use crate::words::{Word, narrow, words};

/// Smallest count that is a key: smaller ones meet by chance.
pub const COUNT_MIN: i64 = 1000;

/// Most names of one role that are read from an article; a list of victims is a list, not a matter.
pub const NAMES_MAX: usize = 24;

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
    /// CVE and JVN ids, hash and text.
    pub ids: Vec<(u64, String)>,
    /// Counts that are keys.
    pub counts: Vec<Count>,
    /// Event days, hash and text.
    pub days: Vec<(u64, String)>,
    /// Event types.
    pub events: BTreeSet<String>,
    /// Words of headline and lead.
    pub words: Vec<Word>,
    /// Finger-print of the body, for copies.
    pub print: Print,
}

const KIND_NAME: u8 = b'n';
const KIND_SOUND: u8 = b's';
const KIND_ID: u8 = b'i';
const KIND_COUNT: u8 = b'c';
const KIND_DAY: u8 = b'd';
const KIND_URL: u8 = b'u';

/// The key under which a form of a name is filed.
pub fn name_form(name: &str) -> u64 {
    hash(KIND_NAME, hinomi_text::name_key(name).as_bytes())
}

/// The key under which a sound is filed.
pub fn sound_form(sound: &Sound) -> u64 {
    hash(KIND_SOUND, sound.skeleton.as_bytes())
}

/// Collects the keys of an article.
pub fn keys(candidate: &Candidate<'_>) -> Keys {
    let Candidate { article, facts } = candidate;
    let ids = ids(&facts.facts);
    let roundup = ids.len() >= ROUNDUP_CVES_MIN || is_roundup_title(&article.title);
    Keys {
        known_at: article.known_at,
        url: hash(KIND_URL, article.url.as_bytes()),
        lang: article.lang,
        story: facts.story,
        roundup,
        names: names(article, &facts.facts),
        ids,
        counts: counts(&facts.facts),
        days: days(&facts.facts),
        events: events(&facts.facts),
        words: words(&article.title, article.body()),
        print: crate::copies::print(article.body()),
    }
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
        let mut forms = Vec::new();
        let mut heard = Vec::new();
        let mut in_title = false;
        for form in std::iter::once(text).chain(&fact.aliases) {
            let key = hinomi_text::name_key(form);
            if key.is_empty() {
                continue;
            }
            in_title |= title.contains(&key);
            let hashed = hash(KIND_NAME, key.as_bytes());
            if !forms.contains(&hashed) {
                forms.push(hashed);
            }
            heard.extend(sounds(form));
        }
        let Some(first) = forms.first() else { continue };
        found
            .entry((role, *first))
            .and_modify(|name| {
                name.in_title |= in_title;
                let more = forms.iter().filter(|form| !name.forms.contains(form));
                let more: Vec<u64> = more.copied().collect();
                name.forms.extend(more);
            })
            .or_insert(Name { role, text: text.clone(), forms: forms.clone(), sounds: heard, in_title });
    }
    found.into_values().take(NAMES_MAX).collect()
}

fn ids(facts: &[Fact]) -> Vec<(u64, String)> {
    let mut found = BTreeSet::new();
    for fact in facts.iter().filter(|fact| matches!(fact.slot, Slot::Cve | Slot::Jvn)) {
        if let Value::Id(id) = &fact.value {
            found.insert(id.clone());
        }
    }
    found.into_iter().map(|id| (hash(KIND_ID, id.as_bytes()), id)).collect()
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
    "週間",
    "週報",
    "まとめ読み",
    "月間",
    "ニュースまとめ",
    "振り返り",
];

fn is_roundup_title(title: &str) -> bool {
    let title: String = title.chars().map(narrow).collect::<String>().to_lowercase();
    ROUNDUP_WORDS.iter().any(|words| title.contains(words))
}
