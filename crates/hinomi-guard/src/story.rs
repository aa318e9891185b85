//! What is known of an incident, as the lessons ask about it (`hinomi.incident-facts/1`).
//!
//! The facts come from a file, or from the claims of an incident; one table here maps the words of claims to those of
//! the catalogue. Which lessons the incident teaches follows from the catalogue's triggers.

use std::collections::{BTreeMap, BTreeSet};

use hinomi_model::{ClaimValue, Incident, Slot, Value};
use jiff::civil::Date;
use serde::Deserialize;
use serde::de::IgnoredAny;
use toml::Spanned;

use crate::catalogue::{Catalogue, Condition, Lesson};
use crate::facts;
use crate::product::{Named, Scheme, Statement, Status, Until, compare};
use crate::read::moment;

/// Facts of one incident by name; each has all values that were said.
pub type Facts = BTreeMap<String, BTreeSet<String>>;

/// One step that an incident took.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// What happened, in a few words.
    pub name: String,
    /// The lessons that would have stopped it.
    pub lessons: Vec<String>,
    /// Whether an intruder who cannot take it goes no further. What only tells how bad it was stops nobody.
    pub is_stop: bool,
}

/// An incident as the lessons ask about it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Story {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The first day on which the intruder was in.
    pub initial_access: Option<Date>,
    /// The day on which it struck.
    pub action: Option<Date>,
    /// What is known.
    pub facts: Facts,
    /// The steps that it took, where the file names them.
    pub steps: Vec<Step>,
    /// The products that it names with more than their name.
    pub named: Vec<Named>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Wire {
    schema: String,
    id: String,
    #[serde(default)]
    title: String,
    initial_access_on: Option<toml::value::Datetime>,
    action_on: Option<toml::value::Datetime>,
    #[serde(default)]
    facts: BTreeMap<String, Spanned<toml::Value>>,
    #[serde(default)]
    step: Vec<WireStep>,
    #[serde(default)]
    product: Vec<WireProduct>,
    /// What collections of incidents expect of whoever reads them; never read.
    #[allow(dead_code, reason = "accepted, never read")]
    expected: Option<IgnoredAny>,
    #[allow(dead_code, reason = "accepted, never read")]
    answer: Option<IgnoredAny>,
}

/// A product of the story: what it is, and which versions have the flaw (`< 7.2.11`, `1.0 through 1.4`) or do not.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WireProduct {
    #[serde(default)]
    vendor: String,
    #[serde(default)]
    name: String,
    #[serde(default)]
    purl: String,
    #[serde(default)]
    cpe: String,
    #[serde(default)]
    cve: Vec<String>,
    #[serde(default)]
    scheme: String,
    #[serde(default)]
    affected: Vec<String>,
    #[serde(default)]
    unaffected: Vec<String>,
    /// Versions that neither list names do not have the flaw.
    #[serde(default)]
    others_unaffected: bool,
}

impl WireProduct {
    fn named(self) -> Result<Named, String> {
        let scheme =
            if self.scheme.is_empty() { Scheme::of_purl(&self.purl) } else { Scheme::of_word(&self.scheme) };
        let read = |texts: &[String], status: Status| -> Result<Vec<Statement>, String> {
            texts
                .iter()
                .map(|text| {
                    Statement::parse(text, status, scheme).ok_or_else(|| {
                        format!("{text:?} is no range of versions; write one like \"< 7.2.11\"")
                    })
                })
                .collect()
        };
        let mut statements = read(&self.affected, Status::Affected)?;
        statements.extend(read(&self.unaffected, Status::Unaffected)?);
        Ok(Named {
            vendor: self.vendor,
            product: self.name,
            purl: self.purl,
            cpe: self.cpe,
            cves: self.cve.into_iter().map(|cve| cve.to_ascii_uppercase()).collect(),
            statements,
            default: if self.others_unaffected { Status::Unaffected } else { Status::Unknown },
        })
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WireStep {
    name: String,
    #[serde(default)]
    lessons: Vec<String>,
}

/// The one phase that stops nobody: a register of who holds what tells what was taken, and takes nothing back.
const EXTENT: (&str, &str) = ("何が出たか言えない", "what was taken cannot be told");

/// Steps of incidents that name none of their own: in the order in which intruders take them, with the lessons that
/// stop each.
const PHASES: [(&str, &str, &[&str]); 7] = [
    (
        "入口を得る",
        "a way in",
        &[
            "HL-001", "HL-002", "HL-003", "HL-008", "HL-012", "HL-013", "HL-018", "HL-019", "HL-021",
            "HL-023", "HL-024", "HL-025",
        ],
    ),
    ("気付かれずに動く", "moving unseen", &["HL-009", "HL-010", "HL-011", "HL-022"]),
    ("控えも失わせる", "backups lost too", &["HL-004", "HL-007"]),
    ("戻せない", "no way back", &["HL-005", "HL-006"]),
    (EXTENT.0, EXTENT.1, &["HL-015"]),
    ("委託先から及ぶ", "through a supplier", &["HL-014"]),
    ("業務が止まる", "business stops", &["HL-016", "HL-017", "HL-020"]),
];

impl Story {
    /// Reads a file of facts; `file` names it in the error, which is one line with the line of the file.
    ///
    /// A fact that `catalogue` does not know, or that says what it cannot say, is an error.
    pub fn parse(text: &str, file: &str, catalogue: &Catalogue) -> Result<Self, String> {
        let line_at = |at: usize| 1 + text.bytes().take(at).filter(|byte| *byte == b'\n').count();
        let wire: Wire = toml::from_str(text).map_err(|error| {
            let line = error.span().map_or(1, |span| line_at(span.start));
            format!("{file} line {line}: {}", error.message().replace('\n', " "))
        })?;
        if wire.schema != "hinomi.incident-facts/1" {
            return Err(format!("{file}: schema is {:?}; write \"hinomi.incident-facts/1\"", wire.schema));
        }
        for (name, value) in &wire.facts {
            facts::check(name, value.get_ref(), catalogue)
                .map_err(|why| format!("{file} line {}: {why}", line_at(value.span().start)))?;
        }
        let day = |at: Option<toml::value::Datetime>| {
            moment::day(&at?.date?.to_string(), None, moment::Order::Unknown)
        };
        let named: Result<Vec<Named>, String> = wire.product.into_iter().map(WireProduct::named).collect();
        let mut story = Self {
            named: named.map_err(|why| format!("{file}: {why}"))?,
            id: wire.id,
            title: wire.title,
            initial_access: day(wire.initial_access_on),
            action: day(wire.action_on),
            facts: wire.facts.into_iter().map(|(name, value)| (name, texts(value.into_inner()))).collect(),
            steps: wire
                .step
                .into_iter()
                .map(|step| Step { name: step.name, lessons: step.lessons, is_stop: true })
                .collect(),
        };
        story.reckon();
        Ok(story)
    }

    /// What the standing claims of an incident say in the words of the catalogue.
    pub fn of_incident(incident: &Incident, title: &str) -> Self {
        let mut story = Self { id: incident.id.to_string(), title: title.to_owned(), ..Self::default() };
        for value in incident.claims.values().flatten().flat_map(|claim| claim.standing()) {
            story.learn(value);
        }
        story.reckon();
        story
    }

    fn put(&mut self, fact: &str, value: &str) {
        self.facts.entry(fact.to_owned()).or_default().insert(value.to_owned());
    }

    /// The one table between the words of claims and those of the catalogue.
    fn learn(&mut self, value: &ClaimValue) {
        let text = value.fact.value.to_text();
        let day = |value: &Value| match value {
            Value::When(when) => Some(when.first_day(&jiff::tz::TimeZone::UTC)),
            _ => None,
        };
        match (value.fact.slot, text.as_str()) {
            (Slot::RootCause, "mfa_missing") => self.put("mfa", "absent"),
            (Slot::RootCause, "contractor_account") => {
                self.put("account.kind", "contractor");
                self.put("initial_access", "valid_account");
            }
            (Slot::RootCause, "stolen_credentials") => self.put("initial_access", "valid_account"),
            (Slot::RootCause, "phishing") => self.put("initial_access", "phishing"),
            (Slot::RootCause, "vulnerability") => self.put("initial_access", "exploit"),
            (Slot::RootCause, "supplier") => self.put("initial_access", "supplier"),
            (Slot::RootCause, "insider") => self.put("initial_access", "insider"),
            (Slot::RootCause, "vpn") => self.put("asset.kind", "vpn"),
            (Slot::RootCause, "rdp") => self.put("asset.kind", "remote_desktop"),
            (Slot::RootCause, "network_device") => self.put("asset.kind", "gateway"),
            (Slot::Backup, state) => self.put("backup.state", state),
            (Slot::Technique, id) => self.put("technique", id),
            (Slot::Advice, advice) => self.put("advice", advice),
            (Slot::Cve, id) => self.put("cve", id),
            (Slot::Product, name) => self.put("product", name),
            (Slot::Vendor, name) => self.put("vendor", name),
            (Slot::AffectedVersion, version) => self.put("affected_version", version),
            (Slot::FixedVersion, version) => self.put("fixed_version", version),
            (Slot::DataExposed, kind) => {
                self.put("data.kind", data_kind(kind));
                if kind != "source_code" && kind != "document" && kind != "unspecified" {
                    self.put("data.kind", "personal");
                }
            }
            (Slot::DateInitialAccess, _) => {
                self.initial_access = day(&value.fact.value).or(self.initial_access)
            }
            (Slot::DateDetected, _) => {
                self.put("detected_at", &text);
                self.action = self.action.or_else(|| day(&value.fact.value));
            }
            (Slot::DateImpact, _) => self.action = day(&value.fact.value).or(self.action),
            (Slot::DurationDwell, _) => self.put_days("dwell_days", &text),
            (Slot::DurationOutage, _) => {
                self.put_days("service.stopped_days", &text);
                self.put_days("recovery.days", &text);
            }
            _ => {}
        }
    }

    fn put_days(&mut self, fact: &str, duration: &str) {
        let span: Option<jiff::Span> = duration.parse().ok();
        // Months count 30 days here: thresholds are weeks apart.
        let days = span.map(|span| {
            i64::from(span.get_years()) * 365
                + i64::from(span.get_months()) * 30
                + i64::from(span.get_weeks()) * 7
                + i64::from(span.get_days())
                + i64::from(span.get_hours()) / 24
        });
        if let Some(days) = days {
            self.put(fact, &days.to_string());
        }
    }

    /// Adds what follows from dates.
    fn reckon(&mut self) {
        if let (Some(from), Some(to), false) =
            (self.initial_access, self.action, self.facts.contains_key("dwell_days"))
        {
            let days = moment::days(from, to);
            if days >= 0 {
                self.put("dwell_days", &days.to_string());
            }
        }
    }

    /// The products and flaws that the story names, for `vuln.named_in_news`.
    ///
    /// Versions are those of a product only where the story names one product: with several, whose they are is not
    /// told. A version that mends a flaw mends it from there on, which says nothing of the versions before.
    pub fn products(&self) -> Vec<Named> {
        let of = |fact: &str| self.facts.get(fact).into_iter().flatten();
        let cves: Vec<String> = of("cve").map(|cve| cve.to_ascii_uppercase()).collect();
        let mut named = self.named.clone();
        named.iter_mut().filter(|named| named.cves.is_empty()).for_each(|named| named.cves.clone_from(&cves));
        let names: Vec<&String> = of("product").collect();
        let vendor = match of("vendor").collect::<Vec<_>>().as_slice() {
            [one] => (*one).clone(),
            _ => String::new(),
        };
        for name in &names {
            let mut one = Named {
                vendor: vendor.clone(),
                product: (*name).clone(),
                cves: cves.clone(),
                ..Named::default()
            };
            if names.len() == 1 {
                let read = |text: &String, status| Statement::parse(text, status, Scheme::Dotted);
                one.statements.extend(of("affected_version").filter_map(|text| read(text, Status::Affected)));
                // Of several mended versions each mends its own branch: only from the last on all are mended.
                let fixed: Vec<&String> = of("fixed_version").collect();
                let is_last = |text: &&&String| {
                    fixed.iter().all(|other| {
                        compare(Scheme::Dotted, text, other).is_some_and(std::cmp::Ordering::is_ge)
                    })
                };
                one.statements.extend(fixed.iter().filter(is_last).map(|from| Statement {
                    from: (**from).clone(),
                    until: Until::Before("*".to_owned()),
                    status: Status::Unaffected,
                    changes: Vec::new(),
                    scheme: Scheme::Dotted,
                }));
            }
            named.push(one);
        }
        if named.is_empty() && !cves.is_empty() {
            named.push(Named { cves, ..Named::default() });
        }
        named
    }

    /// The lessons that the incident teaches, by id.
    pub fn lessons<'c>(&self, catalogue: &'c Catalogue) -> Vec<&'c Lesson> {
        let holds = |condition: &Condition| self.holds(condition, catalogue);
        catalogue
            .lessons()
            .iter()
            .filter(|lesson| lesson.triggers().iter().any(|all| !all.is_empty() && all.iter().all(holds)))
            .collect()
    }

    /// The incident's own steps, else the phases that its lessons belong to.
    pub fn steps(&self, catalogue: &Catalogue, lang: hinomi_model::Lang) -> Vec<Step> {
        if !self.steps.is_empty() {
            return self.steps.clone();
        }
        let taught: Vec<&str> = self.lessons(catalogue).iter().map(|lesson| lesson.id.as_str()).collect();
        let step = |(ja, en, lessons): &(&str, &str, &[&str])| {
            let lessons: Vec<String> =
                lessons.iter().filter(|id| taught.contains(id)).map(|id| (*id).to_owned()).collect();
            let name = if lang == hinomi_model::Lang::Ja { ja } else { en };
            (!lessons.is_empty()).then(|| Step {
                name: (*name).to_owned(),
                lessons,
                is_stop: *en != EXTENT.1,
            })
        };
        PHASES.iter().filter_map(step).collect()
    }

    fn holds(&self, condition: &Condition, catalogue: &Catalogue) -> bool {
        let mut values = self.facts.get(&condition.fact).cloned().unwrap_or_default();
        if condition.fact == "technique" {
            let newer = |id: &String| catalogue.attack_alias.get(id).cloned().unwrap_or_default();
            values = values.iter().flat_map(|id| std::iter::once(id.clone()).chain(newer(id))).collect();
        }
        let wanted: BTreeSet<String> = condition.value.clone().map(texts).unwrap_or_default();
        match condition.op.as_str() {
            "exists" => !values.is_empty(),
            "is" | "in" | "contains" => values.iter().any(|value| wanted.contains(value)),
            "ge" => {
                let number = |text: &String| text.parse::<f64>().ok();
                let least = wanted.iter().find_map(number);
                values.iter().filter_map(number).any(|value| least.is_some_and(|least| value >= least))
            }
            "outside_hours" => values.iter().any(|value| is_outside_hours(value)),
            _ => false,
        }
    }
}

/// Kinds of leaked data in the words of the catalogue.
fn data_kind(kind: &str) -> &str {
    match kind {
        "credit_card" | "bank_account" => "payment",
        "supplier" => "supplier",
        "employee" => "employee",
        "health" => "health",
        "order" | "inquiry" | "profile" => "customer",
        _ => "personal",
    }
}

/// Whether a moment as its source wrote it lies at a weekend or outside 8 to 19 o'clock there.
fn is_outside_hours(told: &str) -> bool {
    use jiff::civil::Weekday::{Saturday, Sunday};
    let Some(day) = moment::day(told.get(..10).unwrap_or(told), None, moment::Order::Unknown) else {
        return false;
    };
    let hour: Option<u8> = told.get(11..13).and_then(|hour| hour.parse().ok());
    matches!(day.weekday(), Saturday | Sunday) || hour.is_some_and(|hour| !(8..19).contains(&hour))
}

fn texts(value: toml::Value) -> BTreeSet<String> {
    match value {
        toml::Value::Array(list) => list.into_iter().flat_map(texts).collect(),
        toml::Value::String(text) => [text].into(),
        toml::Value::Table(_) => BTreeSet::new(),
        other => [other.to_string()].into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(facts: &str, expected: &[&str]) {
        let text = format!("schema = \"hinomi.incident-facts/1\"\nid = \"x\"\n[facts]\n{facts}");
        let catalogue = Catalogue::bundled();
        let story = Story::parse(&text, "f.toml", &catalogue).unwrap();
        let ids: Vec<&str> = story.lessons(&catalogue).iter().map(|lesson| lesson.id.as_str()).collect();
        assert_eq!(ids, expected, "{facts}");
    }

    #[test]
    fn triggers_need_all_of_one_set() {
        check("\"account.privileged\" = true", &["HL-013"]);
        check("\"account.privileged\" = true\nmfa = \"absent\"", &["HL-001", "HL-013"]);
        check("dwell_days = 20", &["HL-005"]);
        check("dwell_days = 13", &[]);
        check("\"technique\" = [\"T1562.001\"]", &["HL-022"]);
        check("detected_at = \"2025-10-18T03:00:00+09:00\"", &["HL-010"]);
        check("", &[]);
    }

    #[test]
    fn a_broken_file_names_its_line() {
        let wrong = |text: &str| Story::parse(text, "f.toml", &Catalogue::bundled()).unwrap_err();
        let head = "schema = \"hinomi.incident-facts/1\"\n";
        assert!(wrong(&format!("{head}id = 3\n")).starts_with("f.toml line 2: "));
        assert!(wrong("schema = \"x\"\nid = \"a\"\n").contains("hinomi.incident-facts/1"));
        let why = wrong(&format!("{head}id = \"a\"\n[facts]\n\"no.such\" = true\n"));
        assert!(
            why.starts_with("f.toml line 4: unknown fact \"no.such\"; write one of account.kind, "),
            "{why}"
        );
        let why = wrong(&format!("{head}id = \"a\"\n[facts]\n\n\"account.privileged\" = \"yes\"\n"));
        assert_eq!(why, "f.toml line 5: \"account.privileged\" is \"yes\"; it takes true | false");
        let why = wrong(&format!("{head}id = \"a\"\n[fact]\nmfa = \"absent\"\n"));
        assert!(why.starts_with("f.toml line 3: unknown field `fact`"), "{why}");
    }
}
