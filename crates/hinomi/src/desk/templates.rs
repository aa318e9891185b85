//! The templates of a brief: ours, those of the user's folder over them, and the one named on the command line over all.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use hinomi_brief::{Layout, Templates};

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
                files.push((name.to_owned(), read(&path)?, path));
                layout
            }
        };
        let overrides: Vec<(String, String)> =
            files.iter().map(|(name, text, _)| (name.clone(), text.clone())).collect();
        let mut templates = Templates::with_overrides(&overrides)?;
        for (name, _, path) in &files {
            templates = templates.found_at(name, &path.display().to_string());
        }
        Ok(Self { templates, layout })
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
fn in_folder(folder: &Path) -> Result<Vec<(String, String, PathBuf)>> {
    let mut out = Vec::new();
    for name in Templates::names() {
        let path = folder.join(name);
        if path.is_file() {
            out.push((name.to_owned(), read(&path)?, path));
        }
    }
    Ok(out)
}

fn read(path: &Path) -> Result<String> {
    let reading = || format!("cannot use the template {}", path.display());
    let n_bytes = std::fs::metadata(path).with_context(reading)?.len();
    if n_bytes > TEMPLATE_BYTES_MAX {
        bail!("{}: {n_bytes} bytes are more than the {TEMPLATE_BYTES_MAX} of a template", path.display());
    }
    std::fs::read_to_string(path).with_context(reading)
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
