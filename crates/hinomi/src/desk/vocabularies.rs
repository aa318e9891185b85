//! The vocabularies by which facts are found: ours, and the user's own beside them.

use std::path::PathBuf;

use anyhow::{Context, Result, bail, ensure};
use hinomi_facts::Lexicon;
use hinomi_model::id;

use crate::cli::place::Place;
use crate::config::VOCABULARIES_FOLDER;
use crate::files;

/// Longest vocabulary file taken, in bytes: a hundred times the largest of ours.
const VOCABULARY_BYTES_MAX: u64 = 16 << 20;

/// Most vocabulary files taken.
const VOCABULARIES_MAX: usize = 200;

/// A lexicon, and a number that stands for how facts are found with it.
#[derive(Debug)]
pub struct Vocabularies {
    /// Ours with the user's own.
    pub lexicon: Lexicon,
    /// The version of the stage that finds facts: another one where the user's files say something else.
    pub version: u32,
}

impl Vocabularies {
    /// Reads every `.csv` of the folder that the configuration names, else of [`VOCABULARIES_FOLDER`] in the data
    /// directory where there is one.
    ///
    /// # Errors
    /// A folder that is named and is not there; a file that cannot be read, whose name is that of no vocabulary, or
    /// that holds a line which cannot be used: with file, line and reason.
    pub fn of(place: &Place) -> Result<Self> {
        let files = own(place)?;
        if files.is_empty() {
            return Ok(Self { lexicon: Lexicon::bundled(), version: hinomi_facts::VERSION });
        }
        let pairs: Vec<(&str, &str)> =
            files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
        Ok(Self { lexicon: Lexicon::with_files(&pairs)?, version: version_with(&files) })
    }
}

/// The user's files by name: path and text.
fn own(place: &Place) -> Result<Vec<(String, String)>> {
    let named = place.config.vocabularies.as_ref();
    let folder = place.data.join(named.cloned().unwrap_or_else(|| PathBuf::from(VOCABULARIES_FOLDER)));
    if !folder.is_dir() {
        if named.is_some() {
            bail!("{}: no such folder; `vocabularies` in the configuration names it", folder.display());
        }
        return Ok(Vec::new());
    }
    let listing = || format!("cannot list the vocabularies in {}", folder.display());
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(&folder).with_context(listing)? {
        let path = entry.with_context(listing)?.path();
        if path.extension().is_some_and(|ext| ext.eq_ignore_ascii_case("csv")) && path.is_file() {
            paths.push(path);
        }
    }
    ensure!(
        paths.len() <= VOCABULARIES_MAX,
        "{}: {} vocabularies are more than {VOCABULARIES_MAX}; join them",
        folder.display(),
        paths.len()
    );
    paths.sort();
    let read = |path: PathBuf| {
        let bytes = files::read(&path, VOCABULARY_BYTES_MAX)?;
        let text = String::from_utf8(bytes)
            .with_context(|| format!("{} is not UTF-8; save it as UTF-8", path.display()))?;
        // Spreadsheets put a mark in front.
        let text = text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text);
        Ok((path.display().to_string(), text))
    };
    paths.into_iter().map(read).collect()
}

/// The version of the stage with the user's `files`: by what stands in them, not by where they lie.
fn version_with(files: &[(String, String)]) -> u32 {
    let version = hinomi_facts::VERSION.to_be_bytes();
    let file_name = |path: &str| path.rsplit(['/', '\\']).next().unwrap_or_default().to_owned();
    let names: Vec<String> = files.iter().map(|(path, _)| file_name(path)).collect();
    let mut parts: Vec<&[u8]> = vec![&version];
    for (name, (_, text)) in names.iter().zip(files) {
        parts.extend([name.as_bytes(), text.as_bytes()]);
    }
    let digest = id::digest("vocabularies", &parts);
    // The highest bit keeps it apart from the numbers that stages have without files.
    digest.iter().take(4).fold(0, |sum, byte| sum << 8 | u32::from(*byte)) | 1 << 31
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_follows_what_the_files_say() {
        let of = |path: &str, text: &str| version_with(&[(path.to_owned(), text.to_owned())]);
        assert_eq!(of("/a/gangs-own.csv", "x"), of("/b/gangs-own.csv", "x"));
        assert_ne!(of("/a/gangs-own.csv", "x"), of("/a/gangs-own.csv", "y"));
        assert_ne!(of("/a/gangs-own.csv", "x"), of("/a/actors-own.csv", "x"));
        assert_ne!(of("/a/gangs-own.csv", ""), hinomi_facts::VERSION);
    }
}
