//! Which letters may stand for which sounds, and how unusual that is: the table `data/spellings.csv`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

/// Sounds, the letters that may stand for them, and the cost in thousandths of a whole wrong sound.
pub type Rule = (&'static str, &'static str, u32);

/// The table, by kind.
pub struct Rules {
    kana: BTreeMap<char, &'static str>,
    sounds: BTreeMap<u8, Vec<Rule>>,
    letters: BTreeMap<u8, Vec<Rule>>,
    digits: BTreeMap<u8, Vec<Rule>>,
}

/// The table that comes with the crate.
pub static RULES: LazyLock<Rules> = LazyLock::new(|| Rules::of(include_str!("../../data/spellings.csv")));

impl Rules {
    fn of(table: &'static str) -> Self {
        let mut rules = Self {
            kana: BTreeMap::new(),
            sounds: BTreeMap::new(),
            letters: BTreeMap::new(),
            digits: BTreeMap::new(),
        };
        for line in table.lines().filter(|line| !line.starts_with('#')) {
            let mut columns = line.splitn(3, ',');
            let (Some(kind), Some(sounds), Some(spellings)) =
                (columns.next(), columns.next(), columns.next())
            else {
                continue;
            };
            for (spelling, cost) in spellings.split(' ').filter_map(|one| one.rsplit_once('=')) {
                let rule = (sounds, spelling, cost.parse().unwrap_or_default());
                let set = match kind {
                    "kana" => {
                        rules.kana.extend(spelling.chars().map(|kana| (kana, sounds)));
                        continue;
                    }
                    "letter" => &mut rules.letters,
                    "digit" => &mut rules.digits,
                    _ => &mut rules.sounds,
                };
                set.entry(sounds.bytes().next().unwrap_or_default()).or_default().push(rule);
            }
        }
        rules
    }

    /// The sounds of a katakana letter of full size; empty for any other.
    pub fn of_kana(&self, kana: char) -> &'static str {
        self.kana.get(&kana).copied().unwrap_or_default()
    }

    /// How sounds that begin with `first` are spelled.
    pub fn sounds(&self, first: u8) -> &[Rule] {
        self.sounds.get(&first).map_or(&[], Vec::as_slice)
    }

    /// Letters whose names begin with the sound `first`.
    pub fn letters(&self, first: u8) -> &[Rule] {
        self.letters.get(&first).map_or(&[], Vec::as_slice)
    }

    /// Digits and signs whose names begin with the sound `first`.
    pub fn digits(&self, first: u8) -> &[Rule] {
        self.digits.get(&first).map_or(&[], Vec::as_slice)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_table_is_read() {
        let table = include_str!("../../data/spellings.csv");
        let lines = table.lines().filter(|line| !line.starts_with('#')).skip(1);
        for line in lines {
            let mut columns = line.splitn(3, ',');
            assert!(matches!(columns.next(), Some("kana" | "sound" | "letter" | "digit")), "{line}");
            assert!(columns.next().is_some_and(|sounds| !sounds.is_empty() && sounds.is_ascii()), "{line}");
            let spellings = columns.next().unwrap_or_default();
            for one in spellings.split(' ') {
                let (spelling, cost) = one.rsplit_once('=').unwrap_or_default();
                assert!(!spelling.is_empty() && cost.parse::<u32>().is_ok(), "{line}");
            }
        }
        assert_eq!(RULES.of_kana('シ'), "Si");
    }
}
