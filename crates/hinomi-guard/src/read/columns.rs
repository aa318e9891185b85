//! Which header names which field. Data: `data/columns.csv`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::names::fold;

const DATA: &str = include_str!("../../data/columns.csv");

/// Headers of one kind of table: folded header → canonical field.
pub type Headers = BTreeMap<String, &'static str>;

static TABLES: LazyLock<BTreeMap<&'static str, Headers>> = LazyLock::new(|| {
    let mut tables: BTreeMap<&'static str, Headers> = BTreeMap::new();
    for line in lines() {
        let mut cells = line.split(',');
        let (table, field) = (cells.next().unwrap_or_default(), cells.next().unwrap_or_default());
        let headers = tables.entry(table).or_default();
        headers.entry(fold(field)).or_insert(field);
        for header in cells {
            headers.insert(fold_header(header), field);
        }
    }
    tables
});

fn lines() -> impl Iterator<Item = &'static str> {
    DATA.lines().filter(|line| !line.is_empty() && !line.starts_with('#'))
}

/// The known headers of `table`. Empty for a table that the data does not name.
pub fn headers(table: &str) -> &'static Headers {
    static NONE: Headers = Headers::new();
    TABLES.get(table).unwrap_or(&NONE)
}

/// A header as compared: without bracketed tags (`Status [READ ONLY]`), case, spaces and punctuation.
pub fn fold_header(header: &str) -> String {
    let header = header.trim_start_matches('\u{feff}');
    fold(header.split('[').next().filter(|head| !head.trim().is_empty()).unwrap_or(header))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_names_a_table_a_field_and_headers() {
        for line in lines() {
            assert!(line.split(',').count() >= 3, "{line}");
            assert!(line.split(',').all(|cell| !cell.trim().is_empty()), "{line}");
        }
    }

    #[test]
    fn no_header_names_two_fields_of_a_table() {
        let mut seen: BTreeMap<(String, String), &str> = BTreeMap::new();
        for line in lines() {
            let mut cells = line.split(',');
            let (table, field) = (cells.next().unwrap(), cells.next().unwrap());
            for header in cells {
                let key = (table.to_owned(), fold_header(header));
                let before = seen.insert(key, field);
                assert!(
                    before.is_none_or(|before| before == field),
                    "{table}: {header} is {field} and {before:?}"
                );
            }
        }
    }

    #[test]
    fn tags_and_spaces_do_not_count() {
        assert_eq!(headers("google").get(&fold_header("2sv Enrolled [READ ONLY]")), Some(&"mfa"));
        assert_eq!(headers("signins").get(&fold_header("認証要件 ")), Some(&"requirement"));
    }
}
