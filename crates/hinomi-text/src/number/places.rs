//! Names of places that begin with a numeral and hold no number: 四川, 千葉, 三重.

use std::sync::LazyLock;

use crate::vocabulary::Words;

/// Names of regions, prefectures and larger cities of Japan and China that begin with a numeral.
const PLACES: &[&str] = &[
    "四川",
    "四国",
    "四日市",
    "四條畷",
    "三重",
    "三原",
    "三鷹",
    "三島",
    "三沢",
    "三条",
    "三次",
    "三浦",
    "三田",
    "千葉",
    "千代田",
    "千歳",
    "九州",
    "八王子",
    "八戸",
    "八代",
    "八千代",
    "八幡",
    "八尾",
    "一宮",
    "一関",
    "二本松",
    "五島",
    "五所川原",
    "六本木",
    "七尾",
    "十勝",
    "十和田",
    "百道",
    "万博",
    "五輪",
];

static FINDER: LazyLock<Words<()>> =
    LazyLock::new(|| Words::at_front(PLACES.iter().map(|place| ((*place).to_owned(), ()))));

/// Whether a name of a place stands at `at`: 四川, 千葉.
pub(super) fn is_place(text: &str, at: usize) -> bool {
    text.get(at..).is_some_and(|rest| FINDER.find(rest).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_no_numbers() {
        for (text, want) in [("四川省", true), ("千葉県", true), ("四件", false), ("千五百人", false)]
        {
            assert_eq!(is_place(text, 0), want, "{text}");
        }
    }
}
