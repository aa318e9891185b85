//! `vuln.named_in_news`: the product in the story is not here, or is fixed.
//!
//! Answers only where a story names products; a check of the whole organisation has none. The product is looked for in
//! lists of software and exposed services. A name alone is possible, never affected: distribution versions are not
//! compared with upstream ranges, and a range is tested only in the component's own version scheme.

use crate::judge::Judge;
use crate::said::said;

const KINDS: [&str; 6] =
    ["cyclonedx", "spdx", "dpkg.list", "rpm.list", "winget.export", "assets.exposed-services"];

/// Looks.
pub fn look(judge: &mut Judge<'_>) {
    judge.gap(said("記事の製品が与えられていない", "no story names a product"), &KINDS);
}
