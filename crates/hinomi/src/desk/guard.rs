//! Posture file and exports → pack → report: reads the files that the stage asks for.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use hinomi_guard::{Catalogue, FILE_BYTES_MAX, Files, Naming, Pack, Posture, Report, Story};
use hinomi_model::{Lang, Warning};
use jiff::Timestamp;
use jiff::civil::Date;
use url::Url;

use crate::cli::place::Place;

/// The files of the folder that holds a posture file. Nothing outside of it is read.
pub struct Exports {
    folder: PathBuf,
}

impl Exports {
    /// The files beside and below the posture file in `folder`.
    pub fn of(folder: &Path) -> Self {
        Self { folder: folder.to_path_buf() }
    }
}

impl Files for Exports {
    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        let whole = self.folder.join(path);
        let real = whole.canonicalize().map_err(|_| "is not there".to_owned())?;
        let root = self.folder.canonicalize().map_err(|error| error.to_string())?;
        if !real.starts_with(root) {
            return Err("leads out of the posture's folder".to_owned());
        }
        let file = File::open(real).map_err(|error| format!("cannot be read: {error}"))?;
        let meta = file.metadata().map_err(|error| format!("cannot be read: {error}"))?;
        if !meta.is_file() {
            return Err("is no file".to_owned());
        }
        let too_long = || format!("is longer than {} MiB; split it", FILE_BYTES_MAX >> 20);
        if meta.len() > FILE_BYTES_MAX {
            return Err(too_long());
        }
        let mut bytes = Vec::with_capacity(meta.len() as usize);
        file.take(FILE_BYTES_MAX + 1)
            .read_to_end(&mut bytes)
            .map_err(|error| format!("cannot be read: {error}"))?;
        if bytes.len() as u64 > FILE_BYTES_MAX { Err(too_long()) } else { Ok(bytes) }
    }
}

/// The catalogue that ships, with the lessons of the user's own files.
pub fn catalogue(own: &[PathBuf]) -> Result<Catalogue> {
    let mut catalogue = Catalogue::bundled();
    for path in own {
        let text =
            std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
        catalogue = catalogue.with(&text, &path.display().to_string())?;
    }
    Ok(catalogue)
}

/// Reads the posture in `dir` (a folder, or the posture file itself) with all its exports.
///
/// `as_of` outweighs the day that the posture names; without either it is `today`. What is wrong with the posture
/// itself is told line by line through `tell`, and fails.
pub fn pack(
    dir: &Path,
    catalogue: &Catalogue,
    as_of: Option<Date>,
    today: Date,
    tell: &dyn Fn(&Warning),
) -> Result<Pack> {
    let file = posture_file(dir);
    let folder = folder_of(dir);
    let raw = crate::files::read(&file, POSTURE_BYTES_MAX)
        .with_context(|| format!("no posture file; write one with `hinomi guard init {}`", dir.display()))?;
    let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let text = String::from_utf8(raw)
        .ok()
        .with_context(|| format!("{} is not UTF-8; save it as UTF-8", file.display()))?;
    let posture = match Posture::parse(text.trim_start_matches('\u{feff}'), &name, catalogue) {
        Ok(posture) => posture,
        Err(errors) => {
            errors.iter().for_each(tell);
            let n = errors.len();
            let errors = if n == 1 { "1 error".to_owned() } else { format!("{n} errors") };
            bail!("{}: {errors}; nothing was checked", file.display());
        }
    };
    let day = as_of.or(posture.as_of).unwrap_or(today);
    Ok(Pack::load(posture, &name, &text, day, &Exports::of(&folder)))
}

/// The answers for one's own organisation, and where its evidence lies.
pub struct Own {
    /// A finding for each check, whatever the news.
    pub report: Report,
    /// The folder that the paths in findings are relative to.
    pub folder: PathBuf,
    pack: Pack,
    catalogue: Catalogue,
    naming: Naming,
}

impl Own {
    /// Checks the evidence that was read from `dir`.
    pub fn new(pack: Pack, dir: &Path, catalogue: Catalogue, naming: Naming) -> Self {
        let report = hinomi_guard::check(&pack, &catalogue, &naming);
        Self { report, folder: folder_of(dir), pack, catalogue, naming }
    }

    /// The evidence.
    pub fn pack(&self) -> &Pack {
        &self.pack
    }

    /// The answers in view of a story: its products and flaws are looked for here.
    pub fn on(&self, story: &Story) -> Report {
        hinomi_guard::check_story(&self.report, &self.pack, &self.catalogue, &self.naming, story)
    }

    /// The steps of a story here, with the answers that they rest on: the one way to a path, for the brief's pages, the
    /// file of an incident and `guard path`.
    pub fn path(&self, story: &Story, lang: Lang) -> (hinomi_guard::Path, Report) {
        let report = self.on(story);
        (hinomi_guard::path(story, &report, &self.catalogue, lang), report)
    }
}

/// Checks the exports of one's own organisation as of a moment (none: the day that the posture names, else today):
/// those in `posture` when it is given, else those that the configuration names. None without either. A posture that
/// cannot be used is told, and costs nothing else.
pub fn own(place: &Place, posture: Option<&Path>, as_of: Option<Timestamp>) -> Option<Own> {
    let dir = match posture {
        Some(dir) => dir.to_path_buf(),
        None => place.data.join(place.config.posture.as_ref()?),
    };
    let day = |at: Timestamp| at.to_zoned(place.config.zone.clone()).date();
    let catalogue = Catalogue::bundled();
    let tell = |wrong: &Warning| tracing::warn!("{wrong}");
    match pack(&dir, &catalogue, as_of.map(day), day(place.now), &tell) {
        Ok(pack) => {
            pack.warnings.iter().for_each(tell);
            Some(Own::new(pack, &dir, catalogue, Naming::AsWritten))
        }
        Err(error) => {
            tracing::warn!("the posture cannot be used: {error:#}");
            None
        }
    }
}

/// The posture file that `dir` names: itself, or the one in that folder.
pub fn posture_file(dir: &Path) -> PathBuf {
    if dir.is_dir() { dir.join(hinomi_guard::FILE) } else { dir.to_path_buf() }
}

/// The folder that a posture's paths are relative to: `dir` itself, or the folder of the posture file that it names.
pub fn folder_of(dir: &Path) -> PathBuf {
    let folder = if dir.is_dir() {
        dir.to_path_buf()
    } else {
        dir.parent().map(Path::to_path_buf).unwrap_or_default()
    };
    if folder.as_os_str().is_empty() { PathBuf::from(".") } else { folder }
}

/// The address of a folder of evidence, with a slash at the end, for pages in the folder `from` (relative to it, where
/// both lie on one volume), or for a page that may be kept anywhere. Empty when the folder is not there.
pub fn evidence_url(folder: &Path, from: Option<&Path>) -> String {
    let whole = |path: &Path| Url::from_directory_path(path.canonicalize().ok()?).ok();
    let Some(evidence) = whole(folder) else { return String::new() };
    let relative = from.and_then(whole).and_then(|from| from.make_relative(&evidence));
    match relative {
        Some(path) if path.is_empty() => "./".to_owned(),
        Some(path) => path,
        None => evidence.into(),
    }
}

/// Longest posture file.
const POSTURE_BYTES_MAX: u64 = 16 << 20;
