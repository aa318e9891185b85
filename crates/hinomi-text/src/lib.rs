//! Language: script, sentences, numbers, quantities and dates as people write them.
//!
//! ```text
//! text → fold (with a map back) → sentences → quantities, dates, durations, certainty cues
//! ```
//!
//! Everything here takes text and gives spans into that same text. Nothing here knows what an
//! article, a victim or an incident is.

mod cue;
mod date;
mod duration;
mod fold;
mod han;
mod name;
mod number;
mod quantity;
mod report;
mod scan;
mod script;
mod sentence;
mod vocabulary;

pub use cue::{Cue, CueKind, cue_words, cues, cues_among};
pub use date::{DateKind, DateMention, Relation, dates, times};
pub use duration::{Duration, durations};
pub use fold::{Folded, fold};
pub use name::name_key;
pub use number::{NumberMention, numbers};
pub use quantity::{Quantity, quantities};
pub use report::{ReportNo, report_nos};
pub use script::lang_of;
pub use sentence::sentences;
