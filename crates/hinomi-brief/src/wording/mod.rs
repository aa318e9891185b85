//! How values are written in each language: numbers, dates, durations, lists, names.

pub mod conjunctive;
pub mod date;
pub mod list;
pub mod name;
pub mod noun;
pub mod number;
pub mod polite;

pub use conjunctive::going_on;
pub use date::{day_text, day_with_weekday, duration_text, on_when, when_text};
pub use list::join;
pub use name::{body_name, clean, first_upper, in_script, is_in_script};
pub use noun::counted;
pub use number::{count_text, number_text, ordinal_text};
pub use polite::{polite, polite_end};
