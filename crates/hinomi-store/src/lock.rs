//! One writer at a time: an operating-system lock on a file, which ends with the process that holds it.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Seek, Write};

use crate::Error;
use crate::layout::Layout;

/// Longest text looked at in a lock file, in bytes: a process number and a line break.
const PID_BYTES_MAX: u64 = 32;

/// The right to write; given back when dropped, or when the process dies however it dies.
#[derive(Debug)]
pub(crate) struct Lock {
    _file: File,
}

/// Takes the lock of the data directory, or says who has it.
pub(crate) fn take(layout: &Layout) -> Result<Lock, Error> {
    let path = layout.lock();
    let mut file = OpenOptions::new()
        .read(true)
        .write(true)
        .create(true)
        .truncate(false)
        .open(&path)
        .map_err(|source| Error::io(&path, "open the lock file", source))?;
    match file.try_lock() {
        Ok(()) => {
            // The number is there for the message of the next one alone: a full disk must not matter.
            let _ = file.set_len(0).and_then(|()| writeln!(file, "{}", std::process::id()));
            Ok(Lock { _file: file })
        }
        Err(TryLockError::WouldBlock) => {
            let mut text = String::new();
            let _ = file.rewind();
            let _ = file.take(PID_BYTES_MAX).read_to_string(&mut text);
            Err(Error::Locked { dir: layout.dir().to_owned(), pid: text.trim().parse().ok() })
        }
        Err(TryLockError::Error(source)) => Err(Error::io(&path, "lock", source)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_is_told_who_has_it_and_gets_it_afterwards() {
        let dir = tempfile::tempdir().unwrap();
        let layout = Layout::of(dir.path());
        let held = take(&layout).unwrap();
        match take(&layout) {
            Err(Error::Locked { pid, .. }) => assert_eq!(pid, Some(std::process::id())),
            other => panic!("{other:?}"),
        }
        drop(held);
        take(&layout).unwrap();
    }

    #[test]
    fn what_stands_in_the_file_does_not_matter() {
        let dir = tempfile::tempdir().unwrap();
        let layout = Layout::of(dir.path());
        std::fs::write(layout.lock(), [0xff, 0, 9].repeat(100)).unwrap();
        take(&layout).unwrap();
    }
}
