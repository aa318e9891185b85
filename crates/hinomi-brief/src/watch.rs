//! The reader's watch list: own names, products, suppliers, sectors, countries. Each hit says which word matched.
//!
//! A word matches a fact's name (victim, party touched, product, vendor) or stands in the title or text of an article of
//! the window. Latin words match as whole words whatever their case; Japanese ones wherever they stand.

use std::collections::BTreeSet;

use hinomi_model::Slot;
use hinomi_text::name_key;

use crate::compose::view::View;

/// Words that a reader watches for. Empty lists match nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Watch {
    /// The reader's own names.
    pub names: Vec<String>,
    /// Suppliers and contractors.
    pub suppliers: Vec<String>,
    /// Products in use.
    pub products: Vec<String>,
    /// Sectors: 病院, retail.
    pub sectors: Vec<String>,
    /// Countries.
    pub countries: Vec<String>,
}

/// What kind of word matched, in the order in which they count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum WatchKind {
    /// The reader's own name.
    Name,
    /// A supplier.
    Supplier,
    /// A product in use.
    Product,
    /// A sector.
    Sector,
    /// A country.
    Country,
}

impl WatchKind {
    /// The word in strings and JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Supplier => "supplier",
            Self::Product => "product",
            Self::Sector => "sector",
            Self::Country => "country",
        }
    }
}

impl Watch {
    fn lists(&self) -> [(WatchKind, &[String]); 5] {
        [
            (WatchKind::Name, &self.names),
            (WatchKind::Supplier, &self.suppliers),
            (WatchKind::Product, &self.products),
            (WatchKind::Sector, &self.sectors),
            (WatchKind::Country, &self.countries),
        ]
    }
}

/// The words of `watch` that the news of `view` holds, each once, in the order of the lists.
pub(crate) fn hits(watch: &Watch, view: &View<'_>) -> Vec<(WatchKind, String)> {
    let mut names = BTreeSet::new();
    for slot in [Slot::Victim, Slot::AffectedParty, Slot::Product, Slot::Vendor] {
        for value in view.standing(slot) {
            let all = value.fact.aliases.iter().cloned().chain([value.fact.value.to_text()]);
            names.extend(all.map(|name| name_key(&name)));
        }
    }
    let mut out = Vec::new();
    for (kind, words) in watch.lists() {
        for word in words.iter().filter(|word| !word.trim().is_empty()) {
            let is_hit =
                names.contains(&name_key(word)) || view.new_articles().any(|a| stands_in(&a.text, word));
            if is_hit && !out.iter().any(|(k, w)| *k == kind && w == word) {
                out.push((kind, word.clone()));
            }
        }
    }
    out
}

/// Whether `word` stands in `text`, as a whole word where it is written in letters that words are made of.
fn stands_in(text: &str, word: &str) -> bool {
    let (text, word) = (text.to_lowercase(), word.trim().to_lowercase());
    let is_letter = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() && c < '\u{2e80}');
    !word.is_empty()
        && text.match_indices(&word).any(|(at, _)| {
            let cuts_before = is_letter(word.chars().next()) && is_letter(text[..at].chars().next_back());
            let cuts_after =
                is_letter(word.chars().next_back()) && is_letter(text[at + word.len()..].chars().next());
            !cuts_before && !cuts_after
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn latin_words_match_whole_and_japanese_ones_anywhere() {
        assert!(stands_in("Flaw in Gatehouse VPN 7", "gatehouse vpn"));
        assert!(!stands_in("Gatehouses fell", "gatehouse"));
        assert!(stands_in("例示市民病院が停止", "病院"));
        assert!(stands_in("ゲートハウスVPNの欠陥", "VPN"));
        assert!(!stands_in("anything", " "));
    }
}
