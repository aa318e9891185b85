//! Defaults of every option, and the file that changes them.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use hinomi_brief::Watch;
use hinomi_model::{Lang, Tlp};
use jiff::tz::TimeZone;
use serde::Deserialize;

/// Name of the configuration file in the data directory.
pub const CONFIG_FILE: &str = "hinomi.toml";

/// Name of the file in the data directory (or a replay folder) that replaces the built-in sources.
pub const SOURCES_FILE: &str = "sources.toml";

/// Name of the file in the data directory that holds the user's rules for sites that are hard to read.
pub const RULES_FILE: &str = "site-rules.toml";

/// Name of the folder under the platform's data folder.
pub const DATA_FOLDER: &str = "hinomi";

/// What a user can set once for all commands. Options on the command line win.
#[derive(Debug, Clone)]
pub struct Config {
    /// Language of briefs.
    pub lang: Lang,
    /// Zone in which days begin and times are shown.
    pub zone: TimeZone,
    /// ISO 3166-1 alpha-2 of the reader's country: what is "at home".
    pub home: String,
    /// How far briefs may be passed on.
    pub tlp: Tlp,
    /// Threads that fetch at the same time.
    pub n_workers: usize,
    /// HTTP proxy, as a URL.
    pub proxy: Option<String>,
    /// The folder of one's own exports, with hinomi-posture.toml in it.
    pub posture: Option<PathBuf>,
    /// The user's list of sources, if it is kept elsewhere than in the data directory.
    pub sources: Option<PathBuf>,
    /// Words that bring a matter to the front of a brief.
    pub watch: Watch,
}

/// The file as written. Every key is optional.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Wire {
    lang: Option<String>,
    zone: Option<String>,
    home: Option<String>,
    tlp: Option<Tlp>,
    workers: Option<usize>,
    proxy: Option<String>,
    sources: Option<PathBuf>,
    posture: Option<PathBuf>,
    #[serde(default)]
    watch: WatchWire,
}

/// `[watch]` as written. Every list is optional.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct WatchWire {
    names: Vec<String>,
    suppliers: Vec<String>,
    products: Vec<String>,
    sectors: Vec<String>,
    countries: Vec<String>,
}

/// Threads that fetch at the same time unless the configuration says otherwise: enough to hide the
/// latency of some sixty hosts, few enough for a home line.
const WORKERS: usize = 8;

/// Most threads that a configuration may ask for.
const WORKERS_MAX: usize = 64;

impl Config {
    /// Reads `named`, else `hinomi.toml` in `data`, else gives the defaults.
    ///
    /// Fails when the named file is missing, or a file holds an unknown key or value; the message has file and line.
    pub fn load(named: Option<&Path>, data: &Path) -> Result<Self> {
        let path = named.map_or_else(|| data.join(CONFIG_FILE), Path::to_path_buf);
        let wire = match std::fs::read_to_string(&path) {
            Ok(text) => toml::from_str(&text).with_context(|| format!("cannot use {}", path.display()))?,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound && named.is_none() => Wire::default(),
            Err(error) => return Err(error).with_context(|| format!("cannot read {}", path.display())),
        };
        Self::checked(wire).with_context(|| format!("cannot use {}", path.display()))
    }

    fn checked(wire: Wire) -> Result<Self> {
        let zone = wire.zone.as_deref().unwrap_or("Asia/Tokyo");
        let lang = wire.lang.as_deref().unwrap_or("ja");
        let n_workers = wire.workers.unwrap_or(WORKERS);
        anyhow::ensure!(matches!(lang, "ja" | "en"), "lang is {lang:?}; write \"ja\" or \"en\"");
        anyhow::ensure!(
            (1..=WORKERS_MAX).contains(&n_workers),
            "workers is {n_workers}; write 1 to {WORKERS_MAX}"
        );
        Ok(Self {
            lang: Lang::of_tag(lang),
            zone: TimeZone::get(zone)
                .with_context(|| format!("unknown zone {zone:?}; write one like \"Asia/Tokyo\""))?,
            home: wire.home.unwrap_or_else(|| "JP".to_owned()),
            tlp: wire.tlp.unwrap_or(Tlp::Clear),
            n_workers,
            proxy: wire.proxy,
            sources: wire.sources,
            posture: wire.posture,
            watch: Watch {
                names: wire.watch.names,
                suppliers: wire.watch.suppliers,
                products: wire.watch.products,
                sectors: wire.watch.sectors,
                countries: wire.watch.countries,
            },
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str) -> Result<Config, String> {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join(CONFIG_FILE), text).unwrap();
        Config::load(None, dir.path()).map_err(|error| format!("{error:#}"))
    }

    #[test]
    fn keys_replace_defaults_and_unknown_ones_are_refused() {
        assert_eq!(check("").unwrap().lang, Lang::Ja);
        assert_eq!(check("lang = \"en\"\nhome = \"GB\"").unwrap().home, "GB");
        let error = check("lang = \"en\"\nlnag = \"ja\"").unwrap_err();
        assert!(
            error.contains("hinomi.toml") && error.contains("line 2") && error.contains("lnag"),
            "{error}"
        );
        assert!(check("zone = \"Mars/Olympus\"").unwrap_err().contains("Asia/Tokyo"));
        assert_eq!(
            check("[watch]\nproducts = [\"Gatehouse VPN\"]").unwrap().watch.products,
            ["Gatehouse VPN"]
        );
        assert!(check("[watch]\nproduct = []").unwrap_err().contains("product"));
        assert!(check("workers = 0").unwrap_err().contains("1 to 64"));
    }

    #[test]
    fn a_named_file_must_exist() {
        let dir = tempfile::tempdir().unwrap();
        assert!(Config::load(Some(&dir.path().join("none.toml")), dir.path()).is_err());
    }
}
