//! Where the data is, and what time it is there.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use hinomi_model::id;
use hinomi_store::{Access, Store};
use jiff::Timestamp;

use super::Global;
use crate::Surroundings;
use crate::config::{Config, DATA_FOLDER};

/// Prefix of the folders that hold replays, beside the user's own data.
const REPLAY_PREFIX: &str = "replay-";

/// A data directory with its configuration.
pub struct Place {
    /// The data directory.
    pub data: PathBuf,
    /// Its configuration.
    pub config: Config,
    /// The clock.
    pub now: Timestamp,
}

impl Place {
    /// Finds the data directory: `--data`, else the platform's.
    ///
    /// A recorded web never mixes with the user's own data: without `--data` it has a folder of its own.
    pub fn find(global: &Global, around: &Surroundings, replay: Option<&Path>) -> Result<Self> {
        let data = match (&global.data, replay) {
            (Some(data), _) => data.clone(),
            (None, None) => home(around)?,
            (None, Some(replay)) => home(around)?.join(replay_folder(replay)?),
        };
        let config = Config::load(global.config.as_deref(), &data)?;
        Ok(Self { data, config, now: global.now.unwrap_or(around.now) })
    }

    /// As [`Place::find`], for commands that only ask: where the user's own data is still empty and there is
    /// one replay beside it, answers from that and says so.
    pub fn find_filled(global: &Global, around: &Surroundings) -> Result<Self> {
        let place = Self::find(global, around, None)?;
        if global.data.is_some() || place.data.join("captures").is_dir() {
            return Ok(place);
        }
        match replays(&place.data).as_slice() {
            [only] => {
                global.say(&format!(
                    "nothing was gathered yet; answering from the replay in {}",
                    only.display()
                ));
                Ok(Self { data: only.clone(), ..place })
            }
            _ => Ok(place),
        }
    }

    /// Opens the store, to write or to read.
    pub fn open(&self, access: Access) -> Result<Store> {
        Ok(Store::open(&self.data, access)?)
    }
}

fn home(around: &Surroundings) -> Result<PathBuf> {
    let home = around
        .data_home
        .as_ref()
        .context("this user has no home folder; name a data directory with --data DIR")?;
    Ok(home.join(DATA_FOLDER))
}

fn replay_folder(replay: &Path) -> Result<String> {
    let whole = std::fs::canonicalize(replay).with_context(|| {
        format!("cannot read the replay folder {}; name one that exists", replay.display())
    })?;
    let name: String = whole
        .file_name()
        .map(|name| {
            name.to_string_lossy().chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect()
        })
        .unwrap_or_default();
    let digest = id::digest("replay", &[whole.as_os_str().as_encoded_bytes()]);
    Ok(format!("{REPLAY_PREFIX}{name}-{:02x}{:02x}{:02x}{:02x}", digest[0], digest[1], digest[2], digest[3]))
}

fn replays(home: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(home).into_iter().flatten().flatten();
    let is_replay =
        |entry: &std::fs::DirEntry| entry.file_name().to_string_lossy().starts_with(REPLAY_PREFIX);
    let mut found: Vec<PathBuf> = entries.filter(is_replay).map(|entry| entry.path()).collect();
    found.sort();
    found
}
