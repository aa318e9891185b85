//! Identifiers that cannot be: CVE, JVN and CVSS written wrongly.
//!
//! Why it matters: nobody can look them up. Examples: `CVE-2025-123`, `CVE-20255-1234`, `CVE-2052-1234`,
//! `CVE-2025-XXXX`, `JVN#1234567`, `CVSS 11.2`. Misses: well-formed ids that nobody gave out.
//! Source: CVE Record Format 5.1 (`cveId`: four digits or more, no leading zeros beyond four); JVN numbering; CVSS 3.1
//! and 4.0 (scores from 0.0 to 10.0).

use hinomi_model::Span;

use crate::check::{Finding, Needs, Rule, Said, Scene, Severity, pattern};

/// The rule.
pub const RULE: Rule = Rule {
    id: "malformed-id",
    about: Said::new("形の正しくない識別番号", "identifiers that are malformed"),
    severity: Severity::Error,
    needs: Needs::Nothing,
    run,
};

/// Most digits behind the year of a CVE id that were ever given out.
const CVE_DIGITS_MAX: usize = 7;

/// The year of the first CVE ids.
const CVE_YEAR_MIN: i16 = 1999;

pattern!(
    CVE,
    r"(?i)(?-u:\b)C[VE]{2}[-‐‑–—−_ ]?(?:ID[-: ]?)?(\d{1,6})[-‐‑–—−_ :/]?([0-9OXx?]{1,20})?[A-Za-z]{0,4}"
);
pattern!(JVN, r"(?i)(?-u:\b)JVN(?:VU|TA)?[#＃]\s?(\d+)|(?-u:\b)JVNDB-(\d+)-(\d+)");
pattern!(
    SCORE,
    r"(?i)(?-u:\b)CVSS(?:\s?v?[234](?:\.[01])?)?(?:\s*(?:基本値|スコア|(?:base\s)?score))?\s*(?:[:：は]|of|is|値)?\s*(\d{1,3}\.\d{1,2}|\d{2,3})(?-u:\b)"
);

fn run(scene: &Scene<'_>, out: &mut Vec<Finding>) {
    for (idx, block) in scene.digest.blocks.iter().enumerate() {
        let text = hinomi_text::fold(&block.text);
        let mut found: Vec<(Span, Said)> = Vec::new();
        for c in CVE.captures_iter(&text.text) {
            let Some(whole) = c.get(0) else { continue };
            let (year, digits) = (c.get(1).map_or("", |m| m.as_str()), c.get(2).map_or("", |m| m.as_str()));
            let inside_url = text.text[..whole.start()].ends_with(['/', '=', '_']);
            if !inside_url && let Some(why) = wrong_cve(whole.as_str(), year, digits, scene) {
                found.push((text.source(whole.range()), why));
            }
        }
        for c in JVN.captures_iter(&text.text) {
            let Some(whole) = c.get(0) else { continue };
            let is_right = match (c.get(1), c.get(2), c.get(3)) {
                (Some(number), _, _) => number.len() == 8,
                (_, Some(year), Some(number)) => year.len() == 4 && number.len() == 6,
                _ => true,
            };
            if !is_right {
                let why =
                    Said::new("JVN の番号の桁数が正しくない", "a JVN number has another number of digits");
                found.push((text.source(whole.range()), why));
            }
        }
        for c in SCORE.captures_iter(&text.text) {
            let (Some(whole), Some(score)) = (c.get(0), c.get(1)) else { continue };
            if score.as_str().parse::<f64>().is_ok_and(|score| score > 10.0) {
                let why = Said::new("CVSS は 0.0 から 10.0 までである", "CVSS goes from 0.0 to 10.0");
                found.push((text.source(whole.range()), why));
            }
        }
        for (span, why) in found {
            let hint = Said::new("出典で番号を確かめる", "look the id up in the source");
            out.push(scene.found(&RULE, idx, span, why, hint));
        }
    }
}

fn wrong_cve(written: &str, year: &str, digits: &str, scene: &Scene<'_>) -> Option<Said> {
    let upper = written.to_ascii_uppercase();
    if !upper.starts_with("CVE") {
        // CEV-2025-1234, VCE-…: letters changed places.
        let is_id = upper.len() > 3 && year.len() == 4 && digits.len() >= 4;
        return is_id.then_some(Said::new("CVE の綴りが違う", "CVE is misspelt"));
    }
    let sep = upper.as_bytes().get(3).copied();
    let year_latest = scene.digest.day.map_or(i16::MAX, |day| day.year() + 1);
    let said = |ja: &'static str, en: &'static str| Some(Said::new(ja, en));
    if digits.is_empty() {
        // "CVE 2025", "CVEs": words about CVE, not an id; `CVE-2025` alone is one cut short.
        let is_cut = sep == Some(b'-') && (year.len() != 4 || upper.ends_with('-'));
        return if is_cut {
            said("CVE 番号が途中で切れている", "the CVE id is cut short")
        } else {
            None
        };
    }
    if year.len() != 4 {
        return said("CVE の年は四桁である", "the year of a CVE id has four digits");
    }
    let year: i16 = year.parse().unwrap_or(0);
    if year < CVE_YEAR_MIN || year > year_latest {
        return said("その年の CVE はありえない", "there can be no CVE of that year");
    }
    if !digits.bytes().all(|b| b.is_ascii_digit()) || upper.ends_with(|c: char| c.is_ascii_alphabetic()) {
        return said(
            "CVE の番号に数字でないものがある",
            "the number of the CVE id holds something that is no digit",
        );
    }
    if digits.len() < 4 || digits.len() > CVE_DIGITS_MAX || (digits.len() > 4 && digits.starts_with('0')) {
        return said("CVE 番号の桁数が正しくない", "the number of the CVE id has a wrong number of digits");
    }
    let is_standard = upper.len() == 4 + 4 + 1 + digits.len() && upper.matches('-').count() == 2;
    if is_standard {
        None
    } else {
        said("CVE 番号の区切りが正しくない", "the CVE id is not joined by plain hyphens")
    }
}
