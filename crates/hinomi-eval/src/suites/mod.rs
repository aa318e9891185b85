//! The suites: one file each, all in one list.
//!
//! To add one, copy a neighbour: a file with a module doc that says what it measures and on what,
//! a `pub fn run(data: &Path) -> Result<Table>`, and a line in [`ALL`].

mod annoctr_dates;
mod casebook_facts;
mod casebook_pages;
mod check;
mod feeds;
mod guard;
mod guard_moves;
mod guard_scale;
mod incidents;
mod indicators;
mod katakana;
mod language;
mod mutation;
mod numdate;
mod organisations;
mod phrases;
mod read;
mod record_counts;
mod runs;
mod threat_names;
mod train_read;

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::{Context, Result};
use hinomi_model::{Article, ArticleId, BlockKind, CaptureId, Lang, Origin, Span};

pub use incidents::tune::run as tune_joining;
pub use language::train::run as train_language;
pub use train_read::run as train_reading;

use crate::table::Table;

/// A suite: its name (also the file under `quality/`), what it measures, and how to run it.
pub struct Suite {
    /// Name on the command line and of `quality/NAME.csv`.
    pub name: &'static str,
    /// One line for `--help` and the printout.
    pub about: &'static str,
    /// Measures it on the collections under the given folder.
    pub run: fn(&Path) -> Result<Table>,
}

/// Every suite, in the order of the stages.
pub const ALL: &[Suite] = &[
    Suite { name: "feeds", about: "feed parsing on six parsers' own test files", run: feeds::run },
    Suite { name: "read", about: "article text of news pages against what people marked", run: read::run },
    Suite {
        name: "casebook_pages",
        about: "title and body of every casebook page, exactly",
        run: casebook_pages::run,
    },
    Suite { name: "language", about: "which language a title is in", run: language::run },
    Suite {
        name: "indicators",
        about: "indicators of compromise against the tests of seven extractors",
        run: indicators::run,
    },
    Suite {
        name: "phrases",
        about: "quantities, dates and report numbers, sentence by sentence",
        run: phrases::run,
    },
    Suite {
        name: "numdate",
        about: "numbers, amounts, dates and lengths of time against the tests of five normalisers",
        run: numdate::run,
    },
    Suite {
        name: "threat_names",
        about: "malware and actors in threat reports and sentences about malware, every mention",
        run: threat_names::run,
    },
    Suite {
        name: "organisations",
        about: "names of bodies in Japanese sentences, exact spans",
        run: organisations::run,
    },
    Suite {
        name: "record_counts",
        about: "how many records a summary of an incident tells of",
        run: record_counts::run,
    },
    Suite {
        name: "annoctr_dates",
        about: "dates of threat reports, each with its value, against what people marked",
        run: annoctr_dates::run,
    },
    Suite {
        name: "casebook_facts",
        about: "what the articles of the casebook say, slot by slot",
        run: casebook_facts::run,
    },
    Suite {
        name: "katakana",
        about: "which Latin name a katakana name is, among thousands",
        run: katakana::run,
    },
    Suite {
        name: "incidents",
        about: "which articles belong together: weeks, tracks, casebook, look-alike events, pairs, copies",
        run: incidents::run,
    },
    Suite {
        name: "check",
        about: "planted defects of digests, and false alarms on clean ones",
        run: check::run,
    },
    Suite {
        name: "mutation",
        about: "sentences of briefs with one thing changed, which the verifier must refuse",
        run: mutation::run,
    },
    Suite {
        name: "guard",
        about: "verdicts of whole organisations, normal forms, lessons and paths of incidents",
        run: guard::run,
    },
    Suite {
        name: "guard_moves",
        about: "no loss, ageing or re-encoding of evidence makes an answer better",
        run: guard_moves::run,
    },
    Suite {
        name: "guard_scale",
        about: "a made organisation of 200,000 accounts and a million sign-ins, in time and memory",
        run: guard_scale::run,
    },
];

/// The lines of a file, each as JSON; unpacked first where its name ends in `.zst`.
fn lines<T: serde::de::DeserializeOwned>(path: &Path) -> Result<Vec<T>> {
    let bytes = std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    let bytes = if path.extension().is_some_and(|ext| ext == "zst") {
        zstd::decode_all(bytes.as_slice()).with_context(|| format!("cannot unpack {}", path.display()))?
    } else {
        bytes
    };
    let text = String::from_utf8(bytes).with_context(|| format!("{} is no UTF-8", path.display()))?;
    let parse = |line| serde_json::from_str(line).with_context(|| format!("{}: {line}", path.display()));
    text.lines().map(parse).collect()
}

/// An article of paragraphs, without a page: what stages above reading start from. Paragraphs stay as they are when
/// they have no space at their ends.
fn article(id: &str, title: &str, paragraphs: &[String], lang: Lang) -> Article {
    let body: Vec<(BlockKind, &str)> =
        paragraphs.iter().map(|p| (BlockKind::Paragraph, p.as_str())).collect();
    let (text, blocks) = Article::compose(title, &body);
    Article {
        id: ArticleId::of(&[id.as_bytes()]),
        capture: CaptureId::of(&[id.as_bytes()]),
        url: id.to_owned(),
        canonical_url: id.to_owned(),
        source: "set".to_owned(),
        origin: Origin::Page,
        title: title.to_owned(),
        byline: String::new(),
        publisher: String::new(),
        published: None,
        updated: None,
        lang,
        text,
        blocks,
        known_at: jiff::Timestamp::UNIX_EPOCH,
    }
}

/// Right, found and wanted mentions.
#[derive(Debug, Clone, Copy, Default)]
struct Hits {
    right: usize,
    found: usize,
    wanted: usize,
}

impl Hits {
    /// Compares found spans with wanted ones.
    fn of(found: &BTreeSet<Span>, wanted: &BTreeSet<Span>) -> Self {
        Self { right: found.intersection(wanted).count(), found: found.len(), wanted: wanted.len() }
    }

    fn add(&mut self, other: Self) {
        self.right += other.right;
        self.found += other.found;
        self.wanted += other.wanted;
    }

    /// 1 where nothing is wanted and nothing found.
    fn f1(self) -> f64 {
        match self.found + self.wanted {
            0 => 1.0,
            n => 2.0 * self.right as f64 / n as f64,
        }
    }

    fn note(self, name: &str) -> String {
        let share = |of: usize| self.right as f64 / of.max(1) as f64;
        format!(
            "{name}: precision {:.3}, recall {:.3}, {} wanted",
            share(self.found),
            share(self.wanted),
            self.wanted
        )
    }
}
