//! Words of values: what "はい", "Not Capable" or "業務委託" mean. Data: `data/words.csv`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::names::fold;

const DATA: &str = include_str!("../../data/words.csv");

/// What a word in a cell can mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sense {
    /// Yes, on, capable, enabled.
    Yes,
    /// No, off.
    No,
    /// Nothing is there: "none", "なし", "-".
    Nothing,
    /// Staff.
    Employee,
    /// Works for a supplier.
    Contractor,
    /// From outside, without saying more.
    External,
    /// A guest from another directory.
    Guest,
    /// No person.
    Service,
    /// For emergencies only.
    BreakGlass,
    /// Rank critical.
    Critical,
    /// Rank high.
    High,
    /// Rank normal or lower.
    Normal,
    /// It worked.
    Success,
    /// It did not.
    Failure,
    /// One factor was enough.
    SingleFactor,
    /// More than one factor was asked for.
    MultiFactor,
    /// A method that resists phishing.
    Resistant,
    /// A call or text to a telephone.
    Telephone,
    /// A push to be tapped.
    Push,
    /// A second factor that is none of these: codes of an app or a token.
    OtherFactor,
    /// A password, or what resets one: no second factor.
    NoFactor,
    /// A sensor that reports.
    Active,
    /// A sensor that does not.
    Inactive,
    /// A machine that is managed by the sensor.
    Onboarded,
    /// A machine without the sensor.
    NotOnboarded,
    /// Still open.
    Open,
    /// Done with.
    Closed,
    /// Network gear.
    Network,
}

static WORDS: LazyLock<BTreeMap<String, Vec<Sense>>> = LazyLock::new(|| {
    let mut words: BTreeMap<String, Vec<Sense>> = BTreeMap::new();
    for line in DATA.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let mut cells = line.split(',');
        let sense = sense_of(cells.next().unwrap_or_default());
        for word in cells {
            words.entry(fold(word)).or_default().extend(sense);
        }
    }
    words
});

fn sense_of(word: &str) -> Option<Sense> {
    Some(match word {
        "yes" => Sense::Yes,
        "no" => Sense::No,
        "nothing" => Sense::Nothing,
        "employee" => Sense::Employee,
        "contractor" => Sense::Contractor,
        "external" => Sense::External,
        "guest" => Sense::Guest,
        "service" => Sense::Service,
        "break_glass" => Sense::BreakGlass,
        "critical" => Sense::Critical,
        "high" => Sense::High,
        "normal" => Sense::Normal,
        "success" => Sense::Success,
        "failure" => Sense::Failure,
        "single_factor" => Sense::SingleFactor,
        "multi_factor" => Sense::MultiFactor,
        "resistant" => Sense::Resistant,
        "telephone" => Sense::Telephone,
        "push" => Sense::Push,
        "other_factor" => Sense::OtherFactor,
        "no_factor" => Sense::NoFactor,
        "active" => Sense::Active,
        "inactive" => Sense::Inactive,
        "onboarded" => Sense::Onboarded,
        "not_onboarded" => Sense::NotOnboarded,
        "open" => Sense::Open,
        "closed" => Sense::Closed,
        "network" => Sense::Network,
        _ => return None,
    })
}

/// Whether the whole of `text` is a word of that sense.
pub fn means(text: &str, sense: Sense) -> bool {
    // Latin words of exports are short; anything longer is free text.
    if text.len() > 160 {
        return false;
    }
    WORDS.get(&fold(text)).is_some_and(|senses| senses.contains(&sense))
}

/// The first of `senses` that `text` has.
pub fn sense(text: &str, senses: &[Sense]) -> Option<Sense> {
    if text.len() > 160 {
        return None;
    }
    let known = WORDS.get(&fold(text))?;
    senses.iter().copied().find(|sense| known.contains(sense))
}

/// Yes or no; neither when the word is of another kind.
pub fn yes_no(text: &str) -> Option<bool> {
    sense(text, &[Sense::Yes, Sense::No]).map(|sense| sense == Sense::Yes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_data_has_a_sense_and_words() {
        for line in DATA.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
            let mut cells = line.split(',');
            assert!(sense_of(cells.next().unwrap()).is_some(), "{line}");
            assert!(
                cells.all(|word| !fold(word).is_empty() || word == "-" || word == "×" || word == "○"),
                "{line}"
            );
        }
    }

    #[test]
    fn both_languages_are_understood() {
        assert_eq!(yes_no(" はい "), Some(true));
        assert_eq!(yes_no("Not Capable"), Some(false));
        assert_eq!(yes_no("無効"), Some(false));
        assert_eq!(yes_no("maybe"), None);
        assert!(means("業務委託", Sense::Contractor) && means("Contractor", Sense::Contractor));
        assert!(means("FIDO2 security key", Sense::Resistant) && means("mobilePhone", Sense::Telephone));
    }
}
