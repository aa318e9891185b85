//! Values as columns and back: instants, ids, and everything else as JSON.

use std::error::Error;
use std::str::FromStr;

use jiff::Timestamp;
use rusqlite::Row;
use rusqlite::types::Type;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// An instant as RFC 3339 in UTC with all nine digits of the second's fraction, so that text order is
/// time order and nothing is rounded.
///
/// LIMIT: years before 0 sort before all others, but backwards among themselves.
pub(crate) fn instant(at: Timestamp) -> String {
    format!("{at:.9}")
}

/// The JSON of a value.
pub(crate) fn json<T: Serialize>(value: &T) -> rusqlite::Result<String> {
    serde_json::to_string(value).map_err(|error| rusqlite::Error::ToSqlConversionFailure(error.into()))
}

/// A count as SQLite keeps it.
pub(crate) fn number(n: u64) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

/// The value of a text column that prints and parses: an id, an instant.
pub(crate) fn parsed<T>(row: &Row<'_>, idx: usize) -> rusqlite::Result<T>
where
    T: FromStr,
    T::Err: Error + Send + Sync + 'static,
{
    let text = row.get_ref(idx)?.as_str().map_err(|error| odd(idx, error))?;
    text.parse().map_err(|error: T::Err| odd(idx, error))
}

/// The value of a text column that prints and parses, or of a NULL.
pub(crate) fn parsed_if_any<T>(row: &Row<'_>, idx: usize) -> rusqlite::Result<Option<T>>
where
    T: FromStr,
    T::Err: Error + Send + Sync + 'static,
{
    match row.get_ref(idx)? {
        rusqlite::types::ValueRef::Null => Ok(None),
        _ => parsed(row, idx).map(Some),
    }
}

/// The value of a JSON column.
pub(crate) fn of_json<T: DeserializeOwned>(row: &Row<'_>, idx: usize) -> rusqlite::Result<T> {
    let text = row.get_ref(idx)?.as_str().map_err(|error| odd(idx, error))?;
    serde_json::from_str(text).map_err(|error| odd(idx, error))
}

/// The value of a column that holds a count.
pub(crate) fn of_number(row: &Row<'_>, idx: usize) -> rusqlite::Result<u64> {
    let n: i64 = row.get(idx)?;
    u64::try_from(n).map_err(|_| rusqlite::Error::IntegralValueOutOfRange(idx, n))
}

fn odd(idx: usize, error: impl Error + Send + Sync + 'static) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(idx, Type::Text, Box::new(error))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn instants_sort_and_parse_as_columns(a in 0i64..200_000_000_000, b in 0i64..200_000_000_000,
                                              n in 0i32..1_000_000_000, m in 0i32..1_000_000_000) {
            let (a, b) = (Timestamp::new(a, n).unwrap(), Timestamp::new(b, m).unwrap());
            prop_assert_eq!(a.cmp(&b), instant(a).cmp(&instant(b)));
            prop_assert_eq!(instant(a).parse::<Timestamp>().unwrap(), a);
        }
    }

    #[test]
    fn the_ends_of_time_parse() {
        for at in [Timestamp::MIN, Timestamp::MAX, Timestamp::UNIX_EPOCH] {
            assert_eq!(instant(at).parse::<Timestamp>().unwrap(), at);
        }
    }
}
