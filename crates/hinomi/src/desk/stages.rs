//! The version of each stage. Raising one makes the desk do that stage, and all after it, anew.

use anyhow::Result;
use hinomi_store::{Stage, Store};

use super::vocabularies::Vocabularies;

/// Stages in order, each with its version: raise it when the stage would say something else of the
/// same input.
///
/// That of facts comes with the vocabularies, so that facts are found anew when a user's own change.
fn versions(vocabularies: &Vocabularies) -> [(Stage, u32); 4] {
    [
        (Stage::Entries, 1),
        (Stage::Articles, hinomi_read::VERSION),
        (Stage::Facts, vocabularies.version),
        (Stage::Incidents, 2),
    ]
}

/// Forgets what was derived by an older version of a stage, and everything that rests on it.
pub fn forget_outdated(store: &Store, vocabularies: &Vocabularies) -> Result<()> {
    for (stage, version) in versions(vocabularies) {
        if store.stage_version(stage)? != Some(version) {
            store.forget_from(stage)?;
            store.set_stage_version(stage, version)?;
        }
    }
    Ok(())
}
