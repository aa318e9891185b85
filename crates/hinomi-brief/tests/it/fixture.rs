//! Invented incidents, told by invented outlets: the smallest world that shows every part of a brief.

use std::collections::BTreeMap;

use hinomi_brief::{Input, Layout, Lesson, Style, Templates, Unread, UnreadKind, Watch, Window};
use hinomi_model::*;
use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::reader;

/// Everything that an [`Input`] borrows.
pub struct World {
    pub articles: BTreeMap<ArticleId, Article>,
    pub incidents: Vec<Incident>,
    pub sources: Vec<Source>,
    pub unread: Vec<Unread>,
    pub lessons: Vec<Lesson>,
    pub templates: Templates,
    pub watch: Watch,
    pub shows_why: bool,
    pub style: Style,
    facts: BTreeMap<ArticleId, Vec<Fact>>,
}

pub fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

pub fn zone() -> TimeZone {
    TimeZone::fixed(jiff::tz::offset(9))
}

impl World {
    pub fn empty() -> Self {
        Self {
            articles: BTreeMap::new(),
            incidents: Vec::new(),
            sources: Vec::new(),
            unread: Vec::new(),
            lessons: Vec::new(),
            templates: Templates::bundled(),
            watch: Watch::default(),
            shows_why: false,
            style: Style::Plain,
            facts: BTreeMap::new(),
        }
    }

    /// A world with one paper, `a.example`, and nothing told yet.
    pub fn of_one_paper() -> Self {
        let mut w = Self::empty();
        w.source("a.example", "Alpha", "GB", Voice::Press, Reliability::B);
        w
    }

    pub fn source(&mut self, id: &str, name: &str, country: &str, voice: Voice, reliability: Reliability) {
        self.sources.push(Source {
            id: id.to_owned(),
            name: name.to_owned(),
            url: format!("https://{id}/feed.xml"),
            kind: SourceKind::Feed,
            lang: if country == "JP" { Lang::Ja } else { Lang::En },
            country: country.to_owned(),
            voice,
            reliability,
            tlp: Tlp::Clear,
            interval_minutes: 60,
            quote_chars_max: 200,
            last_known_bad: String::new(),
        });
    }

    /// Adds an article; `published` with offset.
    pub fn article(
        &mut self,
        source: &str,
        path: &str,
        published: &str,
        title: &str,
        body: &[&str],
    ) -> ArticleId {
        let url = format!("https://{source}/{path}");
        let zoned: Timestamp = published.parse().unwrap();
        let offset = if published.ends_with("+09:00") { 540 } else { 0 };
        let paragraphs: Vec<(BlockKind, String)> =
            body.iter().map(|p| (BlockKind::Paragraph, (*p).to_owned())).collect();
        let (text, blocks) = Article::compose(title, &paragraphs);
        let capture = CaptureId::of(&[url.as_bytes()]);
        let id = Article::id_of(&url, capture);
        let is_ja = text.chars().any(|c| matches!(c, '\u{3040}'..='\u{30ff}'));
        let article = Article {
            id,
            capture,
            url: url.clone(),
            canonical_url: url,
            source: source.to_owned(),
            origin: Origin::Page,
            title: title.to_owned(),
            byline: String::new(),
            publisher: String::new(),
            published: Some(Stamp::instant(zoned, Some(offset))),
            updated: None,
            lang: if is_ja { Lang::Ja } else { Lang::En },
            text,
            blocks,
            known_at: zoned,
        };
        self.articles.insert(id, article);
        id
    }

    /// Adds a fact: `spec` is `slot value [unit] [qualifier] [status] [said_by] [of=…] [alias=…]`, `quote` its words.
    pub fn fact(&mut self, article: ArticleId, slot: &str, value: &str, quote: &str, more: &[&str]) {
        let text = &self.articles[&article].text;
        let start = text.find(quote).unwrap_or_else(|| panic!("{quote:?} is not in {text:?}"));
        let span = Span::new(start, start + quote.len());
        let is_end = |c: char| matches!(c, '。' | '\n');
        let from =
            text[..start].rfind(is_end).map_or(0, |at| at + text[at..].chars().next().unwrap().len_utf8());
        let from = text[..start].rfind(". ").map_or(from, |at| from.max(at + 2));
        let rest = &text[span.range().end..];
        let to = [
            rest.find('。').map(|i| i + 3),
            rest.find('\n'),
            rest.find(". ").map(|i| i + 1),
            Some(rest.len()),
        ];
        let to = span.range().end + to.into_iter().flatten().min().unwrap();
        let slot: Slot = slot.parse().unwrap();
        let mut unit = None;
        let mut fact = Fact::plain(slot, Value::Unknown, span, Span::new(from, to));
        for word in more {
            if let Some(of) = word.strip_prefix("of=") {
                fact.of = of.to_owned();
            } else if let Some(alias) = word.strip_prefix("alias=") {
                fact.aliases.push(alias.to_owned());
            } else if let Ok(qualifier) = word.parse() {
                fact.qualifier = Some(qualifier);
            } else if let Ok(status) = word.parse() {
                fact.status = Some(status);
            } else if let Ok(said_by) = word.parse() {
                fact.said_by = Some(said_by);
            } else {
                unit = Some(word.parse::<Unit>().unwrap());
            }
        }
        fact.value = match slot {
            _ if value == "unknown" && slot != Slot::RootCause => Value::Unknown,
            slot if slot.is_name() => Value::Name(value.to_owned()),
            slot if slot.is_date() => Value::When(value.parse().unwrap()),
            slot if slot.is_id() => Value::Id(value.to_owned()),
            Slot::Count => {
                let (low, high) = value.split_once("..").map_or((value, None), |(l, h)| (l, Some(h)));
                Value::Count { number: low.parse().unwrap(), upper: high.map(|h| h.parse().unwrap()), unit }
            }
            Slot::ReportNo => Value::Number(value.parse().unwrap()),
            _ => Value::Word(value.to_owned()),
        };
        self.facts.entry(article).or_default().push(fact);
    }

    /// Folds articles into an incident: values of one slot (and unit, for counts) supersede each other in order
    /// of knowledge, except where a slot holds many values at once.
    pub fn incident(&mut self, story: Story, victims: &[&str], members: &[ArticleId]) -> IncidentId {
        let mut members: Vec<Member> = members
            .iter()
            .map(|id| {
                let article = &self.articles[id];
                Member {
                    article: *id,
                    url: article.url.clone(),
                    known_at: article.known_at,
                    copy_of: None,
                    because: Vec::new(),
                }
            })
            .collect();
        members.sort_by_key(|m| (m.known_at, m.article));
        let mut claims: BTreeMap<Slot, Vec<Claim>> = BTreeMap::new();
        for member in &members {
            for fact in self.facts.get(&member.article).into_iter().flatten() {
                let unit = fact.value.unit().map(String::from).unwrap_or_default();
                let key = match fact.slot {
                    Slot::Count => unit,
                    Slot::Service => fact.of.clone(),
                    _ => String::new(),
                };
                let list = claims.entry(fact.slot).or_default();
                let idx = list.iter().position(|c| c.key == key).unwrap_or_else(|| {
                    list.push(Claim { slot: fact.slot, key, values: Vec::new() });
                    list.len() - 1
                });
                let claim = &mut list[idx];
                let said = (member.article, fact.id(member.article));
                let same = claim
                    .values
                    .iter_mut()
                    .find(|v| v.fact.value == fact.value && v.fact.status == fact.status);
                if let Some(same) = same {
                    same.said_in.push(said);
                    continue;
                }
                let is_single = matches!(fact.slot, Slot::Count | Slot::Service | Slot::Misuse);
                let fate = if fact.said_by == Some(SaidBy::Attacker) { Fate::Alleged } else { Fate::Stands };
                if is_single && fate == Fate::Stands {
                    for old in claim.values.iter_mut().filter(|v| v.fate == Fate::Stands) {
                        old.fate = Fate::Superseded;
                    }
                }
                claim.values.push(ClaimValue {
                    fact: fact.clone(),
                    article: member.article,
                    known_at: member.known_at,
                    said_in: vec![said],
                    fate,
                    decided: None,
                });
            }
        }
        let id = Incident::id_of(members[0].article);
        self.incidents.push(Incident {
            id,
            story,
            life: Life::Growing,
            victims: victims.iter().map(|v| (*v).to_owned()).collect(),
            members,
            claims,
        });
        id
    }

    /// Says that the last value of a claim contradicts the one before.
    pub fn contradict(&mut self, incident: IncidentId, slot: Slot) {
        let incident = self.incidents.iter_mut().find(|i| i.id == incident).unwrap();
        let values = &mut incident.claims.get_mut(&slot).unwrap()[0].values;
        let n = values.len();
        values[n - 2].fate = Fate::Stands;
        values[n - 1].fate = Fate::Contradicts;
    }

    /// Composes a brief of one day up to 19:00 in Japan.
    pub fn brief(&self, lang: Lang, layout: Layout) -> hinomi_brief::Brief {
        self.brief_of("2031-05-13T10:00:00Z", lang, layout)
    }

    pub fn brief_of(&self, end: &str, lang: Lang, layout: Layout) -> hinomi_brief::Brief {
        self.brief_back(24, end, lang, layout)
    }

    /// Composes a brief that looks back `hours` from `end`.
    pub fn brief_back(&self, hours: i64, end: &str, lang: Lang, layout: Layout) -> hinomi_brief::Brief {
        let end = at(end);
        let window = Window { start: end - jiff::SignedDuration::from_hours(hours), end };
        let articles: BTreeMap<ArticleId, &Article> = self.articles.iter().map(|(id, a)| (*id, a)).collect();
        hinomi_brief::compose(&Input {
            window,
            as_of: end,
            zone: zone(),
            lang,
            style: self.style,
            layout,
            tlp: Tlp::Clear,
            home: "JP",
            watch: &self.watch,
            shows_why: self.shows_why,
            incidents: &self.incidents,
            articles: &articles,
            stories: &BTreeMap::new(),
            sources: &self.sources,
            n_sources_read: self.sources.len(),
            n_sources: self.sources.len() + 1,
            unread: &self.unread,
            lessons: &self.lessons,
            is_checked: false,
            read: &reader::read,
            templates: &self.templates,
        })
    }
}

/// The world of the snapshots, `n` times over: each copy has articles and incidents of its own.
pub fn many(n: usize) -> World {
    let mut out = world();
    for copy in 1..n {
        let one = world();
        let mut renamed = BTreeMap::new();
        for (id, mut article) in one.articles {
            article.url = format!("{}?{copy}", article.url);
            article.id = ArticleId::of(&[id.to_string().as_bytes(), copy.to_string().as_bytes()]);
            renamed.insert(id, article.id);
            out.articles.insert(article.id, article);
        }
        for mut incident in one.incidents {
            for member in &mut incident.members {
                member.article = renamed[&member.article];
            }
            for value in incident.claims.values_mut().flatten().flat_map(|claim| &mut claim.values) {
                value.article = renamed[&value.article];
                for (article, _) in &mut value.said_in {
                    *article = renamed[article];
                }
            }
            incident.id = Incident::id_of(incident.members[0].article);
            out.incidents.push(incident);
        }
    }
    out
}

/// The world of the snapshots.
pub fn world() -> World {
    let mut w = World::empty();
    w.source("hoshizora-news.example", "星空新聞", "JP", Voice::Press, Reliability::B);
    w.source("minori-foods.example", "みのりフーズ", "JP", Voice::Official, Reliability::A);
    w.source("north-wire.example", "North Wire", "GB", Voice::Press, Reliability::B);
    w.source("patch-log.example", "Patch Log", "US", Voice::Vendor, Reliability::B);

    // A matter at home that grew: first report, then a count, then a corrected count and a report no.
    let a = w.article(
        "minori-foods.example",
        "notice/1",
        "2031-05-02T17:00:00+09:00",
        "ランサムウェア感染によるシステム障害のお知らせ",
        &[
            "株式会社みのりフーズは5月2日、ランサムウェア攻撃を受け、受注システムを停止したと発表した。",
            "流出した件数は公表していない。",
        ],
    );
    w.fact(a, "victim", "みのりフーズ", "みのりフーズ", &["alias=Minori Foods"]);
    w.fact(a, "event_type", "ransomware", "ランサムウェア攻撃", &["victim"]);
    w.fact(a, "date.detected", "2031-05-02", "5月2日", &[]);
    w.fact(a, "date.impact", "2031-05-02", "5月2日", &[]);
    w.fact(a, "service", "suspended", "受注システムを停止した", &["victim", "of=受注システム"]);
    let b = w.article(
        "hoshizora-news.example",
        "it/7",
        "2031-05-07T09:00:00+09:00",
        "みのりフーズ、2万8000人の情報流出か",
        &["みのりフーズは、約2万8000人の氏名とメールアドレスが流出した可能性があると公表した。"],
    );
    w.fact(b, "victim", "みのりフーズ", "みのりフーズ", &["alias=Minori Foods"]);
    w.fact(b, "count", "28000", "約2万8000人", &["person", "approx", "victim"]);
    w.fact(b, "data_exposed", "name", "氏名", &["possible", "victim"]);
    w.fact(b, "data_exposed", "email", "メールアドレス", &["possible", "victim"]);
    let c = w.article(
        "minori-foods.example",
        "notice/3",
        "2031-05-13T15:00:00+09:00",
        "ランサムウェア被害について（第3報）",
        &[
            "みのりフーズは5月13日、ランサムウェア攻撃に関する第3報を公表した。",
            "約3万1000人の個人情報が流出したことを確認した。",
            "クレジットカード情報は流出していない。",
            "最初の侵入は3月4日で、業務委託先のアカウントに多要素認証が適用されていなかった。",
            "受注システムは5月12日に再開した。",
            "身代金は支払っていない。",
            "悪用による被害は確認されていない。",
        ],
    );
    w.fact(c, "victim", "みのりフーズ", "みのりフーズ", &["alias=Minori Foods"]);
    w.fact(c, "event_type", "ransomware", "ランサムウェア攻撃", &[]);
    w.fact(c, "report_no", "3", "第3報を公表", &[]);
    w.fact(c, "date.disclosed", "2031-05-13", "5月13日", &[]);
    w.fact(c, "count", "31000", "約3万1000人", &["person", "approx", "victim"]);
    w.fact(c, "data_not_exposed", "credit_card", "クレジットカード情報は流出していない", &["victim"]);
    w.fact(c, "date.initial_access", "2031-03-04", "3月4日", &[]);
    w.fact(c, "root_cause", "contractor_account", "業務委託先のアカウント", &[]);
    w.fact(c, "root_cause", "mfa_missing", "多要素認証が適用されていなかった", &[]);
    w.fact(c, "service", "resumed", "受注システムは5月12日に再開", &["victim", "of=受注システム"]);
    w.fact(c, "date.recovered_partial", "2031-05-12", "5月12日", &[]);
    w.fact(c, "ransom", "not_paid", "身代金は支払っていない", &["victim"]);
    w.fact(c, "misuse", "not_confirmed", "悪用による被害は確認されていない", &["victim"]);
    w.incident(Story::Incident, &["みのりフーズ"], &[a, b, c]);

    // A new matter abroad, told by two outlets that differ, with an attacker's claim.
    let d = w.article(
        "north-wire.example",
        "breach",
        "2031-05-12T20:00:00Z",
        "Claimed leak at Fjord Robotics exposes 12,000 documents",
        &[
            "Norwegian company Fjord Robotics suffered a data breach. More than 12,000 internal documents were leaked. \
             The Velvet Otter gang claims it stole 1.1 TB. Passwords may have been exposed. \
             The route of the intrusion is not known.",
        ],
    );
    w.fact(d, "victim", "Fjord Robotics", "Fjord Robotics suffered", &["alias=フィヨルド・ロボティクス"]);
    w.fact(d, "event_type", "data_breach", "data breach", &[]);
    w.fact(d, "count", "12000", "More than 12,000 internal documents", &["document", "more_than"]);
    w.fact(d, "count", "1100000000000", "1.1 TB", &["byte", "claimed", "attacker"]);
    w.fact(d, "actor", "Velvet Otter", "Velvet Otter", &["claimed", "attacker"]);
    w.fact(d, "data_exposed", "password", "Passwords may have been exposed", &["possible"]);
    w.fact(d, "root_cause", "unknown", "The route of the intrusion is not known", &[]);
    let e = w.article(
        "hoshizora-news.example",
        "it/12",
        "2031-05-13T11:00:00+09:00",
        "ノルウェーのフィヨルド・ロボティクスから文書1万5000件が流出",
        &["ノルウェーのフィヨルド・ロボティクスから文書1万5000件が流出した。"],
    );
    w.fact(
        e,
        "victim",
        "フィヨルド・ロボティクス",
        "フィヨルド・ロボティクスから",
        &["alias=Fjord Robotics"],
    );
    w.fact(e, "count", "15000", "文書1万5000件", &["document"]);
    let fjord = w.incident(Story::Incident, &["Fjord Robotics"], &[d, e]);
    w.contradict(fjord, Slot::Count);

    // A headline and nothing else.
    let f = w.article(
        "north-wire.example",
        "survey",
        "2031-05-13T01:00:00Z",
        "Why [most] teams <still> skip the \"boring\" patches | analysis",
        &["A short look at patching."],
    );
    w.incident(Story::Report, &[], &[f]);

    // A vulnerability.
    let g = w.article(
        "patch-log.example",
        "cve",
        "2031-05-13T05:00:00Z",
        "Gatehouse VPN flaw exploited in the wild",
        &[
            "CVE-2031-10203 in Gatehouse VPN is being exploited in the wild. Its CVSS score is 9.8. \
             CISA added it to its KEV catalog and set 3 June 2031 as the due date. A patch is available in 7.4.2.",
        ],
    );
    w.fact(g, "cve", "CVE-2031-10203", "CVE-2031-10203", &[]);
    w.fact(g, "product", "Gatehouse VPN", "Gatehouse VPN is", &[]);
    w.fact(g, "exploited", "yes", "exploited in the wild", &[]);
    w.fact(g, "cvss", "9.8", "9.8", &[]);
    w.fact(g, "kev", "yes", "KEV catalog", &[]);
    w.fact(g, "date.due", "2031-06-03", "3 June 2031", &[]);
    w.fact(g, "patch", "available", "A patch is available", &[]);
    w.fact(g, "fixed_version", "7.4.2", "7.4.2", &[]);
    w.incident(Story::Vulnerability, &[], &[g]);

    // Nothing to do with security: never told.
    let h = w.article(
        "hoshizora-news.example",
        "life/1",
        "2031-05-13T08:00:00+09:00",
        "町の運動会に500人",
        &["町の運動会に500人が集まった。"],
    );
    w.incident(Story::Other, &[], &[h]);

    w.unread.push(Unread {
        kind: UnreadKind::SourceFailed,
        source: "silent-feed.example".to_owned(),
        url: "https://silent-feed.example/feed.xml".to_owned(),
        title: String::new(),
        reason: "HTTP 503".to_owned(),
    });
    w
}
