//! What a language model answered: input like a capture, in a file for each question, never in the database.
//!
//! `answers/<id>.json` holds the answer as received and what became of its sentences, where `<id>` is the hash of all that
//! was asked. The same question gives the same answer for as long as the file is there.

use std::collections::BTreeMap;
use std::fs;
use std::io::{ErrorKind, Write};

use hinomi_model::id;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::capture_file::flush_dir;
use crate::layout::TEMP_PREFIX;
use crate::{Error, Store};

/// Most bytes of one such file that are read.
const ANSWER_BYTES_MAX: u64 = 4 << 20;

/// An answer that was kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptAnswer {
    /// When it was asked.
    pub asked_at: Timestamp,
    /// The body as received.
    pub body: String,
    /// Sentences of it that were used.
    pub n_kept: u64,
    /// Sentences of it that were refused, by reason.
    pub refused: BTreeMap<String, u64>,
}

/// Figures of all answers.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct AnswerStats {
    /// Answers.
    pub n_answers: u64,
    /// Sentences that were used.
    pub n_kept: u64,
    /// Sentences that were refused.
    pub n_refused: u64,
    /// Refused sentences by reason.
    pub refused: BTreeMap<String, u64>,
}

impl Store {
    /// The answer to a question, by all the bytes that make the question; `None` when it was never kept, or the file
    /// is no answer any more.
    pub fn answer(&self, question: &[u8]) -> Result<Option<KeptAnswer>, Error> {
        let path = self.layout().answers().join(name_of(question));
        match fs::metadata(&path) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Ok(meta) if meta.len() > ANSWER_BYTES_MAX => return Ok(None),
            _ => {}
        }
        let bytes = fs::read(&path).map_err(|error| Error::io(&path, "read", error))?;
        Ok(serde_json::from_slice(&bytes).ok())
    }

    /// Keeps an answer, on disk when this returns; in the place of an earlier one to the same question.
    pub fn put_answer(&self, question: &[u8], answer: &KeptAnswer) -> Result<(), Error> {
        self.must_write()?;
        let dir = self.layout().answers();
        let path = dir.join(name_of(question));
        let temp = dir.join(format!("{TEMP_PREFIX}{}", name_of(question)));
        let placed = fs::create_dir_all(&dir)
            .and_then(|()| fs::File::create(&temp))
            .and_then(|mut file| {
                serde_json::to_writer_pretty(&mut file, answer)?;
                writeln!(file)?;
                file.sync_all()
            })
            .and_then(|()| fs::rename(&temp, &path))
            .and_then(|()| flush_dir(&dir));
        placed.map_err(|error| Error::io(&path, "write", error))
    }

    /// Figures of the answers that are kept.
    pub fn answer_stats(&self) -> Result<AnswerStats, Error> {
        let dir = self.layout().answers();
        let entries = match fs::read_dir(&dir) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(AnswerStats::default()),
            entries => entries.map_err(|error| Error::io(&dir, "read", error))?,
        };
        let mut out = AnswerStats::default();
        for entry in entries.flatten().filter(|e| e.path().extension().is_some_and(|end| end == "json")) {
            let is_small = entry.metadata().is_ok_and(|meta| meta.len() <= ANSWER_BYTES_MAX);
            let bytes = if is_small { fs::read(entry.path()).unwrap_or_default() } else { Vec::new() };
            let Ok(answer) = serde_json::from_slice::<KeptAnswer>(&bytes) else { continue };
            out.n_answers += 1;
            out.n_kept += answer.n_kept;
            for (reason, n) in answer.refused {
                out.n_refused += n;
                *out.refused.entry(reason).or_default() += n;
            }
        }
        Ok(out)
    }
}

fn name_of(question: &[u8]) -> String {
    let digest = id::digest("answer", &[question]);
    let hex: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("{hex}.json")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Access;

    #[test]
    fn an_answer_is_kept_for_its_question_and_counted() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path(), Access::Write).unwrap();
        assert_eq!(store.answer(b"q").unwrap(), None);
        assert_eq!(store.answer_stats().unwrap(), AnswerStats::default());
        let refused = BTreeMap::from([("number".to_owned(), 2)]);
        let answer =
            KeptAnswer { asked_at: Timestamp::UNIX_EPOCH, body: "{}".to_owned(), n_kept: 3, refused };
        store.put_answer(b"q", &answer).unwrap();
        store.put_answer(b"q", &answer).unwrap();
        assert_eq!(store.answer(b"q").unwrap(), Some(answer));
        assert_eq!(store.answer(b"r").unwrap(), None);
        let stats = store.answer_stats().unwrap();
        assert_eq!((stats.n_answers, stats.n_kept, stats.n_refused), (1, 3, 2));
        std::fs::write(dir.path().join("answers").join(name_of(b"q")), "torn").unwrap();
        assert_eq!(store.answer(b"q").unwrap(), None);
        assert_eq!(store.answer_stats().unwrap().n_answers, 0);
    }
}
