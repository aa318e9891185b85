//! Every sentence of several briefs, with one thing changed: the verifier must refuse it.

use std::cell::RefCell;
use std::collections::BTreeMap;

use hinomi_brief::verify::words::OwnWords;
use hinomi_brief::{Brief, CiteContext, Draft, Layout, Piece, Sentence, verify};
use hinomi_model::{Article, ArticleId, Lang, Source};

use crate::fixture::{World, world, zone};
use crate::reader;

/// Share of mutants that must be refused, in thousandths, over all kinds.
const CAUGHT_PERMILLE_MIN: usize = 995;

struct Bench<'a> {
    world: &'a World,
    articles: BTreeMap<ArticleId, &'a Article>,
    sources: BTreeMap<&'a str, &'a Source>,
    own: OwnWords,
    zone: jiff::tz::TimeZone,
    lang: Lang,
}

impl<'a> Bench<'a> {
    fn of(world: &'a World, lang: Lang) -> Self {
        Self {
            world,
            articles: world.articles.iter().map(|(id, a)| (*id, a)).collect(),
            sources: world.sources.iter().map(|s| (s.id.as_str(), s)).collect(),
            own: OwnWords::of(world.templates.phrases(lang), lang),
            zone: zone(),
            lang,
        }
    }

    fn accepts(&self, draft: Draft, brief: &Brief) -> bool {
        let context = CiteContext {
            articles: &self.articles,
            sources: &self.sources,
            today: brief.date,
            zone: &self.zone,
            own_words: Some(&self.own),
            readings: RefCell::default(),
        };
        verify(draft, self.lang, &context, &reader::read).is_ok()
    }
}

/// The draft with the first own text that `change` changes, changed.
fn own(draft: &Draft, change: impl Fn(&str) -> Option<String>) -> Option<Draft> {
    let mut out = draft.clone();
    for piece in &mut out.pieces {
        let (Piece::Own(text) | Piece::Strong(text)) = piece else { continue };
        if let Some(changed) = change(text) {
            *text = changed;
            return Some(out);
        }
    }
    None
}

fn replace(draft: &Draft, from: &str, to: &str) -> Option<Draft> {
    own(draft, |text| text.contains(from).then(|| text.replacen(from, to, 1)))
}

/// Changes the last digit of the first number that `is_wanted` by what comes after it.
fn digit(draft: &Draft, is_wanted: impl Fn(&str, &str) -> bool) -> Option<Draft> {
    own(draft, |text| {
        let bytes = text.as_bytes();
        let ends = (0..bytes.len()).filter(|i| {
            bytes[*i].is_ascii_digit() && !bytes.get(i + 1).is_some_and(|b| b.is_ascii_digit() || *b == b',')
        });
        for end in ends {
            if is_wanted(&text[..end], &text[end + 1..]) {
                let next = char::from(b'0' + (bytes[end] - b'0' + 1) % 10);
                let mut out = text.to_owned();
                out.replace_range(end..=end, &next.to_string());
                return Some(out);
            }
        }
        None
    })
}

type Mutation = (&'static str, Box<dyn Fn(&Draft, &World) -> Vec<Draft>>);

fn mutations() -> Vec<Mutation> {
    fn one(name: &'static str, change: impl Fn(&Draft) -> Option<Draft> + 'static) -> Mutation {
        (name, Box::new(move |draft, _| change(draft).into_iter().collect()))
    }
    fn swaps(name: &'static str, pairs: &'static [(&'static str, &'static str)]) -> Mutation {
        (name, Box::new(move |draft, _| pairs.iter().filter_map(|(a, b)| replace(draft, a, b)).collect()))
    }
    vec![
        one("digit", |d| digit(d, |_, after| !after.starts_with(['月', '日']) && !after.starts_with(" M"))),
        one("date by a day", |d| digit(d, |_, after| after.starts_with('日') || after.starts_with(" May"))),
        swaps(
            "万 to 億, million to billion",
            &[("万", "億"), ("million", "billion"), (" TB", " GB"), ("TB", "GB")],
        ),
        swaps(
            "unit",
            &[
                ("人", "台"),
                ("人", "件"),
                (" people", " accounts"),
                ("文書", "組織"),
                (" documents", " people"),
            ],
        ),
        swaps(
            "qualifier dropped",
            &[("約", ""), ("about ", ""), ("超", ""), ("more than ", ""), ("More than ", "")],
        ),
        swaps(
            "qualifier changed",
            &[("約", "最大"), ("about ", "at least "), ("超", "以上"), ("more than ", "up to ")],
        ),
        swaps(
            "name of nobody",
            &[
                ("みのり", "ひのき"),
                ("Minori", "Hinoki"),
                ("フィヨルド", "ラグーン"),
                ("Fjord", "Lagoon"),
                ("Velvet Otter", "Iron Heron"),
                ("Gatehouse", "Drawbridge"),
            ],
        ),
        swaps(
            "name of another",
            &[
                ("みのりフーズ", "フィヨルド・ロボティクス"),
                ("Minori Foods", "Fjord Robotics"),
                ("Fjord Robotics", "Velvet Otter"),
                ("Velvet Otter", "Minori Foods"),
            ],
        ),
        swaps("id", &[("CVE-2031-10203", "CVE-2031-10204"), ("7.4.2", "7.4.3"), ("9.8", "8.9")]),
        swaps(
            "possible to confirmed",
            &[
                ("した可能性がある", "したことが確認された"),
                ("可能性がある", "と確認された"),
                ("may have leaked", "leaked"),
                ("may be", "are"),
            ],
        ),
        swaps(
            "claimed to told",
            &[
                ("と主張している", "という"),
                ("と主張している", ""),
                ("Velvet Otter claims that ", ""),
                ("claims", "said"),
            ],
        ),
        swaps(
            "not to yes",
            &[
                ("流出していない", "流出した"),
                ("支払っておらず", "支払い"),
                ("確認されていない", "確認されている"),
                ("did not leak", "leaked"),
                ("no ransom was", "a ransom was"),
                ("no misuse has", "misuse has"),
                ("not known", "known"),
                ("分からない", "分かった"),
            ],
        ),
        swaps(
            "yes to not",
            &[
                ("が流出した", "は流出していない"),
                ("使われた", "使われていない"),
                ("悪用されている", "悪用されていない"),
                ("was used", "was not used"),
                ("is exploited", "is not exploited"),
                ("resumed", "has not resumed"),
                ("再開した", "再開していない"),
            ],
        ),
        swaps("direction", &[("増えた", "減った"), (" rose ", " fell ")]),
        (
            "cite of another article",
            Box::new(|draft, world| {
                let other = |article: ArticleId| {
                    world.articles.values().find(|a| a.id != article && a.title.contains("運動会"))
                };
                let mut out = draft.clone();
                for cite in &mut out.cites {
                    if let Some(article) = other(cite.article) {
                        *cite = hinomi_brief::Cite::title(article);
                    }
                }
                vec![out]
            }),
        ),
        (
            "quotation by a word",
            Box::new(|draft, _| {
                let mut out = Vec::new();
                for idx in 0..draft.pieces.len() {
                    if let Piece::Quote { text, .. } = &draft.pieces[idx] {
                        for changed in [
                            format!("{text} today"),
                            text.replacen(' ', " not ", 1),
                            text.replacen('約', "", 1),
                        ] {
                            if changed != *text {
                                let mut mutant = draft.clone();
                                if let Piece::Quote { text, .. } = &mut mutant.pieces[idx] {
                                    *text = changed;
                                }
                                out.push(mutant);
                            }
                        }
                    }
                }
                out
            }),
        ),
    ]
}

#[test]
fn changed_sentences_are_refused_and_untouched_ones_are_not() {
    let world = world();
    let mut table: BTreeMap<&'static str, (usize, usize)> = BTreeMap::new();
    let mut missed = Vec::new();
    let mut n_untouched = 0;
    for lang in [Lang::Ja, Lang::En] {
        let bench = Bench::of(&world, lang);
        for layout in [Layout::Day, Layout::Detail] {
            for end in ["2031-05-02T12:00:00Z", "2031-05-07T12:00:00Z", "2031-05-13T10:00:00Z"] {
                let brief = world.brief_of(end, lang, layout);
                for sentence in brief.sentences() {
                    n_untouched += 1;
                    assert!(
                        bench.accepts(sentence.to_draft(), &brief),
                        "refused untouched: {}",
                        sentence.text()
                    );
                    for (name, mutate) in mutations() {
                        for mutant in mutate(&sentence.to_draft(), bench.world) {
                            let row = table.entry(name).or_default();
                            row.0 += 1;
                            if bench.accepts(mutant.clone(), &brief) {
                                missed.push(format!("{name}: {}", text_of(&mutant, sentence)));
                            } else {
                                row.1 += 1;
                            }
                        }
                    }
                }
            }
        }
    }
    let (n, caught) = table.values().fold((0, 0), |(n, c), row| (n + row.0, c + row.1));
    println!("{n_untouched} untouched sentences, none refused");
    for (name, (n, caught)) in &table {
        println!("{caught:5} of {n:5}  {name}");
    }
    missed.sort();
    missed.dedup();
    for text in &missed {
        println!("missed: {text}");
    }
    assert!(n_untouched > 100 && n > 300, "{n_untouched} sentences, {n} mutants");
    assert!(caught * 1000 >= n * CAUGHT_PERMILLE_MIN, "{caught} of {n} caught");
}

fn text_of(draft: &Draft, sentence: &Sentence) -> String {
    let own: String = draft
        .pieces
        .iter()
        .map(|piece| match piece {
            Piece::Own(text) | Piece::Strong(text) | Piece::Quote { text, .. } => text.as_str(),
            Piece::Cites(_) => "",
        })
        .collect();
    if own == sentence.text() { format!("{own} (other cites)") } else { own }
}
