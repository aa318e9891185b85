//! Numbers, times and words of certainty in a piece of text, by the code that reads sources.

use hinomi_model::{Lang, Stamp};
use hinomi_text::{Cue, DateMention, Duration, Quantity, fold};

/// Times, in text order; days without a year count from `anchor`.
pub fn dates(text: &str, lang: Lang, anchor: Stamp) -> Vec<DateMention> {
    hinomi_text::dates(&fold(text), lang, anchor)
}

/// Quantities, in text order.
pub fn quantities(text: &str) -> Vec<Quantity> {
    hinomi_text::quantities(&fold(text))
}

/// Lengths of time, in text order.
pub fn durations(text: &str) -> Vec<Duration> {
    hinomi_text::durations(&fold(text))
}

/// Cues, in text order.
pub fn cues(text: &str) -> Vec<Cue> {
    hinomi_text::cues(&fold(text))
}
