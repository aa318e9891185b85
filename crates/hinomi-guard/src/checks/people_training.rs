//! `people.training`: everyone, contractors included, finished training within the year.
//!
//! The directory and the supplier register are the denominator; a list of completions has none of its own.
//! Witnesses: too low a rate, or an administrator who did not finish. A list that shows only those who finished
//! says nothing of the others, one without any contractor nothing of contractors, and a course that is plainly on
//! something else nothing of security. Misses: whether anything was learnt.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use super::trainees::{Person, people};
use crate::judge::Judge;
use crate::read::lexicon::{Item, Lexicon};
use crate::read::moment::days;
use crate::read::names::{account_domain, account_key, fold, tokens};
use crate::records::Place;
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

#[derive(Debug, Clone, Copy, PartialEq)]
enum State {
    Finished,
    NotFinished(Place),
    /// A completion that cannot be read, or that could be another's.
    Unclear,
    /// Only a course that is not plainly on security.
    OtherCourse,
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
    if rows.is_course_untold {
        judge.note(said(
            "教育の記録に講座名の欄がない",
            "the training records do not say which course was taken",
        ));
    }
    let crowd = Crowd::of(&people);
    let states: Vec<(&Person, State)> =
        people.iter().map(|person| (person, rows.state(person, &crowd))).collect();
    // Contractors may be trained, and recorded, elsewhere.
    let covers_outsiders = states.iter().any(|(person, state)| person.is_outside && *state != State::Absent);
    let is_whole = pack.of_kinds(&["training.records"]).all(|one| one.doubts.is_empty());
    // With one unfinished row the list shows the unfinished too, and who is absent did not finish.
    let shows_unfinished = is_whole && rows.shows_unfinished;
    let mut n_done = 0;
    let mut n_open = 0;
    let is_uncovered =
        |person: &Person, state: &State| *state == State::Absent && person.is_outside && !covers_outsiders;
    for (person, state) in &states {
        match state {
            State::Finished => n_done += 1,
            State::Absent if is_uncovered(person, state) => {
                n_open += 1;
                judge.gap_of(
                    &person.called,
                    said(
                        "教育の記録に社外の人が載っていない",
                        "the records do not cover contractors and guests",
                    ),
                    &["training.records"],
                );
            }
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
            State::OtherCourse => {
                n_open += 1;
                judge.gap_of(
                    &person.called,
                    said(
                        "記録にある講座がセキュリティ教育と分からない",
                        "the course on record is not plainly security training",
                    ),
                    &["training.records"],
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
                State::Absent if shows_unfinished && !is_uncovered(person, state) => None,
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

/// A line of the records of one user name.
struct Row {
    domain: Option<String>,
    state: State,
}

/// The records, by user name and by the folded name as written.
struct Rows {
    by_key: BTreeMap<String, Vec<Row>>,
    by_name: BTreeMap<String, Vec<(String, State)>>,
    shows_unfinished: bool,
    is_course_untold: bool,
}

/// What tells one of all people from the others.
struct Crowd<'a> {
    keys: BTreeMap<&'a str, usize>,
    names: BTreeMap<&'a str, usize>,
    /// Domains of our own people.
    domains: BTreeSet<&'a str>,
    knows_domains: bool,
}

impl<'a> Crowd<'a> {
    fn of(people: &'a [Person]) -> Self {
        let mut crowd = Self {
            keys: BTreeMap::new(),
            names: BTreeMap::new(),
            domains: BTreeSet::new(),
            knows_domains: people.iter().any(|person| !person.domains.is_empty()),
        };
        for person in people {
            *crowd.keys.entry(person.key.as_str()).or_default() += 1;
            person.names.iter().for_each(|name| *crowd.names.entry(name.as_str()).or_default() += 1);
            if !person.is_outside {
                crowd.domains.extend(person.domains.iter().map(String::as_str));
            }
        }
        crowd
    }
}

impl Rows {
    fn of(judge: &Judge<'_>) -> Self {
        let (limit, as_of) = (judge.days("training_days", 365.0), judge.as_of());
        let mut rows = Self {
            by_key: BTreeMap::new(),
            by_name: BTreeMap::new(),
            shows_unfinished: false,
            is_course_untold: false,
        };
        for one in judge.pack.of_kinds(&["training.records"]) {
            for row in &one.records.training {
                rows.is_course_untold |= row.course.is_none();
                let state = match row.completed_on {
                    _ if row.course.as_deref().is_some_and(|course| !is_on_security(course)) => {
                        State::OtherCourse
                    }
                    Some(day) if day > as_of || !one.can_know(day, as_of) => State::Unclear,
                    Some(day) if days(day, as_of) <= limit => State::Finished,
                    Some(_) => State::NotFinished(one.place(row.row)),
                    None if row.is_unclear => State::Unclear,
                    None => State::NotFinished(one.place(row.row)),
                };
                rows.shows_unfinished |= matches!(state, State::NotFinished(_)) && row.completed_on.is_none();
                let (key, domain) = (account_key(&row.person), account_domain(&row.person));
                rows.by_name.entry(fold(&row.person)).or_default().push((key.clone(), state));
                rows.by_key.entry(key).or_default().push(Row { domain, state });
            }
        }
        rows
    }

    /// What the records say of a person: one finished course is enough, and a doubt outweighs what was not finished.
    fn state(&self, person: &Person, crowd: &Crowd<'_>) -> State {
        let has_key_alone = crowd.keys.get(person.key.as_str()) == Some(&1);
        let by_key = self.by_key.get(&person.key).into_iter().flatten().filter_map(|row| match &row.domain {
            // An address of ours may be a second of theirs; one in a domain that is not known is somebody else's, or
            // theirs under a name that the directory does not tell.
            Some(domain) => {
                let may_be_ours = !crowd.knows_domains || crowd.domains.contains(domain.as_str());
                if person.domains.contains(domain) || (may_be_ours && has_key_alone) {
                    Some(row.state)
                } else {
                    (!may_be_ours && has_key_alone).then_some(State::Unclear)
                }
            }
            // It could be that of another who is called the same.
            None => Some(if has_key_alone { row.state } else { State::Unclear }),
        });
        let by_name = person.names.iter().flat_map(|name| {
            let is_alone = crowd.names.get(name.as_str()) == Some(&1);
            let rows = self.by_name.get(name).into_iter().flatten().filter(|(key, _)| *key != person.key);
            rows.map(move |(_, state)| if is_alone { *state } else { State::Unclear })
        });
        let all = by_key.chain(by_name);
        all.fold(State::Absent, |best, state| if weight(state) > weight(best) { state } else { best })
    }
}

fn weight(state: State) -> u8 {
    match state {
        State::Finished => 4,
        State::Unclear => 3,
        State::NotFinished(_) => 2,
        State::OtherCourse => 1,
        State::Absent => 0,
    }
}

/// Words that do not say what a course is on.
static PLAIN: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::new(include_str!("../../data/courses.csv")));

/// Whether a course may be taken for one on security of information: its name says so, or says nothing at all of what it
/// is on, and the list is one of such training.
fn is_on_security(course: &str) -> bool {
    let is_untold = |item: &Item| match item {
        Item::Known(_) | Item::Mark(_) => true,
        // A year: 2025, FY2025.
        Item::Unknown(rest) => rest.strip_prefix("fy").unwrap_or(rest).chars().all(|c| c.is_ascii_digit()),
    };
    names_security(course) || (!course.trim().is_empty() && PLAIN.read(course).iter().all(is_untold))
}

fn names_security(course: &str) -> bool {
    const WORDS: [&str; 16] = [
        "security",
        "sec",
        "awareness",
        "cybersecurity",
        "cyber",
        "infosec",
        "isms",
        "phishing",
        "ransomware",
        "malware",
        "セキュリティ",
        "サイバー",
        "フィッシング",
        "標的型",
        "ランサム",
        "情報漏",
    ];
    const OTHERWISE: [&str; 8] = ["physical", "social", "guard", "guards", "food", "pension", "警備", "食品"];
    let words = tokens(course);
    let is = |known: &[&str]| {
        words.iter().any(|word| {
            known.contains(&word.as_str())
                || (!word.is_ascii() && known.iter().any(|part| !part.is_ascii() && word.contains(part)))
        })
    };
    is(&WORDS) && !is(&OTHERWISE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn courses_on_security_are_told() {
        for course in [
            "security-basics-2025",
            "情報セキュリティ研修",
            "標的型メール訓練",
            "Phishing awareness",
            "研修",
            "2025年度 全社研修（第2回）",
            "e-learning FY2025",
            "basics",
        ] {
            assert!(is_on_security(course), "{course}");
        }
        for course in ["excel-basics", "ハラスメント研修", "安全衛生", "Physical security", "社会保険", ""]
        {
            assert!(!is_on_security(course), "{course}");
        }
    }
}
