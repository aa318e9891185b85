//! The kinds of facts, a file each, and the one list of them.

use hinomi_model::Fact;

use crate::page::Page;

/// A kind of fact.
#[derive(Debug, Clone, Copy)]
pub struct Kind {
    /// Its name: that of its file and of its main slot.
    pub name: &'static str,
    /// What it finds, why it matters, an example and what it misses: the head of its file, for the user guide.
    pub doc: &'static str,
    /// Finds the facts of this kind.
    pub find: fn(&Page<'_>) -> Vec<Fact>,
}

macro_rules! kinds {
    ($($name:ident),* $(,)?) => {
        $(pub(crate) mod $name;)*

        /// Every kind, in the order in which they are looked for.
        pub const KINDS: &[Kind] = &[
            $(Kind { name: stringify!($name), doc: include_str!(concat!(stringify!($name), ".rs")), find: $name::find }),*
        ];
    };
}

kinds! {
    victim, affected_party, actor, malware, agency, event_type, date, duration, count, data_exposed, service, root_cause,
    backup, ransom, misuse, report_no, ids, cvss, product, exploited, kev, patch, version, action, indicator,
}

impl Kind {
    /// The head of the kind's file as plain lines.
    pub fn head(&self) -> String {
        let lines = self.doc.lines().take_while(|line| line.starts_with("//!"));
        lines.map(|line| line.trim_start_matches("//!").trim()).collect::<Vec<_>>().join("\n")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_says_what_it_finds_an_example_and_what_it_misses() {
        for kind in KINDS {
            let head = kind.head();
            for part in ["Finds ", "Example:", "Misses:"] {
                assert!(
                    head.contains(part),
                    "src/kinds/{}.rs: the head of the file lacks {part:?}",
                    kind.name
                );
            }
        }
    }
}
