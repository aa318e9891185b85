//! What was measured in an exercise, kept as evidence.

use std::collections::BTreeMap;

use serde::Serialize;

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
    /// How each objective was met, by lesson: P performed, S with some challenges, M with major challenges, U unable to
    /// be performed. Source: Homeland Security Exercise and Evaluation Program, 2020, appendix on ratings.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub objectives: BTreeMap<String, char>,
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
    pub time_to_first_statement_h: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alert_ack_min: Option<f64>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub rto_hours: BTreeMap<String, f64>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub rpo_hours: BTreeMap<String, f64>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub rto_target_hours: BTreeMap<String, f64>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub rpo_target_hours: BTreeMap<String, f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub n_decisions_without_owner: Option<u32>,
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
    /// When it was mended, as a day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub closed: Option<String>,
}

impl Record {
    /// The record as JSON.
    pub fn to_json(&self) -> String {
        let mut out = serde_json::to_string_pretty(self).expect("a record is always written");
        out.push('\n');
        out
    }

    /// Measured against target, a line a system: id, what, hours measured, hours aimed at (none where the posture has
    /// no target).
    pub fn against_targets(&self) -> Vec<(String, &'static str, f64, Option<f64>)> {
        let pair = |what, measured: &BTreeMap<String, f64>, targets: &BTreeMap<String, f64>| {
            let line = |(id, hours): (&String, &f64)| (id.clone(), what, *hours, targets.get(id).copied());
            measured.iter().map(line).collect::<Vec<_>>()
        };
        let m = &self.measures;
        let mut out = pair("RTO", &m.rto_hours, &m.rto_target_hours);
        out.extend(pair("RPO", &m.rpo_hours, &m.rpo_target_hours));
        out
    }
}
