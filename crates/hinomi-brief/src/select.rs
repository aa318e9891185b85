//! Which incidents are told, in which part, and in which order.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use hinomi_model::{Article, IncidentId, Slot, Story};
use jiff::civil::Date;

use crate::advice;
use crate::compose::Desk;
use crate::compose::view::View;
use crate::compose::vulnerability;
use crate::home;
use crate::rank::{self, SEVERE, THIN_POINTS_MIN};
use crate::sector::sector_of;

/// Matters told in full at home.
pub const HOME_ITEMS_MAX: usize = 8;
/// Matters told in full abroad.
pub const ABROAD_ITEMS_MAX: usize = 8;
/// Vulnerabilities told in full.
pub const VULNERABILITIES_MAX: usize = 8;
/// Further matters of a part that are listed by a line: more is no longer read.
pub const ALSO_MAX: usize = 12;

/// A matter to be told, with the reasons for its place.
pub struct Ranked<'a> {
    /// The incident as this brief sees it.
    pub view: View<'a>,
    /// Reasons and points.
    pub why: Vec<(String, i64)>,
    /// Their sum.
    pub points: i64,
}

/// One part: what is told in full, what is listed, and how many more there are.
#[derive(Default)]
pub struct Part<'a> {
    /// Told in full, first things first.
    pub told: Vec<Ranked<'a>>,
    /// Listed by a line.
    pub also: Vec<Ranked<'a>>,
    /// Neither told nor listed.
    pub n_more: usize,
    /// Advice, marketing and digests: left out.
    pub n_advice: usize,
}

/// Everything that is told.
#[derive(Default)]
pub struct Chosen<'a> {
    /// At home.
    pub home: Part<'a>,
    /// Abroad.
    pub abroad: Part<'a>,
    /// Vulnerabilities.
    pub vulnerabilities: Part<'a>,
    /// Matters told in languages that are not read.
    pub n_unread: usize,
    /// How much there is in all.
    pub tally: Tally,
}

/// How much there is: counted over every matter but advice, whether it is told, listed or neither.
#[derive(Default)]
pub struct Tally {
    /// Incidents first told in the window.
    pub n_new: usize,
    /// Matters known before.
    pub n_grown: usize,
    /// Vulnerabilities to act on.
    pub n_vulnerabilities: usize,
    /// Anything else.
    pub n_other: usize,
    /// Of each kind of event, by its word, those told without doubt.
    pub kinds: BTreeMap<String, usize>,
    /// Incidents with a named victim by its country, where one is told, and by its sector, where one shows.
    pub countries: BTreeMap<&'static str, usize>,
    /// The same by sector.
    pub sectors: BTreeMap<&'static str, usize>,
    /// Matters by the day of the window on which they were first news.
    pub days: BTreeMap<Date, usize>,
}

impl Tally {
    fn add(&mut self, desk: &Desk<'_>, view: &View<'_>) {
        let n = match (vulnerability::is_fault(view), view.is_new) {
            (true, _) if vulnerability::is_actionable(view) => &mut self.n_vulnerabilities,
            (false, false) => &mut self.n_grown,
            (false, true) if view.incident.story == Story::Incident => &mut self.n_new,
            _ => &mut self.n_other,
        };
        *n += 1;
        if let Some(event) = view.sure_event() {
            *self.kinds.entry(event.fact.value.to_text()).or_default() += 1;
        }
        if let Some(victim) = view.victim.as_ref().filter(|_| !vulnerability::is_fault(view)) {
            if let Some(country) = home::country_of(view.incident, desk.input.articles) {
                *self.countries.entry(country).or_default() += 1;
            }
            let title = view.leading().map_or(("", desk.lang), |a| (a.title.as_str(), a.lang));
            if let Some(sector) = sector_of(&victim.text, title.0, title.1) {
                *self.sectors.entry(sector).or_default() += 1;
            }
        }
        if let Some(first) = view.new_articles().map(|article| article.known_at).min() {
            *self.days.entry(first.to_zoned(desk.input.zone.clone()).date()).or_default() += 1;
        }
    }
}

impl<'a> Chosen<'a> {
    /// Every matter of every part that is told or listed, part by part.
    pub fn all(&self) -> impl Iterator<Item = &Ranked<'a>> {
        self.parts().into_iter().flat_map(|part| part.told.iter().chain(&part.also))
    }

    /// The parts in the order of the brief.
    pub fn parts(&self) -> [&Part<'a>; 3] {
        [&self.home, &self.abroad, &self.vulnerabilities]
    }
}

/// Chooses and ranks. An incident is told when one of its articles became known in the window; matters that
/// have nothing to do with security never are. Advice and what is told in other languages only is counted.
pub(crate) fn select<'a>(desk: &'a Desk<'a>) -> Chosen<'a> {
    let mut views = Vec::new();
    let mut n_unread = 0;
    for incident in desk.input.incidents.iter().filter(|incident| incident.story != Story::Other) {
        if !incident.members.iter().any(|m| desk.input.window.holds(m.known_at) && m.copy_of.is_none()) {
            continue;
        }
        let view = View::of(incident, desk);
        if view.new_articles().next().is_none() {
            n_unread += 1;
            continue;
        }
        views.push(view);
    }
    let told: Vec<&Article> =
        views.iter().filter(|v| v.victim.is_some()).flat_map(|v| v.new_articles()).collect();
    let is_annexed: Vec<bool> = views.iter().map(|view| is_annex(view, &told)).collect();
    let (mut home, mut abroad, mut vulnerabilities) = (Vec::new(), Vec::new(), Vec::new());
    let mut tally = Tally::default();
    for (view, _) in views.into_iter().zip(is_annexed).filter(|(_, is_annex)| !is_annex) {
        if !is_advice(&view) {
            tally.add(desk, &view);
        }
        let why = rank::why(desk, &view);
        let points = why.iter().map(|(_, points)| points).sum();
        let ranked = Ranked { view, why, points };
        if vulnerability::is_fault(&ranked.view) {
            vulnerabilities.push(ranked);
        } else if ranked.view.is_home {
            home.push(ranked);
        } else {
            abroad.push(ranked);
        }
    }
    desk.stats.borrow_mut().n_incidents = home.len() + abroad.len() + vulnerabilities.len();
    Chosen {
        home: part(home, HOME_ITEMS_MAX),
        abroad: part(abroad, ABROAD_ITEMS_MAX),
        vulnerabilities: part(vulnerabilities, VULNERABILITIES_MAX),
        n_unread,
        tally,
    }
}

/// Whether a matter without a name is no more than an annex of a notice that is told: its address lies beneath that
/// of the notice.
fn is_annex(view: &View<'_>, told: &[&Article]) -> bool {
    let is_beneath = |article: &Article| {
        told.iter().any(|notice| {
            let above = notice.url.split(['?', '#']).next().unwrap_or_default();
            let above = above.strip_suffix("index.html").unwrap_or(above);
            // A front page is above everything.
            let is_deep = above.split('/').filter(|part| !part.is_empty()).count() > ANNEX_PARTS_MIN;
            let is_folder = above.ends_with('/') && is_deep;
            is_folder
                && notice.source == article.source
                && notice.url != article.url
                && article.url.starts_with(above)
        })
    };
    view.victim.is_none() && view.new_articles().all(is_beneath)
}

/// Parts of an address (scheme, host, folders) beyond which a folder is one notice's own.
const ANNEX_PARTS_MIN: usize = 3;

/// Whether a matter is advice, marketing or a digest: by its titles, where no fact says that something happened.
fn is_advice(view: &View<'_>) -> bool {
    let happened = [Slot::ReportNo, Slot::Kev, Slot::Cve];
    let has_happened = happened.iter().any(|slot| view.news(*slot).next().is_some());
    // Whoever lists ways to shop safely names a shop; who was broken into is no example.
    let is_hit = view.sure_event().is_some_and(|v| SEVERE.contains(&v.fact.value.to_text().as_str()));
    let is_named = view.victim.is_some() && is_hit && view.is_titled();
    !has_happened && !is_named && view.new_articles().all(|a| advice::is_advice(&a.title, a.lang))
}

fn part(mut all: Vec<Ranked<'_>>, told_max: usize) -> Part<'_> {
    // Ties: the newest first, then by id, so that the order never depends on the order of the input.
    all.sort_by_key(|r| {
        let newest = r.view.incident.members.iter().map(|m| m.known_at).max();
        (Reverse(r.points), Reverse(newest), IdOrder(r.view.incident.id))
    });
    let mut out = Part::default();
    for ranked in all {
        if is_advice(&ranked.view) {
            out.n_advice += 1;
            continue;
        }
        // What is known by its title alone is listed by it.
        let is_known = if vulnerability::is_fault(&ranked.view) {
            vulnerability::is_actionable(&ranked.view)
        } else {
            !ranked.view.is_thin()
        };
        let is_worth_it = is_known || ranked.points >= THIN_POINTS_MIN;
        if is_worth_it && out.told.len() < told_max {
            out.told.push(ranked);
        } else if out.also.len() < ALSO_MAX {
            out.also.push(ranked);
        } else {
            out.n_more += 1;
        }
    }
    out
}

#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct IdOrder(IncidentId);
