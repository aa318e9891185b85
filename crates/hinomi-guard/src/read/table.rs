//! Delimited tables: which line is the header, which character separates, which column is which field.
//!
//! The delimiter and the header line are those under which most columns are recognised, so title lines,
//! `#TYPE`, `sep=;` and semicolons need no option. Rows are numbered as a spreadsheet numbers them, from 1,
//! header included. A row that does not fit its header is left out and doubts the file.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::columns::{Headers, fold_header, headers};
use super::context::Context;
use super::limits::{CELL_BYTES_MAX, HEADER_RECORDS_MAX, RECORD_BYTES_MAX, ROWS_MAX};
use super::moment::{self, Order};
use super::words;

const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// One row, by canonical field.
pub struct Cells<'a> {
    record: &'a csv::StringRecord,
    layout: &'a Layout,
    row: u32,
    zone: Option<&'a jiff::tz::TimeZone>,
}

/// Which column is which field, and how dates of this table are written.
#[derive(Debug, Default)]
struct Layout {
    fields: Vec<(&'static str, usize)>,
    n_columns: usize,
    order: Order,
}

impl Layout {
    fn index(&self, field: &str) -> Option<usize> {
        self.fields.iter().find(|(name, _)| *name == field).map(|(_, index)| *index)
    }
}

impl<'a> Cells<'a> {
    /// The number of the row as a spreadsheet shows it, header included.
    pub fn row(&self) -> u32 {
        self.row
    }

    /// Whether the table has such a column at all.
    pub fn has(&self, field: &str) -> bool {
        self.layout.index(field).is_some()
    }

    /// The cell without surrounding space; empty when the column is missing.
    pub fn get(&self, field: &str) -> &'a str {
        let cell =
            self.layout.index(field).and_then(|index| self.record.get(index)).unwrap_or_default().trim();
        cut(cell, CELL_BYTES_MAX)
    }

    /// Yes or no, in any known word.
    pub fn yes(&self, field: &str) -> Option<bool> {
        words::yes_no(self.get(field))
    }

    /// The day in the cell.
    pub fn day(&self, field: &str) -> Option<Date> {
        moment::day(self.get(field), self.zone, self.layout.order)
    }

    /// The number in the cell, thousands separators and a Japanese counter (件, 名, 人, 日, 時間) apart.
    pub fn number(&self, field: &str) -> Option<f64> {
        number(self.get(field))
    }
}

/// A number as registers write it: `740,000`, `１２０`, `24時間`.
pub fn number(text: &str) -> Option<f64> {
    use unicode_normalization::UnicodeNormalization;
    let text: String = text.nfkc().filter(|c| !matches!(c, ',' | ' ' | '、')).collect();
    let end = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    let (digits, unit) = text.split_at(end);
    let unit = unit.to_ascii_lowercase();
    let is_known = matches!(
        unit.as_str(),
        "" | "件" | "名" | "人" | "日" | "日間" | "時間" | "h" | "hours" | "hour" | "days" | "day"
    );
    if is_known { digits.parse().ok().filter(|n: &f64| n.is_finite()) } else { None }
}

/// Reads `text` as a table of kind `table` and gives each row to `each`.
///
/// Without every `required` column nothing is read: one line says which is missing, and the file is damaged.
/// Gives whether rows were read.
pub fn each_row(
    text: &str,
    table: &str,
    required: &[&str],
    context: &mut Context<'_>,
    mut each: impl FnMut(&Cells<'_>, &mut Context<'_>),
) -> bool {
    let known = headers(table);
    let Some(head) = find_header(text, known, context) else {
        context
            .damage("no header with known columns in its first lines", "map its columns in the posture file");
        return false;
    };
    let (mut layout, twice) = layout(&head.record, known, context);
    let missing: Vec<&str> = required.iter().copied().filter(|field| layout.index(field).is_none()).collect();
    if !missing.is_empty() {
        // Of a column that stands twice, one line was said already.
        if missing.iter().all(|field| twice.contains(field)) {
            return false;
        }
        let what = format!("no column for {}", missing.join(", "));
        context
            .damage(what, format!("map it in the posture file: map = {{ {} = \"its header\" }}", missing[0]));
        return false;
    }
    layout.order = learn_order(text, &head);
    if layout.order == Order::Mixed {
        context.damage("dates of both orders, month first and day first", "export it again with ISO dates");
    }
    let zone = context.zone;
    let mut reader = reader(text, head.delimiter);
    let mut record = csv::StringRecord::new();
    let mut row: u32 = 0;
    let mut n_odd: u32 = 0;
    let mut first_odd = 0;
    loop {
        match reader.read_record(&mut record) {
            Ok(true) => row += 1,
            Ok(false) => break,
            Err(error) => {
                context.damage(format!("row {}: {error}", row + 1), "export it again");
                break;
            }
        }
        if row <= head.row || is_blank(&record) {
            continue;
        }
        if row > ROWS_MAX {
            context.damage(format!("more than {ROWS_MAX} rows"), "split it");
            break;
        }
        if record.as_slice().len() > RECORD_BYTES_MAX {
            context.damage(format!("row {row} is longer than {RECORD_BYTES_MAX} bytes"), "export it again");
            break;
        }
        if !fits(&record, layout.n_columns) {
            n_odd += 1;
            first_odd = if first_odd == 0 { row } else { first_odd };
            continue;
        }
        each(&Cells { record: &record, layout: &layout, row, zone }, context);
    }
    if n_odd > 0 {
        let what = format!("{n_odd} rows do not fit the header, first row {first_odd}; they are left out");
        context.damage(what, "export it again, or quote cells that hold the separator");
    }
    true
}

/// The fields that the header of a file names, as a table of that kind has them. For recognising files.
pub fn known_columns(text: &str, table: &str) -> BTreeSet<&'static str> {
    let map = std::collections::BTreeMap::new();
    let context = Context::new("", None, &map);
    let known = headers(table);
    let head = find_header(text, known, &context);
    let cells = head.iter().flat_map(|head| head.record.iter());
    cells.filter_map(|cell| field_of(cell, known, &context)).collect()
}

struct Head {
    record: csv::StringRecord,
    delimiter: u8,
    row: u32,
    n_known: usize,
}

fn reader(text: &str, delimiter: u8) -> csv::Reader<&[u8]> {
    csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(text.as_bytes())
}

/// The first lines of a table, in bytes: enough for its header.
const HEADER_BYTES_MAX: usize = 64 << 10;

/// The first `bytes_max` bytes of `text`, or fewer where a character would be cut.
fn cut(text: &str, bytes_max: usize) -> &str {
    let mut end = text.len().min(bytes_max);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

fn find_header(text: &str, known: &Headers, context: &Context<'_>) -> Option<Head> {
    // The first lines are enough, and an unclosed quote must not read the rest of the file here.
    let head = cut(text, HEADER_BYTES_MAX);
    let mut best: Option<Head> = None;
    for delimiter in DELIMITERS {
        for (index, record) in reader(head, delimiter).records().take(HEADER_RECORDS_MAX).enumerate() {
            let Ok(record) = record else { break };
            let mut fields: Vec<&str> =
                record.iter().filter_map(|cell| field_of(cell, known, context)).collect();
            fields.sort_unstable();
            fields.dedup();
            let n_known = fields.len();
            if n_known > best.as_ref().map_or(0, |best| best.n_known) {
                best = Some(Head { record, delimiter, row: index as u32 + 1, n_known });
            }
        }
    }
    best
}

/// The field that a header names: the posture's own mapping first, then the table of aliases.
fn field_of(header: &str, known: &Headers, context: &Context<'_>) -> Option<&'static str> {
    let folded = fold_header(header);
    let canonical = |name: &str| known.values().copied().find(|field| *field == name);
    let mapped = context.map.iter().find_map(|(from, to)| {
        if fold_header(to) == folded {
            canonical(from)
        } else if fold_header(from) == folded {
            canonical(to)
        } else {
            None
        }
    });
    mapped.or_else(|| known.get(&folded).copied())
}

fn layout(
    record: &csv::StringRecord,
    known: &Headers,
    context: &mut Context<'_>,
) -> (Layout, Vec<&'static str>) {
    let mut fields: Vec<(&'static str, usize)> = Vec::new();
    let mut twice: Vec<&'static str> = Vec::new();
    for (index, header) in record.iter().enumerate() {
        let Some(field) = field_of(header, known, context) else { continue };
        match fields.iter().find(|(name, _)| *name == field) {
            // The same header twice: which one holds cannot be told. Two headers for one field: the first counts.
            Some((_, first)) if fold_header(&record[*first]) == fold_header(header) => twice.push(field),
            Some(_) => {}
            None => fields.push((field, index)),
        }
    }
    for field in &twice {
        context
            .damage(format!("the column for {field} stands twice"), "export it again with each column once");
    }
    fields.retain(|(field, _)| !twice.contains(field));
    (Layout { fields, n_columns: record.len(), order: Order::Unknown }, twice)
}

/// Reads every date of the table once, to know which number is the month.
fn learn_order(text: &str, head: &Head) -> Order {
    let mut order = Order::Unknown;
    let mut reader = reader(text, head.delimiter);
    let mut record = csv::ByteRecord::new();
    let mut row = 0;
    let mut columns: Option<Vec<usize>> = None;
    while reader.read_byte_record(&mut record).unwrap_or(false) {
        row += 1;
        if row <= head.row {
            continue;
        }
        let looks = |cell: &[u8]| {
            cell.len() >= 8
                && cell[0].is_ascii_digit()
                && matches!(cell[1], b'/' | b'-' | b'0'..=b'9')
                && cell.iter().take(6).any(|b| matches!(b, b'/' | b'-'))
        };
        let numeric = |cell: &[u8]| looks(cell) && !cell[..4].iter().all(u8::is_ascii_digit);
        // Columns without such a date in the first rows have none later: one look saves a pass over wide tables.
        if row <= head.row + 50 {
            let found = record.iter().enumerate().filter(|(_, cell)| numeric(cell)).map(|(index, _)| index);
            let columns = columns.get_or_insert_default();
            columns.extend(found);
            columns.sort_unstable();
            columns.dedup();
        } else if columns.as_ref().is_none_or(Vec::is_empty) {
            break;
        }
        for index in columns.iter().flatten() {
            let cell = record.get(*index).unwrap_or_default();
            if numeric(cell)
                && let Ok(text) = std::str::from_utf8(cell)
            {
                order = order.learn(text);
            }
        }
    }
    order
}

fn is_blank(record: &csv::StringRecord) -> bool {
    record.iter().all(|cell| cell.trim().is_empty())
}

/// Whether a row has the header's columns, empty ones at its end apart.
fn fits(record: &csv::StringRecord, n_columns: usize) -> bool {
    record.len() == n_columns
        || (record.len() > n_columns && record.iter().skip(n_columns).all(|c| c.trim().is_empty()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    fn check(text: &str, expected: &str) -> Vec<String> {
        let map = BTreeMap::new();
        let mut context = Context::new("t.csv", None, &map);
        let mut out = String::new();
        each_row(text, "training", &["person"], &mut context, |cells, _| {
            let day = cells.day("completed_on").map_or("?".to_owned(), |day| day.to_string());
            out.push_str(&format!("{}:{}:{day} ", cells.row(), cells.get("person")));
        });
        assert_eq!(out.trim(), expected, "{text}");
        context.damage
    }

    #[test]
    fn delimiters_titles_and_type_lines_are_found() {
        check("Person,Completed on\na,2025-05-01\n", "2:a:2025-05-01");
        check("氏名;修了日\na;2025/05/01\n", "2:a:2025-05-01");
        check(
            "#TYPE Thing\n\"Person\",\"Course\",\"Completed on\"\n\"a\",\"c\",\"2025/5/1\"\n",
            "3:a:2025-05-01",
        );
        check("受講一覧\n\n出力日,2025/10/01\n氏名,修了日\na,2025年5月1日\n", "4:a:2025-05-01");
    }

    #[test]
    fn the_order_of_day_and_month_is_decided_once() {
        check("Person,Completed on\na,03/04/2025\nb,03/14/2025\n", "2:a:2025-03-04 3:b:2025-03-14");
        check("Person,Completed on\na,03/04/2025\n", "2:a:?");
        let damage =
            check("Person,Completed on\na,14/03/2025\nb,03/14/2025\nc,03/04/2025\n", "2:a:? 3:b:? 4:c:?");
        assert!(damage[0].contains("both orders"));
    }

    #[test]
    fn rows_that_do_not_fit_doubt_the_file() {
        let damage = check("Person,Completed on\na,2025-05-01,x\nb,2025-05-02,\nc\n", "3:b:2025-05-02");
        assert_eq!(damage, ["2 rows do not fit the header, first row 2; they are left out"]);
        assert!(check("Person,Person\na,b\n", "")[0].contains("twice"));
        assert!(check("Nothing,known\n1,2\n", "")[0].contains("no header"));
        assert!(check("", "")[0].contains("no header"));
    }

    #[test]
    fn numbers_carry_separators_and_counters() {
        assert_eq!(number("740,000"), Some(740_000.0));
        assert_eq!(number("１２０件"), Some(120.0));
        assert_eq!(number("many"), None);
    }

    proptest::proptest! {
        #[test]
        fn no_text_panics(text in "(Person,Completed on\n)?[\"a,;/0-9\n\t\\PC]{0,80}") {
            let map = BTreeMap::new();
            let mut context = Context::new("t.csv", None, &map);
            each_row(&text, "training", &[], &mut context, |cells, _| {
                let _ = (cells.day("completed_on"), cells.number("person"), cells.yes("status"));
            });
        }
    }
}
