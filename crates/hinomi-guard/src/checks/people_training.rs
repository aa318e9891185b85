//! `people.training`: everyone, contractors included, finished training within the year.
//!
//! The directory and the supplier register are the denominator; a list of completions has none of its own.
//! Witnesses: too low a rate, or an administrator who did not finish. A list that shows only those who finished
//! says nothing of the others. Misses: whether anything was learnt.

use std::collections::BTreeMap;

use super::accounts::is_state_lost;
use crate::directory::Met;
use crate::judge::Judge;
use crate::pack::Pack;
use crate::read::moment::days;
use crate::read::names::{account_key, fold};
use crate::records::{Belongs, Place, Provider};
use crate::said::said;

const DIRECTORIES: [&str; 7] = [
    "entra.users",
    "entra.user-registration-details",
    "okta.users",
    "google.admin-users-csv",
    "google.directory-users",
    "ad.users-csv",
    "keycloak.realm",
];

/// Directories of people, as against those of one service.
const OF_PEOPLE: [Provider; 5] =
    [Provider::Entra, Provider::Okta, Provider::Google, Provider::ActiveDirectory, Provider::Keycloak];

#[derive(Default)]
struct Person {
    called: String,
    is_privileged: bool,
    /// Of no account of the person it is told that it may sign in, because a list was lost.
    is_state_lost: bool,
    places: Vec<Place>,
}

#[derive(Clone, Copy, PartialEq)]
enum State {
    Finished,
    NotFinished(Place),
    Unclear,
    Absent,
}

/// Looks.
pub fn look(judge: &mut Judge<'_>) {
    let pack = judge.pack;
    if !judge.rely_on_kinds(&["training.records"]) {
        judge.gap_no_evidence();
        return;
    }
    if !judge.rely_on_kinds(&DIRECTORIES) {
        judge.gap(
            said("母数になるディレクトリがない", "there is no directory to count against"),
            &DIRECTORIES,
        );
    }
    if !judge.rely_on_kinds(&["suppliers.register"]) {
        judge.gap(
            said("委託先を数える台帳がない", "there is no supplier register to count contractors by"),
            &["suppliers.register"],
        );
    }
    let people = people(pack);
    let rows = Rows::of(judge);
    let states: Vec<(&Person, State)> =
        people.iter().map(|(key, person)| (person, rows.state(key))).collect();
    let is_whole = pack.of_kinds(&["training.records"]).all(|one| one.doubts.is_empty());
    // With one unfinished row the list shows the unfinished too, and who is absent did not finish.
    let shows_unfinished = is_whole && rows.shows_unfinished;
    let mut n_done = 0;
    let mut n_open = 0;
    for (person, state) in &states {
        match state {
            State::Finished => n_done += 1,
            State::NotFinished(_) | State::Absent
                if person.is_privileged
                    && is_whole
                    && !person.is_state_lost
                    && (shows_unfinished || *state != State::Absent) =>
            {
                let row = if let State::NotFinished(place) = state { Some(*place) } else { None };
                judge.fail(
                    &person.called,
                    said("教育を終えていない管理者", "an administrator who did not finish training"),
                    person.places.iter().copied().chain(row),
                );
            }
            State::Unclear => {
                n_open += 1;
                judge.gap_of(
                    &person.called,
                    said("修了日が読めない人がいる", "somebody's completion cannot be read"),
                    &[],
                );
            }
            State::Absent if !shows_unfinished => {
                n_open += 1;
                judge.gap_of(
                    &person.called,
                    said("教育の記録にいない人がいる", "the records do not show everyone"),
                    &["training.records"],
                );
            }
            State::NotFinished(_) | State::Absent => {}
        }
    }
    let rate_min = judge.param("training_rate", 0.95);
    let can_count = is_whole
        && pack.of_kinds(&DIRECTORIES).next().is_some()
        && pack.of_kinds(&DIRECTORIES).all(|one| one.doubts.is_empty());
    // Even if everyone who is not shown had finished.
    let best = (n_done + n_open) as f64 / states.len().max(1) as f64;
    if best < rate_min && can_count && !states.is_empty() {
        for (person, state) in &states {
            let row = match state {
                State::NotFinished(place) => Some(*place),
                State::Absent if shows_unfinished => None,
                _ => continue,
            };
            let why = said("修了率が基準に届かない", "the rate of completion is below the limit");
            judge.fail(&person.called, why, person.places.iter().copied().chain(row));
        }
    } else if (n_done as f64) / (states.len().max(1) as f64) < rate_min {
        judge.gap(
            said(
                "修了率が基準に届くと示されていない",
                "the rate of completion is not shown to reach the limit",
            ),
            &["training.records"],
        );
    }
}

/// Everyone who should be trained, by key: people of the directories who may sign in, and accounts of suppliers.
fn people(pack: &Pack) -> BTreeMap<String, Person> {
    let mut people: BTreeMap<String, Person> = BTreeMap::new();
    for account in
        pack.directories.iter().filter(|d| OF_PEOPLE.contains(&d.provider)).flat_map(|d| &d.accounts)
    {
        let is_person = account.belongs != Some(Belongs::Service)
            && !account.is_break_glass
            && !account.principal.is_empty();
        if !is_person || account.enabled == Some(false) {
            continue;
        }
        let person = people.entry(account_key(&account.principal)).or_default();
        if person.called.is_empty() {
            person.called = account.principal.to_string();
        }
        person.is_privileged |= account.privileged == Some(true);
        let is_lost = is_state_lost(pack, account);
        person.is_state_lost = is_lost && (person.places.is_empty() || person.is_state_lost);
        person.places.extend(&account.places);
    }
    for one in pack.of_kinds(&["suppliers.register"]) {
        for name in one.records.suppliers.iter().flat_map(|supplier| &supplier.accounts) {
            let is_known = pack.directories.iter().any(|directory| directory.meet(name) != Met::Nobody);
            if !is_known {
                let person = people.entry(account_key(name)).or_default();
                person.called = name.clone();
            }
        }
    }
    people
}

/// The records, by key of the person and by the folded name.
struct Rows {
    by_key: BTreeMap<String, State>,
    by_name: BTreeMap<String, State>,
    names: BTreeMap<String, Vec<String>>,
    shows_unfinished: bool,
}

impl Rows {
    fn of(judge: &Judge<'_>) -> Self {
        let (limit, as_of) = (judge.days("training_days", 365.0), judge.as_of());
        let pack = judge.pack;
        let mut rows = Self {
            by_key: BTreeMap::new(),
            by_name: BTreeMap::new(),
            names: BTreeMap::new(),
            shows_unfinished: false,
        };
        for one in pack.of_kinds(&["training.records"]) {
            for row in &one.records.training {
                let state = match row.completed_on {
                    Some(day) if day > as_of || !one.can_know(day, as_of) => State::Unclear,
                    Some(day) if days(day, as_of) <= limit => State::Finished,
                    Some(_) => State::NotFinished(one.place(row.row)),
                    None if row.is_unclear => State::Unclear,
                    None => State::NotFinished(one.place(row.row)),
                };
                rows.shows_unfinished |= matches!(state, State::NotFinished(_)) && row.completed_on.is_none();
                for (map, key) in
                    [(&mut rows.by_key, account_key(&row.person)), (&mut rows.by_name, fold(&row.person))]
                {
                    // One finished course within the time is enough.
                    map.entry(key)
                        .and_modify(|known| {
                            if state == State::Finished {
                                *known = state
                            }
                        })
                        .or_insert(state);
                }
            }
        }
        for account in pack.directories.iter().flat_map(|directory| &directory.accounts) {
            if !account.name.is_empty() {
                rows.names.entry(account_key(&account.principal)).or_default().push(fold(&account.name));
            }
        }
        rows
    }

    fn state(&self, key: &str) -> State {
        if let Some(state) = self.by_key.get(key) {
            return *state;
        }
        let names = self.names.get(key).into_iter().flatten();
        names.filter_map(|name| self.by_name.get(name)).next().copied().unwrap_or(State::Absent)
    }
}
