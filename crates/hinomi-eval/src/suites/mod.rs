//! The suites: one file each, all in one list.
//!
//! To add one, copy a neighbour: a file with a module doc that says what it measures and on what,
//! a `pub fn run(data: &Path) -> Result<Table>`, and a line in [`ALL`].

mod casebook_facts;
mod casebook_incidents;
mod casebook_pages;
mod feeds;
mod language;
mod phrases;
mod read;
mod stories;

use std::path::Path;

use anyhow::Result;

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
        name: "phrases",
        about: "quantities, dates and report numbers, sentence by sentence",
        run: phrases::run,
    },
    Suite {
        name: "casebook_facts",
        about: "what the articles of the casebook say, slot by slot",
        run: casebook_facts::run,
    },
    Suite {
        name: "casebook_incidents",
        about: "which articles of the casebook belong together, and which are copies",
        run: casebook_incidents::run,
    },
    Suite {
        name: "stories",
        about: "seven months of English news: two labelled weeks, 26 matters followed",
        run: stories::run,
    },
];
