//! An exercise from an incident: three modules on its own dates as offsets, injects aimed at what our evidence shows
//! as failed or unknown. Data: `data/injects.toml`. Nothing in it is from real people.
//!
//! `sheet` writes it for those who lead and those who take part, `record` keeps what was measured.
//! Every unknown becomes a question, "who can show it, how fast"; the answer becomes a declaration or a source.

mod record;
mod sheet;

use serde::Deserialize;

pub use self::record::{Found, Measures, Participant, Record, Scenario};
pub use self::sheet::{Reader, page, sheet};
use crate::path::of_lesson;
use crate::posture::System;
use crate::read::moment;
use crate::said::{Said, said};
use crate::story::Story;
use crate::verdict::{Report, Verdict};

#[derive(Deserialize)]
struct Wire {
    inject: Vec<Template>,
}

#[derive(Deserialize)]
struct Template {
    id: String,
    module: u8,
    fact: String,
    values: Vec<String>,
    lessons: Vec<String>,
    after_days: i64,
    roles: Vec<String>,
    decide_min: u32,
    text_ja: String,
    text_en: String,
    questions_ja: Vec<String>,
    questions_en: Vec<String>,
    expected_ja: Vec<String>,
    expected_en: Vec<String>,
}

/// Why an inject is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    /// The incident had it.
    Told,
    /// It belongs to every such story.
    Usual,
    /// The incident is not known to have had it, but our own evidence fails or is silent there.
    Ours,
}

/// One event that is told to those who take part.
#[derive(Debug, Clone, PartialEq)]
pub struct Inject {
    /// Which of the bundled injects it is.
    pub id: String,
    /// Why it is there.
    pub cause: Cause,
    /// Its number.
    pub n: usize,
    /// 1 signs, 2 strike, 3 recovery and disclosure.
    pub module: u8,
    /// Days before (negative) or after the strike in the story.
    pub story_day: i64,
    /// Roles that it is told to.
    pub roles: Vec<String>,
    /// Minutes within which a decision is due.
    pub decide_min: u32,
    /// What happens.
    pub text: Said,
    /// What is asked.
    pub questions: Vec<Said>,
    /// What a prepared organisation does.
    pub expected: Vec<Said>,
    /// Lessons that it is aimed at, with their verdicts here.
    pub lessons: Vec<(String, Verdict)>,
}

/// An exercise.
#[derive(Debug, Clone, PartialEq)]
pub struct Drill {
    /// Id of the incident.
    pub incident: String,
    /// Its title, for those who lead; it may name who was hit.
    pub title: String,
    /// Days from the first day inside to the strike, where the dates tell.
    pub dwell_days: Option<i64>,
    /// The injects, in order.
    pub injects: Vec<Inject>,
    /// What our evidence does not show: the check, and the question that settles it.
    pub unknowns: Vec<(String, Said)>,
    /// The systems whose recovery is measured, with their targets.
    pub systems: Vec<System>,
}

/// Questions on unknowns that are put into an exercise.
const UNKNOWNS_MAX: usize = 8;

/// Injects that a module should have: one alone is over before people have warmed to it.
const MODULE_INJECTS_MIN: usize = 2;

/// Makes an exercise from an incident for the organisation of a report.
///
/// An inject comes in when it belongs to every story, or when the incident has its fact and a lesson of it does not pass
/// here. A module with few of them is filled with others that a lesson fails or is unknown for. `report` should name nobody ([`crate::Naming::Withheld`]): sheets go
/// round. `systems` are those of the posture; the critical ones are measured.
pub fn drill(story: &Story, report: &Report, systems: &[System]) -> Drill {
    let wire: Wire = toml::from_str(include_str!("../../data/injects.toml"))
        .expect("the bundled injects are read by a test");
    let dwell = story
        .initial_access
        .zip(story.action)
        .map(|(from, to)| moment::days(from, to))
        .filter(|days| *days >= 0);
    let mut injects: Vec<Inject> = Vec::new();
    for module in 1..=3 {
        let all: Vec<&Template> = wire.inject.iter().filter(|template| template.module == module).collect();
        for template in choose(&all, story, report) {
            let cause = match fits(template, story) {
                true if template.fact.is_empty() => Cause::Usual,
                true => Cause::Told,
                false => Cause::Ours,
            };
            injects.push(inject(template, injects.len() + 1, dwell, cause, report));
        }
    }
    let unknown = report.findings.iter().filter(|finding| finding.verdict == Verdict::Unknown);
    let unknowns =
        unknown.filter_map(|finding| Some((&finding.check, &finding.title, finding.missing.first()?)));
    let unknowns = unknowns.map(|(check, title, missing)| {
        let question = said(
            format!("「{}」を、誰が、どれだけ早く示せるか（{}）", title.ja, missing.what.ja),
            format!("\"{}\": who can show it, and how fast ({})", title.en, missing.what.en),
        );
        (check.clone(), question)
    });
    Drill {
        incident: story.id.clone(),
        title: story.title.clone(),
        dwell_days: dwell,
        unknowns: unknowns.take(UNKNOWNS_MAX).collect(),
        injects,
        systems: systems.iter().filter(|system| system.is_critical).cloned().collect(),
    }
}

/// The templates of a module that are told, in the order of the story.
fn choose<'t>(all: &[&'t Template], story: &Story, report: &Report) -> Vec<&'t Template> {
    let worst = |template: &Template| {
        let rank = |id: &String| match of_lesson(report, id) {
            Verdict::Fail => 0,
            Verdict::Unknown => 1,
            Verdict::Pass => 2,
        };
        template.lessons.iter().map(rank).min().unwrap_or(2)
    };
    let mut by_aim: Vec<(bool, i32, usize)> =
        all.iter().enumerate().map(|(n, template)| (!fits(template, story), worst(template), n)).collect();
    by_aim.sort_unstable();
    let mut chosen: Vec<usize> = Vec::new();
    for (is_foreign, rank, n) in &by_aim {
        let is_usual = all[*n].fact.is_empty();
        if is_usual || (*rank < 2 && (!is_foreign || chosen.len() < MODULE_INJECTS_MIN)) {
            chosen.push(*n);
        }
    }
    if chosen.is_empty() {
        chosen.extend(by_aim.first().map(|(_, _, n)| *n));
    }
    chosen.sort_by_key(|n| (all[*n].after_days, *n));
    chosen.into_iter().map(|n| all[n]).collect()
}

fn fits(template: &Template, story: &Story) -> bool {
    if template.fact.is_empty() {
        return true;
    }
    let known = story.facts.get(&template.fact);
    known.is_some_and(|values| {
        template.values.is_empty() || values.iter().any(|value| template.values.contains(value))
    })
}

fn inject(template: &Template, n: usize, dwell: Option<i64>, cause: Cause, report: &Report) -> Inject {
    let story_day = if template.module == 1 {
        let inside = dwell.unwrap_or(template.after_days + 1);
        (template.after_days - inside).min(0)
    } else {
        template.after_days
    };
    let both = |ja: &[String], en: &[String]| ja.iter().zip(en).map(|(ja, en)| said(ja, en)).collect();
    Inject {
        id: template.id.clone(),
        cause,
        n,
        module: template.module,
        story_day,
        roles: template.roles.clone(),
        decide_min: template.decide_min,
        text: said(&template.text_ja, &template.text_en),
        questions: both(&template.questions_ja, &template.questions_en),
        expected: both(&template.expected_ja, &template.expected_en),
        lessons: template.lessons.iter().map(|id| (id.clone(), of_lesson(report, id))).collect(),
    }
}

#[cfg(test)]
mod tests {
    use hinomi_model::Lang;

    use super::*;
    use crate::catalogue::Catalogue;

    fn empty_report() -> Report {
        let text = "schema = \"hinomi.posture/1\"\nas_of = 2025-10-18\n";
        struct None;
        impl crate::pack::Files for None {
            fn read(&self, _: &str) -> Result<Vec<u8>, String> {
                Err("is not there".to_owned())
            }
        }
        let catalogue = Catalogue::bundled();
        let posture = crate::posture::Posture::parse(text, "p", &catalogue).unwrap();
        let pack = crate::pack::Pack::load(posture, "p", text, jiff::civil::date(2025, 10, 18), &None);
        crate::checks::check(&pack, &catalogue, &crate::judge::Naming::AsWritten)
    }

    #[test]
    fn an_exercise_has_three_modules_on_the_incident_s_own_days() {
        let facts = "schema = \"hinomi.incident-facts/1\"\nid = \"x\"\ninitial_access_on = 2025-03-01\naction_on = 2025-07-01\n\
                     [facts]\nmfa = \"exempt\"\n\"backup.state\" = \"deleted\"\n";
        let drill =
            drill(&Story::parse(facts, "f", &crate::Catalogue::bundled()).unwrap(), &empty_report(), &[]);
        assert_eq!(drill.dwell_days, Some(122));
        let modules: Vec<u8> = drill.injects.iter().map(|inject| inject.module).collect();
        assert_eq!(modules, [1, 1, 2, 2, 3, 3]);
        let n = |cause| drill.injects.iter().filter(|inject| inject.cause == cause).count();
        assert_eq!([n(Cause::Told), n(Cause::Usual), n(Cause::Ours)], [2, 2, 2]);
        assert_eq!(drill.injects[0].story_day, -122);
        assert!(!drill.unknowns.is_empty());
        let manual = sheet(&drill, Reader::Facilitator, Lang::En);
        assert!(manual.contains("D-122") && manual.contains("HL-001 unknown"), "{manual}");
        let sheet = sheet(&drill, Reader::Participants, Lang::Ja);
        assert!(!sheet.contains("期待する行動") && !sheet.contains("HL-0"), "{sheet}");
    }
}
