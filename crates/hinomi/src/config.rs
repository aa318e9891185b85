//! Defaults of every option, and the file that changes them.

use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result};
use hinomi_brief::{Style, Watch};
use hinomi_model::{Lang, Tlp};
use jiff::tz::TimeZone;
use serde::Deserialize;
use url::Url;

/// Name of the configuration file in the data directory.
pub const CONFIG_FILE: &str = "hinomi.toml";

/// Name of the file in the data directory (or a replay folder) that replaces the built-in sources.
pub const SOURCES_FILE: &str = "sources.toml";

/// Name of the folder in the data directory whose templates are laid over ours.
pub const TEMPLATES_FOLDER: &str = "templates";

/// Name of the folder in the data directory whose vocabularies stand beside ours.
pub const VOCABULARIES_FOLDER: &str = "vocabularies";

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
    /// In which style Japanese sentences of briefs end.
    pub style: Style,
    /// Folder of templates that are laid over ours.
    pub templates: PathBuf,
    /// Folder of vocabularies of the user's own, if it is another than the usual one in the data directory.
    pub vocabularies: Option<PathBuf>,
    /// Words that bring a matter to the front of a brief.
    pub watch: Watch,
    /// A language model that may rewrite sentences; `None`: no model is asked.
    pub model: Option<Model>,
}

/// A language model behind an OpenAI-compatible endpoint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Model {
    /// Where completions are asked for: the endpoint with `/chat/completions`.
    pub url: Url,
    /// Name of the model, as the endpoint knows it.
    pub name: String,
    /// Name of the environment variable that holds the key.
    pub key_env: Option<String>,
    /// How long one answer may take.
    pub timeout: Duration,
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
    vocabularies: Option<PathBuf>,
    #[serde(default)]
    watch: WatchWire,
    model: Option<ModelWire>,
    #[serde(default)]
    brief: BriefWire,
}

/// `[brief]` as written.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct BriefWire {
    style: Option<String>,
    templates: Option<PathBuf>,
}

/// `[model]` as written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ModelWire {
    url: String,
    name: String,
    key_env: Option<String>,
    timeout_s: Option<u64>,
    /// Not a place for it: known here so that the message about it does not print it.
    key: Option<serde::de::IgnoredAny>,
}

/// Seconds that one answer of a model may take unless the configuration says otherwise: a small model on a laptop writes
/// a paragraph in some ten.
const MODEL_TIMEOUT_S: u64 = 60;

/// Most seconds that a configuration may allow.
const MODEL_TIMEOUT_S_MAX: u64 = 600;

impl Model {
    fn checked(wire: ModelWire) -> Result<Self> {
        let url = format!("{}/chat/completions", wire.url.trim_end_matches('/'));
        let url =
            Url::parse(&url).ok().filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host());
        let url = url.context("[model] url is no address; write one like \"http://localhost:11434/v1\"")?;
        anyhow::ensure!(
            url.username().is_empty() && url.password().is_none(),
            "[model] url holds a password; name the variable that has the key with key_env"
        );
        anyhow::ensure!(
            wire.key.is_none(),
            "[model] holds a key; put it in the environment and name the variable with key_env"
        );
        let timeout_s = wire.timeout_s.unwrap_or(MODEL_TIMEOUT_S);
        anyhow::ensure!(
            (1..=MODEL_TIMEOUT_S_MAX).contains(&timeout_s),
            "[model] timeout_s is {timeout_s}; write 1 to {MODEL_TIMEOUT_S_MAX}"
        );
        anyhow::ensure!(!wire.name.trim().is_empty(), "[model] name is empty; write the model's name");
        let model =
            Self { url, name: wire.name, key_env: wire.key_env, timeout: Duration::from_secs(timeout_s) };
        anyhow::ensure!(
            model.key_env.is_none() || model.is_near() || model.url.scheme() == "https",
            "[model] would send its key unencrypted; write https"
        );
        Ok(model)
    }

    /// Whether it runs on this machine.
    pub fn is_near(&self) -> bool {
        match self.url.host() {
            Some(url::Host::Domain(name)) => name == "localhost",
            Some(url::Host::Ipv4(address)) => address.is_loopback(),
            Some(url::Host::Ipv6(address)) => address.is_loopback(),
            None => false,
        }
    }
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
            style: match wire.brief.style.as_deref() {
                None | Some("plain" | "である") => Style::Plain,
                Some("polite" | "です・ます") => Style::Polite,
                Some(other) => anyhow::bail!(
                    "[brief] style is {other:?}; write \"plain\" (である) or \"polite\" (です・ます)"
                ),
            },
            templates: wire.brief.templates.unwrap_or_else(|| PathBuf::from(TEMPLATES_FOLDER)),
            vocabularies: wire.vocabularies,
            watch: Watch {
                names: wire.watch.names,
                suppliers: wire.watch.suppliers,
                products: wire.watch.products,
                sectors: wire.watch.sectors,
                countries: wire.watch.countries,
            },
            model: wire.model.map(Model::checked).transpose()?,
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
        assert_eq!(check("[brief]\nstyle = \"polite\"").unwrap().style, Style::Polite);
        assert!(check("[brief]\nstyle = \"rude\"").unwrap_err().contains("です・ます"));
        assert!(check("workers = 0").unwrap_err().contains("1 to 64"));
    }

    #[test]
    fn a_model_is_an_address_a_name_and_perhaps_a_key_elsewhere() {
        assert_eq!(check("").unwrap().model, None);
        let model =
            check("[model]\nurl = \"http://localhost:11434/v1/\"\nname = \"m\"").unwrap().model.unwrap();
        assert_eq!(model.url.as_str(), "http://localhost:11434/v1/chat/completions");
        for (lines, why) in [
            ("url = \"file:///x\"\nname = \"m\"", "no address"),
            ("url = \"https://u:p@h.example/v1\"\nname = \"m\"", "holds a password"),
            ("url = \"http://h.example/v1\"\nname = \"m\"\nkey_env = \"K\"", "unencrypted"),
            ("url = \"https://h.example/v1\"\nname = \"m\"\ntimeout_s = 0", "1 to 600"),
            ("url = \"https://h.example/v1\"\nname = \" \"", "name is empty"),
            ("url = \"https://h.example/v1\"\nname = \"m\"\nkey = \"secret\"", "in the environment"),
        ] {
            let error = check(&format!("[model]\n{lines}")).unwrap_err();
            assert!(error.contains(why) && !error.contains("u:p@") && !error.contains("secret"), "{error}");
        }
    }

    #[test]
    fn a_named_file_must_exist() {
        let dir = tempfile::tempdir().unwrap();
        assert!(Config::load(Some(&dir.path().join("none.toml")), dir.path()).is_err());
    }
}
