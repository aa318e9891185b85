//! The templates of a brief: ours, those of the user's folder over them, and the one named on the command line over all.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow, bail};
use hinomi_brief::{Layout, Override, Templates};

use crate::cli::place::Place;

/// Templates and the layout whose sections they are given.
pub struct Templating {
    /// Words and layouts.
    pub templates: Templates,
    /// Which sections.
    pub layout: Layout,
}

/// Bytes of one template at most: ours have fewer than 30 kB.
const TEMPLATE_BYTES_MAX: u64 = 1 << 20;

impl Templating {
    /// What `--layout` names, with the templates that go with it.
    ///
    /// # Errors
    /// A file that cannot be read, is too large, is no template that we know, or holds phrases that cannot be used.
    pub fn of(layout: &str, place: &Place) -> Result<Self> {
        let mut files = in_folder(&place.data.join(&place.config.templates))?;
        let layout = match layout {
            "day" => Layout::Day,
            "detail" => Layout::Detail,
            file => {
                let path = PathBuf::from(file);
                let (name, layout) = named(&path)?;
                files.push(read(name, &path)?);
                layout
            }
        };
        Ok(Self { templates: Templates::with_overrides(&files)?, layout })
    }
}

/// The template that a user's file stands in for, and the sections that it is given.
fn named(path: &Path) -> Result<(&'static str, Layout)> {
    let stem = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
    let layout = if stem.starts_with("detail") { Layout::Detail } else { Layout::Day };
    let name = match (path.extension().and_then(|ext| ext.to_str()), layout) {
        (Some("html" | "htm"), _) => "layout/page.html",
        (Some("md"), Layout::Day) => "layout/day.md",
        (Some("md"), Layout::Detail) => "layout/detail.md",
        _ => bail!("--layout {}: write day, detail, or a template that ends in .md or .html", path.display()),
    };
    Ok((name, layout))
}

/// Every template in the user's folder; none where there is no such folder.
fn in_folder(folder: &Path) -> Result<Vec<Override>> {
    let mut out = Vec::new();
    for name in Templates::names() {
        let path = folder.join(name);
        if path.exists() {
            out.push(read(name, &path)?);
        }
    }
    strangers(folder)?;
    Ok(out)
}

/// Refuses what lies where templates are looked for and has an ending of theirs, and is none: a name with a slip would
/// else change nothing, without a word.
fn strangers(folder: &Path) -> Result<()> {
    let known: Vec<&str> = Templates::names().collect();
    for sub in ["phrases", "strings", "layout"] {
        let Ok(entries) = std::fs::read_dir(folder.join(sub)) else { continue };
        let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
        paths.sort_unstable();
        for path in paths {
            let is_like_ours = path.extension().and_then(|ext| ext.to_str()).is_some_and(|ext| {
                known.iter().any(|name| name.starts_with(sub) && name.rsplit('.').next() == Some(ext))
            });
            let file = path.file_name().and_then(|file| file.to_str()).unwrap_or_default();
            if is_like_ours && !known.contains(&format!("{sub}/{file}").as_str()) {
                bail!("{}: no template is called so; known are {}", path.display(), known.join(", "));
            }
        }
    }
    Ok(())
}

fn read(name: &str, path: &Path) -> Result<Override> {
    let reading = || format!("cannot use the template {}", path.display());
    let n_bytes = std::fs::metadata(path).with_context(reading)?.len();
    if n_bytes > TEMPLATE_BYTES_MAX {
        bail!("{}: {n_bytes} bytes are more than the {TEMPLATE_BYTES_MAX} of a template", path.display());
    }
    let bytes = std::fs::read(path).with_context(reading)?;
    let text = String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let line = error.as_bytes()[..at].iter().filter(|byte| **byte == b'\n').count() + 1;
        anyhow!("{}, line {line}: the file is not written in UTF-8", path.display())
    })?;
    // Some editors begin a file with a mark that is no part of its text.
    let text = text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text);
    Ok(Override { name: name.to_owned(), text, origin: path.display().to_string() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_stands_in_for_the_template_of_its_ending() {
        let of = |path: &str| named(Path::new(path)).map_err(|e| e.to_string());
        assert_eq!(of("mine/board.md"), Ok(("layout/day.md", Layout::Day)));
        assert_eq!(of("detail-board.md"), Ok(("layout/detail.md", Layout::Detail)));
        assert_eq!(of("board.html"), Ok(("layout/page.html", Layout::Day)));
        assert!(of("weekly").unwrap_err().contains(".md or .html"));
    }
}
