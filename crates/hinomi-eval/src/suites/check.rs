//! The checker of digests: planted defects that it finds, and false alarms on what is clean.
//!
//! On the digests of `fixtures/check` (invented, Japanese and English half each, several manners of writing; `gold.csv`
//! has line and rule of each defect; the pages that they cite lie beside them), and on the two real digests of
//! `../seeds`: every empty mark of the second, counted by another pattern, and the references and the list of the first.
//! One row per digest: the share of its defects that is found, less a fifth for each false alarm.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use hinomi_brief::check::{Context, Digest, Evidence, Report, check};
use hinomi_facts::Lexicon;
use hinomi_model::{Article, Capture, Document, Lang, Outcome, Stamp};
use jiff::Timestamp;

use crate::table::Table;

/// What one false alarm takes from a digest's score.
const ALARM_COST: f64 = 0.2;

/// The clock: later than every page.
const NOW: &str = "2031-07-01T00:00:00Z";

/// A list whose support the first seed needs, as a page of our own words would tell it.
const LIST_PAGE: &str = "<html lang=ja><head><title>アスクル、流出を確認した情報の範囲が拡大</title>\
<meta property=\"article:published_time\" content=\"2025-11-11T18:00:00+09:00\"></head><body><article>\
<h1>アスクル、流出を確認した情報の範囲が拡大</h1>\
<p>アスクル株式会社は11月11日、ランサムウェア感染によるシステム障害の第7報を公開し、流出を確認した情報が増えたと発表した。</p>\
<p>加わったのは3点で、法人向けECサービスのASKULとソロエルアリーナの利用者からの問い合わせに関する情報の一部、\
個人向けECサービスLOHACOの利用者からの問い合わせに関する情報の一部、商品の仕入れ先がアスクルの商品関連システムに登録していた情報の一部である。</p>\
<p>内容や件数は明らかにしていない。情報が悪用された被害は確認されていないが、フィッシングメールなどで悪用される可能性があるとして注意を呼びかけている。</p>\
</article></body></html>";

/// Measures it.
pub fn run(data: &Path) -> Result<Table> {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/check");
    let lexicon = Lexicon::bundled();
    let now: Timestamp = NOW.parse()?;
    let mut evidence = Evidence::default();
    for path in files(&fixtures.join("pages"))? {
        let relative = path.strip_prefix(fixtures.join("pages"))?;
        let url = format!("https://{}", relative.display());
        add(&mut evidence, &url, std::fs::read(&path)?, now, &lexicon);
    }
    let mut gold: BTreeMap<String, Vec<(usize, String)>> = BTreeMap::new();
    for row in csv::Reader::from_path(fixtures.join("gold.csv"))?.deserialize() {
        let (digest, line, rule): (String, usize, String) = row?;
        gold.entry(digest).or_default().push((line, rule));
    }
    let mut table = Table::default();
    let (mut n_found, mut n_gold, mut n_alarms, mut n_clean_bad, mut n_clean) = (0, 0, 0, 0, 0);
    for path in files(&fixtures.join("digests"))? {
        let name = path.file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default();
        let (digest, report) = checked(&std::fs::read(&path)?, &evidence, &lexicon)?;
        let mut left: Vec<(usize, &str)> =
            report.findings.iter().map(|f| (line(&digest, f.span.range().start), f.rule)).collect();
        let wanted = gold.remove(&name).unwrap_or_default();
        let mut found = 0;
        for (line, rule) in &wanted {
            if let Some(at) = left.iter().position(|(l, r)| l == line && r == rule) {
                left.remove(at);
                found += 1;
            } else {
                table.notes.push(format!("missed: {name}:{line} {rule}"));
            }
        }
        for (line, rule) in &left {
            table.notes.push(format!("false alarm: {name}:{line} {rule}"));
        }
        let share = if wanted.is_empty() { 1.0 } else { f64::from(found) / wanted.len() as f64 };
        table.rows.insert(name, (share - ALARM_COST * left.len() as f64).max(0.0));
        n_found += found;
        n_gold += wanted.len();
        n_alarms += left.len();
        n_clean += usize::from(wanted.is_empty());
        n_clean_bad += usize::from(wanted.is_empty() && left.len() > 1);
    }
    table.summary.push(("defects found".to_owned(), f64::from(n_found) / n_gold.max(1) as f64));
    table.summary.push((
        "clean digests with at most one alarm".to_owned(),
        1.0 - n_clean_bad as f64 / n_clean.max(1) as f64,
    ));
    table.notes.push(format!("{n_found} of {n_gold} planted defects found; {n_alarms} false alarms in all"));
    seeds(&data.join("../seeds"), &lexicon, &mut table)?;
    Ok(table)
}

/// The two real digests.
fn seeds(folder: &Path, lexicon: &Lexicon, table: &mut Table) -> Result<()> {
    let now: Timestamp = NOW.parse()?;
    let mut evidence = Evidence::default();
    for path in files(folder)? {
        let bytes = std::fs::read(&path)?;
        let name = path.file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default();
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let first = Digest::read(&bytes)?;
        if let Some(url) = first.references.first().and_then(|r| r.url.clone()) {
            add(&mut evidence, &url, LIST_PAGE.as_bytes().to_vec(), now, lexicon);
        }
        let (digest, report) = checked(&bytes, &evidence, lexicon)?;
        // Independent of the product's patterns: commas before a Japanese stop or comma, and empty brackets.
        let expected = empty_marks(&text);
        let found = report.findings.iter().filter(|f| f.rule == "empty-citation").count();
        let score =
            if expected == found { 1.0 } else { (found.min(expected) as f64) / (found.max(expected) as f64) };
        table.notes.push(format!("seed {name}: {found} empty marks found, {expected} counted"));
        table.rows.insert(format!("seed:{name}:empty_marks"), score);
        if digest.references.is_empty() {
            continue;
        }
        let n_used = report.sources.iter().filter(|s| s.number.is_some() && s.n_uses > 0).count();
        table
            .rows
            .insert(format!("seed:{name}:references_used"), n_used as f64 / digest.references.len() as f64);
        let (items, bad) = list_items(&digest, &report);
        table.notes.push(format!(
            "seed {name}: {n_used} references used; {items} list items compared, {bad} not supported"
        ));
        let is_supported = items == 3 && bad == 0;
        table.rows.insert(format!("seed:{name}:list_supported"), if is_supported { 1.0 } else { 0.0 });
    }
    Ok(())
}

/// Items of the lists that the page at hand is cited for, and those in which something was found.
fn list_items(digest: &Digest, report: &Report) -> (usize, usize) {
    use hinomi_brief::check::digest::Kind;
    let items: Vec<usize> = (0..digest.sentences.len())
        .filter(|idx| digest.blocks[digest.sentences[*idx].block].kind == Kind::ListItem)
        .filter(|idx| {
            let cited = digest.cited_by(*idx).unwrap_or_default();
            !cited.is_empty() && cited.iter().all(|target| report.sources[*target].is_at_hand)
        })
        .collect();
    let is_bad = |idx: &&usize| report.findings.iter().any(|f| digest.written(**idx).overlaps(f.span));
    (items.len(), items.iter().filter(is_bad).count())
}

fn empty_marks(text: &str) -> usize {
    let chars: Vec<char> = text.chars().collect();
    let mut n = 0;
    for at in 1..chars.len() {
        let pair = (chars[at - 1], chars[at]);
        n += usize::from(matches!(pair, (',', '。' | '、') | ('(', ')') | ('（', '）')));
    }
    n
}

fn checked(bytes: &[u8], evidence: &Evidence, lexicon: &Lexicon) -> Result<(Digest, Report)> {
    let digest = Digest::read(bytes)?;
    let context = Context {
        evidence,
        catalog: &[],
        outlets: &[],
        read: &|sentence: &str, lang: Lang, anchor: Stamp| {
            hinomi_facts::reading(sentence, lang, anchor, lexicon)
        },
        find: &|article: &Article| hinomi_facts::find(article, lexicon),
        off: &BTreeSet::new(),
    };
    let report = check(&digest, &context);
    Ok((digest, report))
}

fn add(evidence: &mut Evidence, url: &str, body: Vec<u8>, now: Timestamp, lexicon: &Lexicon) {
    let outcome = Outcome::Answered { status: 200 };
    let capture = Capture::new(url.to_owned(), url.to_owned(), "", now, outcome, Vec::new(), body);
    let document = Document { url, page: Some(&capture), entry: None, source: "", fetched_at: now };
    let article = hinomi_read::read(&document).value;
    let facts = hinomi_facts::find(&article, lexicon);
    evidence.add(article, facts, "");
}

fn line(digest: &Digest, at: usize) -> usize {
    digest.source.get(..at).unwrap_or_default().matches('\n').count() + 1
}

/// The files below a folder, sorted.
fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut out = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(dir) = open.pop() {
        for entry in std::fs::read_dir(&dir).with_context(|| format!("cannot list {}", dir.display()))? {
            let path = entry?.path();
            if path.is_dir() { open.push(path) } else { out.push(path) }
        }
    }
    out.sort();
    Ok(out)
}
