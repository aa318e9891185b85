//! The catalogue of lessons, as data.

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
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Lesson {
    /// Stable id: `HL-001`.
    pub id: String,
    /// The lesson in one Japanese line.
    pub title_ja: String,
    /// The lesson in one English line.
    pub title_en: String,
    /// critical, high, medium or low.
    pub severity: String,
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
}

#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
struct Trigger {
    #[serde(default)]
    terms_ja: Vec<String>,
    #[serde(default)]
    terms_en: Vec<String>,
}

/// All lessons, by id.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Catalogue {
    #[serde(rename = "lesson")]
    lessons: Vec<Lesson>,
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
    fn an_id_that_stands_twice_is_refused() {
        let lesson = "[[lesson]]\nid='X'\ntitle_ja='あ'\ntitle_en='a'\nseverity='low'\n[lesson.trigger]\n";
        let error = Catalogue::parse(&lesson.repeat(2), "own.toml").unwrap_err();
        assert_eq!(error.to_string(), "lesson X stands twice in own.toml; give one of them another id");
    }
}
