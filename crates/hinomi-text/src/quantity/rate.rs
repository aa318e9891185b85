//! So many each day, hour or head: 1日あたり4,000件, `4,000 attacks a day`.

use super::{Amount, Page};

impl Page<'_> {
    /// Takes in what makes it so many each day: 1日あたり4,000件, `4,000 attacks a day`. The unit goes: a rate is
    /// no count of its noun.
    pub(super) fn rate(self, amount: &mut Amount) {
        const BEFORE: &[&str] = &[
            "1日あたり",
            "1日当たり",
            "1日平均",
            "1日あたり平均",
            "1日当たり平均",
            "1時間あたり",
            "1時間当たり",
            "1分あたり",
            "1分当たり",
            "1秒あたり",
            "1秒当たり",
            "毎秒",
            "毎分",
            "毎時",
            "1人あたり",
            "1人当たり",
            "1件あたり",
            "1件当たり",
            "1社あたり",
            "1社当たり",
            "月平均",
            "年平均",
        ];
        const AFTER: &[&str] = &[
            " per day",
            " a day",
            " per hour",
            " an hour",
            " per minute",
            " a minute",
            " per second",
            " a second",
            " per week",
            " a week",
            " per month",
            " a month",
            " per year",
            " a year",
            " daily",
            " each day",
            " every day",
        ];
        let front = self.text.get(self.floor..amount.start).unwrap_or_default();
        if let Some(word) = BEFORE.iter().filter(|word| front.ends_with(**word)).max_by_key(|word| word.len())
        {
            amount.start -= word.len();
            amount.unit = None;
        }
        let rest = self.lower.get(amount.end..).unwrap_or_default();
        let ends = |word: &str| rest[word.len()..].bytes().next().is_none_or(|b| !b.is_ascii_alphanumeric());
        if let Some(word) = AFTER.iter().find(|word| rest.starts_with(**word) && ends(word)) {
            // `a day later` names a time.
            let tail = &rest[word.len()..];
            if ![" later", " earlier", " ago", " after", " before"].iter().any(|word| tail.starts_with(word))
            {
                amount.end += word.len();
                amount.unit = None;
            }
        }
    }
}
