//! OSCAL 1.2.3 plan of action and milestones: an item and an open risk for each fail, with the remedy as recommended
//! responses. Owners and deadlines are the organisation's to add, so none is made up. What did not fail is left out.

use serde_json::{Value, json};

use super::oscal::{metadata, observation, put};
use super::{Setting, json::pretty, uuid};
use crate::verdict::{Finding, Report, Verdict};

/// The plan. One without a fail has one item that says so, because OSCAL has no plan without items.
pub fn report(report: &Report, setting: &Setting<'_>) -> String {
    let organisation = report.organisation.as_str();
    let as_of = format!("{}T00:00:00Z", report.as_of);
    let failed: Vec<&Finding> = report.findings.iter().filter(|one| one.verdict == Verdict::Fail).collect();
    let mut plan = json!({
        "uuid": uuid(&["poam", organisation, &as_of]),
        "metadata": metadata(&format!("Hinomi guard: {organisation}"), setting),
        "system-id": {"id": organisation},
    });
    put(&mut plan, "observations", failed.iter().map(|one| observation(one, setting, &as_of)));
    put(&mut plan, "risks", failed.iter().map(|one| risk(one, setting)));
    let items: Vec<Value> = failed.iter().map(|one| item(one, setting)).collect();
    let none = json!({"title": "No check failed", "description": format!("as of {}", report.as_of)});
    plan["poam-items"] = if items.is_empty() { json!([none]) } else { Value::Array(items) };
    pretty(&json!({"plan-of-action-and-milestones": plan}))
}

fn risk(finding: &Finding, setting: &Setting<'_>) -> Value {
    let title = finding.title.in_lang(setting.lang);
    let remedy = if setting.lang == hinomi_model::Lang::Ja { &finding.remedy_ja } else { &finding.remedy_en };
    let mut value = json!({
        "uuid": uuid(&["risk", &finding.id]),
        "title": title,
        "description": finding.reason.in_lang(setting.lang),
        "statement": title,
        "status": "open",
        "related-observations": [{"observation-uuid": uuid(&["observation", &finding.id])}],
    });
    let response = |(n, step): (usize, &String)| {
        json!({
            "uuid": uuid(&["response", &finding.id, &n.to_string()]),
            "lifecycle": "recommendation",
            "title": step,
            "description": step,
        })
    };
    put(&mut value, "remediations", remedy.iter().enumerate().map(response));
    value
}

fn item(finding: &Finding, setting: &Setting<'_>) -> Value {
    json!({
        "uuid": uuid(&["poam-item", &finding.id]),
        "title": finding.title.in_lang(setting.lang),
        "description": finding.reason.in_lang(setting.lang),
        "related-observations": [{"observation-uuid": uuid(&["observation", &finding.id])}],
        "related-risks": [{"risk-uuid": uuid(&["risk", &finding.id])}],
    })
}
