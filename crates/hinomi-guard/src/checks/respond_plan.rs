//! `respond.plan`: the response plan is current and can be read when the network is down.
//!
//! A declaration within the limit, with the document itself as evidence. Declared missing, or more than a year past
//! its date, is a witness. Evidence that calls itself a draft is none. Misses: what the plan says (roles, authority to
//! stop, other channels, notice deadlines are the declaring role's word).

use crate::judge::Judge;
use crate::pack::Standing;
use crate::posture::Declared;
use crate::read::moment::days;
use crate::read::names::tokens;
use crate::said::said;

/// Past its end by more than this many days, a plan is no plan.
const LAPSED_DAYS: i64 = 365;

/// Looks.
pub fn look(judge: &mut Judge<'_>) {
    let pack = judge.pack;
    let limit = judge.days("plan_days", 365.0);
    let as_of = judge.as_of();
    let all: Vec<_> = pack.declared("ir.plan").collect();
    if all.is_empty() {
        judge.gap(said("対応手順書の宣言がない", "no response plan is declared"), &["declaration"]);
    }
    let has_current = all.iter().any(|(_, standing)| matches!(standing, Standing::Stands(_)));
    for (declaration, standing) in all {
        let line = pack.posture_line(declaration.line);
        match standing {
            Standing::Stands(_) => {
                judge.rely_on_declaration(declaration);
                if declaration.declared_on.is_none_or(|day| days(day, as_of) > limit) {
                    judge.gap(
                        said("対応手順書の見直しが古い", "the plan was reviewed too long ago"),
                        &["declaration"],
                    );
                }
                let is_document = |kind: &str| {
                    matches!(
                        kind.to_lowercase().as_str(),
                        "document" | "plan" | "file" | "policy" | "文書" | "手順書"
                    )
                };
                if !declaration
                    .evidence
                    .iter()
                    .any(|artefact| artefact.path.is_some() || is_document(&artefact.kind))
                {
                    judge.gap(
                        said("手順書そのものが証跡にない", "the document itself is not among the evidence"),
                        &["document"],
                    );
                }
                let notes = declaration.evidence.iter().flat_map(|artefact| {
                    [
                        artefact.kind.as_str(),
                        artefact.reference.as_str(),
                        artefact.path.as_deref().unwrap_or(""),
                    ]
                });
                if notes.clone().any(is_draft) {
                    judge.gap(
                        said(
                            "手順書が案か、欠けたところがあると書かれている",
                            "the plan is said to be a draft, or to lack something",
                        ),
                        &["document"],
                    );
                }
                judge.note(said(
                    "役割・停止権限・別の連絡手段・報告期限は手順書の中を読んでいない",
                    "roles, stop authority, other channels and notice deadlines are not read in the plan",
                ));
            }
            Standing::SaysNo => judge.fail(
                &declaration.id,
                said("対応手順書がないと宣言されている", "declared to have no response plan"),
                [line],
            ),
            // An old entry beside a current one is history.
            _ if has_current => {}
            other => {
                let lapsed = declaration.expires.map_or(0, |end| days(end, as_of));
                // That there was none years ago says nothing of today.
                let is_no = declaration.value == Declared::YesNo(false);
                if lapsed > LAPSED_DAYS && !is_no {
                    judge.fail(
                        &declaration.id,
                        said(
                            "対応手順書が期限を一年以上過ぎている",
                            "the response plan is past its date by more than a year",
                        ),
                        [line],
                    );
                } else {
                    judge.gap_of_standing(declaration, other);
                }
            }
        }
    }
}

/// Whether words about a document say that it is not done: a draft, or without something.
fn is_draft(text: &str) -> bool {
    const WORDS: [&str; 12] = [
        "draft",
        "drafts",
        "wip",
        "tbd",
        "unfinished",
        "incomplete",
        "outdated",
        "obsolete",
        "without",
        "lacks",
        "missing",
        "no",
    ];
    const PARTS: [&str; 13] = [
        "ドラフト",
        "草案",
        "素案",
        "原案",
        "案の段階",
        "(案)",
        "作成中",
        "改訂中",
        "策定中",
        "未完",
        "未承認",
        "なし",
        "ひな形",
    ];
    use unicode_normalization::UnicodeNormalization;
    let plain: String = text.nfkc().flat_map(char::to_lowercase).collect();
    let words = tokens(text);
    // "No. 4" is a number.
    let is_number =
        |at: usize| words.get(at + 1).is_some_and(|next| next.starts_with(|c: char| c.is_ascii_digit()));
    let says =
        |(at, word): (usize, &String)| WORDS.contains(&word.as_str()) && !(word == "no" && is_number(at));
    words.iter().enumerate().any(says) || PARTS.iter().any(|part| plain.contains(part))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_draft_is_told_from_a_plan() {
        for text in ["draft v2", "IR plan; no roles", "対応手順書（案）", "手順書 作成中", "停止権限なし"]
        {
            assert!(is_draft(text), "{text}");
        }
        for text in ["IRP v4", "対応手順書 第3版", "Plan No. 4", "Plan no 4", "plans/irp.pdf", "案内.pdf", ""]
        {
            assert!(!is_draft(text), "{text}");
        }
    }
}
