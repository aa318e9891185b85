//! Stories: seven months of English security news, `news-timeline-en`, joined from titles and summaries.
//!
//! The whole timeline is read once, in order; the two labelled weeks are scored as the incidents stood at their
//! end, the tracks at the end of the timeline, both as in the collection's own scorer. A row is a labelled story
//! of more than one item (F1 of its items' company) or a track (harmonic mean of recall and purity, halved when a
//! look-alike is in it).

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use anyhow::{Context, Result};
use hinomi_facts::Lexicon;
use hinomi_incidents::{Candidate, Index, Placement, advance, fold};
use hinomi_model::{Article, ArticleId, CaptureId, Document, Entry, FactsOf, Lang};
use jiff::{Timestamp, ToSpan};
use rayon::prelude::*;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::table::Table;

/// Kinds of items that belong to no matter.
const NO_MATTER: [&str; 2] = ["other", "roundup"];

/// Share of a track's items that must lie in one incident, and of that incident's that must be the track's.
const COMPLETE_MIN: f64 = 0.9;

/// Window of the compressed collection, as a power of two: it was packed with `--long=27`.
const WINDOW_LOG: u32 = 27;

#[derive(Deserialize)]
struct Item {
    id: String,
    url: String,
    title: String,
    #[serde(default)]
    summary: String,
    first_seen: Timestamp,
}

#[derive(Deserialize)]
struct Labelled {
    id: String,
    week: String,
    story: String,
    kind: String,
    #[serde(default)]
    unsure: bool,
}

#[derive(Deserialize)]
struct Track {
    track: String,
    items: BTreeSet<String>,
    not: BTreeSet<String>,
    #[serde(default)]
    may: BTreeSet<String>,
}

/// Item id → incident, and incident → item ids.
struct Homes {
    of: BTreeMap<String, String>,
    members: BTreeMap<String, BTreeSet<String>>,
}

/// Joins the timeline and scores weeks and tracks.
pub fn run(data: &Path) -> Result<Table> {
    let folder = data.join("news-timeline-en");
    let path = folder.join("items.dev.jsonl.zst");
    let packed = std::fs::File::open(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let mut unpacked = zstd::Decoder::new(packed)?;
    unpacked.window_log_max(WINDOW_LOG)?;
    let items: Vec<Item> = lines(&std::io::read_to_string(unpacked)?)?;
    let labelled: Vec<Labelled> = lines(&read(&folder.join("labels/stream.jsonl"))?)?;
    let tracks: Vec<Track> = lines(&read(&folder.join("labels/tracks.jsonl"))?)?;

    let lexicon = Lexicon::bundled();
    let told: Vec<(Article, FactsOf)> = items
        .par_iter()
        .map(|item| {
            let article = article(item);
            let facts = hinomi_facts::find(&article, &lexicon);
            (article, facts)
        })
        .collect();
    let batch: Vec<Candidate<'_>> =
        told.iter().map(|(article, facts)| Candidate { article, facts }).collect();
    let placements = advance(&mut Index::default(), &batch);
    let by_id: BTreeMap<ArticleId, Candidate<'_>> =
        batch.iter().map(|candidate| (candidate.article.id, *candidate)).collect();
    let ids: BTreeMap<&str, &str> = items.iter().map(|item| (item.url.as_str(), item.id.as_str())).collect();
    let homes = |as_of| homes(&placements, &by_id, &ids, as_of);

    let mut table = Table::default();
    let weeks: BTreeSet<&str> = labelled.iter().map(|row| row.week.as_str()).collect();
    for week in weeks {
        let monday: Timestamp = format!("{week}T00:00:00Z").parse()?;
        let rows: Vec<&Labelled> = labelled.iter().filter(|row| row.week == week && !row.unsure).collect();
        score_week(&mut table, week, &rows, &homes(monday + (7 * 24).hours()));
    }
    let homes = homes(Timestamp::MAX);
    score_tracks(&mut table, &tracks, &homes);
    let largest = homes.members.values().map(BTreeSet::len).max().unwrap_or_default();
    table.notes.push(format!(
        "{} items in {} incidents, the largest of {largest}",
        items.len(),
        homes.members.len()
    ));
    Ok(table)
}

fn read(path: &Path) -> Result<String> {
    std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))
}

fn lines<T: DeserializeOwned>(text: &str) -> Result<Vec<T>> {
    text.lines().map(|line| serde_json::from_str(line).with_context(|| line.to_owned())).collect()
}

/// The item as a feed's entry whose page could not be had.
fn article(item: &Item) -> Article {
    let entry = Entry {
        capture: CaptureId::of(&[item.url.as_bytes()]),
        source: "timeline".to_owned(),
        url: item.url.clone(),
        guid: String::new(),
        title: item.title.clone(),
        byline: String::new(),
        published: None,
        updated: None,
        lang: Some(Lang::En),
        html: item.summary.clone(),
        is_full: false,
    };
    let document = Document {
        url: &item.url,
        page: None,
        entry: Some(&entry),
        source: "timeline",
        fetched_at: item.first_seen,
    };
    Article { known_at: item.first_seen, ..hinomi_read::read(&document).value }
}

fn homes(
    placements: &[Placement],
    by_id: &BTreeMap<ArticleId, Candidate<'_>>,
    ids: &BTreeMap<&str, &str>,
    as_of: Timestamp,
) -> Homes {
    let mut homes = Homes { of: BTreeMap::new(), members: BTreeMap::new() };
    for incident in fold(placements, &|id| by_id.get(&id).copied(), as_of) {
        let name = incident.id.to_string();
        for id in incident.members.iter().filter_map(|member| ids.get(member.url.as_str())) {
            homes.of.entry((*id).to_owned()).or_insert_with(|| name.clone());
            homes.members.entry(name.clone()).or_default().insert((*id).to_owned());
        }
    }
    homes
}

fn f1(precision: f64, recall: f64) -> f64 {
    if precision + recall == 0.0 { 0.0 } else { 2.0 * precision * recall / (precision + recall) }
}

fn pairs(n: usize) -> f64 {
    (n * n.saturating_sub(1) / 2) as f64
}

fn score_week(table: &mut Table, week: &str, rows: &[&Labelled], homes: &Homes) {
    let home = |row: &Labelled| homes.of.get(&row.id).cloned().unwrap_or_else(|| format!("alone {}", row.id));
    let is_matter = |row: &&&Labelled| !NO_MATTER.contains(&row.kind.as_str());
    let mut members: BTreeMap<String, Vec<&Labelled>> = BTreeMap::new();
    let mut stories: BTreeMap<&str, Vec<&Labelled>> = BTreeMap::new();
    for row in rows {
        members.entry(home(row)).or_default().push(row);
        stories.entry(&row.story).or_default().push(row);
    }
    let mut sum = (0.0, 0.0, 0.0);
    let mut by_story: BTreeMap<&str, Vec<(f64, f64)>> = BTreeMap::new();
    for row in rows.iter().filter(is_matter) {
        let company = &members[&home(row)];
        let both = company.iter().filter(|other| other.story == row.story).count() as f64;
        let score = (both / company.len() as f64, both / stories[row.story.as_str()].len() as f64);
        by_story.entry(&row.story).or_default().push(score);
        sum = (sum.0 + score.0, sum.1 + score.1, sum.2 + 1.0);
    }
    let (precision, recall) = (sum.0 / f64::max(sum.2, 1.0), sum.1 / f64::max(sum.2, 1.0));
    let gold: f64 = stories.values().map(|story| pairs(story.len())).sum();
    let (mut ours, mut right) = (0.0, 0.0);
    for company in members.values() {
        let n_news = company.iter().filter(is_matter).count();
        ours += pairs(company.len()) - pairs(company.len() - n_news);
        let mut by_story: BTreeMap<&str, usize> = BTreeMap::new();
        for row in company.iter().filter(is_matter) {
            *by_story.entry(&row.story).or_default() += 1;
        }
        right += by_story.values().map(|n| pairs(*n)).sum::<f64>();
    }
    let share = |part: f64, whole: f64| if whole == 0.0 { 1.0 } else { part / whole };
    table.summary.push((format!("{week} news bcubed precision"), precision));
    table.summary.push((format!("{week} news bcubed recall"), recall));
    table.summary.push((format!("{week} news bcubed F1"), f1(precision, recall)));
    table.summary.push((format!("{week} pairs F1"), f1(share(right, ours), share(right, gold))));
    for (story, scores) in by_story.iter().filter(|(_, scores)| scores.len() > 1) {
        let n = scores.len() as f64;
        let sum = scores.iter().fold((0.0, 0.0), |sum, score| (sum.0 + score.0, sum.1 + score.1));
        table.rows.insert(format!("{week} {story}"), f1(sum.0 / n, sum.1 / n));
    }
}

fn score_tracks(table: &mut Table, tracks: &[Track], homes: &Homes) {
    let (mut complete, mut clean, mut both) = (0.0, 0.0, 0.0);
    for track in tracks {
        let mut held: BTreeMap<String, usize> = BTreeMap::new();
        for id in &track.items {
            let home = homes.of.get(id).cloned().unwrap_or_else(|| format!("alone {id}"));
            *held.entry(home).or_default() += 1;
        }
        let none = BTreeSet::new();
        let members = |home: &str| homes.members.get(home).unwrap_or(&none);
        let best = held.iter().max_by_key(|(home, n)| (**n, std::cmp::Reverse(members(home).len())));
        let Some((home, n)) = best else { continue };
        let counted = members(home).iter().filter(|id| !track.may.contains(*id)).count().max(1);
        let has_stranger = members(home).iter().any(|id| track.not.contains(id));
        let (recall, purity) = (*n as f64 / track.items.len() as f64, *n as f64 / counted as f64);
        let (is_complete, is_clean) = (recall >= COMPLETE_MIN, !has_stranger && purity >= COMPLETE_MIN);
        complete += f64::from(u8::from(is_complete));
        clean += f64::from(u8::from(is_clean));
        both += f64::from(u8::from(is_complete && is_clean));
        let score = f1(purity.min(1.0), recall) * if has_stranger { 0.5 } else { 1.0 };
        table.rows.insert(format!("track {}", track.track), score);
    }
    table.summary.push(("tracks complete".to_owned(), complete));
    table.summary.push(("tracks clean".to_owned(), clean));
    table.summary.push(("tracks complete and clean".to_owned(), both));
}
