//! What is said of which versions, as CVE records say it: from, until, status, and changes in between.
//!
//! Source: CVE Record Format 5.1, `affected[].versions[]` and its algorithm for matching a version.

use std::cmp::Ordering;

use super::version::{Scheme, compare};

/// What is said of a version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Status {
    /// It has the flaw.
    Affected,
    /// It does not.
    Unaffected,
    /// Nothing certain is said.
    #[default]
    Unknown,
}

/// Where a range ends.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Until {
    /// It is one version.
    Only,
    /// Before this version; `*` is without end.
    Before(String),
    /// Up to and with this version; `7.4.*` is all of 7.4.
    With(String),
}

/// One statement on versions.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Statement {
    /// The first version; `0` or `*` is from the start.
    pub from: String,
    /// The end.
    pub until: Until,
    /// What holds from the first version on.
    pub status: Status,
    /// From which version on something else holds.
    pub changes: Vec<(String, Status)>,
    /// How the versions are written.
    pub scheme: Scheme,
}

impl Statement {
    /// That just `version` has a status.
    pub fn only(version: &str, status: Status, scheme: Scheme) -> Self {
        Self { from: version.to_owned(), until: Until::Only, status, changes: Vec::new(), scheme }
    }

    /// `1.0 through 1.4`, `< 2.0`, `>= 1.0, < 1.2`, `1.0 - 1.4`, `1.4`, `1.4以前`, `before 2.0`. `None` for other words.
    pub fn parse(text: &str, status: Status, scheme: Scheme) -> Option<Self> {
        let text = text.trim();
        let lone = |text: &str| -> Option<String> {
            let text = text.trim().trim_start_matches("version ").trim();
            (text.starts_with(|c: char| c.is_ascii_digit() || c == 'v')
                && !text.contains(char::is_whitespace))
            .then(|| text.to_owned())
        };
        let range =
            |from: String, until: Until| Some(Self { from, until, status, changes: Vec::new(), scheme });
        let start = || "0".to_owned();
        for between in [" through ", " to ", " - ", "から", "〜", "～"] {
            if let Some((from, to)) = text.split_once(between) {
                return range(lone(from)?, Until::With(lone(to.trim_end_matches("まで"))?));
            }
        }
        if let Some(lower) = text.strip_prefix(">=") {
            return match lower.split_once(',') {
                Some((from, upper)) => {
                    let rest = Self::parse(upper, status, scheme).filter(|rest| rest.from == "0")?;
                    range(lone(from)?, rest.until)
                }
                None => range(lone(lower)?, Until::Before("*".to_owned())),
            };
        }
        for (prefix, is_with) in
            [("<=", true), ("<", false), ("before ", false), ("prior to ", false), ("up to ", true)]
        {
            if let Some(end) = text.strip_prefix(prefix) {
                let end = lone(end)?;
                return range(start(), if is_with { Until::With(end) } else { Until::Before(end) });
            }
        }
        for (suffix, is_with) in [("以前", true), ("以下", true), ("未満", false), ("より前", false)]
        {
            if let Some(end) = text.strip_suffix(suffix) {
                let end = lone(end)?;
                return range(start(), if is_with { Until::With(end) } else { Until::Before(end) });
            }
        }
        if let Some(from) = text.strip_suffix("以降").or_else(|| text.strip_suffix("以上")) {
            return range(lone(from)?, Until::Before("*".to_owned()));
        }
        Some(Self::only(&lone(text)?, status, scheme))
    }

    /// What it says of `version`: nothing when the version lies outside, `Err` when that cannot be told.
    fn of(&self, version: &str, scheme: Scheme) -> Result<Option<Status>, ()> {
        if self.until == Until::Only {
            // Written alike is the same in whatever scheme, but for a distribution's version against upstream's.
            let comparable = self.scheme.with(scheme);
            if self.from.trim() == version.trim() && (comparable.is_some() || self.scheme == scheme) {
                return Ok(Some(self.status));
            }
        }
        let scheme = self.scheme.with(scheme).ok_or(())?;
        let order = |bound: &str| compare(scheme, version, bound).ok_or(());
        if self.until == Until::Only {
            return Ok((order(&self.from)? == Ordering::Equal).then_some(self.status));
        }
        let has_start = !matches!(self.from.trim(), "0" | "*" | "" | "unspecified");
        if has_start && order(&self.from)? == Ordering::Less {
            return Ok(None);
        }
        let is_inside = match &self.until {
            Until::Before(end) if end == "*" => true,
            Until::Before(end) | Until::With(end) if end.ends_with(".*") => {
                let branch = end.trim_end_matches(".*");
                is_in_branch(version, branch) || order(branch)? == Ordering::Less
            }
            Until::Before(end) => order(end)? == Ordering::Less,
            Until::With(end) => order(end)? != Ordering::Greater,
            Until::Only => false,
        };
        if !is_inside {
            return Ok(None);
        }
        let mut status = self.status;
        let mut last: Option<&str> = None;
        for (at, then) in &self.changes {
            let is_later = last.is_none_or(|last| compare(scheme, at, last) == Some(Ordering::Greater));
            if order(at)? != Ordering::Less && is_later {
                (status, last) = (*then, Some(at.as_str()));
            }
        }
        Ok(Some(status))
    }
}

/// Whether a version belongs to a branch: `7.4.3` to `7.4`.
fn is_in_branch(version: &str, branch: &str) -> bool {
    version.strip_prefix(branch).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '-']))
}

/// What all statements together say of `version`. One that cannot be compared leaves it unknown, unless another says
/// that it is affected; two that contradict each other leave it unknown.
pub fn status(statements: &[Statement], default: Status, version: &str, scheme: Scheme) -> Status {
    if version.trim().is_empty() {
        return Status::Unknown;
    }
    let (mut affected, mut unaffected, mut open) = (false, false, false);
    for statement in statements {
        match statement.of(version, scheme) {
            Ok(Some(Status::Affected)) => affected = true,
            Ok(Some(Status::Unaffected)) => unaffected = true,
            Ok(Some(Status::Unknown)) | Err(()) => open = true,
            Ok(None) => {}
        }
    }
    match (affected, unaffected) {
        (true, true) => Status::Unknown,
        (true, false) => Status::Affected,
        _ if open => Status::Unknown,
        (false, true) => Status::Unaffected,
        // What nobody spoke of is as the record says by default; a default of "affected" is too coarse for a fail.
        (false, false) if statements.is_empty() || default == Status::Affected => Status::Unknown,
        (false, false) => default,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(texts: &[&str], default: Status, version: &str, scheme: Scheme, expected: Status) {
        let all: Vec<Statement> = texts
            .iter()
            .map(|text| Statement::parse(text, Status::Affected, Scheme::Dotted).expect("a range"))
            .collect();
        assert_eq!(status(&all, default, version, scheme), expected, "{texts:?} {version}");
    }

    #[test]
    fn ranges_are_tested_in_three_values() {
        use Status::*;
        let d = Scheme::Dotted;
        check(&["1.0 through 1.4"], Unaffected, "1.4", d, Affected);
        check(&["1.0 through 1.4"], Unaffected, "1.5", d, Unaffected);
        check(&["1.0 through 1.4"], Unknown, "1.5", d, Unknown);
        check(&["< 7.2.11"], Unaffected, "7.2.9", d, Affected);
        check(&[">= 7.4.0, < 7.4.7"], Unaffected, "7.2.9", d, Unaffected);
        check(&["7.4.3以前"], Unaffected, "7.4.3", d, Affected);
        check(&["7.4.3未満"], Unaffected, "7.4.3", d, Unaffected);
        check(&["< 7.2.11"], Unaffected, "7.2.9-custom", d, Unknown);
        check(&["< 7.2.11"], Unaffected, "1:7.2.9-1", Scheme::Deb, Unknown);
        check(&["1.4"], Unknown, "1.4", d, Affected);
        check(&["1.4"], Unknown, "1.3", d, Unknown);
        check(&["< 2"], Unaffected, "", d, Unknown);
    }

    #[test]
    fn changes_and_contradictions_count() {
        let mut all = vec![Statement {
            from: "6.0".to_owned(),
            until: Until::Before("*".to_owned()),
            status: Status::Affected,
            changes: vec![("6.5".to_owned(), Status::Unaffected)],
            scheme: Scheme::Dotted,
        }];
        assert_eq!(status(&all, Status::Unaffected, "6.4", Scheme::Dotted), Status::Affected);
        assert_eq!(status(&all, Status::Unaffected, "6.5.1", Scheme::Dotted), Status::Unaffected);
        all.push(Statement::only("6.4", Status::Unaffected, Scheme::Dotted));
        assert_eq!(status(&all, Status::Unaffected, "6.4", Scheme::Dotted), Status::Unknown);
    }

    #[test]
    fn other_words_are_no_range() {
        for text in ["", "all", "see advisory", "1.0 or 2.0 and later maybe", ">= a", "< "] {
            assert_eq!(Statement::parse(text, Status::Affected, Scheme::Dotted), None, "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_text_panics(text in "[0-9.<>=, a-z以前*-]{0,20}", version in "[0-9.a-]{0,8}") {
            let all: Vec<_> = Statement::parse(&text, Status::Affected, Scheme::Dotted).into_iter().collect();
            let _ = status(&all, Status::Unaffected, &version, Scheme::Semver);
        }
    }
}
