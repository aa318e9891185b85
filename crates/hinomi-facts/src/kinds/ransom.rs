//! Finds what became of the ransom: demanded, paid, not_paid, negotiating, not_negotiating; and that it is not told.
//!
//! Example: `身代金は支払っていない` → ransom not_paid; `declined to say whether a ransom had been paid` → paid, undisclosed.
//! Misses: the amount where it stands in another sentence.

use hinomi_model::{Fact, Slot, Span, Status, Story};

use crate::page::Page;

crate::gate::pattern!(
    JA,
    r"(?P<paid_undisclosed>身代金[^。、]{0,16}(?:払った|支払った|支払い)[^。、]{0,4}(?:かどうか|か否か|の有無)[^。]{0,16}(?:答えな|明らかにしてい|公表してい|回答|コメント|明かし)[^。、]{0,6})|(?P<not_paid>身代金[^。、]{0,10}(?:支払って(?:い|お)(?:ない|らず|りま)|支払っていな|払って(?:い|お)(?:ない|らず)|支払わな|払わな|支払いに応じ(?:ない|て(?:いない|おらず))|の支払いは行って)[^。、]{0,3})|(?P<paid>(?:[\d,.万億]+ドル|[\d,.万億]+円)?(?:相当)?の?身代金[^。、]{0,10}(?:を|が)(?:支払った|払った|支払われ|支払い))|(?P<not_negotiating>(?:交渉(?:にも|には|に|を)?[^。、]{0,6}(?:応じてい?(?:ない|おらず)|応じておらず|して(?:い|お)(?:ない|らず)|行って(?:い|お)(?:ない|らず))|(?:相手|攻撃者|犯人)(?:に|と)は?(?:接触|連絡)して(?:い|お)(?:ない|らず)))|(?P<negotiating>交渉を(?:行って|続けて|して)いる)|(?P<demanded>(?:身代金(?:を|の|として|\d)|金銭|仮想通貨|暗号資産|ビットコイン)[^。、]{0,24}(?:要求|求め(?:る|た|て|ら))[^。、]{0,6}|身代金要求(?:が|を)[^。、]{0,6}|(?:金銭|金|身代金|対価|要求額)を(?:支払|払)わな(?:ければ|い場合)[^。、]{0,20}(?:公開|公表|暴露|売却|削除|流出)(?:する|させる)?|要求された身代金)"
);
crate::gate::pattern!(
    EN,
    r"(?i)(?P<paid_undisclosed>(?:did not say|has not said|have not said|would not say|declined to say|not disclosed|did not disclose|refused to say|not say|won't say|declined to comment on) (?:if|whether)[^.;]{0,30}(?:paid|pay)\b)|(?P<demanded_undisclosed>(?:did not say|has not said|would not say|declined to say) (?:if|whether)[^.;]{0,30}(?:ransom (?:was |had been )?demand\w*|demand\w*))|(?P<not_paid>(?:did not|didn't|has not|have not|will not|refused to|would not|no intention (?:to|of)) pay(?:ing)?(?: a| the| any)? ?(?:ransom)?|no ransom (?:was |has been |had been )?paid|not paid (?:a|the|any) ransom)|(?P<not_negotiating>(?:did not|does not|will not|would not|has not|refused to) (?:negotiat\w+|engage)|no contact with the (?:attackers|hackers|gang|group))|(?P<negotiating>(?:is|are|was|were) negotiating|in (?:talks|negotiations) with the (?:attackers|hackers|gang|group))|(?P<paid>(?:paid|pay|paying)(?: a| the)?(?: \$?[\d.,]+ ?(?:million|billion)?(?: \w+)?)?(?: in)? ?(?:ransom|extortionists?|attackers|hackers|gang)(?: of [$€£¥]?[\d.,]+(?: million| billion)?)?|had paid|ransom (?:was|had been|has been) paid)|(?P<demanded>(?:demand(?:ed|ing|s)?)[^.;]{0,24}(?:ransom|[$€£¥][\d.,]+(?: million| billion)?(?: in bitcoin)?|bitcoin|payment)|ransom (?:demand|note|of)|extortion demands?|asked for a ransom|threaten\w+ to (?:publish|release|leak)[^.;]{0,30}unless)"
);

/// How far behind the beginning the words may stand that leave a statement open, in characters.
const OPEN_CHARS: usize = 24;

pub fn find(page: &Page<'_>) -> Vec<Fact> {
    let scan = &page.scan;
    let mut out = Vec::new();
    if !matches!(page.story, Story::Incident) {
        return out;
    }
    let pattern = if scan.is_ja() { &JA } else { &EN };
    for sentence in scan.body().filter(|s| s.may(pattern)) {
        let text = scan.of(sentence.span);
        for (name, found) in pattern.named(text) {
            let word = name.trim_end_matches("_undisclosed");
            let start = sentence.span.range().start;
            let span = Span::new(start + found.start(), start + found.end());
            let mut fact = page.word(Slot::Ransom, word, span);
            // 要求があったかどうか: whether it is so is not told.
            let is_open = ["かどうか", "か否か", "の有無"].iter().any(|word| {
                text.get(found.start()..)
                    .is_some_and(|t| t.chars().take(OPEN_CHARS).collect::<String>().contains(word))
            });
            fact.status = (is_open || word != name).then_some(Status::Undisclosed);
            fact.said_by = crate::scope::said_by(page, span);
            out.push(fact);
        }
    }
    out
}
