//! A stream of news over months, joined from titles and summaries, with labelled weeks and tracks.
//!
//! The whole timeline is read once, in order; the labelled weeks are scored as the incidents stood at their
//! end, the tracks at the end of the timeline, both as in the collection's own scorer. A row is a labelled story
//! of more than one item (F1 of its items' company) or a track (harmonic mean of recall and purity, halved when a
//! look-alike is in it).

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use anyhow::Result;
use hinomi_incidents::Weights;
use hinomi_model::Lang;
use jiff::{Timestamp, ToSpan};
use serde::Deserialize;

use super::joined::{Mean, Told, article, f1, homes, place, tell};
use super::{Scored, Set, lines, read, unpack};
use crate::table::Table;

/// Kinds of items that belong to no matter.
const NO_MATTER: [&str; 2] = ["other", "roundup"];

/// Share of a track's items that must lie in one incident, and of that incident's that must be the track's.
const COMPLETE_MIN: f64 = 0.9;

/// How much a week, and a track, count when weights are tuned.
const WEEK_WORTH: f64 = 1.0;
const TRACK_WORTH: f64 = 0.1;

#[derive(Deserialize)]
struct Item {
    id: String,
    url: String,
    title: String,
    #[serde(default)]
    lang: Option<Lang>,
    #[serde(default)]
    summary: Option<String>,
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

/// The collection.
pub struct Timeline {
    told: Vec<Told>,
    /// URL → item id.
    ids: BTreeMap<String, String>,
    labelled: Vec<Labelled>,
    tracks: Vec<Track>,
    titles: BTreeMap<String, String>,
}

/// Item id → incident, and incident → item ids.
struct Homes {
    of: BTreeMap<String, String>,
    members: BTreeMap<String, BTreeSet<String>>,
}

impl Timeline {
    /// Reads it from `folder`; either kind of label may be missing.
    pub fn read(folder: &Path) -> Result<Self> {
        let items: Vec<Item> = unpack(folder, "items.")?;
        let optional = |name: &str| {
            let path = folder.join("labels").join(name);
            if path.is_file() { read(&path) } else { Ok(String::new()) }
        };
        let articles = items.iter().map(|item| {
            let summary = item.summary.clone().unwrap_or_default();
            let lang = item.lang.or_else(|| item.title.is_ascii().then_some(Lang::En));
            article(&item.url, &item.title, summary, lang, item.first_seen)
        });
        Ok(Self {
            told: tell(articles.collect()),
            ids: items.iter().map(|item| (item.url.clone(), item.id.clone())).collect(),
            labelled: lines(&optional("stream.jsonl")?)?,
            tracks: lines(&optional("tracks.jsonl")?)?,
            titles: items.into_iter().map(|item| (item.id, item.title)).collect(),
        })
    }

    /// Its items as articles, with their facts.
    pub fn told(self) -> Vec<Told> {
        self.told
    }

    fn homes(&self, by_url: BTreeMap<String, String>) -> Homes {
        let mut homes = Homes { of: BTreeMap::new(), members: BTreeMap::new() };
        for (url, name) in by_url {
            let Some(id) = self.ids.get(&url) else { continue };
            homes.members.entry(name.clone()).or_default().insert(id.clone());
            homes.of.insert(id.clone(), name);
        }
        homes
    }

    fn title(&self, id: &str) -> &str {
        self.titles.get(id).map_or("", String::as_str)
    }
}

impl Set for Timeline {
    fn score(&self, weights: &Weights) -> Scored {
        let placements = place(&self.told, weights);
        let mut table = Table::default();
        let (mut goal, mut worth) = (0.0, 0.0);
        let weeks: BTreeSet<&str> = self.labelled.iter().map(|row| row.week.as_str()).collect();
        for week in weeks {
            let Ok(monday) = format!("{week}T00:00:00Z").parse::<Timestamp>() else { continue };
            let rows: Vec<&Labelled> =
                self.labelled.iter().filter(|row| row.week == week && !row.unsure).collect();
            let homes = self.homes(homes(&placements, monday + (7 * 24).hours()));
            goal += WEEK_WORTH * self.score_week(&mut table, week, &rows, &homes);
            worth += WEEK_WORTH;
        }
        let homes = self.homes(homes(&placements, Timestamp::MAX));
        goal += TRACK_WORTH * self.score_tracks(&mut table, &homes);
        worth += TRACK_WORTH * self.tracks.len() as f64;
        let largest = homes.members.values().map(BTreeSet::len).max().unwrap_or_default();
        let n = homes.members.len();
        table.notes.push(format!("{} items in {n} incidents, the largest of {largest}", self.told.len()));
        Scored { table, goal, worth }
    }
}

impl Timeline {
    fn score_week(&self, table: &mut Table, week: &str, rows: &[&Labelled], homes: &Homes) -> f64 {
        let home =
            |row: &Labelled| homes.of.get(&row.id).cloned().unwrap_or_else(|| format!("alone {}", row.id));
        let is_matter = |row: &&&Labelled| !NO_MATTER.contains(&row.kind.as_str());
        let mut members: BTreeMap<String, Vec<&Labelled>> = BTreeMap::new();
        let mut stories: BTreeMap<&str, Vec<&Labelled>> = BTreeMap::new();
        for row in rows {
            members.entry(home(row)).or_default().push(row);
            stories.entry(&row.story).or_default().push(row);
        }
        let mut mean = Mean::default();
        let mut by_story: BTreeMap<&str, (Mean, usize)> = BTreeMap::new();
        for row in rows.iter().filter(is_matter) {
            let company = &members[&home(row)];
            let both = company.iter().filter(|other| other.story == row.story).count() as f64;
            let score = (both / company.len() as f64, both / stories[row.story.as_str()].len() as f64);
            let story = by_story.entry(&row.story).or_default();
            story.0.add(score);
            story.1 += 1;
            mean.add(score);
            let strangers: Vec<String> = company
                .iter()
                .filter(|other| other.story != row.story)
                .map(|other| format!("\n      mixed with {}: {}", other.story, self.title(&other.id)))
                .collect();
            if !strangers.is_empty() || score.1 < 1.0 {
                let strangers = strangers.concat();
                let title = self.title(&row.id);
                table.failures.push(format!("{week} {} in {}: {title}{strangers}", row.story, home(row)));
            }
        }
        let pairs = |n: usize| (n * n.saturating_sub(1) / 2) as f64;
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
        let pairs_f1 = f1(share(right, ours), share(right, gold));
        table.summary.extend(mean.summary(&format!("{week} news bcubed")));
        table.summary.push((format!("{week} pairs F1"), pairs_f1));
        let told = by_story.into_iter().filter(|(_, (_, n))| *n > 1);
        table.rows.extend(told.map(|(story, (mean, _))| (format!("{week} {story}"), mean.f1())));
        // Twice as much for items as for pairs, which a single large story decides.
        (2.0 * mean.f1() + pairs_f1) / 3.0
    }

    fn score_tracks(&self, table: &mut Table, homes: &Homes) -> f64 {
        if self.tracks.is_empty() {
            return 0.0;
        }
        let mut goal = 0.0;
        let (mut complete, mut clean, mut both) = (0.0, 0.0, 0.0);
        for track in &self.tracks {
            let home = |id: &String| homes.of.get(id).cloned().unwrap_or_else(|| format!("alone {id}"));
            let mut held: BTreeMap<String, usize> = BTreeMap::new();
            for id in &track.items {
                *held.entry(home(id)).or_default() += 1;
            }
            let none = BTreeSet::new();
            let members = |home: &str| homes.members.get(home).unwrap_or(&none);
            let best = held.iter().max_by_key(|(home, n)| (**n, std::cmp::Reverse(members(home).len())));
            let Some((best, n)) = best else { continue };
            let counted = members(best).iter().filter(|id| !track.may.contains(*id)).count().max(1);
            let has_stranger = members(best).iter().any(|id| track.not.contains(id));
            let (recall, purity) = (*n as f64 / track.items.len() as f64, *n as f64 / counted as f64);
            let (is_complete, is_clean) = (recall >= COMPLETE_MIN, !has_stranger && purity >= COMPLETE_MIN);
            complete += f64::from(u8::from(is_complete));
            clean += f64::from(u8::from(is_clean));
            both += f64::from(u8::from(is_complete && is_clean));
            let score = f1(purity.min(1.0), recall) * if has_stranger { 0.5 } else { 1.0 };
            table.rows.insert(format!("track {}", track.track), score);
            goal += 0.6 * score + if is_complete && is_clean { 0.4 } else { 0.0 };
            if is_complete && is_clean {
                continue;
            }
            let mut told = format!("track {} recall {recall:.2} purity {purity:.2}", track.track);
            let mut say = |kind: &str, id: &String| {
                told.push_str(&format!("\n      {kind} {} {}: {}", home(id), id, self.title(id)));
            };
            track.items.iter().filter(|id| members(best).contains(*id)).for_each(|id| say("held", id));
            track.items.iter().filter(|id| !members(best).contains(*id)).for_each(|id| say("missed", id));
            for id in members(best).iter().filter(|id| !track.items.contains(*id)) {
                let kind = if track.not.contains(id) { "LOOK-ALIKE" } else { "stranger" };
                say(if track.may.contains(id) { "may" } else { kind }, id);
            }
            table.failures.push(told);
        }
        let n = self.tracks.len() as f64;
        table.summary.push(("tracks complete".to_owned(), complete));
        table.summary.push(("tracks clean".to_owned(), clean));
        table.summary.push(("tracks complete and clean".to_owned(), both));
        table.notes.push(format!("{n} tracks"));
        goal
    }
}
