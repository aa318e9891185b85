//! The user's rules for sites that are hard to read.

use std::path::Path;

use anyhow::{Context, Result};
use hinomi_read::Rules;

use crate::config::RULES_FILE;
use crate::files;

/// Longest file of rules taken, in bytes.
const RULES_BYTES_MAX: u64 = 4 << 20;

/// The rules in a file. Fails, with file and line, when it cannot be used.
pub fn rules(file: &Path) -> Result<Rules> {
    let text = String::from_utf8(files::read(file, RULES_BYTES_MAX)?)
        .with_context(|| format!("{} is not UTF-8; save it as UTF-8", file.display()))?;
    Ok(Rules::parse(&text, file)?)
}

/// The rules of a data directory: those of [`RULES_FILE`] in it, or none.
pub fn rules_of(data: &Path) -> Result<Rules> {
    let file = data.join(RULES_FILE);
    if file.exists() { rules(&file) } else { Ok(Rules::default()) }
}
