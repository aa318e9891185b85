//! Names in English text: stretches of words with capitals.

use hinomi_model::Span;

use crate::lexicon::Class;
use crate::names_ja::Name;
use crate::scan::{Scan, Sentence};

/// Words without a capital that may stand inside a name behind one of [`OPENERS`].
const INNER: &[&str] =
    &["of", "for", "and", "the", "de", "du", "la", "del", "do", "da", "van", "von", "der", "&"];

/// Words that a name may go on from with `of`, `for` or `and`.
const OPENERS: &[&str] = &[
    "University",
    "Bank",
    "Department",
    "City",
    "State",
    "Ministry",
    "Port",
    "County",
    "House",
    "Board",
    "College",
    "Institute",
    "Office",
    "Bureau",
    "Museum",
    "District",
    "Republic",
    "Kingdom",
    "School",
    "Schools",
    "Hospital",
    "Town",
    "Village",
    "Church",
    "Archdiocese",
    "Diocese",
    "Royal",
    "National",
    "Federation",
    "Association",
    "Society",
    "Council",
    "Center",
    "Centre",
    "Borough",
    "Province",
    "Academy",
    "Library",
    "Chamber",
    "Court",
    "Authority",
    "Agency",
    "Commission",
    "Service",
    "Services",
    "Secretary",
    "League",
    "Union",
    "Parliament",
    "Trust",
    "Transport",
    "Transportation",
    "Centers",
    "Foundation",
    "Alliance",
    "Organization",
    "Organisation",
    "Committee",
    "Administration",
    "Directorate",
    "Fund",
    "Institutes",
    "Bar",
];

/// Endings that make an adjective of a name: `China-nexus`, `U.S.-based`.
pub const ADJECTIVES: &[&str] = &[
    "-based",
    "-nexus",
    "-linked",
    "-hosted",
    "-backed",
    "-sponsored",
    "-aligned",
    "-speaking",
    "-style",
    "-related",
    "-owned",
    "-focused",
    "-powered",
    "-affiliated",
    "-wide",
    "-like",
    "-born",
    "-led",
    "-era",
    "-only",
    "-friendly",
];

/// Last words of names that are no bodies that can be hit.
const NO_BODIES: &[&str] = &[
    "Gang",
    "Hackers",
    "Hacker",
    "Crew",
    "Hunters",
    "Vulnerabilities",
    "Vulnerability",
    "Courses",
    "Act",
    "Tuesday",
    "Catalog",
    "Report",
    "Magazine",
    "Conference",
    "Summit",
    "Podcast",
    "Webinar",
    "Week",
    "Countries",
    "Asia",
    "Protocol",
    "Standard",
    "Framework",
    "Language",
    "Malware",
    "Ransomware",
    "Trojan",
    "Spider",
    "Typhoon",
    "Army",
];

/// Longest name in words.
const NAME_WORDS_MAX: usize = 9;

/// A word with its place in the sentence.
#[derive(Clone, Copy)]
struct Word<'t> {
    start: usize,
    text: &'t str,
    /// Without the punctuation and the possessive behind it.
    bare: &'t str,
    is_capital: bool,
}

// Where another site's article was taken from.
crate::gate::pattern!(CREDIT, r"appeared first on|first appeared on|The post ");

/// The candidates of a sentence, in order.
pub fn names(scan: &Scan<'_>, sentence: &Sentence) -> Vec<Name> {
    let text = scan.of(sentence.span);
    if sentence.has(&CREDIT, text) || (sentence.is_title && is_title_case(text)) {
        return Vec::new();
    }
    let words = words(text);
    let mut out = Vec::new();
    let mut idx = 0;
    while let Some(word) = words.get(idx) {
        if !word.is_capital || is_stop(scan, word, "") {
            idx += 1;
            continue;
        }
        let end = stretch_end(scan, text, &words, idx);
        // "Perplexity's Comet", "Victoria's Secret": what is told of is the other name, or the name is cut.
        if is_owner(scan, sentence, text, &words, idx, end) {
            idx = end;
            continue;
        }
        if let Some(name) =
            words.get(idx..end).and_then(|taken| name_of(scan, sentence, text, taken, idx == 0))
        {
            out.push(name);
        }
        idx = end.max(idx + 1);
    }
    out
}

/// Whether the stretch of words owns what the next word, with a capital, names. "Acme's GitHub" is Acme still.
fn is_owner(
    scan: &Scan<'_>,
    sentence: &Sentence,
    text: &str,
    words: &[Word<'_>],
    from: usize,
    end: usize,
) -> bool {
    let of = |at: usize| words.get(at);
    let (Some(first), Some(last), Some(next)) = (of(from), end.checked_sub(1).and_then(of), of(end)) else {
        return false;
    };
    let gap = text.get(last.start + last.bare.len()..next.start).unwrap_or_default();
    if !next.is_capital || !matches!(gap, "'s " | "’s ") {
        return false;
    }
    let span = |from: usize, to: usize| Span {
        start: sentence.span.start + from as u32,
        end: sentence.span.start + to as u32,
    };
    let is_maker = |at: Span| scan.class_in(at, Class::Vendor).next().is_some();
    let own = span(first.start, last.start + last.bare.len());
    let owned = span(next.start, next.start + next.bare.len());
    let is_platform = is_maker(owned) || scan.class_in(owned, Class::Product).next().is_some();
    is_maker(own) || !is_platform
}

/// Splits at spaces and takes punctuation off the ends.
fn words(text: &str) -> Vec<Word<'_>> {
    let mut out = Vec::with_capacity(text.len() / WORD_BYTES + 1);
    let mut start = 0;
    while start < text.len() {
        let (end, next) = word_break(text.as_bytes(), start);
        let word = text.get(start..end).unwrap_or_default();
        let lead = match word.as_bytes().first() {
            Some(byte) if byte.is_ascii_alphanumeric() => 0,
            _ => word.len() - word.trim_start_matches(['(', '"', '“', '‘', '\'', '[', '「']).len(),
        };
        let core = word.get(lead..).unwrap_or_default();
        if is_plain(core) {
            // What stands behind a word without a capital matters nowhere.
            out.push(Word { start: start + lead, text: core, bare: core, is_capital: false });
        } else if !core.is_empty() {
            let bare = bare(core);
            out.push(Word { start: start + lead, text: core, bare, is_capital: is_capital(bare) });
        }
        start = next;
    }
    out
}

/// Bytes of an English word with the space behind it, for the first size of a list of words.
const WORD_BYTES: usize = 6;

/// Where the word from `start` on ends: at a space, a slash or a dash; and what stands behind that.
fn word_break(bytes: &[u8], start: usize) -> (usize, usize) {
    let mut at = start;
    while let Some(byte) = bytes.get(at) {
        let behind = bytes.get(at + 1..).unwrap_or_default();
        let len = match byte {
            b' ' | b'\n' | b'/' => 1,
            // The no-break space, and the dashes.
            0xc2 if behind.first() == Some(&0xa0) => 2,
            0xe2 if matches!(behind, [0x80, 0x93 | 0x94, ..]) => 3,
            _ => {
                at += 1;
                continue;
            }
        };
        return (at, at + len);
    }
    (at, at)
}

/// Whether a word begins like most words do, with a small letter and no capital behind it.
fn is_plain(word: &str) -> bool {
    let mut bytes = word.bytes();
    bytes.next().is_some_and(|b| b.is_ascii_lowercase())
        && bytes.next().is_none_or(|b| b.is_ascii() && !b.is_ascii_uppercase())
}

/// The word without punctuation and possessive behind it.
fn bare(word: &str) -> &str {
    if let [.., before, last] = word.as_bytes()
        && last.is_ascii_alphanumeric()
        && (*last != b's' || before.is_ascii_alphanumeric())
    {
        return word;
    }
    let word = word.trim_end_matches([',', ';', ':', '!', '?', ')', ']', '"', '”', '’', '\'', '」', '…']);
    let word = word.strip_suffix("'s").or_else(|| word.strip_suffix("’s")).unwrap_or(word);
    let word = word.trim_end_matches("..").trim_end_matches("…");
    // The full stop of an abbreviation (Inc., U.S.) stays.
    match word.strip_suffix('.') {
        Some(cut)
            if !cut.contains('.')
                && !matches!(
                    cut,
                    "Inc"
                        | "Corp"
                        | "Co"
                        | "Ltd"
                        | "St"
                        | "Dr"
                        | "Mr"
                        | "Mrs"
                        | "Ms"
                        | "Dept"
                        | "Univ"
                        | "Mt"
                        | "Ft"
                ) =>
        {
            cut
        }
        _ => word,
    }
}

/// Whether a bare word is written as names are.
fn is_capital(word: &str) -> bool {
    let mut chars = word.chars();
    match chars.next() {
        Some(c) if c.is_uppercase() => true,
        // 8Base, 3M, 7-Eleven, 23andMe; and brands such as eBay.
        Some(c) if c.is_ascii_digit() => {
            let n_letters = word.chars().filter(|c| c.is_alphabetic()).count();
            n_letters >= 2 && word.chars().any(|c| c.is_ascii_uppercase()) && !is_size(word)
        }
        Some(c) if c.is_lowercase() => word.len() >= 3 && chars.next().is_some_and(char::is_uppercase),
        _ => false,
    }
}

/// Sizes and money stick to their number: 27GB, 3TB.
fn is_size(word: &str) -> bool {
    let unit = word.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ','));
    matches!(unit, "B" | "KB" | "MB" | "GB" | "TB" | "PB" | "Gbps" | "Tbps" | "Mbps" | "K" | "M" | "BN")
}

fn is_stop(scan: &Scan<'_>, word: &Word<'_>, value: &str) -> bool {
    scan.lexicon.listed(Class::CommonEn, word.bare).is_some_and(|entry| entry.value == value)
}

/// Where the stretch that starts at word `from` ends.
fn stretch_end(scan: &Scan<'_>, text: &str, words: &[Word<'_>], from: usize) -> usize {
    let mut end = from + 1;
    while end < words.len() && end - from < NAME_WORDS_MAX {
        let (Some(last), Some(next)) = (words.get(end - 1), words.get(end)) else { break };
        let core = last.bare;
        let gap = text.get(last.start + core.len()..next.start).unwrap_or_default();
        if gap != " " && !(gap == "/" && core.len() > 1) {
            break;
        }
        if next.is_capital {
            if is_month(next.bare) {
                break;
            }
            end += 1;
            continue;
        }
        let inner = next.text;
        let goes_on = |at: usize| words.get(at).is_some_and(|w| w.is_capital && !is_month(w.bare));
        let opener = words.get(from..end).unwrap_or_default().iter().any(|w| OPENERS.contains(&w.bare));
        if !INNER.contains(&inner)
            || !(inner == "&" || opener || matches!(inner, "de" | "du" | "van" | "von" | "der" | "la"))
        {
            break;
        }
        if inner == "and"
            && !matches!(
                core,
                "Health"
                    | "Housing"
                    | "Education"
                    | "Trade"
                    | "Science"
                    | "Fire"
                    | "Parks"
                    | "Human"
                    | "Securities"
                    | "Food"
                    | "Customs"
            )
        {
            break;
        }
        if goes_on(end + 1) {
            end += 2;
        } else if words.get(end + 1).is_some_and(|w| w.text == "the") && goes_on(end + 2) {
            end += 3;
        } else {
            break;
        }
    }
    let _ = scan;
    end
}

/// Whether a word is what a people, language or side is called by.
pub fn is_people(word: &str) -> bool {
    let last = word.rsplit('-').next().unwrap_or(word);
    matches!(
        last,
        "Chinese"
            | "Russian"
            | "American"
            | "British"
            | "German"
            | "French"
            | "Japanese"
            | "Dutch"
            | "Korean"
            | "Iranian"
            | "Ukrainian"
            | "Israeli"
            | "Indian"
            | "European"
            | "African"
            | "Asian"
            | "Pakistani"
            | "Turkish"
            | "Vietnamese"
            | "Brazilian"
            | "Belarusian"
            | "Palestinian"
            | "Nigerian"
    )
}

fn is_month(word: &str) -> bool {
    matches!(
        word,
        "January"
            | "February"
            | "March"
            | "April"
            | "June"
            | "July"
            | "August"
            | "September"
            | "October"
            | "November"
            | "December"
            | "Monday"
            | "Tuesday"
            | "Wednesday"
            | "Thursday"
            | "Friday"
            | "Saturday"
            | "Sunday"
    )
}

fn name_of(
    scan: &Scan<'_>,
    sentence: &Sentence,
    text: &str,
    taken: &[Word<'_>],
    is_first: bool,
) -> Option<Name> {
    let mut taken = taken;
    // A country or people before the name of a body is no part of it where a common word follows: "US Justice …" stays.
    while let [first, rest @ ..] = taken {
        if rest.is_empty() || !is_stop(scan, first, "") {
            break;
        }
        taken = rest;
    }
    // A people is no body, and none's name ends in one: "suspected Chinese".
    while let [rest @ .., last] = taken {
        if rest.is_empty() || !is_people(last.bare) {
            break;
        }
        taken = rest;
    }
    let (first, last) = (taken.first()?, taken.last()?);
    let end = last.start + last.bare.len();
    let name = text.get(first.start..end)?;
    if name.chars().count() < 2 || scan.lexicon.listed(Class::CommonEn, name).is_some() {
        return None;
    }
    let last_word = name.rsplit(' ').next().unwrap_or(name);
    if ADJECTIVES.iter().any(|end| last_word.ends_with(end)) || NO_BODIES.contains(&last_word) {
        return None;
    }
    if taken.iter().all(|w| scan.lexicon.listed(Class::CommonEn, w.bare).is_some()) {
        return None;
    }
    let start = sentence.span.start + first.start as u32;
    let span = Span { start, end: sentence.span.start + end as u32 };
    if name.chars().all(|c| c.is_ascii_digit())
        || name.starts_with("CVE-")
        || name.starts_with("CWE-")
        || scan.dates_in(sentence.span).any(|d| d.span.overlaps(span))
    {
        return None;
    }
    if is_first && taken.len() == 1 && !stands_alone(scan, name, span) {
        return None;
    }
    let (whole_end, aliases) = aliases(scan, sentence, span.end);
    let is_legal = |w: &Word<'_>| scan.lexicon.listed(Class::LegalForm, w.bare).is_some();
    let has_legal_form = taken.len() > 1 && is_legal(last);
    let is_institution = taken.len() > 1 && taken.iter().any(|w| OPENERS.contains(&w.bare));
    let is_quoted = scan.between(sentence.span.start, span.start).ends_with(['"', '“', '‘', '「'])
        || (scan.between(sentence.span.start, span.start).ends_with('\'')
            && scan.between(span.end, sentence.span.end).starts_with('\''));
    Some(Name {
        span,
        whole: Span { start: span.start, end: whole_end },
        aliases,
        has_legal_form,
        is_institution,
        has_role: false,
        is_quoted,
    })
}

/// Whether a single word at the front of a sentence is a name: by its shape, or since it stands with a capital
/// elsewhere and never without one.
pub fn stands_alone(scan: &Scan<'_>, word: &str, span: Span) -> bool {
    let text = scan.opening();
    let is_odd = word.chars().skip(1).any(|c| c.is_uppercase() || c.is_ascii_digit() || c == '&' || c == '-');
    if is_odd {
        return true;
    }
    let lower = word.to_lowercase();
    let places = |word: &str| memchr::memmem::find_iter(text.as_bytes(), word.as_bytes()).collect::<Vec<_>>();
    let is_whole = |at: usize, len: usize| {
        let edge = |c: Option<char>| !c.is_some_and(char::is_alphanumeric);
        edge(text.get(..at).and_then(|t| t.chars().next_back()))
            && edge(text.get(at + len..).and_then(|t| t.chars().next()))
    };
    if places(&lower).into_iter().any(|at| is_whole(at, lower.len())) {
        return false;
    }
    let is_elsewhere = |at: usize| is_whole(at, word.len()) && at as u32 != span.start;
    let elsewhere = places(word).into_iter().filter(|at| is_elsewhere(*at)).count();
    let follows = scan.folded.text.get(span.end as usize..).unwrap_or_default();
    elsewhere > 0
        || follows.starts_with("'s ")
        || follows.starts_with(", a")
        || follows.starts_with(" said ")
        || follows.starts_with(" has ")
}

/// Other names behind a name: in brackets, or behind "also known as".
fn aliases(scan: &Scan<'_>, sentence: &Sentence, at: u32) -> (u32, Vec<String>) {
    let rest = scan.between(at, sentence.span.end);
    if let Some((inner, _)) = rest.strip_prefix(" (").and_then(|rest| rest.split_once(')')) {
        let is_name =
            inner.starts_with(|c: char| c.is_uppercase()) && inner.len() <= 40 && !inner.starts_with("CV");
        let names = if is_name { vec![inner.to_owned()] } else { Vec::new() };
        return (at + inner.len() as u32 + 3, names);
    }
    const SAME: &[&str] = &[
        ", also known as ",
        " (also known as ",
        ", formerly known as ",
        ", formerly ",
        ", better known as ",
        ", also called ",
        ", also tracked as ",
        " also known as ",
        ", aka ",
        ", known as ",
    ];
    for lead in SAME {
        if let Some(tail) = rest.strip_prefix(lead) {
            let words = words(tail);
            let n_words = words.iter().take_while(|w| w.is_capital).count().min(NAME_WORDS_MAX);
            let mut end = 0;
            for word in words.iter().take(n_words) {
                end = word.start + word.bare.len();
                if word.text.ends_with([',', '.', ')']) {
                    break;
                }
            }
            let alias = tail.get(..end).unwrap_or_default().trim_end_matches('.');
            let names = if alias.is_empty() { Vec::new() } else { vec![alias.to_owned()] };
            return (at, names);
        }
    }
    (at, Vec::new())
}

/// Whether nearly every longer word of a headline has a capital, so that capitals tell nothing.
pub fn is_title_case(text: &str) -> bool {
    let (mut longer, mut capital) = (0, 0);
    for word in text.split(' ').filter(|w| w.len() > 3) {
        let Some(first) = word.chars().next().filter(|c| c.is_alphabetic()) else { continue };
        longer += 1;
        capital += usize::from(first.is_uppercase());
    }
    longer >= 4 && capital * 10 >= longer * 8
}
