//! The version of each stage. Raising one makes the desk do that stage, and all after it, anew.

use anyhow::Result;
use hinomi_store::{Stage, Store};

/// Stages in order, each with its version: raise it when the stage would say something else of the
/// same input.
const VERSIONS: &[(Stage, u32)] = &[
    (Stage::Entries, 1),
    (Stage::Articles, hinomi_read::VERSION),
    (Stage::Facts, hinomi_facts::VERSION),
    (Stage::Incidents, 2),
];

/// Forgets what was derived by an older version of a stage, and everything that rests on it.
pub fn forget_outdated(store: &Store) -> Result<()> {
    for (stage, version) in VERSIONS {
        if store.stage_version(*stage)? != Some(*version) {
            store.forget_from(*stage)?;
            store.set_stage_version(*stage, *version)?;
        }
    }
    Ok(())
}
