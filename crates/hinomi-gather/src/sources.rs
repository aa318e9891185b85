//! The list of sources: a commented TOML file that people copy and change.

use std::collections::BTreeMap;

use hinomi_model::{Lang, Reliability, Source, SourceKind, Tlp, Voice};
use serde::Deserialize;
use toml::Spanned;
use url::Url;

use crate::Error;

/// Minutes between two polls where a list says nothing.
pub const INTERVAL_MINUTES_USUAL: u32 = 60;

/// Characters that may be quoted in one go where a list says nothing.
pub const QUOTE_CHARS_USUAL: u32 = 200;

/// Longest id of a source, in bytes.
const ID_BYTES_MAX: usize = 100;

/// The built-in list of real sources, as commented TOML.
pub fn builtin() -> &'static str {
    include_str!("../data/sources.toml")
}

/// Parses a list of sources.
///
/// Each `[[source]]` needs `id` and `url`; everything else has a default. Unknown keys, repeated ids, words
/// outside the vocabularies and addresses that are not http(s) are errors with file, line and reason.
pub fn parse(text: &str, file: &str) -> Result<Vec<Source>, Error> {
    let place = Place { text, file };
    let list: List = toml::from_str(text)
        .map_err(|error| place.error(error.span().map_or(0, |span| span.start), error.message()))?;
    let mut lines: BTreeMap<String, usize> = BTreeMap::new();
    let mut sources = Vec::with_capacity(list.source.len());
    for written in list.source {
        let at = written.id.span().start;
        let source = written.checked(&place)?;
        if let Some(line) = lines.insert(source.id.clone(), place.line(at)) {
            let reason = format!("id {:?} was already used in line {line}; ids are unique", source.id);
            return Err(place.error(at, &reason));
        }
        sources.push(source);
    }
    Ok(sources)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct List {
    #[serde(default)]
    source: Vec<Written>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    id: Spanned<String>,
    url: Spanned<String>,
    name: Option<String>,
    kind: Option<Spanned<String>>,
    lang: Option<Spanned<String>>,
    country: Option<Spanned<String>>,
    voice: Option<Spanned<String>>,
    reliability: Option<Spanned<String>>,
    tlp: Option<Spanned<String>>,
    interval_minutes: Option<Spanned<u32>>,
    quote_chars_max: Option<u32>,
    #[serde(default)]
    last_known_bad: String,
}

impl Written {
    fn checked(self, place: &Place<'_>) -> Result<Source, Error> {
        let id = self.id.get_ref();
        let is_plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | ':');
        if id.is_empty() || id.len() > ID_BYTES_MAX || !id.chars().all(is_plain) {
            let reason = format!("id {id:?} must be 1 to {ID_BYTES_MAX} letters, digits, - _ . or :");
            return Err(place.error(self.id.span().start, &reason));
        }
        let address = Url::parse(self.url.get_ref()).ok();
        if !address.is_some_and(|url| matches!(url.scheme(), "http" | "https") && url.has_host()) {
            let reason = format!("url {:?} is not an http or https address", self.url.get_ref());
            return Err(place.error(self.url.span().start, &reason));
        }
        Ok(Source {
            name: self.name.filter(|name| !name.is_empty()).unwrap_or_else(|| id.clone()),
            kind: place.word(self.kind, "kind", SourceKind::ALL, SourceKind::Feed)?,
            lang: place.lang(self.lang)?,
            country: place.country(self.country)?,
            voice: place.word(self.voice, "voice", Voice::ALL, Voice::Press)?,
            reliability: place.word(self.reliability, "reliability", Reliability::ALL, Reliability::F)?,
            tlp: place.word(self.tlp, "tlp", Tlp::ALL, Tlp::Clear)?,
            interval_minutes: place.interval(self.interval_minutes)?,
            quote_chars_max: self.quote_chars_max.unwrap_or(QUOTE_CHARS_USUAL),
            last_known_bad: self.last_known_bad,
            id: self.id.into_inner(),
            url: self.url.into_inner(),
        })
    }
}

struct Place<'a> {
    text: &'a str,
    file: &'a str,
}

impl Place<'_> {
    fn line(&self, at: usize) -> usize {
        self.text.bytes().take(at).filter(|byte| *byte == b'\n').count() + 1
    }

    fn error(&self, at: usize, reason: &str) -> Error {
        Error::Sources {
            file: self.file.to_owned(),
            line: self.line(at),
            reason: hinomi_model::warned::clean(reason),
        }
    }

    fn word<T>(&self, written: Option<Spanned<String>>, key: &str, all: &[T], usual: T) -> Result<T, Error>
    where
        T: Copy + std::str::FromStr + std::fmt::Display,
    {
        let Some(written) = written else { return Ok(usual) };
        written.get_ref().parse().map_err(|_| {
            let words: Vec<String> = all.iter().map(T::to_string).collect();
            let reason = format!("{key} {:?} is none of: {}", written.get_ref(), words.join(", "));
            self.error(written.span().start, &reason)
        })
    }

    fn lang(&self, written: Option<Spanned<String>>) -> Result<Lang, Error> {
        let Some(written) = written else { return Ok(Lang::Other) };
        let tag = written.get_ref();
        let is_tag =
            (2..=35).contains(&tag.len()) && tag.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        if !is_tag {
            let reason = format!("lang {tag:?} is not a language tag such as ja, en or und");
            return Err(self.error(written.span().start, &reason));
        }
        Ok(Lang::of_tag(tag))
    }

    fn country(&self, written: Option<Spanned<String>>) -> Result<String, Error> {
        let Some(written) = written else { return Ok(String::new()) };
        let code = written.get_ref();
        if !(code.is_empty() || code.len() == 2 && code.bytes().all(|b| b.is_ascii_uppercase())) {
            let reason = format!("country {code:?} is not a two-letter code such as JP (empty: unknown)");
            return Err(self.error(written.span().start, &reason));
        }
        Ok(written.into_inner())
    }

    fn interval(&self, written: Option<Spanned<u32>>) -> Result<u32, Error> {
        match written {
            None => Ok(INTERVAL_MINUTES_USUAL),
            Some(written) if *written.get_ref() == 0 => {
                Err(self.error(written.span().start, "interval_minutes must be at least 1"))
            }
            Some(written) => Ok(written.into_inner()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_list_is_in_order() {
        let sources = parse(builtin(), "sources.toml").unwrap();
        assert!(sources.len() >= 60, "{}", sources.len());
        assert!(sources.iter().filter(|source| source.lang == Lang::Ja).count() >= 20);
        assert_eq!(sources[0].country, "JP");
        let urls: std::collections::BTreeSet<_> = sources.iter().map(|source| &source.url).collect();
        assert_eq!(urls.len(), sources.len(), "an address stands there twice");
        assert!(sources.iter().all(|source| source.reliability != Reliability::F && !source.name.is_empty()));
        assert!(sources.iter().any(|source| !source.last_known_bad.is_empty()));
    }

    #[test]
    fn what_a_list_leaves_out_has_a_default() {
        let sources = parse("[[source]]\nid = 'a'\nurl = 'https://a.example/feed'\n", "x.toml").unwrap();
        assert_eq!(sources[0].name, "a");
        assert_eq!(sources[0].voice, Voice::Press);
        assert_eq!(sources[0].reliability, Reliability::F);
        assert_eq!(parse("# nothing\n", "x.toml").unwrap(), []);
    }

    #[test]
    fn a_mistake_is_told_with_its_line() {
        let check = |text: &str, told: &str| {
            let error = parse(text, "my.toml").unwrap_err().to_string();
            assert!(error.contains(told), "{error} does not say {told}");
        };
        let one = "[[source]]\nid = 'a'\nurl = 'https://a.example/'\n";
        check(&format!("{one}{one}"), "my.toml:5: id \"a\" was already used in line 2");
        check(&format!("{one}colour = 'red'"), "my.toml:4: unknown field `colour`");
        check(&format!("{one}voice = 'loud'"), "my.toml:4: voice \"loud\" is none of: official, authority");
        check(&format!("{one}kind = 'feeds'"), "my.toml:4: kind \"feeds\" is none of: feed, page");
        check(&format!("{one}lang = '日本語'"), "my.toml:4: lang");
        check(&format!("{one}country = 'Japan'"), "my.toml:4: country");
        check(&format!("{one}interval_minutes = 0"), "my.toml:4: interval_minutes");
        check(&format!("{one}interval_minutes = -5"), "my.toml:4: ");
        check("[[source]]\nid = 'a b'\nurl = 'https://a.example/'\n", "my.toml:2: id");
        check("[[source]]\nid = 'a'\nurl = 'ftp://a.example/'\n", "my.toml:3: url");
        check("[[source]]\nid = 'a'\n", "my.toml:1: missing field `url`");
        check("\n\n[[source]\n", "my.toml:3: ");
        check("[[sources]]\n", "my.toml:1: unknown field `sources`");
    }
}
