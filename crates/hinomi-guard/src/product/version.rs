//! Which of two versions is later, in the scheme that both are written in; no answer where that is not certain.
//!
//! Sources: Semantic Versioning 2.0.0 (crate `semver`), PEP 440 (crate `pep440_rs`), Debian Policy 5.6.12, rpm's
//! `rpmvercmp`. The last two are one walk with two tables; the crates for them bring a calendar or a C library.

use std::cmp::Ordering;

/// A way of writing versions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Scheme {
    /// Numbers with dots, as most vendors write them.
    #[default]
    Dotted,
    /// Semantic versions.
    Semver,
    /// Python's.
    Pep440,
    /// Debian's and Ubuntu's.
    Deb,
    /// rpm's.
    Rpm,
    /// One with no order that is known: commits, dates, product lines.
    Unordered,
}

impl Scheme {
    /// The scheme of a package URL's type.
    pub fn of_purl(purl: &str) -> Self {
        match purl_type(purl) {
            "deb" => Self::Deb,
            "rpm" => Self::Rpm,
            "pypi" => Self::Pep440,
            "npm" | "cargo" | "golang" | "composer" | "hex" | "swift" => Self::Semver,
            _ => Self::Dotted,
        }
    }

    /// The scheme that a CVE record's `versionType` or a `vers` range names.
    pub fn of_word(word: &str) -> Self {
        match word.to_ascii_lowercase().as_str() {
            "semver" | "npm" | "cargo" | "golang" | "composer" => Self::Semver,
            "python" | "pypi" | "pep440" => Self::Pep440,
            "deb" | "dpkg" | "debian" => Self::Deb,
            "rpm" => Self::Rpm,
            "git" | "date" | "original_commit_for_fix" => Self::Unordered,
            _ => Self::Dotted,
        }
    }

    /// Whether versions of a distribution are meant, which say nothing of upstream's.
    pub fn is_distribution(self) -> bool {
        matches!(self, Self::Deb | Self::Rpm)
    }

    /// The scheme in which both can be compared; none for a distribution's against upstream's.
    pub fn with(self, other: Self) -> Option<Self> {
        match (self, other) {
            (Self::Unordered, _) | (_, Self::Unordered) => None,
            (a, b) if a == b => Some(a),
            (a, b) if a.is_distribution() || b.is_distribution() => None,
            (Self::Dotted, b) => Some(b),
            (a, Self::Dotted) => Some(a),
            _ => Some(Self::Dotted),
        }
    }
}

/// The type of a package URL; empty for anything else.
pub fn purl_type(purl: &str) -> &str {
    purl.strip_prefix("pkg:").and_then(|rest| rest.split('/').next()).unwrap_or_default()
}

/// Compares two versions; `None` when the scheme does not say which is later.
pub fn compare(scheme: Scheme, a: &str, b: &str) -> Option<Ordering> {
    let (a, b) = (a.trim(), b.trim());
    if a.is_empty() || b.is_empty() {
        return None;
    }
    match scheme {
        Scheme::Unordered => None,
        Scheme::Deb => Some(walk(deb_parts(a)?, deb_parts(b)?, by_deb)),
        Scheme::Rpm => Some(walk(rpm_parts(a)?, rpm_parts(b)?, by_rpm)),
        Scheme::Pep440 => Some(a.parse::<pep440_rs::Version>().ok()?.cmp(&b.parse().ok()?)),
        Scheme::Semver => {
            let read =
                |text: &str| semver::Version::parse(text.strip_prefix(['v', 'V']).unwrap_or(text)).ok();
            match (read(a), read(b)) {
                (Some(a), Some(b)) => Some(a.cmp_precedence(&b)),
                _ => dotted(a, b),
            }
        }
        Scheme::Dotted => dotted(a, b),
    }
}

/// Numbers between dots, then numbers after a hyphen (`13.1-49.15`); anything else has no certain order.
fn dotted(a: &str, b: &str) -> Option<Ordering> {
    let ((a_main, a_build), (b_main, b_build)) = (numbers(a)?, numbers(b)?);
    match padded(&a_main, &b_main) {
        Ordering::Equal if a_build.is_some() != b_build.is_some() => None,
        Ordering::Equal => Some(padded(&a_build.unwrap_or_default(), &b_build.unwrap_or_default())),
        known => Some(known),
    }
}

fn padded(a: &[u64], b: &[u64]) -> Ordering {
    let at = |list: &[u64], index: usize| list.get(index).copied().unwrap_or(0);
    (0..a.len().max(b.len()))
        .map(|index| at(a, index).cmp(&at(b, index)))
        .find(|order| order.is_ne())
        .unwrap_or(Ordering::Equal)
}

type Numbers = (Vec<u64>, Option<Vec<u64>>);

fn numbers(text: &str) -> Option<Numbers> {
    let text = text.strip_prefix(['v', 'V']).unwrap_or(text);
    let list =
        |text: &str| -> Option<Vec<u64>> { text.split('.').map(|part| digits(part)?.parse().ok()).collect() };
    match text.split_once('-') {
        Some((main, build)) => Some((list(main)?, Some(list(build)?))),
        None => Some((list(text)?, None)),
    }
}

fn digits(text: &str) -> Option<&str> {
    (!text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())).then_some(text)
}

/// Epoch, version, release.
type Parts<'a> = (u64, &'a str, &'a str);

fn deb_parts(text: &str) -> Option<Parts<'_>> {
    let (epoch, rest) =
        text.split_once(':').map_or(Some((0, text)), |(e, rest)| Some((e.parse().ok()?, rest)))?;
    let (version, release) = rest.rsplit_once('-').unwrap_or((rest, "0"));
    let is_plain = |text: &str| text.bytes().all(|b| b.is_ascii_alphanumeric() || b".+-~:".contains(&b));
    (version.starts_with(|c: char| c.is_ascii_digit()) && is_plain(rest)).then_some((epoch, version, release))
}

fn rpm_parts(text: &str) -> Option<Parts<'_>> {
    let (epoch, rest) = text.split_once(':').unwrap_or(("0", text));
    let epoch = if epoch == "(none)" { 0 } else { epoch.parse().ok()? };
    let (version, release) = rest.rsplit_once('-').unwrap_or((rest, ""));
    (!version.is_empty() && rest.is_ascii()).then_some((epoch, version, release))
}

fn walk(a: Parts<'_>, b: Parts<'_>, by: fn(&str, &str) -> Ordering) -> Ordering {
    a.0.cmp(&b.0).then_with(|| by(a.1, b.1)).then_with(|| by(a.2, b.2))
}

fn by_number(a: &str, b: &str) -> Ordering {
    let (a, b) = (a.trim_start_matches('0'), b.trim_start_matches('0'));
    a.len().cmp(&b.len()).then_with(|| a.cmp(b))
}

/// The start of `text` that `is` holds for, and the rest.
fn cut(text: &str, is: fn(u8) -> bool) -> (&str, &str) {
    text.split_at(text.bytes().position(|b| !is(b)).unwrap_or(text.len()))
}

/// Debian: parts that are no number sort letters before other signs and `~` before the end.
fn by_deb(mut a: &str, mut b: &str) -> Ordering {
    let rank = |byte: Option<&u8>| match byte {
        Some(b'~') => -1,
        None => 0,
        Some(b) if b.is_ascii_alphabetic() => i32::from(*b),
        Some(b) => i32::from(*b) + 256,
    };
    while !a.is_empty() || !b.is_empty() {
        let ((a_word, a_rest), (b_word, b_rest)) =
            (cut(a, |b| !b.is_ascii_digit()), cut(b, |b| !b.is_ascii_digit()));
        let (a_word, b_word) = (a_word.as_bytes(), b_word.as_bytes());
        for index in 0..a_word.len().max(b_word.len()) {
            match rank(a_word.get(index)).cmp(&rank(b_word.get(index))) {
                Ordering::Equal => {}
                order => return order,
            }
        }
        let ((a_number, a_rest), (b_number, b_rest)) =
            (cut(a_rest, |b| b.is_ascii_digit()), cut(b_rest, |b| b.is_ascii_digit()));
        match by_number(a_number, b_number) {
            Ordering::Equal => (a, b) = (a_rest, b_rest),
            order => return order,
        }
    }
    Ordering::Equal
}

/// rpm: separators only separate, numbers are later than letters, `~` sorts before the end and `^` behind it.
fn by_rpm(mut a: &str, mut b: &str) -> Ordering {
    let is_separator = |b: u8| !b.is_ascii_alphanumeric() && b != b'~' && b != b'^';
    loop {
        (a, b) = (cut(a, is_separator).1, cut(b, is_separator).1);
        for (mark, wins) in [('~', Ordering::Less), ('^', Ordering::Greater)] {
            match (a.starts_with(mark), b.starts_with(mark)) {
                (true, true) => return by_rpm(&a[1..], &b[1..]),
                // A caret is later than the end but earlier than any further part.
                (true, false) => return if mark == '^' && !b.is_empty() { Ordering::Less } else { wins },
                (false, true) => {
                    return if mark == '^' && !a.is_empty() { Ordering::Greater } else { wins.reverse() };
                }
                _ => {}
            }
        }
        if a.is_empty() || b.is_empty() {
            return a.len().cmp(&b.len());
        }
        let is_number = a.starts_with(|c: char| c.is_ascii_digit());
        let is: fn(u8) -> bool = if is_number { |b| b.is_ascii_digit() } else { |b| b.is_ascii_alphabetic() };
        let ((a_part, a_rest), (b_part, b_rest)) = (cut(a, is), cut(b, is));
        if b_part.is_empty() {
            return if is_number { Ordering::Greater } else { Ordering::Less };
        }
        let order = if is_number { by_number(a_part, b_part) } else { a_part.cmp(b_part) };
        if order.is_ne() {
            return order;
        }
        (a, b) = (a_rest, b_rest);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(scheme: Scheme, a: &str, sign: &str, b: &str) {
        let expected = match sign {
            "<" => Some(Ordering::Less),
            "=" => Some(Ordering::Equal),
            ">" => Some(Ordering::Greater),
            _ => None,
        };
        assert_eq!(compare(scheme, a, b), expected, "{a} {sign} {b}");
        assert_eq!(compare(scheme, b, a), expected.map(Ordering::reverse), "{b} {sign} {a} reversed");
    }

    #[test]
    fn each_scheme_has_its_own_order() {
        use Scheme::*;
        check(Dotted, "7.2.9", "<", "7.2.11");
        check(Dotted, "7.4", "=", "7.4.0");
        check(Dotted, "13.1-48.47", "<", "13.1-49.15");
        check(Dotted, "13.0-92.1", "<", "13.1");
        check(Dotted, "13.1-49.15", "?", "13.1");
        check(Dotted, "1.0.2k", "?", "1.0.2");
        check(Dotted, "", "?", "1");
        check(Semver, "1.2.3-rc.1", "<", "1.2.3");
        check(Semver, "v1.10.0", ">", "1.9.0");
        check(Pep440, "2.0rc1", "<", "2.0");
        check(Pep440, "1!1.0", ">", "2025.1");
        check(Deb, "1:1.2-1", ">", "2.0-1");
        check(Deb, "2.0~rc1-1", "<", "2.0-1");
        check(Deb, "9.6p1-3ubuntu13.5", "<", "9.6p1-3ubuntu13.11");
        check(Deb, "1.2-1", "<", "1.2-1+deb12u1");
        check(Rpm, "0:1.2.3-4.el9", "<", "0:1.2.3-10.el9");
        check(Rpm, "1.0~rc1-1", "<", "1.0-1");
        check(Rpm, "1.0^git1-1", ">", "1.0-1");
        check(Rpm, "1.0^git1-1", "<", "1.0.1-1");
        check(Rpm, "1.a-1", "<", "1.1-1");
        check(Unordered, "abc", "?", "abd");
    }

    #[test]
    fn a_distribution_is_not_compared_with_upstream() {
        assert_eq!(Scheme::Deb.with(Scheme::Dotted), None);
        assert_eq!(Scheme::Rpm.with(Scheme::Deb), None);
        assert_eq!(Scheme::Deb.with(Scheme::Deb), Some(Scheme::Deb));
        assert_eq!(Scheme::Semver.with(Scheme::Dotted), Some(Scheme::Semver));
    }

    proptest::proptest! {
        #[test]
        fn orders_are_orders(a in "[0-9a-c.~^:+-]{0,8}", b in "[0-9a-c.~^:+-]{0,8}") {
            for scheme in [Scheme::Dotted, Scheme::Semver, Scheme::Pep440, Scheme::Deb, Scheme::Rpm] {
                proptest::prop_assert_eq!(
                    compare(scheme, &a, &b),
                    compare(scheme, &b, &a).map(Ordering::reverse)
                );
            }
        }
    }
}
