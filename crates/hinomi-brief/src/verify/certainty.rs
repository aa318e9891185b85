//! How sure a text sounds, and whether it turns a statement round: by the words of `data/certainty.toml`.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use hinomi_model::{Fact, Lang, SaidBy, Slot, Status, Value};

/// How sure: higher is surer. A sentence may not stand higher than the weakest fact it cites.
///
/// The order: told as established > laid at somebody's door or reckoned > thought or possible > said by the
/// attacker > being looked into.
pub fn rank(status: Status) -> u8 {
    match status {
        Status::Confirmed => 5,
        Status::Attributed | Status::Estimated => 4,
        Status::Suspected | Status::Possible => 3,
        Status::Claimed => 2,
        Status::UnderInvestigation => 1,
        // These are denials: they are held to say no by `is_negative`, not to sound unsure.
        Status::Denied | Status::NotConfirmed | Status::Undisclosed => 5,
    }
}

/// How sure a fact is; what the attacker says is a claim, whatever else it is.
pub fn rank_of(fact: &Fact) -> u8 {
    let by_status = fact.status.map_or(rank(Status::Confirmed), rank);
    if fact.said_by == Some(SaidBy::Attacker) { by_status.min(rank(Status::Claimed)) } else { by_status }
}

/// Whether a status says no rather than how sure.
pub fn is_denial(status: Status) -> bool {
    matches!(status, Status::Denied | Status::NotConfirmed | Status::Undisclosed)
}

/// Whether a fact says that something is not so, or not known.
pub fn is_negative(fact: &Fact) -> bool {
    let by_word = |word: &str| {
        matches!(
            word,
            "not_confirmed" | "not_demanded" | "not_paid" | "not_negotiating" | "no" | "none" | "unknown"
        )
    };
    fact.status.is_some_and(is_denial)
        || fact.slot == Slot::DataNotExposed
        || match &fact.value {
            Value::Unknown => true,
            Value::Word(word) => by_word(word),
            _ => false,
        }
}

/// What a text sounds like.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tone {
    /// The statuses that its words bring.
    pub statuses: BTreeSet<Status>,
    /// Whether a word turns something round.
    pub has_negation: bool,
}

impl Tone {
    /// The tone of `text` by the words of the brief's own vocabulary.
    pub fn of(text: &str, lang: Lang) -> Self {
        let words = if lang == Lang::Ja { &VOCABULARY.ja } else { &VOCABULARY.en };
        let mut out = Self::default();
        let lower = text.to_lowercase();
        let mut covered: Vec<std::ops::Range<usize>> = Vec::new();
        for (word, mark) in words {
            for (at, _) in lower.match_indices(word.as_str()) {
                let range = at..at + word.len();
                let is_whole = lang == Lang::Ja || is_word(&lower, &range);
                if !is_whole || covered.iter().any(|c| c.start <= range.start && range.end <= c.end) {
                    continue;
                }
                covered.push(range);
                match mark {
                    Some(status) => {
                        out.statuses.insert(*status);
                    }
                    None => out.has_negation = true,
                }
            }
        }
        out.has_negation |= out.statuses.iter().any(|status| is_denial(*status));
        out
    }

    /// How sure the text sounds.
    pub fn rank(&self) -> u8 {
        self.statuses.iter().map(|status| rank(*status)).min().unwrap_or(rank(Status::Confirmed))
    }
}

fn is_word(text: &str, range: &std::ops::Range<usize>) -> bool {
    let is_letter = |c: char| c.is_ascii_alphabetic();
    // "n't" is looked for inside a word.
    let starts = text[..range.start].chars().next_back().is_none_or(|c| !is_letter(c))
        || text[range.clone()].starts_with("n't");
    starts && text[range.end..].chars().next().is_none_or(|c| !is_letter(c))
}

struct Vocabulary {
    /// Words, longest first, with the status that they bring; `None` for a bare negation.
    ja: Vec<(String, Option<Status>)>,
    en: Vec<(String, Option<Status>)>,
}

static VOCABULARY: LazyLock<Vocabulary> = LazyLock::new(|| {
    type Table = BTreeMap<String, BTreeMap<String, Vec<String>>>;
    let table: Table = toml::from_str(include_str!("../../data/certainty.toml"))
        .expect("certainty.toml is a table of lists");
    let of = |lang: &str| {
        let mut words: Vec<(String, Option<Status>)> = Vec::new();
        for (mark, list) in table.get(lang).into_iter().flatten() {
            let status = mark.parse::<Status>().ok();
            words.extend(list.iter().map(|word| (word.clone(), status)));
        }
        words.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then_with(|| a.0.cmp(&b.0)));
        words
    };
    Vocabulary { ja: of("ja"), en: of("en") }
});

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, statuses: &[Status], has_negation: bool) {
        let lang = if text.is_ascii() { Lang::En } else { Lang::Ja };
        let tone = Tone::of(text, lang);
        assert_eq!(tone.statuses.iter().copied().collect::<Vec<_>>(), statuses, "{text}");
        assert_eq!(tone.has_negation, has_negation, "{text}");
    }

    #[test]
    fn words_bring_their_status() {
        check("流出した可能性がある", &[Status::Possible], false);
        check("流出は確認されていない", &[Status::NotConfirmed], true);
        check("身代金は支払っていない", &[], true);
        check("攻撃者は盗んだと主張している", &[Status::Claimed], false);
        check("原因は調査中である", &[Status::UnderInvestigation], false);
        check("names may have been exposed", &[Status::Possible], false);
        check("the number has not been disclosed", &[Status::Undisclosed], true);
        check("it didn't pay", &[], true);
        check("notable", &[], false);
        check("mayor", &[], false);
    }

    #[test]
    fn every_mark_in_the_file_is_a_status_or_negation() {
        let table: toml::Table = include_str!("../../data/certainty.toml").parse().unwrap();
        for (_, marks) in &table {
            for mark in marks.as_table().unwrap().keys() {
                assert!(mark == "negation" || mark.parse::<Status>().is_ok(), "{mark}");
            }
        }
    }
}
