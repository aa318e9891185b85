//! Where things lie in a data directory. Nothing else knows a file's name.
//!
//! ```text
//! <data>/captures/<aa>/<id>.zst      captures; <aa> = first two digits of <id>
//! <data>/captures/seen/<yyyy-mm>.log when a known capture was received again
//! <data>/hinomi.db                   everything derived; can be thrown away
//! <data>/decisions.jsonl             what a person decided about incidents; never thrown away
//! <data>/answers/<id>.json           what a language model answered, and what became of it; an input like captures
//! <data>/lock                        held by the one process that writes
//! <data>/gathering                   there while rows may lag behind the captures on disk
//! ```

use std::path::{Path, PathBuf};

use hinomi_model::CaptureId;
use jiff::Timestamp;

/// How the name of a file begins that is still being written.
pub(crate) const TEMP_PREFIX: &str = ".writing-";

/// The paths of one data directory.
#[derive(Debug, Clone)]
pub(crate) struct Layout {
    dir: PathBuf,
}

impl Layout {
    pub(crate) fn of(dir: &Path) -> Self {
        Self { dir: dir.to_owned() }
    }

    pub(crate) fn dir(&self) -> &Path {
        &self.dir
    }

    pub(crate) fn captures(&self) -> PathBuf {
        self.dir.join("captures")
    }

    /// The directory of a capture.
    pub(crate) fn shelf(&self, id: CaptureId) -> PathBuf {
        let name = id.to_string();
        self.captures().join(name.get(..2).unwrap_or_default())
    }

    pub(crate) fn capture(&self, id: CaptureId) -> PathBuf {
        self.shelf(id).join(format!("{id}.zst"))
    }

    pub(crate) fn seen(&self) -> PathBuf {
        self.captures().join("seen")
    }

    pub(crate) fn seen_in_month_of(&self, at: Timestamp) -> PathBuf {
        self.seen().join(format!("{}.log", at.strftime("%Y-%m")))
    }

    pub(crate) fn db(&self) -> PathBuf {
        self.dir.join("hinomi.db")
    }

    /// The database and the files that SQLite keeps beside it, in the order in which they are removed: a log
    /// without its database is thrown away by SQLite itself, a database without its log may be half a one.
    pub(crate) fn db_files(&self) -> [PathBuf; 3] {
        ["hinomi.db", "hinomi.db-wal", "hinomi.db-shm"].map(|name| self.dir.join(name))
    }

    /// What a person decided.
    pub(crate) fn decisions(&self) -> PathBuf {
        self.dir.join("decisions.jsonl")
    }

    /// What a language model answered to a question.
    pub(crate) fn answers(&self) -> PathBuf {
        self.dir.join("answers")
    }

    pub(crate) fn lock(&self) -> PathBuf {
        self.dir.join("lock")
    }

    pub(crate) fn marker(&self) -> PathBuf {
        self.dir.join("gathering")
    }
}

/// The capture that a file of this name holds, if the name is one that [`Layout::capture`] gives.
pub(crate) fn capture_of_name(shelf: &str, name: &str) -> Option<CaptureId> {
    let id: CaptureId = name.strip_suffix(".zst")?.parse().ok()?;
    // The id parses from upper-case digits too, which would be a second name for one capture.
    (name.starts_with(shelf) && name == format!("{id}.zst")).then_some(id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_name_that_is_written_is_read() {
        let id = CaptureId::of(&[b"x"]);
        let layout = Layout::of(Path::new("/d"));
        let path = layout.capture(id);
        let (shelf, name) = (id.to_string()[..2].to_owned(), format!("{id}.zst"));
        assert!(path.ends_with(format!("captures/{shelf}/{name}")));
        assert_eq!(capture_of_name(&shelf, &name), Some(id));
        assert_eq!(capture_of_name("zz", &name), None);
        assert_eq!(capture_of_name(&shelf, &name.to_uppercase()), None);
        assert_eq!(capture_of_name(&shelf, &format!(".writing-{name}")), None);
        assert_eq!(capture_of_name("", ""), None);
    }
}
