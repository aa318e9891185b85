//! An exercise from an incident: three modules on its own dates as offsets, injects aimed at what our evidence shows
//! as failed or unknown. Data: `data/injects.toml`. Nothing in it is from real people.
//!
//! Every unknown becomes a question, "who can show it, how fast"; the answer becomes a declaration or a source.

use std::fmt::Write as _;

use hinomi_model::Lang;
use serde::{Deserialize, Serialize};

use crate::path::of_lesson;
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

/// One event that is told to those who take part.
#[derive(Debug, Clone, PartialEq)]
pub struct Inject {
    /// Which of the bundled injects it is.
    pub id: String,
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
    /// Days from the first day inside to the strike, where the dates tell.
    pub dwell_days: Option<i64>,
    /// The injects, in order.
    pub injects: Vec<Inject>,
    /// What our evidence does not show, as questions.
    pub unknowns: Vec<Said>,
}

/// Questions on unknowns that are put into an exercise.
const UNKNOWNS_MAX: usize = 8;

/// Makes an exercise from an incident for the organisation of a report.
///
/// An inject comes in when the incident has its fact, or when it fits every incident; one whose lessons all pass here
/// stays out unless its module would be empty.
pub fn drill(story: &Story, report: &Report) -> Drill {
    let wire: Wire =
        toml::from_str(include_str!("../data/injects.toml")).expect("the bundled injects are read by a test");
    let dwell = story
        .initial_access
        .zip(story.action)
        .map(|(from, to)| moment::days(from, to))
        .filter(|days| *days >= 0);
    let mut injects: Vec<Inject> = Vec::new();
    for module in 1..=3 {
        let fitting: Vec<&Template> =
            wire.inject.iter().filter(|t| t.module == module && fits(t, story)).collect();
        let aimed: Vec<&Template> = fitting
            .iter()
            .copied()
            .filter(|t| t.lessons.iter().any(|id| of_lesson(report, id) != Verdict::Pass))
            .collect();
        let chosen = if aimed.is_empty() { fitting.into_iter().take(1).collect() } else { aimed };
        for template in chosen {
            injects.push(inject(template, injects.len() + 1, dwell, report));
        }
    }
    let unknown = report.findings.iter().filter(|finding| finding.verdict == Verdict::Unknown);
    let unknowns = unknown.filter_map(|finding| finding.missing.first()).map(|missing| {
        said(
            format!("誰が、どれだけ早く示せるか：{}", missing.what.ja),
            format!("Who can show it, and how fast: {}", missing.what.en),
        )
    });
    Drill {
        incident: story.id.clone(),
        dwell_days: dwell,
        unknowns: unknowns.take(UNKNOWNS_MAX).collect(),
        injects,
    }
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

fn inject(template: &Template, n: usize, dwell: Option<i64>, report: &Report) -> Inject {
    let story_day = if template.module == 1 {
        let inside = dwell.unwrap_or(template.after_days + 1);
        (template.after_days - inside).min(0)
    } else {
        template.after_days
    };
    let both = |ja: &[String], en: &[String]| ja.iter().zip(en).map(|(ja, en)| said(ja, en)).collect();
    Inject {
        id: template.id.clone(),
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

/// For whom the sheets are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reader {
    /// Who leads: with expected actions and what the injects aim at.
    Facilitator,
    /// Who takes part: events and questions only.
    Participants,
}

/// Writes the exercise as Markdown.
pub fn sheet(drill: &Drill, reader: Reader, lang: Lang) -> String {
    let ja = lang == Lang::Ja;
    let mut out = String::new();
    let word = |a: &'static str, b: &'static str| if ja { a } else { b };
    let _ = writeln!(
        out,
        "# {}\n\n{}\n",
        match reader {
            Reader::Facilitator => word("机上演習：進行役の手引", "Tabletop exercise: facilitator's manual"),
            Reader::Participants => word("机上演習：参加者用", "Tabletop exercise: participants' sheet"),
        },
        word(
            "誰かを責める場ではない。時間は縮めて進む。決めたことと、決めるまでの時間を書き留める。登場する人と会社は架空。",
            "No fault, compressed time, nobody's test. Write down what was decided and how long it took. People and firms are fictional."
        )
    );
    if let Some(days) = drill.dwell_days
        && reader == Reader::Facilitator
    {
        let _ = writeln!(
            out,
            "{}\n",
            if ja {
                format!("侵入から発動まで{days}日（D-{days} → D0）。")
            } else {
                format!("{days} days from entry to strike (D-{days} to D0).")
            }
        );
    }
    let mut module = 0;
    for inject in &drill.injects {
        if inject.module != module {
            module = inject.module;
            let name = match module {
                1 => word("第1部 兆し", "Module 1: signs"),
                2 => word("第2部 発動", "Module 2: strike"),
                _ => word("第3部 復旧と公表", "Module 3: recovery and disclosure"),
            };
            let _ = writeln!(out, "## {name}\n");
        }
        let _ = writeln!(
            out,
            "### {}. D{:+} ({})\n\n{}\n",
            inject.n,
            inject.story_day,
            inject.roles.join(", "),
            inject.text.in_lang(lang)
        );
        for question in &inject.questions {
            let _ = writeln!(out, "- {}", question.in_lang(lang));
        }
        let _ = writeln!(
            out,
            "- {}",
            if ja {
                format!("決めるまで{}分", inject.decide_min)
            } else {
                format!("decide within {} minutes", inject.decide_min)
            }
        );
        if reader == Reader::Facilitator {
            for action in &inject.expected {
                let _ = writeln!(out, "- {}: {}", word("期待する行動", "expected"), action.in_lang(lang));
            }
            let aims: Vec<String> = inject
                .lessons
                .iter()
                .map(|(id, verdict)| format!("{id} {}", verdict.said().in_lang(lang)))
                .collect();
            let _ = writeln!(out, "- {}: {}", word("狙い", "aimed at"), aims.join(", "));
        }
        out.push('\n');
    }
    if !drill.unknowns.is_empty() {
        let _ = writeln!(out, "## {}\n", word("証跡が示していないこと", "What our evidence does not show"));
        for unknown in &drill.unknowns {
            let _ = writeln!(out, "- {}", unknown.in_lang(lang));
        }
    }
    if reader == Reader::Facilitator {
        let _ = writeln!(
            out,
            "\n## {}\n\n{}",
            word("測ること", "To be measured"),
            word(
                "検知・宣言・隔離・決断・当局への報告・最初の公表までの時間、システムごとの復旧時間。終わったら hinomi guard drill record で残す。",
                "Time to detect, declare, isolate, decide, notify, first statement; hours to recover by system. Keep it with hinomi guard drill record."
            )
        );
    }
    out
}

/// Writes the exercise as one self-contained page: the same lines, as HTML.
pub fn page(drill: &Drill, reader: Reader, lang: Lang) -> String {
    let mut body = String::new();
    let mut in_list = false;
    for line in sheet(drill, reader, lang).lines() {
        let is_item = line.starts_with("- ");
        if in_list && !is_item {
            body.push_str("</ul>\n");
        }
        if is_item && !in_list {
            body.push_str("<ul>\n");
        }
        in_list = is_item;
        let (tag, text) = match line {
            "" => continue,
            line if is_item => ("li", &line[2..]),
            line => match line.split_once(' ') {
                Some(("#", text)) => ("h1", text),
                Some(("##", text)) => ("h2", text),
                Some(("###", text)) => ("h3", text),
                _ => ("p", line),
            },
        };
        let _ = writeln!(body, "<{tag}>{}</{tag}>", escape(text));
    }
    if in_list {
        body.push_str("</ul>\n");
    }
    let css = include_str!("../templates/page.css");
    format!(
        "<!doctype html>\n<html lang=\"{}\">\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>Hinomi</title>\n<style>{css}</style>\n<main>\n{body}</main>\n</html>\n",
        lang.tag()
    )
}

fn escape(text: &str) -> String {
    hinomi_model::warned::clean(text)
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

/// What was measured in an exercise, as `hinomi.drill/1` keeps it. Evidence from then on.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Record {
    /// `hinomi.drill/1`.
    pub schema: &'static str,
    /// Its id.
    pub id: String,
    /// tabletop, functional, restore, alert-test.
    #[serde(rename = "type")]
    pub kind: String,
    /// The day.
    pub date: String,
    /// It took place outside office hours.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub out_of_hours: Option<bool>,
    /// What it was made from.
    pub scenario: Scenario,
    /// Who took part.
    pub participants: Vec<Participant>,
    /// What was measured.
    pub measures: Measures,
    /// What was found.
    pub findings: Vec<Found>,
}

/// What an exercise was made from.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Scenario {
    /// Id of the incident.
    pub incident: String,
    /// Lessons that it was aimed at.
    pub lessons: Vec<String>,
}

/// Somebody who took part, by role.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Participant {
    /// The role.
    pub role: String,
    /// Their supplier in the register, when they are of one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub supplier: Option<String>,
}

/// What was measured. `None` for what was not.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[allow(missing_docs, reason = "the names are the measures, units last")]
pub struct Measures {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time_to_detect_min: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time_to_declare_min: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time_to_isolate_min: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time_to_decide_min: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time_to_notify_authority_h: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alert_ack_min: Option<f64>,
    #[serde(skip_serializing_if = "std::collections::BTreeMap::is_empty")]
    pub rto_hours: std::collections::BTreeMap<String, f64>,
    #[serde(skip_serializing_if = "std::collections::BTreeMap::is_empty")]
    pub rpo_hours: std::collections::BTreeMap<String, f64>,
}

/// Something that an exercise found.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Found {
    /// Its id.
    pub id: String,
    /// critical, high, medium, low.
    pub severity: String,
    /// What.
    pub text: String,
    /// Who mends it.
    pub owner: String,
    /// By when, as a day.
    pub due: String,
}

impl Record {
    /// The record as JSON.
    pub fn to_json(&self) -> String {
        let mut out = serde_json::to_string_pretty(self).expect("a record is always written");
        out.push('\n');
        out
    }
}

#[cfg(test)]
mod tests {
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
        let drill = drill(&Story::parse(facts, "f").unwrap(), &empty_report());
        assert_eq!(drill.dwell_days, Some(122));
        let modules: Vec<u8> = drill.injects.iter().map(|inject| inject.module).collect();
        assert_eq!(modules, [1, 2, 2, 3]);
        assert_eq!(drill.injects[0].story_day, -122);
        assert!(!drill.unknowns.is_empty());
        let manual = sheet(&drill, Reader::Facilitator, Lang::En);
        assert!(manual.contains("D-122") && manual.contains("HL-001 unknown"), "{manual}");
        let sheet = sheet(&drill, Reader::Participants, Lang::Ja);
        assert!(!sheet.contains("期待する行動") && !sheet.contains("HL-0"), "{sheet}");
    }
}
