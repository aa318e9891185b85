//! Which incidents are told, in which part, and in which order.

use std::cmp::Reverse;

use hinomi_model::{IncidentId, Story};

use crate::compose::Desk;
use crate::compose::view::View;
use crate::compose::vulnerability;
use crate::rank;

/// Matters told in full at home.
pub const HOME_ITEMS_MAX: usize = 8;
/// Matters told in full abroad.
pub const ABROAD_ITEMS_MAX: usize = 8;
/// Vulnerabilities told in full.
pub const VULNERABILITIES_MAX: usize = 8;
/// Further matters of a part that are listed by a line.
pub const ALSO_MAX: usize = 20;

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
/// have nothing to do with security never are.
pub(crate) fn select<'a>(desk: &'a Desk<'a>) -> Chosen<'a> {
    let (mut home, mut abroad, mut vulnerabilities) = (Vec::new(), Vec::new(), Vec::new());
    for incident in desk.input.incidents.iter().filter(|incident| incident.story != Story::Other) {
        if !incident.members.iter().any(|m| desk.input.window.holds(m.known_at) && m.copy_of.is_none()) {
            continue;
        }
        let view = View::of(incident, desk);
        let why = rank::why(desk, &view);
        let points = why.iter().map(|(_, points)| points).sum();
        let ranked = Ranked { view, why, points };
        match incident.story {
            Story::Vulnerability => vulnerabilities.push(ranked),
            _ if ranked.view.is_home => home.push(ranked),
            _ => abroad.push(ranked),
        }
    }
    desk.stats.borrow_mut().n_incidents = home.len() + abroad.len() + vulnerabilities.len();
    Chosen {
        home: part(home, HOME_ITEMS_MAX),
        abroad: part(abroad, ABROAD_ITEMS_MAX),
        vulnerabilities: part(vulnerabilities, VULNERABILITIES_MAX),
    }
}

fn part(mut all: Vec<Ranked<'_>>, told_max: usize) -> Part<'_> {
    // Ties: the newest first, then by id, so that the order never depends on the order of the input.
    all.sort_by_key(|r| {
        let newest = r.view.incident.members.iter().map(|m| m.known_at).max();
        (Reverse(r.points), Reverse(newest), IdOrder(r.view.incident.id))
    });
    let mut out = Part::default();
    for ranked in all {
        // What is known by its title alone is listed by it.
        let is_vulnerability = ranked.view.incident.story == Story::Vulnerability;
        let is_worth_it = if is_vulnerability {
            vulnerability::is_actionable(&ranked.view)
        } else {
            !ranked.view.is_thin()
        };
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
