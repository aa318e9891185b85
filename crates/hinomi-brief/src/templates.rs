//! Phrases, strings and layouts: ours, and what a user lays over them.

use std::collections::BTreeMap;

use hinomi_model::Lang;

use crate::error::Error;
use crate::overlay;
use crate::phrase::Phrases;

/// Every file that makes up the look of a brief, by the name under which it can be overridden.
const BUNDLED: &[(&str, &str)] = &[
    ("phrases/ja.toml", include_str!("../templates/phrases/ja.toml")),
    ("phrases/en.toml", include_str!("../templates/phrases/en.toml")),
    ("strings/ja.toml", include_str!("../templates/strings/ja.toml")),
    ("strings/en.toml", include_str!("../templates/strings/en.toml")),
    ("layout/day.md", include_str!("../templates/layout/day.md")),
    ("layout/detail.md", include_str!("../templates/layout/detail.md")),
    ("layout/page.html", include_str!("../templates/layout/page.html")),
    ("layout/page.css", include_str!("../templates/layout/page.css")),
    ("layout/blocks.md", include_str!("../templates/layout/blocks.md")),
];

/// A file of a user's that is laid over one of ours.
#[derive(Debug, Clone)]
pub struct Override {
    /// Which of ours: one of [`Templates::names`].
    pub name: String,
    /// What stands in it.
    pub text: String,
    /// Where it lies, for messages.
    pub origin: String,
}

/// The templates that a brief is composed and rendered with.
#[derive(Debug, Clone)]
pub struct Templates {
    files: BTreeMap<String, String>,
    /// Where overridden files come from, for messages.
    origins: BTreeMap<String, String>,
    phrases: [Phrases; 2],
    strings: [Phrases; 2],
}

impl Templates {
    /// The bundled templates.
    pub fn bundled() -> Self {
        Self::with_overrides(&[]).expect("the bundled templates parse, which a test holds")
    }

    /// The bundled templates with files laid over them.
    ///
    /// A phrase or strings file is laid over ours key by key; a layout file replaces ours.
    ///
    /// # Errors
    /// A name that is not one of [`Templates::names`], a phrase file that is not TOML of strings or does not fit ours
    /// (`overlay`), or a layout in which nothing stands.
    pub fn with_overrides(overrides: &[Override]) -> Result<Self, Error> {
        let mut files: BTreeMap<String, String> =
            BUNDLED.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
        let read = |name: &str| -> Result<Phrases, Error> {
            let ours = |name: &str| Phrases::parse(name, Self::text_of(name).unwrap_or_default());
            let mut phrases = ours(name)?;
            let other = match name.strip_suffix("ja.toml") {
                Some(folder) => format!("{folder}en.toml"),
                None => name.replace("en.toml", "ja.toml"),
            };
            for file in overrides.iter().filter(|file| file.name == name) {
                let over = Phrases::parse(&file.origin, &file.text)?;
                overlay::check(&file.origin, &file.text, &over, [&ours(name)?, &ours(&other)?])?;
                phrases.overlay(over);
            }
            Ok(phrases)
        };
        let mut origins = BTreeMap::new();
        for file in overrides {
            let Some(text) = files.get_mut(&file.name) else {
                let known = Self::names().collect::<Vec<_>>().join(", ");
                return Err(Error::UnknownTemplate { name: file.origin.clone(), known });
            };
            let is_layout = file.name.starts_with("layout/") && !file.name.ends_with(".css");
            if is_layout && file.text.trim().is_empty() {
                return Err(Error::EmptyLayout { name: file.origin.clone() });
            }
            text.clone_from(&file.text);
            origins.insert(file.name.clone(), file.origin.clone());
        }
        Ok(Self {
            phrases: [read("phrases/ja.toml")?, read("phrases/en.toml")?],
            strings: [read("strings/ja.toml")?, read("strings/en.toml")?],
            files,
            origins,
        })
    }

    /// What is wrong with a layout: file, line, what is missing, and the words there. `name`: the template that was asked
    /// for, where the engine does not say in which one it stopped.
    pub(crate) fn wrong(&self, name: &str, error: &minijinja::Error) -> Error {
        let name = error.name().unwrap_or(name);
        let line = error.line().unwrap_or(0);
        let text = self.files.get(name).map_or("", String::as_str);
        let words = text.lines().nth(line.saturating_sub(1)).filter(|_| line > 0).unwrap_or_default().trim();
        let origin = self.origins.get(name).map_or(name, String::as_str);
        let reason = match error.detail() {
            Some(detail) => format!("{}: {detail}", error.kind()),
            None => error.kind().to_string(),
        };
        Error::Layout { name: origin.to_owned(), line, reason, words: words.to_owned() }
    }

    /// Names of all files that can be overridden.
    pub fn names() -> impl Iterator<Item = &'static str> {
        BUNDLED.iter().map(|(name, _)| *name)
    }

    /// The bundled text of a file, to start an override from.
    pub fn text_of(name: &str) -> Option<&'static str> {
        BUNDLED.iter().find(|(n, _)| *n == name).map(|(_, text)| *text)
    }

    /// Sentence patterns.
    pub fn phrases(&self, lang: Lang) -> &Phrases {
        if lang == Lang::Ja { &self.phrases[0] } else { &self.phrases[1] }
    }

    /// Headings, columns and other words that say nothing about the world.
    pub fn strings(&self, lang: Lang) -> &Phrases {
        if lang == Lang::Ja { &self.strings[0] } else { &self.strings[1] }
    }

    /// Layout files: name, text.
    pub fn layouts(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files
            .iter()
            .filter(|(name, _)| name.starts_with("layout/"))
            .map(|(n, t)| (n.as_str(), t.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(name: &str, text: &str) -> Override {
        Override { name: name.to_owned(), text: text.to_owned(), origin: format!("mine/{name}") }
    }

    #[test]
    fn ours_laid_over_ours_fit() {
        for name in Templates::names() {
            let text = Templates::text_of(name).unwrap();
            Templates::with_overrides(&[file(name, text)]).unwrap();
        }
    }

    #[test]
    fn the_bundled_files_parse_and_both_languages_have_the_same_headings() {
        let templates = Templates::bundled();
        let keys = |lang| templates.strings(lang).keys().map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(keys(Lang::Ja), keys(Lang::En));
    }

    #[test]
    fn a_mistake_in_a_layout_is_told_with_file_line_and_words() {
        let over = [file("layout/day.md", "# {{ title }}\n{{ titel }}")];
        let templates = Templates::with_overrides(&over).unwrap();
        let mut env = minijinja::Environment::new();
        env.set_undefined_behavior(minijinja::UndefinedBehavior::SemiStrict);
        env.add_template("layout/day.md", &over[0].text).unwrap();
        let filled = env.get_template("layout/day.md").unwrap().render(minijinja::context! { title => "t" });
        let message = templates.wrong("layout/day.md", &filled.unwrap_err()).to_string();
        assert!(message.contains("mine/layout/day.md, line 2") && message.contains("titel"), "{message}");
    }

    #[test]
    fn an_override_is_laid_over_ours() {
        let over = [file("strings/en.toml", "[section]\nhome = \"Here\"")];
        let templates = Templates::with_overrides(&over).unwrap();
        assert_eq!(templates.strings(Lang::En).get("section.home"), "Here");
        assert_eq!(templates.strings(Lang::En).get("section.abroad"), "Abroad");
        let wrong = |file| Templates::with_overrides(&[file]).unwrap_err().to_string();
        assert!(wrong(file("strings/fr.toml", "")).contains("strings/fr.toml"));
        assert_eq!(
            wrong(file("layout/day.md", "\n")),
            "layout template mine/layout/day.md, line 1: the file is empty"
        );
        assert!(Templates::with_overrides(&[file("phrases/ja.toml", "")]).is_ok());
    }
}
