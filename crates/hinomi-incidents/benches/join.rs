//! Articles joined per second, on a made-up stream with a seed: names and numbers drawn from syllables, matters of
//! a few articles each that live for days or months, two languages.
//!
//! ```text
//! cargo bench -p hinomi-incidents
//! ```

use divan::Bencher;
use divan::counter::ItemsCount;
use hinomi_incidents::{Candidate, Index, advance};
use hinomi_model::{
    Article, BlockKind, CaptureId, Fact, FactsOf, Lang, Origin, Slot, Span, Story, Unit, Value,
};
use jiff::{Timestamp, ToSpan};

fn main() {
    divan::main();
}

/// Articles placed in one measured batch.
const BATCH: usize = 1000;

/// Joins a batch into an index that holds so many articles already.
#[divan::bench(args = [0, 10_000, 100_000], sample_count = 5, sample_size = 1)]
fn join(bencher: Bencher<'_, '_>, n_before: usize) {
    let told = stream(n_before + BATCH);
    let batch: Vec<Candidate<'_>> =
        told.iter().map(|(article, facts)| Candidate { article, facts }).collect();
    bencher
        .counter(ItemsCount::new(BATCH))
        .with_inputs(|| {
            let mut index = Index::default();
            advance(&mut index, &batch[..n_before]);
            index
        })
        .bench_local_values(|mut index| {
            let placed = advance(&mut index, &batch[n_before..]);
            let n_founded = placed.iter().filter(|placement| placement.because.is_empty()).count();
            assert_eq!(placed.len(), BATCH);
            assert!((BATCH / 10..BATCH / 2).contains(&n_founded), "{n_founded} founders of {BATCH}");
            index
        });
}

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
    next: i64,
}

/// `n` articles in order of time: every third starts a matter, the others go on with one of the last.
fn stream(n: usize) -> Vec<(Article, FactsOf)> {
    let mut dice = Dice(7);
    let mut matters: Vec<Matter> = Vec::new();
    let start: Timestamp = "2020-01-01T00:00:00Z".parse().expect("a literal instant");
    (0..n)
        .map(|at| {
            if matters.is_empty() || dice.roll(3) == 0 {
                let syllables = 4 + dice.roll(2);
                let (latin, kana) = dice.word(syllables);
                let words = (0..6).map(|_| dice.word(3).0).collect();
                let count = 1000 + dice.roll(5_000_000) as i64;
                matters.push(Matter { latin, kana, words, count, next: 0 });
            }
            // Most news is of young matters, some of any age.
            let back =
                if dice.roll(10) == 0 { dice.roll(matters.len()) } else { dice.roll(matters.len().min(30)) };
            let idx = matters.len() - 1 - back;
            matters[idx].next += 1;
            let known_at = start + (at as i64 * 11).minutes();
            told(&matters[idx], at, known_at, &mut dice)
        })
        .collect()
}

fn told(matter: &Matter, at: usize, known_at: Timestamp, dice: &mut Dice) -> (Article, FactsOf) {
    let is_japanese = dice.roll(3) == 0;
    let pick = |dice: &mut Dice| matter.words[dice.roll(matter.words.len())].clone();
    let trade = |dice: &mut Dice| TRADE[dice.roll(TRADE.len())];
    let (name, title, body) = if is_japanese {
        let title = format!("{}、{}件の情報が流出", matter.kana, matter.count);
        let body =
            format!("{}は{}への攻撃で第{}報を出した。調査は続く。", matter.kana, pick(dice), matter.next);
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
            matter.next
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
