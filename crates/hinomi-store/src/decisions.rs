//! Decisions of a person: user input, in a file of its own beside the captures, never in the database.
//!
//! `decisions.jsonl` holds one JSON object a line, in order. It is written whole, beside the old one, and put in its
//! place at once, so that a crash leaves the one or the other.

use std::fs;
use std::io::{ErrorKind, Write};

use crate::capture_file::flush_dir;
use crate::layout::TEMP_PREFIX;
use crate::{Error, Store};

/// Most bytes of the file that are read: some hundred thousand decisions.
pub const DECISIONS_BYTES_MAX: u64 = 64 << 20;

impl Store {
    /// The lines of the file as they stand, in order; none when there is no file. Not looked into here.
    pub fn decisions(&self) -> Result<Vec<String>, Error> {
        let path = self.layout().decisions();
        match fs::metadata(&path) {
            Ok(meta) if meta.len() > DECISIONS_BYTES_MAX => {
                return Err(Error::io(&path, "read", std::io::Error::from(ErrorKind::FileTooLarge)));
            }
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
            _ => {}
        }
        let text = fs::read_to_string(&path).map_err(|error| Error::io(&path, "read", error))?;
        Ok(text.lines().filter(|line| !line.trim().is_empty()).map(str::to_owned).collect())
    }

    /// Adds a line, on disk when this returns.
    pub fn put_decision(&self, line: &str) -> Result<(), Error> {
        self.must_write()?;
        let mut lines = self.decisions()?;
        lines.push(line.to_owned());
        let path = self.layout().decisions();
        let temp = self.layout().dir().join(format!("{TEMP_PREFIX}decisions"));
        let written = fs::File::create(&temp).and_then(|mut file| {
            lines.iter().try_for_each(|line| writeln!(file, "{line}"))?;
            file.sync_all()
        });
        let placed =
            written.and_then(|()| fs::rename(&temp, &path)).and_then(|()| flush_dir(self.layout().dir()));
        placed.map_err(|error| Error::io(&path, "write", error))
    }
}
