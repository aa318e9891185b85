//! Articles joined into incidents, and the figures of grouping.

use std::collections::BTreeMap;

use hinomi_facts::Lexicon;
use hinomi_incidents::keys::{Keys, keys};
use hinomi_incidents::{Candidate, Index, Placement, Weights, fold};
use hinomi_model::{Article, CaptureId, Document, Entry, FactsOf, Lang};
use jiff::Timestamp;
use rayon::prelude::*;

/// An article with its facts, and what it can be found by.
pub struct Told {
    /// The article.
    pub article: Article,
    /// Its facts.
    pub facts: FactsOf,
    keys: Keys,
}

impl Told {
    /// An article with facts that are known already.
    pub fn new(article: Article, facts: FactsOf) -> Self {
        let keys = keys(&Candidate { article: &article, facts: &facts });
        Self { article, facts, keys }
    }
}

/// Finds the facts of articles.
pub fn tell(articles: Vec<Article>) -> Vec<Told> {
    let lexicon = Lexicon::bundled();
    let find = |article: Article| {
        let facts = hinomi_facts::find(&article, &lexicon);
        Told::new(article, facts)
    };
    articles.into_par_iter().map(find).collect()
}

/// The article that a title and a text without a page make.
pub fn article(url: &str, title: &str, html: String, lang: Option<Lang>, known_at: Timestamp) -> Article {
    let entry = Entry {
        capture: CaptureId::of(&[url.as_bytes()]),
        source: "set".to_owned(),
        url: url.to_owned(),
        guid: String::new(),
        title: title.to_owned(),
        byline: String::new(),
        published: None,
        updated: None,
        lang,
        html,
        is_full: false,
    };
    let document = Document { url, page: None, entry: Some(&entry), source: "set", fetched_at: known_at };
    Article { known_at, ..hinomi_read::read(&document).value }
}

/// Places all articles into an empty index that joins with `weights`, as `advance` does.
pub fn place(told: &[Told], weights: &Weights) -> Vec<Placement> {
    let mut order: Vec<&Told> = told.iter().collect();
    order.sort_by_key(|told| (told.article.known_at, told.article.id));
    order.dedup_by_key(|told| told.article.id);
    let mut index = Index::weighed_by(weights.clone());
    let place = |told: &Told| {
        let candidate = Candidate { article: &told.article, facts: &told.facts };
        hinomi_incidents::place(&mut index, &candidate, &told.keys)
    };
    order.into_iter().map(place).collect()
}

/// Incident of each URL, as of a moment.
pub fn homes(placements: &[Placement], as_of: Timestamp) -> BTreeMap<String, String> {
    let mut homes = BTreeMap::new();
    // Members alone are asked for, so no article needs to be looked up.
    for incident in fold(placements, &[], &|_| None, as_of) {
        let name = incident.id.to_string();
        for member in &incident.members {
            homes.entry(member.url.clone()).or_insert_with(|| name.clone());
        }
    }
    homes
}

/// Harmonic mean of precision and recall.
pub fn f1(precision: f64, recall: f64) -> f64 {
    if precision + recall == 0.0 { 0.0 } else { 2.0 * precision * recall / (precision + recall) }
}

/// Sums of precision and recall, with their mean.
#[derive(Debug, Clone, Copy, Default)]
pub struct Mean {
    precision: f64,
    recall: f64,
    n: f64,
}

impl Mean {
    /// Adds one case.
    pub fn add(&mut self, (precision, recall): (f64, f64)) {
        self.precision += precision;
        self.recall += recall;
        self.n += 1.0;
    }

    /// Mean precision and mean recall; 1 and 1 of nothing.
    pub fn both(self) -> (f64, f64) {
        if self.n == 0.0 { (1.0, 1.0) } else { (self.precision / self.n, self.recall / self.n) }
    }

    /// F1 of both.
    pub fn f1(self) -> f64 {
        let (precision, recall) = self.both();
        f1(precision, recall)
    }

    /// The summary lines `NAME precision`, `NAME recall`, `NAME F1`.
    pub fn summary(self, name: &str) -> Vec<(String, f64)> {
        let (precision, recall) = self.both();
        vec![
            (format!("{name} precision"), precision),
            (format!("{name} recall"), recall),
            (format!("{name} F1"), self.f1()),
        ]
    }
}

/// BCubed precision and recall of each item: `gold` and `ours` name the group that it is in.
pub fn bcubed(gold: &[String], ours: &[String]) -> Vec<(f64, f64)> {
    let mut sizes: BTreeMap<(Option<&str>, Option<&str>), f64> = BTreeMap::new();
    for (g, o) in gold.iter().zip(ours) {
        for key in [(Some(g.as_str()), None), (None, Some(o.as_str())), (Some(g.as_str()), Some(o.as_str()))]
        {
            *sizes.entry(key).or_default() += 1.0;
        }
    }
    let score = |(g, o): (&String, &String)| {
        let both = sizes[&(Some(g.as_str()), Some(o.as_str()))];
        (both / sizes[&(None, Some(o.as_str()))], both / sizes[&(Some(g.as_str()), None)])
    };
    gold.iter().zip(ours).map(score).collect()
}

/// Which gold groups are split over several of ours, and which of ours mix several gold ones, for people.
pub fn failures(gold: &[String], ours: &[String], titles: &[String]) -> Vec<String> {
    let mut split: BTreeMap<&str, BTreeMap<&str, Vec<&str>>> = BTreeMap::new();
    let mut mixed: BTreeMap<&str, BTreeMap<&str, Vec<&str>>> = BTreeMap::new();
    for ((g, o), title) in gold.iter().zip(ours).zip(titles) {
        split.entry(g).or_default().entry(o).or_default().push(title);
        mixed.entry(o).or_default().entry(g).or_default().push(title);
    }
    let tell = |kind: &str, groups: BTreeMap<&str, BTreeMap<&str, Vec<&str>>>| -> Vec<String> {
        let broken = groups.into_iter().filter(|(_, parts)| parts.len() > 1);
        broken
            .map(|(name, parts)| {
                let parts: Vec<String> = parts
                    .into_iter()
                    .map(|(part, titles)| format!("\n    {part}: {}", titles.join(" | ")))
                    .collect();
                format!("{kind} {name}{}", parts.concat())
            })
            .collect()
    };
    let mut all = tell("split", split);
    all.extend(tell("mixed", mixed));
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(groups: &str) -> Vec<String> {
        groups.chars().map(String::from).collect()
    }

    #[test]
    fn bcubed_is_right_on_a_small_case() {
        assert_eq!(bcubed(&named("aab"), &named("xxx"))[0], (2.0 / 3.0, 1.0));
        assert_eq!(bcubed(&named("aab"), &named("xyz"))[0], (1.0, 0.5));
        assert_eq!(bcubed(&named("aab"), &named("xxy"))[2], (1.0, 1.0));
    }
}
