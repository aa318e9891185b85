//! Every limit on evidence, with its name.

/// Longest file that is read, in bytes. One million sign-in rows of a portal export stay below it.
pub const FILE_BYTES_MAX: u64 = 256 << 20;

/// Most bytes a compressed file (gzip, XLSX) may unpack to.
pub const UNPACKED_BYTES_MAX: u64 = 256 << 20;

/// Most parts of an XLSX file.
pub const XLSX_PARTS_MAX: usize = 4_096;

/// Longest record of a delimited table, in bytes; a quote that is never closed swallows the rest of a file.
pub const RECORD_BYTES_MAX: usize = 1 << 20;

/// Most rows of one table or elements of one answer that are read.
pub const ROWS_MAX: u32 = 5_000_000;

/// How many records from the start of a table its header is looked for in: exports of asset tools put a
/// title, a date and an empty line first.
pub const HEADER_RECORDS_MAX: usize = 12;

/// Longest cell that is kept, in bytes; names and addresses are shorter, free text is not kept.
pub const CELL_BYTES_MAX: usize = 512;
