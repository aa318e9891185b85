//! The catalogue of lessons, as data.

use std::collections::BTreeMap;

use serde::Deserialize;

/// The catalogue that ships with the product.
const BUNDLED: &str = include_str!("../data/lessons.toml");

/// A catalogue of lessons cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The file is not TOML of the expected shape.
    #[error("cannot read the lessons in {file}")]
    Malformed {
        /// Name of the file.
        file: String,
        /// What the parser said, with line and column.
        #[source]
        source: Box<toml::de::Error>,
    },
    /// Two lessons share an id.
    #[error("lesson {id} stands twice in {file}; give one of them another id")]
    Duplicate {
        /// Name of the file.
        file: String,
        /// The id.
        id: String,
    },
}

/// What an incident can teach.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Lesson {
    /// Stable id: `HL-001`.
    pub id: String,
    /// The lesson in one Japanese line.
    pub title_ja: String,
    /// The lesson in one English line.
    pub title_en: String,
    /// Why it matters, in one Japanese line.
    #[serde(default)]
    pub why_ja: String,
    /// Why it matters, in one English line.
    #[serde(default)]
    pub why_en: String,
    /// critical, high, medium or low.
    pub severity: String,
    /// ATT&CK techniques against which it stands.
    #[serde(default)]
    pub attack: Vec<String>,
    /// ATT&CK mitigations that it is.
    #[serde(default)]
    pub mitigations: Vec<String>,
    /// What to do, step by step, in Japanese.
    #[serde(default)]
    pub remedy_ja: Vec<String>,
    /// What to do, step by step, in English.
    #[serde(default)]
    pub remedy_en: Vec<String>,
    /// What its checks cannot see.
    #[serde(default)]
    pub limits: Vec<String>,
    /// Identifiers of standards, by framework: `cis_8_1` → 6.3, 6.5.
    #[serde(default, deserialize_with = "controls")]
    pub controls: BTreeMap<String, Vec<String>>,
    /// Its checks.
    #[serde(default, rename = "check")]
    pub checks: Vec<Check>,
    trigger: Trigger,
}

impl Lesson {
    /// Words of a Japanese or English article that show the lesson.
    pub fn terms(&self, lang: hinomi_model::Lang) -> &[String] {
        match lang {
            hinomi_model::Lang::Ja => &self.trigger.terms_ja,
            hinomi_model::Lang::En => &self.trigger.terms_en,
            _ => &[],
        }
    }

    /// What an incident must be for it to teach the lesson: any of these, each all of its conditions.
    pub fn triggers(&self) -> &[Vec<Condition>] {
        &self.trigger.any
    }
}

/// A question that evidence answers.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Check {
    /// Stable id: `backup.isolated`.
    pub id: String,
    /// Sets of kinds; each set together allows a pass.
    #[serde(default)]
    pub needs: Vec<Vec<String>>,
    /// Kinds that can only bring a fail.
    #[serde(default)]
    pub witness: Vec<String>,
    /// When it passes, in words.
    #[serde(default)]
    pub pass: String,
    /// When it fails, in words.
    #[serde(default)]
    pub fail: String,
    /// When it is unknown, in words.
    #[serde(default)]
    pub unknown: String,
    /// Thresholds, which `[policy]` replaces.
    #[serde(default)]
    pub params: BTreeMap<String, f64>,
}

impl Check {
    /// Every kind that any alternative needs, each once.
    pub fn kinds(&self) -> Vec<&str> {
        let mut kinds: Vec<&str> = self.needs.iter().flatten().map(String::as_str).collect();
        kinds.sort_unstable();
        kinds.dedup();
        kinds
    }
}

/// A condition on one fact of an incident.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Condition {
    /// Name of the fact.
    pub fact: String,
    /// is, in, contains, ge, exists, outside_hours.
    pub op: String,
    /// What it is compared with.
    pub value: Option<toml::Value>,
}

#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
struct Trigger {
    #[serde(default)]
    terms_ja: Vec<String>,
    #[serde(default)]
    terms_en: Vec<String>,
    #[serde(default)]
    any: Vec<Vec<Condition>>,
}

/// Identifiers are texts or numbers; they are kept as texts.
fn controls<'de, D: serde::Deserializer<'de>>(
    deserializer: D,
) -> Result<BTreeMap<String, Vec<String>>, D::Error> {
    let read = BTreeMap::<String, Vec<toml::Value>>::deserialize(deserializer)?;
    let text = |value: toml::Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    Ok(read.into_iter().map(|(name, ids)| (name, ids.into_iter().map(text).collect())).collect())
}

/// All lessons, by id.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Catalogue {
    #[serde(rename = "lesson")]
    lessons: Vec<Lesson>,
    /// Newer ids of ATT&CK techniques: old → new.
    #[serde(default)]
    pub attack_alias: BTreeMap<String, Vec<String>>,
    /// Facts of an incident that triggers ask about, each with what it may say.
    #[serde(default)]
    pub facts: BTreeMap<String, String>,
}

impl Catalogue {
    /// Parses a catalogue; `file` names it in errors.
    pub fn parse(text: &str, file: &str) -> Result<Self, Error> {
        let mut catalogue: Self = toml::from_str(text)
            .map_err(|source| Error::Malformed { file: file.to_owned(), source: Box::new(source) })?;
        catalogue.lessons.sort_by(|a, b| a.id.cmp(&b.id));
        match catalogue.lessons.windows(2).find(|pair| pair[0].id == pair[1].id) {
            Some(pair) => Err(Error::Duplicate { file: file.to_owned(), id: pair[0].id.clone() }),
            None => Ok(catalogue),
        }
    }

    /// The catalogue that ships with the product.
    pub fn bundled() -> Self {
        Self::parse(BUNDLED, "data/lessons.toml").expect("the bundled catalogue is read by a test")
    }

    /// Adds the lessons of a user's own file; `file` names it in errors.
    ///
    /// A lesson may refine a bundled check only by an id of its own: an id that stands twice is an error, so a
    /// user file cannot weaken what ships.
    pub fn with(mut self, text: &str, file: &str) -> Result<Self, Error> {
        let more = Self::parse(text, file)?;
        for lesson in more.lessons {
            if self.lesson(&lesson.id).is_some() {
                return Err(Error::Duplicate { file: file.to_owned(), id: lesson.id });
            }
            self.lessons.push(lesson);
        }
        for (name, told) in more.facts {
            self.facts.entry(name).or_insert(told);
        }
        self.lessons.sort_by(|a, b| a.id.cmp(&b.id));
        Ok(self)
    }

    /// Every check with its lesson, in the order of lessons.
    pub fn checks(&self) -> impl Iterator<Item = (&Lesson, &Check)> {
        self.lessons.iter().flat_map(|lesson| lesson.checks.iter().map(move |check| (lesson, check)))
    }

    /// Every condition of every trigger.
    pub fn conditions(&self) -> impl Iterator<Item = &Condition> {
        self.lessons.iter().flat_map(Lesson::triggers).flatten()
    }

    /// Whether a trigger asks for the fact.
    pub fn asks_for(&self, fact: &str) -> bool {
        self.conditions().any(|condition| condition.fact == fact)
    }

    /// The lessons, sorted by id.
    pub fn lessons(&self) -> &[Lesson] {
        &self.lessons
    }

    /// The lesson with that id.
    pub fn lesson(&self, id: &str) -> Option<&Lesson> {
        self.lessons.iter().find(|lesson| lesson.id == id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bundled_catalogue_is_whole() {
        let catalogue = Catalogue::bundled();
        assert_eq!(catalogue.lessons().len(), 25);
        assert_eq!(catalogue.checks().count(), 27);
        for lesson in catalogue.lessons() {
            assert!(!lesson.title_ja.is_empty() && !lesson.title_en.is_empty(), "{}", lesson.id);
        }
    }

    #[test]
    fn a_broken_catalogue_names_file_and_line() {
        let error = Catalogue::parse("[[lesson]]\nid = 3\n", "own.toml").unwrap_err();
        let whole = format!("{error}: {}", std::error::Error::source(&error).unwrap());
        assert!(whole.contains("own.toml") && whole.contains("line 2"), "{whole}");
    }

    #[test]
    fn a_user_file_adds_lessons_and_replaces_none() {
        let own = "[[lesson]]\nid='OWN-1'\ntitle_ja='あ'\ntitle_en='a'\nseverity='low'\n[lesson.trigger]\n";
        let catalogue = Catalogue::bundled().with(own, "own.toml").unwrap();
        assert!(catalogue.lesson("OWN-1").is_some() && catalogue.lesson("HL-001").is_some());
        assert!(Catalogue::bundled().with(&own.replace("OWN-1", "HL-001"), "own.toml").is_err());
    }

    #[test]
    fn an_id_that_stands_twice_is_refused() {
        let lesson = "[[lesson]]\nid='X'\ntitle_ja='あ'\ntitle_en='a'\nseverity='low'\n[lesson.trigger]\n";
        let error = Catalogue::parse(&lesson.repeat(2), "own.toml").unwrap_err();
        assert_eq!(error.to_string(), "lesson X stands twice in own.toml; give one of them another id");
    }
}
