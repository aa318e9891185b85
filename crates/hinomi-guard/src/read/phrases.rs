//! What readers say of a file, in Japanese: why it cannot back a pass, how a copy is locked. Their words are English, as
//! every warning is; a report in Japanese says the same in Japanese. Data: `data/phrases.csv`, `{}` for what varies.

use std::sync::LazyLock;

static PHRASES: LazyLock<Vec<(String, String)>> = LazyLock::new(|| {
    let mut reader = csv::Reader::from_reader(include_bytes!("../../data/phrases.csv").as_slice());
    reader
        .records()
        .flatten()
        .filter_map(|row| Some((row.get(0)?.to_owned(), row.get(1)?.to_owned())))
        .collect()
});

/// The same in Japanese; as it is where no phrase of the data fits.
pub fn in_japanese(what: &str) -> String {
    // As `Context::settle` tells of rows.
    if let Some([n, first, rest]) = fit("{} rows, first row {}: {}", what).as_deref() {
        return format!("{n}行、最初は{first}行目：{}", in_japanese(rest));
    }
    if let Some((template, values)) = PHRASES.iter().find_map(|(en, ja)| Some((ja, fit(en, what)?))) {
        let mut values = values.into_iter();
        let mut parts = template.split("{}");
        let first = parts.next().unwrap_or_default().to_owned();
        return parts.fold(first, |out, part| out + values.next().unwrap_or_default() + part);
    }
    match what.strip_prefix("row ").and_then(|rest| rest.split_once(' ')) {
        Some((row, rest)) => format!("{}行目：{}", row.trim_end_matches(':'), in_japanese(rest)),
        None => what.to_owned(),
    }
}

/// What stands at each `{}` of `template`, which is fitted from the left.
fn fit<'a>(template: &str, text: &'a str) -> Option<Vec<&'a str>> {
    let mut parts = template.split("{}");
    let mut rest = text.strip_prefix(parts.next()?)?;
    let mut values = Vec::new();
    let parts: Vec<&str> = parts.collect();
    for (index, part) in parts.iter().enumerate() {
        let is_last = index + 1 == parts.len();
        let at = if is_last { rest.strip_suffix(part)?.len() } else { rest.find(part)? };
        values.push(&rest[..at]);
        rest = &rest[at + part.len()..];
    }
    rest.is_empty().then_some(values)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_varies_is_kept() {
        for (en, ja) in [
            ("is empty", "空である"),
            ("row 4 has no login", "4行目：login がない"),
            ("12 rows, first row 3: has no person", "12行、最初は3行目：人の名がない"),
            ("breaks off or is no JSON at line 7 column 21", "7行21桁で途切れるか、JSON でない"),
            ("row 9: CSV error", "9行目：CSV error"),
            ("no phrase fits", "no phrase fits"),
        ] {
            assert_eq!(in_japanese(en), ja);
        }
    }

    #[test]
    fn every_phrase_says_what_varies_in_both_languages() {
        assert!(PHRASES.len() > 50);
        for (en, ja) in PHRASES.iter() {
            assert_eq!(en.matches("{}").count(), ja.matches("{}").count(), "{en}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_text_panics(what in "(row |[0-9]{0,2} rows, first row )?[a-z0-9:{} ]{0,40}") {
            let _ = in_japanese(&what);
        }
    }
}
