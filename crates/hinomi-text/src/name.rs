//! Names in comparable form.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;

use crate::vocabulary::rows;

/// Legal forms taken off one name at most: 独立行政法人 and the like stand alone, `Co., Ltd.` is two.
const FORMS_MAX: usize = 4;

/// Legal forms by where they stand, longest first.
struct Forms {
    any: Vec<&'static str>,
    last: Vec<&'static str>,
    /// The first characters of those that stand anywhere, and their last ones: most names have neither.
    any_first: BTreeSet<char>,
    any_last: BTreeSet<char>,
    /// The last characters of those that stand last.
    last_last: BTreeSet<char>,
}

static FORMS: LazyLock<Forms> = LazyLock::new(|| {
    let at = |place: &str| {
        let list = rows(include_str!("../data/legal-forms.csv"));
        let mut words: Vec<_> = list
            .filter_map(|row| (row.get(1) == Some(&place)).then(|| row.first().copied()).flatten())
            .collect();
        words.sort_by_key(|word| std::cmp::Reverse(word.len()));
        words
    };
    let (any, last) = (at("any"), at("last"));
    Forms {
        any_first: any.iter().filter_map(|form| form.chars().next()).collect(),
        any_last: any.iter().filter_map(|form| form.chars().next_back()).collect(),
        last_last: last.iter().filter_map(|form| form.chars().next_back()).collect(),
        any,
        last,
    }
});

/// The form in which two ways of writing a name compare equal: NFKC, lower case, letters and digits only,
/// without legal forms (株式会社, Inc.); ホールディングス and Group are part of the name and stay.
///
/// A name that is nothing but a legal form keeps it; a text without letters and digits gives the empty key.
pub fn name_key(name: &str) -> String {
    let is_plain = name.chars().all(is_plain);
    let name: String = match is_plain {
        true => name.to_ascii_lowercase(),
        false => name.nfkc().flat_map(char::to_lowercase).collect(),
    };
    let mut core = name.as_str();
    for _ in 0..FORMS_MAX {
        let trimmed =
            core.trim_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '(' | ')' | '+' | '#'));
        let cut = without_form(trimmed);
        if cut.len() == core.len() || !cut.contains(is_letter) {
            break;
        }
        core = cut;
    }
    let letters = core.chars().filter(|c| is_letter(*c));
    // What is left out may have kept marks apart that now meet, hence the second normalisation.
    if is_plain { letters.collect() } else { letters.nfkc().collect() }
}

/// The prolonged sound mark and the iteration mark are letters of a name; + and # tell C++ from C#.
fn is_letter(c: char) -> bool {
    if c.is_ascii() {
        c.is_ascii_alphanumeric() || matches!(c, '+' | '#')
    } else {
        c.is_alphanumeric() || matches!(c, 'ー' | '々')
    }
}

/// Whether normalisation leaves a character alone, whatever stands beside it.
fn is_plain(c: char) -> bool {
    c.is_ascii() || matches!(c, '\u{3041}'..='\u{3096}' | '\u{30a1}'..='\u{30fe}' | '\u{4e00}'..='\u{9fff}')
}

/// `name` without one legal form at its front or back.
fn without_form(name: &str) -> &str {
    let forms = &*FORMS;
    let (first, last) = (name.chars().next(), name.chars().next_back());
    let is_in = |c: Option<char>, set: &BTreeSet<char>| c.is_some_and(|c| set.contains(&c));
    let may_be_any = is_in(first, &forms.any_first) || is_in(last, &forms.any_last);
    for form in forms.any.iter().filter(|_| may_be_any) {
        if let Some(rest) = name.strip_prefix(form).or_else(|| name.strip_suffix(form)) {
            return rest.trim();
        }
    }
    let bare = name.strip_suffix('.').unwrap_or(name);
    if !is_in(bare.chars().next_back(), &forms.last_last) {
        return name;
    }
    for form in &forms.last {
        let Some(rest) = bare.strip_suffix(form) else { continue };
        if rest.ends_with([' ', ',', '.']) {
            return rest.trim_end_matches([' ', ',', '.', '&']);
        }
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn ways_of_writing_one_name_compare_equal() {
        for (name, want) in [
            ("株式会社見本", "見本"),
            ("㈱見本", "見本"),
            ("見本（株）", "見本"),
            ("Ｓａｍｐｌｅ　Ｃｏ．，　Ｌｔｄ．", "sample"),
            ("Sample, Inc.", "sample"),
            ("Sample & Co.", "sample"),
            ("見本ホールディングス株式会社", "見本ホールディングス"),
            ("データ・センター", "データセンター"),
            ("ﾃﾞｰﾀ", "データ"),
            ("Inc.", "inc"),
            ("株式会社", "株式会社"),
            ("Cisco", "cisco"),
            ("C++", "c++"),
            ("…", ""),
        ] {
            assert_eq!(name_key(name), want, "{name}");
        }
    }

    proptest! {
        #[test]
        fn a_key_is_its_own_key(name in "[\\PCa-z 株式会社.,]{0,12}") {
            let key = name_key(&name);
            prop_assert_eq!(name_key(&key), key);
        }
    }
}
