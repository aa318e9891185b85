//! What a count is about: leaked, affected, ransom, loss; by the words of its own sentence (`data/roles.toml`).

use std::collections::BTreeMap;
use std::sync::LazyLock;

use hinomi_model::{ClaimValue, Lang, Unit};

use super::Desk;

/// What a count is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// Data, records or people's data that got out.
    Leaked,
    /// People, organisations or devices touched.
    Affected,
    /// Those aimed at.
    Target,
    /// Money demanded or paid.
    Ransom,
    /// Money lost.
    Loss,
    /// Money to be paid as a penalty.
    Fine,
    /// Not said.
    Unsaid,
}

impl Role {
    /// The word in phrase keys.
    pub fn word(self) -> &'static str {
        match self {
            Self::Leaked => "leaked",
            Self::Affected => "affected",
            Self::Target => "target",
            Self::Ransom => "ransom",
            Self::Loss => "loss",
            Self::Fine => "fine",
            Self::Unsaid => "unsaid",
        }
    }
}

const ROLES: [(Role, &str); 6] = [
    (Role::Ransom, "ransom"),
    (Role::Fine, "fine"),
    (Role::Loss, "loss"),
    (Role::Leaked, "leaked"),
    (Role::Target, "target"),
    (Role::Affected, "affected"),
];

type Table = BTreeMap<String, BTreeMap<String, Vec<String>>>;

static WORDS: LazyLock<Table> = LazyLock::new(|| {
    toml::from_str(include_str!("../../data/roles.toml")).expect("roles.toml is a table of lists of words")
});

/// What the count of `value` is about.
pub fn role(desk: &Desk<'_>, value: &ClaimValue) -> Role {
    let Some(article) = desk.article(value.article) else { return Role::Unsaid };
    role_in(article.slice(value.fact.sentence), article.lang, value.fact.value.unit(), &value.fact.of)
}

fn role_in(sentence: &str, lang: Lang, unit: Option<Unit>, of: &str) -> Role {
    let is_money = matches!(unit, Some(Unit::Currency(_)));
    let lower = sentence.to_lowercase();
    let has = |word: &String| {
        lower.match_indices(word.as_str()).any(|(at, _)| {
            let ends = |c: Option<char>| c.is_none_or(|c| !c.is_ascii_alphanumeric());
            lang == Lang::Ja
                || (ends(lower[..at].chars().next_back()) && ends(lower[at + word.len()..].chars().next()))
        })
    };
    let of_lang = WORDS.get(if lang == Lang::Ja { "ja" } else { "en" });
    let found = ROLES.iter().find(|(role, key)| {
        let is_of_money = matches!(role, Role::Ransom | Role::Loss | Role::Fine);
        // Organisations, countries and devices do not leak; they are affected or aimed at, or nothing is said.
        let can_be_aimed_at =
            !matches!(unit, None | Some(Unit::Item | Unit::Store | Unit::Record | Unit::Document));
        let can_leak = match unit {
            Some(Unit::Organization | Unit::Country | Unit::Device | Unit::Store | Unit::Item) => false,
            Some(_) => true,
            // What has no unit leaks only where it is called data: passwords do, packages of malware do not.
            None => of_lang.and_then(|t| t.get("data")).is_some_and(|words| {
                let of = of.to_lowercase();
                of.is_empty() || words.iter().any(|word| of.contains(word.as_str()))
            }),
        };
        is_of_money == is_money
            && (can_leak || *role != Role::Leaked)
            && (can_be_aimed_at || *role != Role::Target)
            && of_lang.and_then(|t| t.get(*key)).is_some_and(|words| words.iter().any(has))
    });
    // Stolen money is a loss.
    let is_stolen =
        || is_money && of_lang.and_then(|t| t.get("leaked")).is_some_and(|words| words.iter().any(has));
    match found {
        Some((role, _)) => *role,
        None if is_stolen() => Role::Loss,
        None => Role::Unsaid,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(sentence: &str, unit: &str, expected: Role) {
        let lang = if sentence.is_ascii() { Lang::En } else { Lang::Ja };
        assert_eq!(role_in(sentence, lang, unit.parse().ok(), ""), expected, "{sentence}");
    }

    #[test]
    fn what_is_no_data_does_not_leak() {
        let role = |of| role_in("More than 100 malicious packages steal tokens.", Lang::En, None, of);
        assert_eq!(role("malicious packages"), Role::Unsaid);
        assert_eq!(role("access tokens"), Role::Leaked);
    }

    #[test]
    fn the_sentence_says_what_is_counted() {
        check("約5万人の氏名が流出した。", "person", Role::Leaked);
        check("5万人に影響する。", "person", Role::Affected);
        check("身代金として300万ドルを要求された。", "USD", Role::Ransom);
        check("被害額は3億円に上る。", "JPY", Role::Loss);
        check("参加者は500人だった。", "person", Role::Unsaid);
        check("Data of 5,000 people was stolen.", "person", Role::Leaked);
        check("Thieves stole 40 million dollars.", "USD", Role::Loss);
        check("It refined 5,000 records.", "record", Role::Unsaid);
        check("A list of 80 organizations leaked.", "organization", Role::Unsaid);
        check("The fine is 3 million euros.", "EUR", Role::Fine);
    }
}
