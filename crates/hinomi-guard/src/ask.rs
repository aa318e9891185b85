//! Which evidence to fetch next: the kinds that would settle unknowns, the most settling first.
//!
//! What each kind is called, and how to get it in Japanese where the way is told in words and not in a command alone,
//! stands in `data/asks.csv`.

use std::collections::BTreeMap;

use hinomi_model::Lang;
use hinomi_model::warned::tame;

use crate::kinds;
use crate::said::{Said, said};
use crate::verdict::{Report, Verdict};

/// One kind worth fetching.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ask {
    /// The kind.
    pub kind: String,
    /// What it is called.
    pub name: Said,
    /// The checks whose unknowns it could settle, each with its title, in the order of the report.
    pub checks: Vec<(String, Said)>,
    /// The exact command or clicks.
    pub obtain: Said,
}

/// What to fetch, and what no export can say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asks {
    /// Kinds worth fetching, the most settling first; ties by name of the kind.
    pub kinds: Vec<Ask>,
    /// Unknowns that no kind would settle: check, title, what is missing.
    pub others: Vec<(String, Said, Said)>,
    /// How many checks are unknown.
    pub n_unknown: usize,
}

/// Ranks the kinds by how many unknown checks name them as missing.
///
/// A check may need several kinds together, so the number says what a kind could settle, not what it will.
pub fn ask(report: &Report) -> Asks {
    let mut by_kind: BTreeMap<&str, Vec<(String, Said)>> = BTreeMap::new();
    let mut others = Vec::new();
    let unknown = || report.findings.iter().filter(|finding| finding.verdict == Verdict::Unknown);
    for finding in unknown() {
        let mut is_asked = false;
        for kind in finding.missing.iter().flat_map(|missing| &missing.kinds) {
            let kind = kind.split_once(':').map_or(kind.as_str(), |(kind, _)| kind);
            let checks = by_kind.entry(kind).or_default();
            is_asked = true;
            if !checks.iter().any(|(check, _)| *check == finding.check) {
                checks.push((finding.check.clone(), finding.title.clone()));
            }
        }
        if !is_asked {
            let what = finding.missing.first().map_or_else(|| finding.reason.clone(), |one| one.what.clone());
            others.push((finding.check.clone(), finding.title.clone(), what));
        }
    }
    let one = |(kind, checks): (&str, Vec<(String, Said)>)| {
        let (name, obtain) = told(kind);
        Ask { kind: kind.to_owned(), name, checks, obtain }
    };
    let mut kinds: Vec<Ask> = by_kind.into_iter().map(one).collect();
    kinds.sort_by(|a, b| b.checks.len().cmp(&a.checks.len()).then(a.kind.cmp(&b.kind)));
    Asks { kinds, others, n_unknown: unknown().count() }
}

/// What a kind is called and how it is obtained; its id where it is not known.
pub fn told(kind: &str) -> (Said, Said) {
    let obtain = kinds::kind(kind).map(|kind| kind.obtain.clone()).unwrap_or_default();
    let mut reader = csv::Reader::from_reader(include_bytes!("../data/asks.csv").as_slice());
    let row = reader.records().flatten().find(|row| row.get(0) == Some(kind));
    let cell = |index| row.as_ref().and_then(|row| row.get(index)).filter(|cell| !cell.is_empty());
    (
        said(cell(1).unwrap_or(kind), cell(2).unwrap_or(kind)),
        said(cell(3).unwrap_or(&obtain), obtain.as_str()),
    )
}

/// The list for people.
pub fn text(asks: &Asks, lang: Lang) -> String {
    let is_ja = lang == Lang::Ja;
    let mut out = if is_ja {
        format!(
            "不明 {}件。答えになりうる証跡を、多くの不明に答えられる順に挙げる。使っている製品の分だけでよい。\n",
            asks.n_unknown
        )
    } else {
        format!(
            "{} unknown. Evidence that could settle them, the most settling first. Fetch those of products that you use.\n",
            asks.n_unknown
        )
    };
    for (n, ask) in asks.kinds.iter().enumerate() {
        let (name, n_checks) = (ask.name.in_lang(lang), ask.checks.len());
        out.push_str(&if is_ja {
            format!("\n{}. {name}（{}）― 不明 {n_checks}件に答えうる\n", n + 1, ask.kind)
        } else {
            format!("\n{}. {name} ({}): could settle {n_checks}\n", n + 1, ask.kind)
        });
        out.push_str(&format!("   {}\n", tame(ask.obtain.in_lang(lang))));
        for (check, title) in &ask.checks {
            out.push_str(&format!("   - {check}: {}\n", tame(title.in_lang(lang))));
        }
    }
    if !asks.others.is_empty() {
        out.push_str(if is_ja {
            "\n出力ファイルでは答えられない不明\n"
        } else {
            "\nUnknowns that no export settles\n"
        });
    }
    for (check, title, what) in &asks.others {
        out.push_str(&format!(
            "   - {check}: {} ― {}\n",
            tame(title.in_lang(lang)),
            tame(what.in_lang(lang))
        ));
    }
    out
}

/// Every kind that is read, for people: id, name, how to get it.
pub fn kinds_text(lang: Lang) -> String {
    let line = |kind: &kinds::Kind| {
        let (name, obtain) = told(&kind.id);
        format!("{}\t{}\t{}\n", kind.id, name.in_lang(lang), obtain.in_lang(lang))
    };
    kinds::all().iter().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_a_name_in_both_languages_and_keeps_its_command() {
        for kind in kinds::all() {
            let (name, obtain) = told(&kind.id);
            assert!(name.ja != kind.id && name.en != kind.id, "data/asks.csv has no {}", kind.id);
            assert!(!obtain.ja.is_empty() && obtain.en == kind.obtain, "{}", kind.id);
        }
        let mut reader = csv::Reader::from_reader(include_bytes!("../data/asks.csv").as_slice());
        for row in reader.records() {
            let row = row.unwrap();
            assert!(kinds::kind(&row[0]).is_some(), "data/asks.csv speaks of {}, which is not read", &row[0]);
        }
    }
}
