//! Vocabularies: which words mean what, read from data files into one automaton.
//!
//! A vocabulary file is CSV with the columns `term,value,how` behind comment lines (`#`) that name its source, licence
//! and date. Its name says what its terms are; see [`Class`]. The bundled files stand in the crate's `data/`; users add
//! their own in the same form.

use aho_corasick::automaton::Automaton;
use aho_corasick::nfa::contiguous::NFA;
use aho_corasick::{AhoCorasick, AhoCorasickKind, Anchored, MatchKind};
use hinomi_model::Span;
use hinomi_text::{Cue, Folded, cue_words, cues_among, fold};

use crate::error::Error;
use crate::gate::{self, Gates};
use crate::shape::{is_katakana, is_word};

/// What the terms of a vocabulary are; each class is one file name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// `actors.csv`: names of threat actors.
    Actor,
    /// `gangs.csv`: names of ransomware and of the gangs behind it.
    Gang,
    /// `malware.csv`: names of malware.
    Malware,
    /// `attackers.csv`: words for attackers and their tools; the value is group, person or malware.
    Attacker,
    /// `authorities.csv`: bodies that police, regulate or warn; the value is their kind.
    Authority,
    /// `agency-names.csv`: names of one authority in both languages. Not searched for in text.
    AgencyName,
    /// `vendors.csv`: makers and security companies; the value is the Latin name.
    Vendor,
    /// `products.csv`, `products-platforms.csv`: products, platforms, protocols; the value is the maker.
    Product,
    /// `events.csv`: what happened; the value is a word of `event_type`.
    Event,
    /// `data-kinds.csv`: kinds of data; the value is a word of `data_exposed`.
    Data,
    /// `predicates.csv`: what became of data, systems and news; the value is the role.
    Predicate,
    /// `relations.csv`: ties between bodies.
    Relation,
    /// `roles.csv`: words for kinds of bodies beside a name; the value is the language.
    Role,
    /// `topics.csv`: words for what an article is about; the value is the story.
    Topic,
    /// `institutions.csv`: endings of Japanese names of bodies. Not searched for in text.
    Institution,
    /// `legal-forms.csv`: legal forms; the value is the language. Not searched for in text.
    LegalForm,
    /// `common-words.csv`: Japanese words that are no names. Not searched for in text.
    Common,
    /// `common-words-en.csv`: English words with a capital that name no body. Not searched for in text.
    CommonEn,
    /// `countries.csv`: countries and prefectures before a name. Not searched for in text.
    Place,
}

/// Each class with its file and the bundled text.
const FILES: &[(Class, &str, &str)] = &[
    (Class::Actor, "actors.csv", include_str!("../data/actors.csv")),
    (Class::Gang, "gangs.csv", include_str!("../data/gangs.csv")),
    (Class::Malware, "malware.csv", include_str!("../data/malware.csv")),
    (Class::Attacker, "attackers.csv", include_str!("../data/attackers.csv")),
    (Class::Authority, "authorities.csv", include_str!("../data/authorities.csv")),
    (Class::AgencyName, "agency-names.csv", include_str!("../data/agency-names.csv")),
    (Class::Vendor, "vendors.csv", include_str!("../data/vendors.csv")),
    (Class::Product, "products.csv", include_str!("../data/products.csv")),
    (Class::Product, "products-platforms.csv", include_str!("../data/products-platforms.csv")),
    (Class::Event, "events.csv", include_str!("../data/events.csv")),
    (Class::Data, "data-kinds.csv", include_str!("../data/data-kinds.csv")),
    (Class::Predicate, "predicates.csv", include_str!("../data/predicates.csv")),
    (Class::Relation, "relations.csv", include_str!("../data/relations.csv")),
    (Class::Role, "roles.csv", include_str!("../data/roles.csv")),
    (Class::Topic, "topics.csv", include_str!("../data/topics.csv")),
    (Class::Institution, "institutions.csv", include_str!("../data/institutions.csv")),
    (Class::LegalForm, "legal-forms.csv", include_str!("../data/legal-forms.csv")),
    (Class::Common, "common-words.csv", include_str!("../data/common-words.csv")),
    (Class::CommonEn, "common-words-en.csv", include_str!("../data/common-words-en.csv")),
    (Class::Place, "countries.csv", include_str!("../data/countries.csv")),
];

/// When a term counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum How {
    /// Wherever it stands.
    Plain,
    /// Only in a sentence that speaks of an attack.
    Sentence,
    /// Only beside a word for attackers or malware, or in quotation marks: it is a plain word too.
    Near,
    /// For words of [`Class::Common`]: also where a longer run ends in it. For topics: one is enough.
    Strong,
}

/// One meaning of a term.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The vocabulary that it stands in.
    pub class: Class,
    /// Its value; for names the name under which synonyms are one.
    pub value: String,
    /// When it counts.
    pub how: How,
    /// The term as the vocabulary writes it.
    pub term: String,
}

/// A term where it stands in a text.
#[derive(Debug, Clone, Copy)]
pub struct Term<'l> {
    /// Where; into the text that was searched.
    pub span: Span,
    /// What it means.
    pub entry: &'l Entry,
}

/// What a word of the automaton is: a term, a word that patterns need, a cue.
#[derive(Debug, Default)]
struct Word {
    meanings: Vec<Entry>,
    gates: Option<Gates>,
    /// Its place among the words of cues.
    cue: Option<usize>,
}

/// Hashed by a quick function: the keys are words of our own vocabularies, which nobody makes collide.
type HashMap<K, V> = std::collections::HashMap<K, V, rustc_hash::FxBuildHasher>;

/// All vocabularies. Made once and shared.
#[derive(Debug)]
pub struct Lexicon {
    /// Compact rather than a table of every state and byte: that is twice as fast alone, but of 20 MB, made anew for each
    /// run of the program in a tenth of a second, and drives everything else out of the processor's cache.
    automaton: NFA,
    /// Names in Latin letters by their first word in lower case: (the whole name in lower case, its meanings). A list of
    /// thousands of names would make the automaton too large for the processor's cache, and a name starts at a capital.
    names: HashMap<String, Vec<(String, Vec<Entry>)>>,
    /// Japanese roles and legal forms, which are cut off names, and the class of each.
    affixes: AhoCorasick,
    affix_classes: Vec<Class>,
    /// What each word of the automaton is.
    words: Vec<Word>,
    /// Entries that are not searched for, sorted by class and term.
    lists: std::collections::BTreeMap<Class, std::collections::BTreeMap<String, Entry>>,
    /// The same by class, for look-ups of whole words.
    by_term: Vec<HashMap<String, Entry>>,
    /// The same by class and last letter, for look-ups of what a word ends in.
    by_end: HashMap<(Class, char), Vec<Entry>>,
    /// The same by class and first letter, sorted by term.
    by_start: HashMap<(Class, char), Vec<Entry>>,
    /// Synonyms of each name, by class and value.
    synonyms: std::collections::BTreeMap<(Class, String), Vec<String>>,
}

impl Lexicon {
    /// The vocabularies that come with Hinomi.
    pub fn bundled() -> Self {
        let files: Vec<(&str, &str)> = FILES.iter().map(|(_, name, text)| (*name, *text)).collect();
        Self::from_files(&files).expect("the bundled vocabularies are read by a test")
    }

    /// The bundled vocabularies and the user's own beside them.
    ///
    /// # Errors
    /// As [`Lexicon::from_files`]; and a term that stands twice in the user's files, with the same meaning or another.
    pub fn with_files(own: &[(&str, &str)]) -> Result<Self, Error> {
        check_own(own)?;
        let mut files: Vec<(&str, &str)> = FILES.iter().map(|(_, name, text)| (*name, *text)).collect();
        files.extend_from_slice(own);
        Self::from_files(&files)
    }

    /// Reads vocabularies from pairs of file name and text. The name's last part (`actors.csv`) or its beginning
    /// before a dash (`actors-mine.csv`) says which vocabulary it is.
    ///
    /// # Errors
    /// An unknown vocabulary, a line without three columns, an empty term, an unknown word in `how`, each with its
    /// file and line; or vocabularies too large for one automaton.
    pub fn from_files(files: &[(&str, &str)]) -> Result<Self, Error> {
        let mut patterns = std::collections::BTreeMap::<String, Vec<Entry>>::new();
        let mut names = std::collections::BTreeMap::<String, Vec<Entry>>::new();
        let mut lists = std::collections::BTreeMap::<Class, std::collections::BTreeMap<String, Entry>>::new();
        let mut synonyms = std::collections::BTreeMap::<(Class, String), Vec<String>>::new();
        for (file, text) in files {
            let class = class_of(file).ok_or_else(|| Error::Vocabulary { file: (*file).to_owned() })?;
            for (_, entry) in entries(class, file, text)? {
                if !entry.value.is_empty() && matches!(class, Class::Actor | Class::Gang | Class::Malware) {
                    let same = synonyms.entry((class, entry.value.clone())).or_default();
                    if !same.contains(&entry.term) {
                        same.push(entry.term.clone());
                    }
                }
                if is_searched(class) {
                    let is_name = is_latin_name(&entry);
                    let set = if is_name { &mut names } else { &mut patterns };
                    let meanings = set.entry(entry.term.to_lowercase()).or_default();
                    if !meanings.contains(&entry) {
                        meanings.push(entry);
                    }
                } else {
                    lists.entry(class).or_default().insert(entry.term.clone(), entry);
                }
            }
        }
        let mut words = std::collections::BTreeMap::<String, Word>::new();
        for (word, meanings) in patterns {
            words.entry(word).or_default().meanings = meanings;
        }
        for (word, gates) in gate::words() {
            words.entry(word.clone()).or_default().gates.get_or_insert_default().add(gates);
        }
        for (idx, word) in cue_words().iter().enumerate() {
            words.entry(word.clone()).or_default().cue.get_or_insert(idx);
        }
        let automaton = NFA::builder()
            .match_kind(MatchKind::Standard)
            .prefilter(false)
            .build(words.keys())
            .map_err(|source| Error::TooLarge { source })?;
        let is_ja = |e: &&Entry| e.value == "ja";
        let listed = |class| lists.get(&class).into_iter().flat_map(|l| l.values()).filter(is_ja);
        let ends: Vec<(&str, Class)> = [Class::Role, Class::LegalForm]
            .iter()
            .flat_map(|c| listed(*c).map(|e| (e.term.as_str(), *c)))
            .collect();
        let affixes = AhoCorasick::builder()
            .kind(Some(AhoCorasickKind::DFA))
            .build(ends.iter().map(|(t, _)| *t))
            .map_err(|source| Error::TooLarge { source })?;
        let affix_classes = ends.into_iter().map(|(_, class)| class).collect();
        let mut by_word = HashMap::<String, Vec<(String, Vec<Entry>)>>::default();
        for (name, meanings) in names {
            by_word.entry(first_word(&name).to_owned()).or_default().push((name, meanings));
        }
        let mut by_term = vec![HashMap::default(); FILES.len()];
        let mut by_end = HashMap::<(Class, char), Vec<Entry>>::default();
        let mut by_start = HashMap::<(Class, char), Vec<Entry>>::default();
        for entry in lists.values().flat_map(|list| list.values()) {
            if let Some(terms) = by_term.get_mut(entry.class as usize) {
                terms.insert(entry.term.clone(), entry.clone());
            }
            if let (Some(first), Some(last)) = (entry.term.chars().next(), entry.term.chars().next_back()) {
                by_end.entry((entry.class, last)).or_default().push(entry.clone());
                by_start.entry((entry.class, first)).or_default().push(entry.clone());
            }
        }
        Ok(Self {
            automaton,
            by_term,
            by_end,
            by_start,
            affixes,
            affix_classes,
            names: by_word,
            words: words.into_values().collect(),
            lists,
            synonyms,
        })
    }

    /// The terms in a folded text, in text order. Of overlapping terms of one class the first and longest counts; a term
    /// with the value `none` shields what lies inside it, whatever its class.
    ///
    /// With them come the cues. `opens` is told of each word that a pattern needs, in the order of their ends.
    pub(crate) fn look_up(
        &self,
        folded: &Folded,
        mut opens: impl FnMut(Span, &Gates),
    ) -> (Vec<Term<'_>>, Vec<Cue>) {
        let mut cues: Vec<(Span, usize)> = Vec::new();
        let mut found: Vec<Term<'_>> = Vec::new();
        let (lower, text) = (folded.lower(), folded.text.as_str());
        self.each_word(lower, |start, end, word| {
            let Word { meanings, gates, cue } = word;
            if let Some(gates) = gates {
                opens(Span::new(start, end), gates);
            }
            cues.extend(cue.map(|idx| (Span::new(start, end), idx)));
            if meanings.is_empty() {
                return;
            }
            let Some(end) = word_end(text, start, end) else { return };
            let span = Span::new(start, end);
            let written = span.of(text).unwrap_or_default();
            let counting = meanings.iter().filter(|entry| case_fits(entry, written));
            found.extend(counting.map(|entry| Term { span, entry }));
        });
        self.latin_names(folded, &mut found);
        found.sort_by_key(|t| (t.span.start, std::cmp::Reverse(t.span.end), t.entry.class));
        let mut last = [Span { start: 0, end: 0 }; FILES.len()];
        let mut shield = Span { start: 0, end: 0 };
        found.retain(|term| {
            if shield.contains(term.span) && shield != term.span {
                return false;
            }
            // The same words may mean several things of one class.
            let Some(before) = last.get_mut(term.entry.class as usize) else { return false };
            if before.overlaps(term.span) && *before != term.span {
                return false;
            }
            *before = term.span;
            if term.entry.value == "none" {
                shield = term.span;
            }
            true
        });
        (found, cues_among(folded, cues))
    }

    /// The terms in `text`, which is folded already.
    #[cfg(test)]
    fn terms(&self, text: &str) -> Vec<Term<'_>> {
        self.look_up(&Folded::already(text.to_owned()), |_, _| ()).0
    }

    /// Tells of each place in `lower` that holds one of the words, overlapping ones too, in the order of their ends.
    ///
    /// Steps through the automaton by hand: a word ends at every tenth byte, and the searches of the crate begin anew
    /// behind each.
    fn each_word<'l>(&'l self, lower: &str, mut tell: impl FnMut(usize, usize, &'l Word)) {
        let automaton = &self.automaton;
        let Ok(mut state) = automaton.start_state(Anchored::No) else { return };
        for (at, byte) in lower.bytes().enumerate() {
            state = automaton.next_state(Anchored::No, state, byte);
            if !automaton.is_match(state) {
                continue;
            }
            let end = at + 1;
            for idx in 0..automaton.match_len(state) {
                let pattern = automaton.match_pattern(state, idx);
                if let Some(word) = self.words.get(pattern.as_usize()) {
                    tell(end - automaton.pattern_len(pattern), end, word);
                }
            }
        }
    }

    /// Adds the names that start at a capital letter or digit in the folded text.
    fn latin_names<'l>(&'l self, folded: &Folded, found: &mut Vec<Term<'l>>) {
        let text = folded.text.as_str();
        let (bytes, lower) = (text.as_bytes(), folded.lower());
        let mut at = 0;
        while let Some(skipped) = bytes.get(at..).and_then(|b| b.iter().position(u8::is_ascii_alphanumeric)) {
            let start = at + skipped;
            let run = bytes.get(start..).unwrap_or_default();
            let len = run.iter().take_while(|b| b.is_ascii_alphanumeric()).count();
            at = start + len;
            let has_capital = run.iter().take(len).any(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
            let Some(names) = lower.get(start..at).filter(|_| has_capital).and_then(|w| self.names.get(w))
            else {
                continue;
            };
            if text.get(..start).and_then(|t| t.chars().next_back()).is_some_and(is_word) {
                continue;
            }
            for (name, meanings) in names {
                let end = start + name.len();
                if lower.get(start..end) != Some(name) {
                    continue;
                }
                let (Some(written), Some(end)) = (text.get(start..end), word_end(text, start, end)) else {
                    continue;
                };
                let span = Span::new(start, end);
                let counting = meanings.iter().filter(|entry| case_fits(entry, written));
                found.extend(counting.map(|entry| Term { span, entry }));
            }
        }
    }

    /// Japanese roles and legal forms in `text`, overlapping ones too: start, end, class.
    pub fn affixes(&self, text: &str) -> Vec<(usize, usize, Class)> {
        let hits = self.affixes.find_overlapping_iter(text);
        hits.filter_map(|hit| {
            Some((hit.start(), hit.end(), *self.affix_classes.get(hit.pattern().as_usize())?))
        })
        .collect()
    }

    /// The entry of a class that is not searched for in text.
    pub fn listed(&self, class: Class, term: &str) -> Option<&Entry> {
        self.by_term.get(class as usize)?.get(term)
    }

    /// The entries of a class that is not searched for in text that `word` ends in, without `word` itself.
    pub fn endings<'s>(&'s self, class: Class, word: &'s str) -> impl Iterator<Item = &'s Entry> {
        let entries = word.chars().next_back().and_then(|last| self.by_end.get(&(class, last)));
        let is_end = |e: &&Entry| e.term.len() < word.len() && word.ends_with(e.term.as_str());
        entries.into_iter().flatten().filter(is_end)
    }

    /// The entries of a class that is not searched for in text that `word` starts with, sorted by term.
    pub fn starts<'s>(&'s self, class: Class, word: &'s str) -> impl Iterator<Item = &'s Entry> {
        let entries = word.chars().next().and_then(|first| self.by_start.get(&(class, first)));
        entries.into_iter().flatten().filter(|e| word.starts_with(e.term.as_str()))
    }

    /// The entries of a class that is not searched for in text, sorted by term.
    pub fn list(&self, class: Class) -> impl Iterator<Item = &Entry> {
        self.lists.get(&class).into_iter().flat_map(|list| list.values())
    }

    /// The other names of what `value` names, in the order of the files; without `except`.
    pub fn synonyms(&self, class: Class, value: &str, except: &str) -> Vec<String> {
        let same = self.synonyms.get(&(class, value.to_owned()));
        let mut out: Vec<String> =
            same.into_iter().flatten().filter(|n| n.as_str() != except).cloned().collect();
        if value != except && !out.iter().any(|name| name == value) {
            out.push(value.to_owned());
        }
        out
    }
}

/// Which vocabulary a file is, by its name.
fn class_of(file: &str) -> Option<Class> {
    let name = file.rsplit(['/', '\\']).next().unwrap_or(file);
    let stem = name.strip_suffix(".csv").unwrap_or(name);
    let is = |known: &str| {
        let known = known.trim_end_matches(".csv");
        stem == known || stem.strip_prefix(known).is_some_and(|rest| rest.starts_with('-'))
    };
    // The longest name first: `common-words-en` is no `common-words` of a user.
    FILES
        .iter()
        .filter(|(_, known, _)| is(known))
        .max_by_key(|(_, known, _)| known.len())
        .map(|(class, _, _)| *class)
}

fn is_searched(class: Class) -> bool {
    !matches!(
        class,
        Class::AgencyName
            | Class::Role
            | Class::Institution
            | Class::LegalForm
            | Class::Common
            | Class::CommonEn
            | Class::Place
    )
}

/// Whether a term is a name that starts with a Latin letter or digit, to be looked up by its first word.
fn is_latin_name(entry: &Entry) -> bool {
    matches!(entry.class, Class::Actor | Class::Gang | Class::Malware | Class::Product | Class::Vendor)
        && entry.term.is_ascii()
        && entry.term.starts_with(|c: char| c.is_ascii_alphanumeric())
}

/// The letters and digits at the front of a text.
fn first_word(text: &str) -> &str {
    let end = text.bytes().take_while(u8::is_ascii_alphanumeric).count();
    text.get(..end).unwrap_or_default()
}

/// Whether each term of the user's files stands there once: a second line for it would be a slip, or leave open which
/// of its meanings counts.
fn check_own(own: &[(&str, &str)]) -> Result<(), Error> {
    let mut seen = std::collections::BTreeMap::<(Class, String), (&str, u64, String)>::new();
    for (file, text) in own {
        let class = class_of(file).ok_or_else(|| Error::Vocabulary { file: (*file).to_owned() })?;
        for (line, entry) in entries(class, file, text)? {
            let key = (class, entry.term.to_lowercase());
            if let Some((other, at, value)) = seen.get(&key) {
                let reason = if *value == entry.value {
                    format!("{:?} stands in {other} line {at} already; keep one of the two", entry.term)
                } else {
                    format!(
                        "{:?} means {value:?} in {other} line {at} and {:?} here; keep one",
                        entry.term, entry.value
                    )
                };
                return Err(Error::Line { file: (*file).to_owned(), line, reason });
            }
            seen.insert(key, (file, line, entry.value));
        }
    }
    Ok(())
}

/// Reads one vocabulary file: the line of each entry, and the entry.
fn entries(class: Class, file: &str, text: &str) -> Result<Vec<(u64, Entry)>, Error> {
    let mut reader =
        csv::ReaderBuilder::new().comment(Some(b'#')).flexible(true).from_reader(text.as_bytes());
    let mut out = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|source| Error::Csv { file: file.to_owned(), source })?;
        let line = record.position().map_or(0, csv::Position::line);
        let wrong = |reason: &str| Error::Line { file: file.to_owned(), line, reason: reason.to_owned() };
        let (Some(term), Some(value), Some(how)) = (record.get(0), record.get(1), record.get(2)) else {
            return Err(wrong("needs the columns term,value,how"));
        };
        let term = fold(term.trim()).text;
        if term.is_empty() {
            return Err(wrong("the term is empty"));
        }
        let how = match how.trim() {
            "" => How::Plain,
            "sentence" => How::Sentence,
            "near" => How::Near,
            "strong" => How::Strong,
            _ => return Err(wrong("how must be empty, sentence, near or strong")),
        };
        let is_name = matches!(class, Class::Actor | Class::Gang | Class::Malware | Class::Vendor);
        let value = if value.trim().is_empty() && is_name { &term } else { value.trim() };
        out.push((line, Entry { class, value: value.to_owned(), how, term: term.clone() }));
    }
    Ok(out)
}

/// Where a match ends as a word, or `None` where it cuts one. A Latin word may carry a plural s.
fn word_end(text: &str, start: usize, end: usize) -> Option<usize> {
    let before = text.get(..start)?.chars().next_back();
    let mut inside = text.get(start..end)?.chars();
    let first = inside.next()?;
    let last = inside.next_back().unwrap_or(first);
    let mut after = text.get(end..)?.chars();
    let next = after.next();
    if is_word(first) && before.is_some_and(is_word) {
        return None;
    }
    if is_katakana(first) && before.is_some_and(is_katakana) && !is_katakana_compound(text, start, end) {
        return None;
    }
    if is_word(last) && next.is_some_and(is_word) {
        let plural = next == Some('s') && last.is_ascii_lowercase() && !after.next().is_some_and(is_word);
        return plural.then_some(end + 1);
    }
    if is_katakana(last) && next.is_some_and(is_katakana) && !is_katakana_compound(text, start, end) {
        return None;
    }
    Some(end)
}

/// Katakana words run together (ランサムウェアグループ): terms of five characters and more are found inside a run.
fn is_katakana_compound(text: &str, start: usize, end: usize) -> bool {
    text.get(start..end).is_some_and(|word| word.chars().count() >= 5)
}

/// Names count as the vocabulary writes them, in capitals, or with a capital where they are one word; other terms in
/// any case.
fn case_fits(entry: &Entry, written: &str) -> bool {
    let is_name = matches!(
        entry.class,
        Class::Actor | Class::Gang | Class::Malware | Class::Vendor | Class::Product | Class::Authority
    );
    if !is_name || entry.term == written || !written.bytes().any(|b| b.is_ascii_alphabetic()) {
        return true;
    }
    if entry.class == Class::Authority {
        let is_phrase = entry.term.bytes().any(|b| b.is_ascii_lowercase() || b == b' ');
        return is_phrase
            && (entry.term.starts_with(|c: char| c.is_ascii_lowercase()) || starts_upper(written));
    }
    let is_upper = written.chars().count() >= 4 && !written.bytes().any(|b| b.is_ascii_lowercase());
    is_upper || (starts_upper(written) && entry.term.to_lowercase() == written.to_lowercase())
}

fn starts_upper(text: &str) -> bool {
    text.starts_with(|c: char| c.is_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bundled_vocabularies_are_read() {
        let lexicon = Lexicon::bundled();
        assert!(lexicon.terms("Ransomware").iter().any(|t| t.entry.class == Class::Event));
    }

    #[test]
    fn words_are_found_whole() {
        let lexicon =
            Lexicon::from_files(&[("events.csv", "term,value,how\nhack,attack,\n攻撃,attack,\n")]).unwrap();
        let found = |text: &str| {
            lexicon.terms(text).iter().map(|t| t.span.of(text).unwrap().to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(found("Hacks by a hacker who hack 攻撃者"), ["Hacks", "hack", "攻撃"]);
        assert!(found("shack").is_empty());
    }

    #[test]
    fn an_error_names_file_and_line() {
        let error = |name: &str, text: &str| Lexicon::from_files(&[(name, text)]).unwrap_err().to_string();
        assert_eq!(
            error("my/actors-own.csv", "# x\nterm,value,how\nFoo,,\nBar,,sometimes\n"),
            "my/actors-own.csv line 4: how must be empty, sentence, near or strong"
        );
        assert_eq!(
            error("events.csv", "term,value,how\nx\n"),
            "events.csv line 2: needs the columns term,value,how"
        );
        assert_eq!(error("stars.csv", ""), "stars.csv: no vocabulary has this name");
    }

    #[test]
    fn a_term_stands_once_in_the_users_files() {
        let error = |files: &[(&str, &str)]| Lexicon::with_files(files).unwrap_err().to_string();
        assert_eq!(
            error(&[("gangs-own.csv", "term,value,how\nGloom,,\nRook,,\ngloom,Rook,\n")]),
            "gangs-own.csv line 4: \"gloom\" means \"Gloom\" in gangs-own.csv line 2 and \"Rook\" here; keep one"
        );
        assert_eq!(
            error(&[
                ("gangs-a.csv", "term,value,how\nGloom,,\n"),
                ("gangs-b.csv", "term,value,how\nGloom,,\n")
            ]),
            "gangs-b.csv line 2: \"Gloom\" stands in gangs-a.csv line 2 already; keep one of the two"
        );
    }

    #[test]
    fn a_users_name_joins_the_bundled_ones() {
        let lexicon =
            Lexicon::with_files(&[("actors-own.csv", "term,value,how\nGloom Heron,,\nGH-7,Gloom Heron,\n")])
                .unwrap();
        let text = "Researchers watch Gloom Heron.";
        assert!(lexicon.terms(text).iter().any(|t| t.entry.class == Class::Actor));
        assert_eq!(lexicon.synonyms(Class::Actor, "Gloom Heron", "GH-7"), ["Gloom Heron"]);
    }
}
