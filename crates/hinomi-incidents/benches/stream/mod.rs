//! A made-up stream of news with a seed: names and numbers drawn from syllables, matters of a few articles each that
//! live for days or for ever, two languages.

use hinomi_model::{
    Article, BlockKind, CaptureId, Fact, FactsOf, Lang, Origin, Slot, Span, Story, Unit, Value,
};
use jiff::{Timestamp, ToSpan};

/// A small generator of whole numbers. Source: Steele, Lea, Flood, SplitMix64 (2014).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % below.max(1) as u64) as usize
    }
    /// A word of so many syllables, in Latin letters and in katakana.
    fn word(&mut self, n: usize) -> (String, String) {
        (0..n).map(|_| SYLLABLES[self.roll(SYLLABLES.len())]).unzip()
    }
}

/// Syllables in both scripts, so that every name has its twin.
const SYLLABLES: &[(&str, &str)] = &[
    ("ka", "カ"),
    ("ro", "ロ"),
    ("mi", "ミ"),
    ("ten", "テン"),
    ("sol", "ソル"),
    ("bar", "バー"),
    ("ne", "ネ"),
    ("vi", "ヴィ"),
    ("lo", "ロ"),
    ("gra", "グラ"),
    ("do", "ド"),
    ("pes", "ペス"),
    ("tor", "トー"),
    ("hal", "ハル"),
    ("ji", "ジ"),
    ("zu", "ズ"),
    ("fal", "ファル"),
    ("ost", "オスト"),
    ("chi", "チ"),
    ("bri", "ブリ"),
    ("mul", "ムル"),
    ("sta", "スタ"),
];
const TRADE: &[&str] =
    &["breach", "attack", "data", "customers", "systems", "ransomware", "flaw", "server", "leak"];

struct Matter {
    latin: String,
    kana: String,
    words: Vec<String>,
    count: i64,
}

/// Articles in order of time, for ever: every third starts a matter, the others go on with one that is there, most
/// often with a young one, sometimes with one of any age. The same seed gives the same articles.
pub struct Stream {
    seed: u64,
    dice: Dice,
    /// Reports so far of each matter; the matter itself is made again from its number.
    reports: Vec<u16>,
    at: usize,
    start: Timestamp,
}

impl Stream {
    /// Begins a stream.
    pub fn new(seed: u64) -> Self {
        let start = "2020-01-01T00:00:00Z".parse().expect("a literal instant");
        Self { seed, dice: Dice(seed), reports: Vec::new(), at: 0, start }
    }

    fn matter(&self, idx: usize) -> Matter {
        let mut dice = Dice(self.seed ^ (idx as u64).wrapping_mul(0x9e6c_63d0_876a_68ee));
        let syllables = 4 + dice.roll(2);
        let (latin, kana) = dice.word(syllables);
        let words = (0..6).map(|_| dice.word(3).0).collect();
        Matter { latin, kana, words, count: 1000 + dice.roll(5_000_000) as i64 }
    }
}

impl Iterator for Stream {
    type Item = (Article, FactsOf);

    fn next(&mut self) -> Option<Self::Item> {
        if self.reports.is_empty() || self.dice.roll(3) == 0 {
            self.reports.push(0);
        }
        let n = self.reports.len();
        let back = match self.dice.roll(20) {
            0 => self.dice.roll(n),
            1..4 => self.dice.roll(n.min(1000)),
            _ => self.dice.roll(n.min(30)),
        };
        let idx = n - 1 - back;
        self.reports[idx] = self.reports[idx].saturating_add(1);
        let known_at = self.start + (self.at as i64 * 5).minutes();
        let matter = self.matter(idx);
        let told = told(&matter, self.reports[idx], self.at, known_at, &mut self.dice);
        self.at += 1;
        Some(told)
    }
}

fn told(matter: &Matter, report: u16, at: usize, known_at: Timestamp, dice: &mut Dice) -> (Article, FactsOf) {
    let is_japanese = dice.roll(3) == 0;
    let pick = |dice: &mut Dice| matter.words[dice.roll(matter.words.len())].clone();
    let trade = |dice: &mut Dice| TRADE[dice.roll(TRADE.len())];
    let (name, title, body) = if is_japanese {
        let title = format!("{}、{}件の情報が流出", matter.kana, matter.count);
        let body = format!("{}は{}への攻撃で第{}報を出した。調査は続く。", matter.kana, pick(dice), report);
        (matter.kana.clone(), title, body)
    } else {
        let name = capital(&matter.latin);
        let title = format!("{name} {} after {} {}", trade(dice), capital(&pick(dice)), trade(dice));
        let body = format!(
            "{name} said that {} of {} {} were {} in the {} {}, part {}.",
            matter.count,
            trade(dice),
            pick(dice),
            pick(dice),
            trade(dice),
            pick(dice),
            report
        );
        (name, title, body)
    };
    let url = format!("https://outlet{}.example/{at}", at % 40);
    let (text, blocks) = Article::compose(&title, &[(BlockKind::Paragraph, body)]);
    let capture = CaptureId::of(&[text.as_bytes()]);
    let id = Article::id_of(&url, capture);
    let article = Article {
        id,
        capture,
        url: url.clone(),
        canonical_url: url,
        source: "stream".to_owned(),
        origin: Origin::Entry,
        title,
        byline: String::new(),
        publisher: String::new(),
        published: None,
        updated: None,
        lang: if is_japanese { Lang::Ja } else { Lang::En },
        text,
        blocks,
        known_at,
    };
    let span = Span::new(0, name.len());
    let mut facts = vec![Fact::plain(Slot::Victim, Value::Name(name), span, span)];
    if dice.roll(2) == 0 {
        let count = Value::Count { number: matter.count.into(), upper: None, unit: Some(Unit::Record) };
        facts.push(Fact::plain(Slot::Count, count, span, span));
    }
    (article, FactsOf { article: id, story: Story::Incident, facts })
}

fn capital(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}
