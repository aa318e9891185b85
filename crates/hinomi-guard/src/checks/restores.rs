//! Restores of a system, tried by the backup product or in a drill, with how long they took.

use std::collections::BTreeSet;

use jiff::civil::Date;

use crate::judge::Judge;
use crate::pack::Evidence;
use crate::posture::System;
use crate::read::names::{fold, tokens};
use crate::records::Place;

/// One restore of a system.
pub struct Tried<'p> {
    /// When.
    pub day: Date,
    /// Whether it worked; `None` when nobody validated it.
    pub worked: Option<bool>,
    /// How long it took, in hours.
    pub hours: Option<f64>,
    /// How long it may take, in hours.
    pub target_hours: Option<f64>,
    /// What was restored, where the posture alone says that it belongs to the system.
    pub of: Option<&'p str>,
    /// The source that tells it.
    pub one: &'p Evidence,
    /// Its row there.
    pub place: Place,
}

/// Whether a name in a register means the system: its id or name, alone or as words of a longer name.
fn names(text: &str, system: &System) -> bool {
    let words = tokens(text);
    [&system.id, &system.name].into_iter().any(|name| {
        let own = tokens(name);
        fold(text) == fold(name) || (!own.is_empty() && words.windows(own.len()).any(|window| window == own))
    })
}

/// The restores of a system that are on record, the latest first; of one day, the worst first.
pub fn tried<'p>(judge: &Judge<'p>, system: &System) -> Vec<Tried<'p>> {
    let pack = judge.pack;
    let mut found = Vec::new();
    for one in &pack.evidence {
        let of_copy = system
            .copies
            .iter()
            .filter_map(|id| pack.posture.copy(id))
            .any(|copy| copy.restores.as_deref() == Some(&one.source.id));
        for restore in one.records.restores.iter().filter(|restore| of_copy || names(&restore.of, system)) {
            found.push(Tried {
                day: restore.day,
                worked: restore.worked,
                hours: restore.hours,
                target_hours: system.rto_hours.or(restore.target_hours),
                of: (!names(&restore.of, system)).then_some(restore.of.as_str()),
                one,
                place: one.place(restore.row),
            });
        }
        // A tabletop's figure is talk; a drill that restored something has measured it.
        for exercise in one
            .records
            .exercises
            .iter()
            .filter(|exercise| matches!(exercise.kind.as_str(), "restore" | "functional"))
        {
            let hours =
                exercise.recovery_hours.iter().find(|(id, _)| *id == system.id).map(|(_, hours)| *hours);
            if let (Some(hours), Some(day)) = (hours, exercise.day) {
                let (target_hours, place) = (system.rto_hours, one.place(exercise.row));
                found.push(Tried {
                    day,
                    worked: Some(true),
                    hours: Some(hours),
                    target_hours,
                    of: None,
                    one,
                    place,
                });
            }
        }
    }
    let as_of = judge.as_of();
    found.retain(|tried| tried.day <= as_of && tried.one.can_know(tried.day, as_of));
    // Where a list names the system, what it does not name there is another's.
    let names_it: BTreeSet<usize> =
        found.iter().filter(|tried| tried.of.is_none()).map(|tried| tried.one.index).collect();
    found.retain(|tried| tried.of.is_none() || !names_it.contains(&tried.one.index));
    found.sort_by(|a, b| b.day.cmp(&a.day).then(a.worked.cmp(&b.worked)).then(a.place.cmp(&b.place)));
    found
}
