//! Language: script, sentences, numbers, quantities and dates as people write them.
//!
//! ```text
//! text → fold (with a map back) → sentences → quantities, dates, durations, certainty cues
//! ```
//!
//! Everything here takes text and gives spans into that same text. Nothing here knows what an
//! article, a victim or an incident is.
