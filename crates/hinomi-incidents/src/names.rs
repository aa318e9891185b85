//! Names of organisations as keys: every form under which one may be met again.
//!
//! A name is said in full once and shortened after; outlets put "大手" before it and "Holdings" behind it. The
//! forms of a name are its comparable spelling, the same without such additions, and the Latin spelling of a
//! place in it. An article that names no victim in its facts is still searched for names that earlier articles
//! made known: its mentions.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use hinomi_text::name_key;

use crate::concepts::concepts;
use crate::hash::hash;
use crate::sound::{Sound, sounds};
use crate::words::{is_kanji, is_katakana, narrow};

/// Words of a Latin name in a mention, at most.
pub const MENTION_WORDS_MAX: usize = 4;

/// Kanji of a mention, from and to.
pub const MENTION_KANJI: std::ops::RangeInclusive<usize> = 2..=8;

/// Longest lead that is searched for mentions, in characters: about its first sentence. Later ones tell of others.
pub const MENTION_LEAD_CHARS_MAX: usize = 80;

/// Longest headline that is searched for mentions, in characters.
pub const MENTION_CHARS_MAX: usize = 160;

/// Characters of a body in which its speaker is looked for.
pub const SPEAKER_CHARS_MAX: usize = 2000;

/// Shortest label of a host that may name a body.
pub const SPEAKER_LETTERS_MIN: usize = 4;

/// Shortest form of a name, in characters of its comparable spelling.
pub const FORM_CHARS_MIN: usize = 3;

const KIND_NAME: u8 = b'n';
const KIND_PLACE: u8 = b'p';

/// Legal and organisational endings that come and go. Own list.
const ENDINGS: &[&str] = &[
    "ホールディングス",
    "グループ",
    "コーポレーション",
    "ジャパン",
    "株式会社",
    "holdings",
    "holding",
    "group",
    "corporation",
    "corp",
    "company",
    "limited",
    "inc",
    "ltd",
    "plc",
    "llc",
    "ghd",
    "hd",
    "社",
];

/// What Japanese outlets put before a name to say what it is. Own list.
const BEFORE: &[&str] = &["大手", "会社", "企業", "法人", "子会社", "親会社", "運営"];

pub(crate) static PLACES: LazyLock<Vec<(&str, &str)>> = LazyLock::new(|| {
    let lines = include_str!("../data/places.csv").lines().filter(|line| !line.starts_with('#'));
    lines.filter_map(|line| line.split_once(',')).collect()
});

/// The forms of a name, comparable, the full one first.
pub fn forms(name: &str) -> Vec<String> {
    let mut forms = vec![name_key(name)];
    let mut add = |form: String| {
        if form.chars().count() >= FORM_CHARS_MIN && !forms.contains(&form) {
            forms.push(form);
        }
    };
    let key = name_key(name);
    let after = BEFORE.iter().filter_map(|word| key.rsplit_once(word).map(|(_, rest)| rest));
    let bare = after.filter(|rest| !rest.is_empty()).min_by_key(|rest| rest.len()).unwrap_or(&key).to_owned();
    let mut core = bare.clone();
    add(bare);
    while let Some(rest) = ENDINGS.iter().find_map(|ending| core.strip_suffix(ending)) {
        core = rest.to_owned();
        if core.chars().count() < FORM_CHARS_MIN {
            break;
        }
        add(core.clone());
    }
    if let Some(made) = concepts(name).or_else(|| concepts(&key)) {
        add(made);
    }
    forms
}

/// The key under which a comparable form is filed.
pub fn form_key(form: &str) -> u64 {
    hash(KIND_NAME, form.as_bytes())
}

/// The keys of the places that a name stands for: 名古屋港運協会 and "Nagoya Harbor Association" share one.
pub fn places(name: &str) -> BTreeSet<u64> {
    let folded: String = name.chars().map(narrow).collect::<String>().to_lowercase();
    let words: BTreeSet<&str> = folded.split(|c: char| !c.is_ascii_alphabetic()).collect();
    let named = |(kanji, latin): &&(&str, &str)| {
        words.contains(latin) || (kanji.chars().count() >= 2 && folded.contains(kanji))
    };
    PLACES.iter().filter(named).map(|(_, latin)| hash(KIND_PLACE, latin.as_bytes())).collect()
}

/// What a body calls itself in a notice of its own. Own list, both languages.
const FIRST_PERSON: &[&str] = &[
    "当社",
    "弊社",
    "当行",
    "当院",
    "本学",
    "弊学",
    "本校",
    "当校",
    "本市",
    "当協会",
    "当組合",
    "当会",
    "当財団",
    "当法人",
    "当機構",
    "当グループ",
    "our customers",
    "our systems",
    "our investigation",
    "our network",
];

/// Labels of a host that name no body. Own list.
const HOST_WORDS: &[&str] = &[
    "www",
    "news",
    "info",
    "press",
    "official",
    "notice",
    "corp",
    "corporate",
    "release",
    "support",
    "blog",
    "about",
    "example",
    "site",
    "group",
    "global",
    "japan",
    "public",
    "status",
    "security",
];

/// The names under which a notice in the first person may be known by its host: "mirelo" of
/// `https://www.mirelo.co.jp/…`. Empty for a text in which nobody speaks of himself outside quotation marks.
pub fn speakers(url: &str, body: &str) -> Vec<String> {
    let mut depth = 0_usize;
    let mut own_words = String::new();
    for c in body.chars().take(SPEAKER_CHARS_MAX) {
        match c {
            '「' | '『' | '“' => depth += 1,
            '」' | '』' | '”' => depth = depth.saturating_sub(1),
            c if depth == 0 => own_words.extend(c.to_lowercase()),
            _ => {}
        }
    }
    if !FIRST_PERSON.iter().any(|word| own_words.contains(word)) {
        return Vec::new();
    }
    let host =
        url.split_once("://").map_or("", |(_, rest)| rest).split(['/', '?', '#']).next().unwrap_or_default();
    let host = host.split_once(':').map_or(host, |(host, _)| host).to_lowercase();
    let labels = host.split(['.', '-']).filter(|label| label.len() >= SPEAKER_LETTERS_MIN);
    labels.filter(|label| !HOST_WORDS.contains(label)).map(str::to_owned).collect()
}

/// Names that may be mentioned in a headline or lead, whatever the facts say.
#[derive(Debug, Clone, Default)]
pub struct Mentions {
    /// Keys of forms, with whether they stand in the headline.
    pub forms: BTreeMap<u64, bool>,
    /// Sounds of names, with whether they stand in the headline.
    pub sounds: Vec<(Sound, bool)>,
}

/// Finds what may be names in a headline and a lead.
///
/// A name that the text itself sets apart ("アスクルとは別件", "unrelated to …") is none.
pub fn mentions(title: &str, lead: &str) -> Mentions {
    let mut found = Mentions::default();
    for (text, in_title, n_max) in [(title, true, MENTION_CHARS_MAX), (lead, false, MENTION_LEAD_CHARS_MAX)] {
        let chars: Vec<char> = text.chars().map(narrow).take(n_max).collect();
        latin(&chars, in_title, &mut found);
        wide(&chars, in_title, &mut found);
    }
    found
}

impl Mentions {
    /// Adds a name as if the headline said it.
    pub fn say(&mut self, name: &str) {
        self.add(name, true);
        self.hear(name, true);
    }

    fn add(&mut self, name: &str, in_title: bool) {
        for form in forms(name) {
            if form.chars().count() >= FORM_CHARS_MIN
                || (form.chars().count() == 2 && form.chars().all(is_kanji))
            {
                *self.forms.entry(form_key(&form)).or_default() |= in_title;
            }
        }
    }

    fn hear(&mut self, name: &str, in_title: bool) {
        for sound in sounds(name) {
            if !self.sounds.iter().any(|(known, _)| *known == sound) {
                self.sounds.push((sound, in_title));
            }
        }
    }
}

/// Runs of capitalised words, and every shorter run in them.
fn latin(chars: &[char], in_title: bool, found: &mut Mentions) {
    let text: String = chars.iter().collect();
    let lower = text.to_lowercase();
    let part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '&' | '-' | '.' | '\'');
    let mut words: Vec<(usize, &str)> = Vec::new();
    let mut runs: Vec<Vec<(usize, &str)>> = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices().chain(std::iter::once((text.len(), '\n'))) {
        match (start, part(c)) {
            (None, true) => start = Some(at),
            (Some(from), false) => {
                let word = text[from..at].trim_matches(['.', '\'', '-']);
                let word = word.strip_suffix("'s").unwrap_or(word);
                start = None;
                if word.starts_with(|c: char| c.is_ascii_uppercase() || c.is_ascii_digit()) {
                    words.push((from, word));
                } else {
                    runs.push(std::mem::take(&mut words));
                }
                if c != ' ' {
                    runs.push(std::mem::take(&mut words));
                }
            }
            (None, false) if c != ' ' => runs.push(std::mem::take(&mut words)),
            _ => {}
        }
    }
    runs.push(words);
    for run in runs {
        for from in 0..run.len() {
            let before = lower.get(..run[from].0).unwrap_or_default();
            if APART_BEFORE.iter().any(|mark| before.ends_with(mark)) {
                break;
            }
            for to in from..run.len().min(from + MENTION_WORDS_MAX) {
                let name: Vec<&str> = run[from..=to].iter().map(|(_, word)| *word).collect();
                let name = name.join(" ");
                found.add(&name, in_title);
                found.hear(&name, in_title);
            }
        }
    }
}

/// What sets the name before it apart, and the name after it. Own lists.
const APART_AFTER: &[&str] = &["とは別", "とは関係", "とは無関係", "と無関係"];
const APART_BEFORE: &[&str] = &["unrelated to ", "not linked to ", "not related to ", "separate from "];

/// Whether a text says of the run from `start` to `end` that it is another matter.
pub(crate) fn is_set_apart(chars: &[char], start: usize, end: usize) -> bool {
    let starts = |mark: &&str| mark.chars().enumerate().all(|(at, c)| chars.get(end + at) == Some(&c));
    let ends = |mark: &&str| {
        let n = mark.chars().count();
        let same = |(at, c): (usize, char)| chars[start - n + at].to_ascii_lowercase() == c;
        start >= n && mark.chars().enumerate().all(same)
    };
    APART_AFTER.iter().any(starts) || APART_BEFORE.iter().any(ends)
}

/// Katakana runs, and kanji runs with every piece that may be a name.
fn wide(chars: &[char], in_title: bool, found: &mut Mentions) {
    let mut i = 0;
    while i < chars.len() {
        let belongs: fn(char) -> bool = if is_katakana(chars[i]) {
            |c| is_katakana(c) || matches!(c, '・' | '=' | '＝')
        } else if is_kanji(chars[i]) {
            is_kanji
        } else {
            i += 1;
            continue;
        };
        let mut j = i + 1;
        while j < chars.len() && belongs(chars[j]) {
            j += 1;
        }
        let run = &chars[i..j];
        let is_apart = is_set_apart(chars, i, j);
        i = j;
        if is_apart {
            continue;
        }
        if is_kanji(run[0]) {
            for from in 0..run.len() {
                for n in MENTION_KANJI {
                    let Some(piece) = run.get(from..from + n) else { break };
                    found.add(&piece.iter().collect::<String>(), in_title);
                }
            }
        } else if run.len() >= FORM_CHARS_MIN {
            let name: String = run.iter().collect();
            found.add(&name, in_title);
            found.hear(&name, in_title);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn additions_come_and_go() {
        assert_eq!(
            forms("ミレログループホールディングス"),
            ["ミレログループホールディングス", "ミレログループ", "ミレロ"]
        );
        assert_eq!(forms("Mirelo Group, Inc."), ["mirelogroup", "mirelo"]);
        assert!(forms("通販大手ソラマーク").contains(&"ソラマーク".to_owned()));
        assert_eq!(forms(""), [""]);
    }

    #[test]
    fn a_place_is_the_same_in_both_scripts() {
        assert_eq!(places("仙台港湾協会"), places("Sendai Harbour Association"));
        assert!(places("Mirelo").is_empty());
    }

    fn check(title: &str, name: &str) -> bool {
        let found = mentions(title, "");
        forms(name).iter().any(|form| found.forms.contains_key(&form_key(form)))
    }

    #[test]
    fn a_notice_is_told_by_its_host() {
        let url = "https://www.mirelo.co.jp/news/3";
        assert_eq!(speakers(url, "当社のシステムに障害が発生しました。"), ["mirelo"]);
        assert!(speakers(url, "同社は「当社の責任」と述べた。").is_empty());
        assert!(speakers("no address", "当社").is_empty());
    }

    #[test]
    fn names_are_found_in_headlines() {
        assert!(check("ミレロ、物流を再開", "株式会社ミレロ"));
        assert!(check("仙台市の名簿が流出", "仙台市"));
        assert!(check("Hackers hit Sora Mark Works again", "Sora Mark"));
        assert!(!check("ミレロとは別件の被害", "ミレロ"));
        assert!(!check("A leak unrelated to Mirelo", "Mirelo"));
    }

    proptest! {
        #[test]
        fn no_text_panics(title in "\\PC{0,60}", lead in "[A-Z a-z・ァ-ヺ一-十。]{0,60}") {
            let _ = (mentions(&title, &lead), forms(&title), places(&title));
        }
    }
}
