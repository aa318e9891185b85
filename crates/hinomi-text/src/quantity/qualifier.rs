//! How exact a number is: 約, 以上, `more than`, `or so`.

use std::sync::LazyLock;

use hinomi_model::Qualifier;

use crate::vocabulary::{Words, rows};

/// Qualifiers read at most on one side: 最大で約.
const QUALIFIERS_MAX: usize = 3;

/// Bytes before a number that a qualifier can lie in.
const REACH_BYTES: usize = 48;

static BEFORE: LazyLock<Words<Option<Qualifier>>> = LazyLock::new(|| Words::at_back(list("before")));
static AFTER: LazyLock<Words<Option<Qualifier>>> = LazyLock::new(|| Words::at_front(list("after")));

fn list(side: &'static str) -> impl Iterator<Item = (String, Option<Qualifier>)> {
    let all = rows(include_str!("../../data/qualifiers-ja.csv"))
        .chain(rows(include_str!("../../data/qualifiers-en.csv")));
    all.filter_map(move |row| match row.as_slice() {
        [word, its_side, qualifier] if *its_side == side => {
            Some(((*word).to_owned(), qualifier.parse().ok()))
        }
        _ => None,
    })
}

/// The qualifiers that end at `at` of `lower` (folded text in ASCII lower case): where they begin, and what
/// they say together.
pub(crate) fn before(lower: &str, at: usize) -> (usize, Qualifier) {
    let (mut start, mut together) = (at, Qualifier::Exact);
    for _ in 0..QUALIFIERS_MAX {
        let mut floor = start.saturating_sub(REACH_BYTES);
        while !lower.is_char_boundary(floor) {
            floor += 1;
        }
        let Some(front) = lower.get(floor..start) else { break };
        let near = front.strip_suffix(' ').unwrap_or(front);
        let Some((len, Some(qualifier))) = BEFORE.find(near) else { break };
        let word_start = floor + near.len() - len;
        let is_letter = |b: Option<&u8>| b.is_some_and(u8::is_ascii_alphanumeric);
        let bytes = lower.as_bytes();
        if is_letter(bytes.get(word_start)) && word_start > 0 && is_letter(bytes.get(word_start - 1)) {
            break;
        }
        start = word_start;
        together = stronger(*qualifier, together);
    }
    (start, together)
}

/// The qualifiers that begin at `at` (one space may stand before): where they end, and what they say together.
pub(crate) fn after(lower: &str, at: usize) -> (usize, Qualifier) {
    let (mut end, mut together) = (at, Qualifier::Exact);
    for _ in 0..QUALIFIERS_MAX {
        let Some(rest) = lower.get(end..) else { break };
        let near = rest.strip_prefix(' ').unwrap_or(rest);
        let Some((len, Some(qualifier))) = AFTER.find(near) else { break };
        let is_letter = |b: Option<&u8>| b.is_some_and(u8::is_ascii_alphanumeric);
        let bytes = near.as_bytes();
        if len > 0 && is_letter(bytes.get(len - 1)) && is_letter(bytes.get(len)) {
            break;
        }
        end += rest.len() - near.len() + len;
        together = stronger(*qualifier, together);
    }
    (end, together)
}

/// What two qualifiers say of one number: a bound outweighs `about`, the outer one an inner one.
pub(crate) fn stronger(outer: Qualifier, inner: Qualifier) -> Qualifier {
    match (outer, inner) {
        (Qualifier::Exact, other) => other,
        (Qualifier::Approx, other) if other != Qualifier::Exact => other,
        (other, _) => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_before(front: &str, want: &str, qualifier: Qualifier) {
        let (start, found) = before(front, front.len());
        assert_eq!((&front[start..], found), (want, qualifier), "{front}");
    }

    fn check_after(rest: &str, want: &str, qualifier: Qualifier) {
        let (end, found) = after(rest, 0);
        assert_eq!((&rest[..end], found), (want, qualifier), "{rest}");
    }

    #[test]
    fn words_before_a_number() {
        check_before("これは約", "約", Qualifier::Approx);
        check_before("最大で約", "最大で約", Qualifier::AtMost);
        check_before("stole more than ", "more than ", Qualifier::MoreThan);
        check_before("no fewer than ", "no fewer than ", Qualifier::AtLeast);
        check_before("takeover ", "", Qualifier::Exact);
        check_before("契約", "約", Qualifier::Approx);
    }

    #[test]
    fn words_after_a_number() {
        check_after("以上の", "以上", Qualifier::AtLeast);
        check_after("を超える", "を超える", Qualifier::MoreThan);
        check_after(" or so people", " or so", Qualifier::Approx);
        check_after(" or someone", "", Qualifier::Exact);
    }
}
