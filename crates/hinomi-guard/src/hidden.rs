//! Names of files under pseudonyms: a file is often called by the machine or system that it is of.
//!
//! Whoever has the key finds a file again as they find a person: by calling each file of the posture the same way. Its
//! SHA-256 stands beside it as well.

use std::collections::BTreeSet;

use crate::judge::{Naming, Outcome};
use crate::pack::Pack;
use crate::posture::FILE;
use crate::said::Said;

/// Endings that are kept, because they say how a file is read and name nobody.
const ENDINGS: [&str; 16] = [
    "json", "jsonl", "ndjson", "csv", "tsv", "txt", "xml", "xlsx", "xls", "ods", "toml", "md", "html", "pdf",
    "gz", "zst",
];

impl Naming {
    /// What a file is called, its folders included. The posture file keeps the name that all have.
    pub fn file(&self, path: &str) -> String {
        match self {
            Self::Pseudonyms(_) if path != FILE => {
                let ending = path.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
                let kept = ending.filter(|ending| ENDINGS.contains(&ending.as_str()));
                kept.map_or_else(|| self.call(path), |ending| format!("{}.{ending}", self.call(path)))
            }
            _ => path.to_owned(),
        }
    }
}

/// Calls every file in what a check found as `naming` does.
pub fn hide(outcome: &mut Outcome, pack: &Pack, naming: &Naming) {
    if !matches!(naming, Naming::Pseudonyms(_)) {
        return;
    }
    for row in &mut outcome.rows {
        row.file = naming.file(&row.file);
    }
    let sources = pack.posture.sources.iter().map(|source| source.path.as_str());
    let artefacts = pack.posture.declarations.iter().flat_map(|declaration| &declaration.evidence);
    let paths = sources.chain(artefacts.filter_map(|artefact| artefact.path.as_deref()));
    let mut paths: Vec<&str> =
        paths.filter(|path| !path.is_empty()).collect::<BTreeSet<_>>().into_iter().collect();
    // The longest first: a path may be the start of another.
    paths.sort_by_key(|path| std::cmp::Reverse(path.len()));
    let missing = outcome.missing.iter_mut().map(|missing| &mut missing.what);
    let notes = std::mem::take(&mut outcome.notes);
    outcome.notes = notes.into_iter().map(|note| hidden(&note, &paths, naming)).collect();
    for said in missing.chain([&mut outcome.reason]) {
        *said = hidden(said, &paths, naming);
    }
}

fn hidden(said: &Said, paths: &[&str], naming: &Naming) -> Said {
    Said { ja: in_text(&said.ja, paths, naming), en: in_text(&said.en, paths, naming) }
}

/// Replaces each path that stands alone in a text.
fn in_text(text: &str, paths: &[&str], naming: &Naming) -> String {
    let joins = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '/');
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let is_start = !out.ends_with(joins);
        let found = paths.iter().find(|path| {
            is_start && rest.strip_prefix(**path).is_some_and(|after| !after.starts_with(joins))
        });
        match found {
            Some(path) => {
                out.push_str(&naming.file(path));
                rest = &rest[path.len()..];
            }
            None => {
                out.push(first);
                rest = &rest[first.len_utf8()..];
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_in_a_text_is_replaced_where_it_stands_alone() {
        let key = Naming::Pseudonyms("a key of some length".to_owned());
        let (long, short) = (key.file("vuln/wms.json"), key.file("wms.json"));
        assert!(long.starts_with("p-") && long.ends_with(".json") && long != short);
        let paths = ["vuln/wms.json", "wms.json"];
        let told = in_text("vuln/wms.json は一部だけ。wms.json, not-wms.json, wms.json5", &paths, &key);
        assert_eq!(told, format!("{long} は一部だけ。{short}, not-wms.json, wms.json5"));
    }

    #[test]
    fn endings_that_could_name_somebody_go() {
        let key = Naming::Pseudonyms("a key of some length".to_owned());
        assert!(key.file("a/B.CSV").ends_with(".csv"));
        assert!(!key.file("config.sales-dash").contains("dash"));
        assert_eq!(key.file(FILE), FILE);
        assert_eq!(Naming::AsWritten.file("a/wms.json"), "a/wms.json");
    }
}
