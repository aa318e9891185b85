//! Files that the user names.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use anyhow::{Context, Result, bail, ensure};

/// Reads the whole file. Fails, without reading on, when it is longer than `bytes_max`.
pub fn read(path: &Path, bytes_max: u64) -> Result<Vec<u8>> {
    let name = path.display();
    let file = File::open(path).with_context(|| format!("cannot read {name}; name a file that exists"))?;
    if file.metadata().is_ok_and(|found| found.is_dir()) {
        bail!("{name} is a folder; name the files in it");
    }
    let mut bytes = Vec::new();
    file.take(bytes_max + 1).read_to_end(&mut bytes).with_context(|| format!("cannot read {name}"))?;
    ensure!(bytes.len() as u64 <= bytes_max, "{name} is longer than {} MiB; split it", bytes_max >> 20);
    Ok(bytes)
}
