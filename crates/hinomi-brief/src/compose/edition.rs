//! Weekly and monthly editions: what a longer window adds up to.
//!
//! Kinds and days are counted by the brief itself, over every matter that moved in the window whether it is told, listed
//! or neither; the largest numbers are cited like any other. Advice and marketing are not counted.

use std::cmp::Reverse;

use jiff::SignedDuration;

use super::Desk;
use super::changed::cell;
use super::clause::{mood, sentences};
use super::counts::{is_of_people, is_worth_telling, what_of};
use super::here::name;
use super::incident::between;
use super::role::{Role, role};
use super::view::View;
use crate::brief::{Block, Line};
use crate::home::country_name;
use crate::input::Window;
use crate::select::Chosen;
use crate::wording::{day_text, first_upper};
use hinomi_model::{ClaimValue, Fate, Slot};

/// Windows longer than this are no days: a day and a half, so that a Monday may look back on Sunday noon.
const DAY_MAX: SignedDuration = SignedDuration::from_hours(36);
/// Windows longer than this are no weeks.
const WEEK_MAX: SignedDuration = SignedDuration::from_hours(14 * 24);
/// Kinds drawn at most.
const KINDS_MAX: usize = 10;
/// Numbers in the table at most.
const NUMBERS_MAX: usize = 5;
/// Bars and rows that are worth drawing.
const ROWS_MIN: usize = 2;

/// How long a stretch a brief looks back on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Edition {
    /// About a day: matters are told one by one.
    Day,
    /// About a week.
    Week,
    /// More.
    Month,
}

impl Edition {
    /// The edition of a window, by its length.
    pub fn of(window: Window) -> Self {
        let length = window.end.duration_since(window.start);
        if length <= DAY_MAX {
            Self::Day
        } else if length <= WEEK_MAX {
            Self::Week
        } else {
            Self::Month
        }
    }

    /// The word in the keys of strings; `None` for a day, whose titles are those of the layouts.
    pub fn word(self) -> Option<&'static str> {
        match self {
            Self::Day => None,
            Self::Week => Some("week"),
            Self::Month => Some("month"),
        }
    }
}

/// The blocks of the section in numbers; none for a day.
pub fn blocks(desk: &Desk<'_>, chosen: &Chosen<'_>) -> Vec<Block> {
    if Edition::of(desk.input.window) == Edition::Day {
        return Vec::new();
    }
    let mut out = Vec::new();
    let mut kinds: Vec<(String, usize)> = chosen
        .tally
        .kinds
        .iter()
        .filter_map(|(word, n)| Some((desk.phrases().find(&format!("word.event_type.{word}"))?, *n)))
        .map(|(word, n)| (first_upper(word), n))
        .collect();
    kinds.sort_by_key(|(word, n)| (Reverse(*n), word.clone()));
    kinds.truncate(KINDS_MAX);
    let days = chosen.tally.days.iter().map(|(day, n)| (day_text(*day, desk.today, desk.lang), *n)).collect();
    let sorted = |mut bars: Vec<(String, usize)>| {
        bars.sort_by(|(a, n), (b, m)| m.cmp(n).then_with(|| a.cmp(b)));
        bars.truncate(KINDS_MAX);
        bars
    };
    let tally = &chosen.tally;
    let sectors =
        tally.sectors.iter().map(|(id, n)| (desk.string(&format!("sector.{id}"), &[]), *n)).collect();
    let countries =
        tally.countries.iter().map(|(code, n)| (country_name(code, desk.lang).to_owned(), *n)).collect();
    for (key, bars) in [
        ("numbers.kinds", kinds),
        ("numbers.sectors", sorted(sectors)),
        ("numbers.countries", sorted(countries)),
        ("numbers.days", days),
    ] {
        let bars: Vec<(String, usize)> = bars;
        if bars.len() >= ROWS_MIN {
            out.push(Block::Chart { title: desk.string(key, &[]), bars });
        }
    }
    let outages = outages(desk, chosen);
    if !outages.is_empty() {
        out.push(Block::Heading(desk.note("numbers.outages", &[])));
        out.push(Block::List(outages));
    }
    if let Some(table) = largest(desk, chosen) {
        out.push(Block::Heading(desk.note("numbers.largest", &[])));
        out.push(table);
    }
    out
}

/// The longest stretches between effect and recovery, of matters that moved in the window, counted from the dates.
fn outages(desk: &Desk<'_>, chosen: &Chosen<'_>) -> Vec<Vec<Line>> {
    let days = |view: &View<'_>| {
        let ((began, _), (ended, _)) = (view.day_of(Slot::DateImpact)?, view.day_of(Slot::DateRecovered)?);
        Some((ended - began).get_days())
    };
    let mut found: Vec<(i32, &View<'_>)> =
        chosen.all().filter_map(|r| Some((days(&r.view)?, &r.view))).filter(|(n, _)| *n > 0).collect();
    found.sort_by_key(|(n, view)| (Reverse(*n), view.incident.id));
    let line = |view: &View<'_>| {
        let ((_, began), (_, ended)) = (view.day_of(Slot::DateImpact)?, view.day_of(Slot::DateRecovered)?);
        let clause = between(desk, view, "say.date.outage", began, ended)?;
        let sentence = sentences(desk, view, vec![clause]).into_iter().next()?;
        let colon = if desk.lang == hinomi_model::Lang::Ja { "：" } else { ": " };
        Some(vec![name(desk, view)?, Line::Note(colon.to_owned()), Line::Said(sentence)])
    };
    found.into_iter().take(NUMBERS_MAX).filter_map(|(_, view)| line(view)).collect()
}

/// The largest numbers of people and records of the window's matters, one a matter.
fn largest(desk: &Desk<'_>, chosen: &Chosen<'_>) -> Option<Block> {
    let mut found: Vec<(&View<'_>, &ClaimValue)> =
        chosen.all().filter_map(|r| Some((&r.view, largest_of(desk, &r.view)?))).collect();
    found.sort_by(|(a, x), (b, y)| {
        y.fact.value.cmp(&x.fact.value).then_with(|| a.incident.id.cmp(&b.incident.id))
    });
    let rows: Vec<Vec<Option<Line>>> = found
        .into_iter()
        .filter_map(|(view, value)| {
            let (who, number) = (name(desk, view)?, cell(desk, value)?);
            Some(vec![Some(who), Some(Line::Note(what_of(desk, value))), Some(number)])
        })
        .take(NUMBERS_MAX)
        .collect();
    let head = ["incident", "number_of", "number"].map(|key| desk.string(&format!("column.{key}"), &[]));
    (rows.len() >= ROWS_MIN).then(|| Block::Table { head: head.to_vec(), rows })
}

/// The largest number of people or records told without doubt as leaked or affected.
fn largest_of<'a>(desk: &Desk<'_>, view: &View<'a>) -> Option<&'a ClaimValue> {
    let is_told = |v: &&ClaimValue| {
        let role = role(desk, v);
        v.fate == Fate::Stands
            && mood(&v.fact) == "plain"
            && is_of_people(v.fact.value.unit())
            && matches!(role, Role::Leaked | Role::Affected)
            && is_worth_telling(role, v)
    };
    view.standing(Slot::Count).filter(is_told).max_by(|a, b| a.fact.value.cmp(&b.fact.value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_length_of_the_window_makes_the_edition() {
        let of = |hours: i64| {
            let end: jiff::Timestamp = "2031-05-13T15:00:00Z".parse().unwrap();
            Edition::of(Window { start: end - SignedDuration::from_hours(hours), end })
        };
        assert_eq!([of(24), of(7 * 24), of(31 * 24)], [Edition::Day, Edition::Week, Edition::Month]);
    }
}
