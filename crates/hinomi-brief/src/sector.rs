//! In which sector of the economy somebody works, by the words of names and titles (`data/sectors.toml`).
//!
//! Misses: whoever neither the name nor the title shows; then the sector is unknown, and is counted as such.

use std::sync::LazyLock;

use hinomi_model::Lang;
use serde::Deserialize;

#[derive(Deserialize)]
struct Sector {
    id: String,
    ja: Vec<String>,
    en: Vec<String>,
}

#[derive(Deserialize)]
struct Table {
    sector: Vec<Sector>,
}

static SECTORS: LazyLock<Vec<Sector>> = LazyLock::new(|| {
    let table: Table = toml::from_str(include_str!("../data/sectors.toml"))
        .expect("sectors.toml holds the lists that Sector names");
    table.sector
});

/// The id of the sector that `name` shows, else the one that `title` shows; `None` where neither does.
pub fn sector_of(name: &str, title: &str, lang: Lang) -> Option<&'static str> {
    let of = |text: &str, is_name: bool| {
        SECTORS.iter().find(|sector| is_shown(sector, text, lang, is_name)).map(|sector| sector.id.as_str())
    };
    of(name, true).or_else(|| of(title, false))
}

fn is_shown(sector: &Sector, text: &str, lang: Lang, is_name: bool) -> bool {
    // One letter (市, 省) shows a sector only where it ends the name.
    let shows_ja = |word: &String| match word.chars().count() {
        1 => is_name && text.ends_with(word.as_str()),
        _ => text.contains(word.as_str()),
    };
    let padded = format!(
        " {} ",
        text.to_lowercase()
            .split(|c: char| !c.is_alphanumeric())
            .filter(|w| !w.is_empty())
            .collect::<Vec<_>>()
            .join(" ")
    );
    let shows_en = |word: &String| padded.contains(&format!(" {word} "));
    (lang == Lang::Ja || is_name) && sector.ja.iter().any(shows_ja)
        || (lang != Lang::Ja || is_name) && sector.en.iter().any(shows_en)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(name: &str, title: &str, lang: Lang, expected: Option<&str>) {
        assert_eq!(sector_of(name, title, lang), expected, "{name}: {title}");
    }

    #[test]
    fn names_show_sectors_and_titles_where_names_do_not() {
        check("みのり市立病院", "", Lang::Ja, Some("health"));
        check("みのり市", "", Lang::Ja, Some("government"));
        check("みのり", "市場で話題のみのり、情報流出", Lang::Ja, None);
        check("Amber College", "", Lang::En, Some("education"));
        check("Amber", "Retailer Amber loses data", Lang::En, Some("retail"));
        check("Amber", "Amber loses data", Lang::En, None);
    }
}
