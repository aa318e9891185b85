//! Joining two clauses into one sentence: 〜され、〜した; "… and …".
//!
//! A Japanese clause that goes on takes its continuative form. Only the endings that the phrase templates use
//! are known; a clause with another ending stays a sentence of its own.

use hinomi_model::Lang;

/// Endings of plain clauses and how they go on, longest first. Source: school grammar (連用中止法, 〜ておらず).
const ENDINGS: &[(&str, &str)] = &[
    ("ていなかった", "ておらず"),
    ("でいなかった", "でおらず"),
    ("はなかった", "はなく"),
    ("可能性がある", "可能性があり"),
    ("疑いがある", "疑いがあり"),
    ("ていない", "ておらず"),
    ("でいない", "でおらず"),
    ("になった", "になり"),
    ("があった", "があり"),
    ("に上る", "に上り"),
    ("ている", "ており"),
    ("でいる", "でおり"),
    ("である", "で"),
    ("だった", "で"),
    ("始まった", "始まり"),
    ("加わった", "加わり"),
    ("支払った", "支払い"),
    ("含まれる", "含まれ"),
    ("及んだ", "及び"),
    ("及ぶ", "及び"),
    ("かけた", "かけ"),
    ("受けた", "受け"),
    ("られた", "られ"),
    ("された", "され"),
    ("われた", "われ"),
    ("かれた", "かれ"),
    ("した", "し"),
    ("出た", "出"),
];

/// The form of `clause` in which another one can follow; `None` when its ending is not known.
pub fn going_on(clause: &str, lang: Lang) -> Option<String> {
    if lang != Lang::Ja {
        return Some(clause.to_owned());
    }
    let (ending, form) = ENDINGS.iter().find(|(ending, _)| clause.ends_with(ending))?;
    Some(format!("{}{form}", &clause[..clause.len() - ending.len()]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(clause: &str, expected: Option<&str>) {
        assert_eq!(going_on(clause, Lang::Ja).as_deref(), expected, "{clause}");
    }

    #[test]
    fn a_clause_takes_the_form_in_which_another_follows() {
        check("アカウントが使われた", Some("アカウントが使われ"));
        check("認証が適用されていなかった", Some("認証が適用されておらず"));
        check("流出した可能性がある", Some("流出した可能性があり"));
        check("身代金は支払っていない", Some("身代金は支払っておらず"));
        check("対象は5人に上る", Some("対象は5人に上り"));
        check("機能が停止した", Some("機能が停止し"));
        check("復旧は5日だった", Some("復旧は5日で"));
        check("見通しは立たぬ", None);
        assert_eq!(going_on("it stopped", Lang::En).as_deref(), Some("it stopped"));
    }

    #[test]
    fn longer_endings_come_before_those_they_end_in() {
        for (idx, (ending, _)) in ENDINGS.iter().enumerate() {
            let hides = ENDINGS[..idx].iter().find(|(earlier, _)| ending.ends_with(earlier));
            assert!(hides.is_none(), "{ending} is never reached, behind {hides:?}");
        }
    }
}
