//! The smallest values of each kind.

use hinomi_model::{
    Article, ArticleId, BlockKind, Capture, CaptureId, Entry, Fact, FactsOf, IncidentId, Lang, Origin,
    Outcome, Slot, Span, Story, Value,
};
use hinomi_store::{PlacementRow, Store};
use jiff::Timestamp;

/// The instant so many minutes after the start of 2025-11-01.
pub fn at(minute: i64) -> Timestamp {
    Timestamp::from_second(1_761_955_200 + minute * 60).unwrap()
}

/// A page of host `a.example` that was received at `minute`.
pub fn page(path: &str, minute: i64, body: &str) -> Capture {
    let headers =
        vec![("content-type".to_owned(), "text/html".to_owned()), ("etag".to_owned(), format!("\"{body}\""))];
    let url = format!("https://a.example/{path}");
    Capture::new(&url, &url, "a", at(minute), Outcome::Answered { status: 200 }, headers, body.into())
}

/// A failure to fetch a page of host `a.example` at `minute`.
pub fn failure(path: &str, minute: i64, reason: &str) -> Capture {
    let url = format!("https://a.example/{path}");
    Capture::new(&url, &url, "a", at(minute), Outcome::Failed { reason: reason.to_owned() }, vec![], vec![])
}

/// An entry of `capture` that links to a page of host `a.example`.
pub fn entry(capture: CaptureId, path: &str) -> Entry {
    Entry {
        capture,
        source: "a".to_owned(),
        url: format!("https://a.example/{path}"),
        guid: path.to_owned(),
        title: "題".to_owned(),
        byline: String::new(),
        published: None,
        updated: None,
        lang: Some(Lang::Ja),
        html: "<p>本文</p>".to_owned(),
        is_full: false,
    }
}

/// An article read from `capture`.
pub fn article(capture: &Capture, minute: i64, lang: Lang) -> Article {
    let (text, blocks) = Article::compose("題", &[(BlockKind::Paragraph, "本文。".to_owned())]);
    Article {
        id: Article::id_of(&capture.url, capture.id),
        capture: capture.id,
        url: capture.url.clone(),
        canonical_url: capture.url.clone(),
        source: "a".to_owned(),
        origin: Origin::Page,
        title: "題".to_owned(),
        byline: String::new(),
        publisher: String::new(),
        published: None,
        updated: None,
        lang,
        text,
        blocks,
        known_at: at(minute),
    }
}

/// One fact about `article`.
pub fn facts(article: ArticleId) -> FactsOf {
    let span = Span::new(0, 3);
    let fact = Fact::plain(Slot::Victim, Value::Name("題".to_owned()), span, span);
    FactsOf { article, story: Story::Incident, facts: vec![fact] }
}

/// The place of an article that founds its own incident.
pub fn placement(article: &Article) -> PlacementRow {
    PlacementRow {
        article: article.id,
        incident: IncidentId::of(&[article.id.to_string().as_bytes()]),
        known_at: article.known_at,
        copy_of: None,
        regroups: false,
        json: format!("{{\"because\":\"{}\"}}", article.title),
    }
}

/// Derives everything that can be from the captures that are pending, always in the same way.
pub fn derive(store: &Store) {
    use hinomi_store::Stage::{Articles, Entries};
    for id in store.pending_captures(Entries).unwrap() {
        let path = store.capture_row(id).unwrap().unwrap().capture.url.replace("https://a.example/", "");
        store.put_entries(&[(id, vec![entry(id, &path), entry(id, "b")])]).unwrap();
    }
    for id in store.pending_captures(Articles).unwrap() {
        let capture = store.capture(id).unwrap();
        let lang = if capture.body.is_ascii() { Lang::En } else { Lang::Ja };
        let minute = capture.fetched_at.duration_since(at(0)).as_secs() / 60;
        store.put_articles(&[article(&capture, minute, lang)], &[id]).unwrap();
    }
    let found: Vec<_> = store.articles_without_facts().unwrap().into_iter().map(facts).collect();
    store.put_facts(&found).unwrap();
    let unplaced = store.articles_without_placement().unwrap();
    let rows: Vec<_> =
        unplaced.into_iter().map(|id| placement(&store.article(id).unwrap().unwrap())).collect();
    store.put_placements(&rows).unwrap();
    for stage in hinomi_store::Stage::ALL {
        store.set_stage_version(stage, 1).unwrap();
    }
}
