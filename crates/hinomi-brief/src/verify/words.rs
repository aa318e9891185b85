//! Whether a sentence is made of the templates' words, and whether its cites prove what those words mean.
//!
//! A composed sentence is a row of template pieces around names, numbers, dates and quotations, which are checked
//! elsewhere and masked here. The rest must be a row of template pieces, and a piece that tells a fact ("backups were
//! encrypted", "detected", 氏名) needs a cite of that slot and value. So a word of nobody, a verb of another
//! phrase and a cite of another fact are found even where nothing in them is a number or a name.

use std::collections::BTreeMap;

use hinomi_model::{Fact, Lang, Slot, Span, Value};

use crate::phrase::Phrases;
use crate::wording::number::WORDS;
use crate::wording::{going_on, polite, polite_end};

/// What a cite must be to prove a piece of a template.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Need {
    /// A fact of this slot.
    Slot(Slot),
    /// A fact of this slot with this word as value.
    Word(Slot, String),
    /// A count of one of these units (words; empty: any currency).
    Unit(Vec<&'static str>),
}

impl Need {
    /// Whether `fact` is what is needed.
    pub fn is_met_by(&self, fact: &Fact) -> bool {
        match self {
            Self::Slot(slot) => fact.slot == *slot,
            Self::Word(slot, word) => {
                fact.slot == *slot && matches!(&fact.value, Value::Word(value) if value == word)
            }
            Self::Unit(units) => match fact.value.unit() {
                Some(unit) if units.is_empty() => matches!(unit, hinomi_model::Unit::Currency(_)),
                Some(unit) => units.contains(&unit.word()),
                None => false,
            },
        }
    }
}

/// Shortest piece of a longer phrase that may need a proof, in bytes: shorter ones (が, "on") are everybody's.
const TELLING_BYTES_MIN: usize = 6;

/// A piece of a template in lower case, with what it needs, any one of which will do; `None`: nothing.
type PieceOf = (String, Option<Vec<Need>>);

/// The pieces of all templates of a language.
#[derive(Debug, Clone, Default)]
pub struct OwnWords {
    /// By first character.
    pieces: BTreeMap<char, Vec<PieceOf>>,
}

impl OwnWords {
    /// Collects the pieces of `phrases`.
    pub fn of(phrases: &Phrases, lang: Lang) -> Self {
        let mut all: BTreeMap<String, Option<Vec<Need>>> = BTreeMap::new();
        let mut add = |text: &str, needs: &[Need], is_whole: bool| {
            let text = trimmed(&text.to_lowercase());
            let is_telling = (is_whole || text.len() >= TELLING_BYTES_MIN) && !needs.is_empty();
            let entry = all.entry(text).or_insert_with(|| Some(Vec::new()));
            match entry {
                Some(known) if is_telling => known.extend_from_slice(needs),
                _ => *entry = None,
            }
        };
        for key in phrases.keys() {
            let needs = needs_of(key);
            let words = phrases.pieces(key);
            for text in &words {
                add(text, &needs, words.len() == 1);
            }
            if let Some(going) =
                words.last().filter(|_| lang == Lang::Ja).and_then(|last| going_on(last, lang))
            {
                add(&going, &needs, words.len() == 1);
            }
            // The same words in the polite style.
            for text in words.iter().filter(|_| lang == Lang::Ja) {
                let turned = [polite(text), polite_end(text)];
                for turned in turned.into_iter().filter(|turned| turned != text) {
                    add(&turned, &needs, words.len() == 1);
                }
            }
        }
        for (word, units) in WORDS {
            // A word around numbers is proved by a count of its unit; one without a unit needs nothing.
            let needs = if units.is_empty() { None } else { Some(vec![Need::Unit(units.to_vec())]) };
            match (all.get_mut(*word), needs) {
                (Some(Some(known)), Some(needs)) => known.extend(needs),
                (Some(None), _) => {}
                (_, needs) => {
                    all.insert((*word).to_owned(), needs);
                }
            }
        }
        let mut pieces: BTreeMap<char, Vec<PieceOf>> = BTreeMap::new();
        for (text, needs) in all {
            if let Some(first) = text.chars().next() {
                pieces.entry(first).or_default().push((text, needs));
            }
        }
        Self { pieces }
    }

    /// Reads `text` as a row of template pieces around what is masked, the fewest that do. A piece may reach into
    /// a mask, since names that are read in a source can be everyday words.
    ///
    /// Gives the pieces that need a proof, with where they start in `text`; or, where the text is no such row,
    /// the words at which it stops being one.
    pub fn read(&self, text: &str, masks: &[Span]) -> Result<Vec<(usize, Vec<Need>)>, String> {
        let lower = text.to_lowercase();
        // Lower case may change lengths; then positions would be wrong, and such letters are nobody's own words.
        if lower.len() != text.len() {
            return Err(text.to_owned());
        }
        // fewest[at]: pieces needed to reach `at`, and the piece that leads there.
        let mut fewest: Vec<Option<(usize, Step<'_>)>> = vec![None; lower.len() + 1];
        fewest[0] = Some((0, Step::Free(0)));
        let mut furthest = 0;
        for at in 0..lower.len() {
            let Some((n, _)) = fewest[at] else { continue };
            let Some(c) = lower[at..].chars().next() else { continue };
            furthest = at;
            let mut reach = |to: usize, n: usize, step| {
                if fewest[to].is_none_or(|(known, _)| n < known) {
                    fewest[to] = Some((n, step));
                }
            };
            let here = Span::new(at, at + c.len_utf8());
            if is_free(c) || masks.iter().any(|mask| mask.contains(here)) {
                reach(at + c.len_utf8(), n, Step::Free(at));
            }
            for (piece, needs) in self.pieces.get(&c).into_iter().flatten() {
                if lower[at..].starts_with(piece.as_str()) && is_word(&lower, at, at + piece.len()) {
                    reach(at + piece.len(), n + 1, Step::Piece(at, needs.as_deref()));
                }
            }
        }
        if fewest[lower.len()].is_none() {
            return Err(text[furthest..].chars().take(30).collect());
        }
        let mut out = Vec::new();
        let mut at = lower.len();
        while at > 0 {
            let Some((_, step)) = fewest[at] else { break };
            at = match step {
                Step::Free(from) => from,
                Step::Piece(from, needs) => {
                    out.extend(needs.filter(|needs| !needs.is_empty()).map(|needs| (from, needs.to_vec())));
                    from
                }
            };
        }
        out.reverse();
        Ok(out)
    }
}

#[derive(Clone, Copy)]
enum Step<'a> {
    Free(usize),
    Piece(usize, Option<&'a [Need]>),
}

/// Characters that say nothing: digits (checked as numbers), spaces and punctuation.
fn is_free(c: char) -> bool {
    c.is_ascii_digit() || c.is_whitespace() || is_mark(c)
}

fn is_mark(c: char) -> bool {
    c.is_ascii_punctuation() || "。、，．・：；（）〜「」『』“”’—―–→…%！？°".contains(c)
}

fn trimmed(text: &str) -> String {
    text.trim_matches(|c: char| c.is_whitespace() || is_mark(c)).to_owned()
}

/// Whether `start..end` cuts no Latin word in two.
fn is_word(text: &str, start: usize, end: usize) -> bool {
    let is_letter = |c: Option<char>| c.is_some_and(|c| c.is_alphabetic() && c < '\u{2e80}');
    let first_in = text[start..].chars().next();
    let last_in = text[..end].chars().next_back();
    let is_cut_before = is_letter(text[..start].chars().next_back()) && is_letter(first_in);
    let is_cut_after = is_letter(text[end..].chars().next()) && is_letter(last_in);
    !is_cut_before && !is_cut_after
}

/// What the words of a phrase need as proof, by its key; any one of them will do. Empty: nothing.
fn needs_of(key: &str) -> Vec<Need> {
    let parts: Vec<&str> = key.split('.').collect();
    // A mood or a date does not change what the words are about.
    let bare = |word: &str| {
        ["possible", "suspected", "estimated", "undisclosed", "dated", "within"]
            .iter()
            .find_map(|tail| word.strip_suffix(tail).and_then(|w| w.strip_suffix('_')))
            .unwrap_or(word)
            .to_owned()
    };
    // Several names of a kind have phrases of their own, which need the same.
    fn one_of(word: &str) -> &str {
        word.strip_suffix("_many").unwrap_or(word)
    }
    let slot = |word: &str| word.parse::<Slot>().ok();
    let date = |word: &str| slot(&format!("date.{word}"));
    match parts.as_slice() {
        ["say", "vulnerability", word] => match bare(word).as_str() {
            "exploited" | "exploited_any" | "exploited_it" => {
                vec![Need::Word(Slot::Exploited, "yes".to_owned())]
            }
            "not_exploited" => vec![Need::Slot(Slot::Exploited)],
            "kev" => vec![Need::Slot(Slot::Kev)],
            "cvss" => vec![Need::Slot(Slot::Cvss)],
            "fixed" => vec![Need::Slot(Slot::FixedVersion)],
            "due" => vec![Need::Slot(Slot::DateDue)],
            other => other
                .strip_prefix("patch_")
                .map(|word| vec![Need::Word(Slot::Patch, word.to_owned())])
                .unwrap_or_default(),
        },
        ["say", "date", word] => match *word {
            "dwell" => vec![Need::Slot(Slot::DateInitialAccess), Need::Slot(Slot::DateImpact)],
            "dwell_said" => vec![Need::Slot(Slot::DurationDwell)],
            "outage" => vec![Need::Slot(Slot::DateImpact), Need::Slot(Slot::DateRecovered)],
            word => date(&bare(word)).map(Need::Slot).into_iter().collect(),
        },
        ["say", "service", "something"] => Vec::new(),
        ["say", name @ ("root_cause" | "backup" | "ransom" | "misuse" | "action" | "service"), word] => {
            slot(name).map(|slot| Need::Word(slot, bare(word))).into_iter().collect()
        }
        ["say", name, _] | ["unknown", name] if slot(one_of(name)).is_some() => {
            slot(one_of(name)).map(Need::Slot).into_iter().collect()
        }
        ["unknown", name] => {
            name.strip_prefix("under_investigation_").and_then(slot).map(Need::Slot).into_iter().collect()
        }
        ["event" | "event_dated" | "event_self" | "event_self_dated", word] => {
            vec![Need::Word(Slot::EventType, bare(word))]
        }
        ["word", "event_type", "something"] => Vec::new(),
        ["word", "event_type", word] => vec![Need::Word(Slot::EventType, (*word).to_owned())],
        ["word", "data", word] => vec![
            Need::Word(Slot::DataExposed, (*word).to_owned()),
            Need::Word(Slot::DataNotExposed, (*word).to_owned()),
        ],
        ["word", name @ ("root_cause" | "service" | "misuse" | "ransom"), word] => {
            slot(name).map(|slot| Need::Word(slot, (*word).to_owned())).into_iter().collect()
        }
        ["word", "slot", name] => match name.split('_').next().unwrap_or_default() {
            "person" => vec![Need::Unit(vec!["person"])],
            "account" => vec![Need::Unit(vec!["account"])],
            "record" => vec![Need::Unit(vec!["record", "file", "email_address"])],
            "document" => vec![Need::Unit(vec!["document"])],
            "byte" => vec![Need::Unit(vec!["byte"])],
            "currency" => vec![Need::Unit(Vec::new())],
            _ => Vec::new(),
        },
        ["timeline", "report"] | ["lead", "report" | "report_undated"] => vec![Need::Slot(Slot::ReportNo)],
        ["timeline", "count"] | ["change", "rose" | "fell" | "changed" | "disclosed" | "contradiction"] => {
            vec![Need::Slot(Slot::Count)]
        }
        ["timeline", word] => date(word).map(Need::Slot).into_iter().collect(),
        ["vulnerability", "cell_yes"] => vec![
            Need::Word(Slot::Exploited, "yes".to_owned()),
            Need::Word(Slot::Kev, "yes".to_owned()),
            Need::Word(Slot::Patch, "available".to_owned()),
        ],
        ["vulnerability", "cell_no"] => vec![Need::Slot(Slot::Exploited)],
        ["vulnerability", "cell_none"] => vec![Need::Word(Slot::Patch, "none".to_owned())],
        ["vulnerability", "cell_planned"] => vec![Need::Word(Slot::Patch, "planned".to_owned())],
        ["vulnerability", "exploited" | "exploited_bare" | "exploited_maker"] => {
            vec![Need::Word(Slot::Exploited, "yes".to_owned())]
        }
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn own(phrases: &str, lang: Lang) -> OwnWords {
        OwnWords::of(&Phrases::parse("p", phrases).unwrap(), lang)
    }

    fn check(own: &OwnWords, text: &str, expected: Result<&[&str], &str>) {
        let masks: Vec<Span> = text.match_indices('…').map(|(at, m)| Span::new(at, at + m.len())).collect();
        let read = own.read(text, &masks);
        let read =
            read.map(|needs| needs.iter().map(|(_, needs)| format!("{:?}", needs[0])).collect::<Vec<_>>());
        match (read, expected) {
            (Ok(needs), Ok(expected)) => assert_eq!(needs, expected, "{text}"),
            (Err(stopped), Err(expected)) => assert!(stopped.starts_with(expected), "{text}: {stopped}"),
            (read, expected) => panic!("{text}: {read:?} is not {expected:?}"),
        }
    }

    #[test]
    fn a_sentence_is_a_row_of_pieces() {
        let own = own(
            "[frame]\nvictim = \"{who}は、{p}と公表した\"\n[say.backup]\nencrypted = \"バックアップも暗号化された\"\ndeleted = \"バックアップも削除された\"",
            Lang::Ja,
        );
        let encrypted: &[&str] = &["Word(Backup, \"encrypted\")"];
        check(&own, "…は、バックアップも暗号化されたと公表した。", Ok(encrypted));
        check(
            &own,
            "…は、バックアップも暗号化され、バックアップも削除されたと公表した。",
            Ok(&[encrypted[0], "Word(Backup, \"deleted\")"]),
        );
        check(&own, "ひのきは、バックアップも暗号化されたと公表した。", Err("ひのき"));
        check(&own, "バックアップも売却された", Err("バック"));
    }

    #[test]
    fn latin_words_are_not_cut() {
        let own = own("[a]\nb = \"it was used\"\nc = \"on\"", Lang::En);
        check(&own, "It was used on ….", Ok(&[]));
        check(&own, "It was used once", Err("once"));
        check(&own, "It was misused", Err("It"));
    }

    #[test]
    fn every_word_of_a_slot_is_known_to_the_table() {
        for (key, expected) in [
            ("say.backup.encrypted", "Word(Backup, \"encrypted\")"),
            ("say.service.resumed_dated", "Word(Service, \"resumed\")"),
            ("say.date.detected", "Slot(DateDetected)"),
            ("event_self_dated.ransomware", "Word(EventType, \"ransomware\")"),
            ("word.data.name", "Word(DataExposed, \"name\")"),
            ("timeline.recovered", "Slot(DateRecovered)"),
            ("say.count.leaked_of_possible", "Slot(Count)"),
            ("say.vulnerability.patch_none", "Word(Patch, \"none\")"),
        ] {
            assert_eq!(needs_of(key).first().map(|n| format!("{n:?}")).as_deref(), Some(expected), "{key}");
        }
        assert!(needs_of("frame.victim").is_empty());
    }
}
