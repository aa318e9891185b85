//! The regular files of a tar archive held in memory. Source: POSIX.1-2017 `pax`, ustar format.

use std::path::Path;

use anyhow::{Context, Result, bail};

const BLOCK_BYTES: usize = 512;

/// Reads `path`, a tar archive compressed with zstd: name and bytes of each regular file, in archive order.
pub fn read(path: &Path) -> Result<Vec<(String, Vec<u8>)>> {
    let packed = std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    let bytes =
        zstd::decode_all(packed.as_slice()).with_context(|| format!("cannot unpack {}", path.display()))?;
    files(&bytes).with_context(|| format!("cannot read the archive {}", path.display()))
}

fn files(bytes: &[u8]) -> Result<Vec<(String, Vec<u8>)>> {
    let mut files = Vec::new();
    let mut long_name = None;
    let mut rest = bytes;
    while rest.len() >= BLOCK_BYTES && rest[..BLOCK_BYTES].iter().any(|byte| *byte != 0) {
        let header = &rest[..BLOCK_BYTES];
        let size = usize::from_str_radix(&text(&header[124..136]), 8).context("bad size")?;
        let end = BLOCK_BYTES + size;
        let Some(body) = rest.get(BLOCK_BYTES..end) else { bail!("broken off") };
        let prefix = text(&header[345..500]);
        let name = text(&header[..100]);
        let name = if prefix.is_empty() { name } else { format!("{prefix}/{name}") };
        match header[156] {
            b'0' | 0 => files.push((long_name.take().unwrap_or(name), body.to_vec())),
            // GNU long name, pax path: they name the next file.
            b'L' => long_name = Some(text(body)),
            b'x' => long_name = pax_path(body).or(long_name),
            _ => {}
        }
        rest = rest.get(end.next_multiple_of(BLOCK_BYTES)..).unwrap_or_default();
    }
    Ok(files)
}

fn text(field: &[u8]) -> String {
    let end = field.iter().position(|byte| *byte == 0).unwrap_or(field.len());
    String::from_utf8_lossy(&field[..end]).trim().to_owned()
}

fn pax_path(body: &[u8]) -> Option<String> {
    let records = String::from_utf8_lossy(body).into_owned();
    records.lines().find_map(|line| line.split_once(" path=").map(|(_, path)| path.to_owned()))
}
