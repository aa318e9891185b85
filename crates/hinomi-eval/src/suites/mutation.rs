//! The verifier of briefs: every sentence of many briefs with one thing changed must be refused, and none untouched.
//!
//! The briefs are those of every day of `examples/autumn-2025`, of every third day of the casebook, and of every
//! thirtieth day of a year of real headlines, in both languages and layouts. One row per collection, language and kind
//! of change: the share of mutants that is refused. A change that makes no wrong sentence (one name of a party for
//! another, a cite that proves the same) is no mutant where that can be told from the facts; where it cannot, it counts
//! as missed.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use hinomi_brief::verify::words::OwnWords;
use hinomi_brief::{
    Brief, Cite, CiteContext, Draft, Input, Layout, Piece, Templates, Window, compose, verify,
};
use hinomi_facts::Lexicon;
use hinomi_incidents::{Candidate, Weights, fold};
use hinomi_model::{
    Article, ArticleId, Capture, Document, FactsOf, Lang, Outcome, Reading, Source, Stamp, Tlp, Value,
};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use rayon::prelude::*;

use super::incidents::joined::{Told, place, tell};
use super::incidents::timeline::Timeline;
use crate::table::Table;

/// The clock: later than every page.
const NOW: &str = "2027-01-01T00:00:00Z";

/// Sentences refused untouched and mutants let through that are printed.
const SHOWN_MAX: usize = 40;

/// Measures it.
pub fn run(data: &Path) -> Result<Table> {
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/autumn-2025");
    let mut table = Table::default();
    let mut all = Tally::default();
    let collections = [
        ("example", tell(articles(&example)?), 1),
        ("casebook", tell(articles(&data.join("casebook/pages"))?), 3),
        ("timeline", Timeline::read(&data.join("news-timeline-en"))?.told(), 30),
    ];
    for (name, told, every) in collections {
        let tally = measure(&told, every);
        for ((lang, kind), (n, caught)) in &tally.kinds {
            table.rows.insert(format!("{name}/{lang}/{kind}"), *caught as f64 / (*n).max(1) as f64);
        }
        table.notes.push(format!(
            "{name}: {} different sentences, {} refused untouched",
            tally.n_untouched, tally.n_refused
        ));
        all.add(tally);
    }
    for kind in all.kinds.keys().map(|(_, kind)| *kind).collect::<BTreeSet<_>>() {
        let rows = || all.kinds.iter().filter(|((_, other), _)| *other == kind).map(|(_, row)| row);
        let (n, caught) = (rows().map(|r| r.0).sum::<usize>(), rows().map(|r| r.1).sum::<usize>());
        table.notes.push(format!("{caught:6} of {n:6}  {kind}"));
    }
    let (n, caught) = all.kinds.values().fold((0, 0), |(n, c), row| (n + row.0, c + row.1));
    table.summary.push(("mutants refused".to_owned(), caught as f64 / n.max(1) as f64));
    table.summary.push((
        "untouched let through".to_owned(),
        1.0 - all.n_refused as f64 / all.n_untouched.max(1) as f64,
    ));
    table.notes.push(format!("{caught} of {n} mutants of {} sentences refused", all.n_untouched));
    table.notes.extend(all.missed.into_iter().take(SHOWN_MAX));
    Ok(table)
}

/// What came of the mutants.
#[derive(Default)]
struct Tally {
    /// Language and kind → mutants, and those refused.
    kinds: BTreeMap<(&'static str, &'static str), (usize, usize)>,
    n_untouched: usize,
    n_refused: usize,
    missed: BTreeSet<String>,
}

impl Tally {
    fn add(&mut self, other: Self) {
        for (key, (n, caught)) in other.kinds {
            let row = self.kinds.entry(key).or_default();
            row.0 += n;
            row.1 += caught;
        }
        self.n_untouched += other.n_untouched;
        self.n_refused += other.n_refused;
        self.missed.extend(other.missed);
    }
}

fn measure(told: &[Told], every: usize) -> Tally {
    let placements = place(told, &Weights::bundled());
    let zone = TimeZone::get("Asia/Tokyo").unwrap_or(TimeZone::UTC);
    let days: BTreeSet<Date> =
        told.iter().map(|t| t.article.known_at.to_zoned(zone.clone()).date()).collect();
    let days: Vec<Date> = days.into_iter().step_by(every).collect();
    let tallies: Vec<Tally> = days
        .par_iter()
        .map(|day| {
            let mut tally = Tally::default();
            for lang in [Lang::Ja, Lang::En] {
                day_of(told, &placements, *day, lang, &zone, &mut tally);
            }
            tally
        })
        .collect();
    let mut all = Tally::default();
    tallies.into_iter().for_each(|tally| all.add(tally));
    all
}

fn day_of(
    told: &[Told],
    placements: &[hinomi_incidents::Placement],
    day: Date,
    lang: Lang,
    zone: &TimeZone,
    tally: &mut Tally,
) {
    let lexicon = Lexicon::bundled();
    let read = |sentence: &str, lang: Lang, anchor: Stamp| -> Reading {
        hinomi_facts::reading(sentence, lang, anchor, &lexicon)
    };
    let Ok(start) = day.to_zoned(zone.clone()).map(|z| z.timestamp()) else { return };
    let Ok(end) = day.checked_add(1.day()).and_then(|d| d.to_zoned(zone.clone())).map(|z| z.timestamp())
    else {
        return;
    };
    let known: BTreeMap<ArticleId, &Told> =
        told.iter().filter(|t| t.article.known_at <= end).map(|t| (t.article.id, t)).collect();
    let lookup = |id: ArticleId| known.get(&id).map(|t| Candidate { article: &t.article, facts: &t.facts });
    let incidents = fold(placements, &[], &lookup, end);
    let articles: BTreeMap<ArticleId, &Article> = known.iter().map(|(id, t)| (*id, &t.article)).collect();
    let facts: BTreeMap<ArticleId, &FactsOf> = known.iter().map(|(id, t)| (*id, &t.facts)).collect();
    let templates = Templates::bundled();
    let sources: Vec<Source> = Vec::new();
    let by_id: BTreeMap<&str, &Source> = BTreeMap::new();
    let own = OwnWords::of(templates.phrases(lang), lang);
    let mut seen: BTreeSet<String> = BTreeSet::new();
    for layout in [Layout::Day, Layout::Detail] {
        let brief = compose(&Input {
            window: Window { start, end },
            as_of: end,
            zone: zone.clone(),
            lang,
            style: hinomi_brief::Style::Plain,
            layout,
            tlp: Tlp::Clear,
            home: "JP",
            watch: &hinomi_brief::Watch::default(),
            shows_why: false,
            incidents: &incidents,
            articles: &articles,
            stories: &std::collections::BTreeMap::new(),
            sources: &sources,
            n_sources_read: 0,
            n_sources: 0,
            unread: &[],
            lessons: &[],
            is_checked: false,
            read: &read,
            templates: &templates,
        });
        let accepts = |draft: Draft, brief: &Brief| {
            let context = CiteContext {
                articles: &articles,
                sources: &by_id,
                today: brief.date,
                zone,
                own_words: Some(&own),
                readings: RefCell::default(),
            };
            verify(draft, lang, &context, &read).is_ok()
        };
        let sentences = brief.sentences();
        let cites: Vec<Cite> = sentences.iter().flat_map(|s| s.cites().iter().cloned()).collect();
        for sentence in &sentences {
            // The layouts share most sentences.
            if !seen.insert(format!("{:?}", sentence.pieces())) {
                continue;
            }
            let draft = sentence.to_draft();
            tally.n_untouched += 1;
            if !accepts(draft.clone(), &brief) {
                tally.n_refused += 1;
                tally.missed.insert(format!("refused untouched: {}", sentence.text()));
            }
            for (kind, mutant) in mutants(&draft, lang, &articles, &facts, &cites) {
                let row = tally.kinds.entry((if lang == Lang::Ja { "ja" } else { "en" }, kind)).or_default();
                row.0 += 1;
                let text = text_of(&mutant);
                if accepts(mutant, &brief) {
                    tally.missed.insert(format!("missed, {kind}: {text}"));
                } else {
                    row.1 += 1;
                }
            }
        }
    }
}

/// Every mutant of a sentence, with what kind of change it is.
fn mutants(
    draft: &Draft,
    lang: Lang,
    articles: &BTreeMap<ArticleId, &Article>,
    facts: &BTreeMap<ArticleId, &FactsOf>,
    cites: &[Cite],
) -> Vec<(&'static str, Draft)> {
    let mut out: Vec<(&'static str, Draft)> = Vec::new();
    for (idx, piece) in draft.pieces.iter().enumerate() {
        match piece {
            Piece::Own(text) | Piece::Strong(text) => {
                for (kind, changed) in changes(text, lang) {
                    out.push((kind, with_text(draft, idx, changed)));
                }
                for changed in other_names(text, draft, facts) {
                    out.push(("name to another of the article", with_text(draft, idx, changed)));
                }
            }
            Piece::Quote { text, lang } => {
                for changed in by_a_word(text, *lang) {
                    out.push(("quotation by a word", with_text(draft, idx, changed)));
                }
            }
            Piece::Cites(_) => {}
        }
    }
    if let Some(mutant) = other_cite(draft, articles, facts, cites) {
        out.push(("cite to another", mutant));
    }
    out
}

fn with_text(draft: &Draft, idx: usize, changed: String) -> Draft {
    let mut out = draft.clone();
    match &mut out.pieces[idx] {
        Piece::Own(text) | Piece::Strong(text) | Piece::Quote { text, .. } => *text = changed,
        Piece::Cites(_) => {}
    }
    out
}

/// Swaps of words: kind, what stands there, what it becomes.
const JA_SWAPS: &[(&str, &str, &str)] = &[
    ("万 to 億", "万", "億"),
    ("万 to 億", "億", "万"),
    ("unit", "件", "人"),
    ("unit", "人", "台"),
    ("unit", "台", "社"),
    ("unit", "アカウント", "台"),
    ("unit", "TB", "GB"),
    ("unit", "GB", "TB"),
    ("unit", "ドル", "円"),
    ("qualifier", "約", ""),
    ("qualifier", "約", "最大"),
    ("qualifier", "最大", ""),
    ("qualifier", "最大", "約"),
    ("qualifier", "以上", ""),
    ("qualifier", "以上", "未満"),
    ("qualifier", "超", ""),
    ("possible to confirmed", "した可能性がある", "したことが確認された"),
    ("possible to confirmed", "した可能性があり", "したことが確認され"),
    ("possible to confirmed", "した可能性がある", "した"),
    ("possible to confirmed", "とみられる", ""),
    ("claimed to confirmed", "と主張している", "という"),
    ("claimed to confirmed", "と主張している", ""),
    ("claimed to confirmed", "と主張し", "とし"),
    ("not affected to affected", "流出していない", "流出した"),
    ("not affected to affected", "支払っていない", "支払った"),
    ("not affected to affected", "支払っておらず", "支払い"),
    ("not affected to affected", "確認されていない", "確認されている"),
    ("not affected to affected", "確認されておらず", "確認され"),
    ("not affected to affected", "していない", "している"),
    ("not affected to affected", "分からない", "分かった"),
    ("not affected to affected", "公表されていない", "公表されている"),
];

const EN_SWAPS: &[(&str, &str, &str)] = &[
    ("万 to 億", "million", "billion"),
    ("万 to 億", "billion", "million"),
    ("万 to 億", ",000", ",000,000"),
    ("unit", " records", " people"),
    ("unit", " people", " devices"),
    ("unit", " accounts", " devices"),
    ("unit", " documents", " people"),
    ("unit", " devices", " organisations"),
    ("unit", "TB", "GB"),
    ("unit", "GB", "TB"),
    ("qualifier", "about ", ""),
    ("qualifier", "about ", "up to "),
    ("qualifier", "up to ", ""),
    ("qualifier", "up to ", "at least "),
    ("qualifier", "more than ", ""),
    ("qualifier", "at least ", ""),
    ("possible to confirmed", "may have leaked", "leaked"),
    ("possible to confirmed", "may have been", "were"),
    ("possible to confirmed", "may be", "are"),
    ("possible to confirmed", "is thought to have", "has"),
    ("claimed to confirmed", "claims", "said"),
    ("claimed to confirmed", "claim to have", "have"),
    ("claimed to confirmed", "claimed", "confirmed"),
    ("not affected to affected", "did not leak", "leaked"),
    ("not affected to affected", "no ransom was", "a ransom was"),
    ("not affected to affected", "no misuse has", "misuse has"),
    ("not affected to affected", "has not been", "has been"),
    ("not affected to affected", "did not", "did"),
    ("not affected to affected", "not known", "known"),
    ("not affected to affected", "not disclosed", "disclosed"),
    ("not affected to affected", " not ", " "),
];

/// The text with one thing changed, each place by itself.
fn changes(text: &str, lang: Lang) -> Vec<(&'static str, String)> {
    let mut out = Vec::new();
    let bytes = text.as_bytes();
    let months = [
        " January",
        " February",
        " March",
        " April",
        " May",
        " June",
        " July",
        " August",
        " September",
        " October",
        " November",
        " December",
    ];
    for end in 0..bytes.len() {
        let is_last = bytes[end].is_ascii_digit()
            && !bytes.get(end + 1).is_some_and(|b| b.is_ascii_digit())
            && !(bytes.get(end + 1) == Some(&b',') && bytes.get(end + 2).is_some_and(u8::is_ascii_digit));
        if !is_last {
            continue;
        }
        let rest = &text[end + 1..];
        let is_day = rest.starts_with('日') && !rest.starts_with("日目")
            || months.iter().any(|month| rest.starts_with(month));
        let next = char::from(b'0' + (bytes[end] - b'0' + 1) % 10);
        let mut changed = text.to_owned();
        changed.replace_range(end..=end, &next.to_string());
        out.push((if is_day { "date by a day" } else { "digit" }, changed));
    }
    let swaps = if lang == Lang::Ja { JA_SWAPS } else { EN_SWAPS };
    for (kind, from, to) in swaps {
        for (at, _) in text.match_indices(from) {
            // A unit or scale is one where a number stands before it.
            let before = text[..at].trim_end().chars().next_back();
            let needs_number = matches!(*kind, "unit" | "万 to 億") && !from.starts_with(',');
            let is_number = |c: char| c.is_ascii_digit() || matches!(c, '万' | '億' | 'n');
            if needs_number && !before.is_some_and(is_number) {
                continue;
            }
            if from.starts_with(',')
                && text[at + from.len()..].starts_with(|c: char| c == ',' || c.is_ascii_digit())
            {
                continue;
            }
            let mut changed = text.to_owned();
            changed.replace_range(at..at + from.len(), to);
            out.push((kind, changed));
        }
    }
    out
}

/// The text with a name of a cited article replaced by another name of it that means somebody else.
fn other_names(text: &str, draft: &Draft, facts: &BTreeMap<ArticleId, &FactsOf>) -> Vec<String> {
    let mut names: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for cite in &draft.cites {
        for fact in facts.get(&cite.article).into_iter().flat_map(|facts| &facts.facts) {
            if let (Value::Name(name), true) = (&fact.value, fact.slot.is_name()) {
                let keys = names.entry(name.clone()).or_default();
                keys.insert(hinomi_text::name_key(name));
                keys.extend(fact.aliases.iter().map(|alias| hinomi_text::name_key(alias)));
            }
        }
    }
    let mut out = Vec::new();
    for (name, keys) in &names {
        if name.chars().count() < 3 || !text.contains(name.as_str()) {
            continue;
        }
        let other = names.iter().find(|(other, other_keys)| {
            let is_part = |a: &String, b: &String| a.contains(b.as_str()) || b.contains(a.as_str());
            // One of the same list told twice is no wrong sentence.
            *other != name
                && !text.contains(other.as_str())
                && !keys.iter().any(|a| other_keys.iter().any(|b| is_part(a, b)))
        });
        if let Some((other, _)) = other {
            out.push(text.replacen(name.as_str(), other, 1));
        }
    }
    out
}

/// A quotation with a word less, and with a word more.
fn by_a_word(text: &str, lang: Lang) -> Vec<String> {
    if lang == Lang::Ja {
        let chars: Vec<char> = text.chars().collect();
        let middle = chars.len() / 2;
        let is_word = |c: &char| c.is_alphanumeric();
        let Some(at) = (middle..chars.len()).find(|at| is_word(&chars[*at])) else { return Vec::new() };
        let less = chars[..at].iter().chain(&chars[at + 1..]).collect();
        let more = chars[..at].iter().chain(['不'].iter()).chain(&chars[at..]).collect();
        return vec![less, more];
    }
    let words: Vec<&str> = text.split(' ').collect();
    if words.len() < 3 {
        return Vec::new();
    }
    let at = words.len() / 2;
    let less = [&words[..at], &words[at + 1..]].concat().join(" ");
    let more = [&words[..at], &["not"], &words[at..]].concat().join(" ");
    vec![less, more]
}

/// All cites replaced by one of another matter: the first whose article has none of the values that the sentence cites
/// and none of its words, since one that has them proves the same.
fn other_cite(
    draft: &Draft,
    articles: &BTreeMap<ArticleId, &Article>,
    facts: &BTreeMap<ArticleId, &FactsOf>,
    cites: &[Cite],
) -> Option<Draft> {
    let values = |cite: &Cite| cite.proof.fact().map(|fact| fact.value.clone());
    let own: BTreeSet<ArticleId> = draft.cites.iter().map(|cite| cite.article).collect();
    let mine: BTreeSet<Value> = draft.cites.iter().filter_map(values).collect();
    let text = text_of(draft).trim().to_lowercase();
    let other = cites.iter().find(|cite| {
        let article = articles.get(&cite.article);
        let theirs = facts.get(&cite.article).into_iter().flat_map(|facts| &facts.facts);
        !own.contains(&cite.article)
            && article.is_some_and(|article| !article.text.to_lowercase().contains(&text))
            && !theirs.into_iter().any(|fact| mine.contains(&fact.value))
    })?;
    let mut out = draft.clone();
    for cite in &mut out.cites {
        *cite = other.clone();
    }
    Some(out)
}

fn text_of(draft: &Draft) -> String {
    let words = draft.pieces.iter().map(|piece| match piece {
        Piece::Own(text) | Piece::Strong(text) | Piece::Quote { text, .. } => text.as_str(),
        Piece::Cites(_) => "",
    });
    words.collect()
}

/// The articles of a recorded web, read.
fn articles(folder: &Path) -> Result<Vec<Article>> {
    let now: Timestamp = NOW.parse()?;
    let mut out = Vec::new();
    let mut open: Vec<PathBuf> = vec![folder.to_owned()];
    let mut paths = Vec::new();
    while let Some(dir) = open.pop() {
        for entry in std::fs::read_dir(&dir).with_context(|| format!("cannot list {}", dir.display()))? {
            let path = entry?.path();
            if path.is_dir() { open.push(path) } else { paths.push(path) }
        }
    }
    paths.sort();
    for path in paths {
        let relative = path.strip_prefix(folder)?;
        let ending = path.extension().map(|e| e.to_string_lossy().to_lowercase()).unwrap_or_default();
        let n_parts = relative.iter().count();
        if n_parts < 2 || matches!(ending.as_str(), "xml" | "json" | "toml" | "pdf") {
            continue;
        }
        let url = format!("https://{}", relative.display());
        let url = url.strip_suffix("index.html").unwrap_or(&url).to_owned();
        let body = std::fs::read(&path)?;
        let host = relative.iter().next().map(|h| h.to_string_lossy().into_owned()).unwrap_or_default();
        let outcome = Outcome::Answered { status: 200 };
        let capture = Capture::new(url.clone(), url.clone(), &host, now, outcome, Vec::new(), body);
        let document =
            Document { url: &url, page: Some(&capture), entry: None, source: &host, fetched_at: now };
        let article = hinomi_read::read(&document).value;
        if !article.text.is_empty() && article.published.is_some() {
            out.push(article);
        }
    }
    Ok(out)
}
