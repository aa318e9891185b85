//! Put, get and walk through, table by table.

use hinomi_model::{Capture, Lang, Outcome};
use hinomi_store::{Access, Stage, Store, Unread};

use crate::samples::{article, at, derive, entry, facts, failure, page, placement};

fn empty() -> (tempfile::TempDir, Store) {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path(), Access::Write).unwrap();
    (dir, store)
}

#[test]
fn a_capture_is_stored_once_and_read_back() {
    let (_dir, store) = empty();
    let one = page("x", 1, "one");
    assert!(store.put_capture(&one).unwrap());
    assert!(!store.put_capture(&one).unwrap());
    assert_eq!(store.capture(one.id).unwrap(), one);
    let two = page("x", 2, "two");
    assert_eq!(store.put_captures(&[one.clone(), two.clone(), two.clone()]).unwrap(), [false, true, false]);
    assert!(store.put_captures(&[]).unwrap().is_empty());
    let row = store.capture_row(two.id).unwrap().unwrap();
    assert_eq!((row.seq, row.body_bytes), (2, 3));
    assert_eq!(row.capture, Capture { body: vec![], ..two.clone() });
    assert!(store.capture(page("y", 0, "").id).unwrap_err().to_string().contains("is not in the store"));
}

#[test]
fn walks_give_every_capture_in_their_order() {
    let (_dir, store) = empty();
    let batch: Vec<_> = (0..600).map(|n| page(&n.to_string(), (n * 7) % 100, "x")).collect();
    store.put_captures(&batch).unwrap();
    let mut by_time: Vec<_> = batch.iter().map(|capture| (capture.fetched_at, capture.id)).collect();
    by_time.sort();
    let walked: Vec<_> = store
        .captures()
        .map(|row| row.map(|row| (row.capture.fetched_at, row.capture.id)).unwrap())
        .collect();
    assert_eq!(walked, by_time);
    let walked: Vec<_> = store.captures_after(590).map(|row| row.unwrap().capture.id).collect();
    assert_eq!(walked, batch[590..].iter().map(|capture| capture.id).collect::<Vec<_>>());
    assert_eq!(store.captures_of_url("https://a.example/7").unwrap().len(), 1);
}

#[test]
fn the_newest_page_keeps_the_validators_of_the_last_readable_one() {
    let (_dir, store) = empty();
    let url = "https://a.example/x";
    assert_eq!(store.latest_page(url).unwrap(), None);
    assert!(!store.put_unchanged(url, at(0)).unwrap());
    let ok = page("x", 1, "one");
    store.put_captures(&[ok.clone(), failure("x", 2, "timed out")]).unwrap();
    let page = store.latest_page(url).unwrap().unwrap();
    assert_eq!((page.fetched_at, page.is_ok(), page.failure.as_deref()), (at(2), false, Some("timed out")));
    assert_eq!((page.readable, page.etag.as_deref()), (Some(ok.id), Some("\"one\"")));
    assert!(store.put_unchanged(url, at(3)).unwrap());
    assert!(!store.put_unchanged(url, at(3)).unwrap());
    let page = store.latest_page(url).unwrap().unwrap();
    assert_eq!((page.fetched_at, page.is_ok(), page.capture), (at(3), true, ok.id));
}

#[test]
fn what_was_not_read_is_what_failed_last() {
    let (_dir, store) = empty();
    let unread = |path: &str, minute, reason: &str| Unread {
        source: "a".to_owned(),
        url: format!("https://a.example/{path}"),
        fetched_at: at(minute),
        reason: reason.to_owned(),
    };
    let gone = Capture::new(
        "https://a.example/g",
        "",
        "a",
        at(5),
        Outcome::Answered { status: 404 },
        vec![],
        vec![],
    );
    store
        .put_captures(&[
            page("mended", 1, "same"),
            failure("mended", 2, "refused"),
            page("mended", 3, "same"), // the same bytes again: known, but it ends the failure
            failure("down", 1, "refused"),
            failure("down", 4, "refused"), // one capture a day, but the newer time counts
            failure("old", -60, "refused"),
            page("at once", 5, "x"),
            failure("at once", 5, "refused"),
            gone,
        ])
        .unwrap();
    let failed = |start, end| store.failures_between(at(start), at(end)).unwrap();
    assert_eq!(failed(0, 10), [unread("down", 4, "refused"), unread("g", 5, "HTTP 404")]);
    assert_eq!(failed(0, 2), [unread("down", 1, "refused"), unread("mended", 2, "refused")]);
    assert_eq!(failed(3, 4), [unread("down", 4, "refused")]);
    assert_eq!(failed(6, 10), []);
}

#[test]
fn entries_stand_as_in_their_feed() {
    let (_dir, store) = empty();
    let feed = page("feed", 1, "f");
    store.put_capture(&feed).unwrap();
    assert_eq!(store.pending_captures(Stage::Entries).unwrap(), [feed.id]);
    let entries = vec![entry(feed.id, "b"), entry(feed.id, "a"), entry(feed.id, "b")];
    store.put_entries(&[(feed.id, entries.clone())]).unwrap();
    store.put_entries(&[(feed.id, entries.clone())]).unwrap();
    assert_eq!(store.entries_of(feed.id).unwrap(), entries);
    assert_eq!(store.entries_for_url("https://a.example/b").unwrap().len(), 2);
    assert_eq!(store.pending_captures(Stage::Entries).unwrap(), []);
    assert_eq!(store.pending_captures(Stage::Articles).unwrap(), [feed.id]);
    assert_eq!(store.latest_page(&feed.url).unwrap().unwrap().n_entries, 3);
    store.mark_pending(Stage::Entries, &[feed.id]).unwrap();
    assert_eq!(store.pending_captures(Stage::Entries).unwrap(), [feed.id]);
}

#[test]
fn articles_facts_and_placements_are_found_again() {
    let (_dir, store) = empty();
    let captures = [page("x", 1, "one"), page("x", 5, "two"), page("y", 3, "three")];
    store.put_captures(&captures).unwrap();
    let articles: Vec<_> =
        captures.iter().zip([1, 5, 3]).map(|(capture, minute)| article(capture, minute, Lang::Ja)).collect();
    let ids: Vec<_> = articles.iter().map(|article| article.id).collect();
    store.put_articles(&articles, &[captures[0].id]).unwrap();
    assert_eq!(store.pending_captures(Stage::Articles).unwrap(), [captures[2].id, captures[1].id]);
    assert_eq!(store.article(ids[0]).unwrap().as_ref(), Some(&articles[0]));
    assert_eq!(
        store.articles_of_url("https://a.example/x").unwrap(),
        [articles[0].clone(), articles[1].clone()]
    );
    assert_eq!(store.articles_of_capture(captures[2].id).unwrap(), [articles[2].clone()]);
    assert_eq!(store.revision_of(ids[1]).unwrap(), Some(ids[0]));
    assert_eq!(store.revision_of(ids[0]).unwrap(), None);
    assert_eq!(store.article_ids().unwrap(), [ids[0], ids[2], ids[1]]);
    let known = |n| match n {
        0 => store.articles_known(..).unwrap().len(),
        1 => store.articles_known(at(1)..at(5)).unwrap().len(),
        2 => store.articles_known(at(1)..=at(5)).unwrap().len(),
        _ => store.articles_known(at(6)..).unwrap().len(),
    };
    assert_eq!([known(0), known(1), known(2), known(3)], [3, 2, 3, 0]);

    assert_eq!(store.articles_without_facts().unwrap(), [ids[0], ids[2], ids[1]]);
    store.put_facts(&[facts(ids[2]), facts(ids[0])]).unwrap();
    assert_eq!(store.articles_without_facts().unwrap(), [ids[1]]);
    assert_eq!(store.facts(ids[0]).unwrap(), Some(facts(ids[0])));
    assert_eq!(store.facts_known(..).unwrap(), [facts(ids[0]), facts(ids[2])]);
    // Read again under the same id: facts stay until they are forgotten.
    store.put_articles(&articles, &[]).unwrap();
    assert!(store.facts(ids[0]).unwrap().is_some());

    assert_eq!(store.articles_without_placement().unwrap(), [ids[0], ids[2]]);
    let mut rows = vec![placement(&articles[0]), placement(&articles[2])];
    rows[1].copy_of = Some(ids[0]);
    store.put_placements(&rows).unwrap();
    assert_eq!(store.placements().unwrap(), rows);
    assert_eq!(store.placements_in(rows[1].incident).unwrap(), rows[1..]);
    assert_eq!(store.incident_ids().unwrap().len(), 2);
    rows[1].incident = rows[0].incident;
    store.replace_placements_from(at(2), &rows[1..]).unwrap();
    assert_eq!(store.placements().unwrap(), rows);
    assert_eq!(store.incident_ids().unwrap(), [rows[0].incident]);

    store.remove_articles(&ids[..1]).unwrap();
    assert_eq!(store.placements().unwrap(), rows[1..]);
    assert_eq!(store.facts(ids[0]).unwrap(), None);
}

#[test]
fn a_stage_is_forgotten_with_those_after_it() {
    let (_dir, store) = empty();
    store.put_captures(&[page("x", 1, "one"), page("y", 2, "二")]).unwrap();
    derive(&store);
    assert_eq!(store.stage_version(Stage::Facts).unwrap(), Some(1));
    let stats = store.stats().unwrap();
    assert_eq!(
        (stats.n_captures, stats.n_entries, stats.n_articles, stats.n_facts, stats.n_incidents),
        (2, 4, 2, 2, 2)
    );
    assert_eq!(stats.articles_by_lang, [("en".to_owned(), 1), ("ja".to_owned(), 1)].into());
    assert_eq!((stats.first_known_at, stats.last_known_at), (Some(at(1)), Some(at(2))));
    assert_eq!(stats.stage_versions.len(), 4);

    store.forget_from(Stage::Facts).unwrap();
    let stats = store.stats().unwrap();
    assert_eq!((stats.n_entries, stats.n_articles, stats.n_facts, stats.n_incidents), (4, 2, 0, 0));
    assert_eq!(store.stage_version(Stage::Facts).unwrap(), None);
    assert_eq!(store.stage_version(Stage::Articles).unwrap(), Some(1));
    assert_eq!(store.articles_without_facts().unwrap().len(), 2);

    store.forget_derived().unwrap();
    let stats = store.stats().unwrap();
    assert_eq!((stats.n_captures, stats.n_entries, stats.n_articles), (2, 0, 0));
    assert_eq!(store.pending_captures(Stage::Articles).unwrap().len(), 2);
    assert_eq!(stats.stage_versions.len(), 0);
}

#[test]
fn threads_share_a_store() {
    let (_dir, store) = empty();
    let batch: Vec<_> = (0..200).map(|n| page(&n.to_string(), n, "x")).collect();
    // Every capture is put by two threads at the same time; one of them is told that it is new.
    let n_new: usize = std::thread::scope(|scope| {
        let put = |from: usize| {
            batch.iter().cycle().skip(from).take(100).filter(|c| store.put_capture(c).unwrap()).count()
        };
        let threads: Vec<_> =
            [0, 0, 100, 100].map(|from| scope.spawn(move || put(from))).into_iter().collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).sum()
    });
    assert_eq!(n_new, 200);
    assert_eq!(store.captures().count(), 200);
}

#[test]
fn questions_asked_at_once_see_one_moment() {
    let (dir, writer) = empty();
    let capture = page("x", 1, "one");
    writer.put_capture(&capture).unwrap();
    writer.put_articles(&[article(&capture, 1, Lang::Ja)], &[]).unwrap();
    let reader = Store::open(dir.path(), Access::Read).unwrap();
    let seen = reader.at_once(|| {
        let before = reader.article_ids()?.len();
        let second = page("y", 2, "two");
        writer.put_capture(&second).unwrap();
        writer.put_articles(&[article(&second, 2, Lang::Ja)], &[]).unwrap();
        Ok::<_, hinomi_store::Error>((before, reader.article_ids()?.len()))
    });
    assert_eq!(seen.unwrap(), (1, 1));
    assert_eq!(reader.article_ids().unwrap().len(), 2);
    let failed: Result<(), hinomi_store::Error> =
        reader.at_once(|| reader.capture(page("z", 0, "").id).map(drop));
    assert!(failed.is_err());
    assert_eq!(reader.article_ids().unwrap().len(), 2, "a question that failed ends its moment too");
}
