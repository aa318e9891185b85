//! What a user knows of a stubborn site: which elements hold its articles, and which never do.
//!
//! ```toml
//! [[site]]
//! host = "news.example"               # and every host below it
//! path = "/release/"                  # only addresses that begin so; optional
//! title = "h1.headline"               # the first element that it names
//! date = "p.date"                     # the first; its datetime or content attribute, else its text
//! body = "#story .text, #notes"       # all that these hold, in page order
//! drop = ".pr-box"                    # never part of the article
//! ```
//!
//! The first rule that fits an address counts. What a rule leaves open is read as on any page. With `body`, the
//! article is what these elements hold, less `drop` and a line that says the title again: nothing else is judged.
//! A rule whose selectors name nothing on a page is warned of, and the page is read as if there were none.

use std::path::Path;

use serde::Deserialize;
use toml::Spanned;
use url::Url;

use crate::select::{Selector, selectors};

/// Most rules that a file may hold.
pub const RULES_MAX: usize = 10_000;

/// Rules for sites, in order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rules(Vec<SiteRule>);

/// What is known of one site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SiteRule {
    /// In lower case.
    host: String,
    path: String,
    pub title: Vec<Selector>,
    pub date: Vec<Selector>,
    pub body: Vec<Selector>,
    pub drop: Vec<Selector>,
}

/// A file of rules that cannot be used: where, why, and what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}:{line}: {what}")]
pub struct RulesError {
    /// The file.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// What is wrong, and what to write.
    pub what: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileWire {
    #[serde(default)]
    site: Vec<SiteWire>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SiteWire {
    host: Spanned<String>,
    path: Option<Spanned<String>>,
    title: Option<Spanned<String>>,
    date: Option<Spanned<String>>,
    body: Option<Spanned<String>>,
    drop: Option<Spanned<String>>,
}

impl Rules {
    /// Reads rules from TOML; `file` is what errors name.
    ///
    /// Fails at the first line that cannot be used: TOML that is none, an unknown key, a host that is none, a
    /// selector with parts that are not read, a rule that says nothing.
    pub fn parse(text: &str, file: &Path) -> Result<Self, RulesError> {
        let error = |at: usize, what: String| RulesError {
            file: file.display().to_string(),
            line: text.as_bytes().iter().take(at).filter(|b| **b == b'\n').count() + 1,
            what,
        };
        let wire: FileWire = toml::from_str(text).map_err(|wrong| {
            let what = wrong.message().lines().collect::<Vec<_>>().join("; ");
            error(wrong.span().map_or(0, |span| span.start), what)
        })?;
        if wire.site.len() > RULES_MAX {
            return Err(error(0, format!("more than {RULES_MAX} rules; keep those that you need")));
        }
        let rule = |site: SiteWire| {
            let at = site.host.span().start;
            let host = site.host.get_ref().to_ascii_lowercase();
            let is_host =
                Url::parse(&format!("https://{host}/")).is_ok_and(|url| url.host_str() == Some(&*host));
            if !is_host {
                return Err(error(at, format!("{host:?} is no host; write one like \"news.example\"")));
            }
            let path = site.path.map_or_else(String::new, |path| {
                // Addresses are compared as the URL Standard writes them.
                let base = Url::parse("https://host.example/").ok();
                let path = path.into_inner();
                base.and_then(|base| base.join(&path).ok()).map_or(path, |url| url.path().to_owned())
            });
            let read = |key: &str, given: Option<Spanned<String>>| {
                let Some(given) = given else { return Ok(Vec::new()) };
                selectors(given.get_ref()).map_err(|what| {
                    error(given.span().start, format!("{key} = {:?}: {what}", given.get_ref()))
                })
            };
            let rule = SiteRule {
                host,
                path,
                title: read("title", site.title)?,
                date: read("date", site.date)?,
                body: read("body", site.body)?,
                drop: read("drop", site.drop)?,
            };
            let is_empty = [&rule.title, &rule.date, &rule.body, &rule.drop].iter().all(|all| all.is_empty());
            if is_empty {
                return Err(error(at, "the rule says nothing; give title, date, body or drop".to_owned()));
            }
            Ok(rule)
        };
        Ok(Self(wire.site.into_iter().map(rule).collect::<Result<_, _>>()?))
    }

    /// The first rule that fits an address.
    pub(crate) fn of(&self, url: &Url) -> Option<&SiteRule> {
        let host = url.host_str()?;
        self.0.iter().find(|rule| {
            let is_below = || host.strip_suffix(rule.host.as_str()).is_some_and(|rest| rest.ends_with('.'));
            (host == rule.host || is_below()) && url.path().starts_with(&rule.path)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<Rules, String> {
        Rules::parse(text, Path::new("site-rules.toml")).map_err(|error| error.to_string())
    }

    #[test]
    fn the_first_rule_that_fits_counts() {
        let rules = parse(
            "[[site]]\nhost = \"a.example\"\npath = \"/ニュース/\"\nbody = \"p\"\n[[site]]\nhost = \"A.example\"\ndrop = \"b, i\"\n",
        )
        .unwrap();
        let of =
            |url: &str| rules.of(&Url::parse(url).unwrap()).map(|rule| (rule.body.len(), rule.drop.len()));
        assert_eq!(of("https://a.example/ニュース/1"), Some((1, 0)));
        assert_eq!(of("https://www.a.example/x"), Some((0, 2)));
        assert_eq!((of("https://ba.example/x"), of("mailto:a.example")), (None, None));
        assert_eq!(parse(""), Ok(Rules::default()));
    }

    #[test]
    fn errors_name_file_and_line() {
        for (text, expected) in [
            ("[[site]]\nhost = \"a.example\"\nboddy = \"p\"", "site-rules.toml:3: unknown field `boddy`"),
            (
                "[[site]]\nhost = \"a.example\"\n\nbody = \"p:hover\"",
                "site-rules.toml:4: body = \"p:hover\": pseudo-classes",
            ),
            (
                "\n[[site]]\nhost = \"https://a.example/\"\nbody = \"p\"",
                "site-rules.toml:3: \"https://a.example/\" is no host",
            ),
            ("[[site]]\nhost = \"a.example\"\n", "site-rules.toml:2: the rule says nothing"),
            ("[[site]\n", "site-rules.toml:1: "),
            ("[[site]]\nbody = \"p\"\n", "missing field `host`"),
        ] {
            let error = parse(text).unwrap_err();
            assert!(error.contains(expected), "{error}");
        }
    }
}
