//! Names of malware that an English sentence introduces: by a verb of naming, by a word for malware right beside them,
//! or by their own ending.
//!
//! Looked for only in sentences with a word for malware. Each place gives a candidate, whose letters then must look
//! like a name; a word that only stands at the front of its sentence must be a name elsewhere too.

mod words;

use hinomi_model::Span;

use crate::actors;
use crate::lexicon::{Class, Term};
use crate::names_en::{ADJECTIVES, is_people, is_title_case, stands_alone};
use crate::scan::{Scan, Sentence};
use words::{BETWEEN, DEALERS, ENDINGS, GENERIC, HARMLESS, LEADS, MODIFIERS, NAMING, NAMING_AS, TAILS};

/// Words of a name, at most.
const NAME_WORDS_MAX: usize = 3;
/// Words of a name that no verb introduces, at most: longer runs are headings.
const PLAIN_WORDS_MAX: usize = 2;
/// How many words before a verb of naming the word for malware may stand.
const NAMING_WORDS_MAX: usize = 14;
/// How many words behind a name the word for malware may stand that says what it is.
const TELLING_WORDS_MAX: usize = 7;

/// A word of the sentence, without the marks around it.
#[derive(Clone, Copy)]
struct Word<'t> {
    start: usize,
    bare: &'t str,
    /// Whether a mark stands behind it, so that no name goes on.
    closes: bool,
    /// Whether a mark stands before it.
    opens: bool,
}

/// A name that may be, as a range of words, with the words of its run that were cut off its end.
#[derive(Clone, Copy)]
struct Run {
    from: usize,
    to: usize,
    run_end: usize,
}

/// The sentence as words, with the places of words for malware and for groups among them.
struct Seen<'t> {
    words: Vec<Word<'t>>,
    /// First and last word of each word for malware.
    malware: Vec<(usize, usize)>,
    /// Last word of each word for a group.
    groups: Vec<usize>,
}

/// Words for malware from which on a text is about it.
const WORDS_MIN: usize = 3;

/// Whether the text is about malware, so that names count in it that are like no others.
pub fn is_about_malware(scan: &Scan<'_>) -> bool {
    let is_word = |t: &&Term<'_>| t.entry.class == Class::Attacker && t.entry.value == "malware";
    scan.terms.iter().filter(is_word).nth(WORDS_MIN - 1).is_some()
}

/// Spans of the names that the sentence introduces as malware, in order. In a text that `is_about` malware a name with
/// an ending of its own counts in any sentence.
pub fn malware(scan: &Scan<'_>, sentence: &Sentence, is_about: bool) -> Vec<Span> {
    let has_word = scan.value_in(sentence.span, Class::Attacker, "malware").next().is_some();
    if !is_about && !has_word {
        return Vec::new();
    }
    let seen = Seen::of(scan, sentence);
    let start = sentence.span.range().start;
    let mut out: Vec<Span> = Vec::new();
    let mut last_end = None;
    let mut idx = 0;
    while idx < seen.words.len() {
        let Some(run) = seen.run(scan, idx) else {
            idx += 1;
            continue;
        };
        idx = run.run_end;
        // "A and B": what holds of the one holds of the other.
        let is_next = last_end.is_some_and(|end| end + 1 == run.from && seen.is(end, &["and", "or"]))
            || last_end.is_some_and(|end| end == run.from);
        let is_named = seen.is_named(run);
        let n_words = run.to - run.from;
        let is_made = |idx: usize| seen.words.get(idx).is_some_and(|word| is_odd(word.bare));
        let may_be = has_word || (run.from..run.to).any(is_made);
        let is_introduced = may_be && n_words <= PLAIN_WORDS_MAX && seen.introduces(run);
        if !(is_next || is_named || is_introduced || seen.has_ending(run)) {
            continue;
        }
        let (Some(first), Some(last)) = (seen.words.get(run.from), seen.words.get(run.to - 1)) else {
            continue;
        };
        let span = Span::new(start + first.start, start + last.start + last.bare.len());
        if is_name(scan, sentence, span, is_named) {
            out.push(span);
            last_end = Some(run.to);
        }
    }
    out
}

impl<'t> Seen<'t> {
    fn of(scan: &'t Scan<'_>, sentence: &Sentence) -> Self {
        let words = split(scan.of(sentence.span));
        let start = sentence.span.range().start;
        let word_at = |at: usize| words.partition_point(|w| w.start + start <= at).saturating_sub(1);
        let (mut malware, mut groups) = (Vec::new(), Vec::new());
        for term in scan.class_in(sentence.span, Class::Attacker) {
            let (first, last) = (word_at(term.span.range().start), word_at(term.span.range().end - 1));
            match term.entry.value.as_str() {
                "malware" => malware.push((first, last)),
                _ => groups.push(last),
            }
        }
        Self { words, malware, groups }
    }

    /// The word at `idx` in lower case; empty where there is none.
    fn lower(&self, idx: usize) -> String {
        self.words.get(idx).map_or_else(String::new, |word| word.bare.to_ascii_lowercase())
    }

    fn is(&self, idx: usize, list: &[&str]) -> bool {
        self.words.get(idx).is_some_and(|word| list.iter().any(|w| w.eq_ignore_ascii_case(word.bare)))
    }

    fn is_malware(&self, idx: usize) -> bool {
        self.malware.iter().any(|(first, last)| (*first..=*last).contains(&idx))
    }

    /// The run of words written like names that starts at `from`, without what is no part of a name at its ends.
    fn run(&self, scan: &Scan<'_>, from: usize) -> Option<Run> {
        let mut run_end = from;
        while let Some(word) = self.words.get(run_end).filter(|word| is_name_like(word.bare)) {
            if run_end > from && word.opens {
                break;
            }
            run_end += 1;
            if word.closes {
                break;
            }
        }
        let is_common = |idx: usize| {
            self.words.get(idx).is_some_and(|word| {
                GENERIC.contains(&word.bare) || scan.lexicon.listed(Class::CommonEn, word.bare).is_some()
            })
        };
        let (mut first, mut to) = (from, run_end);
        while first < to && (is_common(first) || self.is_malware(first)) {
            first += 1;
        }
        while first < to && (self.is_malware(to - 1) || is_common(to - 1) || self.is(to - 1, MODIFIERS)) {
            to -= 1;
        }
        match (run_end > from, to > first && to - first <= NAME_WORDS_MAX) {
            (true, true) => Some(Run { from: first, to, run_end }),
            _ => None,
        }
    }

    fn introduces(&self, run: Run) -> bool {
        self.is_named(run)
            || self.is_beside(run)
            || self.is_told(run)
            || self.is_led(run)
            || self.has_ending(run)
    }

    /// Whether a verb of naming stands before the run, and what it names is malware.
    fn is_named(&self, run: Run) -> bool {
        let Some(mut at) = run.from.checked_sub(1) else { return false };
        let mut is_as = false;
        for _ in 0..BETWEEN.len() {
            if !self.is(at, BETWEEN) || at == 0 {
                break;
            }
            is_as |= self.is(at, &["as"]);
            at -= 1;
        }
        // "dubbed by Acme as X", "dubbed by Acme X".
        if let Some(by) = (at.saturating_sub(3)..at).rev().find(|idx| self.is(*idx, &["by"])) {
            at = by.saturating_sub(1);
        }
        let is_such = is_as && self.is(at, &["such"]);
        let is_list = self.is(at, &["including", "like", "e.g"]) || is_such;
        if is_list {
            return at > 0 && self.is_malware(at - 1);
        }
        if !(self.is(at, NAMING) || (is_as && self.is(at, NAMING_AS))) {
            return false;
        }
        let near = |idx: usize| idx < at && at - idx <= NAMING_WORDS_MAX;
        let before = self.malware.iter().map(|(_, last)| *last).filter(|idx| near(*idx)).max();
        let group = self.groups.iter().copied().filter(|idx| near(*idx)).max();
        let behind = self
            .malware
            .iter()
            .any(|(first, _)| *first >= run.to && *first <= run.to + TELLING_WORDS_MAX / 2);
        before.is_some_and(|idx| group.is_none_or(|group| group < idx)) || (group.is_none() && behind)
    }

    /// Whether a word for malware stands right before or behind the run: "malware X", "the X banking trojan".
    fn is_beside(&self, run: Run) -> bool {
        let is_open = |idx: usize| self.words.get(idx).is_some_and(|word| !word.closes);
        if run.from.checked_sub(1).is_some_and(|before| {
            self.is_malware(before)
                && is_open(before)
                && self.words.get(before).is_some_and(|w| !is_name_like(w.bare))
        }) {
            return true;
        }
        let mut at = run.to;
        while at < run.to + MODIFIERS_MAX && self.is(at, MODIFIERS) && !self.is_malware(at) && is_open(at) {
            at += 1;
        }
        (run.to..at + 1).all(|idx| idx == run.from || is_open(idx - 1))
            && (self.is_malware(at) && !self.is(at + 1, DEALERS) || (at == run.to && self.is(at, TAILS)))
    }

    /// Whether the sentence says of the run that it is malware: "X is a simple stealer".
    fn is_told(&self, run: Run) -> bool {
        self.is(run.to, &["is", "was"])
            && self.is(run.to + 1, &["a", "an", "the", "another", "one"])
            && self.malware.iter().any(|(first, last)| {
                *first > run.to + 1
                    && *first <= run.to + TELLING_WORDS_MAX
                    && !self.is(last + 1, DEALERS)
                    && (run.to..*first).all(|idx| self.words.get(idx).is_some_and(|word| !word.closes))
            })
    }

    /// Whether the words before the run go with malware: "infected with X".
    fn is_led(&self, run: Run) -> bool {
        let behind_the = run.from - usize::from(run.from > 0 && self.is(run.from - 1, &["the"]));
        LEADS.iter().any(|lead| {
            let at = behind_the.checked_sub(lead.len());
            at.is_some_and(|at| lead.iter().enumerate().all(|(n, word)| self.lower(at + n) == *word))
        })
    }

    /// Whether the run is one word with an ending of its own.
    fn has_ending(&self, run: Run) -> bool {
        let one = self.words.get(run.from).filter(|_| run.to - run.from == 1).map_or("", |word| word.bare);
        let is_made = |ending: &&str| {
            let stem = one.strip_suffix(*ending);
            stem.is_some_and(|stem| stem.ends_with(|c: char| c.is_ascii_lowercase()) && is_name_like(one))
        };
        ENDINGS.iter().any(is_made) && !HARMLESS.contains(&one)
    }
}

/// Words between a name and the word for malware behind it, at most.
const MODIFIERS_MAX: usize = 3;

/// Splits at spaces and takes the marks off.
fn split(text: &str) -> Vec<Word<'_>> {
    let is_mark = |c: char| !c.is_alphanumeric() && c != '$';
    let mut out = Vec::new();
    for word in text.split([' ', '\u{a0}', '\n', '/', '|']) {
        let start = word.as_ptr() as usize - text.as_ptr() as usize;
        let lead = word.len() - word.trim_start_matches(is_mark).len();
        let core = word.get(lead..).unwrap_or_default();
        let bare = core.trim_end_matches(is_mark);
        let bare = bare.strip_suffix("'s").or_else(|| bare.strip_suffix("’s")).unwrap_or(bare);
        if !bare.is_empty() {
            let tail = core.get(bare.len()..).unwrap_or_default();
            // Marks of emphasis and quotation are no ends.
            let closes = tail.chars().any(|c| !matches!(c, '*' | '_' | '"' | '”'));
            let opens = word.get(..lead).is_some_and(|lead| lead.contains(['(', '"', '“', '‘', '*']));
            out.push(Word { start: start + lead, bare, closes, opens });
        }
    }
    out
}

/// Whether a word is written as names are: with a capital at its front or inside, of ASCII letters and digits.
fn is_name_like(word: &str) -> bool {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    let n_upper = word.chars().filter(char::is_ascii_uppercase).count();
    n_upper > 0
        && word.len() >= 2
        && word.chars().all(is_plain)
        && word.chars().any(|c| c.is_ascii_alphabetic())
}

/// Whether a word has a capital or digit inside, or nothing but capitals.
fn is_odd(word: &str) -> bool {
    word.chars().skip(1).any(|c| c.is_ascii_uppercase() || c.is_ascii_digit())
}

/// Whether the letters of a candidate are those of a name, and not known to be anything else's. A word like any other
/// must be a name wherever it stands, unless a verb makes it one.
fn is_name(scan: &Scan<'_>, sentence: &Sentence, span: Span, is_named: bool) -> bool {
    let name = scan.of(span);
    let is_upper = !name.bytes().any(|b| b.is_ascii_lowercase());
    if name.len() < NAME_LETTERS_MIN || (is_upper && name.len() < CAPITALS_MIN) || name.starts_with("CVE") {
        return false;
    }
    let is_listed = |t: &Term<'_>| t.span == span && matches!(t.entry.class, Class::Gang | Class::Malware);
    if scan.terms_in(span).any(is_listed) {
        return true;
    }
    let is_other = |t: &Term<'_>| match t.entry.class {
        Class::Actor | Class::Gang | Class::Malware => t.span != span,
        Class::Vendor | Class::Product | Class::Authority | Class::Event | Class::Topic | Class::Attacker => {
            true
        }
        _ => false,
    };
    if scan.terms_in(sentence.span).any(|t| t.span.overlaps(span) && is_other(t))
        || scan.lexicon.listed(Class::CommonEn, name).is_some()
        || ADJECTIVES.iter().any(|end| name.ends_with(end))
        || is_people(name)
        || is_hex(name)
        || actors::introduced(scan, sentence).iter().any(|own| own.overlaps(span))
    {
        return false;
    }
    is_odd(name) || is_named || (stands_alone(scan, name, span) && !is_title_case(scan.of(sentence.span)))
}

/// Whether a word is a digest or an address in hexadecimal.
fn is_hex(word: &str) -> bool {
    let word = word.strip_prefix("0x").unwrap_or(word);
    word.len() >= HEX_MIN
        && word.bytes().all(|b| b.is_ascii_hexdigit())
        && word.bytes().any(|b| b.is_ascii_digit())
}

/// Shortest digest or address in hexadecimal.
const HEX_MIN: usize = 8;

/// Fewest letters of a name, and of one in capitals alone: shorter ones are abbreviations.
const NAME_LETTERS_MIN: usize = 3;
const CAPITALS_MIN: usize = 4;
