//! `hinomi brief --out DIR`: the brief with a page for each incident that it tells of, and, where exports of one's own
//! organisation are configured, the path of each incident and every finding. From news to the row, each a link:
//!
//! ```text
//! index.html → incident-ID.html → path-ID.html → findings.html#check → the export, at its row
//! ```

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result};
use hinomi_brief::brief::{FINDINGS_PAGE, page_of};
use hinomi_guard::{Format, Links, PathFormat, Setting, Story};
use hinomi_model::{Incident, Lang, Source};
use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::incident_file::{File, html};
use super::incident_here::Here;
use crate::desk::{Archive, Own, evidence_url};

/// The brief itself, and where every way back leads.
const INDEX_PAGE: &str = "index.html";

/// What pages are made from.
pub struct Pages<'a> {
    /// The brief as HTML.
    pub index: &'a str,
    /// The incidents that it tells of.
    pub incidents: Vec<&'a Incident>,
    /// Everything known at its moment.
    pub archive: &'a Archive,
    /// The sources behind the articles.
    pub sources: &'a BTreeMap<String, Source>,
    /// The answers for one's own organisation.
    pub own: Option<&'a Own>,
    /// Language for people.
    pub lang: Lang,
    /// Zone in which times are shown.
    pub zone: &'a TimeZone,
    /// The clock.
    pub now: Timestamp,
}

/// Writes the pages into `dir`, the brief last, so that it never leads to a page that is not there. Files of other
/// names are left alone. Gives the number of pages.
///
/// # Errors
/// The folder or a page cannot be written.
pub fn write(dir: &Path, pages: &Pages<'_>) -> Result<usize> {
    std::fs::create_dir_all(dir).with_context(|| format!("cannot make the folder {}", dir.display()))?;
    let mut n = 0;
    let mut put = |name: &str, text: &str| {
        n += 1;
        let path = dir.join(name);
        std::fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))
    };
    let evidence = pages.own.map(|own| evidence_url(&own.folder, Some(dir))).unwrap_or_default();
    for incident in &pages.incidents {
        let page = page_of(incident.id);
        let mut file = File {
            incident,
            archive: pages.archive,
            sources: pages.sources,
            zone: pages.zone,
            here: None,
            lang: pages.lang,
            up: INDEX_PAGE,
        };
        if let Some(own) = pages.own {
            let story = Story::of_incident(incident, pages.archive.title_of(incident));
            let (path, report) = own.path(&story, pages.lang);
            let path_page = format!("path-{}.html", incident.id);
            put(
                &path_page,
                &hinomi_guard::render_path(
                    &path,
                    &report,
                    PathFormat::Html,
                    &setting(pages, &evidence, &page),
                ),
            )?;
            file.here = Some(Here { path, links: setting(pages, &evidence, INDEX_PAGE).links, path_page });
        }
        put(&page, &html(&file))?;
    }
    if let Some(own) = pages.own {
        put(
            FINDINGS_PAGE,
            &hinomi_guard::render_report(&own.report, Format::Html, &setting(pages, &evidence, INDEX_PAGE)),
        )?;
    }
    put(INDEX_PAGE, pages.index)?;
    Ok(n)
}

fn setting<'e>(pages: &Pages<'_>, evidence: &'e str, up: &'e str) -> Setting<'e> {
    let links = Links { evidence, findings: FINDINGS_PAGE, up };
    Setting { lang: pages.lang, all: true, now: pages.now, links }
}
