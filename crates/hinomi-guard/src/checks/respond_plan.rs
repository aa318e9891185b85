//! `respond.plan`: the response plan is current and can be read when the network is down.
//!
//! A declaration within the limit, with the document itself as evidence. Declared missing, or more than a year past
//! its date, is a witness. Misses: what the plan says (roles, authority to stop, other channels, notice deadlines
//! are the declaring role's word).

use crate::judge::Judge;
use crate::pack::Standing;
use crate::read::moment::days;
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
                if lapsed > LAPSED_DAYS {
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
