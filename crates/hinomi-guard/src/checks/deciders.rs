//! Which roles decide for the whole organisation.
//!
//! A title must be the whole of a role, or the end of one in Japanese: who serves a president, or owns a product, decides
//! nothing.

use crate::read::names::tokens;

/// Japanese titles, at the end of a role.
const TITLES_JA: [&str; 31] = [
    "社長",
    "取締役会",
    "経営会議",
    "経営幹部",
    "会長",
    "頭取",
    "取締役",
    "執行役",
    "役員",
    "専務",
    "常務",
    "理事",
    "理事長",
    "学長",
    "院長",
    "校長",
    "市長",
    "区長",
    "町長",
    "村長",
    "知事",
    "本部長",
    "経営者",
    "経営層",
    "経営陣",
    "代表者",
    "代表社員",
    "最高経営責任者",
    "最高執行責任者",
    "最高情報責任者",
    "最高情報セキュリティ責任者",
];

/// English titles of one word, after words that only say of what kind.
const TITLES_EN: [&str; 14] = [
    "ceo",
    "cio",
    "ciso",
    "coo",
    "cfo",
    "cto",
    "cro",
    "cso",
    "president",
    "director",
    "chairman",
    "chairwoman",
    "chairperson",
    "board",
];

/// English roles, whole.
const ROLES_EN: [&str; 14] = [
    "chair",
    "board member",
    "member of the board",
    "board of directors",
    "management",
    "senior management",
    "top management",
    "executive management",
    "management board",
    "executives",
    "executive",
    "senior executive",
    "chief executive",
    "general manager",
];

/// Words before a title that leave it one.
const KINDS_EN: [&str; 24] = [
    "the",
    "our",
    "a",
    "group",
    "global",
    "regional",
    "company",
    "acting",
    "interim",
    "vice",
    "deputy",
    "senior",
    "executive",
    "managing",
    "it",
    "information",
    "security",
    "operations",
    "finance",
    "technology",
    "technical",
    "risk",
    "business",
    "of",
];

/// Words of a role that was not taken, or is of another body than the organisation.
const ELSEWHERE: [&str; 12] = [
    "欠席",
    "不参加",
    "視聴",
    "absent",
    "組合",
    "自治会",
    "町内会",
    "pta",
    "社外",
    "former",
    "ex-",
    "委託先",
];

/// Whether a role decides for the whole organisation. One part of it is enough: `CISO（情報システム部長）`.
pub fn decides(role: &str) -> bool {
    use unicode_normalization::UnicodeNormalization;
    let role: String = role.nfkc().flat_map(char::to_lowercase).collect();
    if ELSEWHERE.iter().any(|word| role.contains(word)) {
        return false;
    }
    role.replace(" and ", "/").split(['/', '&', '、', ',', ';', '(', ')', '・', '兼', '|']).any(|part| {
        let part = part.trim();
        if part.is_ascii() {
            return is_english_title(&tokens(part));
        }
        // A name may stand behind the title, and a Latin title beside it.
        part.split_whitespace().any(|piece| match piece.is_ascii() {
            true => is_english_title(&tokens(piece)),
            false => {
                !piece.starts_with(['元', '前', '旧'])
                    && (piece == "代表" || TITLES_JA.iter().any(|title| piece.ends_with(title)))
            }
        })
    })
}

fn is_english_title(words: &[String]) -> bool {
    if ROLES_EN.contains(&words.join(" ").as_str()) {
        return true;
    }
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let are_kinds = |words: &[&str]| words.iter().all(|word| KINDS_EN.contains(word));
    match words.as_slice() {
        // Chief Information Security Officer.
        ["chief", .., "officer"] => true,
        ["director" | "president", "of", rest @ ..] => are_kinds(rest) && !rest.is_empty(),
        [before @ .., title] => TITLES_EN.contains(title) && are_kinds(before),
        [] => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_decide_and_those_who_serve_them_do_not() {
        for role in [
            "社長",
            "代表取締役社長",
            "取締役 管理本部長",
            "情報担当役員",
            "CISO（情報システム部長）",
            "CISO",
            "Group CEO",
            "Managing Director",
            "IT director",
            "Director of IT",
            "Chief Information Officer",
            "board member",
        ] {
            assert!(decides(role), "{role}");
        }
        for role in [
            "役員秘書",
            "社長室 秘書",
            "社長室長",
            "CISO補佐",
            "Product owner",
            "Identity management engineer",
            "Assistant to the CEO",
            "Executive assistant",
            "Account executive",
            "Office of the CIO",
            "経営企画部",
            "労組代表",
            "",
        ] {
            assert!(!decides(role), "{role}");
        }
    }
}
