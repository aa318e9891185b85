//! Names in Japanese text: runs of kanji, katakana and Latin letters, cut to the name that they hold.
//!
//! A run is a name only by what stands around it; see [`crate::parties`]. Here runs are found, freed from what is no
//! part of a name (countries, roles, legal forms), and those that cannot be names are left out.

use hinomi_model::Span;

use crate::lexicon::{Class, How};
use crate::scan::{Scan, Sentence};
use crate::shape::{is_hiragana, is_kanji, is_katakana, is_wide, is_word};

/// A candidate for a name, in folded text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// The name itself.
    pub span: Span,
    /// With what belongs to it: legal form and role before, brackets behind.
    pub whole: Span,
    /// Other names in the brackets behind it.
    pub aliases: Vec<String>,
    /// Whether a legal form says that it is a body.
    pub has_legal_form: bool,
    /// Whether its ending says that it is a body.
    pub is_institution: bool,
    /// Whether a word for a kind of body stands beside it.
    pub has_role: bool,
    /// Whether it stands in quotation marks.
    pub is_quoted: bool,
}

/// Longest name in characters; longer runs are headlines without particles.
const NAME_CHARS_MAX: usize = 40;

/// The candidates of a sentence, in order.
pub fn names(scan: &Scan<'_>, sentence: &Sentence) -> Vec<Name> {
    runs(scan, sentence.span).into_iter().filter_map(|run| name_of(scan, sentence, run)).collect()
}

/// Maximal stretches of letters that may stand in a name, without those that terms, dates and numbers take.
fn runs(scan: &Scan<'_>, within: Span) -> Vec<Span> {
    let mut taken: Vec<Span> = scan.dates_in(within).map(|d| d.span).collect();
    taken.extend(scan.quantities_in(within).map(|q| q.span));
    taken.extend(
        scan.terms_in(within)
            .filter(|t| is_taken(scan, t.span, t.entry.class, &t.entry.value))
            .map(|t| t.span),
    );
    taken.sort_unstable();
    let text = scan.of(within);
    let mut out = Vec::new();
    let mut start: Option<usize> = None;
    let mut taken = taken.into_iter().peekable();
    let mut chars = text.char_indices().peekable();
    let mut previous = '\n';
    while let Some((at, c)) = chars.next() {
        let place = within.start + at as u32;
        while taken.next_if(|span| span.end <= place).is_some() {}
        let is_free = !taken.peek().is_some_and(|span| span.start <= place && place < span.end);
        let next = chars.peek().map_or('\n', |(_, c)| *c);
        let joins = match c {
            '・' | '&' | '\'' | '.' | '-' | '‐' | '/' | '+' | '!' => {
                start.is_some() && is_name_char(next) && previous != ' '
            }
            ' ' => {
                is_word(previous) && is_word(next) && start.is_some() && !is_wide(previous) && !is_wide(next)
            }
            _ => is_name_char(c),
        };
        if is_free && joins {
            start.get_or_insert(at);
        } else if let Some(from) = start.take() {
            out.push(Span { start: within.start + from as u32, end: place });
        }
        previous = c;
    }
    if let Some(from) = start {
        out.push(Span { start: within.start + from as u32, end: within.end });
    }
    out
}

fn is_name_char(c: char) -> bool {
    is_kanji(c) || is_katakana(c) || is_word(c)
}

/// Whether a term ends a run: words for events, data and deeds, where they are written in wide script.
fn is_taken(scan: &Scan<'_>, span: Span, class: Class, value: &str) -> bool {
    let is_wide_term = scan.of(span).chars().any(is_wide);
    is_wide_term
        && value != "none"
        && matches!(class, Class::Event | Class::Data | Class::Predicate | Class::Attacker | Class::Topic)
        && scan.of(span) != "情報"
        && scan.of(span) != "データ"
}

fn name_of(scan: &Scan<'_>, sentence: &Sentence, run: Span) -> Option<Name> {
    let text = scan.of(run);
    let mut has_legal_form = false;
    let mut from = 0;
    let mut to = text.len();
    let affixes = scan.lexicon.affixes(text);
    for (at, behind, _) in affixes.iter().filter(|(_, _, class)| *class == Class::LegalForm) {
        has_legal_form = true;
        if *at == 0 || *behind < text.len() {
            from = from.max(*behind);
        } else {
            to = to.min(*at);
        }
    }
    let before_run = scan.between(sentence.span.start, run.start);
    has_legal_form |= before_run.ends_with("(株)") || before_run.ends_with("(有)");
    // A name that goes on in hiragana behind its legal form: up to a particle.
    let mut end = run.end;
    if from >= to && has_legal_form {
        let rest = scan.between(run.end, sentence.span.end);
        let in_name = |(idx, c): &(usize, char)| match is_hiragana(*c) {
            true => !"はがのをにでへも".contains(*c),
            false => *idx > 0 && is_name_char(*c),
        };
        let tail: usize = rest
            .chars()
            .enumerate()
            .take_while(in_name)
            .take(NAME_CHARS_MAX)
            .map(|(_, c)| c.len_utf8())
            .sum();
        end += tail as u32;
        to += tail;
    }
    let core = scan.between(run.start + from as u32, run.start + to as u32);
    let (lead, has_role) = lead_of(scan, core, from, &affixes);
    let core = core.get(lead..)?.trim_matches(|c: char| !is_name_char(c) && !is_hiragana(c));
    let n_chars = core.chars().count();
    if !(2..=NAME_CHARS_MAX).contains(&n_chars) {
        return None;
    }
    let offset = scan.of(Span { start: run.start, end }).rfind(core)? as u32;
    let span = Span { start: run.start + offset, end: run.start + offset + core.len() as u32 };
    let is_institution = institution(scan, core);
    if !has_legal_form && is_common(scan, core) {
        return None;
    }
    let (brackets, aliases) = brackets(scan, sentence, span.end.max(end));
    let is_quoted = scan.between(sentence.span.start, run.start).ends_with('「');
    let whole = Span { start: run.start, end: brackets.max(end) };
    Some(Name { span, whole, aliases, has_legal_form, is_institution, has_role, is_quoted })
}

/// How many bytes at the front of a run are country, prefecture or role and not name; and whether a role was there.
fn lead_of(scan: &Scan<'_>, run: &str, from: usize, affixes: &[(usize, usize, Class)]) -> (usize, bool) {
    const ALWAYS: &[&str] =
        &["大手", "最大手", "子会社", "親会社", "傘下", "系列", "委託先", "委託元", "取引先"];
    let mut cut = 0;
    let mut has_role = false;
    for (at, behind, _) in affixes.iter().filter(|(at, _, class)| *class == Class::Role && *at >= from) {
        let (at, behind) = (at - from, behind - from);
        let (Some(word), Some(rest)) = (run.get(at..behind), run.get(behind..)) else { continue };
        let fits = rest.chars().next().is_some_and(|c| is_katakana(c) || c.is_ascii_alphabetic());
        if rest.chars().nth(1).is_some() && (ALWAYS.contains(&word) || fits) && behind > cut {
            cut = behind;
            has_role = true;
        }
    }
    let behind = run.get(cut..).unwrap_or_default();
    for place in scan.lexicon.starts(Class::Place, behind) {
        let Some(rest) = behind.get(place.term.len()..) else { continue };
        let next = rest.chars().next();
        let fits = match place.value.as_str() {
            "pref" => !next.is_some_and(|c| "立庁警内民議道産".contains(c)) && rest.chars().count() >= 2,
            _ => next.is_some_and(|c| is_katakana(c) || c.is_ascii_alphabetic()),
        };
        if fits && rest.chars().count() >= 2 {
            cut += place.term.len();
            break;
        }
    }
    (cut, has_role)
}

/// Whether the ending of a word says that it names a body that may be hit: [`NO_VICTIMS`] are none.
fn institution(scan: &Scan<'_>, word: &str) -> bool {
    scan.lexicon.endings(Class::Institution, word).any(|entry| !NO_VICTIMS.contains(&entry.value.as_str()))
}

/// Kinds of bodies that the news names beside an incident, and hardly as its victims: states and their armed forces,
/// parties, teams and troupes.
const NO_VICTIMS: &[&str] = &["state", "force", "team", "art"];
/// Kinds of bodies whose names are mostly those of places and buildings.
const PLACES: &[&str] = &["gov", "school", "hospital", "site"];
/// Endings of those kinds that name bodies all the same.
const NO_PLACES: &[&str] =
    &["大学", "大学院", "短期大学", "学園", "学院", "教育委員会", "広域連合", "医師会", "赤十字社", "企業団"];

/// The names of a sentence that are those of bodies by their own letters, each with its legal form, in order.
pub fn bodies(scan: &Scan<'_>, sentence: &Sentence) -> Vec<Span> {
    let is_body = |name: &Name| {
        let mut endings = scan.lexicon.endings(Class::Institution, scan.of(name.span));
        name.has_legal_form
            || endings.any(|entry| {
                !PLACES.contains(&entry.value.as_str()) || NO_PLACES.contains(&entry.term.as_str())
            })
    };
    let found = names(scan, sentence);
    found.iter().filter(|name| is_body(name)).map(|name| with_legal_form(scan, sentence, name.span)).collect()
}

/// A name with the legal form right before or behind it.
fn with_legal_form(scan: &Scan<'_>, sentence: &Sentence, name: Span) -> Span {
    let before = scan.between(sentence.span.start, name.start);
    let behind = scan.between(name.end, sentence.span.end);
    let forms = |text: &str| {
        let whole = scan.lexicon.listed(Class::LegalForm, text);
        whole.into_iter().chain(scan.lexicon.endings(Class::LegalForm, text)).map(|e| e.term.len()).max()
    };
    let starts = scan.lexicon.starts(Class::LegalForm, behind).map(|e| e.term.len()).max();
    let lead = forms(before).unwrap_or_default() as u32;
    let tail = if lead == 0 { starts.unwrap_or_default() as u32 } else { 0 };
    Span { start: name.start - lead, end: name.end + tail }
}

/// Whether a word is a common noun, ends in one, or is a pronoun such as 同社.
fn is_common(scan: &Scan<'_>, word: &str) -> bool {
    if scan.lexicon.listed(Class::Common, word).is_some()
        || word.chars().all(|c| c.is_ascii_digit() || c == '.')
    {
        return true;
    }
    // A report's number is no name: 第7報.
    if word.starts_with('第')
        && word.chars().nth(1).is_some_and(|c| c.is_ascii_digit() || is_kanji(c))
        && word.ends_with(['報', '回', '条', '項', '弾', '期'])
    {
        return true;
    }
    if is_generic(word) || is_compound(scan, word) {
        return true;
    }
    if word.starts_with(['同', '当', '各', '某', '両'])
        && word.chars().nth(1).is_some_and(is_kanji)
        && word.chars().count() <= 5
    {
        return true;
    }
    scan.lexicon.endings(Class::Common, word).any(|entry| entry.value == "end" || entry.how == How::Strong)
}

/// Whether a word with katakana is made of two common ones: メールサービス.
fn is_compound(scan: &Scan<'_>, word: &str) -> bool {
    let is_common =
        |part: Option<&str>| part.is_some_and(|p| scan.lexicon.listed(Class::Common, p).is_some());
    word.chars().any(is_katakana)
        && word.char_indices().skip(1).any(|(at, _)| is_common(word.get(..at)) && is_common(word.get(at..)))
}

/// Whether a word names a kind of body by who runs it, and none of its name: 県立高校, 国立大学.
fn is_generic(word: &str) -> bool {
    let mut chars = word.chars();
    let runner =
        chars.next().is_some_and(|c| "県市町村区国公私都府道".contains(c)) && chars.next() == Some('立');
    const KINDS: &[&str] = &[
        "高校",
        "高等学校",
        "中学校",
        "小学校",
        "大学",
        "病院",
        "総合病院",
        "医療センター",
        "図書館",
        "学校",
        "大学病院",
        "大学法人",
        "中学",
        "小中学校",
        "中学",
        "保育園",
        "幼稚園",
        "博物館",
        "美術館",
        "体育館",
        "施設",
    ];
    runner && KINDS.contains(&chars.as_str())
}

/// Where brackets that open at `at` close, and the other names in them.
fn brackets(scan: &Scan<'_>, sentence: &Sentence, at: u32) -> (u32, Vec<String>) {
    let rest = scan.between(at, sentence.span.end);
    let Some(inner) = rest.strip_prefix('(').and_then(|rest| rest.split_once(')')).map(|(inner, _)| inner)
    else {
        return (at, Vec::new());
    };
    let aliases = inner
        .split(['、', ',', ';'])
        .map(|part| {
            part.trim().trim_start_matches('旧').trim_start_matches("以下").trim_matches(['「', '」'])
        })
        .filter(|part| is_alias(scan, part))
        .take(2)
        .map(str::to_owned)
        .collect();
    (at + inner.len() as u32 + 2, aliases)
}

/// Whether what stands in brackets is another name and not a place, age, reading aid or number.
fn is_alias(scan: &Scan<'_>, part: &str) -> bool {
    let n_chars = part.chars().count();
    let is_place = institution(scan, part) && part.ends_with(['市', '町', '村', '区', '県', '府', '都']);
    let is_place = is_place
        || scan.lexicon.listed(Class::Place, part).is_some()
        || matches!(part, "東京" | "大阪" | "京都" | "本社" | "東証");
    (2..=NAME_CHARS_MAX).contains(&n_chars)
        && !is_place
        && part.chars().all(|c| is_name_char(c) || matches!(c, ' ' | '&' | '・' | '-' | '.'))
        && !part.chars().all(|c| c.is_ascii_digit())
        && (part.chars().all(|c| !is_kanji(c)) || scan.lexicon.listed(Class::Common, part).is_none())
}
