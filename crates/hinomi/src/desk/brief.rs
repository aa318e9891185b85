//! Incident → Brief → text.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use anyhow::Result;
use hinomi_brief::{Brief, Format, Input, Layout, Lesson, Templates, Unread, UnreadKind, compose};
use hinomi_facts::Lexicon;
use hinomi_gather::State;
use hinomi_guard::{Catalogue, Report, Verdict};
use hinomi_model::{Incident, Lang, Origin, Source, Stamp, Story};
use hinomi_store::Store;
use jiff::Timestamp;

use super::gather::{Gathered, failure, heard, sources};
use super::model::{ModelUse, reword};
use super::{Archive, Own};
use crate::cli::place::Place;
use crate::window::Window;

/// What the user asked for.
pub struct Asked<'a> {
    /// From when to when.
    pub window: Window,
    /// The moment of knowledge.
    pub as_of: Timestamp,
    /// Language of the brief.
    pub lang: Lang,
    /// How it is laid out.
    pub layout: Layout,
    /// What it is written as.
    pub format: Format,
    /// The vocabularies by which sentences are read again.
    pub lexicon: &'a Lexicon,
    /// Words and layouts.
    pub templates: &'a Templates,
    /// Whether each matter says why it stands where it stands.
    pub shows_why: bool,
    /// How a configured language model may be used.
    pub model: ModelUse,
    /// The folder of one's own exports, in place of the configured one.
    pub posture: Option<PathBuf>,
    /// Whether pages of incidents and findings are written beside the brief.
    pub has_pages: bool,
}

/// A brief, and what to say about it.
pub struct Told {
    /// The brief.
    pub brief: Brief,
    /// The incidents that it can tell of, and where it has pages everything known at its moment.
    pub archive: Archive,
    /// Incidents of which something became known in its window.
    pub n_incidents: usize,
    /// The answers for one's own organisation, where its exports are configured.
    pub own: Option<Own>,
}

/// Composes the brief that was asked for.
pub fn brief(store: &Store, place: &Place, asked: &Asked<'_>, gathered: Option<&Gathered>) -> Result<Told> {
    // Pages of incidents tell of their kin, wherever in the archive that lies.
    let archive = match asked.has_pages {
        true => Archive::load(store, Some(asked.as_of))?,
        false => Archive::load_news(store, &asked.window, asked.as_of)?,
    };
    let asked_for = match gathered {
        Some(gathered) => gathered.sources.iter().map(|(source, _)| source.clone()).collect(),
        None => tried(store, place)?,
    };
    let window = hinomi_brief::Window { start: asked.window.start, end: asked.window.end };
    let unread = unread(store, &archive, asked, &asked_for, gathered)?;
    let n_failed = unread.iter().filter(|u| u.kind != UnreadKind::Page).count();
    let articles = archive.articles.iter().map(|(id, (article, _))| (*id, article)).collect();
    let stories = archive.articles.iter().map(|(id, (_, facts))| (*id, facts.story)).collect();
    // A day's brief ends with the first moment of the next day; its evidence is that of the day itself.
    let just_before = asked.as_of - jiff::SignedDuration::from_nanos(1);
    let own = super::guard::own(place, asked.posture.as_deref(), Some(just_before));
    let input = Input {
        window,
        as_of: asked.as_of,
        zone: place.config.zone.clone(),
        lang: asked.lang,
        style: place.config.style,
        layout: asked.layout,
        tlp: place.config.tlp,
        home: &place.config.home,
        watch: &place.config.watch,
        shows_why: asked.shows_why,
        incidents: &archive.incidents,
        articles: &articles,
        stories: &stories,
        sources: &sources_of(&archive, asked_for.clone(), place)?,
        n_sources_read: asked_for.len().saturating_sub(n_failed),
        n_sources: asked_for.len(),
        unread: &unread,
        lessons: &lessons(&archive, asked, window, own.as_ref()),
        is_checked: own.is_some(),
        read: &|sentence: &str, lang: Lang, anchor: Stamp| {
            hinomi_facts::reading(sentence, lang, anchor, asked.lexicon)
        },
        templates: asked.templates,
    };
    let mut brief = compose(&input);
    let by_id: BTreeMap<&str, &Source> =
        input.sources.iter().map(|source| (source.id.as_str(), source)).collect();
    let grounds = hinomi_brief::rewrite::Grounds {
        articles: &articles,
        sources: &by_id,
        zone: &place.config.zone,
        read: input.read,
    };
    reword(&mut brief, store, place, asked.model, &grounds);
    brief.has_pages = asked.has_pages;
    let n_incidents = archive.incidents.iter().filter(|incident| has_news(incident, window)).count();
    Ok(Told { brief, archive, n_incidents, own })
}

/// The sources to speak of when nothing is gathered now: those gathered from before, and those configured
/// once one of them was tried; none when all that the store holds was imported.
pub(super) fn tried(store: &Store, place: &Place) -> Result<Vec<Source>> {
    let before = heard(&place.data);
    if !before.is_empty() {
        return Ok(before);
    }
    let configured = sources(&place.data, &place.config)?;
    for source in &configured {
        if store.latest_page(&source.url)?.is_some() {
            return Ok(configured);
        }
    }
    Ok(Vec::new())
}

/// `told`, and those behind imported items, which name their source by a host or a title: known by the host
/// of a configured source, else left to the brief to call unknown.
pub(super) fn sources_of(archive: &Archive, mut told: Vec<Source>, place: &Place) -> Result<Vec<Source>> {
    let known: BTreeSet<String> = told.iter().map(|source| source.id.clone()).collect();
    let configured = sources(&place.data, &place.config)?;
    let by_host: BTreeMap<String, &Source> =
        configured.iter().rev().filter_map(|source| Some((host_of(&source.url)?, source))).collect();
    let mut added = BTreeSet::new();
    for (article, _) in archive.articles.values() {
        if known.contains(&article.source) || !added.insert(article.source.clone()) {
            continue;
        }
        if let Some(source) = host_of(&article.url).and_then(|host| by_host.get(&host)) {
            told.push(Source { id: article.source.clone(), ..(*source).clone() });
        }
    }
    Ok(told)
}

/// The host without the labels under which sites keep their feeds.
fn host_of(url: &str) -> Option<String> {
    let url = url::Url::parse(url).ok()?;
    let host = url.host_str()?;
    let plain = ["www.", "feeds.", "feed.", "rss."].iter().find_map(|label| host.strip_prefix(label));
    Some(plain.unwrap_or(host).to_owned())
}

/// What was not read: sources that failed or were never tried, and articles of the window whose page could not be had.
fn unread(
    store: &Store,
    archive: &Archive,
    asked: &Asked<'_>,
    sources: &[Source],
    gathered: Option<&Gathered>,
) -> Result<Vec<Unread>> {
    let mut unread = Vec::new();
    let polled: BTreeMap<&str, _> = gathered
        .iter()
        .flat_map(|g| &g.sources)
        .map(|(source, polled)| (source.id.as_str(), polled))
        .collect();
    for source in sources {
        let reason = match polled.get(source.id.as_str()) {
            Some(polled) if polled.state != State::Skipped => match failure(polled) {
                Some(reason) => Some(reason),
                None => continue,
            },
            _ => match store.latest_page(&source.url)? {
                Some(page) if page.is_ok() => continue,
                Some(page) => page.failure,
                None => None,
            },
        };
        unread.push(Unread {
            kind: if reason.is_some() { UnreadKind::SourceFailed } else { UnreadKind::SourceNeverTried },
            source: source.id.clone(),
            url: source.url.clone(),
            title: String::new(),
            reason: reason.unwrap_or_default(),
        });
    }
    for (article, _) in archive.articles.values() {
        let in_window = asked.window.start < article.known_at && article.known_at <= asked.window.end;
        if article.origin == Origin::Entry && in_window {
            // Items of an import have no page that was asked for.
            let Some(page) = store.latest_page(&article.url)? else { continue };
            unread.push(Unread {
                kind: UnreadKind::Page,
                source: article.source.clone(),
                url: article.url.clone(),
                title: article.title.clone(),
                reason: page.failure.unwrap_or_else(|| "not a page that can be read".to_owned()),
            });
        }
    }
    unread.sort();
    Ok(unread)
}

/// Whether something became known of an incident in the window.
fn has_news(incident: &Incident, window: hinomi_brief::Window) -> bool {
    incident.members.iter().any(|member| window.holds(member.known_at))
}

/// What the window's incidents teach: each lesson once for an incident, the most taught first.
fn lessons(
    archive: &Archive,
    asked: &Asked<'_>,
    window: hinomi_brief::Window,
    own: Option<&Own>,
) -> Vec<Lesson> {
    let catalogue = Catalogue::bundled();
    let mut taught = Vec::new();
    let news = archive.incidents.iter().filter(|incident| has_news(incident, window));
    for incident in news.filter(|incident| incident.story == Story::Incident) {
        let story = hinomi_guard::Story::of_incident(incident, archive.title_of(incident));
        let report = own.map(|own| own.on(&story));
        let articles = incident.members.iter().filter_map(|member| archive.articles.get(&member.article));
        let ids: BTreeSet<String> = articles
            .flat_map(|(article, _)| hinomi_guard::taught_by(article, &catalogue))
            .map(|taught| taught.lesson)
            .chain(story.lessons(&catalogue).into_iter().map(|lesson| lesson.id.clone()))
            .collect();
        for lesson in ids.iter().filter_map(|id| catalogue.lesson(id)) {
            let title = if asked.lang == Lang::Ja { &lesson.title_ja } else { &lesson.title_en };
            let (answer, mut check) =
                report.as_ref().map(|report| answer(report, &lesson.id, asked.lang)).unwrap_or_default();
            // The page of findings tells what holds whatever the news; what the story changes stands on its path.
            if own
                .zip(report.as_ref())
                .is_some_and(|(own, on)| own.report.finding(&check) != on.finding(&check))
            {
                check.clear();
            }
            taught.push(Lesson {
                id: lesson.id.clone(),
                title: title.clone(),
                incident: incident.id,
                answer,
                check,
            });
        }
    }
    taught
}

/// What one's own evidence says of a lesson, and the check that says it: the verdict, and for a fail its first row.
/// Names of people stay out: a brief is passed on.
fn answer(report: &Report, lesson: &str, lang: Lang) -> (String, String) {
    let verdict = hinomi_guard::of_lesson(report, lesson);
    let mut out = verdict.said().in_lang(lang).to_owned();
    let shown = report.findings.iter().find(|finding| finding.lesson == lesson && finding.verdict == verdict);
    let Some(finding) = shown else { return (out, String::new()) };
    let (open, gap, close) = if lang == Lang::Ja { ("（", "、", "）") } else { (" (", ", ", ")") };
    out.push_str(&format!("{open}{}", finding.check));
    if let Some(row) = finding.rows.first().filter(|_| verdict == Verdict::Fail) {
        out.push_str(&format!("{gap}{}", hinomi_guard::place(row, lang)));
    }
    out.push_str(close);
    (out, finding.check.clone())
}
