//! Joining from the outside: tiny made-up articles in, placements and incidents out. All names are invented.

use std::collections::BTreeMap;

use hinomi_incidents::decisions::{Act, Anchor};
use hinomi_incidents::{Candidate, Decision, Index, Placement, advance, fold};
use hinomi_model::{
    Article, ArticleId, BlockKind, CaptureId, Fact, FactsOf, Fate, Incident, Lang, Life, Origin, SaidBy,
    Slot, Span, Status, Story, Unit, Value,
};
use jiff::{Timestamp, ToSpan};
use proptest::prelude::*;

/// An article with its facts.
#[derive(Debug, Clone)]
struct Told {
    article: Article,
    facts: FactsOf,
}

/// An article of day `day` of 2025 at `url`; facts are added by the methods below.
fn told(url: &str, day: i64, title: &str, body: &str) -> Told {
    let known_at: Timestamp = "2025-01-01T09:00:00Z".parse().expect("a literal instant");
    let known_at = known_at + (24 * day).hours();
    let (text, blocks) = Article::compose(title, &[(BlockKind::Paragraph, body.to_owned())]);
    let capture = CaptureId::of(&[text.as_bytes()]);
    let id = Article::id_of(url, capture);
    let lang = if title.is_ascii() { Lang::En } else { Lang::Ja };
    let article = Article {
        id,
        capture,
        url: url.to_owned(),
        canonical_url: url.to_owned(),
        source: "made-up".to_owned(),
        origin: Origin::Page,
        title: title.to_owned(),
        byline: String::new(),
        publisher: String::new(),
        published: None,
        updated: None,
        lang,
        text,
        blocks,
        known_at,
    };
    Told { article, facts: FactsOf { article: id, story: Story::Incident, facts: Vec::new() } }
}

impl Told {
    fn with(mut self, slot: Slot, value: Value) -> Self {
        let at = u32::try_from(self.facts.facts.len()).expect("a few facts");
        let span = Span { start: at, end: at + 1 };
        self.facts.facts.push(Fact::plain(slot, value, span, span));
        self
    }
    fn name(self, slot: Slot, name: &str) -> Self {
        self.with(slot, Value::Name(name.to_owned()))
    }
    fn victim(self, name: &str) -> Self {
        self.name(Slot::Victim, name)
    }
    fn event(self, word: &str) -> Self {
        self.with(Slot::EventType, Value::Word(word.to_owned()))
    }
    fn cve(self, id: &str) -> Self {
        self.story(Story::Vulnerability).with(Slot::Cve, Value::Id(id.to_owned()))
    }
    fn count(self, number: i64, unit: Unit) -> Self {
        self.with(Slot::Count, Value::Count { number: number.into(), upper: None, unit: Some(unit) })
    }
    fn date(self, slot: Slot, day: &str) -> Self {
        self.with(slot, Value::When(day.parse().expect("a literal day")))
    }
    fn story(mut self, story: Story) -> Self {
        self.facts.story = story;
        self
    }
    fn last(mut self, change: impl FnOnce(&mut Fact)) -> Self {
        change(self.facts.facts.last_mut().expect("a fact was added before"));
        self
    }
    fn candidate(&self) -> Candidate<'_> {
        Candidate { article: &self.article, facts: &self.facts }
    }
}

fn place(all: &[Told]) -> Vec<Placement> {
    let batch: Vec<Candidate<'_>> = all.iter().map(Told::candidate).collect();
    advance(&mut Index::default(), &batch)
}

fn incidents(all: &[Told], day: i64) -> Vec<Incident> {
    let by_id: BTreeMap<ArticleId, &Told> = all.iter().map(|told| (told.article.id, told)).collect();
    let as_of = told("", day, "", "").article.known_at;
    fold(&place(all), &[], &|id| by_id.get(&id).map(|told| told.candidate()), as_of)
}

/// Urls by incident, e.g. `a b|c`, in order of the earliest article.
fn check(all: &[Told]) -> String {
    let mut groups: Vec<Vec<String>> = incidents(all, 10_000)
        .iter()
        .map(|incident| incident.members.iter().map(|member| member.url.clone()).collect())
        .collect();
    groups.sort_by_key(|urls| all.iter().position(|told| told.article.url == urls[0]));
    groups.iter().map(|urls| urls.join(" ")).collect::<Vec<_>>().join("|")
}

fn mirelo_ja(url: &str, day: i64) -> Told {
    let body = format!("通販のミレロは受注と出荷を止めたと発表した。続報{url}による。");
    told(url, day, "ミレロ、受注を停止", &body).victim("ミレロ")
}

#[test]
fn a_name_meets_its_twin_in_another_language() {
    let english =
        told("b", 2, "Mirelo stops taking orders", "Retailer Mirelo halted shipments.").victim("Mirelo");
    assert_eq!(check(&[mirelo_ja("a", 1), english]), "a b");
    let unread = told("b", 2, "Mirelo stops taking orders", "It halted shipments.");
    assert_eq!(check(&[mirelo_ja("a", 1), unread]), "a b");
}

#[test]
fn months_do_not_matter_to_a_victim() {
    assert_eq!(check(&[mirelo_ja("a", 1), mirelo_ja("b", 200)]), "a b");
}

#[test]
fn another_incident_of_the_same_victim_is_another() {
    let flood = told("a", 1, "ミレロ便に遅れ", "大量の通信を受けた。").victim("ミレロ").event("ddos");
    let loss = told("b", 300, "ミレロ、名簿を紛失", "書類をなくした。").victim("ミレロ").event("loss");
    assert_eq!(check(&[flood.clone(), loss]), "a|b");
    let again =
        told("b", 300, "ミレロへの攻撃で書類送検", "大量の通信を送った疑い。").victim("ミレロ").event("ddos");
    assert_eq!(check(&[flood, again]), "a b");
}

#[test]
fn the_same_gang_on_the_same_day_is_not_the_same_matter() {
    let hit = |url: &str, victim: &str, title: &str| {
        let body = "The group added the company to its site and says that it has copied files.";
        let told =
            told(url, 1, title, body).victim(victim).name(Slot::Actor, "Gravel Fox").event("ransomware");
        told.date(Slot::DateImpact, "2025-01-01")
    };
    let brewer = hit("a", "Norvane", "Gravel Fox claims brewer Norvane");
    let bank = hit("b", "Teskill", "Gravel Fox claims bank Teskill");
    assert_eq!(check(&[brewer, bank]), "a|b");
}

#[test]
fn one_vulnerability_is_one_matter_and_the_next_is_another() {
    let flaw = |url: &str, day: i64, id: &str, lead: &str| {
        told(url, day, &format!("Ostrel fixes {id} in Quillgate"), lead)
            .cve(id)
            .name(Slot::Product, "Quillgate")
    };
    let first = flaw("a", 1, "CVE-2025-10001", "A path traversal lets attackers add accounts.");
    let japanese =
        told("b", 3, "「Quillgate」に脆弱性、悪用を確認", "修正版を公開した。").cve("CVE-2025-10001");
    let second = flaw("c", 5, "CVE-2025-20002", "A command injection needs a login first.");
    assert_eq!(check(&[first, japanese, second]), "a b|c");
}

#[test]
fn a_customers_notice_belongs_to_its_suppliers_incident() {
    let supplier =
        told("a", 1, "印刷のソラマーク、身代金ウイルスに感染", "業務を停止した。").victim("ソラマーク");
    let notice =
        told("b", 9, "委託先の被害に伴う名簿の流出について", "当市が委託したソラマークの被害による。")
            .victim("みどり市")
            .name(Slot::AffectedParty, "ソラマーク");
    let other = told("c", 9, "市の職員が名簿を紛失", "書類をなくした。").victim("あおば市");
    assert_eq!(check(&[supplier, notice, other]), "a b|c");
}

#[test]
fn news_of_a_victim_that_is_no_security_news_stays_out() {
    let shop = told("b", 3, "ミレロ、新しい物流拠点を計画", "自動倉庫を増やす。").story(Story::Other);
    assert_eq!(check(&[mirelo_ja("a", 1), shop]), "a|b");
    let apart = told("b", 3, "ミレロとは別件、物流会社に被害", "倉庫の会社が感染した。");
    assert_eq!(check(&[mirelo_ja("a", 1), apart]), "a|b");
}

#[test]
fn round_ups_stand_alone_and_do_not_chain() {
    let flaws: Vec<Told> = (0..8)
        .map(|n| {
            let id = format!("CVE-2025-3000{n}");
            told(&format!("f{n}"), n, &format!("Flaw {id} in product number {n}"), "Attackers may use it.")
                .cve(&id)
        })
        .collect();
    let mut all = flaws.clone();
    let round_up = told("r", 9, "Patches of the month", "Eight flaws were fixed.");
    all.push((0..8).fold(round_up, |told, n| told.cve(&format!("CVE-2025-3000{n}"))));
    let groups = check(&all);
    assert!(groups.split('|').any(|group| group == "r"), "{groups}");
    assert_eq!(groups.split('|').count(), 9, "{groups}");
}

#[test]
fn the_same_page_again_stays_in_its_incident() {
    let edited = told("a", 40, "お知らせ（訂正）", "件数を改めました。");
    let first = told("a", 1, "お知らせ", "当社の機器に不正な接続がありました。");
    assert_eq!(check(&[first, edited]), "a a");
}

const WIRE: &str = "通販のソラマークは3日、身代金を求めるウイルスに感染したと発表した。\
                    顧客の情報およそ2万件が外に出たおそれがある。復旧の時期は決まっていない。";

#[test]
fn a_copy_is_no_voice_and_a_changed_number_is_one() {
    let first = told("a", 1, "ソラマークが感染", WIRE).victim("ソラマーク");
    let copy = told("b", 2, "通販に被害（みどり新聞）", WIRE);
    let changed = told("c", 3, "ソラマークが感染", &WIRE.replace("2万件", "9万件")).victim("ソラマーク");
    let all = [first.clone(), copy, changed];
    let placed = place(&all);
    let copy_of = |url: &str| placed.iter().find(|placement| placement.url == url).unwrap().copy_of;
    assert_eq!((copy_of("a"), copy_of("c")), (None, None));
    assert_eq!(copy_of("b"), Some(first.article.id));
    assert_eq!(check(&all), "a b c");
    assert_eq!(incidents(&all, 10)[0].n_voices(), 2);
}

#[test]
fn a_wrong_split_heals_when_the_link_arrives() {
    let lead =
        "Researchers describe a memory flaw in Ostrel Quillgate named LatchBleed that leaks session tokens.";
    let named =
        told("a", 1, "LatchBleed leaks tokens from Quillgate gateways", lead).story(Story::Vulnerability);
    let numbered =
        told("b", 2, "CVE-2025-40404: maker warns of out-of-bounds read", "Update to release nine.");
    let numbered = numbered.cve("CVE-2025-40404");
    let link = told(
        "c",
        3,
        "LatchBleed, CVE-2025-40404: Quillgate gateways leak session tokens",
        "The LatchBleed flaw in Quillgate now has a number.",
    );
    let all = [named, numbered, link.cve("CVE-2025-40404")];
    let placed = place(&all);
    assert_ne!(placed[0].incident, placed[1].incident);
    assert_eq!(placed[2].incident, placed[0].incident);
    assert_eq!(placed[2].merged, [placed[1].incident]);
    assert_eq!(check(&all), "a b c");
    assert_eq!(incidents(&all, 2).len(), 2, "before the link was known they were two");
}

#[test]
fn odd_batches_are_fine() {
    assert_eq!(place(&[]), []);
    let empty = told("a", 1, "", "");
    assert_eq!(place(&[empty.clone(), empty.clone()]).len(), 1);
    assert_eq!(check(&[empty, told("b", 1, "", "")]), "a|b");
    assert_eq!(fold(&[], &[], &|_| None, Timestamp::MAX), []);
}

#[test]
fn an_article_that_is_not_at_hand_stays_a_member() {
    let all = [mirelo_ja("a", 1), mirelo_ja("b", 2)];
    let folded = fold(&place(&all), &[], &|_| None, Timestamp::MAX);
    assert_eq!(folded.len(), 1);
    assert_eq!((folded[0].members.len(), folded[0].story), (2, Story::Other));
}

/// The values of a claim as `value:fate`, earliest first.
fn fates(all: &[Told], slot: Slot) -> String {
    let folded = incidents(all, 10_000);
    assert_eq!(folded.len(), 1);
    let values = folded[0].claims_of(slot).iter().flat_map(|claim| &claim.values);
    values
        .map(|value| format!("{}:{:?}", value.fact.value.to_text(), value.fate))
        .collect::<Vec<_>>()
        .join(" ")
}

#[test]
fn every_value_is_kept_with_its_fate() {
    let first = mirelo_ja("a", 1).count(20_000, Unit::Record);
    let later = || mirelo_ja("b", 9).count(740_000, Unit::Record);
    assert_eq!(fates(&[first.clone(), later()], Slot::Count), "20000:Superseded 740000:Stands");
    let claim =
        mirelo_ja("b", 9).count(900_000, Unit::Record).last(|fact| fact.said_by = Some(SaidBy::Attacker));
    assert_eq!(fates(&[first.clone(), claim], Slot::Count), "20000:Stands 900000:Alleged");
    let denied =
        mirelo_ja("b", 9).count(50_000, Unit::Record).last(|fact| fact.status = Some(Status::Denied));
    assert_eq!(fates(&[first.clone(), denied], Slot::Count), "20000:Stands 50000:Withdrawn");
    let official = first.clone().last(|fact| fact.said_by = Some(SaidBy::Victim));
    assert_eq!(fates(&[official, later()], Slot::Count), "20000:Stands 740000:Contradicts");
    let same = fates(&[first, mirelo_ja("b", 2).count(20_000, Unit::Record)], Slot::Count);
    assert_eq!(same, "20000:Stands");
}

#[test]
fn parts_of_a_total_do_not_supersede_it() {
    let all = mirelo_ja("a", 1)
        .count(740_000, Unit::Record)
        .count(590_000, Unit::Record)
        .count(132_000, Unit::Record);
    assert_eq!(fates(&[all], Slot::Count), "740000:Stands 590000:Stands 132000:Stands");
}

#[test]
fn a_day_outlives_its_month() {
    let dated = |url: &str, day, when: &str| mirelo_ja(url, day).date(Slot::DateImpact, when);
    let all = [dated("a", 1, "2024-12-28"), dated("b", 5, "2024-12")];
    assert_eq!(fates(&all, Slot::DateImpact), "2024-12-28:Stands 2024-12:Superseded");
    let all = [dated("a", 1, "2024-12"), dated("b", 5, "2024-12-28")];
    assert_eq!(fates(&all, Slot::DateImpact), "2024-12:Superseded 2024-12-28:Stands");
    let all = [dated("a", 1, "2024-12-27"), dated("b", 5, "2024-12-28")];
    assert_eq!(fates(&all, Slot::DateImpact), "2024-12-27:Superseded 2024-12-28:Stands");
}

#[test]
fn one_organisation_has_one_name() {
    let english = told("c", 3, "Mirelo restarts", "Mirelo took orders again.").victim("Mirelo");
    let all = [mirelo_ja("a", 1), mirelo_ja("b", 2), english];
    assert_eq!(incidents(&all, 10)[0].victims, ["ミレロ"]);
}

#[test]
fn life_follows_the_news() {
    let all = [mirelo_ja("a", 1), mirelo_ja("b", 5)];
    let life = |day| incidents(&all, day)[0].life;
    assert_eq!(
        [1, 5, 11, 12, 187, 188].map(life),
        [Life::Open, Life::Growing, Life::Growing, Life::Quiet, Life::Quiet, Life::Closed]
    );
    let resumed = mirelo_ja("b", 5).with(Slot::Service, Value::Word("resumed".to_owned()));
    assert_eq!(incidents(&[mirelo_ja("a", 1), resumed], 20)[0].life, Life::Closed);
}

#[test]
fn a_placement_survives_the_store() {
    let all = [mirelo_ja("a", 1), mirelo_ja("b", 2)];
    for placement in place(&all) {
        let json = serde_json::to_string(&placement).unwrap();
        assert_eq!(serde_json::from_str::<Placement>(&json).unwrap(), placement);
    }
    let fate = incidents(&all, 9)[0].claims_of(Slot::Victim)[0].values[0].fate;
    assert_eq!(fate, Fate::Stands);
}

const VICTIMS: &[&str] = &["ミレロ", "Mirelo", "ソラマーク", "Soramark", "Norvane", "Teskill"];
const WORDS: &[&str] = &[
    "orders",
    "gateway",
    "tokens",
    "harbour",
    "brewery",
    "Quillgate",
    "LatchBleed",
    "受注",
    "停止",
    "港湾",
    "酒造",
];

/// A made-up article out of few names, ids and words, so that articles meet.
fn any_told() -> impl Strategy<Value = Told> {
    let picked = prop::collection::vec(0..WORDS.len(), 0..6);
    (0..6_u32, 0..40_i64, 0..VICTIMS.len() + 3, 0..12_u32, picked, any::<bool>()).prop_map(
        |(page, day, victim, id, picked, is_wire)| {
            let words: Vec<&str> = picked.iter().map(|word| WORDS[*word]).collect();
            let victim = VICTIMS.get(victim);
            let title = format!("{} {}", victim.unwrap_or(&"News"), words.join(" "));
            let body =
                if is_wire { WIRE.to_owned() } else { format!("They said that {}.", words.join(" and ")) };
            let url = format!("https://outlet.example/{page}/{}", if page < 2 { 0 } else { day });
            let told = told(&url, day, &title, &body);
            let told = if let Some(victim) = victim { told.victim(victim) } else { told };
            if id < 5 { told.cve(&format!("CVE-2025-1000{id}")) } else { told }
        },
    )
}

/// Drops articles that are the same page at two times: that is one article.
fn one_of_each(all: Vec<Told>) -> Vec<Told> {
    let by_id: BTreeMap<ArticleId, Told> = all.into_iter().map(|told| (told.article.id, told)).collect();
    by_id.into_values().collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn what_is_recalled_goes_on_as_if_never_interrupted(
        all in prop::collection::vec(any_told(), 0..30).prop_map(one_of_each),
        cut in 0..30_usize,
        turn in 0..30_usize,
    ) {
        let placed = place(&all);
        // The order within a batch does not matter, and a second run says the same.
        let mut turned = all.clone();
        turned.rotate_left(turn.min(all.len()));
        turned.reverse();
        prop_assert_eq!(&place(&turned), &placed);
        // Put back the first, then go on with the rest.
        let by_id: BTreeMap<ArticleId, &Told> = all.iter().map(|told| (told.article.id, told)).collect();
        let cut = cut.min(placed.len());
        let mut index = Index::default();
        for placement in &placed[..cut] {
            index.recall(&by_id[&placement.article].candidate(), placement);
        }
        let rest: Vec<Candidate<'_>> =
            placed[cut..].iter().map(|placement| by_id[&placement.article].candidate()).collect();
        prop_assert_eq!(&advance(&mut index, &rest), &placed[cut..].to_vec());
        prop_assert_eq!(advance(&mut index, &rest), vec![]);
        // Every article has one place, and its incident's founder is a member.
        let folded = fold(&placed, &[], &|id| by_id.get(&id).map(|told| told.candidate()), Timestamp::MAX);
        prop_assert_eq!(folded.iter().map(|incident| incident.members.len()).sum::<usize>(), placed.len());
        for incident in &folded {
            prop_assert!(incident.members.iter().any(|member| Incident::id_of(member.article) == incident.id));
        }
        let mut shuffled = placed.clone();
        shuffled.reverse();
        let again = fold(&shuffled, &[], &|id| by_id.get(&id).map(|told| told.candidate()), Timestamp::MAX);
        prop_assert_eq!(again, folded);
    }
}

#[test]
fn a_wrong_join_splits_when_another_victim_is_named() {
    let lead =
        "Thieves copied loyalty cards and parking permits from the booking kiosk of the carrier's lounge.";
    let first = told("a", 1, "Carrier Norvane tells of theft at lounge kiosk", lead).victim("Norvane");
    let bare = told(
        "b",
        2,
        "Lounge kiosk theft: loyalty cards and parking permits copied at harbour ferry desk",
        "Loyalty cards and parking permits were copied at a ferry desk; sailors and dockers queue at the harbour.",
    );
    let second = told(
        "c",
        3,
        "Ferry line Oradell: loyalty cards and parking permits copied at harbour ferry desk",
        "Loyalty cards and parking permits were copied at the ferry desk of Oradell; sailors and dockers queue at the harbour.",
    );
    let all = [first, bare, second.victim("Oradell")];
    let placed = place(&all);
    assert_eq!(placed[1].incident, placed[0].incident, "for want of anything better");
    assert_eq!(placed[2].moved.len(), 1, "{placed:?}");
    assert_eq!(check(&all), "a|b c");
    assert_eq!(incidents(&all, 2).len(), 1, "the past did not know");
}

#[test]
fn a_page_edited_in_place_keeps_both_numbers_with_their_times() {
    let notice = |day: i64, n: i64| {
        let body = format!("ミレロは{n}件の流出を確認した。");
        told("a", day, "ミレロからのお知らせ", &body).victim("ミレロ").count(n, Unit::Record)
    };
    let all = [notice(1, 12_000), notice(4, 15_300).last(|fact| fact.said_by = Some(SaidBy::Victim))];
    let incidents = incidents(&all, 10);
    assert_eq!(incidents.len(), 1);
    let values = &incidents[0].claims_of(Slot::Count)[0].values;
    let told: Vec<_> = values.iter().map(|v| (v.fact.value.to_text(), v.known_at, v.fate)).collect();
    assert_eq!(
        told,
        [
            ("12000".to_owned(), all[0].article.known_at, Fate::Superseded),
            ("15300".to_owned(), all[1].article.known_at, Fate::Stands),
        ]
    );
}

/// A decision of day `day`.
fn decision(n: u32, day: i64, act: Act) -> Decision {
    Decision { n, at: told("", day, "", "").article.known_at, act }
}

fn anchor(told: &Told) -> Anchor {
    Anchor { id: Incident::id_of(told.article.id), url: told.article.url.clone() }
}

/// Urls by incident as [`check`], under decisions.
fn decided(all: &[Told], decisions: &[Decision]) -> String {
    let mut groups: Vec<Vec<String>> = fold(&place(all), decisions, &|_| None, Timestamp::MAX)
        .iter()
        .map(|incident| incident.members.iter().map(|member| member.url.clone()).collect())
        .collect();
    groups.sort();
    groups.iter().map(|urls| urls.join(" ")).collect::<Vec<_>>().join("|")
}

#[test]
fn a_person_wins_and_can_take_it_back() {
    let other = told("c", 3, "Ferry line Oradell loses a list", "Paper was lost at sea.").victim("Oradell");
    let all = [mirelo_ja("a", 1), mirelo_ja("b", 2), other];
    let urls = |urls: &[&str]| urls.iter().map(|url| (*url).to_owned()).collect::<Vec<_>>();
    let merge = decision(1, 10, Act::Merge { into: anchor(&all[0]), other: anchor(&all[2]) });
    let split = decision(2, 11, Act::Split { from: anchor(&all[0]), urls: urls(&["b"]) });
    let pin = decision(3, 12, Act::Pin { into: anchor(&all[2]), urls: urls(&["b"]) });
    let undo = |n: u32, undone: u32| decision(n, 20 + i64::from(n), Act::Undo { undone });
    assert_eq!(decided(&all, &[]), "a b|c");
    assert_eq!(decided(&all, std::slice::from_ref(&merge)), "a b c");
    assert_eq!(decided(&all, std::slice::from_ref(&split)), "a|b|c");
    assert_eq!(decided(&all, &[merge.clone(), split.clone()]), "a c|b");
    assert_eq!(decided(&all, std::slice::from_ref(&pin)), "a|b c");
    assert_eq!(decided(&all, &[merge.clone(), split.clone(), undo(3, 1)]), "a|b|c");
    assert_eq!(decided(&all, &[merge.clone(), undo(2, 1)]), decided(&all, &[]));
    assert_eq!(decided(&all, &[split, merge, undo(4, 1), undo(5, 2)]), decided(&all, &[]));
    let nowhere = Anchor { id: Incident::id_of(ArticleId::of(&[b"x"])), url: "nowhere".to_owned() };
    let odd = decision(1, 10, Act::Merge { into: nowhere, other: anchor(&all[0]) });
    assert_eq!(decided(&all, &[odd]), decided(&all, &[]));
}

/// Likeness of `article` to the one incident that `known` make.
fn likeness(known: &[Told], article: &Told) -> f32 {
    let mut index = Index::default();
    let batch: Vec<Candidate<'_>> = known.iter().map(Told::candidate).collect();
    let placed = advance(&mut index, &batch);
    assert!(placed.iter().all(|one| one.incident == placed[0].incident), "{placed:?}");
    let rivals = index.rivals(&article.candidate());
    rivals.first().map_or(0.0, |(_, weight)| weight.total)
}

#[test]
fn a_victim_speaks_against_the_flaw_that_others_tell_without_one() {
    let flaw = |url: &str, day: i64, title: &str| {
        let body =
            format!("Attackers exploit the zero-day in Tavilon file servers to steal keys, {url} says.");
        told(url, day, title, &body).story(Story::Vulnerability)
    };
    let known = [
        flaw("a", 1, "Tavilon zero-day exploited in ongoing attacks"),
        flaw("b", 2, "Tavilon releases patches for zero-day exploited in attacks"),
    ];
    let hit = flaw("c", 3, "Oradell Port Office hacked in Tavilon zero-day attacks");
    let named = hit.clone().victim("Oradell Port Office");
    let (with, without) = (likeness(&known, &named), likeness(&known, &hit));
    assert!(with < without - 0.1, "{with} {without}");
}

#[test]
fn two_gangs_at_one_makers_boxes_are_less_alike() {
    let hit = |url: &str, day: i64, title: &str, gang: &str| {
        let body = "Intruders break into gateways of Tavilon.";
        told(url, day, title, body).name(Slot::Malware, gang).story(Story::Threat)
    };
    let known = [
        hit("a", 1, "Tavilon gateways hit by MireWorm", "MireWorm"),
        hit("b", 2, "MireWorm spreads over Tavilon gateways", "MireWorm"),
    ];
    let other = hit("c", 3, "Tavilon gateways hit by OraLock", "OraLock");
    let unread = told("c", 3, "Tavilon gateways hit by OraLock", "Intruders break into gateways of Tavilon.");
    assert!(likeness(&known, &other) < likeness(&known, &unread.story(Story::Threat)) - 0.1);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn what_is_decided_and_undone_leaves_no_trace(
        all in prop::collection::vec(any_told(), 2..24).prop_map(one_of_each),
        picks in prop::collection::vec((0..3_usize, 0..24_usize, 0..24_usize), 1..5),
    ) {
        let made: Vec<Decision> = picks
            .iter()
            .zip(1..)
            .map(|((kind, one, other), n)| {
                let (one, other) = (&all[one % all.len()], &all[other % all.len()]);
                let urls = vec![other.article.url.clone()];
                let act = match kind {
                    0 => Act::Merge { into: anchor(one), other: anchor(other) },
                    1 => Act::Split { from: anchor(other), urls },
                    _ => Act::Pin { into: anchor(one), urls },
                };
                decision(n, 100 + i64::from(n), act)
            })
            .collect();
        let undo = |last: &Decision, n: u32| decision(n, 200 + i64::from(n), Act::Undo { undone: last.n });
        let n = u32::try_from(made.len()).unwrap_or_default();
        let undone: Vec<Decision> =
            made.iter().cloned().chain(made.iter().zip(n + 1..).map(|(one, at)| undo(one, at))).collect();
        prop_assert_eq!(decided(&all, &undone), decided(&all, &[]));
        // Whatever is decided, every article has one place and the past does not know.
        let placed = place(&all);
        let folded = fold(&placed, &made, &|_| None, Timestamp::MAX);
        prop_assert_eq!(folded.iter().map(|incident| incident.members.len()).sum::<usize>(), placed.len());
        let before = told("", 99, "", "").article.known_at;
        prop_assert_eq!(fold(&placed, &made, &|_| None, before), fold(&placed, &[], &|_| None, before));
    }
}
