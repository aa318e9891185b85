//! Bytes of an export → text → rows or elements.
//!
//! ```text
//! bytes → decode (encoding) → table (delimiter, header aliases, rows) or tree (JSON elements)
//! ```
//!
//! Nothing here knows a product: `kinds/` turns rows into records, by whitelisted fields only.

pub mod bytes;
pub mod columns;
pub mod context;
pub mod lexicon;
pub mod limits;
pub mod moment;
pub mod names;
pub mod phrases;
pub mod placeholder;
pub mod sheet;
pub mod table;
pub mod tree;
pub mod words;
